"""A home of an earlier version is brought to this one: nothing is lost, the journal is whole, the pages open."""

from __future__ import annotations

import json
import lzma
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.server import ROOT, command, environment

UPGRADES = ROOT / "tests" / "data" / "upgrades"
OPEN = """
import json, sys
import django
django.setup()
from django.test import Client
from thidua.accounts.models import User
client = Client(headers={"host": "localhost"})
client.force_login(User.objects.get(username=sys.argv[1]))
print(json.dumps({path: client.get(path).status_code for path in sys.argv[2:]}))
"""
ROOMS = (
    "/",
    "/phong-trao/1/",
    "/phong-trao/1/ke-hoach/",
    "/phong-trao/1/dang-ky/",
    "/phong-trao/1/nhiem-vu/",
    "/phong-trao/1/cham-diem/",
    "/phong-trao/1/xep-hang/",
    "/phong-trao/1/de-nghi/",
    "/phong-trao/1/hoi-dong/",
    "/phong-trao/1/quyet-dinh/",
    "/phong-trao/1/trao-thuong/",
    "/phong-trao/1/tuyen-truyen/",
    "/phong-trao/1/tong-ket/",
)


def rows_of(database: Path) -> dict[str, int]:
    with sqlite3.connect(database) as connection:
        tables = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not name.startswith(("sqlite_", "django_", "auth_"))
        ]
        return {
            table: connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608 - our own tables
            for table in tables
        }


@pytest.mark.parametrize("version", ["0.1"])
def test_a_year_of_an_earlier_version_is_kept_whole(tmp_path, version):
    home = tmp_path / "home"
    home.mkdir()
    database = home / "thidua.sqlite3"
    with sqlite3.connect(database) as connection:
        connection.executescript(lzma.decompress((UPGRADES / f"{version}.sql.xz").read_bytes()).decode())
    before = rows_of(database)
    env = environment(home) | {"DJANGO_SETTINGS_MODULE": "thidua.config.settings.prod"}

    def run(*words: str) -> str:
        done = subprocess.run(words, env=env, capture_output=True, encoding="utf-8", timeout=120)  # noqa: PLW1510 - looked at below
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run(*command("manage", "migrate", "--verbosity", "0"))
    after = rows_of(database)
    lost = {table: count for table, count in before.items() if after.get(table, 0) < count}
    assert lost == {}
    assert f"entries={before['audit_entry']} " in run(*command("verify-journal", "--home", str(home)))
    opened = json.loads(run(sys.executable, "-c", OPEN, "officer", *ROOMS))
    assert {path: code for path, code in opened.items() if code != 200} == {}
