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
        FULFILLED = "fulfilled", "Hoàn thành nhiệm vụ"
        FAILED = "failed", "Không hoàn thành nhiệm vụ"

    class Status(models.TextChoices):
        """A provisional grading does not carry an award."""

        OFFICIAL = "official", "Chính thức"
        PROVISIONAL = "provisional", "Dự kiến"

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="gradings")
    period = models.CharField(max_length=9)
    level = models.CharField(max_length=12, choices=Level.choices)
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
        """Period and level."""
        return f"{self.period}: {self.get_level_display()}"


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
        """Form and document."""
        return f"{self.form or 'đang xem xét kỷ luật'} ({self.document})"


class Verification(models.Model):
    """Complaint, denunciation or inspection being verified about a subject. NĐ 152/2025, art. 4."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="verifications")
    matter = TextField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    document = CharField(max_length=300)

    def __str__(self) -> str:
        """The matter."""
        return self.matter


class Absence(models.Model):
    """Leave of a person; maternity leave counts as time worked. NĐ 152/2025, art. 4."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    maternity = models.BooleanField(default=False)
    reason = CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    def __str__(self) -> str:
        """The reason."""
        return self.reason


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

    def __str__(self) -> str:
        """Form and decision."""
        return f"{self.form} ({self.decision_number})"


class Initiative(models.Model):
    """Sáng kiến, mô hình, cách làm hay: proposed, applied, recognised; use for an award is noted. Law art. 3.4."""

    authority = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="initiatives")
    title = CharField(max_length=300)
    summary = TextField()
    level = models.CharField(max_length=12, default="proposed")
    recognised_on = models.DateField(null=True)
    document = CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        """The title."""
        return self.title
