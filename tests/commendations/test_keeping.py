"""The register of earlier years, the fund, the books of numbers."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.commendations.conftest import NOW
from thidua.base.errors import NotAllowedError, RefusedError
from thidua.commendations import operations, queries
from thidua.commendations.models import FundEntry, OldAward
from thidua.documents.models import NumberSeries, NumberTaken
from thidua.honours.models import AwardHeld
from thidua.organizations import operations as organizations

LINE = {
    "Đối tượng": "Cá nhân",
    "Họ và tên, tên tập thể": "Vi Thị Thử",
    "Đơn vị": "Văn phòng",
    "Hình thức, danh hiệu": "Giấy khen",
    "Thành tích": "Hoàn thành xuất sắc nhiệm vụ năm 2019",
    "Số quyết định": "15/QĐ-UBND",
    "Ngày quyết định": "10/01/2020",
    "Mức thưởng (đồng)": "447.000",
    "Mã cán bộ hoặc mã đơn vị": "CB006",
}


def workbook(*lines):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(list(LINE))
    for line in lines:
        sheet.append([(LINE | line)[name] for name in LINE])
    kept = BytesIO()
    book.save(kept)
    return SimpleUploadedFile("so-cu.xlsx", kept.getvalue())


def test_the_template_comes_back_filled_and_is_taken(sign_in, awarding):
    client = sign_in("officer")
    made = openpyxl.load_workbook(BytesIO(client.get(reverse("old_award_template")).content))
    assert [sheet.title for sheet in made] == ["Nhập liệu", "Hướng dẫn"]
    where = reverse("old_award_import")
    household = {
        "Đối tượng": "Hộ gia đình",
        "Họ và tên, tên tập thể": "Hộ ông Giàng A Thử",
        "Mã cán bộ hoặc mã đơn vị": "",
    }
    page = client.post(where, {"file": workbook({}, household)})
    assert "sẽ thêm 2" in page.text
    assert not OldAward.objects.exists()
    token = page.context["token"]
    assert client.post(where, {"token": token}).status_code == 302
    assert OldAward.objects.count() == 2
    held = AwardHeld.objects.get()
    assert (held.subject, held.imported) == (awarding.cast.people["member"].subject, True)
    again = client.post(where, {"file": workbook({}, household)})
    assert "2 dòng không có gì mới" in again.text
    assert "token" not in again.text.split("<main", 1)[1].split("csrf", 1)[0]


def test_all_faults_come_at_once_with_row_and_column_and_nothing_is_kept(sign_in):
    page = sign_in("officer").post(
        reverse("old_award_import"),
        {
            "file": workbook(
                {"Mã cán bộ hoặc mã đơn vị": "CB999"},
                {"Ngày quyết định": "10/01/2027", "Thành tích": "khác"},
                {"Số quyết định": "16/QĐ-UBND"},
                {"Số quyết định": "16/QĐ-UBND"},
                {"Đối tượng": "Tập thể", "Số quyết định": "17/QĐ-UBND"},
            )
        },
    )
    assert page.status_code == 422
    for sentence in (
        "Dòng 2, cột “Mã cán bộ hoặc mã đơn vị”: không có cán bộ mã “CB999”",
        "Dòng 3, cột “Ngày quyết định”: ngày quyết định không thể sau hôm nay",
        "Dòng 5, cột “Họ và tên, tên tập thể”: trùng với dòng 4",
        "Dòng 6, cột “Mã cán bộ hoặc mã đơn vị”: không có đơn vị mã “CB006”",
    ):
        assert sentence in page.text
    assert not OldAward.objects.exists()


def old_line(cast, key="member", **changes):
    told = {
        "kind": "individual",
        "name": cast.people[key].name,
        "form": "Giấy khen",
        "merit": "x",
        "decision_number": "15/QĐ-UBND",
        "decided_on": date(2020, 1, 10),
        "issuer": "Chủ tịch UBND huyện",
        "subject": cast.people[key].subject,
    }
    return operations.OldLine(**told | changes)


def test_what_was_decided_here_is_not_taken_in_again(awarding):
    made = awarding.decided()
    award = awarding.award("school")
    ours = {"name": award.name.upper(), "form": "giấy khen", "decided_on": made.decided_on, "subject": None}
    lines = [old_line(awarding.cast, decision_number="45/QĐ-UBND", **ours), old_line(awarding.cast)]
    act = awarding.act("officer")
    assert operations.import_old_awards(act, authority=awarding.cast.commune, lines=lines) == (1, 0)
    assert [row.name for row in OldAward.objects.all()] == [awarding.cast.people["member"].name]


def test_both_registers_are_one_searched_without_marks_in_few_queries(sign_in, awarding):
    awarding.decided()
    cast = awarding.cast
    lines = [old_line(cast, decision_number=f"{at}/QĐ-UBND") for at in range(1, 4)]
    operations.import_old_awards(awarding.act("officer"), authority=cast.commune, lines=lines[:1])
    client = sign_in("officer")
    where = reverse("award_register")
    with CaptureQueriesContext(connection) as few:
        page = client.get(where)
    assert page.text.index("Trường Mầm non") < page.text.index("Theo sổ cũ")
    operations.import_old_awards(awarding.act("officer"), authority=cast.commune, lines=lines)
    with CaptureQueriesContext(connection) as many:
        client.get(where)
    assert len(many) == len(few)
    found = client.get(where, {"q": "vi thi thu"}).text
    assert ("Vi Thị Thử" in found, "Trường Mầm non" in found) == (True, False)
    assert client.get(where, {"nam": "2020"}).text.count("Theo sổ cũ") == 3
    assert "Vi Thị Thử" not in client.get(where, {"tinh_trang": "cancelled"}).text
    whose = {"doi-tuong": cast.people["member"].subject_id}
    assert client.get(where, whose).text.count("Theo sổ cũ") == 3
    book = openpyxl.load_workbook(
        BytesIO(client.get(reverse("award_register_file", args=("xlsx",))).content)
    ).active
    assert sum("Sổ cũ" in str(row[-1].value) for row in book.iter_rows()) == 3
    key = OldAward.objects.first().pk
    assert client.get(reverse("old_award_page", args=(key,))).status_code == 200
    assert sign_in("stranger").get(reverse("old_award_page", args=(key,))).status_code == 404
    assert "Vi Thị Thử" not in sign_in("stranger").get(where).text


def test_a_merged_unit_keeps_its_awards_and_they_are_found_at_its_successor(awarding):
    cast, act = awarding.cast, awarding.act("officer")
    former = organizations.add_unit(
        act,
        name="Trường Mầm non số 2",
        code="MN2",
        level="office",
        parent=cast.commune,
        valid_from=date(2020, 1, 1),
    )
    line = old_line(cast, kind="collective", name=former.name, subject=former.subject)
    operations.import_old_awards(act, authority=cast.commune, lines=[line])
    organizations.close_unit(
        act, unit=former, on=date(2025, 6, 30), document="NQ 1", kind="merged", successors=[cast.school]
    )
    viewer = cast.viewer("officer", NOW.date())
    for unit in (former, cast.school):
        found = queries.Found(subject=unit.subject_id)
        assert [row.name for row in queries.old_register(viewer, found)] == ["Trường Mầm non số 2"]
    for words, names in (("mam non na may", ["Trường Mầm non số 2"]), ("van phong", [])):
        assert [row.name for row in queries.old_register(viewer, queries.Found(text=words))] == names


def test_only_the_officer_takes_old_lines(cast):
    for who in ("clerk", "admin", "stranger"):
        with pytest.raises(NotAllowedError):
            operations.import_old_awards(cast.act(who), authority=cast.commune, lines=[old_line(cast)])


# -- the fund ------------------------------------------------------------------------------------------------


def test_the_fund_sets_a_fifth_aside_and_counts_what_was_decided(sign_in, awarding):
    awarding.decided()
    client = sign_in("accountant")
    where = reverse("fund")
    told = {"kind": "budget", "amount": "3.500.000", "on": "05/01/2026", "document": "Quyết định 01/QĐ-UBND"}
    assert client.post(f"{where}?nam=2026", told).status_code == 302
    fund = queries.fund(awarding.cast.commune, 2026, NOW.date())
    assert (fund.budget, fund.organising, fund.for_awards) == (3_500_000, 700_000, 2_800_000)
    assert fund.left == -30_000
    page = client.get(where, {"nam": "2026"}).text
    assert "Đã quyết định thưởng nhiều hơn phần của Quỹ" in page
    assert "Nghị định 98/2023/NĐ-CP, Điều 52" in page
    assert fund.promises[0].movement == awarding.movement


def test_the_plans_promise_is_its_quotas_at_the_money_of_the_day(awarding):
    from thidua.movements.models import PlanItem  # noqa: PLC0415 - beside its one use

    for position, (subject, most) in enumerate((("collective", 2), ("individual", 3))):
        PlanItem.objects.create(
            movement=awarding.movement,
            kind="quota",
            order=position,
            data={"subject": subject, "level": "commune", "max": most},
        )
    fund = queries.fund(awarding.cast.commune, 2025, NOW.date())
    assert fund.promises[0].most == 2 * 1_410_000 + 3 * 710_000
    awarding.movement.items.create(
        kind="quota",
        order=9,
        text="Lao động tiên tiến không quá 10 người",
        data={"subject": "either", "max": 10, "form": "Lao động tiên tiến", "level": "commune"},
    )
    fund = queries.fund(awarding.cast.commune, 2025, NOW.date())
    assert fund.promises[0].most == 2 * 1_410_000 + 13 * 710_000


@pytest.mark.parametrize(
    "change", [{"amount": Decimal(0)}, {"document": " "}, {"kind": "gift"}, {"on": date(2026, 2, 6)}]
)
def test_a_wrong_line_of_the_fund_is_refused(awarding, change):
    told = {"kind": "budget", "amount": Decimal(1), "on": NOW.date(), "document": "x"} | change
    with pytest.raises(RefusedError):
        operations.enter_fund(awarding.act("accountant"), authority=awarding.cast.commune, year=2026, **told)
    assert not FundEntry.objects.exists()


def test_the_fund_is_written_by_the_accountant_and_not_read_by_all(sign_in, cast):
    with pytest.raises(NotAllowedError):
        operations.enter_fund(
            cast.act("officer"),
            authority=cast.commune,
            year=2026,
            kind="budget",
            on=date(2025, 1, 1),
            amount=Decimal(1),
            document="x",
        )
    assert sign_in("inspector").get(reverse("fund")).status_code == 200
    assert sign_in("member").get(reverse("fund")).status_code == 403
    assert sign_in("officer").post(reverse("fund"), {}).status_code == 403


# -- books of numbers ----------------------------------------------------------------------------------------


def test_a_withdrawn_number_stays_used_and_says_by_what(awarding):
    proposal = awarding.proposed("12")
    operations.cancel_proposal(awarding.act("officer"), proposal=proposal, reason="Sai danh sách")
    with pytest.raises(RefusedError, match="đã rút, không dùng lại"):
        awarding.proposed("12")
    awarding.proposed("13")
    assert list(NumberTaken.objects.values_list("number", "withdrawn")) == [("12", True), ("13", False)]


def test_a_number_that_runs_against_its_day_is_told(awarding):
    awarding.decided()
    decision = awarding.award().decision
    series = NumberSeries.objects.get(symbol="QĐ-UBND")
    series.numbers.create(number="44", value=44, dated_on=date(2026, 2, 4), title="Quyết định khác")
    (told,) = queries.number_warnings(decision.paper)
    assert "Số 45 ngày 03/02/2026 không theo thứ tự với số 44 ngày 04/02/2026 (Quyết định khác)" in told


def test_numbers_allotted_here_come_one_after_the_other(sign_in, awarding):
    awarding.proposed("12")
    series = NumberSeries.objects.get(symbol="TTr-VHXH")
    client = sign_in("clerk")
    where = reverse("number_series", args=(series.pk,))
    assert "Số 12 đã dùng" in client.post(where, {"mode": "allotted", "last_value": "3"}).text
    assert client.post(where, {"mode": "allotted", "last_value": "20"}).status_code == 302
    operations.cancel_proposal(
        awarding.act("officer"), proposal=awarding.meeting.proposals.get(), reason="Sai danh sách"
    )
    with pytest.raises(RefusedError, match="Số tiếp theo là 21"):
        awarding.proposed("13")
    awarding.meeting.proposals.filter(state="draft").delete()
    awarding.drafted()
    page = sign_in("officer").get(
        reverse("commendation_decision", kwargs={"movement_id": awarding.movement.pk})
    )
    assert 'value="21"' in page.text
    assert "Đã rút" in client.get(where).text
    assert sign_in("member").get(reverse("number_list")).status_code == 403
    assert sign_in("stranger").get(where).status_code == 404
