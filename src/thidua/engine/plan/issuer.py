"""Who issues the plan: the organ in its head, or the one that the text says issues it."""

import re
from typing import Final

from thidua.engine.plan.blocks import is_caps
from thidua.engine.plan.folding import UPPER, flat
from thidua.engine.plan.gazetteer import (
    COMMUNE,
    DISTRICT,
    KIND_OF_FLAT,
    LEVELS,
    PROVINCE,
    STATE,
    Names,
    gazetteer,
)
from thidua.engine.plan.header import Header
from thidua.engine.plan.passage import Fact, Passage
from thidua.engine.plan.reading import Issuer

_COMMITTEE: Final = re.compile(
    r"(?P<organ>uy ban nhan dan|uy ban nd|ubnd)\s+(?:cac\s+)?"
    r"(?P<kind>xa|phuong|thi tran|dac khu|huyen|quan|thi xa|thanh pho|tp\.?|tinh)(?=[\s.])\.?\s*"
)
_NAME: Final = re.compile(
    rf"[{UPPER}][^\s,;.:()“”\"]*(?:[ ]+(?:[{UPPER}][^\s,;.:()“”\"]*|\d{{1,2}}(?!\d)))*|\d{{1,2}}(?!\d)"
)
_ISSUES: Final = re.compile(
    r".{0,12}\b(?:ban hanh|xay dung|phat dong|to chuc|trien khai|de ra|yeu cau|lap"
    r"|thong nhat)\b.{0,60}\b(?:ke hoach|phong trao)"
)
_CLOSING: Final = re.compile(r"tren day la\b.{0,80}?\bcua\s+$")
_OTHERS: Final = (
    (
        re.compile(
            r"(?:thu tuong chinh phu|chinh phu|bo (?!phan)[a-z]+|hoi dong thi dua - khen thuong trung uong)\b"
        ),
        STATE,
    ),
    (re.compile(r"(?:so |ban thi dua|tinh uy|thanh uy|hoi dong .*\b(?:tinh|thanh pho)\b)"), PROVINCE),
    (re.compile(r"(?:huyen uy|quan uy|thi uy|phong .*\bhuyen\b|hoi dong .*\b(?:huyen|quan)\b)"), DISTRICT),
    (re.compile(r"(?:dang uy (?:xa|phuong)|hoi dong .*\b(?:xa|phuong)\b|dang uy\b)"), COMMUNE),
)
_OFFICE: Final = re.compile(r"(?:phong|so|ban|chi cuc|trung tam)\s+[a-z]")
_LONGEST: Final = 6


def unit_name(
    passage: Passage, at: int, kind: str, names: Names, *, damaged: bool
) -> tuple[Fact[str], int] | None:
    """Return the name of a unit that begins here, as the gazetteer writes it where it knows it, and its end."""
    match = _NAME.match(passage.text, at)
    if match is None:
        return None
    words = match.group().split()[:_LONGEST]
    found = names.find(kind, words)
    size = found[0] if found else (len(words) if len(words) <= 4 else 2)  # noqa: PLR2004 - names are short
    end = at + re.match(r"\s*".join(re.escape(word) for word in words[:size]), passage.text[at:]).end()  # type: ignore[union-attr]  # the words were split from here
    written = passage.words(at, end)
    if found and (damaged or is_caps(written.value)):
        return passage.fact(found[1].name, at, end), end
    name = " ".join(word.capitalize() for word in words[:size]) if written.value.isupper() else written.value
    return passage.fact(name, at, end, sure=written.sure and (found is not None or not damaged)), end


def committees(
    passage: Passage, names: Names, *, damaged: bool
) -> list[tuple[int, int, str, Fact[str] | None]]:
    """Return the people's committees named in the passage: where, of which kind of unit, and its name."""
    found: list[tuple[int, int, str, Fact[str] | None]] = []
    for match in _COMMITTEE.finditer(passage.flat):
        kind = KIND_OF_FLAT.get(match.group("kind").rstrip("."), "thành phố")
        name = unit_name(passage, match.end(), kind, names, damaged=damaged)
        found.append((match.start(), name[1] if name else match.end(), kind, name[0] if name else None))
    return found


def level_of(kind: str, name: str, year: int | None = None) -> str:
    """Return the level of a unit; a city is a province's or the state's, by the gazetteer."""
    if kind in LEVELS:
        return LEVELS[kind]
    bearers = gazetteer().named(kind, flat(name).replace("-", " "))
    tiers = {unit.tier for unit in bearers}
    if tiers == {PROVINCE} or (PROVINCE in tiers and (year or 0) >= 2025):  # noqa: PLR2004 - Huế became one then
        return PROVINCE
    return DISTRICT


def _made(
    passage: Passage, start: int, end: int, kind: str, name: Fact[str] | None, year: int | None
) -> Issuer:
    full = f"UBND {kind} {name.value}" if name else f"UBND {kind}"
    level = level_of(kind, name.value if name else "", year)
    sure = name is None or name.sure
    return Issuer(passage.fact(full, start, end, sure=sure), passage.fact(level, start, end, sure=sure))


def read_issuer(header: Header, body: Passage, names: Names, *, damaged: bool) -> Issuer:
    """Return the issuer, or empty facts where the plan does not say who it is."""
    year = None
    if header.document.issued_on:
        year = int(header.document.issued_on.value[:4])
    office = _office(header, names, year, damaged=damaged)
    if office is not None:
        return office
    for organ in reversed(header.organs):
        found = committees(organ, names, damaged=damaged)
        if found:
            start, end, kind, name = found[-1]
            if name is not None:
                return _made(organ, start, end, kind, name, year)
    said = _said(body, names, year, damaged=damaged)
    if said is not None and said.name is not None and not header.organs:
        return said
    for organ in reversed(header.organs):
        other = _other(organ)
        if other is not None:
            return other
    return said or Issuer(None, None)


def _office(header: Header, names: Names, year: int | None, *, damaged: bool) -> Issuer | None:
    """Return an office that issues under its committee's name: "UBND HUYỆN BẢO YÊN", "PHÒNG NỘI VỤ"."""
    if len(header.organs) != 2:  # noqa: PLR2004 - the superior organ and the one that issues
        return None
    above, own = header.organs
    found = committees(above, names, damaged=damaged)
    if (
        not found
        or found[-1][3] is None
        or not _OFFICE.match(own.flat)
        or committees(own, names, damaged=damaged)
    ):
        return None
    _, _, kind, name = found[-1]
    if name is None:
        return None
    words = own.words()
    said = _sentence_case(words.value) if is_caps(words.value) else words.value
    start, end = min(name.start, words.start), max(name.end, words.end)
    sure = words.sure and name.sure
    level = level_of(kind, name.value, year)
    return Issuer(Fact(f"{said} {kind} {name.value}", start, end, sure), Fact(level, start, end, sure))


def _sentence_case(caps: str) -> str:
    """Write the name of an office as running text does: "Phòng Văn hóa - Xã hội"."""
    first, _, rest = caps.partition(" ")
    parts = [part[:1].upper() + part[1:].lower() for part in rest.split(" - ")]
    return f"{first[:1]}{first[1:].lower()} {' - '.join(parts)}".strip()


def _said(body: Passage, names: Names, year: int | None, *, damaged: bool) -> Issuer | None:
    """Return who "ban hành Kế hoạch", or whose plan the closing words say it is."""
    bare: Issuer | None = None
    for start, end, kind, name in committees(body, names, damaged=damaged):
        issues = _ISSUES.match(body.flat[end : end + 120])
        closes = _CLOSING.search(body.flat[max(0, start - 130) : start])
        if not issues and not closes:
            continue
        made = _made(body, start, end, kind, name, year)
        if name is not None:
            return made
        bare = bare or made
    return bare


def _other(organ: Passage) -> Issuer | None:
    words = organ.words()
    name = words.value
    level = next((level for pattern, level in _OTHERS if pattern.match(organ.flat)), None)
    if organ.flat.startswith(("uy ban nhan dan", "ubnd")) and level is None:
        return None
    return Issuer(words, organ.fact(level, sure=words.sure) if level and name else None)
