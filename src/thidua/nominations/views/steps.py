"""The acts on a nomination, each on its own page with its form and its two doors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from thidua.base import web
from thidua.base.acts import Act
from thidua.base.errors import MovedOnError
from thidua.documents.doors import Doors
from thidua.engine.flow import Role
from thidua.engine.nominations import FLOW, SETTLED
from thidua.nominations import operations, permissions, queries
from thidua.nominations.forms import AppraiseForm, EmptyForm, OverrideForm, ReasonForm, ReturnForm
from thidua.nominations.models import Nomination
from thidua.nominations.views import parts
from thidua.organizations.permissions import Viewer


@dataclass(frozen=True, slots=True)
class StepPage:
    """One act on a nomination: its page, its form, the operation behind it."""

    slug: str
    step: str
    heading: str
    purpose: str
    button: str
    done: str
    form: type[django_forms.Form]
    call: Callable[[Act, Nomination, dict[str, Any]], object]
    kind: str = "BB"
    danger: bool = False


STEPS = {
    page.slug: page
    for page in (
        StepPage(
            "gui",
            "submit",
            "Gửi hồ sơ đề nghị",
            "Hồ sơ được gửi đến cơ quan thường trực để thẩm định. Trước khi thẩm định vẫn rút về được.",
            "Gửi hồ sơ",
            "Đã gửi hồ sơ để thẩm định.",
            EmptyForm,
            lambda act, row, told: operations.submit(act, nomination=row, **told),
            kind="TTr",
        ),
        StepPage(
            "rut-ve",
            "recall",
            "Rút hồ sơ về để sửa",
            "Hồ sơ trở lại bản đang soạn; sửa xong thì gửi lại.",
            "Rút hồ sơ về",
            "Đã rút hồ sơ về.",
            EmptyForm,
            lambda act, row, told: operations.recall(act, nomination=row, **told),
        ),
        StepPage(
            "rut-de-nghi",
            "withdraw",
            "Rút đề nghị",
            "Đề nghị này thôi không xét nữa. Hồ sơ và lý do vẫn được lưu.",
            "Rút đề nghị",
            "Đã rút đề nghị.",
            ReasonForm,
            lambda act, row, told: operations.withdraw(act, nomination=row, **told),
            danger=True,
        ),
        StepPage(
            "tham-dinh",
            "appraise",
            "Thẩm định hồ sơ",
            "Kết quả kiểm tra điều kiện dưới đây được lưu cùng ý kiến thẩm định.",
            "Ghi kết quả thẩm định",
            "Đã ghi kết quả thẩm định.",
            AppraiseForm,
            lambda act, row, told: operations.appraise(act, nomination=row, **told),
        ),
        StepPage(
            "xem-lai",
            "appraise_again",
            "Thẩm định lại sau khi Hội đồng xét",
            "Kết quả kiểm tra hôm nay được lưu thay kết quả cũ; kết quả chọn của Hội đồng giữ nguyên.",
            "Ghi kết quả thẩm định lại",
            "Đã ghi kết quả thẩm định lại.",
            AppraiseForm,
            lambda act, row, told: operations.appraise_again(act, nomination=row, **told),
        ),
        StepPage(
            "tra-lai",
            "return",
            "Trả lại để hoàn thiện",
            "Đơn vị nhận lại hồ sơ với lý do và hạn mới; hoàn thiện xong, hồ sơ quay lại đúng bước này.",
            "Trả lại hồ sơ",
            "Đã trả lại hồ sơ.",
            ReturnForm,
            lambda act, row, told: operations.return_nomination(act, nomination=row, **told),
        ),
        StepPage(
            "tham-dinh-lai",
            "reappraise",
            "Thẩm định lại",
            "Hồ sơ trở lại chờ thẩm định; kết quả trước vẫn còn trong nhật ký.",
            "Đưa về thẩm định lại",
            "Đã đưa hồ sơ về chờ thẩm định.",
            ReasonForm,
            lambda act, row, told: operations.reappraise(act, nomination=row, **told),
        ),
        StepPage(
            "cho-phep",
            "override",
            "Cho phép xét khen",
            "Chủ tịch quyết định vẫn xét trường hợp này. Lý do và căn cứ hiện ở mọi nơi có kết quả.",
            "Cho phép xét khen",
            "Đã ghi ý kiến cho phép.",
            OverrideForm,
            lambda act, row, told: operations.override(act, nomination=row, **told),
        ),
        StepPage(
            "chuyen-cap-tren",
            "forward",
            "Chuyển đề nghị lên cấp trên",
            "Dùng cho trường hợp cấp này không có thẩm quyền khen.",
            "Chuyển lên cấp trên",
            "Đã chuyển đề nghị lên cấp trên.",
            ReasonForm,
            lambda act, row, told: operations.forward(act, nomination=row, **told),
            kind="TTr",
        ),
        StepPage(
            "mo-lai",
            "reopen",
            "Mở lại hồ sơ",
            "Hồ sơ trở lại tình trạng đã thẩm định.",
            "Mở lại hồ sơ",
            "Đã mở lại hồ sơ.",
            ReasonForm,
            lambda act, row, told: operations.reopen(act, nomination=row, **told),
        ),
    )
}


def doors_of(
    viewer: Viewer, act: Act, nomination: Nomination, step: str, *, came_up: bool
) -> tuple[bool, bool]:
    """Whether the viewer may take a step on the screen, and whether from the signed paper; where its state allows.

    ``came_up``: something came up after the appraisal.
    """
    is_open = _is_open(nomination, step, came_up=came_up)
    return _rights_of(viewer, act, nomination, step) if is_open else (False, False)


def _is_open(nomination: Nomination, step: str, *, came_up: bool) -> bool:
    if step == "override":
        against = nomination.eligible is not True and not nomination.override_reason
        settled = nomination.state in SETTLED
        return settled and nomination.verdict != "forward" and (came_up or against)
    if step == "appraise_again" and nomination.eligible is True and not came_up:
        return False
    if step == "reopen" and queries.stays_chosen(nomination):
        return False
    return nomination.state in FLOW.sources(step)


def _rights_of(viewer: Viewer, act: Act, nomination: Nomination, step: str) -> tuple[bool, bool]:
    """The same, whatever the state: who may is told before that a thing has moved on."""
    roles = viewer.roles_in(nomination.unit_id)
    if step == "override":
        return Role.CHAIRPERSON in roles, Role.OFFICER in roles
    found = FLOW.right(step, nomination.state)
    if step in {"appraise", "appraise_again", "return", "reappraise"}:
        own = permissions.own_case(act, nomination)
        duty = roles | ({Role.APPRAISER} if permissions.in_team(act, nomination) else set())
        return found.may_take(duty) and not own, found.may_record(roles)
    return found.may_take(roles), found.may_record(roles) and not found.may_take(roles)


@login_required
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, movement_id: int, nomination_id: int, what: str) -> HttpResponse:
    """One act on a nomination, on its own page with its form; 404 for an act that there is not."""
    viewer = parts.viewer_of(request)
    found = parts.nomination_of(viewer, movement_id, nomination_id)
    page = STEPS.get(what)
    if page is None:
        raise Http404
    may_act, may_record = _rights_of(viewer, web.act_of(request), found, page.step)
    new = queries.new_facts([found], viewer.on).get(found.pk, ())
    doors = Doors(request, may_act=may_act, may_record=may_record)
    if not _is_open(found, page.step, came_up=bool(new)):
        raise MovedOnError  # said before anything is typed
    form = page.form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and doors.attempt(
        form, page.kind, lambda act, told: page.call(act, found, told)
    ):
        web.done(request, page.done)
        return redirect(reverse("nominations_nomination", args=(movement_id, found.pk)))
    findings = (
        queries.worded([queries.plain(row) for row in queries.check(found, viewer.on)])
        if page.step in {"appraise", "appraise_again", "override"}
        else []
    )
    context = {
        "movement": found.movement,
        "nomination": found,
        "page": page,
        "form": form,
        "signed_form": doors.form,
        "findings": findings,
        "new_facts": parts.told(viewer, found, new),
        "asked_above": queries.award_above(found, viewer.on)
        if page.step == "forward" and found.verdict == "forward"
        else None,
        "missing": [line for line in queries.dossier(found, viewer.on) if line.missing]
        if page.step == "submit"
        else [],
        "differences": queries.differences(found, viewer.on) if page.step == "submit" else [],
    }
    return web.page(request, "nominations/step.html", context, web.status_of(request))
