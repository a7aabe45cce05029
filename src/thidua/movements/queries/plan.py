"""Who sees a movement, what its plan says, and what its standards and quotas are to the engine."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import QuerySet

from thidua.engine.eligibility import Standard, StandardRule, Subject
from thidua.engine.quota import Quota, Rounding
from thidua.engine.text import fold
from thidua.movements import choices
from thidua.movements.models import Area, Movement, PlanItem
from thidua.movements.queries import citations, names
from thidua.organizations.permissions import Viewer
from thidua.organizations.queries import authorities_visible_to
from thidua.regulations import queries as regulations

GRADING_CODES = {"xuất sắc": "excellent", "tốt": "good", "hoàn thành": "completed"}
"""``grading_at_least`` of a plan -> level of the engine."""
_ALL = 100
_DIRECT_WORK = ("tham muu", "truc tiep chi dao", "truc tiep theo doi", "truc tiep thuc hien", "truc tiep lam")
_DOES_WELL = ("thuc hien tot", "hoan thanh tot cong tac", "thanh tich tieu bieu")
_POINTS = re.compile(r"\b(?:tu|dat)\s+(\d{1,3}(?:[.,]\d+)?)\s+diem\s+tro len")
_YEARS = re.compile(r"\b(\d{1,2}) nam (?:lien tuc|lien tiep|lien ke)")
_MEMBERS = re.compile(
    r"\b(?:(tren|hon)\s+)?(\d{1,3})\s*% (?:(?:tong )?so )?(?:ca nhan|thanh vien|can bo|cong chuc|vien chuc|nguoi)"
    r"[^.;]*?(lao dong tien tien|hoan thanh xuat sac|hoan thanh tot|hoan thanh)"
)
_MEMBER_LEVELS = {
    "hoan thanh xuat sac": "excellent",
    "hoan thanh tot": "good",
    "hoan thanh": "completed",
}
_NOBODY_DISCIPLINED = re.compile(
    r"\bkhong co (?:ca nhan|thanh vien|can bo|cong chuc|vien chuc|nguoi|ai)[^.;]*?ky luat([^.;]*)"
)
_LEVEL = re.compile(r"hoan thanh (?:xuat sac |tot )?nhiem vu")
_OF_UNIT = re.compile(
    r"\b(?:don vi|co quan|tap the) (?:noi |ma |cua |dang )*(?:cong tac |lam viec |ca nhan |minh )*"
    r"(?:duoc |phai |dat |xep loai |danh gia |muc )*(hoan thanh xuat sac|hoan thanh tot|hoan thanh)"
    r"(?: nhiem vu)?"
)
"""What a standard of persons asks of the unit where they work: "đơn vị nơi công tác hoàn thành tốt nhiệm vụ"."""
_MONTHS = re.compile(r"\b(?:tu|du)\s+(\d{1,2})\s+thang\s+tro len")


def movements_visible_to(viewer: Viewer) -> QuerySet[Movement]:
    """Movements of the authorities in which the account has any part, newest first."""
    return (
        Movement.objects.filter(authority__in=authorities_visible_to(viewer))
        .select_related("authority__subject", "plan_paper", "plan_file", "launch_signed")
        .order_by("-starts_on", "-pk")
    )


def items_visible_to(viewer: Viewer, movement: Movement) -> QuerySet[PlanItem]:
    """The facts of a plan that the account sees."""
    return PlanItem.objects.filter(
        movement=movement, movement__in=movements_visible_to(viewer)
    ).select_related("movement__authority__subject")


def items(movement: Movement, kind: str) -> list[PlanItem]:
    """The facts of one kind in the plan's order."""
    return list(PlanItem.objects.filter(movement=movement, kind=kind).order_by("order", "pk"))


def areas(movement: Movement) -> QuerySet[Area]:
    """The areas of a movement in order."""
    return Area.objects.filter(movement=movement).order_by("order")


def document_name(movement: Movement) -> str:
    """How findings cite the plan: "Kế hoạch số 12/KH-UBND ngày 10/02/2025", or by its title while unnumbered."""
    if movement.plan_number and movement.plan_issued_on:
        return f"Kế hoạch số {movement.plan_number} ngày {citations.short_day(movement.plan_issued_on)}"
    if movement.plan_number:
        return f"Kế hoạch số {movement.plan_number}"
    summary = names.summary(movement)
    return f"Kế hoạch {summary[:1].lower()}{summary[1:]}"


def clause(movement: Movement, item: PlanItem) -> str:
    """The clause of the plan that says it: "Kế hoạch số …, mục III.3.2"."""
    where = str(item.data.get("clause") or "")
    return f"{document_name(movement)}, {where}" if where else document_name(movement)


def standards(movement: Movement, *, level: str = "", form: str = "") -> tuple[Standard, ...]:
    """What the plan asks of who is awarded, as rules that the engine checks, each citing its clause.

    By default those of the authority's own level. A text may give several rules: a grading, points, months,
    direct work (individuals), a score where the text asks for doing the movement's work well, what is asked of the
    members (collectives);
    registration only where the plan makes it a condition; a text that gives none is left to the council to judge.
    """
    wanted = level or movement.level or movement.authority.level
    found: list[Standard] = []
    for item in items(movement, PlanItem.Kind.STANDARD):
        if item.data.get("level") not in {wanted, "", None} or (
            form and item.data.get("form") not in {form, ""}
        ):
            continue
        found += _rules_of(item, clause(movement, item))
    if movement.registration_required:
        found.append(Standard(StandardRule.REGISTERED, document_name(movement)))
    return tuple(dict.fromkeys(found))


def _rules_of(item: PlanItem, article: str) -> list[Standard]:
    subject = _subject(item.data.get("subject"))
    words = fold(item.text)
    rules = _gradings_of(item, words, subject, article)
    points = _POINTS.search(words)
    if points:
        value = points.group(1).replace(",", ".")
        rules.append(Standard(StandardRule.SCORE_AT_LEAST, article, subject, value))
    months = _MONTHS.search(words)
    if months:
        rules.append(Standard(StandardRule.MONTHS_AT_LEAST, article, subject, months.group(1)))
    if subject is Subject.INDIVIDUAL and any(word in words for word in _DIRECT_WORK):
        rules.append(Standard(StandardRule.DIRECT_WORK, article, subject))
    if subject is Subject.COLLECTIVE and not points and any(word in words for word in _DOES_WELL):
        rules.append(Standard(StandardRule.SCORED, article, subject))
    if subject is Subject.COLLECTIVE:
        rules += _rules_of_members(words, article)
    if "dang ky thi dua" in words:
        rules.append(Standard(StandardRule.REGISTERED, article, subject))
    if not rules and item.text.strip():
        # what no register can answer is for the council to judge, never taken as met
        rules.append(Standard(StandardRule.JUDGED, article, subject, item.text.strip(), blocking=False))
    return rules


def _gradings_of(item: PlanItem, words: str, subject: Subject, article: str) -> list[Standard]:
    """The level that a text asks of the nominee, and of the unit where a person works."""
    rules: list[Standard] = []
    code = GRADING_CODES.get(str(item.data.get("grading_at_least") or ""))
    if subject is Subject.INDIVIDUAL and not _LEVEL.search(_OF_UNIT.sub("", words)):
        code = code if not _OF_UNIT.search(words) else None  # the only level in the text is the unit's
    if code:
        years = _YEARS.search(words)
        value = f"{code}*{int(years.group(1))}" if years and int(years.group(1)) else code
        rules.append(Standard(StandardRule.GRADING_AT_LEAST, article, subject, value))
    theirs = _OF_UNIT.search(words) if subject is Subject.INDIVIDUAL else None
    if theirs:
        rules.append(Standard(StandardRule.UNIT_GRADED, article, subject, _MEMBER_LEVELS[theirs.group(1)]))
    return rules


def _rules_of_members(words: str, article: str) -> list[Standard]:
    """What a standard of collectives asks of their members: a share that holds a title or a level, no discipline."""
    rules: list[Standard] = []
    for more_than, percent, what in _MEMBERS.findall(words):
        share = f"{'>' if more_than else '>='}{percent}%"
        level = _MEMBER_LEVELS.get(what)
        if int(percent) > _ALL:
            continue
        rules.append(
            Standard(StandardRule.MEMBERS_GRADED, article, Subject.COLLECTIVE, f"{level}{share}")
            if level
            else Standard(
                StandardRule.MEMBERS_HOLD, article, Subject.COLLECTIVE, f"lao_dong_tien_tien{share}"
            )
        )
    nobody = _NOBODY_DISCIPLINED.search(words)
    if nobody:
        mild = "Khiển trách" if "canh cao tro len" in nobody.group(1) else ""
        rules.append(Standard(StandardRule.MEMBERS_UNDISCIPLINED, article, Subject.COLLECTIVE, mild))
    return rules


def clause_naming(movement: Movement, award: str) -> str | None:
    """The clause of the plan that names an award; None where the plan does not name it."""
    wanted = fold(award)
    for item in items(movement, PlanItem.Kind.AWARD):
        if fold(str(item.data.get("form") or "")) == wanted or wanted in fold(item.text):
            return clause(movement, item)
    return None


def quotas(movement: Movement, *, level: str = "", title: str = "") -> tuple[Quota, ...]:
    """How many may be chosen, as the plan limits it at one level (the authority's own by default).

    ``title`` is the code of a title; without it the quotas of the forms of commendation.
    """
    law, on = regulations.national(), movement.reckoned_on
    wanted = level or movement.level or movement.authority.level
    found = []
    for item in items(movement, PlanItem.Kind.QUOTA):
        data = item.data
        form = str(data.get("form") or "")
        if data.get("level") not in {wanted, "", None} or (law.title_code(form, on) if form else "") != title:
            continue
        percent, who = data.get("max_percent"), str(data.get("who") or "")
        per = bool(data.get("per_unit"))
        per_block = per and fold(who) in _BLOCKS
        per_round = per and fold(who) in _ROUNDS
        found.append(
            Quota(
                subject=_subject(data.get("subject")),
                max=data.get("max") if isinstance(data.get("max"), int) else None,
                max_percent=Decimal(str(percent)) if percent is not None else None,
                per_unit=per and not per_block and not per_round,
                # "mỗi đơn vị", "mỗi khối thi đua" name every one of them, not a group of its own; "mỗi đợt" names no
                # unit at all: the careful reading holds it for all sittings together until the officer raises it
                group="" if per and (per_block or per_round or fold(who) in _ANY_UNIT) else who,
                per_block=per_block,
                rounding=_rounding(data.get("rounding")),
            )
        )
    return tuple(found)


_BLOCKS: Final = frozenset({"khoi", "cum", "khoi thi dua", "cum thi dua", "cum, khoi thi dua", "khoi, cum"})
_ROUNDS: Final = frozenset({"dot", "dot thi dua", "dot khen thuong", "dot xet", "dot xet khen thuong"})
_ANY_UNIT: Final = frozenset(
    {"don vi", "co quan", "co quan, don vi", "tap the", "to chuc", "phong, ban", "noi"}
)


def _rounding(value: Any) -> Rounding:
    try:
        return Rounding(str(value))
    except ValueError:
        return Rounding.DOWN


def _subject(value: Any) -> Subject:
    try:
        return Subject(str(value))
    except ValueError:
        return Subject.EITHER


@dataclass(frozen=True, slots=True)
class Scalar:
    """One scalar of the plan as the page shows it: value in words, its passage, whether anybody looked at it."""

    name: str
    label: str
    value: Any
    shown: str
    start: int | None
    end: int | None
    unsure: bool
    confirmed: bool
    read: bool


@dataclass(frozen=True, slots=True)
class Section:
    """All facts of one kind."""

    kind: str
    label: str
    items: list[PlanItem] = field(default_factory=list)


_POINTERS = {
    "title": "/movement/title",
    "issuer": "/issuer/name",
    "level": "/issuer/level",
    "place": "/document/place",
    "plan_number": "/document/number",
    "plan_issued_on": "/document/issued_on",
    "starts_on": "/movement/starts_on",
    "ends_on": "/movement/ends_on",
}
"""Where each scalar stands in the reading."""


def scalars(movement: Movement) -> list[Scalar]:
    """The scalars in the order of the page, each with its passage in the plan's text."""
    places = movement.reading.get("at") or {}
    doubts = set(movement.reading.get("unsure") or [])
    told = []
    for name, label in choices.PLAN_FIELDS.items():
        pointer = _POINTERS.get(name, "")
        span = places.get(pointer) if pointer else None
        start, end = (span[0], span[1]) if isinstance(span, list | tuple) and len(span) == 2 else (None, None)  # noqa: PLR2004 - a pair
        value = getattr(movement, name)
        told.append(
            Scalar(
                name=name,
                label=label,
                value=value,
                shown=_shown(name, value),
                start=start,
                end=end,
                unsure=pointer in doubts,
                confirmed=name in movement.confirmed_fields,
                read=bool(pointer) and bool(movement.plan_text),
            )
        )
    return told


def _shown(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if name == "level":
        return choices.LEVELS.get(str(value), "").capitalize()
    return str(value or "")


def sections(movement: Movement) -> list[Section]:
    """All facts that come in lists, one section for each kind in the order of a plan, empty ones too."""
    held: dict[str, list[PlanItem]] = {kind: [] for kind in PlanItem.Kind.values}
    for item in PlanItem.objects.filter(movement=movement).order_by("order", "pk"):
        held[item.kind].append(item)
    return [Section(kind.value, str(kind.label), held[kind.value]) for kind in PlanItem.Kind]
