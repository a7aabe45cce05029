"""Radio schedule, broadcast log, exemplars. Written by ``publicity.operations`` alone."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from thidua.base.fields import CharField, TextField, state_check, state_field
from thidua.documents.models import SignedPaper
from thidua.engine import publicity as script_flow
from thidua.movements.models import Movement
from thidua.organizations.models import Subject, Unit


class Script(models.Model):
    """Bản tin phát thanh: approved before it is read."""

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="scripts")
    number = models.PositiveIntegerField()
    topic = models.CharField(max_length=20)
    exemplar = models.ForeignKey("Exemplar", on_delete=models.PROTECT, null=True, related_name="scripts")
    title = CharField(max_length=300)
    text = TextField()
    planned_on = models.DateField()
    planned_at = models.TimeField()
    editor = CharField(max_length=200)
    state = state_field(script_flow.State.DRAFT)
    approved_at = models.DateTimeField(null=True)
    approved_by = CharField(max_length=300, blank=True)
    approval_signed = models.ForeignKey(SignedPaper, on_delete=models.PROTECT, null=True, related_name="+")
    returned_reason = TextField(blank=True)

    class Meta:
        """Numbered; approved if and only if somebody did."""

        ordering = ("planned_on", "planned_at", "number")
        constraints = (
            state_check(script_flow.State, "script_state_known"),
            models.UniqueConstraint(fields=("movement", "number"), name="script_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=("approved", "broadcast"), approved_at__isnull=False)
                | (~Q(state__in=("approved", "broadcast")) & Q(approved_at__isnull=True)),
                name="approved_if_and_only_if_dated",
            ),
        )

    def __str__(self) -> str:
        """Number and title."""
        return f"Bản tin số {self.number}: {self.title}"


class Broadcast(models.Model):
    """A line of the broadcast log (sổ nhật ký phát sóng)."""

    script = models.ForeignKey(Script, on_delete=models.PROTECT, related_name="broadcasts")
    on = models.DateField()
    at = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    language = CharField(max_length=40, default="Tiếng Việt")
    reader = CharField(max_length=200)
    incident = CharField(max_length=300, blank=True)

    class Meta:
        """By day."""

        ordering = ("on", "at")

    def __str__(self) -> str:
        """Day and title."""
        return f"{self.on:%d/%m/%Y} {self.script.title}"


class Exemplar(models.Model):
    """Gương điển hình: entered all year, or proposed from the results; told only after approval."""

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="exemplars")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="exemplars")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    story = TextField()
    found_on = models.DateField()
    proposed_from = models.CharField(max_length=20, default="entered")
    approved_at = models.DateTimeField(null=True)
    approved_by = CharField(max_length=300, blank=True)

    class Meta:
        """A subject once in a movement."""

        constraints = (models.UniqueConstraint(fields=("movement", "subject"), name="exemplar_once"),)

    def __str__(self) -> str:
        """Who."""
        return str(self.subject)
