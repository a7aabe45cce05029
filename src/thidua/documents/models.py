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


class NumberSeries(models.Model):
    """One book of numbers: an authority's papers of one symbol in one year.

    ``authority_id`` is the key of the unit whose book it is (its table stands in a later room). Numbers are *entered*
    from the clerk's book, or *allotted* here from ``next_value`` on; ``version`` counts up with each number, so that
    two who number at once wait for each other.
    """

    class Mode(models.TextChoices):
        """Where a number comes from."""

        ENTERED = "entered", "Lấy từ sổ của văn thư"
        ALLOTTED = "allotted", "Phần mềm cấp lần lượt"

    authority_id = models.PositiveBigIntegerField()
    symbol = CharField(max_length=60)
    year = models.PositiveIntegerField()
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.ENTERED)
    next_value = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        """One book for an authority, a symbol and a year."""

        constraints = (
            models.UniqueConstraint(fields=("authority_id", "symbol", "year"), name="number_series_once"),
        )

    def __str__(self) -> str:
        """Symbol and year."""
        return f"{self.symbol} năm {self.year}"


class NumberTaken(models.Model):
    """A number of a series; a withdrawn one stays used."""

    series = models.ForeignKey(NumberSeries, on_delete=models.PROTECT, related_name="numbers")
    number = CharField(max_length=20)
    value = models.PositiveIntegerField()
    dated_on = models.DateField()
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="numbers")
    title = CharField(max_length=500)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        """A number once in a series."""

        ordering = ("series_id", "value", "number")
        constraints = (models.UniqueConstraint(fields=("series", "number"), name="number_once_in_series"),)

    def __str__(self) -> str:
        """Number and what it stands on."""
        return f"{self.number}: {self.title}"

    @property
    def printed(self) -> str:
        """The number as papers print it: "05"."""
        return self.number.zfill(2)


class TrustedRoot(models.Model):
    """A root certificate that an authority trusts, put in by its administrator; its signers are checked against it."""

    authority_id = models.PositiveBigIntegerField()
    subject = CharField(max_length=300)
    fingerprint = models.CharField(max_length=64)
    pem = models.TextField()
    valid_to = models.DateField()
    added_at = models.DateTimeField()

    class Meta:
        """Once for an authority: nobody trusts for another."""

        constraints = (
            models.UniqueConstraint(fields=("authority_id", "fingerprint"), name="trusted_root_once"),
        )

    def __str__(self) -> str:
        """Whose."""
        return self.subject


class SignatureCheck(models.Model):
    """What was found of the digital signatures of a PDF, when it was filed or looked at again.

    ``found`` is a list of ``documents.intake.signed_pdf.Signature`` as dictionaries; empty: the file bears none.
    """

    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="signature_check")
    checked_at = models.DateTimeField()
    found = models.JSONField(default=list)

    def __str__(self) -> str:
        """Of which file."""
        return f"Chữ ký số của {self.file}"


class WordTemplate(models.Model):
    """An authority's own Word form of one kind of paper; without one the built-in form is used."""

    authority_id = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=20)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    fields = models.JSONField(default=list)
    set_at = models.DateTimeField()

    class Meta:
        """One for a kind."""

        constraints = (models.UniqueConstraint(fields=("authority_id", "kind"), name="word_template_once"),)

    def __str__(self) -> str:
        """Of which kind."""
        return f"Mẫu Word của {self.kind}"
