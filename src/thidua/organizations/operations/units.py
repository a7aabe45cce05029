"""Units: added, changed with their former names kept, closed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.organizations import permissions
from thidua.organizations.models import Membership, Subject, Unit, UnitChange, UnitClosure, in_force


def lock(authority: Unit | None) -> None:
    """Take the authority's row for this transaction, so that a code is not given twice at once."""
    if authority is not None:
        Unit.objects.select_for_update().get(pk=authority.pk)


@operation
def add_unit(
    act: Act,
    *,
    name: str,
    code: str,
    level: str,
    valid_from: date,
    parent: Unit | None = None,
    block: str = Unit.Block.OFFICES,
    place: str = "",
    province: str = "",
    tags: list[str] | None = None,
    scored: bool = True,
) -> Unit:
    """Add a unit; one that is no office is an authority of its own.

    Raises ``RefusedError`` when the code stands already in the authority.
    """
    if parent is not None:
        require(permissions.may_keep_directory(act, parent))
    name, code = name.strip(), code.strip()
    faults = {field: "Hãy điền mục này." for field, told in (("name", name), ("code", code)) if not told}
    if faults:
        raise RefusedError(**faults)
    own_power = level != Unit.Level.OFFICE
    authority = None if own_power or parent is None else parent.authority
    lock(authority)
    if authority and Unit.objects.filter(authority=authority, code=code).exists():
        raise RefusedError(code=f"Mã đơn vị “{code}” đã có. Hãy dùng mã khác.")
    subject = Subject.objects.create(kind=Subject.Kind.UNIT, name=name)
    unit = Unit.objects.create(
        subject=subject,
        code=code,
        level=level,
        block=block,
        parent=parent,
        authority=authority,
        place=place,
        province=province.strip(),
        tags=tags or [],
        scored=scored and not own_power,
        valid_from=valid_from,
    )
    if own_power:
        unit.authority = unit
        unit.save(update_fields=["authority"])
    above = UnitClosure.objects.filter(descendant=parent) if parent else UnitClosure.objects.none()
    UnitClosure.objects.bulk_create(
        [
            UnitClosure(ancestor=unit, descendant=unit, depth=0),
            *(
                UnitClosure(ancestor_id=row.ancestor_id, descendant=unit, depth=row.depth + 1)
                for row in above
            ),
        ]
    )
    act.record("unit.added", unit, code=code, level=level, block=block)
    return unit


@operation
def change_unit(
    act: Act,
    *,
    unit: Unit,
    name: str | None = None,
    code: str | None = None,
    block: str | None = None,
    place: str | None = None,
    province: str | None = None,
    tags: list[str] | None = None,
    scored: bool | None = None,
    on: date | None = None,
    document: str = "",
) -> None:
    """Change what a unit is; None leaves a value as it is. A new name keeps the former one with its day.

    Raises ``RefusedError`` for an empty name, a code that stands already, or a new name without its day. What says
    the same changes nothing and leaves no entry.
    """
    require(permissions.may_keep_directory(act, unit))
    lock(unit.authority)
    told = {
        "code": code,
        "block": block,
        "place": place,
        "province": province,
        "tags": tags,
        "scored": scored,
    }
    new = {
        column: value
        for column, value in told.items()
        if value is not None and value != getattr(unit, column)
    }
    if (
        "code" in new
        and Unit.objects.filter(authority=unit.authority, code=code).exclude(pk=unit.pk).exists()
    ):
        raise RefusedError(code=f"Mã đơn vị “{code}” đã có. Hãy dùng mã khác.")
    facts: dict[str, Any] = {column: [getattr(unit, column), value] for column, value in new.items()}
    former = unit.name
    if name is not None and name.strip() != former:
        _rename(act, unit, name.strip(), on, document)
        facts["name"] = [former, name.strip()]
    if not facts:
        return
    if new:
        Unit.objects.filter(pk=unit.pk).update(**new)
        unit.refresh_from_db()
    act.record("unit.changed", unit, changes=facts)


def _rename(act: Act, unit: Unit, name: str, on: date | None, document: str) -> None:
    if not name:
        raise RefusedError(name="Hãy ghi tên đơn vị.")
    if on is None:
        raise RefusedError(on="Hãy ghi ngày đổi tên; tên cũ vẫn được giữ cho trước ngày đó.")
    UnitChange.objects.create(
        unit=unit, kind="renamed", happened_on=on, former_name=unit.name, document=document.strip()
    )
    unit.subject.name = name
    unit.subject.save()


@operation
def close_unit(act: Act, *, unit: Unit, on: date, document: str, successor: Unit | None = None) -> None:
    """End a unit with its last day and the document that ends it; its history stays.

    Authorities below it (the communes of a district) go to its successor, else to the level above it. Raises
    ``RefusedError`` while people or units of its own still belong to it after that day, or for a missing document;
    ``MovedOnError`` when it has ended already.
    """
    require(permissions.may_keep_directory(act, unit))
    if not document.strip():
        raise RefusedError(document="Hãy ghi văn bản (số, ngày, cơ quan).")
    heir = successor or unit.parent
    if unit.pk == unit.authority_id and heir is None:
        raise RefusedError("Không thể kết thúc chính cơ quan đang dùng phần mềm.")
    if on < unit.valid_from:
        raise RefusedError(on="Ngày kết thúc phải từ ngày thành lập trở đi.")
    after = on + timedelta(days=1)
    people = Membership.objects.filter(in_force(after), unit=unit).count()
    if people:
        raise RefusedError(
            on=f"Sau ngày này đơn vị còn {people} người. Hãy chuyển hết người sang đơn vị khác trước."
        )
    below = list(Unit.objects.filter(parent=unit, valid_to__isnull=True))
    if any(child.pk != child.authority_id for child in below):
        raise RefusedError(on="Đơn vị còn đơn vị trực thuộc. Hãy kết thúc các đơn vị đó trước.")
    moved = Unit.objects.filter(pk=unit.pk, valid_to__isnull=True).update(valid_to=on)
    if moved != 1:
        raise MovedOnError
    UnitChange.objects.create(
        unit=unit, kind="closed", happened_on=on, successor=successor, document=document.strip()
    )
    unit.refresh_from_db()
    act.record("unit.closed", unit, on=on, document=document.strip())
    for child in below:  # an authority outlives the level above it: a commune after its district
        _put_under(act, child, unit, heir, after, document.strip())


def _put_under(act: Act, child: Unit, former: Unit, heir: Unit | None, on: date, document: str) -> None:
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
