"""What an authority lays over the national law book. Written by ``regulations.operations`` alone.

``for_below``: it counts for the authorities below too, for the days on which they stand there.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from thidua.base.fields import CharField
from thidua.organizations.models import Unit


class ProvinceFile(models.Model):
    """The rules of a province that an authority took in from a file. Never changed: another file follows."""

    authority = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = CharField(max_length=200)
    text = models.TextField()
    taken_in_at = models.DateTimeField()

    def __str__(self) -> str:
        """Whose rules."""
        return self.name

    @property
    def code(self) -> str:
        """As a choice names it, beside the codes of those that are shipped."""
        return f"tep-{self.pk}"


class ProvinceChoice(models.Model):
    """Whose provincial rules an authority follows, from a day on; no province: the national ones alone."""

    authority = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    province = models.CharField(max_length=60, blank=True)
    for_below = models.BooleanField(default=False)
    file = models.ForeignKey(ProvinceFile, on_delete=models.PROTECT, null=True, related_name="+")
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
    for_below = models.BooleanField(default=False)
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


class OwnText(models.Model):
    """A legal text that an authority entered: own values and papers cite it. Ended or withdrawn, not changed."""

    authority = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = CharField(max_length=60)
    number = CharField(max_length=60)
    issued_on = models.DateField()
    issuer = CharField(max_length=200)
    title = CharField(max_length=500)
    topics = models.JSONField(default=list)
    for_below = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """No end before the start; a text stands once."""

        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="own_text_in_order",
            ),
            models.UniqueConstraint(
                fields=("authority", "number"),
                condition=Q(withdrawn_at__isnull=True),
                name="own_text_entered_once",
            ),
        )

    def __str__(self) -> str:
        """Which text."""
        return f"{self.kind} {self.number}"
