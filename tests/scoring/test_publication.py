"""Groups, the ranking frozen by a decision, and what a sheet tells its unit about its points."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl
import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.scoring.conftest import APPRAISAL_DAY
from thidua.audit.models import Entry
from thidua.base.errors import MovedOnError, NotAllowedError, RefusedError
from thidua.documents import operations as documents
from thidua.engine.movements import State as MovementState
from thidua.movements.models import Movement
from thidua.scoring import givens, operations, queries
from thidua.scoring.models import Campaign, Publication, Sheet
from thidua.scoring.queries import shipped_sets
from thidua.scoring.queries.machine import COMMON_FIGURES

pytestmark = pytest.mark.django_db
HEADS = {"office": "head", "culture": "culture_head", "school": "school_head"}


def pdf():
    document = pypdfium2.PdfDocument.new()
    document.new_page(300, 300)
    held = BytesIO()
    document.save(held)
    return held.getvalue()


PDF = pdf()


@pytest.fixture
def settled(scoring, monkeypatch):
    """All three units settled: the office loses 5 (tasks), 1, 1 (reading) and 0,5, culture 1, the school nothing."""
    monkeypatch.setattr("thidua.base.clock.now", lambda: APPRAISAL_DAY)
    lost = {"office": {"leaf_1_3": {"count": 1}}, "culture": {"leaf_1_3": {"count": 2}}, "school": {}}
    for key, head in HEADS.items():
        scoring.send(key, head, **lost[key])
    who = {"office": "vice", "culture": "vice", "school": "vice"}
    scoring.appraise("office", who["office"], leaf_2_1=({"count": 2}, "Hai văn bản bị trả lại"))
    for key in ("culture", "school"):
        scoring.appraise(key, who[key])
    for key in HEADS:
        scoring.settle(key)
    return scoring


def stored(scoring, content=PDF):
    return documents.store(
        scoring.act("officer", APPRAISAL_DAY), content=content, name="qd.pdf", kind="pdf", pages=1
    )


def publish(scoring, who="officer", **changed):
    values = {"number": "412/QĐ-UBND", "decided_on": APPRAISAL_DAY.date(), "word": "CÔNG BỐ"} | changed
    return operations.publish_ranking(
        scoring.act(who, APPRAISAL_DAY), campaign=scoring.campaign, file=stored(scoring), **values
    )


def test_units_rank_in_all_and_in_their_group(settled):
    def ranks(**group):
        return [
            (line.sheet.unit.code, line.rank, line.group_rank)
            for line in queries.ranking(settled.campaign, **group).lines
        ]

    assert ranks() == [("MN", 1, 1), ("VHXH", 2, 1), ("VP", 3, 2)]
    names = queries.ranking(settled.campaign).groups
    assert len(names) == 2
    operations.set_groups(
        settled.act("officer", APPRAISAL_DAY),
        campaign=settled.campaign,
        groups={settled.sheets["culture"].pk: " Cụm  số 2 ", settled.sheets["school"].pk: "Cụm số 2"},
    )
    assert ranks(group="Cụm số 2") == [("MN", 1, 1), ("VHXH", 2, 2)]
    assert [line.group_rank for line in queries.ranking(settled.campaign).lines] == [1, 2, 1]


def test_a_published_ranking_is_frozen_with_its_decision(settled):
    row = publish(settled)
    assert next((one["name"], one["rank"], one["shown"]) for one in row.lines) == (
        "Trường Mầm non Nà Mây",
        1,
        format(settled.sheet("school").final_total.quantize(Decimal("0.01")), "f"),
    )
    with pytest.raises(RefusedError, match="đã công bố"):
        operations.reopen(
            settled.act("officer", APPRAISAL_DAY), sheet=settled.sheet("office"), reason="Tính lại"
        )
    with pytest.raises(RefusedError, match="đã công bố"):
        operations.set_groups(settled.act("officer"), campaign=settled.campaign, groups={})
    with pytest.raises(MovedOnError):
        publish(settled)
    assert Entry.objects.filter(name="ranking.published").count() == 1
    with pytest.raises(RefusedError):
        operations.withdraw_publication(settled.act("officer"), publication=row, reason=" ")
    operations.withdraw_publication(
        settled.act("officer", APPRAISAL_DAY), publication=row, reason="Sai số liệu 2.1"
    )
    operations.reopen(settled.act("officer", APPRAISAL_DAY), sheet=settled.sheet("office"), reason="Tính lại")
    assert Publication.objects.get().lines == row.lines


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"word": "công bố"}, "word"),
        ({"number": " "}, "number"),
        ({"decided_on": APPRAISAL_DAY.date() + timedelta(days=1)}, "decided_on"),
    ],
)
def test_what_is_incomplete_is_not_published(settled, changed, field):
    with pytest.raises(RefusedError) as refused:
        publish(settled, **changed)
    assert list(refused.value.faults) == [field]
    assert not Publication.objects.exists()


def test_sheets_that_are_not_settled_are_named_and_only_the_officer_publishes(scoring):
    with pytest.raises(RefusedError) as refused:
        publish(scoring)
    assert "Phòng Văn hóa - Xã hội" in refused.value.faults[""]
    with pytest.raises(NotAllowedError):
        publish(scoring, who="chair")


def test_the_pages_publish_show_and_withdraw(settled, sign_in):
    url = reverse("scoring_ranking_publish", args=(settled.movement.pk,))
    assert {who: sign_in(who).get(url).status_code for who in ("head", "chair", "stranger")} == {
        "head": 403,
        "chair": 403,
        "stranger": 404,
    }
    client = sign_in("officer")
    told = {"number": "412/QĐ-UBND", "decided_on": "27/11/2025", "word": "cong bo"}
    page = client.post(url, told | {"file": SimpleUploadedFile("qd.pdf", PDF, "application/pdf")})
    assert page.status_code == 422
    assert "412/QĐ-UBND" in page.content.decode()
    told["word"] = "CÔNG BỐ"
    assert (
        client.post(url, told | {"file": SimpleUploadedFile("qd.pdf", PDF, "application/pdf")}).status_code
        == 302
    )
    ranking = reverse("scoring_ranking", args=(settled.movement.pk,))
    assert "Đã công bố." in sign_in("member").get(ranking).content.decode()
    kept = sign_in("member").get(reverse("scoring_ranking_decision", args=(settled.movement.pk,)))
    assert kept.content == PDF
    withdraw = reverse("scoring_ranking_withdraw", args=(settled.movement.pk,))
    assert sign_in("officer").post(withdraw, {"reason": "Sai số liệu"}).status_code == 302
    assert sign_in("officer").get(withdraw).status_code == 404


def test_groups_and_target_are_set_on_a_page_and_the_ranking_is_exported_as_filtered(settled, sign_in):
    url = reverse("scoring_ranking_groups", args=(settled.movement.pk,))
    client = sign_in("officer")
    keys = {key: f"s{sheet.pk}" for key, sheet in settled.sheets.items()}
    assert client.post(url, {keys["office"]: "x" * 120, "target_percent": "85"}).status_code == 422
    assert client.post(url, {"target_percent": "120"}).status_code == 422
    assert Campaign.objects.get().target_percent is None
    told = {keys["office"]: "Cụm số 1", keys["school"]: "Cụm số 1", "target_percent": "85"}
    assert client.post(url, told).status_code == 302
    assert Campaign.objects.get().target_percent == 85
    excel = client.get(
        reverse("scoring_ranking_excel", args=(settled.movement.pk,)), {"kind": "unit", "nhom": "Cụm số 1"}
    )
    book = openpyxl.load_workbook(BytesIO(excel.content))
    names = {str(row[1].value) for row in book["Xếp hạng"].iter_rows()}
    assert "Trường Mầm non Nà Mây" in names
    assert "Phòng Văn hóa - Xã hội" not in names
    assert [row[0].value for row in book["Điểm mất"].iter_rows(min_row=6)] == ["1.2", "2.1", "9.3", "1.3"]


def last_year(scoring, key, **percents):
    movement = Movement.objects.create(
        authority=scoring.cast.commune,
        title="Phong trào năm 2024",
        state=MovementState.LAUNCHED,
        starts_on=date(2024, 1, 1),
        ends_on=date(2024, 12, 31),
        launched_at=APPRAISAL_DAY,
        launched_on=date(2024, 2, 1),
        created_at=APPRAISAL_DAY,
    )
    campaign = Campaign.objects.create(
        movement=movement,
        unit_set=scoring.campaign.unit_set,
        self_score_due=date(2024, 11, 1),
        appraisal_due=date(2024, 12, 1),
        opened_at=APPRAISAL_DAY,
    )
    sheet = scoring.sheet(key)
    return Sheet.objects.create(
        campaign=campaign,
        subject=sheet.subject,
        unit=sheet.unit,
        criteria_set=sheet.criteria_set,
        profile=sheet.profile,
        state="finalized",
        finalized_at=APPRAISAL_DAY,
        final_total=80,
        working={
            "areas": [{"code": c, "points": "1", "max": "2", "percent": p} for c, p in percents.items()]
        },
    )


def test_each_area_stands_against_last_year_the_target_and_the_best_of_the_group(settled):
    last_year(settled, "office", I="60.5")
    Campaign.objects.update(target_percent=85)
    found = {area.code: area for area in queries.area_standings(settled.sheet("office"))}
    first, second = found["I"], found["II"]
    assert (first.before, first.target) == (Decimal("60.5"), 85)
    assert second.before is None
    assert (second.best, second.best_name) == (100, "Phòng Văn hóa - Xã hội")
    assert second.percent < 100


def test_points_lost_stand_largest_first_with_their_reason(settled):
    lost = queries.lost_points(settled.sheet("office"))
    assert [(one.code, one.lost) for one in lost] == [
        ("1.2", 5),
        ("2.1", 1),
        ("9.3", 1),
        ("1.3", Decimal("0.5")),
    ]
    assert lost[1].why.startswith("Hai văn bản bị trả lại 4 − 2 × 0,5")
    assert [(one.code, one.lost, one.losers) for one in queries.lost_in_all(settled.campaign, "unit")] == [
        ("1.2", 5, 1),
        ("1.3", Decimal("1.5"), 2),
        ("2.1", 1, 1),
        ("9.3", 1, 1),
    ]


def test_one_other_value_is_worked_out_and_nothing_is_kept(settled):
    sheet = settled.sheet("office")
    before = sheet.final_total
    found = queries.what_if(sheet, "2.1", {"count": "0"})
    assert (found.before, found.after) == (3, 4)
    assert (found.total_before, found.rank_before, found.rank_after) == (before, 3, 3)
    assert found.total_after > before
    worse = queries.what_if(settled.sheet("culture"), "7.1", {"numerator": "0", "denominator": "40"})
    worst = queries.what_if(settled.sheet("school"), "1.4", {"numerator": "0", "denominator": "40"})
    assert [(one.rank_before, one.rank_after) for one in (worse, worst)] == [(2, 2), (1, 2)]
    with pytest.raises(givens.GivenError):
        queries.what_if(sheet, "2.1", {"count": "hai"})
    assert settled.sheet("office").final_total == before


def test_the_page_of_a_sheet_tells_where_why_and_what_if(settled, sign_in):
    url = reverse("scoring_sheet_analysis", args=(settled.movement.pk, settled.sheets["office"].pk))
    page = sign_in("head").get(url, {"tieu-chi": "1.3", "gia-count": "0"}).content.decode()
    assert "Hai văn bản bị trả lại" in page
    assert "<svg" in page
    assert "1,50 → 2,00" in page
    untried = sign_in("head").get(url, {"tieu-chi": "1.3"}).context["what_if"]
    assert ([one.value for one in untried["row"].inputs], untried["answer"]) == (["1"], None)  # what stands
    wrong = sign_in("head").get(url, {"tieu-chi": "1.3", "gia-count": "x"}).content.decode()
    assert "Hãy nhập một số nguyên" in wrong
    assert sign_in("school_head").get(url).status_code == 404
    excel = sign_in("head").get(
        reverse("scoring_sheet_analysis_excel", args=(settled.movement.pk, settled.sheets["office"].pk))
    )
    book = openpyxl.load_workbook(BytesIO(excel.content))
    assert [row[0].value for row in book["Điểm mất"].iter_rows(min_row=6)] == ["1.2", "2.1", "9.3", "1.3"]


def test_where_a_common_figure_comes_from_is_no_reason_for_a_loss(scoring):
    sheet = scoring.sheets["office"].pk
    figures = {sheet: {"numerator": "10", "denominator": "40"}}
    operations.enter_figures(
        scoring.act("officer"), campaign=scoring.campaign, leaf_code="8.1", figures=figures
    )
    scoring.send("office", "head")
    scoring.appraise("office", leaf_8_1=(figures[sheet], COMMON_FIGURES))
    lost = {one.code: one.reason for one in queries.lost_points(scoring.sheet("office"))}
    assert lost["8.1"] == ""


def test_the_figures_above_the_ranking_are_of_the_lines_below(settled, sign_in):
    keys = {settled.sheets["office"].pk: "Cụm một", settled.sheets["culture"].pk: "Cụm một"}
    operations.set_groups(settled.act("officer", APPRAISAL_DAY), campaign=settled.campaign, groups=keys)
    url = reverse("scoring_ranking", args=(settled.movement.pk,))
    shown = {
        group: sign_in("chair").get(url, {"nhom": group}).context["figures"] for group in ("", "Cụm một")
    }
    totals = {key: settled.sheet(key).final_total for key in HEADS}
    assert shown[""]["average"] == sum(totals.values()) / 3
    assert shown["Cụm một"]["average"] == (totals["office"] + totals["culture"]) / 2
    assert (shown["Cụm một"]["settled"], shown["Cụm một"]["sheets"]) == (2, 2)


def test_a_fall_by_grades_keeps_a_unit_from_being_considered(scoring):
    text = shipped_sets()["commune-units-2025"].text
    fall = "title: Khai khống}\n  - {code: fallen, title: Tụt một bậc so với năm trước, falls: 1}"
    text = text.replace('version: "2025.1"', 'version: "2025.9"').replace("title: Khai khống}", fall)
    newer = operations.load_criteria_set(scoring.act("officer"), authority=scoring.cast.commune, text=text)
    text = text.replace("excellent", "muc_1").replace('version: "2025.9"', 'version: "2024.9"')
    # last year's set had codes of its own for grades that are called alike
    older = operations.load_criteria_set(scoring.act("officer"), authority=scoring.cast.commune, text=text)
    Campaign.objects.update(unit_set=newer)
    Sheet.objects.update(criteria_set=newer)
    scoring.campaign.refresh_from_db()
    for key in ("office", "school"):
        scoring.send(key, HEADS[key])
    scoring.appraise("office", leaf_2_1=({"count": 8}, "Tám văn bản bị trả lại"))
    scoring.appraise("school")
    for key in ("office", "school"):
        scoring.settle(key)
        before = last_year(scoring, key)
        Sheet.objects.filter(pk=before.pk).update(criteria_set=older, working={"grade": "muc_1"})
    assert [
        (line.sheet.unit.code, line.grade, line.vetoes) for line in queries.ranking(scoring.campaign).lines
    ] == [
        ("MN", "Xuất sắc", ()),
        ("VP", "Tốt", ("Tụt một bậc so với năm trước",)),
    ]
