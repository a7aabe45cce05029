"""Criteria sets: the list, loading one, looking at one."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from thidua.base import web
from thidua.base.acts import day_of
from thidua.base.errors import RefusedError, require
from thidua.engine.flow import Role
from thidua.engine.scoring import CriteriaSet
from thidua.organizations import queries as organizations
from thidua.organizations.models import Unit
from thidua.organizations.permissions import Viewer
from thidua.regulations import queries as regulations
from thidua.scoring import choices, operations, queries, wording
from thidua.scoring.files import sets
from thidua.scoring.forms import LoadSetForm
from thidua.scoring.views import parts

MOST_BYTES = 512 * 1024


def _authority(viewer: Viewer) -> Unit | None:
    """The authority for which the viewer may load sets."""
    rows = organizations.authorities_visible_to(viewer)
    return next((unit for unit in rows if viewer.holds(Role.OFFICER, unit)), None)


@login_required
@require_http_methods(["GET", "POST"])
def criteria_sets(request: HttpRequest) -> HttpResponse:
    """The sets of the viewer's authorities; the officer loads another."""
    viewer = parts.viewer_of(request)
    authority = _authority(viewer)
    shipped = queries.shipped_sets()
    offered = [(name, operations.read_text(one.text).title) for name, one in shipped.items()]
    form = LoadSetForm(request.POST or None, request.FILES or None, shipped=offered)
    status = 200
    if request.method == "POST":
        require(authority is not None)
        status = 422
        if authority is not None and form.is_valid():
            try:
                row = operations.keep_criteria_set(
                    web.act_of(request), authority=authority, found=_found(form, shipped)
                )
            except RefusedError as error:
                _put(form, error)
            else:
                web.done(request, f"Đã có bộ tiêu chí “{row.title}”, bản {row.version}.")
                return redirect("scoring_set", set_id=row.pk)
    standing = [{"row": row, "criteria": queries.criteria_of(row)} for row in queries.sets_visible_to(viewer)]
    drafts = queries.drafts_visible_to(viewer)
    context = {"sets": standing, "drafts": drafts, "form": form, "may_load": authority is not None}
    return web.page(request, "scoring/criteria_sets.html", context, status)


def _found(form: LoadSetForm, shipped: dict[str, Any]) -> CriteriaSet:
    """The set that was chosen, brought as a YAML or Excel file, or pasted. Raises ``RefusedError``."""
    told = form.cleaned_data
    if told.get("file"):
        content = told["file"].read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise RefusedError(file="Tệp bộ tiêu chí quá lớn (tối đa 512 KB).")
        if content.startswith(b"PK\x03\x04"):
            return sets.read_workbook(content, PurePath(told["file"].name).stem)
        try:
            return operations.read_text(content.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise RefusedError(
                file="Tệp không phải văn bản UTF-8. Hãy lưu lại tệp với bảng mã UTF-8 rồi đưa vào."
            ) from error
    if told.get("text", "").strip():
        return operations.read_text(str(told["text"]))
    return operations.read_text(shipped[told["shipped"]].text)


def _put(form: LoadSetForm, error: RefusedError) -> None:
    field = "file" if form.cleaned_data.get("file") else "text"
    for name, sentences in error.faults.items():
        for sentence in sentences.split("\n"):
            form.add_error(field if name in {"", "text"} else name, sentence)


@login_required
@require_http_methods(["GET"])
def criteria_set(request: HttpRequest, set_id: int) -> HttpResponse:
    """One set as a tree: each leaf with its rule in words and for whom it holds."""
    viewer = parts.viewer_of(request)
    row = get_object_or_404(queries.sets_visible_to(viewer), pk=set_id)
    criteria = queries.criteria_of(row)
    profiles = {profile.code: profile.name for profile in criteria.profiles}
    tags = dict(criteria.tags)
    areas = [
        {
            "code": area.code,
            "title": area.title,
            "max": area.max,
            "leaves": [
                {
                    "code": leaf.code,
                    "title": leaf.title,
                    "max": leaf.max,
                    "rule": wording.rule_in_words(leaf),
                    "evidence": leaf.evidence,
                    "source": choices.SOURCES[leaf.source],
                    "holds": "; ".join(
                        [
                            *(profiles[code] for code in sorted(leaf.applies.profiles)),
                            *(tags[tag] for tag in sorted(leaf.applies.tags)),
                        ]
                    ),
                }
                for leaf in area.leaves()
            ],
        }
        for area in criteria.areas
    ]
    counts = [
        {
            "name": profile.name,
            "rows": len(criteria.applicable(profile.code, tags)),
            "own": sum(leaf.source == "unit" for leaf in criteria.applicable(profile.code, tags)),
        }
        for profile in criteria.profiles
    ]
    day = day_of(row.frozen_at or row.loaded_at)
    law = regulations.law_of(row.authority_id)
    context = {
        "row": row,
        "criteria": criteria,
        "areas": areas,
        "counts": counts,
        "breakers": [queries.breaker_in_words(one) for one in queries.breakers_of(criteria, law, day)],
        "may_write": viewer.holds(Role.OFFICER, row.authority_id),
        "others": queries.sets_visible_to(viewer)
        .filter(authority=row.authority_id, code=row.code)
        .exclude(pk=row.pk),
        "may_drop": row.frozen_at is None and viewer.holds(Role.OFFICER, row.authority_id),
        "history": parts.history_of(row),
    }
    return web.page(request, "scoring/criteria_set.html", context)


@login_required
@require_http_methods(["GET"])
def criteria_set_file(request: HttpRequest, name: str) -> HttpResponse:
    """A shipped set as a file, to be changed and loaded as a new version."""
    shipped = get_shipped(name)
    response = HttpResponse(shipped, content_type="text/yaml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.yaml"'
    return response


def get_shipped(name: str) -> str:
    """The text of a shipped set; 404 for another name."""
    found = queries.shipped_sets().get(name)
    if found is None:
        raise Http404
    return found.text


@login_required
@require_POST
def criteria_set_drop(request: HttpRequest, set_id: int) -> HttpResponse:
    """Take away a set that no campaign applies."""
    row = get_object_or_404(queries.sets_visible_to(parts.viewer_of(request)), pk=set_id)
    operations.drop_criteria_set(web.act_of(request), criteria_set=row)
    web.done(request, "Đã bỏ bộ tiêu chí chưa áp dụng.")
    return redirect("scoring_sets")
