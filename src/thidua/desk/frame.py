"""The frame of every page: whose office, which menu, which banners. The number of its queries is fixed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from thidua.accounts.models import User
from thidua.base import clock
from thidua.desk import queries, start
from thidua.engine.flow import Role
from thidua.movements import queries as movements
from thidua.movements.models import Movement
from thidua.organizations.choices import ROLES
from thidua.organizations.permissions import Viewer

FIRST = (
    Role.CHAIRPERSON,
    Role.OFFICER,
    Role.COUNCIL,
    Role.UNIT_HEAD,
    Role.PUBLICITY,
    Role.CLERK,
    Role.ACCOUNTANT,
    Role.INSPECTOR,
    Role.ADMIN,
    Role.MEMBER,
)
"""Of several roles the first of these is told below the name."""
KEEPERS = {Role.OFFICER, Role.CHAIRPERSON, Role.ADMIN, Role.INSPECTOR, Role.UNIT_HEAD}
READERS_OF_JOURNAL = {Role.OFFICER, Role.CHAIRPERSON, Role.ADMIN, Role.INSPECTOR}
READERS_OF_LAW = {*READERS_OF_JOURNAL, Role.ACCOUNTANT}
_ALSO_AT = {
    "unit_list": ("person_list", "household_list", "role_list"),
    "grading_list": ("initiative_list", "discipline_list", "absence_list"),
}
"""A place of the menu -> the lists that its tabs lead to."""


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``frame`` for the layout, ``steps`` and ``here`` for pages of a movement."""
    user = getattr(request, "user", None)
    shown: dict[str, Any] = {"demo": start.is_trial(), "plain_http": _plain_http(request), "menu": []}
    if not isinstance(user, User):
        return {"frame": shown}
    viewer = Viewer(user, clock.today())
    match = request.resolver_match
    movement = _movement(viewer, match.kwargs.get("movement_id") if match else None)
    roles = viewer.roles
    role = next((ROLES[known] for known in FIRST if known in roles), "")
    shown |= {"person": user.display_name, "role": role, "sign_out_url": reverse("sign_out")}
    shown["menu"] = _menu(request, roles, movement)
    if movement is None:
        return {"frame": shown}
    shown |= {
        "unit": movement.authority.name,
        "movement": movement.title,
        "movement_url": reverse("movement_home", kwargs={"movement_id": movement.pk}),
    }
    if not match or "movement_id" not in match.kwargs:
        return {"frame": shown}
    bar = queries.steps(viewer, movement, match.url_name or "")
    return {"frame": shown, "steps": bar, "here": next((step for step in bar if step.current), None)}


def _movement(viewer: Viewer, key: int | None) -> Movement | None:
    if key is None:
        return queries.movement_of(viewer)
    rows = movements.movements_visible_to(viewer).select_related("authority__subject")
    return rows.filter(pk=key).first()


def _plain_http(request: HttpRequest) -> bool:
    host = request.META.get("REMOTE_ADDR", "")
    return not request.is_secure() and host not in {"127.0.0.1", "::1"}


def _menu(request: HttpRequest, roles: frozenset[Role], movement: Movement | None) -> list[dict[str, Any]]:
    places = [("Việc cần làm", reverse("desk"), "list")]
    if movement is not None:
        places.append(("Phong trào", reverse("movement_home", kwargs={"movement_id": movement.pk}), "flag"))
    else:
        places.append(("Phong trào", reverse("movement_list"), "flag"))
    if roles & KEEPERS:
        places.append(("Đơn vị, nhân sự", reverse("unit_list"), "people"))
    places.append(("Sổ khen thưởng", reverse("award_register"), "seal"))
    if roles & (KEEPERS - {Role.UNIT_HEAD}):
        places.append(("Xếp loại, sáng kiến", reverse("grading_list"), "book"))
    if roles & READERS_OF_LAW:
        places.append(("Căn cứ pháp lý", reverse("law_values"), "law"))
    if roles & READERS_OF_JOURNAL:
        places.append(("Nhật ký", reverse("journal"), "history"))
    here = request.path
    homes = [(url, url) for _, url, _ in places[1:]]
    homes += [(reverse(name), reverse(home)) for home, names in _ALSO_AT.items() for name in names]
    within = [(start, home) for start, home in homes if here.startswith(start)]
    best = max(within, key=lambda row: len(row[0]), default=(here, here))[1]
    return [{"label": label, "url": url, "icon": icon, "current": url == best} for label, url, icon in places]
