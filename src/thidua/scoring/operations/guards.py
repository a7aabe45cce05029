"""What all writers of sheets share: the guarded step, the hold on a sheet, drafts and marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from thidua.base.acts import Act
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.engine import scoring, sheets
from thidua.engine.flow import Step
from thidua.engine.sheets import State
from thidua.scoring import permissions, wording
from thidua.scoring.models import Campaign, Draft, Leaf, Mark, Publication, Sheet
from thidua.scoring.queries import standing


def step_of(act: Act, sheet: Sheet, name: str) -> Step[State]:
    """The step from where the sheet stands, once its taker is allowed.

    Raises ``NotAllowedError`` for who may not, whatever the state; then ``StepRefusedError`` for another state.
    """
    require(permissions.may_step(act, sheet, sheets.FLOW.right(name, sheet.state)))
    return sheets.FLOW.step(name, sheet.state)


def move(sheet: Sheet, to: State, **columns: Any) -> None:
    """Take the sheet to a state; first write of its operation. Raises ``MovedOnError`` for the slower hand."""
    moved = Sheet.objects.filter(pk=sheet.pk, state=sheet.state).update(
        state=to.value, version=F("version") + 1, **columns
    )
    if moved != 1:
        raise MovedOnError
    sheet.refresh_from_db()


def hold(sheet: Sheet, **columns: Any) -> None:
    """Hold a sheet in its state until the end of the operation. Raises ``MovedOnError`` when it moved on."""
    held = Sheet.objects.filter(pk=sheet.pk, state=sheet.state).update(version=F("version") + 1, **columns)
    if held != 1:
        raise MovedOnError
    for name, value in columns.items():
        setattr(sheet, name, value)


def hold_to_change(sheet: Sheet) -> None:
    """Hold a sheet whose content changes: what the head signed off is no longer what stands in it."""
    if sheet.signed_off_at is not None and sheet.state in permissions.FILLED_BY_UNIT:
        hold(sheet, signed_off_at=None, signed_off_by="")
    else:
        hold(sheet)


def unless_published(campaign: Campaign, kind: str = "") -> None:
    """Refuse what would change a published ranking. Raises ``RefusedError``."""
    rows = Publication.objects.filter(campaign=campaign, withdrawn_at__isnull=True)
    if (rows.filter(kind=kind) if kind else rows).exists():
        raise RefusedError("Kết quả xếp hạng đã công bố. Muốn đổi, hãy thu hồi công bố trước, có lý do.")


def without_reason(reason: str) -> dict[str, str]:
    """The fault of an empty reason."""
    return {} if reason.strip() else {"reason": "Hãy ghi lý do."}


def put_draft(
    act: Act,
    sheet: Sheet,
    leaf: Leaf,
    round_: str,
    given: Mapping[str, Any],
    reason: str,
    *,
    keep_empty: bool,
    complete: bool = False,
) -> None:
    """Keep what was typed for a row; an empty one goes away unless it says that a sent value was cleared."""
    if not given and not reason and not keep_empty:
        Draft.objects.filter(sheet=sheet, leaf=leaf, round=round_).delete()
        return
    row = Draft(
        sheet=sheet,
        leaf=leaf,
        round=round_,
        given=dict(given),
        reason=reason,
        complete=complete,
        saved_at=act.at,
        saved_by=act.actor.actor_label,
    )
    Draft.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["sheet", "leaf", "round"],
        update_fields=["given", "reason", "complete", "saved_at", "saved_by"],
    )


def drafts_of(sheet: Sheet, round_: str) -> dict[str, Draft]:
    """What is typed and not sent in a round, by leaf code."""
    rows = Draft.objects.filter(sheet=sheet, round=round_).select_related("leaf")
    return {row.leaf.code: row for row in rows}


@dataclass(frozen=True, slots=True)
class NewMark:
    """A mark to be added."""

    given: Mapping[str, Any]
    reason: str = ""
    given_by: str = ""


def add_marks(
    act: Act, sheet: Sheet, round_: str, new: Mapping[str, NewMark], result: scoring.SheetScore | None
) -> None:
    """Add the next version of a round for these leaves; the drafts of the round are used up."""
    leaves = {leaf.code: leaf for leaf in Leaf.objects.filter(criteria_set_id=sheet.criteria_set_id)}
    last: dict[str, int] = {}
    for code, version in Mark.objects.filter(sheet=sheet, round=round_).values_list("leaf__code", "version"):
        last[code] = max(version, last.get(code, 0))
    scores = {leaf.code: leaf for leaf in result.leaves} if result else {}
    Mark.objects.bulk_create(
        [
            Mark(
                sheet=sheet,
                leaf=leaves[code],
                round=round_,
                version=last.get(code, 0) + 1,
                given=dict(mark.given),
                score=scores[code].score if code in scores and _counts(scores[code]) else None,
                working=scores[code].working if code in scores else {},
                reason=mark.reason,
                given_by=mark.given_by or act.actor.actor_label,
                given_at=act.at,
            )
            for code, mark in new.items()
        ]
    )
    Draft.objects.filter(sheet=sheet, round=round_).delete()


def _counts(leaf: scoring.LeafScore) -> bool:
    return leaf.status is scoring.LeafStatus.SCORED


def scored(
    sheet: Sheet, given: Mapping[str, Mapping[str, Any]], leave_out: Iterable[str] = ()
) -> scoring.SheetScore:
    """The engine's answer, with what it refuses as a sentence at the leaf."""
    try:
        return standing.score(sheet, given, leave_out)
    except scoring.ScoreInputError as error:
        raise RefusedError(**{error.leaf or "": wording.input_fault(error)}) from error
    except scoring.ScoringError as error:
        raise RefusedError(
            "Không tiêu chí nào áp dụng cho phiếu này. Hãy xem lại khối và đặc điểm của đơn vị."
        ) from error


def list_missing(codes: Iterable[str], verb: str) -> RefusedError:
    """The refusal that names every row that is still empty, and marks each of them."""
    missing = list(codes)
    faults = dict.fromkeys(missing, f"Tiêu chí này chưa {verb}.")
    whole = f"Còn {len(missing):02d} tiêu chí chưa {verb}: {', '.join(missing)}."
    return RefusedError(whole, **faults)
