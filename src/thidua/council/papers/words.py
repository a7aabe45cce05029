"""Words and tables that the papers of the council share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from thidua.base.acts import VIETNAM
from thidua.council.models import Ballot, Meeting, Question
from thidua.documents.paper import Column, Table
from thidua.engine.ballot import Threshold
from thidua.engine.words import clock_time
from thidua.nominations.papers import share, titled
from thidua.regulations import queries as regulations

SYMBOL: Final = "BB-HĐTĐKT"
COUNCIL: Final = "Hội đồng Thi đua - Khen thưởng"
_HALF: Final = "1/2"
COUNTS: Final = (
    Column("STT", 6, "center"),
    Column("Tập thể, cá nhân", 30),
    Column("Đồng ý", 11, "center"),
    Column("Không đồng ý", 11, "center"),
    Column("Ý kiến khác", 11, "center"),
    Column("Không hợp lệ", 11, "center"),
    Column("Tỷ lệ", 12, "center"),
)


HANDS: Final = tuple(column for column in COUNTS if column.title != "Không hợp lệ")
"""A raised hand cannot be invalid."""
MARKS: Final = (
    Column("STT", 6, "center"),
    Column("Tập thể, cá nhân", 50),
    Column("Số phiếu đánh dấu", 22, "center"),
    Column("Tỷ lệ", 14, "center"),
)


def hour(at: datetime | None) -> str:
    """Hour and minute as minutes write them."""
    if at is None:
        return "… giờ …"
    return clock_time(at.astimezone(VIETNAM).time())


def small(text: str) -> str:
    """The text inside a sentence."""
    return text[:1].lower() + text[1:]


def needed_words(threshold: Threshold, what: str = "đồng ý") -> str:
    """What passes: "quá nửa đồng ý", "từ 80% trở lên đồng ý", "quá nửa đánh dấu" where names are marked."""
    if threshold.strict and str(threshold.share) == _HALF:
        return f"quá nửa {what}"
    percent = Decimal(threshold.share.numerator) * 100 / Decimal(threshold.share.denominator)
    said = f"{percent.quantize(Decimal('0.01')).normalize():f}".replace(".", ",")
    return f"{'trên' if threshold.strict else 'từ'} {said}%{'' if threshold.strict else ' trở lên'} {what}"


def named(question: Question) -> str:
    """Who is voted on, with Ông or Bà, and for which title; a made-up question of a trial by its text."""
    nomination = question.nomination
    if nomination is None:
        return question.text
    title = regulations.national().title_code(nomination.form, question.ballot.meeting.on)
    return f"{titled(nomination.subject)}{f' (danh hiệu {nomination.form})' if title else ''}"


def council_name(meeting: Meeting) -> str:
    """The council as its papers are headed: the usual name, or its own where it has another."""
    usual = meeting.council.name.lower().startswith(COUNCIL.lower())
    return COUNCIL if usual else meeting.council.name


def count_row(at: int, row: Question, *, hands: bool = False) -> tuple[str, ...]:
    """One case of the table of counts."""
    base = row.base or 0
    return (
        str(at),
        named(row),
        f"{row.yes or 0:02d}/{base:02d}",
        f"{row.no or 0:02d}",
        f"{row.blank or 0:02d}",
        *(() if hands else (f"{row.spoilt or 0:02d}",)),
        share(row.yes or 0, base),
    )


def counts_table(rows: Sequence[Question]) -> Table:
    """How the votes on each case stood; of one contest how many papers mark each name."""
    if rows and rows[0].ballot.contest:
        marked = [
            (
                str(at),
                named(row),
                f"{row.yes or 0:02d}/{row.base or 0:02d}",
                share(row.yes or 0, row.base or 0),
            )
            for at, row in enumerate(rows, start=1)
        ]
        return Table(columns=MARKS, rows=tuple(marked))
    hands = all(row.ballot.method == Ballot.Method.HANDS for row in rows)
    return Table(
        columns=HANDS if hands else COUNTS,
        rows=tuple(count_row(at, row, hands=hands) for at, row in enumerate(rows, start=1)),
    )
