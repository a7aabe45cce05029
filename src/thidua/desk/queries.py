"""What spans all stages: the bar of twelve steps, each role's things to do, the papers of a movement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from thidua.commendations import queries as commendations
from thidua.commendations.models import Decision, Proposal, Revocation
from thidua.council import queries as council
from thidua.council.models import Meeting
from thidua.documents.models import Paper
from thidua.engine.flow import Role
from thidua.movements import queries as movements
from thidua.movements.models import Movement
from thidua.nominations import queries as nominations
from thidua.nominations.models import Forwarding, Nomination, UnitMeeting
from thidua.organizations.permissions import Viewer
from thidua.organizations.queries import READS_AUTHORITY, covered_units
from thidua.publicity import queries as publicity
from thidua.reviews import queries as reviews
from thidua.reviews.models import Review
from thidua.scoring import queries as scoring


@dataclass(frozen=True, slots=True)
class StepPlace:
    """One of the twelve steps: its code, its name, the page where it is done, the pages that belong to it."""

    code: str
    name: str
    page: str
    pages: tuple[str, ...]


STEPS = (
    StepPlace("plan", "Kế hoạch", "movement_plan", ("movement_plan", "movement_item")),
    StepPlace("launch", "Phát động", "movement_launch", ("movement_launch", "movement_deliver")),
    StepPlace("register", "Đăng ký", "movement_registrations", ("movement_registration",)),
    StepPlace("do", "Thực hiện", "movement_tasks", ("movement_task", "movement_check")),
    StepPlace("score", "Chấm điểm", "scoring_sheets", ("scoring_", "movement_team")),
    StepPlace("rank", "Xếp hạng", "scoring_ranking", ("scoring_ranking",)),
    StepPlace("nominate", "Đề nghị", "nominations_list", ("nominations_",)),
    StepPlace("council", "Hội đồng", "council_meetings", ("council_",)),
    StepPlace(
        "decide", "Quyết định", "commendation_decision", ("commendation_decision", "commendation_proposal")
    ),
    StepPlace("award", "Trao thưởng", "commendation_awards", ("commendation_award",)),
    StepPlace("tell", "Tuyên truyền", "publicity_scripts", ("publicity_",)),
    StepPlace("review", "Tổng kết", "review_list", ("review_",)),
)


@dataclass(frozen=True, slots=True)
class Step:
    """A step as the bar shows it."""

    number: int
    code: str
    name: str
    tone: str
    note: str
    url: str
    current: bool


def steps(viewer: Viewer, movement: Movement, at_page: str = "") -> list[Step]:
    """The bar of the twelve steps: what is done of each and by when; ``at_page`` is the name of the page shown.

    A step whose page the viewer may not open is shown without a link.
    """
    on = viewer.on
    told: dict[str, dict[str, Any]] = {}
    told |= movements.progress(movement, on)
    told["score"] = scoring.progress(movement)
    told["rank"] = scoring.rank_progress(movement)
    told["nominate"] = nominations.progress(movement)
    told["council"] = council.progress(movement)
    if told["council"]["done"] or told["council"]["going"]:
        told["nominate"]["finished"] = True  # a unit that has not nominated by then does not any more
    told |= commendations.progress(movement)
    told |= publicity.progress(movement)
    told["review"] = reviews.progress(movement)
    here = step_of(at_page)
    shut = _shut(viewer, movement)
    result: list[Step] = []
    waiting = False
    for number, place in enumerate(STEPS, start=1):
        state = told[place.code]
        tone = _tone(state, on, reached=not waiting)
        waiting = waiting or tone in {"now", "late"}
        result.append(
            Step(
                number=number,
                code=place.code,
                name=place.name,
                tone=tone,
                note=state.get("text", ""),
                url="" if place.code in shut else reverse(place.page, kwargs={"movement_id": movement.pk}),
                current=place.code == here,
            )
        )
    return result


def _shut(viewer: Viewer, movement: Movement) -> set[str]:
    """The steps whose pages are not for the viewer: points for who only keeps the computer, reports for staff."""
    shut: set[str] = set()
    if not scoring.campaigns_visible_to(viewer).filter(movement=movement).exists():
        shut.add("rank")  # also before the scoring begins: there is nothing to rank
        if viewer.roles == {Role.ADMIN}:
            shut.add("score")
    if not reviews.movements_reported_to(viewer).filter(pk=movement.pk).exists():
        shut.add("review")
    return shut


def _tone(state: dict[str, Any], on: date, *, reached: bool) -> str:
    done, total, due = state["done"], state["total"], state.get("due")
    if state.get("finished", bool(total) and done >= total):
        return "done"
    if due is not None and due < on:
        return "late"
    return "now" if reached or done or state.get("going") else "later"


def step_of(page: str) -> str:
    """The code of the step to which a page belongs; the most exact name wins."""
    best = max(
        ((len(start), place.code) for place in STEPS for start in place.pages if page.startswith(start)),
        default=(0, ""),
    )
    return best[1]


def movements_of(viewer: Viewer) -> QuerySet[Movement]:
    """The movements of the viewer, the newest first."""
    return movements.movements_visible_to(viewer).order_by("-starts_on", "-pk")


def movement_of(viewer: Viewer) -> Movement | None:
    """The movement that the frame names when no page names one: the newest that is not closed."""
    rows = movements_of(viewer).select_related("authority__subject")
    return rows.exclude(state="closed").first() or rows.first()


Gatherer = Callable[[Viewer, Movement], list[dict[str, Any]]]
GATHERERS: tuple[Gatherer, ...] = (
    movements.todo,
    scoring.todo,
    nominations.todo,
    council.todo,
    commendations.todo,
    publicity.todo,
    reviews.todo,
)


def todo(viewer: Viewer) -> list[dict[str, Any]]:
    """Việc cần làm of a person: what, whose, by when, one button; overdue first, then by date, undated last."""
    found: list[dict[str, Any]] = nominations.todo_from_below(viewer)
    for movement in movements_of(viewer).exclude(state="closed").select_related("authority__subject"):
        for gather in GATHERERS:
            found += gather(viewer, movement)
    found.sort(key=lambda row: (row.get("due") is None, row.get("due") or date.max))
    return [_row(row, viewer.on) for row in found]


def _row(row: dict[str, Any], on: date) -> dict[str, Any]:
    due = row.get("due")
    by, tone = "", ""
    if due is not None:
        left = (due - on).days
        if left < 0:
            by, tone = f"quá hạn {-left} ngày", "late"
        elif left == 0:
            by, tone = "hạn hôm nay", "soon"
        else:
            by, tone = f"hạn {due:%d/%m/%Y}", "soon" if left <= SOON_DAYS else ""
    return {
        "what": row["text"],
        "whose": row.get("whose", ""),
        "by": by,
        "tone": tone,
        "url": row["url"],
        "label": row["label"],
    }


SOON_DAYS = 3


def papers_visible_to(viewer: Viewer) -> QuerySet[Paper]:
    """The papers that a viewer may open, each through the thing that it belongs to."""
    seen = movements.movements_visible_to(viewer).values("pk")
    whole = Movement.objects.filter(authority_id__in=covered_units(viewer, *READS_AUTHORITY)).values("pk")
    own = nominations.nominations_visible_to(viewer).order_by()
    owners = (
        Q(pk__in=Movement.objects.filter(pk__in=seen).values("plan_paper_id"))
        | Q(pk__in=own.values("report_id"))
        | Q(pk__in=_unit_meetings(viewer).values("paper_id"))
        | Q(pk__in=_unit_meetings(viewer).values("letter_id"))
        | Q(pk__in=Nomination.objects.filter(pk__in=own.values("pk")).values("dossier__paper_id"))
        | Q(pk__in=Proposal.objects.filter(movement_id__in=whole).values("paper_id"))
        | Q(pk__in=Decision.objects.filter(movement_id__in=whole).values("paper_id"))
        | Q(pk__in=Decision.objects.filter(movement_id__in=seen).exclude(state="draft").values("paper_id"))
        | Q(pk__in=Review.objects.filter(movement_id__in=whole).values("paper_id"))
        | Q(pk__in=Forwarding.objects.filter(nomination__in=own.values("pk")).values("letter_id"))
        | Q(pk__in=Revocation.objects.filter(award__decision__movement_id__in=whole).values("paper_id"))
    )
    council_papers = Q(pk__in=Meeting.objects.filter(movement_id__in=whole).values("minutes_id")) | Q(
        pk__in=Meeting.objects.filter(movement_id__in=whole).values("count_record_id")
    )
    return Paper.objects.filter(owners | council_papers)


def authority_of(paper: Paper) -> int:
    """The key of the authority whose paper it is; 0 for one that belongs to no movement."""
    nominated = Nomination.objects.filter(Q(report=paper) | Q(dossier__paper=paper)).values("movement_id")
    met = UnitMeeting.objects.filter(Q(paper=paper) | Q(letter=paper)).values("movement_id")
    sat = Meeting.objects.filter(Q(minutes=paper) | Q(count_record=paper)).values("movement_id")
    sent = Forwarding.objects.filter(letter=paper).values("nomination__movement_id")
    taken_back = Revocation.objects.filter(paper=paper).values("award__decision__movement_id")
    owners = Q(plan_paper=paper)
    for keys in (nominated, met, sat, sent, taken_back):
        owners |= Q(pk__in=keys)
    for made in (Proposal, Decision, Review):
        owners |= Q(pk__in=made.objects.filter(paper=paper).values("movement_id"))
    return Movement.objects.filter(owners).values_list("authority_id", flat=True).first() or 0


def filed_at(paper: Paper) -> str:
    """The address of the step that files the signed copy of a paper; empty where the paper's own page does."""
    if decision := Decision.objects.filter(paper=paper).first():
        return reverse("commendation_decision", kwargs={"movement_id": decision.movement_id})
    if meeting := Meeting.objects.filter(minutes=paper).first():
        return reverse("council_minutes", args=(meeting.movement_id, meeting.pk))
    return ""


def _unit_meetings(viewer: Viewer) -> QuerySet[UnitMeeting]:
    units = covered_units(viewer, *READS_AUTHORITY, Role.UNIT_HEAD)
    return UnitMeeting.objects.filter(unit_id__in=units)
