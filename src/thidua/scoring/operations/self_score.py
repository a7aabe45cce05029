"""The unit's side: typing that is kept as it is left, sending, taking back, explaining."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.engine.scoring import Criterion, LeafScore, LeafStatus, SheetScore, Source
from thidua.engine.sheets import State
from thidua.scoring import givens, permissions
from thidua.scoring.models import Draft, EvidenceLink, Inquiry, Leaf, Mark, Sheet
from thidua.scoring.operations import comparing, guards
from thidua.scoring.operations.guards import NewMark
from thidua.scoring.queries import machine, named, standing
from thidua.scoring.queries.criteria import applicable
from thidua.scoring.queries.evidence import DECIDES

LONGEST_REASON = 4000


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed in a row: the inputs of its rule (as typed or as numbers) and a note or reason."""

    given: Mapping[str, Any]
    reason: str = ""


@operation("sheet.filled")
def save_draft(
    act: Act,
    *,
    sheet: Sheet,
    leaf_code: str,
    round: str,  # noqa: A002 - the field's word, as on the mark
    given: Mapping[str, Any],
    reason: str = "",
) -> LeafScore:
    """Keep what was typed in one row, as it is left; no act, so not in the journal. Gives its live score.

    Raises ``RefusedError`` with the leaf code as field, ``MovedOnError`` when the sheet moved on.
    """
    return save_drafts(act, sheet=sheet, round=round, rows={leaf_code: Typed(given, reason)})[leaf_code]


@operation("sheet.filled")
def save_drafts(
    act: Act,
    *,
    sheet: Sheet,
    round: str,  # noqa: A002 - the field's word, as on the mark
    rows: Mapping[str, Typed],
) -> dict[str, LeafScore]:
    """Keep what was typed in many rows: all, or none when one of them cannot be read.

    Raises ``RefusedError`` with leaf codes as fields, ``MovedOnError`` when the sheet moved on.
    """
    if round == Mark.Round.SELF:
        guards.hold_to_change(sheet)
    else:
        guards.hold(sheet)
    leaves = {leaf.code: leaf for leaf in applicable(sheet)}
    faults: dict[str, str] = {}
    cleaned: dict[str, dict[str, Any]] = {}
    scores: dict[str, LeafScore] = {}
    roles = permissions.roles_of(act, sheet)
    fill = named.carried(sheet, sheet.counts) if round == Mark.Round.SELF else {}
    for code, typed in rows.items():
        leaf = leaves.get(code)
        if leaf is None:
            raise RefusedError(f"Phiếu này không có tiêu chí {code}.")
        if not permissions.round_open(sheet, round, leaf.source):
            raise MovedOnError
        require(permissions.may_fill_as(roles, sheet, round, code))
        try:
            cleaned[code], scores[code] = _cleaned(leaf, typed, round, fill.get(code))
        except givens.GivenError as error:
            faults[code] = str(error)
    if faults:
        raise RefusedError(**faults)
    rows_of = {
        leaf.code: leaf for leaf in Leaf.objects.filter(criteria_set_id=sheet.criteria_set_id, code__in=rows)
    }
    marks = standing.marks_of(sheet, rows)
    sent, stands = standing.newest(marks, round), standing.standing(marks)
    decides = round in DECIDES
    looked_at = _looked_at(act, sheet, round, rows_of) if decides else set()
    for code, typed in rows.items():
        given, reason = cleaned[code], typed.reason.strip()
        if decides and not reason and (not given or (code in stands and given == stands[code].given)):
            if code in looked_at:
                continue
            given = {}  # left as it stands: nothing to keep
        guards.put_draft(
            act,
            sheet,
            rows_of[code],
            round,
            given,
            reason,
            keep_empty=code in sent and not decides,
            complete=bool(reason)
            if round == Mark.Round.EXPLANATION
            else bool(given) and scores[code].status is not LeafStatus.MISSING,
        )
    return scores


def _looked_at(act: Act, sheet: Sheet, round_: str, leaves: Mapping[str, Leaf]) -> set[str]:
    """Rows accepted as they stand. Refuses rows of a part that another appraiser took."""
    taken = permissions.parts_taken(act, sheet)
    for leaf in leaves.values():
        require(permissions.takes(taken, leaf.area_code))
    accepted = Draft.objects.filter(
        sheet=sheet, round=round_, leaf__in=leaves.values(), given={}, complete=True
    )
    return set(accepted.values_list("leaf__code", flat=True))


def _cleaned(
    leaf: Criterion, typed: Typed, round_: str, fill: Mapping[str, Any] | None
) -> tuple[dict[str, Any], LeafScore]:
    given = givens.clean(leaf, typed.given)
    if fill is not None and givens.ABSENT not in given:  # what named counts fill is typed with them, not here
        given = {name: value for name, value in given.items() if name not in named.fed(leaf)} | dict(fill)
    if round_ in {Mark.Round.SELF, Mark.Round.EXPLANATION}:
        given.pop("points", None)
    if len(typed.reason) > LONGEST_REASON:
        raise givens.GivenError("reason", f"Ghi chú dài quá {LONGEST_REASON} ký tự.")
    return given, givens.scored(leaf, given)


@operation("sheet.submitted")
def submit(act: Act, *, sheet: Sheet) -> None:
    """Send the sheet: every row becomes a mark, the engine gives the total of the self score.

    Rows that the machine fills are filled as the records stand on the day; rows that others observe are left out
    of this round unless somebody typed them. A row without evidence is allowed and shown as such. Raises
    ``RefusedError`` with the codes of the rows that are still empty, or where the head of the unit has to sign off
    first and did not (a signed paper stands for it), ``MovedOnError`` for a second click.
    """
    step = guards.step_of(act, sheet, "submit")
    again = sheet.state == State.RETURNED
    comparing.hold(sheet)
    guards.move(
        sheet,
        step.target(sheet.resume_at or None),
        resume_at="",
        submitted_at=act.at,
        submitted_by=act.actor.actor_label,
        due_on=sheet.campaign.appraisal_due,
        signed_id=act.signed.paper_id if act.signed else None,
    )
    if sheet.campaign.sign_off and sheet.signed_off_at is None and act.signed is None:
        raise RefusedError("Thủ trưởng đơn vị chưa duyệt phiếu này, hoặc phiếu đã sửa sau khi duyệt.")
    filled = _filled(act, sheet)
    result = _finished(sheet, filled)
    sent = standing.newest(standing.marks_of(sheet), Mark.Round.SELF)
    changed = {
        code: mark
        for code, mark in filled.items()
        if code not in sent or sent[code].given != mark.given or sent[code].reason != mark.reason
    }
    guards.add_marks(act, sheet, Mark.Round.SELF, changed, result)
    Sheet.objects.filter(pk=sheet.pk).update(self_total=result.total, working=standing.working_of(result))
    sheet.refresh_from_db()
    comparing.follow(act, sheet)
    used = EvidenceLink.objects.filter(sheet=sheet, removed_at=None)
    with_evidence = set(used.values_list("leaf__code", flat=True))
    act.record(
        "sheet.submitted",
        sheet,
        total=result.total,
        again=again,
        values={code: mark.given for code, mark in filled.items()},
        without_evidence=sorted(code for code in filled if code not in with_evidence),
    )


def refuse_unfinished(act: Act, sheet: Sheet) -> SheetScore:
    """What the sheet would come to if it were sent now. Raises ``RefusedError`` with the codes of empty rows."""
    return _finished(sheet, _filled(act, sheet))


def _finished(sheet: Sheet, filled: Mapping[str, NewMark]) -> SheetScore:
    result = guards.scored(
        sheet, {code: mark.given for code, mark in filled.items()}, _left_out(sheet, filled)
    )
    if result.missing:
        raise guards.list_missing(result.missing, "chấm")
    return result


def _filled(act: Act, sheet: Sheet) -> dict[str, NewMark]:
    rows = [leaf for leaf in applicable(sheet) if leaf.source not in permissions.OTHERS]
    drafts = guards.drafts_of(sheet, Mark.Round.SELF)
    sent = standing.newest(standing.marks_of(sheet), Mark.Round.SELF)
    proposed = machine.machine_inputs(sheet, act.on)
    found: dict[str, NewMark] = {}
    for leaf in rows:
        code = leaf.code
        if code in drafts:
            if drafts[code].given:
                found[code] = NewMark(drafts[code].given, drafts[code].reason, drafts[code].saved_by)
        elif code in sent and sent[code].given_by != machine.BY_MACHINE:
            found[code] = NewMark(sent[code].given, sent[code].reason, sent[code].given_by)
        if code not in found and code in proposed:
            found[code] = NewMark(proposed[code].given, proposed[code].origin, machine.BY_MACHINE)
    return found


def _left_out(sheet: Sheet, filled: Mapping[str, Any]) -> list[str]:
    return [
        leaf.code for leaf in applicable(sheet) if leaf.source is not Source.UNIT and leaf.code not in filled
    ]


@operation("sheet.recalled")
def recall(act: Act, *, sheet: Sheet) -> None:
    """Take a sent sheet back before it is received.

    Raises ``MovedOnError`` once the team has begun to appraise it.
    """
    step = guards.step_of(act, sheet, "recall")
    guards.move(sheet, step.target(), submitted_at=None, due_on=sheet.campaign.self_score_due)
    own = [leaf.code for leaf in applicable(sheet) if leaf.source is Source.UNIT]
    if Draft.objects.filter(sheet=sheet, round=Mark.Round.APPRAISAL, leaf__code__in=own).exists():
        raise MovedOnError("Tổ thẩm định đã bắt đầu xem phiếu này. Hãy đề nghị tổ trả lại phiếu để sửa.")
    act.record("sheet.recalled", sheet)


@operation("sheet.explained")
def explain(act: Act, *, sheet: Sheet, explanations: Mapping[str, Typed] | None = None) -> None:
    """Explain the rows that were asked about; a row may also bring another value for the second appraisal.

    What was typed before counts too. Raises ``RefusedError`` with the codes of the rows without explanation.
    """
    step = guards.step_of(act, sheet, "explain")
    if explanations:
        save_drafts(act, sheet=sheet, round=Mark.Round.EXPLANATION, rows=explanations)
        sheet.refresh_from_db()
    guards.move(sheet, step.target(), due_on=sheet.campaign.appraisal_due)
    drafts = guards.drafts_of(sheet, Mark.Round.EXPLANATION)
    missing = [code for code in sheet.asked if not (code in drafts and drafts[code].reason)]
    if missing:
        raise guards.list_missing(missing, "giải trình")
    stands = {code: mark.given for code, mark in standing.standing(standing.marks_of(sheet)).items()}
    asked_for = {code: drafts[code].given for code in sheet.asked if drafts[code].given}
    result = guards.scored(sheet, stands | asked_for)
    guards.add_marks(
        act,
        sheet,
        Mark.Round.EXPLANATION,
        {code: NewMark(drafts[code].given, drafts[code].reason) for code in sheet.asked},
        result if asked_for else None,
    )
    Mark.objects.filter(sheet=sheet, round=Mark.Round.EXPLANATION, given={}).update(score=None, working={})
    newest = Inquiry.objects.filter(sheet=sheet).aggregate(newest=Max("number"))["newest"]
    Inquiry.objects.filter(sheet=sheet, number=newest).update(answered_at=act.at)
    act.record(
        "sheet.explained",
        sheet,
        explanations={code: [drafts[code].reason, drafts[code].given] for code in sheet.asked},
    )
