"""A campaign, its sheets, what was given in each round, what is typed, bonus and penalty."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from thidua.base.fields import CharField, TextField, state_check, state_field
from thidua.documents.models import SignedPaper
from thidua.engine import sheets as sheet_flow
from thidua.movements.models import Movement
from thidua.organizations.models import Subject, Unit
from thidua.scoring.models.criteria import CriteriaSet, Leaf

# Points as the engine gives them: ten places, so that equal totals stay equal; at most 15 digits (SQLite).
DIGITS, PLACES = 14, 10


class Campaign(models.Model):
    """Đợt chấm điểm of a movement: which sets apply, and by when each round ends."""

    movement = models.OneToOneField(Movement, on_delete=models.PROTECT, related_name="campaign")
    unit_set = models.ForeignKey(CriteriaSet, on_delete=models.PROTECT, related_name="+")
    individual_set = models.ForeignKey(CriteriaSet, on_delete=models.PROTECT, null=True, related_name="+")
    self_score_due = models.DateField()
    appraisal_due = models.DateField()
    explanation_days = models.PositiveSmallIntegerField(default=3)
    second_appraisal = models.BooleanField(default=True)
    sign_off = models.BooleanField(default=False)
    blind = models.BooleanField(default=False)
    target_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        """Whose."""
        return f"Chấm điểm {self.movement}"

    @property
    def authority_id(self) -> int:
        """Under whose power the campaign stands, for the journal."""
        return self.movement.authority_id


class Sheet(models.Model):
    """Phiếu chấm điểm of one subject. The totals are what the engine gave at the last act, kept with its working.

    ``profile`` and ``tags`` say which leaves hold, as they stood when the sheet was opened. ``group`` (cụm) names among
    whom it is ranked where that is not its profile. ``asked`` holds the codes of the leaves that the unit has to
    explain, ``counts`` what the unit typed for the named counts of its set. Where the campaign asks for it, the head of
    the unit signs off what stands in the sheet before it is sent; what is typed afterwards takes the signing off away.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="sheets")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="sheets")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.PROTECT, related_name="sheets")
    profile = CharField(max_length=20, blank=True)
    group = CharField(max_length=100, blank=True)
    tags = models.JSONField(default=list)
    asked = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    state = state_field(sheet_flow.State.DRAFT)
    resume_at = models.CharField(max_length=24, blank=True)
    version = models.PositiveIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = CharField(max_length=300, blank=True)
    signed = models.ForeignKey(SignedPaper, on_delete=models.PROTECT, null=True, related_name="+")
    presented_at = models.DateTimeField(null=True)
    presented_by = CharField(max_length=300, blank=True)
    signed_off_at = models.DateTimeField(null=True)
    signed_off_by = CharField(max_length=300, blank=True)
    sign_off_remark = TextField(blank=True)
    returned_reason = TextField(blank=True)
    due_on = models.DateField(null=True)
    self_total = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True)
    appraised_total = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True)
    final_total = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True)
    working = models.JSONField(default=dict)
    finalized_at = models.DateTimeField(null=True)

    class Meta:
        """One sheet of a subject; final if and only if dated and totalled."""

        constraints = (
            state_check(sheet_flow.State, "sheet_state_known"),
            models.UniqueConstraint(fields=("campaign", "subject"), name="one_sheet_per_subject"),
            models.CheckConstraint(
                condition=Q(state="finalized", finalized_at__isnull=False, final_total__isnull=False)
                | (~Q(state="finalized") & Q(finalized_at__isnull=True)),
                name="final_if_and_only_if_dated",
            ),
        )

    def __str__(self) -> str:
        """Whose."""
        return f"Phiếu chấm điểm của {self.subject}"

    @property
    def authority_id(self) -> int | None:
        """Under whose power the sheet stands, for the journal."""
        return self.unit.authority_id


class Mark(models.Model):
    """What was given for a leaf in a round: only added to; the newest version of a round counts.

    ``score`` and ``working`` of a rule that compares follow its group while that changes.
    """

    class Round(models.TextChoices):
        """The rounds, in their order."""

        SELF = "self", "Tự chấm"
        APPRAISAL = "appraisal", "Thẩm định"
        EXPLANATION = "explanation", "Giải trình"
        SECOND = "second", "Thẩm định lần hai"
        FINAL = "final", "Kết quả"

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="marks")
    leaf = models.ForeignKey(Leaf, on_delete=models.PROTECT, related_name="+")
    round = models.CharField(max_length=12, choices=Round.choices)
    version = models.PositiveIntegerField()
    given = models.JSONField()
    score = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True)
    working = models.JSONField(default=dict)
    reason = TextField(blank=True)
    given_by = CharField(max_length=300)
    given_at = models.DateTimeField()

    class Meta:
        """A version stands once."""

        constraints = (
            models.UniqueConstraint(fields=("sheet", "leaf", "round", "version"), name="mark_version_once"),
        )

    def __str__(self) -> str:
        """Leaf and score."""
        return f"{self.leaf.code}: {self.score}"


class Draft(models.Model):
    """What somebody is typing for a leaf: saved as it is left, not journaled; sending turns it into marks.

    ``complete``: it is enough to give points (or, in a round that decides, the row was looked at).
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="drafts")
    leaf = models.ForeignKey(Leaf, on_delete=models.PROTECT, related_name="+")
    round = models.CharField(max_length=12, choices=Mark.Round.choices)
    given = models.JSONField()
    reason = TextField(blank=True)
    complete = models.BooleanField(default=False)
    saved_at = models.DateTimeField()
    saved_by = CharField(max_length=300, blank=True)

    class Meta:
        """One draft of a leaf in a round."""

        constraints = (models.UniqueConstraint(fields=("sheet", "leaf", "round"), name="one_draft"),)

    def __str__(self) -> str:
        """Leaf."""
        return self.leaf.code


class Adjustment(models.Model):
    """Điểm thưởng, điểm trừ of a sheet, within the caps of its set, with its ground."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="adjustments")
    code = CharField(max_length=40)
    count = models.PositiveIntegerField()
    reason = TextField()
    given_by = CharField(max_length=300)
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        """Code and count."""
        return f"{self.code} × {self.count}"
