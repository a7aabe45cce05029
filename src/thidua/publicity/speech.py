"""Text that a radio reader can read aloud at sight: no abbreviation, no slash, short sentences, numbers as spoken."""

from __future__ import annotations

import re
from datetime import date

from thidua.engine.words import spoken_date

SYLLABLES_A_MINUTE = 170
LONGEST_SENTENCE = 25
ABBREVIATIONS = {
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "MTTQ": "Mặt trận Tổ quốc",
    "CCHC": "cải cách hành chính",
    "TTHC": "thủ tục hành chính",
    "CBCCVC": "cán bộ, công chức, viên chức",
    "CBCC": "cán bộ, công chức",
    "TĐKT": "thi đua, khen thưởng",
    "PAR INDEX": "chỉ số cải cách hành chính",
    "ParIndex": "chỉ số cải cách hành chính",
    "SIPAS": "chỉ số hài lòng của người dân",
    "PAPI": "chỉ số hiệu quả quản trị và hành chính công",
    "DDCI": "chỉ số năng lực cạnh tranh",
    "THCS": "trung học cơ sở",
    "QĐ": "quyết định",
    "NĐ": "nghị định",
    "KH": "kế hoạch",
}
_DATE = re.compile(r"(?:ngày\s+)?\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
_MONTH = re.compile(r"\b(\d{1,2})/(\d{4})\b")
_PERCENT = re.compile(r"(\d)\s*%")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def readable(text: str) -> str:
    """The text as it is read: abbreviations in full, dates and percentages as spoken, no slash, no bracket."""
    text = _DATE.sub(lambda found: _spoken(int(found[3]), int(found[2]), int(found[1])), text)
    text = _MONTH.sub(r"tháng \1 năm \2", text)
    text = _PERCENT.sub(r"\1 phần trăm", text)
    for short, full in sorted(ABBREVIATIONS.items(), key=lambda pair: -len(pair[0])):
        text = re.sub(rf"\(\s*{re.escape(short)}\s*\)", "", text)
        text = re.sub(rf"(?<!\w){re.escape(short)}(?!\w)", full, text)
    text = text.replace("/", " ").replace("–", ",").replace(" - ", ", ")
    text = re.sub(r"[“”\"()\[\]*_#|]", "", text)
    return re.sub(r"[ \t]+", " ", re.sub(r"\s+([,.;])", r"\1", text)).strip()


def _spoken(year: int, month: int, day: int) -> str:
    try:
        return spoken_date(date(year, month, day), with_year=True)
    except ValueError:
        return f"ngày {day} tháng {month} năm {year}"


def sentences(text: str) -> list[str]:
    """The text in sentences, each of at most ``LONGEST_SENTENCE`` words, cut at a comma or "và" where one is longer."""
    result: list[str] = []
    for paragraph in text.splitlines():
        for sentence in _SENTENCE_END.split(paragraph.strip()):
            result += _shortened(sentence.strip())
    return [sentence for sentence in result if sentence]


def _shortened(sentence: str) -> list[str]:
    words = sentence.split()
    if len(words) <= LONGEST_SENTENCE:
        return [sentence]
    cuts = [
        at + 1
        for at, word in enumerate(words[: LONGEST_SENTENCE + 1])
        if word.endswith((",", ";", ":")) and at + 1 <= LONGEST_SENTENCE
    ]
    at = cuts[-1] if cuts else LONGEST_SENTENCE
    head = " ".join(words[:at]).rstrip(",;:") + "."
    rest = " ".join(words[at:])
    return [head, *_shortened(rest[:1].upper() + rest[1:])]


def minutes(text: str) -> int:
    """How many minutes the text takes, rounded up."""
    return max(1, -(-len(text.split()) // SYLLABLES_A_MINUTE))
