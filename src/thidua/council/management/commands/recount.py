"""``thidua recount FILE [--digest X]``: recount a published list without a database."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from thidua.engine.ballot import Outcome
from thidua.engine.ballot.published import Difference, Recount, RecountStatus, recount

EXIT = {RecountStatus.AGREES: 0, RecountStatus.DIFFERS: 1, RecountStatus.MALFORMED: 2}
_LIMIT = 5 * 1024 * 1024
_DIGEST = re.compile(r"[0-9a-f]{16}")

_WORDS = {
    "not_a_list": "đây không phải danh sách phiếu",
    "byte_order_mark": "đầu tệp có dấu BOM: tệp đã được lưu lại bằng chương trình bảng tính; hãy dùng tệp gốc",
    "line_ends": "cuối dòng không phải của danh sách gốc: tệp đã được chương trình khác lưu lại; hãy dùng tệp gốc",
    "cut_off": "tệp bị cắt, dòng cuối chưa hết",
    "too_large": "số dòng nhiều hơn một cuộc bỏ phiếu có thể có",
    "unknown_record": "loại dòng không có trong danh sách phiếu",
    "wrong_number_of_fields": "số cột của dòng không đúng",
    "wrong_value": "giá trị trong dòng không đúng hoặc ghi hai lần",
    "unknown_version": "phiên bản danh sách này chưa biết",
    "unknown_base": "cách tính tỷ lệ ghi trong tệp không đúng",
    "unknown_order": "cách xếp thứ tự ghi trong tệp không đúng",
    "no_contest": "phiếu đánh dấu tên ghi thiếu: số tên, số tên được đánh dấu hoặc danh sách tên không khớp",
    "missing_contest": "tệp ghi là có phiếu đánh dấu tên nhưng không có phiếu nào như vậy",
    "header_differs": "phần đầu ghi khác với đếm được",
    "envelopes_differ_from_roll": "số phong bì khác danh sách bỏ phiếu",
    "receipt_twice": "một mã biên nhận đứng hai lần",
    "recused_not_on_roll": "người không biểu quyết không có trong danh sách",
    "candidates_differ": "người được xét khác với nội dung biểu quyết",
    "unsorted": "các dòng không được xếp theo thứ tự (thứ tự lạ có thể lộ ai bỏ phiếu lúc nào)",
    "not_as_written": "nội dung khớp nhưng tệp không còn như phần mềm đã ghi",
    "total_differs": "kết quả ghi khác kết quả đếm lại",
    "total_twice": "một kết quả ghi hai lần",
    "digest_differs": "mã kiểm khác với mã trong biên bản",
    "chosen_differ": "người được chọn khác kết quả theo quy tắc (ngưỡng phiếu, bằng nhau, số lượng)",
    "cannot_choose": "không tính được người được chọn vì số lượng khen ghi không đủ (số tối đa, tỷ lệ, số tham gia)",
    "member_twice": "một thành viên đứng hai lần trong danh sách",
    "unknown_question": "có dòng về nội dung không được hỏi",
    "serial_twice": "một số phiếu dùng hai lần",
    "slips_differ_from_roll": "số phiếu khác số người bỏ phiếu (danh sách trừ người không biểu quyết)",
    "open_votes_differ_from_roll": "số phiếu ý kiến khác danh sách",
    "voted_twice": "có thành viên biểu quyết hai lần",
    "not_on_roll": "có phiếu ý kiến của người không được ghi là gửi phiếu ý kiến",
    "voted_though_recused": "có phiếu của người không được biểu quyết do liên quan",
    "more_votes_than_base": "số phiếu nhiều hơn số người được biểu quyết",
}
_FACTS = {
    "line": "dòng",
    "name": "mục",
    "told": "tệp ghi",
    "found": "tính lại được",
    "question": "nội dung",
    "member": "thành viên",
    "serial": "số phiếu",
    "slips": "phiếu",
    "envelopes": "phong bì",
    "votes": "phiếu ý kiến",
    "roll": "theo danh sách",
    "cast": "số phiếu",
    "base": "số người",
    "record": "loại dòng",
}
_NO_CONTENT = "(không có)"
_USAGE = "Cách dùng: thidua recount TỆP [--digest MÃ], MÃ là 16 ký tự ghi trong biên bản kiểm phiếu."


class Command(BaseCommand):
    help = "Đếm lại một danh sách phiếu công bố (danh-sach-phieu.csv); không cần cơ sở dữ liệu."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.error = lambda _why: self._end(_USAGE)  # type: ignore[method-assign, assignment] # speaks English
        parser.add_argument("file", help="tệp danh-sach-phieu.csv")
        parser.add_argument("--digest", help="mã kiểm 16 ký tự ghi trong biên bản kiểm phiếu")

    def handle(self, *args: Any, **options: Any) -> None:
        digest = options["digest"]
        if digest is not None and not _DIGEST.fullmatch(digest.strip().lower()):
            self._end("Mã kiểm phải gồm đúng 16 ký tự 0-9, a-f như ghi trong biên bản kiểm phiếu.")
        try:
            with Path(options["file"]).open("rb") as file:
                content = file.read(_LIMIT + 1)
        except OSError:
            self._end(f"Không mở được tệp {options['file']}.")
        if len(content) > _LIMIT:
            self._end("Tệp lớn hơn 5 MB nên không phải danh sách phiếu của một Hội đồng.")
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            self._end("Tệp không phải văn bản UTF-8, không phải danh sách phiếu.")
        found = recount(text, digest)
        try:
            for line in lines(found, compared=digest is not None):
                self.stdout.write(_printable(line))
            self.stdout.flush()
        except BrokenPipeError:  # who reads has seen enough (head, less): the code still tells
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(EXIT[found.status])

    def _end(self, sentence: str) -> Any:
        self.stderr.write(sentence)
        sys.exit(EXIT[RecountStatus.MALFORMED])


def _printable(line: str) -> str:
    """A foreign file may hold commands to the terminal: they are shown as signs."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in line)


def lines(found: Recount, *, compared: bool) -> list[str]:
    """What the recount found, line by line."""
    said = {
        RecountStatus.AGREES: "Khớp: đếm lại ra đúng kết quả đã công bố.",
        RecountStatus.DIFFERS: "Không khớp:",
        RecountStatus.MALFORMED: "Tệp hỏng hoặc không phải danh sách phiếu:",
    }
    told = [said[found.status], *(_difference(row) for row in found.differences)]
    told += [_outcome(row) for row in found.outcomes]
    if found.chosen:
        told.append(f"Được chọn theo quy tắc: {'; '.join(found.chosen)}.")
    told += [f"Bằng nhau ở mép số lượng, chờ Chủ tịch Hội đồng: {'; '.join(tie)}." for tie in found.ties]
    told.append(f"Mã kiểm của tệp: {found.digest}")
    if not compared:
        told.append(
            "Tệp này chỉ tự chứng minh là nhất quán; hãy so mã kiểm với mã trong biên bản đã ký "
            "(thidua recount TỆP --digest MÃ)."
        )
    return told


def _difference(row: Difference) -> str:
    facts = ", ".join(f"{_FACTS.get(name, name)}: {value or _NO_CONTENT}" for name, value in row.facts)
    words = _WORDS.get(row.code) or f"thiếu phần đầu “{row.code.removeprefix('missing_')}”"
    return f"  - {words}{f' ({facts})' if facts else ''}"


def _outcome(row: Outcome) -> str:
    percent = f"{row.percent.normalize():f}".replace(".", ",")
    passed = "đạt" if row.passed else "không đạt"
    if not row.needed:
        passed = "chỉ để xếp những trường hợp bằng nhau"
    if row.contest:
        return (
            f"  {row.question}: {row.yes}/{row.base} phiếu đánh dấu ({percent}%), phiếu trắng {row.blank}, "
            f"không hợp lệ {row.spoilt}, cần {row.needed}: {passed}"
        )
    return (
        f"  {row.question}: đồng ý {row.yes}/{row.base} ({percent}%), không đồng ý {row.no}, "
        f"ý kiến khác {row.blank}, không hợp lệ {row.spoilt}, cần {row.needed}: {passed}"
    )
