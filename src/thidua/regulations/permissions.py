"""Who lays values over the law book of an authority; everybody who has a role in it may read it."""

from __future__ import annotations

from thidua.base.acts import Act
from thidua.engine.flow import Role
from thidua.organizations.models import Unit
from thidua.organizations.permissions import holds


def may_keep_law(act: Act, authority: Unit | int) -> bool:
    """Choose the province's rules, set and withdraw own values: the officer or the administrator."""
    return any(holds(act, role, authority) for role in (Role.OFFICER, Role.ADMIN))
