"""A part of a report, by which the page shows where its figures come from, and the numbering of parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from thidua.documents.paper import Block, Heading, Paragraph

ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
OPEN: Final = "(Cán bộ lập báo cáo viết phần này.)"


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section inside a part: "1. Thực hiện nhiệm vụ"; ``sources`` name the rooms of its figures."""

    title: str
    blocks: tuple[Block, ...]
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part with its title in capitals and its sections; a section without title stands for itself."""

    code: str
    title: str
    sections: tuple[Section, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """The rooms of all figures of the part, each once."""
        return tuple(dict.fromkeys(name for section in self.sections for name in section.sources))


@dataclass(frozen=True, slots=True)
class NumberedPart:
    """A part as it is printed: its blocks with the headings numbered."""

    code: str
    blocks: tuple[Block, ...]
    sources: tuple[str, ...]


def numbered(parts: Iterable[Part]) -> tuple[NumberedPart, ...]:
    """Number the parts that have something to say, and the sections inside each."""
    told = [part for part in parts if any(section.blocks for section in part.sections)]
    found = []
    for roman, part in zip(ROMAN, told, strict=False):
        blocks: list[Block] = [Heading(1, f"{roman}. {part.title}")]
        sections = [section for section in part.sections if section.blocks]
        number = 0
        for section in sections:
            if section.title:
                number += 1
                blocks.append(Heading(2, f"{number}. {section.title}"))
            blocks += section.blocks
        found.append(NumberedPart(part.code, tuple(blocks), part.sources))
    return tuple(found)


def paragraphs(*lines: str) -> tuple[Block, ...]:
    """Each line that says something as a paragraph."""
    return tuple(Paragraph(line) for line in lines if line)


def typed(text: str, *, must: bool, final_words: bool) -> tuple[Block, ...]:
    """What a person wrote, a paragraph for each line; an open line in a draft where something must stand."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines and must and not final_words:
        return (Paragraph(OPEN),)
    return tuple(Paragraph(line) for line in lines)
