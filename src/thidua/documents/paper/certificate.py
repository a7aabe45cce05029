"""What a certificate says, and what is the same on all certificates of an authority."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Certificate:
    """What one certificate says.

    `issuer` is the title of the person who decides ("CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ DƯƠNG QUỲ"); `salutation` "Ông" or
    "Bà", empty for a collective; `details` position, unit, commune and province, one line each; `merit` the words
    "Đã có thành tích xuất sắc trong …". `keep` holds phrases of the merit that must not be split (names). `number` is
    "45/QĐ-UBND", `register` the number in the golden book; both may be empty, the space then stays open. `check` is the
    check code printed at the foot, `code` what the square code beside it holds.
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


@dataclass(frozen=True, slots=True)
class Template:
    """What is the same on every certificate: the emblem as picture (PNG, JPEG or SVG), a watermark, what to print."""

    emblem: bytes | None = None
    watermark: str = ""
    border: bool = True
    codes: bool = True
