"""The legal values that come with the program: whole, cited, and right on the days that matter."""

from datetime import date
from pathlib import Path

import pytest
import yaml

import thidua
from thidua.engine.ballot import Base, Threshold
from thidua.engine.money import AwardItem, money_list
from thidua.engine.parameters import LawBook
from thidua.engine.words import money_in_words

DATA = Path(thidua.__file__).parent / "regulations/data"
BOOK = LawBook.load(yaml.safe_load((DATA / "national.yaml").read_text("utf-8")))
BEFORE, AFTER, LATER = date(2025, 6, 30), date(2025, 12, 22), date(2026, 12, 22)


def number(key, day):
    return BOOK.value(key, day).number


@pytest.mark.parametrize(
    ("day", "total", "words"),
    [
        (AFTER, 4_950_000, "Bốn triệu chín trăm năm mươi nghìn"),
        (LATER, 5_320_000, "Năm triệu ba trăm hai mươi nghìn"),
    ],
)
def test_two_collectives_and_three_individuals(day, total, words):
    items = [
        AwardItem(kind, count, number(f"certificate_multiple.{kind}", day))
        for kind, count in (("collective", 2), ("individual", 3))
    ]
    found = money_list(items, int(number("base_salary", day)), int(number("money_rounding_step", day)))
    assert found.total == total
    assert money_in_words(found.total) == f"(Bằng chữ: {words} đồng)"


def test_both_readings_of_the_commune_multiple_can_be_chosen():
    rows = {row["code"]: row for row in BOOK.value("certificate_multiple.choices", AFTER).rows}
    assert (rows["full"]["individual"], rows["half"]["individual"]) == ("0.3", "0.15")
    for kind in ("individual", "collective", "household"):
        assert str(number(f"certificate_multiple.{kind}", AFTER)) == rows["full"][kind]


def test_the_standing_unit_changed_with_the_two_levels():
    assert BOOK.value("standing_unit", BEFORE).text == "Văn phòng Ủy ban nhân dân xã"
    assert BOOK.value("standing_unit", AFTER).text == "Phòng Văn hóa - Xã hội"


def test_a_decision_stands_on_the_texts_of_its_day():
    before, after = (
        [text.number for text in BOOK.instruments_in_force(day, "decision")] for day in (BEFORE, AFTER)
    )
    assert "98/2023/NĐ-CP" in before
    assert "152/2025/NĐ-CP" not in before
    assert "152/2025/NĐ-CP" in after
    assert "98/2023/NĐ-CP" not in after
    assert "06/2022/QH15" in before
    assert "06/2022/QH15" in after
    assert sum(text.startswith(("77/", "65/", "72/")) for text in after) == 1


@pytest.mark.parametrize("day", [date(2024, 7, 1), date(2025, 3, 1), BEFORE, date(2025, 7, 1), AFTER, LATER])
def test_exactly_one_law_on_local_government_is_in_force(day):
    texts = [text for text in BOOK.instruments_in_force(day) if text.key.startswith("law_local_government")]
    assert len(texts) == 1


@pytest.mark.parametrize("day", [BEFORE, AFTER, LATER])
def test_what_the_council_needs_is_there(day):
    assert Threshold.parse(BOOK.value("quorum.giay_khen", day).text).needed(11) == 8
    assert Threshold.parse(BOOK.value("vote_threshold.giay_khen", day).text).needed(11) == 6
    assert Base(BOOK.value("vote_base.giay_khen", day).text) is Base.ALL_MEMBERS
    assert (number("ballot_minimum_members", day), number("ballot_minimum_envelopes", day)) == (5, 3)
    assert {row["code"] for row in BOOK.value("dossier.giay_khen", day).rows} >= {
        "letter",
        "report",
        "minutes",
    }
