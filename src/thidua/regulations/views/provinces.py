"""Whose provincial rules count: one of those known, or rules taken in from a file after a look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms as django_forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from thidua.base import web
from thidua.base.errors import RefusedError, require
from thidua.organizations.models import Unit
from thidua.organizations.pages import acted, viewer_of
from thidua.regulations import catalogue, forms, operations, permissions, queries, reading
from thidua.regulations.views.parts import HERE, authority_of, row_of, text_of


@login_required
@require_http_methods(["GET", "POST"])
def law_province(request: HttpRequest) -> HttpResponse:
    """Choose whose provincial rules count."""
    viewer = viewer_of(request)
    authority = authority_of(viewer)
    require(permissions.may_keep_law(web.act_of(request), authority))
    known = queries.provinces_of(authority.pk)
    form = forms.ProvinceForm(
        request.POST or None,
        known=[(one.code, one.name) for one in known.values()],
        below=queries.has_below(authority),
        initial={"valid_from": viewer.on},
    )
    answer = acted(
        request,
        form,
        lambda told: operations.choose_province(web.act_of(request), authority=authority, **told),
        "Đã chọn quy định của tỉnh.",
        HERE,
    )
    context = {"form": form, "known": known.values()}
    return answer or web.page(request, "regulations/law_province.html", context, web.status_of(request))


@login_required
@require_GET
def law_province_file(request: HttpRequest, code: str) -> HttpResponse:
    """The rules of a province as a file, to be read, changed and taken in."""
    authority = authority_of(viewer_of(request))
    text = queries.province_text(authority.pk, code)
    if text is None:
        raise Http404
    answer = HttpResponse(text, content_type="text/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{code}.yaml"'
    return answer


@login_required
@require_http_methods(["GET", "POST"])
def law_province_take_in(request: HttpRequest) -> HttpResponse:
    """Take in the rules of a province from a file: every fault at once, or a look; nothing stored before "áp dụng"."""
    viewer = viewer_of(request)
    authority = authority_of(viewer)
    require(permissions.may_keep_law(web.act_of(request), authority))
    if "text" in request.POST:
        sure = forms.ProvinceTextForm(request.POST)
        answer = acted(
            request,
            sure,
            lambda told: operations.take_in_province(web.act_of(request), authority=authority, **told),
            "Đã áp dụng quy định của tỉnh từ tệp.",
            HERE,
        )
        if answer is not None:
            return answer
        form = forms.ProvinceFileForm(initial={"valid_from": viewer.on}, below=queries.has_below(authority))
        faults = [str(fault) for faults in sure.errors.values() for fault in faults]
        context: dict[str, Any] = {"form": form, "faults": faults}
        return web.page(request, "regulations/law_province_take_in.html", context, 422)
    form = forms.ProvinceFileForm(
        request.POST or None,
        request.FILES or None,
        initial={"valid_from": viewer.on},
        below=queries.has_below(authority),
    )
    if request.method == "POST" and form.is_valid():
        try:
            context = _looked_at(authority, _text(form), form.cleaned_data)
        except RefusedError as refused:
            _put(form, refused)
        else:
            return web.page(request, "regulations/law_province_look.html", context)
    return web.page(request, "regulations/law_province_take_in.html", {"form": form}, web.status_of(request))


def _text(form: django_forms.Form) -> str:
    content: bytes = form.cleaned_data["file"].read(reading.MOST_BYTES + 1)
    if len(content) > reading.MOST_BYTES:
        raise RefusedError(file=f"Tệp quá lớn (tối đa {reading.MOST_BYTES // 1024} KB).")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedError(
            file="Tệp không phải văn bản UTF-8. Hãy lưu lại tệp với bảng mã UTF-8 rồi đưa vào."
        ) from error


def _put(form: django_forms.Form, refused: RefusedError) -> None:
    for sentence in refused.faults["file"].split("\n"):
        form.add_error("file", sentence)


def _looked_at(authority: Unit, text: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """What a file says, each value beside the one that stands on the day from which the file would count."""
    valid_from = told["valid_from"]
    read = reading.read_province(text, queries.lawbook())
    law = queries.law_of(authority.pk).book
    merged = read.book.over(law)
    names, values = catalogue.names_of(merged), catalogue.values_of(merged)
    standing = {one.key: one for one in law.in_force(valid_from)}
    layer = queries.Layer(queries.PROVINCE)
    rows = []
    for one in read.book.parameters:
        row = row_of(one.key, values[one.key], one, layer, names)
        now = standing.get(one.key)
        row["now"] = row_of(one.key, values[one.key], now, layer, names) if now else None
        rows.append(row)
    return {
        "name": read.name,
        "rows": rows,
        "texts": [text_of(layer, one, valid_from) for one in read.book.instruments],
        "valid_from": valid_from,
        "form": forms.ProvinceTextForm(
            initial={"text": text, "valid_from": valid_from, "for_below": told.get("for_below", False)}
        ),
    }
