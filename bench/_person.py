"""A person at a program over HTTP: opens pages, signs in to the trial, follows every link."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from http import HTTPStatus
from http.cookiejar import CookieJar
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[dict[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep where links lead and what forms hold beforehand."""
        told = {name: value or "" for name, value in attrs}
        if tag == "a" and told.get("href"):
            self.links.append(told["href"])
        elif tag == "form":
            self.forms.append({"": told.get("action", "")})
        elif tag in {"input", "button"} and told.get("name") and self.forms:
            self.forms[-1][told["name"]] = told.get("value", "")


def read(html: str) -> _Page:
    """A page taken apart."""
    page = _Page()
    page.feed(html)
    return page


def first_page(server: str, seconds: float) -> float:
    """Wait for the first page with its style sheets, so many seconds at most; how long it took."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        try:
            with build_opener().open(f"{server}/", timeout=seconds) as answer:
                html = answer.read().decode()
            for sheet in re.findall(r'href="([^"]+\.css[^"]*)"', html):
                build_opener().open(urljoin(server, sheet), timeout=seconds).close()
        except (URLError, ConnectionError):
            time.sleep(0.05)
        else:
            return time.monotonic() - began
    raise TimeoutError(server)


def accounts(server: str) -> list[str]:
    """The accounts that a trial offers to sign in as."""
    with build_opener().open(f"{server}/dang-nhap/") as answer:
        forms = read(answer.read().decode()).forms
    return [form["username"] for form in forms if form[""].endswith("/dung-thu/")]


class Person:
    """One account of the trial and what it has opened."""

    def __init__(self, server: str, username: str) -> None:
        self.server = server
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))
        forms = read(self._open("/dang-nhap/")[1]).forms
        form = next(form for form in forms if form.get("username") == username)
        self._open(form.pop(""), urlencode(form).encode())

    def _open(self, path: str, data: bytes | None = None) -> tuple[str, str]:
        """Type and text of what an address gives; no text of a file."""
        request = self.opener.open(urljoin(self.server, path), data, timeout=120)
        with request as answer:
            content, kind = answer.read(), answer.headers.get_content_type()
        return kind, content.decode() if kind == "text/html" else ""

    def walk(self, known: set[str]) -> Iterator[str]:
        """Every page and paper that links lead to, each kind once; kinds of papers that are known are left out.

        A link that a person may not follow ends there.
        """
        waiting, kinds = ["/"], set()
        while waiting:
            path = waiting.pop(0)
            kind = re.sub(r"\d+", "N", urlsplit(path).path)
            if kind in kinds or kind in known:
                continue
            kinds.add(kind)
            try:
                told, html = self._open(path)
            except HTTPError as refused:
                if refused.code < HTTPStatus.INTERNAL_SERVER_ERROR:
                    continue
                raise
            yield path
            if told != "text/html":
                known.add(kind)
            for link in read(html).links:
                there = urljoin(path, link).partition("#")[0]
                if there.startswith("/"):
                    waiting.append(there)
