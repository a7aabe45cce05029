"""The law of the day: values, forms, dossier, council, citations, working days."""

import re
from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest

import thidua
from thidua.engine.eligibility import StandardRule
from thidua.engine.parameters import Confidence, LawBook, LawBookError, NoValueInForceError
from thidua.regulations import queries
from thidua.regulations.choices import RULES

LAW = queries.national()
BEFORE, AFTER = date(2025, 3, 1), date(2025, 12, 20)


def test_base_salary_changes_with_the_day():
    assert LAW.base_salary(date(2026, 6, 30)) == 2_340_000
    assert LAW.base_salary(date(2026, 7, 1)) == 2_530_000
    with pytest.raises(NoValueInForceError):
        LAW.base_salary(date(1999, 1, 1))


@pytest.mark.parametrize("form", ["Giấy khen", "giay_khen", "GIẤY KHEN", "Giấy khen của Chủ tịch UBND xã"])
def test_multiples_by_form_and_subject(form):
    assert LAW.multiple(form, "individual", AFTER) == Decimal("0.3")
    assert LAW.multiple(form, "collective", AFTER) == Decimal("0.6")


def test_an_act_is_told_with_its_article():
    assert LAW.article_of("revocation", AFTER).endswith("06/2022/QH15, Điều 93 khoản 2")


def test_only_an_official_copy_counts_as_read():
    official = re.compile(r"Công báo|vbpl\.vn|vanban\.chinhphu\.vn")
    book = LAW.book
    told = [
        *book.parameters,
        *book.instruments,
        *(row for one in queries.provinces().values() for row in one.book.parameters),
    ]
    read = [row.source for row in told if row.confidence is Confidence.READ]
    assert not [source for source in read if not official.search(source)]
    (law,) = [row for row in book.instruments if row.key == "law_emulation_2022"]
    assert (law.confidence, law.source) == (Confidence.QUOTED, "vietjack.me, thuvienphapluat.vn")


def test_an_unknown_form_is_said_so():
    with pytest.raises(NoValueInForceError):
        LAW.multiple("Huân chương", "individual", AFTER)


def test_the_standing_unit_changed_with_the_two_tier_government():
    assert LAW.standing_unit(date(2025, 6, 30)) == "Văn phòng Ủy ban nhân dân xã"
    assert LAW.standing_unit(date(2025, 7, 1)) == "Phòng Văn hóa - Xã hội"
    assert LAW.standing_unit(date(2025, 7, 1), "province") == "Sở Nội vụ"


def test_dossier_and_forms():
    assert [kind.code for kind in LAW.dossier_kinds("Giấy khen", AFTER)] == [
        "letter",
        "report",
        "minutes",
        "initiative",
    ]
    assert LAW.award_forms(AFTER)[0].name == "Giấy khen"


def test_council_shares():
    threshold = LAW.vote_threshold("Giấy khen", AFTER)
    assert (threshold.needed(10), threshold.needed(11), threshold.strict) == (6, 6, True)
    assert LAW.quorum("Giấy khen", AFTER).needed(11) == 8
    assert LAW.vote_base("Giấy khen", AFTER) == "all_members"


def test_the_citations_follow_the_day():
    new, old = LAW.citations(AFTER, "award"), LAW.citations(BEFORE, "award")
    assert "Căn cứ Luật Thi đua, khen thưởng số 06/2022/QH15 ngày 15 tháng 6 năm 2022" in new
    assert any(
        line.startswith("Căn cứ Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025 của Chính phủ")
        for line in new
    )
    assert any("98/2023/NĐ-CP" in line for line in old)
    assert not any("98/2023/NĐ-CP" in line for line in new)
    assert LAW.citations(AFTER, "decision") == new


def test_every_rule_of_eligibility_has_its_article_on_both_sides_of_the_change():
    of_others = {"standards_known", "registers", "evidence", "unit_quota", "leaders_share"}
    lawful = RULES.keys() - of_others - {*StandardRule}
    for day in (BEFORE, AFTER):
        articles = LAW.eligibility_articles(day)
        assert articles.keys() == lawful
        assert all(articles.values())


def test_working_days_skip_holidays():
    calendar = queries.working_calendar()
    assert calendar.due(date(2025, 4, 29), 1) == date(2025, 5, 5)
    assert LAW.working_days_of("explanation", AFTER) == 3
    assert LAW.working_days_of("decision.giay_khen", AFTER) == 10


def test_a_text_of_the_book_is_cited_one_way_everywhere():
    """No value writes a text's number itself: it is cited from the text, so that both can never differ."""
    told = (files("thidua.regulations") / "data/national.yaml").read_text(encoding="utf-8")
    parameters = told.split("\ninstruments:")[0]
    assert [text.number for text in LAW.book.instruments if text.number in parameters] == []
    article = LAW.award("Giấy khen", AFTER).article
    assert article == "Luật Thi đua, khen thưởng 06/2022/QH15, Điều 75"
    assert LAW.eligibility_articles(AFTER)["no_veto"] == article
    rule = queries.provinces()["bac-ninh"].book.value("quorum.giay_khen", AFTER)
    assert rule.source.startswith("Quyết định 86/2025/QĐ-UBND của Ủy ban nhân dân tỉnh Bắc Ninh, Điều 9")


def test_no_page_writes_the_number_of_a_text_itself():
    pages = list(Path(thidua.__file__).parent.rglob("*.html"))
    assert len(pages) > 100
    written = {text.number for text in LAW.book.instruments}
    assert [page.name for page in pages if any(number in page.read_text("utf-8") for number in written)] == []
    articles = re.compile(r"Điều\s+\d")
    assert [page.name for page in pages if articles.search(page.read_text("utf-8"))] == []


def test_a_text_that_nobody_knows_is_a_fault_of_the_book():
    row = {"key": "tellers", "value": 2, "source": "§decree_0, Điều 1", "confidence": "house"}
    with pytest.raises(LawBookError) as refused:
        LawBook.load({"parameters": [row]})
    assert refused.value.faults == (("parameters[0]", "unknown_text"),)


@pytest.mark.parametrize("on", [BEFORE, AFTER])
def test_every_award_has_its_money_on_both_sides_of_the_change(on):
    """NĐ 98/2023, art. 54 and NĐ 152/2025, art. 50, 54."""
    awards = LAW.awards(on)
    assert {"chien_si_thi_dua_toan_quoc", "co_thi_dua_chinh_phu", "xa_tieu_bieu"} <= {
        one.code for one in awards
    }
    found = {(one.code, kind): LAW.multiple(one.code, kind, on) for one in awards for kind in one.subjects}
    assert found["chien_si_thi_dua_toan_quoc", "individual"] == Decimal("4.5")
    assert found["co_thi_dua_chinh_phu", "collective"] == 12
    assert found["xa_tieu_bieu", "collective"] == 2


def test_only_a_sure_number_of_a_form_is_told():
    assert LAW.report_form("individual", AFTER, title=True) == "Mẫu số 05"
    assert LAW.report_form("individual", AFTER, title=False) == ""
    assert LAW.report_form("individual", BEFORE, title=True) == ""


def test_an_award_is_cancelled_on_four_grounds():
    assert len(LAW.cancellation_grounds(AFTER)) == 4
