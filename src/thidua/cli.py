"""The ``thidua`` command: thin, hands over to management commands."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryFile

from django.core.management import execute_from_command_line

from thidua.desk import server

COMMANDS = {
    "demo-year": "demo_year",
    "read-plan": "read_plan",
    "verify-journal": "verify_journal",
    "recount": "recount",
    "criteria": "criteria",
    "score": "score",
    "rescore": "rescore",
    "backup": "backup",
    "restore": "restore",
    "tls": "tls",
}

HELP = """thidua – phần mềm phong trào thi đua, khen thưởng

  thidua run                        mở phần mềm trên máy này
  thidua demo-year PLAN --out DIR   chạy thử trọn một năm từ tệp kế hoạch
  thidua read-plan FILE [--json]    đọc một kế hoạch
  thidua criteria BỘ [--out TỆP]    kiểm tra bộ tiêu chí, đổi giữa YAML và Excel, so hai bản
  thidua score BỘ BẢNG [--json]     chấm điểm nhiều đơn vị từ bảng số liệu (.csv, .xlsx)
  thidua rescore [TỆP]              tính lại mọi điểm đã lưu, so với điều đã ghi
  thidua verify-journal             kiểm tra nhật ký còn nguyên vẹn
  thidua recount FILE               đếm lại danh sách phiếu đã công bố
  thidua backup | restore           sao lưu, khôi phục
  thidua tls                        tạo chứng thư mã hóa cho mạng nội bộ
  thidua manage …                   lệnh quản trị của Django
"""


def main(arguments: list[str] | None = None) -> None:
    """Run one command of ``thidua``."""
    told = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a pipe on Windows has an old code page without Vietnamese
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if not told or told[0] in {"-h", "--help", "help"}:
        sys.stdout.write(HELP)
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings.prod")
    name, rest = told[0], told[1:]
    if name == "run":
        sys.exit(server.run(rest))
    if name == "demo-year":
        _home_from(rest, "--out", "du-lieu")
        _refuse_unusable(os.environ.get("THIDUA_HOME", "") if _asks(rest, "--out") else "")
    if name == "verify-journal":
        _home_from(rest, "--home", "")
    if name == "manage":
        execute_from_command_line(["thidua manage", *rest])
        return
    if name not in COMMANDS:
        sys.stderr.write(f"Không có lệnh “{name}”.\n\n{HELP}")
        sys.exit(2)
    execute_from_command_line(["thidua", COMMANDS[name], *rest])


def _asks(rest: list[str], option: str) -> bool:
    return any(word == option or word.startswith(f"{option}=") for word in rest)


def _refuse_unusable(home: str) -> None:
    """End with a sentence where the folder for the papers is none, is not ours to write into, or holds other files."""
    if not home:
        return
    folder = Path(home).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
        foreign = any(folder.iterdir()) and not (folder / "summary.json").is_file()
        unfinished = {path.name for path in folder.iterdir()} == {Path(home).name}
    except (FileExistsError, NotADirectoryError):
        sys.exit(f"{folder} không phải thư mục. Hãy chọn một thư mục trống.")
    except OSError:
        sys.exit(f"Không ghi được vào thư mục {folder}. Hãy chọn thư mục khác.")
    if foreign and not unfinished:
        sys.exit(
            f"Thư mục {folder} đã có tệp khác. Hãy chọn một thư mục trống hoặc thư mục của lần chạy trước."
        )


def _home_from(rest: list[str], option: str, inside: str) -> None:
    """The home that an option of the command names: it must be known before the settings are read."""
    for at, word in enumerate(rest):
        if word != option and not word.startswith(f"{option}="):
            continue
        told = word.partition("=")[2] or (rest[at + 1] if at + 1 < len(rest) else "")
        if told:
            os.environ["THIDUA_HOME"] = str(Path(told).resolve() / inside)
            os.environ["THIDUA_DATABASE"] = ""


if __name__ == "__main__":
    main()
