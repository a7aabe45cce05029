"""Word forms that an officer made: looked into and filled in a child process with limits.

A form has fields, it is never a program: see `intake.filling`.
"""

from base64 import b64decode
from dataclasses import dataclass
from datetime import datetime

from thidua.documents.intake import child
from thidua.documents.intake.errors import UnreadableFileError
from thidua.documents.paper import Paper
from thidua.documents.render.payload import for_paper

MAX_BYTES = 5 * 1024 * 1024
_WORKER = "thidua.documents.intake.filling"
_MEMORY_MB = 3000
"""Address space: what drawings take when they become pictures."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form filled: the Word file, its lines as text to look at, the fields that the form names."""

    docx: bytes
    lines: tuple[str, ...]
    fields: tuple[str, ...]


def filled(content: bytes, paper: Paper, at: datetime) -> Filled:
    """A form filled with a paper; `at` (aware) becomes the time of the parts of the file.

    Raises UnreadableFileError: `not_docx`, `too_large`, `template_external`, `template_embedded`, `template_hostile`,
    `template_statement`, `template_unknown` with the names, `template_empty` without any field, `template_part_place`
    for a whole part inside a table or a line, `template_leaves_out` where the form would lose a part of this paper;
    and as `child.run`.
    """
    if len(content) > MAX_BYTES:
        raise UnreadableFileError("too_large", {"megabytes": MAX_BYTES // 1024**2})
    made = child.run(_WORKER, content, memory_mb=_MEMORY_MB, options=for_paper(paper, at))
    return Filled(b64decode(made["docx"]), tuple(made["lines"]), tuple(made["fields"]))
