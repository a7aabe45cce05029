"""What is read: who sees which sheets, rows, ranks, figures, what waits."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.scoring.conftest import APPRAISAL_DAY, SCORING_DAY
from thidua.movements.models import Delivery, Task
from thidua.organizations.models import Membership
from thidua.regulations import queries as regulations
from thidua.scoring import operations, queries
from thidua.scoring.models import CriteriaSet, Sheet
from thidua.scoring.operations import Typed
from thidua.scoring.queries import ranks

pytestmark = pytest.mark.django_db
TODAY = SCORING_DAY.date()


def test_who_sees_which_sheets(scoring):
    for who, units in (
        ("officer", {"VP", "VHXH", "MN"}),
        ("chair", {"VP", "VHXH", "MN"}),
        ("vice", {"VP", "VHXH", "MN"}),
        ("inspector", {"VP", "VHXH", "MN"}),
        ("clerk", {"VP", "VHXH", "MN"}),
        ("head", {"VP", "VHXH", "MN"}),  # a member of the council as well
        ("school_head", {"MN"}),
        ("teacher", {"VP", "VHXH", "MN"}),  # of the team
        ("member", {"VP"}),
        ("admin", set()),
        ("stranger", set()),
    ):
        seen = queries.sheets_visible_to(scoring.cast.viewer(who, TODAY))
        assert {sheet.unit.code for sheet in seen} == units
        assert Sheet.objects.count() == 3


def test_a_member_sees_the_own_sheet_and_no_colleagues(scoring):
    people = scoring.cast.people
    operations.open_individual_sheets(
        scoring.act("officer"), campaign=scoring.campaign, persons=[people["member"], people["clerk"]]
    )
    seen = queries.sheets_visible_to(scoring.cast.viewer("member", TODAY)).filter(subject__kind="person")
    assert [sheet.subject.name for sheet in seen] == [people["member"].name]


def test_records_fill_machine_rows_only_for_units_and_up_to_the_day(scoring):
    sheet = scoring.sheet("office")
    found = queries.machine_inputs(sheet, date(2025, 5, 1))
    assert found["1.2"].given == {"numerator": "1", "denominator": "1"}
    Task.objects.filter(lead=sheet.unit).update(state="cancelled", done_on=None)
    Delivery.objects.all().delete()
    assert queries.machine_inputs(sheet, TODAY) == {}


def test_rows_come_in_a_constant_number_of_queries(scoring):
    def count(key):
        sheet = scoring.sheet(key)
        with CaptureQueriesContext(connection) as caught:
            rows = queries.sheet_rows(sheet, TODAY, "self")
        assert len(rows) == 30
        return len(caught)

    empty = count("office")
    scoring.fill("office", "head")
    evidence = operations.add_evidence(
        scoring.act("head"), unit=scoring.cast.office, title="Sổ theo dõi", link="https://naymay.gov.vn/a"
    )
    for code in ("1.1", "1.3", "2.1"):
        operations.link_evidence(
            scoring.act("head"), sheet=scoring.sheet("office"), leaf_code=code, evidence=evidence
        )
    assert count("office") == empty <= 5


def test_a_row_tells_everything_that_a_page_says_of_it(scoring):
    scoring.send("office", "head", leaf_1_3={"count": 1})
    scoring.appraise("office", leaf_1_3=({"count": 2}, "Muộn cả quý III"))
    rows = {row.code: row for row in queries.sheet_rows(scoring.sheet("office"), TODAY)}
    row = rows["1.3"]
    assert (row.self_cell.words, row.self_cell.score) == ("1 trường hợp", Decimal("1.5"))
    assert (row.appraisal.words, row.appraisal.score, row.appraisal.changed) == ("2 trường hợp", 1, True)
    assert row.appraisal.reason == "Muộn cả quý III"
    assert row.working == ["2 − 2 × 0,5, thấp nhất 0: 1 điểm."]
    assert row.lost == 1
    assert row.without_evidence
    assert not rows["1.2"].without_evidence, "the records prove themselves"
    assert not rows["7.2"].applies


def test_the_working_of_a_leaf_goes_down_to_rule_and_evidence(scoring):
    evidence = operations.add_evidence(
        scoring.act("head"), unit=scoring.cast.office, title="Bảng trích xuất", link="https://naymay.gov.vn/b"
    )
    operations.link_evidence(
        scoring.act("head"), sheet=scoring.sheet("office"), leaf_code="1.4", evidence=evidence, page="trang 1"
    )
    assert queries.working(scoring.sheet("office"), "1.4") is None
    scoring.send("office", "head", leaf_1_4={"numerator": "45", "denominator": "50"})
    told = queries.working(scoring.sheet("office"), "1.4")
    assert told.rule.startswith("Tỷ lệ đạt × 4 điểm.")
    assert told.given == "45/50 (90\u00a0%)"
    assert told.steps[-1] == "90\u00a0% × 4 điểm = 3,60 điểm."
    assert [(one.title, one.page) for one in told.evidence] == [("Bảng trích xuất", "trang 1")]


def test_lost_points_come_most_first(scoring):
    scoring.send("office", "head", leaf_1_3={"count": 1}, leaf_2_1={"count": 4})
    found = queries.lost_points(scoring.sheet("office"))
    assert [(one.code, one.lost) for one in found] == [
        ("1.2", 5),
        ("2.1", 2),
        ("9.3", 1),
        ("1.3", Decimal("0.5")),
    ]


def settle_all(scoring, *, tie=False):
    """Settle all three: the school full, the office and the culture office equal when ``tie``."""
    Task.objects.all().delete()
    Delivery.objects.all().delete()
    for key, who in (("office", "head"), ("culture", "culture_head"), ("school", "school_head")):
        flaw = {} if key == "school" or tie else {"leaf_1_3": {"count": 2 if key == "office" else 1}}
        sheet = scoring.fill(key, who, **flaw)
        operations.submit(scoring.act(who), sheet=sheet)
    for key in ("office", "culture", "school"):
        scoring.appraise(key)
        scoring.settle(key)


def test_ranks_follow_the_settled_totals(scoring):
    settle_all(scoring)
    found = queries.ranking(scoring.campaign)
    assert [(line.rank, line.sheet.unit.code) for line in found.lines] == [(1, "MN"), (2, "VHXH"), (3, "VP")]
    assert found.lines[0].grade == "Xuất sắc"
    assert found.waiting == ()
    assert found.breakers[0].startswith("Ưu tiên cá nhân nữ hoặc tập thể có tỷ lệ nữ từ 70 %")


def test_equals_are_parted_by_the_share_of_women_first_and_the_trail_is_told(scoring):
    settle_all(scoring, tie=True)
    found = queries.ranking(scoring.campaign)
    assert {line.total for line in found.lines} == {Decimal(100)}
    first = found.lines[0]
    assert (first.sheet.unit.code, first.rank) == ("MN", 1), "both teachers are women"
    assert first.decided_by.startswith("Ưu tiên cá nhân nữ")
    second, third = found.lines[1:]
    assert (second.rank, third.rank) == (2, 2), "offices with half women each share the rank"
    assert second.tied_with == (third.sheet.subject.name,)
    votes = {second.sheet.subject_id: 5, third.sheet.subject_id: 4}
    parted = queries.ranking(scoring.campaign, council_votes=votes)
    assert [line.rank for line in parted.lines] == [1, 2, 3]
    assert parted.lines[1].decided_by == "Hội đồng biểu quyết"


def test_a_rank_does_not_change_when_somebody_moves_later(scoring):
    settle_all(scoring, tie=True)
    before = [line.sheet.pk for line in queries.ranking(scoring.campaign).lines]
    Membership.objects.filter(unit=scoring.cast.school).delete()
    assert [line.sheet.pk for line in queries.ranking(scoring.campaign).lines] == before


def test_the_tie_breaker_of_the_law_comes_first_even_where_a_set_leaves_it_out(scoring):
    criteria = queries.criteria_of(scoring.campaign.unit_set)
    without = replace(criteria, tie_breakers=criteria.tie_breakers[1:])
    found = ranks.breakers_of(without, regulations.national(), date(2025, 12, 5))
    assert (found[0].kind.value, found[0].threshold) == ("female_or_women_share", Decimal("0.7"))
    assert len(found) == len(criteria.tie_breakers)


def test_sheets_that_are_not_settled_have_no_rank(scoring):
    found = queries.ranking(scoring.campaign)
    assert found.lines == ()
    assert len(found.waiting) == 3


def test_the_figures_follow_the_facts(scoring):
    assert queries.numbers(scoring.movement).average is None
    settle_all(scoring)
    figures = queries.numbers(scoring.movement)
    assert (figures.sheets, figures.sent, figures.settled) == (3, 3, 3)
    totals = [total for _, _, total in figures.scores]
    assert figures.average == (sum(totals) / 3).quantize(Decimal("0.01"))
    assert figures.highest[0] == "Trường Mầm non Nà Mây"
    assert figures.grades["Xuất sắc"] == 3
    areas = {area.code: area.percent for area in figures.areas}
    assert areas["I"] < areas["II"] == 100
    operations.reopen(
        scoring.act("officer", APPRAISAL_DAY), sheet=scoring.sheet("school"), reason="Khiếu nại"
    )
    assert queries.numbers(scoring.movement).settled == 2


def test_progress_tells_how_far_and_by_when(scoring):
    assert queries.progress(scoring.movement)["text"] == "0/3 phiếu đã gửi"
    scoring.send("office", "head")
    told = queries.progress(scoring.movement)
    assert (told["done"], told["total"], told["text"], told["due"]) == (
        0,
        3,
        "1/3 phiếu đã gửi",
        date(2025, 11, 25),
    )
    assert queries.rank_progress(scoring.movement)["text"] == "0/3 đơn vị"


def waits(scoring, who, on=TODAY):
    return [item["text"] for item in queries.todo(scoring.cast.viewer(who, on), scoring.movement)]


def test_what_waits_for_whom(scoring):
    school = "Trường Mầm non Nà Mây"
    assert waits(scoring, "school_head") == [f"Tự chấm điểm {school}"]
    assert waits(scoring, "vice") == []
    scoring.send("school", "school_head")
    assert waits(scoring, "school_head") == []
    assert waits(scoring, "vice") == [f"Thẩm định phiếu của {school}"]
    assert waits(scoring, "teacher") == [], "nobody appraises the own unit"
    scoring.appraise("school")
    assert waits(scoring, "officer") == [f"Chốt điểm {school}"]
    operations.ask_explanation(
        scoring.act("officer", APPRAISAL_DAY),
        sheet=scoring.sheet("school"),
        leaves=["1.1", "1.3"],
        reason="Làm rõ",
        due_on=date(2025, 12, 1),
    )
    assert waits(scoring, "school_head") == [f"Giải trình 02 tiêu chí: {school}"]
    operations.explain(
        scoring.act("school_head", APPRAISAL_DAY),
        sheet=scoring.sheet("school"),
        explanations={"1.1": Typed({}, "Đã gửi"), "1.3": Typed({}, "Đã gửi")},
    )
    operations.return_sheet(
        scoring.act("vice", APPRAISAL_DAY),
        sheet=scoring.sheet("school"),
        reason="Thiếu trang",
        due_on=date(2025, 12, 2),
    )
    assert waits(scoring, "school_head") == [f"Sửa phiếu chấm điểm bị trả lại: {school}"]
    assert waits(scoring, "stranger") == []


def test_an_officer_is_told_to_open_the_scoring(scoring):
    Sheet.objects.all().delete()
    scoring.campaign.delete()
    assert waits(scoring, "officer") == ["Mở chấm điểm"]
    assert waits(scoring, "head") == []
    assert queries.progress(scoring.movement)["text"] == "chưa mở"


def test_shipped_sets_are_sound():
    from_files = {name: operations.read_text(one.text) for name, one in queries.shipped_sets().items()}
    assert {one.subject for one in from_files.values()} == {"collective", "individual"}
    scales = {name: one.scale for name, one in from_files.items()}
    assert scales.pop("ca-mau-2013") == 7, "the part that could be read"
    assert set(scales.values()) == {Decimal(100)}
    assert not CriteriaSet.objects.exists()
