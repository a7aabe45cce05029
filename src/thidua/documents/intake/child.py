"""Runs a worker of this package in a process of its own, with limits of time and memory."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from thidua.documents.intake.errors import CODES, UnreadableFileError

MEMORY: Final = 1024 * 1024 * 1024
SECONDS: Final = 30
_SOURCE: Final = Path(__file__).parents[3]


def run(worker: str, path: Path, *, memory: int = MEMORY, seconds: int = SECONDS) -> dict[str, Any]:
    """Run `python -m thidua.documents.intake.<worker> PATH` and return the JSON object that it prints.

    Raises UnreadableFileError with the worker's code; `too_slow` past the time, `failed` where the child died.
    """
    name = f"thidua.documents.intake.{worker}"
    # isolated from the environment and the working folder, so that no file beside it is taken for a module
    start = f"import sys; sys.path.insert(0, {str(_SOURCE)!r}); import runpy; runpy.run_module({name!r}, run_name='__main__')"
    command = [sys.executable, "-I", "-X", "utf8", "-c", start, str(path)]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module; the path is an argument, never a command
            [*command, str(memory), str(seconds)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableFileError("too_slow", {"seconds": seconds}) from error
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        raise UnreadableFileError("failed", {"status": done.returncode}) from error
    if not isinstance(answer, dict):
        raise UnreadableFileError("failed", {"status": done.returncode})
    if "error" in answer:
        code = answer["error"] if answer["error"] in CODES else "failed"
        raise UnreadableFileError(code, answer.get("facts"))
    return answer
