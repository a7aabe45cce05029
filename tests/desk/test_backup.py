"""A backup holds database, files and the journal's anchor; a changed one is not restored."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PLAN = Path(__file__).parents[1] / "data" / "plans" / "duong-quy-2025.scan.txt"


def thidua(home, *arguments):
    environment = os.environ | {"THIDUA_HOME": str(home), "THIDUA_DATABASE": "", "DJANGO_SETTINGS_MODULE": ""}
    del environment["DJANGO_SETTINGS_MODULE"]
    return subprocess.run(
        [sys.executable, "-m", "thidua.cli", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home")
    made = thidua(folder, "manage", "shell", "-c", MAKE)
    assert made.returncode == 0, made.stderr
    return folder


MAKE = """
from datetime import datetime, UTC
from thidua.base import schema
schema.bring_up()
from thidua.base.acts import Act, SYSTEM
from thidua.documents import operations
act = Act(actor=SYSTEM, at=datetime(2025, 1, 2, tzinfo=UTC))
operations.store(act, content=b"minh chung", name="a.txt", kind="txt")
"""


def test_a_backup_restored_elsewhere_has_the_same_journal_and_files(home, tmp_path):
    out = tmp_path / "luu.zip"
    told = thidua(home, "backup", "--out", str(out))
    assert told.returncode == 0, told.stderr
    anchor = told.stdout.split("nhật ký ")[1].rstrip(").\n")
    new = tmp_path / "moi"
    assert thidua(new, "restore", str(out)).returncode == 0
    checked = thidua(new, "verify-journal", "--anchor", anchor)
    assert checked.returncode == 0, checked.stderr
    assert [path.read_bytes() for path in (new / "files").rglob("*") if path.is_file()] == [b"minh chung"]


def test_a_home_with_data_is_not_overwritten(home, tmp_path):
    out = tmp_path / "luu.zip"
    thidua(home, "backup", "--out", str(out))
    told = thidua(home, "restore", str(out))
    assert told.returncode == 1
    assert "đã có dữ liệu" in told.stderr


def test_a_changed_or_foreign_file_is_refused_whole(home, tmp_path):
    out, changed = tmp_path / "luu.zip", tmp_path / "sua.zip"
    thidua(home, "backup", "--out", str(out))
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content + b"x" if name == "secret.key" else content)
    target = tmp_path / "moi"
    told = thidua(target, "restore", str(changed))
    assert told.returncode == 1
    assert "secret.key" in told.stderr
    assert not (target / "thidua.sqlite3").exists()
    shutil.copy(PLAN, tmp_path / "khong.zip")
    assert "không phải bản sao lưu" in thidua(target, "restore", str(tmp_path / "khong.zip")).stderr
