"""Forms of the directory."""

from thidua.organizations.forms.households import ChangeHouseholdForm, NewHouseholdForm
from thidua.organizations.forms.levels import LevelForm, MoveLevelForm
from thidua.organizations.forms.people import (
    ChangePersonForm,
    EndPostForm,
    LeaveForm,
    NewPersonForm,
    PersonFilter,
    PostForm,
    TrainingForm,
)
from thidua.organizations.forms.roles import AccountFilter, AccountForm, EndRoleForm, RoleForm
from thidua.organizations.forms.units import ChangeUnitForm, NewUnitForm

__all__ = [
    "AccountFilter",
    "AccountForm",
    "ChangeHouseholdForm",
    "ChangePersonForm",
    "ChangeUnitForm",
    "EndPostForm",
    "EndRoleForm",
    "LeaveForm",
    "LevelForm",
    "MoveLevelForm",
    "NewHouseholdForm",
    "NewPersonForm",
    "NewUnitForm",
    "PersonFilter",
    "PostForm",
    "RoleForm",
    "TrainingForm",
]
