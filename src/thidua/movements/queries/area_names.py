"""Lĩnh vực: the areas by which tasks, criteria and scores are arranged, taken from the plan's contents."""

from __future__ import annotations

from thidua.engine.text import fold
from thidua.movements.models import Movement, PlanItem
from thidua.movements.queries import citations

_THEMES = (
    ("van hoa cong vu", "Văn hóa công vụ"),
    ("tuyen truyen", "Tuyên truyền, phát hiện và nêu gương điển hình"),
)
"""Contents that are an area of their own wherever a plan orders them: words of the content, name of the area."""
_SHORT = 120


def areas_of(movement: Movement) -> list[tuple[str, str]]:
    """Code (Roman) and name of each area, in the plan's order.

    The areas that contents name come first; then culture of public service and publicity where a content orders
    them. A plan whose contents name no areas has one area for each content.
    """
    contents = list(PlanItem.objects.filter(movement=movement, kind=PlanItem.Kind.CONTENT).order_by("order"))
    names: list[str] = []
    for item in contents:
        told = item.data.get("areas")
        names += [_sentence(str(name)) for name in told] if isinstance(told, list) else []
    if not names:
        names = [_sentence(_head_of(item.text)) for item in contents]
    else:
        for words, name in _THEMES:
            new = not any(words in fold(present) for present in names)
            if new and any(words in fold(item.text) and not item.data.get("areas") for item in contents):
                names.append(name)
    unique = list(dict.fromkeys(name for name in names if name))
    return [(citations.roman(at), name[:300]) for at, name in enumerate(unique, start=1)]


def _sentence(name: str) -> str:
    name = " ".join(name.split()).strip(" .;,-")
    return name[:1].upper() + name[1:]


def _head_of(text: str) -> str:
    """The first clause of a content, short enough for a heading."""
    for mark in (";", ".", ","):
        head = text.split(mark, 1)[0]
        if len(head) <= _SHORT:
            return head
    return text[:_SHORT].rsplit(" ", 1)[0] + "…"
