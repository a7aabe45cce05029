"""How soon the program is there and what it takes: the promises about starting, memory, a year, and a list.

Run: ``python bench/ready.py``, or ``dev.py bench``. One run measures, on this machine:

- a fresh clone of what is committed, with no cache of pip or npm, by ``dev.py run`` to its first page with its style
  sheets (needs the package registries; THIDUA_BENCH_CLONE=no leaves it out and says so);
- a later start of the same home, the median of three;
- the resident memory of every process of the server, shared pages counted in each, after a walk through all pages and
  papers of the trial home as each of its accounts;
- ``demo-year`` from the damaged scan;
- the list of score sheets beside its peer (see ``_list``).

A year is judged by the clock, and where other work took more than a fifth of the machine meanwhile by the time of the
processors instead, which is then said. Linux: memory and other work are read from /proc. Exits with 1 when a promise is
broken.
"""

from __future__ import annotations

import os
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import _list
from _person import Person, accounts, first_page

ROOT = Path(__file__).resolve().parent.parent
SCAN = ROOT / "tests" / "data" / "plans" / "duong-quy-2025.scan.txt"
CLONE_S, START_S, YEAR_S = 120.0, 5.0, 20.0
MEMORY_MB = 250.0
STARTS = 3
OTHERS = 0.2


def environment(home: Path | None = None, **more: str) -> dict[str, str]:
    """What a person's shell holds, with nothing of this run."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("THIDUA_", "DJANGO_"))}
    return kept | ({"THIDUA_HOME": str(home)} if home else {}) | more


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def serving(command: list[str], cwd: Path, env: dict[str, str]) -> Iterator[tuple[str, int, float]]:
    """A server's address, its process and the seconds until its first page, while the block runs."""
    port = free_port()
    server = f"http://127.0.0.1:{port}"
    began = time.monotonic()
    process = subprocess.Popen([*command, "--port", str(port)], cwd=cwd, env=env, stdout=subprocess.DEVNULL)
    try:
        first_page(server, 600)
        yield server, process.pid, time.monotonic() - began
    finally:
        process.terminate()
        process.wait(timeout=20)


def told(what: str, found: float, bar: float, unit: str) -> bool:
    """Print one measure; whether the promise holds."""
    print(f"{what}: {found:.1f} {unit} (mức phải đạt {bar:.0f} {unit})", flush=True)
    return found <= bar


def fresh_clone(folder: Path) -> bool:
    """Clone, set up with cold caches, start."""
    if os.environ.get("THIDUA_BENCH_CLONE") == "no":
        print("Từ bản sao mới đến trang đầu: không đo lần này (THIDUA_BENCH_CLONE=no)")
        return True
    clone = folder / "clone"
    cold = environment(None, PIP_NO_CACHE_DIR="1", npm_config_cache=str(folder / "npm"))
    python = Path(sys.base_prefix) / ("python.exe" if os.name == "nt" else "bin/python3")
    began = time.monotonic()
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True, env=cold)
    with serving([str(python), "dev.py", "run"], clone, cold):
        whole = time.monotonic() - began
    return told("Từ bản sao mới đến trang đầu, không dùng bộ đệm gói", whole, CLONE_S, "giây")


def later_start(home: Path) -> bool:
    """``dev.py run`` on a home that has been started before."""
    found = []
    for _ in range(STARTS + 1):
        with serving([sys.executable, "dev.py", "run"], ROOT, environment(home)) as (_, _, seconds):
            found.append(seconds)
    return told("Lần mở sau", statistics.median(found[1:]), START_S, "giây")


def resident(pid: int) -> float:
    """MB resident in a process and all below it."""
    fields = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    own = next(int(line.split()[1]) for line in fields.splitlines() if line.startswith("VmRSS"))
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return own / 1024 + sum(resident(int(child)) for child in children)


def memory(home: Path) -> bool:
    """The trial, walked through as each of its accounts."""
    trial = environment(home / "dung-thu")
    subprocess.run([sys.executable, "-m", "thidua.cli", "manage", "make_trial"], check=True, env=trial)
    run = [sys.executable, "-m", "thidua.cli", "run", "--trial"]
    with serving(run, ROOT, environment(home)) as (server, pid, _):
        before = resident(pid)
        known: set[str] = set()
        names = accounts(server)
        pages = sum(1 for name in names for _ in Person(server, name).walk(known))
        return told(
            f"Bộ nhớ của mọi tiến trình sau {pages} trang và văn bản, {len(names)} vai trò (lúc mở {before:.0f} MB)",
            resident(pid),
            MEMORY_MB,
            "MB",
        )


def own() -> float:
    """Seconds of the processors that ended children took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def busy() -> float:
    """Seconds of the processors that everything on the machine took since it started."""
    user, nice, system, *_ = Path("/proc/stat").read_text(encoding="ascii").split()[1:]
    return (int(user) + int(nice) + int(system)) / os.sysconf("SC_CLK_TCK")


def demo_year(folder: Path) -> bool:
    """The whole year from the damaged scan."""
    command = [sys.executable, "-m", "thidua.cli", "demo-year", str(SCAN), "--out", str(folder / "year")]
    began, all_before, own_before = time.monotonic(), busy(), own()
    subprocess.run(command, check=True, env=environment(), stdout=subprocess.DEVNULL)
    clock, spent = time.monotonic() - began, own() - own_before
    others = (busy() - all_before - spent) / ((os.cpu_count() or 1) * clock)
    print(
        f"demo-year: {clock:.1f} giây, trong đó {spent:.1f} giây CPU; việc khác dùng {others:.0%} máy",
        flush=True,
    )
    if others > OTHERS:
        return told("demo-year, tính theo CPU vì máy đang bận việc khác", spent, YEAR_S, "giây")
    return told("demo-year", clock, YEAR_S, "giây")


def main() -> int:
    """Measure and print."""
    folder = Path(tempfile.mkdtemp(prefix="thidua-bench-"))
    try:
        good = [
            fresh_clone(folder),
            later_start(folder / "home"),
            memory(folder / "tried"),
            demo_year(folder),
            _list.measure(),
        ]
    finally:
        shutil.rmtree(folder)
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
