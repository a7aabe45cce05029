"""Typst: fixed templates, data as JSON, no font of the system, no clock, no network."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from thidua.documents.render.fonts import missing_letters, require_fonts

TEMPLATES = Path(__file__).resolve().parent.parent / "typst"


class TypesettingError(RuntimeError):
    """The template did not come out without warnings: a missing font must never pass silently."""


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
    made, warnings = _compiler().compile_with_warnings(
        input=TEMPLATES / template,
        format="pdf",
        sys_inputs={"data": text},
        timestamp=int(at.timestamp()),
    )
    return _checked(made, warnings)


def png(template: str, data: Mapping[str, Any], ppi: float) -> bytes:
    """One picture of a template of one page."""
    made, warnings = _compiler().compile_with_warnings(
        input=TEMPLATES / template,
        format="png",
        ppi=ppi,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    return _checked(made, warnings)


def _checked(made: bytes | list[bytes] | None, warnings: list[typst.TypstWarning]) -> bytes:
    if warnings:
        raise TypesettingError("; ".join(warning.message for warning in warnings))
    if isinstance(made, list):
        made = made[0]
    if not made:
        msg = "nothing was typeset"
        raise TypesettingError(msg)
    return made
