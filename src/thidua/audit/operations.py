"""Append to the journal, inside the transaction of the operation that acts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, timedelta
from typing import Final

from django.db import models, transaction

from thidua.audit.chain import GENESIS, canonical, digest_of
from thidua.audit.choices import REFUSED
from thidua.audit.models import ChainHead, Entry, PrivateDetail
from thidua.base.acts import Act, Refusal
from thidua.base.acts import Entry as Pending
from thidua.base.errors import RefusedError

CLOCK_TOLERANCE = timedelta(minutes=5)
NO_RIGHT: Final = "Không có quyền làm việc này."
_SAME_WITHIN: Final = timedelta(minutes=1)
_MOST_TOLD: Final = 500


def append(act: Act, pending: list[Pending]) -> None:
    """Chain the entries of one operation to the journal.

    Raises ``RefusedError`` when the machine's clock stands clearly before the last entry.
    """
    head, _ = ChainHead.objects.select_for_update().get_or_create(
        pk=1, defaults={"position": 0, "digest": GENESIS, "at": None}
    )
    if head.at is not None and act.at < head.at - CLOCK_TOLERANCE:
        raise RefusedError(
            "Đồng hồ của máy đang chậm hơn lần ghi cuối trong nhật ký "
            f"({head.at.astimezone(UTC):%d/%m/%Y %H:%M} UTC). Hãy chỉnh lại ngày giờ của máy rồi làm lại."
        )
    position, previous = head.position, head.digest
    entries: list[Entry] = []
    details: list[PrivateDetail] = []
    for item in pending:
        position += 1
        private_digest = ""
        if item.private:
            private_text = canonical(item.private)
            private_digest = hashlib.sha256(f"{position}\n{private_text}".encode()).hexdigest()
            details.append(PrivateDetail(position=position, text=private_text, digest=private_digest))
        text = canonical(
            {
                "position": position,
                "at": act.at,
                "actor": [act.actor.actor_id, act.actor.actor_label],
                "source": act.source,
                "name": item.name,
                "object": [item.object_type, item.object_id, item.object_label],
                "authority": item.authority_id,
                "facts": item.facts,
                "private": private_digest,
            }
        )
        digest = digest_of(previous, text)
        entries.append(
            Entry(
                position=position,
                at=act.at,
                actor_id=act.actor.actor_id,
                actor_label=act.actor.actor_label,
                name=item.name,
                object_type=item.object_type,
                object_id=item.object_id,
                object_label=item.object_label,
                authority_id=str(item.authority_id or ""),
                text=text,
                previous=previous,
                digest=digest,
            )
        )
        previous = digest
    Entry.objects.bulk_create(entries)
    PrivateDetail.objects.bulk_create(details)
    ChainHead.objects.filter(pk=1).update(
        position=position, digest=previous, at=max(act.at, head.at) if head.at else act.at
    )


def append_refusals(refused: Iterable[Refusal]) -> None:
    """Journal what was not done, each in a transaction of its own; a refusal has no other trace.

    The same refusal of the same person within a minute (a double click) is one. Nothing is written while the clock
    stands wrong: the page has said so.
    """
    for refusal in refused:
        entry = _entry_of(refusal)
        if entry is None:
            continue
        try:
            with transaction.atomic():
                if not _told_just_now(refusal, entry):
                    append(refusal.act, [entry])
        except RefusedError:
            return


def _entry_of(refusal: Refusal) -> Pending | None:
    actor = refusal.act.actor
    thing = refusal.thing or (actor if isinstance(actor, models.Model) else None)
    if thing is None or thing.pk is None:
        return None
    return Pending(
        name=REFUSED,
        object_type=thing._meta.label_lower,
        object_id=str(thing.pk),
        object_label=str(thing)[:300],
        authority_id=getattr(thing, "authority_id", None),
        facts={
            "operation": refusal.operation,
            "tried": refusal.tried,
            "page": refusal.page,
            "reason": refusal.sentence[:_MOST_TOLD] or NO_RIGHT,
        },
        private={},
    )


def _told_just_now(refusal: Refusal, entry: Pending) -> bool:
    last = Entry.objects.filter(actor_id=refusal.act.actor.actor_id).order_by("-position").first()
    if last is None or last.name != REFUSED or refusal.act.at - last.at > _SAME_WITHIN:
        return False
    return bool(json.loads(last.text)["facts"] == entry.facts and last.object_id == entry.object_id)
