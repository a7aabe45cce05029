"""Text that a radio reader can read aloud at sight: no abbreviation, no slash, short sentences, numbers as spoken."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Final

from thidua.engine.words import spoken_date

SYLLABLES_A_MINUTE: Final = 170
LONGEST_SENTENCE: Final = 25
ABBREVIATIONS: Final = {
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "UBMTTQ": "Ủy ban Mặt trận Tổ quốc",
    "MTTQ": "Mặt trận Tổ quốc",
    "HĐTĐKT": "Hội đồng Thi đua, Khen thưởng",
    "TĐKT": "thi đua, khen thưởng",
    "TĐ-KT": "thi đua, khen thưởng",
    "CCHC": "cải cách hành chính",
    "TTHC": "thủ tục hành chính",
    "CBCCVC": "cán bộ, công chức, viên chức",
    "CBCC": "cán bộ, công chức",
    "CNTT": "công nghệ thông tin",
    "DVC": "dịch vụ công",
    "DVCTT": "dịch vụ công trực tuyến",
    "TTPVHCC": "Trung tâm Phục vụ hành chính công",
    "PAR INDEX": "chỉ số cải cách hành chính",
    "PAR": "cải cách hành chính",
    "ParIndex": "chỉ số cải cách hành chính",
    "SIPAS": "chỉ số hài lòng của người dân",
    "PAPI": "chỉ số hiệu quả quản trị và hành chính công",
    "DDCI": "chỉ số năng lực cạnh tranh",
    "THPT": "trung học phổ thông",
    "THCS": "trung học cơ sở",
    "PTDTBT": "phổ thông dân tộc bán trú",
    "KT-XH": "kinh tế, xã hội",
    "QPAN": "quốc phòng, an ninh",
    "ANTT": "an ninh trật tự",
    "NTM": "nông thôn mới",
    "HTX": "hợp tác xã",
    "TDP": "tổ dân phố",
    "VP": "Văn phòng",
    "QĐ": "quyết định",
    "NĐ": "nghị định",
    "NQ": "nghị quyết",
    "CP": "Chính phủ",
    "TTg": "Thủ tướng",
    "KH": "kế hoạch",
    "BC": "báo cáo",
    "TW": "trung ương",
    "TP": "thành phố",
}
_DATE: Final = re.compile(r"(?:ngày\s+)?\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
_MONTH: Final = re.compile(r"(?:tháng\s+)?\b(\d{1,2})/(\d{4})\b")
_SYMBOL: Final = re.compile(r"(\d+)\s*/\s*(?:(\d{4})\s*/\s*)?[A-ZĐ][A-Za-zĐ]*(?:\s*-\s*[A-ZĐ][\w]*)+")
"""The number and symbol of a paper ("33/2021/QĐ-UBND"): only its number, and its year, is read."""
_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+")
_CONNECTIVES: Final = frozenset(
    (
        "và",
        "nhằm",
        "để",
        "với",
        "trong",
        "trên",
        "theo",
        "về",
        "của",
        "góp",
        "nâng",
        "qua",
        "bằng",
        "cho",
        "khi",
        "do",
    )
)
"""Words before which one may draw breath."""
_STRAY: Final = 2
"""So few words after the last mark are the beginning of something, not its end."""
_LEAST: Final = 8
"""A piece cut off a long sentence has at least as many words, where it can."""


def readable(text: str) -> str:
    """The text as it is read: abbreviations in full, dates and percentages as spoken, no slash, no bracket."""
    text = unicodedata.normalize("NFC", text)
    text = _SYMBOL.sub(lambda found: found[1] + (f" năm {found[2]}" if found[2] else ""), text)
    text = _DATE.sub(lambda found: _spoken(int(found[3]), int(found[2]), int(found[1])), text)
    text = _MONTH.sub(r"tháng \1 năm \2", text)
    text = text.replace("%", " phần trăm ").replace("&", " và ").replace("+", " cộng ")
    for short in ABBREVIATIONS:
        text = re.sub(rf"\(\s*{re.escape(short)}\s*\)", "", text)
    text = text.replace("/", " ")
    text = re.sub(r"\s-\s(?=(\w))", lambda found: " " if found[1].isupper() else ", ", text)
    text = re.sub(r"[–—]|\s-\s", ", ", text)
    text = re.sub(r"(?:\.\s*){2,}|…", ". ", text)
    text = re.sub(r"[“”\"'‘’«»()\[\]{}<>=*_#|\\^~`@$]", " ", text)
    text = re.sub(r"[^\S\n]+", " ", text)
    for short, full in sorted(ABBREVIATIONS.items(), key=lambda pair: -len(pair[0])):
        text = re.sub(rf"(?<!\w){re.escape(short)}(?!\w)", full, text)
    text = re.sub(r"\b(chỉ số)\s+chỉ số\b", r"\1", text, flags=re.IGNORECASE)
    text = re.sub(r"\s+([,.;:!?])", r"\1", text)
    text = re.sub(r"([,;:])(?:\s*[,;:])+", r"\1", text)
    return re.sub(r"[,;:]+\s*([.!?])", r"\1", text).strip(" ,;:")


def _spoken(year: int, month: int, day: int) -> str:
    try:
        return spoken_date(date(year, month, day), with_year=True)
    except ValueError:
        return f"ngày {day} tháng {month} năm {year}"


def sentences(text: str) -> list[str]:
    """The text in sentences of at most ``LONGEST_SENTENCE`` words; a longer one is cut where one draws breath."""
    result: list[str] = []
    for paragraph in text.splitlines():
        for sentence in _SENTENCE_END.split(paragraph.strip()):
            if re.search(r"\w", sentence):
                result += _shortened(sentence.strip())
    return [sentence for sentence in result if re.search(r"\w", sentence)]


def gist(text: str, *, before: int = 0) -> str:
    """The text as one sentence to be said: as far as one breath goes, ended where its clause ends.

    For what a plan writes in long sentences; half a list would be no sentence, so the rest is left to the paper.
    ``before``: words that are said before it in the same sentence.
    """
    words = readable(text).split()
    limit = LONGEST_SENTENCE - before
    if len(words) <= limit:
        return " ".join(words).rstrip(" .;,:")
    places = [
        at
        for at in range(min(_LEAST, limit), limit + 1)
        if words[at - 1].endswith((",", ";", ":")) or words[at] in _CONNECTIVES
    ]
    at = places[-1] if places else limit
    marks = [place for place in places if words[place - 1].endswith((",", ";", ":"))]
    if marks and at - marks[-1] <= _STRAY:
        at = marks[-1]
    return " ".join(words[:at]).rstrip(" .;,:")


def _shortened(sentence: str) -> list[str]:
    words = sentence.strip(" ,;:-").split()
    if len(words) <= LONGEST_SENTENCE:
        return [_ended(" ".join(words))]
    at = _cut(words)
    return [_ended(" ".join(words[:at])), *_shortened(" ".join(words[at:]))]


def _cut(words: list[str]) -> int:
    """Where a long sentence is cut: after a mark, else before a word that goes on, else at the limit.

    Of several places the one that leaves two even halves is taken; while more than two pieces are left, the last.
    """
    room = range(_LEAST, min(LONGEST_SENTENCE, len(words) - 1) + 1)
    places = (
        [at for at in room if words[at - 1].endswith((";", ":"))],
        [at for at in room if words[at - 1].endswith(",")],
        [at for at in room if words[at] in _CONNECTIVES],
    )
    for found in places:
        if found and len(words) > 2 * LONGEST_SENTENCE:
            return found[-1]
        fitting = [at for at in found if len(words) - at <= LONGEST_SENTENCE]
        if fitting:
            return min(fitting, key=lambda at: abs(2 * at - len(words)))
    return next((found[-1] for found in places if found), LONGEST_SENTENCE)


def _ended(sentence: str) -> str:
    sentence = sentence.strip(" ,;:-")
    sentence = sentence[:1].upper() + sentence[1:]
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


def too_long(text: str) -> list[str]:
    """The sentences of a text that are too long to be read in one breath."""
    found = [
        sentence.strip() for paragraph in text.splitlines() for sentence in _SENTENCE_END.split(paragraph)
    ]
    return [sentence for sentence in found if len(sentence.split()) > LONGEST_SENTENCE]


def hard_to_read(text: str) -> list[str]:
    """What a reader would stumble over in a text: abbreviations, slashes, percent signs, each once."""
    found = [short for short in ABBREVIATIONS if re.search(rf"(?<!\w){re.escape(short)}(?!\w)", text)]
    return found + [sign for sign in ("/", "%") if sign in text]


def minutes(text: str) -> int:
    """How many minutes the text takes, rounded up."""
    return max(1, -(-len(text.split()) // SYLLABLES_A_MINUTE))
