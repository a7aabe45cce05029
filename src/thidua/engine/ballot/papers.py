"""Papers of constant length, receipts and key slips: bytes and letters only, the sealing is done elsewhere."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final

from thidua.engine.ballot.counting import Choice

PAPER_SIZE: Final = 256
_MAGIC: Final = b"TD1"
_MARK_SIZE: Final = 8
_HEAD_SIZE: Final = len(_MAGIC) + _MARK_SIZE
_CODES: Final = {Choice.YES: 1, Choice.NO: 2, Choice.BLANK: 3, Choice.SPOILT: 4}
_CHOICES: Final = {code: choice for choice, code in _CODES.items()}
_NOT_ASKED: Final = 0

# Crockford's base 32: no I, L, O, U, so that a slip can be read aloud and typed
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS: Final = str.maketrans("OIL", "011", "- ")
_RECEIPT_BITS: Final = 60
_GROUP: Final = 4
_KEY_BYTES: Final = 16
_KEY_LETTERS: Final = 26
_CHECK_LETTERS: Final = 2


class PaperError(ValueError):
    """Bytes that are no paper of this ballot, or letters that are no key. The message is a code."""


def _mark(ballot: str, questions: Sequence[str]) -> bytes:
    text = "\x1f".join([ballot, *questions])
    return hashlib.sha256(text.encode()).digest()[:_MARK_SIZE]


def pack(ballot: str, questions: Sequence[str], choices: Mapping[str, Choice]) -> bytes:
    """Write choices as ``PAPER_SIZE`` bytes; a question left out is one that the voter was not asked.

    The paper carries a mark of the ballot and its questions, so that it counts in no other.
    Raises PaperError ``unknown_question``, ``too_many_questions``.
    """
    if not choices.keys() <= set(questions):
        raise PaperError("unknown_question")
    if len(questions) > PAPER_SIZE - _HEAD_SIZE:
        raise PaperError("too_many_questions")
    codes = bytes(_CODES[choices[question]] if question in choices else _NOT_ASKED for question in questions)
    return (_MAGIC + _mark(ballot, questions) + codes).ljust(PAPER_SIZE, b"\0")


def unpack(ballot: str, questions: Sequence[str], paper: bytes) -> dict[str, Choice]:
    """Read a paper. Raises PaperError ``not_a_paper``, ``other_ballot``, ``unknown_choice``."""
    if len(paper) != PAPER_SIZE or not paper.startswith(_MAGIC):
        raise PaperError("not_a_paper")
    if paper[len(_MAGIC) : _HEAD_SIZE] != _mark(ballot, questions):
        raise PaperError("other_ballot")
    codes, rest = paper[_HEAD_SIZE : _HEAD_SIZE + len(questions)], paper[_HEAD_SIZE + len(questions) :]
    if any(rest):
        raise PaperError("not_a_paper")
    if any(code != _NOT_ASKED and code not in _CHOICES for code in codes):
        raise PaperError("unknown_choice")
    return {
        question: _CHOICES[code]
        for question, code in zip(questions, codes, strict=True)
        if code != _NOT_ASKED
    }


def _letters(number: int, length: int) -> str:
    return "".join(_LETTERS[(number >> (5 * place)) & 31] for place in reversed(range(length)))


def _grouped(letters: str) -> str:
    return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))


def receipt(envelope: bytes) -> str:
    """Return the receipt of an envelope: the first 60 bits of its SHA-256 in three groups of four."""
    number = int.from_bytes(hashlib.sha256(envelope).digest()[:8]) >> (64 - _RECEIPT_BITS)
    return _grouped(_letters(number, _RECEIPT_BITS // 5))


def _check(letters: str) -> str:
    return _letters(int.from_bytes(hashlib.sha256(letters.encode()).digest()[:2]) >> 6, _CHECK_LETTERS)


def key_slip(key: bytes) -> str:
    """Write a teller's key of 16 bytes for print: seven groups of four letters, the last two a checksum.

    Raises PaperError ``not_a_key`` for another length.
    """
    if len(key) != _KEY_BYTES:
        raise PaperError("not_a_key")
    letters = _letters(int.from_bytes(key), _KEY_LETTERS)
    return _grouped(letters + _check(letters))


def read_key_slip(typed: str) -> bytes:
    """Read a key back. Raises PaperError ``not_a_key``, or ``wrong_checksum`` for a slip of the pen."""
    letters = typed.strip().upper().translate(_READ_AS)
    if len(letters) != _KEY_LETTERS + _CHECK_LETTERS or not set(letters) <= set(_LETTERS):
        raise PaperError("not_a_key")
    body, checksum = letters[:_KEY_LETTERS], letters[_KEY_LETTERS:]
    if _check(body) != checksum:
        raise PaperError("wrong_checksum")
    number = 0
    for letter in body:
        number = number << 5 | _LETTERS.index(letter)
    if number >> (8 * _KEY_BYTES):
        raise PaperError("not_a_key")
    return number.to_bytes(_KEY_BYTES)
