"""Hộ gia đình: added to a village or street group, changed, ended."""

from __future__ import annotations

from datetime import date

from thidua.base.acts import Act, operation
from thidua.base.errors import RefusedError, require
from thidua.organizations import permissions
from thidua.organizations.models import Household, Subject, Unit
from thidua.organizations.operations.units import lock


def _checked(unit: Unit, name: str, code: str, known: Household | None = None) -> tuple[str, str]:
    name, code = name.strip(), code.strip()
    faults = {field: "Hãy điền mục này." for field, told in (("name", name), ("code", code)) if not told}
    if faults:
        raise RefusedError(**faults)
    same = Household.objects.filter(authority=unit.authority, code=code).first()
    if same is not None and same != known:
        raise RefusedError(code=f"Mã hộ “{code}” đã có. Hãy dùng mã khác.")
    return name, code


@operation("household.added")
def add_household(act: Act, *, unit: Unit, name: str, code: str, valid_from: date) -> Household:
    """Add a household to a unit, so that it can be nominated and awarded. Law: 06/2022/QH15, art. 3.

    Raises ``RefusedError`` for an empty name or a code that stands already in the authority.
    """
    require(permissions.may_keep_directory(act, unit))
    lock(unit.authority)
    name, code = _checked(unit, name, code)
    subject = Subject.objects.create(kind=Subject.Kind.HOUSEHOLD, name=name)
    household = Household.objects.create(
        subject=subject, authority=unit.authority or unit, unit=unit, code=code, valid_from=valid_from
    )
    act.record("household.added", household, code=code, unit=unit.name)
    return household


@operation("household.changed")
def change_household(
    act: Act, *, household: Household, unit: Unit, name: str, code: str, valid_to: date | None = None
) -> None:
    """Correct a household, or end it with its last day; its awards stay. Raises as ``add_household``."""
    require(permissions.may_keep_directory(act, household.unit))
    require(permissions.may_keep_directory(act, unit))
    lock(unit.authority)
    name, code = _checked(unit, name, code, household)
    if valid_to is not None and valid_to < household.valid_from:
        raise RefusedError(valid_to=f"Ngày này không thể trước {household.valid_from:%d/%m/%Y}.")
    before = [household.name, household.code, household.unit.name]
    household.subject.name = name
    household.subject.save()
    Household.objects.filter(pk=household.pk).update(unit=unit, code=code, valid_to=valid_to)
    household.refresh_from_db()
    act.record("household.changed", household, before=before, after=[name, code, unit.name], ended=valid_to)
