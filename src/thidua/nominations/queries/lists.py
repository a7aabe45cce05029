"""Lists of meetings and nominations by viewer; sends and their differences; what waits and how far."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from thidua.engine.flow import Role
from thidua.engine.forwardings import State as ForwardingState
from thidua.engine.nominations import WITH_UNIT, State
from thidua.honours.models import Initiative
from thidua.movements import queries as movements
from thidua.movements.models import Movement
from thidua.nominations import choices
from thidua.nominations.models import Forwarding, Nomination, UnitMeeting
from thidua.organizations.models import Household, Membership, Person, Subject, Unit, UnitClosure, in_force
from thidua.organizations.permissions import Viewer
from thidua.organizations.queries import (
    READS_AUTHORITY,
    covered_units,
    membership_on,
    post_at,
    scored_units,
    workplace,
)
from thidua.scoring import queries as scoring

LIVE = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.APPRAISED)


def nominations_visible_to(viewer: Viewer) -> QuerySet[Nomination]:
    """All of the authority for its readers, those of the unit for its head, the own one for a member."""
    units = covered_units(viewer, *READS_AUTHORITY, Role.UNIT_HEAD)
    own = Person.objects.filter(user=viewer.user).values("subject_id")
    team = Movement.objects.filter(team__person__user=viewer.user).values("pk")
    rows = Nomination.objects.filter(Q(unit_id__in=units) | Q(subject_id__in=own) | Q(movement_id__in=team))
    return rows.select_related("subject", "unit__subject", "movement__authority__subject", "meeting")


def meetings_visible_to(viewer: Viewer) -> QuerySet[UnitMeeting]:
    """Unit meetings: all of the authority for its readers, the own unit's for its head and its members."""
    units = covered_units(viewer, *READS_AUTHORITY, Role.UNIT_HEAD, Role.MEMBER)
    team = Movement.objects.filter(team__person__user=viewer.user).values("pk")
    rows = UnitMeeting.objects.filter(Q(unit_id__in=units) | Q(movement_id__in=team))
    return rows.select_related("unit__subject", "movement__authority__subject", "paper", "letter")


def meeting_of(movement: Movement, unit: Unit) -> UnitMeeting | None:
    """The meeting of a unit in a movement."""
    return UnitMeeting.objects.filter(movement=movement, unit=unit).first()


def appraisal_list(
    viewer: Viewer, movement: Movement, *, state: str = "", text: str = ""
) -> QuerySet[Nomination]:
    """The nominations of a movement as the officer goes through them: by unit, collectives first, then by name."""
    rows = nominations_visible_to(viewer).filter(movement=movement)
    if state:
        rows = rows.filter(state=state)
    if text:
        rows = rows.filter(Q(subject__search__contains=text) | Q(unit__subject__search__contains=text))
    return rows.order_by("-subject__kind", "subject__sort_key", "pk")


def candidates_of(unit: Unit, on: date) -> QuerySet[Subject]:
    """Whom a unit may nominate: itself, the authority where it is its leadership, its people, its households."""
    below = UnitClosure.objects.filter(ancestor=unit)
    if unit.pk == unit.authority_id:  # the authority itself holds only its own people
        below = below.filter(depth=0)
    people = Membership.objects.filter(in_force(on), unit_id__in=below.values("descendant_id")).values(
        "person__subject_id"
    )
    households = Household.objects.filter(
        in_force(on, "valid_from", "valid_to"), unit_id__in=below.values("descendant_id")
    ).values("subject_id")
    own = [unit.subject_id]
    if unit.block == Unit.Block.LEADERSHIP and unit.authority is not None:
        own.append(unit.authority.subject_id)
    rows = Subject.objects.filter(Q(pk__in=own) | Q(pk__in=people) | Q(pk__in=households))
    return rows.order_by("-kind", "sort_key", "pk")


def initiatives_for(unit: Unit, on: date) -> QuerySet[Initiative]:
    """The initiatives on which a nomination of the unit may rest: those of its candidates that were applied."""
    rows = Initiative.objects.filter(subject__in=candidates_of(unit, on).order_by().values("pk")).exclude(
        level=Initiative.Level.PROPOSED
    )
    return rows.order_by("-proposed_on", "-pk")


def usual_merit(movement: Movement) -> str:
    """The merit as most nominations of a movement word it."""
    return f"Có thành tích xuất sắc trong {movements.movement_name(movement)}"


def snapshot_of(nomination: Nomination, on: date) -> dict[str, Any]:
    """What a sending holds, by the labels under which the page shows it."""
    meeting = nomination.meeting
    place = post_of(nomination.subject, nomination.unit, on)
    snapshot = {
        "Người hoặc tập thể được đề nghị": nomination.subject.name,
        "Chức vụ, đơn vị": place,
        "Hình thức": nomination.form,
        "Cấp khen": choices.LEVELS.get(nomination.level, nomination.level),
        "Thành tích": nomination.merit,
        "Số người đồng ý": str(nomination.votes_for),
    }
    if nomination.initiative is not None:
        snapshot["Sáng kiến làm căn cứ"] = nomination.initiative.title
    if meeting is not None:
        snapshot["Họp bình xét"] = (
            f"ngày {meeting.held_on:%d/%m/%Y}, có mặt {meeting.members_present}/{meeting.members_total}"
        )
    papers = [
        f"{item.title} [{(item.file.sha256 if item.file else _print_of(item.paper))[:12]}]"
        for item in nomination.dossier.select_related("file", "paper").order_by("kind", "pk")
    ]
    snapshot["Giấy tờ trong hồ sơ"] = "; ".join(papers) or "chưa có"
    return snapshot


def _print_of(paper: Any) -> str:
    """What tells one version of a paper made here from the next."""
    return f"{paper.made_at:%d%m%Y%H%M%S}" if paper is not None else ""


def post_of(subject: Subject, unit: Unit, on: date) -> str:
    """Position and unit of a person on a day; the body above a collective; the village of a household."""
    if subject.kind == Subject.Kind.HOUSEHOLD:
        return subject.household.unit.name
    if subject.kind != Subject.Kind.PERSON:
        above = unit.authority if unit.authority is not None and unit.authority_id != unit.pk else unit
        return above.name
    membership = membership_on(subject.person, on)
    return post_at(membership.position, workplace(membership.unit)) if membership else workplace(unit)


def differences(nomination: Nomination, on: date) -> list[dict[str, str]]:
    """What changed: the present (where it may still change) or the last sending against the one before it."""
    sends = list(nomination.sends.order_by("-number")[:2])
    open_now = nomination.state in WITH_UNIT
    if open_now and sends:
        new, old = snapshot_of(nomination, on), sends[0].snapshot
    elif len(sends) > 1:
        new, old = sends[0].snapshot, sends[1].snapshot
    else:
        return []
    labels = [*new, *(label for label in old if label not in new)]
    return [
        {"label": label, "before": old.get(label, "–"), "after": new.get(label, "–")}
        for label in labels
        if old.get(label) != new.get(label)
    ]


def without_sheet(viewer: Viewer, movement: Movement) -> QuerySet[Nomination]:
    """Nominated people who have no score sheet yet, where the scoring has a criteria set for individuals."""
    campaign = scoring.campaign_of(movement)
    rows = nominations_visible_to(viewer).filter(movement=movement)
    if campaign is None or campaign.individual_set_id is None:
        return rows.none()
    scored = campaign.sheets.values("subject_id")
    return rows.filter(subject__kind=Subject.Kind.PERSON, state__in=LIVE).exclude(subject_id__in=scored)


def todo(viewer: Viewer, movement: Movement) -> list[dict[str, Any]]:
    """What waits for the viewer at step 7."""
    if movement.state != "launched":
        return []
    rows: list[dict[str, Any]] = []
    visible = nominations_visible_to(viewer).filter(movement=movement)
    unscored = without_sheet(viewer, movement)
    if Role.UNIT_HEAD in viewer.roles:
        headed = [unit_id for role, unit_id in viewer.grants if role is Role.UNIT_HEAD]
        own = Q(unit_id__in=UnitClosure.objects.filter(ancestor_id__in=headed).values("descendant_id"))
        rows += [
            {
                "text": f"Mở phiếu chấm điểm của {nomination.subject}",
                "url": reverse("nominations_sheet", args=(movement.pk, nomination.pk)),
                "due": None,
                "whose": nomination.unit.name,
                "label": "Mở phiếu",
            }
            for nomination in unscored.filter(own)
        ]
        for nomination in visible.filter(own, state__in=WITH_UNIT):
            returned = nomination.state == State.RETURNED
            rows.append(
                {
                    "text": f"{'Hoàn thiện' if returned else 'Gửi'} hồ sơ đề nghị khen {nomination.subject}",
                    "url": reverse("nominations_nomination", args=(movement.pk, nomination.pk)),
                    "due": nomination.due_on if returned else None,
                    "whose": nomination.unit.name,
                    "label": "Hoàn thiện" if returned else "Gửi",
                }
            )
    if viewer.holds(Role.OFFICER, movement.authority_id):
        if number := unscored.count():
            rows.append(
                {
                    "text": f"Mở phiếu chấm điểm cho {number:02d} cá nhân được đề nghị",
                    "url": reverse("nominations_list", args=(movement.pk,)),
                    "due": None,
                    "whose": "Đơn vị, cơ quan thường trực",
                    "label": "Mở phiếu",
                }
            )
        waiting = visible.filter(state=State.SUBMITTED).count()
        if waiting:
            rows.append(
                {
                    "text": f"Thẩm định {waiting} hồ sơ đề nghị khen thưởng",
                    "url": f"{reverse('nominations_list', args=(movement.pk,))}?state={State.SUBMITTED.value}",
                    "due": None,
                    "whose": "Cơ quan thường trực",
                    "label": "Thẩm định",
                }
            )
        rows += [
            {
                "text": f"Hoàn thiện, trình lại hồ sơ cấp trên trả lại: {row.nomination.subject}",
                "url": reverse("nominations_nomination", args=(movement.pk, row.nomination_id)),
                "due": row.due_on,
                "whose": "Cơ quan thường trực",
                "label": "Mở hồ sơ",
            }
            for row in _to_send_again(movement)
        ]
    return rows


def _to_send_again(movement: Movement) -> QuerySet[Forwarding]:
    """What the level above returned last of each dossier that is not on its way again, withdrawn or settled here."""
    later = Forwarding.objects.filter(nomination=OuterRef("nomination"), pk__gt=OuterRef("pk"))
    rows = Forwarding.objects.filter(
        ~Exists(later),
        nomination__movement=movement,
        nomination__state__in=(State.APPRAISED.value, State.FORWARDED.value),
        state=ForwardingState.RETURNED.value,
    )
    return rows.select_related("nomination__subject").order_by("pk")


def progress(movement: Movement) -> dict[str, Any]:
    """How many scored units have held their meeting."""
    scored = scored_units(movement.authority, movement.reckoned_on)
    done = movement.unit_meetings.filter(unit__in=scored.order_by().values("pk")).count()
    total = scored.count()
    return {"done": done, "total": total, "due": None, "text": f"{done}/{total} đơn vị"}


def numbers(movement: Movement) -> dict[str, int]:
    """How many nominations, by state and by what the appraisal found."""
    rows = Nomination.objects.filter(movement=movement)
    by_state = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    return {
        "all": rows.exclude(state=State.WITHDRAWN).count(),
        "collective": rows.exclude(state=State.WITHDRAWN).filter(subject__kind="unit").count(),
        "individual": rows.exclude(state=State.WITHDRAWN).filter(subject__kind="person").count(),
        "household": rows.exclude(state=State.WITHDRAWN).filter(subject__kind="household").count(),
        "eligible": rows.filter(eligible=True).count(),
        "not_eligible": rows.filter(verdict="not_eligible").count(),
        **{state.value: by_state.get(state.value, 0) for state in State},
    }
