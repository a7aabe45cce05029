"""Dùng thử: the first start of a home, then each role in turn at desk and phone size."""

import json

import pytest

from tests.journeys.browser import PHONE, crawl
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


def test_a_press_right_after_typing_is_taken(trial, visitor):
    one = visitor(trial, "typing")
    one.go("/dang-nhap/", look=False)
    one.press("Vào với vai trò Thủ trưởng đơn vị (Hiệu trưởng)")
    movement = next(link for link in one.links() if "/phong-trao/" in link)
    one.go(f"{movement}cham-diem/", look=False)
    one.follow(one.page.locator("table.list tbody th a").first)
    one.press("Tự chấm điểm")
    one.page.set_viewport_size(
        {"width": PHONE["width"], "height": 20_000}
    )  # nothing scrolls: what grows moves the rest
    row = one.page.locator(".mark", has=one.page.locator(".mark-field input")).first
    row.locator(".mark-field input").last.fill("1.250")  # how it was understood is told in lines more
    button = one.page.get_by_role("button", name="Xem lại và gửi phiếu")
    box = button.bounding_box()
    one.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 4)
    one.page.mouse.down()
    one.page.wait_for_timeout(500)  # a hand that is not fast; the answer to what was typed comes within it
    assert button.bounding_box()["y"] == pytest.approx(box["y"], abs=2)
    with one.act():
        one.page.mouse.up()
    assert one.page.url.endswith("/gui/")
