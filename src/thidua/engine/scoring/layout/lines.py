"""Rules as the lines that stand under a leaf: "Ban hành kịp thời: 1", "Từ 70% đến 90%: 1", "Mức phải đạt: 0,8"."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

from thidua.engine.scoring.written import WrittenError, read_number
from thidua.engine.text import fold


class Line(NamedTuple):
    """One line under a leaf: what it says, the number beside it, and the code of an answer where there is one."""

    text: str
    number: str | None = None
    code: str = ""
    row: int = 0


KIND_WORDS: Final[Mapping[str, str]] = {
    "yes_no": "Có hoặc không",
    "graded": "Chọn mức",
    "band": "Theo khoảng tỷ lệ",
    "all_or_nothing": "Đủ hoặc không",
    "proportional": "Theo tỷ lệ",
    "cut_off": "Theo tỷ lệ, có mức cắt",
    "target": "So với mức phải đạt",
    "complement": "Phần không vi phạm",
    "deduction": "Trừ điểm mỗi trường hợp",
    "per_item": "Cộng điểm mỗi trường hợp",
    "survey": "Khảo sát",
    "min_max": "So trong cụm, khối",
    "leader": "So với đơn vị dẫn đầu",
    "assessed": "Người có thẩm quyền đánh giá",
}
_KINDS: Final = {fold(words): kind for kind, words in KIND_WORDS.items()}
_PARAMETERS: Final[Mapping[str, str]] = {
    "of": "Đủ là",
    "fine": "Phạt khi bỏ nhiệm vụ",
    "cut_off": "Mức cắt",
    "target": "Mức phải đạt",
    "may_exceed": "Được vượt 100%",
    "each": "Mỗi trường hợp",
    "floor": "Thấp nhất",
    "minimum_forms": "Số phiếu tối thiểu",
    "better": "Hơn là",
    "measure": "So bằng",
    "equal": "Khi bằng nhau",
    "part": "Phần cho mức phải đạt",
}
_BY_WORDS: Final = {fold(words): name for name, words in _PARAMETERS.items()}
_VALUES: Final[Mapping[str, str]] = {
    "more": "nhiều hơn",
    "less": "ít hơn",
    "number": "con số",
    "ratio": "tỷ lệ",
    "False": "không",
    "True": "có",
}
_VALUES_BACK: Final = {fold(words): value for value, words in _VALUES.items()}
_ANSWERS: Final = {"graded": "points", "survey": "weight"}
_OVERRIDE: Final = "nhưng nếu "
_FINE: Final = "phạt "


def kind_of(words: str) -> str | None:
    """The kind of rule that words or a code name."""
    folded = fold(words)
    return _KINDS.get(folded) or (words.strip() if words.strip() in KIND_WORDS else None)


def _percent(number: str) -> str:
    text = format((Decimal(number) * 100).normalize(), "f")
    return f"{text.replace('.', ',')}%"


def band_words(band: Mapping[str, Any]) -> str:
    """A stretch of ratios: "Từ 70% đến 90%", "Trên 90%", "Dưới 70%"."""
    parts = []
    if "above" in band:
        parts.append(f"trên {_percent(band['above'])}")
    elif Decimal(band.get("at_least", "0")) != 0 or not {"below", "at_most"} & band.keys():
        parts.append(f"từ {_percent(band.get('at_least', '0'))}")
    if "below" in band:
        parts.append(f"dưới {_percent(band['below'])}")
    if "at_most" in band:
        parts.append(f"đến {_percent(band['at_most'])}")
    words = " ".join(parts)
    return words[:1].upper() + words[1:]


def written(rule: Mapping[str, Any]) -> list[Line]:
    """The lines of a rule."""
    kind = rule["kind"]
    lines = [
        Line(f"{words}: {_VALUES[str(rule[name])]}")
        if str(rule[name]) in _VALUES
        else Line(words, str(rule[name]))
        for name, words in _PARAMETERS.items()
        if name in rule
    ]
    for band in rule.get("bands", ()):
        lines.append(Line(band_words(band), band["points"]))
        if "override" in band:
            other = band["override"]
            lines.append(Line(_OVERRIDE + other["label"], other["points"], other["code"]))
    for option in rule.get("options", ()):
        lines.append(Line(option["label"], option[_ANSWERS[kind]], option["code"]))
        if "fine" in option:
            lines.append(Line(_FINE + option["label"], option["fine"]))
    lines += [Line(option["label"], "0", option["code"]) for option in rule.get("zero_on", ())]
    return lines


_NUMBER: Final = r"(\d+(?:[.,]\d+)?)\s*%?"
_BANDS: Final = (
    (re.compile(rf"(?:tu|>=|≥)\s*{_NUMBER}\s*(?:den|toi)?\s*(?:duoi|<)\s*{_NUMBER}"), ("at_least", "below")),
    (re.compile(rf"(?:tren|>)\s*{_NUMBER}\s*(?:den)?\s*(?:duoi|<)\s*{_NUMBER}"), ("above", "below")),
    (re.compile(rf"(?:tren|>)\s*{_NUMBER}\s*(?:den|<=|≤)\s*{_NUMBER}"), ("above", "at_most")),
    (re.compile(rf"{_NUMBER}\s*-\s*<\s*{_NUMBER}"), ("at_least", "below")),
    (re.compile(rf"(?:tu\s*)?{_NUMBER}\s*(?:den|-|–)\s*{_NUMBER}"), ("at_least", "at_most")),
    (re.compile(rf"(?:tu|dat tu|>=|≥)\s*{_NUMBER}(?:\s*tro len)?"), ("at_least",)),
    (re.compile(rf"{_NUMBER}\s*tro len"), ("at_least",)),
    (re.compile(rf"(?:tren|>)\s*{_NUMBER}"), ("above",)),
    (re.compile(rf"(?:duoi|<)\s*{_NUMBER}"), ("below",)),
    (re.compile(rf"(?:den|<=|≤)\s*{_NUMBER}"), ("at_most",)),
)


def _band(text: str) -> dict[str, Any] | None:
    folded = fold(text).strip(" .;:")
    if "%" not in text:
        return None
    for pattern, limits in _BANDS:
        found = pattern.fullmatch(folded)
        if found:
            shares = (Decimal(figure.replace(",", ".")) / 100 for figure in found.groups())
            return {
                limit: format(share.normalize(), "f") for limit, share in zip(limits, shares, strict=True)
            }
    return None


_AT_THE_END: Final = re.compile(
    r"^(?P<text>.*\S)\s*(?::|=)\s*(?P<number>\d+(?:[.,]\d+)?)\s*(?:điểm|đ)?\s*[.;]?$"
)


def split(text: str) -> tuple[str, str | None]:
    """A line that carries its points behind a colon, as text and number."""
    found = _AT_THE_END.match(text.strip())
    if found is None:
        return text.strip().rstrip(";"), None
    return found["text"].lstrip("-+ "), format(read_number(found["number"]).number, "f")


def _split(line: Line) -> Line:
    text, number = split(line.text)
    return line._replace(text=text, number=number)


def slug(text: str) -> str:
    """A code made of the words of an answer."""
    return re.sub(r"[^a-z0-9]+", "_", fold(text)).strip("_")[:40] or "muc"


class RuleError(ValueError):
    """Lines that make no rule."""


def read(kind: str | None, lines: Sequence[Line]) -> dict[str, Any]:
    """The rule of lines; without a kind it is told by them. Raises RuleError."""
    lines = [line if line.number is not None else _split(line) for line in lines]
    if kind is None:
        kind = _guess(lines)
    rule: dict[str, Any] = {"kind": kind}
    options: list[dict[str, Any]] = []
    bands: list[dict[str, Any]] = []
    for line in lines:
        words, _, value = line.text.partition(":")
        name = _BY_WORDS.get(fold(words))
        if name is not None and kind not in {"graded", "band"}:
            rule[name] = _value(value) if value else line.number
        elif kind == "band":
            _put_band(bands, line)
        elif kind in {"graded", "survey"}:
            _put_option(options, line, _ANSWERS[kind])
        elif kind == "deduction" and line.number is not None:
            options.append({"code": line.code or slug(line.text), "label": line.text})
        # what else stands there explains the rule to people
    if bands:
        rule["bands"] = bands
    if options:
        rule["zero_on" if kind == "deduction" else "options"] = options
    return rule


def _value(words: str) -> Any:
    value = _VALUES_BACK.get(fold(words), words.strip())
    return {"True": True, "False": False}.get(value, value)


def _put_band(bands: list[dict[str, Any]], line: Line) -> None:
    if fold(line.text).startswith(fold(_OVERRIDE)) and bands:
        label = line.text[len(_OVERRIDE) :].strip()
        bands[-1]["override"] = {"code": line.code or slug(label), "label": label, "points": line.number}
        return
    found = _band(line.text)
    if found is None:
        raise RuleError(line.text)
    bands.append(found | {"points": line.number})


def _put_option(options: list[dict[str, Any]], line: Line, points: str) -> None:
    if (
        fold(line.text).startswith(_FINE.strip().replace("ạ", "a"))
        and options
        and line.text.endswith(options[-1]["label"])
    ):
        options[-1]["fine"] = line.number
        return
    if line.number is None:
        raise RuleError(line.text)
    code = line.code or slug(line.text)
    options.append({"code": code, "label": line.text, points: line.number})


_YES: Final = frozenset({"co", "dat", "day du", "dat yeu cau"})
_NO: Final = frozenset({"khong", "khong dat", "khong co", "khong dat yeu cau"})


def _guess(lines: Sequence[Line]) -> str:
    """The kind that lines without a name for it tell. Raises RuleError."""
    pointed = [line for line in lines if line.number is not None]
    if pointed:
        folded = {fold(line.text) for line in pointed}
        if len(pointed) == len(_PAIR) and folded & _YES and folded & _NO:
            return "yes_no"
        if all(_band(line.text) is not None for line in pointed):
            return "band"
        return "graded"
    if any("ty le" in fold(line.text) for line in lines):
        return "proportional"
    raise RuleError("")


_PAIR: Final = ("yes", "no")


def number_or_none(cell: Any) -> str | None:
    """A number of a cell as text; None for an empty cell. Raises WrittenError."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, (int, Decimal)):
        return format(Decimal(cell).normalize(), "f")
    if isinstance(cell, str):
        return format(read_number(cell).number, "f")
    raise WrittenError("not_a_number")
