"""Who reads the law book of an authority, and who lays values over it."""

from __future__ import annotations

from typing import Final

from thidua.base.acts import Act
from thidua.engine.flow import Role
from thidua.organizations.models import Unit
from thidua.organizations.permissions import Viewer, holds

READS_LAW: Final = (
    Role.OFFICER,
    Role.CHAIRPERSON,
    Role.ADMIN,
    Role.ACCOUNTANT,
    Role.CLERK,
    Role.INSPECTOR,
    Role.COUNCIL,
)
KEEPS_LAW: Final = (Role.OFFICER, Role.ADMIN)


def may_read_law(viewer: Viewer, authority: Unit | int) -> bool:
    """Read which value is used, from where, since when."""
    return any(viewer.holds(role, authority) for role in READS_LAW)


def may_keep_law(act: Act, authority: Unit | int) -> bool:
    """Choose the province's rules, set and withdraw own values: the officer or the administrator."""
    return any(holds(act, role, authority) for role in KEEPS_LAW)
