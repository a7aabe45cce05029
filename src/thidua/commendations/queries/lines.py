"""Whom the council chose, and the awards with their money as they would stand on a day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from thidua.commendations.models import Award, Decision
from thidua.council.models import Meeting, Selection
from thidua.engine import money
from thidua.engine.decisions import IN_FORCE
from thidua.engine.parameters import NoValueInForceError, Parameter
from thidua.movements import queries as movements
from thidua.nominations import queries as nominated
from thidua.nominations.models import Nomination
from thidua.organizations.models import Subject
from thidua.organizations.queries import membership_on, workplace
from thidua.regulations import queries as regulations
from thidua.regulations.choices import CERTIFICATE

_KIND_WORDS: Final = {"individual": "cá nhân", "collective": "tập thể", "household": "hộ gia đình"}
_NUMBER = re.compile(r"\d{1,6}[a-z]?")
_TWO_DIGITS: Final = 2


@dataclass(frozen=True, slots=True)
class AwardLine:
    """One award as it would stand on a day: who, position and unit then, multiple and money (đồng).

    ``money_note`` says why the money is not that of the multiple alone; empty where it is.
    """

    order: int
    nomination_id: int
    subject_id: int
    kind: str
    form: str
    title: str
    name: str
    position: str
    unit_name: str
    merit: str
    multiple: Decimal
    amount: Decimal
    money_note: str = ""

    @property
    def named(self) -> str:
        """The name with Ông or Bà before it."""
        return f"{self.title} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class Rate:
    """One reading of the law on the money of a Giấy khen: multiples of the base salary and where they stand."""

    code: str
    individual: Decimal
    collective: Decimal
    household: Decimal
    source: str

    def of(self, kind: str) -> Decimal:
        """The multiple for a kind of the awarded: individual, collective or household."""
        return {"individual": self.individual, "household": self.household}.get(kind, self.collective)


def rates(authority_id: int, on: date) -> tuple[Rate, ...]:
    """The readings that are open on a day, the law book's own first; none where the law leaves no choice."""
    return _rates(regulations.law_of(authority_id), on)


def _rates(law: regulations.Law, on: date) -> tuple[Rate, ...]:
    """Readings of the national text; an own or a provincial multiple leaves nothing to choose."""
    national = regulations.national()
    try:
        rows = law.book.value("certificate_multiple.choices", on).rows
        used, known = (
            [book.multiple_of(CERTIFICATE, kind, on) for kind in _KIND_WORDS] for book in (law, national)
        )
    except NoValueInForceError:
        return ()
    if used != known:
        return ()
    return tuple(
        Rate(
            str(row["code"]),
            Decimal(str(row["individual"])),
            Decimal(str(row["collective"])),
            Decimal(str(row["household"])),
            str(row["source"]),
        )
        for row in rows
    )


def chosen(meeting: Meeting) -> list[Selection]:
    """Whom the council chose to be awarded here, in its order; what only the level above gives goes up instead."""
    levels = nominated.own_levels(meeting.movement.authority)
    rows = meeting.selections.filter(chosen=True, nomination__level__in=levels).select_related(
        "nomination__subject__person__subject",
        "nomination__subject__unit__authority__subject",
        "nomination__subject__household__unit__subject",
        "nomination__unit__subject",
    )
    return list(rows.order_by("order"))


def award_lines(meeting: Meeting, on: date, rate: str = "") -> list[AwardLine]:
    """The awards with the money of a day: multiple x base salary, rounded up (NĐ 152/2025, art. 49.2, 54).

    ``rate`` is the code of a reading (``rates``), empty for the law book's own. Raises ``NoValueInForceError`` when
    the law book has no value for that day.
    """
    law = regulations.law_of(meeting.movement.authority_id)
    salary, step = law.base_salary(on), law.rounding_step(on)
    lines: list[AwardLine] = []
    for number, selection in enumerate(chosen(meeting), start=1):
        nomination = selection.nomination
        subject = nomination.subject
        multiple = _multiple(law, nomination.form, subject.award_kind, on, rate)
        title, position, unit_name = "", "", ""
        if subject.kind == "person":
            post = membership_on(subject.person, on)
            title = subject.person.title
            position = post.position if post else ""
            unit_name = workplace(post.unit if post else nomination.unit)
        elif subject.kind == "household":
            unit_name = subject.household.unit.name
        elif subject.unit.authority is not None and subject.unit.authority_id != subject.unit.pk:
            unit_name = subject.unit.authority.name  # the superior body stands below a collective's name
        lines.append(
            AwardLine(
                order=number,
                nomination_id=nomination.pk,
                subject_id=subject.pk,
                kind=subject.award_kind,
                form=nomination.form,
                title=title,
                name=subject.name,
                position=position,
                unit_name=unit_name,
                merit=nomination.merit,
                multiple=multiple,
                amount=Decimal(money.award_money(multiple, salary, step)),
            )
        )
    return _highest_title_paid(meeting, lines, law, on)


@dataclass(frozen=True, slots=True)
class MoneyBasis:
    """One value by which the money of awards is reckoned: what it is for, and where and since when it stands."""

    about: str
    value: Decimal
    source: str
    since: date | None

    def plain(self) -> dict[str, str]:
        """As a decision keeps it."""
        since = self.since.isoformat() if self.since else ""
        return {"about": self.about, "value": str(self.value), "source": self.source, "since": since}


def decided_lines(made: Decision) -> list[AwardLine]:
    """The awards of a decision that was issued, as it gave them, whatever the law book says since."""
    return [
        AwardLine(
            order=award.order,
            nomination_id=award.nomination_id,
            subject_id=award.subject_id,
            kind=award.subject.award_kind,
            form=award.form,
            title=award.title,
            name=award.name,
            position=award.position,
            unit_name=award.unit_name,
            merit=award.merit,
            multiple=award.multiple or Decimal(0),
            amount=award.amount or Decimal(0),
            money_note=award.money_note,
        )
        for award in made.awards.select_related("subject")
    ]


def decided_basis(made: Decision) -> list[MoneyBasis]:
    """The values by which an issued decision reckoned; nothing for one issued before they were kept."""
    return [
        MoneyBasis(
            row["about"],
            Decimal(row["value"]),
            row["source"],
            date.fromisoformat(row["since"]) if row["since"] else None,
        )
        for row in made.basis
    ]


def money_basis(meeting: Meeting, lines: Sequence[AwardLine], on: date, rate: str = "") -> list[MoneyBasis]:
    """The base salary, the multiple of each award and kind on the list, and the rounding, as of a day."""
    law = regulations.law_of(meeting.movement.authority_id)
    salary, step = law.book.value("base_salary", on), law.book.value("money_rounding_step", on)
    chosen_rate = next((known for known in _rates(law, on) if known.code == rate), None)
    told = [_basis("Lương cơ sở (đồng)", salary)]
    for form, kind in dict.fromkeys((line.form, line.kind) for line in lines):
        about = f"Hệ số {form}, {_KIND_WORDS[kind]}"
        used = law.multiple_of(form, kind, on)
        if chosen_rate is not None and law.form_code(form, on) == CERTIFICATE:
            told.append(MoneyBasis(about, chosen_rate.of(kind), chosen_rate.source, used.valid_from))
        else:
            told.append(_basis(about, used))
    return [*told, _basis("Làm tròn lên (đồng)", step)]


def _basis(about: str, used: Parameter) -> MoneyBasis:
    return MoneyBasis(about, used.number, used.source, used.valid_from)


def _highest_title_paid(
    meeting: Meeting, lines: Sequence[AwardLine], law: regulations.Law, on: date
) -> list[AwardLine]:
    """Several titles for one period: only the highest is paid (NĐ 152/2025, art. 49.5); forms are paid beside it.

    What the authority's earlier decisions gave for titles of the same year counts as the law book says.
    """
    titles = [line for line in lines if law.title_code(line.form, on)]
    if not titles:
        return list(lines)
    rule = law.several_titles_money(on)
    best = {line.subject_id: line for line in sorted(titles, key=lambda line: line.multiple)}
    before = _titles_before(meeting, law, list(best), on)
    paid: list[AwardLine] = []
    for line in lines:
        highest = best.get(line.subject_id, line)
        if line not in titles:
            paid.append(line)
        elif line is not highest:
            note = f"cùng kỳ đạt “{highest.form}” nên chỉ chi mức cao nhất ({rule.source})"
            paid.append(replace(line, multiple=Decimal(0), amount=Decimal(0), money_note=note))
        else:
            paid.append(_beside_earlier(line, before.get(line.subject_id, []), rule))
    return paid


def _titles_before(
    meeting: Meeting, law: regulations.Law, subjects: Sequence[int], on: date
) -> dict[int, list[Award]]:
    """The paid titles that earlier decisions of the authority gave for the same year, by subject."""
    rows = Award.objects.filter(
        decision__authority_id=meeting.movement.authority_id,
        decision__state__in=IN_FORCE,
        subject_id__in=subjects,
        cancelled_on__isnull=True,
        amount__gt=0,
    ).exclude(decision__proposal__meeting=meeting)
    own = Award.objects.filter(decision__proposal__meeting=meeting).order_by("pk").first()
    if own is not None:  # decided already: what came later does not change it
        rows = rows.filter(pk__lt=own.pk)
    found: dict[int, list[Award]] = {}
    year = movements.year_of(meeting.movement) or on.year
    for row in rows.select_related("decision__movement", "decision__paper").order_by("pk"):
        decided_on = row.decision.decided_on or on
        if (movements.year_of(row.decision.movement) or decided_on.year) == year and law.title_code(
            row.form, decided_on
        ):
            found.setdefault(row.subject_id, []).append(row)
    return found


def _beside_earlier(line: AwardLine, earlier: Sequence[Award], rule: Parameter) -> AwardLine:
    if not earlier:
        return line
    had = sum((row.amount or Decimal(0) for row in earlier), Decimal(0))
    told = "; ".join(
        f"“{row.form}” theo Quyết định số {row.decision.paper.citation if row.decision.paper else row.decision.number}"
        for row in earlier
    )
    left = line.amount if rule.text == "whole" else max(line.amount - had, Decimal(0))
    how = (
        "vẫn chi đủ mức này"
        if rule.text == "whole"
        else "chỉ chi phần chênh lệch"
        if left
        else "không chi thêm"
    )
    had_told = f"{int(had):,}".replace(",", ".")
    note = f"cùng năm đã được thưởng {had_told} đồng cho {told}; {how} ({rule.source})"
    return replace(line, multiple=line.multiple if left else Decimal(0), amount=left, money_note=note)


def _multiple(law: regulations.Law, form: str, kind: str, on: date, rate: str) -> Decimal:
    if rate and law.form_code(form, on) == CERTIFICATE:
        for known in _rates(law, on):
            if known.code == rate:
                return known.of(kind)
    return law.multiple(form, kind, on)


def decided_otherwise(meeting: Meeting) -> list[Selection]:
    """Where the chairperson decided otherwise than the council proposed, in the council's order."""
    rows = meeting.selections.filter(otherwise_at__isnull=False).select_related("nomination__subject__person")
    return list(rows.order_by("order"))


def votes_by_nomination(meeting: Meeting) -> dict[int, tuple[int, int, bool]]:
    """Votes in favour (or marks: True), and base of each one voted on in the first round, by key of the nomination."""
    return {
        question.nomination_id: (question.yes or 0, question.base or 0, bool(ballot.contest))
        for ballot in meeting.ballots.filter(state="opened", trial=False, round=1)
        .order_by("pk")
        .prefetch_related("questions")
        for question in ballot.questions.all()
        if question.nomination_id is not None
    }


def votes_of(meeting: Meeting) -> list[tuple[str, int, int, bool]]:
    """Name (and award, where they differ), votes in favour (or marks), and base of each one chosen, in order."""
    votes = votes_by_nomination(meeting)
    rows = [selection.nomination for selection in chosen(meeting)]
    mixed = len({nomination.form for nomination in rows}) > 1
    return [
        (f"{_named(row.subject)}{f' ({row.form})' if mixed else ''}", *votes[row.pk])
        for row in rows
        if row.pk in votes
    ]


def let_through(lines: Sequence[AwardLine]) -> dict[int, Nomination]:
    """Who stands on the list against a finding, on the chairperson's word, by the key of the nomination."""
    rows = Nomination.objects.filter(pk__in=[line.nomination_id for line in lines]).exclude(
        override_reason=""
    )
    ordered = rows.select_related("subject__person").order_by("-subject__kind", "subject__sort_key", "pk")
    return {row.pk: row for row in ordered}


def _named(subject: Subject) -> str:
    """A person with Ông or Bà, a collective by its name."""
    return (
        f"{subject.person.title} {subject.name}".strip()
        if subject.kind == Subject.Kind.PERSON
        else subject.name
    )


def total(lines: Sequence[AwardLine]) -> Decimal:
    """The sum of the money in đồng."""
    return sum((line.amount for line in lines), Decimal(0))


def tidy_number(typed: str) -> str:
    """A number from the clerk's book as papers print it: "5" and "05/QĐ-UBND" give "05"; empty when it is none."""
    number = typed.strip().lower().removeprefix("số").strip(" :").split("/")[0].strip()
    if not _NUMBER.fullmatch(number):
        return ""
    digits = number.rstrip("abcdefghijklmnopqrstuvwxyz")
    value = int(digits)
    return f"{value:0{_TWO_DIGITS}d}{number[len(digits) :]}" if value else ""
