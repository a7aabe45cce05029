"""The law as one authority reads it: values and texts by the day of the act, never a figure or an article in code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from thidua.documents.paper.sheet import long_date
from thidua.engine.ballot.counting import Threshold
from thidua.engine.eligibility import Standard, StandardRule
from thidua.engine.eligibility import Subject as EligibleSubject
from thidua.engine.parameters import LAW, Confidence, Instrument, LawBook, NoValueInForceError, Parameter
from thidua.engine.text import fold
from thidua.regulations.choices import CERTIFICATE

_TOPIC_OF: Final[Mapping[str, str]] = MappingProxyType({"award": "decision"})
_FORM_WORDING: Final = "form"
_TITLE_WORDING: Final = "title"
_SURE: Final = frozenset({Confidence.READ, Confidence.QUOTED, Confidence.HOUSE})


@dataclass(frozen=True, slots=True)
class AwardForm:
    """An award: its code, its name, the level and title of who decides, whom it may go to, its article.

    ``title`` parts the emulation titles (danh hiệu thi đua) from the forms of commendation (hình thức khen thưởng).
    """

    code: str
    name: str
    level: str
    decider: str
    subjects: tuple[str, ...]
    article: str
    title: bool = False

    @property
    def told(self) -> str:
        """As papers name it inside a sentence: "Giấy khen", "danh hiệu “Lao động tiên tiến”"."""
        return f"danh hiệu “{self.name}”" if self.title else self.name


@dataclass(frozen=True, slots=True)
class CertificateWording:
    """What a certificate says of its award: lines four and five, the merit (empty: as it was nominated)."""

    giving: str
    heading: str
    merit: str


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


def citation(text: Instrument) -> str:
    """A legal text as the căn cứ lines cite it at first: kind, number, date, issuer, subject (NĐ 30/2020).

    A law is cited by its name: "Căn cứ Luật Thi đua, khen thưởng số 06/2022/QH15 ngày 15 tháng 6 năm 2022".
    """
    day = f" {long_date(text.issued_on)}" if text.issued_on else ""
    if text.kind == LAW:
        return f"Căn cứ {text.title} số {text.number}{day}"
    return f"Căn cứ {text.kind} số {text.number}{day} của {text.issuer} {text.title}"


def _forms(rows: tuple[Mapping[str, Any], ...], *, title: bool) -> tuple[AwardForm, ...]:
    return tuple(
        AwardForm(
            row["code"],
            row["name"],
            row["level"],
            row["decider"],
            tuple(row["subjects"]),
            row["article"],
            title,
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class Law:
    """The book in force for an authority: the national one, its province's over it, its own values over both.

    All methods raise ``NoValueInForceError`` where the book holds nothing for the day.
    """

    book: LawBook

    def _rows(self, key: str, on: date) -> tuple[Mapping[str, Any], ...]:
        return self.book.value(key, on).rows

    def base_salary(self, on: date) -> int:
        """Lương cơ sở of a day, in đồng a month."""
        return int(self.book.value("base_salary", on).number)

    def rounding_step(self, on: date) -> int:
        """Award money is rounded up to a whole one of these, in đồng."""
        return int(self.book.value("money_rounding_step", on).number)

    def award_forms(self, on: date) -> tuple[AwardForm, ...]:
        """The forms of award known on a day, the commune's own first."""
        return _forms(self._rows("award_forms", on), title=False)

    def award_titles(self, on: date) -> tuple[AwardForm, ...]:
        """The emulation titles known on a day: for a year's work, never for a movement."""
        return _forms(self._rows("award_titles", on), title=True)

    def awards(self, on: date) -> tuple[AwardForm, ...]:
        """Forms and titles known on a day, the forms first."""
        try:
            return self.award_forms(on) + self.award_titles(on)
        except NoValueInForceError:
            return self.award_forms(on)

    def award(self, form: str, on: date) -> AwardForm | None:
        """The award that a name or a code means (see ``form_code``), or nothing where the book does not know it."""
        try:
            code = self.form_code(form, on)
        except NoValueInForceError:
            return None
        return next(known for known in self.awards(on) if known.code == code)

    def certificate_of(self, form: str, on: date) -> Parameter | None:
        """Which wording the certificate of a title has and where that stands; nothing for a form of commendation."""
        code = self.title_code(form, on)
        return self._told(f"certificate_of.{code}", on) if code else None

    def certificate(self, form: str, year: int, on: date) -> CertificateWording:
        """The words on the certificate of an award of a year: of a title as the book says, else of a form."""
        known = self.award(form, on)
        chosen = self.certificate_of(form, on)
        usual = _TITLE_WORDING if known is not None and known.title else _FORM_WORDING
        code = chosen.text if chosen is not None else usual
        row = next(row for row in self._rows("certificate_wordings", on) if row["code"] == code)
        name = known.name if known is not None and known.title else form
        words = {"name": name, "year": year}
        return CertificateWording(
            str(row["giving"]).format(**words),
            str(row["heading"]).format(**words),
            str(row["merit"]).format(**words),
        )

    def title_code(self, form: str, on: date) -> str:
        """The code of a title, empty for a form of commendation: what parts the two in quotas and lists."""
        known = self.award(form, on)
        return known.code if known is not None and known.title else ""

    def standards(self, form: str, on: date) -> tuple[Standard, ...]:
        """The standards that the law or a province sets for an award; none where they are left to the plan."""
        try:
            rows = self._rows(f"standards.{self.form_code(form, on)}", on)
        except NoValueInForceError:
            return ()
        return tuple(
            Standard(
                StandardRule(row["rule"]),
                row["article"],
                EligibleSubject(row["subject"]),
                str(row.get("value", "")),
                bool(row.get("blocking", True)),
            )
            for row in rows
        )

    def form_code(self, form: str, on: date) -> str:
        """The code of a form or a title, given its code or its name as a plan writes it ("Giấy khen").

        A name that only begins with a known one counts for it ("Giấy khen của Chủ tịch …"). Raises NoValueInForceError
        for a form that the book does not know.
        """
        told = fold(form)
        forms = self.awards(on)
        for known in forms:
            if told in {known.code, fold(known.name)}:
                return known.code
        for known in forms:
            if told.startswith(fold(known.name)) or fold(known.name).startswith(told + " "):
                return known.code
        raise NoValueInForceError(f"award_forms.{form}", on)

    def multiple_of(self, form: str, subject_kind: str, on: date) -> Parameter:
        """The multiple of the base salary with its source and its confidence; arguments as in ``multiple``."""
        code = self.form_code(form, on)
        key = "certificate_multiple" if code == CERTIFICATE else f"multiple.{code}"
        return self.book.value(f"{key}.{subject_kind}", on)

    def multiple(self, form: str, subject_kind: str, on: date) -> Decimal:
        """How many base salaries go with an award.

        ``form`` is its name or code, ``subject_kind`` individual, collective or household, ``on`` the decision's day.
        """
        return self.multiple_of(form, subject_kind, on).number

    def dossier_kinds(self, form: str, on: date) -> tuple[DossierKind, ...]:
        """The papers that a dossier for this form of award holds."""
        return tuple(
            DossierKind(row["code"], row["name"], row["of"], bool(row.get("optional", False)))
            for row in self._rows(f"dossier.{self.form_code(form, on)}", on)
        )

    def report_form(self, subject_kind: str, on: date, *, title: bool) -> str:
        """The number of the form of an achievement report; empty where it is not sure: a paper prints no guess.

        ``title``: for an emulation title, else for a form of commendation within a movement.
        """
        told = self._told(f"report_form.{'title.' if title else ''}{subject_kind}", on)
        return told.text if told is not None and told.confidence in _SURE else ""

    def standing_unit(self, on: date, level: str = "commune") -> str:
        """The usual name of the unit that is the standing unit of the council of a level on a day."""
        key = "standing_unit_province" if level == "province" else "standing_unit"
        return self.book.value(key, on).text

    def vote_threshold(self, form: str, on: date) -> Threshold:
        """The share of votes that this form of award needs."""
        return Threshold.parse(self.book.value(f"vote_threshold.{self.form_code(form, on)}", on).text)

    def source_of_form(self, what: str, form: str, on: date) -> str:
        """Where a rule of a form of award stands: ``vote_threshold``, ``vote_base`` or ``quorum``."""
        return self.book.value(f"{what}.{self.form_code(form, on)}", on).source

    def vote_base(self, form: str, on: date) -> str:
        """Of whom the share is taken: ``all_members`` or ``present``."""
        return self.book.value(f"vote_base.{self.form_code(form, on)}", on).text

    def quorum(self, form: str, on: date) -> Threshold:
        """The share of the members who must be there."""
        return Threshold.parse(self.book.value(f"quorum.{self.form_code(form, on)}", on).text)

    def eligibility_articles(self, on: date) -> dict[str, str]:
        """The article behind each rule of eligibility, as ``engine.eligibility.check`` takes it."""
        return {row["rule"]: row["article"] for row in self._rows("eligibility_articles", on)}

    def article_of(self, act: str, on: date) -> str:
        """The article that rules on an act as such: ``launch``, ``openness`` or ``revocation``."""
        return str(next(row["article"] for row in self._rows("act_articles", on) if row["act"] == act))

    def women_share_preferred(self, on: date) -> Decimal:
        """From this share of women on, a collective is preferred among equals (a part of 1)."""
        return self.book.value("women_share_preferred", on).number

    def leaders_most(self, on: date) -> Parameter | None:
        """The largest share of leaders among the individuals (a part of 1), with its source; None: no limit is set."""
        told = self._told("leaders_share_most", on)
        return told if told is not None and told.number < 1 else None

    def direct_workers_preferred(self, on: date) -> Parameter | None:
        """Where it stands that a direct worker goes before a leader who is equal; nothing where it does not."""
        told = self._told("direct_workers_preferred", on)
        return told if told is not None and told.number else None

    def _told(self, key: str, on: date) -> Parameter | None:
        try:
            return self.book.value(key, on)
        except NoValueInForceError:
            return None

    def several_titles_money(self, on: date) -> Parameter:
        """What is paid for a title beside those of the same year in other decisions: ``difference`` or ``whole``."""
        return self.book.value("several_titles_money", on)

    def cancellation_grounds(self, on: date) -> tuple[Ground, ...]:
        """The legal grounds on which an award is cancelled. 06/2022/QH15, art. 93.2."""
        return tuple(Ground(row["code"], row["name"]) for row in self._rows("cancellation_grounds", on))

    def working_days_of(self, term: str, on: date) -> int:
        """A term in working days: ``explanation``, ``decision.giay_khen``, ``revocation``, ``public_notice``."""
        head, dot, rest = term.partition(".")
        return int(self.book.value(f"{head}_working_days{dot}{rest}", on).number)

    def instruments(self, on: date, purpose: str) -> tuple[Instrument, ...]:
        """The legal texts in force on a day for a purpose.

        Purposes: ``plan``, ``proposal``, ``minutes``, ``decision`` (also called ``award``), ``money``, ``grading``,
        ``reform``.
        """
        return self.book.instruments_in_force(on, _TOPIC_OF.get(purpose, purpose))

    def citations(self, on: date, purpose: str) -> tuple[str, ...]:
        """The căn cứ lines of a paper of a day, without end marks."""
        return tuple(citation(text) for text in self.instruments(on, purpose))
