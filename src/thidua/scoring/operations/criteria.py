"""Load a criteria set: text in, a checked version with its leaves as rows out."""

from __future__ import annotations

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.engine import scoring
from thidua.organizations.models import Unit
from thidua.scoring import permissions
from thidua.scoring.files.texts import MOST_FAULTS, read_text
from thidua.scoring.models import Campaign, CriteriaSet, Leaf

LONGEST_CODE, LONGEST_LEAF_CODE, LONGEST_VERSION, LONGEST_TITLE = 60, 20, 20, 300


@operation("criteria_set.loaded")
def load_criteria_set(act: Act, *, authority: Unit, text: str) -> CriteriaSet:
    """Keep a version of a criteria set; the same content twice is the one that stands.

    Raises ``RefusedError`` (field ``text``) for text that is no criteria set, and for a version that stands
    already with other content.
    """
    return keep_criteria_set(act, authority=authority, found=read_text(text))


@operation("criteria_set.loaded")
def keep_criteria_set(act: Act, *, authority: Unit, found: scoring.CriteriaSet) -> CriteriaSet:
    """Keep a version that was checked, written on screen or read from a file. Raises as ``load_criteria_set``."""
    require(permissions.may_keep_criteria(act, authority))
    _short_enough(found)
    standing = CriteriaSet.objects.filter(authority=authority, code=found.code, version=found.version).first()
    if standing is not None:
        if standing.digest == found.digest:
            return standing
        raise RefusedError(
            text=f"Bản {found.version} của bộ tiêu chí này đã có với nội dung khác. Hãy đặt số bản mới (version)."
        )
    row = CriteriaSet.objects.create(
        authority=authority,
        code=found.code,
        title=found.title,
        version=found.version,
        legal_basis="\n".join(found.legal_basis),
        text=found.canonical,
        digest=found.digest,
        loaded_at=act.at,
    )
    Leaf.objects.bulk_create(
        [
            Leaf(
                criteria_set=row,
                code=leaf.code,
                area_code=found.area_of(leaf.code).code,
                order=order,
                name=leaf.title,
                maximum=leaf.max,
            )
            for order, leaf in enumerate(found.leaves, start=1)
        ]
    )
    act.record(
        "criteria_set.loaded",
        row,
        code=row.code,
        version=row.version,
        digest=row.digest,
        leaves=len(found.leaves),
    )
    return row


def _short_enough(found: scoring.CriteriaSet) -> None:
    faults = [
        f"{place}: dài quá {most} ký tự."
        for place, value, most in (
            ("code", found.code, LONGEST_CODE),
            ("version", found.version, LONGEST_VERSION),
            ("title", found.title, LONGEST_TITLE),
            *((f"areas[{leaf.code[:30]}].code", leaf.code, LONGEST_LEAF_CODE) for leaf in found.leaves),
            *((f"areas[{area.code[:30]}].code", area.code, LONGEST_LEAF_CODE) for area in found.areas),
        )
        if len(value) > most
    ]
    if faults:
        raise RefusedError(text="\n".join(faults[:MOST_FAULTS]))


@operation("criteria_set.dropped")
def drop_criteria_set(act: Act, *, criteria_set: CriteriaSet) -> None:
    """Take away a version that no campaign applies. Raises ``MovedOnError`` once it is frozen."""
    require(permissions.may_keep_criteria(act, criteria_set.authority))
    act.record("criteria_set.dropped", criteria_set, code=criteria_set.code, version=criteria_set.version)
    used = Campaign.objects.filter(unit_set=criteria_set) | Campaign.objects.filter(
        individual_set=criteria_set
    )
    if criteria_set.frozen_at is not None or used.exists():
        raise MovedOnError("Bộ tiêu chí này đã được áp dụng nên không bỏ được. Hãy đưa vào một bản mới.")
    criteria_set.delete()
