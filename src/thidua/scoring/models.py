"""Criteria sets, score sheets with their marks and evidence. Written by ``scoring.operations`` alone."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from thidua.base.fields import CharField, TextField, state_check, state_field
from thidua.documents.models import SignedPaper, StoredFile
from thidua.engine import sheets as sheet_flow
from thidua.movements.models import Movement
from thidua.organizations.models import Person, Subject, Unit

# Points as the engine gives them: ten places, so that equal totals stay equal; at most 15 digits (SQLite).
DIGITS, PLACES = 14, 10


class CriteriaSet(models.Model):
    """One version of a criteria set: canonical text with its digest; frozen once a campaign applies it."""

    authority = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="criteria_sets")
    code = CharField(max_length=60)
    title = CharField(max_length=300)
    version = CharField(max_length=20)
    legal_basis = TextField(blank=True)
    text = TextField()
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        """A version stands once in an authority."""

        constraints = (
            models.UniqueConstraint(fields=("authority", "code", "version"), name="criteria_version_once"),
        )

    def __str__(self) -> str:
        """Title and version."""
        return f"{self.title} (bản {self.version})"


class Leaf(models.Model):
    """A leaf of a criteria set as a row with its stable code."""

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="leaves")
    code = CharField(max_length=20)
    area_code = CharField(max_length=20)
    order = models.PositiveIntegerField()
    name = TextField()
    maximum = models.DecimalField(max_digits=9, decimal_places=4)

    class Meta:
        """A code stands once in a set."""

        ordering = ("order",)
        constraints = (models.UniqueConstraint(fields=("criteria_set", "code"), name="leaf_code_once"),)

    def __str__(self) -> str:
        """Code and name."""
        return f"{self.code} {self.name}"


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
    whom it is ranked where that is not its profile. ``asked`` holds the
    codes of the leaves that the unit has to explain. Where the campaign asks for it, the head of the unit signs off
    what stands in the sheet before it is sent; what is typed afterwards takes the signing off away.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="sheets")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="sheets")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.PROTECT, related_name="sheets")
    profile = CharField(max_length=20, blank=True)
    group = CharField(max_length=100, blank=True)
    tags = models.JSONField(default=list)
    asked = models.JSONField(default=list)
    state = state_field(sheet_flow.State, sheet_flow.State.DRAFT)
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


class Assignment(models.Model):
    """Which appraiser takes a sheet, or one area of it; where a sheet has none, the whole team may take it."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="assignments")
    area_code = CharField(max_length=20, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()

    class Meta:
        """A part has one appraiser."""

        constraints = (models.UniqueConstraint(fields=("sheet", "area_code"), name="part_assigned_once"),)

    def __str__(self) -> str:
        """Who takes what."""
        return f"{self.person}: {self.area_code or 'cả phiếu'}"


class StockReason(models.Model):
    """A reason that appraisers use again and again, ready to be taken."""

    authority = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="stock_reasons")
    text = CharField(max_length=400)
    added_by = CharField(max_length=300)
    added_at = models.DateTimeField()

    class Meta:
        """A text stands once."""

        ordering = ("text", "pk")
        constraints = (models.UniqueConstraint(fields=("authority", "text"), name="stock_reason_once"),)

    def __str__(self) -> str:
        """The text."""
        return self.text


class Mark(models.Model):
    """What was given for a leaf in a round: only added to; the newest version of a round counts."""

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


class Inquiry(models.Model):
    """One row that the unit is asked to explain in a round, until its own day; ``before`` is what it had then."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="inquiries")
    leaf = models.ForeignKey(Leaf, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    reason = TextField()
    due_on = models.DateField()
    before = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True)
    asked_by = CharField(max_length=300)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """A row is asked about once in a round."""

        constraints = (models.UniqueConstraint(fields=("sheet", "leaf", "number"), name="asked_once"),)

    def __str__(self) -> str:
        """Round and leaf."""
        return f"Lần {self.number}, tiêu chí {self.leaf.code}"


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


class Evidence(models.Model):
    """Minh chứng: a file or a link with a title; it may serve many leaves. What it was stands in its versions."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="evidence")
    title = CharField(max_length=300)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    link = CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    added_by = CharField(max_length=300)
    added_at = models.DateTimeField()

    class Meta:
        """A file or a link, not neither."""

        constraints = (
            models.CheckConstraint(
                condition=Q(file__isnull=False) | ~Q(link=""), name="evidence_has_file_or_link"
            ),
        )

    def __str__(self) -> str:
        """The title."""
        return self.title

    @property
    def authority_id(self) -> int | None:
        """Under whose power the unit stands, for the journal."""
        return self.unit.authority_id


class EvidenceVersion(models.Model):
    """What a piece of evidence was before another file or link took its place."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    link = CharField(max_length=500, blank=True)
    added_by = CharField(max_length=300)
    added_at = models.DateTimeField()

    class Meta:
        """A version stands once."""

        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("evidence", "number"), name="evidence_version_once"),)

    def __str__(self) -> str:
        """Title and number."""
        return f"{self.evidence}, bản {self.number}"


class EvidenceLink(models.Model):
    """Evidence used for a leaf of a sheet, with its page or section."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="evidence_links")
    leaf = models.ForeignKey(Leaf, on_delete=models.PROTECT, related_name="+")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="links")
    page = CharField(max_length=60, blank=True)
    entered_at = models.DateTimeField()

    class Meta:
        """Once for a leaf and page."""

        constraints = (
            models.UniqueConstraint(
                fields=("sheet", "leaf", "evidence", "page"), name="evidence_linked_once"
            ),
        )

    def __str__(self) -> str:
        """Title and page."""
        return f"{self.evidence} {self.page}"


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


class Publication(models.Model):
    """The ranking as it was published by a decision: frozen lines, with their digest. Withdrawn only with a reason."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="publications")
    kind = models.CharField(max_length=12, choices=Subject.Kind.choices)
    number = CharField(max_length=60)
    decided_on = models.DateField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    lines = models.JSONField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = CharField(max_length=300)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = TextField(blank=True)

    class Meta:
        """One stands for a campaign and kind."""

        constraints = (
            models.UniqueConstraint(
                fields=("campaign", "kind"),
                condition=Q(withdrawn_at__isnull=True),
                name="one_publication_stands",
            ),
        )

    def __str__(self) -> str:
        """By which decision."""
        return f"Kết quả xếp hạng theo Quyết định số {self.number} ngày {self.decided_on:%d/%m/%Y}"

    @property
    def authority_id(self) -> int:
        """Under whose power it stands, for the journal."""
        return self.campaign.authority_id
