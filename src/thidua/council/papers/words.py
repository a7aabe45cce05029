"""Words and tables that the papers of the council share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from thidua.base.acts import VIETNAM
from thidua.council.models import Question
from thidua.documents.paper import Column, Table
from thidua.engine.words import clock_time
from thidua.nominations.papers import share, titled

SYMBOL: Final = "BB-HĐTĐKT"
COUNCIL: Final = "Hội đồng Thi đua - Khen thưởng"
COUNTS: Final = (
    Column("STT", 6, "center"),
    Column("Tập thể, cá nhân", 30),
    Column("Đồng ý", 11, "center"),
    Column("Không đồng ý", 11, "center"),
    Column("Ý kiến khác", 11, "center"),
    Column("Không hợp lệ", 11, "center"),
    Column("Tỷ lệ", 12, "center"),
)


def hour(at: datetime | None) -> str:
    """Hour and minute as minutes write them."""
    if at is None:
        return "… giờ …"
    return clock_time(at.astimezone(VIETNAM).time())


def small(text: str) -> str:
    """The text inside a sentence."""
    return text[:1].lower() + text[1:]


def count_row(at: int, row: Question) -> tuple[str, ...]:
    """One case of the table of counts."""
    base = row.base or 0
    return (
        str(at),
        titled(row.nomination.subject),
        f"{row.yes or 0:02d}/{base:02d}",
        f"{row.no or 0:02d}",
        f"{row.blank or 0:02d}",
        f"{row.spoilt or 0:02d}",
        share(row.yes or 0, base),
    )


def counts_table(rows: Sequence[Question]) -> Table:
    """How the votes on each case stood."""
    return Table(columns=COUNTS, rows=tuple(count_row(at, row) for at, row in enumerate(rows, start=1)))
