"""Why a file cannot be taken in."""

from typing import Any, Final

CODES: Final = (
    "empty",
    "encrypted",
    "failed",
    "image",
    "legacy_font",
    "macros",
    "no_text_layer",
    "not_a_plan",
    "old_word",
    "too_large",
    "too_slow",
    "unknown_kind",
    "wrong_encoding",
    "zip_bomb",
)


class UnreadableFileError(Exception):
    """The file gives no text; `code` says why (one of CODES), `facts` what belongs to it."""

    def __init__(self, code: str, facts: dict[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts or {}
