"""The child's side of `render.child`: read the requests, write the files, end.

Only here imports stand inside functions: a child that makes a Word file need not load Typst.
"""

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

from thidua.documents.render import payload as plain
from thidua.documents.render.errors import TEXT_TOO_LONG, TextTooLongError

if sys.platform != "win32":
    import resource

MEMORY_MB = 3000
"""Address space of one rendering: a thousand certificates take under a third of it."""

WRITTEN_MB = 200
"""The largest temporary file of a rendering (openpyxl writes its sheets to one)."""


def _limit() -> None:
    if sys.platform != "win32":
        memory = MEMORY_MB * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        written = WRITTEN_MB * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))


def docx(payload: Mapping[str, Any]) -> bytes:
    """A paper as Word file."""
    from thidua.documents.render import docx as renderer  # noqa: PLC0415 - see the module

    return renderer.render(plain.paper(payload), plain.moment(payload))


def own_form(payload: Mapping[str, Any]) -> bytes:
    """The form to begin an own one from."""
    from thidua.documents.render.docx import form  # noqa: PLC0415 - see the module

    return form.starter(plain.moment(payload))


def pdf(payload: Mapping[str, Any]) -> bytes:
    """A paper as PDF."""
    from thidua.documents.render import pdf as renderer  # noqa: PLC0415 - see the module

    return renderer.render(plain.paper(payload), plain.moment(payload))


def slips(payload: Mapping[str, Any]) -> bytes:
    """Voting slips, several to a page."""
    from thidua.documents.render import slips as renderer  # noqa: PLC0415 - see the module

    return renderer.render(plain.slips(payload), plain.moment(payload))


def certificates(payload: Mapping[str, Any]) -> bytes:
    """Certificates as one PDF."""
    from thidua.documents.render import certificates as renderer  # noqa: PLC0415 - see the module

    made, look = plain.certificates(payload)
    return renderer.render(made, plain.moment(payload), look)


def certificate_files(payload: Mapping[str, Any]) -> bytes:
    """Certificates as one ZIP, a PDF for each."""
    from thidua.documents.render import certificates as renderer  # noqa: PLC0415 - see the module

    made, look = plain.certificates(payload)
    return renderer.separate(made, plain.moment(payload), look)


def certificate_picture(payload: Mapping[str, Any]) -> bytes:
    """The first certificate as a picture for the screen."""
    from thidua.documents.render import certificates as renderer  # noqa: PLC0415 - see the module

    made, look = plain.certificates(payload)
    return renderer.picture(made[0], look)


def printer_page(payload: Mapping[str, Any]) -> bytes:
    """The page by which the offset of a printer is measured."""
    from thidua.documents.render import certificates as renderer  # noqa: PLC0415 - see the module

    return renderer.printer_page(plain.moment(payload), tuple(payload["shift"]))


def picture_pdf(payload: Mapping[str, Any]) -> bytes:
    """A photo or scan that was judged before, as a PDF of one page."""
    from base64 import b64decode  # noqa: PLC0415 - see the module
    from io import BytesIO  # noqa: PLC0415 - see the module
    from time import gmtime  # noqa: PLC0415 - see the module

    from PIL import Image, ImageOps  # noqa: PLC0415 - see the module

    made, day = BytesIO(), gmtime(0)  # the same picture gives the same bytes, whose hash stands in a letter
    with Image.open(BytesIO(b64decode(payload["content"])), formats=("PNG", "JPEG", "WEBP", "TIFF")) as image:
        ImageOps.exif_transpose(image).convert("RGB").save(
            made, "PDF", resolution=150, creationDate=day, modDate=day
        )
    return made.getvalue()


def xlsx(payload: Mapping[str, Any]) -> bytes:
    """A workbook."""
    from thidua.documents.render import xlsx as renderer  # noqa: PLC0415 - see the module

    return renderer.render(plain.sheets(payload), plain.moment(payload))


FUNCTIONS: dict[str, Callable[[Mapping[str, Any]], bytes]] = {
    "docx": docx,
    "own_form": own_form,
    "pdf": pdf,
    "slips": slips,
    "certificates": certificates,
    "certificate_files": certificate_files,
    "certificate_picture": certificate_picture,
    "printer_page": printer_page,
    "picture_pdf": picture_pdf,
    "xlsx": xlsx,
}


def main() -> None:
    """Serve the requests on standard input."""
    _limit()
    requests = json.load(sys.stdin.buffer)
    try:
        files = [FUNCTIONS[request["name"]](request["payload"]) for request in requests]
    except TextTooLongError as error:
        sys.stderr.write(json.dumps({"field": error.field, "text": error.text}))
        sys.exit(TEXT_TOO_LONG)
    sys.stdout.buffer.write(json.dumps([len(file) for file in files]).encode() + b"\n")
    for file in files:
        sys.stdout.buffer.write(file)


if __name__ == "__main__":
    main()
