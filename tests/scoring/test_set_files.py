"""Criteria sets as YAML and Excel, both ways, and in the layouts that officials have."""

import copy
import re
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest
import yaml
from django.core.management import CommandError, call_command

from thidua.base.errors import RefusedError
from thidua.documents.render import xlsx
from thidua.engine.scoring import RULE_KINDS
from thidua.scoring.files import sets
from thidua.scoring.operations import read_text
from thidua.scoring.queries import shipped_sets

AT = datetime(2026, 1, 5, tzinfo=UTC)
SHIPPED = {name: read_text(one.text) for name, one in shipped_sets().items()}


@pytest.mark.parametrize("name", SHIPPED)
def test_out_and_in_again_changes_nothing(name):
    found = SHIPPED[name]
    assert read_text(sets.yaml_text(found)) == found


def test_the_workbook_itself_comes_back():
    found = SHIPPED["commune-units-2025"]
    assert sets.read_workbook(xlsx.render(sets.sheets_of(found), AT)) == found


def book(rows, merge=(), more=()):
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for area in merge:
        made.active.merge_cells(area)
    for title, content in more:
        other = made.create_sheet(title)
        for row in content:
            other.append(row)
    file = BytesIO()
    made.save(file)
    return file.getvalue()


OFFICIAL = [
    ["ỦY BAN NHÂN DÂN TỈNH"],
    ["BỘ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH"],
    [],
    ["STT", "Lĩnh vực/Tiêu chí/Tiêu chí thành phần", "Điểm tối đa", "Điểm đánh giá", None, None, "Ghi chú"],
    [None, None, None, "ĐTXHH", "Tự đánh giá", "SNV đánh giá", None],
    [1, "Chỉ đạo, điều hành", "8,5"],
    [date(2026, 1, 1), "Kế hoạch cải cách hành chính năm", 5],
    [date(2001, 1, 1), "Ban hành kế hoạch", 1],
    [None, "Ban hành kịp thời: 1"],
    [None, "Ban hành không kịp thời: 0,5"],
    [None, "Không ban hành: 0"],
    [date(2002, 1, 1), "Kết quả, trách nhiệm rõ", 2],
    [None, "Đạt: 2"],
    [None, "Không đạt: 0"],
    [date(2003, 1, 1), "Mức độ thực hiện kế hoạch", 2],
    [None, "> 90%: 2"],
    [None, "70% - 90%: 1"],
    [None, "< 70%: 0"],
    ["1.2", "Báo cáo", "3,5"],
    ["1.2.1", "Báo cáo đúng hạn", "3,5"],
    [None, "Tính theo tỷ lệ báo cáo đúng hạn"],
    [None, "Tổng cộng", "8,5"],
]
OFFICIAL_MERGES = ("A1:G1", "A2:G2", "A4:A5", "B4:B5", "C4:C5", "D4:F4", "G4:G5", "A8:A11")


def test_a_workbook_in_the_layout_of_a_province_is_read():
    found = sets.read_workbook(book(OFFICIAL, OFFICIAL_MERGES), "tinh-2026")
    assert (found.code, str(found.scale)) == ("tinh-2026", "8.5")
    assert found.title == "ỦY BAN NHÂN DÂN TỈNH BỘ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH"
    assert [leaf.code for leaf in found.leaves] == ["1.1.1", "1.1.2", "1.1.3", "1.2.1"]
    assert [node.code for node in found.areas[0].children] == ["1.1", "1.2"]
    assert [leaf.rule.kind for leaf in found.leaves] == ["graded", "yes_no", "band", "proportional"]
    assert [(one.label, str(one.points)) for one in found.leaf("1.1.1").rule.options] == [
        ("Ban hành kịp thời", "1"),
        ("Ban hành không kịp thời", "0.5"),
        ("Không ban hành", "0"),
    ]
    assert [band.plain() for band in found.leaf("1.1.3").rule.bands] == [
        {"at_least": "0", "below": "0.7", "points": "0"},
        {"at_least": "0.7", "at_most": "0.9", "points": "1"},
        {"above": "0.9", "points": "2"},
    ]


def test_roman_areas_begin_their_numbers_anew_and_ten_follows_nine():
    rows = [["STT", "Tiêu chí", "Điểm tối đa"], ["I", "Một", 10]]
    rows += [[at / 10 if at < 10 else 1.1, f"Tiêu chí {at}", 1] for at in ()]
    for at in range(1, 11):
        code = float(f"1.{at}")  # what a spreadsheet keeps of 1.10
        rows += [[code, f"Tiêu chí {at}", 1], [None, "Có: 1"], [None, "Không: 0"]]
    rows += [["II", "Hai", 1], [1, "Tiêu chí khác", 1], [None, "Theo tỷ lệ"]]
    rows += [["III", "Ba", 1], [1, "Tiêu chí nữa", 1], [None, "Theo tỷ lệ"]]
    found = sets.read_workbook(book(rows))
    codes = [leaf.code for leaf in found.leaves]
    assert codes[:10] == [f"1.{at}" for at in range(1, 11)]
    assert codes[10:] == ["1", "III.1"]


def refused(content):
    with pytest.raises(RefusedError) as error:
        sets.read_workbook(content)
    return error.value.faults["text"].splitlines()


def test_faults_come_with_their_rows_all_in_one_go():
    rows = [
        ["STT", "Tiêu chí", "Điểm tối đa", "Thông tin khác"],
        [None, "Dòng lạc: 1"],
        [1, "Một", "mười"],
        [1, "Một", 10],
        ["1.1", "Không có cách chấm", None],
        ["1.2", "Khoảng lạ", 5],
        [None, "> 90%: 5"],
        [None, "còn lại: 0"],
        [date(2030, 7, 9), "Mã thành ngày", 5],
        ["1.3", "Ô bị sửa", 5, "{hỏng"],
        [None, "Theo tỷ lệ"],
        ["1.4", "Chỉ có lời", 5],
        [None, "theo kết quả chung"],
    ]
    told = refused(book(rows))
    assert [line.split(":")[0] for line in told] == [
        "Dòng 2",
        "Dòng 3, cột Điểm tối đa",
        "Dòng 5, cột Điểm tối đa",
        "Dòng 5, cột STT",
        "Dòng 9, cột STT",
        "Dòng 10, cột Thông tin khác",
        "Dòng 12, cột STT",
    ]


def test_what_is_no_set_is_refused():
    assert refused(b"x")[0].startswith("Tệp này không phải bảng Excel")
    assert refused(book([["a", "b"]])) == [
        "Không tìm thấy dòng tiêu đề có các cột STT, tiêu chí, điểm tối đa."
    ]
    assert refused(book([["STT", "Tiêu chí", "Điểm tối đa"]])) == [
        "Tệp không có dòng số liệu nào dưới dòng tiêu đề cột."
    ]
    rows = [["STT", "Tiêu chí", "Điểm tối đa"], [1, "Một", 10], ["1.1", "a", 9], [None, "Theo tỷ lệ"]]
    assert refused(book(rows)) == ["areas[1].max: là 10 nhưng tổng các mục con là 9."]
    more = [
        ("Thông tin chung", [["Mục", "Nội dung"], ["grades", "[hỏng"], ["scale", 9], ["khác", 1], ["code"]])
    ]
    assert refused(book([*rows[:1], [1, "Một", 9], *rows[2:]], more=more))[0].startswith(
        "Dòng 2, cột grades: "
    )


def test_a_word_of_its_own_in_the_column_of_ways_to_score():
    rows = [
        ["STT", "Tiêu chí", "Điểm tối đa", "Cách chấm", "Tài liệu kiểm chứng"],
        [1, "Một", 9, "Tỷ lệ × điểm tối đa", "Báo cáo"],
        [2, "Hai", 1, "proportional"],
    ]
    found = sets.read_workbook(book(rows))
    assert [(leaf.rule.kind, leaf.evidence) for leaf in found.leaves] == [
        ("proportional", "Báo cáo"),
        ("proportional", ""),
    ]


def criteria(*arguments):
    out = StringIO()
    call_command("criteria", *map(str, arguments), stdout=out)
    return out.getvalue().splitlines()


def test_the_command_checks_converts_and_compares(tmp_path):
    made, back = tmp_path / "a.xlsx", tmp_path / "b.yaml"
    told = criteria("commune-units-2025", "--out", made)
    assert told[0].endswith(SHIPPED["commune-units-2025"].digest)
    assert criteria(made, "--out", back) == told
    data = yaml.safe_load(back.read_text("utf-8"))
    new = copy.deepcopy(data) | {"version": "2026.1", "rescale": False}
    first = new["areas"][0]["children"]
    first[0] |= {"title": "Ban hành kế hoạch", "rule": {"kind": "yes_no"}, "evidence": "Kế hoạch"}
    first[1]["max"], first[2]["max"] = "4", "3"
    first[3]["code"] = "1.9"
    new["areas"][7]["children"].append(first.pop(4))
    new["areas"][0]["max"], new["areas"][7]["max"] = "13", "10"
    new["areas"][1]["children"][0]["source"] = "commune"
    new["areas"][2]["children"][0] |= {"code": "3.9", "title": "Tiêu chí mới"}
    new["tie_breakers"] = []
    path = tmp_path / "c.yaml"
    path.write_text(yaml.safe_dump(new, allow_unicode=True), encoding="utf-8")
    told = criteria(path, "--since", "commune-units-2025")[1:]
    for line in (
        "Chung của bộ: đổi quy về thang điểm.",
        "Đổi điểm: I Công tác chỉ đạo, điều hành cải cách hành chính, từ “15” thành “13”.",
        "Sửa: 1.1 Ban hành kế hoạch, đổi cách chấm.",
        "Chuyển: 1.5 Người đứng đầu kiểm tra nội bộ về CCHC và khắc phục tồn tại, từ I sang VIII.",
        "Thêm: 3.9 Tiêu chí mới.",
        "Bỏ: 3.1 Hồ sơ giải quyết đúng và trước hạn.",
    ):
        assert line in told
    assert any(line.startswith("Đổi mã: 1.4 thành 1.9 (Văn bản, nhiệm vụ do UBND") for line in told)
    for arguments in (
        ("none",),
        ("766", "--out", tmp_path / "x.doc"),
        ("766", "--out", tmp_path / "no/x.yaml"),
    ):
        with pytest.raises(CommandError):
            criteria(*arguments)


def test_the_example_and_the_table_of_the_handbook_are_true():
    page = (Path(__file__).parents[2] / "docs/handbook/bo-tieu-chi.md").read_text("utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert [leaf.code for leaf in read_text(example).leaves] == ["1.1", "1.2"]
    assert re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)[1:] == list(RULE_KINDS)
