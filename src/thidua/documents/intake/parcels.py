"""Checking a dossier that came as one ZIP from another machine against its own manifest of hashes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from zipfile import ZipFile, ZipInfo

from thidua.documents.intake.errors import UnreadableFileError
from thidua.documents.intake.package import CHUNK, DAMAGED, MOST_BYTES, check_directory
from thidua.documents.parcel import MANIFEST

_MOST_MANIFEST: Final = 512 * 1024
_HASH_LENGTH: Final = 64


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file of the parcel: ``same`` as its manifest says, ``changed``, ``missing``, or ``unlisted``."""

    path: str
    outcome: str


@dataclass(frozen=True, slots=True)
class CheckedParcel:
    """A parcel and its files; ``whole`` when all that the manifest lists is there unchanged."""

    manifest_sha256: str
    files: tuple[CheckedFile, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing that the manifest lists was changed or is missing."""
        return all(file.outcome in {"same", "unlisted"} for file in self.files)


def check_parcel(content: bytes) -> CheckedParcel:
    """Compare every file of a ZIP with the hash that its manifest names; nothing is written anywhere.

    Raises UnreadableFileError: `bomb`, `encrypted`, `damaged`, `no_manifest`.
    """
    try:
        with ZipFile(BytesIO(content)) as package:
            entries = package.infolist()
            check_directory(entries, len(content))
            if any(_strays(entry.filename) for entry in entries):
                raise UnreadableFileError("damaged")
            by_name = {entry.filename: entry for entry in entries if not entry.is_dir()}
            head = by_name.pop(MANIFEST, None)
            if head is None or head.file_size > _MOST_MANIFEST:
                raise UnreadableFileError("no_manifest")
            listed, digest = _read(package, head)
            found = {name: _digest(package, entry) for name, entry in by_name.items()}
    except DAMAGED as error:
        raise UnreadableFileError("damaged") from error
    files = [
        CheckedFile(name, "missing" if name not in found else "same" if found[name] == told else "changed")
        for name, told in listed.items()
    ]
    files += [CheckedFile(name, "unlisted") for name in found if name not in listed]
    return CheckedParcel(digest, tuple(files))


def _strays(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/")


def _read(package: ZipFile, head: ZipInfo) -> tuple[dict[str, str], str]:
    with package.open(head) as part:
        raw = part.read(_MOST_MANIFEST + 1)
    listed: dict[str, str] = {}
    for line in raw.decode("utf-8").splitlines():
        told, mark, name = line.partition("  ")
        if not mark or len(told) != _HASH_LENGTH or name in listed:
            raise UnreadableFileError("no_manifest")
        listed[name] = told.lower()
    if not listed:
        raise UnreadableFileError("no_manifest")
    return listed, hashlib.sha256(raw).hexdigest()


def _digest(package: ZipFile, entry: ZipInfo) -> str:
    """The hash of one entry, streamed: what comes out is counted, whatever the directory says."""
    made, left = hashlib.sha256(), MOST_BYTES
    with package.open(entry) as part:
        while chunk := part.read(CHUNK):
            left -= len(chunk)
            if left < 0:
                raise UnreadableFileError("bomb")
            made.update(chunk)
    return made.hexdigest()
