"""Check codes of certificates: 60 random bits to type, and a signed text that is checked without the server."""

from __future__ import annotations

import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from pathlib import Path

from django.conf import settings
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP = 3, 4
SEPARATOR = "|"
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def new_check_code() -> str:
    """Twelve letters of Crockford's alphabet in three groups, 60 random bits: "7K2M-0QXD-P9AB"."""
    letters = [secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP)]
    return "-".join("".join(letters[at : at + GROUP]) for at in range(0, GROUPS * GROUP, GROUP))


def tidy_code(typed: str) -> str:
    """A code as somebody typed it from paper: case, spaces and look-alike letters forgiven; empty when it is none."""
    letters = [letter for letter in typed.upper().translate(_MISREAD) if letter in ALPHABET]
    if len(letters) != GROUPS * GROUP:
        return ""
    return "-".join("".join(letters[at : at + GROUP]) for at in range(0, GROUPS * GROUP, GROUP))


def _key() -> SigningKey:
    path = Path(settings.THIDUA_HOME) / "certificate.key"
    if not path.exists():
        draft = path.with_name(f"certificate.{os.getpid()}.tmp")
        draft.touch(mode=0o600)
        draft.write_bytes(bytes(SigningKey.generate()))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return SigningKey(path.read_bytes())


def public_key() -> str:
    """The public half of this home's key, to be printed in the handbook of the authority."""
    return urlsafe_b64encode(bytes(_key().verify_key)).decode("ascii")


def sign(*fields: str) -> str:
    """The Ed25519 signature over the fields, as text."""
    return urlsafe_b64encode(_key().sign(_joined(fields)).signature).decode("ascii")


def signed_text(signature: str, *fields: str) -> str:
    """What the square code on a certificate holds: the fields and their signature."""
    return SEPARATOR.join((*(field.replace(SEPARATOR, " ") for field in fields), signature))


def verify_text(text: str, key: str) -> tuple[str, ...] | None:
    """The fields of a scanned code when its signature is good under a public key, else nothing."""
    *fields, signature = text.split(SEPARATOR)
    try:
        VerifyKey(urlsafe_b64decode(key)).verify(_joined(fields), urlsafe_b64decode(signature))
    except (BadSignatureError, Base64Error, ValueError):
        return None
    return tuple(fields)


def _joined(fields: tuple[str, ...] | list[str]) -> bytes:
    return SEPARATOR.join(field.replace(SEPARATOR, " ") for field in fields).encode()
