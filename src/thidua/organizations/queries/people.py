"""Persons, their posts, what they hold, what they are called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from thidua.accounts.models import User
from thidua.engine.text import fold
from thidua.organizations.choices import role_label
from thidua.organizations.models import (
    Membership,
    Person,
    RoleGrant,
    Training,
    Unit,
    UnitClosure,
    in_force,
)
from thidua.organizations.permissions import Viewer
from thidua.organizations.queries.seen import authorities_administered_by, keeps, persons_visible_to

_OCCUPATIONS = "Bác Cán Chuyên Công Dược Điều Giáo Hộ Kế Lao Nhân Viên Y"
"""First words of posts that are occupations, not offices."""


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


def post_inside(post: str) -> str:
    """A post inside a sentence: an occupation begins small ("công chức"), an office stays ("Phó Chủ tịch")."""
    first, _, _ = post.partition(" ")
    return post[:1].lower() + post[1:] if first in _OCCUPATIONS.split() else post


def titles_of(subjects: Iterable[int]) -> dict[int, str]:
    """Ông or Bà of each person among some subjects, by the key of the subject."""
    rows = Person.objects.filter(subject_id__in=list(subjects)).select_related(None)
    return {person.subject_id: person.title for person in rows}
