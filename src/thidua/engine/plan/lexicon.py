"""Words of administrative Vietnamese and which word follows which, from the phrases that ship with the reader."""

import math
import re
from collections import Counter, defaultdict
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

from thidua.engine.plan.channel import FAR, mark_cost, shape_cost
from thidua.engine.plan.data_files import phrases
from thidua.engine.plan.folding import flat

UNKNOWN: Final = -12.0  # log probability of a word that is not in the lexicon
_BACK_OFF: Final = 1.5
_NO_PAIR: Final = -0.6  # two words that no phrase holds side by side
_MOST_CANDIDATES: Final = 9
_SHORT: Final = 3
_WORD: Final = re.compile(r"[^\W\d_]+|\d[\d/.]*")
_YEAR: Final = re.compile(r"(?:19|20)\d\d(?:[-/]\d+)?$")
_DIGITS: Final = (
    {"1": "l", "6": "o", "0": "o", "3": "a", "4": "a", "8": "s", "9": "o", "€": "e", "¢": "c"},
    {"1": "i", "6": "e", "0": "o", "3": "a", "4": "a", "8": "a", "9": "g", "€": "e", "¢": "e"},
)
_SPLIT: Final = re.compile("itr|irt|ii|li|ti|it|ir|tr|tt|lt|ri|il")


def as_word(seen: str) -> str:
    """Return what stands for the word in the lexicon: itself, small, or a sign for a number or a year."""
    if not seen[:1].isdigit():
        return seen.lower()
    return "#year" if _YEAR.match(seen) else "#"


class Lexicon:
    """Unigrams and bigrams of folded and marked words, and an index that finds words by what a scan made of them."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        """Count the words of each line and the words that follow them."""
        self.singles: Counter[str] = Counter()
        self.pairs: Counter[tuple[str, str]] = Counter()
        for line in lines:
            words = [as_word(word) for word in _WORD.findall(line)]
            self.singles.update(words)
            self.pairs.update(pairwise(words))
        total = sum(self.singles.values())
        self._alone = {word: math.log((count + 0.2) / total) for word, count in self.singles.items()}
        self._unseen = {
            word: math.log(_BACK_OFF / (count + _BACK_OFF)) * 0.35 + _NO_PAIR
            for word, count in self.singles.items()
        }
        self._after = {
            (left, right): math.log(
                (count + _BACK_OFF * math.exp(self._alone[right])) / (self.singles[left] + _BACK_OFF)
            )
            for (left, right), count in self.pairs.items()
        }
        self.marked: defaultdict[str, list[str]] = defaultdict(list)  # folded -> with marks
        for word in self.singles:
            if word[0] == "#":
                continue
            self.marked[flat(word)].append(word)
        self._near: defaultdict[str, list[str]] = defaultdict(list)
        for form in self.marked:
            for part in _deletions(form):
                self._near[part].append(form)

    def alone(self, word: str) -> float:
        """Return the log probability of the word by itself."""
        return self._alone.get(word, UNKNOWN)

    def after(self, before: str, word: str) -> float:
        """Return the log probability of the word after another."""
        known = self._after.get((before, word))
        return self._alone.get(word, UNKNOWN) + self._unseen.get(before, _NO_PAIR) if known is None else known

    @lru_cache(maxsize=4_096)  # noqa: B019 - one lexicon for the life of the process
    def steps(self, before: tuple[str, ...], words: tuple[str, ...]) -> tuple[tuple[float, ...], ...]:
        """Return for each word its log probability after each of the words before."""
        known, alone = self._after.get, self._alone.get
        rows: list[tuple[float, ...]] = []
        unseen = [(left, self._unseen.get(left, _NO_PAIR)) for left in before]
        for word in words:
            single = alone(word, UNKNOWN)
            row = [single + less if (pair := known((left, word))) is None else pair for left, less in unseen]
            rows.append(tuple(row))
        return tuple(rows)

    def knows_pair(self, before: str, word: str) -> bool:
        """Tell whether the phrases hold these two words side by side."""
        return (before, word) in self.pairs

    @lru_cache(maxsize=100_000)  # noqa: B019 - one lexicon for the life of the process
    def candidates(self, seen: str) -> tuple[tuple[str, float], ...]:
        """Return the words that may stand where these small characters were scanned, each with its cost."""
        folded = flat(seen)
        forms = {folded} if folded in self.marked else set()
        variants = {folded, _SPLIT.sub("u", folded)}
        if folded.startswith("p") and not folded.startswith("ph"):
            variants.add(
                "d" + folded[1:]
            )  # no Vietnamese word begins with a bare p, but Đ is often read as P
        if not folded.isalpha():
            one, two = (str.maketrans(dict(letters)) for letters in _DIGITS)
            variants |= {
                folded.translate(one),
                folded.translate(two),
                folded[:1].translate(one) + folded[1:].translate(two),
            }
        for variant in variants:
            for part in _deletions(variant):
                forms.update(self._near.get(part, ()))
        scored: list[tuple[float, str]] = []
        for form in forms:
            cost = shape_cost(form, folded)
            if cost < FAR:
                scored.extend((cost + mark_cost(word, seen), word) for word in self.marked[form])
        scored.sort(key=lambda pair: (pair[0] - 0.5 * self.alone(pair[1]), pair[1]))
        return tuple((word, cost) for cost, word in scored[:_MOST_CANDIDATES])


def _deletions(form: str) -> set[str]:
    once = {form[:at] + form[at + 1 :] for at in range(len(form))} if len(form) > 1 else set()
    parts = {form} | once
    if len(form) > _SHORT + 1:
        parts |= {part[:at] + part[at + 1 :] for part in once for at in range(len(part))}
    return parts


@cache
def lexicon() -> Lexicon:
    """Return the lexicon that ships with the reader."""
    return Lexicon(phrases())
