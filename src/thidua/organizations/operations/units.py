"""Units: added, changed with their former names kept, closed."""

from __future__ import annotations

from datetime import date
from typing import Any

from thidua.base.acts import SYSTEM, Act, operation
from thidua.base.errors import RefusedError, require
from thidua.organizations import permissions
from thidua.organizations.models import (
    Subject,
    Unit,
    UnitChange,
    UnitClosure,
)


def lock(authority: Unit | None) -> None:
    """Take the authority's row for this transaction, so that a code is not given twice at once."""
    if authority is not None:
        Unit.objects.select_for_update().get(pk=authority.pk)


@operation("unit.added")
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

    Raises ``NotAllowedError`` for an authority under none (only the system begins one), ``RefusedError`` when the
    code stands already in the authority.
    """
    if parent is None:
        require(act.actor is SYSTEM)
    elif level == Unit.Level.OFFICE:
        require(permissions.may_keep_directory(act, parent))
    else:
        require(permissions.may_keep_levels(act, parent))
    return make_unit(
        act,
        name=name,
        code=code,
        level=level,
        valid_from=valid_from,
        parent=parent,
        block=block,
        place=place,
        province=province,
        tags=tags,
        scored=scored,
    )


def make_unit(
    act: Act,
    *,
    name: str,
    code: str,
    level: str,
    valid_from: date,
    parent: Unit | None,
    block: str = Unit.Block.OFFICES,
    place: str = "",
    province: str = "",
    tags: list[str] | None = None,
    scored: bool = True,
) -> Unit:
    """Write a unit whose permission was asked. Raises as ``add_unit``."""
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


@operation("unit.changed")
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

    Raises ``RefusedError`` for an empty name, a code that stands already, or a new name without its day, for a day to
    come or before the last new name. What says the same changes nothing and leaves no entry.
    """
    require(permissions.may_keep_directory(act, unit))
    lock(unit.authority)
    unit.refresh_from_db()  # another hand may have written the same a moment ago
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
    if on > act.on:  # the new name stands everywhere at once
        raise RefusedError(on="Ngày đổi tên không thể sau hôm nay.")
    last = unit.changes.filter(kind="renamed").order_by("happened_on").last()
    if last is not None and on < last.happened_on:
        raise RefusedError(
            on=f"Ngày đổi tên không thể trước lần đổi tên sau cùng ({last.happened_on:%d/%m/%Y})."
        )
    UnitChange.objects.create(
        unit=unit, kind="renamed", happened_on=on, former_name=unit.name, document=document.strip()
    )
    unit.subject.name = name
    unit.subject.save()
