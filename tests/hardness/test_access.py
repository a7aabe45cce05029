"""Every address for every role: who gets in, who is told 403, who is told 404; nobody stores what he may not."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.template.backends.django import Template
from django.urls import reverse

from tests.hardness.access import COMMUNE, NOBODY, ROWS, STRANGER, Row
from tests.hardness.conftest import World
from tests.hardness.objects import add_what_the_year_lacks, addresses, arguments
from thidua.audit import operations as audit
from thidua.audit.models import Entry
from thidua.documents.render import child

pytestmark = pytest.mark.django_db
HOW = """
Look whether what was found is right. If so, put the line into ROWS of tests/hardness/access.py; if not, mend the
program. A row() lets in nobody: most often no object was found for a parameter; name one in
tests/hardness/objects.py."""
REFUSED = frozenset({403, 404})
NOT_TAKEN, OUR_FAULT = 405, 500
OFFICER = COMMUNE[0]


@pytest.fixture
def _decisions_only(monkeypatch, settings):
    """What is asked here is who gets in; each room's own tests look at the pages, papers and sessions."""

    class Done:
        returncode, stdout, stderr = 0, b"[0, 0, 0]\n", b""

    monkeypatch.setattr(Template, "render", lambda *_args, **_kwargs: "")
    monkeypatch.setattr(child.subprocess, "run", lambda *_args, **_kwargs: Done)
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.usefixtures("_decisions_only")
def test_who_gets_in_at_each_address(each_world, monkeypatch):
    kind, world = each_world
    monkeypatch.setattr("thidua.base.clock.now", lambda: world.now)
    add_what_the_year_lacks(world)
    for who in (*COMMUNE, STRANGER):
        world.client(who)  # signs in, outside of what is undone
    faults = []
    for name, parameters in addresses():
        expected = ROWS.get(name)
        if (expected.world if expected else "whole") != kind:
            continue
        given = arguments(world, name, parameters)
        url = reverse(name, kwargs=given)
        found = found_at(world, kind, url)
        if expected != found:
            faults.append(f'    "{name}": {found.as_code()},  # told: {expected and expected.as_code()}')
    assert not faults, "\n".join(["Addresses without a row, or other than their row:", *faults, HOW])


def test_no_row_is_left_of_an_address_that_is_gone():
    assert set(ROWS) == {name for name, _ in addresses()}


def found_at(world: World, kind: str, url: str) -> Row:
    """What everybody is told at an address by GET and by an empty POST; each request is undone."""
    before = stored()
    told: dict[str, list[int]] = {who: [] for who in (*COMMUNE, STRANGER, NOBODY)}
    for method in ("get", "post"):
        for who, answers in told.items():
            # Where the officer is told that the view does not take the method, it takes it from nobody.
            taken = who == OFFICER or told[OFFICER][-1] != NOT_TAKEN
            answers.append(answer(world, who, method, url, before) if taken else NOT_TAKEN)
    gets, posts = (
        frozenset(who for who in told if told[who][at] not in {NOT_TAKEN, *REFUSED}) for at in (0, 1)
    )
    sees = frozenset(who for who in told if {*told[who]} - {NOT_TAKEN, 404})
    return Row(kind, gets, posts, sees)


def answer(world: World, who: str, method: str, url: str, before: tuple[int, ...]) -> int:
    """The status; to nobody, the way to the sign-in is as good as nothing there."""
    undo = transaction.savepoint()
    client = world.client("" if who == NOBODY else who)  # a fresh one: the last request may have signed out
    response = getattr(client, method)(url)
    status = int(response.status_code)
    assert status < OUR_FAULT, f"{who}: {status} at {method} {url}"
    if status in REFUSED and method == "post":
        assert stored() == before, f"{who} was refused at {url}, and something was stored"
    transaction.savepoint_rollback(undo)
    led = str(response.headers.get("Location", "")).startswith(reverse(settings.LOGIN_URL))
    return 404 if led and who == NOBODY else status


def stored() -> tuple[int, ...]:
    """Rows of every table but the sessions; of the journal without what it tells of refusals."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(_counts())}")
        return tuple(cursor.fetchone())


def _counts() -> Iterator[str]:
    for model in apps.get_models():
        if model is not Session:
            told = f" WHERE name <> '{audit.REFUSED}'" if model is Entry else ""
            yield f'(SELECT COUNT(*) FROM "{model._meta.db_table}"{told})'  # noqa: S608 - names of our own tables
