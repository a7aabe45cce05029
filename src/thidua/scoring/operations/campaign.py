"""Open the scoring of a movement: freeze the set, make the sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from thidua.base.acts import Act, operation
from thidua.base.errors import RefusedError, require
from thidua.engine.movements import State as MovementState
from thidua.engine.registrations import State as RegistrationState
from thidua.engine.scoring import Source
from thidua.movements.models import Movement, Registration
from thidua.organizations import queries as organizations
from thidua.organizations.models import Person, Unit
from thidua.scoring import givens, permissions
from thidua.scoring.models import Campaign, CriteriaSet, Leaf, Mark, Sheet
from thidua.scoring.operations import guards
from thidua.scoring.queries import machine
from thidua.scoring.queries import sheets as campaigns
from thidua.scoring.queries.criteria import criteria_of


@operation("campaign.opened")
def open_campaign(
    act: Act,
    *,
    movement: Movement,
    unit_set: CriteriaSet,
    self_score_due: date,
    appraisal_due: date,
    individual_set: CriteriaSet | None = None,
    explanation_days: int = 3,
    second_appraisal: bool = True,
    sign_off: bool = False,
    units: Sequence[Unit] | None = None,
) -> Campaign:
    """Open the scoring of a launched movement, freeze its sets and make a sheet for each participating unit.

    Participating are the units with an accepted registration where the plan makes registration a condition, else all
    scored units of the authority; ``units`` names them otherwise. Where the movement was copied from an earlier year's,
    groups (cụm) and target are as they were there. Raises ``RefusedError`` for a movement that is not launched or is
    scored already, for days out of order, for a set of the wrong kind, and for units whose khối the set does not know.
    """
    require(permissions.may_open_campaign(act, movement))
    _check(act, movement, unit_set, individual_set, self_score_due, appraisal_due, explanation_days)
    before = campaigns.former(movement)
    campaign = Campaign.objects.create(
        movement=movement,
        unit_set=unit_set,
        individual_set=individual_set,
        self_score_due=self_score_due,
        appraisal_due=appraisal_due,
        explanation_days=explanation_days,
        second_appraisal=second_appraisal,
        sign_off=sign_off,
        target_percent=before.target_percent if before else None,
        opened_at=act.at,
    )
    chosen = [one.pk for one in (unit_set, individual_set) if one is not None]
    CriteriaSet.objects.filter(pk__in=chosen, frozen_at__isnull=True).update(frozen_at=act.at)
    act.record(
        "campaign.opened",
        campaign,
        unit_set=unit_set.digest,
        individual_set=individual_set.digest if individual_set else "",
        self_score_due=self_score_due,
        appraisal_due=appraisal_due,
    )
    add_unit_sheets(act, campaign=campaign, units=participants(movement, act.on) if units is None else units)
    return campaign


def participants(movement: Movement, on: date) -> list[Unit]:
    """The units that are scored in a movement."""
    units = organizations.scored_units(movement.authority, on)
    if movement.registration_required:
        accepted = Registration.objects.filter(movement=movement, state=RegistrationState.ACCEPTED)
        units = units.filter(pk__in=accepted.values("unit_id"))
    return list(units)


def _check(
    act: Act,
    movement: Movement,
    unit_set: CriteriaSet,
    individual_set: CriteriaSet | None,
    self_score_due: date,
    appraisal_due: date,
    explanation_days: int,
) -> None:
    if movement.state != MovementState.LAUNCHED:
        raise RefusedError("Phong trào chưa phát động hoặc đã kết thúc nên chưa mở chấm điểm được.")
    if Campaign.objects.filter(movement=movement).exists():
        raise RefusedError("Phong trào này đã mở chấm điểm rồi.")
    faults = _set_faults(movement, unit_set, individual_set)
    if self_score_due < act.on:
        faults["self_score_due"] = "Hạn tự chấm phải từ hôm nay trở đi."
    if appraisal_due < self_score_due:
        faults["appraisal_due"] = "Hạn thẩm định phải từ hạn tự chấm trở đi."
    if explanation_days < 1:
        faults["explanation_days"] = "Đơn vị cần ít nhất 1 ngày làm việc để giải trình."
    if faults:
        raise RefusedError(**faults)


def _set_faults(
    movement: Movement, unit_set: CriteriaSet, individual_set: CriteriaSet | None
) -> dict[str, str]:
    faults: dict[str, str] = {}
    for field, row, subject, word in (
        ("unit_set", unit_set, "collective", "đơn vị"),
        ("individual_set", individual_set, "individual", "cá nhân"),
    ):
        if row is not None and row.authority_id != movement.authority_id:
            faults[field] = "Bộ tiêu chí này của cơ quan khác."
        elif row is not None and criteria_of(row).subject != subject:
            faults[field] = f"Bộ tiêu chí này không dùng để chấm {word}."
    return faults


@operation("sheets.opened")
def add_unit_sheets(act: Act, *, campaign: Campaign, units: Iterable[Unit]) -> list[Sheet]:
    """Make a sheet for each of these units that has none yet (also for one that comes late).

    Raises ``RefusedError`` when there is none to score, or a unit's khối is no profile of the set.
    """
    require(permissions.may_open_campaign(act, campaign.movement))
    criteria = criteria_of(campaign.unit_set)
    known = {profile.code for profile in criteria.profiles}
    chosen = list(units)
    if not chosen:
        raise RefusedError("Chưa có đơn vị nào để chấm điểm: chưa đơn vị nào đăng ký được nhận.")
    strange = [unit.name for unit in chosen if known and unit.block not in known]
    if strange:
        raise RefusedError(unit_set="Bộ tiêu chí không có khối của: " + ", ".join(strange) + ".")
    standing = set(campaign.sheets.values_list("subject_id", flat=True))
    before = campaigns.former(campaign.movement)
    groups = dict(before.sheets.exclude(group="").values_list("subject_id", "group")) if before else {}
    made = Sheet.objects.bulk_create(
        [
            Sheet(
                campaign=campaign,
                subject_id=unit.subject_id,
                unit=unit,
                criteria_set=campaign.unit_set,
                profile=unit.block if known else "",
                group=groups.get(unit.subject_id, ""),
                tags=unit.tags,
                due_on=campaign.self_score_due,
            )
            for unit in chosen
            if unit.subject_id not in standing
        ]
    )
    act.record("sheets.opened", campaign, subjects=[unit.name for unit in chosen], sheets=len(made))
    return made


@operation("sheets.opened")
def open_individual_sheets(
    act: Act,
    *,
    campaign: Campaign,
    persons: Iterable[Person],
    tags: Mapping[int, Sequence[str]] | None = None,
) -> list[Sheet]:
    """Make a sheet for each nominated person; the one that stands already is given back.

    ``tags`` by person's key say what holds for whom (as the set names them). Raises ``RefusedError`` when the
    campaign has no set for individuals, or a person is in no unit on the day.
    """
    if campaign.individual_set is None:
        raise RefusedError("Đợt chấm điểm này không có bộ tiêu chí cho cá nhân.")
    criteria = criteria_of(campaign.individual_set)
    profile = criteria.profiles[0].code if criteria.profiles else ""
    found: list[Sheet] = []
    names: list[str] = []
    for person in persons:
        membership = organizations.membership_on(person, act.on)
        if membership is None or person.authority_id != campaign.movement.authority_id:
            raise RefusedError(
                f"{person.name} không thuộc đơn vị nào của cơ quan này ngày {act.on:%d/%m/%Y}."
            )
        require(permissions.may_open_individual(act, membership.unit_id))
        sheet, made = Sheet.objects.get_or_create(
            campaign=campaign,
            subject_id=person.subject_id,
            defaults={
                "unit": membership.unit,
                "criteria_set": campaign.individual_set,
                "profile": profile,
                "tags": [tag for tag in (tags or {}).get(person.pk, ()) if tag in dict(criteria.tags)],
                "due_on": max(campaign.self_score_due, act.on),
            },
        )
        found.append(sheet)
        if made:
            names.append(person.name)
    if names:
        act.record("sheets.opened", campaign, subjects=names, sheets=len(names))
    return found


@operation("campaign.dates_set")
def set_days(act: Act, *, campaign: Campaign, self_score_due: date, appraisal_due: date, reason: str) -> None:
    """Move the days of a campaign, with a reason; sheets that are still filled move along.

    Raises ``RefusedError`` for days out of order or without a reason.
    """
    require(permissions.may_open_campaign(act, campaign.movement))
    faults = guards.without_reason(reason)
    if appraisal_due < self_score_due:
        faults["appraisal_due"] = "Hạn thẩm định phải từ hạn tự chấm trở đi."
    if faults:
        raise RefusedError(**faults)
    before = [campaign.self_score_due, campaign.appraisal_due]
    Campaign.objects.filter(pk=campaign.pk).update(self_score_due=self_score_due, appraisal_due=appraisal_due)
    campaign.sheets.filter(state="draft").update(due_on=self_score_due)
    campaign.refresh_from_db()
    act.record(
        "campaign.dates_set", campaign, before=before, after=[self_score_due, appraisal_due], reason=reason
    )


@operation("campaign.figures_entered")
def enter_figures(
    act: Act, *, campaign: Campaign, leaf_code: str, figures: Mapping[int, Mapping[str, Any]]
) -> int:
    """Enter one row for many sheets at once: figures of the one-stop service, surveys, checks, broadcasts.

    ``figures`` go by the key of the sheet. They wait as drafts of the appraisal, which takes them over. Gives how
    many were entered. Raises ``RefusedError`` with the keys of the sheets as fields; nothing is stored then.
    """
    require(permissions.may_open_campaign(act, campaign.movement))
    criteria = criteria_of(campaign.unit_set)
    leaves = {leaf.code: leaf for leaf in criteria.leaves if leaf.source is not Source.UNIT}
    if leaf_code not in leaves:
        raise RefusedError(leaf="Tiêu chí này do đơn vị tự chấm, không nhập chung.")
    leaf = leaves[leaf_code]
    rows = {
        sheet.pk: sheet for sheet in campaign.sheets.filter(pk__in=figures, criteria_set=campaign.unit_set)
    }
    faults: dict[str, str] = {}
    entered: dict[int, dict[str, Any]] = {}
    for key, given in figures.items():
        sheet = rows.get(key)
        if sheet is None or not permissions.round_open(sheet, Mark.Round.APPRAISAL, leaf.source):
            faults[str(key)] = "Phiếu này đã thẩm định xong hoặc không có tiêu chí này."
            continue
        try:
            entered[key] = givens.clean(leaf, given)
            givens.scored(leaf, entered[key])
        except givens.GivenError as error:
            faults[str(key)] = str(error)
    if faults:
        raise RefusedError(**faults)
    stored_leaf = Leaf.objects.get(criteria_set=campaign.unit_set, code=leaf_code)
    for key in sorted(entered):
        guards.hold(rows[key])
        guards.put_draft(
            act,
            rows[key],
            stored_leaf,
            Mark.Round.APPRAISAL,
            entered[key],
            machine.COMMON_FIGURES if entered[key] else "",
            keep_empty=False,
        )
    act.record(
        "campaign.figures_entered",
        campaign,
        leaf=leaf_code,
        figures={str(key): value for key, value in entered.items()},
    )
    return len(entered)
