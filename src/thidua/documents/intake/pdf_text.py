"""The text layer of a PDF."""

from typing import Final

import pypdfium2

from thidua.documents.intake.errors import UnreadableFileError

_MOST_PAGES: Final = 300
_LEAST_LETTERS: Final = 40  # on a page; fewer are a stamp or a page number


def text_of(data: bytes) -> str:
    """Return the text of all pages. Codes: encrypted, damaged, too_large, no_text_layer."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableFileError("encrypted" if "password" in str(error).lower() else "damaged") from error
    if len(document) > _MOST_PAGES:
        raise UnreadableFileError("too_large", {"pages": len(document), "megabytes": 20})
    pages: list[str] = []
    for page in document:
        text = page.get_textpage().get_text_range()
        pages.append(text.replace("\r\n", "\n").replace("\ufffe", "-").replace("\x02", "-"))
    letters = [sum(char.isalpha() for char in page) for page in pages]
    if sum(letters) < _LEAST_LETTERS * max(1, len(pages) // 3):
        raise UnreadableFileError("no_text_layer", {"pages": len(pages)})
    return "\f".join(pages)
