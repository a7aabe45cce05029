"""The unit's meeting, its nominations and their dossiers. Written by ``nominations.operations`` alone."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from thidua.base.fields import CharField, TextField, state_check, state_field
from thidua.documents.models import Paper, SignedPaper, StoredFile
from thidua.engine import forwardings as forwarding_flow
from thidua.engine import nominations as nomination_flow
from thidua.honours.models import Initiative
from thidua.movements.models import Movement
from thidua.organizations.models import Subject, Unit
from thidua.regulations.choices import CERTIFICATE_NAME


class UnitMeeting(models.Model):
    """Họp bình xét of a unit: who was there, and how each nominee was agreed.

    ``attended`` names those present, one a line, where the unit tells them.
    """

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="unit_meetings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="unit_meetings")
    held_on = models.DateField()
    place = CharField(max_length=200, blank=True)
    chair = CharField(max_length=200)
    secretary = CharField(max_length=200)
    members_total = models.PositiveIntegerField()
    members_present = models.PositiveIntegerField()
    attended = TextField(blank=True)
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
    def attended_by(self) -> list[str]:
        """Those present by name; nothing where the unit did not tell them."""
        return [name.strip() for name in self.attended.splitlines() if name.strip()]

    @property
    def authority_id(self) -> int | None:
        """The authority in whose journal it stands."""
        return self.unit.authority_id


class Nomination(models.Model):
    """Đề nghị khen thưởng of one subject for one award, a form or a title. Law: 06/2022/QH15, art. 84.

    ``initiative`` is the one that the merit rests on, where it rests on one; ``let_through`` are the findings that
    stood when the chairperson let it through.
    """

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="nominations")
    meeting = models.ForeignKey(UnitMeeting, on_delete=models.PROTECT, null=True, related_name="nominations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="nominations")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="nominations")
    level = models.CharField(max_length=10, default="commune")
    form = CharField(max_length=120, default=CERTIFICATE_NAME)
    merit = TextField()
    votes_for = models.PositiveIntegerField(default=0)
    state = state_field(nomination_flow.State.DRAFT)
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
    initiative = models.ForeignKey(
        Initiative, on_delete=models.PROTECT, null=True, related_name="nominations"
    )
    override_reason = TextField(blank=True)
    override_article = CharField(max_length=200, blank=True)
    let_through = models.JSONField(default=list)
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
    """A paper of the dossier (tờ trình, báo cáo thành tích, biên bản, xác nhận …), made here or handed in.

    A report that was made here is a draft of the program until its superior confirms it; a signed copy needs no more.
    """

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="dossier")
    kind = models.CharField(max_length=40)
    title = CharField(max_length=300)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = CharField(max_length=300, blank=True)

    class Meta:
        """Confirmed if and only if somebody did."""

        constraints = (
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by="")
                | (Q(confirmed_at__isnull=False) & ~Q(confirmed_by="")),
                name="item_confirmed_if_and_only_if_by",
            ),
        )

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


class Forwarding(models.Model):
    """A dossier on its way to the level above: the letter, the parcel and its manifest, what came back.

    ``receiver`` is empty where the level above does not use this program; its name stands as it was on the day.
    """

    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="forwardings")
    sender = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    receiver_name = CharField(max_length=300)
    state = state_field(forwarding_flow.State.SENT)
    letter = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    parcel = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    manifest_sha256 = models.CharField(max_length=64)
    sent_on = models.DateField()
    received_on = models.DateField(null=True)
    returned_on = models.DateField(null=True)
    due_on = models.DateField(null=True)  # by when it is wanted back, where the level above says so
    reason = TextField(blank=True)
    decided_on = models.DateField(null=True)
    awarded = models.BooleanField(null=True)
    decision_number = CharField(max_length=60, blank=True)
    decision_issuer = CharField(max_length=200, blank=True)
    signed = models.ForeignKey(SignedPaper, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """One way up at a time; decided if and only if its day and outcome are known."""

        ordering = ("-sent_on", "-pk")
        constraints = (
            state_check(forwarding_flow.State, "forwarding_state_known"),
            models.UniqueConstraint(
                fields=("nomination",),
                condition=Q(state__in=("sent", "received")),
                name="forwarded_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="decided", decided_on__isnull=False, awarded__isnull=False)
                | (~Q(state="decided") & Q(decided_on__isnull=True, awarded__isnull=True)),
                name="forwarding_decided_with_outcome",
            ),
        )

    def __str__(self) -> str:
        """Who, to whom."""
        return f"Hồ sơ {self.nomination.subject} trình {self.receiver_name}"

    @property
    def authority_id(self) -> int:
        """The authority in whose journal it stands."""
        return self.sender_id
