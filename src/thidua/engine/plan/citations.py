"""Documents that a plan cites: kind, number, date and issuer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from thidua.engine.plan.dates import days
from thidua.engine.plan.folding import flat
from thidua.engine.plan.passage import Fact, Passage

KINDS: Final = {
    "thong tu lien tich": "TTLT",
    "chuong trinh": "CTr",
    "nghi quyet": "NQ",
    "quyet dinh": "QĐ",
    "nghi dinh": "NĐ",
    "phap lenh": "PL",
    "huong dan": "HD",
    "thong bao": "TB",
    "thong tri": "TTri",
    "to trinh": "TTr",
    "cong dien": "CĐ",
    "cong van": "CV",
    "van ban": "VB",
    "ket luan": "KL",
    "ke hoach": "KH",
    "bao cao": "BC",
    "chi thi": "CT",
    "thong tu": "TT",
    "quy dinh": "QyĐ",
    "quy che": "QC",
    "bo luat": "Bộ luật",
    "de an": "ĐA",
    "luat": "Luật",
}
_LAWS: Final = frozenset({"luat", "bo luat", "phap lenh"})
# codes as Decree 30 and the Party write them, by their folded form and what scanners make of Đ
_CODES: Final = {
    "qd": "QĐ", "qdb": "QĐ", "qdd": "QĐ", "qb": "QĐ", "qp": "QĐ", "nd": "NĐ", "ndd": "NĐ", "kh": "KH", "ct": "CT",
    "nq": "NQ", "tt": "TT", "hd": "HD", "ctr": "CTr", "ttr": "TTr", "tb": "TB", "kl": "KL", "bc": "BC", "cv": "CV",
    "da": "ĐA", "qc": "QC", "ubnd": "UBND", "ubnp": "UBND", "u8nd": "UBND", "hdnd": "HĐND", "hbnd": "HĐND",
    "cp": "CP", "ttg": "TTg", "ttq": "TTg", "tw": "TW", "tu": "TU", "hu": "HU", "du": "ĐU", "bnv": "BNV", "btc": "BTC",
    "hdtdkt": "HĐTĐKT", "tdkt": "TĐKT", "snv": "SNV", "vhxh": "VHXH", "vp": "VP", "ubtvqh": "UBTVQH", "cd": "CĐ",
}  # fmt: skip
_NUMBER: Final = re.compile(
    r"(?:s\S{0,2}\s*[:.]?\s*)?(?P<num>\d{1,5}[a-z]?)(?P<year>\s*/\s*(?:19|20)\d\d)?\s*"
    r"(?P<sep>[/\\|]|[yilt17](?=[a-z]{2,4}-))\s*(?P<code>[a-z]{1,6}[\d]{0,2}(?:\s?[-/]\s?[a-z&,]{1,10}\d{0,2}){0,3})"
)
_PARTY: Final = re.compile(
    r"(?:s\S{0,2}\s*[:.]?\s*)?(?P<num>\d{1,4})\s*-\s*(?P<code>(?:ct|nq|kl|hd|qd|kh|ctr|tb|da|qc)\s?/\s?[a-z]{2,5})"
)
_TYPE: Final = re.compile(r"\b(" + "|".join(KINDS) + r")\b")
_WITH_NUMBER: Final = re.compile(r"\s*(?:hanh dong|lien tich|khung)?\s*(?=s\S{0,2}\s*[:.]?\s*\d|\d)")
_BY: Final = re.compile(r"[\s,]*(?:cua|do)\s+")
_ISSUER_END: Final = re.compile(
    r"\s*(?:[,;.:(\[“\"]|\b(?:ve|quy dinh|ban hanh|trien khai|huong dan|phe duyet|sua doi|v/v|phat dong"
    r"|tiep tuc|doi voi"
    r"|thong qua|tang cuong|kem theo|va|day manh|thuc hien|to chuc|giao|thi hanh|chi dao|khoa|cong bo|thong bao|nham"
    r"|day|xay dung|nam (?=\d)|ngay)\b|$)"
)
_LAW_YEAR: Final = re.compile(r"\s*,?\s*(?:nam\s+\d{4}|(?:duoc )?(?:sua doi|bo sung))")
_UBND: Final = re.compile(r"^(?:uy|u\S) ban nhan dan\b")
_MINISTRY: Final = re.compile(r"(?:bo(?: truong bo)?|so|phong|ban|hoi|giam doc so|lien bo)\b")
_NEXT: Final = re.compile(r"(?:ubnd|uy ban|hoi dong|chinh phu|thu tuong|bo |so |ban |luat|can cu)")
_NEAR_DATE: Final = 14


@dataclass(frozen=True, slots=True)
class Citation:
    """A cited document, each part with its place."""

    kind: Fact[str]
    number: Fact[str] | None
    issued_on: Fact[str] | None
    issuer: Fact[str] | None
    start: int
    end: int


def number_at(passage: Passage, at: int) -> tuple[Fact[str], int] | None:
    """Return the number of a document that begins here, its code put right, and where it ends."""
    for pattern in (_PARTY, _NUMBER):
        match = pattern.match(passage.flat, at)
        if match is None:
            continue
        year = (
            passage.text[match.start("year") : match.end("year")].replace(" ", "")
            if match.groupdict().get("year")
            else ""
        )
        between = "-" if pattern is _PARTY else "/"
        value = passage.text[match.start("num") : match.end("num")] + year + between + _code(passage, match)
        return passage.fact(value, match.start("num"), match.end()), match.end()
    return None


def _code(passage: Passage, match: re.Match[str]) -> str:
    raw = passage.text[match.start("code") : match.end("code")]
    parts = re.split(r"(\s?[-/]\s?)", raw)
    out: list[str] = []
    for at, part in enumerate(parts):
        if at % 2:
            out.append(part.strip())
            continue
        out.append(_CODES.get(flat(part), part) if part.isascii() else part)
    return "".join(out)


def citations(passage: Passage) -> Iterator[Citation]:
    """Yield the documents cited with a number, and laws cited by name and date."""
    at = 0
    while True:
        match = _TYPE.search(passage.flat, at)
        if match is None:
            return
        at = match.end()
        found = _numbered(passage, match) or (_law(passage, match) if match.group(1) in _LAWS else None)
        if found is not None:
            yield found[0]
            at = found[1]


def _numbered(passage: Passage, match: re.Match[str]) -> tuple[Citation, int] | None:
    line = passage.flat
    gap = _WITH_NUMBER.match(line, match.end())
    number = number_at(passage, gap.end()) if gap else None
    if number is None:
        return None
    return _finish(passage, match, number[0], number[1])


def _law(passage: Passage, match: re.Match[str]) -> tuple[Citation, int] | None:
    """Read "Luật Thi đua, khen thưởng (số 06/2022/QH15) ngày 15/6/2022": the name stands before number and date."""
    line = passage.flat
    stop = len(line)
    for sign in (";", ". ", "can cu "):
        place = line.find(sign, match.end())
        stop = min(stop, place) if place >= 0 else stop
    stop = min(stop, match.end() + 220)
    number = re.compile(r"\bs[o06b]\s*[:.]?\s*\d").search(line, match.end(), stop)
    if number:
        read = number_at(passage, number.start())
        if read:
            return _finish(passage, match, read[0], read[1])
    found = next(days(passage, match.end(), stop), None)
    if found is None:
        named = _LAW_YEAR.search(line, match.end(), stop)
        if named is None and not _stands_alone(line, match.start()):
            return None
        begin, end = passage.span(match.start(), named.end() if named else stop)
        return Citation(
            passage.fact(KINDS[match.group(1)], match.start(), match.end()), None, None, None, begin, end
        ), (named.end() if named else stop)
    begin, _ = passage.span(match.start(), match.end())
    kind = passage.fact(KINDS[match.group(1)], match.start(), match.end())
    return Citation(kind, None, found[0], None, begin, found[0].end), found[2]


def _stands_alone(line: str, start: int) -> bool:
    return line[max(0, start - 8) : start].strip().endswith("can cu")


def _finish(passage: Passage, match: re.Match[str], number: Fact[str], at: int) -> tuple[Citation, int]:
    line = passage.flat
    issued = None
    end = at
    gap = re.compile(r"[\s,(]*(?:ngay\b|ng\S{0,2}y\b)?\s*").match(line, at)
    near = gap.end() if gap else at
    found = next(days(passage, at, min(len(line), near + _NEAR_DATE + 16)), None)
    if found is not None and found[1] - at <= _NEAR_DATE:
        issued, _, end = found
    issuer, end = _issuer(passage, end)
    begin, finish = passage.span(match.start(), end)
    kind = passage.fact(KINDS[match.group(1)], match.start(), match.end())
    return Citation(kind, number, issued, issuer, begin, finish), end


def _issuer(passage: Passage, at: int) -> tuple[Fact[str] | None, int]:
    by = _BY.match(passage.flat, at)
    if by is None:
        return None, at
    stops = (
        one
        for one in _ISSUER_END.finditer(passage.flat, by.end())
        if not _inside_name(passage, by.end(), one)
    )
    stop = next(stops, None)
    end = stop.start() if stop else len(passage.flat)
    if not 2 < end - by.end() <= 120:  # noqa: PLR2004 - a name, not a sentence
        return None, at
    words = passage.words(by.end(), end)
    return passage.fact(short_issuer(words.value), by.end(), end, sure=words.sure), end


def _inside_name(passage: Passage, start: int, stop: re.Match[str]) -> bool:
    """Tell whether what looks like the end stands within a name: "Bộ Giáo dục và Đào tạo", "Bộ Xây dựng"."""
    words = stop.group().strip()
    at = stop.end() - len(words) if words else stop.end()
    if words[:1].isalpha() and passage.text[at : at + 1].isupper():
        return True
    if words not in {"va", ","} or not _MINISTRY.match(passage.flat, start):
        return False
    rest = passage.text[stop.end() :].lstrip()
    return rest[:1].isupper() and not _TYPE.match(flat(rest[:30])) and not _NEXT.match(flat(rest[:30]))


def short_issuer(name: str) -> str:
    """Return an issuer with its people's committee written short: "UBND tỉnh Lào Cai"."""
    match = _UBND.match(flat(name))
    return "UBND" + name[match.end() :] if match else name
