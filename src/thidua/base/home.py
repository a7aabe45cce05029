"""THIDUA_HOME: where database, files, secret and backups live."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

TRIAL_FILE = "trial.json"
"""Stands in the home of a trial and names its accounts."""
PROJECT = Path(__file__).resolve().parents[3]


def home() -> Path:
    """The home of this process: the environment's, else ``var/`` of a clone, else the user's data folder."""
    told = os.environ.get("THIDUA_HOME")
    if told:
        return Path(told).expanduser().resolve()
    if (PROJECT / "pyproject.toml").exists():
        return PROJECT / "var"
    data = (
        os.environ.get("LOCALAPPDATA")
        or os.environ.get("XDG_DATA_HOME")
        or str(Path.home() / ".local" / "share")
    )
    return Path(data) / "thidua"


def secret_of(folder: Path) -> str:
    """The secret of a home, made at first use, readable by its owner alone."""
    path = folder / "secret.key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"secret.{os.getpid()}.tmp"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64), encoding="ascii")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()
