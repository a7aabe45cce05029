"""Tables of values as files: CSV read line by line, or a workbook."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

from thidua.documents.intake.decoding import decode
from thidua.documents.intake.errors import UnreadableFileError
from thidua.engine.scoring.table import Row
from thidua.engine.scoring.table.header import matches
from thidua.scoring.files.grids import read_grids

_DELIMITERS = (",", ";", "\t", "|")
_MOST_TO_GUESS = 20 * 1024 * 1024
_BLOCK = 1024 * 1024
_COMMENT = re.compile(r"[\r\n]\ufeff?#")


class ValuesFile:
    """A file of values that can be gone through from the start, as often as needed.

    Raises ``UnreadableFileError`` and ``OSError`` when it is opened: after that its rows can be read.
    """

    def __init__(self, path: Path) -> None:
        """Find out what the file is."""
        self._path = path
        self._grid: tuple[Row, ...] | None = None
        self._text: str | None = None
        self._encoding = "utf-8-sig"
        self._comments = False
        with path.open("rb") as file:
            head = file.read(4)
        if not head:
            raise UnreadableFileError("empty")
        if head.startswith(b"PK\x03\x04"):
            self._grid = self._workbook()
        elif head.startswith(b"\xd0\xcf\x11\xe0"):
            raise UnreadableFileError("not_xlsx")
        else:
            self._check_encoding(head)

    def _workbook(self) -> tuple[Row, ...]:
        grids = read_grids(self._path.read_bytes())
        best = max(
            grids, key=lambda grid: max((matches(row) for row in grid.rows[:30]), default=0), default=None
        )
        if best is None:
            raise UnreadableFileError("empty")
        width = max((len(row) for row in best.rows), default=0)
        # a sheet has no short rows: what is not there is empty; of width the head says enough
        return tuple(
            (number, (*row, *[None] * (width - len(row))))
            for number, row in best.numbered()
            if not _comment(row)
        )

    def _check_encoding(self, head: bytes) -> None:
        """UTF-8 is read line by line; an older encoding as a whole, once its letters are sure."""
        if head.startswith((b"\xff\xfe", b"\xfe\xff")):
            self._encoding = "utf-16"
        try:
            with self._path.open(encoding=self._encoding, newline="") as file:
                before = "\n"
                while block := file.read(_BLOCK):
                    self._comments = self._comments or _COMMENT.search(before + block) is not None
                    before = block[-1]
        except UnicodeError:
            content = self._path.read_bytes()
            if len(content) > _MOST_TO_GUESS:
                raise UnreadableFileError("wrong_encoding") from None
            self._text = decode(content)
            self._comments = True

    def rows(self) -> Iterator[Row]:
        """The rows from the start, with their numbers as an editor counts lines."""
        if self._grid is not None:
            yield from self._grid
            return
        with self._opened() as file:
            yield from _parsed(_without_comments(file) if self._comments else file)

    def _opened(self) -> TextIO:
        if self._text is not None:
            return io.StringIO(self._text)
        return self._path.open(encoding=self._encoding, newline="")


def _comment(row: Sequence[Any]) -> bool:
    return bool(row) and isinstance(row[0], str) and row[0].startswith("#")


def _parsed(lines: Iterable[str]) -> Iterator[Row]:
    lines = iter(lines)
    head: list[str] = []
    delimiter = ","
    for line in lines:
        head.append(line)
        found = max(_DELIMITERS, key=lambda sign: matches(line.strip().split(sign)))
        if matches(line.strip().split(found)) > 1:
            delimiter = found
            break
        if len(head) > 60:  # noqa: PLR2004 - far below where a head is looked for
            break
    reader = csv.reader(chain(head, lines), delimiter=delimiter)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise UnreadableFileError("not_csv", {"line": reader.line_num}) from error


def _without_comments(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield "\n" if line.startswith(("#", "\ufeff#")) else line
