"""Forms of the council: seats, meeting, attendance, recusals, tellers, ballots, choice, minutes."""

from thidua.council.forms.ballots import (
    BallotForm,
    CompareForm,
    CountForm,
    FurtherForm,
    KeyForm,
    KeysForm,
    MarksForm,
    OpinionForm,
    RepeatForm,
    ReturnedForm,
)
from thidua.council.forms.closing import ChosenForm, NumberForm, SignedMinutesForm
from thidua.council.forms.councils import CouncilForm, EndSeatForm, RulesForm, SeatForm
from thidua.council.forms.meetings import (
    AgendaForm,
    AttendanceForm,
    CloseForm,
    ExtendForm,
    FileForm,
    OpenForm,
    PlanForm,
    RecusalForm,
    SubstituteForm,
    TellersForm,
    WrittenForm,
)
from thidua.council.forms.shared import EmptyForm, ReasonForm

__all__ = [
    "AgendaForm",
    "AttendanceForm",
    "BallotForm",
    "ChosenForm",
    "CloseForm",
    "CompareForm",
    "CouncilForm",
    "CountForm",
    "EmptyForm",
    "EndSeatForm",
    "ExtendForm",
    "FileForm",
    "FurtherForm",
    "KeyForm",
    "KeysForm",
    "MarksForm",
    "NumberForm",
    "OpenForm",
    "OpinionForm",
    "PlanForm",
    "ReasonForm",
    "RecusalForm",
    "RepeatForm",
    "ReturnedForm",
    "RulesForm",
    "SeatForm",
    "SignedMinutesForm",
    "SubstituteForm",
    "TellersForm",
    "WrittenForm",
]
