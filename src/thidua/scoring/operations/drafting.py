"""Write a version of a criteria set on screen: begun as a copy, changed by codes, finished when it adds up."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import F

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.engine import scoring
from thidua.scoring import drafting, permissions, wording
from thidua.scoring.files.texts import MOST_FAULTS, read_data
from thidua.scoring.models import CriteriaDraft, CriteriaSet
from thidua.scoring.operations.criteria import keep_criteria_set

LONGEST_CODE, LONGEST_TITLE = 20, 1000
PARTS = frozenset({"bonus", "penalty", "grades", "vetoes", "tie_breakers", "profiles", "tags", "inputs"})
HEAD = frozenset(
    {"code", "title", "version", "authority", "legal_basis", "period", "scale", "rescale", "rounding"}
)


@operation("criteria_draft.begun")
def begin_draft(
    act: Act, *, base: CriteriaSet, version: str, title: str = "", code: str = ""
) -> CriteriaDraft:
    """Begin a new version (or, with another code, a new set) as a copy of one that stands.

    Raises ``RefusedError`` without a version, or for one that stands already.
    """
    require(permissions.may_keep_criteria(act, base.authority))
    data: dict[str, Any] = json.loads(base.text)
    data |= {"version": version.strip()}
    data |= {name: value.strip() for name, value in (("title", title), ("code", code)) if value.strip()}
    if not data["version"]:
        raise RefusedError(version="Hãy ghi số bản mới, ví dụ 2026.1.")
    same = CriteriaSet.objects.filter(authority=base.authority, code=data["code"], version=data["version"])
    if same.exists():
        raise RefusedError(version=f"Bản {data['version']} đã có. Hãy đặt số bản khác.")
    row = CriteriaDraft.objects.create(
        authority=base.authority, base=base, data=data, edited_by=act.actor.actor_label, edited_at=act.at
    )
    act.record("criteria_draft.begun", row, base=base.digest, version=data["version"])
    return row


def _put(act: Act, draft: CriteriaDraft, data: Mapping[str, Any]) -> None:
    """Keep what was changed; no act, so not in the journal: finishing is, with everything."""
    moved = CriteriaDraft.objects.filter(pk=draft.pk, version=draft.version).update(
        data=data, version=F("version") + 1, edited_by=act.actor.actor_label, edited_at=act.at
    )
    if moved != 1:
        raise MovedOnError
    draft.refresh_from_db()


@operation("criteria_draft.changed")
def set_head(act: Act, *, draft: CriteriaDraft, values: Mapping[str, Any]) -> None:
    """Set what counts for the whole set, as its data say it: names, legal basis, period (None: none), scale, rounding.

    Whether the scale is the sum of the areas is told when the draft is looked over. Raises ``RefusedError`` for what
    is missing or does not belong here.
    """
    require(permissions.may_keep_criteria(act, draft.authority))
    if values.keys() - HEAD:
        raise RefusedError("Bộ tiêu chí không có phần này.")
    faults = {name: "Không được để trống." for name in ("code", "title", "version") if not values.get(name)}
    if faults:
        raise RefusedError(**faults)
    told = dict(draft.data) | dict(values)
    _put(act, draft, {name: value for name, value in told.items() if value is not None})


@operation("criteria_draft.changed")
def set_parts(act: Act, *, draft: CriteriaDraft, values: Mapping[str, Any]) -> None:
    """Set what stands beside the tree: bonus, penalty, grades, vetoes, tie-breakers, khối, tags, named counts.

    What does not fit the tree is told when the draft is looked over. Raises ``RefusedError`` for a part that is none.
    """
    require(permissions.may_keep_criteria(act, draft.authority))
    if values.keys() - PARTS:
        raise RefusedError("Bộ tiêu chí không có phần này.")
    _put(act, draft, dict(draft.data) | dict(values))


@operation("criteria_draft.changed")
def put_node(
    act: Act, *, draft: CriteriaDraft, code: str, values: Mapping[str, Any], parent: str | None = None
) -> None:
    """Add a node under a parent ("" for a new area), or change the one of a code where no parent is given.

    A leaf brings its rule as data, checked against its points. Raises ``RefusedError`` with the fields.
    """
    require(permissions.may_keep_criteria(act, draft.authority))
    new_code = str(values.get("code", "")).strip()
    faults: dict[str, str] = {}
    if not new_code or len(new_code) > LONGEST_CODE or "-" in new_code or " " in new_code:
        faults["code"] = f"Mã viết liền, không có dấu gạch ngang, nhiều nhất {LONGEST_CODE} ký tự, ví dụ 1.3."
    if not str(values.get("title", "")).strip() or len(str(values["title"])) > LONGEST_TITLE:
        faults["title"] = f"Hãy ghi nội dung, nhiều nhất {LONGEST_TITLE} ký tự."
    if faults:
        raise RefusedError(**faults)
    if "rule" in values:
        _check_rule(values["rule"], values["max"])
    try:
        if parent is None:
            data = drafting.change_node(draft.data, code, values)
        else:
            node = {name: value for name, value in values.items() if value not in ("", None, {}, [])}
            data = drafting.add_node(draft.data, parent, node if "rule" in node else node | {"children": []})
    except drafting.NodeError as error:
        raise RefusedError(code=str(error)) from error
    _put(act, draft, data)


def _check_rule(rule: Mapping[str, Any], maximum: str) -> None:
    try:
        scoring.load_rule(rule, Decimal(maximum))
    except scoring.CriteriaError as error:
        faults = [f"Tham số {wording.set_fault(fault)}" for fault in error.faults[:MOST_FAULTS]]
        raise RefusedError("\n".join(faults)) from error


@operation("criteria_draft.changed")
def remove_node(act: Act, *, draft: CriteriaDraft, code: str) -> None:
    """Take a node out, with all below it. Raises ``RefusedError`` for a code that is not there."""
    require(permissions.may_keep_criteria(act, draft.authority))
    try:
        data = drafting.remove_node(draft.data, code)
    except drafting.NodeError as error:
        raise RefusedError(str(error)) from error
    _put(act, draft, data)


@operation("criteria_draft.changed")
def move_node(act: Act, *, draft: CriteriaDraft, code: str, by: int = 0, to: str | None = None) -> None:
    """Move a node among its siblings, or under another parent. Raises ``RefusedError`` where it cannot go."""
    require(permissions.may_keep_criteria(act, draft.authority))
    try:
        data = drafting.move_node(draft.data, code, by=by, to=to)
    except drafting.NodeError as error:
        raise RefusedError(str(error)) from error
    _put(act, draft, data)


@operation("criteria_draft.changed")
def sum_up(act: Act, *, draft: CriteriaDraft) -> None:
    """Make the points of every parent the sum of what is below it."""
    require(permissions.may_keep_criteria(act, draft.authority))
    _put(act, draft, drafting.sum_up(draft.data))


@operation("criteria_draft.finished")
def finish_draft(act: Act, *, draft: CriteriaDraft) -> CriteriaSet:
    """Make the version that was written a set that can be applied; what it was written in goes away.

    Raises ``RefusedError`` (field ``text``) with everything that does not add up yet.
    """
    require(permissions.may_keep_criteria(act, draft.authority))
    found = read_data(draft.data)
    row = keep_criteria_set(act, authority=draft.authority, found=found)
    act.record("criteria_draft.finished", draft, version=row.version, digest=row.digest)
    draft.delete()
    return row


@operation("criteria_draft.dropped")
def drop_draft(act: Act, *, draft: CriteriaDraft) -> None:
    """Throw away what was being written."""
    require(permissions.may_keep_criteria(act, draft.authority))
    act.record("criteria_draft.dropped", draft, version=draft.data.get("version", ""))
    draft.delete()
