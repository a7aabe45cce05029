"""The child's side of `intake.evidence`: what kind of file these bytes are.

Here, and in other workers of the child, imports may stand inside functions: judging a Word file need not load the PDF
reader.
"""

import warnings
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from thidua.documents.intake.errors import UnreadableFileError
from thidua.documents.intake.package import look_into

_HEAD = 1024
_MOST_PIXELS = 64_000_000
_TEXT_PAGES = 3
_LEAST_LETTERS = 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EXECUTABLES = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"#!",
    b"L\0\0\0\x01\x14\x02",
)
_SCRIPTS = (b"<html", b"<!doctype html", b"<script", b"<svg", b"<?php", b"<%")
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis")
_OLD_OFFICE = {
    "WordDocument": "application/msword",
    "Workbook": "application/vnd.ms-excel",
    "Book": "application/vnd.ms-excel",
    "PowerPoint Document": "application/vnd.ms-powerpoint",
}
_IMAGE_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF", b"II*\0", b"MM\0*")
_IMAGE_FORMATS = ("PNG", "JPEG", "WEBP", "TIFF")
_GPS = 0x8825
_PDF_ACTIVE = (b"/JavaScript", b"/JS ", b"/JS(", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/XFA")


def work(content: bytes, options: Mapping[str, Any]) -> dict[str, Any]:
    """Kind, media type, pages, size in dots, flags. Raises UnreadableFileError."""
    head = content[:_HEAD]
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith(_EXECUTABLES):
        raise UnreadableFileError("executable")
    if text.startswith(_SCRIPTS) or (
        text.startswith((b"<?xml", b"<!--")) and any(s in text for s in _SCRIPTS)
    ):
        raise UnreadableFileError("script")
    if head.startswith(b"PK\x03\x04"):
        package = look_into(content)
        return _found(package.kind, package.media_type, pages=package.pages, flags=package.flags)
    if head.startswith(b"%PDF-") or b"\n%PDF-" in head:
        return _pdf(content)
    if head.startswith(_OLE):
        return _old_office(content)
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return _found("heic", "image/heic", flags=("unparsed",))
    if head.startswith(_IMAGE_STARTS):
        return _image(content)
    raise UnreadableFileError(
        "unsupported" if _is_text(head) else "unknown", {"kind": "text" if _is_text(head) else ""}
    )


def _found(
    kind: str,
    media_type: str,
    *,
    pages: int | None = None,
    width: int | None = None,
    height: int | None = None,
    flags: tuple[str, ...] = (),
) -> dict[str, Any]:
    return {
        "kind": kind,
        "media_type": media_type,
        "pages": pages,
        "width": width,
        "height": height,
        "flags": list(flags),
    }


def _is_text(head: bytes) -> bool:
    """Whether it reads as text; a letter cut in the middle at the end of the head does not count against it."""
    return b"\0" not in head and "\ufffd" not in head.decode("utf-8", errors="replace").rstrip("\ufffd")


def _pdf(content: bytes) -> dict[str, Any]:
    import pypdfium2  # noqa: PLC0415 - see the module

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        code = "encrypted" if "password" in str(error).lower() else "damaged"
        raise UnreadableFileError(code) from error
    pages = len(document)
    if pages == 0:
        raise UnreadableFileError("damaged")
    letters = 0
    try:
        for at in range(min(pages, _TEXT_PAGES)):
            letters += document[at].get_textpage().count_chars()
    except pypdfium2.PdfiumError as error:
        raise UnreadableFileError("damaged") from error
    flags = ["no_text"] if letters < _LEAST_LETTERS else []
    if any(mark in content for mark in _PDF_ACTIVE):
        flags.append("active")
    return _found("pdf", "application/pdf", pages=pages, flags=tuple(flags))


def _old_office(content: bytes) -> dict[str, Any]:
    """A file of Office before 2007: told by the names in its directory, never parsed."""

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in content

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        raise UnreadableFileError("encrypted")
    if holds("_VBA_PROJECT"):
        raise UnreadableFileError("macros")
    for name, media_type in _OLD_OFFICE.items():
        if holds(name):
            return _found("old_office", media_type, flags=("unparsed",))
    raise UnreadableFileError("unsupported", {"kind": "ole"})


def _image(content: bytes) -> dict[str, Any]:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - see the module

    Image.MAX_IMAGE_PIXELS = None  # the size is looked at below, before anything is unpacked
    warnings.simplefilter("ignore")
    try:
        with Image.open(BytesIO(content), formats=_IMAGE_FORMATS) as image:
            width, height = image.size
            if width * height > _MOST_PIXELS:
                raise UnreadableFileError("image_too_large", {"width": width, "height": height})
            media_type = Image.MIME[str(image.format)]
            pages = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
            flags = ("location",) if image.getexif().get_ifd(_GPS) else ()
            image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise UnreadableFileError("damaged") from error
    return _found("image", media_type, pages=pages, width=width, height=height, flags=flags)
