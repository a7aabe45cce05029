"""Stored files, signed papers that an act rests on, and papers that the program made."""

from __future__ import annotations

from django.db import models

from thidua.base.fields import CharField, TextField


class StoredFile(models.Model):
    """A file kept under its SHA-256 outside the database; never overwritten. Made by ``operations.store``."""

    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=20)
    media_type = models.CharField(max_length=120)
    pages = models.PositiveIntegerField(null=True)
    name = CharField(max_length=255)
    stored_at = models.DateTimeField()
    stored_by = CharField(max_length=300)

    def __str__(self) -> str:
        """The name under which it came."""
        return self.name


class SignedPaper(models.Model):
    """A paper signed by hand or in the province's system, on which an act entered here rests."""

    kind = models.CharField(max_length=20)
    number = CharField(max_length=60, blank=True)
    signed_on = models.DateField()
    signer_name = CharField(max_length=200)
    signer_title = CharField(max_length=200, blank=True)
    scan = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    note = TextField(blank=True)

    def __str__(self) -> str:
        """How it is cited beside the act."""
        cited = f"văn bản số {self.number}" if self.number else "văn bản"
        return f"{cited} do {self.signer_name} ký ngày {self.signed_on:%d/%m/%Y}"


class Paper(models.Model):
    """A paper that the program made: what it says (``context``), its Word and PDF, its number, its signed copy.

    ``kind`` is the abbreviation of Decree 30/2020 (KH, QĐ, TTr, BB, BC …); ``symbol`` is what stands behind the
    number ("KH-UBND"). A draft may be made anew; from ``numbered`` on the content is frozen.
    """

    kind = models.CharField(max_length=20)
    symbol = CharField(max_length=60)
    number = CharField(max_length=20, blank=True)
    dated_on = models.DateField(null=True)
    title = CharField(max_length=500)
    context = models.JSONField()
    state = models.CharField(max_length=12, default="draft")
    docx = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    signed = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    journal_foot = models.CharField(max_length=80, blank=True)

    class Meta:
        """A numbered paper has its number and its day."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=("draft", "numbered", "filed")), name="paper_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft") | (~models.Q(number="") & models.Q(dated_on__isnull=False)),
                name="numbered_paper_has_number_and_day",
            ),
        )

    def __str__(self) -> str:
        """Number and symbol, or the title of a draft."""
        return f"{self.number}/{self.symbol}" if self.number else self.title

    @property
    def citation(self) -> str:
        """Number and symbol ("45/QĐ-UBND") once numbered, else an empty text."""
        return f"{self.number}/{self.symbol}" if self.number else ""
