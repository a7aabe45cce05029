"""The ranking as it was published."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from thidua.base.fields import CharField, TextField
from thidua.documents.models import StoredFile
from thidua.organizations.models import Subject
from thidua.scoring.models.sheets import Campaign


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
