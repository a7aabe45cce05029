"""How the team shares its work, the reasons it keeps ready, the rows that a unit is asked about."""

from __future__ import annotations

from django.db import models

from thidua.base.fields import CharField, TextField
from thidua.organizations.models import Person, Unit
from thidua.scoring.models.criteria import Leaf
from thidua.scoring.models.sheets import DIGITS, PLACES, Sheet


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
