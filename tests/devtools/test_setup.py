"""Setting up: what a person reads when it fails, and that nothing is left half-done."""

import re
import subprocess

import pytest

import dev
from devtools import setup


def ended(code, said):
    return subprocess.CompletedProcess(["pip"], code, said)


def test_no_network_is_said_in_one_sentence():
    with pytest.raises(setup.Fault, match="không ra được mạng") as told:
        setup.refuse(ended(1, "WARNING: Retrying … NewConnectionError … [Errno 111]"), "cài các gói Python")
    assert "\n" not in str(told.value)


def test_a_wrong_hash_is_said_in_one_sentence():
    with pytest.raises(setup.Fault, match="không khớp mã băm"):
        setup.refuse(ended(1, "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM …"), "cài các gói Python")


def test_else_its_own_last_words_are_kept():
    with pytest.raises(setup.Fault, match="line 39") as told:
        setup.refuse(ended(1, "\n".join(f"line {n}" for n in range(40))), "cài")
    assert "line 3\n" not in str(told.value)


def test_a_command_that_went_well_says_nothing():
    assert setup.refuse(ended(0, "NewConnectionError"), "cài") is None


def test_a_file_is_written_whole_and_leaves_nothing_beside_it(tmp_path):
    path = tmp_path / "new" / "stamp.json"
    setup.write_whole(path, "một")
    setup.write_whole(path, "hai")
    assert path.read_text(encoding="utf-8") == "hai"
    assert [one.name for one in path.parent.iterdir()] == ["stamp.json"]


def test_a_fingerprint_follows_the_content(tmp_path):
    path = tmp_path / "lock"
    path.write_text("a==1")
    before = setup.digest(path, "x")
    path.write_text("a==2")
    assert setup.digest(path, "x") != before


def test_what_this_environment_needs_is_in_place():
    """The tests run in the environment that dev.py made: its own stamps must say so."""
    assert setup.assets_in_order()


def test_every_command_that_the_usage_tells_of_is_there():
    told = re.findall(r"^  ([a-z]+) ", dev.USAGE, re.MULTILINE)
    assert sorted(told) == sorted(dev.COMMANDS)
