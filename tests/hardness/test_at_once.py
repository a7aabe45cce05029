"""Fifty people at the same second, at the real server: nothing lost, nothing doubled, nobody told of a lock."""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.hardness.crowd import MANY, SPARE
from tests.journeys.server import ROOT, Server, command, environment

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
FEW = 12
"""Who sends a second vote at the same second."""
SECONDS = 30
"""The slowest of fifty may take this long on a busy machine; a locked database gives up after 20."""


@dataclass
class Crowd:
    server: Server
    told: dict[str, Any]
    people: list[Browser]
    spare: list[Browser]
    limits: list[str]

    def together(
        self, path: Any, fields: Any, people: list[Browser] | None = None
    ) -> list[tuple[int, str, float]]:
        """Everybody opens the page, waits for all others, and sends the form: status, page, seconds of each."""
        people = people or self.people
        barrier = threading.Barrier(len(people))

        def go(one: Browser) -> tuple[int, str, float]:
            one.get(path(one.who))
            barrier.wait(timeout=120)
            began = time.monotonic()
            status, text = one.post(path(one.who), fields(one.who))
            return status, text, time.monotonic() - began

        with ThreadPoolExecutor(len(people)) as pool:
            return list(pool.map(go, people))


class Browser:
    """The part of a browser that this needs: cookies, the token of a form."""

    def __init__(self, port: int, session: str, who: Any = None) -> None:
        self.port, self.who = port, who
        self.cookies = {"sessionid": session}
        self.token = ""

    def _send(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=90)
        headers = {"Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", errors="replace")
        for key, value in answer.getheaders():
            if key.lower() == "set-cookie":
                name, _, rest = value.partition("=")
                self.cookies[name] = rest.split(";")[0]
        connection.close()
        return answer.status, text

    def get(self, path: str) -> tuple[int, str]:
        status, text = self._send("GET", path)
        found = TOKEN.search(text)
        self.token = found.group(1) if found else self.token
        return status, text

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        return self._send("POST", path, urlencode({"csrfmiddlewaretoken": self.token, **fields}))


def _database_of_its_own(given: str) -> str:
    """Where the run has a PostgreSQL: a database of its own beside that of the tests; else the home's SQLite."""
    if not given:
        return ""
    import psycopg  # noqa: PLC0415 - only where there is a PostgreSQL

    name = f"thidua_at_once_{os.getpid()}"
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    head, _, query = given.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    folder = tmp_path_factory.mktemp("crowd")
    home = folder / "home"
    home.mkdir()
    database = _database_of_its_own(os.environ.get("THIDUA_DATABASE", ""))
    base = environment(home) | {
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "THIDUA_DATABASE": database,
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.hardness.crowd", str(home)],
        env=base | {"DJANGO_SETTINGS_MODULE": "thidua.config.settings.prod"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    with Server(home, {"THIDUA_DATABASE": database}) as server:
        limits = [Path(f"/proc/{one}/limits").read_text() for one in started_by(server.process.pid)]
        people = [Browser(server.port, one["session"], one) for one in told["people"]]
        yield Crowd(server, told, people[:MANY], people[MANY:], limits)


def started_by(parent: int) -> list[int]:
    """The server under its parent, where the system tells of it."""
    told = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(one) for one in told.read_text().split()] if told.exists() else []


pytestmark = pytest.mark.database


def test_fifty_save_their_scores_at_the_same_second(crowd):
    movement = crowd.told["movement"]

    def path(who: dict[str, Any]) -> str:
        return f"/phong-trao/{movement}/cham-diem/phieu/{who['sheet']}/tu-cham/"

    pages = [one.get(path(one.who))[1] for one in crowd.people[:1]]
    name = re.search(r'name="([\d.]+-numerator)"', pages[0])
    assert name, pages[0][:500]
    field = name.group(1)

    def fields(who: dict[str, Any]) -> dict[str, str]:
        return {field: str(who["sheet"]), field.replace("numerator", "denominator"): "999"}

    answers = crowd.together(path, fields)
    assert Counter(status for status, _, _ in answers) == {302: MANY}
    assert max(seconds for _, _, seconds in answers) < SECONDS
    for one in crowd.people:
        _, text = one.get(path(one.who))
        assert re.search(rf'name="{re.escape(field)}"[^>]*value="{one.who["sheet"]}"', text)
    assert "locked" not in crowd.server.told()


def test_a_server_killed_while_people_vote_has_taken_each_vote_whole_or_not_at_all(crowd):
    choices = {f"q{key}": "yes" for key in crowd.told["questions"]}

    def vote(one: Browser) -> int:
        try:
            return one.post(one.who["vote"], choices)[0]
        except (OSError, http.client.HTTPException):  # the server is gone
            return 0

    for some in (crowd.spare[: SPARE // 2], crowd.spare[SPARE // 2 :]):
        for one in some:
            one.get(one.who["vote"])
        with ThreadPoolExecutor(len(some)) as pool:
            answers = [pool.submit(vote, one) for one in some]
            time.sleep(random.uniform(0, 0.25))  # noqa: S311 - any moment
            for one in started_by(crowd.server.process.pid):  # or it would serve on without its parent
                os.kill(one, signal.SIGKILL)
            crowd.server.process.kill()
            told = [answer.result() for answer in answers]
        crowd.server.process.wait(timeout=20)
        crowd.server.__enter__()  # started again on the same home and port
        assert crowd.server.process.poll() is None
        for one, status in zip(some, told, strict=True):
            _, text = one.get(one.who["vote"])
            if "Đã bỏ phiếu" not in text:
                assert status != 302, "told that it was taken, and it is not there"
                assert one.post(one.who["vote"], choices)[0] == 302
    receipts = [receipt(one.get(one.who["vote"])[1]) for one in crowd.spare]
    assert len(set(receipts)) == SPARE


def test_fifty_vote_at_the_same_second_and_once_more(crowd):
    choices = {f"q{key}": "yes" for key in crowd.told["questions"]}
    answers = crowd.together(lambda who: who["vote"], lambda _: choices)
    assert Counter(status for status, _, _ in answers) == {302: MANY}
    assert max(seconds for _, _, seconds in answers) < SECONDS
    receipts = [receipt(one.get(one.who["vote"])[1]) for one in crowd.people]
    assert len(set(receipts)) == MANY
    some = crowd.people[:FEW]
    again = crowd.together(lambda who: who["vote"], lambda _: choices, some)
    assert Counter(status for status, _, _ in again) == {409: FEW}
    assert [receipt(text) for _, text, _ in again] == receipts[:FEW]
    officer = Browser(crowd.server.port, crowd.told["officer"])
    _, text = officer.get(f"/phong-trao/{crowd.told['movement']}/hoi-dong/phieu/{crowd.told['ballot']}/")
    assert re.search(rf"\b{MANY + SPARE}\b", text)
    assert "locked" not in crowd.server.told()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the limits of a process")
def test_a_crash_of_the_server_leaves_no_picture_of_its_memory(crowd):
    assert [re.search(r"Max core file size +(\S+ +\S+)", limits)[1].split() for limits in crowd.limits] == [
        ["0", "0"]
    ]


def test_the_journal_holds_each_vote_once(crowd):
    done = subprocess.run(
        command("verify-journal"),
        env=environment(crowd.server.home) | crowd.server.extra,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def receipt(text: str) -> str:
    found = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", text)
    assert found, text[:2000]
    return found.group()
