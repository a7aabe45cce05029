"""The levels: which authority stands under which, since when."""

from __future__ import annotations

from datetime import date

from thidua.base.acts import Act
from thidua.organizations.models import (
    Unit,
    UnitChange,
    UnitClosure,
)


def put_under(act: Act, child: Unit, former: Unit, heir: Unit | None, on: date, document: str) -> None:
    """Move an authority with all below it under another; ``UnitChange`` keeps where it stood before."""
    UnitChange.objects.create(
        unit=child, kind="moved", happened_on=on, successor=former, former_name=former.name, document=document
    )
    Unit.objects.filter(pk=child.pk).update(parent=heir)
    inside = list(UnitClosure.objects.filter(ancestor=child))
    UnitClosure.objects.filter(descendant_id__in=[row.descendant_id for row in inside]).exclude(
        ancestor_id__in=[row.descendant_id for row in inside]
    ).delete()
    above = list(UnitClosure.objects.filter(descendant=heir)) if heir is not None else []
    UnitClosure.objects.bulk_create(
        UnitClosure(
            ancestor_id=over.ancestor_id,
            descendant_id=row.descendant_id,
            depth=over.depth + 1 + row.depth,
        )
        for over in above
        for row in inside
    )
    child.refresh_from_db()
    act.record("unit.moved", child, former=former.name, to=str(heir or ""), on=on)
