"""What a certificate says, and what is the same on all certificates of an authority."""

from dataclasses import dataclass
from datetime import date
from typing import Final

LINE: Final = 1.22
"""Height of a line in sizes of its letters."""
MM_PER_POINT: Final = 25.4 / 72
PRINTER_MARK: Final = 40
"""mm from the left and the upper edge at which the lines of a printer's measuring page should come out."""
SMALLEST: Final = {"name": 14, "check": 8}
SMALLEST_ELSE: Final = 11
"""Below these sizes in points a certificate on a wall is not read."""


def smallest(field: str) -> int:
    """The smallest letters that a field of a certificate may have."""
    return SMALLEST.get(field, SMALLEST_ELSE)


def least_height(field: str) -> float:
    """The height of a box (mm) into which one line of the smallest letters goes."""
    return smallest(field) * LINE * MM_PER_POINT


@dataclass(frozen=True, slots=True)
class Certificate:
    """What one certificate says.

    `issuer` is the title of the person who decides ("CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ DƯƠNG QUỲ"); `salutation` "Ông" or
    "Bà", empty for a collective; `details` position, unit, commune and province, one line each; `merit` the words
    "Đã có thành tích xuất sắc trong …". `keep` holds phrases of the merit that must not be split (names). `number` is
    "45/QĐ-UBND", `register` the number in the golden book; both may be empty, the space then stays open. `check` is the
    check code printed at the foot, `code` what the square code beside it holds; `note` stands below the number in the
    golden book ("Cấp đổi ngày …"). `giving` and `form` are the fourth and the fifth line; `on_blank` says whether a
    pre-printed blank of "Giấy khen" may carry it: the certificate of a title always stands on a whole page.
    """

    issuer: str
    name: str
    merit: str
    place: str
    signer_title: tuple[str, ...]
    signer_name: str
    salutation: str = ""
    details: tuple[str, ...] = ()
    form: str = "GIẤY KHEN"
    giving: str = "TẶNG"
    number: str = ""
    on: date | None = None
    year: int | None = None
    register: str = ""
    check: str = ""
    code: str = ""
    keep: tuple[str, ...] = ()
    note: str = ""
    on_blank: bool = True


@dataclass(frozen=True, slots=True)
class Box:
    """Where one text stands on a pre-printed blank: mm from the left and the upper edge of the sheet.

    `field` is one of `BOX_FIELDS`; `size` the largest letters in points, they shrink until the text fits the box, never
    below the legible size of the field; `align` left, center or right.
    """

    field: str
    left: float
    top: float
    width: float
    height: float
    size: int
    align: str = "center"


BOX_FIELDS = (
    "name",
    "details",
    "merit",
    "decision",
    "register",
    "place",
    "signer_title",
    "signer_name",
    "check",
)
"""What can be printed on a blank."""


@dataclass(frozen=True, slots=True)
class Template:
    """What is the same on every certificate: the emblem as picture (PNG, JPEG or SVG), a watermark, what to print.

    With `boxes` only these texts are printed, on a blank that holds the rest; `backdrop` is a picture of the blank, for
    looking at and never for printing. `shift` moves everything by mm to the right and down: what this printer is off.
    """

    emblem: bytes | None = None
    watermark: str = ""
    border: bool = True
    codes: bool = True
    boxes: tuple[Box, ...] = ()
    shift: tuple[float, float] = (0.0, 0.0)
    backdrop: bytes | None = None
