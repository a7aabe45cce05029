"""Who is behind in a campaign, in the words of a message to the chat of the commune."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from thidua.engine.sheets import State
from thidua.scoring.models import Campaign, Mark, Sheet
from thidua.scoring.queries import sharing


@dataclass(frozen=True, slots=True)
class Behind:
    """One unit or person with what is waited for, by when."""

    whom: str
    what: str
    due: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Those behind with one thing, and the text for the chat."""

    key: str
    title: str
    lines: tuple[Behind, ...]
    message: str


def _line(whom: str, what: str, due: date | None, on: date) -> Behind:
    return Behind(whom, what, due, due is not None and due < on)


def _message(campaign: Campaign, title: str, lines: list[Behind], on: date) -> str:
    told = [
        f"- {line.whom}: {line.what}"
        + (f", hạn {line.due:%d/%m/%Y}" if line.due else "")
        + (f" (quá hạn {(on - line.due).days} ngày)" if line.late and line.due else "")
        for line in lines
    ]
    head = f"Kính đề nghị các đồng chí ({campaign.movement.title}): {title.lower()}"
    return "\n".join([head, *told, "Trân trọng cảm ơn."])


def behind(campaign: Campaign, on: date) -> list[Group]:
    """The groups of those who are waited for: units that did not send or explain, appraisers with open parts."""
    sheets = sharing.open_sheets(campaign)
    found: list[Group] = []
    for key, title, lines in (
        ("send", "Gửi phiếu tự chấm điểm", _to_send(campaign, sheets, on)),
        ("explain", "Giải trình tiêu chí được hỏi", _to_explain(sheets, on)),
        ("appraise", "Thẩm định phiếu đang chờ", _to_appraise(campaign, sheets, on)),
    ):
        if lines:
            lines.sort(key=lambda line: (line.due or date.max, line.whom))
            found.append(Group(key, title, tuple(lines), _message(campaign, title, lines, on)))
    return found


def _to_send(campaign: Campaign, sheets: list[Sheet], on: date) -> list[Behind]:
    words = {State.DRAFT: "chưa gửi phiếu", State.RETURNED: "chưa gửi lại phiếu bị trả"}
    return [
        _line(sheet.subject.name, words[State(sheet.state)], sheet.due_on or campaign.self_score_due, on)
        for sheet in sheets
        if sheet.state in words
    ]


def _to_explain(sheets: list[Sheet], on: date) -> list[Behind]:
    return [
        _line(sheet.subject.name, f"còn {len(sheet.asked):02d} tiêu chí chờ giải trình", sheet.due_on, on)
        for sheet in sheets
        if sheet.state == State.EXPLAINING
    ]


def _to_appraise(campaign: Campaign, sheets: list[Sheet], on: date) -> list[Behind]:
    rounds = {State.SUBMITTED: Mark.Round.APPRAISAL, State.EXPLAINED: Mark.Round.SECOND}
    waiting = [sheet for sheet in sheets if sheet.state in rounds]
    left: dict[str, int] = {}
    open_to_all = 0
    for sheet in waiting:
        parts = sharing.unseen(sheet, rounds[State(sheet.state)])
        for (_, name), rows in parts.items():
            left[name] = left.get(name, 0) + rows
        open_to_all += not sheet.assignments.exists()
    found = [
        _line(name, f"còn {rows:02d} tiêu chí chưa xem", campaign.appraisal_due, on)
        for name, rows in left.items()
    ]
    if open_to_all:
        what = f"còn {open_to_all:02d} phiếu chờ thẩm định"
        found.append(_line("Tổ thẩm định", what, campaign.appraisal_due, on))
    return found
