"""Where a line may not be broken."""

import re

NBSP = "\N{NO-BREAK SPACE}"

_BOUND = (
    re.compile(r"\b(?:ngày|tháng|năm|quý|Điều|khoản|Phụ lục)[ ](?=[\dIVX])"),
    re.compile(r"(?<=\d)[ ](?=(?:đồng|điểm|giờ|phút|tập thể|cá nhân)(?!\w))"),
    re.compile(r"\b(?:khoản|điểm)[ ](?=[a-zđ](?!\w))"),
)
_SYMBOL = re.compile(r"(\d*/(?:\d{4}/)?[\w.]+-[\w-]*\w)")


def bound(text: str) -> str:
    """The text with no-break spaces inside dates, numbers with their unit and citations: "năm 2025", "Điều 1"."""
    for pattern in _BOUND:
        text = pattern.sub(lambda found: found.group(0)[:-1] + NBSP, text)
    return text


def pieces(text: str) -> tuple[tuple[str, bool], ...]:
    """The text cut at the symbols of papers ("152/2025/NĐ-CP"), each part with whether it is such a symbol."""
    return tuple((part, at % 2 == 1) for at, part in enumerate(_SYMBOL.split(text)) if part)


def unbroken(text: str) -> str:
    """The whole text, usually a person's name, on one line."""
    return NBSP.join(text.split())


def loose(text: str) -> str:
    """The text with ordinary spaces again, to search and to compare."""
    return text.replace(NBSP, " ")
