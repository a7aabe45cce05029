"""What the papers say: the parts of a plan, the list of a unit, the letter, the book, the words for a chat."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import NOON
from thidua.documents.paper import Bullet, Heading, Paper, Paragraph, Table, as_dict, from_dict, plain_text
from thidua.documents.render import docx
from thidua.movements import operations, papers, queries
from thidua.movements.models import PlanItem
from thidua.movements.operations import Line
from thidua.organizations import operations as organizations

pytestmark = pytest.mark.django_db
ON = date(2025, 2, 10)


def lines(paper: Paper) -> list[str]:
    return [
        block.text if isinstance(block, Heading) else plain_text(block.text)
        for block in paper.body
        if isinstance(block, Heading | Bullet | Paragraph)
    ]


def test_the_plan_in_four_parts(confirmed):
    paper = papers.plan(confirmed, on=ON, number="12", dated_on=ON)
    assert paper.header.issuer == ("ỦY BAN NHÂN DÂN", "XÃ NÀ MÂY")
    assert (paper.header.symbol, paper.header.place) == ("KH-UBND", "Nà Mây")
    assert (
        paper.summary == "Triển khai phong trào thi đua Cải cách hành chính năm 2025 trên địa bàn xã Nà Mây"
    )
    assert paper.bases[0].startswith("Căn cứ Quyết định số 33/2021/QĐ-UBND ngày 28/6/2021")
    assert paper.bases[1].startswith("Thực hiện Kế hoạch số 349/KH-UBND")
    told = lines(paper)
    assert [line for line in told if line.split(".")[0] in {"I", "II", "III", "IV"}] == [
        "I. MỤC ĐÍCH, YÊU CẦU",
        "II. NỘI DUNG, THỜI GIAN, ĐỐI TƯỢNG THAM GIA",
        "III. KHEN THƯỞNG",
        "IV. TỔ CHỨC THỰC HIỆN",
    ]
    assert "Trong năm 2025." in told
    assert "Số lượng: không quá 02 tập thể; không quá 03 cá nhân." in told
    assert "Thực hiện theo Kế hoạch số 349/KH-UBND ngày 31/12/2024 của UBND huyện Vân Hà." in told
    assert "1. Văn phòng UBND xã" in told
    assert "Tổng kết: tháng 12 năm 2025" in told
    assert paper.recipients == ("UBND huyện", "Lưu: VP")
    assert paper.signature.right.authority == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    assert paper.signature.right.name == "Nông Văn Mẫu"
    assert from_dict(as_dict(paper)) == paper


def test_the_vice_signs_for_the_chairperson(confirmed):
    paper = papers.plan(confirmed, on=ON, signer="Lương Thị Thử", for_chair=True)
    assert paper.signature.right.authority == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert paper.signature.right.name == "Lương Thị Thử"


def test_annexes_where_there_are_criteria_and_tasks(cast, drafted):
    act = cast.act("officer")
    operations.add_item(
        act, movement=drafted, kind="criterion", text="Chỉ đạo", data={"code": "1", "max": "12.5"}
    )
    operations.confirm_plan(act, movement=drafted)
    operations.add_task(
        act, movement=drafted, code="1", text="Rà soát", lead=cast.office, due_on=date(2025, 3, 5)
    )
    first, second = papers.plan(drafted, on=ON, number="12", dated_on=ON).annexes
    assert (first.label, first.title) == ("Phụ lục I", "THANG ĐIỂM THI ĐUA")
    assert first.body[0].rows == (("1", "Chỉ đạo", "12,5"),)
    assert second.note.startswith(
        "(Kèm theo Kế hoạch số 12/KH-UBND ngày 10/02/2025 của Ủy ban nhân dân xã Nà Mây)"
    )
    assert second.body[0].rows[0][4] == "05/03/2025"
    assert second.landscape


def test_the_list_of_a_unit(cast, launched):
    lines_told = [
        Line(subject, "Đúng hạn 98%", "Giấy khen") for subject in queries.candidates(cast.office, ON)
    ]
    row = operations.save_registration(
        cast.act("head"), movement=launched, unit=cast.office, lines=lines_told
    )
    paper = papers.registration(row, on=ON)
    (table,) = (block for block in paper.body if isinstance(block, Table))
    assert table.groups == (0, 2)
    assert table.rows[0][0] == "I. Tập thể"
    assert table.rows[2][0] == "II. Cá nhân"
    assert table.rows[3][1] == "Bà Hà Thị Mẫu, Văn thư"
    assert lines(paper)[-1] == "Tổng số đăng ký: 01 tập thể, 04 cá nhân."
    assert paper.signature.right.authority == ("CHÁNH VĂN PHÒNG",)
    assert docx.render(paper, NOON).startswith(b"PK")


def test_households_stand_on_the_list_where_the_plan_names_them(cast, launched):
    home = organizations.add_household(
        cast.act("officer"),
        unit=cast.office,
        name="Hộ ông Lù Văn Mẫu",
        code="H1",
        valid_from=date(2025, 1, 1),
    )
    assert not queries.households_take_part(launched)
    PlanItem.objects.create(
        movement=launched,
        kind="quota",
        order=99,
        text="05 hộ gia đình",
        data={"subject": "household", "max": 5},
    )
    assert queries.households_take_part(launched)
    told = [Line(one, "Giữ nếp", "Giấy khen") for one in queries.candidates(cast.office, ON, households=True)]
    assert told[-1].subject == home.subject
    row = operations.save_registration(cast.act("head"), movement=launched, unit=cast.office, lines=told)
    paper = papers.registration(row, on=ON)
    (table,) = (block for block in paper.body if isinstance(block, Table))
    assert [table.rows[place][0] for place in table.groups][-1] == "III. Hộ gia đình"
    assert lines(paper)[-1] == "Tổng số đăng ký: 01 tập thể, 04 cá nhân, 01 hộ gia đình."


def test_the_letter_and_the_words_for_a_chat(cast, launched):
    operations.add_task(
        cast.act("officer"),
        movement=launched,
        code="1",
        text="Rà soát",
        lead=cast.office,
        due_on=date(2025, 2, 1),
    )
    (overdue,) = queries.overdue_by_head(launched, ON)
    paper = papers.reminder(launched, overdue, on=ON, due_on=date(2025, 2, 17))
    assert paper.header.subject.startswith("V/v đôn đốc nhiệm vụ phong trào thi đua")
    assert paper.addressed_to == (cast.office.name,)
    (table,) = (block for block in paper.body if isinstance(block, Table))
    assert table.rows == (("1", "Rà soát", "01/02/2025", "9 ngày", ""),)
    assert paper.signature is not None
    assert paper.signature.right.name == "Nông Văn Mẫu"
    told = papers.told_overdue(launched, overdue, ON)
    assert "Kính gửi ông Triệu Văn Mẫu" in told
    assert "quá 9 ngày" in told
    assert "Phát động ngày 10/02/2025." in papers.told_launch(launched)
    assert papers.told_registration(launched, [cast.office]).startswith("Còn 01 đơn vị chưa gửi")
    assert "đã gửi đủ" in papers.told_registration(launched, [])


def test_the_signing_book(cast, launched):
    operations.deliver(
        cast.act("officer"), movement=launched, subjects=[cast.school.subject, cast.people["teacher"].subject]
    )
    paper = papers.signing_book(launched, unit=cast.school, on=ON)
    (table,) = (block for block in paper.body if isinstance(block, Table))
    assert [row[1:3] for row in table.rows] == [
        ("Trường Mầm non Nà Mây", "Tập thể"),
        ("Bà Nguyễn Thị Hồng Phương Thảo Mẫu", "Giáo viên"),
    ]
