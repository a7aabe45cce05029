"""How many may get an award: "không quá 02 tập thể, 03 cá nhân", per unit, in words, in percent."""

import re
from dataclasses import dataclass
from typing import Final

from thidua.engine.plan.items import subject_of
from thidua.engine.plan.passage import Fact, Passage
from thidua.engine.plan.reading import Quota

_WORDS: Final = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
    "muoi mot": 11, "muoi hai": 12, "muoi ba": 13, "muoi bon": 14, "muoi lam": 15, "muoi sau": 16, "muoi bay": 17,
    "muoi tam": 18, "muoi chin": 19, "hai muoi": 20, "ba muoi": 30, "bon muoi": 40, "nam muoi": 50,
}  # fmt: skip
_SPOKEN: Final = "|".join(sorted(_WORDS, key=len, reverse=True))
_N: Final = (
    rf"(?:(?:(?:{_SPOKEN})\s*)?\(\s*(?P<paren>[\doil]{{1,4}})\s*\)"
    r"|(?P<digits>(?<![\d,./])(?:\d[\doil]{0,3}|[oil]\d{1,2}))(?![\d/%]|[.,]\d)"
    rf"|(?P<spoken>\b(?:{_SPOKEN})\b))"
)
_S: Final = r"(?P<subject>t[ai4]p th[e6]|c[a4¢]\s?4?\s?nh[ai]n|ho gia dinh|gia dinh|ho(?= ))\b"
_ANY: Final = r"\bt[ai4]p th[e6]|\bc[a4]\s?nh[ai]n|\bho gia dinh"
_FORM: Final = (
    r"(?:(?:tam |chiec |suat )?(?:giay khen|bang khen|co thi dua|co)\s*)?"
    r"(?:(?:cho|doi voi|danh cho|tang)\s+)?(?:cac\s+)?"
)
_COUNT: Final = re.compile(rf"{_N}\s*{_FORM}{_S}")
_COUNT_AFTER: Final = re.compile(
    rf"{_S}(?P<between>(?:(?!{_ANY})[^\d;.()%]){{0,60}}?)(?:khong (?:vuot )?qua|toi da|nhieu nhat|so luong"
    rf"|khong nhieu hon|:|-|\(|la|gom|chon)\s*:?\s*{_N}"
    r"(?!\s*(?:nam|thang|ngay|diem|lan|quy|phan tram|%|t[ai4]p th|c[a4]\s?nh|ho\b|gia dinh))"
)
_PERCENT: Final = re.compile(
    r"(?P<percent>\d{1,3})\s*(?:%|phan tram)\s*(?:tren\s+|trong\s+"
    r"|cua\s+)?(?:tong\s+)?(?:so\s+)?(?:luong\s+)?(?:cac\s+)?"
    r"(?P<subject>t[ai4]p th[e6]|c[a4]\s?nh[ai]n|ho gia dinh|can bo|cong chuc|cbcc\w*|don vi|co quan|doan vien|nguoi)\b"
)
_PERCENT_AFTER: Final = re.compile(
    rf"{_S}(?:(?!{_ANY})[^\d;.%]){{0,60}}?(?:khong (?:vuot )?qua|toi da|nhieu nhat|:"
    rf"|la)\s*:?\s*(?P<percent>\d{{1,3}})\s*(?:%|phan tram)"
)
_EACH: Final = re.compile(
    r"\bm(?:oi|6i|di)\s+(?P<who>(?:cum|khoi|don vi|co quan|phong|ban|nganh|xa|phuong|thi tran|huyen|thon"
    r"|to dan pho|truong|chi bo|so|dia"
    r" phuong|tap the|to chuc|linh vuc|dot)\b(?:(?!\b(?:duoc|de nghi|xet|khong|toi da|chon|gioi thieu"
    r"|lua chon|co|khen|so luong|nhieu)\b)"
    r"[^\d:;.(])*)"
)
_GROUP: Final = re.compile(
    r"\s*(?!so luong)(?P<who>(?:khoi|cum|nhom|cac (?:phong|xa|thon|truong|don vi|co quan|so)|phong|truong|so|thon"
    r"|van phong|cong an)\b[^\d:;.%]{0,70}?)"
    r"\s*:\s*(?=.{0,40}\d)"
)
_CAP: Final = re.compile(
    r"\b(?:khong (?:vuot )?qua|toi da|nhieu nhat|so luong|moi|chi tieu|co cau|khen thuong|tang|de nghi|xet"
    r"|lua chon|chon|giay khen"
    r"|bang khen|co thi dua|gom)\b"
)
_AT_LEAST: Final = re.compile(r"\b(?:it nhat|toi thieu|tu|tren|hon)\s+$")
_COUNTED: Final = frozenset({"can bo", "cong chuc", "doan vien", "nguoi"})


@dataclass(frozen=True, slots=True)
class Found:
    """A quota and where it stands in its passage."""

    quota: Quota
    start: int


def _number(match: re.Match[str]) -> tuple[int, bool]:
    groups = match.groupdict()
    if groups.get("spoken"):
        return _WORDS[groups["spoken"]], True
    digits = groups.get("paren") or groups.get("digits") or ""
    plain = digits.translate(str.maketrans("oil", "011"))
    return int(plain), plain == digits


def _whom(words: str) -> str:
    if words.startswith("ho"):
        return "household"
    if words in _COUNTED or words.startswith("cbcc"):
        return "individual"
    return "collective" if words in {"don vi", "co quan"} else subject_of(words)


def quotas(passage: Passage, *, headed: bool) -> list[Found]:
    """Return the quotas that a passage sets; `headed` where its heading already says that it sets them.

    A number of subjects counts as a quota under such a heading, or behind a word that caps or awards.
    """
    line = passage.flat
    if not headed and not _CAP.search(line) and not _GROUP.match(line):
        return []
    who, each = _who(passage)
    found: dict[int, Found] = {}
    taken: list[tuple[int, int]] = []
    for pattern in (_PERCENT, _COUNT, _PERCENT_AFTER, _COUNT_AFTER):
        for match in pattern.finditer(line):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            if _AT_LEAST.search(line[: match.start()][-12:]):
                continue
            taken.append((match.start(), match.end()))
            found[match.start()] = Found(_made(passage, match, who, each), match.start())
    return [found[at] for at in sorted(found)]


def _made(passage: Passage, match: re.Match[str], who: Fact[str] | None, each: Fact[bool] | None) -> Quota:
    words = match.group("subject")
    whom = passage.fact(_whom(words), match.start("subject"), match.end("subject"))
    if each is not None and each.start >= whom.end:  # "02 cá nhân mỗi đơn vị" counts as well
        pass
    if "percent" in match.groupdict():
        share = passage.fact(int(match.group("percent")), match.start("percent"), match.end("percent"))
        return Quota(whom, None, who, each, share)
    value, sure = _number(match)
    group = next(name for name in ("paren", "digits", "spoken") if match.groupdict().get(name))
    return Quota(whom, passage.fact(value, match.start(group), match.end(group), sure=sure), who, each)


def _who(passage: Passage) -> tuple[Fact[str] | None, Fact[bool] | None]:
    each = _EACH.search(passage.flat)
    if each:
        end = each.start("who") + len(each.group("who").rstrip(" ,"))
        who = passage.words(each.start("who"), end)
        return who, passage.fact(True, each.start(), end)
    group = _GROUP.match(passage.flat)
    if group:
        return passage.words(group.start("who"), group.end("who")), None
    return None, None
