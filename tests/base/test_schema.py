"""A new home has at once what the way of all migrations leads to, and stays on that way."""

import re
import sqlite3
import subprocess

from tests.journeys.server import command, environment

BRING_UP = "from thidua.base import schema; schema.bring_up()"


def drawn(home):
    """Columns, checks, keys and indexes of each table, whatever their order; the marks of the migrations."""
    with sqlite3.connect(home / "thidua.sqlite3") as file:
        told = file.execute("SELECT tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        marks = file.execute("SELECT app, name FROM django_migrations").fetchall()
        rights = file.execute("SELECT codename FROM auth_permission").fetchall()
    inner = {(table, sql.partition("(")[0]): sql.partition("(")[2].rpartition(")")[0] for table, sql in told}
    parts = {(table, tuple(sorted(re.split(r",\s+", text)))) for table, text in inner.items()}
    return parts, sorted(marks), sorted(rights)


def thidua(home, *words):
    home.mkdir(exist_ok=True)
    done = subprocess.run(
        command("manage", *words), env=environment(home), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_new_home_is_as_if_it_had_gone_the_way_of_all_versions(tmp_path):
    at_once, step_by_step = tmp_path / "mot-lan", tmp_path / "tung-buoc"
    thidua(at_once, "shell", "-c", BRING_UP)
    thidua(step_by_step, "migrate", "--verbosity", "0")
    assert drawn(at_once) == drawn(step_by_step)
    assert "No migrations to apply" in thidua(at_once, "migrate")
    thidua(at_once, "shell", "-c", BRING_UP)
