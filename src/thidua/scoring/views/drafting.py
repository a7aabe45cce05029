"""A version of a criteria set written on screen, and two versions beside each other."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from thidua.base import web
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.engine import scoring
from thidua.engine.scoring import Source
from thidua.engine.scoring.numbers import plain
from thidua.scoring import choices, drafting, givens, operations, permissions, queries, wording
from thidua.scoring.forms import (
    SHARED,
    DraftHeadForm,
    LeafForm,
    MoveNodeForm,
    NewVersionForm,
    NodeForm,
    PartsForm,
)
from thidua.scoring.models import CriteriaDraft
from thidua.scoring.views import parts

ZEROS = (("not_applicable", "Không áp dụng, bỏ khỏi tổng"), ("full", "Được đủ điểm"))


def _draft(request: HttpRequest, draft_id: int) -> CriteriaDraft:
    viewer = parts.viewer_of(request)
    row = get_object_or_404(
        queries.drafts_visible_to(viewer).select_related("authority", "base"), pk=draft_id
    )
    require(permissions.may_keep_criteria(web.act_of(request), row.authority))
    return row


@login_required
@require_http_methods(["GET", "POST"])
def new_version(request: HttpRequest, set_id: int) -> HttpResponse:
    """Begin a new version, or next year's set, as a copy of one that stands."""
    base = get_object_or_404(queries.sets_visible_to(parts.viewer_of(request)), pk=set_id)
    require(permissions.may_keep_criteria(web.act_of(request), base.authority))
    form = NewVersionForm(request.POST or None, initial={"title": base.title, "code": base.code})
    if request.method == "POST" and form.is_valid():
        try:
            row = operations.begin_draft(web.act_of(request), base=base, **form.cleaned_data)
        except RefusedError as error:
            web.put_faults(form, error)
        else:
            web.done(request, "Đã chép thành bản đang soạn. Sửa xong, bấm “Hoàn thành bản này”.")
            return redirect("scoring_draft", draft_id=row.pk)
    context = {"base": base, "form": form}
    return web.page(request, "scoring/new_version.html", context, web.status_of(request))


ACTS = ("up", "down", "remove", "sum", "finish", "drop")


@login_required
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """What is being written: its head, its tree, what does not add up yet."""
    row = _draft(request, draft_id)
    what, _, code = request.POST.get("do", "").partition(":")
    form = DraftHeadForm(request.POST if what == "head" else None, initial=DraftHeadForm.typed(row.data))
    whole = ""
    if request.method == "POST":
        try:
            answer = _act(request, row, what, code, form)
        except MovedOnError:
            raise
        except RefusedError as error:
            whole = (
                "" if "text" in error.faults else error.faults.get("", "")
            )  # what does not add up stands above
            if what == "head":
                web.put_faults(form, error)
        else:
            if answer is not None:
                return answer
    context = {
        "draft": row,
        "form": form,
        "whole": whole.split("\n") if whole else [],
        "faults": _faults(row.data),
        "rows": _rows(row.data),
        "changes": _changes(row),
    }
    return web.page(request, "scoring/draft.html", context, web.status_of(request))


def _act(
    request: HttpRequest, row: CriteriaDraft, what: str, code: str, form: DraftHeadForm
) -> HttpResponse | None:
    act = web.act_of(request)
    if what == "finish":
        made = operations.finish_draft(act, draft=row)
        web.done(request, f"Đã có bộ tiêu chí “{made.title}”, bản {made.version}.")
        return redirect("scoring_set", set_id=made.pk)
    if what == "drop":
        operations.drop_draft(act, draft=row)
        web.done(request, "Đã bỏ bản đang soạn.")
        return redirect("scoring_sets")
    if what == "head":
        if not form.is_valid():
            return None
        operations.set_head(act, draft=row, values=form.data_of_set())
    elif what in {"up", "down"}:
        operations.move_node(act, draft=row, code=code, by=-1 if what == "up" else 1)
    elif what == "remove":
        operations.remove_node(act, draft=row, code=code)
        web.done(request, f"Đã bỏ mục {code}.")
    elif what == "sum":
        operations.sum_up(act, draft=row)
    return redirect("scoring_draft", draft_id=row.pk)


def _faults(data: dict[str, Any]) -> list[str]:
    try:
        scoring.load_set(data)
    except scoring.CriteriaError as error:
        return [wording.screen_fault(fault) for fault in error.faults]
    return []


def _rows(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "code": node["code"],
            "title": node["title"],
            "max": node.get("max", ""),
            "level": level,
            "leaf": "rule" in node,
            "rule": _rule_words(node),
        }
        for level, node, _ in drafting.flat(data)
    ]


def _rule_words(node: dict[str, Any]) -> str:
    if "rule" not in node:
        return ""
    try:
        maximum = Decimal(str(node["max"]))
        rule = scoring.load_rule(node["rule"], maximum)
    except (scoring.CriteriaError, InvalidOperation, KeyError):
        return "Cách chấm chưa đúng"
    return wording.rule_in_words(scoring.Criterion(node["code"], node["title"], maximum, rule=rule))


def _changes(row: CriteriaDraft) -> list[str]:
    """What the version changes against the one it was copied from, once it adds up."""
    if row.base is None:
        return []
    try:
        found = scoring.load_set(row.data)
    except scoring.CriteriaError:
        return []
    return [wording.change_in_words(one) for one in scoring.difference(queries.criteria_of(row.base), found)]


@login_required
@require_http_methods(["GET", "POST"])
def node(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Add or change one node: ``?ma=`` names the one to change, ``?cha=`` the parent of a new one."""
    row = _draft(request, draft_id)
    code, parent = request.GET.get("ma"), request.GET.get("cha")
    stands = _node_of(row, code)
    if stands is None:
        return redirect("scoring_draft", draft_id=draft_id)
    under = next((above for _, one, above in drafting.flat(row.data) if str(one["code"]) == code), "")
    moving = MoveNodeForm(
        request.POST if _moves(request) else None, parents=_parents(row, code), initial={"to": under}
    )
    if _moves(request) and code is not None:
        return _move_node(request, row, code, moving)
    leaf = "rule" in stands or (not stands and request.GET.get("loai") != "nhom")
    kind = request.GET.get("cach") or stands.get("rule", {}).get("kind", "proportional")
    kind = kind if kind in drafting.RULE_FIELDS else "proportional"
    form = _node_form(request, row, stands, kind, leaf=leaf)
    if request.method == "POST" and form.is_valid():
        try:
            values = _values(form, stands, kind, leaf=leaf)
            if code is None and parent:
                drafting.find(row.data, parent)
            operations.put_node(
                web.act_of(request),
                draft=row,
                code=code or "",
                values=values,
                parent=None if code else parent or "",
            )
        except MovedOnError:
            raise
        except givens.GivenError as error:
            name = error.field if error.field in form.fields else f"rule_{error.field}"
            form.add_error(name if name in form.fields else None, str(error))
        except drafting.NodeError as error:
            form.add_error(None, str(error))
        except RefusedError as error:
            web.put_faults(form, error)
        else:
            _say_written(request, form)
            return redirect("scoring_draft", draft_id=draft_id)
    context = {
        "draft": row,
        "form": form,
        "leaf": leaf,
        "kind": kind,
        "kinds": [(name, label) for name, (label, _) in drafting.RULE_FIELDS.items()],
        "stands": stands,
        "moving": moving if stands else None,
        "keep": {name: request.GET[name] for name in ("ma", "cha", "loai") if name in request.GET},
    }
    return web.page(request, "scoring/node.html", context, web.status_of(request))


def _node_of(row: CriteriaDraft, code: str | None) -> dict[str, Any] | None:
    """The node of a code; an empty one for a new node, None for a code that is not there."""
    try:
        return {} if code is None else drafting.find(row.data, code)
    except drafting.NodeError:
        return None


def _moves(request: HttpRequest) -> bool:
    return request.method == "POST" and request.POST.get("do") == "move"


def _parents(row: CriteriaDraft, code: str | None) -> list[tuple[str, str]]:
    """The nodes under which a node may be put: not leaves, not itself, not what is below it."""
    inside = set()
    if code is not None and (node := _node_of(row, code)):
        inside = {str(one["code"]) for _, one, _ in drafting.flat({"areas": [node]})}
    return [
        (str(one["code"]), f"{one['code']}. {one['title']}")
        for _, one, _ in drafting.flat(row.data)
        if "rule" not in one and str(one["code"]) not in inside
    ]


def _move_node(request: HttpRequest, row: CriteriaDraft, code: str, form: MoveNodeForm) -> HttpResponse:
    """Put a node under another; what the tree refuses is said where one comes back to."""
    if form.is_valid():
        try:
            operations.move_node(web.act_of(request), draft=row, code=code, to=form.cleaned_data["to"])
        except MovedOnError:
            raise
        except RefusedError as error:
            web.warn(request, str(error))
        else:
            web.done(request, f"Đã chuyển mục {code}. Hãy xem lại mã và điểm của hai mục cha.")
    return redirect("scoring_draft", draft_id=row.pk)


@login_required
@require_http_methods(["GET", "POST"])
def parts_of(request: HttpRequest, draft_id: int) -> HttpResponse:
    """What stands beside the tree: bonus, penalty, grades, vetoes, tie-breakers, khối, tags, named counts."""
    row = _draft(request, draft_id)
    form = PartsForm(
        request.POST or None, part_fields=drafting.PART_FIELDS, initial=drafting.typed_of_parts(row.data)
    )
    if request.method == "POST" and form.is_valid():
        try:
            values = drafting.parts_from(form.cleaned_data, row.data)
            operations.set_parts(web.act_of(request), draft=row, values=values)
        except givens.GivenError as error:
            form.add_error(error.field, str(error))
        else:
            web.done(request, "Đã ghi thưởng, trừ, xếp mức và các phần khác.")
            changed = (value for name, value in form.cleaned_data.items() if name in form.changed_data)
            if said := givens.doubts(*changed):
                web.warn(request, said)
            return redirect("scoring_draft", draft_id=draft_id)
    status = web.status_of(request)
    return web.page(request, "scoring/parts.html", {"draft": row, "form": form}, status)


def _say_written(request: HttpRequest, form: NodeForm) -> None:
    told = form.cleaned_data
    web.done(request, f"Đã ghi mục {told['code']}.")
    numbers = (told[name] for name in form.changed_data if name == "maximum" or name.startswith("rule_"))
    if said := givens.doubts(*numbers):
        web.warn(request, said)


def _node_form(
    request: HttpRequest, row: CriteriaDraft, stands: dict[str, Any], kind: str, *, leaf: bool
) -> NodeForm:
    initial = {
        "code": stands.get("code", ""),
        "title": stands.get("title", ""),
        "maximum": wording.figure(stands["max"]) if stands.get("max") else "",
    }
    if not leaf:
        return NodeForm(request.POST or None, initial=initial)
    labels = stands.get("labels", {})
    applies = stands.get("applies", {})
    initial |= {
        "evidence": stands.get("evidence", ""),
        "source": stands.get("source", "unit"),
        "zero": stands.get("zero", "not_applicable"),
        "absent": stands.get("absent", "refuse"),
        **{f"shared_{name}": _shared_text(stands.get("inputs", {}).get(name, [])) for name in SHARED},
        "profiles": applies.get("profiles", []),
        "tags": applies.get("tags", []),
        **{name: labels.get(name, "") for name in ("numerator", "denominator", "count")},
    }
    if stands.get("rule", {}).get("kind") == kind:
        typed = drafting.typed_of_rule(stands["rule"])
        initial |= {f"rule_{name}": value for name, value in typed.items()}
    return LeafForm(
        request.POST or None,
        initial=initial,
        rule_fields=drafting.RULE_FIELDS[kind][1],
        profiles=[(one["code"], one["name"]) for one in row.data.get("profiles", [])],
        tags=list(row.data.get("tags", {}).items()),
        sources=[(one.value, choices.SOURCES[one]) for one in Source],
        zeros=ZEROS,
        shared=bool(row.data.get("inputs")),
    )


def _shared_text(codes: str | list[str]) -> str:
    return codes if isinstance(codes, str) else " + ".join(codes)


def _values(form: NodeForm, stands: dict[str, Any], kind: str, *, leaf: bool) -> dict[str, Any]:
    """The fields of a node as they were typed. Raises GivenError."""
    told = form.cleaned_data
    maximum = plain(givens.number(told["maximum"], "maximum"))
    values: dict[str, Any] = {"code": told["code"], "title": told["title"], "max": maximum}
    if not leaf:
        return values
    typed = {
        name.removeprefix("rule_"): str(value) for name, value in told.items() if name.startswith("rule_")
    }
    rule = drafting.rule_from(kind, typed, stands.get("rule"))
    labels = {name: told[name] for name in ("numerator", "denominator", "count") if told.get(name)}
    try:
        reads = scoring.load_rule(rule, Decimal(maximum)).fields
    except scoring.CriteriaError:
        reads = ()  # the operation says what is wrong
    shared = {name: told.get(f"shared_{name}", "").replace(",", "+").split("+") for name in SHARED}
    inputs = {
        name: codes
        for name, given in shared.items()
        if name in reads and (codes := [code.strip() for code in given if code.strip()])
    }
    applies = dict(stands.get("applies", {})) | {
        "profiles": told.get("profiles", []),
        "tags": told.get("tags", []),
    }
    return values | {
        "rule": rule,
        "evidence": told["evidence"],
        "source": told["source"],
        "zero": told["zero"],
        "absent": "" if told["absent"] == "refuse" else told.get("absent", ""),
        "inputs": inputs,
        "labels": {name: label for name, label in labels.items() if name in reads},
        "applies": {name: value for name, value in applies.items() if value},
    }
