"""How the papers of steps 9 and 10 follow each other: what stands, what is due, what does not fit."""

from __future__ import annotations

import json
from datetime import date

from django.db.models import Q

from thidua.commendations.models import Award, Decision, Proposal
from thidua.commendations.queries.lines import chosen
from thidua.council.models import Meeting, Selection
from thidua.documents import queries as documents
from thidua.documents.models import NumberTaken, Paper
from thidua.documents.paper import loose
from thidua.engine.decisions import State
from thidua.engine.meetings import MeetingState
from thidua.movements.models import Movement
from thidua.nominations import queries as nominated
from thidua.regulations import queries as regulations
from thidua.regulations.choices import CERTIFICATE


def council_results(movement: Movement) -> list[Meeting]:
    """Meetings of the council that ended with somebody chosen to be awarded here, or were decided on; newest first."""
    ended = Q(
        state__in=(MeetingState.CLOSED.value, MeetingState.MINUTED.value),
        pk__in=Selection.objects.filter(
            chosen=True, nomination__level__in=nominated.own_levels(movement.authority)
        ).values("meeting_id"),
    )
    rows = Meeting.objects.filter(ended | ~Q(decided_in=""), movement=movement)
    found = rows.select_related(
        "council__standing_unit__subject", "movement__authority__subject", "minutes", "council__authority"
    )
    return list(found.order_by("-planned_at", "-pk"))


def council_result(movement: Movement) -> Meeting | None:
    """The newest of them."""
    return next(iter(council_results(movement)), None)


def live_proposal(meeting: Meeting | None) -> Proposal | None:
    """The proposal on a meeting's result that counts: the newest that was not taken back."""
    rows = Proposal.objects.filter(meeting=meeting).exclude(state=State.CANCELLED.value)
    return (
        rows.select_related(
            "meeting__council__standing_unit__subject",
            "meeting__minutes",
            "meeting__movement__authority__subject",
            "movement__authority__subject",
            "paper",
        )
        .order_by("-pk")
        .first()
    )


def live_decision(meeting: Meeting | None) -> Decision | None:
    """The decision on a meeting's result that counts: the newest not cancelled, whose proposal stands."""
    rows = Decision.objects.filter(proposal__meeting=meeting).exclude(state=State.CANCELLED.value)
    rows = rows.exclude(proposal__state=State.CANCELLED.value)
    return (
        rows.select_related(
            "authority__subject",
            "movement",
            "paper",
            "proposal__meeting",
            "proposal__paper",
            "signed_file",
            "certificates",
            "signed",
        )
        .order_by("-pk")
        .first()
    )


def decision_due(proposal: Proposal) -> date | None:
    """By when the chairperson is to decide on an issued proposal; a setting of the house, in working days."""
    if proposal.dated_on is None:
        return None
    days = regulations.law_of(proposal.authority_id).working_days_of(
        f"decision.{CERTIFICATE}", proposal.dated_on
    )
    return regulations.working_calendar().due(proposal.dated_on, days)


def notice_until(meeting: Meeting) -> date | None:
    """The last day on which the council's list hangs out before a decision; None where the authority posts none."""
    days = regulations.law_of(meeting.movement.authority_id).working_days_of("public_notice", meeting.on)
    return regulations.working_calendar().due(meeting.on, days) if days else None


def recovery_due(award: Award) -> date | None:
    """By when the certificate and the money of a cancelled award are to be given back."""
    if award.cancelled_on is None:
        return None
    days = regulations.law_of(award.decision.authority_id).working_days_of("revocation", award.cancelled_on)
    return regulations.working_calendar().due(award.cancelled_on, days)


def date_warnings(meeting: Meeting, proposal: Proposal | None, decision: Decision | None) -> list[str]:
    """Where the days of the papers do not follow each other, and where one lacks its number, in sentences.

    Unit's meeting ≤ appraisal ≤ council ≤ proposal ≤ decision ≤ handing over.
    """
    told: list[str] = []
    for selection in chosen(meeting):
        nomination = selection.nomination
        name = nomination.subject.name
        held = nomination.meeting.held_on if nomination.meeting else None
        appraised = nominated.appraised_on(nomination)
        if held and appraised and appraised < held:
            told.append(
                f"{name}: thẩm định ({appraised:%d/%m/%Y}) trước ngày họp của đơn vị ({held:%d/%m/%Y})."
            )
        if appraised and appraised > meeting.on:
            told.append(
                f"{name}: thẩm định ({appraised:%d/%m/%Y}) sau ngày họp Hội đồng ({meeting.on:%d/%m/%Y})."
            )
    if meeting.minutes is None or not meeting.minutes.citation:
        told.append("Biên bản họp Hội đồng chưa có số. Tờ trình và quyết định phải dẫn số biên bản.")
    if proposal and proposal.dated_on and proposal.dated_on < meeting.on:
        told.append(
            f"Tờ trình ({proposal.dated_on:%d/%m/%Y}) trước ngày họp Hội đồng ({meeting.on:%d/%m/%Y})."
        )
    if (
        decision
        and decision.decided_on
        and proposal
        and proposal.dated_on
        and decision.decided_on < proposal.dated_on
    ):
        told.append(
            f"Quyết định ({decision.decided_on:%d/%m/%Y}) trước ngày tờ trình ({proposal.dated_on:%d/%m/%Y})."
        )
    posted = notice_until(meeting)
    dues = [day for day in (posted, decision_due(proposal) if proposal else None) if day]
    if dues and not decision and not regulations.working_calendar().is_known(meeting.on, max(dues)):
        told.append(
            f"Phần mềm chưa có lịch nghỉ lễ năm {max(dues).year}: hạn tính đến năm ấy chỉ trừ thứ Bảy, Chủ nhật."
        )
    if posted and decision and decision.decided_on and decision.decided_on <= posted:
        told.append(
            f"Quyết định ({decision.decided_on:%d/%m/%Y}) khi chưa hết niêm yết danh sách ({posted:%d/%m/%Y})."
        )
    if decision and decision.decided_on:
        early = decision.awards.filter(handed_over_on__lt=decision.decided_on).values_list("name", flat=True)
        told += [f"{name}: ngày trao trước ngày quyết định." for name in early]
    return told


def number_warnings(*papers: Paper | None) -> list[str]:
    """Where the number of a paper does not run with its day among all papers of its series and year."""
    rows = NumberTaken.objects.filter(paper__in=[paper for paper in papers if paper is not None])
    return [
        line for taken in rows.select_related("series").order_by("pk") for line in documents.beside(taken)
    ]


def cited_warnings(meeting: Meeting, proposal: Proposal | None, decision: Decision | None) -> list[str]:
    """Where a numbered paper does not cite the paper before it by its number: minutes, then proposal, then decision."""
    minutes = meeting.minutes
    before: list[tuple[str, str]] = []
    if minutes is not None and minutes.citation:
        before.append(("biên bản họp Hội đồng", minutes.citation))
    told: list[str] = []
    for name, paper in (
        ("Tờ trình", proposal.paper if proposal else None),
        ("Quyết định", decision.paper if decision else None),
    ):
        if paper is None or not paper.citation:
            continue
        said = loose(json.dumps(paper.context, ensure_ascii=False))
        told += [
            f"{name} số {paper.citation} không dẫn đúng số {what} ({cited}). Hãy đối chiếu trước khi ký, gửi."
            for what, cited in before
            if cited not in said
        ]
        before.append((name.lower(), paper.citation))
    return told
