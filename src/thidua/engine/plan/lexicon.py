"""Words of administrative Vietnamese and which word follows which, from the phrases that ship with the reader."""

import math
import re
from collections import Counter, defaultdict
from functools import cache, lru_cache
from typing import Final

from thidua.engine.plan.channel import FAR, mark_cost, shape_cost
from thidua.engine.plan.data_files import phrases
from thidua.engine.plan.folding import flat

UNKNOWN: Final = -12.0  # log probability of a word that is not in the lexicon
_BACK_OFF: Final = 1.5
_MOST_CANDIDATES: Final = 9
_SHORT: Final = 3
_WORD: Final = re.compile(r"[^\W\d_]+|\d[\d/.]*")
_YEAR: Final = re.compile(r"(?:19|20)\d\d(?:[-/]\d+)?$")
_DIGITS: Final = ({"1": "l", "6": "o", "0": "o", "3": "a", "4": "a", "8": "s", "9": "o", "€": "e", "¢": "c"},
                  {"1": "i", "6": "e", "0": "o", "3": "a", "4": "a", "8": "a", "9": "g", "€": "e", "¢": "e"})
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
            self.pairs.update(zip(words, words[1:], strict=False))
        self._total = sum(self.singles.values())
        self.marked: defaultdict[str, list[str]] = defaultdict(list)  # folded -> with marks
        for word in self.singles:
            if word[0] == "#":
                continue
            self.marked[flat(word)].append(word)
        self._near: defaultdict[str, list[str]] = defaultdict(list)
        for form in self.marked:
            for part in _deletions(form):
                self._near[part].append(form)

    @lru_cache(maxsize=100_000)  # noqa: B019 - one lexicon for the life of the process
    def alone(self, word: str) -> float:
        """Return the log probability of the word by itself."""
        count = self.singles.get(word, 0)
        return math.log((count + 0.2) / self._total) if count else UNKNOWN

    def after(self, before: str, word: str) -> float:
        """Return the log probability of the word after another."""
        pair = self.pairs.get((before, word), 0)
        single = self.alone(word)
        if not pair:
            seen = self.singles.get(before, 0)
            return single + math.log(_BACK_OFF / (seen + _BACK_OFF)) * 0.35 - 0.6
        return math.log((pair + _BACK_OFF * math.exp(single)) / (self.singles[before] + _BACK_OFF))

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
            variants.add("d" + folded[1:])  # no Vietnamese word begins with a bare p, but Đ is often read as P
        if not folded.isalpha():
            one, two = (str.maketrans(dict(letters)) for letters in _DIGITS)
            variants |= {folded.translate(one), folded.translate(two), folded[:1].translate(one) + folded[1:].translate(two)}
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
