"""Who may is asked before the state: 403 for who may never take a step, 409 only for who may and came too late."""

import ast
import re

import pytest

from tests.architecture.tree import name, own

ASKS = {"require", "step_of", "Doors"}
"""What asks whether the actor may: by the right of the flow's table, or by a permission of the room."""
LATE = re.compile(r"\.step\(|raise MovedOnError")
ROOMS = [
    path
    for path in own(".py")
    if {"operations", "views"} & {*path.parts, path.stem} and LATE.search(path.read_text(encoding="utf-8"))
]


def called(node):
    """The name of a called function: ``FLOW.step`` for a step of a table, else the last word."""
    func = node.func
    if isinstance(func, ast.Attribute):
        table = ast.unparse(func.value)
        return "FLOW.step" if func.attr == "step" and table.endswith("FLOW") else func.attr
    return func.id if isinstance(func, ast.Name) else ""


@pytest.mark.parametrize("path", ROOMS, ids=name)
def test_nobody_is_told_that_a_thing_moved_on_before_it_is_asked_whether_they_may(path):
    early = []
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(function, ast.FunctionDef):
            continue
        calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
        asked = min((node.lineno for node in calls if called(node) in ASKS), default=None)
        steps = [node.lineno for node in calls if called(node) == "FLOW.step"]
        # a helper that asks nothing is called by one that did; operations also refuse single rows, after the view asked
        moved = [
            node.lineno
            for node in ast.walk(function)
            if asked
            and "views" in path.parts
            and isinstance(node, ast.Raise)
            and "MovedOn" in ast.unparse(node)
        ]
        early += [f"{function.name}, line {line}" for line in steps + moved if asked is None or line < asked]
    assert early == []


def test_the_rooms_that_have_tables_of_steps_are_looked_at():
    assert len(ROOMS) > 10
