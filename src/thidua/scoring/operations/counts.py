"""Named counts: typed once, carried to every leaf that uses them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.engine.scoring import LeafScore, LeafStatus, Source
from thidua.scoring import givens, permissions
from thidua.scoring.models import Leaf, Mark, Sheet
from thidua.scoring.operations import guards
from thidua.scoring.queries import named
from thidua.scoring.queries.typed import typed_now


@operation("sheet.filled")
def save_counts(act: Act, *, sheet: Sheet, values: Mapping[str, Any]) -> dict[str, LeafScore]:
    """Keep named counts as typed (an empty one is taken away) and carry them to their leaves; not in the journal.

    Counts that are not named stay. Gives the live scores of the leaves that use any. Raises ``RefusedError`` with the
    codes of the counts, or of a leaf that cannot be scored by them; nothing is kept then. ``MovedOnError`` when the
    sheet moved on.
    """
    require(permissions.may_fill_as(permissions.roles_of(act, sheet), sheet, Mark.Round.SELF, ""))
    if not permissions.round_open(sheet, Mark.Round.SELF, Source.UNIT):
        raise MovedOnError
    known = {one.code for one in named.counts_of(sheet)}
    counts: dict[str, str] = dict(sheet.counts)
    faults: dict[str, str] = {}
    for code, value in values.items():
        if code not in known:
            raise RefusedError(f"Phiếu này không có số liệu dùng chung {code}.")
        counts.pop(code, None)
        try:
            if not isinstance(value, str) or value.strip():
                counts[code] = format(givens.number(value, code), "f")
        except givens.GivenError as error:
            faults[code] = str(error)
    if faults:
        raise RefusedError(**faults)
    guards.hold_to_change(sheet)
    guards.hold(sheet, counts=counts)
    return carry(act, sheet)


def carry(act: Act, sheet: Sheet) -> dict[str, LeafScore]:
    """Put what the counts of a sheet give into the drafts of its leaves. Raises ``RefusedError`` with their codes."""
    rows = {leaf.code: leaf for leaf in Leaf.objects.filter(criteria_set_id=sheet.criteria_set_id)}
    filled, stands = named.carried(sheet, sheet.counts), typed_now(sheet)
    scores: dict[str, LeafScore] = {}
    faults: dict[str, str] = {}
    for leaf in named.own_leaves(sheet):
        now = stands.get(leaf.code)
        kept = {} if now is None else {k: v for k, v in now.given.items() if k not in named.fed(leaf)}
        given = kept if givens.ABSENT in kept else kept | filled[leaf.code]
        reason = "" if now is None else now.reason
        try:
            scores[leaf.code] = score = givens.scored(leaf, given)
        except givens.GivenError as error:
            faults[leaf.code] = f"Tiêu chí {leaf.code}: {error}"
            continue
        complete = bool(given) and score.status is not LeafStatus.MISSING
        guards.put_draft(
            act,
            sheet,
            rows[leaf.code],
            Mark.Round.SELF,
            given,
            reason,
            keep_empty=now is not None,
            complete=complete,
        )
    if faults:
        raise RefusedError(**faults)
    return scores
