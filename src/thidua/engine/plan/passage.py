"""A stretch of text that knows where each of its characters came from."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Generic, TypeVar

from thidua.engine.plan.folding import flat

T = TypeVar("T")
_BEFORE_MARK: Final = re.compile(r"\s+(?=[,;.:)](?:\s|$))")


@dataclass(frozen=True)
class Fact(Generic[T]):
    """A value read from the plan, with its place in the NFC text (code points, end excluded)."""

    value: T
    start: int
    end: int
    sure: bool = True


@dataclass(frozen=True)
class Passage:
    """Text as it reads after its marks were given back, each character with its place in the source."""

    text: str
    starts: Sequence[int] = field(repr=False)
    ends: Sequence[int] = field(repr=False)
    doubt: bytes = field(repr=False)  # 1 where a word could not be given back its marks with certainty
    hint: str = field(default="", repr=False)  # as long as the text; in doubt, the likeliest word instead

    @cached_property
    def flat(self) -> str:
        """The same text small and without marks, character for character; by this the rules find their way.

        A word in doubt stands here as it most likely reads, so that a heading is found whose words are not shown.
        """
        return flat(self.hint or self.text)

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return bool(self.text.strip())

    def cut(self, start: int = 0, end: int | None = None) -> "Passage":
        """Return a part of the passage without the blanks at its ends."""
        end = len(self.text) if end is None else min(end, len(self.text))
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return Passage(
            self.text[start:end],
            self.starts[start:end],
            self.ends[start:end],
            self.doubt[start:end],
            self.hint[start:end],
        )

    def strip(self, chars: str, *, left: bool = True, right: bool = True) -> "Passage":
        """Return the passage without these characters and blanks at its ends."""
        chars += " \t\n"
        start, end = 0, len(self.text)
        while left and start < end and self.text[start] in chars:
            start += 1
        while right and end > start and self.text[end - 1] in chars:
            end -= 1
        return self.cut(start, end)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the characters from start to end stand in the source."""
        if not self.text:
            return (0, 0)
        start = min(start, len(self.text) - 1)
        end = max(start + 1, min(end, len(self.text)))
        return self.starts[start], self.ends[end - 1]

    def sure(self, start: int = 0, end: int | None = None) -> bool:
        """Tell whether no word from start to end is in doubt."""
        return 1 not in self.doubt[start:end]

    def fact(self, value: T, start: int = 0, end: int | None = None, *, sure: bool = True) -> Fact[T]:
        """Return a value together with the place where it was read; doubt comes from the caller."""
        begin, finish = self.span(start, len(self.text) if end is None else end)
        return Fact(value, begin, finish, sure)

    def words(self, start: int = 0, end: int | None = None) -> Fact[str]:
        """Return the text itself as a fact; in doubt where one of its words is."""
        part = self.cut(start, end)
        text = _BEFORE_MARK.sub("", " ".join(part.text.split()))
        return part.fact(text, sure=part.sure())


def join(parts: Iterable[Passage], between: str = " ") -> Passage:
    """Return the passages one after the other; what stands between them belongs to the end of the one before."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    doubt = bytearray()
    hint: list[str] = []
    for part in parts:
        if not part.text:
            continue
        if text:
            text.append(between)
            hint.append(between)
            starts.extend([ends[-1]] * len(between))
            ends.extend([ends[-1]] * len(between))
            doubt.extend(b"\0" * len(between))
        text.append(part.text)
        starts.extend(part.starts)
        ends.extend(part.ends)
        doubt.extend(part.doubt)
        hint.append(part.hint or part.text)
    return Passage("".join(text), starts, ends, bytes(doubt), "".join(hint))
