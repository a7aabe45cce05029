"""Whose duty is it: the actors that a plan names, found among the units and posts of the directory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from thidua.engine.text import fold
from thidua.movements.models import Movement, PlanItem
from thidua.organizations.models import Membership, Subject, Unit, in_force

_DROPPED = re.compile(
    r"\b(?:uy ban nhan dan|hoi dong nhan dan|ubnd|hdnd|va|cua|phu trach.*|cong tac.*|tham muu.*|cac|thanh vien)\b"
)
_ALL = re.compile(r"\bcac (?:co quan|don vi|ban nganh|nganh|phong|tap the|to chuc)\b|\btoan the\b|\btat ca\b")
_KINDS = (("cac truong", "truong"), ("cac thon", "thon"), ("cac ban", "ban"), ("tram y te", "tram y te"))
_LEVEL_WORDS = frozenset({"xa", "phuong", "thi tran", "huyen", "tinh"})
_POSTS = re.compile(
    r"\b(?:cong chuc|vien chuc|can bo|chu tich|pho chu tich|giam doc|truong phong|hieu truong)\b"
)
_ENOUGH = 0.6


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty of the plan and whom it concerns."""

    actor: str
    text: str
    everyone: bool
    unit_codes: tuple[str, ...]


def units_of(authority: Unit, on: date) -> list[Unit]:
    """The units of an authority on a day, itself left out."""
    rows = Unit.objects.filter(in_force(on, "valid_from", "valid_to"), authority=authority)
    return list(rows.exclude(pk=authority.pk).select_related("subject").order_by("pk"))


def codes_named(actor: str, units: Sequence[Unit]) -> list[str]:
    """Codes of the units that an actor names: "Văn phòng UBND xã" names the office, "các trường" all schools."""
    folded = fold(actor)
    if _ALL.search(folded):
        return [unit.code for unit in units]
    for words, start in _KINDS:
        if words in folded:
            group = [unit.code for unit in units if fold(unit.name).startswith(start)]
            if group:
                return group
    scored = [(_likeness(actor, unit.name), unit.code) for unit in units]
    best = max((score for score, _ in scored), default=0.0)
    return [code for score, code in scored if score == best and score >= _ENOUGH]


def names_post(actor: str, position: str) -> bool:
    """Whether an actor names a post: "Công chức văn hóa - xã hội" names the position of that civil servant."""
    return bool(_POSTS.search(fold(actor))) and _likeness(actor, position) >= _ENOUGH


def duties_of(movement: Movement) -> list[Duty]:
    """All duties of the plan, with the units found when it was confirmed (or chosen by the officer)."""
    rows = PlanItem.objects.filter(movement=movement, kind=PlanItem.Kind.DUTY).order_by("order")
    told = []
    for item in rows:
        actor = str(item.data.get("actor") or "")
        codes = item.data.get("units")
        told.append(
            Duty(
                actor=actor,
                text=item.text,
                everyone=bool(_ALL.search(fold(actor))),
                unit_codes=tuple(codes) if isinstance(codes, list) else (),
            )
        )
    return told


def concerning(duties: Iterable[Duty], unit: Unit, position: str = "") -> list[Duty]:
    """The duties that concern a unit, or somebody of it with this position."""
    return [
        duty
        for duty in duties
        if duty.everyone or unit.code in duty.unit_codes or (position and names_post(duty.actor, position))
    ]


def positions_of(subjects: Iterable[Subject], on: date) -> dict[int, str]:
    """Position of each person among some subjects on a day, by the key of the subject; one query."""
    rows = Membership.objects.filter(in_force(on), person__subject__in=[subject.pk for subject in subjects])
    posts = rows.order_by("head", "starts_on").values_list("person__subject_id", "position")
    return dict(posts)


def _pairs(name: str) -> frozenset[str]:
    words = re.findall(r"\w+", _DROPPED.sub(" ", fold(name)))
    while words and words[-1] in _LEVEL_WORDS:
        words.pop()
    pairs = frozenset(f"{one} {two}" for one, two in pairwise(words))
    return pairs or frozenset(words)


def _likeness(actor: str, name: str) -> float:
    """Share of the shorter name's pairs of words that stand in the other as well."""
    one, two = _pairs(actor), _pairs(name)
    least = min(len(one), len(two))
    return len(one & two) / least if least else 0.0
