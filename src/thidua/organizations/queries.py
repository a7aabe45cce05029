"""Who sees which units and persons, and who holds which role where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from thidua.accounts.models import User
from thidua.audit.choices import LABELS
from thidua.audit.models import Entry
from thidua.audit.queries import of_kind
from thidua.base.acts import VIETNAM
from thidua.engine.flow import Role
from thidua.engine.text import fold, name_key
from thidua.organizations.choices import role_label
from thidua.organizations.models import (
    Household,
    Membership,
    Person,
    RoleGrant,
    Training,
    Unit,
    UnitClosure,
    in_force,
)
from thidua.organizations.permissions import Viewer

READS_AUTHORITY = (
    Role.OFFICER,
    Role.CHAIRPERSON,
    Role.COUNCIL,
    Role.PUBLICITY,
    Role.CLERK,
    Role.ACCOUNTANT,
    Role.INSPECTOR,
)
"""Roles that read all units below the unit where they are held; a head and a member read their own unit."""
_OCCUPATIONS = "Bác Cán Chuyên Công Dược Điều Giáo Hộ Kế Lao Nhân Viên Y"
"""First words of posts that are occupations, not offices."""


def covered_units(seen_by: Viewer, *roles: Role) -> Any:
    """Subquery: keys of the units that the account covers with one of these roles (with any role when none named)."""
    grants = RoleGrant.objects.filter(in_force(seen_by.on), user=seen_by.user)
    if roles:
        grants = grants.filter(role__in=[role.value for role in roles])
    return UnitClosure.objects.filter(ancestor__in=grants.values("unit_id")).values("descendant_id")


def authorities_visible_to(seen_by: Viewer) -> QuerySet[Unit]:
    """The authorities in which the account has any part."""
    return Unit.objects.filter(
        pk__in=Unit.objects.filter(pk__in=covered_units(seen_by)).values("authority_id")
    )


def units_visible_to(seen_by: Viewer) -> QuerySet[Unit]:
    """All units of the authorities in which the account has any part (a directory of units is no secret inside)."""
    return Unit.objects.filter(authority__in=authorities_visible_to(seen_by)).select_related("subject")


def authorities_kept_by(seen_by: Viewer) -> QuerySet[Unit]:
    """The authorities whose directory the account keeps: as officer or as administrator."""
    covered = covered_units(seen_by, Role.OFFICER, Role.ADMIN)
    return Unit.objects.filter(pk__in=covered, authority_id=F("pk")).select_related("subject").order_by("pk")


def authorities_administered_by(seen_by: Viewer) -> QuerySet[Unit]:
    """The authorities in which the account gives roles and opens accounts."""
    covered = covered_units(seen_by, Role.ADMIN)
    return Unit.objects.filter(pk__in=covered, authority_id=F("pk")).select_related("subject").order_by("pk")


def accounts_visible_to(seen_by: Viewer) -> QuerySet[User]:
    """The accounts of the authorities that the administrator keeps: by person or by role."""
    own = authorities_administered_by(seen_by).values("pk")
    return User.objects.filter(Q(person__authority__in=own) | Q(grants__unit__authority__in=own)).distinct()


def name_on(unit: Unit, on: date) -> str:
    """The name that a unit had on a day."""
    later = unit.changes.filter(kind="renamed", happened_on__gt=on).order_by("happened_on", "pk").first()
    return later.former_name if later else unit.name


def authority_above(authority: Unit, on: date) -> Unit | None:
    """The authority above another on a day: past one that had ended by then, to its successor or the one above it."""
    moved = authority.changes.filter(kind="moved", happened_on__gt=on).order_by("happened_on").first()
    above = moved.successor if moved is not None else authority.parent
    while above is not None and (above.valid_to is not None and above.valid_to < on):
        ended = above.changes.filter(kind="closed").order_by("-happened_on").first()
        above = (ended.successor if ended is not None else None) or above.parent
    return above


def unit_named(authority: Unit, name: str, on: date) -> Unit | None:
    """The unit of an authority that a paper or a dated setting names, by its name or its code, on a day."""
    told = name_key(name)
    rows = Unit.objects.filter(in_force(on, "valid_from", "valid_to"), authority=authority)
    for unit in rows.select_related("subject").order_by("pk"):
        if told in {name_key(unit.name), name_key(unit.code)}:
            return unit
    return None


def persons_visible_to(seen_by: Viewer) -> QuerySet[Person]:
    """Persons of the authority for a reading role or the administrator, of the own unit for its head, and oneself.

    Those who keep the directory see also who has left.
    """
    reading = covered_units(seen_by, *READS_AUTHORITY, Role.ADMIN)
    units = covered_units(seen_by, *READS_AUTHORITY, Role.ADMIN, Role.UNIT_HEAD)
    in_units = Membership.objects.filter(in_force(seen_by.on), unit_id__in=units).values("person_id")
    return Person.objects.filter(
        Q(authority_id__in=reading) | Q(pk__in=in_units) | Q(user=seen_by.user)
    ).select_related("subject")


def find_households(seen_by: Viewer, text: str = "") -> QuerySet[Household]:
    """The households of the authorities in which the account has a part, by name without marks or by code."""
    found = Q(subject__search__contains=fold(text)) | Q(code__icontains=text.strip())
    rows = Household.objects.filter(found, authority__in=authorities_visible_to(seen_by))
    return rows.select_related("subject", "unit__subject").order_by("subject__sort_key", "pk")


def membership_on(person: Person, on: date) -> Membership | None:
    """The main membership of a person on a day: as head first, else the newest."""
    rows = Membership.objects.filter(in_force(on), person=person).select_related("unit__subject")
    return rows.order_by("-head", "-starts_on", "pk").first()


def head_of(unit: Unit, on: date) -> Membership | None:
    """The head of a unit on a day."""
    rows = Membership.objects.filter(in_force(on), unit=unit, head=True)
    return rows.select_related("person__subject", "unit__subject").order_by("-starts_on").first()


def members_of(unit: Unit, on: date) -> QuerySet[Membership]:
    """The people of a unit on a day, in the Vietnamese order of names."""
    rows = Membership.objects.filter(in_force(on), unit=unit).select_related(
        "person__subject", "unit__subject"
    )
    return rows.order_by("-head", "person__subject__sort_key")


def scored_units(authority: Unit, on: date) -> QuerySet[Unit]:
    """The units of an authority that take part in scoring on a day."""
    rows = Unit.objects.filter(in_force(on, "valid_from", "valid_to"), authority=authority, scored=True)
    return rows.exclude(pk=authority.pk).select_related("subject").order_by("pk")


def users_with_role(role: Role, unit: Unit, on: date) -> QuerySet[User]:
    """The accounts that hold a role in a unit or above it."""
    above = UnitClosure.objects.filter(descendant=unit).values("ancestor_id")
    return User.objects.filter(
        pk__in=RoleGrant.objects.filter(in_force(on), role=role.value, unit_id__in=above).values("user_id")
    )


def units_kept_by(seen_by: Viewer) -> QuerySet[Unit]:
    """The units in force whose directory the account keeps."""
    kept = authorities_kept_by(seen_by).values("pk")
    rows = Unit.objects.filter(in_force(seen_by.on, "valid_from", "valid_to"), authority__in=kept)
    return rows.select_related("subject").order_by("pk")


def keeps(seen_by: Viewer, unit: Unit) -> bool:
    """Whether the account keeps the directory of this unit (for buttons; operations ask again)."""
    return seen_by.holds(Role.OFFICER, unit) or seen_by.holds(Role.ADMIN, unit)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit in the tree: how deep, who heads it, how many people it has."""

    unit: Unit
    depth: int
    head: str
    people: int


def unit_tree(seen_by: Viewer, *, closed: bool = False) -> list[UnitRow]:
    """The units that the account sees, each under the one above it, in a constant number of queries."""
    rows = units_visible_to(seen_by).select_related("parent__subject")
    if not closed:
        rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=seen_by.on))
    units = list(rows.order_by("block", "subject__sort_key", "pk"))
    posts = Membership.objects.filter(in_force(seen_by.on), unit__in=units)
    people = dict(posts.values_list("unit_id").annotate(Count("person_id", distinct=True)))
    heads = {
        post.unit_id: post.person.name
        for post in posts.filter(head=True).select_related("person__subject").order_by("starts_on")
    }
    below: dict[int | None, list[Unit]] = {}
    shown = {unit.pk for unit in units}
    for unit in units:
        below.setdefault(unit.parent_id if unit.parent_id in shown else None, []).append(unit)
    tree: list[UnitRow] = []
    waiting = [(unit, 0) for unit in reversed(below.get(None, []))]
    while waiting:
        unit, depth = waiting.pop()
        tree.append(UnitRow(unit, depth, heads.get(unit.pk, ""), people.get(unit.pk, 0)))
        waiting += [(child, depth + 1) for child in reversed(below.get(unit.pk, []))]
    return tree


def find_people(
    seen_by: Viewer, *, text: str = "", unit: Unit | None = None, category: str = "", left: bool = False
) -> QuerySet[Person]:
    """Persons by name without marks or staff code, by unit (with those below it) and category, in name order."""
    rows = persons_visible_to(seen_by)
    posts = Membership.objects.filter(in_force(seen_by.on))
    if unit is not None:
        below = UnitClosure.objects.filter(ancestor=unit).values("descendant_id")
        rows = rows.filter(pk__in=posts.filter(unit__in=below).values("person_id"))
    elif not left:
        rows = rows.filter(pk__in=posts.values("person_id"))
    if category:
        rows = rows.filter(category=category)
    if text.strip():
        rows = rows.filter(Q(subject__search__contains=fold(text)) | Q(staff_code__icontains=text.strip()))
    return rows.order_by("subject__sort_key", "pk")


def posts_of(people: Sequence[Person], on: date) -> dict[int, Membership]:
    """The main post of each person on a day (as head first, else the newest), in one query."""
    rows = Membership.objects.filter(in_force(on), person__in=people).select_related("unit__subject")
    return {post.person_id: post for post in rows.order_by("head", "starts_on", "-pk")}


def known_people(authority: Unit, on: date) -> dict[str, tuple[Person, Membership | None]]:
    """The persons of an authority by staff code, each with the main post of the day."""
    people = list(Person.objects.filter(authority=authority).select_related("subject", "authority"))
    posts = posts_of(people, on)
    return {person.staff_code: (person, posts.get(person.pk)) for person in people}


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """What the details block of a person shows."""

    facts: list[tuple[str, str]]
    posts: list[Membership]
    present: Membership | None
    trainings: list[Training]
    account: str
    private: bool


def person_details(person: Person, seen_by: Viewer) -> PersonDetails:
    """The details block: what is internal (birth day, account) only for who keeps the directory and the person."""
    private = keeps(seen_by, person.authority) or person.user_id == seen_by.user.pk
    posts = list(
        person.memberships.select_related("unit__subject").order_by(
            F("ends_on").desc(nulls_first=True), "-starts_on"
        )
    )
    local = {True: "Có", False: "Không", None: ""}[person.local]
    facts = [
        ("Mã cán bộ", person.staff_code),
        ("Đối tượng", person.get_category_display()),
        ("Tham gia cải cách hành chính", person.get_reform_role_display() if person.reform_role else ""),
        ("Trình độ chuyên môn", person.qualification),
        ("Lý luận chính trị", person.political_theory),
        ("Công tác tại xã cũ", person.former_commune),
        ("Nhận xét của nơi công tác cũ", person.old_unit_remarks),
    ]
    if private:
        facts += [
            ("Ngày sinh", f"{person.birth_date:%d/%m/%Y}" if person.birth_date else ""),
            ("Dân tộc", person.ethnicity),
            ("Người địa phương", local),
        ]
    return PersonDetails(
        facts=[(label, told) for label, told in facts if told],
        posts=posts,
        present=membership_on(person, seen_by.on),
        trainings=list(person.trainings.order_by("-finished_on", "-pk")),
        account=person.user.username if private and person.user else "",
        private=private,
    )


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A grant with its label; ``open`` when it has no last day yet."""

    grant: RoleGrant
    label: str
    open: bool


def labelled(grants: Iterable[RoleGrant]) -> list[HeldRole]:
    """Grants as people call them."""
    return [HeldRole(grant, role_label(grant.role), grant.ends_on is None) for grant in grants]


def roles_of(users: Sequence[User], on: date) -> dict[int, list[HeldRole]]:
    """What each account holds on a day, in one query."""
    rows = RoleGrant.objects.filter(in_force(on), user__in=users).select_related("unit__subject")
    held: dict[int, list[HeldRole]] = {}
    for role in labelled(rows.order_by("unit_id", "role")):
        held.setdefault(role.grant.user_id, []).append(role)
    return held


def persons_without_account(seen_by: Viewer) -> QuerySet[Person]:
    """The persons at work in the administered authorities who cannot sign in yet."""
    own = authorities_administered_by(seen_by).values("pk")
    at_work = Membership.objects.filter(in_force(seen_by.on)).values("person_id")
    rows = Person.objects.filter(authority__in=own, user__isnull=True, pk__in=at_work)
    return rows.select_related("subject").order_by("subject__sort_key", "pk")


def person_of(user: User) -> Person | None:
    """The person of the directory whose account this is."""
    return Person.objects.filter(user=user).select_related("subject").first()


OVERSEES = (Role.INSPECTOR, Role.ADMIN, Role.OFFICER, Role.CHAIRPERSON)
"""Roles that read the journal of an authority."""


def _overseen(seen_by: Viewer) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=covered_units(seen_by, *OVERSEES), authority_id=F("pk"))


def oversees(seen_by: Viewer) -> bool:
    """Whether the account reads the journal of any authority."""
    return _overseen(seen_by).exists()


def actors_overseen_by(seen_by: Viewer) -> QuerySet[User]:
    """The accounts whose acts the account may read of: those of the overseen authorities."""
    own = _overseen(seen_by).values("pk")
    users = User.objects.filter(Q(person__authority__in=own) | Q(grants__unit__authority__in=own))
    return users.distinct().order_by("display_name", "pk")


def journal_visible_to(
    seen_by: Viewer, *, text: str = "", kind: str = "", who: User | None = None, on: date | None = None
) -> QuerySet[Entry]:
    """The entries of the overseen authorities, and those without one whose actor belongs to them; newest first."""
    own = _overseen(seen_by)
    keys = own.annotate(key=Cast("pk", CharField())).values("key")
    users = actors_overseen_by(seen_by).order_by()
    actors = users.annotate(key=Concat(Value("user:"), Cast("pk", CharField()))).values("key")
    rows = Entry.objects.filter(Q(authority_id__in=keys) | Q(authority_id="", actor_id__in=actors))
    rows = of_kind(rows, kind)
    if who is not None:
        rows = rows.filter(actor_id=who.actor_id)
    if on is not None:
        first = datetime.combine(on, time.min, tzinfo=VIETNAM)
        rows = rows.filter(at__gte=first, at__lt=first + timedelta(days=1))
    if text.strip():
        acts = [name for name, label in LABELS.items() if fold(text) in fold(label)]
        rows = rows.filter(
            Q(object_label__icontains=text.strip())
            | Q(actor_label__icontains=text.strip())
            | Q(name__in=acts)
        )
    return rows.order_by("-position")


def post_at(position: str, unit_name: str) -> str:
    """Position and unit without saying a word twice.

    "Chánh Văn phòng" in "Văn phòng Hội đồng nhân dân" is "Chánh Văn phòng Hội đồng nhân dân"; where nothing overlaps
    a comma stands between them.
    """
    if not position or not unit_name or unit_name.casefold() in position.casefold():
        return position or unit_name
    post, unit = position.split(), unit_name.split()
    for size in range(min(len(post), len(unit)), 0, -1):
        if [word.casefold() for word in post[-size:]] == [word.casefold() for word in unit[:size]]:
            return " ".join((*post, *unit[size:]))
    return f"{position}, {unit_name}"


def workplace(unit: Unit) -> str:
    """Where somebody works as papers name it: the leaders are no office of their own but the authority's."""
    leads = unit.block == Unit.Block.LEADERSHIP and unit.authority is not None
    return unit.authority.name if leads and unit.authority is not None else unit.name


def post_inside(post: str) -> str:
    """A post inside a sentence: an occupation begins small ("công chức"), an office stays ("Phó Chủ tịch")."""
    first, _, _ = post.partition(" ")
    return post[:1].lower() + post[1:] if first in _OCCUPATIONS.split() else post


def titles_of(subjects: Iterable[int]) -> dict[int, str]:
    """Ông or Bà of each person among some subjects, by the key of the subject."""
    rows = Person.objects.filter(subject_id__in=list(subjects)).select_related(None)
    return {person.subject_id: person.title for person in rows}
