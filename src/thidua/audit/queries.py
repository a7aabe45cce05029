"""Read and verify the journal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, Final, TypeAlias

from django.db.models import Model, Q, QuerySet

from thidua.audit import choices
from thidua.audit.chain import GENESIS, digest_of
from thidua.audit.models import ChainHead, Entry, PrivateDetail

_OLD_AND_NEW: Final = 2
Facts: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Verification:
    """What ``thidua verify-journal`` found: ``fault`` is empty when the chain is whole."""

    entries: int
    head: str
    fault: str = ""
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """Position and (short) digest of the head, as printed at the foot of a paper: ``123:0a1b2c…``."""

    position: int
    digest: str


def head() -> Anchor:
    """The head of the chain now; position 0 when nothing was written yet."""
    row = ChainHead.objects.filter(pk=1).first()
    return Anchor(row.position, row.digest) if row else Anchor(0, GENESIS)


def footnote() -> str:
    """The line at the foot of an issued paper that lets a cut tail be found."""
    anchor = head()
    return f"Nhật ký: {anchor.position}:{anchor.digest[:12]}"


def verify(anchor: Anchor | None = None) -> Verification:
    """Walk the whole chain; name the first changed, missing, inserted or swapped row, or a cut tail.

    ``anchor`` comes from an issued paper or a backup and finds what the chain alone cannot: a tail cut off together
    with the head row.
    """
    expected_position, previous = 0, GENESIS
    anchored = anchor is None or anchor.position == 0
    for entry in Entry.objects.order_by("position").iterator(chunk_size=2000):
        expected_position += 1
        fault = _fault_of(entry, expected_position, previous)
        if fault:
            return Verification(expected_position, previous, fault, entry.position)
        previous = entry.digest
        if anchor is not None and entry.position == anchor.position:
            if not entry.digest.startswith(anchor.digest):
                return Verification(expected_position, previous, "anchor_differs", entry.position)
            anchored = True
    top = head()
    if top.position != expected_position or top.digest != previous:
        return Verification(expected_position, previous, "tail_cut", expected_position)
    if not anchored:
        return Verification(expected_position, previous, "tail_cut_before_anchor", expected_position)
    changed = _changed_detail()
    if changed is not None:
        return Verification(expected_position, previous, "private_detail_changed", changed)
    return Verification(expected_position, previous)


def sentence(result: Verification) -> str:
    """What a verification found, in words."""
    if not result.fault:
        return f"Đã kiểm tra {result.entries} dòng: không dòng nào bị sửa, thiếu, chèn hay đổi chỗ."
    fault = choices.FAULTS.get(result.fault, result.fault)
    return f"Dòng số {result.position}: {fault}. Hãy giữ nguyên máy và báo người có trách nhiệm."


def _fault_of(entry: Entry, expected_position: int, previous: str) -> str:
    if entry.position != expected_position:
        return "missing"
    if entry.previous != previous:
        return "swapped_or_inserted"
    if digest_of(entry.previous, entry.text) != entry.digest:
        return "changed"
    told = json.loads(entry.text)
    columns = [
        entry.position,
        entry.name,
        entry.actor_id,
        entry.actor_label,
        entry.object_type,
        entry.object_id,
    ]
    written = [told["position"], told["name"], *told["actor"], *told["object"][:2]]
    return "" if columns == written and entry.object_label == told["object"][2] else "columns_differ"


def _changed_detail() -> int | None:
    for detail in PrivateDetail.objects.order_by("position").iterator():
        entry = Entry.objects.filter(position=detail.position).first()
        if (
            entry is None
            or json.loads(entry.text)["private"] != detail.digest
            or _digest(detail) != detail.digest
        ):
            return int(detail.position)
    return None


def _digest(detail: PrivateDetail) -> str:
    return hashlib.sha256(f"{detail.position}\n{detail.text}".encode()).hexdigest()


def history(obj: Model) -> QuerySet[Entry]:
    """What was done to one thing, newest first; what was refused stands in the journal alone, for who oversees it."""
    rows = Entry.objects.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk))
    return rows.exclude(name=choices.REFUSED)


def of_kind(rows: QuerySet[Entry], kind: str) -> QuerySet[Entry]:
    """The entries of a kind and of those that people call the same; all where no kind is asked for."""
    if not kind:
        return rows
    names = (Q(name__startswith=f"{one}.") for one in choices.alike(kind))
    return rows.filter(reduce(or_, names))


def facts_of(entry: Entry) -> dict[str, Any]:
    """The facts of an entry as they were written."""
    facts: dict[str, Any] = json.loads(entry.text)["facts"]
    return facts


@dataclass(frozen=True, slots=True)
class Change:
    """One value before and after."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as people read it: when, who, what, on what, and what changed; never its private part."""

    position: int
    at: datetime
    who: str
    what: str
    on_what: str
    source: str
    changes: tuple[Change, ...] = ()


def acts_of(actor_id: str, *, since: datetime) -> int:
    """How many entries an actor has since an instant."""
    return Entry.objects.filter(actor_id=actor_id, at__gte=since).count()


def pairs_of(facts: Facts) -> dict[str, tuple[Any, Any]]:
    """The old and the new of each value that an entry tells, by its name."""
    told_changes = facts.get("changes")
    rows = told_changes.items() if isinstance(told_changes, dict) else ()
    return {
        name: (pair[0], pair[1])
        for name, pair in rows
        if isinstance(pair, list) and len(pair) == _OLD_AND_NEW
    }


def _changes(facts: Facts) -> Iterable[Change]:
    for name, (old, new) in pairs_of(facts).items():
        yield Change(choices.FIELDS.get(name, name), _shown(old), _shown(new))


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def told(
    *things: Model | None,
    most: int = 60,
    words: Mapping[str, str] = choices.LABELS,
    more: Callable[[Facts], str] = lambda _: "",
    changes: Callable[[Facts], Iterable[Change]] = _changes,
) -> list[Line]:
    """The history of some things at the foot of their page, newest first, in one query.

    A room says what only it knows: its ``words`` for an act, from the facts ``more`` behind it, and the ``changes``.
    """
    rows = reduce(or_, (history(thing) for thing in things if thing is not None), Entry.objects.none())
    return [line_of(entry, words, more, changes) for entry in rows.order_by("-position")[:most]]


def line_of(
    entry: Entry,
    words: Mapping[str, str] = choices.LABELS,
    more: Callable[[Facts], str] = lambda _: "",
    changes: Callable[[Facts], Iterable[Change]] = _changes,
) -> Line:
    """One entry in words; an act recorded from a signed paper says so, a refused one what was tried."""
    content = json.loads(entry.text)
    facts = content["facts"]
    what = (words.get(entry.name) or choices.label(entry.name)) + more(facts)
    if entry.name == choices.REFUSED:
        what += _tried(facts)
    signed = facts.get("signed")
    if isinstance(signed, dict):
        what += f" ({signed['label']})"
    if isinstance(facts.get("told"), str) and facts["told"]:
        what += f": {facts['told']}"
    if isinstance(facts.get("reason"), str) and facts["reason"]:
        what += f". Lý do: {facts['reason']}"
    return Line(
        position=entry.position,
        at=entry.at,
        who=entry.actor_label,
        what=what,
        on_what=entry.object_label,
        source=str(content.get("source", "")),
        changes=tuple(changes(facts)),
    )


def _tried(facts: dict[str, Any]) -> str:
    """What was refused; of entries before it was written down nothing is said."""
    if facts.get("tried"):
        return f": {choices.label(facts['tried'])}"
    return f": gửi nội dung ở trang {facts['page']}" if facts.get("page") else ""
