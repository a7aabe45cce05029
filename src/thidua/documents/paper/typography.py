"""Where a line may not be broken."""

import re

NBSP = "\N{NO-BREAK SPACE}"

_BOUND = (
    re.compile(r"\b(ngày|tháng|năm|quý|Điều|khoản|điểm|Mẫu số|số|Số|Phụ lục|Tờ trình số|Quyết định số)[ ](?=[\dIVX])"),
    re.compile(r"(?<=\d)[ ](?=(?:đồng|điểm|%|giờ|phút)(?!\w))"),
    re.compile(r"\b(khoản|điểm)[ ](?=[a-zđ](?!\w))"),
    re.compile(r"(?<=\d)[ ](?=(?:tháng|năm)" + NBSP + r"\d)"),
)


def bound(text: str) -> str:
    """The text with no-break spaces inside dates, numbers with their unit and citations: "năm 2025", "Điều 1"."""
    for pattern in _BOUND[:3]:
        text = pattern.sub(lambda found: found.group(0)[:-1] + NBSP, text)
    return _BOUND[3].sub(NBSP, text)


def unbroken(text: str) -> str:
    """The whole text, usually a person's name, on one line."""
    return NBSP.join(text.split())


def loose(text: str) -> str:
    """The text with ordinary spaces again, to search and to compare."""
    return text.replace(NBSP, " ")
