"""Move the open sheets of a campaign to another version of its criteria, by an act that says what changes."""

from __future__ import annotations

from thidua.base.acts import Act, operation
from thidua.base.errors import RefusedError, require
from thidua.engine.scoring import Criterion
from thidua.engine.sheets import State
from thidua.scoring import givens, permissions
from thidua.scoring.models import Campaign, CriteriaSet, Draft, EvidenceLink, Leaf, Sheet
from thidua.scoring.operations import guards
from thidua.scoring.operations.counts import carry
from thidua.scoring.queries import named
from thidua.scoring.queries.criteria import criteria_of

RETURNED_BY_MOVE = "Chuyển sang {version} của bộ tiêu chí: hãy xem lại các tiêu chí thay đổi rồi gửi lại."


@operation("campaign.version_changed")
def move_sheets(act: Act, *, campaign: Campaign, to: CriteriaSet) -> int:
    """Move every sheet of the campaign that follows the same set to another version of it.

    What was typed stays where it fits the new rule. A sheet that was sent goes back to its unit, with the reason, and
    comes again to the appraisal; its marks stay. Gives how many moved. Raises ``RefusedError`` for another set, or
    while sheets are settled.
    """
    require(permissions.may_open_campaign(act, campaign.movement))
    kind = "unit_set" if to.code == campaign.unit_set.code else "individual_set"
    old: CriteriaSet | None = getattr(campaign, kind)
    if old is None or old.code != to.code or to.authority_id != campaign.movement.authority_id:
        raise RefusedError(to="Chỉ chuyển được sang bản khác của chính bộ tiêu chí đang dùng.")
    if old.pk == to.pk:
        raise RefusedError(to="Đợt chấm điểm đang dùng bản này.")
    sheets = list(campaign.sheets.filter(criteria_set=old).select_related("subject", "criteria_set"))
    settled = [sheet.subject.name for sheet in sheets if sheet.state == State.FINALIZED]
    if settled:
        raise RefusedError(
            to=f"Đã chốt điểm theo bản cũ: {', '.join(settled)}. Hãy mở lại các phiếu đó trước."
        )
    known = {profile.code for profile in criteria_of(to).profiles}
    strange = [sheet.subject.name for sheet in sheets if known and sheet.profile not in known]
    if strange:
        raise RefusedError(to="Bản mới không có khối của: " + ", ".join(strange) + ".")
    leaves = {leaf.code: leaf for leaf in Leaf.objects.filter(criteria_set=to)}
    rules = {leaf.code: leaf for leaf in criteria_of(to).leaves}
    lost = {
        sheet.subject.name: dropped for sheet in sheets if (dropped := _move(act, sheet, to, leaves, rules))
    }
    Campaign.objects.filter(pk=campaign.pk).update(**{kind: to})
    CriteriaSet.objects.filter(pk=to.pk, frozen_at__isnull=True).update(frozen_at=act.at)
    campaign.refresh_from_db()
    act.record(
        "campaign.version_changed",
        campaign,
        before=old.digest,
        after=to.digest,
        sheets=len(sheets),
        again=lost,
    )
    return len(sheets)


def _move(
    act: Act, sheet: Sheet, to: CriteriaSet, leaves: dict[str, Leaf], rules: dict[str, Criterion]
) -> list[str]:
    """Move one sheet; gives the codes of rows that have to be typed again."""
    sent = sheet.state not in permissions.FILLED_BY_UNIT
    columns: dict[str, object] = {"signed_off_at": None, "signed_off_by": "", "asked": []}
    if sent:
        columns |= {
            "state": State.RETURNED.value,
            "resume_at": State.SUBMITTED.value,
            "returned_reason": RETURNED_BY_MOVE.format(version=f"bản {to.version}"),
            "due_on": max(sheet.campaign.self_score_due, act.on),
            "appraised_total": None,
        }
    guards.hold(sheet, criteria_set=to, **columns)
    again: list[str] = []
    for draft in Draft.objects.filter(sheet=sheet).select_related("leaf"):
        code = draft.leaf.code
        if code in leaves and _fits(rules[code], draft):
            Draft.objects.filter(pk=draft.pk).update(leaf=leaves[code])
        else:
            again.append(code)
            draft.delete()
    for link in EvidenceLink.objects.filter(sheet=sheet).select_related("leaf"):
        if link.leaf.code in leaves:
            EvidenceLink.objects.filter(pk=link.pk).update(leaf=leaves[link.leaf.code])
    if not sent:
        known = {one.code for one in named.counts_of(sheet)}
        guards.hold(sheet, counts={code: value for code, value in sheet.counts.items() if code in known})
        if sheet.counts:
            carry(act, sheet)
    return sorted(set(again))


def _fits(leaf: Criterion, draft: Draft) -> bool:
    """Whether what was typed still means something under the new rule."""
    try:
        given = givens.clean(leaf, givens.stored(draft.given))
        givens.scored(leaf, given)
    except givens.GivenError:
        return False
    return bool(given == draft.given)
