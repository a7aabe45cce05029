"""The real server, as a person starts it: ``thidua run`` on a home of its own."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
CODE = re.compile(r"\b\d{4}-\d{4}-\d{4}\b")


def environment(home: Path) -> dict[str, str]:
    """What a person's shell would hold: nothing of the test run but the home."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DJANGO_", "THIDUA_", "PYTEST_", "COV_"))
    }
    return kept | {"THIDUA_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}


def command(*words: str) -> list[str]:
    """The ``thidua`` command of this interpreter."""
    return [sys.executable, "-m", "thidua.cli", *words]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Server:
    """``thidua run`` on a home; stops when the block ends."""

    def __init__(
        self, home: Path, extra: dict[str, str] | None = None, options: tuple[str, ...] = ()
    ) -> None:
        self.home = home
        self.options = options
        self.extra = extra or {}
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = home.parent / f"{home.name}.log"

    def __enter__(self) -> Self:
        self.home.mkdir(parents=True, exist_ok=True)
        self._out = self.log.open("wb")
        self.process = subprocess.Popen(
            command("run", "--port", str(self.port), *self.options),
            env=environment(self.home) | self.extra,
            stdout=self._out,
            stderr=subprocess.STDOUT,
            cwd=self.home,
        )
        self._wait()
        return self

    def __exit__(self, *error: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._out.close()

    def _wait(self) -> None:
        """The parent holds the port from the start: an answer means that the server under it is up."""
        ends = time.monotonic() + 60
        while time.monotonic() < ends:
            assert self.process.poll() is None, self.told()
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=30) as one:
                    one.sendall(b"GET /dang-nhap/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                    if one.recv(12).startswith(b"HTTP/1."):
                        return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(self.told())

    def told(self) -> str:
        """What the console of the server shows."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def code(self) -> str:
        """The code of the first start, as it stands on the console."""
        found = CODE.search(self.told())
        assert found, self.told()
        return found.group()
