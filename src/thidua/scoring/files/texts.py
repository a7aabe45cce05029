"""Criteria sets as YAML text: those shipped, and any that is read and checked. Light: commands need nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from typing import Any

from thidua.base import plain_yaml
from thidua.base.errors import RefusedError
from thidua.engine import scoring
from thidua.scoring import wording

MOST_BYTES = 256 * 1024
MOST_FAULTS = 100
_FOLDER = files("thidua.scoring") / "data"


@dataclass(frozen=True, slots=True)
class Shipped:
    """A criteria set that comes with the program, as the YAML text that ``load_criteria_set`` takes."""

    name: str
    text: str


def shipped_sets() -> dict[str, Shipped]:
    """The shipped sets by file name without its ending, in the order of names."""
    found = sorted(item.name for item in _FOLDER.iterdir() if item.name.endswith(".yaml"))
    return {
        name.removesuffix(".yaml"): Shipped(name, (_FOLDER / name).read_text(encoding="utf-8"))
        for name in found
    }


def read_text(text: str) -> scoring.CriteriaSet:
    """Read and check the YAML text of a criteria set.

    Raises ``RefusedError`` at the field ``text``, with every fault and its place.
    """
    return read_data(data_of(text))


def data_of(text: str) -> dict[str, Any]:
    """The plain data in the YAML text of a criteria set. Raises ``RefusedError`` at the field ``text``."""
    try:
        data = plain_yaml.read(text, MOST_BYTES)
    except plain_yaml.PlainYamlError as error:
        raise RefusedError(text=str(error)) from error
    if not isinstance(data, dict):
        raise RefusedError(
            text="Tệp này không phải bộ tiêu chí: phải có các mục code, title, version, areas …"
        )
    found: dict[str, Any] = _texts(data)
    return found


def read_data(data: Mapping[str, Any]) -> scoring.CriteriaSet:
    """Check the plain data of a criteria set. Raises ``RefusedError`` at the field ``text``, with every fault."""
    try:
        return scoring.load_set(data)
    except scoring.CriteriaError as error:
        shown = error.faults[:MOST_FAULTS]
        raise RefusedError(text="\n".join(wording.set_fault(fault) for fault in shown)) from error


def _texts(data: Any) -> Any:
    """YAML turns unquoted days and numbers into values; a set holds texts, numbers and lists alone."""
    if isinstance(data, dict):
        return {str(key): _texts(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_texts(value) for value in data]
    return data.isoformat() if isinstance(data, date | datetime) else data
