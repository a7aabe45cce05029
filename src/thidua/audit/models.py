"""The journal: append-only, hash-chained, without foreign keys, so that it outlives what it tells of."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One act. ``text`` is the canonical JSON that was hashed; the other columns repeat parts of it for searching.

    Written only by ``audit.operations.append``.
    """

    position = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.CharField(max_length=40)
    actor_label = models.CharField(max_length=300)
    name = models.CharField(max_length=80, db_index=True)
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=40)
    object_label = models.CharField(max_length=300)
    authority_id = models.CharField(max_length=40, blank=True)
    text = models.TextField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        """Read from the newest."""

        ordering = ("-position",)
        indexes = (models.Index(fields=("object_type", "object_id"), name="audit_entry_object"),)

    def __str__(self) -> str:
        """Position and act."""
        return f"{self.position} {self.name}"


class PrivateDetail(models.Model):
    """Personal old and new values of an entry; may be erased, the digest in the chain stays."""

    position = models.PositiveBigIntegerField(primary_key=True)
    text = models.TextField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        """Position of the entry."""
        return f"chi tiết {self.position}"


class ChainHead(models.Model):
    """The single row that is locked while entries are appended."""

    position = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Head of the chain."""
        return f"{self.position}:{self.digest[:12]}"
