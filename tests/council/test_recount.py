import io

import pytest
from django.core.management import call_command

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
