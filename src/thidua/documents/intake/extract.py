"""The child's side of `intake.plan_text`: the text of one file, told by its content and not by its name."""

from collections.abc import Mapping
from typing import Any, Final

from thidua.documents.intake.decoding import check, decode
from thidua.documents.intake.errors import UnreadableFileError
from thidua.documents.intake.package import look_into

_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM", b"RIFF")
_OTHERS: Final = (b"{\\rtf", b"\x7fELF", b"MZ", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")


def work(content: bytes, options: Mapping[str, Any]) -> dict[str, Any]:
    """Kind (text, docx, pdf) and text. Raises UnreadableFileError."""
    if not content.strip():
        raise UnreadableFileError("empty")
    if content[:1024].lstrip().startswith(b"%PDF-"):
        from thidua.documents.intake import pdf_text  # noqa: PLC0415 - a Word file need not load the PDF reader

        return {"kind": "pdf", "text": check(pdf_text.text_of(content))}
    if content.startswith(b"PK"):
        if look_into(content).kind != "docx":
            raise UnreadableFileError("unknown_kind")
        from thidua.documents.intake import word_text  # noqa: PLC0415 - nor a PDF the Word reader

        try:
            return {"kind": "docx", "text": check(word_text.text_of(content))}
        except (ValueError, KeyError, AttributeError, TypeError, IndexError, SyntaxError) as error:
            raise UnreadableFileError("damaged") from error  # lxml and python-docx on broken XML
    if content.startswith(_OLD_OFFICE):
        raise UnreadableFileError("old_word")
    if content.startswith(_IMAGES):
        raise UnreadableFileError("image")
    if content.startswith(_OTHERS):
        raise UnreadableFileError("unknown_kind")
    return {"kind": "text", "text": decode(content)}
