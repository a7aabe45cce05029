"""A vote: keys, questions, roll with its sealed envelopes, counted papers without a key to the roll."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from thidua.base.fields import CharField, TextField, state_check, state_field
from thidua.council.models.councils import CouncilMember
from thidua.council.models.meetings import Meeting, Teller
from thidua.documents.models import StoredFile
from thidua.engine import meetings as meeting_flow
from thidua.engine.ballot import Base, Threshold
from thidua.nominations.models import Nomination


class Ballot(models.Model):
    """One vote of a meeting on its questions, by one method. ``cast`` and ``state`` guard the secret ballot.

    ``untried_reason``: why the chairperson had it opened though papers of this form had not been tried here.
    ``marks``: its names are one contest, at most so many of them marked on a paper; None: agree or disagree on each.
    """

    class Method(models.TextChoices):
        """Ways of voting."""

        HANDS = "hands", "Biểu quyết giơ tay"
        PAPER = "paper", "Bỏ phiếu kín bằng giấy"
        SECRET = "secret", "Bỏ phiếu kín trên máy"
        WRITTEN = "written", "Lấy ý kiến bằng văn bản"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="ballots")
    method = models.CharField(max_length=8, choices=Method.choices)
    state = state_field(meeting_flow.BallotState.PREPARED)
    trial = models.BooleanField(default=False)
    trial_agreed = models.BooleanField(null=True)
    trial_note = TextField(blank=True)
    untried_reason = TextField(blank=True, default="")
    repeats = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="repeated_by")
    round = models.PositiveSmallIntegerField(default=1)
    base = models.CharField(max_length=10, default="all")
    marks = models.PositiveSmallIntegerField(null=True)
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

        constraints = (
            state_check(meeting_flow.BallotState, "ballot_state_known"),
            models.CheckConstraint(condition=Q(base__in=("all", "present")), name="ballot_base_known"),
            models.CheckConstraint(
                condition=Q(marks__isnull=True) | (Q(marks__gte=1, round=1) & ~Q(method="hands")),
                name="marks_only_on_papers_of_the_first_round",
            ),
            models.CheckConstraint(
                condition=Q(untried_reason="") | Q(method="secret", trial=False),
                name="untried_only_where_a_trial_is_due",
            ),
        )

    def __str__(self) -> str:
        """Method, and whether it was a trial."""
        return f"{self.get_method_display()}{' (bỏ phiếu thử)' if self.trial else ''}"

    @property
    def contest(self) -> str:
        """How the one question of a contest is called on its slips and in the published list; else empty."""
        return f"Đánh dấu không quá {self.marks:02d} tên" if self.marks is not None else ""

    @property
    def counted_of(self) -> Base:
        """Of whom the share is taken."""
        return Base.ALL_MEMBERS if self.base == "all" else Base.PRESENT

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
    """One name put to the vote, or a made-up one of a trial; the counts are set when the ballot is counted.

    ``text`` is the name as it stands on the paper, whatever the directory says of it later: papers are sealed under it.
    In a contest ``yes`` are the marks of the name, ``no`` the valid papers that mark others only, ``blank`` and
    ``spoilt`` the papers of the contest.
    """

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="questions")
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, null=True, related_name="questions")
    text = CharField(max_length=300)
    order = models.PositiveIntegerField()
    threshold = models.CharField(max_length=20, default=">1/2")
    rule = CharField(max_length=300, blank=True)
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
        constraints = (
            models.UniqueConstraint(fields=("ballot", "nomination"), name="question_once"),
            models.CheckConstraint(condition=~Q(text=""), name="question_has_the_name_on_the_paper"),
        )

    def __str__(self) -> str:
        """Who."""
        return self.name

    @property
    def case(self) -> Nomination:
        """The nomination that is voted on. Raises LookupError for a made-up question of a trial."""
        if self.nomination is None:
            raise LookupError(self.text)
        return self.nomination

    @property
    def name(self) -> str:
        """Who is voted on."""
        return self.text

    @property
    def key(self) -> str:
        """How the name is called on the sealed paper and in the published list."""
        return f"{self.order:02d} {self.name}"

    @property
    def asked(self) -> str:
        """The question that is on one slip, from which members are recused: the name, or the contest it stands in."""
        return self.ballot.contest or self.key

    @property
    def share(self) -> Threshold:
        """The share of yes, or of marks, that passes."""
        return Threshold.parse(self.threshold)


class RollEntry(models.Model):
    """A member on the roll of a ballot, with the sealed envelope; what is in it cannot be read from here."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="roll")
    member = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, related_name="roll")
    state = models.CharField(max_length=10, default="expected")
    envelope = models.BinaryField(null=True)
    receipt = models.CharField(max_length=16, blank=True)
    away = models.BooleanField(
        default=False
    )  # not there when it was opened: votes from afar, on paper, by name

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
            models.CheckConstraint(
                condition=Q(envelope__isnull=True) | Q(state="sealed"), name="envelope_only_where_sealed"
            ),
        )

    def __str__(self) -> str:
        """Who."""
        return str(self.member)


class Slip(models.Model):
    """One counted choice on one question or contest: a random serial, no key to the roll, no time."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, null=True, related_name="slips")
    contest = models.ForeignKey(Ballot, on_delete=models.CASCADE, null=True, related_name="slips")
    serial = models.CharField(max_length=20, unique=True)
    choice = models.CharField(max_length=1000)  # "1+3": a contest holds no more names than a sealed paper

    class Meta:
        """Of a question or of a contest."""

        constraints = (
            models.CheckConstraint(
                condition=Q(question__isnull=False, contest__isnull=True)
                | Q(question__isnull=True, contest__isnull=False),
                name="slip_of_a_question_or_a_contest",
            ),
        )

    def __str__(self) -> str:
        """Serial."""
        return self.serial


class OpenVote(models.Model):
    """A named written opinion or a vote by hand that is asked by name: never called secret.

    In a contest one for each name: ``yes`` where it is marked, ``blank`` where not.
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="open_votes")
    member = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, related_name="open_votes")
    choice = models.CharField(max_length=8)

    class Meta:
        """One opinion on a question."""

        constraints = (models.UniqueConstraint(fields=("question", "member"), name="one_open_vote"),)

    def __str__(self) -> str:
        """Choice."""
        return self.choice
