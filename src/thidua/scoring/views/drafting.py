"""A version of a criteria set written on screen, and two versions beside each other."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

import yaml
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
from thidua.scoring.files import sets
from thidua.scoring.forms import DraftHeadForm, LeafForm, NewVersionForm, NodeForm
from thidua.scoring.models import CriteriaDraft
from thidua.scoring.views import parts
from thidua.scoring.views.sheets import excel

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
    return web.page(request, "scoring/new_version.html", context, 422 if request.method == "POST" else 200)


ACTS = ("up", "down", "remove", "sum", "finish", "drop")


@login_required
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """What is being written: its head, its tree, what does not add up yet."""
    row = _draft(request, draft_id)
    what, _, code = request.POST.get("do", "").partition(":")
    head = {name: row.data.get(name, "") for name in ("title", "code", "version", "authority")}
    head["legal_basis"] = "\n".join(row.data.get("legal_basis", []))
    form = DraftHeadForm(request.POST if what == "head" else None, initial=head)
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
        "parents": [(n["code"], n["title"]) for _, n, _ in drafting.flat(row.data) if "rule" not in n],
        "changes": _changes(row),
    }
    return web.page(request, "scoring/draft.html", context, 422 if request.method == "POST" else 200)


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
        told = dict(form.cleaned_data)
        operations.set_head(act, draft=row, legal_basis=told.pop("legal_basis"), values=told)
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
    stands: dict[str, Any] = {}
    if code is not None:
        try:
            stands = drafting.find(row.data, code)
        except drafting.NodeError:
            return redirect("scoring_draft", draft_id=draft_id)
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
        "keep": {name: request.GET[name] for name in ("ma", "cha", "loai") if name in request.GET},
    }
    return web.page(request, "scoring/node.html", context, 422 if request.method == "POST" else 200)


def _say_written(request: HttpRequest, form: NodeForm) -> None:
    told = form.cleaned_data
    web.done(request, f"Đã ghi mục {told['code']}.")
    numbers = (value for name, value in told.items() if name == "maximum" or name.startswith("rule_"))
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
    )


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
    applies = dict(stands.get("applies", {})) | {
        "profiles": told.get("profiles", []),
        "tags": told.get("tags", []),
    }
    return values | {
        "rule": rule,
        "evidence": told["evidence"],
        "source": told["source"],
        "zero": told["zero"],
        "labels": {name: label for name, label in labels.items() if name in reads},
        "applies": {name: value for name, value in applies.items() if value},
    }


@login_required
@require_http_methods(["GET"])
def compare(request: HttpRequest, set_id: int, other_id: int) -> HttpResponse:
    """Two versions beside each other, and what changed from one to the other."""
    rows = queries.sets_visible_to(parts.viewer_of(request))
    old, new = get_object_or_404(rows, pk=other_id), get_object_or_404(rows, pk=set_id)
    before, after = queries.criteria_of(old), queries.criteria_of(new)
    pairs = [
        {
            "level": pair.level,
            "before": pair.before,
            "after": pair.after,
            "rule_before": wording.rule_in_words(pair.before) if pair.before else "",
            "rule_after": wording.rule_in_words(pair.after) if pair.after else "",
            "changes": [wording.change_in_words(one, placed=False) for one in pair.changes],
        }
        for pair in scoring.side_by_side(before, after)
    ]
    changes = scoring.difference(before, after)
    context = {
        "old": old,
        "new": new,
        "pairs": pairs,
        "of_set": [wording.change_in_words(one) for one in changes if not one.code],
        "count": len(changes),
    }
    return web.page(request, "scoring/compare.html", context)


@login_required
@require_http_methods(["GET"])
def set_file(request: HttpRequest, set_id: int) -> HttpResponse:
    """A stored set as a YAML file, to be kept, changed and loaded as another version."""
    row = get_object_or_404(queries.sets_visible_to(parts.viewer_of(request)), pk=set_id)
    text = yaml.safe_dump(queries.criteria_of(row).plain(), allow_unicode=True, sort_keys=False, width=110)
    response = HttpResponse(text, content_type="text/yaml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="bo-tieu-chi-{row.pk}.yaml"'
    return response


@login_required
@require_http_methods(["GET"])
def set_excel(request: HttpRequest, set_id: int) -> HttpResponse:
    """A stored set as a workbook that officials can read, change and bring back."""
    row = get_object_or_404(queries.sets_visible_to(parts.viewer_of(request)), pk=set_id)
    return excel(sets.sheets_of(queries.criteria_of(row)), f"bo-tieu-chi-{row.pk}")


@login_required
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Move the open sheets to another version, after looking at what changes."""
    viewer = parts.viewer_of(request)
    campaign = parts.campaign_of(viewer, movement_id)
    require(permissions.may_open_campaign(web.act_of(request), campaign.movement))
    used = {one.pk: one for one in (campaign.unit_set, campaign.individual_set) if one is not None}
    offered = [
        row
        for row in queries.sets_visible_to(viewer).filter(authority=campaign.movement.authority_id)
        if row.code in {one.code for one in used.values()} and row.pk not in used
    ]
    wanted = request.POST.get("to") or request.GET.get("to") or ""
    chosen = next((row for row in offered if str(row.pk) == wanted), None)
    fault = ""
    if request.method == "POST" and chosen is not None:
        try:
            n = operations.move_sheets(web.act_of(request), campaign=campaign, to=chosen)
        except MovedOnError:
            raise
        except RefusedError as error:
            fault = error.faults.get("to") or str(error)
        else:
            web.done(request, f"Đã chuyển {n:02d} phiếu sang bản {chosen.version}.")
            return redirect("scoring_sheets", movement_id=movement_id)
    changes: list[str] = []
    counts = queries.counts(campaign.movement)
    if chosen is not None:
        old = next(one for one in used.values() if one.code == chosen.code)
        found = scoring.difference(queries.criteria_of(old), queries.criteria_of(chosen))
        changes = [wording.change_in_words(one) for one in found]
    context = {
        "campaign": campaign,
        "offered": offered,
        "chosen": chosen,
        "changes": changes,
        "fault": fault,
        "filling": counts["draft"] + counts["returned"],
        "sent": counts["total"] - counts["draft"] - counts["returned"] - counts["finalized"],
        "settled": counts["finalized"],
    }
    return web.page(request, "scoring/move.html", context, 422 if fault else 200)
