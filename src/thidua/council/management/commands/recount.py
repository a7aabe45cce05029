"""``thidua recount FILE [--digest X]``: recount a published list without a database."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from thidua.engine.ballot import Outcome
from thidua.engine.ballot.published import Difference, Recount, RecountStatus, recount

EXIT = {RecountStatus.AGREES: 0, RecountStatus.DIFFERS: 1, RecountStatus.MALFORMED: 2}
_LIMIT = 5 * 1024 * 1024

_WORDS = {
    "not_a_list": "đây không phải danh sách phiếu",
    "unknown_record": "loại dòng không có trong danh sách phiếu",
    "wrong_number_of_fields": "số cột của dòng không đúng",
    "wrong_value": "giá trị trong dòng không đúng",
    "unknown_version": "phiên bản danh sách này chưa biết",
    "unknown_base": "cách tính tỷ lệ ghi trong tệp không đúng",
    "header_differs": "phần đầu ghi khác với đếm được",
    "envelopes_differ_from_roll": "số phong bì khác danh sách bỏ phiếu",
    "receipt_twice": "một mã biên nhận đứng hai lần",
    "recused_not_on_roll": "người không biểu quyết không có trong danh sách",
    "total_differs": "kết quả ghi khác kết quả đếm lại",
    "total_twice": "một kết quả ghi hai lần",
    "digest_differs": "mã kiểm khác với mã trong biên bản",
    "chosen_differ": "người được chọn khác kết quả theo quy tắc",
    "cannot_choose": "không tính được người được chọn",
    "member_twice": "một thành viên đứng hai lần trong danh sách",
    "unknown_question": "có phiếu về nội dung không được hỏi",
    "serial_twice": "một số phiếu dùng hai lần",
    "slips_differ_from_roll": "số phiếu khác số người bỏ phiếu",
    "open_votes_differ_from_roll": "số phiếu ý kiến khác danh sách",
    "voted_twice": "có thành viên biểu quyết hai lần",
    "not_on_roll": "có phiếu ý kiến của người không có trong danh sách",
    "voted_though_recused": "có phiếu của người không được biểu quyết do liên quan",
    "more_votes_than_base": "số phiếu nhiều hơn số người được biểu quyết",
}


class Command(BaseCommand):
    help = "Đếm lại một danh sách phiếu công bố (danh-sach-phieu.csv); không cần cơ sở dữ liệu."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="tệp danh-sach-phieu.csv")
        parser.add_argument("--digest", help="mã kiểm 16 ký tự ghi trong biên bản kiểm phiếu")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        try:
            content = path.read_bytes()
            text = content.decode("utf-8") if len(content) <= _LIMIT else ""
        except OSError:
            self.stderr.write(f"Không mở được tệp {path}.")
            sys.exit(EXIT[RecountStatus.MALFORMED])
        except UnicodeDecodeError:
            self.stderr.write("Tệp không phải văn bản UTF-8, không phải danh sách phiếu.")
            sys.exit(EXIT[RecountStatus.MALFORMED])
        found = recount(text, options["digest"])
        for line in lines(found):
            self.stdout.write(line)
        sys.exit(EXIT[found.status])


def lines(found: Recount) -> list[str]:
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
    return [
        *told,
        f"Mã kiểm của tệp: {found.digest}",
        "Tệp này chỉ tự chứng minh là nhất quán; hãy so mã kiểm với mã trong biên bản đã ký.",
    ]


def _difference(row: Difference) -> str:
    facts = ", ".join(f"{name} {value}" for name, value in row.facts)
    words = _WORDS.get(row.code) or (
        f"thiếu phần đầu “{row.code.removeprefix('missing_')}”"
        if row.code.startswith("missing_")
        else row.code
    )
    return f"  - {words}{f' ({facts})' if facts else ''}"


def _outcome(row: Outcome) -> str:
    percent = f"{row.percent.normalize():f}".replace(".", ",")
    passed = "đạt" if row.passed else "không đạt"
    return (
        f"  {row.question}: đồng ý {row.yes}/{row.base} ({percent}%), không đồng ý {row.no}, "
        f"ý kiến khác {row.blank}, không hợp lệ {row.spoilt}, cần {row.needed}: {passed}"
    )
