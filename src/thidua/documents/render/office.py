"""A Word file as PDF by LibreOffice, where the machine has it: the only way to print a form that we did not draw."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from thidua.documents.render.child import bare_environment

_NAMES: Final = ("soffice", "libreoffice")
_SECONDS: Final = 90


def office() -> str | None:
    """The program, or nothing where it is not installed."""
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


def pdf_of(docx: bytes) -> bytes | None:
    """The PDF of a Word file; nothing where LibreOffice is missing, takes too long or makes none.

    Each call has a profile of its own that ends with it, so that calls at once do not meet. The file was looked into
    before (`documents.intake.filling`): it fetches nothing, embeds nothing and has no macro.
    """
    program = office()
    if program is None:
        return None
    with TemporaryDirectory(prefix="thidua-") as folder:
        source, profile = Path(folder) / "van-ban.docx", Path(folder) / "profile"
        source.write_bytes(docx)
        command = [
            program,
            "--headless",
            "--norestore",
            f"-env:UserInstallation={profile.as_uri()}",
            "--convert-to",
            "pdf:writer_pdf_Export",
            "--outdir",
            folder,
            str(source),
        ]
        with subprocess.Popen(  # noqa: S603 - a program of the system on our own file; no text of a user is an argument
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=bare_environment() | {"HOME": folder},
            start_new_session=True,
        ) as running:
            try:
                running.wait(timeout=_SECONDS)
            except subprocess.TimeoutExpired:
                _end(running)
                return None
        made = source.with_suffix(".pdf")
        return made.read_bytes() if made.exists() else None


def _end(running: subprocess.Popen[bytes]) -> None:
    """End the program with all that it started."""
    if sys.platform == "win32":
        running.kill()
    else:
        os.killpg(running.pid, signal.SIGKILL)
