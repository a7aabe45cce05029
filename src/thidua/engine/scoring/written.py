"""Numbers as people write them, read by one rule.

A comma is the decimal sign. A dot before groups of exactly three digits parts thousands ("1.250", "1.250.000,5"), as
officials write; any other single dot is a decimal sign ("12.5", "0.125"). A number that the other habit would read
otherwise ("1.250", "1,250") is marked as doubtful, so that it can be said back.
"""

import re
from decimal import Decimal
from typing import Final, NamedTuple

MOST_DIGITS: Final = 13
MOST_PLACES: Final = 10
LONGEST: Final = 60
_BLANKS: Final = re.compile(r"[ \u00a0\u2007\u2009\u202f](?=\d{3}(?!\d))")
_THOUSANDS: Final = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", re.ASCII)
_COMMA: Final = re.compile(r"\d+,\d+", re.ASCII)
_DOT: Final = re.compile(r"\d+\.\d+", re.ASCII)
_WHOLE: Final = re.compile(r"\d+", re.ASCII)
_DOUBTFUL: Final = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)


class WrittenError(ValueError):
    """A text that is no number of ours. ``code``: not_a_number, negative, number_too_long."""

    def __init__(self, code: str) -> None:
        """Keep the code."""
        super().__init__(code)
        self.code = code


class Written(NamedTuple):
    """A number that was read; ``doubtful`` when another habit of writing would read another number."""

    number: Decimal
    doubtful: bool = False


def read_number(text: str) -> Written:
    """Read a number that is not negative. Raises WrittenError."""
    bare = _BLANKS.sub("", text.strip())
    if len(bare) > LONGEST:
        raise WrittenError("number_too_long")
    negative = bare.startswith(("-", "\N{MINUS SIGN}"))
    unsigned = bare[1:] if bare.startswith(("-", "+", "\N{MINUS SIGN}")) else bare
    if _WHOLE.fullmatch(unsigned) or _DOT.fullmatch(unsigned):
        exact = unsigned
        if _THOUSANDS.fullmatch(unsigned):
            exact = unsigned.replace(".", "")
    elif _THOUSANDS.fullmatch(unsigned) or _COMMA.fullmatch(unsigned):
        exact = unsigned.replace(".", "").replace(",", ".")
    else:
        raise WrittenError("not_a_number")
    number = Decimal(exact)
    if negative and number:
        raise WrittenError("negative")
    return Written(checked(number), _DOUBTFUL.fullmatch(unsigned) is not None)


def checked(number: Decimal) -> Decimal:
    """Return a number that fits what is kept. Raises WrittenError."""
    if not number.is_finite():
        raise WrittenError("not_a_number")
    if number < 0:
        raise WrittenError("negative")
    if number >= Decimal(10) ** MOST_DIGITS or -int(number.as_tuple().exponent) > MOST_PLACES:
        raise WrittenError("number_too_long")
    return number
