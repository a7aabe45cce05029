"""Keys of two tellers and sealed envelopes. Nothing here touches the database or keeps a secret."""

from __future__ import annotations

import hashlib
import secrets

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

_KEY_BYTES = 16


class EnvelopeError(ValueError):
    """An envelope that these two keys do not open."""


def new_key() -> bytes:
    """Draw the secret that a teller takes home on a slip."""
    return secrets.token_bytes(_KEY_BYTES)


def private_key(secret: bytes, ballot: int) -> PrivateKey:
    """Derive the private key; the ballot is part of it, so that one secret opens no other ballot."""
    person = f"thidua-{ballot % 10**8}".encode()
    return PrivateKey(hashlib.blake2b(secret, digest_size=32, person=person).digest())


def public_bytes(secret: bytes, ballot: int) -> bytes:
    """The half of the key that is stored."""
    return bytes(private_key(secret, ballot).public_key)


def seal(paper: bytes, public_a: bytes, public_b: bytes) -> bytes:
    """Seal a paper to key A inside key B; equal papers give different envelopes of equal length."""
    inner = SealedBox(PublicKey(public_a)).encrypt(paper)
    return bytes(SealedBox(PublicKey(public_b)).encrypt(inner))


def unseal(envelope: bytes, secret_a: bytes, secret_b: bytes, ballot: int) -> bytes:
    """Open an envelope with both secrets. Raises ``EnvelopeError``."""
    try:
        inner = SealedBox(private_key(secret_b, ballot)).decrypt(envelope)
        return bytes(SealedBox(private_key(secret_a, ballot)).decrypt(inner))
    except CryptoError as error:
        raise EnvelopeError from error


def new_serials(number: int) -> list[str]:
    """Draw serials for slips, all different, in their own order: nothing in them tells when or whose."""
    drawn: set[str] = set()
    while len(drawn) < number:
        drawn.add(secrets.token_hex(8))
    return sorted(drawn)


def shuffled(serials: list[str]) -> list[str]:
    """The serials in an order that nobody can foretell."""
    mixed = list(serials)
    secrets.SystemRandom().shuffle(mixed)
    return mixed
