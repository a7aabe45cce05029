import json
from datetime import date

import pytest

from tests.documents.samples import decision, minutes, report
from thidua.documents.paper import (
    Header,
    Paper,
    Paragraph,
    Table,
    as_dict,
    base_lines,
    bound,
    closed_body,
    from_dict,
    long_date,
    loose,
    number_line,
    phrased,
    pieces,
    place_line,
    plain_text,
    recipient_lines,
)


@pytest.mark.parametrize("paper", [decision(), minutes(), report(2)], ids=["decision", "minutes", "report"])
def test_a_paper_survives_json(paper):
    assert from_dict(json.loads(json.dumps(as_dict(paper)))) == paper


def test_what_is_no_paper_is_refused():
    with pytest.raises(ValueError, match="no part of a paper"):
        from_dict({"type": "Ghost"})
    with pytest.raises(ValueError, match="not a paper"):
        from_dict({"type": "PageBreak"})
    with pytest.raises(ValueError, match="no part of a paper"):
        from_dict({"type": "Heading", "wrong": 1})


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 3, 5), "ngày 05 tháng 3 năm 2026"),
        (date(2025, 12, 31), "ngày 31 tháng 12 năm 2025"),
    ],
)
def test_dates_get_zeros_as_decree_30_asks(day, said):
    assert long_date(day) == said


@pytest.mark.parametrize(
    ("number", "symbol", "said"),
    [
        ("5", "KH-UBND", "Số: 05/KH-UBND"),
        ("45", "QĐ-UBND", "Số: 45/QĐ-UBND"),
        ("", "KH-UBND", "Số:       /KH-UBND"),
        ("5", "", ""),
    ],
)
def test_number_line(number, symbol, said):
    assert number_line(Header(("A",), symbol=symbol, number=number)) == said


def test_place_and_day_stay_open_for_the_clerk():
    assert place_line(Header(("A",), place="Nà Mây", year=2025)) == "Nà Mây, ngày      tháng      năm 2025"
    assert (
        place_line(Header(("A",), place="Nà Mây", on=date(2026, 1, 9))) == "Nà Mây, ngày 09 tháng 01 năm 2026"
    )


def test_lists_end_as_they_must():
    assert [plain_text(line) for line in base_lines(("Căn cứ A;", "Căn cứ B."))] == ["Căn cứ A;", "Căn cứ B."]
    assert recipient_lines(("- Như Điều 3;", "Lưu: VT, VHXH")) == ("- Như Điều 3;", "- Lưu: VT, VHXH.")


@pytest.mark.parametrize("written", ["Hết", "Hết.", "Hết./.", "Hết;"])
def test_the_last_text_is_closed_once(written):
    paper = Paper("x", Header(("A",)), "X", (Paragraph(written),))
    assert plain_text(closed_body(paper)[-1].text) == "Hết./."


def test_a_table_at_the_end_is_not_closed():
    paper = Paper("x", Header(("A",)), "X", (Paragraph("A."), Table((), ())))
    assert closed_body(paper) == paper.body


def test_lines_do_not_break_inside_dates_and_citations():
    held = bound("ngày 05 tháng 02 năm 2025, khoản 1 Điều 75, 710.000 đồng, 02 tập thể")
    assert held == (
        "ngày\xa005 tháng\xa002 năm\xa02025, khoản\xa01 Điều\xa075, 710.000\xa0đồng, 02\xa0tập thể"
    )


def test_symbols_of_papers_are_found():
    assert pieces("số 152/2025/NĐ-CP và 12/TTr-VHXH.") == (
        ("số ", False),
        ("152/2025/NĐ-CP", True),
        (" và ", False),
        ("12/TTr-VHXH", True),
        (".", False),
    )


def test_a_title_keeps_its_phrases_and_place_names_together():
    title = "Triển khai phong trào thi đua Cải cách hành chính năm 2025 trên địa bàn xã Dương Quỳ"
    parts = [
        "Triển",
        "khai",
        "phong trào thi đua",
        "Cải cách hành chính",
        "năm 2025",
        "trên địa bàn",
        "xã Dương Quỳ",
    ]
    assert [loose(part) for part in phrased(title).split(" ")] == parts
