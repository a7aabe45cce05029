"""Numbers and dates in Vietnamese words, for papers and for reading aloud."""

from datetime import date, time
from typing import Final

_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_WEEKDAYS: Final = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_BILLION: Final = 1_000_000_000
_MILLION: Final = 1_000_000
_THOUSAND: Final = 1_000
_HUNDRED: Final = 100
_TEN: Final = 10
_PADDED_MONTHS: Final = 2  # Decree 30/2020, annex I: days below 10 and months 1 and 2 get a zero in front


def _below_thousand(number: int, *, full: bool, zero_tens: str) -> list[str]:
    hundreds, rest = divmod(number, _HUNDRED)
    tens, units = divmod(rest, _TEN)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens == 0:
        if units and words:
            words.append(zero_tens)
    elif tens == 1:
        words.append("mười")
    else:
        words += [_DIGITS[tens], "mươi"]
    if units:
        endings = {1: "mốt", 4: "tư", 5: "lăm"} if tens > 1 else {5: "lăm"} if tens == 1 else {}
        words.append(endings.get(units, _DIGITS[units]))
    return words


def _positive(number: int, *, full: bool, zero_tens: str, thousand: str) -> list[str]:
    for size, name in ((_BILLION, "tỷ"), (_MILLION, "triệu"), (_THOUSAND, thousand)):
        head, rest = divmod(number, size)
        if head:
            words = [*_positive(head, full=full, zero_tens=zero_tens, thousand=thousand), name]
            return (
                words + _positive(rest, full=True, zero_tens=zero_tens, thousand=thousand) if rest else words
            )
    return _below_thousand(number, full=full, zero_tens=zero_tens)


def number_in_words(
    number: int, *, zero_tens: str = "linh", thousand: str = "nghìn", capital: bool = True
) -> str:
    """Say a whole number: 4950000 gives "Bốn triệu chín trăm năm mươi nghìn".

    ``zero_tens`` is "linh" or "lẻ" (một trăm linh năm), ``thousand`` is "nghìn" or "ngàn": the house's habit.
    """
    words = _positive(abs(number), full=False, zero_tens=zero_tens, thousand=thousand) or [_DIGITS[0]]
    if number < 0:
        words.insert(0, "âm")
    sentence = " ".join(words)
    return sentence[0].upper() + sentence[1:] if capital else sentence


def money_in_words(amount: int, *, zero_tens: str = "linh", thousand: str = "nghìn") -> str:
    """Give the bracket under a sum: "(Bằng chữ: Bốn triệu chín trăm năm mươi nghìn đồng)"."""
    return f"(Bằng chữ: {number_in_words(amount, zero_tens=zero_tens, thousand=thousand)} đồng)"


def paper_date(day: date) -> str:
    """Give the date of a paper by Decree 30/2020, annex I: "ngày 05 tháng 02 năm 2025"."""
    month = f"{day.month:02d}" if day.month <= _PADDED_MONTHS else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def short_date(day: date) -> str:
    """Give day/month/year: "05/02/2025"."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def spoken_date(day: date, *, with_year: bool = False) -> str:
    """Give the date for reading aloud: "ngày mùng 5 tháng 2"; the first ten days of a month are "mùng"."""
    number = f"mùng {day.day}" if day.day <= _TEN else str(day.day)
    return f"ngày {number} tháng {day.month}" + (f" năm {day.year}" if with_year else "")


def clock_time(at: time) -> str:
    """An hour as papers write it: "08 giờ", "13 giờ 30 phút"."""
    return f"{at:%H} giờ {at:%M} phút" if at.minute else f"{at:%H} giờ"


def weekday(on: date) -> str:
    """The day of the week: "thứ Hai", "Chủ nhật"."""
    return _WEEKDAYS[on.weekday()]
