"""Keep the directory: the only writers of units, persons, memberships, roles and accounts of an authority."""

from thidua.organizations.operations.beginning import Begun, begin
from thidua.organizations.operations.ending import close_unit
from thidua.organizations.operations.households import add_household, change_household
from thidua.organizations.operations.levels import add_subordinate, add_superior, move_authority
from thidua.organizations.operations.people import (
    add_membership,
    add_person,
    change_person,
    end_membership,
    leave,
    link_account,
    move_person,
    record_training,
)
from thidua.organizations.operations.registers import (
    HouseholdLine,
    PersonLine,
    UnitLine,
    import_households,
    import_people,
    import_units,
)
from thidua.organizations.operations.roles import (
    close_account,
    end_role,
    grant_role,
    open_account,
    reopen_account,
    reset_password,
)
from thidua.organizations.operations.units import add_unit, change_unit

__all__ = [
    "Begun",
    "HouseholdLine",
    "PersonLine",
    "UnitLine",
    "add_household",
    "add_membership",
    "add_person",
    "add_subordinate",
    "add_superior",
    "add_unit",
    "begin",
    "change_household",
    "change_person",
    "change_unit",
    "close_account",
    "close_unit",
    "end_membership",
    "end_role",
    "grant_role",
    "import_households",
    "import_people",
    "import_units",
    "leave",
    "link_account",
    "move_authority",
    "move_person",
    "open_account",
    "record_training",
    "reopen_account",
    "reset_password",
]
