"""Proposal, decision, awards, money. Written by ``commendations.operations`` alone."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from thidua.base.fields import CharField, SearchField, TextField, state_check, state_field
from thidua.council.models import Meeting
from thidua.documents.models import Paper, SignedPaper, StoredFile
from thidua.engine import decisions as decision_flow
from thidua.movements.models import Movement
from thidua.nominations.models import Nomination
from thidua.organizations.models import Subject, Unit


class Proposal(models.Model):
    """Tờ trình of the standing unit to the chairperson, on the council's minutes.

    ``rate``: which of the readings of the law the money follows while both are open; empty is the law book's own.
    """

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="proposals")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="proposals")
    state = state_field(decision_flow.State.DRAFT)
    number = CharField(max_length=20, blank=True)
    dated_on = models.DateField(null=True)
    rate = models.CharField(max_length=10, blank=True)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Issued with number and day."""

        constraints = (
            state_check(decision_flow.State, "proposal_state_known"),
            models.CheckConstraint(
                condition=Q(state="draft") | (~Q(number="") & Q(dated_on__isnull=False)),
                name="issued_proposal_numbered",
            ),
        )

    def __str__(self) -> str:
        """Number or draft."""
        return f"Tờ trình số {self.number}" if self.number else "Tờ trình (dự thảo)"

    @property
    def authority_id(self) -> int:
        """The authority in whose journal it stands."""
        return self.movement.authority_id


class Decision(models.Model):
    """Quyết định tặng Giấy khen of the chairperson. Law: 06/2022/QH15, art. 75, 80; NĐ 129/2025, art. 59.

    ``basis``: the values of the law by which its money was reckoned (``queries.MoneyBasis``), as they stood then.
    """

    authority = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="decisions")
    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="decisions")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="decisions")
    state = state_field(decision_flow.State.DRAFT)
    number = CharField(max_length=20, blank=True)
    decided_on = models.DateField(null=True)
    signer_name = CharField(max_length=200, blank=True)
    signer_title = CharField(max_length=200, blank=True)
    for_chair = models.BooleanField(default=False)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    certificates = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    signed_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    signed = models.ForeignKey(SignedPaper, on_delete=models.PROTECT, null=True, related_name="+")
    base_salary = models.DecimalField(max_digits=15, decimal_places=0, null=True)
    basis = models.JSONField(default=list)
    total = models.DecimalField(max_digits=15, decimal_places=0, null=True)

    class Meta:
        """Issued with number and day; a number once in a year's series is checked by the operation."""

        constraints = (
            state_check(decision_flow.State, "decision_state_known"),
            models.CheckConstraint(
                condition=Q(state="draft") | (~Q(number="") & Q(decided_on__isnull=False)),
                name="issued_decision_numbered",
            ),
        )

    def __str__(self) -> str:
        """Number or draft."""
        return f"Quyết định số {self.number}/QĐ-UBND" if self.number else "Quyết định (dự thảo)"


class Award(models.Model):
    """One line of the award register (sổ khen thưởng), with what was true on the day: name, position, unit, money.

    ``money_note``: why the money is not that of the multiple alone.
    """

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="awards")
    nomination = models.OneToOneField(Nomination, on_delete=models.PROTECT, related_name="award")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="awards")
    order = models.PositiveIntegerField()
    form = CharField(max_length=120)
    title = CharField(max_length=20, blank=True)
    name = CharField(max_length=300)
    position = CharField(max_length=300, blank=True)
    unit_name = CharField(max_length=300, blank=True)
    merit = TextField()
    golden_book_number = models.PositiveIntegerField(null=True)
    check_code = models.CharField(max_length=24, blank=True, db_index=True)
    signature = models.CharField(max_length=200, blank=True)
    multiple = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    amount = models.DecimalField(max_digits=15, decimal_places=0, null=True)
    money_note = TextField(blank=True)
    handed_over_on = models.DateField(null=True)
    received_by = CharField(max_length=200, blank=True)
    paid_on = models.DateField(null=True)
    bank_account = CharField(max_length=60, blank=True)
    cancelled_on = models.DateField(null=True)
    cancel_ground = models.CharField(max_length=2, blank=True)
    cancel_document = CharField(max_length=300, blank=True)
    recovered_on = models.DateField(null=True)
    search = SearchField(source="searched")

    class Meta:
        """In the decision's order; a check code is one award's; cancelled with its ground and document."""

        ordering = ("decision_id", "order")
        constraints = (
            models.UniqueConstraint(
                fields=("check_code",), condition=~Q(check_code=""), name="check_code_once"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on__isnull=True, cancel_ground="", recovered_on__isnull=True)
                | (Q(cancelled_on__isnull=False) & ~Q(cancel_ground="") & ~Q(cancel_document="")),
                name="cancelled_if_and_only_if_grounded",
            ),
        )

    def __str__(self) -> str:
        """Who, what."""
        return f"{self.form} – {self.name}"

    @property
    def authority_id(self) -> int:
        """The authority in whose journal it stands."""
        return self.decision.authority_id

    @property
    def searched(self) -> str:
        """What a search looks through: name, position, unit."""
        return f"{self.name} {self.position} {self.unit_name}"

    @property
    def named(self) -> str:
        """The name with Ông or Bà before it."""
        return f"{self.title} {self.name}".strip()


class Revocation(models.Model):
    """Quyết định hủy bỏ of one award: the ground, the conclusion it rests on, its paper, what came back.

    Law: 06/2022/QH15, art. 93.2.
    """

    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="revocation")
    state = state_field(decision_flow.State.DRAFT)
    ground = models.CharField(max_length=24)
    conclusion = CharField(max_length=200)
    conclusion_on = models.DateField()
    conclusion_issuer = CharField(max_length=200)
    conclusion_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    number = CharField(max_length=20, blank=True)
    decided_on = models.DateField(null=True)
    signer_name = CharField(max_length=200, blank=True)
    for_chair = models.BooleanField(default=False)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    certificate_back_on = models.DateField(null=True)
    certificate_note = CharField(max_length=300, blank=True)
    money_back_on = models.DateField(null=True)
    money_back = models.DecimalField(max_digits=15, decimal_places=0, null=True)

    class Meta:
        """Issued with number and day; nothing comes back before it is issued."""

        constraints = (
            state_check(decision_flow.State, "revocation_state_known"),
            models.CheckConstraint(
                condition=Q(state="draft", certificate_back_on__isnull=True, money_back_on__isnull=True)
                | (~Q(state="draft") & ~Q(number="") & Q(decided_on__isnull=False)),
                name="issued_revocation_numbered",
            ),
        )

    def __str__(self) -> str:
        """Number or draft."""
        return f"Quyết định hủy bỏ số {self.number}" if self.number else "Quyết định hủy bỏ (dự thảo)"

    @property
    def authority_id(self) -> int:
        """The authority in whose journal it stands."""
        return self.award.authority_id

    @property
    def cited_conclusion(self) -> str:
        """The conclusion as papers name it."""
        return f"{self.conclusion} ngày {self.conclusion_on:%d/%m/%Y} của {self.conclusion_issuer}"


class OldAward(models.Model):
    """A line of a register kept before the program, imported whole from Excel; linked where the code says to whom."""

    class Kind(models.TextChoices):
        """Who was awarded."""

        COLLECTIVE = "collective", "Tập thể"
        INDIVIDUAL = "individual", "Cá nhân"
        HOUSEHOLD = "household", "Hộ gia đình"

    authority = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, null=True, related_name="old_awards")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = CharField(max_length=300)
    position = CharField(max_length=300, blank=True)
    unit_name = CharField(max_length=300, blank=True)
    form = CharField(max_length=120)
    merit = TextField()
    decision_number = CharField(max_length=60)
    decided_on = models.DateField()
    issuer = CharField(max_length=200)
    signer_name = CharField(max_length=200, blank=True)
    amount = models.DecimalField(max_digits=15, decimal_places=0, null=True)
    golden_book_number = models.PositiveIntegerField(null=True)
    note = CharField(max_length=300, blank=True)
    search = SearchField(source="searched")

    class Meta:
        """One line for one award of one decision."""

        constraints = (
            models.UniqueConstraint(
                fields=("authority", "name", "unit_name", "form", "decision_number", "decided_on"),
                name="old_award_once",
            ),
        )

    def __str__(self) -> str:
        """Who, what."""
        return f"{self.form} – {self.name}"

    @property
    def searched(self) -> str:
        """What a search looks through: name, position, unit."""
        return f"{self.name} {self.position} {self.unit_name}"


class FundEntry(models.Model):
    """A line of Quỹ thi đua, khen thưởng of a year: money given to it, or spent on organising.

    What awards take is counted from the decisions.
    """

    class Kind(models.TextChoices):
        """In or out."""

        BUDGET = "budget", "Kinh phí cấp vào Quỹ"
        ORGANISING = "organising", "Chi tổ chức thi đua, tuyên truyền, họp, kiểm tra"

    authority = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    on = models.DateField()
    amount = models.DecimalField(max_digits=15, decimal_places=0)
    document = CharField(max_length=300)
    text = CharField(max_length=300, blank=True)

    class Meta:
        """By day; always a positive amount."""

        ordering = ("on", "pk")
        constraints = (models.CheckConstraint(condition=Q(amount__gt=0), name="fund_entry_positive"),)

    def __str__(self) -> str:
        """What for."""
        return f"{self.get_kind_display()}: {self.document}"


class Reissue(models.Model):
    """Cấp đổi: the certificate printed anew where the first was lost, damaged or misprinted; the register notes it."""

    class Reason(models.TextChoices):
        """Why it is printed anew."""

        LOST = "lost", "Bị mất"
        DAMAGED = "damaged", "Bị hư hỏng"
        MISPRINT = "misprint", "In sai so với quyết định"

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="reissues")
    order = models.PositiveIntegerField()
    on = models.DateField()
    reason = models.CharField(max_length=10, choices=Reason.choices)
    note = TextField(blank=True)

    class Meta:
        """Counted for each award."""

        ordering = ("award_id", "order")
        constraints = (models.UniqueConstraint(fields=("award", "order"), name="reissue_counted_once"),)

    def __str__(self) -> str:
        """Which, when."""
        return f"Cấp đổi lần {self.order} ngày {self.on:%d/%m/%Y}"

    @property
    def authority_id(self) -> int:
        """The authority in whose journal it stands."""
        return self.award.authority_id


class Conference(models.Model):
    """Hội nghị trao thưởng: when and where the awards of a decision are handed over, who presides and who leads."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="conference")
    on = models.DateField()
    at = models.TimeField()
    place = CharField(max_length=200)
    host = CharField(max_length=200, blank=True)
    speaker = CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        """Day and place."""
        return f"{self.on:%d/%m/%Y}, {self.place}"


class CertificateLook(models.Model):
    """How an authority's certificates look: whole page with its emblem, or texts on a blank; what its printer is off.

    ``boxes`` are ``documents.paper.Box`` as dictionaries, mm on an A4 sheet; ``backdrop`` is a picture of the blank,
    for the screen alone.
    """

    authority = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="certificate_look")
    emblem = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    print_codes = models.BooleanField(default=True)
    on_blank = models.BooleanField(default=False)
    boxes = models.JSONField(default=list)
    backdrop = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    shift_left = models.DecimalField(max_digits=4, decimal_places=1, default=0)
    shift_top = models.DecimalField(max_digits=4, decimal_places=1, default=0)

    def __str__(self) -> str:
        """Whose."""
        return f"Mẫu giấy khen của {self.authority}"
