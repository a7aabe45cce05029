"""How the team works: who takes which part, rows accepted as proposed, reasons kept ready, rules of the campaign."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.engine.sheets import State
from thidua.organizations.models import Person, Unit
from thidua.scoring import permissions
from thidua.scoring.models import Assignment, Campaign, Draft, Leaf, Mark, Sheet, StockReason
from thidua.scoring.operations import guards
from thidua.scoring.queries import machine, sharing, standing
from thidua.scoring.queries.criteria import applicable, criteria_of

LONGEST_STOCK = 400
MOST_DAYS = 30


@operation("campaign.shared")
def assign(act: Act, *, campaign: Campaign, parts: Mapping[tuple[int, str], Person | None]) -> int:
    """Give parts to appraisers, by the key of the sheet and the code of the area (none: the whole sheet).

    Replaces what was given before for these sheets. Raises ``RefusedError`` with "sheet:area" as field for somebody
    who is not in the team or would appraise the own unit.
    """
    require(permissions.may_open_campaign(act, campaign.movement))
    sheets = {
        sheet.pk: sheet
        for sheet in campaign.sheets.exclude(state=State.FINALIZED).select_related("subject", "criteria_set")
    }
    team = sharing.team_of(campaign)
    conflicts = sharing.conflicts(team, list(sheets.values()), act.on)
    faults: dict[str, str] = {}
    for (key, area), person in parts.items():
        field = f"{key}:{area}"
        if key not in sheets or (area and area not in _areas(sheets[key])):
            faults[field] = "Phiếu đã chốt điểm hoặc không có phần này."
        elif person is not None and person.pk not in {one.pk for one in team}:
            faults[field] = f"{person.name} không thuộc tổ thẩm định."
        elif person is not None and (person.pk, key) in conflicts:
            faults[field] = f"{person.name} thuộc đơn vị này nên không thẩm định phiếu của đơn vị mình."
    if faults:
        raise RefusedError(**faults)
    Assignment.objects.filter(sheet__in={key for key, _ in parts}).delete()
    made = Assignment.objects.bulk_create(
        [
            Assignment(sheet=sheets[key], area_code=area, person=person, assigned_at=act.at)
            for (key, area), person in parts.items()
            if person is not None
        ]
    )
    told: dict[str, list[str]] = {}
    for one in made:
        told.setdefault(one.person.name, []).append(
            one.sheet.subject.name + (f" ({one.area_code})" if one.area_code else "")
        )
    act.record("campaign.shared", campaign, parts=told)
    return len(made)


def _areas(sheet: Sheet) -> set[str]:
    return {area.code for area in criteria_of(sheet.criteria_set).areas}


@operation("sheet.appraised")
def accept_rows(act: Act, *, sheet: Sheet, codes: Iterable[str]) -> int:
    """Accept rows as the unit (or the records) gave them: looked at, nothing changed; not an act until handed in.

    A row in which the team typed something is left alone. Gives how many. Raises ``MovedOnError`` for a sheet that
    is not being appraised, ``RefusedError`` for a row in which nothing stands yet.
    """
    round_ = {State.SUBMITTED: Mark.Round.APPRAISAL, State.EXPLAINED: Mark.Round.SECOND}.get(
        State(sheet.state)
    )
    if round_ is None:
        raise MovedOnError
    guards.hold(sheet)
    chosen = list(dict.fromkeys(codes))
    roles = permissions.roles_of(act, sheet)
    taken = permissions.parts_taken(act, sheet)
    known = {leaf.code for leaf in applicable(sheet)}
    stands = standing.standing(standing.marks_of(sheet, chosen))
    proposed = machine.machine_inputs(sheet, act.on)
    bare = [code for code in chosen if code in known and code not in stands and code not in proposed]
    if bare or not known.issuperset(chosen):
        raise RefusedError(f"Tiêu chí {', '.join(bare) or 'này'} chưa có số liệu để giữ nguyên. Hãy nhập.")
    typed = set(Draft.objects.filter(sheet=sheet, round=round_).values_list("leaf__code", flat=True))
    rows = Leaf.objects.filter(criteria_set_id=sheet.criteria_set_id, code__in=chosen)
    accepted = 0
    for leaf in rows:
        require(permissions.may_fill_as(roles, sheet, round_, leaf.code))
        require(permissions.takes(taken, leaf.area_code))
        if leaf.code not in typed:
            guards.put_draft(act, sheet, leaf, round_, {}, "", keep_empty=True, complete=True)
            accepted += 1
    return accepted


@operation("stock_reason.added")
def add_stock_reason(act: Act, *, authority: Unit, text: str) -> StockReason:
    """Keep a reason ready for appraisers; the same text is the one that stands. Raises ``RefusedError``."""
    require(permissions.may_keep_criteria(act, authority))
    text = " ".join(text.split())
    if not text:
        raise RefusedError(text="Hãy ghi nội dung lý do.")
    if len(text) > LONGEST_STOCK:
        raise RefusedError(text=f"Lý do dài quá {LONGEST_STOCK} ký tự.")
    row, made = StockReason.objects.get_or_create(
        authority=authority,
        text=text,
        defaults={"added_by": act.actor.actor_label, "added_at": act.at},
    )
    if made:
        act.record("stock_reason.added", row, text=text)
    return row


@operation("stock_reason.dropped")
def drop_stock_reason(act: Act, *, reason: StockReason) -> None:
    """Take a reason out of those kept ready; where it was used it stays."""
    require(permissions.may_keep_criteria(act, reason.authority))
    act.record("stock_reason.dropped", reason, text=reason.text)
    reason.delete()


@operation("campaign.rules_set")
def set_rules(
    act: Act,
    *,
    campaign: Campaign,
    explanation_days: int,
    second_appraisal: bool,
    sign_off: bool,
    blind: bool,
) -> None:
    """Set how the campaign works: days to explain, one pass or two, signing off inside the unit, blind appraisal.

    Raises ``RefusedError`` for a senseless number of days.
    """
    require(permissions.may_open_campaign(act, campaign.movement))
    if not 1 <= explanation_days <= MOST_DAYS:
        raise RefusedError(explanation_days=f"Số ngày giải trình phải từ 1 đến {MOST_DAYS}.")
    rules = {
        "explanation_days": explanation_days,
        "second_appraisal": second_appraisal,
        "sign_off": sign_off,
        "blind": blind,
    }
    before = {name: getattr(campaign, name) for name in rules}
    Campaign.objects.filter(pk=campaign.pk).update(**rules)
    campaign.refresh_from_db()
    act.record("campaign.rules_set", campaign, before=before, after=rules)


@operation("campaign.reminded")
def note_reminder(act: Act, *, campaign: Campaign, whom: Sequence[str]) -> None:
    """Note that those behind were reminded (by chat or by phone). Raises ``RefusedError`` when nobody is."""
    require(permissions.may_open_campaign(act, campaign.movement))
    if not whom:
        raise RefusedError("Không có ai chậm để nhắc.")
    act.record("campaign.reminded", campaign, whom=list(whom))
