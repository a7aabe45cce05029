"""III. KẾT LUẬN of the minutes."""

from __future__ import annotations

from collections.abc import Sequence

from thidua.council.models import Meeting, Selection
from thidua.council.papers.words import small
from thidua.documents.paper import Block, Bullet, Column, Paragraph, Table
from thidua.nominations.papers import of_kinds, titled
from thidua.nominations.queries import above_power, post_of
from thidua.organizations.papers import place_name


def conclusion(meeting: Meeting) -> list[Block]:
    """What the council proposes to its own chairperson, what it asks the level above for, and the reasons."""
    rows = list(
        meeting.selections.select_related(
            "nomination__subject", "nomination__unit__subject", "nomination__movement__authority"
        ).order_by("order")
    )
    chosen = [row for row in rows if row.by_council]
    upward = [row for row in chosen if above_power(row.nomination)]
    chosen = [row for row in chosen if row not in upward]
    here = _proposed(meeting, chosen) if chosen or not upward else []
    return [*here, *(_asked_above(upward) if upward else []), *_reasons(rows)]


def _asked_above(upward: Sequence[Selection]) -> list[Block]:
    """What the council agreed to ask the level above for."""
    return [
        Paragraph("Hội đồng thống nhất trình cấp trên xét, quyết định:", keep_next=True),
        *(Bullet(f"{titled(row.nomination.subject)}: {row.nomination.form}.") for row in upward),
    ]


def _proposed(meeting: Meeting, chosen: Sequence[Selection]) -> list[Block]:
    if not chosen:
        return [Paragraph("Hội đồng không đề nghị khen thưởng trường hợp nào.")]
    place = place_name(meeting.council.authority)
    blocks: list[Block] = [
        Paragraph(
            f"Hội đồng thống nhất đề nghị Chủ tịch Ủy ban nhân dân {place} khen thưởng "
            f"{of_kinds(row.nomination.subject for row in chosen)}:"
        ),
        Table(
            columns=(
                Column("STT", 6, "center"),
                Column("Tập thể, cá nhân", 30),
                Column("Chức vụ, đơn vị", 36),
                Column("Hình thức", 16),
            ),
            rows=tuple(
                (
                    str(at),
                    titled(row.nomination.subject),
                    post_of(row.nomination.subject, row.nomination.unit, meeting.on),
                    row.nomination.form,
                )
                for at, row in enumerate(chosen, start=1)
            ),
        ),
    ]
    return blocks


def _reasons(rows: Sequence[Selection]) -> list[Block]:
    return [
        Bullet(f"{titled(row.nomination.subject)}: {small(row.reason.rstrip('.'))}.")
        for row in rows
        if row.reason
    ]
