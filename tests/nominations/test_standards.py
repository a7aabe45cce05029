"""What an award is measured by: an award without a measure is not met by everybody."""

from datetime import date

from thidua.movements.models import PlanItem
from thidua.nominations import queries
from thidua.nominations.models import Nomination
from thidua.regulations import queries as regulations

ON = date(2025, 12, 2)
UNMEASURED = {
    "bang_khen_tinh",
    "bang_khen_ttg",
    "thon_van_hoa",
    "co_thi_dua_tinh",
    "xa_tieu_bieu",
    "chien_si_thi_dua_toan_quoc",
    "co_thi_dua_chinh_phu",
}


def found(nomination):
    return {row.rule: queries.plain(row) for row in queries.check(nomination, ON)}


def test_an_award_of_which_nobody_tells_the_standards_is_left_open(year):
    person, school = year.draft("teacher"), year.draft("school")
    unmeasured = set()
    for award in regulations.law_of(year.cast.commune.pk).awards(ON):
        row = person if "individual" in award.subjects else school
        if award.subjects == ("household",):
            continue
        Nomination.objects.filter(pk=row.pk).update(form=award.name, level=award.level)
        row.refresh_from_db()
        told = found(row).get("standards_known")
        if told is not None:
            unmeasured.add(award.code)
            assert (told["outcome"], told["blocking"]) == ("unknown", True)
            assert told["article"] == award.article
            assert "chưa có tiêu chuẩn của hình thức này" in queries.worded([told])[0]["fact"]
    assert unmeasured == UNMEASURED


def test_what_the_plan_asks_for_an_award_is_its_measure(year):
    row = year.draft("teacher", form="Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh", level="province")
    assert "standards_known" in found(row)
    text = "Chấp hành tốt chủ trương của Đảng, pháp luật của Nhà nước."
    PlanItem.objects.create(
        movement=year.movement,
        kind="standard",
        order=9,
        text=text,
        data={"subject": "individual", "level": "province"},
    )
    told = found(row)
    assert "standards_known" not in told
    # words that no register answers are for the council, never taken as met
    assert (told["judged"]["outcome"], told["judged"]["blocking"]) == ("unknown", False)
    assert queries.worded([told["judged"]])[0]["fact"] == f"Chờ Hội đồng đánh giá: {text[:-1]}"
