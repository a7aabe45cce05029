"""Every act is called by words in the journal, done or refused."""

import ast

import pytest

from tests.architecture.tree import name, own
from thidua.audit.choices import LABELS

WRITERS = [path for path in own(".py") if "operations" in {*path.parts, path.stem}]


def names(tree):
    """The names of entries: what ``@operation("…")`` and ``act.record("…")`` are given."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in {"operation", "record"} and node.args:
            told = node.args[0]
            for one in (told.body, told.orelse) if isinstance(told, ast.IfExp) else (told,):
                if isinstance(one, ast.Constant):
                    yield one.value


@pytest.mark.parametrize("path", WRITERS, ids=name)
def test_every_act_has_its_words(path):
    assert not set(names(ast.parse(path.read_text(encoding="utf-8")))) - set(LABELS)
