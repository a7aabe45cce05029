"""Argon2 within the memory of an office computer."""

from __future__ import annotations

from threading import BoundedSemaphore

from django.contrib.auth.hashers import Argon2PasswordHasher

_at_once = BoundedSemaphore(2)


class OfficeArgon2Hasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB and 2 passes (OWASP's lower set), at most two at a time."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """Hash, waiting for one of two places."""
        with _at_once:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Compare, waiting for one of two places."""
        with _at_once:
            return super().verify(password, encoded)
