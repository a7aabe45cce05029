import io
import os
import subprocess
import sys

import pytest
from django.core.management import call_command

from tests.engine.test_ballot_published import TEXT
from thidua.council import operations
from thidua.documents.operations import content_of


def run(*arguments: str) -> tuple[int, str]:
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("recount", *arguments, stdout=out, stderr=err)
    return int(ended.value.code or 0), out.getvalue() + err.getvalue()


def test_a_published_list_is_recounted_and_a_forgery_found(session, tmp_path):
    rows = session.nominate("office", "vice")
    session.open()
    ballot, (key_a, key_b) = session.opened(rows)
    for who in ("chair", "vice", "culture_head", "head", "school_head", "accountant", "clerk"):
        session.cast(ballot, who)
    operations.close_ballot(session.act("chair"), ballot=ballot)
    digest = operations.count(session.act("officer"), ballot=ballot, key_a=key_a, key_b=key_b)
    ballot.refresh_from_db()
    file = tmp_path / "danh-sach-phieu.csv"
    file.write_bytes(content_of(ballot.published))
    code, said = run(str(file), "--digest", digest)
    assert (code, digest in said) == (0, True)
    assert "đồng ý 6/7" in said
    assert run(str(file), "--digest", "0" * 16)[0] == 1
    changed = tmp_path / "sua.csv"
    changed.write_text(file.read_text().replace(",yes\n", ",no\n", 1))
    code, said = run(str(changed))
    assert code == 1
    assert "kết quả ghi khác kết quả đếm lại" in said


NO_LIST = [
    (b"", "thiếu phần đầu"),
    (b"\xff\xfe\x00", "không phải văn bản UTF-8"),
    (b"a,b,c\n", "loại dòng không có"),
    (b"slip,x\n", "số cột của dòng"),
    ("\ufeffheader,ballot,x\n".encode(), "dấu BOM"),
    (b"header,ballot,x\r\n", "cuối dòng"),
    (b"header,version,2\nenvelope,ABCD\n", "giá trị trong dòng không đúng"),
    (b"x" * (5 * 1024 * 1024 + 1), "lớn hơn 5 MB"),
]


@pytest.mark.parametrize(("content", "sentence"), NO_LIST, ids=[row[1] for row in NO_LIST])
def test_what_is_no_list_is_told(tmp_path, content, sentence):
    file = tmp_path / "la.csv"
    file.write_bytes(content)
    code, said = run(str(file))
    assert (code, sentence in said) == (2, True)


def test_a_digest_that_is_none_is_told(tmp_path):
    file = tmp_path / "la.csv"
    file.write_bytes(b"")
    code, said = run(str(file), "--digest", "abc")
    assert (code, "đúng 16 ký tự" in said) == (2, True)


def test_a_missing_file_is_told(tmp_path):
    code, said = run(str(tmp_path / "khong-co.csv"))
    assert (code, "Không mở được tệp" in said) == (2, True)


@pytest.mark.parametrize("arguments", [(), ("a.csv", "b.csv"), ("a.csv", "--dem")])
def test_a_command_that_is_none_is_told_in_vietnamese(capsys, arguments):
    assert run(*arguments) == (2, "")
    told = capsys.readouterr()
    assert told.err.startswith("Cách dùng: thidua recount")


def test_commands_to_the_terminal_inside_a_file_are_not_passed_on(tmp_path):
    file = tmp_path / "la.csv"
    file.write_text(TEXT.replace("slip,MN,MN-0", "slip,MN\x1b[2J,MN-0"))
    code, said = run(str(file))
    assert (code, "\x1b" in said, "MN\N{REPLACEMENT CHARACTER}[2J" in said) == (1, False, True)


def test_who_reads_no_further_changes_no_code(tmp_path):
    file = tmp_path / "la.csv"
    file.write_text(TEXT)
    told = subprocess.Popen(
        [sys.executable, "-m", "thidua.cli", "recount", str(file)],
        env=os.environ | {"THIDUA_HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    told.stdout.close()
    assert (told.stderr.read(), told.wait()) == (b"", 0)


def test_an_old_code_page_of_a_pipe_changes_neither_words_nor_code(tmp_path):
    file = tmp_path / "la.csv"
    file.write_text(TEXT)
    told = subprocess.run(
        [sys.executable, "-m", "thidua.cli", "recount", str(file)],
        env=os.environ | {"PYTHONIOENCODING": "cp1252", "THIDUA_HOME": str(tmp_path)},
        capture_output=True,
        check=False,
    )
    assert (told.returncode, "Khớp: đếm lại" in told.stdout.decode()) == (0, True)
