"""What a plan has to say before a whole year runs from it, and what a plan that says enough lets through."""

from __future__ import annotations

from pathlib import Path

import pytest

from thidua.base.errors import RefusedError
from thidua.desk.demo import needs, telling
from thidua.desk.demo.year import Year
from thidua.engine import plan
from thidua.reviews.models import Review, TargetResult

PLANS = Path(__file__).parents[1] / "data/plans"
COLLECTIVE, INDIVIDUAL, QUOTA = 129, 134, 138
"""Lines of the scan: the two standards, the quotas."""


def scan(**lines: str) -> str:
    told = (PLANS / "duong-quy-2025.scan.txt").read_text("utf-8").split("\n")
    for name, line in lines.items():
        told[{"quota": QUOTA, "collective": COLLECTIVE, "individual": INDIVIDUAL}[name]] = line
    return "\n".join(told)


def shipped(name: str) -> str:
    return (PLANS / f"{name}.txt").read_text("utf-8")


def begun(text: str) -> Year:
    return Year(text=text, name="ke-hoach.txt", content=text.encode(), seed=1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (shipped("tinh-co-bang-khen-2026"), ["UBND tỉnh Lâm Đồng", "Bằng khen", "Quyết định tặng Giấy khen"]),
        (shipped("tinh-2025-2030"), ["UBND tỉnh Thanh Hóa", "Bằng khen"]),
        (shipped("chi-thi-thanh-pho-2026"), ["UBND thành phố Đà Nẵng"]),
        (shipped("xa-mau-thuan-2026"), ["ngày kết thúc 01/03/2026 không sau ngày bắt đầu 01/12/2026"]),
        (
            (
                "ỦY BAN NHÂN DÂN\nXÃ TÂN TRÀO\nKẾ HOẠCH\nPhát động phong trào thi đua\nI. KHEN THƯỞNG\n"
                "Chủ tịch UBND xã tặng Giấy khen cho không quá 02 tập thể, 03 cá nhân.\n"
            ),
            ["không nêu ngày bắt đầu", "không nêu ngày kết thúc", "không tự đoán"],
        ),
        (
            (
                "ỦY BAN NHÂN DÂN\nXÃ TÂN TRÀO\nKẾ HOẠCH\nPhát động phong trào thi đua\nI. THỜI GIAN\n"
                "Từ ngày 01/01/2026 đến ngày 31/12/2026.\nII. MỤC ĐÍCH\n1. Động viên cán bộ, công chức thi đua "
                "hoàn thành nhiệm vụ cải cách hành chính.\n"
                "2. Nâng cao chất lượng phục vụ người dân, tổ chức trên địa bàn xã.\n"
            ),
            ["không nêu tiêu chuẩn hay số lượng"],
        ),
        (
            scan(quota="UBND xa xet khen thuong cho khong qua: 02 tap thé, S3 ca nhan."),
            ["ghi số lượng cá nhân được khen nhưng không đọc được con số", "không tự đoán"],
        ),
    ],
    ids=["province", "province-to-2030", "directive", "end-first", "no-period", "no-award", "unread"],
)
def test_a_plan_that_leaves_open_what_a_year_needs_is_refused_with_what_is_missing(text, words):
    with pytest.raises(RefusedError) as refused:
        begun(text)
    for word in words:
        assert word in str(refused.value)


@pytest.mark.parametrize(
    ("text", "awarded", "unlimited"),
    [
        (scan(), ("collective", "individual"), ()),
        (scan(quota="Không quá 03 cá nhân tiêu biểu."), ("collective", "individual"), ("tập thể",)),
        (scan(quota="UBND xã xét khen theo quy định."), ("collective", "individual"), ("tập thể", "cá nhân")),
        (scan(quota="Không quá 04 trường hợp (tập thể hoặc cá nhân)."), ("collective", "individual"), ()),
        (
            scan(quota="Không quá 10% số cá nhân tham gia.", collective="", individual=""),
            ("individual",),
            (),
        ),
        (
            scan(
                quota="Không quá 03 cá nhân.", collective="- Hoan thanh tốt nhiem vu tro len.", individual=""
            ),
            ("individual",),
            (),
        ),
    ],
    ids=["scan", "one-missing", "none", "either", "individuals-only", "a-standard-for-whoever"],
)
def test_what_a_plan_awards_and_what_it_leaves_unlimited(text, awarded, unlimited):
    reading = begun(text).reading
    assert needs.awarded(reading) == awarded
    notes = needs.notes(reading)
    assert len(notes) == len(unlimited)
    for note, kind in zip(notes, unlimited, strict=True):
        assert f"không giới hạn số lượng {kind} được khen" in note


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("quota", "places"),
    [
        ("Không quá 02 tập thể, 03 cá nhân.", {"collective": 2, "individual": 3}),
        ("Số lượng: mỗi đơn vị không quá 01 tập thể, 01 cá nhân.", {"collective": 8, "individual": 8}),
        ("Không quá 30% số tập thể, 10% số cá nhân tham gia.", {"collective": 2, "individual": 5}),
        ("Không quá 04 trường hợp (tập thể hoặc cá nhân).", {"collective": 4, "individual": 4}),
        ("Mỗi đợt không quá 02 tập thể, 04 cá nhân.", {"collective": 2, "individual": 4}),
    ],
)
def test_the_year_counts_on_the_places_that_the_quotas_leave(quota, places):
    year = begun(scan(quota=quota))
    year.set_up()
    year.launch()
    assert year.places == places


@pytest.mark.django_db
def test_a_quota_for_a_group_that_no_unit_of_the_demo_is_stops_at_once():
    with pytest.raises(RefusedError, match="Nhóm 1"):
        begun(shipped("xa-theo-nhom-2026")).set_up()


@pytest.mark.django_db
def test_a_month_alone_runs_from_its_first_day_to_its_last():
    year = begun(shipped("dac-khu-2026"))
    assert plan.read(year.text).as_json()["movement"]["ends_on"] == "2028-12"
    year.set_up()
    year.movement.refresh_from_db()
    assert (year.movement.starts_on.isoformat(), year.movement.ends_on.isoformat()) == (
        "2026-03-01",
        "2028-12-31",
    )
    assert year.days.reviewed.year in {2026, 2027}


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "targets"), [("xa-bang-diem-2026", 3), ("xa-khong-dau-2026", 0)])
def test_the_final_report_compares_with_the_targets_of_the_plan_and_invents_none(name, targets):
    year = begun(shipped(name))
    year.set_up()
    year.launch()
    telling.draft_final(year)
    review = Review.objects.get()
    assert TargetResult.objects.filter(review=review).count() == targets
    assert ("Thực hiện chỉ tiêu của kế hoạch" in str(review.paper.context)) == bool(targets)
    assert str(review.paper.context).count(telling.TOLD_BY[1:]) == targets
