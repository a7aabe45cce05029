"""When: the period of the movement, its rounds and reviews, and what is due until when."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from thidua.engine.plan.blocks import TEXT
from thidua.engine.plan.dates import YEAR, Span, point_at, span
from thidua.engine.plan.items import clean, entries, sentences
from thidua.engine.plan.outline import Node, sections
from thidua.engine.plan.passage import Fact, Passage
from thidua.engine.plan.reading import Deadline, Item, Review, Round

_ROUND: Final = re.compile(
    r"(?:^|(?<=[;.:(]\s)|(?<=\s-\s))(?P<name>(?:dot(?: thi dua)?|giai doan)\s+(?:\d{1,2}|[ivx]{1,4}|mot|hai"
    r"|ba|bon))\b(?!\s*-\s*\d{4})"
)
_PERIOD: Final = re.compile(
    r"\b(?:thoi gian (?:thuc hien|phat dong|thi dua|trien khai|to chuc)"
    r"|phong trao (?:thi dua )?(?:nay )?(?:duoc )?(?:thuc hien|to chuc|phat dong))\b"
    r"[^.;“”\"]{0,60}?(?=\btu (?:ngay|thang|dau|quy|\d)|\btrong (?:nam|\d)|\bgiai doan\b)"
)
_REVIEW: Final = re.compile(r"\b(?P<both>so,? tong ket)\b|\b(?P<interim>so ket)\b|\b(?P<final>tong ket)\b")
_BY: Final = re.compile(
    r"\b(?:vao|trong|truoc|den|xong trong|cham nhat|muon nhat|thoi gian|hoan thanh)?\s*:?\s*(?=(?:ngay"
    r"|thang)\s*\d|quy\s|\d{1,2}/)"
)
_DUE: Final = re.compile(
    r"\b(?:truoc|cham nhat(?: la| den| vao| ngay)?|muon nhat(?: la| vao)?|han (?:cuoi|chot|nop|gui)[^\d.;]{0,30}?"
    r"|khong qua|den het|xong trong|hoan thanh trong|trong)\s*:?\s*(?=(?:ngay|thang)\s*\d|\d{1,2}[/.-]\d{1,2})"
)
_STRONG_DUE: Final = re.compile(r"\b(?:truoc|cham nhat|muon nhat|han (?:cuoi|chot|nop|gui)|xong)\b")
_RECURS: Final = re.compile(r"^[^.;]{0,12}\b(?:hang|hang|moi) (?:thang|quy|nam|tuan)\b")
_MONTHLY: Final = re.compile(r"(?:ngay\s*)\d{1,2}\s*,?\s*(?:hang|hằng|moi|cua moi|cua) (?:thang|quy)\b")
_TIE: Final = re.compile(
    r"\b(?:bang diem|bang nhau ve diem|diem (?:so )?(?:bang|ngang) nhau|so diem (?:bang|ngang)|bang nhau|ngang diem)\b"
)
_PREFER: Final = re.compile(r"\b(?:uu tien|xet|can cu|lua chon|xep)\b")
_CITED: Final = re.compile(r"/[a-z]{2}")


def period(root: Node, title: Passage | None, body: Passage, issued: Fact[str] | None) -> Span:
    """Return from when to when the movement runs: its section, a sentence that says so, else the title.

    A single year that only the title tells is unsure: it names the year of the plan and sets no period.
    """
    for section in sections(root, "period"):
        for text in [
            section.body(),
            *(child.text for node in [section] for child in node.walk() if child is not section),
        ]:
            found = span(text, issued) if text and not _ROUND.match(text.flat) else None
            if found and (found.starts_on or found.ends_on):
                return found
    for section in sections(root, "rounds", "period"):
        spans = [found for one in section.walk() if (found := span(one.text, issued))]
        if spans:
            return Span(spans[0].starts_on, spans[-1].ends_on)
    said = _PERIOD.search(body.flat)
    if said:
        found = span(body.cut(said.end(), said.end() + 120), issued)
        if found and (found.starts_on or found.ends_on):
            return found
    own = [section.everything() for section in sections(root, "period")]
    if title is not None and not any(YEAR.search(text.flat) for text in own):
        found = span(title, issued)
        if found:
            years = {one.value[:4] for one in (found.starts_on, found.ends_on) if one}
            sure = len(years) > 1
            return Span(
                *(
                    replace(one, sure=sure and one.sure) if one else None
                    for one in (found.starts_on, found.ends_on)
                )
            )
    return Span(None, None)


def rounds(root: Node, issued: Fact[str] | None) -> tuple[Round, ...]:
    """Return the rounds (Đợt 1, Đợt 2) that the plan divides the movement into."""
    made: list[Round] = []
    seen: set[str] = set()
    for node in root.walk():
        for text in _with_rounds(node):
            matches = list(_ROUND.finditer(text.flat))
            for index, match in enumerate(matches):
                stop = matches[index + 1].start() if index + 1 < len(matches) else len(text.flat)
                found = span(text.cut(match.end(), stop), issued)
                name = text.words(match.start("name"), match.end("name"))
                if found is None or name.value.lower() in seen:
                    continue
                seen.add(name.value.lower())
                made.append(Round(name, found.starts_on, found.ends_on))
    return tuple(made)


def _with_rounds(node: Node) -> Iterator[Passage]:
    if _ROUND.search(node.text.flat):
        yield node.everything() if _ROUND.match(node.text.flat) and node.rank < TEXT else node.text


def reviews(root: Node, skip: set[int]) -> tuple[Review, ...]:
    """Return the interim and final reviews that the plan orders, and by when where it says so."""
    found: dict[str, Review] = {}
    for node in root.walk():
        if id(node) in skip:
            continue
        for sentence in sentences(node.text):
            for match in _REVIEW.finditer(sentence.flat):
                kinds = (
                    ("interim", "final")
                    if match.group("both")
                    else ("interim",)
                    if match.group("interim")
                    else ("final",)
                )
                by = None if match.group("both") else _by(sentence, match)
                for kind in kinds:
                    known = found.get(kind)
                    if known is None or (known.by is None and by is not None):
                        found[kind] = Review(sentence.fact(kind, match.start(), match.end()), by)
    return tuple(found[kind] for kind in ("interim", "final") if kind in found)


def _by(sentence: Passage, match: re.Match[str]) -> Fact[str] | None:
    """Return the day or month by which a review is held: said behind it, and before the next review."""
    after = _REVIEW.search(sentence.flat, match.end())
    stop = after.start() if after else len(sentence.flat)
    part = sentence.flat[match.end() : stop]
    by = _BY.search(part)
    if by is None or by.end() > 110:  # noqa: PLR2004 - too far to belong to it
        return None
    at = match.end() + by.end()
    point = point_at(sentence.flat, at)
    iso = point.iso(last=True) if point else None
    return sentence.fact(iso, at, point.end, sure=not point.repaired) if point and iso else None


def deadlines(root: Node, skip: set[int]) -> tuple[Deadline, ...]:
    """Return what is due, with its day; one that recurs or names no year has none."""
    made: list[Deadline] = []
    seen: set[str] = set()
    for node in root.walk():
        if id(node) in skip or node.label == "period":
            continue
        due = _inside(node, "deadline", "dossier")
        for sentence in sentences(clean(node.text)):
            for match in _DUE.finditer(sentence.flat):
                if not (_STRONG_DUE.search(match.group()) or due):
                    continue
                point = point_at(sentence.flat, match.end())
                monthly = (
                    _MONTHLY.match(sentence.flat, match.end())
                    if point is None or point.month is None
                    else None
                )
                if monthly:
                    made.append(Deadline(sentence.words(), None))
                    break
                if point is None or _CITED.search(sentence.flat[match.start() - 6 : match.start()]):
                    continue
                recurs = _RECURS.match(sentence.flat[point.end :])
                iso = None if recurs else point.iso(last=True)
                if iso is None and not recurs and point.day is None:
                    continue
                on = sentence.fact(iso, match.end(), point.end, sure=not point.repaired) if iso else None
                key = f"{sentence.starts[0]}:{iso}"
                if key not in seen:
                    seen.add(key)
                    made.append(Deadline(sentence.words(), on))
    return tuple(made)


def _inside(node: Node, *labels: str) -> bool:
    at: Node | None = node
    while at is not None:
        if at.label in labels:
            return True
        at = at.parent
    return False


def tie_breakers(root: Node) -> tuple[Item, ...]:
    """Return who comes first among those with equal points: each step apart where the plan lists them."""
    made: list[Item] = []
    for node in root.walk():
        match = _TIE.search(node.text.flat)
        if match is None or not (_PREFER.search(node.text.flat) or node.children):
            continue
        if node.children and node.text.text.rstrip().endswith(":"):
            made.extend(Item(text.words()) for text in _steps(node))
            continue
        told = [one for one in sentences(node.text) if _TIE.search(one.flat) and _PREFER.search(one.flat)]
        made.extend(Item(sentence.words()) for sentence in told)
        if node.label == "tie" and not made:
            made.extend(Item(text.words()) for text in entries(node))
    return tuple(made)


def _steps(node: Node) -> list[Passage]:
    return [clean(child.everything()) for child in node.children]
