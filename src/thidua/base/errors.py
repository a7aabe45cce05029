"""Refusals that every screen and command tells in one way."""

from __future__ import annotations


class NotAllowedError(Exception):
    """The person sees the thing and may not do this to it (HTTP 403)."""


class RefusedError(Exception):
    """The operation refused the input or the moment: a Vietnamese sentence, at a field where one is to blame.

    ``faults`` maps the name of a field to its sentence; the empty name stands for the whole form. ``openly`` is what
    the journal says instead, where not all of its readers may read the sentence.
    """

    openly = ""

    def __init__(self, sentence: str = "", **faults: str) -> None:
        """Keep one sentence for the whole form, or one per field."""
        self.faults: dict[str, str] = ({"": sentence} if sentence else {}) | faults
        super().__init__("; ".join(self.faults.values()))


class MovedOnError(RefusedError):
    """Another hand was faster: the thing is no longer in the state that the screen showed (HTTP 409)."""

    def __init__(self, sentence: str = "") -> None:
        """Keep the sentence that tells what happened and what to do."""
        super().__init__(
            sentence
            or "Việc này vừa được người khác xử lý hoặc đã chuyển bước. Hãy tải lại trang để xem tình trạng mới."
        )


def require(allowed: bool) -> None:  # noqa: FBT001 - reads as the sentence "require(may_do(...))"
    """Refuse with ``NotAllowedError`` unless allowed."""
    if not allowed:
        raise NotAllowedError


def require_document(document: str) -> None:
    """Refuse, at the field ``document``, what rests on a document and names none."""
    if not document.strip():
        raise RefusedError(document="Hãy ghi văn bản (số, ngày, cơ quan).")
