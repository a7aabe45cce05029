"""A plan from a file: its text, and what the reader finds in it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from thidua.documents.intake import child
from thidua.documents.intake.errors import UnreadableFileError
from thidua.engine.plan import NotAPlanError, PlanReading, read

MOST_BYTES: Final = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class PlanText:
    """The text of a file in NFC, and what kind of file it was: text, docx, pdf."""

    kind: str
    text: str


def text_of(path: Path) -> PlanText:
    """Return the text of a file; it is opened in a child process with limits of time and memory.

    Raises UnreadableFileError: `missing_file`, `empty`, `too_large`, `long_text`, `encrypted`, `macros`, `bomb`,
    `damaged`, `old_word`, `image`, `no_text_layer`, `wrong_encoding`, `legacy_font`, `unknown_kind`, `unsupported`,
    `too_slow`, `too_heavy`.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise UnreadableFileError("missing_file", {"name": path.name}) from error
    if not path.is_file():
        raise UnreadableFileError("missing_file", {"name": path.name})
    if size > MOST_BYTES:
        raise UnreadableFileError("too_large", {"bytes": size, "megabytes": MOST_BYTES // 1024 // 1024})
    if not size:
        raise UnreadableFileError("empty")
    answer = child.run("thidua.documents.intake.extract", path.read_bytes())
    return PlanText(str(answer["kind"]), str(answer["text"]))


def plan_of(path: Path) -> tuple[PlanText, PlanReading]:
    """Return the text of a file and what the reader finds in it; raises UnreadableFileError, also `not_a_plan`."""
    found = text_of(path)
    try:
        return found, read(found.text)
    except NotAPlanError as error:
        raise UnreadableFileError("not_a_plan", error.facts) from error
