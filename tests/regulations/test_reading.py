"""The rules of a province from a file: every fault with its line and place, nothing hostile taken in."""

from datetime import date
from pathlib import Path

import pytest

from thidua.base.errors import RefusedError
from thidua.regulations import queries
from thidua.regulations.reading import MOST_ROWS, read_province

SOUND = """\
name: Tỉnh Mẫu (Quyết định 12/2026/QĐ-UBND)
parameters:
  - key: multiple.lao_dong_tien_tien.individual
    value: "0.4"
    valid_from: 2026-01-10
    source: §rules, Điều 7
    confidence: read
  - key: award_forms
    value:
      - {code: giay_khen, name: Giấy khen, level: commune, decider: Chủ tịch, subjects: [individual], article: §rules}
      - {code: thu_khen, name: Thư khen, level: commune, decider: Chủ tịch, subjects: [individual], article: §rules}
    valid_from: 2026-01-10
    source: §rules
    confidence: read
  - key: dossier.thu_khen
    value:
      - {code: letter, name: Tờ trình, of: unit}
    source: §rules
    confidence: read
  - key: standards.thu_khen
    value:
      - {subject: individual, rule: grading_at_least, value: good, article: "§rules, Điều 4"}
    source: §rules
    confidence: read
instruments:
  - {key: rules, kind: Quyết định, number: 12/2026/QĐ-UBND, issuer: Ủy ban nhân dân tỉnh Mẫu, title: về khen thưởng,
     valid_from: 2026-01-10, source: Công báo tỉnh, confidence: read, topics: [decision]}
"""


def read(text):
    return read_province(text, queries.lawbook())


def faults(text) -> str:
    with pytest.raises(RefusedError) as refused:
        read(text)
    return refused.value.faults["file"]


def test_a_sound_file_brings_its_own_awards_and_cites_its_own_text():
    found = read(SOUND)
    law = queries.Law(found.book.over(queries.lawbook()))
    on = date(2026, 2, 1)
    assert [one.code for one in law.award_forms(on)] == ["giay_khen", "thu_khen"]
    assert (
        law.multiple("Lao động tiên tiến", "individual", on)
        == law.book.value("multiple.lao_dong_tien_tien.individual", on).number
    )
    source = "Quyết định 12/2026/QĐ-UBND của Ủy ban nhân dân tỉnh Mẫu"
    assert law.standards("Thư khen", on)[0].article == f"{source}, Điều 4"
    assert law.award_forms(date(2026, 1, 9))[0].article.startswith("Luật Thi đua")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('value: "0.4"', 'value: "0,4"', "Dòng 4 (parameters[0].value): phải là một số"),
        ('value: "0.4"', "value: -1", "Dòng 4 (parameters[0].value): "),
        ('value: "0.4"', 'value: "1e999999999"', "số này quá lớn"),
        ('value: "0.4"', "value: .inf", "số này quá lớn"),
        ('value: "0.4"', "value: [0.4]", "Dòng 4 (parameters[0].value): phải là một giá trị"),
        ("2026-01-10\n    source: §rules, Điều 7", "2026-13-10\n    source: x", "Dòng 5 (parameters[0].valid_from)"),
        ("2026-01-10\n    source: §rules, Điều 7", "2026-01-10 07:00:00\n    source: x", "không kèm giờ"),
        ("source: §rules, Điều 7", 'source: ""', "Dòng 6 (parameters[0].source): chưa ghi"),
        ("source: §rules, Điều 7", "source: §other, Điều 7", "dẫn một văn bản"),
        ("source: §rules, Điều 7", 'source: "a\\0b"', "Dòng 6 (parameters[0].source): có ký tự điều khiển"),
        ("confidence: read\n  - key: award_forms", "confidence: sure\n  - key: award_forms", "độ tin phải là"),
        ("multiple.lao_dong_tien_tien.individual", "multiple.gi_do.individual", "Dòng 3 (parameters[0].key)"),
        ("multiple.lao_dong_tien_tien.individual", "tellers", "không có giá trị nào mang tên này"),
        ("multiple.lao_dong_tien_tien.individual", "base_salary", "Dòng 4 (parameters[0].value): giá trị phải từ 1"),
        ("code: giay_khen", "code: giay", "phải còn giay_khen"),
        ("level: commune, decider: Chủ tịch, subjects: [individual], article: §rules}\n      - {code: t",
         "level: ward, decider: Chủ tịch, subjects: [individual], article: §rules}\n      - {code: t",
         "Dòng 10 (parameters[1].value[0].level): phải là một trong"),
        ("[individual], article: §rules}\n    valid", "[dog], article: §rules}\n    valid", "value[1].subjects)"),
        ("of: unit", "of: village", "Dòng 17 (parameters[2].value[0].of): phải là một trong: subject, unit"),
        ("of: unit", "of: unit, optional: maybe", "phải là true hoặc false"),
        ("value: good", "value: splendid", "Dòng 22 (parameters[3].value[0].value): không đúng cách viết"),
        ("rule: grading_at_least", "rule: rich", "Dòng 22 (parameters[3].value[0].rule)"),
        ("topics: [decision]", "topics: [poems]", "(instruments[0].topics)"),
        ("topics: [decision]", "colour: red", "(instruments[0].colour): không có trường này"),
        ("name: Tỉnh Mẫu (Quyết định 12/2026/QĐ-UBND)", "title: x", "chưa ghi tên của quy định"),
        ("dossier.thu_khen", "cancellation_grounds", "danh sách này không đổi theo tỉnh"),
    ],
)  # fmt: skip
def test_each_fault_says_where_it_stands(old, new, told):
    assert SOUND.count(old) >= 1
    assert told in faults(SOUND.replace(old, new, 1))


def test_a_province_decides_on_titles_but_names_no_new_ones():
    row = (
        "{code: lao_dong_tien_tien, name: %s, level: commune, decider: A, subjects: [individual], article: B}"
    )
    file = f"name: x\nparameters:\n  - {{key: award_titles, value: [{row}], source: x, confidence: read}}\n"
    assert read(file % "Lao động tiên tiến").book.parameters
    assert "Dòng 3 (parameters[0].value[0].name): danh hiệu thi đua do Luật" in faults(file % "Lao động giỏi")


def test_two_values_of_one_day_and_too_many_rows_are_refused():
    row = "  - {key: base_salary, value: 3000000, source: x, confidence: read}\n"
    assert "hai giá trị cùng có hiệu lực" in faults(f"name: x\nparameters:\n{row}{row}")
    assert f"không quá {MOST_ROWS} mục" in faults("name: x\nparameters:\n" + row * (MOST_ROWS + 1))
    assert "Còn" in faults("name: x\nparameters:\n" + "  - 1\n" * 40)


@pytest.mark.parametrize(
    "text", ["", "1", "name: x", "parameters: {a: b}\nname: x", "name: x\nparameters: 7"]
)
def test_what_is_no_rule_book_is_refused(text):
    assert faults(text).startswith(("Dòng 1 ", "Dòng 2 "))


def test_the_example_of_the_handbook_is_sound():
    page = (Path(__file__).parents[2] / "docs/handbook/can-cu-phap-ly.md").read_text(encoding="utf-8")
    book = read(page.split("```yaml\n")[1].split("```")[0]).book
    assert [one.key for one in book.parameters][1:] == ["dossier.giay_khen", "standards.giay_khen"]


def test_every_province_that_is_shipped_passes_the_same_door():
    for code in queries.provinces():
        assert read(queries.province_text(0, code)).book.parameters
