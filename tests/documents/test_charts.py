from decimal import Decimal

import pytest
from defusedxml import ElementTree

from thidua.documents.render import picture
from thidua.documents.render.charts import Bar, Dot, Point, dots, progress, ranking

SVG = "{http://www.w3.org/2000/svg}"
BARS = [Bar("Phòng <Văn hóa> & Xã hội", Decimal("92.50"), marked=True), Bar("Trạm Y tế", Decimal(0))]
AREAS = [Dot("Thể chế", Decimal("88.5"), Decimal(80), Decimal(90)), Dot("Số", None, Decimal(70), None)]
MONTHS = [Point("T1", Decimal(2), Decimal(1)), Point("T2", Decimal(4), None)]
DRAWINGS = {
    "ranking": ranking("Xếp hạng", BARS, maximum=Decimal(100), marked="Được chọn"),
    "dots": dots("Lĩnh vực", AREAS, low=Decimal(50), high=Decimal(100)),
    "progress": progress("Tiến độ", MONTHS),
    "no rows": ranking("Trống", [], maximum=Decimal(100)),
    "no months": progress("Trống", []),
    "flat scale": dots("Phẳng", AREAS, low=Decimal(5), high=Decimal(5)),
}


def texts(svg):
    return [node.text for node in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("svg", DRAWINGS.values(), ids=DRAWINGS)
def test_is_sound_says_what_it_shows_and_needs_no_style(svg):
    root = ElementTree.fromstring(svg)
    named = root.get("aria-labelledby").split()
    assert [node.get("id") for node in root if node.tag in {f"{SVG}title", f"{SVG}desc"}] == named
    assert root.find(f"{SVG}title").text
    assert "style=" not in svg
    assert "<script" not in svg


def test_bars_are_as_long_as_their_values():
    root = ElementTree.fromstring(DRAWINGS["ranking"])
    first, second, _legend = [float(node.get("width")) for node in root.iter(f"{SVG}rect")]
    assert second == 0
    half = ranking("x", [Bar("a", Decimal(50)), Bar("b", Decimal(100))], maximum=Decimal(100))
    small, full = [float(node.get("width")) for node in ElementTree.fromstring(half).iter(f"{SVG}rect")]
    assert abs(small * 2 - full) < 0.2
    assert first > 0


def test_values_are_printed_and_told():
    assert "92,5" in texts(DRAWINGS["ranking"])
    assert "88,5%" in texts(DRAWINGS["dots"])
    assert "chưa có" in texts(DRAWINGS["dots"])
    assert "năm nay 88,5%, năm trước 80%, mục tiêu 90%" in DRAWINGS["dots"]
    assert "T1: kế hoạch 2, đã hoàn thành 1; T2: kế hoạch 4" in DRAWINGS["progress"]


def test_kinds_are_told_apart_without_colour():
    root = ElementTree.fromstring(DRAWINGS["dots"])
    assert {node.get("fill") for node in root.iter(f"{SVG}circle")} == {"#ffffff", "#1f4e8c"}
    assert any(
        node.get("stroke-dasharray")
        for node in ElementTree.fromstring(DRAWINGS["progress"]).iter(f"{SVG}polyline")
    )


def test_the_same_drawing_as_picture():
    made = picture.png(DRAWINGS["ranking"], width=100)
    assert made.startswith(b"\x89PNG")
    assert picture.png(DRAWINGS["ranking"], width=100) == made


def test_two_drawings_on_a_page_have_different_ids():
    assert "id=" in DRAWINGS["dots"]
    assert ElementTree.fromstring(DRAWINGS["dots"]).get("aria-labelledby") != ElementTree.fromstring(
        DRAWINGS["progress"]
    ).get("aria-labelledby")


def test_a_long_score_is_printed_with_two_decimals_and_tasks_on_a_whole_scale():
    drawn = ranking("Điểm", [Bar("Trạm Y tế", Decimal("98.7179487179"))], maximum=Decimal(100))
    assert ">98,72<" in drawn
    assert "98,7179" not in drawn
    scale = progress("Tiến độ", [Point("T1", Decimal(3), Decimal(1)), Point("T2", Decimal(26), None)])
    assert all(f">{value}<" in scale for value in (0, 7, 14, 21, 28))
    assert "6,5" not in scale
