"""Dùng thử: the first start of a home, then each role in turn at desk and phone size."""

import json

import pytest

from tests.journeys.browser import crawl
from thidua.desk.management.commands.make_trial import NAMED

pytestmark = pytest.mark.journey
MOST = 90
"""Kinds of pages that one person sees; far more than there are, so that a loop of links ends."""


def test_two_clicks_on_an_empty_home_lead_to_the_trial(trial, visitor):
    one = visitor(trial, "first")
    one.go("/dang-nhap/")
    told = json.loads((trial.home / "dung-thu" / "trial.json").read_text(encoding="utf-8"))
    for account in told["accounts"]:
        assert account["label"] in one.said()
        assert account["who"] in one.said()
    assert len(told["accounts"]) == len(NAMED)
    assert not (trial.home / "thidua.sqlite3-journal").exists()


@pytest.fixture(scope="module")
def opened_by_somebody():
    """The kinds of pages that a role has opened: the next opens those again that its movement's page links to."""
    return set()


@pytest.mark.parametrize("label", NAMED.values(), ids=list(NAMED))
def test_every_page_that_a_role_reaches_is_fit_to_be_seen(trial, visitor, opened_by_somebody, label):
    one = visitor(trial, label)
    one.go("/dang-nhap/")
    one.press(f"Vào với vai trò {label}")
    assert "Thoát" in one.page.content()
    movement = next(link for link in one.links() if "/phong-trao/" in link)
    assert len(crawl(one, movement, most=MOST, known=opened_by_somebody)) > 3
