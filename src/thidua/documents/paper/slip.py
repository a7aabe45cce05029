"""A small paper to vote on, several to a page: plain data, no layout, no I/O."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slip:
    """One voting slip, printed ``copies`` times. All slips of a batch are of one size, so that none stands out.

    ``issuer``: the superior's line, then the own one in bold. ``notes``: sentences on how to fill it in.
    """

    issuer: tuple[str, str]
    title: str
    summary: str
    name: str
    post: str
    boxes: tuple[str, ...]
    notes: tuple[str, ...]
    copies: int
