"""``thidua score`` and ``thidua rescore`` on files as people have them: real figures, other habits, broken ones."""

import csv
import json
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
import yaml
from django.core.management import CommandError, call_command

from thidua.engine.scoring import load_set

DATA = Path(__file__).parents[1] / "data/scoring"
COMPONENTS = DATA / "766-components.csv"
HEAD = "unit_code,unit_name,metric,numerator,denominator\n"


def lines_of(name):
    rows = (line for line in (DATA / name).read_text("utf-8").splitlines() if not line.startswith("#"))
    return list(csv.DictReader(rows))


def score(file, *options, criteria="766"):
    out, err = StringIO(), StringIO()
    call_command("score", str(criteria), str(file), *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def units(file, criteria="766"):
    return {
        unit["unit_code"]: unit for unit in json.loads(score(file, "--json", criteria=criteria)[0])["units"]
    }


def put(tmp_path, content, name="v.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refused(file, criteria="766", *options):
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("score", str(criteria), str(file), "--json", *options, stdout=out, stderr=StringIO())
    assert out.getvalue() == "", "nothing is printed as a result"
    return str(error.value).splitlines()


def test_every_published_row_is_met_to_its_last_digit():
    found = units(COMPONENTS)
    rows = lines_of("766-components.csv")
    assert len(rows) == 39
    assert list(found) == list(dict.fromkeys(row["unit_code"] for row in rows))
    for row in rows:
        (leaf,) = [one for one in found[row["unit_code"]]["leaves"] if one["metric"] == row["metric"]]
        no_event = row["denominator"] in {"", "0"}
        assert leaf == {
            "metric": row["metric"],
            "ratio": None if no_event else row["ratio_pct"],
            "score": row["score"],
            "max": row["max"],
        }
    assert set(found["H15"]) == {"unit_code", "leaves", "total"}


GROUPS = {
    "ckmb": ("PUBLISH_ON_TIME", "PUBLIC_UPDATE_ON_TIME", "PUBLIC_CONTENT_FULL", "DOSSIER_SYNC"),
    "tdgq": ("ON_TIME",),
    "mdsh": (
        *("ORIGINAL_RESULT_AVAILABLE", "SO_HOA_GIAY_TO_GIAI_QUYET", "REUSED_DIGITIZED_DATA"),
        *("SYNCED_WITH_DVCQG_PERSONAL_STORAGE", "CITIZEN_DATA_CONNECTED_DOSSIER"),
        *("CITIZEN_DATA_CONNECTED_FORMALITY", "ELECTRONIC_CERTIFIED_COPY"),
    ),
    "mdhl": (
        *("DOSSIER_RECEIVING_SATISFACTION", "PETITION_PROCESSING_ON_TIME", "PETITION_HANDLING_SATISFACTION"),
    ),
}


@pytest.mark.parametrize(
    ("code", "table"), [("H15", "766-provinces.csv"), ("H21.227", "766-communes-gia-lai.csv")]
)
def test_group_sums_agree_with_the_published_tables(code, table):
    published = next(row for row in lines_of(table) if row["code"] == code)
    leaves = {leaf["metric"]: Decimal(leaf["score"]) for leaf in units(COMPONENTS)[code]["leaves"]}
    for group, metrics in GROUPS.items():
        # the portal adds up what is not rounded: two places of each part may differ by a hundredth
        assert abs(sum(leaves[metric] for metric in metrics) - Decimal(published[group])) <= Decimal("0.01")


@pytest.mark.parametrize(("table", "count"), [("766-provinces.csv", 34), ("766-communes-gia-lai.csv", 68)])
def test_sums_and_order_of_the_published_tables_come_out(tmp_path, table, count):
    """The group sums as published, put to a set of the six groups, give the totals and the order of the table."""
    most = {"ckmb": 18, "tdgq": 20, "dvtt": 12, "tttt": 10, "mdsh": 22, "mdhl": 18}
    groups = [
        {"code": code, "title": code, "max": top, "rule": {"kind": "assessed"}} for code, top in most.items()
    ]
    criteria = put(
        tmp_path,
        yaml.safe_dump(
            {"code": "g", "title": "g", "version": "1", "scale": 100, "rescale": False, "areas": groups}
        ),
        "g.yaml",
    )
    rows = lines_of(table)
    assert len(rows) == count
    made = ["unit_code,metric,value"]
    made += [f"{row['code']},{group},{row[group]}" for row in rows for group in most]
    file = put(tmp_path, "\n".join(made))
    found = units(file, criteria)
    for row in rows:
        assert abs(Decimal(found[row["code"]]["total"]) - Decimal(row["total"])) <= Decimal("0.02")
    ranked = [line.split()[:2] for line in score(file, criteria=criteria)[0].splitlines()[1:]]
    totals = {row["code"]: Decimal(row["total"]) for row in rows}
    in_order = [totals[code] for _, code in ranked]
    assert all(later <= earlier + Decimal("0.02") for earlier, later in pairwise(in_order))


def test_the_payment_part_of_a_province(tmp_path):
    file = put(tmp_path, HEAD + "H15,Đắk Lắk,3.6,179460,204757\nH15,,3.4,160,376\nH15,,3.5,56,376\n")
    assert units(file)["H15"]["total"] == "6.69"


def same():
    return "H1,Xã A,ON_TIME,2541,2618\nH1,Xã A,REUSED_DIGITIZED_DATA,1543,2618\nH2,Xã B,ON_TIME,,\n"


EXPECTED = {"H1": ("97.06", "19.41"), "H2": (None, "20")}
WRITTEN = {
    "plain": HEAD + same(),
    "byte order mark": b"\xef\xbb\xbf" + (HEAD + same()).encode(),
    "byte order mark and comments": b"\xef\xbb\xbf# ghi ch\xc3\xba\n" + (HEAD + same()).encode(),
    "semicolons": (HEAD + same()).replace(",", ";"),
    "tabs": (HEAD + same()).replace(",", "\t"),
    "UTF-16": (HEAD + same()).encode("utf-16"),
    "Windows ends": (HEAD + same()).replace("\n", "\r\n"),
    "comments between": HEAD + same().replace("H2", "# đây là ghi chú, không phải số liệu\nH2"),
    "empty lines": HEAD + "\n,,,,\n" + same() + "\n\n",
    "titles above": "BẢNG SỐ LIỆU,,,,\n\n" + HEAD + same(),
    "Vietnamese heads": "STT,Mã đơn vị,Tên đơn vị,Mã chỉ số,Tử số,Mẫu số\n"
    + "".join(f"1,{line}\n" for line in same().splitlines()),
    "other order of columns": "metric,denominator,numerator,unit_code\nON_TIME,2618,2541,H1\nON_TIME,0,0,H2\n",
    "units apart": HEAD + "H1,,ON_TIME,2541,2618\nH2,,ON_TIME,0,0\nH1,,REUSED_DIGITIZED_DATA,1543,2618\n",
    "small letters": HEAD + same().replace("ON_TIME", "on_time"),
    "leaf codes": HEAD + same().replace("ON_TIME", "2.1"),
    "decimal commas": "unit_code;metric;numerator;denominator\nH1;ON_TIME;2541,0;2618,0\nH2;ON_TIME;0;0\n",
    "thousands": "unit_code;metric;numerator;denominator\nH1;ON_TIME;2.541;2.618\nH2;ON_TIME;;0\n",
    "quoted": HEAD + '"H1","Xã ""A"", thôn 1","ON_TIME","2541","2618"\nH2,x,ON_TIME,0,\n',
    "percentages": "unit_code,metric,value\nH1,ON_TIME,97.06%\nH2,ON_TIME,100%\n",
    "parts of one": 'unit_code,metric,value\nH1,ON_TIME,"0,9706"\nH2,ON_TIME,1\n',
}


@pytest.mark.parametrize("content", WRITTEN.values(), ids=WRITTEN.keys())
def test_one_table_in_many_hands(tmp_path, content):
    found = units(put(tmp_path, content))
    for code, (ratio, points) in EXPECTED.items():
        leaf = found[code]["leaves"][0]
        assert leaf["score"] == points
        assert leaf["ratio"] in {ratio, "100" if ratio is None else ratio}


def test_a_doubtful_number_is_said_back(tmp_path):
    _, told = score(put(tmp_path, WRITTEN["thousands"]))
    assert "Dòng 2, cột numerator: “2.541” đọc là 2.541 (dấu chấm ngăn hàng nghìn)." in told
    many = HEAD + "".join(f"H{n},,ON_TIME,1.250,1.300\n" for n in range(30))
    _, told = score(put(tmp_path, many))
    assert told.splitlines()[-1] == "Còn 40 số nữa đọc theo cách ấy."


FAULTS = {
    "numerator above denominator": (
        "H1,,ON_TIME,11,10\n",
        "Dòng 2, cột numerator: chỉ số ON_TIME, số đạt được (11)",
    ),
    "above, where a target stands": (
        "H1,,REUSED_DIGITIZED_DATA,11,10\n",
        "Dòng 2, cột numerator: chỉ số REUSED",
    ),
    "something of nothing": ("H1,,ON_TIME,5,0\n", "Dòng 2, cột numerator: chỉ số ON_TIME"),
    "no denominator": ("H1,,ON_TIME,5,\n", "Dòng 2, cột denominator: còn trống"),
    "no numerator": ("H1,,ON_TIME,,5\n", "Dòng 2, cột numerator: còn trống"),
    "text in a number": ("H1,,ON_TIME,nhiều,10\n", "Dòng 2, cột numerator: “nhiều” không phải là số."),
    "a unit in a number": (
        "H1,,ON_TIME,5,10 hồ sơ\n",
        "Dòng 2, cột denominator: “10 hồ sơ” không phải là số.",
    ),
    "a negative number": ("H1,,ON_TIME,-5,10\n", "Dòng 2, cột numerator: “-5” là số âm"),
    "a number without end": (f"H1,,ON_TIME,1,{'9' * 40}\n", "Dòng 2, cột denominator: “999"),
    "two habits in a number": (
        'H1,,ON_TIME,"1,250.5",9999\n',
        "Dòng 2, cột numerator: “1,250.5” không phải là số.",
    ),
    "a metric twice": (
        "H1,,ON_TIME,5,10\nH1,,ON_TIME,5,10\n",
        "Dòng 3, cột metric: chỉ số “ON_TIME” của đơn vị này đã có ở dòng 2.",
    ),
    "a metric twice by another name": (
        "H1,,ON_TIME,5,10\nH1,,2.1,5,10\n",
        "Dòng 3, cột metric: chỉ số “2.1”",
    ),
    "a metric twice, units apart": (
        "H1,,ON_TIME,5,10\nH2,,ON_TIME,5,10\nH1,,ON_TIME,5,10\n",
        "Dòng 4, cột metric: chỉ số “ON_TIME” của đơn vị này đã có ở dòng 2.",
    ),
    "an unknown metric": (
        "H1,,ONTIME,5,10\n",
        "Dòng 2, cột metric: chỉ số “ONTIME” không có trong bộ tiêu chí.",
    ),
    "no metric": ("H1,,,5,10\n", "Dòng 2, cột metric: chưa ghi mã chỉ số (tiêu chí)."),
    "no unit": (",Xã A,ON_TIME,5,10\n", "Dòng 2, cột unit_code: chưa ghi mã đơn vị."),
    "a row cut short": ("H1,,ON_TIME\n", "Dòng 2: chỉ có 3/5 ô"),
    "a comma too many": ("H1,,ON_TIME,12,5,10\n", "Dòng 2: có 6/5 ô, nhiều hơn số cột."),
    "an open quote": ('H1,,"ON_TIME,5,10\n', "Dòng 2: chỉ có 3/5 ô"),
}


@pytest.mark.parametrize(("rows", "sentence"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told_with_its_row_and_column(tmp_path, rows, sentence):
    told = refused(put(tmp_path, HEAD + rows))
    assert len(told) == 1
    assert told[0].startswith(sentence)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "Tệp rỗng"),
        ("\n\n# ghi chú\n", "Tệp không có dòng nào."),
        (HEAD, "Tệp không có dòng số liệu nào dưới dòng tiêu đề cột."),
        (
            "unit_code,unit_name,numerator,denominator\n",
            "Dòng 1: thiếu cột “metric” (mã chỉ số hoặc mã tiêu chí).",
        ),
        ("unit_code,metric,numerator\n", "Dòng 1: thiếu cột “denominator”"),
        (HEAD.strip() + ",Tử số\n", "Dòng 1: cột “Tử số” đứng hai lần."),
        ("x,y\n1,2\n", "Dòng 1: thiếu cột “unit_code”"),
        (b"\xd0\xcf\x11\xe0" + bytes(99), "Tệp này không phải bảng Excel .xlsx"),
        (b"PK\x03\x04" + bytes(99), "Tệp"),
        (b"\x00\x01\x02\xff" * 99, "Tệp"),
        (HEAD.encode() + b"H1,X\xe3 A,ON_TIME,1,2\n", "Không nhận ra bảng mã"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path, content, sentence):
    assert refused(put(tmp_path, content))[0].startswith(sentence)


def test_a_missing_file_and_a_missing_set_are_told(tmp_path):
    assert refused(tmp_path / "none.csv") == [f"Không mở được tệp {tmp_path / 'none.csv'}."]
    assert refused(COMPONENTS, "765")[0].startswith(
        "Không có bộ tiêu chí “765”. Các bộ có sẵn: 766, ca-mau-2013"
    )
    assert refused(COMPONENTS, put(tmp_path, b"\xff\xff", "s.yaml"))[0].startswith("Không đọc được tệp")
    assert refused(COMPONENTS, put(tmp_path, "code: x\n", "s.yaml"))[0] == "title: còn thiếu."


def test_up_to_a_hundred_faults_in_one_go(tmp_path):
    told = refused(put(tmp_path, HEAD + "".join(f"H{n},,ON_TIME,{n + 2},1\n" for n in range(130))))
    assert len(told) == 101
    assert told[0].startswith("Dòng 2, ")
    assert told[99].startswith("Dòng 101, ")
    assert told[100] == "Còn 30 lỗi nữa chưa kể. Hãy sửa các lỗi trên rồi chạy lại."


def test_faults_of_all_kinds_come_together_in_the_order_of_rows(tmp_path):
    told = refused(put(tmp_path, HEAD + "H1,,ON_TIME,11,10\nH1,,X,1,1\n,,ON_TIME,1,2\nH2,,ON_TIME,a,b\n"))
    assert [line.split(":")[0] for line in told] == [
        "Dòng 2, cột numerator",
        "Dòng 3, cột metric",
        "Dòng 4, cột unit_code",
        "Dòng 5, cột numerator",
    ]


def workbook(rows, merge=()):
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for area in merge:
        made.active.merge_cells(area)
    file = BytesIO()
    made.save(file)
    return file.getvalue()


EXCEL_HEAD = ["STT", "Mã đơn vị", "Tên đơn vị", "Mã tiêu chí", "Tử số", "Mẫu số"]


def test_a_workbook_as_officials_have_it(tmp_path):
    rows = [
        ["BẢNG SỐ LIỆU NĂM 2026"],
        [],
        EXCEL_HEAD,
        ["# ghi chú"],
        [1, "H1", "Xã A", 2.1, 2541, 2618],
        [None, None, None, "REUSED_DIGITIZED_DATA", "1.543", 2618.0],
        [2, "H2", "Xã B", "ON_TIME", None, None],
    ]
    found = units(put(tmp_path, workbook(rows, ("A1:F1", "B5:B6", "C5:C6")), "v.xlsx"))
    assert [leaf["score"] for leaf in found["H1"]["leaves"]] == ["19.41", "1.47"]
    assert found["H2"]["leaves"][0] == {"metric": "ON_TIME", "ratio": None, "score": "20", "max": "20"}


def test_faults_of_a_workbook(tmp_path):
    rows = [
        EXCEL_HEAD,
        [1, "H1", "Xã A", "ON_TIME", "=1+1", 10],
        [2, "H2", "Xã B", "ON_TIME", -1, 10],
        [3, "H3", "Xã C", "ON_TIME", True, 10],
        [4, None, "Xã D", "ON_TIME", 1, 10],
    ]
    assert [line.split(":")[0] for line in refused(put(tmp_path, workbook(rows), "v.xlsx"))] == [
        "Dòng 2, cột Tử số",
        "Dòng 3, cột Tử số",
        "Dòng 4, cột Tử số",
        "Dòng 5, cột Mã đơn vị",
    ]
    assert refused(put(tmp_path, workbook([]), "v.xlsx")) == ["Tệp không có dòng nào."]


OWN = {
    "code": "o",
    "title": "Bộ riêng",
    "version": "1",
    "scale": 20,
    "profiles": [{"code": "A", "name": "Khối A"}, {"code": "B", "name": "Khối B"}],
    "tags": {"fees": "Có thu"},
    "inputs": [{"code": "all", "label": "Tổng"}, {"code": "late", "label": "Muộn"}],
    "tie_breakers": [{"kind": "area_percent", "ref": "1"}, {"kind": "fewer_deductions"}],
    "areas": [
        {
            "code": "1",
            "title": "Một",
            "max": 10,
            "children": [
                {"code": "1.1", "title": "a", "max": 2, "rule": {"kind": "yes_no"}},
                {
                    "code": "1.2",
                    "title": "b",
                    "max": 2,
                    "rule": {
                        "kind": "graded",
                        "options": [
                            {"code": "soon", "label": "Kịp thời", "points": 2},
                            {"code": "none", "label": "Không", "points": 0},
                        ],
                    },
                },
                {
                    "code": "1.3",
                    "title": "c",
                    "max": 2,
                    "rule": {
                        "kind": "deduction",
                        "each": "0.5",
                        "zero_on": [{"code": "grave", "label": "Bị kỷ luật"}],
                    },
                },
                {"code": "1.4", "title": "d", "max": 2, "rule": {"kind": "all_or_nothing", "of": 4}},
                {
                    "code": "1.5",
                    "title": "e",
                    "max": 2,
                    "absent": "rescale",
                    "rule": {"kind": "proportional"},
                    "applies": {"profiles": ["A"]},
                },
            ],
        },
        {
            "code": "2",
            "title": "Hai",
            "max": 10,
            "children": [
                {
                    "code": "2.1",
                    "title": "f",
                    "max": 4,
                    "rule": {"kind": "complement"},
                    "inputs": {"numerator": "late", "denominator": "all"},
                },
                {"code": "2.2", "title": "g", "max": 4, "rule": {"kind": "min_max", "measure": "number"}},
                {
                    "code": "2.3",
                    "title": "h",
                    "max": 2,
                    "rule": {
                        "kind": "band",
                        "bands": [
                            {"at_least": "0.8", "points": 2},
                            {
                                "below": "0.8",
                                "points": 0,
                                "override": {"code": "reminded", "label": "Đã đôn đốc", "points": 1},
                            },
                        ],
                    },
                },
            ],
        },
    ],
}
OWN_HEAD = "unit_code,profile,group,metric,numerator,denominator,value\n"
OWN_ROWS = """H1,A,núi,1.1,,,Có
H1,,,1.2,,,kịp thời
H1,,,1.3,,,1
H1,,,1.4,4,,
H1,,,1.5,,,KAD
H1,,,late,,,1
H1,,,all,,,4
H1,,,2.2,,,30
H1,,,2.3,1,2,Đã đôn đốc
H2,B,núi,1.1,,,không
H2,,,1.2,,,none
H2,,,1.3,,,bị kỷ luật
H2,,,1.4,3,,
H2,,,2.1,1,10,
H2,,,2.2,,,10
H2,,,2.3,70%,,
H3,B,đồng,2.2,,,5
""".replace("70%,,", ",,70%")


@pytest.fixture
def own(tmp_path):
    return put(tmp_path, yaml.safe_dump(OWN, allow_unicode=True), "own.yaml")


def test_every_kind_of_answer_and_groups_apart(tmp_path, own):
    file = put(tmp_path, OWN_HEAD + OWN_ROWS)
    found = units(file, own)
    points = {
        code: {leaf["metric"]: leaf["score"] for leaf in unit["leaves"]} for code, unit in found.items()
    }
    assert points["H1"] == {
        "1.1": "2",
        "1.2": "2",
        "1.3": "1.50",
        "1.4": "2",
        "1.5": None,
        "2.1": "3",
        "2.2": "4",
        "2.3": "1",
    }
    assert points["H2"] == {
        "1.1": "0",
        "1.2": "0",
        "1.3": "0",
        "1.4": "0",
        "2.1": "3.60",
        "2.2": "0",
        "2.3": "0",
    }
    assert points["H3"] == {"2.2": "4"}, "alone in its group"
    out, _ = score(file, criteria=own)
    assert [line.split()[:2] for line in out.splitlines() if line.startswith(" ")] == [
        ["1", "H1"],
        ["2", "H2"],
        ["1", "H3"],
    ]
    assert "đồng" in out


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("H1,A,,1.1,,,có lẽ", "Dòng 2, cột value: “có lẽ” không phải câu trả lời của tiêu chí này."),
        ("H1,A,,1.1,,,", "Dòng 2, cột value: còn trống"),
        ("H1,A,,1.2,,,muộn", "Dòng 2, cột value: “muộn” không phải câu trả lời"),
        ("H1,A,,1.3,,,0.5", "Dòng 2, cột value: “0.5” phải là số nguyên."),
        ("H1,A,,1.3,,,nhiều", "Dòng 2, cột value: “nhiều” không phải là số."),
        ("H1,A,,1.4,,,", "Dòng 2, cột numerator: còn trống"),
        ("H1,A,,1.4,5,,", "Dòng 2, cột numerator: chỉ số 1.4, số đạt được (5)"),
        ("H1,A,,1.1,,,KAD", "Dòng 2, cột value: chỉ số 1.1, tiêu chí này không cho khai"),
        ("H1,A,,1.5,,,1.5", "Dòng 2, cột value: chỉ số 1.5, tỷ lệ không được vượt quá 100 %."),
        ("H1,A,,1.5,,,x%", "Dòng 2, cột value: “x” không phải là số."),
        ("H1,Z,,1.1,,,có", "Dòng 2, cột profile: khối “Z” không có trong bộ tiêu chí"),
        ("H1,,,1.1,,,có", "Dòng 2, cột profile: khối “” không có"),
        ("H1,A,,all,,,", "Dòng 2, cột value: còn trống"),
        ("H1,A,,all,,,4\nH1,,,all,,,4", "Dòng 3, cột metric: chỉ số “all” của đơn vị này đã có"),
        ("H1,A,,1.1,,,có\nH1,B,,1.3,,,0", "Dòng 3, cột profile: “B” khác với các dòng trên"),
        ("H1,A,,2.2,,,-3", "Dòng 2, cột value: “-3” là số âm"),
        ("H1,A,,2.3,5,10,đã nhắc", "Dòng 2, cột value: “đã nhắc” không phải là số."),
    ],
)
def test_faults_of_other_kinds_of_answers(tmp_path, own, row, sentence):
    (told,) = refused(put(tmp_path, OWN_HEAD + row + "\n"), own)
    assert told.startswith(sentence)


def test_codes_that_a_spreadsheet_took_for_days(tmp_path):
    rows = [
        ["Mã đơn vị", "Mã tiêu chí", "Số liệu"],
        ["X1", date(2001, 1, 1), "Ban hành kịp thời"],
        ["X1", date(2002, 1, 1), "Đủ nhiệm vụ và có bố trí kinh phí"],
    ]
    found = units(put(tmp_path, workbook(rows), "v.xlsx"), "ca-mau-2013")
    assert found["X1"]["total"] == "2"
    rows[1][1] = date(2030, 5, 5)
    (told,) = refused(put(tmp_path, workbook(rows), "v.xlsx"), "ca-mau-2013")
    assert told.startswith("Dòng 2, cột Mã tiêu chí: mã bị bảng tính đổi thành ngày 05/05/2030.")


def rescored(*arguments):
    out, err = StringIO(), StringIO()
    code = 0
    try:
        call_command("rescore", *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        code = end.code
    return code, out.getvalue(), err.getvalue().splitlines()


def test_results_prove_themselves_and_every_forgery_is_found(tmp_path, own):
    results = tmp_path / "r.jsonl"
    score(put(tmp_path, OWN_HEAD + OWN_ROWS), "--out", results, criteria=own)
    assert rescored(results)[:2] == (0, "Tất cả đều đúng.\n")
    lines = results.read_text("utf-8").splitlines()
    assert load_set(json.loads(lines[0])["set"]).digest == json.loads(lines[0])["digest"]
    text = "\n".join(lines)
    for was, forged, place in (
        ('"3.6"', '"3.7"', "Đơn vị H2, tiêu chí 2.1: ghi 3.7, tính lại 3.6."),
        ('"each":"0.5"', '"each":"0.25"', "Bộ tiêu chí trong tệp không khớp với mã kiểm của nó."),
        ('[[1,"H1"],[2,"H2"]]', '[[1,"H2"],[2,"H1"]]', "Xếp hạng của núi không đúng với các tổng điểm."),
        ('\n{"group":"núi","ranking":[[1,"H1"],[2,"H2"]]}', "", "Thiếu bảng xếp hạng của núi."),
        ('"total":"4"', '"total":"5"', "Đơn vị H3: tổng ghi 5, tính lại"),
    ):
        assert was in text or place.startswith("Đơn vị H3")
        forged_text = text.replace(was, forged)
        if place.startswith("Đơn vị H3"):
            line = next(line for line in lines if '"H3"' in line and "total" in line)
            told = json.loads(line)
            forged_text = text.replace(line, json.dumps(told | {"total": "5"}, ensure_ascii=False))
        code, _, said = rescored(put(tmp_path, forged_text, "f.jsonl"))
        assert code == 1
        assert any(line.startswith(place) for line in said)
    for broken in (b"", b"{}", b"[]", b'{"format": "thidua-score-1"}', b"\xff\xfe", text[:-90].encode()):
        assert rescored(put(tmp_path, broken, "b.jsonl"))[0] in {1, 2}
    assert rescored(tmp_path / "none.jsonl")[0] == 2


def test_nothing_is_put_in_the_place_of_older_results_by_a_bad_table(tmp_path):
    out = put(tmp_path, "cũ", "r.jsonl")
    refused(put(tmp_path, HEAD + "H1,,ON_TIME,11,10\n"), "766", "--out", str(out))
    assert out.read_text("utf-8") == "cũ"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["r.jsonl", "v.csv"]
