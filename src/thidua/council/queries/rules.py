"""By which rules a form of award is considered: quorum, share, of whom it is taken, and where each stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final, NamedTuple, TypeVar

from thidua.council.models import Meeting
from thidua.engine import ballot as engine
from thidua.engine.parameters import NoValueInForceError
from thidua.nominations.models import Nomination
from thidua.regulations import queries as regulations
from thidua.regulations.choices import CERTIFICATE_NAME

GENERAL: Final = f"quy tắc chung, dùng như {CERTIFICATE_NAME}"
SET_BY_MEETING: Final = "Hội đồng thống nhất khi lên lịch họp"
T = TypeVar("T")


class Rule(NamedTuple):
    """What a question needs: the share of yes, of whom it is taken (``all`` or ``present``), and where that stands."""

    threshold: engine.Threshold
    base: str
    source: str


def rule_of(authority_id: int, form: str, on: date) -> Rule:
    """The dated rule of a form of award; one without a rule of its own follows the general one, which is said."""
    law = regulations.law_of(authority_id)
    threshold, general = by_form(law.vote_threshold, form, on)
    base, _ = by_form(law.vote_base, form, on)
    source = law.source_of_form("vote_threshold", CERTIFICATE_NAME if general else form, on)
    return Rule(
        threshold,
        "all" if base == engine.Base.ALL_MEMBERS.value else "present",
        f"{GENERAL}: {source}" if general else source,
    )


class FormRule(NamedTuple):
    """By which rules a form of award is considered at a meeting, and where each stands.

    ``general``: words for the rules that are not the form's own.
    """

    form: str
    quorum: engine.Threshold
    threshold: engine.Threshold
    base: str
    sources: tuple[str, ...]
    general: str


def rules_told(meeting: Meeting, on: date) -> list[FormRule]:
    """The rules of each form of award that is considered, for the page; what the meeting set itself goes first."""
    law = regulations.law_of(meeting.movement.authority_id)
    asked: tuple[tuple[str, str, Callable[[str, date], object]], ...] = (
        ("có mặt", "quorum", law.quorum),
        ("tỷ lệ đồng ý", "vote_threshold", law.vote_threshold),
        ("tính trên", "vote_base", law.vote_base),
    )
    own = {"vote_threshold": meeting.share is not None, "vote_base": meeting.base != "rule"}
    told = []
    for form in forms_of(meeting):
        rule = rule_of(meeting.council.authority_id, form, on)
        general, sources = [], []
        for word, key, value in asked:
            if own.get(key):
                sources.append(f"{word}: {SET_BY_MEETING}")
                continue
            is_general = by_form(value, form, on)[1]
            general += [word] if is_general else []
            found = law.source_of_form(key, CERTIFICATE_NAME if is_general else form, on)
            sources.append(f"{word}: {found}")
        told.append(
            FormRule(
                form,
                by_form(law.quorum, form, on)[0],
                meeting.share or rule.threshold,
                rule.base if meeting.base == "rule" else meeting.base,
                tuple(sources),
                ", ".join(general),
            )
        )
    return told


def forms_of(meeting: Meeting) -> list[str]:
    """The forms of award that are considered; the usual one before anybody is nominated."""
    rows = Nomination.objects.filter(movement=meeting.movement).values_list("form", flat=True)
    return sorted(set(rows)) or [CERTIFICATE_NAME]


def by_form(asked: Callable[[str, date], T], form: str, on: date) -> tuple[T, bool]:
    """The value of a form of award, and whether it is the general one because the form has none of its own."""
    try:
        return asked(form, on), False
    except NoValueInForceError:
        return asked(CERTIFICATE_NAME, on), True


def least_voters(authority_id: int, on: date) -> int:
    """With fewer who may vote, a question is not put to a secret ballot."""
    return int(regulations.law_of(authority_id).book.value("ballot_minimum_members", on).number)


def least_envelopes(authority_id: int, on: date) -> int:
    """Fewer envelopes are never opened."""
    return int(regulations.law_of(authority_id).book.value("ballot_minimum_envelopes", on).number)
