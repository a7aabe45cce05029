"""A meeting, who takes part and how, who counts, what was chosen."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django.db import models
from django.db.models import F, Q

from thidua.base.acts import day_of
from thidua.base.fields import CharField, TextField, state_check, state_field
from thidua.council.models.councils import Council, CouncilMember
from thidua.documents.models import Paper, SignedPaper, StoredFile
from thidua.engine import meetings as meeting_flow
from thidua.engine.ballot import Threshold
from thidua.movements.models import Movement
from thidua.nominations.models import Nomination
from thidua.organizations.models import Person


class Meeting(models.Model):
    """Phiên họp: an invariant over attendance, votes and quorum is guarded at this row."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="meetings")
    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="council_meetings")
    state = state_field(meeting_flow.MeetingState.PLANNED)
    version = models.PositiveIntegerField(default=0)
    planned_at = models.DateTimeField()
    place = CharField(max_length=200)
    agenda = TextField(blank=True)
    # written opinions without a meeting: slips are sent out and come back by a day
    written = models.BooleanField(default=False)
    return_by = models.DateField(null=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    chair = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, null=True, related_name="+")
    secretary = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, null=True, related_name="+")
    # "rule" and an empty threshold: by the dated rule of each form of award
    base = models.CharField(max_length=10, default="rule")
    threshold = models.CharField(max_length=20, default="", blank=True)
    threshold_strict = models.BooleanField(default=True)
    quorum_needed = models.PositiveIntegerField(null=True)
    discussion = TextField(blank=True)
    selected_at = models.DateTimeField(null=True)
    # the numbered papers that rest on the result, as the later stage cites them: nothing is changed under them
    proposed_in = CharField(max_length=120, blank=True, default="")
    decided_in = CharField(max_length=120, blank=True, default="")
    minutes = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    count_record = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    signed = models.ForeignKey(SignedPaper, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Known states only."""

        constraints = (
            state_check(meeting_flow.MeetingState, "meeting_state_known"),
            models.CheckConstraint(condition=Q(base__in=("rule", "all", "present")), name="base_known"),
            models.CheckConstraint(
                condition=Q(written=True, return_by__isnull=False) | Q(written=False, return_by__isnull=True),
                name="written_if_and_only_if_return_by",
            ),
        )

    def __str__(self) -> str:
        """Day of the meeting."""
        return f"{'Lấy ý kiến bằng văn bản từ' if self.written else 'Phiên họp'} ngày {self.on:%d/%m/%Y}"

    @property
    def authority_id(self) -> int | None:
        """The authority in whose journal it stands."""
        return self.council.authority_id

    @property
    def on(self) -> date:
        """The day of the meeting in Việt Nam."""
        return day_of(self.opened_at or self.planned_at)

    @property
    def minuted_on(self) -> date:
        """The day of its minutes: of the meeting; of opinions in writing, the day on which they were closed."""
        return day_of(self.closed_at) if self.written and self.closed_at is not None else self.on

    @property
    def share(self) -> Threshold | None:
        """The share of yes that the meeting set for all its questions; None: by the rule of each form of award."""
        return Threshold(Fraction(self.threshold), self.threshold_strict) if self.threshold else None


class MeetingFile(models.Model):
    """A paper to read before a meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    title = CharField(max_length=200)

    class Meta:
        """A file once."""

        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("meeting", "file"), name="meeting_file_once"),)

    def __str__(self) -> str:
        """The title."""
        return self.title


class Attendance(models.Model):
    """How a member takes part in a meeting: there, by somebody in the place, from afar, or not at all."""

    class State(models.TextChoices):
        """How a member takes part."""

        EXPECTED = "expected", "Chưa điểm danh"
        PRESENT = "present", "Có mặt"
        ABSENT = "absent", "Vắng"
        OPINION = "opinion", "Vắng, có phiếu ý kiến"
        REMOTE = "remote", "Vắng, bỏ phiếu kín bằng máy của mình"
        PAPER = "paper", "Vắng, gửi phiếu trong phong bì kín"
        SUBSTITUTE = "substitute", "Vắng, ủy quyền người dự thay"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    member = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, related_name="attendance")
    state = models.CharField(max_length=10, choices=State.choices, default=State.EXPECTED)
    reason = CharField(max_length=300, blank=True)
    substitute = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Once at a meeting; somebody in the place if and only if it says so."""

        constraints = (
            models.UniqueConstraint(fields=("meeting", "member"), name="attends_once"),
            models.CheckConstraint(
                condition=Q(state="substitute", substitute__isnull=False)
                | (~Q(state="substitute") & Q(substitute__isnull=True)),
                name="substitute_if_and_only_if_said",
            ),
        )

    def __str__(self) -> str:
        """Who."""
        return str(self.member)

    @property
    def voter(self) -> Person:
        """Who votes in this seat: the member, or who was authorised in the place."""
        return self.substitute if self.substitute is not None else self.member.person


class Recusal(models.Model):
    """A member does not vote on a nomination: the own case (automatic), or declared with a reason."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="recusals")
    member = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, related_name="recusals")
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="recusals")
    reason = CharField(max_length=300)
    automatic = models.BooleanField(default=False)
    votes = models.BooleanField(default=False)

    class Meta:
        """Once for a nomination."""

        constraints = (
            models.UniqueConstraint(fields=("meeting", "member", "nomination"), name="recused_once"),
        )

    def __str__(self) -> str:
        """Who, from what."""
        return f"{self.member} – {self.nomination.subject}"


class Teller(models.Model):
    """Tổ kiểm phiếu: a person who counts; two of them hold the keys of a secret ballot."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="tellers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    lead = models.BooleanField(default=False)

    class Meta:
        """Once in a team."""

        constraints = (models.UniqueConstraint(fields=("meeting", "person"), name="teller_once"),)

    def __str__(self) -> str:
        """Who."""
        return str(self.person)


class Selection(models.Model):
    """The council's result for a nomination, within the quota, with its reason."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="selections")
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="selections")
    order = models.PositiveIntegerField()
    chosen = models.BooleanField()
    reason = TextField(blank=True)
    # the chairperson decided otherwise: what the council had said, why, who, when
    council_chosen = models.BooleanField(null=True)
    otherwise_reason = TextField(blank=True)
    otherwise_by = CharField(max_length=300, blank=True)
    otherwise_at = models.DateTimeField(null=True)

    class Meta:
        """Once in a meeting."""

        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(fields=("meeting", "nomination"), name="selected_once"),
            models.CheckConstraint(
                condition=Q(council_chosen__isnull=True, otherwise_reason="", otherwise_at__isnull=True)
                | (
                    Q(council_chosen__isnull=False, otherwise_at__isnull=False)
                    & ~Q(otherwise_reason="")
                    & ~Q(council_chosen=F("chosen"))
                ),
                name="otherwise_with_its_reason",
            ),
        )

    def __str__(self) -> str:
        """Who."""
        return str(self.nomination.subject)

    @property
    def by_council(self) -> bool:
        """What the council itself proposed, whatever the chairperson decided afterwards."""
        return self.chosen if self.council_chosen is None else self.council_chosen
