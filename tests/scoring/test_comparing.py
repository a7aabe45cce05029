"""Rules that compare, on sheets: provisional until the group is settled, and always what the rules give."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.scoring.conftest import APPRAISAL_DAY, SCORING_DAY, open_over
from thidua.audit.models import Entry
from thidua.base.acts import SYSTEM, Act
from thidua.scoring import operations, queries
from thidua.scoring.models import Campaign, Mark, Sheet

SET = """
code: so-sanh
title: Bộ so trong cụm
version: "1"
scale: "10"
areas:
  - code: "1"
    title: Kết quả
    max: "10"
    children:
      - {code: "1.1", title: Số mô hình mới, max: "6", rule: {kind: min_max, measure: number}}
      - {code: "1.2", title: Có kế hoạch, max: "4", rule: {kind: yes_no}}
"""
CHOSEN = {"1.2": operations.Typed({"choice": "yes"})}


def by_machine(at: datetime = SCORING_DAY) -> Act:
    return Act(actor=SYSTEM, at=at, source="test")


def build_campaign(cast) -> Campaign:
    """Three units over a set with one leaf that compares."""
    return open_over(cast, SET, cast.office, cast.culture, cast.school)


@pytest.fixture
def campaign(cast) -> Campaign:
    """The same in the test's database."""
    return build_campaign(cast)


def sheet_of(campaign: Campaign, unit) -> Sheet:
    rows = Sheet.objects.select_related("subject", "unit__subject", "campaign__movement", "criteria_set")
    return rows.get(campaign=campaign, unit=unit)


def send(campaign: Campaign, unit, value: str) -> None:
    rows = CHOSEN | {"1.1": operations.Typed({"value": value})}
    operations.save_drafts(by_machine(), sheet=sheet_of(campaign, unit), round="self", rows=rows)
    operations.submit(by_machine(), sheet=sheet_of(campaign, unit))


def settle(campaign: Campaign, unit, **marks) -> None:
    act = by_machine(APPRAISAL_DAY)
    operations.appraise(act, sheet=sheet_of(campaign, unit), marks=marks)
    operations.finalize(act, sheet=sheet_of(campaign, unit))


def test_totals_follow_the_group_until_all_of_it_is_settled(cast, campaign, sign_in, capsys):
    office, culture, school = cast.office, cast.culture, cast.school
    send(campaign, office, "4")
    assert sheet_of(campaign, office).self_total == 10  # alone in its group
    send(campaign, culture, "2")
    send(campaign, school, "6")
    assert [sheet_of(campaign, unit).self_total for unit in (office, culture, school)] == [7, 4, 10]
    settle(campaign, office)
    page = reverse("scoring_sheet", args=(campaign.movement_id, sheet_of(campaign, office).pk))
    told = sign_in("head").get(page).content.decode()
    assert "Điểm tạm tính." in told
    assert "còn 02 phiếu của cụm, khối chưa chốt" in told
    assert [line.provisional for line in queries.ranking(campaign).lines] == [True]
    settle(campaign, culture)
    changed = operations.Typed({"value": "10"}, "Đếm thiếu")
    settle(campaign, school, **{"1.1": changed})
    assert [sheet_of(campaign, unit).final_total for unit in (office, culture, school)] == [
        Decimal("5.5"),
        4,
        10,
    ]
    assert [line.provisional for line in queries.ranking(campaign).lines] == [False, False, False]
    assert "Điểm tạm tính." not in sign_in("head").get(page).content.decode()
    mark = Mark.objects.filter(sheet=sheet_of(campaign, office), leaf__code="1.1", round="final").get()
    assert (mark.score, mark.working["inputs"]["group"]) == (Decimal("1.5"), {"low": "2", "high": "10"})
    # the office went from 10 to 7 when the school sent its sheet, and to 5,5 when its figure was mended
    assert Entry.objects.filter(name="sheet.rescored", object_id=str(mark.sheet_id)).count() == 2
    call_command("rescore")
    assert "tất cả đều đúng" in capsys.readouterr().out


def test_a_group_of_its_own_is_compared_with_nobody_else(cast, campaign):
    for unit, value in ((cast.office, "4"), (cast.culture, "2"), (cast.school, "6")):
        send(campaign, unit, value)
    keys = {sheet_of(campaign, cast.office).pk: "Cụm một", sheet_of(campaign, cast.school).pk: "Cụm một"}
    operations.set_groups(cast.act("officer", SCORING_DAY), campaign=campaign, groups=keys)
    assert [sheet_of(campaign, unit).self_total for unit in (cast.office, cast.culture, cast.school)] == [
        4,
        10,
        10,
    ]


def test_while_typing_no_score_is_promised(cast, campaign, sign_in):
    url = reverse(
        "scoring_cell", args=(campaign.movement_id, sheet_of(campaign, cast.office).pk, "self", "1.1")
    )
    told = sign_in("head").post(url, {"1.1-value": "4"})
    assert told.status_code == 200
    assert "Đã nhập; điểm tính khi có kết quả của cụm, khối" in told.content.decode()


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_three_sheets_sent_at_the_same_second_see_each_other(crowd):
    scoring, together = crowd
    cast = scoring.cast
    (campaign,) = together([lambda: build_campaign(cast)])
    values = ((cast.office, "4"), (cast.culture, "2"), (cast.school, "6"))
    together([lambda unit=unit, value=value: send(campaign, unit, value) for unit, value in values])
    (found,) = together([lambda: [sheet_of(campaign, unit).self_total for unit, _ in values]])
    assert found == [7, 4, 10]
