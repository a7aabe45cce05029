"""The unit's meeting, its nominations and their dossiers. Written by ``nominations.operations`` alone."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from thidua.base.fields import CharField, TextField, state_check, state_field
from thidua.documents.models import Paper, SignedPaper, StoredFile
from thidua.engine import nominations as nomination_flow
from thidua.movements.models import Movement
from thidua.organizations.models import Subject, Unit


class UnitMeeting(models.Model):
    """Họp bình xét of a unit: who was there, and how each nominee was agreed."""

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="unit_meetings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="unit_meetings")
    held_on = models.DateField()
    place = CharField(max_length=200, blank=True)
    chair = CharField(max_length=200)
    secretary = CharField(max_length=200)
    members_total = models.PositiveIntegerField()
    members_present = models.PositiveIntegerField()
    discussion = TextField(blank=True)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    signed = models.ForeignKey(SignedPaper, on_delete=models.PROTECT, null=True, related_name="+")
    letter = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """One meeting of a unit in a movement; not more present than there are."""

        constraints = (
            models.UniqueConstraint(fields=("movement", "unit"), name="one_unit_meeting"),
            models.CheckConstraint(
                condition=Q(members_present__lte=F("members_total")), name="present_within_total"
            ),
        )

    def __str__(self) -> str:
        """Unit and day."""
        return f"Họp bình xét của {self.unit} ngày {self.held_on:%d/%m/%Y}"

    @property
    def authority_id(self) -> int | None:
        """The authority in whose journal it stands."""
        return self.unit.authority_id


class Nomination(models.Model):
    """Đề nghị khen thưởng of one subject for one form of award. Law: 06/2022/QH15, art. 84."""

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="nominations")
    meeting = models.ForeignKey(UnitMeeting, on_delete=models.PROTECT, null=True, related_name="nominations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="nominations")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="nominations")
    level = models.CharField(max_length=10, default="commune")
    form = CharField(max_length=120, default="Giấy khen")
    merit = TextField()
    votes_for = models.PositiveIntegerField(default=0)
    state = state_field(nomination_flow.State, nomination_flow.State.DRAFT)
    resume_at = models.CharField(max_length=24, blank=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = CharField(max_length=300, blank=True)
    returned_reason = TextField(blank=True)
    due_on = models.DateField(null=True)
    appraised_at = models.DateTimeField(null=True)
    appraised_by = CharField(max_length=300, blank=True)
    appraisal = TextField(blank=True)
    eligible = models.BooleanField(null=True)
    verdict = models.CharField(max_length=12, blank=True)
    findings = models.JSONField(default=list)
    override_reason = TextField(blank=True)
    override_article = CharField(max_length=200, blank=True)
    outcome_reason = TextField(blank=True)
    report = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Nominated once for a form; appraised if and only if somebody did."""

        constraints = (
            state_check(nomination_flow.State, "nomination_state_known"),
            models.UniqueConstraint(fields=("movement", "subject", "form"), name="nominated_once"),
            models.CheckConstraint(
                condition=Q(appraised_at__isnull=True, appraised_by="")
                | (Q(appraised_at__isnull=False) & ~Q(appraised_by="")),
                name="appraised_if_and_only_if_by",
            ),
        )

    def __str__(self) -> str:
        """Who, for what."""
        return f"Đề nghị {self.form} cho {self.subject}"

    @property
    def authority_id(self) -> int | None:
        """The authority in whose journal it stands."""
        return self.unit.authority_id

    @property
    def votable(self) -> bool:
        """Whether the council may vote on it: eligible, or let through with reason and article."""
        return self.state == nomination_flow.State.APPRAISED.value and (
            self.eligible is True or bool(self.override_reason)
        )


class DossierItem(models.Model):
    """A paper of the dossier (tờ trình, báo cáo thành tích, biên bản, xác nhận …), made here or handed in."""

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="dossier")
    kind = models.CharField(max_length=40)
    title = CharField(max_length=300)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        """The title."""
        return self.title


class Send(models.Model):
    """One sending of a nomination with an immutable snapshot, so that the difference to the last can be shown."""

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="sends")
    number = models.PositiveIntegerField()
    snapshot = models.JSONField()
    sent_at = models.DateTimeField()
    sent_by = CharField(max_length=300)

    class Meta:
        """Numbered without doubles."""

        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("nomination", "number"), name="send_once"),)

    def __str__(self) -> str:
        """Which sending."""
        return f"Lần gửi {self.number}"
