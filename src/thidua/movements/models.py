"""A movement, what its plan says, and what was done in it. Written by ``movements.operations`` alone."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from thidua.base.acts import day_of
from thidua.base.fields import CharField, SearchField, TextField, state_check, state_field
from thidua.documents.models import Paper, SignedPaper, StoredFile
from thidua.engine import movements as movement_flow
from thidua.engine import registrations as registration_flow
from thidua.engine import tasks as task_flow
from thidua.organizations.models import Person, Subject, Unit


class Movement(models.Model):
    """Phong trào thi đua. Law: 06/2022/QH15, art. 16-18.

    The scalars of the plan are columns; whatever comes in lists is a ``PlanItem``. ``reading`` keeps what the
    reader proposed from ``plan_text``, so that each fact can be shown beside its passage for ever;
    ``confirmed_fields`` names the scalars that the officer looked at; ``copied_from`` is the movement of an earlier
    year from which the plan was taken over.
    """

    authority = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="movements")
    implements = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="implemented_by")
    copied_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    state = state_field(movement_flow.State.DRAFT)
    version = models.PositiveIntegerField(default=0)

    title = CharField(max_length=500)
    issuer = CharField(max_length=200, blank=True)
    level = models.CharField(max_length=10, blank=True)
    place = CharField(max_length=120, blank=True)
    plan_number = CharField(max_length=40, blank=True)
    plan_issued_on = models.DateField(null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    registration_due = models.DateField(null=True)
    registration_required = models.BooleanField(default=False)

    plan_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    plan_text = TextField(blank=True)
    reading = models.JSONField(default=dict)
    confirmed_fields = models.JSONField(default=list)
    plan_paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")

    launched_at = models.DateTimeField(null=True)
    launched_on = models.DateField(null=True)
    launched_by = CharField(max_length=300, blank=True)
    launch_signed = models.ForeignKey(SignedPaper, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        """What the database itself refuses."""

        constraints = (
            state_check(movement_flow.State, "movement_state_known"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="movement_in_order",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("launched", "closed"), launched_at__isnull=False)
                | Q(state__in=("draft", "plan_confirmed"), launched_at__isnull=True),
                name="launched_if_and_only_if_dated",
            ),
        )

    def __str__(self) -> str:
        """The title."""
        return self.title or "Phong trào chưa có tên"

    @property
    def reckoned_on(self) -> date:
        """The day whose law and units it is reckoned by: its last, or the day it was begun while no end is told."""
        return self.ends_on or day_of(self.created_at)

    @property
    def named(self) -> str:
        """The movement inside a sentence: "phong trào thi đua Cải cách hành chính năm 2025 …"."""
        at = self.title.lower().find("phong trào")
        return (
            self.title[at].lower() + self.title[at + 1 :] if at >= 0 else f"phong trào thi đua “{self.title}”"
        )


class PlanItem(models.Model):
    """One fact of the plan that comes in a list; ``data`` holds what its kind needs beyond the text.

    ``legal_basis``: number, kind, issued_on, issuer · ``participant``, ``standard``: subject, level, form,
    grading_at_least · ``award``: level, form · ``quota``: subject, level, form, max, per_unit, max_percent, rounding,
    who · ``content``: areas · ``target``: percent · ``duty``: actor · ``deadline``: on · ``round``: starts_on,
    ends_on · ``review``: kind, by · ``criterion``: code, max · any: clause, the heading under which it stands in the
    plan. ``start`` and ``end`` point into the plan's text.
    """

    class Kind(models.TextChoices):
        """What a plan is made of, in the order in which the page shows it."""

        LEGAL_BASIS = "legal_basis", "Căn cứ"
        PURPOSE = "purpose", "Mục đích"
        REQUIREMENT = "requirement", "Yêu cầu"
        PARTICIPANT = "participant", "Đối tượng tham gia"
        ROUND = "round", "Đợt thi đua"
        CONTENT = "content", "Nội dung"
        TARGET = "target", "Chỉ tiêu"
        AWARD = "award", "Cấp và hình thức khen thưởng"
        STANDARD = "standard", "Tiêu chuẩn khen thưởng"
        QUOTA = "quota", "Số lượng khen thưởng"
        CRITERION = "criterion", "Tiêu chí chấm điểm"
        TIE_BREAKER = "tie_breaker", "Ưu tiên khi bằng điểm"
        DOSSIER = "dossier", "Hồ sơ"
        DEADLINE = "deadline", "Thời hạn"
        REVIEW = "review", "Sơ kết, tổng kết"
        DUTY = "duty", "Phân công thực hiện"
        RECIPIENT = "recipient", "Nơi nhận"

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    order = models.PositiveIntegerField()
    text = TextField()
    data = models.JSONField(default=dict)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    unsure = models.BooleanField(default=False)
    read = models.BooleanField(default=False)
    confirmed = models.BooleanField(default=False)

    class Meta:
        """In the plan's order."""

        ordering = ("kind", "order", "pk")

    def __str__(self) -> str:
        """The text, short."""
        return self.text[:80]


class Area(models.Model):
    """Lĩnh vực: a content area of the movement, by which tasks, criteria and scores are arranged."""

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="areas")
    code = models.CharField(max_length=10)
    name = CharField(max_length=300)
    order = models.PositiveIntegerField()

    class Meta:
        """Each code once."""

        ordering = ("order",)
        constraints = (models.UniqueConstraint(fields=("movement", "code"), name="area_once"),)

    def __str__(self) -> str:
        """Code and name."""
        return f"{self.code}. {self.name}"


class Delivery(models.Model):
    """The plan sent to one unit or person, and its reading confirmed (by a head for all, with the signed list)."""

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="deliveries")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="deliveries")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = CharField(max_length=300, blank=True)
    signed_list = models.ForeignKey(SignedPaper, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Sent once to each; read if and only if somebody confirmed."""

        constraints = (
            models.UniqueConstraint(fields=("movement", "subject"), name="delivered_once"),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True, read_by="") | (Q(read_at__isnull=False) & ~Q(read_by="")),
                name="read_if_and_only_if_confirmed",
            ),
        )

    def __str__(self) -> str:
        """To whom."""
        return str(self.subject)


class Registration(models.Model):
    """Bản đăng ký thi đua of one unit, signed by its head; its lines are the subjects that take part."""

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="registrations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="registrations")
    state = state_field(registration_flow.State.DRAFT)
    resume_at = models.CharField(max_length=24, blank=True)
    version = models.PositiveIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = CharField(max_length=300, blank=True)
    signed = models.ForeignKey(SignedPaper, on_delete=models.PROTECT, null=True, related_name="+")
    late = models.BooleanField(default=False)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = CharField(max_length=300, blank=True)
    acceptance_reason = TextField(blank=True)
    returned_reason = TextField(blank=True)
    due_on = models.DateField(null=True)
    snapshot = models.JSONField(default=list)

    class Meta:
        """One list per unit; accepted if and only if somebody did."""

        constraints = (
            state_check(registration_flow.State, "registration_state_known"),
            models.UniqueConstraint(fields=("movement", "unit"), name="one_list_per_unit"),
            models.CheckConstraint(
                condition=Q(state="accepted", accepted_at__isnull=False)
                | (~Q(state="accepted") & Q(accepted_at__isnull=True)),
                name="accepted_if_and_only_if_dated",
            ),
        )

    def __str__(self) -> str:
        """Whose list."""
        return f"Đăng ký thi đua của {self.unit}"


class RegistrationLine(models.Model):
    """One subject on a unit's list: what it commits to and which award it aims at."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="lines")
    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="+")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="registration_lines")
    commitment = TextField(blank=True)
    aim = CharField(max_length=200, blank=True)
    out_of_scope = models.BooleanField(default=False)
    entered_for = models.BooleanField(default=False)

    class Meta:
        """A subject registers once in a movement."""

        constraints = (models.UniqueConstraint(fields=("movement", "subject"), name="registered_once"),)

    def __str__(self) -> str:
        """Who."""
        return str(self.subject)


class Task(models.Model):
    """Nhiệm vụ by content area, with its lead unit, date and product. Overdue is looked at when read."""

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="tasks")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="tasks")
    code = CharField(max_length=20)
    text = TextField()
    search = SearchField(source="text")
    lead = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tasks_led")
    with_units = CharField(max_length=500, blank=True)
    due_on = models.DateField()
    product = CharField(max_length=500, blank=True)
    state = state_field(task_flow.State.OPEN)
    done_on = models.DateField(null=True)
    done_note = TextField(blank=True)
    done_by = CharField(max_length=300, blank=True)

    class Meta:
        """Each number once; done if and only if dated."""

        ordering = ("due_on", "pk")
        constraints = (
            state_check(task_flow.State, "task_state_known"),
            models.UniqueConstraint(fields=("movement", "code"), name="task_code_once"),
            models.CheckConstraint(
                condition=Q(state="done", done_on__isnull=False)
                | (~Q(state="done") & Q(done_on__isnull=True)),
                name="done_if_and_only_if_dated",
            ),
        )

    def __str__(self) -> str:
        """Number and text."""
        return f"{self.code}. {self.text}"


class TaskProgress(models.Model):
    """What the lead told about a task on a day."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="progress")
    at = models.DateTimeField()
    told_by = CharField(max_length=300)
    percent = models.PositiveSmallIntegerField()
    note = TextField(blank=True)

    class Meta:
        """A percentage is one."""

        ordering = ("-at",)
        constraints = (models.CheckConstraint(condition=Q(percent__lte=100), name="percent_at_most_100"),)

    def __str__(self) -> str:
        """Percentage and day."""
        return f"{self.percent} % ({self.at:%d/%m/%Y})"


class Check(models.Model):
    """Kiểm tra: a check of a unit on a day, its findings and their remedy."""

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="checks")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="checks")
    held_on = models.DateField()
    team = CharField(max_length=500)
    findings = TextField()
    faults = models.PositiveIntegerField(default=0)
    remedy_due = models.DateField(null=True)
    remedied_on = models.DateField(null=True)
    remedy_note = TextField(blank=True)

    def __str__(self) -> str:
        """Unit and day."""
        return f"Kiểm tra {self.unit} ngày {self.held_on:%d/%m/%Y}"


class TeamMember(models.Model):
    """Tổ thẩm định: the duty of an appraiser, given by the officer; nobody appraises the own unit."""

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="team")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    lead = models.BooleanField(default=False)

    class Meta:
        """Once in a team."""

        constraints = (models.UniqueConstraint(fields=("movement", "person"), name="in_team_once"),)

    def __str__(self) -> str:
        """Who."""
        return str(self.person)
