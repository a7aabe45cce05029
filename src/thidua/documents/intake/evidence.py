"""Judging an uploaded file by what it holds, not by its name."""

from dataclasses import dataclass
from pathlib import Path, PurePath

from thidua.documents.intake import child
from thidua.documents.intake.errors import UnreadableFileError

MAX_BYTES = 20 * 1024 * 1024
ACCEPT = ".pdf,.png,.jpg,.jpeg,.webp,.tif,.tiff,.heic,.docx,.xlsx,.doc,.xls"
"""For the file field of a form; it only helps to choose, the content decides."""
SCANS = ".pdf,.png,.jpg,.jpeg,.webp,.tif,.tiff,.heic"
"""The same for the signed copy of a paper: scanned, photographed, or a PDF that is signed digitally."""
SCANNED = frozenset({"pdf", "image", "heic"})

_KINDS = {
    "pdf": {"pdf"},
    "image": {"png", "jpg", "jpeg", "jfif", "webp", "tif", "tiff"},
    "docx": {"docx"},
    "xlsx": {"xlsx"},
    "old_office": {"doc", "xls", "ppt", "dot", "xlt"},
    "heic": {"heic", "heif"},
}


@dataclass(frozen=True, slots=True)
class Judged:
    """What a file is.

    `kind`: pdf, image, docx, xlsx, old_office, heic; the last two are kept and never parsed. `pages` where it is
    known; `width` and `height` of an image in dots. `flags`: `no_text` (a scan without text layer), `active` (a PDF
    with scripts or attachments), `external` (links that load from outside), `embedded` (objects inside), `location`
    (a photo that says where it was taken), `unparsed` (old format), `renamed` (an image with the ending of another).
    """

    kind: str
    media_type: str
    size: int
    pages: int | None = None
    width: int | None = None
    height: int | None = None
    flags: tuple[str, ...] = ()


def judge(content: bytes | Path, name: str, *, max_bytes: int = MAX_BYTES) -> Judged:
    """Judge a file in a child process.

    Raises UnreadableFileError: `empty`, `too_large`, `mislabelled`, `unsupported`, `unknown`, `executable`, `script`,
    `macros`, `encrypted`, `bomb`, `image_too_large`, `damaged`, `too_slow`, `too_heavy`.
    """
    size = content.stat().st_size if isinstance(content, Path) else len(content)
    if size == 0:
        raise UnreadableFileError("empty", {"name": name})
    if size > max_bytes:
        raise UnreadableFileError("too_large", {"name": name, "megabytes": max_bytes // (1024 * 1024)})
    held = content.read_bytes() if isinstance(content, Path) else content
    try:
        found = child.run("thidua.documents.intake.judging", held)
    except UnreadableFileError as refused:
        raise UnreadableFileError(refused.code, {"name": name} | refused.facts) from refused
    ending = PurePath(name).suffix.removeprefix(".").lower()
    if ending not in _KINDS[found["kind"]]:
        raise UnreadableFileError("mislabelled", {"name": name, "kind": found["kind"], "ending": ending})
    flags = tuple(found["flags"])
    if found["kind"] == "image" and found["media_type"] not in _image_types(ending):
        flags = (*flags, "renamed")
    return Judged(
        kind=found["kind"],
        media_type=found["media_type"],
        size=size,
        pages=found["pages"],
        width=found["width"],
        height=found["height"],
        flags=flags,
    )


def _image_types(ending: str) -> set[str]:
    common = {"jpg": "jpeg", "jfif": "jpeg", "tif": "tiff"}
    return {f"image/{common.get(ending, ending)}"}
