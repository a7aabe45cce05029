"""Damages a text as an old scanner does, always the same way for the same seed."""

import random
import re
import unicodedata

_LATIN = {
    "ê": "é",
    "ề": "é",
    "ế": "é",
    "ệ": "é",
    "ể": "é",
    "ễ": "é",
    "ô": "6",
    "ố": "6",
    "ồ": "6",
    "ộ": "0",
    "ổ": "é",
}
_MISREAD = {
    "đ": "d", "Đ": "P", "ư": "u", "ứ": "ir", "ự": "y", "ụ": "y", "ủ": "ii", "ũ": "ii", "ờ": "d", "ơ": "o", "ớ": "&",
    "ă": "a", "ắ": "i", "ậ": "i", "ã": "3", "ạ": "a", "ợ": "g",
}  # fmt: skip
_KEEP = re.compile(r"\d")


def plain(text: str) -> str:
    """Drop every mark."""
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    return bare.replace("đ", "d").replace("Đ", "D")


def damage(
    text: str,
    seed: int = 1,
    *,
    misread: float = 0.12,
    latin: float = 0.3,
    broken: float = 0.0,
    bullets: float = 0.0,
) -> str:
    """Return the text with its marks lost, some letters misread, lines broken and bullets lost."""
    chance = random.Random(seed)  # noqa: S311 - the same damage each time is the point
    out: list[str] = []
    for whole in text.split("\n"):
        lost = chance.random() < bullets
        line = re.sub(r"^(\s*)[-–]\s+", r"\1", whole) if lost else whole
        words = [_word(word, chance, misread, latin) for word in line.split(" ")]
        if broken and len(words) > 8 and chance.random() < broken:
            at = chance.randrange(3, len(words) - 2)
            if words[at][:1].islower() and words[at - 1][-1:].isalpha():
                words[at - 1] += "\n" + words.pop(at)
        out.append(" ".join(words))
    return "\n".join(out)


def _word(word: str, chance: random.Random, misread: float, latin: float) -> str:
    if _KEEP.search(word):
        return plain(word)
    made: list[str] = []
    hit = False
    for char in unicodedata.normalize("NFC", word):
        if not hit and char in _MISREAD and not word.isupper() and chance.random() < misread:
            made.append(_MISREAD[char])
            hit = True
        elif char in _LATIN and not word.isupper() and chance.random() < latin and not hit:
            made.append(_LATIN[char])
            hit = True
        else:
            made.append(plain(char))
    return "".join(made)
