"""A dossier as one ZIP: its files, and a manifest of their SHA-256 whose own hash stands in the covering letter.

Whoever receives it needs nothing of ours: ``sha256sum -c MANIFEST.sha256`` checks every file, and the hash of the
manifest, printed in the signed letter, binds the letter to them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pypdfium2

MANIFEST: Final = "MANIFEST.sha256"


@dataclass(frozen=True, slots=True)
class Enclosed:
    """One file of a parcel: its path in the ZIP, what it is, its content, its pages where known."""

    path: str
    title: str
    content: bytes
    pages: int | None = None

    @property
    def sha256(self) -> str:
        """The hash that the manifest names."""
        return hashlib.sha256(self.content).hexdigest()


def manifest(files: Sequence[Enclosed]) -> bytes:
    """A line for each file, as ``sha256sum`` reads it."""
    return "".join(f"{file.sha256}  {file.path}\n" for file in files).encode()


def packed(files: Sequence[Enclosed], listed: bytes, at: datetime) -> bytes:
    """The ZIP with its manifest in front; the same files and time give the same bytes."""
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as package:
        package.writestr(ZipInfo(MANIFEST, at.timetuple()[:6]), listed)
        for file in files:
            package.writestr(ZipInfo(file.path, at.timetuple()[:6]), file.content)
    return whole.getvalue()


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF made here has."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return len(document)


def file_name(number: int, title: str, ending: str) -> str:
    """A name for a file of a parcel: its place, its title without marks that a file system refuses."""
    plain = "".join(mark if mark.isalnum() or mark in " -" else " " for mark in title)
    return f"{number:02d} {' '.join(plain.split())[:90].strip()}.{ending}"
