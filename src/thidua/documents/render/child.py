"""Rendering in a child process that ends: what Typst and python-docx take in memory goes with it.

One child for each request: JSON in; out come the lengths of the files as a line of JSON, then the files. A batch
(several papers, a thousand certificates) is one request. Commands that end by themselves may call the renderers
directly.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import thidua
from thidua.documents.render.errors import TEXT_TOO_LONG, TextTooLongError

TIMEOUT = 120
"""Seconds after which a rendering is given up."""


class RenderingError(RuntimeError):
    """The child could not render; the message is the last line it said, for the log, never for the page."""


def in_child(name: str, payload: Mapping[str, Any], *, timeout: float = TIMEOUT) -> bytes:
    """What the function `name` of `render.worker` makes of the payload (see `render.payload`), made in a child process.

    Raises TextTooLongError as the renderer does, RenderingError when the child fails otherwise or takes longer than
    `timeout` seconds.
    """
    return batch_in_child([(name, payload)], timeout=timeout)[0]


def batch_in_child(
    requests: Sequence[tuple[str, Mapping[str, Any]]], *, timeout: float = TIMEOUT
) -> tuple[bytes, ...]:
    """Several files from one child, in the order asked: a paper as Word and as PDF costs one start.

    Raises as `in_child`.
    """
    asked = json.dumps([{"name": name, "payload": payload} for name, payload in requests], ensure_ascii=False)
    names = ", ".join(name for name, _ in requests)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "thidua.documents.render.worker"],
            input=asked.encode(),
            capture_output=True,
            timeout=timeout,
            check=False,
            env=child_environment(),
        )
    except subprocess.TimeoutExpired as error:
        raise RenderingError(f"timeout: {names}") from error
    if done.returncode == TEXT_TOO_LONG:
        raise TextTooLongError(**json.loads(done.stderr))
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise RenderingError(said[-1] if said else f"exit {done.returncode}")
    head, _, content = done.stdout.partition(b"\n")
    files = []
    for length in json.loads(head):
        files.append(content[:length])
        content = content[length:]
    return tuple(files)


def bare_environment() -> dict[str, str]:
    """What any program needs of the environment: no secret of the server is in it."""
    names = ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP")
    return {name: os.environ[name] for name in names if name in os.environ}


def child_environment() -> dict[str, str]:
    """What a child of this program needs besides: where the program lies."""
    return bare_environment() | {
        "PYTHONPATH": str(Path(thidua.__file__).resolve().parent.parent),
        "PYTHONUTF8": "1",
    }
