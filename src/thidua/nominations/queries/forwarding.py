"""The level above on a day, and the dossiers that went there."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from thidua.engine.flow import Role
from thidua.engine.forwardings import State
from thidua.nominations.models import Forwarding, Nomination
from thidua.nominations.queries.power import above_power, superior_of
from thidua.organizations.models import Unit
from thidua.organizations.permissions import Viewer
from thidua.organizations.queries import READS_AUTHORITY, authority_above, covered_units, name_on
from thidua.regulations import queries as regulations
from thidua.regulations.law import AwardForm


def superior_unit(authority: Unit, on: date) -> Unit | None:
    """The authority above as it was on a day; nothing where the level above does not use this program."""
    return authority_above(authority, on)


def superior_name(authority: Unit, on: date) -> str:
    """Who decides above an authority on a day, by the name of that day."""
    above = superior_unit(authority, on)
    return f"Chủ tịch {name_on(above, on)}" if above is not None else superior_of(authority)


def award_above(nomination: Nomination, on: date) -> AwardForm | None:
    """What the level above gives instead of a form of commendation that is the own level's; nothing where it fits.

    Nobody above gives a Giấy khen of the commune's chairperson; a title has one name at every level.
    """
    authority = nomination.movement.authority
    law = regulations.law_of(authority.pk)
    if above_power(nomination) or law.title_code(nomination.form, on):
        return None
    above = superior_unit(authority, on)
    level = above.level if above is not None else _ABOVE.get(authority.level, "")
    kind = nomination.subject.award_kind
    return next((one for one in law.award_forms(on) if one.level == level and kind in one.subjects), None)


_ABOVE: Final = {"commune": "province", "district": "province", "province": "state"}


def forwardings_visible_to(viewer: Viewer) -> QuerySet[Forwarding]:
    """What the viewer's authority sent up, and what came to it from below; for who reads the authority."""
    covered = covered_units(viewer, *READS_AUTHORITY)
    rows = Forwarding.objects.filter(Q(sender_id__in=covered) | Q(receiver_id__in=covered))
    return rows.select_related(
        "nomination__subject",
        "nomination__movement",
        "sender__subject",
        "receiver__subject",
        "letter",
        "parcel",
    )


def received_from_below(viewer: Viewer) -> QuerySet[Forwarding]:
    """The dossiers that came to the viewer's authority."""
    covered = covered_units(viewer, *READS_AUTHORITY)
    return forwardings_visible_to(viewer).filter(receiver_id__in=covered)


def hears_from_below(viewer: Viewer) -> bool:
    """Whether dossiers came to the viewer's authority, or can: authorities stand below it."""
    covered = covered_units(viewer, *READS_AUTHORITY)
    below = Unit.objects.filter(parent__in=covered, authority_id=F("pk"))
    return below.exists() or received_from_below(viewer).exists()


def todo_from_below(viewer: Viewer) -> list[dict[str, Any]]:
    """The dossiers that wait for the viewer's answer as the level above, whatever movement they are of."""
    receivers = [unit_id for role, unit_id in viewer.grants if role is Role.OFFICER]
    if not receivers:
        return []
    rows = received_from_below(viewer).filter(
        receiver_id__in=receivers, state__in=(State.SENT.value, State.RECEIVED.value)
    )
    return [
        {
            "text": f"{_NEXT[row.state]}: {row.nomination.subject} ({row.nomination.form})",
            "url": reverse("nominations_forwarding", args=(row.pk,)),
            "due": None,
            "whose": row.sender.name,
            "label": "Mở hồ sơ",
        }
        for row in rows.order_by("sent_on", "pk")
    ]


_NEXT = {
    State.SENT.value: "Tiếp nhận hồ sơ cấp dưới trình",
    State.RECEIVED.value: "Ghi kết quả hồ sơ cấp dưới trình",
}


def answers(viewer: Viewer, forwarding: Forwarding) -> bool:
    """Whether the viewer answers for the level above."""
    return forwarding.receiver_id is not None and viewer.holds(Role.OFFICER, forwarding.receiver_id)
