"""Units, persons, households and dated roles.

A ``Subject`` is whatever can register, be scored, nominated or awarded; a unit, a person, a household are its details.
All rows are written by ``organizations.operations`` alone.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from thidua.accounts.models import User
from thidua.base.fields import CharField, SearchField, SortKeyField, TextField


class Subject(models.Model):
    """A person, a unit or a household, as registrations, sheets, nominations and awards point to it."""

    class Kind(models.TextChoices):
        """What stands behind a subject."""

        UNIT = "unit", "Tập thể"
        PERSON = "person", "Cá nhân"
        HOUSEHOLD = "household", "Hộ gia đình"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = CharField(max_length=300)
    search = SearchField(source="name")
    sort_key = SortKeyField(source="name")

    class Meta:
        """In the Vietnamese order."""

        ordering = ("sort_key", "pk")

    def __str__(self) -> str:
        """The name."""
        return self.name

    @property
    def award_kind(self) -> str:
        """``collective``, ``individual`` or ``household``, as plans, standards and quotas call it."""
        return _AWARD_KINDS[Subject.Kind(self.kind)]

    @property
    def authority_id(self) -> int | None:
        """The authority that a person, a household or a unit stands under."""
        if self.kind == self.Kind.PERSON:
            return self.person.authority_id
        return self.household.authority_id if self.kind == self.Kind.HOUSEHOLD else self.unit.authority_id


_AWARD_KINDS = {
    Subject.Kind.UNIT: "collective",
    Subject.Kind.PERSON: "individual",
    Subject.Kind.HOUSEHOLD: "household",
}


class Unit(models.Model):
    """An agency or one of its units. ``authority`` is the unit whose own power it stands under (itself at the top)."""

    class Level(models.TextChoices):
        """The levels of government, and a unit inside an authority."""

        STATE = "state", "Trung ương"
        PROVINCE = "province", "Cấp tỉnh"
        DISTRICT = "district", "Cấp huyện"
        COMMUNE = "commune", "Cấp xã"
        OFFICE = "office", "Đơn vị trực thuộc"

    class Block(models.TextChoices):
        """Khối, by which criteria apply."""

        LEADERSHIP = "L", "Lãnh đạo"
        OFFICES = "A", "Khối hành chính"
        SERVICE = "B", "Khối sự nghiệp"
        PARTNERS = "C", "Khối phối hợp"
        VILLAGES = "D", "Thôn, bản, tổ dân phố"

    subject = models.OneToOneField(Subject, on_delete=models.PROTECT, related_name="unit")
    code = CharField(max_length=30)
    level = models.CharField(max_length=10, choices=Level.choices)
    block = models.CharField(max_length=2, choices=Block.choices, default=Block.OFFICES)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    authority = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    place = CharField(max_length=120, blank=True)
    province = CharField(max_length=120, blank=True)
    tags = models.JSONField(default=list)
    scored = models.BooleanField(default=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        """A code is the key of imports inside an authority."""

        constraints = (models.UniqueConstraint(fields=("authority", "code"), name="unit_code_once"),)

    def __str__(self) -> str:
        """The name of the unit."""
        return self.subject.name

    @property
    def name(self) -> str:
        """The name of the unit."""
        return self.subject.name


class UnitClosure(models.Model):
    """Each unit with each unit above it, itself included: visibility is one subquery over it."""

    ancestor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="below")
    descendant = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="above")
    depth = models.PositiveIntegerField()

    class Meta:
        """One row for a pair."""

        constraints = (models.UniqueConstraint(fields=("ancestor", "descendant"), name="closure_once"),)

    def __str__(self) -> str:
        """The pair."""
        return f"{self.ancestor_id}>{self.descendant_id}"


class Person(models.Model):
    """Somebody in the directory; ``staff_code`` is the key of imports, never the name."""

    class Category(models.TextChoices):
        """Loại người, kept apart."""

        CADRE = "can_bo", "Cán bộ"
        CIVIL_SERVANT = "cong_chuc", "Công chức"
        PUBLIC_EMPLOYEE = "vien_chuc", "Viên chức"
        CONTRACT = "hop_dong", "Người lao động hợp đồng"
        PART_TIME = "khong_chuyen_trach", "Người hoạt động không chuyên trách"
        OUTSIDE = "ngoai", "Người ngoài hệ thống"

    class ReformRole(models.TextChoices):
        """Part in the administrative reform, which the plan's standard for individuals asks for."""

        NONE = "", "Không"
        DIRECTS = "chi_dao", "Trực tiếp chỉ đạo"
        ADVISES = "tham_muu", "Tham mưu"
        FOLLOWS = "theo_doi", "Theo dõi"
        CARRIES_OUT = "thuc_hien", "Thực hiện"

    subject = models.OneToOneField(Subject, on_delete=models.PROTECT, related_name="person")
    authority = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    user = models.OneToOneField(User, on_delete=models.SET_NULL, null=True, related_name="person")
    staff_code = CharField(max_length=30)
    title = CharField(max_length=10, default="Ông")
    female = models.BooleanField(default=False)
    birth_date = models.DateField(null=True)
    ethnicity = CharField(max_length=40, blank=True)
    category = models.CharField(max_length=20, choices=Category.choices)
    reform_role = models.CharField(max_length=12, choices=ReformRole.choices, blank=True, default="")
    local = models.BooleanField(null=True)
    qualification = CharField(max_length=120, blank=True)
    political_theory = CharField(max_length=120, blank=True)
    former_commune = CharField(max_length=120, blank=True)
    old_unit_remarks = CharField(max_length=300, blank=True)

    class Meta:
        """A staff code stands once in an authority."""

        constraints = (models.UniqueConstraint(fields=("authority", "staff_code"), name="staff_code_once"),)

    def __str__(self) -> str:
        """The name of the person."""
        return self.subject.name

    @property
    def name(self) -> str:
        """The name of the person."""
        return self.subject.name


class Membership(models.Model):
    """A person in a unit with a position, from a day to a day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    position = CharField(max_length=200)
    head = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        """No end before the start."""

        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="membership_in_order",
            ),
        )

    def __str__(self) -> str:
        """Position and unit."""
        return f"{self.position}, {self.unit}"


class Household(models.Model):
    """Hộ gia đình of a village or a street group, named after its head; ``code`` is the key of imports."""

    subject = models.OneToOneField(Subject, on_delete=models.PROTECT, related_name="household")
    authority = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="households")
    code = CharField(max_length=30)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        """A code stands once in an authority; no end before the start."""

        constraints = (
            models.UniqueConstraint(fields=("authority", "code"), name="household_code_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="household_in_order",
            ),
        )

    def __str__(self) -> str:
        """The name of the household."""
        return self.subject.name

    @property
    def name(self) -> str:
        """The name of the household."""
        return self.subject.name


class Training(models.Model):
    """A course that a person finished."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="trainings")
    name = CharField(max_length=300)
    finished_on = models.DateField()

    def __str__(self) -> str:
        """The course."""
        return self.name


class RoleGrant(models.Model):
    """A role of an account in a unit (and the units below it), from a day to a day."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=12)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="grants")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    def __str__(self) -> str:
        """Role and unit."""
        return f"{self.role} @ {self.unit_id}"


class UnitChange(models.Model):
    """A merger, split, renaming or end of a unit, with its decision; history is not lost by it.

    ``successor`` is who goes on for a unit that ended; for one that was ``moved``, the unit that it stood under before.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=12)
    happened_on = models.DateField()
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    former_name = CharField(max_length=300, blank=True)
    document = TextField(blank=True)

    def __str__(self) -> str:
        """What happened when."""
        return f"{self.kind} {self.happened_on:%d/%m/%Y}"


def in_force(on: date, start: str = "starts_on", end: str = "ends_on") -> Q:
    """The rows of a dated table that count on a day."""
    return Q(**{f"{start}__lte": on}) & (Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": on}))
