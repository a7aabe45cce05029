"""What import-linter does not see: keys written as text, doors of another app, and its own completeness."""

import ast
import tomllib

import pytest
from django.apps import apps
from django.conf import settings

from tests.architecture.tree import ROOT, SOURCE, name, own

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
    "contracts"
]
ROOMS = [[room.strip(" ()") for room in layer.split("|")] for layer in CONTRACTS[0]["layers"]]
# The higher the number, the later the stage.
STAGE = {room: len(ROOMS) - number for number, layer in enumerate(ROOMS) for room in layer}
# Doors that only their own app uses; others come in by operations, queries, permissions, choices and models.
PRIVATE = {"views", "forms", "urls", "management", "migrations", "admin"}
SERVICES = {"base", "documents"}  # kits: everything in them is there for the others


def room_of(module):
    """Return the room of a dotted name inside thidua, or nothing."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "thidua" else None


@pytest.mark.parametrize("model", apps.get_models(), ids=lambda model: model._meta.label)
def test_no_key_runs_backwards(model):
    own_room = room_of(model.__module__)
    if own_room is None:
        return  # Django's own
    for field in model._meta.get_fields(include_hidden=False):
        if not field.is_relation or field.auto_created or field.related_model is None:
            continue
        there = room_of(field.related_model.__module__)
        if there is None or there == own_room:
            continue
        assert STAGE[there] < STAGE[own_room], f"{model._meta.label}.{field.name} points to the later {there}"


def test_no_generic_keys():
    kinds = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if type(field).__name__ in {"GenericForeignKey", "GenericRelation"}
    ]
    assert kinds == []


def test_installed_apps_stand_in_the_order_of_the_stages():
    rooms = [app.removeprefix("thidua.") for app in settings.INSTALLED_APPS if app.startswith("thidua.")]
    assert [room for room in rooms if room not in STAGE] == []
    assert [STAGE[room] for room in rooms] == sorted(STAGE[room] for room in rooms)


def test_every_room_is_in_the_contract():
    rooms = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists()}
    assert rooms - set(STAGE) == set()


def imported(path):
    """Yield the dotted names that a file imports from thidua."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_apps_come_in_by_the_front_doors_of_others():
    wrong = []
    for path in own(".py"):
        room = path.relative_to(SOURCE).parts[0].removesuffix(".py")
        if room in {"config", "cli"}:
            continue
        for module in imported(path):
            parts = module.split(".")
            there = room_of(module)
            if there in {None, room} or there in SERVICES or len(parts) < 3:
                continue
            if parts[2] in PRIVATE:
                wrong.append(f"{name(path)}: {module}")
    assert wrong == []


def test_the_engine_reads_no_clock_and_does_no_input_or_output():
    forbidden = {
        "django",
        "time",
        "socket",
        "subprocess",
        "sqlite3",
        "urllib",
        "http",
        "random",
        "secrets",
        "os",
        "tempfile",
        "shutil",
    }
    wrong = [
        f"{name(path)}: {module}"
        for path in own(".py", under=SOURCE / "engine")
        for module in imported(path)
        if module.split(".")[0] in forbidden
    ]
    assert wrong == []


def test_only_operations_write():
    """Outside operations nobody calls what writes rows, but for commands that load a database and Django's own."""
    writing = {"save", "create", "bulk_create", "bulk_update", "update_or_create", "get_or_create"}
    wrong = []
    for path in own(".py"):
        inside = path.relative_to(SOURCE).parts
        if inside[0] in {"engine", "base", "config"} or {
            "operations",
            "operations.py",
            "migrations",
            "management",
        } & set(inside):
            continue
        if {
            "views",
            "views.py",
            "forms",
            "forms.py",
            "queries",
            "queries.py",
            "papers",
            "papers.py",
            "permissions.py",
        } & set(inside):
            wrong.extend(
                f"{name(path)}:{node.lineno}"
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                if isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in writing
                and ast.unparse(node.func.value).endswith("objects")
            )
    assert wrong == []
