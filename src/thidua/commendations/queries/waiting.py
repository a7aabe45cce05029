"""What waits for somebody at steps 9 and 10."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.urls import reverse

from thidua.commendations.models import Award, Decision, Proposal
from thidua.commendations.queries.run import (
    council_results,
    decision_due,
    live_decision,
    live_proposal,
    recovery_due,
)
from thidua.council.models import Meeting
from thidua.engine.decisions import State
from thidua.engine.flow import Role
from thidua.engine.meetings import MeetingState
from thidua.movements.models import Movement
from thidua.organizations.permissions import Viewer

Todo = dict[str, Any]


def todo(viewer: Viewer, movement: Movement) -> list[Todo]:
    """What waits for this account: draft, number and sign the papers, print, hand over, pay, recover."""
    roles = viewer.roles_in(movement.authority_id)
    rows: list[Todo] = []
    decided = False
    for place, meeting in enumerate(council_results(movement)):
        proposal, decision = live_proposal(meeting), live_decision(meeting)
        if decision is not None and decision.state != State.DRAFT:
            decided = True
            found = _papers(roles, movement, decision)
        else:
            found = _before(viewer, roles, movement, meeting, proposal, decision)
        for row in found:  # an earlier meeting has its own page of the step
            row["url"] += f"?hop={meeting.pk}" if place and "?" not in row["url"] else ""
        rows += found
    return rows + (_after(roles, movement) if decided else [])


def _todo(
    text: str, name: str, movement: Movement, *, label: str, whose: str, due: date | None = None
) -> Todo:
    url = reverse(name, kwargs={"movement_id": movement.pk})
    return {"text": text, "url": url, "due": due, "whose": whose, "label": label}


def _before(
    viewer: Viewer,
    roles: frozenset[Role],
    movement: Movement,
    meeting: Meeting,
    proposal: Proposal | None,
    decision: Decision | None,
) -> list[Todo]:
    standing = "Cơ quan thường trực"
    keeps = bool(roles & {Role.OFFICER, Role.CLERK})
    drafts = Role.OFFICER in roles
    due = decision_due(proposal) if proposal else None
    found: tuple[bool, str, str, str]
    if proposal is None:
        found = (drafts, "Soạn tờ trình khen thưởng", "Soạn", standing)
    elif proposal.state == State.DRAFT:
        unit_id = meeting.council.standing_unit_id
        heads = unit_id is not None and Role.UNIT_HEAD in viewer.roles_in(unit_id)
        ready = meeting.state == MeetingState.MINUTED
        found = (ready and (keeps or heads), "Lấy số, ban hành tờ trình", "Ban hành", standing)
    elif decision is None:
        found = (drafts, "Dự thảo quyết định khen thưởng", "Dự thảo", standing)
    elif Role.CHAIRPERSON in roles:
        found = (True, "Ký, ban hành quyết định khen thưởng", "Xem và ký", "Chủ tịch")
    else:
        found = (keeps, "Ghi số, ngày quyết định theo bản Chủ tịch đã ký", "Ghi số", "Văn thư")
    waits, text, label, whose = found
    if not waits:
        return []
    return [_todo(text, "commendation_decision", movement, label=label, whose=whose, due=due)]


def _papers(roles: frozenset[Role], movement: Movement, decision: Decision) -> list[Todo]:
    """What a decision itself waits for: its signed copy, its certificates."""
    found: list[Todo] = []
    if roles & {Role.OFFICER, Role.CLERK} and decision.state == State.ISSUED:
        text = f"Lưu bản ký của Quyết định số {decision.number}"
        found.append(_todo(text, "commendation_decision", movement, label="Lưu bản ký", whose="Văn thư"))
    if Role.OFFICER in roles and decision.certificates_id is None:
        row = _todo("In giấy khen", "commendation_awards", movement, label="In", whose="Cơ quan thường trực")
        row["url"] += f"?quyet-dinh={decision.pk}"
        found.append(row)
    return found


def _after(roles: frozenset[Role], movement: Movement) -> list[Todo]:
    """What the awards of all decisions wait for."""
    found: list[Todo] = []
    here = "commendation_awards"
    awards = Award.objects.filter(decision__movement=movement)
    if Role.OFFICER in roles:
        waiting = awards.filter(
            handed_over_on__isnull=True, cancelled_on__isnull=True, decision__certificates__isnull=False
        ).count()
        if waiting:
            text = f"Trao giấy khen, còn {waiting:02d} tập thể, cá nhân"
            found.append(_todo(text, here, movement, label="Ghi đã trao", whose="Cơ quan thường trực"))
    if Role.ACCOUNTANT in roles:
        unpaid = list(
            awards.filter(paid_on__isnull=True, cancelled_on__isnull=True).values_list("amount", flat=True)
        )
        if unpaid:
            whole = f"{int(sum((value or Decimal(0) for value in unpaid), Decimal(0))):,}".replace(",", ".")
            text = f"Chi tiền thưởng, còn {len(unpaid):02d} khoản, {whole} đồng"
            found.append(_todo(text, here, movement, label="Ghi đã chi", whose="Kế toán"))
    if roles & {Role.OFFICER, Role.ACCOUNTANT}:
        back = Q(handed_over_on__isnull=False) | Q(paid_on__isnull=False)
        found += [
            {
                "text": f"Thu hồi giấy khen, tiền thưởng của {award.named}",
                "url": reverse("award_cancel", args=(award.pk,)),
                "due": recovery_due(award),
                "whose": "Cơ quan thường trực, kế toán",
                "label": "Thu hồi",
            }
            for award in awards.filter(back, cancelled_on__isnull=False, recovered_on__isnull=True)
        ]
    return found
