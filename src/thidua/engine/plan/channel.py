"""How a scanner misreads Vietnamese: what it costs to take the letters that stand there for a word.

Costs are natural logarithms turned positive: a letter read right costs nothing, a lost mark little, a letter of
another shape much. What is known of misreadings is written here by letter, never by word and never by plan.
"""

from functools import lru_cache
from typing import Final

from thidua.engine.plan.folding import flat

FAR: Final = 9.0  # beyond it a word is not taken into account
_LIKE: Final = 1.3
_VOWEL: Final = 2.2
_OTHER: Final = 4.5
_EXTRA: Final = 3.2
_EXTRA_SIGN: Final = 1.6
_MISSING: Final = 3.8
_VOWELS: Final = frozenset("aeiouy")
# letter of the word -> what scanners print instead, as single characters
_SHAPES: Final = {
    "a": "i43&8@9ouey",
    "b": "6h8",
    "c": "e(¢o<",
    "d": "p0bo",
    "e": "c¢&63é8i",
    "g": "pq96e",
    "h": "n1bi",
    "i": "1l!|jtdr]",
    "k": "lh",
    "l": "1i|!t]j",
    "m": "n",
    "n": "mhuri",
    "o": "06dbié¢ae98c4y&qu",
    "p": "bn",
    "q": "g9",
    "r": "tnf",
    "s": "58",
    "t": "lfricd1",
    "u": "wyvrtidlioqn",
    "v": "yu",
    "x": "k",
    "y": "vwujgi",
}
# letter of the word -> several characters printed for it
_SPLITS: Final = {
    "u": ("ii", "li", "ti", "it", "ir", "tr", "tt", "lt", "ri", "itr", "irt", "il", "u'", "vy", "wu"),
    "o": ("6i", "0i", "d6", "o6", "o0", "o1", "6a", "cr", "0o", "ga", "d1", "oi"),
    "n": ("ri", "li", "ii", "rn", "1i"),
    "h": ("li", "ii", "lr", "1i", "n1"),
    "m": ("rn", "ni", "in", "nn"),
    "a": ("a&", "&i", "ai", "da", "ia", "aa"),
    "e": ("e&", "é&", "€", "ee"),
    "d": ("cl", "dd", "ci", "d1"),
    "i": ("i1", "il"),
}
# what one scanned character can stand for several letters
_FUSED: Final = {"uo": ("w", "u", "ue", "u'("), "on": ("m",), "un": ("m",), "ng": ("mg",)}


def _swap(letter: str, seen: str) -> float:
    if letter == seen:
        return 0.0
    if seen in _SHAPES.get(letter, ""):
        return _LIKE
    if letter in _VOWELS and (seen in _VOWELS or not seen.isalpha()):
        return _VOWEL
    return _OTHER


def _rows(word: str, seen: str) -> float:  # weighted edit distance, with letters that split or fuse
    width = len(seen)
    far = [_EXTRA if char.isalnum() else _EXTRA_SIGN for char in seen]
    row = [0.0] * (width + 1)
    for at in range(width):
        row[at + 1] = row[at] + far[at]
    rows = [row]
    for index, letter in enumerate(word):
        above = rows[-1]
        row = [above[0] + _MISSING]
        splits = _SPLITS.get(letter, ())
        pair = _FUSED.get(word[index - 1 : index + 1], ()) if index else ()
        best = row[0]
        for at in range(width):
            cost = above[at] + _swap(letter, seen[at])
            cost = min(cost, above[at + 1] + _MISSING, row[at] + far[at])
            for split in splits:
                size = len(split)
                if size <= at + 1 and seen[at + 1 - size : at + 1] == split:
                    cost = min(cost, above[at + 1 - size] + _LIKE)
            for fused in pair:
                size = len(fused)
                if size <= at + 1 and seen[at + 1 - size : at + 1] == fused:
                    cost = min(cost, rows[-2][at + 1 - size] + _LIKE)
            row.append(cost)
            best = min(best, cost)
        if best > FAR:
            return FAR + 1
        rows.append(row)
    return rows[-1][-1]


@lru_cache(maxsize=200_000)
def shape_cost(word: str, seen: str) -> float:
    """Return the cost of reading the folded word where these folded characters stand; above FAR: too far."""
    return 0.0 if word == seen else _rows(word, seen)


def mark_cost(word: str, seen: str) -> float:
    """Return the cost of the marks when letters are the same: lost ones cheap, other or added ones dear."""
    if len(word) != len(seen):
        return 0.6
    cost = 0.0
    for right, there in zip(word, seen, strict=True):
        if right == there:
            continue
        if flat(right) != flat(there):
            continue
        if there.isascii():
            cost += 0.15
        elif right.isascii():
            cost += 1.2
        else:
            cost += 0.35
    return cost
