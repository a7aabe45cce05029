"""Opening the scoring: frozen sets, one sheet for each who takes part."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.scoring.conftest import SCORING_DAY
from thidua.audit.models import Entry
from thidua.base.errors import NotAllowedError, RefusedError
from thidua.movements import operations as movements
from thidua.movements.models import Movement, Registration
from thidua.organizations import operations as organizations
from thidua.scoring import operations, queries
from thidua.scoring.models import Campaign, Draft, Sheet

pytestmark = pytest.mark.django_db
DAYS = {"self_score_due": date(2025, 11, 25), "appraisal_due": date(2025, 12, 5)}


def reset(scoring):
    Sheet.objects.all().delete()
    Campaign.objects.all().delete()


def open_again(scoring, who="officer", **changed):
    values = {"movement": scoring.movement, "unit_set": scoring.campaign.unit_set, **DAYS, **changed}
    return operations.open_campaign(scoring.act(who), **values)


def test_the_sets_are_frozen_and_each_scored_unit_has_a_sheet_of_its_profile(scoring):
    scoring.campaign.refresh_from_db()
    assert scoring.campaign.unit_set.frozen_at is not None
    assert scoring.campaign.individual_set.frozen_at is not None
    sheets = {sheet.unit.code: sheet for sheet in scoring.campaign.sheets.select_related("unit")}
    assert set(sheets) == {"VP", "VHXH", "MN"}
    assert (sheets["VP"].profile, sheets["MN"].profile) == ("A", "B")
    assert sheets["VP"].tags == ["has_procedures", "budget_unit"]
    assert [e.name for e in Entry.objects.order_by("-position")[:2]] == ["sheets.opened", "campaign.opened"]


def test_where_registration_is_a_condition_only_accepted_units_are_scored(scoring):
    reset(scoring)
    Movement.objects.update(registration_required=True)
    scoring.movement.refresh_from_db()
    cast = scoring.cast
    for unit, state in ((cast.office, "accepted"), (cast.school, "submitted")):
        Registration.objects.create(
            movement=scoring.movement,
            unit=unit,
            state=state,
            accepted_at=SCORING_DAY if state == "accepted" else None,
        )
    campaign = open_again(scoring)
    assert [sheet.unit.code for sheet in campaign.sheets.all()] == ["VP"]


def test_with_nobody_accepted_it_is_refused_whole(scoring):
    reset(scoring)
    Movement.objects.update(registration_required=True)
    scoring.movement.refresh_from_db()
    with pytest.raises(RefusedError, match="Chưa có đơn vị nào"):
        open_again(scoring)
    assert not Campaign.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"self_score_due": date(2025, 11, 1)}, "self_score_due"),
        ({"appraisal_due": date(2025, 11, 24)}, "appraisal_due"),
        ({"explanation_days": 0}, "explanation_days"),
    ],
)
def test_days_out_of_order_are_refused_at_their_fields(scoring, changed, field):
    reset(scoring)
    with pytest.raises(RefusedError) as refused:
        open_again(scoring, **changed)
    assert list(refused.value.faults) == [field]


def test_a_set_of_the_wrong_kind_is_refused(scoring):
    reset(scoring)
    with pytest.raises(RefusedError) as refused:
        open_again(
            scoring, unit_set=scoring.campaign.individual_set, individual_set=scoring.campaign.unit_set
        )
    assert set(refused.value.faults) == {"unit_set", "individual_set"}


def test_a_movement_is_scored_once_and_only_when_launched(scoring):
    with pytest.raises(RefusedError, match="đã mở chấm điểm rồi"):
        open_again(scoring)
    reset(scoring)
    Movement.objects.update(state="plan_confirmed", launched_at=None)
    scoring.movement.refresh_from_db()
    with pytest.raises(RefusedError, match="chưa phát động"):
        open_again(scoring)


def test_a_unit_whose_block_the_set_does_not_know_is_named(scoring):
    organizations.add_unit(
        scoring.act("officer"),
        name="Cơ quan Ủy ban Mặt trận Tổ quốc Việt Nam xã",
        code="MTTQ",
        level="office",
        parent=scoring.cast.commune,
        valid_from=date(2025, 1, 1),
        block="C",
    )
    reset(scoring)
    with pytest.raises(RefusedError, match="Mặt trận Tổ quốc"):
        open_again(scoring)


def test_only_the_officer_opens(scoring):
    for who in (
        "chair",
        "head",
        "vice",
        "inspector",
        "admin",
        "stranger",
    ):
        reset(scoring)
        with pytest.raises(NotAllowedError):
            open_again(scoring, who)


def test_a_unit_that_comes_late_gets_its_sheet_and_nobody_two(scoring):
    made = operations.add_unit_sheets(
        scoring.act("officer"), campaign=scoring.campaign, units=[scoring.cast.office, scoring.cast.school]
    )
    assert made == []
    assert scoring.campaign.sheets.count() == 3


def test_a_nominated_person_gets_one_sheet_in_the_own_unit(scoring):
    person = scoring.cast.people["member"]
    act = scoring.act("head")
    (sheet,) = operations.open_individual_sheets(act, campaign=scoring.campaign, persons=[person])
    (again,) = operations.open_individual_sheets(act, campaign=scoring.campaign, persons=[person])
    assert sheet.pk == again.pk
    assert (sheet.profile, sheet.unit_id) == ("person", scoring.cast.office.pk)
    assert "C3" not in {leaf.code for leaf in queries.applicable(sheet)}


def test_tags_of_a_person_bring_the_rows_that_they_ask_for(scoring):
    person = scoring.cast.people["member"]
    (sheet,) = operations.open_individual_sheets(
        scoring.act("officer"),
        campaign=scoring.campaign,
        persons=[person],
        tags={person.pk: ["handles_dossiers", "unknown"]},
    )
    assert sheet.tags == ["handles_dossiers"]
    assert "C3" in {leaf.code for leaf in queries.applicable(sheet)}


def test_a_head_opens_no_sheet_for_another_unit(scoring):
    with pytest.raises(NotAllowedError):
        operations.open_individual_sheets(
            scoring.act("school_head"), campaign=scoring.campaign, persons=[scoring.cast.people["member"]]
        )


def test_the_days_move_with_a_reason_and_sheets_being_filled_move_along(scoring):
    operations.set_days(
        scoring.act("officer"),
        campaign=scoring.campaign,
        self_score_due=date(2025, 11, 28),
        appraisal_due=date(2025, 12, 8),
        reason="Mưa lũ chia cắt hai thôn",
    )
    assert set(scoring.campaign.sheets.values_list("due_on", flat=True)) == {date(2025, 11, 28)}
    with pytest.raises(RefusedError) as refused:
        operations.set_days(scoring.act("officer"), campaign=scoring.campaign, reason=" ", **DAYS)
    assert list(refused.value.faults) == ["reason"]


def test_common_figures_wait_for_the_appraisal_of_every_sheet(scoring):
    keys = [scoring.sheets["office"].pk]
    n = operations.enter_figures(
        scoring.act("officer"),
        campaign=scoring.campaign,
        leaf_code="3.1",
        figures={keys[0]: {"numerator": "1.180", "denominator": "1.200"}},
    )
    draft = Draft.objects.get(sheet_id=keys[0], round="appraisal")
    assert (n, draft.given) == (1, {"numerator": "1180", "denominator": "1200"})


def test_one_bad_figure_refuses_all_of_them(scoring):
    office, school = scoring.sheets["office"].pk, scoring.sheets["school"].pk
    with pytest.raises(RefusedError) as refused:
        operations.enter_figures(
            scoring.act("officer"),
            campaign=scoring.campaign,
            leaf_code="8.1",
            figures={
                office: {"numerator": "38", "denominator": "40"},
                school: {"numerator": "41", "denominator": "40"},
            },
        )
    assert list(refused.value.faults) == [str(school)]
    assert not Draft.objects.exists()


def test_a_row_of_the_units_own_is_no_common_figure(scoring):
    with pytest.raises(RefusedError, match="đơn vị tự chấm"):
        operations.enter_figures(
            scoring.act("officer"), campaign=scoring.campaign, leaf_code="1.1", figures={}
        )


def test_a_copied_movement_is_scored_as_last_year_was_with_new_sheets(scoring, sign_in):
    office = scoring.sheets["office"]
    officer = scoring.act("officer")
    operations.set_groups(officer, campaign=scoring.campaign, groups={office.pk: "Cụm một"})
    operations.set_target(officer, campaign=scoring.campaign, target_percent=Decimal(80))
    scoring.send("office", "head")
    movement = movements.begin_from_movement(
        scoring.act("officer"),
        source=scoring.movement,
        title="Cải cách hành chính năm 2026",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
    )
    Movement.objects.filter(pk=movement.pk).update(
        state="launched", launched_at=SCORING_DAY, launched_on=SCORING_DAY.date()
    )
    newer = operations.begin_draft(officer, base=scoring.campaign.unit_set, version="2026")
    newer = operations.finish_draft(officer, draft=newer)
    page = sign_in("officer").get(reverse("scoring_open", args=(movement.pk,)))
    assert page.context["form"].initial["unit_set"] == newer.pk
    assert reverse("scoring_set_new_version", args=(scoring.campaign.unit_set_id,)) in page.content.decode()
    movement.refresh_from_db()
    campaign = operations.open_campaign(
        scoring.act("officer"),
        movement=movement,
        unit_set=newer,
        self_score_due=date(2026, 11, 25),
        appraisal_due=date(2026, 12, 5),
    )
    made = campaign.sheets.get(subject=office.subject_id)
    assert (made.group, made.state, made.self_total, made.marks.count()) == ("Cụm một", "draft", None, 0)
    assert campaign.target_percent == 80
