"""Counts named once by a set: typed once on the sheet, carried to every leaf that uses them, also without network."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from tests.scoring.conftest import SCORING_DAY, open_over
from thidua.base.errors import MovedOnError, NotAllowedError, RefusedError
from thidua.documents.render import xlsx
from thidua.scoring import offline, operations, queries
from thidua.scoring.models import Draft, Sheet

SET = """
code: dung-chung
title: Bộ dùng chung
version: "1"
scale: "10"
inputs:
  - {code: SOM, label: Hồ sơ trước hạn}
  - {code: DUNG, label: Hồ sơ đúng hạn}
  - {code: TONG, label: Hồ sơ đã giải quyết}
areas:
  - code: "1"
    title: Hồ sơ
    max: "10"
    children:
      - code: "1.1"
        title: Đúng hạn
        max: "6"
        rule: {kind: proportional}
        inputs: {numerator: [SOM, DUNG], denominator: TONG}
      - code: "1.2"
        title: Trực tuyến
        max: "4"
        rule: {kind: proportional}
        inputs: {denominator: TONG}
        absent: rescale
"""


@pytest.fixture
def sheet(cast) -> Sheet:
    """A sheet of the office over a set with three named counts."""
    return (
        open_over(cast, SET, cast.office)
        .sheets.select_related("subject", "unit__subject", "campaign__movement", "criteria_set")
        .get()
    )


def given(sheet: Sheet) -> dict[str, dict]:
    return {row.leaf.code: row.given for row in Draft.objects.filter(sheet=sheet).select_related("leaf")}


def address(name: str, sheet: Sheet) -> str:
    return reverse(name, args=(sheet.campaign.movement_id, sheet.pk))


def test_a_count_is_typed_once_and_carried_to_each_leaf_that_uses_it(cast, sheet):
    act = cast.act("head", SCORING_DAY)
    operations.save_counts(act, sheet=sheet, values={"SOM": "1.000", "TONG": "1.250"})
    assert given(sheet) == {"1.1": {"denominator": "1250"}, "1.2": {"denominator": "1250"}}
    operations.save_drafts(act, sheet=sheet, round="self", rows={"1.2": operations.Typed({"numerator": "5"})})
    scores = operations.save_counts(act, sheet=sheet, values={"DUNG": "125", "TONG": "1500"})
    assert given(sheet) == {
        "1.1": {"numerator": "1125", "denominator": "1500"},
        "1.2": {"numerator": "5", "denominator": "1500"},
    }
    assert str(scores["1.1"].score) == "4.5"
    # what a named count fills cannot be typed otherwise in one leaf
    rows = {"1.2": operations.Typed({"numerator": "6", "denominator": "7"})}
    operations.save_drafts(act, sheet=sheet, round="self", rows=rows)
    assert given(sheet)["1.2"] == {"numerator": "6", "denominator": "1500"}
    operations.save_drafts(
        act, sheet=sheet, round="self", rows={"1.2": operations.Typed({"not_applicable": "1"})}
    )
    operations.save_counts(act, sheet=sheet, values={"TONG": "1600"})
    assert given(sheet)["1.2"] == {"not_applicable": True}
    operations.submit(act, sheet=sheet)
    sheet.refresh_from_db()
    assert str(sheet.self_total.normalize()) == "7.03125"
    with pytest.raises(MovedOnError):
        operations.save_counts(act, sheet=sheet, values={"TONG": "1700"})


def test_counts_that_no_leaf_can_be_scored_by_are_refused_whole(cast, sheet):
    act = cast.act("head", SCORING_DAY)
    operations.save_counts(act, sheet=sheet, values={"SOM": "5", "DUNG": "5", "TONG": "10"})
    before = given(sheet)
    for values, place in (({"TONG": "9"}, "1.1"), ({"TONG": "chín"}, "TONG"), ({"KHAC": "1"}, "")):
        with pytest.raises(RefusedError) as refused:
            operations.save_counts(act, sheet=sheet, values=values)
        assert set(refused.value.faults) == {place}
    sheet.refresh_from_db()
    assert (given(sheet), sheet.counts["TONG"]) == (before, "10")
    with pytest.raises(NotAllowedError):
        operations.save_counts(cast.act("school_head", SCORING_DAY), sheet=sheet, values={"TONG": "11"})
    operations.save_counts(act, sheet=sheet, values={"TONG": ""})
    assert given(sheet)["1.1"] == {"numerator": "10"}


def test_the_page_asks_for_a_count_once_and_answers_for_every_leaf(sheet, sign_in):
    client = sign_in("head")
    page = client.get(address("scoring_sheet_fill", sheet)).content.decode()
    assert page.count('name="dung-chung-TONG"') == 1
    assert 'name="1.1-numerator"' not in page
    assert 'name="1.2-numerator"' in page
    assert "Số đạt: Hồ sơ trước hạn + Hồ sơ đúng hạn" in page
    told = {"dung-chung-SOM": "3", "dung-chung-DUNG": "3", "dung-chung-TONG": "12"}
    answer = client.post(address("scoring_counts", sheet), told)
    assert (answer.status_code, 'id="row-1-1-live"' in answer.content.decode()) == (200, True)
    assert "Được 3,00 trên 6 điểm" in answer.content.decode()
    assert client.post(address("scoring_counts", sheet), told | {"dung-chung-TONG": "x"}).status_code == 422
    bad = client.post(address("scoring_sheet_fill", sheet), told | {"dung-chung-TONG": "x", "do": "save"})
    assert bad.status_code == 422
    assert "Hãy nhập một số, ví dụ 12,5." in bad.content.decode()
    client.post(address("scoring_sheet_fill", sheet), told | {"dung-chung-TONG": "6", "do": "save"})
    assert given(sheet)["1.1"] == {"numerator": "6", "denominator": "6"}


def test_counts_travel_in_the_workbook_and_back(cast, sheet, sign_in):
    operations.save_counts(cast.act("head", SCORING_DAY), sheet=sheet, values={"SOM": "2", "TONG": "9"})
    made = xlsx.render(offline.workbook(sheet, queries.typed_now(sheet)), SCORING_DAY)
    book = load_workbook(BytesIO(made))
    page = book.worksheets[0]
    heads = {
        cell.value: cell.column
        for cell in next(row for row in page.iter_rows() if row[-1].value == "Mã dòng")
    }
    rows = {row[0].value: row[0].row for row in page.iter_rows() if row[0].value}
    assert page.cell(rows["TONG"], heads["Số liệu"]).value == 9
    assert "Mẫu số" not in heads
    page.cell(rows["DUNG"], heads["Số liệu"]).value = 4
    page.cell(rows["TONG"], heads["Số liệu"]).value = 12
    out = BytesIO()
    book.save(out)
    client = sign_in("head")
    upload = SimpleUploadedFile("phieu.xlsx", out.getvalue())
    answer = client.post(address("scoring_sheet_from_excel", sheet), {"file": upload})
    changes = {one.code: (one.before, one.after) for one in answer.context["reading"].changes}
    assert changes == {
        "DUNG": ("", "4"),
        "TONG": ("9", "12"),
        "1.1": ("…/9", "6/12 (50\N{NO-BREAK SPACE}%)"),
        "1.2": ("…/9", "…/12"),
    }
    assert given(sheet)["1.1"] == {"denominator": "9"}  # shown, not kept yet
    typed = {"dung-chung-DUNG": "4", "dung-chung-TONG": "12", "do": "save"}
    client.post(address("scoring_sheet_fill", sheet), typed)
    assert given(sheet)["1.1"] == {"numerator": "6", "denominator": "12"}
