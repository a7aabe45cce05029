"""Legal values and texts by the day of the act; code names what it wants, never a figure or an article.

The data stand in ``data/national.yaml`` and ``data/holidays.yaml``, each value with its days in force, its source and
how far it may be trusted. All functions raise ``NoValueInForceError`` where the book holds nothing for the day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

import yaml

from thidua.documents.paper.sheet import long_date
from thidua.engine.ballot.counting import Threshold
from thidua.engine.parameters import Instrument, LawBook, NoValueInForceError, Parameter
from thidua.engine.text import fold
from thidua.engine.working_days import Calendar

_TOPIC_OF: Final[Mapping[str, str]] = MappingProxyType({"award": "decision"})
_LAW: Final = "Luật"


@dataclass(frozen=True, slots=True)
class AwardForm:
    """A form of award: its code, its name, the level and title of who decides, whom it may go to, its article."""

    code: str
    name: str
    level: str
    decider: str
    subjects: tuple[str, ...]
    article: str


@dataclass(frozen=True, slots=True)
class DossierKind:
    """A paper of the dossier: ``of`` is ``unit`` (one for the list) or ``subject`` (one for each nominee)."""

    code: str
    name: str
    of: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """One of the legal grounds on which an award is cancelled."""

    code: str
    name: str


def _data(name: str) -> dict[str, Any]:
    text = files("thidua.regulations").joinpath("data", name).read_text(encoding="utf-8")
    told: dict[str, Any] = yaml.safe_load(text)
    return told


@cache
def lawbook() -> LawBook:
    """The national book, read once. Raises LawBookError when its data contradict themselves."""
    return LawBook.load(_data("national.yaml"))


@cache
def working_calendar() -> Calendar:
    """Holidays, days off and days worked in exchange, of the years that the data know."""
    return Calendar.load(_data("holidays.yaml"))


def _rows(key: str, on: date) -> tuple[Mapping[str, Any], ...]:
    return lawbook().value(key, on).rows


def base_salary(on: date) -> int:
    """Lương cơ sở of a day, in đồng a month."""
    return int(lawbook().value("base_salary", on).number)


def rounding_step(on: date) -> int:
    """Award money is rounded up to a whole one of these, in đồng."""
    return int(lawbook().value("money_rounding_step", on).number)


def award_forms(on: date) -> tuple[AwardForm, ...]:
    """The forms of award known on a day, the commune's own first."""
    return tuple(
        AwardForm(
            code=row["code"],
            name=row["name"],
            level=row["level"],
            decider=row["decider"],
            subjects=tuple(row["subjects"]),
            article=row["article"],
        )
        for row in _rows("award_forms", on)
    )


def form_code(form: str, on: date) -> str:
    """The code of a form of award, given its code or its name as a plan writes it ("Giấy khen").

    A name that only begins with a known one counts for it ("Giấy khen của Chủ tịch …"). Raises NoValueInForceError
    for a form that the book does not know.
    """
    told = fold(form)
    forms = award_forms(on)
    for known in forms:
        if told in {known.code, fold(known.name)}:
            return known.code
    for known in forms:
        if told.startswith(fold(known.name)) or fold(known.name).startswith(told + " "):
            return known.code
    raise NoValueInForceError(f"award_forms.{form}", on)


def multiple_of(form: str, subject_kind: str, on: date) -> Parameter:
    """The multiple of the base salary with its source and its confidence; arguments as in ``multiple``."""
    code = form_code(form, on)
    key = "certificate_multiple" if code == "giay_khen" else f"multiple.{code}"
    return lawbook().value(f"{key}.{subject_kind}", on)


def multiple(form: str, subject_kind: str, on: date) -> Decimal:
    """How many base salaries go with an award.

    ``form`` is its name or code, ``subject_kind`` individual, collective or household, ``on`` the decision's day.
    """
    return multiple_of(form, subject_kind, on).number


def dossier_kinds(form: str, on: date) -> tuple[DossierKind, ...]:
    """The papers that a dossier for this form of award holds."""
    return tuple(
        DossierKind(row["code"], row["name"], row["of"], bool(row.get("optional", False)))
        for row in _rows(f"dossier.{form_code(form, on)}", on)
    )


def report_form(subject_kind: str, on: date) -> str:
    """The title of the achievement report of an individual or a collective."""
    return lawbook().value(f"report_form.{subject_kind}", on).text


def standing_unit(on: date) -> str:
    """The usual name of the unit that is the standing unit of a commune's council on a day."""
    return lawbook().value("standing_unit", on).text


def vote_threshold(form: str, on: date) -> Threshold:
    """The share of votes that this form of award needs."""
    return Threshold.parse(lawbook().value(f"vote_threshold.{form_code(form, on)}", on).text)


def vote_base(form: str, on: date) -> str:
    """Of whom the share is taken: ``all_members`` or ``present``."""
    return lawbook().value(f"vote_base.{form_code(form, on)}", on).text


def quorum(form: str, on: date) -> Threshold:
    """The share of the members who must be there."""
    return Threshold.parse(lawbook().value(f"quorum.{form_code(form, on)}", on).text)


def eligibility_articles(on: date) -> dict[str, str]:
    """The article behind each rule of eligibility, as ``engine.eligibility.check`` takes it."""
    return {row["rule"]: row["article"] for row in _rows("eligibility_articles", on)}


def women_share_preferred(on: date) -> Decimal:
    """From this share of women on, a collective is preferred among equals (a part of 1)."""
    return lawbook().value("women_share_preferred", on).number


def cancellation_grounds(on: date) -> tuple[Ground, ...]:
    """The legal grounds on which an award is cancelled. 06/2022/QH15, art. 93.2."""
    return tuple(Ground(row["code"], row["name"]) for row in _rows("cancellation_grounds", on))


def working_days_of(term: str, on: date) -> int:
    """A term in working days: ``explanation``, ``decision.giay_khen``, ``revocation``, ``public_notice``."""
    head, dot, rest = term.partition(".")
    return int(lawbook().value(f"{head}_working_days{dot}{rest}", on).number)


def instruments(on: date, purpose: str) -> tuple[Instrument, ...]:
    """The legal texts in force on a day for a purpose.

    Purposes: ``plan``, ``proposal``, ``minutes``, ``decision`` (also called ``award``), ``money``, ``grading``,
    ``reform``.
    """
    return lawbook().instruments_in_force(on, _TOPIC_OF.get(purpose, purpose))


def citation(text: Instrument) -> str:
    """A legal text as the căn cứ lines cite it at first: kind, number, date, issuer, subject (NĐ 30/2020).

    A law is cited by its name: "Căn cứ Luật Thi đua, khen thưởng số 06/2022/QH15 ngày 15 tháng 6 năm 2022".
    """
    day = f" {long_date(text.issued_on)}" if text.issued_on else ""
    if text.kind == _LAW:
        return f"Căn cứ {text.title} số {text.number}{day}"
    return f"Căn cứ {text.kind} số {text.number}{day} của {text.issuer} {text.title}"


def citations(on: date, purpose: str) -> tuple[str, ...]:
    """The căn cứ lines of a paper of a day, without end marks."""
    return tuple(citation(text) for text in instruments(on, purpose))
