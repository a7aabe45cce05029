"""How a plan cites: documents of law, levels, quotas, and the heading under which a passage stands."""

from __future__ import annotations

import re
from datetime import date

from thidua.movements import choices

KINDS = {
    "L": "Luật",
    "NĐ": "Nghị định",
    "NQ": "Nghị quyết",
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "TT": "Thông tư",
    "KH": "Kế hoạch",
    "HD": "Hướng dẫn",
    "CTr": "Chương trình",
    "CV": "Công văn",
    "TB": "Thông báo",
    "KL": "Kết luận",
    "ĐA": "Đề án",
    "BC": "Báo cáo",
}
"""Abbreviations of Decree 30/2020, annex III, and of other issuers."""

_PADDED_MONTHS = 2
_ROMAN = re.compile(r"^\s*([IVX]{1,5})[.)]\s+\S", re.MULTILINE)
_NUMBERED = re.compile(r"^\s*(\d{1,2}(?:\.\d{1,2})*)[.)]\s+\S", re.MULTILINE)
_NUMERALS = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def short_day(on: date) -> str:
    """The day as it stands in a citation: 28/6/2021, 05/02/2025."""
    month = f"{on.month:02d}" if on.month <= _PADDED_MONTHS else str(on.month)
    return f"{on.day:02d}/{month}/{on.year}"


def cited(kind: str, number: str, issued_on: str, issuer: str, about: str = "") -> str:
    """A document in full: "Quyết định số 33/2021/QĐ-UBND ngày 28/6/2021 của Ủy ban nhân dân tỉnh Lào Cai …"."""
    parts = [KINDS.get(kind, kind)]
    if number:
        parts.append(f"số {number}")
    day = iso_day(issued_on)
    if day is not None:
        parts.append(f"ngày {short_day(day)}")
    if issuer:
        parts.append(f"của {issuer}")
    if about:
        parts.append(about)
    return " ".join(part for part in parts if part)


def iso_day(value: object) -> date | None:
    """The day of an ISO text; nothing for a month alone, for nothing, and for what is no day."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def award_text(form: str, level: str) -> str:
    """Form and level, "Giấy khen (cấp xã)"; the level alone where no form is named."""
    where = choices.LEVELS.get(level, "")
    if form and where:
        return f"{form} ({where})"
    return form or f"Khen thưởng {where}".strip()


UNREAD = "chưa đọc được con số"


def quota_text(data: dict[str, object]) -> str:
    """The limit in words, "Không quá 02 tập thể", with unit, group and percent where the plan says so."""
    subject = choices.SUBJECTS.get(str(data.get("subject") or ""), "")
    most, percent = data.get("max"), data.get("max_percent")
    amounts = []
    if isinstance(most, int):
        amounts.append(f"{most:02d} {subject}")
    if isinstance(percent, int):
        rounded = choices.ROUNDINGS.get(str(data.get("rounding") or ""), "")
        amounts.append(f"{percent}% số {subject}" + (f" ({rounded})" if rounded else ""))
    text = "Không quá " + " và không quá ".join(amounts) if amounts else f"Số lượng {subject}: {UNREAD}"
    if data.get("per_unit"):
        text += " mỗi đơn vị"
    return f"{text} ({data['who']})" if data.get("who") else text


def clause_at(text: str, start: int | None) -> str:
    """The headings above a place in the plan's text: "mục III.3.2"; nothing where there is none."""
    if start is None:
        return ""
    line_end = text.find("\n", start)
    before = text[: line_end if line_end >= 0 else len(text)]
    chapters = list(_ROMAN.finditer(before))
    numbered = list(_NUMBERED.finditer(before, chapters[-1].end() if chapters else 0))
    parts = [found[-1].group(1) for found in (chapters, numbered) if found]
    return f"mục {'.'.join(parts)}" if parts else ""


def roman(number: int) -> str:
    """A number from 1 to 39 as areas are numbered: 8 gives VIII."""
    told = ""
    for value, sign in _NUMERALS:
        while number >= value:
            told += sign
            number -= value
    return told
