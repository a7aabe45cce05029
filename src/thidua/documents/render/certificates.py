"""Giấy khen: a page A4 landscape for each, or its texts alone on a pre-printed blank (`render.blanks`).

Order and colours of the whole page: Decree 98/2023/NĐ-CP, article 104. The border is our own; the national emblem is a
picture that the commune puts in, its room stays free until then. Room for the ink signature and the seal is never
printed on.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from thidua.documents.paper import Certificate, Template, bound, long_date, unbroken
from thidua.documents.paper.certificate import LINE, MM_PER_POINT, PRINTER_MARK
from thidua.documents.render import blanks, squares, typst
from thidua.documents.render.errors import TextTooLongError
from thidua.documents.render.fonts import width_mm
from thidua.documents.render.layout import balanced

MEDIA_TYPE = "application/pdf"

_WIDTH = 232.0
_ROOM = 50.0
"""mm of height between "GIẤY KHEN" and the signature, for name, position and merit."""
_GAPS = 5.0
_NAME_SIZES = (28, 26, 24, 22, 20, 18)
_TEXT_SIZES = (17, 16, 15, 14, 13, 12)
_MOST_NAME_LINES = 2
_MOST_DETAIL_LINES = 3
_MOST_MERIT_LINES = 3
_TWO_LINES_FROM = 120.0
_MOTTO, _MOTTO_SIZE = "Độc lập - Tự do - Hạnh phúc", 16
_FORM_SIZES = (44, 42, 40, 38, 36, 34, 32, 30, 28, 26, 24)
_FORM_SIZES_BELOW_TWO = _FORM_SIZES[3:]
_ISSUER_SIZES = (21, 20, 19, 18, 17, 16, 15, 14)
_MEASURE = (
    (
        "1. In trang này ở cỡ thật (100%, không chọn “vừa trang giấy”), khổ A4 ngang, "
        "đúng khay và chiều giấy sẽ in giấy khen."
    ),
    "2. Lấy thước đo từ mép TRÁI của tờ giấy đến đường kẻ dọc (mm).",
    "3. Đo từ mép TRÊN của tờ giấy đến đường kẻ ngang (mm).",
    f"4. Nhập hai số đo vào phần mềm, mục Mẫu giấy khen. Máy in đúng thì cả hai số đo là {PRINTER_MARK} mm.",
)


def render(certificates: Sequence[Certificate], at: datetime, template: Template | None = None) -> bytes:
    """The certificates as one PDF; the same ones and time give the same bytes.

    Raises TextTooLongError where a text cannot be printed legibly, ValueError without a certificate.
    """
    if not certificates:
        raise ValueError("no_certificates")
    name, data = _told(certificates, template or Template())
    return typst.pdf(name, data, at)


def separate(certificates: Sequence[Certificate], at: datetime, template: Template | None = None) -> bytes:
    """A ZIP with a PDF for each, named by its order and its name. Raises as `render`."""
    if not certificates:
        raise ValueError("no_certificates")
    whole = BytesIO()
    look = template or Template()
    numbered = list(enumerate(certificates, start=1))
    with ZipFile(whole, "w", ZIP_STORED) as package:
        # what no blank may carry stands on a whole page of its own
        for group, chosen in (
            ([row for row in numbered if row[1].on_blank], look),
            ([row for row in numbered if not row[1].on_blank], replace(look, boxes=())),
        ):
            if not group:
                continue
            name, data = _told([one for _, one in group], chosen)
            pages = "pages" if "pages" in data else "certificates"
            for (number, certificate), page in zip(group, data[pages], strict=True):
                alone = data | {
                    pages: [page],
                    "title": f"{certificate.form} (1)",
                    "author": certificate.issuer,
                }
                entry = ZipInfo(_file_name(number, certificate), at.timetuple()[:6])
                package.writestr(entry, typst.pdf(name, alone, at))
    return whole.getvalue()


def _file_name(number: int, certificate: Certificate) -> str:
    name = "".join(mark if mark.isalnum() or mark in " -" else " " for mark in certificate.name)
    return f"{number:04d} {' '.join(name.split())[:80].strip()}.pdf"


def picture(certificate: Certificate, template: Template, *, ppi: float = 96) -> bytes:
    """One certificate as PNG for the screen, on a blank with boxes and backdrop drawn. Raises as `render`."""
    name, data = _told([certificate], template, outlined=True)
    return typst.png(name, data, ppi=ppi)


def printer_page(at: datetime, shift: tuple[float, float]) -> bytes:
    """The page with two lines to be measured on paper, moved as the certificates are."""
    return typst.pdf("printer.typ", {"shift": shift, "mark": PRINTER_MARK, "lines": _MEASURE}, at)


def _told(
    certificates: Sequence[Certificate], look: Template, *, outlined: bool = False
) -> tuple[str, dict[str, Any]]:
    """The form of Typst and its data."""
    data = {
        "shift": look.shift,
        "watermark": look.watermark,
        "title": f"{certificates[0].form} ({len(certificates)})",
        "author": certificates[0].issuer,
    }
    if look.boxes:
        return "blank.typ", data | {
            "pages": [blanks.page(one, look.boxes, codes=look.codes) for one in certificates],
            "outlined": outlined,
            "backdrop": list(look.backdrop) if look.backdrop and outlined else None,
        }
    codes = squares.pictures([one.code if look.codes else "" for one in certificates])
    return "certificate.typ", data | {
        "certificates": [
            _page(one, code, codes=look.codes) for one, code in zip(certificates, codes, strict=True)
        ],
        "emblem": None if look.emblem is None else list(look.emblem),
        "border": look.border,
        # measured here: a measurement on each page makes Typst set the whole file twice
        "motto_width": width_mm(_MOTTO, _MOTTO_SIZE, bold=True),
    }


def _page(certificate: Certificate, code: bytes, *, codes: bool) -> dict[str, Any]:
    size, issuer = _fitted("issuer", certificate.issuer, _ISSUER_SIZES, most=2, bold=True)
    sizes = _FORM_SIZES if len(issuer) == 1 else _FORM_SIZES_BELOW_TWO
    form_size, (form,) = _fitted("form", certificate.form, sizes, most=1, bold=True)
    fitted = _middle(certificate)
    when = long_date(certificate.on) if certificate.on else blanks.open_date(certificate.year)
    return fitted | {
        "issuer": list(issuer),
        "issuer_size": size,
        "giving": certificate.giving,
        "form": form,
        "form_size": form_size,
        "decision": f"Quyết định số {certificate.number or '        '}, {when}",
        "register": f"Số sổ vàng: {certificate.register or '.' * 12}",
        "place": f"{certificate.place}, {when}",
        "signer_title": list(certificate.signer_title),
        "signer_name": unbroken(certificate.signer_name),
        "note": certificate.note,
        "check": certificate.check if codes else "",
        "code": list(code),
    }


def _middle(certificate: Certificate) -> dict[str, Any]:
    """Name, position and merit at the largest sizes at which all three fit their room."""
    name = f"{certificate.salutation} {certificate.name}".strip()
    merit = blanks.merit_text(certificate)
    for limit in range(len(_TEXT_SIZES)):
        name_size, name_lines = _fitted(
            "name", name, _NAME_SIZES[min(limit, len(_NAME_SIZES) - 1) :], most=_MOST_NAME_LINES, bold=True
        )
        text_size = _TEXT_SIZES[limit]
        details = [
            line for detail in certificate.details for line in balanced(bound(detail), _WIDTH, text_size)
        ]
        lines = _merit_lines(merit, text_size)
        height = (
            len(name_lines) * name_size + (len(details) + len(lines)) * text_size
        ) * LINE * MM_PER_POINT + _GAPS
        fits = (
            len(lines) <= _MOST_MERIT_LINES
            and len(details) <= _MOST_DETAIL_LINES
            and _narrow(lines, text_size)
        )
        if fits and height <= _ROOM:
            return {
                "salutation": certificate.salutation,
                "name": list(name_lines),
                "name_size": name_size,
                "details": details,
                "merit": list(lines),
                "text_size": text_size,
            }
    whole = "; ".join(certificate.details)
    if len(whole) > len(certificate.merit):
        raise TextTooLongError("details", whole)
    raise TextTooLongError("merit", certificate.merit)


def _merit_lines(merit: str, size: float) -> tuple[str, ...]:
    lines = balanced(merit, _WIDTH, size)
    if len(lines) == 1 and (length := width_mm(merit, size)) > _TWO_LINES_FROM:
        return balanced(merit, max(length * 0.62, _TWO_LINES_FROM * 0.62), size)
    return lines


def _narrow(lines: Sequence[str], size: float) -> bool:
    return all(width_mm(line, size) <= _WIDTH for line in lines)


def _fitted(
    field: str, text: str, sizes: Sequence[int], *, most: int, bold: bool
) -> tuple[int, tuple[str, ...]]:
    """The largest size at which the text fits on one line, else on as few as allowed."""
    for allowed in range(1, most + 1):
        for size in sizes:
            lines = balanced(text, _WIDTH, size, bold=bold)
            if len(lines) <= allowed and all(width_mm(line, size, bold=bold) <= _WIDTH for line in lines):
                return size, lines
    raise TextTooLongError(field, text)
