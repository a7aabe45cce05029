"""Forms of the first four steps; they clean and never save."""

from thidua.movements.forms.launch import (
    DeliverForm,
    IssueForm,
    LaunchForm,
    ReasonForm,
    TeamForm,
)
from thidua.movements.forms.plan import ByHandForm, FromLastYearForm, ItemForm, PlanFieldsForm, UploadForm
from thidua.movements.forms.registrations import LinesForm, OwnLineForm, ReturnForm
from thidua.movements.forms.tasks import (
    TASK_COLUMNS,
    CheckForm,
    FinishForm,
    ImportForm,
    ProgressForm,
    RemedyForm,
    TaskFilterForm,
    TaskForm,
)

__all__ = [
    "TASK_COLUMNS",
    "ByHandForm",
    "CheckForm",
    "DeliverForm",
    "FinishForm",
    "FromLastYearForm",
    "ImportForm",
    "IssueForm",
    "ItemForm",
    "LaunchForm",
    "LinesForm",
    "OwnLineForm",
    "PlanFieldsForm",
    "ProgressForm",
    "ReasonForm",
    "RemedyForm",
    "ReturnForm",
    "TaskFilterForm",
    "TaskForm",
    "TeamForm",
    "UploadForm",
]
