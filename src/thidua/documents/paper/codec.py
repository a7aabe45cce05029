"""A paper as a plain dict of JSON values and back, so that it can be stored, compared and sent to a child process."""

from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from thidua.documents.paper import blocks, sheet

_TYPES: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        blocks.Run,
        blocks.Heading,
        blocks.Paragraph,
        blocks.Bullet,
        blocks.Clause,
        blocks.Column,
        blocks.Table,
        blocks.SignatureTable,
        blocks.Chart,
        blocks.PageBreak,
        blocks.Signatory,
        blocks.SideBySide,
        sheet.Header,
        sheet.Signature,
        sheet.Annex,
        sheet.Footer,
        sheet.Paper,
    )
}


def as_dict(paper: sheet.Paper) -> dict[str, Any]:
    """The paper as JSON values: each part a dict with its `type`, tuples as lists, days as ISO text."""
    value = _plain(paper)
    if not isinstance(value, dict):
        msg = "not a paper"
        raise TypeError(msg)
    return value


def from_dict(value: dict[str, Any]) -> sheet.Paper:
    """The paper that `as_dict` gave. Raises ValueError when the value is no paper."""
    paper = _built(value)
    if not isinstance(paper, sheet.Paper):
        msg = "not a paper"
        raise ValueError(msg)  # noqa: TRY004 - the caller passes data, not a wrong argument
    return paper


def _plain(value: object) -> Any:
    if isinstance(value, date):
        return {"type": "date", "iso": value.isoformat()}
    if is_dataclass(value) and not isinstance(value, type):
        return {"type": type(value).__name__} | {
            f.name: _plain(getattr(value, f.name)) for f in fields(value)
        }
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


def _built(value: object) -> Any:
    if isinstance(value, list):
        return tuple(_built(item) for item in value)
    if not isinstance(value, dict):
        return value
    kind = value.get("type")
    if kind == "date":
        return date.fromisoformat(value["iso"])
    try:
        made = _TYPES[str(kind)]
        return made(**{name: _built(item) for name, item in value.items() if name != "type"})
    except (KeyError, TypeError) as error:
        msg = f"no part of a paper: {kind}"
        raise ValueError(msg) from error
