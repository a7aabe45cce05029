"""Addresses: Vietnamese words without marks in the path, English names in the code, no two of one name."""

import re
from collections import Counter

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

# English words that slip in most easily; the paths of this project are Vietnamese.
ENGLISH = {
    "login",
    "logout",
    "signin",
    "signout",
    "home",
    "index",
    "list",
    "new",
    "edit",
    "delete",
    "create",
    "update",
    "view",
    "show",
    "search",
    "user",
    "users",
    "unit",
    "units",
    "person",
    "people",
    "movement",
    "movements",
    "plan",
    "plans",
    "score",
    "scores",
    "sheet",
    "sheets",
    "council",
    "meeting",
    "meetings",
    "vote",
    "ballot",
    "award",
    "awards",
    "report",
    "reports",
    "task",
    "tasks",
    "file",
    "files",
    "download",
    "upload",
    "decision",
    "decisions",
    "nomination",
    "nominations",
    "history",
    "journal",
    "admin",
    "public",
    "check",
    "verify",
    "start",
    "print",
    "settings",
    "profile",
    "password",
    "launch",
    "register",
    "review",
    "reviews",
}


def walk(patterns, before=""):
    """Yield (whole route, name) for every address."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.name


ADDRESSES = list(walk(get_resolver().url_patterns))


def words(route):
    """Return the fixed words of a route, without its parameters."""
    fixed = re.sub(r"<[^>]+>|\(\?P?<?[^)]*\)|[\^$]", "", route)
    return [word for part in fixed.split("/") for word in re.split(r"[-.]", part) if word]


def test_there_are_addresses():
    assert ADDRESSES


# A page ends in a stroke; a file that is downloaded may show its kind.
ENDS = ("/", ">", ".txt", ".ico", ".json", ".csv", ".xlsx", ".yaml")


@pytest.mark.parametrize(("route", "called"), ADDRESSES, ids=[route or "/" for route, _ in ADDRESSES])
def test_paths_are_vietnamese_without_marks_and_names_are_english(route, called):
    assert re.fullmatch(r"[a-z0-9/<>:_.-]*", route), "only small letters without marks, digits and hyphens"
    assert [word for word in words(route) if word in ENGLISH] == []
    assert route == "" or route.endswith(ENDS), "an address ends in a stroke"
    assert called, "an address has a name"
    assert re.fullmatch(r"[a-z][a-z0-9_]*", called)


def test_no_two_addresses_have_one_name():
    assert [one for one, count in Counter(called for _, called in ADDRESSES).items() if count > 1] == []
