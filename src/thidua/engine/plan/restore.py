"""Giving damaged text its Vietnamese marks back, where that is certain.

A text that carries its marks is left exactly as it is written. In a damaged one every word is weighed: how dear is
the misreading (`channel`), how common the word and the pair it makes with its neighbours (`lexicon`). The best
reading of a paragraph is found by Viterbi; a word is taken only where every other reading is clearly worse, else it
stands as it was written and is in doubt. Names come from the gazetteer and from nowhere else.
"""

from dataclasses import dataclass
from operator import add
from typing import Final

from thidua.engine.plan.folding import flat, is_vietnamese_only
from thidua.engine.plan.gazetteer import KIND_OF_FLAT, LONGEST_NAME, Match, Names
from thidua.engine.plan.lexicon import UNKNOWN, as_word, lexicon
from thidua.engine.plan.passage import Passage
from thidua.engine.plan.tokens import Token, marks, tokens

_WHOLE_MARKED: Final = 0.72  # share of syllables with marks in sound Vietnamese is about 0.85
_WHOLE_OURS: Final = 0.25  # and with marks that are only ours about 0.55
_FEW: Final = 8
_CLEAR: Final = 2.0  # natural logarithm: the next reading must be some seven times less likely
_NUMBER: Final = 6.0  # digits speak for a number, not for a misread word
_CLEAR_OTHER: Final = 5.0
_SHORT: Final = 3
_CLEAR_KNOWN: Final = 1.0  # enough where the phrases hold the word beside its neighbour
_SEEN_NAME: Final = 3.0  # a capital in the middle of a sentence speaks for a name, not for a misread word
_KIND_COST: Final = 2.6
_TWO_WORD_KINDS: Final = frozenset({"thanh", "thi", "dac"})
_SAME_SHAPE: Final = frozenset("ucosvwxzkp")  # letters whose capital only differs in size


@dataclass(frozen=True, slots=True)
class Restored:
    """A text as it reads, whether its marks were lost, and the names met in it."""

    passage: Passage
    damaged: bool
    names: Names


@dataclass(slots=True)
class _Word:
    token: Token
    text: str
    sure: bool = True
    pinned: bool = False
    likely: str = ""  # the best reading, where it is not certain enough to be shown


def restore(text: str) -> Restored:
    """Return the text with its marks given back; an undamaged text comes back unchanged."""
    words = [_Word(token, token.seen, pinned=token.fixed) for token in tokens(text)]
    paragraphs: list[list[_Word]] = []
    for word in words:
        if word.token.breaks or not paragraphs:
            paragraphs.append([])
        paragraphs[-1].append(word)
    whole = _is_whole([word.token.seen for word in words], default=False)
    names = Names()
    damaged = [part for part in paragraphs if not _is_whole([w.token.seen for w in part], default=whole)]
    _pin_names(words, names, touch={id(word) for part in damaged for word in part})
    for part in damaged:
        _read(part)
    return Restored(_rebuild(text, words), not whole, names)


def _is_whole(words: list[str], *, default: bool) -> bool:
    count, marked, ours = marks(words)
    if count < _FEW:
        return default or ours > _WHOLE_OURS
    if default:  # a stretch of a sound text is damaged only where marks are plainly gone
        return marked > _WHOLE_MARKED / 2 or count < 2 * _FEW
    return marked >= _WHOLE_MARKED and ours >= _WHOLE_OURS


def _kind_at(words: list[_Word], at: int) -> tuple[str, int] | None:
    """Return the kind of unit that these words name, and how many words it takes."""
    seen = words[at].token.seen
    near = flat(words[at + 1].token.seen) if at + 1 < len(words) else ""
    first = flat(seen)
    for size, form in ((2, f"{first} {near}"), (1, first)):
        if form in KIND_OF_FLAT:
            return KIND_OF_FLAT[form], size
    if words[at].pinned or seen.isdigit():
        return None
    here = _near_forms(seen)
    for form in here & _TWO_WORD_KINDS if near else ():
        for other in _near_forms(words[at + 1].token.seen):
            if f"{form} {other}" in KIND_OF_FLAT:
                return KIND_OF_FLAT[f"{form} {other}"], 2
    return next(((KIND_OF_FLAT[form], 1) for form in sorted(here) if form in KIND_OF_FLAT), None)


def _near_forms(seen: str) -> set[str]:
    return {flat(word) for word, cost in lexicon().candidates(seen.lower()) if cost <= _KIND_COST} | {
        flat(seen)
    }


def _run_after(words: list[_Word], at: int) -> list[_Word]:
    """Return the capitalised words from here on, up to the longest that a name can be."""
    run: list[_Word] = []
    for word in words[at : at + LONGEST_NAME]:
        if word.token.fixed or word.token.stops or (run and word.token.breaks):
            break
        if not word.token.seen[:1].isupper():
            break
        run.append(word)
    return run


def _pin_names(words: list[_Word], names: Names, touch: set[int]) -> None:
    """Find the names of units: provinces first, for they tell which communes can be meant."""
    spots: list[tuple[str, list[_Word], list[_Word]]] = []
    for at in range(len(words) - 1):
        kind = _kind_at(words, at)
        if kind is not None:
            run = _run_after(words, at + kind[1])
            if run and not run[0].token.breaks:
                spots.append((kind[0], run, words[at : at + kind[1]]))
    order = ("tỉnh", "thành phố", "huyện", "quận", "thị xã")
    spots.sort(key=lambda spot: order.index(spot[0]) if spot[0] in order else len(order))
    met: dict[str, Match] = {}
    for unit, run, kind_words in spots:
        found = names.find(unit, [word.token.seen for word in run])
        if found is None:
            continue
        size, match = found
        names.add_context(match)
        if all(id(word) in touch for word in run[:size]):
            _pin(run[:size], match)
            for word, part in zip(kind_words, unit.split(), strict=False):
                if id(word) in touch and not word.pinned:
                    word.text, word.pinned = _case(part, word.token.seen, inside=False), True
            met[" ".join(flat(word.token.seen) for word in run[:size])] = match
    _pin_again(words, met, touch)


def _pin(run: list[_Word], match: Match) -> None:
    for word, part in zip(run, match.name.replace("-", " ").split(), strict=False):
        word.text = part.upper() if len(word.token.seen) > 1 and word.token.seen.isupper() else part
        word.pinned = True


def _pin_again(words: list[_Word], met: dict[str, Match], touch: set[int]) -> None:
    """Give a name that was settled once its marks wherever it stands without its kind, as in a place and date."""
    for at, word in enumerate(words):
        for name, match in met.items():
            size = name.count(" ") + 1
            if size < 2 or word.pinned or not word.token.seen[:1].isupper():  # noqa: PLR2004 - one word is no proof
                continue
            run = words[at : at + size]
            seen = " ".join(flat(other.token.seen) for other in run)
            if seen == name and all(id(other) in touch and other.token.seen[:1].isupper() for other in run):
                _pin(run, match)


def _options(word: _Word, *, start: bool) -> list[tuple[str, float]]:
    seen = word.token.seen
    small = seen.lower()
    if word.pinned:
        return [(as_word(word.text), 0.0)]
    known = small in lexicon().singles
    if any(is_vietnamese_only(char) for char in small):
        return [(small, 0.0)]  # no misreading makes these letters
    found = list(lexicon().candidates(small))
    if not known:
        name = seen[:1].isupper() and not seen.isupper() and not start
        found.append((as_word(small), -_NUMBER if small.isdigit() else -_SEEN_NAME if name else 0.0))
    return found


def _read(words: list[_Word]) -> None:
    options: list[list[tuple[str, float]]] = []
    scores: list[list[float]] = []  # best log probability up to here, by option
    for at, word in enumerate(words):
        start = word.token.stops or word.token.line_start or not at
        here = _options(word, start=start)
        options.append(here)
        if not at or _parted(words[at - 1], word):
            base = max(scores[-1]) if scores else 0.0
            scores.append([base + _alone(word, text) - cost for text, cost in here])
        else:
            scores.append(_step(options[-2], scores[-1], here))
    _choose(words, options, scores)


def _parted(before: _Word, word: _Word) -> bool:
    """Tell whether nothing is learnt from one word for the other: a stop, a name or a sign lies between."""
    return word.token.stops or any(one.pinned and not one.token.seen[:1].isdigit() for one in (before, word))


def _alone(word: _Word, text: str) -> float:
    return 0.0 if word.pinned else lexicon().alone(text)


def _words(options: list[tuple[str, float]]) -> tuple[str, ...]:
    return tuple(text for text, _ in options)


def _step(before: list[tuple[str, float]], score: list[float], here: list[tuple[str, float]]) -> list[float]:
    rows = lexicon().steps(_words(before), _words(here))
    return [max(map(add, score, row)) - cost for row, (_, cost) in zip(rows, here, strict=True)]


def _choose(words: list[_Word], options: list[list[tuple[str, float]]], scores: list[list[float]]) -> None:
    """Take the best path; a word is sure where the best path through any other reading is clearly worse."""
    rest = [0.0] * len(options[-1])
    following = ""
    for at in range(len(words) - 1, -1, -1):
        here, word = options[at], words[at]
        total = [score + more for score, more in zip(scores[at], rest, strict=True)]
        best = max(range(len(here)), key=total.__getitem__)
        text, cost = here[best]
        if not word.pinned:
            rival = max((total[i] for i, (other, _) in enumerate(here) if other != text), default=-1e9)
            before = (
                options[at - 1][max(range(len(scores[at - 1])), key=scores[at - 1].__getitem__)][0]
                if at
                else ""
            )
            _settle(word, text, cost, total[best] - rival, (before, following), first=not at)
        following = text
        if at:
            if _parted(words[at - 1], word):
                top = max(total) - max(scores[at - 1])
                rest = [top] * len(options[at - 1])
            else:
                rows = lexicon().steps(_words(options[at - 1]), _words(here))
                worth = [more - price for (_, price), more in zip(here, rest, strict=True)]
                rest = [max(map(add, worth, column)) for column in zip(*rows, strict=True)]


def _settle(  # noqa: PLR0911 - one return for each reason to doubt
    word: _Word, text: str, cost: float, margin: float, around: tuple[str, str], *, first: bool
) -> None:
    seen = word.token.seen
    small = seen.lower()
    if any(is_vietnamese_only(char) for char in small):
        return
    sides = (lexicon().knows_pair(around[0], text), lexicon().knows_pair(text, around[1]))
    same = lexicon().marked.get(flat(small), ())
    word.likely = text if text[:1] != "#" and (any(sides) or not same) else seen
    if small.isdigit():
        if text == as_word(small):  # a lone digit before what nobody counts may be what is left of a word
            word.sure = len(small) > 1 or sides[1] or not around[1]
            return
        if not all(sides):
            word.sure = False
            return
    known = any(sides)
    if text == small and len(small) > _SHORT and list(same) == [small]:
        return  # a word that stands there as it is known, and no other is written with these letters
    start = first or word.token.stops or word.token.line_start
    if seen[:1].isupper() and not seen.isupper() and not known and not start:
        word.sure = False  # a capital within a sentence may be a name
        return
    if same and flat(text) != flat(small) and not all(sides) and margin < _CLEAR_OTHER:
        word.sure = False  # these letters make a word of their own
        return
    needed = _CLEAR_KNOWN if known else _CLEAR
    if lexicon().alone(text) == UNKNOWN or margin < needed or (cost > 4 and not known):  # noqa: PLR2004 - far off
        word.sure = False
        return
    word.text = _case(text, seen, inside=known and not start)


def _case(text: str, seen: str, *, inside: bool) -> str:
    if text == seen.lower():
        return seen
    letters = [char for char in seen if char.isalpha()]
    if len(letters) > 1 and all(char.isupper() for char in letters):
        return text.upper()
    if not seen[:1].isupper():
        return text
    odd = flat(text)[:1] in _SAME_SHAPE and not all(char.isalpha() for char in seen[1:])
    misread = text[:1] in "ứửừựữư" or (seen[0] == "I" and text[0] == "l")
    return text if inside and (odd or misread) else text[:1].upper() + text[1:]


def _rebuild(text: str, words: list[_Word]) -> Passage:
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    doubt = bytearray()
    hint: list[str] = []
    at = 0
    for word in words:
        token = word.token
        if token.start > at:
            out.append(text[at : token.start])
            hint.append(text[at : token.start])
            starts.extend(range(at, token.start))
            ends.extend(range(at + 1, token.start + 1))
            doubt.extend(b"\0" * (token.start - at))
        size = len(word.text)
        out.append(word.text)
        hint.append(word.text if word.sure or len(word.likely) != size else word.likely)
        if size == token.end - token.start:
            starts.extend(range(token.start, token.end))
            ends.extend(range(token.start + 1, token.end + 1))
        else:
            starts.extend([token.start] * size)
            ends.extend([token.end] * size)
        doubt.extend((b"\0" if word.sure else b"\1") * size)
        at = token.end
    out.append(text[at:])
    hint.append(text[at:])
    starts.extend(range(at, len(text)))
    ends.extend(range(at + 1, len(text) + 1))
    doubt.extend(b"\0" * (len(text) - at))
    return Passage("".join(out), starts, ends, bytes(doubt), "".join(hint))
