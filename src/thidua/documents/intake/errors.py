"""Why a file from outside is refused: codes and facts; the sentences stand in `intake.sentences`."""

from collections.abc import Mapping
from typing import Any


class UnreadableFileError(Exception):
    """A file that is refused. `code` names the reason, `facts` holds what its sentence tells (plain JSON values)."""

    def __init__(self, code: str, facts: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.facts = dict(facts or {})
