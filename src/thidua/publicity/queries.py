"""Radio scripts, the broadcast log, exemplars, and what the public page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from thidua.commendations.models import Award
from thidua.commendations.queries import public_awards
from thidua.council import queries as council
from thidua.engine import publicity as flow
from thidua.engine.decisions import IN_FORCE
from thidua.engine.flow import Role
from thidua.movements import queries as movements
from thidua.movements.models import Movement
from thidua.nominations.models import Nomination
from thidua.organizations.models import Person, Subject, Unit, in_force
from thidua.organizations.permissions import Viewer
from thidua.organizations.queries import authorities_visible_to, membership_on, posts_of
from thidua.publicity.models import Broadcast, Exemplar, Script
from thidua.scoring.models import Sheet


def scripts_visible_to(viewer: Viewer) -> QuerySet[Script]:
    """Scripts of the authorities in which the viewer has a part."""
    return Script.objects.filter(movement__authority__in=authorities_visible_to(viewer)).select_related(
        "movement"
    )


def broadcasts_visible_to(viewer: Viewer) -> QuerySet[Broadcast]:
    """The broadcast log of the authorities in which the viewer has a part."""
    return Broadcast.objects.filter(
        script__movement__authority__in=authorities_visible_to(viewer)
    ).select_related("script__movement")


def exemplars_visible_to(viewer: Viewer) -> QuerySet[Exemplar]:
    """Exemplars of the authorities in which the viewer has a part."""
    return Exemplar.objects.filter(movement__authority__in=authorities_visible_to(viewer)).select_related(
        "subject", "unit__subject", "movement"
    )


def public_movements() -> QuerySet[Movement]:
    """Movements that the public may read of: launched ones, the newest first."""
    rows = Movement.objects.filter(state__in=("launched", "closed"))
    return rows.select_related("authority__subject", "plan_paper").order_by("-starts_on", "-pk")


def public_page(movement: Movement) -> dict[str, Any]:
    """What anybody may read: the plan's outline, who was awarded, approved exemplars.

    Of an award only name, title, position, unit, merit and form; no score, no birth day, no telephone number. Of a
    secret ballot how many papers were counted and the digest of its list, which names members and is handed out.
    """
    outline: dict[str, list[str]] = {"purpose": [], "participant": [], "content": [], "target": []}
    items = movement.items.filter(kind__in=outline).order_by("order", "pk")
    for kind, text in items.values_list("kind", "text"):
        outline[kind].append(text)
    awards = public_awards(movement).select_related("decision__paper", "subject")
    exemplars = Exemplar.objects.filter(movement=movement, approved_at__isnull=False)
    return {
        "movement": movement,
        "outline": outline,
        "awards": [
            {
                "form": award.form,
                "collective": award.subject.kind == Subject.Kind.UNIT,
                "name": f"{award.title} {award.name}".strip(),
                "post": ", ".join(part for part in (award.position, award.unit_name) if part),
                "merit": award.merit,
                "decision": award.decision,
            }
            for award in awards
        ],
        "secret_counts": council.public_counts(movement),
        "exemplars": [
            {
                "name": row.subject.name,
                "unit": "" if row.subject.kind == Subject.Kind.UNIT else row.unit.name,
                "story": row.story,
            }
            for row in exemplars.select_related("subject", "unit__subject").order_by("found_on", "pk")
        ],
    }


@dataclass(frozen=True, slots=True)
class Proposed:
    """A subject that the results suggest as an exemplar: the unit it stands in, and why."""

    subject: Subject
    unit: Unit
    why: str
    from_award: bool


def proposals(movement: Movement) -> list[Proposed]:
    """Subjects that the results suggest as exemplars: the awarded, then the units with the best final scores.

    Those that stand in the list already are left out. What is told of them is the merit of the dossier, never a score.
    """
    known = set(Exemplar.objects.filter(movement=movement).values_list("subject_id", flat=True))
    found: dict[int, Proposed] = {}
    awards = Award.objects.filter(decision__movement=movement, cancelled_on__isnull=True)
    issued = awards.filter(decision__state__in=IN_FORCE).order_by("order")
    for award in issued.select_related("subject", "nomination__unit__subject"):
        found[award.subject_id] = Proposed(award.subject, award.nomination.unit, award.merit, from_award=True)
    merits = dict(
        Nomination.objects.filter(movement=movement).exclude(merit="").values_list("subject_id", "merit")
    )
    best = Sheet.objects.filter(campaign__movement=movement, state="finalized", subject__kind="unit")
    for sheet in best.select_related("subject", "unit__subject").order_by("-final_total")[:BEST]:
        why = merits.get(sheet.subject_id, "")
        found.setdefault(sheet.subject_id, Proposed(sheet.subject, sheet.unit, why, from_award=False))
    return [row for key, row in found.items() if key not in known]


def proposed_exemplars(movement: Movement) -> list[tuple[Subject, str]]:
    """``proposals`` that come with a merit to tell, as subject and merit."""
    return [(row.subject, row.why) for row in proposals(movement) if row.why]


def numbers(movement: Movement, until: date | None = None) -> dict[str, Any]:
    """Figures for the reports: scripts by state, broadcasts, minutes, exemplars."""
    log = Broadcast.objects.filter(script__movement=movement)
    exemplars = Exemplar.objects.filter(movement=movement)
    if until is not None:
        log, exemplars = log.filter(on__lte=until), exemplars.filter(found_on__lte=until)
    rows = list(log)
    counts = exemplars.aggregate(all=Count("pk"), approved=Count("pk", filter=Q(approved_at__isnull=False)))
    return {
        "scripts": Script.objects.filter(movement=movement).count(),
        "broadcasts": len(rows),
        "told": len({row.script_id for row in rows}),
        "minutes": sum(row.minutes for row in rows),
        "incidents": sum(bool(row.incident) for row in rows),
        "exemplars": counts["all"],
        "exemplars_told": counts["approved"],
    }


def next_topic(movement: Movement, on: date) -> str:
    """The topic that the year asks for and no script tells yet, or nothing.

    Launch and contents after the launch; the registration once its day is over; the interim results from the middle
    of the period; the awards once the decision is issued; approved exemplars that nobody told yet.
    """
    if movement.state != "launched":
        return ""
    told = set(Script.objects.filter(movement=movement).values_list("topic", flat=True))
    starts, ends = movement.starts_on, movement.ends_on
    middle = starts + (ends - starts) / 2 if starts and ends else None
    wanted = [
        ("launch", True),
        ("contents", movement.items.filter(kind="content").exists()),
        ("registration", movement.registration_due is not None and movement.registration_due < on),
        ("interim", middle is not None and middle <= on and (ends is None or on <= ends)),
        ("result", public_awards(movement).exists()),
    ]
    for topic, due in wanted:
        if due and topic not in told:
            return topic
    return "exemplar" if untold_exemplars(movement).exists() else ""


def untold_exemplars(movement: Movement) -> QuerySet[Exemplar]:
    """Approved exemplars of whom no script tells yet."""
    scripts = Script.objects.filter(exemplar=OuterRef("pk"))
    rows = Exemplar.objects.filter(movement=movement, approved_at__isnull=False)
    return rows.exclude(Exists(scripts)).select_related("subject", "unit__subject").order_by("found_on", "pk")


def told_exemplars(movement: Movement) -> set[int]:
    """The keys of the exemplars of whom a script tells."""
    rows = Script.objects.filter(movement=movement, exemplar__isnull=False)
    return set(rows.values_list("exemplar_id", flat=True))


def subject_choices(movement: Movement, on: date) -> list[tuple[str, list[tuple[int, str]]]]:
    """Whom one may enter as an exemplar: units and people of the authority at work on a day, not in the list yet."""
    known = set(Exemplar.objects.filter(movement=movement).values_list("subject_id", flat=True))
    units = Unit.objects.filter(in_force(on, "valid_from", "valid_to"), authority=movement.authority)
    people = list(
        Person.objects.filter(authority=movement.authority)
        .select_related("subject")
        .order_by("subject__sort_key", "pk")
    )
    posts = posts_of(people, on)
    return [
        (
            "Tập thể",
            [
                (unit.subject_id, unit.name)
                for unit in units.select_related("subject").order_by("subject__sort_key", "pk")
                if unit.subject_id not in known
            ],
        ),
        (
            "Cá nhân",
            [
                (person.subject_id, f"{person.name}, {posts[person.pk].unit.name}")
                for person in people
                if person.pk in posts and person.subject_id not in known
            ],
        ),
    ]


def unit_of(subject: Subject, on: date) -> Unit | None:
    """The unit itself, or the unit where a person works on a day."""
    if subject.kind == Subject.Kind.UNIT:
        return subject.unit
    if subject.kind == Subject.Kind.HOUSEHOLD:
        return subject.household.unit
    post = membership_on(subject.person, on)
    return post.unit if post else None


def counted(topic: str, movement: Movement, on: date) -> dict[str, int]:
    """The figures that the script of a topic tells."""
    if topic not in {"registration", "interim"}:
        return {}
    told = movements.numbers(movement, on)
    if topic == "registration":
        return {"units": told["units_registered"], "people": told["people_registered"]}
    return {"done": told["tasks_done"], "planned": told["tasks"], "overdue": told["tasks_overdue"]}


TOPIC_NAMES: Final = {
    "launch": "Phát động phong trào",
    "contents": "Nội dung thi đua",
    "registration": "Kết quả đăng ký",
    "interim": "Kết quả giữa kỳ",
    "exemplar": "Gương điển hình",
    "result": "Kết quả khen thưởng",
    "other": "Chủ đề khác",
}
BEST: Final = 3
"""How many of the best units the results suggest."""
OWN_STATES: Final = {
    flow.State.DRAFT.value: ("Gửi duyệt bản tin", "Gửi duyệt"),
    flow.State.RETURNED.value: ("Sửa bản tin bị trả lại", "Sửa bản tin"),
}


def todo(viewer: Viewer, movement: Movement) -> list[dict[str, Any]]:
    """What waits: approve (chairperson; the officer may record it), broadcast what is due, write the next topic."""
    roles = viewer.roles_in(movement.authority_id)
    found: list[dict[str, Any]] = []
    if roles & {Role.CHAIRPERSON, Role.OFFICER}:
        found += _to_approve(movement, chair=Role.CHAIRPERSON in roles)
    if Role.PUBLICITY in roles:
        found += _to_tell(viewer, movement)
    return found


def _to_approve(movement: Movement, *, chair: bool) -> list[dict[str, Any]]:
    label = "Xem và duyệt" if chair else "Ghi nhận đã duyệt"
    waiting = Script.objects.filter(movement=movement, state=flow.State.SUBMITTED)
    found = [
        {
            "text": f"Duyệt bản tin số {script.number}: {script.title}",
            "url": reverse("publicity_script", args=(movement.pk, script.pk)),
            "due": script.planned_on,
            "whose": "Chủ tịch",
            "label": label,
        }
        for script in waiting
    ]
    rows = Exemplar.objects.filter(movement=movement, approved_at__isnull=True).select_related("subject")
    found += [
        {
            "text": f"Duyệt gương điển hình: {row.subject.name}",
            "url": reverse("publicity_exemplar_approve", args=(movement.pk, row.pk)),
            "due": None,
            "whose": "Chủ tịch",
            "label": label,
        }
        for row in rows
    ]
    return found


def _to_tell(viewer: Viewer, movement: Movement) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    open_ = Script.objects.filter(movement=movement).exclude(
        state__in=(flow.State.BROADCAST, flow.State.SUBMITTED)
    )
    for script in open_:
        url = reverse("publicity_script", args=(movement.pk, script.pk))
        named = f"số {script.number}: {script.title}"
        if script.state in OWN_STATES:
            verb, label = OWN_STATES[script.state]
        elif script.planned_on <= viewer.on:
            verb, label = "Phát bản tin", "Phát"
        else:
            continue
        row = {"text": f"{verb} {named}", "url": url, "due": script.planned_on, "whose": script.editor}
        found.append(row | {"label": label})
    topic = next_topic(movement, viewer.on)
    if topic:
        url = f"{reverse('publicity_script_write', args=(movement.pk,))}?chu-de={topic}"
        text = f"Soạn bản tin: {TOPIC_NAMES[topic].lower()}"
        found.append({"text": text, "url": url, "due": None, "whose": "", "label": "Soạn bản tin"})
    return found


def progress(movement: Movement) -> dict[str, dict[str, Any]]:
    """How far the step ``tell`` is: scripts broadcast out of those written."""
    counts = Script.objects.filter(movement=movement).aggregate(
        all=Count("pk"), done=Count("pk", filter=Q(state="broadcast"))
    )
    text = f"Đã phát {counts['done']}/{counts['all']}" if counts["all"] else ""
    return {"tell": {"done": counts["done"], "total": counts["all"], "due": None, "text": text}}
