"""Parsing a foreign file in a child process that has limits of time and memory, and ends.

A worker is a module with `work(content: bytes, options: Mapping[str, Any]) -> dict[str, Any]`; it may raise
`UnreadableFileError`. What comes back is JSON. The child is given no secret and no open file, may not write files, and
dies with its limits: a file that crashes its parser is a refused file, never a broken server.
"""

import importlib
import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from thidua.documents.intake.errors import UnreadableFileError
from thidua.documents.render.child import child_environment

if sys.platform != "win32":
    import resource

TIMEOUT = 20.0
MEMORY_MB = 700
_REFUSED = 3
_MEMORY = 4
_MEGABYTE = 1024 * 1024


def run(
    worker_module: str,
    input_bytes: bytes,
    timeout: float = TIMEOUT,
    memory_mb: int = MEMORY_MB,
    options: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What the worker makes of the bytes.

    `timeout` in seconds, `memory_mb` of address space where the system can limit it. Raises UnreadableFileError with
    the worker's own code, or `too_slow`, `too_heavy`, `damaged` when the child did not survive the file.
    """
    head = json.dumps({"worker": worker_module, "options": dict(options or {})}).encode() + b"\n"
    try:
        done = subprocess.run(  # noqa: S603 - our own module under our own interpreter; no text of a user is an argument
            [sys.executable, "-m", "thidua.documents.intake.child", str(memory_mb), str(int(timeout) + 1)],
            input=head + input_bytes,
            capture_output=True,
            timeout=timeout,
            check=False,
            env=child_environment(),
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableFileError("too_slow", {"seconds": int(timeout)}) from error
    if done.returncode == _REFUSED:
        refused = json.loads(done.stdout)
        raise UnreadableFileError(refused["code"], refused["facts"])
    if done.returncode == _MEMORY:
        raise UnreadableFileError("too_heavy")
    if done.returncode != 0:
        raise UnreadableFileError("damaged")
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _limit(memory_mb: int, seconds: int) -> None:
    if sys.platform != "win32":
        memory = memory_mb * _MEGABYTE
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> int:
    """The child's side: limits first, then the worker. Gives the exit code."""
    memory_mb, seconds = (int(value) for value in sys.argv[1:3])
    _limit(memory_mb, seconds)
    head = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    try:
        result = importlib.import_module(head["worker"]).work(content, head["options"])
    except UnreadableFileError as refused:
        sys.stdout.write(json.dumps({"code": refused.code, "facts": refused.facts}))
        return _REFUSED
    except MemoryError:
        return _MEMORY
    sys.stdout.write(json.dumps(result))
    return 0


if __name__ == "__main__":
    # Run under its own name: the workers raise the errors of the module that they import.
    sys.exit(main())
