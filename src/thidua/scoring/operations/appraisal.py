"""The team's and the officer's side: appraise, ask, settle, adjust, reopen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Max

from thidua.base.acts import Act, operation
from thidua.base.errors import RefusedError, require
from thidua.engine.scoring import Criterion, SheetScore
from thidua.engine.sheets import State
from thidua.scoring import givens, permissions
from thidua.scoring.models import Adjustment, Inquiry, Leaf, Mark, Sheet
from thidua.scoring.operations import comparing, guards
from thidua.scoring.operations.guards import NewMark
from thidua.scoring.operations.self_score import Typed
from thidua.scoring.queries import machine, people, sharing, standing
from thidua.scoring.queries.criteria import applicable, criteria_of

MOST_CASES = 1000


@operation("sheet.returned")
def return_sheet(act: Act, *, sheet: Sheet, reason: str, due_on: date) -> None:
    """Give a sheet back with a reason and a new day; once mended it comes back to where it was.

    Raises ``RefusedError`` without a reason or for a day that has passed.
    """
    step = guards.step_of(act, sheet, "return")
    _reason_and_day(act, reason, due_on)
    came_from = sheet.state
    guards.move(sheet, step.target(), resume_at=came_from, returned_reason=reason.strip(), due_on=due_on)
    act.record("sheet.returned", sheet, reason=reason.strip(), due_on=due_on)


def _reason_and_day(act: Act, reason: str, due_on: date) -> None:
    faults = guards.without_reason(reason)
    if due_on < act.on:
        faults["due_on"] = "Hạn mới phải từ hôm nay trở đi."
    if faults:
        raise RefusedError(**faults)


@operation("sheet.appraised")
def appraise(act: Act, *, sheet: Sheet, marks: Mapping[str, Typed] | None = None) -> None:
    """Appraise every row: what the unit gave stands unless another value or other points are set with a reason.

    ``marks`` hold only what differs, as inputs of the rule or as ``{"points": "1,5"}``; what the team typed before
    and the figures of the standing unit count too. After an explanation it is the second appraisal. Nobody
    appraises the own unit. Raises ``RefusedError`` with the codes of rows that changed without a reason, or that
    nobody filled.
    """
    step = guards.step_of(act, sheet, "appraise")
    second = sheet.state == State.EXPLAINED
    if second and not sheet.campaign.second_appraisal:
        raise RefusedError("Đợt chấm điểm này không thẩm định lần hai. Hãy chốt điểm.")
    comparing.hold(sheet)
    guards.move(sheet, step.target(), asked=[], due_on=sheet.campaign.appraisal_due)
    round_ = Mark.Round.SECOND if second else Mark.Round.APPRAISAL
    _others_are_done(act, sheet, round_)
    given, changed, result = _settled(act, sheet, round_, marks or {})
    guards.add_marks(act, sheet, round_, given, result)
    Sheet.objects.filter(pk=sheet.pk).update(
        appraised_total=result.total, working=standing.working_of(result)
    )
    sheet.refresh_from_db()
    comparing.follow(act, sheet)
    act.record("sheet.appraised", sheet, second=second, total=result.total, changed=changed)


def _others_are_done(act: Act, sheet: Sheet, round_: str) -> None:
    """Refuse to hand in while a part that another appraiser took is not looked at."""
    taken = permissions.parts_taken(act, sheet)
    if taken is None:
        return
    waiting = {
        name: n
        for (area, name), n in sharing.unseen(sheet, round_).items()
        if not permissions.takes(taken, area)
    }
    if waiting:
        who = "; ".join(f"{name} còn {n:02d} tiêu chí" for name, n in waiting.items())
        raise RefusedError(f"Phần của người khác chưa xem xong: {who}.")


def _settled(
    act: Act, sheet: Sheet, round_: str, marks: Mapping[str, Typed]
) -> tuple[dict[str, NewMark], dict[str, Any], SheetScore]:
    """The rows of a round that decides: what stands, overlaid by what was typed, each change with its reason."""
    stands = standing.standing(standing.marks_of(sheet))
    typed = {code: Typed(row.given, row.reason) for code, row in guards.drafts_of(sheet, round_).items()}
    typed |= marks
    rows = {leaf.code: leaf for leaf in applicable(sheet)}
    proposed = machine.machine_inputs(sheet, act.on)
    faults = {code: f"Phiếu này không có tiêu chí {code}." for code in typed if code not in rows}
    found: dict[str, NewMark] = {}
    changed: dict[str, Any] = {}
    for code, leaf in rows.items():
        base = stands.get(code)
        try:
            given = _given(leaf, typed.get(code), base)
        except givens.GivenError as error:
            faults[code] = str(error)
            continue
        reason = typed[code].reason.strip() if code in typed else ""
        if given is None:
            if code in proposed:
                found[code] = NewMark(proposed[code].given, proposed[code].origin, machine.BY_MACHINE)
            continue
        if base is not None and given != base.given:
            changed[code] = {"before": base.given, "after": given, "reason": reason}
            if not reason:
                faults[code] = "Hãy ghi lý do vì kết quả khác với điểm trước đó."
        found[code] = NewMark(given, reason)
    if faults:
        raise RefusedError(**faults)
    result = guards.scored(sheet, {code: mark.given for code, mark in found.items()})
    if result.missing:
        raise guards.list_missing(result.missing, "có số liệu")
    return found, changed, result


def _given(leaf: Criterion, typed: Typed | None, base: Mark | None) -> dict[str, Any] | None:
    """What a row comes to: the typed over the standing; points alone are set beside what the unit typed."""
    stands: dict[str, Any] | None = dict(base.given) if base is not None else None
    if typed is None:
        return stands
    given = givens.clean(leaf, typed.given)
    if not given:
        return stands
    if set(given) == {"points"} and stands is not None:
        given = {name: value for name, value in stands.items() if name != "points"} | given
    givens.scored(leaf, given)
    return given


@operation("sheet.explanation_asked")
def ask_explanation(
    act: Act,
    *,
    sheet: Sheet,
    leaves: Sequence[str],
    reason: str,
    due_on: date,
    reasons: Mapping[str, str] | None = None,
    days: Mapping[str, date] | None = None,
) -> None:
    """Ask the unit to explain some rows until a day; a row may have its own question and its own day.

    Raises ``RefusedError`` without a row, without a question for a row, or for a day that has passed (fields
    ``due_on``, or the code of the row).
    """
    step = guards.step_of(act, sheet, "ask_explanation")
    known = [leaf.code for leaf in applicable(sheet)]
    chosen = [code for code in known if code in set(leaves)]
    if not chosen or len(chosen) != len(set(leaves)):
        raise RefusedError(leaves="Hãy chọn ít nhất một tiêu chí cần giải trình.")
    own = {code: text.strip() for code, text in (reasons or {}).items() if text.strip()}
    until = {code: (days or {}).get(code, due_on) for code in chosen}
    faults = {} if all(code in own for code in chosen) else guards.without_reason(reason)
    if due_on < act.on:
        faults["due_on"] = "Hạn mới phải từ hôm nay trở đi."
    faults |= {
        code: "Hạn riêng phải từ hôm nay trở đi."
        for code in chosen
        if code in (days or {}) and until[code] < act.on
    }
    if faults:
        raise RefusedError(**faults)
    asked = {code: own.get(code, reason.strip()) for code in chosen}
    told = reason.strip() or "; ".join(f"{code}: {text}" for code, text in asked.items())
    guards.move(sheet, step.target(), asked=chosen, returned_reason=told, due_on=max(until.values()))
    _inquire(act, sheet, asked, until)
    act.record(
        "sheet.explanation_asked", sheet, leaves=chosen, reason=told, due_on=max(until.values()), days=until
    )


def _inquire(act: Act, sheet: Sheet, asked: Mapping[str, str], until: Mapping[str, date]) -> None:
    stands = standing.standing(standing.marks_of(sheet, asked))
    last = Inquiry.objects.filter(sheet=sheet).aggregate(last=Max("number"))["last"] or 0
    leaves = Leaf.objects.filter(criteria_set_id=sheet.criteria_set_id, code__in=asked)
    Inquiry.objects.bulk_create(
        Inquiry(
            sheet=sheet,
            leaf=leaf,
            number=last + 1,
            reason=asked[leaf.code],
            due_on=until[leaf.code],
            before=stands[leaf.code].score if leaf.code in stands else None,
            asked_by=act.actor.actor_label,
            asked_at=act.at,
        )
        for leaf in leaves
    )


@operation("sheet.explanation_ended")
def end_explanation(act: Act, *, sheet: Sheet, reason: str) -> None:
    """Go on without an explanation, with a reason: a silent unit must not hold up the others.

    Raises ``RefusedError`` without a reason or before the day set has passed.
    """
    step = guards.step_of(act, sheet, "end_explanation")
    faults = guards.without_reason(reason)
    if sheet.due_on is not None and act.on <= sheet.due_on:
        faults[""] = f"Đơn vị còn hạn giải trình đến hết ngày {sheet.due_on:%d/%m/%Y}."
    if faults:
        raise RefusedError(faults.pop("", ""), **faults)
    guards.move(sheet, step.target(), asked=[], due_on=sheet.campaign.appraisal_due)
    act.record("sheet.explanation_ended", sheet, reason=reason.strip())


@operation("sheet.adjusted")
def adjust(act: Act, *, sheet: Sheet, code: str, count: int, reason: str) -> Adjustment:
    """Give bonus or penalty for so many cases of a ground; the newest count of a ground stands (0 takes it back).

    What is above a ground's own limit or the cap of all does not count. Raises ``RefusedError`` for an unknown
    ground, a senseless number or no reason.
    """
    require(permissions.may_adjust(act, sheet))
    if sheet.state == State.FINALIZED:
        raise RefusedError(
            "Phiếu đã chốt điểm. Hãy mở lại phiếu, có lý do, rồi mới ghi điểm thưởng, điểm trừ."
        )
    guards.hold(sheet)
    criteria = criteria_of(sheet.criteria_set)
    faults = guards.without_reason(reason)
    if code not in {item.code for item in (*criteria.bonus.items, *criteria.penalty.items)}:
        faults["code"] = "Hãy chọn một nội dung thưởng hoặc trừ điểm."
    if not 0 <= count <= MOST_CASES:
        faults["count"] = f"Số trường hợp phải từ 0 đến {MOST_CASES}."
    if faults:
        raise RefusedError(**faults)
    row = Adjustment.objects.create(
        sheet=sheet,
        code=code,
        count=count,
        reason=reason.strip(),
        given_by=act.actor.actor_label,
        given_at=act.at,
    )
    _retotal(sheet)
    act.record("sheet.adjusted", sheet, code=code, count=count, reason=reason.strip())
    return row


def _retotal(sheet: Sheet) -> None:
    """Bring the appraised total up to date; before an appraisal there is none."""
    if sheet.appraised_total is not None:
        result = standing.rescore(sheet)
        Sheet.objects.filter(pk=sheet.pk).update(
            appraised_total=result.total, working=standing.working_of(result)
        )
    sheet.refresh_from_db()


@operation("sheet.finalized")
def finalize(act: Act, *, sheet: Sheet, marks: Mapping[str, Typed] | None = None) -> None:
    """Settle a sheet: the final marks, the total, each area, and the working with the rule as it stood.

    ``marks`` are allowed only where an explanation is not followed by a second appraisal. Raises ``RefusedError``
    when an explanation waits for its second appraisal.
    """
    step = guards.step_of(act, sheet, "finalize")
    explained = sheet.state == State.EXPLAINED
    second = sheet.campaign.second_appraisal
    if explained and second and _waits(sheet):
        raise RefusedError("Đơn vị đã giải trình: cần thẩm định lần hai trước khi chốt điểm.")
    if marks and (second or not explained):
        raise RefusedError("Chốt điểm giữ nguyên kết quả thẩm định. Muốn đổi điểm, hãy thẩm định lại.")
    comparing.hold(sheet)
    guards.hold(sheet)
    given, changed, result = _settled(act, sheet, Mark.Round.FINAL, marks or {})
    working = standing.working_of(result) | people.share_of(sheet, act.on)
    guards.add_marks(act, sheet, Mark.Round.FINAL, given, result)
    guards.move(
        sheet,
        step.target(),
        final_total=result.total,
        finalized_at=act.at,
        working=working,
        asked=[],
        due_on=None,
    )
    comparing.follow(act, sheet)
    act.record(
        "sheet.finalized",
        sheet,
        total=result.total,
        grade=result.grade,
        areas={area.code: area.points for area in result.areas},
        changed=changed,
        digest=sheet.criteria_set.digest,
    )


def _waits(sheet: Sheet) -> bool:
    """Whether an explanation came after the last appraisal."""
    last = (
        Mark.objects.filter(sheet=sheet)
        .exclude(round=Mark.Round.SELF)
        .order_by("-pk")
        .values_list("round", flat=True)
        .first()
    )
    return last == Mark.Round.EXPLANATION


@operation("sheet.reopened")
def reopen(act: Act, *, sheet: Sheet, reason: str) -> None:
    """Open a settled sheet again, with a reason; its marks stay.

    Raises ``RefusedError`` without a reason, or while the ranking stands published.
    """
    step = guards.step_of(act, sheet, "reopen")
    faults = guards.without_reason(reason)
    if faults:
        raise RefusedError(**faults)
    guards.unless_published(sheet.campaign, sheet.subject.kind)
    before = sheet.final_total
    guards.move(sheet, step.target(), finalized_at=None, final_total=None, returned_reason=reason.strip())
    act.record("sheet.reopened", sheet, reason=reason.strip(), total_before=before or Decimal(0))
