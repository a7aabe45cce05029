"""Digital signatures of a PDF: who signed when, whether it is as it was signed, whether the signer is trusted.

The check runs in a child process with limits. Trust is said only against root certificates that the authority put in;
without any the answer is that it could not be checked, never that all is well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from thidua.documents.intake import child
from thidua.documents.intake.errors import UnreadableFileError

_SIGNED = (b"/ByteRange", b"/ObjStm", b"/XRef")
_MEMORY_MB = 900


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature. ``trust``: trusted, foreign (no root of ours), unchecked (no root is put in).

    ``intact``: nothing of what was signed has changed; ``added``: something was put behind it that it does not cover.
    ``stamped``: the time comes from a time-stamping authority, else the signer says it.
    """

    signer: str
    issuer: str
    at: str | None
    stamped: bool
    intact: bool
    added: bool
    trust: str
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Root:
    """A root certificate as it was read."""

    subject: str
    fingerprint: str
    pem: str
    valid_to: date


def may_be_signed(content: bytes) -> bool:
    """Whether a file may bear a signature at all, told without parsing it."""
    return content[:1024].lstrip().startswith(b"%PDF-") and any(mark in content for mark in _SIGNED)


def examine(content: bytes, roots: Sequence[str], at: datetime) -> tuple[Signature, ...]:
    """The signatures of a PDF, checked against root certificates (PEM) at a moment; none for what is no PDF.

    Raises UnreadableFileError as ``child.run``.
    """
    if not may_be_signed(content):
        return ()
    options = {"roots": list(roots), "at": at.isoformat()}
    found = child.run("thidua.documents.intake.signing", content, memory_mb=_MEMORY_MB, options=options)
    return tuple(Signature(**row) for row in found["found"])


def read_root(content: bytes) -> Root:
    """A root certificate (PEM or DER). Raises UnreadableFileError: `damaged`, `no_root` where it is no authority's."""
    try:
        told: dict[str, Any] = child.run(
            "thidua.documents.intake.signing", content, memory_mb=_MEMORY_MB, options={"root": True}
        )
    except UnreadableFileError as refused:
        raise UnreadableFileError("no_root" if refused.code == "no_root" else "no_certificate") from refused
    return Root(**told | {"valid_to": date.fromisoformat(told["valid_to"])})
