"""Typst: fixed templates, data as JSON, no font of the system, no clock, no network."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from thidua.documents.render.fonts import missing_letters, require_fonts

_one_at_a_time = Lock()
"""A compiler belongs to one thread while it works."""
TEMPLATES = Path(__file__).resolve().parent.parent / "typst"


class TypesettingError(RuntimeError):
    """The template did not come out, or not without warnings: a missing font must never pass silently."""


class UnprintableError(TypesettingError):
    """The text has letters that our font does not have; a name must never lose a letter silently."""

    def __init__(self, letters: str) -> None:
        super().__init__(letters)
        self.letters = letters


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[require_fonts()])


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(root=TEMPLATES, font_paths=_fonts())


def pdf(template: str, data: Mapping[str, Any], at: datetime) -> bytes:
    """The PDF of a template in `documents/typst/` filled with the data. The same data and time give the same bytes.

    Raises UnprintableError for letters that Tinos lacks, TypesettingError on any warning, FontsMissingError before the
    assets are there.
    """
    text = json.dumps(data, ensure_ascii=False)
    if letters := missing_letters(text):
        raise UnprintableError(letters)
    return _compiled(template, text, format="pdf", timestamp=int(at.timestamp()))


def png(template: str, data: Mapping[str, Any], ppi: float) -> bytes:
    """One picture of a template of one page."""
    return _compiled(template, json.dumps(data, ensure_ascii=False), format="png", ppi=ppi)


def _compiled(template: str, text: str, **options: Any) -> bytes:
    try:
        with _one_at_a_time:
            made, warnings = _compiler().compile_with_warnings(
                input=TEMPLATES / template, sys_inputs={"data": text}, **options
            )
    except typst.TypstError as error:
        raise TypesettingError(error.message) from error
    if warnings:
        raise TypesettingError("; ".join(warning.message for warning in warnings))
    if isinstance(made, list):
        made = made[0]
    if not made:
        raise TypesettingError("nothing was typeset")
    return bytes(made)
