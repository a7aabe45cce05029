"""Where a line may not be broken."""

import re

NBSP = "\N{NO-BREAK SPACE}"

_BOUND = (
    re.compile(r"\b(?:ngày|tháng|năm|quý|Điều|khoản|Phụ lục)[ ](?=[\dIVX])"),
    re.compile(r"(?<=\d)[ ](?=(?:đồng|điểm|giờ|phút|tập thể|cá nhân)(?!\w))"),
    re.compile(r"\b(?:khoản|điểm)[ ](?=[a-zđ](?!\w))"),
)
_PHRASES = re.compile(
    r"(?<!\w)(?:phong trào thi đua|cải cách hành chính|thi đua - khen thưởng|văn hóa - xã hội|hội đồng nhân dân|"
    r"ủy ban nhân dân|trên địa bàn|thành tích xuất sắc|giấy khen|bằng khen|tổng kết|sơ kết|khen thưởng|"
    r"tập thể, cá nhân|nhiệm vụ)(?!\w)",
    re.IGNORECASE,
)
"""What a title keeps on one line where it can."""
_PLACES = frozenset(("xã", "phường", "khu", "huyện", "tỉnh", "phố", "trấn"))
_SYMBOL = re.compile(r"(\d*/(?:\d{4}/)?[\w.]+-[\w-]*\w)")


def bound(text: str) -> str:
    """The text with no-break spaces inside dates, numbers with their unit and citations: "năm 2025", "Điều 1"."""
    for pattern in _BOUND:
        text = pattern.sub(lambda found: found.group(0)[:-1] + NBSP, text)
    return text


def phrased(text: str) -> str:
    """The text of a title with no-break spaces also inside the phrases and place names that are read in one breath."""
    told = ""
    inside = False
    for word in text.split(" "):
        named = inside and word[:1].isupper()
        told += (NBSP if named else " ") + word if told else word
        inside = named or word.lower() in _PLACES
    return bound(_PHRASES.sub(lambda found: found.group(0).replace(" ", NBSP), told))


def pieces(text: str) -> tuple[tuple[str, bool], ...]:
    """The text cut at the symbols of papers ("152/2025/NĐ-CP"), each part with whether it is such a symbol."""
    return tuple((part, at % 2 == 1) for at, part in enumerate(_SYMBOL.split(text)) if part)


def unbroken(text: str) -> str:
    """The whole text, usually a person's name, on one line."""
    return NBSP.join(text.split())


def loose(text: str) -> str:
    """The text with ordinary spaces again, to search and to compare."""
    return text.replace(NBSP, " ")
