"""What an award is measured by: an award without a measure is not met by everybody."""

from datetime import date

from thidua.honours import operations as honours
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


def test_every_fact_tells_where_and_when_it_was_looked_for(year):
    row = year.sent("teacher")
    told = {line["rule"]: line for line in queries.worded(found(row).values())}
    assert all(line["article"] for line in told.values())
    assert told["Không trong thời gian kỷ luật, xem xét kỷ luật"]["fact"] == "Không có trong dữ liệu đã nhập"
    sources = {name: line["source"] for name, line in told.items()}
    assert sources["Không trong thời gian kỷ luật, xem xét kỷ luật"] == "mục Kỷ luật; xem ngày 02/12/2025"
    assert sources["Thuộc đối tượng tham gia phong trào"] == (
        "danh bạ, đối tượng tham gia theo Kế hoạch số 12/KH-UBND ngày 05/02/2025; xem ngày 02/12/2025"
    )
    without = {name for name, source in sources.items() if not source}
    assert without <= {"Sổ theo dõi đã được nhập", "Tiêu chuẩn do Hội đồng đánh giá"}
    PlanItem.objects.create(
        movement=year.movement,
        kind="standard",
        order=9,
        text="Đạt từ 80 điểm trở lên",
        data={"subject": "individual", "level": "commune"},
    )
    (scored,) = queries.worded([found(row)["score_at_least"]])
    assert scored["source"].startswith("phiếu chấm điểm “")
    assert ", chốt ngày 18/11/2025; xem ngày 02/12/2025" in scored["source"]


def test_registers_in_which_nobody_entered_anything_are_named_for_people_to_weigh(year):
    row = year.sent("teacher")
    told = found(row)["registers"]
    assert (told["outcome"], told["blocking"]) == ("unknown", False)
    assert told["fact"]["empty"] == ["disciplines", "verifications", "awards"]
    honours.record_discipline(
        year.act("officer"),
        person=year.cast.people["member"],
        form="Khiển trách",
        starts_on=date(2024, 6, 1),
        ends_on=date(2024, 11, 1),
        document="Quyết định 3/QĐ-UBND",
    )
    assert found(row)["registers"]["fact"]["empty"] == ["verifications", "awards"]


def test_a_person_is_measured_by_the_grading_of_the_unit_where_the_plan_asks_for_it(year):
    row = year.sent("teacher")
    PlanItem.objects.create(
        movement=year.movement,
        kind="standard",
        order=9,
        text="Đơn vị nơi công tác được xếp loại hoàn thành tốt nhiệm vụ trở lên",
        data={"subject": "individual", "level": "commune", "grading_at_least": "tốt"},
    )
    told = [queries.plain(one) for one in queries.check(row, ON)]
    (graded,) = [one for one in told if one["rule"] == "unit_graded"]
    assert graded["outcome"] == "met"
    (line,) = queries.worded([graded])
    assert line["fact"].startswith(
        "Trường Mầm non Nà Mây. Năm 2025: Hoàn thành tốt nhiệm vụ (văn bản số 15/TB-UBND"
    )
    # the text speaks of the unit alone: it adds nothing to what the plan asks of the person
    assert sum(one["rule"] == "grading_at_least" for one in told) == 1
    year.grade("school", "completed")
    assert found(row)["unit_graded"]["outcome"] == "not_met"
    year.subject_of("school").gradings.all().delete()
    assert found(row)["unit_graded"]["outcome"] == "unknown"


def test_a_grading_in_the_place_of_an_initiative_is_told_with_its_own_register(year):
    told = found(year.draft("teacher", form="Chiến sĩ thi đua cơ sở"))
    (shown,) = queries.worded([told["initiative"]])
    assert shown["fact"].startswith("Thay bằng xếp loại.")
    assert shown["source"].startswith("mục Xếp loại;")
