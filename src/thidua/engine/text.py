"""Vietnamese text as keys: search without marks, alphabetical order, both ways of placing a tone."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

# the tones in dictionary order (ngang, huyền, hỏi, ngã, sắc, nặng) by their combining mark
_TONES: Final = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_MARK_OF: Final = {place: mark for mark, place in _TONES.items()}
# f, j, w, z are no Vietnamese letters but stand in foreign names; they take their Latin place
_ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_CODE: Final = {letter: f"{place + 10:02d}" for place, letter in enumerate(_ALPHABET)}
_END: Final = "00"
_NUMBER: Final = "05"
_FOREIGN: Final = "zz"
_WORD: Final = re.compile(r"[0-9]+|[^\W\d_]+")
_OPEN_PAIRS: Final = ("oa", "oe", "uy")
_SHORTEST_WITH_PAIR: Final = 2


def nfc(text: str) -> str:
    """Return the composed form, which is the one that is stored."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return the text without marks, small, đ as d, blanks squeezed: "Dương  Quỳ" gives "duong quy"."""
    plain = unicodedata.normalize("NFD", text.casefold())
    bare = "".join(char for char in plain if not unicodedata.combining(char)).replace("đ", "d")
    return " ".join(bare.split())


@dataclass(frozen=True, slots=True)
class _Syllable:
    letters: str  # lower case, with the marks of the vowels (ă, ơ) but without the tone
    tone: int


def _syllable(word: str) -> _Syllable:
    letters: list[str] = []
    tone = 0
    for char in unicodedata.normalize("NFD", word):
        if char in _TONES:
            tone = _TONES[char]
        else:
            letters.append(char)
    return _Syllable(unicodedata.normalize("NFC", "".join(letters)).lower(), tone)


def _letter_code(letter: str) -> str:
    code = _LETTER_CODE.get(letter)
    if code is None:
        base = unicodedata.normalize("NFD", letter)[0]
        code = _LETTER_CODE.get(base) or f"{_FOREIGN}{ord(letter):06x}"
    return code


def _word_key(word: str) -> str:
    if word[0].isdigit() and word.isascii():
        digits = word.lstrip("0") or "0"
        return f"{_NUMBER}{len(digits):02d}{digits}{_END}0"
    syllable = _syllable(word)
    return "".join(map(_letter_code, syllable.letters)) + f"{_END}{syllable.tone}"


def sort_key(text: str, *, person: bool = False) -> str:
    """Return a key of digits and small letters whose plain order is the Vietnamese order.

    Syllable by syllable, letters (a ă â … d đ …) before tones (ngang, huyền, hỏi, ngã, sắc, nặng); numbers
    by their value ("Thôn 2" before "Thôn 10"). With ``person``: given name first, then middle names, then
    family name. The key holds nothing but [0-9a-z], so every collation of every database orders it alike.
    """
    words = _WORD.findall(nfc(text))
    if not person or len(words) < _SHORTEST_WITH_PAIR:
        return "".join(map(_word_key, words))
    family, *middle, given = words
    return _word_key(given) + _END + "".join(map(_word_key, middle)) + _END + _word_key(family)


def _tone_on(letters: str, tone: int, place: int) -> str:
    return nfc(letters[: place + 1] + _MARK_OF[tone] + letters[place + 1 :]) if tone else letters


def _replace_tone(match: re.Match[str]) -> str:
    word = match.group()
    syllable = _syllable(word)
    letters = syllable.letters
    if not syllable.tone or letters[-2:] not in _OPEN_PAIRS or letters.startswith("qu"):
        return word
    placed = _tone_on(letters, syllable.tone, len(letters) - 2)
    if word.isupper():
        return placed.upper()
    return placed[0].upper() + placed[1:] if word[0].isupper() else placed


def place_tones(text: str) -> str:
    """Put the tone of open oa, oe, uy on the first vowel: "hoà" becomes "hòa", "thuỷ" "thủy"."""
    return re.sub(r"[^\W\d_]+", _replace_tone, nfc(text))


def name_key(text: str) -> str:
    """Return the key under which two ways of writing one name meet: hoà/hòa, case, blanks; marks are kept."""
    return " ".join(place_tones(text).casefold().split())
