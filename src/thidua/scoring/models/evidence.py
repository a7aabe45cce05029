"""Evidence with its versions, and where it is used."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from thidua.base.fields import CharField
from thidua.documents.models import StoredFile
from thidua.organizations.models import Unit
from thidua.scoring.models.criteria import Leaf
from thidua.scoring.models.sheets import Sheet


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
    """Evidence used for a leaf of a sheet, with its page or section; taken off, it stays and says when and by whom."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="evidence_links")
    leaf = models.ForeignKey(Leaf, on_delete=models.PROTECT, related_name="+")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="links")
    page = CharField(max_length=60, blank=True)
    entered_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    removed_by = CharField(max_length=300, blank=True)

    class Meta:
        """Once for a leaf and page while it is in use."""

        constraints = (
            models.UniqueConstraint(
                fields=("sheet", "leaf", "evidence", "page"),
                condition=Q(removed_at__isnull=True),
                name="evidence_linked_once",
            ),
        )

    def __str__(self) -> str:
        """Title and page."""
        return f"{self.evidence} {self.page}"
