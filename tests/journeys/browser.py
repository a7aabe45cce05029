"""A person at a browser, and what every page that they see must hold."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response
from playwright.sync_api import Error as PlaywrightError

from thidua.engine import (
    decisions,
    meetings,
    movements,
    nominations,
    publicity,
    registrations,
    reviews,
    sheets,
    tasks,
)
from thidua.engine.flow import Role

DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-software-rasterizer",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
STATES = (
    movements.State,
    registrations.State,
    sheets.State,
    nominations.State,
    meetings.MeetingState,
    meetings.BallotState,
    decisions.State,
    reviews.State,
    publicity.State,
    tasks.State,
    Role,
)
CODES = sorted({state.value for states in STATES for state in states} - {"public", "member"})
CODE = re.compile(r"(?<![\w@./-])(?:" + "|".join(CODES) + r")(?![\w@/-])")
"""Raw codes of states and roles, as whole words."""
RAW = re.compile(
    r"\bNone\b|\bTrue\b|\bFalse\b|\bNaN\b|\bundefined\b|<QuerySet|Decimal\(|datetime\.|\bTraceback\b|\{\{|\{%"
)
ISO_DAY = re.compile(r"(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d)")
POINT = re.compile(r"(?<![\d.])\d+\.\d{1,2}(?![\d.])")
"""A decimal point where Vietnamese writes a comma; looked for in cells of figures."""
FOUR_HUNDREDS = "Failed to load resource: the server responded with a status of 4"
REPORTS = """
window.cspReports = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.cspReports.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`);
});
"""
STRUCTURE = """() => {
  const sign = (one) => `${one.tagName}.${one.className.baseVal ?? one.className}.${one.getAttribute("role")}.`
    + `${one.getAttribute("type")}.${one.hasAttribute("aria-label")}.${one.hasAttribute("aria-describedby")}`;
  return [...new Set([...document.querySelectorAll("body *:not(svg *)")].map(
    (one) => `${sign(one.parentElement)} > ${sign(one)}`))];
}"""
"""How the elements of a page lie in one another, each way once."""
LOOK = """() => ({
  lang: document.documentElement.lang,
  title: document.title,
  text: document.body.innerText,
  headings: document.querySelectorAll("h1").length,
  figures: [...document.querySelectorAll("td.num")].map((one) => one.innerText).join(" | "),
  reports: window.cspReports || [],
})"""
WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return "";
  const out = [...document.querySelectorAll("main *, header *, nav *")].filter(
    (one) => one.getBoundingClientRect().right > room + 1 && one.getBoundingClientRect().width > 0);
  const last = out[out.length - 1];
  return `${document.documentElement.scrollWidth} px wide: ${last ? last.outerHTML.slice(0, 160) : "?"}`;
}"""
AXE = "(options) => axe.run(options).then((told) => told.violations)"
AXE_OPTIONS: dict[str, Any] = {"resultTypes": ["violations"]}


def chromium() -> str | None:
    """The path of the browser that the run was given."""
    return os.environ.get("THIDUA_CHROMIUM")


class Faults(list[str]):
    """What was wrong on the pages of a journey; told all at once at its end."""

    def told(self) -> str:
        """One fault in a line."""
        return "\n".join(sorted(set(self)))


class Inspector:
    """Looks at every page of a run; axe judges those that hold something in a way that it has not judged before."""

    def __init__(self, shots: Path | None, pictures: Path | None = None) -> None:
        """Keep a shot of every page in ``shots``, the pictures of the README in ``pictures``, when they are named."""
        self.shots, self.pictures = shots, pictures
        self.judged: set[str] = set()
        if shots:
            shots.mkdir(parents=True, exist_ok=True)

    def look(self, page: Page, called: str, *, phone: bool = True) -> Iterator[str]:
        """All faults of a page, at desk size and, when asked, at phone size."""
        yield from self._words(page)
        yield from self._judge(page, "desk")
        self._shoot(page, f"{called}-desk")
        if phone:
            page.set_viewport_size(PHONE)
            if wide := page.evaluate(WIDE):
                yield f"390 px: {wide}"
            yield from self._judge(page, "phone")
            self._shoot(page, f"{called}-phone")
            page.set_viewport_size(DESK)

    def _words(self, page: Page) -> Iterator[str]:
        seen = page.evaluate(LOOK)
        text = seen["text"]
        if seen["lang"] != "vi":
            yield f"lang is {seen['lang']!r}"
        if not seen["title"].strip(" ·") or seen["title"].startswith(" ·"):
            yield "no title"
        if seen["headings"] != 1:
            yield f"{seen['headings']} first headings"
        for what, pattern in (("raw value", RAW), ("code", CODE), ("ISO day", ISO_DAY)):
            for found in pattern.finditer(text):
                if found.group() == "{{" and "/mau-van-ban/" in page.url:
                    continue  # the page of own Word forms lists the fields as they are typed
                around = text[max(found.start() - 40, 0) : found.end() + 40].replace("\n", " ")
                yield f"{what} {found.group()!r} in {around!r}"
        for found in POINT.finditer(seen["figures"]):
            yield f"decimal point in {found.group()!r}"
        for report in seen["reports"]:
            yield f"CSP: {report}"

    def _judge(self, page: Page, size: str) -> Iterator[str]:
        ways = {f"{size} {way}" for way in page.evaluate(STRUCTURE)}
        if ways <= self.judged:
            return
        self.judged |= ways
        if page.evaluate("() => !window.axe"):
            page.evaluate(AXE_SCRIPT)
        for one in page.evaluate(AXE, AXE_OPTIONS):
            first = one["nodes"][0]
            yield (
                f"axe at {size} size: {one['id']} ({len(one['nodes'])}×) "
                f"{first['html'][:140]} {first.get('failureSummary', '')[:160]!r}"
            )

    def _shoot(self, page: Page, called: str) -> None:
        if self.shots:
            page.screenshot(path=self.shots / f"{called}.png", full_page=True, animations="disabled")


class Visitor:
    """One person in a browser of their own: goes, acts, and has every page looked at."""

    def __init__(self, browser: Browser, server: str, inspector: Inspector, faults: Faults, who: str) -> None:
        self.server, self.inspector, self.faults, self.who = server, inspector, faults, who
        self.context = browser.new_context(viewport=DESK, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
        self.context.set_default_timeout(60_000)
        self.context.add_init_script(REPORTS)
        self.context.on("request", self._request)
        self.context.on("response", self._response)
        self.page = self.context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self._fault(f"script: {error}"))
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.seen: set[str] = set()

    # -- what the browser itself tells ---------------------------------------------------------------------

    def _fault(self, what: str) -> None:
        path = urlsplit(self.page.url).path if hasattr(self, "page") else ""
        self.faults.append(f"{path} [{self.who}] {what}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.server, "data:", "blob:")):
            self._fault(f"asks another host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self._fault(f"status {response.status} at {urlsplit(response.url).path}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(FOUR_HUNDREDS):
            self._fault(f"console: {message.text[:300]}")

    # -- going and looking -----------------------------------------------------------------------------------

    def go(self, path: str, *, look: bool = True, status: int = 200) -> Page:
        """Open an address of the server and look at it."""
        answer = self.page.goto(self.server + path if path.startswith("/") else path)
        assert answer is not None
        if answer.status != status:
            self._fault(f"status {answer.status}, not {status}")
        if look:
            self.look()
        return self.page

    def look(self, *, phone: bool = True) -> None:
        """Have the page looked at, once for each kind of page that this person sees."""
        kind = kind_of(self.page.url)
        if kind in self.seen:
            return
        self.seen.add(kind)
        called = f"{self.who}-{kind.strip('/').replace('/', '_') or 'home'}"
        for fault in self.inspector.look(self.page, called, phone=phone):
            self._fault(fault)

    @contextmanager
    def act(self) -> Iterator[None]:
        """Do something that sends a form; it is taken, and the page that answers is looked at."""
        with self.page.expect_navigation(wait_until="load") as answer:
            yield
        if answer.value and answer.value.status >= 400:  # the form came back, or worse
            self._fault(
                f"status {answer.value.status}: {self.page.locator('.fault, .callout-wrong').all_inner_texts()}"
            )
        self.look()

    def press(self, name: str, *, exact: bool = False) -> None:
        """Press the button or follow the link of this name, and look at what comes.

        The page's own come before those of its frame, the very name before a longer one.
        """
        self.follow(self._named(name, exact=exact))

    def follow(self, to: Locator) -> None:
        """Press a button or follow a link that was found, wait for the page that answers, and look at it.

        A bare click returns while the old page still stands; what is looked for next would be sought there.
        """
        with self.act():
            to.click()

    def _named(self, name: str, *, exact: bool) -> Locator:
        for place in (self.page.locator("main"), self.page.locator("body")):
            for whole in (True,) if exact else (True, False):
                for role in ("button", "link"):
                    found = place.get_by_role(role, name=name, exact=whole)
                    if found.count():
                        return found.first
        raise AssertionError(f"no {name!r} on {self.page.url}:\n{self.said()}")

    def typed(self, fields: dict[str, str]) -> None:
        """Type into fields by their labels; choose where the field is a choice."""
        for label, value in fields.items():
            field = self.page.get_by_label(label, exact=False).first
            tag = field.evaluate("(one) => one.tagName + '.' + (one.type || '')")
            if tag.startswith("SELECT"):
                field.select_option(label=value)
            elif tag in {"INPUT.checkbox", "INPUT.radio"}:
                field.set_checked(value not in {"", "no"})
            else:
                field.fill(value)

    def unfold(self, summary: str) -> None:
        """Open what is folded away under a word."""
        self.page.locator("summary", has_text=summary).first.click()

    def choose(self, label: str, words: str) -> None:
        """Choose in a list of choices what is called so, else what holds the words."""
        field = self.page.get_by_label(label).and_(self.page.locator("select")).first
        called = [one.strip() for one in field.locator("option").all_inner_texts()]
        known = [one for one in called if one == words] or [one for one in called if words in one]
        assert known, f"no {words!r} among {called}"
        field.select_option(index=called.index(known[0]))

    def said(self) -> str:
        """The visible text of the page."""
        return self.page.inner_text("body")

    def links(self) -> list[str]:
        """Paths of this server that the page links to, in order, each once."""
        told = self.page.eval_on_selector_all("a[href]", "(all) => all.map((one) => one.href)")
        paths = []
        for url in told:
            parts = urlsplit(url)
            if url.startswith(self.server):
                paths.append(parts.path + (f"?{parts.query}" if parts.query else ""))
        return list(dict.fromkeys(paths))

    def fetch(self, path: str) -> bytes:
        """The file behind an address."""
        answer = self.context.request.get(self.server + path)
        content = answer.body()
        if answer.status != 200 or not content:
            self.faults.append(f"{path} [{self.who}] file: status {answer.status}, {len(content)} bytes")
        return content

    def picture(self, name: str) -> None:
        """Keep what stands on the screen as a picture of the README, when pictures are asked for."""
        if self.inspector.pictures:
            self.page.evaluate("() => scrollTo(0, 0)")
            keep_picture(self.page.screenshot(animations="disabled"), self.inspector.pictures / f"{name}.png")

    def close(self) -> None:
        """End the session of the browser."""
        self.context.close()


def keep_picture(shot: bytes | Image.Image, path: Path) -> None:
    """Write a picture of few colours, so that the repository stays small."""
    image = Image.open(BytesIO(shot)) if isinstance(shot, bytes) else shot
    image.convert("RGB").quantize(64, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        path, optimize=True
    )


def kind_of(url: str) -> str:
    """The kind of a page: its path with numbers and keys of legal values put away, without filters."""
    return KEY.sub("/K/", re.sub(r"\d+", "N", urlsplit(url).path))


KEY = re.compile(r"/[a-z]+[._][a-z_.]+/")
"""A key in an address: of words joined by marks that no other part of an address has."""
PAPER = re.compile(r"/(?:docx|pdf|xlsx)/$")
"""The end of the address of a paper."""
DOWNLOAD = "Download is starting"
"""What the driver says of an address that answers with a file."""


def crawl(visitor: Visitor, start: str, *, most: int, known: set[str] | None = None) -> list[str]:
    """Follow links from a page, one page of each kind, nearest first; give the paths of the pages.

    A link may also lead to a file: it must come, whole and not empty. With ``known``, the kinds that others have
    opened before, only what stands on the first page is opened again.
    """
    others = set(known or ())
    waiting, opened, kinds = [start], [], set()
    while waiting and len(opened) < most:
        path = waiting.pop(0)
        kind = kind_of(path)
        if kind in kinds:
            continue
        kinds.add(kind)
        if PAPER.search(urlsplit(path).path):  # a browser may show it itself
            visitor.fetch(path)
            continue
        try:
            visitor.go(path)
        except PlaywrightError as error:
            if DOWNLOAD not in str(error):
                raise
            visitor.fetch(path)
            continue
        opened.append(path)
        found = [link for link in visitor.links() if kind_of(link) not in kinds]
        waiting += [link for link in found if len(opened) == 1 or kind_of(link) not in others]
    if known is not None:
        known |= kinds
    return opened
