"""Looking into a zipped Office file without being drowned by it."""

import re
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo
from zlib import error as DeflateError  # noqa: N812 - zlib names its error in lower case

from thidua.documents.intake.errors import UnreadableFileError

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

DAMAGED = (BadZipFile, LargeZipFile, DeflateError, EOFError, NotImplementedError, OSError, ValueError)
"""What a broken archive raises, wherever in it the break is."""
_MOST_ENTRIES = 4000
MOST_BYTES = 250 * 1024 * 1024
_MOST_RATIO = 150
_RATIO_FROM = 4 * 1024 * 1024
CHUNK = 64 * 1024
_OVERLAP = 32
_ENCRYPTED_BIT = 0x1
_PAGES = re.compile(rb"<Pages>(\d{1,5})</Pages>")


@dataclass(frozen=True, slots=True)
class Package:
    """What an Office file is: docx or xlsx, the pages it says it has, what else it carries."""

    kind: str
    media_type: str
    pages: int | None
    flags: tuple[str, ...]


def look_into(content: bytes) -> Package:
    """Judge a zip: the directory first, then every entry streamed within limits.

    Raises UnreadableFileError: `bomb`, `encrypted`, `macros`, `unsupported`, `damaged`.
    """
    try:
        with ZipFile(BytesIO(content)) as package:
            entries = package.infolist()
            check_directory(entries, len(content))
            kind, media_type = _kind({entry.filename for entry in entries})
            flags = _stream(package, entries)
            pages = _pages(package) if kind == "docx" else None
    except DAMAGED as error:
        raise UnreadableFileError("damaged") from error
    return Package(kind, media_type, pages, flags)


def check_directory(entries: list[ZipInfo], size: int) -> None:
    """Refuse what would drown or deceive a reader, by the directory alone, before anything is unpacked."""
    if any(entry.flag_bits & _ENCRYPTED_BIT for entry in entries):
        raise UnreadableFileError("encrypted")
    total = sum(entry.file_size for entry in entries)
    if (
        len(entries) > _MOST_ENTRIES
        or total > MOST_BYTES
        or (total > _RATIO_FROM and total > size * _MOST_RATIO)
    ):
        raise UnreadableFileError("bomb")
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names):  # two parts of one name: what one program checks another does not open
        raise UnreadableFileError("damaged")


def _kind(names: set[str]) -> tuple[str, str]:
    if any(name.lower().endswith("vbaproject.bin") or "/macrosheets/" in name.lower() for name in names):
        raise UnreadableFileError("macros")
    if "[Content_Types].xml" in names and "word/document.xml" in names:
        return "docx", DOCX
    if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
        return "xlsx", XLSX
    raise UnreadableFileError("unsupported", {"kind": "zip"})


def _stream(package: ZipFile, entries: list[ZipInfo]) -> tuple[str, ...]:
    """Unpack each entry to nowhere, counting what really comes out; look at the XML as it passes."""
    left = MOST_BYTES
    flags: set[str] = set()
    for entry in entries:
        if "/embeddings/" in entry.filename.lower() or "/activex/" in entry.filename.lower():
            flags.add("embedded")
        is_xml = entry.filename.lower().endswith((".xml", ".rels"))
        tail = b""
        with package.open(entry) as part:
            while chunk := part.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise UnreadableFileError("bomb")
                if is_xml:
                    flags |= _flags(entry.filename, tail + chunk)
                    tail = chunk[-_OVERLAP:]
    return tuple(sorted(flags))


def _flags(name: str, chunk: bytes) -> set[str]:
    if (
        b"<!ENTITY" in chunk or b"<!DOCTYPE" in chunk
    ):  # no Office program writes them: entities that grow without end
        raise UnreadableFileError("bomb")
    if name == "[Content_Types].xml" and b"macroEnabled" in chunk:
        raise UnreadableFileError("macros")
    return {"external"} if name.endswith(".rels") and b'TargetMode="External"' in chunk else set()


def _pages(package: ZipFile) -> int | None:
    if "docProps/app.xml" not in package.namelist():
        return None
    with package.open("docProps/app.xml") as part:
        found = _PAGES.search(part.read(CHUNK))
    return int(found.group(1)) or None if found else None
