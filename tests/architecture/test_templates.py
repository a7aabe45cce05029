"""What a page may hold: nothing inline, nothing from elsewhere, no part that is missing or never used."""

import re

import pytest
from django.template import engines
from django.template.loader import get_template

from tests.architecture.tree import SOURCE, name, own

TEMPLATES = [path for path in own(".html") if "templates" in path.parts]
BY_DJANGO = {"400.html", "403.html", "404.html", "409.html", "500.html"}
# A name in quotes that ends in .html, in a template tag or in Python.
NAMED = re.compile(r"""["']([\w./-]+\.html)["']""")


def called(path):
    """Return the name by which Django finds a template."""
    parts = path.parts
    return "/".join(parts[parts.index("templates") + 1 :])


def plain(path):
    """Return the text of a template without its comments."""
    text = path.read_text(encoding="utf-8")
    return re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("path", TEMPLATES, ids=called)
def test_nothing_inline(path):
    text = plain(path)
    assert re.findall(r"<style\b", text) == []
    assert re.findall(r"<[a-z][^>]*?\sstyle\s*=", text) == []
    assert re.findall(r"<[a-z][^>]*?\s(on[a-z]+|hx-on[:\w-]*|hx-vars)\s*=", text) == []
    assert re.findall(r"<script\b(?![^>]*\ssrc=)", text) == []
    assert re.findall(r"javascript:", text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=called)
def test_nothing_from_another_host(path):
    loaded = re.findall(
        r"""<(?:script|img|link|iframe|object|source|video|audio|use|embed)\b[^>]*?(?:src|href|data|srcset)\s*=\s*["'](?:https?:)?//[^"']*""",
        plain(path),
    )
    assert loaded == []


@pytest.mark.parametrize("path", TEMPLATES, ids=called)
def test_it_compiles_and_all_its_parts_are_there(path):
    get_template(called(path))
    for part in NAMED.findall(plain(path)):
        get_template(part)


def test_every_template_named_in_python_is_there_and_every_template_is_used():
    known = {called(path) for path in TEMPLATES}
    in_python = {part for path in own(".py") for part in NAMED.findall(path.read_text(encoding="utf-8"))}
    in_templates = {part for path in TEMPLATES for part in NAMED.findall(plain(path))}
    # Django finds its own templates (forms, say) too: only those of our folders are asked for here.
    rooms = {path.name for path in SOURCE.iterdir() if path.is_dir()}
    assert {part for part in in_python if part.split("/")[0] in rooms} - known == set()
    parts_of_the_kit = {part for part in known if part.startswith("base/")}
    assert known - in_python - in_templates - BY_DJANGO - parts_of_the_kit == set()


@pytest.mark.parametrize("path", own(".css"), ids=name)
def test_a_style_sheet_loads_nothing_from_elsewhere(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(r"""url\(\s*["']?(?:https?:)?//[^)]*\)|@import""", text) == []


@pytest.mark.parametrize("path", own(".js"), ids=name)
def test_a_script_evaluates_no_text_and_calls_no_host(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert (
        re.findall(r"\beval\(|new Function|innerHTML|insertAdjacentHTML|document\.write|https?://", text)
        == []
    )


def test_htmx_is_held_to_the_policy():
    page = engines["django"].get_template("base/_head.html").render()
    for setting in ('"allowEval": false', '"includeIndicatorStyles": false', '"historyCacheSize": 0'):
        assert setting in page


def test_icons_that_templates_ask_for_are_drawn():
    drawn = set(
        re.findall(r'<symbol id="([\w-]+)"', (SOURCE / "base/static/thidua/icons.svg").read_text("utf-8"))
    )
    asked = {
        icon
        for path in TEMPLATES
        for icon in re.findall(r"""_icon\.html["'] with name=["']([\w-]+)""", plain(path))
    }
    asked |= {
        icon
        for path in own(".py")
        for icon in re.findall(r"""\bicon=["']([\w-]+)""", path.read_text("utf-8"))
    }
    assert asked - drawn == set()
