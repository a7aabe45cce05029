"""Worker: prints the text of one file, or why there is none, as JSON. Runs in a child process only."""

import json
import sys
from pathlib import Path
from typing import Any, Final

from thidua.documents.intake.errors import UnreadableFileError
from thidua.documents.intake.limits import confine

_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM", b"RIFF")


def text_of(data: bytes) -> dict[str, Any]:
    """Return kind and text of a file, told by its content. Raises UnreadableFileError."""
    # libraries are loaded only for the kind that needs them, after the limits are set
    from thidua.documents.intake.decoding import check, decode  # noqa: PLC0415

    if not data.strip():
        raise UnreadableFileError("empty")
    if data[:1024].lstrip().startswith(b"%PDF-"):
        from thidua.documents.intake import pdf_text  # noqa: PLC0415

        return {"kind": "pdf", "text": check(pdf_text.text_of(data))}
    if data.startswith(b"PK"):
        from thidua.documents.intake import word_text  # noqa: PLC0415

        word_text.guard(data)
        return {"kind": "docx", "text": check(word_text.text_of(data))}
    if data.startswith(_OLD_OFFICE):
        raise UnreadableFileError("old_word")
    if data.startswith(_IMAGES):
        raise UnreadableFileError("image")
    if data.startswith(b"{\\rtf"):
        raise UnreadableFileError("unknown_kind")
    return {"kind": "text", "text": decode(data)}


def main(path: str, memory: str, seconds: str) -> dict[str, Any]:
    """Return the answer for one file, under limits."""
    confine(memory=int(memory), seconds=int(seconds))
    try:
        return text_of(Path(path).read_bytes())
    except UnreadableFileError as error:
        return {"error": error.code, "facts": error.facts}
    except MemoryError:
        return {"error": "too_large", "facts": {"megabytes": 20}}
    except Exception as error:  # noqa: BLE001 - whatever a foreign file does to a library, the parent gets a reason
        return {"error": "failed", "facts": {"kind": type(error).__name__}}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(*sys.argv[1:4])))
