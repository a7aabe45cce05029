"""The first start of a home: the one-time code of the first administrator, and the trial home."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from django.conf import settings

from thidua.accounts.models import User
from thidua.desk import server
from thidua.desk.server import Switch, trial_home

CODE_FILE = "begin.code"
PROGRESS_FILE = "trial-progress.json"


def is_trial() -> bool:
    """Whether this process serves a trial home (banner, watermark, own date, loopback only)."""
    return bool(settings.THIDUA_TRIAL)


def is_empty() -> bool:
    """Whether nobody has begun in this home."""
    return not User.objects.exists()


def one_time_code() -> str:
    """A fresh code for an empty home, its digest kept in the home; empty text once somebody has begun."""
    path = Path(settings.THIDUA_HOME) / CODE_FILE
    if is_trial() or not is_empty():
        path.unlink(missing_ok=True)
        return ""
    code = "-".join(f"{secrets.randbelow(10_000):04d}" for _ in range(3))
    path.touch(mode=0o600)
    path.write_text(hashlib.sha256(code.encode()).hexdigest(), encoding="ascii")
    return code


def is_code(typed: str) -> bool:
    """Whether somebody typed the code of the console."""
    path = Path(settings.THIDUA_HOME) / CODE_FILE
    if not path.exists():
        return False
    digits = "".join(letter for letter in typed if letter.isdigit())
    tidy = "-".join(digits[at : at + 4] for at in range(0, 12, 4))
    return secrets.compare_digest(path.read_text(encoding="ascii"), hashlib.sha256(tidy.encode()).hexdigest())


def use_up_code() -> None:
    """The code works once."""
    (Path(settings.THIDUA_HOME) / CODE_FILE).unlink(missing_ok=True)


def trial_stands() -> bool:
    """Whether a trial was made beside this home."""
    return server.trial_stands(Path(settings.THIDUA_HOME))


def make_trial() -> None:
    """Make the trial beside this home, in a process of its own; ``trial_progress`` tells how far it is."""
    real = Path(settings.THIDUA_HOME)
    folder = trial_home(real)
    folder.mkdir(parents=True, exist_ok=True)
    progress = real / PROGRESS_FILE
    progress.write_text(json.dumps({"state": "making"}), encoding="utf-8")
    environment = os.environ | {"THIDUA_HOME": str(folder), "THIDUA_DATABASE": ""}
    command = [sys.executable, "-m", "thidua.cli", "manage", "make_trial"]

    def make() -> None:
        done = subprocess.run(command, env=environment, capture_output=True, check=False, timeout=300)
        state: dict[str, Any] = {"state": "made" if done.returncode == 0 else "failed"}
        progress.write_text(json.dumps(state), encoding="utf-8")

    threading.Thread(target=make, daemon=True).start()


def trial_progress() -> str:
    """``making``, ``made``, ``failed`` or nothing."""
    path = Path(settings.THIDUA_HOME) / PROGRESS_FILE
    if not path.exists():
        return ""
    return str(json.loads(path.read_text(encoding="utf-8"))["state"])


def switch(to: Switch) -> None:
    """End this server a moment after the answer is sent; the parent opens the other home on the same port."""

    def leave() -> None:
        time.sleep(0.6)
        os._exit(int(to))

    threading.Thread(target=leave, daemon=True).start()
