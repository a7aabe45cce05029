"""The year's progress: what was planned and what was done, month by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from thidua.documents.render.charts import canvas

_LEFT = 56
_RIGHT = 70
_TOP = 34
_HIGH = 210
_STEPS = 4


@dataclass(frozen=True, slots=True)
class Point:
    """One period: its name ("T1"), planned and done so far, both counted from the start; done is None in the future."""

    label: str
    planned: Decimal
    done: Decimal | None


def progress(title: str, points: Sequence[Point], *, unit: str = "nhiệm vụ") -> str:
    """A dashed line for the plan, a full one with dots for what was done."""
    values = [value for point in points for value in (point.planned, point.done) if value is not None]
    each = Decimal(
        ceil(max([*values, Decimal(1)]) / _STEPS)
    )  # tasks are whole, so are the lines of the scale
    top = each * _STEPS
    step = (canvas.WIDTH - _LEFT - _RIGHT) / max(len(points) - 1, 1)
    bottom = _TOP + _HIGH

    def up(value: Decimal) -> float:
        return bottom - float(value / top) * _HIGH

    marks: list[str] = []
    for at in range(_STEPS + 1):
        value = each * at
        marks.append(canvas.line(_LEFT, up(value), canvas.WIDTH - _RIGHT, up(value), stroke=canvas.FAINT))
        marks.append(
            canvas.text(
                _LEFT - 8,
                up(value) + 5,
                canvas.figure(value),
                size=canvas.SMALL,
                anchor="end",
                fill=canvas.QUIET,
            )
        )
    for at, point in enumerate(points):
        x = _LEFT + at * step
        marks.append(
            canvas.text(x, bottom + 20, point.label, size=canvas.SMALL, anchor="middle", fill=canvas.QUIET)
        )
    planned = [(_LEFT + at * step, up(point.planned)) for at, point in enumerate(points)]
    done = [(_LEFT + at * step, up(point.done)) for at, point in enumerate(points) if point.done is not None]
    marks.append(_path(planned, canvas.QUIET, dash="6 5"))
    marks.append(_path(done, canvas.BLUE))
    marks += [canvas.circle(x, y, 4, fill=canvas.BLUE, stroke=canvas.BLUE) for x, y in done]
    if done:
        x, y = done[-1]
        last = [point.done for point in points if point.done is not None][-1]
        marks.append(canvas.text(x + 9, y + 18, canvas.figure(last), bold=True, fill=canvas.BLUE))
    marks += [
        canvas.line(_LEFT, 12, _LEFT + 34, 12, stroke=canvas.QUIET, width=2, dash="6 5"),
        canvas.text(_LEFT + 42, 17, "Kế hoạch", size=canvas.SMALL),
        canvas.line(_LEFT + 140, 12, _LEFT + 174, 12, stroke=canvas.BLUE, width=3),
        canvas.circle(_LEFT + 157, 12, 4, fill=canvas.BLUE, stroke=canvas.BLUE),
        canvas.text(_LEFT + 182, 17, f"Đã hoàn thành ({unit}, cộng dồn)", size=canvas.SMALL),
    ]
    said = "; ".join(
        f"{point.label}: kế hoạch {canvas.figure(point.planned)}"
        + (f", đã hoàn thành {canvas.figure(point.done)}" if point.done is not None else "")
        for point in points
    )
    return canvas.drawing(marks, bottom + 30, title, said)


def _path(points: Sequence[tuple[float, float]], stroke: str, dash: str = "") -> str:
    joined = " ".join(f"{canvas.number(x)},{canvas.number(y)}" for x, y in points)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<polyline points="{joined}" fill="none" stroke="{stroke}" stroke-width="2.5"{dashed}/>'
