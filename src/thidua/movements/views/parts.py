"""What the views of movements share: who looks, which movement, one act, its history, a file to download."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from thidua.audit import queries as audit
from thidua.movements import choices, queries
from thidua.movements.models import Movement
from thidua.organizations import pages

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PAGE_SIZE = 50


viewer_of = pages.viewer_of


def movement_for(request: HttpRequest, movement_id: int) -> Movement:
    """The movement, or 404 for who may not see it."""
    return get_object_or_404(queries.movements_visible_to(viewer_of(request)), pk=movement_id)


def history(*things: Model) -> list[audit.Line]:
    """What was done to some things, newest first, in words."""
    return audit.told(*things, changes=_changes)


def _changes(facts: audit.Facts) -> Iterable[audit.Change]:
    for name, (old, new) in audit.pairs_of(facts).items():
        label = choices.PLAN_FIELDS.get(name) or choices.TASK_FIELDS.get(name, "Mục")
        yield audit.Change(label, _plain(old), _plain(new))
    if isinstance(facts.get("old"), dict) and isinstance(facts.get("new"), dict):
        old, new = facts["old"].get("text", ""), facts["new"].get("text", "")
        if old != new:
            yield audit.Change("Nội dung", old, new)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "Có" if value else "Không"
    text = str(value) if value is not None else ""
    if len(text) == 10 and text[4] == "-" and text[7] == "-":  # noqa: PLR2004 - an ISO day
        return f"{text[8:]}/{text[5:7]}/{text[:4]}"
    return choices.LEVELS.get(text, text)


def download(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file to keep, under its Vietnamese name."""
    response = HttpResponse(content, content_type=MEDIA.get(kind, "application/octet-stream"))
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def with_state(rows: Iterable[Any], words: dict[str, tuple[str, str]]) -> list[Any]:
    """Each row with ``word`` and ``tone`` of its state."""
    shown = []
    for row in rows:
        row.word, row.tone = words.get(row.state, ("", ""))
        shown.append(row)
    return shown
