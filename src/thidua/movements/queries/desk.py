"""What waits for somebody in the first four steps, and how far each of them is."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from thidua.engine.flow import Role
from thidua.engine.movements import State
from thidua.movements.models import Delivery, Movement, Registration
from thidua.movements.queries.figures import standing
from thidua.movements.queries.launch import deliveries_visible_to
from thidua.movements.queries.registrations import is_late, registrations_visible_to, units_without_list
from thidua.movements.queries.tasks import SOON_DAYS, checks_visible_to, overdue, tasks_visible_to
from thidua.organizations.models import Unit
from thidua.organizations.permissions import Viewer
from thidua.organizations.queries import covered_units

Todo = dict[str, Any]
_MANY = 3


def progress(movement: Movement, on: date | None = None) -> dict[str, dict[str, Any]]:
    """The steps ``plan``, ``launch``, ``register``, ``do``: done of total, due day, a few words, the page's address.

    Without a day nothing counts as overdue.
    """
    told = standing(movement, on or date.min)
    items, seen = movement.items.aggregate(
        all=Count("pk"), seen=Count("pk", filter=Q(confirmed=True))
    ).values()
    drafting = movement.state == State.DRAFT.value
    launched = movement.launched_on is not None
    key = {"movement_id": movement.pk}
    return {
        "plan": _step(
            seen if drafting else items,
            items,
            None,
            f"{seen}/{items} mục" if drafting and items else "",
            reverse("movement_plan", kwargs=key),
            finished=not drafting,
        ),
        "launch": _step(
            int(launched),
            1,
            None,
            f"{movement.launched_on:%d/%m}" if movement.launched_on else "",
            reverse("movement_launch", kwargs=key),
            finished=launched,
        ),
        "register": _step(
            told["lists_accepted"],
            told["units"],
            movement.registration_due,
            f"{told['lists_accepted']}/{told['units']} đơn vị" if launched else "",
            reverse("movement_registrations", kwargs=key),
            finished=bool(told["units"]) and told["lists_accepted"] >= told["units"],
        ),
        "do": _step(
            told["tasks_done"],
            told["tasks"],
            movement.ends_on,
            _do_text(told, on),
            reverse("movement_tasks", kwargs=key),
            finished=bool(told["tasks"]) and told["tasks_done"] == told["tasks"],
        ),
    }


def _step(done: int, total: int, due: date | None, text: str, url: str, *, finished: bool) -> dict[str, Any]:
    return {"done": done, "total": total, "due": due, "text": text, "url": url, "finished": finished}


def _do_text(told: dict[str, int], on: date | None) -> str:
    if not told["tasks"]:
        return ""
    late = f", quá hạn {told['tasks_overdue']}" if on and told["tasks_overdue"] else ""
    return f"{told['tasks_done']}/{told['tasks']} việc{late}"


def todo(viewer: Viewer, movement: Movement) -> list[Todo]:
    """What waits for this account in the first four steps: text, url, due, whose, label."""
    roles = viewer.roles_in(movement.authority_id)
    found: list[Todo] = []
    if Role.OFFICER in roles:
        found += _for_officer(viewer, movement)
    if Role.CHAIRPERSON in roles:
        found += _for_chair(movement)
    if Role.CLERK in roles and Role.OFFICER not in roles:
        found += _number(movement)
    found += _own_reading(viewer, movement)
    found += _for_units(viewer, movement)
    return found


def _todo(
    text: str, name: str, movement: Movement, *, label: str, due: date | None = None, whose: str = ""
) -> Todo:
    url = reverse(name, kwargs={"movement_id": movement.pk})
    return {"text": text, "url": url, "due": due, "whose": whose, "label": label}


def _number(movement: Movement) -> list[Todo]:
    if (
        movement.state == State.PLAN_CONFIRMED.value
        and movement.plan_paper_id is None
        and not movement.plan_number
    ):
        return [_todo("Lấy số, ban hành kế hoạch", "movement_plan_issue", movement, label="Ban hành")]
    return []


def _for_officer(viewer: Viewer, movement: Movement) -> list[Todo]:
    if movement.state == State.DRAFT.value:
        left = movement.items.filter(confirmed=False).count()
        more = f", còn {left:02d} mục chưa xác nhận" if left else ""
        return [_todo(f"Đối chiếu, xác nhận kế hoạch{more}", "movement_plan", movement, label="Đối chiếu")]
    found = _number(movement)
    if movement.state == State.PLAN_CONFIRMED.value:
        found.append(
            _todo(
                "Trình Chủ tịch phát động phong trào",
                "movement_launch",
                movement,
                label="Trình phát động",
            )
        )
    if movement.state != State.LAUNCHED.value:
        return found
    if not Delivery.objects.filter(movement=movement).exists():
        found.append(
            _todo("Gửi kế hoạch đến đơn vị, cá nhân", "movement_deliveries", movement, label="Gửi kế hoạch")
        )
    waiting = Registration.objects.filter(movement=movement, state="submitted").count()
    if waiting:
        found.append(
            _todo(f"Xem {waiting:02d} bản đăng ký vừa gửi", "movement_registrations", movement, label="Xem")
        )
    missing = units_without_list(movement, viewer.on)
    due = movement.registration_due
    if missing and due and due < viewer.on:
        text = f"Nhắc {len(missing):02d} đơn vị chưa gửi bản đăng ký"
        found.append(_todo(text, "movement_registrations", movement, label="Xem", due=due))
    late = overdue(movement, viewer.on)
    count = late.count()
    if count:
        first = late.first()
        found.append(
            _todo(
                f"Đôn đốc {count:02d} nhiệm vụ quá hạn",
                "movement_task_reminders",
                movement,
                label="Soạn văn bản",
                due=first.due_on if first else None,
            )
        )
    return found


def _for_chair(movement: Movement) -> list[Todo]:
    if movement.state == State.PLAN_CONFIRMED.value:
        return [
            _todo("Phát động phong trào", "movement_launch", movement, label="Phát động", whose="Chủ tịch")
        ]
    late = Registration.objects.filter(movement=movement, state="submitted", late=True).count()
    if late and movement.state == State.LAUNCHED.value:
        text = f"Quyết định {late:02d} bản đăng ký gửi muộn"
        return [_todo(text, "movement_registrations", movement, label="Xem", whose="Chủ tịch")]
    return []


def _own_reading(viewer: Viewer, movement: Movement) -> list[Todo]:
    person = viewer.person
    if person is None:
        return []
    mine = deliveries_visible_to(viewer, movement).filter(subject_id=person.subject_id, read_at__isnull=True)
    if mine.exists():
        return [
            _todo(
                "Đọc kế hoạch và xác nhận đã đọc", "movement_deliveries", movement, label="Đọc", whose="Tôi"
            )
        ]
    return []


def _for_units(viewer: Viewer, movement: Movement) -> list[Todo]:
    if movement.state != State.LAUNCHED.value:
        return []
    headed = list(
        Unit.objects.filter(authority_id=movement.authority_id, scored=True)
        .filter(pk__in=covered_units(viewer, Role.UNIT_HEAD))
        .select_related("subject")
        .order_by("pk")[:_MANY]
    )
    if not headed:
        return []
    lists = {row.unit_id: row for row in registrations_visible_to(viewer, movement)}
    found = []
    for unit in headed:
        row = lists.get(unit.pk)
        if row is None or row.state in {"draft", "returned", "recalled"}:
            returned = row is not None and row.state == "returned"
            text = "Sửa và gửi lại bản đăng ký thi đua" if returned else "Đăng ký thi đua của đơn vị"
            due = (row.due_on if row else None) or movement.registration_due
            url = reverse("movement_registration", kwargs={"movement_id": movement.pk, "unit_id": unit.pk})
            if row is not None and is_late(row, viewer.on):
                text += " (muộn)"
            found.append({"text": text, "url": url, "due": due, "whose": unit.name, "label": "Đăng ký"})
    soon = date.fromordinal(viewer.on.toordinal() + SOON_DAYS)
    units = [unit.pk for unit in headed]
    due_tasks = tasks_visible_to(viewer, movement).filter(state="open", due_on__lte=soon, lead_id__in=units)
    for task in due_tasks.order_by("due_on", "pk")[: 2 * _MANY]:
        url = reverse("movement_task", kwargs={"movement_id": movement.pk, "task_id": task.pk})
        found.append(
            {
                "text": task.text,
                "url": url,
                "due": task.due_on,
                "whose": task.lead.name,
                "label": "Báo tiến độ",
            }
        )
    open_checks = checks_visible_to(viewer, movement).filter(
        unit_id__in=units, remedied_on__isnull=True, remedy_due__isnull=False
    )
    found += [
        {
            "text": "Khắc phục tồn tại qua kiểm tra",
            "url": reverse("movement_check", kwargs={"movement_id": movement.pk, "check_id": check.pk}),
            "due": check.remedy_due,
            "whose": check.unit.name,
            "label": "Báo khắc phục",
        }
        for check in open_checks[:_MANY]
    ]
    return found
