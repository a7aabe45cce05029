"""Criteria sets: versions that stand, versions being written, their leaves."""

from __future__ import annotations

from django.db import models

from thidua.base.fields import CharField, TextField
from thidua.organizations.models import Unit


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


class CriteriaDraft(models.Model):
    """A version that is being written on screen: plain data that need not add up yet; finished, it becomes a set."""

    authority = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="criteria_drafts")
    base = models.ForeignKey(CriteriaSet, on_delete=models.SET_NULL, null=True, related_name="+")
    data = models.JSONField()
    version = models.PositiveIntegerField(default=0)
    edited_by = CharField(max_length=300)
    edited_at = models.DateTimeField()

    def __str__(self) -> str:
        """Title and version of what is being written."""
        return f"Bản nháp: {self.data.get('title', '')} (bản {self.data.get('version', '')})"


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
