"""Meetings learn which numbered proposal letter and which issued decision rest on their result."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def _cited(kind: str, row: Any, on: Any) -> str:
    symbol = f"/{row.paper.symbol}" if row.paper else ""
    return f"{kind} số {row.number}{symbol} ngày {on:%d/%m/%Y}"


def note(apps: Any, schema_editor: Any) -> None:
    del schema_editor
    proposals = apps.get_model("commendations", "Proposal").objects.filter(state__in=("issued", "filed"))
    for row in proposals.select_related("meeting", "paper").order_by("pk"):
        row.meeting.proposed_in = _cited("Tờ trình", row, row.dated_on)
        row.meeting.save(update_fields=["proposed_in"])
    decisions = apps.get_model("commendations", "Decision").objects.exclude(state="draft")
    for row in decisions.select_related("proposal__meeting", "paper").order_by("pk"):
        meeting = row.proposal.meeting
        meeting.decided_in = _cited("Quyết định", row, row.decided_on)
        meeting.save(update_fields=["decided_in"])


class Migration(migrations.Migration):
    dependencies = [
        ("commendations", "0006_money_note"),
        ("council", "0004_papers_rest_on_the_result"),
        ("documents", "0003_signatures_roots_and_templates"),
    ]

    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
