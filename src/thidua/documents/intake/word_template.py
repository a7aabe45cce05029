"""Word templates that an officer made: looked into and filled in a child process with limits.

A template is a form with fields, never a program: see `intake.filling`.
"""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from thidua.documents.intake import child
from thidua.documents.intake.errors import UnreadableFileError
from thidua.documents.paper.fields import FIELDS

MAX_BYTES = 5 * 1024 * 1024
_WORKER = "thidua.documents.intake.filling"


@dataclass(frozen=True, slots=True)
class Filled:
    """A template filled: the Word file, and its lines as text to look at."""

    docx: bytes
    lines: tuple[str, ...]


def fields_in(content: bytes) -> tuple[str, ...]:
    """The fields that a template names.

    Raises UnreadableFileError: `not_docx`, `too_large`, `template_external`, `template_embedded`, `template_hostile`,
    `template_statement`, `template_unknown` with the names, `template_empty` without any field; and as `child.run`.
    """
    if len(content) > MAX_BYTES:
        raise UnreadableFileError("too_large", {"megabytes": MAX_BYTES // 1024**2})
    names: list[str] = child.run(_WORKER, content)["fields"]
    unknown = [name for name in names if name not in FIELDS]
    if unknown:
        raise UnreadableFileError("template_unknown", {"names": ", ".join(unknown[:20])})
    if not names:
        raise UnreadableFileError("template_empty")
    return tuple(names)


def filled(content: bytes, context: Mapping[str, Any]) -> Filled:
    """A template with the fields of a paper (`documents.paper.fields.fields_of`). Raises as `child.run`."""
    made = child.run(_WORKER, content, options={"context": dict(context)})
    return Filled(b64decode(made["docx"]), tuple(made["lines"]))
