"""Kill a process that acts, at a named point or at any moment, and look at what it left on the disk.

The act runs in a child of this process, on a database file of its own (SQLite with WAL, as an office has it), and is
killed by SIGKILL: nothing is flushed, rolled back or tidied up. What is looked at afterwards is looked at in a fresh
child, which opens the file as a restarted server does.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

Act = Callable[[], object]
ENDS = ("", "-wal", "-shm")
WRITES = ("INSERT", "UPDATE", "DELETE")


def database_on_disk(file: Path) -> Path:
    """Put this test's database (in memory) into a file, as the first start of a home leaves it."""
    target = sqlite3.connect(file)
    connection.connection.backup(target)
    target.execute("PRAGMA journal_mode=WAL")
    target.close()
    return file


def fresh(file: Path, name: str) -> Path:
    """A copy of a database file to be hurt."""
    copied = file.with_name(name)
    for end in ENDS:
        Path(f"{copied}{end}").unlink(missing_ok=True)
        if end != "-shm" and Path(f"{file}{end}").exists():  # made anew from the log by whoever opens it
            shutil.copy(f"{file}{end}", f"{copied}{end}")
    return copied


def _child(file: Path, work: Act) -> int:
    """Fork; the child works on the file and ends without a word to anybody."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        connection.connection = None  # the parent's, not to be closed from here
        connection.in_atomic_block, connection.savepoint_ids, connection.run_on_commit = False, [], []
        connection.needs_rollback, connection.atomic_blocks = False, []
        connection.settings_dict["NAME"] = str(file)
        settings.THIDUA_HOME = file.parent
        work()
        code = 0
    except BaseException as error:  # noqa: BLE001 - told to the parent by the code and on the console
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(code)


def done(file: Path, act: Act) -> bool:
    """Let an act run to its end; whether it did."""
    return os.waitstatus_to_exitcode(os.waitpid(_child(file, act), 0)[1]) == 0


def looked_at(file: Path, look: Callable[[], Any]) -> Any:
    """What is found in the file by a process that opens it anew (values that JSON knows)."""
    told = file.with_suffix(".json")
    assert done(file, lambda: told.write_text(json.dumps(look()), encoding="utf-8") and None)
    return json.loads(told.read_text(encoding="utf-8"))


@contextmanager
def _counting(reach: Callable[[str], None]) -> Iterator[None]:
    """Call ``reach`` with a name before and after every write, commit, flush and rename."""
    seen: dict[str, int] = {}

    def named(what: str) -> str:
        seen[what] = seen.get(what, 0) + 1
        return f"{what} {seen[what]}"

    def around(what: str, call: Callable[[], Any]) -> Any:
        name = named(what)
        reach(f"before {name}")
        result = call()
        reach(f"after {name}")
        return result

    def statement(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        word = sql.split(" ", 1)[0].upper()
        if word not in WRITES:
            return execute(sql, parameters, many, context)
        table = next((part for part in sql.split('"')[1::2]), "?")
        return around(f"{word} {table}", lambda: execute(sql, parameters, many, context))

    plain_commit, plain_replace, plain_fsync = connection.commit, os.replace, os.fsync
    connection.commit = lambda: around("commit", plain_commit)
    os.replace = lambda *told, **more: around("rename", lambda: plain_replace(*told, **more))
    os.fsync = lambda *told: around("flush", lambda: plain_fsync(*told))
    with connection.execute_wrapper(statement):
        yield  # never undone: the process that counts ends here


def points_of(file: Path, act: Act) -> list[str]:
    """The points that an act passes, in order: each can be named to kill it there."""
    told = file.with_suffix(".points")

    def work() -> None:
        passed: list[str] = []
        with _counting(passed.append):
            act()
        told.write_text("\n".join(passed), encoding="utf-8")

    assert done(file, work)
    return told.read_text(encoding="utf-8").splitlines()


def killed_at(file: Path, act: Act, point: str) -> None:
    """Kill an act at a named point."""

    def reach(name: str) -> None:
        if name == point:
            os.kill(os.getpid(), signal.SIGKILL)

    def work() -> None:
        with _counting(reach):
            act()

    status = os.waitpid(_child(file, work), 0)[1]
    assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL, f"{point} was not reached"


def killed_within(file: Path, act: Act, seconds: float, chance: random.Random) -> bool:
    """Kill an act at any moment of the time that it takes; whether it was still at work."""
    pid = _child(file, act)
    time.sleep(chance.uniform(0, seconds))
    os.kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL
