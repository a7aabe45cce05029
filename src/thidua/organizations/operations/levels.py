"""The levels: which authority stands under which, since when; those above and below entered, moved."""

from __future__ import annotations

from datetime import date, timedelta

from thidua.accounts.models import User
from thidua.base.acts import Act, operation
from thidua.base.errors import RefusedError, require, require_document
from thidua.engine.flow import Role
from thidua.organizations import permissions
from thidua.organizations.choices import LEVELS_UP, ROLES
from thidua.organizations.models import RoleGrant, Unit, UnitChange, UnitClosure, in_force
from thidua.organizations.operations.units import lock, make_unit


def higher(level: str) -> tuple[str, ...]:
    """The levels above one."""
    return LEVELS_UP[LEVELS_UP.index(level) + 1 :]


@operation("unit.superior_added")
def add_superior(
    act: Act,
    *,
    authority: Unit,
    name: str,
    code: str,
    level: str,
    valid_from: date,
    document: str,
    valid_to: date | None = None,
    on: date | None = None,
    place: str = "",
    province: str = "",
) -> Unit:
    """Enter an authority above another: the present one since ``on``, or one that ended on ``valid_to``.

    ``on`` None says that it was always so. One that ended is kept as what stood above until its last day (the
    district above a commune), and taken as it is where a neighbour entered it before; one above a living level stands
    under that. Who enters it is its administrator until its own people have one. Raises ``RefusedError`` for a level
    that is not higher, a name that stands already, days out of order, a missing document.
    """
    _own(authority)
    require(permissions.may_keep_levels(act, authority))
    lock(authority)
    if level not in higher(authority.level):
        raise RefusedError(level="Cấp trên phải cao hơn cấp của cơ quan này.")
    if valid_to is not None and (known := _same(name, level, province, valid_to)) is not None:
        require_document(document)
        _stood_under(act, authority, known, valid_to, document.strip())  # the district of a neighbour too
        return known
    _check(act, (name, level, province), valid_from, valid_to, document)
    over = authority.parent if authority.parent and authority.parent.level in higher(level) else None
    made = make_unit(
        act,
        name=name,
        code=code,
        level=level,
        valid_from=valid_from,
        parent=over,
        place=place.strip(),
        province=province,
    )
    _administer(act, made)
    if valid_to is None:
        _move(act, authority, made, on or authority.valid_from, document.strip())
    else:
        _end(act, made, valid_to, document.strip())
        _stood_under(act, authority, made, valid_to, document.strip())
    return made


@operation("unit.subordinate_added")
def add_subordinate(
    act: Act,
    *,
    above: Unit,
    name: str,
    code: str,
    level: str,
    valid_from: date,
    document: str,
    valid_to: date | None = None,
    place: str = "",
    province: str = "",
) -> Unit:
    """Enter an authority below another (a commune of a province), also one that has ended. Raises as above."""
    _own(above)
    require(permissions.may_keep_levels(act, above))
    lock(above)
    if above.level not in LEVELS_UP or above.level not in higher(level):
        raise RefusedError(level="Cấp dưới phải thấp hơn cấp của cơ quan này.")
    _check(act, (name, level, province), valid_from, valid_to, document)
    made = make_unit(
        act,
        name=name,
        code=code,
        level=level,
        valid_from=valid_from,
        parent=above,
        place=place.strip(),
        province=province,
    )
    if valid_to is not None:
        _end(act, made, valid_to, document.strip())
    return made


@operation("unit.moved")
def move_authority(act: Act, *, authority: Unit, above: Unit, on: date, document: str) -> None:
    """Put an authority under another from a day; where it stood before stays known.

    Raises ``RefusedError`` for a level that is not higher, one that is not in force, a day to come or before the last
    move, a missing document.
    """
    _own(authority)
    require(permissions.may_keep_levels(act, authority))
    lock(authority)
    require_document(document)
    if above.pk != above.authority_id or above.level not in higher(authority.level):
        raise RefusedError(above="Cấp trên phải là cơ quan cao hơn cấp của cơ quan này.")
    if above.pk == authority.parent_id:
        raise RefusedError(above=f"Cơ quan này đang trực thuộc {above}.")
    if not Unit.objects.filter(in_force(act.on, "valid_from", "valid_to"), pk=above.pk).exists():
        raise RefusedError(above=f"{above} đã kết thúc hoạt động.")
    _move(act, authority, above, on, document.strip())


def _own(unit: Unit) -> None:
    if unit.pk != unit.authority_id:
        raise RefusedError("Đây là đơn vị trực thuộc, không phải một cấp.")


def _check(
    act: Act, who: tuple[str, str, str], valid_from: date, valid_to: date | None, document: str
) -> None:
    name, level, province = who
    require_document(document)
    if valid_to is not None and valid_to < valid_from:
        raise RefusedError(valid_to="Ngày kết thúc phải từ ngày bắt đầu trở đi.")
    if max(valid_from, valid_to or valid_from) > act.on:
        field = "valid_from" if valid_from > act.on else "valid_to"
        raise RefusedError(**{field: "Chỉ ghi khi đã đến ngày này."})
    if _same(name, level, province, valid_to) is not None:
        raise RefusedError(name="Cơ quan này đã có trong phần mềm. Hãy chọn ở “Chuyển cấp trên”.")


def _same(name: str, level: str, province: str, valid_to: date | None) -> Unit | None:
    rows = Unit.objects.filter(
        subject__name=name.strip(), level=level, province=province.strip(), valid_to=valid_to
    )
    return rows.select_related("subject").order_by("pk").first()


def _administer(act: Act, made: Unit) -> None:
    """Whoever entered an authority above administers it, until an administrator of its own is named."""
    if not isinstance(act.actor, User) or permissions.holds(act, Role.ADMIN, made):
        return
    RoleGrant.objects.create(user=act.actor, role=Role.ADMIN.value, unit=made, starts_on=act.on)
    told = f"{ROLES[Role.ADMIN]} cho {act.actor.display_name}, từ {act.on:%d/%m/%Y}"
    act.record(
        "role.granted", made, username=act.actor.username, role=Role.ADMIN.value, since=act.on, told=told
    )


def _end(act: Act, unit: Unit, on: date, document: str) -> None:
    Unit.objects.filter(pk=unit.pk).update(valid_to=on)
    unit.refresh_from_db()
    UnitChange.objects.create(unit=unit, kind="closed", happened_on=on, document=document)
    act.record("unit.closed", unit, on=on, document=document)


def _move(act: Act, authority: Unit, above: Unit, on: date, document: str) -> None:
    if on > act.on:
        raise RefusedError(on="Chỉ ghi khi đã đến ngày này.")
    later = authority.changes.filter(kind="moved", happened_on__gte=on).order_by("-happened_on").first()
    if later is not None:
        raise RefusedError(on=f"Đã ghi một lần chuyển cấp trên ngày {later.happened_on:%d/%m/%Y}.")
    if on < above.valid_from:
        raise RefusedError(
            on=f"{above} chỉ có từ ngày {above.valid_from:%d/%m/%Y}. Hãy ghi từ ngày đó trở đi."
        )
    put_under(act, authority, authority.parent, above, on, document)


def _stood_under(act: Act, authority: Unit, former: Unit, until: date, document: str) -> None:
    """Note in the history that an authority stood under another until a day; where it stands now is not touched."""
    on = until + timedelta(days=1)
    known = authority.changes.filter(kind="moved", happened_on=on).first()
    if known is not None and known.successor_id is not None:
        raise RefusedError(valid_to=f"Đã ghi: đến ngày này cơ quan trực thuộc {known.former_name}.")
    if known is None:
        known = UnitChange(unit=authority, kind="moved", happened_on=on, document=document)
    known.successor, known.former_name = former, former.name
    known.save()
    act.record("unit.moved", authority, former=former.name, to=str(authority.parent or ""), on=on)


def put_under(act: Act, child: Unit, former: Unit | None, heir: Unit | None, on: date, document: str) -> None:
    """Move an authority with all below it under another; ``UnitChange`` keeps where it stood before.

    Where nothing was known before its first day there is nothing to keep.
    """
    if former is not None or on > child.valid_from:
        UnitChange.objects.create(
            unit=child,
            kind="moved",
            happened_on=on,
            successor=former,
            former_name=former.name if former else "",
            document=document,
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
    act.record("unit.moved", child, former=former.name if former else "", to=str(heir or ""), on=on)
