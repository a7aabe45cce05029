"""Ranked bars: who has how many points."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from thidua.documents.render.charts import canvas
from thidua.documents.render.fonts import advance

_LABELS = 250
_ROW = 34
_THICK = 20
_LINE = 17
_TAIL = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: the name, the value as printed, whether it stands out (chosen), a note after the value."""

    label: str
    value: Decimal
    marked: bool = False
    note: str = ""


def ranking(
    title: str, bars: Sequence[Bar], *, maximum: Decimal, unit: str = "điểm", marked: str = ""
) -> str:
    """Bars from zero to the maximum in the order given. `marked` names what the dark bars are ("Được đề nghị")."""
    top = max([maximum, *(bar.value for bar in bars)], default=Decimal(1)) or Decimal(1)
    tail = max((advance(_shown(bar), canvas.SIZE, bold=True) for bar in bars), default=0) + _TAIL
    room = canvas.WIDTH - _LABELS - tail
    marks: list[str] = []
    y = 6.0
    for bar in bars:
        name = canvas.wrapped(bar.label, _LABELS - 14, bold=bar.marked)
        height = max(_ROW, len(name) * _LINE + 10)
        middle = y + height / 2
        length = float(max(bar.value, Decimal(0)) / top) * room
        marks.append(canvas.label(_LABELS - 10, middle, name, bold=bar.marked))
        marks.append(
            canvas.bar(
                _LABELS, middle - _THICK / 2, length, _THICK, fill=canvas.BLUE if bar.marked else canvas.PALE
            )
        )
        marks.append(
            canvas.text(_LABELS + length + 6, middle + canvas.SIZE * 0.35, _shown(bar), bold=bar.marked)
        )
        y += height
    marks.append(canvas.line(_LABELS, 2, _LABELS, y, stroke=canvas.INK))
    y += 22
    marks.append(
        canvas.text(
            _LABELS, y, f"Thang {canvas.figure(maximum)} {unit}", size=canvas.SMALL, fill=canvas.QUIET
        )
    )
    if marked and any(bar.marked for bar in bars):
        x = _LABELS + 150
        marks.append(canvas.bar(x, y - 11, 14, 12, fill=canvas.BLUE))
        marks.append(canvas.text(x + 20, y, marked, size=canvas.SMALL, fill=canvas.QUIET))
    said = "; ".join(f"{bar.label}: {canvas.figure(bar.value)} {unit}" for bar in bars)
    return canvas.drawing(marks, y + 8, title, said)


def _shown(bar: Bar) -> str:
    return canvas.figure(bar.value) + (f" {bar.note}" if bar.note else "")
