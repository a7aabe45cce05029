"""Units and people as a movement sees them: who belongs where, who may take part by the words of the plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from thidua.engine.text import fold
from thidua.movements.models import Movement, PlanItem
from thidua.organizations.models import Household, Membership, Person, Subject, Unit, in_force

_VILLAGES = ("thon", "ban", "to dan pho", "khu dan cu", "ho gia dinh", "nhan dan")
_PARTNERS = ("co quan", "don vi", "mat tran", "doan the", "cong an", "quan su", "luc luong")
_PART_TIME = (
    "khong chuyen trach",
    "nguoi hoat dong",
    "nhan dan",
    "nguoi dan",
    "thon",
    "hoi vien",
    "doan vien",
)
_OUTSIDE = ("nhan dan", "nguoi dan", "doanh nghiep", "ho gia dinh", "to chuc, ca nhan")


def units_of_subjects(subjects: Iterable[Subject], on: date) -> dict[int, int]:
    """Key of each subject -> key of its unit: a unit is its own, a household's is that where it lives.

    A person belongs to the unit of the main post.
    """
    keys = [subject.pk for subject in subjects]
    found = dict(Unit.objects.filter(subject__in=keys).values_list("subject_id", "pk"))
    living = Household.objects.filter(in_force(on, "valid_from", "valid_to"), subject__in=keys)
    found |= dict(living.values_list("subject_id", "unit_id"))
    posts = Membership.objects.filter(in_force(on), person__subject__in=keys)
    rows = posts.order_by("head", "starts_on", "-pk").values_list("person__subject_id", "unit_id")
    return found | dict(rows)  # the last row of a person wins: as head first, then the newest


def households_take_part(movement: Movement) -> bool:
    """Whether the plan names households: as participants, for an award, by a standard or a quota."""
    rows = PlanItem.objects.filter(movement=movement).values_list("kind", "data", "text")
    return any(
        data.get("subject") == "household"
        or (kind == PlanItem.Kind.PARTICIPANT and "ho gia dinh" in fold(text))
        for kind, data, text in rows
    )


def all_subjects(authority: Unit, on: date) -> list[Subject]:
    """Every unit below an authority and everybody who has a post in one of them or in the authority itself."""
    units = Unit.objects.filter(in_force(on, "valid_from", "valid_to"), authority=authority)
    people = Membership.objects.filter(in_force(on), unit__authority=authority)
    rows = Subject.objects.filter(
        pk__in=units.exclude(pk=authority.pk).values("subject_id")
    ) | Subject.objects.filter(pk__in=people.values("person__subject_id"))
    return list(rows.order_by("-kind", "sort_key", "pk"))


def out_of_scope(movement: Movement, subjects: Iterable[Subject], on: date) -> dict[int, str]:
    """Key -> sentence for each subject that the plan does not name among its participants.

    What the plan leaves open is in scope: without a text about participants nobody is out of it.
    """
    told = PlanItem.objects.filter(movement=movement, kind=PlanItem.Kind.PARTICIPANT)
    words: dict[str, str] = {}
    for item in told:
        subject = str(item.data.get("subject") or "either")
        words[subject] = f"{words.get(subject, '')} {fold(item.text)}"
    keys = [subject.pk for subject in subjects]
    found = _units_outside(movement, keys, words.get("collective", "") + words.get("either", ""))
    found |= _people_outside(movement, keys, words.get("individual", "") + words.get("either", ""), on)
    return found


def _units_outside(movement: Movement, keys: list[int], words: str) -> dict[int, str]:
    outside = {}
    for unit in Unit.objects.filter(subject__in=keys):
        if unit.authority_id != movement.authority_id:
            outside[unit.subject_id] = "Không thuộc cơ quan tổ chức phong trào."
        elif words and unit.block == Unit.Block.VILLAGES and not _names(words, _VILLAGES):
            outside[unit.subject_id] = "Kế hoạch không nêu thôn, tổ dân phố trong đối tượng tham gia."
        elif words and unit.block == Unit.Block.PARTNERS and not _names(words, _PARTNERS):
            outside[unit.subject_id] = "Kế hoạch không nêu cơ quan phối hợp trong đối tượng tham gia."
    return outside


def _people_outside(movement: Movement, keys: list[int], words: str, on: date) -> dict[int, str]:
    outside = {}
    rows = Person.objects.filter(subject__in=keys)
    posted = set(Membership.objects.filter(in_force(on), person__in=rows).values_list("person_id", flat=True))
    for person in rows:
        if person.authority_id != movement.authority_id:
            outside[person.subject_id] = "Không thuộc cơ quan tổ chức phong trào."
        elif person.pk not in posted:
            outside[person.subject_id] = "Hiện không còn công tác tại đơn vị nào."
        elif words and person.category == Person.Category.OUTSIDE and not _names(words, _OUTSIDE):
            outside[person.subject_id] = "Kế hoạch không nêu người ngoài cơ quan trong đối tượng tham gia."
        elif words and person.category == Person.Category.PART_TIME and not _names(words, _PART_TIME):
            outside[person.subject_id] = (
                "Kế hoạch không nêu người hoạt động không chuyên trách trong đối tượng tham gia."
            )
    return outside


def _names(words: str, any_of: Iterable[str]) -> bool:
    told = f" {words.replace('dia ban', ' ')} "  # "trên địa bàn" names no bản
    return any(f" {word}" in told for word in any_of)
