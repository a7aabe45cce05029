from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.publicity.facts import CUT_OFF
from thidua.movements.models import PlanItem
from thidua.reviews import queries
from thidua.reviews.models import Review


def test_a_stranger_and_a_member_see_no_report(cast, final):
    assert queries.reviews_visible_to(cast.viewer("inspector")).exists()
    for who in ("stranger", "member", "admin"):
        assert not queries.reviews_visible_to(cast.viewer(who)).exists()


@pytest.mark.parametrize(
    ("on", "waiting"),
    [
        (date(2025, 6, 1), 0),
        (date(2025, 6, 20), 1),
        (date(2025, 12, 20), 2),
    ],
)
def test_reports_wait_for_the_officer_near_their_day(cast, story, on, waiting):
    assert len(queries.todo(cast.viewer("officer", on), story.movement)) == waiting
    assert queries.todo(cast.viewer("chair", on), story.movement) == []


def test_the_plan_names_the_day_of_the_interim_report(cast, story):
    PlanItem.objects.create(
        movement=story.movement,
        kind="review",
        order=9,
        text="sơ kết",
        data={"kind": "interim", "by": "2025-06"},
    )
    days = {kind: due for kind, _, due in queries.due_reviews(story.movement)}
    assert days == {"interim": date(2025, 6, 28), "final": date(2025, 12, 31)}


def test_an_issued_report_no_longer_waits(cast, story, final):
    Review.objects.filter(pk=final.pk).update(state="issued")
    texts = [row["text"] for row in queries.todo(cast.viewer("officer", CUT_OFF), story.movement)]
    assert texts == ["Lập báo cáo sơ kết phong trào"]
    assert queries.progress(story.movement)["text"] == "1/2 báo cáo"


def test_areas_of_plan_and_criteria_that_mean_the_same_stand_together(story):
    told = queries.figures(story.movement, CUT_OFF)
    direction = told.areas[0]
    assert direction.name == "Công tác chỉ đạo, điều hành"
    assert direction.score is not None
    assert direction.score.code == "I"
    assert [area.name for area in told.areas] == [
        "Công tác chỉ đạo, điều hành",
        "Cải cách thủ tục hành chính",
    ]


def test_tasks_month_by_month(story):
    months = queries.figures(story.movement, date(2025, 7, 10)).months
    assert [month.label for month in months][:2] == ["T1", "T2"]
    assert (months[6].planned, months[6].done) == (2, 2)
    assert months[7].done is None
    assert months[11].planned == 4


def test_the_figures_cost_the_same_for_one_unit_and_for_three(cast, story):
    sheets = story.campaign.sheets
    finished = dict(sheets.values_list("pk", "finalized_at"))
    first = next(iter(finished))
    sheets.exclude(pk=first).update(state="draft", final_total=None, finalized_at=None)
    with CaptureQueriesContext(connection) as one:
        assert len(queries.figures(story.movement, CUT_OFF).units) == 1
    sheets.exclude(pk=first).update(state="finalized", final_total=80, finalized_at=finished[first])
    with CaptureQueriesContext(connection) as three:
        assert len(queries.figures(story.movement, CUT_OFF).units) == 3
    assert len(three) == len(one)
