"""What an authority lays over the national law book. Written by ``regulations.operations`` alone."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from thidua.base.fields import CharField
from thidua.organizations.models import Unit


class ProvinceChoice(models.Model):
    """Whose provincial rules an authority follows, from a day on; no province: the national ones alone."""

    authority = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    province = models.CharField(max_length=60, blank=True)
    valid_from = models.DateField()

    class Meta:
        """One choice for a day."""

        constraints = (
            models.UniqueConstraint(fields=("authority", "valid_from"), name="province_chosen_once_a_day"),
        )

    def __str__(self) -> str:
        """Which province, since when."""
        return f"{self.province or 'quốc gia'} từ {self.valid_from:%d/%m/%Y}"


class OwnValue(models.Model):
    """A value that an authority set itself, with its document. Never changed: followed by another, or withdrawn."""

    authority = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    value = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = CharField(max_length=300)
    note = CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """No end before the start."""

        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="own_value_in_order",
            ),
        )

    def __str__(self) -> str:
        """Which value."""
        return self.key
