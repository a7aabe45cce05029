"""What several operations refuse alike."""

from __future__ import annotations

from datetime import date

from thidua.base.acts import Act
from thidua.base.errors import RefusedError
from thidua.commendations.models import Decision, Proposal
from thidua.commendations.queries import chosen, tidy_number
from thidua.council.models import Meeting
from thidua.documents.paper import Paper
from thidua.engine.meetings import MeetingState
from thidua.nominations import operations as nominations

NO_NUMBER = "Hãy nhập số lấy từ sổ của văn thư, chỉ gồm chữ số, ví dụ 45."


def number_of(typed: str) -> str:
    """The number as papers print it. Raises ``RefusedError`` at ``number``."""
    number = tidy_number(typed)
    if not number:
        raise RefusedError(number=NO_NUMBER)
    return number


def title_of(kind: str, content: Paper) -> str:
    """What a paper is called in lists, without whom: "Quyết định về việc tặng Giấy khen"."""
    about = content.summary.split(" cho ")[0]
    return f"{kind} {about[:1].lower()}{about[1:]}"


def cited(row: Proposal | Decision, number: str, on: date) -> str:
    """A numbered paper as a sentence cites it: "Quyết định số 45/QĐ-UBND ngày 03/02/2026"."""
    kind = "Tờ trình" if isinstance(row, Proposal) else "Quyết định"
    return f"{kind} số {number}{f'/{row.paper.symbol}' if row.paper else ''} ngày {on:%d/%m/%Y}"


def check_minuted(meeting: Meeting) -> None:
    """Each paper cites the number of the one before: no proposal and no decision without the council's minutes."""
    if Meeting.objects.filter(pk=meeting.pk).values_list("state", flat=True).first() != MeetingState.MINUTED:
        raise RefusedError(
            "Biên bản họp Hội đồng chưa có số nên chưa ban hành được. Hãy hoàn thành biên bản trước."
        )


def check_standing(act: Act, meeting: Meeting) -> None:
    """Nobody is proposed or awarded against whom something came up after the appraisal. NĐ 152/2025, art. 4."""
    nominations.require_standing(act, [row.nomination for row in chosen(meeting)])


def check_day(field: str, what: str, on: date, *, today: date, after: date | None, than: str) -> None:
    """Refuse a day after today or before the paper before, at its field."""
    if after is not None and on < after:
        raise RefusedError(**{field: f"{what} không thể trước {than} ({after:%d/%m/%Y})."})
    if on > today:
        raise RefusedError(**{field: f"{what} không thể sau hôm nay."})
