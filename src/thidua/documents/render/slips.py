"""Voting slips: six to a page A4, cut along dashed lines."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from thidua.documents.paper import Slip, bound
from thidua.documents.render import typst


def render(slips: Sequence[Slip], at: datetime) -> bytes:
    """All copies of the slips as one PDF, those alike one after another.

    Raises ValueError without a slip to print, TypesettingError when a letter or font is missing.
    """
    if not any(slip.copies for slip in slips):
        raise ValueError("no_slips")
    plain = [
        asdict(slip)
        | {
            "name": bound(slip.name),
            "summary": bound(slip.summary),
            "post": bound(slip.post),
            "notes": [bound(note) for note in slip.notes],
        }
        for slip in slips
    ]
    return typst.pdf("slips.typ", {"slips": plain}, at)
