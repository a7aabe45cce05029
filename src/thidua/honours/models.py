"""What a subject has, as eligibility reads it. Written by ``honours.operations`` alone."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from thidua.base.fields import CharField, TextField
from thidua.documents.models import StoredFile
from thidua.organizations.models import Person, Subject, Unit


class Grading(models.Model):
    """Kết quả xếp loại of a year or school year, with the document that concludes it. Kept, never computed."""

    class Level(models.TextChoices):
        """The four levels, spelled as the law does."""

        EXCELLENT = "excellent", "Hoàn thành xuất sắc nhiệm vụ"
        GOOD = "good", "Hoàn thành tốt nhiệm vụ"
        COMPLETED = "completed", "Hoàn thành nhiệm vụ"
        NOT_COMPLETED = "not_completed", "Không hoàn thành nhiệm vụ"

    class Status(models.TextChoices):
        """A provisional grading does not carry an award."""

        OFFICIAL = "official", "Chính thức"
        PROVISIONAL = "provisional", "Dự kiến"

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="gradings")
    period = models.CharField(max_length=9)
    level = models.CharField(max_length=16, choices=Level.choices)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.OFFICIAL)
    document_number = CharField(max_length=60)
    document_on = models.DateField()
    document_issuer = CharField(max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """One grading of a status for a period."""

        constraints = (
            models.UniqueConstraint(fields=("subject", "period", "status"), name="grading_once_for_period"),
        )

    def __str__(self) -> str:
        """Whose and for which period."""
        return f"{self.subject}, {self.period}"

    @property
    def authority_id(self) -> int | None:
        """The authority under which the journal files it."""
        return self.subject.authority_id


class Discipline(models.Model):
    """Discipline under consideration (no form yet) or in force, from a day to a day. NĐ 152/2025, art. 4."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="disciplines")
    form = CharField(max_length=120, blank=True)
    under_consideration = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    document = CharField(max_length=300)

    class Meta:
        """No end before the start."""

        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="discipline_in_order"
            ),
        )

    def __str__(self) -> str:
        """Whose; what it says is for few eyes and never stands in a label."""
        return str(self.person)

    @property
    def authority_id(self) -> int | None:
        """The authority under which the journal files it."""
        return self.person.authority_id


class Verification(models.Model):
    """Complaint, denunciation or inspection being verified about a subject. NĐ 152/2025, art. 4."""

    class Kind(models.TextChoices):
        """What is going on."""

        INVESTIGATED = "investigated", "Thanh tra, kiểm tra, kiểm toán, điều tra khi có dấu hiệu vi phạm"
        DENOUNCED = "denounced", "Khiếu nại, tố cáo, phản ánh đang được xác minh"

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="verifications")
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.DENOUNCED)
    matter = TextField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    document = CharField(max_length=300)
    cleared = models.BooleanField(null=True)

    class Meta:
        """No end before the start; ended if and only if its outcome is known."""

        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="verification_in_order",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True, cleared__isnull=True)
                | Q(ends_on__isnull=False, cleared__isnull=False),
                name="ended_verification_has_outcome",
            ),
        )

    def __str__(self) -> str:
        """About whom; the matter is for few eyes and never stands in a label."""
        return str(self.subject)

    @property
    def authority_id(self) -> int | None:
        """The authority under which the journal files it."""
        return self.subject.authority_id


class Absence(models.Model):
    """Leave of a person; maternity leave counts as time worked. NĐ 152/2025, art. 4."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    maternity = models.BooleanField(default=False)
    reason = CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        """No end before the start."""

        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="absence_in_order"
            ),
        )

    def __str__(self) -> str:
        """Whose."""
        return str(self.person)

    @property
    def authority_id(self) -> int | None:
        """The authority under which the journal files it."""
        return self.person.authority_id


class Initiative(models.Model):
    """Sáng kiến, mô hình, cách làm hay: proposed, applied, recognised. Law art. 3.4.

    It serves for one award: ``AwardHeld.initiative`` notes which.
    """

    class Level(models.TextChoices):
        """How far it has come."""

        PROPOSED = "proposed", "Đã đề xuất"
        APPLIED = "applied", "Đã áp dụng tại đơn vị"
        BASE = "base", "Được công nhận cấp cơ sở"
        PROVINCE = "province", "Được công nhận cấp tỉnh"
        STATE = "state", "Được công nhận cấp toàn quốc"

    authority = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="initiatives")
    title = CharField(max_length=300)
    summary = TextField()
    level = models.CharField(max_length=12, choices=Level.choices, default=Level.PROPOSED)
    proposed_on = models.DateField()
    recognised_on = models.DateField(null=True)
    document = CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        """The title."""
        return self.title


class AwardHeld(models.Model):
    """An award that a subject has: ours (written by the decision) or imported."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="awards_held")
    form = CharField(max_length=120)
    merit = TextField()
    decision_number = CharField(max_length=60)
    decided_on = models.DateField()
    issuer = CharField(max_length=200)
    movement_key = models.CharField(max_length=40, blank=True)
    imported = models.BooleanField(default=False)
    cancelled_on = models.DateField(null=True)
    cancel_document = CharField(max_length=300, blank=True)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, null=True, related_name="awards")

    class Meta:
        """One award of a form by one decision; cancelled if and only if its document is named."""

        constraints = (
            models.UniqueConstraint(
                fields=("subject", "form", "decision_number", "decided_on", "issuer"), name="award_held_once"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on__isnull=True, cancel_document="")
                | (Q(cancelled_on__isnull=False) & ~Q(cancel_document="")),
                name="cancelled_award_names_its_document",
            ),
        )

    def __str__(self) -> str:
        """Whose, form and decision."""
        return f"{self.subject}: {self.form} ({self.decision_number})"

    @property
    def authority_id(self) -> int | None:
        """The authority under which the journal files it."""
        return self.subject.authority_id
