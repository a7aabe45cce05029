"""The council, its meetings and ballots. Written by ``council.operations`` alone.

The secret ballot keeps the roll and the papers in two tables without a key between them (docs/decisions).
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django.db import models
from django.db.models import Q

from thidua.base.acts import VIETNAM
from thidua.base.fields import CharField, TextField, state_check, state_field
from thidua.documents.models import Paper, SignedPaper, StoredFile
from thidua.engine import meetings as meeting_flow
from thidua.engine.ballot import Base, Threshold
from thidua.movements.models import Movement
from thidua.nominations.models import Nomination
from thidua.organizations.models import Person, Unit


class Council(models.Model):
    """Hội đồng Thi đua - Khen thưởng of an authority, by its decision."""

    authority = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="councils")
    name = CharField(max_length=200)
    decision_number = CharField(max_length=60)
    decided_on = models.DateField()
    standing_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    def __str__(self) -> str:
        """The name."""
        return self.name


class CouncilMember(models.Model):
    """A member with the function in the council; ``voting`` says whether the member counts in the base."""

    class Function(models.TextChoices):
        """Functions, in the order of the minutes."""

        CHAIR = "chair", "Chủ tịch Hội đồng"
        STANDING_VICE = "standing_vice", "Phó Chủ tịch Thường trực"
        VICE = "vice", "Phó Chủ tịch"
        STANDING_MEMBER = "standing_member", "Ủy viên Thường trực"
        MEMBER = "member", "Ủy viên"
        SECRETARY = "secretary", "Thư ký"

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="council_seats")
    order = models.PositiveIntegerField()
    function = models.CharField(max_length=16, choices=Function.choices)
    post = CharField(max_length=200)
    voting = models.BooleanField(default=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        """In the order of the decision."""

        ordering = ("order",)
        constraints = (models.UniqueConstraint(fields=("council", "person"), name="seat_once"),)

    def __str__(self) -> str:
        """Who."""
        return str(self.person)


class Meeting(models.Model):
    """Phiên họp: an invariant over attendance, votes and quorum is guarded at this row."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="meetings")
    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="council_meetings")
    state = state_field(meeting_flow.MeetingState, meeting_flow.MeetingState.PLANNED)
    version = models.PositiveIntegerField(default=0)
    planned_at = models.DateTimeField()
    place = CharField(max_length=200)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    chair = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, null=True, related_name="+")
    secretary = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, null=True, related_name="+")
    base = models.CharField(max_length=10, default="all")
    threshold = models.CharField(max_length=20, default="1/2")
    threshold_strict = models.BooleanField(default=True)
    quorum_needed = models.PositiveIntegerField(null=True)
    discussion = TextField(blank=True)
    selected_at = models.DateTimeField(null=True)
    minutes = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    count_record = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    signed = models.ForeignKey(SignedPaper, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Known states only."""

        constraints = (
            state_check(meeting_flow.MeetingState, "meeting_state_known"),
            models.CheckConstraint(condition=Q(base__in=("all", "present")), name="base_known"),
        )

    def __str__(self) -> str:
        """Day of the meeting."""
        return f"Phiên họp ngày {self.on:%d/%m/%Y}"

    @property
    def authority_id(self) -> int | None:
        """The authority in whose journal it stands."""
        return self.council.authority_id

    @property
    def on(self) -> date:
        """The day of the meeting in Việt Nam."""
        return (self.opened_at or self.planned_at).astimezone(VIETNAM).date()

    @property
    def share(self) -> Threshold:
        """The share of yes that passes a question."""
        return Threshold(Fraction(self.threshold), self.threshold_strict)

    @property
    def counted_of(self) -> Base:
        """Of whom the share is taken."""
        return Base.ALL_MEMBERS if self.base == "all" else Base.PRESENT


class Attendance(models.Model):
    """A member at a meeting: present, absent, or absent with a named written opinion."""

    class State(models.TextChoices):
        """How a member takes part."""

        EXPECTED = "expected", "Chưa điểm danh"
        PRESENT = "present", "Có mặt"
        ABSENT = "absent", "Vắng"
        OPINION = "opinion", "Vắng, có phiếu ý kiến"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    member = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, related_name="attendance")
    state = models.CharField(max_length=10, choices=State.choices, default=State.EXPECTED)
    reason = CharField(max_length=300, blank=True)

    class Meta:
        """Once at a meeting."""

        constraints = (models.UniqueConstraint(fields=("meeting", "member"), name="attends_once"),)

    def __str__(self) -> str:
        """Who."""
        return str(self.member)


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


class Ballot(models.Model):
    """One vote of a meeting on its questions, by one method. ``cast`` and ``state`` guard the secret ballot."""

    class Method(models.TextChoices):
        """Ways of voting."""

        HANDS = "hands", "Biểu quyết giơ tay"
        PAPER = "paper", "Bỏ phiếu kín bằng giấy"
        SECRET = "secret", "Bỏ phiếu kín trên máy"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="ballots")
    method = models.CharField(max_length=8, choices=Method.choices)
    state = state_field(meeting_flow.BallotState, meeting_flow.BallotState.PREPARED)
    trial = models.BooleanField(default=False)
    cast = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    issued = models.PositiveIntegerField(null=True)
    returned = models.PositiveIntegerField(null=True)
    plain_http_accepted = models.BooleanField(default=False)
    void_reason = TextField(blank=True)
    digest = models.CharField(max_length=16, blank=True)
    published = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Known states only."""

        constraints = (state_check(meeting_flow.BallotState, "ballot_state_known"),)

    def __str__(self) -> str:
        """Method."""
        return str(self.get_method_display())

    @property
    def authority_id(self) -> int | None:
        """The authority in whose journal it stands."""
        return self.meeting.authority_id


class BallotKey(models.Model):
    """The public key of a teller for one ballot; the secret half is nowhere stored."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="keys")
    teller = models.ForeignKey(Teller, on_delete=models.PROTECT, related_name="keys")
    order = models.PositiveSmallIntegerField()
    public = models.BinaryField()
    confirmed = models.BooleanField(default=False)

    class Meta:
        """Two keys of two tellers."""

        constraints = (
            models.UniqueConstraint(fields=("ballot", "order"), name="key_order_once"),
            models.UniqueConstraint(fields=("ballot", "teller"), name="key_of_teller_once"),
        )

    def __str__(self) -> str:
        """Whose."""
        return str(self.teller)


class Question(models.Model):
    """One name put to the vote; the counts are set when the ballot is counted."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="questions")
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="questions")
    order = models.PositiveIntegerField()
    yes = models.PositiveIntegerField(null=True)
    no = models.PositiveIntegerField(null=True)
    blank = models.PositiveIntegerField(null=True)
    spoilt = models.PositiveIntegerField(null=True)
    base = models.PositiveIntegerField(null=True)
    recused = models.PositiveIntegerField(null=True)
    needed = models.PositiveIntegerField(null=True)
    passed = models.BooleanField(null=True)

    class Meta:
        """A nomination once in a ballot."""

        ordering = ("order",)
        constraints = (models.UniqueConstraint(fields=("ballot", "nomination"), name="question_once"),)

    def __str__(self) -> str:
        """Who."""
        return str(self.nomination.subject)

    @property
    def key(self) -> str:
        """How the question is called on the sealed paper and in the published list."""
        return f"{self.order:02d} {self.nomination.subject.name}"


class RollEntry(models.Model):
    """A member on the roll of a ballot, with the sealed envelope; what is in it cannot be read from here."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="roll")
    member = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, related_name="roll")
    state = models.CharField(max_length=10, default="expected")
    envelope = models.BinaryField(null=True)
    receipt = models.CharField(max_length=16, blank=True)

    class Meta:
        """Once on a roll; sealed if and only if there is a receipt."""

        constraints = (
            models.UniqueConstraint(fields=("ballot", "member"), name="on_roll_once"),
            models.CheckConstraint(
                condition=Q(state__in=("expected", "sealed", "hand", "paper", "open", "absent")),
                name="roll_state_known",
            ),
            models.CheckConstraint(
                condition=(Q(state="sealed") & ~Q(receipt="")) | (~Q(state="sealed") & Q(receipt="")),
                name="sealed_if_and_only_if_receipt",
            ),
        )

    def __str__(self) -> str:
        """Who."""
        return str(self.member)


class Slip(models.Model):
    """One counted choice on one question: a random serial, no key to the roll, no time."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="slips")
    serial = models.CharField(max_length=20, unique=True)
    choice = models.CharField(max_length=8)

    def __str__(self) -> str:
        """Serial."""
        return self.serial


class OpenVote(models.Model):
    """A named written opinion or a vote by hand that is asked by name: never called secret."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="open_votes")
    member = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, related_name="open_votes")
    choice = models.CharField(max_length=8)

    class Meta:
        """One opinion on a question."""

        constraints = (models.UniqueConstraint(fields=("question", "member"), name="one_open_vote"),)

    def __str__(self) -> str:
        """Choice."""
        return self.choice


class Selection(models.Model):
    """The council's result for a nomination, within the quota, with its reason."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="selections")
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="selections")
    order = models.PositiveIntegerField()
    chosen = models.BooleanField()
    reason = TextField(blank=True)

    class Meta:
        """Once in a meeting."""

        ordering = ("order",)
        constraints = (models.UniqueConstraint(fields=("meeting", "nomination"), name="selected_once"),)

    def __str__(self) -> str:
        """Who."""
        return str(self.nomination.subject)
