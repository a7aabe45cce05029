"""A real browser and the real server, each started once."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest

from tests.journeys.browser import FLAGS, Faults, Inspector, Visitor, chromium
from tests.journeys.server import Server


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """The Chromium that the run was given; it asks nobody for anything."""
    return {"executable_path": chromium(), "args": FLAGS, "headless": True}


@pytest.fixture(scope="session")
def inspector() -> Inspector:
    """Looks at every page; THIDUA_SHOTS names a folder for shots of all, THIDUA_PICTURES for those of the README."""
    shots, pictures = (os.environ.get(name) for name in ("THIDUA_SHOTS", "THIDUA_PICTURES"))
    return Inspector(Path(shots) if shots else None, Path(pictures) if pictures else None)


@pytest.fixture
def faults():
    """What a journey found wrong; any of it fails the journey at its end."""
    found = Faults()
    yield found
    assert not found, f"{len(set(found))} faults\n{found.told()}"


@pytest.fixture
def visitor(browser, inspector, faults):
    """``visitor(server, who)``: a person at a browser of their own."""
    opened: list[Visitor] = []

    def come(server: Server, who: str) -> Visitor:
        one = Visitor(browser, server.url, inspector, faults, who)
        opened.append(one)
        return one

    yield come
    for one in opened:
        one.close()


@pytest.fixture(scope="session")
def fresh(tmp_path_factory):
    """The server on an empty home that nobody has begun in."""
    with Server(tmp_path_factory.mktemp("real") / "home") as server:
        yield server


@pytest.fixture(scope="session")
def first(tmp_path_factory):
    """The server on an empty home in which the trial will be made."""
    with Server(tmp_path_factory.mktemp("trial") / "home") as server:
        yield server


@pytest.fixture(scope="session")
def trial(first, browser, inspector):
    """The trial, made the way a person makes it: two clicks on the first page."""
    found = Faults()
    one = Visitor(browser, first.url, inspector, found, "first")
    one.go("/")
    assert one.page.url.endswith("/bat-dau/")
    one.press("Dùng thử", exact=True)
    ends = time.monotonic() + 240
    while "/dang-nhap/" not in one.page.url:
        assert time.monotonic() < ends, one.said()
        onward = one.page.get_by_role("link", name=re.compile("Xem đã xong chưa|Tiếp tục"))
        if onward.count():
            one.follow(onward)
        one.page.wait_for_timeout(1000)
    one.look()
    one.close()
    assert not found, found.told()
    return first
