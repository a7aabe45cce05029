"""How many may get an award: "không quá 02 tập thể, 03 cá nhân", per unit, in words, in percent."""

import re
from dataclasses import dataclass, replace
from typing import Final

from thidua.engine.plan.channel import shape_cost
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
    r"|(?P<digits>(?<![a-z\d])(?<!\d[,./])(?:\d[\doil]{0,3}|[oil]\d{1,2}))(?![\d/%]|[.,]\d)"
    rf"(?:\s*\(\s*(?:{_SPOKEN})\s*\))?"
    rf"|(?P<spoken>\b(?:{_SPOKEN})\b))"
)
_ONE: Final = r"t[ai4]p th[e6]|c[a4¢]\s?4?\s?nh[ai]n|\bho gia dinh|\bgia dinh|\bho"
_S: Final = rf"(?P<subject>{_ONE})\b"
_ANY: Final = r"\bt[ai4]p th[e6]|\bc[a4]\s?nh[ai]n|\bho gia dinh"
# "03 tập thể hoặc cá nhân", "05 Giấy khen cho tập thể, cá nhân": one number for both
_BOTH: Final = re.compile(
    rf"\s*(?:,|/|hoac|va|va/hoac)\s*(?:cac\s+)?(?P<other>{_ONE})\b(?!\s*(?:\d|:|la\b|khong|toi da|nhieu nhat|\())"
)
_BOTH_BEFORE: Final = re.compile(rf"(?P<other>{_ONE})\s*(?:,|/|hoac|va|va/hoac)\s*(?:cac\s+)?$")
_FORM: Final = (
    r"(?:(?:tam |chiec |suat )?(?:giay khen|bang khen|co thi dua|co|truong hop)\s*,?\s*)?"
    r"\(?(?:(?:cho|doi voi|danh cho|tang|gom|la)\s+)?(?:cac\s+)?"
)
_NOT_PEOPLE: Final = (
    r"(?!\s*(?:nam|thang|ngay|diem|lan|quy|phan tram|%|trieu|dong|bo\b"
    r"|ban\b|t[ai4]p th|c[a4¢]\s?nh|ho\b|gia dinh))"
)
_COUNT: Final = re.compile(rf"{_N}\s*{_FORM}{_S}")
_COUNT_AFTER: Final = re.compile(
    rf"\b{_S}(?P<between>(?:(?!{_ANY})[^\d;.()%]){{0,60}}?)(?:khong (?:vuot )?qua|toi da|nhieu nhat|so luong"
    rf"|khong nhieu hon|:|-|\(|la|gom|chon)\s*:?\s*{_N}{_NOT_PEOPLE}"
)
_PERCENT: Final = re.compile(
    r"(?P<percent>\d{1,3})\s*(?:%|phan tram)\s*(?:tren\s+|trong\s+"
    r"|cua\s+)?(?:tong\s+)?(?:so\s+)?(?:luong\s+)?(?:cac\s+)?"
    r"(?P<subject>t[ai4]p th[e6]|c[a4¢]\s?nh[ai]n|ho gia dinh|can bo|cong chuc|cbcc\w*|don vi|co quan|doan vien"
    r"|nguoi)\b"
)
_PERCENT_AFTER: Final = re.compile(
    rf"\b{_S}(?:(?!{_ANY})[^\d;.%]){{0,60}}?(?:khong (?:vuot )?qua|toi da|nhieu nhat|:"
    rf"|la)\s*:?\s*(?P<percent>\d{{1,3}})\s*(?:%|phan tram)"
)
# subjects by another name, counted only where the heading or the sentence awards: "khen 02 thôn, 05 công chức"
_BY_NAME: Final = re.compile(
    rf"{_N}\s*(?:cac\s+)?"
    r"(?P<subject>thon|to dan pho|khu pho|don vi|co quan|chi bo|truong|can bo|cong chuc|vien chuc|nguoi|dong chi)\b"
)
_AWARDS: Final = re.compile(r"\b(?:khen|tang|giay khen|bang khen|khong (?:vuot )?qua|toi da)\b")
# where a number must stand and none can be read: "02 tập thể, ?? cá nhân", or the subject behind it cannot
_UNREAD: Final = re.compile(
    r"(?:[:,;]|\bva\b|\bqua\b|\bda\b|\bnhat\b)\s*"
    r"(?:[?_*#.]{1,5}|(?=[a-z0?#|!/]*[\d?#|!])[a-z\d?#|!/]{1,4}|[bcdghjklmnpqrstvxzwfoi]{2}|mot so|va)\s+"
    rf"(?:cac\s+)?(?P<subject>{_ONE})\b"
)
_GARBLED: Final = re.compile(rf"{_N}\s*(?P<subject>[^\s\d,;.:()%]\S{{0,4}}\s?\S{{1,6}})")
_SPELT: Final = (("collective", "tapthe"), ("individual", "canhan"))
_NEAR: Final = 4.6
_CAPPED: Final = re.compile(
    rf"(?:\b(?:khong (?:vuot )?qua|toi da|nhieu nhat|so luong(?: khen(?: thuong)?)?)\s*:?\s*|^\s*)"
    rf"{_N}{_NOT_PEOPLE}(?!\s*%)"
)
_UNITS: Final = (
    r"cum|khoi|don vi|co quan|phong|ban|nganh|xa|phuong|dac khu|thi tran|huyen|thon|ban lang|khu pho"
    r"|to dan pho|truong|chi bo|so|dia phuong|to chuc|linh vuc|dot"
)
_EACH: Final = re.compile(
    rf"\bm(?:oi|6i|di)\s+(?P<who>(?:{_UNITS}|tap the)\b(?:(?!\b(?:duoc|de nghi|xet|khong|toi da|chon|gioi thieu"
    r"|lua chon|co|khen|so luong|nhieu|trinh|tang)\b)"
    r"[^\d:;.(])*)"
)
_PER: Final = re.compile(
    rf"\s*(?:/\s*(?:moi\s+)?|(?:cho |tren |o |tai )?m(?:oi|6i|di)\s+)(?P<who>(?:{_UNITS})\b"
    r"(?: (?:chuyen mon|truc thuoc|thi dua|hoc))?)"
)
_IN_ALL: Final = re.compile(
    r"\b(?:toan|ca) (?:xa|phuong|dac khu|thi tran|huyen|tinh|nganh|dot|cum|khoi)\b"
    r"|\btong (?:so|cong)\b(?! (?:can|cong|ca nhan|vien))"
)
_GROUP: Final = re.compile(
    r"\s*(?!so luong)(?P<who>(?:khoi|cum|nhom|doi tuong|cac (?:phong|xa|thon|truong|don vi|co quan|so)|phong"
    r"|truong|so|thon|van phong|cong an)\b(?: (?:thi dua )?(?:so )?(?:\d{1,2}|[ivx]{1,4})\b)?[^\d:;.%]{0,70}?)"
    r"\s*:\s*(?=.{0,40}\d)"
)
_CAP: Final = re.compile(
    r"\b(?:khong (?:vuot )?qua|toi da|nhieu nhat|so luong|moi|chi tieu|co cau|khen|tang|de nghi|xet"
    r"|lua chon|chon|giay khen"
    r"|bang khen|co thi dua|gom)\b"
)
_AT_LEAST: Final = re.compile(r"\b(?:it nhat|toi thieu|tu|tren|hon)\s+$")
_LONGEST: Final = 2_000  # characters; no sentence that sets a quota is longer
_PEOPLE: Final = frozenset({"can bo", "cong chuc", "vien chuc", "doan vien", "nguoi", "dong chi"})


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
    if words in _PEOPLE or words.startswith("cbcc"):
        return "individual"
    named = re.match(_ONE, words)
    return subject_of(words) if named else "collective"


def quotas(passage: Passage, *, headed: bool, subject: Fact[str] | None = None) -> list[Found]:
    """Return the quotas that a passage sets; `headed` where its heading already says that it sets them.

    A number of subjects counts as a quota under such a heading, or behind a word that caps or awards; where the
    heading names the `subject`, a number alone does.
    """
    passage = passage.cut(0, _LONGEST)
    line = passage.flat
    if not headed and not _CAP.search(line) and not _GROUP.match(line):
        return []
    found: dict[int, Found] = {}
    taken: list[tuple[int, int]] = []
    passed: list[tuple[int, int]] = []
    by_name = (_BY_NAME,) if headed or _AWARDS.search(line) else ()
    for pattern in (_PERCENT, _COUNT, _PERCENT_AFTER, _COUNT_AFTER, *by_name):
        for match in pattern.finditer(line):
            place = (match.start("subject"), match.end())
            if pattern in {_PERCENT, _COUNT}:
                place = (match.start(), match.end())
            if any(start < place[1] and place[0] < end for start, end in taken):
                continue
            if _AT_LEAST.search(line[: match.start()][-12:]):
                passed.append(place)
                continue
            taken.append(place)
            found[place[0]] = Found(_made(passage, match, match.start("subject"), match.end()), place[0])
    if not found and subject is not None and (alone := _CAPPED.search(line)):
        quota = Quota(subject, _count(passage, alone), *_who(passage, alone.start(), alone.end()))
        return [Found(quota, alone.start())]
    if _CAP.search(line):
        found |= _doubtful(passage, [*taken, *passed])
    return _each_of_all(line, [found[at] for at in sorted(found)])


def _doubtful(passage: Passage, taken: list[tuple[int, int]]) -> dict[int, Found]:
    """Return the quotas of which the number or the subject is misread; a number that cannot be read is None.

    They stand in doubt at their subject, so that nobody takes what could not be read for what is not limited.
    """
    found: dict[int, Found] = {}
    for match in _UNREAD.finditer(passage.flat):
        if not any(start < match.end() and match.start("subject") < end for start, end in taken):
            subject = passage.fact(_whom(match["subject"]), match.start("subject"), match.end(), sure=False)
            found[match.start("subject")] = Found(Quota(subject, None), match.start("subject"))
    for match in _GARBLED.finditer(passage.flat):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        letters = match["subject"].replace(" ", "")
        costs = {
            kind: min(shape_cost(word, letters[:size]) for size in range(len(word) - 1, len(word) + 2))
            for kind, word in _SPELT
        }
        kind = min(costs, key=lambda one: costs[one])
        if costs[kind] <= _NEAR:
            subject = passage.fact(kind, match.start("subject"), match.end(), sure=False)
            found[match.start()] = Found(Quota(subject, _count(passage, match)), match.start())
    return found


def _each_of_all(line: str, found: list[Found]) -> list[Found]:
    """Give "03 tập thể và 05 cá nhân mỗi đợt" its unit for both."""
    for index in range(len(found) - 1, 0, -1):
        one, before = found[index].quota, found[index - 1].quota
        per = one.per_unit is not None
        between = line[found[index - 1].start : found[index].start]
        if (
            per
            and before.who is None
            and not re.search(r"[;.]|\bmoi\b", between)
            and not _IN_ALL.search(line)
        ):
            joined = replace(before, who=one.who, per_unit=one.per_unit)
            found[index - 1] = replace(found[index - 1], quota=joined)
    return found


def _made(passage: Passage, match: re.Match[str], start: int, end: int) -> Quota:
    both = _BOTH.match(passage.flat, match.end("subject"))
    value = _whom(match.group("subject"))
    first = start
    if match.re is _COUNT_AFTER:  # "tập thể, cá nhân: 03"
        both = _BOTH_BEFORE.search(passage.flat, max(0, start - 30), start)
        first = both.start() if both and not re.search(rf"{_N}\s*$", passage.flat[: both.start()]) else start
        both = both if first < start else None
    if both and _whom(both.group("other")) != value:
        whom = passage.fact("either", first, max(both.end(), match.end("subject")))
        end = max(end, both.end())
    else:
        whom = passage.fact(value, start, match.end("subject"))
    who, each = _who(passage, match.start(), end)
    if "percent" in match.groupdict():
        share = passage.fact(int(match.group("percent")), match.start("percent"), match.end("percent"))
        return Quota(whom, None, who, each, share)
    return Quota(whom, _count(passage, match), who, each)


def _count(passage: Passage, match: re.Match[str]) -> Fact[int]:
    value, sure = _number(match)
    group = next(name for name in ("paren", "digits", "spoken") if match.groupdict().get(name))
    return passage.fact(value, match.start(group), match.end(group), sure=sure)


def _who(passage: Passage, start: int, end: int) -> tuple[Fact[str] | None, Fact[bool] | None]:
    """Return the unit or group that a quota is for: "02 cá nhân/thôn", "mỗi đơn vị 01 tập thể", "Nhóm 1: …"."""
    per = _PER.match(passage.flat, end)
    if per:
        who = passage.words(per.start("who"), per.end("who"))
        return who, passage.fact(True, per.start(), per.end())
    before = list(_EACH.finditer(passage.flat, 0, start))
    in_all = [one.start() for one in _IN_ALL.finditer(passage.flat, 0, start)]
    if before and not any(at > before[-1].start() for at in in_all):
        each = before[-1]
        stop = each.start("who") + len(each.group("who").rstrip(" ,"))
        return passage.words(each.start("who"), stop), passage.fact(True, each.start(), stop)
    group = None if in_all else _GROUP.match(passage.flat)
    if group and not _EACH.search(group.group("who")):
        return passage.words(group.start("who"), group.end("who")), None
    return None, None
