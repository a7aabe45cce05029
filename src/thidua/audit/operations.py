"""Append to the journal, inside the transaction of the operation that acts."""

from __future__ import annotations

import hashlib
from datetime import UTC, timedelta

from thidua.audit.chain import GENESIS, canonical, digest_of
from thidua.audit.models import ChainHead, Entry, PrivateDetail
from thidua.base.acts import Act
from thidua.base.acts import Entry as Pending
from thidua.base.errors import RefusedError

CLOCK_TOLERANCE = timedelta(minutes=5)


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
