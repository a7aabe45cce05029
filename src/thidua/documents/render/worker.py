"""The child's side of `render.child`: read the requests, write the files, end.

Only here imports stand inside functions: a child that makes a Word file need not load Typst.
"""

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

from thidua.documents.render import payload as plain
from thidua.documents.render.errors import TEXT_TOO_LONG, TextTooLongError


def docx(payload: Mapping[str, Any]) -> bytes:
    """A paper as Word file."""
    from thidua.documents.render import docx as renderer  # noqa: PLC0415 - see the module

    return renderer.render(plain.paper(payload), plain.moment(payload))


def pdf(payload: Mapping[str, Any]) -> bytes:
    """A paper as PDF."""
    from thidua.documents.render import pdf as renderer  # noqa: PLC0415 - see the module

    return renderer.render(plain.paper(payload), plain.moment(payload))


def certificates(payload: Mapping[str, Any]) -> bytes:
    """Certificates as one PDF."""
    from thidua.documents.render import certificates as renderer  # noqa: PLC0415 - see the module

    made, look = plain.certificates(payload)
    return renderer.render(made, plain.moment(payload), look)


def xlsx(payload: Mapping[str, Any]) -> bytes:
    """A workbook."""
    from thidua.documents.render import xlsx as renderer  # noqa: PLC0415 - see the module

    return renderer.render(plain.sheets(payload), plain.moment(payload))


FUNCTIONS: dict[str, Callable[[Mapping[str, Any]], bytes]] = {
    "docx": docx,
    "pdf": pdf,
    "certificates": certificates,
    "xlsx": xlsx,
}


def main() -> None:
    """Serve the requests on standard input."""
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
