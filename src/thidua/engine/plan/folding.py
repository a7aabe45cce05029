"""Folding that keeps every place: one folded character for one character of the text."""

import unicodedata
from typing import Final

# all capitals of Vietnamese, for use inside a class of a regular expression
UPPER: Final = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_SPECIAL: Final = {
    "đ": "d",
    "ð": "d",
    "Đ": "d",
    "Ð": "d",
    "–": "-",
    "—": "-",
    "−": "-",
    "¥": "y",
    "\u00a0": " ",
    "\t": " ",
}
_QUOTES: Final = dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("’‘‛′", "'")


class _Table(dict[int, str]):
    """Fold of each code point, worked out the first time it is met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = _SPECIAL.get(char) or _QUOTES.get(char)
        if folded is None:
            folded = unicodedata.normalize("NFD", char.lower()[:1] or char)[:1]
            folded = _SPECIAL.get(folded, folded)
        self[code] = folded
        return folded


_TABLE: Final = _Table()


def flat(text: str) -> str:
    """Return the text small and without marks, as long as the text: "Dương Quỳ" gives "duong quy".

    Unlike `thidua.engine.text.fold` no character is dropped, so that a place found in the folded text is the
    same place in the text itself.
    """
    return text.translate(_TABLE)


def is_marked(char: str) -> bool:
    """Tell whether the letter carries a mark: a tone, a hat, a hook, a horn or the bar of đ."""
    return char.isalpha() and not char.isascii()


def is_vietnamese_only(char: str) -> bool:
    """Tell whether hardly any language but Vietnamese writes this letter (ạ, ộ, ư, đ), so no misreading makes it."""
    return "\u1ea0" <= char <= "\u1ef9" or char in "đĐăĂơƠưƯĩĨũŨ"
