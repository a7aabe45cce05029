"""What may be committed, how long a file may be, and that every exception carries its reason."""

import json
import re
import tomllib

import pytest

from tests.architecture.tree import ROOT, SOURCE, committed, name, own

LOCKS = ["requirements.lock", "requirements-test.lock", "requirements-node.lock", "package-lock.json"]
# Put together here, so that this file does not name them itself.
HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("npmmirror", "com"),
    )
]
LONGEST = 400


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert re.findall(r"\b(?:https?|git\+\w+|file)://\S*", text) == []
    assert [host for host in HOSTS if host in text] == []
    assert not re.search(r"^\s*(-i|-f|--index-url|--extra-index-url|--find-links)\b", text, re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS[:3])
def test_every_python_package_of_a_lock_is_pinned_and_hashed(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    packages = re.split(r"\n(?=\S)", text.strip())
    assert packages
    assert [one.split()[0] for one in packages if "==" not in one or "--hash=sha256:" not in one] == []


def test_every_npm_package_of_the_lock_has_its_digest():
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert len(packages) > 1
    assert [path for path, package in packages.items() if path and not package.get("integrity")] == []
    assert [path for path, package in packages.items() if "resolved" in package] == []


def test_the_test_lock_holds_the_run_lock():
    def pins(lock):
        return dict(
            re.findall(
                r"^([a-z0-9._-]+)==([^ ;\\]+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE
            )
        )

    tested = pins("requirements-test.lock")
    assert {package: tested.get(package) for package in pins("requirements.lock")} == pins(
        "requirements.lock"
    )


def test_nothing_of_a_third_party_is_committed():
    foreign = re.compile(
        r"(\.(woff2?|ttf|otf|eot|map|whl|traineddata)|\.min\.(js|css))$|(^|/)(node_modules|vendor)/"
    )
    assert [name(path) for path in committed() if foreign.search(name(path))] == []


def test_no_file_of_the_source_is_longer_than_a_person_reads():
    long = {}
    for path in own(".py", ".html", ".css", ".js", ".typ"):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > LONGEST and "migrations" not in path.parts:
            long[name(path)] = lines
    assert long == {}


def test_no_junk_drawer_and_no_signals():
    assert [
        name(path) for path in own(".py") if path.stem in {"utils", "helpers", "misc", "common", "signals"}
    ] == []
    heard = re.compile(
        r"django\.\S+ import .*\b(?:receiver|Signal|(?:pre|post)_(?:save|delete|init|migrate))\b"
        r"|import signals\b|\.signals\b"
    )
    assert [name(path) for path in own(".py") if heard.search(path.read_text(encoding="utf-8"))] == []


def test_nothing_unfinished_and_no_address_of_a_registry():
    word = re.compile(
        r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b|/work" + r"/|" + "|".join(map(re.escape, HOSTS))
    )
    found = {}
    for path in committed():
        if path.suffix in {
            ".py",
            ".html",
            ".css",
            ".js",
            ".toml",
            ".md",
            ".yaml",
            ".yml",
            ".typ",
            ".json",
            "",
        }:
            hits = [m.group() for m in word.finditer(path.read_text(encoding="utf-8", errors="ignore"))]
            if hits:
                found[name(path)] = hits[:3]
    assert found == {}


def test_every_silenced_warning_says_why():
    bare = re.compile(
        r"#\s*(?:noqa(?!:)"
        r"|noqa:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*\s*$"
        r"|type:\s*ignore(?:\[[^\]]*\])?\s*$"
        r"|pragma:\s*no (?:cover|branch)\s*$)",
        re.MULTILINE,
    )
    paths = [path for path in committed() if path.suffix == ".py" and "migrations" not in path.parts]
    silent = {}
    for path in paths:
        hits = [
            number
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
            if bare.search(line)
        ]
        if hits:
            silent[name(path)] = hits
    assert silent == {}


def test_no_test_is_skipped_without_a_reason():
    mark = re.compile(r"pytest\.(?:mark\.)?(?:skip|xfail|skipif|importorskip)\b(?!.*(?:reason|#))")
    assert [
        name(p)
        for p in own(".py", under=ROOT / "tests")
        if p.name != "test_files.py" and mark.search(p.read_text("utf-8"))
    ] == []


def test_every_ignored_rule_of_the_linter_has_its_reason_beside_it():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    section = text[text.index("[tool.ruff.lint]") : text.index("[tool.ruff.lint.flake8-tidy-imports]")]
    bare = [line for line in section.splitlines() if re.match(r'\s+"[A-Z]+\d*",\s*$', line)]
    assert bare == []
    assert tomllib.loads(text)["tool"]["ruff"]["lint"]["select"] == ["ALL"]


def test_the_licence_is_whole():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_the_assets_are_named_once_and_land_where_git_does_not_look():
    listed = (ROOT / "package.json").read_text(encoding="utf-8")
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    targets = re.findall(r'": "(src/[^"]+)"', listed)
    assert targets
    assert [
        t for t in targets if not any(t.startswith(folder) for folder in ignored if folder.startswith("src/"))
    ] == []
    assert [t for t in targets if not (ROOT / t).exists()] == []
    assert SOURCE.exists()
