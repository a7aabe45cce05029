"""The commands for scripts: same reading, same refusals, exit codes as promised."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from thidua import cli
from thidua.audit import queries as audit
from thidua.audit.models import Entry

PLANS = Path(__file__).parents[1] / "data" / "plans"


def read(*arguments):
    out = StringIO()
    call_command("read_plan", *arguments, stdout=out)
    return out.getvalue()


def test_read_plan_gives_the_json_of_the_reader():
    told = json.loads(read(str(PLANS / "duong-quy-2025.scan.txt"), "--json"))
    assert told["issuer"] == {"name": "UBND xã Dương Quỳ", "level": "commune"}
    quotas = [award["quotas"] for award in told["awards"] if award["quotas"]]
    assert [[(row["subject"], row["max"]) for row in rows] for rows in quotas] == [
        [("collective", 2), ("individual", 3)]
    ]


def test_the_places_point_into_the_text_that_is_written_out(tmp_path):
    text = tmp_path / "chu.txt"
    told = json.loads(read(str(PLANS / "duong-quy-2025.scan.txt"), "--json", "--text-out", str(text)))
    start, end = told["at"]["/legal_bases/0/number"]
    assert "33/2021" in text.read_text(encoding="utf-8")[start:end]


def test_without_json_it_tells_in_words_what_was_not_found():
    told = read(str(PLANS / "duong-quy-2025.scan.txt"))
    assert "Nơi ban hành: UBND xã Dương Quỳ" in told
    assert "Số: không thấy" in told


def test_a_file_that_is_no_plan_is_refused_with_a_sentence(tmp_path):
    shopping = tmp_path / "cho.txt"
    shopping.write_text("Rau, cá, gạo, nước mắm.", encoding="utf-8")
    with pytest.raises(CommandError, match="Không nhận ra"):
        read(str(shopping))


def verify(*arguments):
    out = StringIO()
    try:
        call_command("verify_journal", *arguments, stdout=out, stderr=out)
    except SystemExit as stopped:
        return stopped.code, out.getvalue()
    return 0, out.getvalue()


@pytest.mark.django_db
def test_verify_journal_tells_whole_broken_and_none(cast):
    head = audit.head()
    assert verify() == (0, f"entries={head.position} head={head.digest}\n")
    assert verify("--anchor", f"{head.position}:{head.digest[:12]}")[0] == 0
    assert verify("--anchor", "5:000000000000")[0] == 1
    assert verify("--anchor", "mốc")[0] == 2
    Entry.objects.filter(position=4).delete()
    code, said = verify()
    assert code == 1
    assert "thiếu một dòng" in said


@pytest.mark.django_db
def test_an_empty_journal_is_none():
    assert verify()[0] == 2


def test_an_unknown_command_is_told(capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["bay-len"])
    assert stopped.value.code == 2
    assert "Không có lệnh" in capsys.readouterr().err


def test_help_lists_the_commands(capsys):
    cli.main(["--help"])
    assert "demo-year" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda folder: folder.write_text("x"), "không phải thư mục"),
        (lambda folder: (folder.mkdir(), (folder / "cua-toi.txt").write_text("x")), "đã có tệp khác"),
    ],
    ids=["a file", "other files"],
)
def test_a_year_is_written_into_no_folder_of_somebody_else(tmp_path, monkeypatch, make, told):
    monkeypatch.setenv("THIDUA_HOME", "")
    monkeypatch.setenv("THIDUA_DATABASE", "")
    make(tmp_path / "nam")
    with pytest.raises(SystemExit, match=told):
        cli.main(["demo-year", str(PLANS / "duong-quy-2025.scan.txt"), "--out", str(tmp_path / "nam")])


def test_a_folder_that_cannot_be_written_is_told_plainly(monkeypatch):
    monkeypatch.setenv("THIDUA_HOME", "")
    monkeypatch.setenv("THIDUA_DATABASE", "")
    with pytest.raises(SystemExit, match="Không ghi được vào thư mục"):
        cli.main(["demo-year", "ke-hoach.txt", "--out=/proc/thidua-khong-co"])


def test_a_seed_is_a_whole_number(tmp_path):
    with pytest.raises(CommandError, match="số nguyên"):
        call_command(
            "demo_year",
            str(PLANS / "duong-quy-2025.scan.txt"),
            "--out",
            str(tmp_path / "nam"),
            "--seed",
            "bảy",
        )
