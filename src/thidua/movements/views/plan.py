"""Kế hoạch: begin a movement, look at what was read beside its passage, confirm or correct, confirm the whole."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thidua.base import web
from thidua.base.errors import require
from thidua.documents import operations as documents
from thidua.engine.movements import State
from thidua.movements import choices, operations, permissions, queries
from thidua.movements.forms import (
    ByHandForm,
    FromLastYearForm,
    ItemForm,
    PlanFieldsForm,
    ReasonForm,
    UploadForm,
)
from thidua.movements.models import Movement, PlanItem
from thidua.movements.queries import duties
from thidua.movements.views import parts, shown, upload
from thidua.organizations.models import Unit
from thidua.organizations.queries import authorities_visible_to

_LONG = 60
_LONG_KEY = 18


@require_GET
@login_required
def movement_list(request: HttpRequest) -> HttpResponse:
    """All movements that the person sees, with where each stands."""
    viewer = parts.viewer_of(request)
    rows = parts.with_state(queries.movements_visible_to(viewer), choices.MOVEMENT_STATES)
    act = web.act_of(request)
    may_begin = any(permissions.may_keep_plan(act, unit) for unit in authorities_visible_to(viewer))
    return web.page(request, "movements/list.html", {"movements": rows, "may_begin": may_begin})


@require_http_methods(["GET", "POST"])
@login_required
def movement_new(request: HttpRequest) -> HttpResponse:
    """Begin from a file, or by hand."""
    act = web.act_of(request)
    authority = _own_authority(request)
    by_hand = request.POST.get("way") == "by_hand"
    posted = request.method == "POST"
    upload_form = UploadForm(request.POST, request.FILES) if posted and not by_hand else UploadForm()
    hand_form = ByHandForm(request.POST if posted and by_hand else None)
    made: list[Movement] = []
    if posted and by_hand and hand_form.is_valid():
        told = hand_form.cleaned_data
        if web.attempt(
            hand_form, lambda: made.append(operations.begin_by_hand(act, authority=authority, **told))
        ):
            web.done(request, "Đã lập phong trào. Hãy điền các mục của kế hoạch.")
    elif posted and not by_hand and upload_form.is_valid():
        file = upload_form.cleaned_data["plan_file"]
        if web.attempt(upload_form, lambda: made.append(upload.begin(act, authority, file))):
            found = made[0].items.count()
            web.done(
                request, f"Đã đọc kế hoạch, tìm được {found:02d} mục. Hãy đối chiếu từng mục với văn bản."
            )
    if made:
        return redirect("movement_plan", movement_id=made[0].pk)
    context = {"upload_form": upload_form, "hand_form": hand_form, "authority": authority}
    return web.page(request, "movements/new.html", context, 422 if posted else 200)


@require_http_methods(["GET", "POST"])
@login_required
def movement_new_from(request: HttpRequest) -> HttpResponse:
    """Begin as a copy of an earlier year's movement, states reset; ``?tu=`` names it."""
    act = web.act_of(request)
    authority = _own_authority(request)
    rows = queries.movements_visible_to(parts.viewer_of(request)).filter(authority=authority)
    sources = rows.order_by("-starts_on", "-pk")
    chosen = sources.filter(pk=_key(request.GET.get("tu", ""))).first() or sources.first()
    posted = request.method == "POST"
    form = FromLastYearForm(request.POST if posted else None, initial=_next_year(chosen), sources=sources)
    made: list[Movement] = []
    if (
        posted
        and form.is_valid()
        and web.attempt(form, lambda: made.append(operations.begin_from_movement(act, **form.cleaned_data)))
    ):
        left = made[0].items.filter(unsure=True).count()
        web.done(request, f"Đã chép kế hoạch. Hãy xem lại từng mục; {left:02d} mục có ngày hoặc năm cũ.")
        return redirect("movement_plan", movement_id=made[0].pk)
    return web.page(
        request, "movements/new_from.html", {"form": form, "chosen": chosen}, 422 if posted else 200
    )


def _key(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < _LONG_KEY else 0


def _next_year(source: Movement | None) -> dict[str, Any]:
    """What the form of the next year holds: the same days a year later, the year in the title with them."""
    if source is None:
        return {}
    found: dict[str, Any] = {"source": source.pk, "title": source.title}
    if source.starts_on is not None and source.ends_on is not None:
        year = source.starts_on.year
        found |= {
            "title": source.title.replace(str(year), str(year + 1)),
            "starts_on": operations.years_later(source.starts_on, 1),
            "ends_on": operations.years_later(source.ends_on, 1),
        }
    return found


def _own_authority(request: HttpRequest) -> Unit:
    act = web.act_of(request)
    units = authorities_visible_to(parts.viewer_of(request)).select_related("subject").order_by("pk")
    own = [unit for unit in units if permissions.may_keep_plan(act, unit)]
    require(bool(own))
    return own[0]


@require_http_methods(["GET", "POST"])
@login_required
def movement_plan(request: HttpRequest, movement_id: int) -> HttpResponse:
    """The plan beside its facts; POST puts the scalars right."""
    movement = parts.movement_for(request, movement_id)
    act = web.act_of(request)
    posted = request.method == "POST"
    form = PlanFieldsForm(request.POST if posted else None, movement=movement)
    if posted:
        require(permissions.may_keep_plan(act, movement.authority))
    if posted and form.is_valid():
        told = dict(form.cleaned_data)
        if web.attempt(form, lambda: operations.correct_plan(act, movement=movement, values=told)):
            web.done(request, "Đã ghi nhận thông tin chung của kế hoạch.")
            return redirect(
                f"{reverse('movement_plan', kwargs={'movement_id': movement.pk})}#thong-tin-chung"
            )
    return web.page(
        request, "movements/plan.html", _plan_context(request, movement, form), 422 if posted else 200
    )


def _plan_context(request: HttpRequest, movement: Movement, form: PlanFieldsForm) -> dict[str, Any]:
    act = web.act_of(request)
    scalars, sections = queries.scalars(movement), queries.sections(movement)
    items = [item for section in sections for item in section.items]
    left = sum(not item.confirmed for item in items)
    draft = movement.state == State.DRAFT.value
    keeps = permissions.may_keep_plan(act, movement.authority)
    word, tone = choices.MOVEMENT_STATES[movement.state]
    return {
        "movement": movement,
        "form": form,
        "fields": [
            {
                "field": form[scalar.name],
                "scalar": scalar,
                "tone": _tone(scalar.confirmed, scalar.unsure, scalar.shown),
            }
            for scalar in scalars
        ],
        "sections": [
            {
                "kind": section.kind,
                "label": section.label,
                "items": [_item_shown(item) for item in section.items],
                "left": sum(not item.confirmed for item in section.items),
            }
            for section in sections
            if section.items
        ],
        "absent": [section for section in sections if not section.items],
        "segments": shown.segments(movement.plan_text, scalars, items) if movement.plan_text else [],
        "contradictions": [
            {"sentence": one.sentence, "anchor": f"muc-{one.items[0]}" if one.items else ""}
            for one in queries.contradictions(movement)
        ],
        "left": left,
        "total": len(items),
        "may_change": keeps and draft,
        "may_confirm": permissions.may_step(act, movement, "confirm_plan"),
        "may_reopen": permissions.may_step(act, movement, "reopen_plan") and movement.plan_paper_id is None,
        "may_issue": permissions.may_issue_plan(act, movement) and not draft,
        "reason_form": ReasonForm(),
        "areas": queries.areas(movement) if not draft else [],
        "word": word,
        "tone": tone,
        "history": parts.history(movement),
    }


def _tone(confirmed: bool, unsure: bool, value: str) -> str:  # noqa: FBT001 - the three facts of one box
    if not value:
        return "missing"
    if confirmed:
        return "sure"
    return "unsure" if unsure else "read"


def _item_shown(item: PlanItem) -> dict[str, Any]:
    return {
        "item": item,
        "tone": _tone(item.confirmed, item.unsure, item.text),
        "notes": _notes(item),
        "short": item.text[:_LONG],
    }


def _notes(item: PlanItem) -> list[tuple[str, str]]:
    """What a fact says beyond its text, as label and value."""
    data = item.data
    told: list[tuple[str, str]] = []
    if data.get("actor"):
        told.append(("Ai thực hiện", str(data["actor"])))
    if isinstance(data.get("areas"), list) and data["areas"]:
        told.append(("Lĩnh vực", "; ".join(str(area) for area in data["areas"])))
    if data.get("subject") and item.kind != PlanItem.Kind.QUOTA:
        told.append(("Đối với", choices.SUBJECTS.get(str(data["subject"]), "")))
    if data.get("grading_at_least"):
        told.append(("Xếp loại ít nhất", choices.GRADINGS.get(str(data["grading_at_least"]), "")))
    if item.kind in {PlanItem.Kind.STANDARD, PlanItem.Kind.QUOTA}:
        told.append(("Khen thưởng", _award_of(data)))
    if data.get("max") and item.kind == PlanItem.Kind.CRITERION:
        told.append(("Điểm chuẩn", str(data["max"]).replace(".", ",")))
    if data.get("percent"):
        told.append(("Tỷ lệ", f"{data['percent']}%"))
    return [(label, value) for label, value in told if value]


def _award_of(data: dict[str, Any]) -> str:
    level = choices.LEVELS.get(str(data.get("level") or ""), "")
    return " ".join(part for part in (str(data.get("form") or ""), level) if part)


@require_http_methods(["GET", "POST"])
@login_required
def movement_item(request: HttpRequest, movement_id: int, item_id: int) -> HttpResponse:
    """Put one fact right; what was typed counts as confirmed."""
    movement = parts.movement_for(request, movement_id)
    item = get_object_or_404(queries.items_visible_to(parts.viewer_of(request), movement), pk=item_id)
    require(permissions.may_keep_plan(web.act_of(request), movement.authority))
    act = web.act_of(request)
    posted = request.method == "POST"
    units = duties.units_of(movement.authority, act.on) if item.kind == PlanItem.Kind.DUTY else []
    form = ItemForm(request.POST if posted else None, kind=item.kind, item=item, units=units)
    if posted and form.is_valid():
        text, data = form.cleaned_data["text"], form.data_told()
        if web.attempt(form, lambda: operations.set_item(act, item=item, text=text, data=data)):
            web.done(request, "Đã ghi nhận mục này.")
            return _back_to(item)
    context = {
        "movement": movement,
        "item": item,
        "form": form,
        "label": PlanItem.Kind(item.kind).label,
        "passage": movement.plan_text[item.start : item.end] if item.start is not None else "",
        "history": parts.history(movement),
    }
    return web.page(request, "movements/item.html", context, 422 if posted else 200)


@require_http_methods(["GET", "POST"])
@login_required
def movement_item_add(request: HttpRequest, movement_id: int, kind: str) -> HttpResponse:
    """Add a fact that the reader did not find."""
    movement = parts.movement_for(request, movement_id)
    act = web.act_of(request)
    if kind not in PlanItem.Kind.values:
        raise Http404
    require(permissions.may_keep_plan(act, movement.authority))
    posted = request.method == "POST"
    units = duties.units_of(movement.authority, act.on) if kind == PlanItem.Kind.DUTY else []
    form = ItemForm(request.POST if posted else None, kind=kind, units=units)
    made: list[PlanItem] = []
    if posted and form.is_valid():
        text, data = form.cleaned_data["text"], form.data_told()
        web.attempt(
            form,
            lambda: made.append(operations.add_item(act, movement=movement, kind=kind, text=text, data=data)),
        )
    if made:
        web.done(request, "Đã thêm vào kế hoạch.")
        return _back_to(made[0])
    context = {"movement": movement, "item": None, "form": form, "label": PlanItem.Kind(kind).label}
    return web.page(request, "movements/item.html", context, 422 if posted else 200)


@require_POST
@login_required
def movement_item_confirm(request: HttpRequest, movement_id: int, item_id: int) -> HttpResponse:
    """One click: it stands as it was read."""
    movement = parts.movement_for(request, movement_id)
    item = get_object_or_404(queries.items_visible_to(parts.viewer_of(request), movement), pk=item_id)
    operations.set_item(web.act_of(request), item=item)
    return _back_to(item)


@require_POST
@login_required
def movement_item_remove(request: HttpRequest, movement_id: int, item_id: int) -> HttpResponse:
    """Take a fact out that the plan does not say."""
    movement = parts.movement_for(request, movement_id)
    item = get_object_or_404(queries.items_visible_to(parts.viewer_of(request), movement), pk=item_id)
    kind = item.kind
    operations.remove_item(web.act_of(request), item=item)
    web.done(request, f"Đã bỏ mục “{item.text[:_LONG]}”. Có thể thêm lại bằng nút Thêm.")
    return redirect(f"{reverse('movement_plan', kwargs={'movement_id': movement.pk})}#phan-{kind}")


@require_POST
@login_required
def movement_items_confirm(request: HttpRequest, movement_id: int, kind: str) -> HttpResponse:
    """Confirm all facts of one kind as they stand."""
    movement = parts.movement_for(request, movement_id)
    items = queries.items(movement, kind)
    operations.confirm_items(web.act_of(request), movement=movement, items=items)
    return redirect(f"{reverse('movement_plan', kwargs={'movement_id': movement.pk})}#phan-{kind}")


def _back_to(item: PlanItem) -> HttpResponse:
    return redirect(f"{reverse('movement_plan', kwargs={'movement_id': item.movement_id})}#muc-{item.pk}")


@require_POST
@login_required
def movement_plan_confirm(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Confirm the whole plan."""
    movement = parts.movement_for(request, movement_id)
    bound = PlanFieldsForm(
        {name: _typed(getattr(movement, name)) for name in choices.PLAN_FIELDS}, movement=movement
    )
    bound.is_valid()
    act = web.act_of(request)
    if web.attempt(bound, lambda: operations.confirm_plan(act, movement=movement)):
        web.done(request, "Đã xác nhận kế hoạch. Việc tiếp theo: ban hành và phát động.")
        return redirect("movement_launch", movement_id=movement.pk)
    return web.page(request, "movements/plan.html", _plan_context(request, movement, bound), 422)


def _typed(value: Any) -> Any:
    if hasattr(value, "strftime"):
        return f"{value:%d/%m/%Y}"
    return value if value is not None else ""


@require_POST
@login_required
def movement_plan_reopen(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Open the plan again, with the reason."""
    movement = parts.movement_for(request, movement_id)
    form = ReasonForm(request.POST)
    act = web.act_of(request)
    require(permissions.may_keep_plan(act, movement.authority))
    if form.is_valid() and web.attempt(
        form, lambda: operations.reopen_plan(act, movement=movement, reason=form.cleaned_data["reason"])
    ):
        web.done(request, "Đã mở lại kế hoạch để sửa.")
        return redirect("movement_plan", movement_id=movement.pk)
    context = _plan_context(request, movement, PlanFieldsForm(None, movement=movement)) | {
        "reason_form": form
    }
    return web.page(request, "movements/plan.html", context, 422)


@require_GET
@login_required
def movement_plan_source(request: HttpRequest, movement_id: int) -> HttpResponse:
    """The file from which the plan was read."""
    movement = parts.movement_for(request, movement_id)
    if movement.plan_file is None:
        raise Http404
    return parts.download(
        documents.content_of(movement.plan_file), movement.plan_file.name, movement.plan_file.kind
    )
