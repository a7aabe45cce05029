"""Areas against last year and target, on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from thidua.documents.render.charts import canvas

_LABELS = 250
_ROW = 36
_LINE = 17
_LEGEND = 30
_TAIL = 70
_STEPS = 4


@dataclass(frozen=True, slots=True)
class Dot:
    """One area: this year's value, last year's, the target, the best of the group; each may be missing."""

    label: str
    now: Decimal | None
    before: Decimal | None = None
    target: Decimal | None = None
    best: Decimal | None = None


def dots(
    title: str,
    areas: Sequence[Dot],
    *,
    low: Decimal,
    high: Decimal,
    unit: str = "%",
    names: tuple[str, str, str] = ("Năm nay", "Năm trước", "Mục tiêu"),
    best: str = "",
) -> str:
    """A full dot for now, a hollow one for the year before, an upright stroke for the target; `high` > `low`.

    `best` names the diamond that stands for the best of the group, where areas have one.
    """
    right = canvas.WIDTH - _TAIL
    span = (high - low) or Decimal(1)

    def across(value: Decimal) -> float:
        share = min(max((value - low) / span, Decimal(0)), Decimal(1))
        return _LABELS + float(share) * (right - _LABELS)

    rows = [(area, canvas.wrapped(area.label, _LABELS - 14)) for area in areas]
    heights = [max(_ROW, len(name) * _LINE + 10) for _, name in rows]
    bottom = _LEGEND + sum(heights)
    marks = _legend(names, best)
    for step in range(_STEPS + 1):
        value = low + span * step / _STEPS
        x = across(value)
        marks.append(canvas.line(x, _LEGEND, x, bottom, stroke=canvas.FAINT))
        marks.append(
            canvas.text(
                x, bottom + 18, canvas.figure(value), size=canvas.SMALL, anchor="middle", fill=canvas.QUIET
            )
        )
    y = float(_LEGEND)
    for (area, name), height in zip(rows, heights, strict=True):
        middle = y + height / 2
        marks.append(canvas.label(_LABELS - 10, middle, name))
        marks.append(canvas.line(_LABELS, middle, right, middle, stroke=canvas.FAINT, dash="2 4"))
        if area.target is not None:
            x = across(area.target)
            marks.append(canvas.line(x, middle - 11, x, middle + 11, stroke=canvas.RED, width=3))
        if area.best is not None:
            marks.append(canvas.diamond(across(area.best), middle, 8, stroke=canvas.INK))
        if area.before is not None and area.now is not None:
            marks.append(
                canvas.line(
                    across(area.before), middle, across(area.now), middle, stroke=canvas.BLUE, width=2
                )
            )
        if area.before is not None:
            marks.append(canvas.circle(across(area.before), middle, 6, fill="#ffffff", stroke=canvas.BLUE))
        if area.now is not None:
            marks.append(canvas.circle(across(area.now), middle, 7, fill=canvas.BLUE, stroke=canvas.BLUE))
        shown = canvas.figure(area.now) + unit if area.now is not None else "chưa có"
        marks.append(canvas.text(right + 12, middle + canvas.SIZE * 0.35, shown, bold=area.now is not None))
        y += height
    return canvas.drawing(
        marks, bottom + 26, title, "; ".join(_said(area, unit, names, best) for area in areas)
    )


def _legend(names: tuple[str, str, str], best: str) -> list[str]:
    """What each mark means; a mark without a name does not stand in the drawing and is left out."""
    now, before, target = names
    signs = (
        (now, 20, canvas.circle(_LABELS + 7, 12, 7, fill=canvas.BLUE, stroke=canvas.BLUE)),
        (before, 140, canvas.circle(_LABELS + 127, 12, 6, fill="#ffffff", stroke=canvas.BLUE)),
        (target, 257, canvas.line(_LABELS + 247, 3, _LABELS + 247, 21, stroke=canvas.RED, width=3)),
    )
    marks: list[str] = []
    for name, at, sign in signs:
        if name:
            marks += [sign, canvas.text(_LABELS + at, 17, name, size=canvas.SMALL)]
    if best:
        marks += [canvas.diamond(15, 12, 8, stroke=canvas.INK), canvas.text(29, 17, best, size=canvas.SMALL)]
    return marks


def _said(area: Dot, unit: str, names: tuple[str, str, str], best: str) -> str:
    values = zip((*names, best), (area.now, area.before, area.target, area.best), strict=True)
    parts = [f"{name.lower()} {canvas.figure(value)}{unit}" for name, value in values if value is not None]
    return f"{area.label}: {', '.join(parts) or 'chưa có số liệu'}"
