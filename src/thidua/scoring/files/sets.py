"""Criteria sets by name or from a file."""

from __future__ import annotations

from pathlib import Path

from thidua.base.errors import RefusedError
from thidua.engine import scoring
from thidua.scoring.operations import read_text
from thidua.scoring.queries import shipped_sets


def find_set(name: str) -> scoring.CriteriaSet:
    """The set that a word of the command line names: one of those shipped, or a file. Raises ``RefusedError``."""
    shipped = shipped_sets()
    if name in shipped:
        return read_text(shipped[name].text)
    path = Path(name)
    if not path.is_file():
        raise RefusedError(
            f"Không có bộ tiêu chí “{name}”. Các bộ có sẵn: {', '.join(shipped)}; hoặc nêu tên một tệp YAML."
        )
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeError) as error:
        raise RefusedError(f"Không đọc được tệp {name} như một tệp văn bản UTF-8.") from error
    return read_text(text)
