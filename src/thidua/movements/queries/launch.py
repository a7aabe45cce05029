"""Before and after the launch: what is missing, who got the plan, who read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from thidua.engine.flow import Role
from thidua.engine.movements import State
from thidua.movements.models import Delivery, Movement, PlanItem, TeamMember
from thidua.movements.queries.contradictions import contradictions
from thidua.organizations.models import Membership, Unit, in_force
from thidua.organizations.permissions import Viewer
from thidua.organizations.queries import READS_AUTHORITY, covered_units, scored_units, users_with_role
from thidua.regulations import queries as regulations

_FEW = 5


class Checked(NamedTuple):
    """One line of the checklist: a warning unless ``blocking``; ``url`` is where it is put right."""

    code: str
    ok: bool
    blocking: bool
    sentence: str
    url: str


def launch_checklist(movement: Movement, on: date) -> list[Checked]:
    """What a launch needs, in the order of the work. Only a plan blocks: 06/2022/QH15, art. 17 asks for it first."""
    plan = reverse("movement_plan", kwargs={"movement_id": movement.pk})
    issue = reverse("movement_plan_issue", kwargs={"movement_id": movement.pk})
    tasks = reverse("movement_tasks", kwargs={"movement_id": movement.pk})
    counted = dict(
        PlanItem.objects.filter(movement=movement).values_list("kind").annotate(count=Count("pk")).order_by()
    )
    unseen = PlanItem.objects.filter(movement=movement, confirmed=False).count()
    confirmed = movement.state != State.DRAFT.value
    kinds = PlanItem.Kind
    lines = [
        Checked(
            "plan_confirmed",
            confirmed,
            True,
            "Kế hoạch đã được xác nhận."
            if confirmed
            else "Kế hoạch chưa được xác nhận: hãy đối chiếu rồi xác nhận.",
            plan,
        ),
        _line(
            "period",
            bool(movement.starts_on and movement.ends_on),
            f"Thời gian: {_day(movement.starts_on)} đến {_day(movement.ends_on)}.",
            "Kế hoạch chưa có thời gian bắt đầu, kết thúc.",
            plan,
        ),
        *_directory_lines(movement, on),
        _line(
            "participants",
            bool(counted.get(kinds.PARTICIPANT)),
            "Đã nêu đối tượng tham gia.",
            "Kế hoạch chưa nêu đối tượng tham gia.",
            plan,
        ),
        _line(
            "contents",
            bool(counted.get(kinds.CONTENT)),
            f"Đã nêu {counted.get(kinds.CONTENT, 0):02d} nội dung thi đua.",
            "Kế hoạch chưa nêu nội dung thi đua.",
            plan,
        ),
        _line(
            "standards",
            bool(counted.get(kinds.STANDARD)),
            f"Đã có {counted.get(kinds.STANDARD, 0):02d} tiêu chuẩn khen thưởng.",
            "Kế hoạch chưa có tiêu chuẩn khen thưởng: không có gì để đối chiếu khi xét.",
            plan,
        ),
        _line(
            "quotas",
            bool(counted.get(kinds.QUOTA)),
            f"Đã có {counted.get(kinds.QUOTA, 0):02d} mức số lượng khen thưởng.",
            "Kế hoạch chưa nêu số lượng khen thưởng: Hội đồng sẽ chọn không giới hạn.",
            plan,
        ),
        _line(
            "criteria",
            bool(counted.get(kinds.CRITERION)),
            "Kế hoạch có thang điểm kèm theo.",
            "Kế hoạch không kèm thang điểm: bộ tiêu chí sẽ chọn ở bước Chấm điểm.",
            plan,
        ),
        _line(
            "registration_due",
            movement.registration_due is not None,
            f"Hạn đăng ký thi đua: {_day(movement.registration_due)}.",
            "Chưa có hạn đăng ký thi đua: bản gửi trước khi phong trào kết thúc đều coi là đúng hạn.",
            plan,
        ),
        _line(
            "plan_number",
            movement.plan_paper_id is not None or bool(movement.plan_number),
            f"Kế hoạch số {movement.plan_number}.",
            "Kế hoạch chưa có số, ngày ban hành.",
            issue,
        ),
        _line(
            "tasks",
            movement.tasks.exists(),
            "Đã có nhiệm vụ theo lĩnh vực.",
            "Chưa có nhiệm vụ nào; có thể nhập từ phụ lục kế hoạch năm, trước hoặc sau khi phát động.",
            tasks,
        ),
        _line(
            "looked_at",
            unseen == 0,
            "Mọi mục của kế hoạch đã được xem và xác nhận.",
            f"Còn {unseen:02d} mục đọc từ tệp chưa ai xác nhận.",
            plan,
        ),
    ]
    found = contradictions(movement)
    lines += [_line(one.code, False, "", one.sentence, f"{plan}#mau-thuan") for one in found]
    return lines


def may_launch_now(checklist: list[Checked]) -> bool:
    """Whether nothing that blocks is open."""
    return all(line.ok for line in checklist if line.blocking)


def _directory_lines(movement: Movement, on: date) -> list[Checked]:
    units = list(scored_units(movement.authority, on))
    people = Membership.objects.filter(in_force(on), unit__authority=movement.authority)
    headed = set(people.filter(head=True).values_list("unit_id", flat=True))
    headless = [unit.name for unit in units if unit.pk not in headed]
    count = people.values("person_id").distinct().count()
    more = f" và {len(headless) - _FEW} đơn vị khác" if len(headless) > _FEW else ""
    chaired = (
        movement.authority_id in headed or users_with_role(Role.CHAIRPERSON, movement.authority, on).exists()
    )
    return [
        _line(
            "units",
            bool(units),
            f"Danh bạ có {len(units):02d} đơn vị tham gia.",
            "Danh bạ chưa có đơn vị nào tham gia. Hãy nhập đơn vị trước.",
            "",
        ),
        _line(
            "people",
            count > 0,
            f"Danh bạ có {count:02d} người.",
            "Danh bạ chưa có ai. Hãy nhập danh sách cán bộ, công chức, viên chức.",
            "",
        ),
        _line(
            "heads",
            not headless,
            "Đơn vị nào cũng có người đứng đầu.",
            f"Chưa rõ người đứng đầu của: {', '.join(headless[:_FEW])}{more}.",
            "",
        ),
        _line(
            "chairperson",
            chaired,
            "Đã có Chủ tịch trong danh bạ.",
            "Danh bạ chưa ghi Chủ tịch: người đứng đầu phát động phong trào "
            f"({regulations.law_of(movement.authority_id).article_of('launch', on)}).",
            "",
        ),
    ]


def _line(code: str, ok: bool, good: str, missing: str, url: str) -> Checked:  # noqa: FBT001 - a row of a table
    return Checked(code, ok, False, good if ok else missing, url)


def _day(on: date | None) -> str:
    return f"{on:%d/%m/%Y}" if on else "chưa rõ"


def deliveries_visible_to(viewer: Viewer, movement: Movement | None = None) -> QuerySet[Delivery]:
    """Deliveries of the whole authority for its readers, of the own unit for a head, the own one for everybody."""
    units = covered_units(viewer, *READS_AUTHORITY, Role.UNIT_HEAD)
    person = viewer.person
    mine = Q(unit_id__in=units)
    if person is not None:
        mine |= Q(subject_id=person.subject_id)
    rows = Delivery.objects.filter(mine)
    if movement is not None:
        rows = rows.filter(movement=movement)
    return rows.select_related("subject", "unit__subject", "movement__authority__subject", "signed_list")


@dataclass(frozen=True, slots=True)
class UnitReading:
    """How many of a unit got the plan and how many read it."""

    unit: Unit
    sent: int
    read: int


def reading_by_unit(movement: Movement) -> list[UnitReading]:
    """For each unit that got the plan; two queries."""
    rows = (
        Delivery.objects.filter(movement=movement)
        .values("unit_id")
        .annotate(sent=Count("pk"), read=Count("pk", filter=Q(read_at__isnull=False)))
        .order_by("unit_id")
    )
    told = {row["unit_id"]: row for row in rows}
    units = Unit.objects.filter(pk__in=told).select_related("subject").order_by("pk")
    return [UnitReading(unit, told[unit.pk]["sent"], told[unit.pk]["read"]) for unit in units]


def team(movement: Movement) -> QuerySet[TeamMember]:
    """The appraisal team, its lead first."""
    rows = TeamMember.objects.filter(movement=movement).select_related("person__subject", "person__user")
    return rows.order_by("-lead", "person__subject__sort_key", "pk")
