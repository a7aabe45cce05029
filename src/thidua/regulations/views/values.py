"""Căn cứ pháp lý: which value is used on a day, from where, since when; own values over it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_http_methods

from thidua.base import web
from thidua.base.errors import require
from thidua.engine.money import award_money
from thidua.engine.parameters import NoValueInForceError
from thidua.organizations.pages import acted, viewer_of
from thidua.regulations import catalogue, forms, operations, permissions, queries
from thidua.regulations.choices import TOPICS
from thidua.regulations.models import OwnValue
from thidua.regulations.views.parts import HERE, authority_of, days, history_of, row_of, text_of
from thidua.regulations.wording import figure


@login_required
@require_GET
def law_values(request: HttpRequest) -> HttpResponse:
    """The pages of the law, whose rules count on a day, and what the authority set itself."""
    viewer = viewer_of(request)
    authority = authority_of(viewer)
    told = days(request, viewer)
    names = queries.names_of(authority.pk)
    standing = queries.values_in_force(authority.pk, told["on"])
    laid: dict[str, list[dict[str, Any]]] = {queries.OWN: [], queries.ABOVE: []}
    for one in standing:
        if one.layer.code in laid:
            laid[one.layer.code].append(row_of(one.key, one.value, one.parameter, one.layer, names))
    province, chosen_by = queries.province_on(authority.pk, told["on"])
    context = told | {
        "authority": authority,
        "topics": TOPICS,
        "own": laid[queries.OWN],
        "above": laid[queries.ABOVE],
        "province": province,
        "chosen_by": chosen_by,
        "keeps": permissions.may_keep_law(web.act_of(request), authority),
    }
    return web.page(request, "regulations/law_values.html", context)


@login_required
@require_GET
def law_topic(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of the law: its single values, its lists, or the legal texts, as they stand on a day."""
    viewer = viewer_of(request)
    authority = authority_of(viewer)
    topic = next((one for one in TOPICS if one.slug == slug), None)
    if topic is None:
        raise Http404
    told = days(request, viewer)
    names = queries.names_of(authority.pk)
    found = queries.values_in_force(authority.pk, told["on"], topic) if topic.keys else []
    rows = [row_of(one.key, one.value, one.parameter, one.layer, names) for one in found]
    law = queries.law_of(authority.pk)
    for row in rows:
        if row["kind"] == "number" and row["parameter"]:
            row["value"] += _in_money(law, row["parameter"].number, told["on"])
    known = [] if topic.keys else queries.texts_known(authority.pk, told["on"])
    texts = [text_of(layer, text, told["on"]) for layer, text in known]
    context = told | {
        "topic": topic,
        "topics": TOPICS,
        "singles": [row for row in rows if row["parameter"] and row["kind"] != "list"],
        "lists": [row for row in rows if row["parameter"] and row["kind"] == "list"],
        "lists_first": bool(rows) and rows[0]["kind"] == "list",
        "unknown": [row for row in rows if not row["parameter"]],
        "texts": [row for row in texts if row["in_force"]],
        "other_texts": [row for row in texts if not row["in_force"]],
        "history": []
        if topic.keys
        else history_of(queries.own_texts_visible_to(viewer).filter(authority=authority)),
        "keeps": permissions.may_keep_law(web.act_of(request), authority),
    }
    return web.page(request, "regulations/law_topic.html", context)


def _in_money(law: queries.Law, multiple: Decimal, on: date) -> str:
    """What a multiple comes to in đồng on a day; empty where no base salary is known."""
    try:
        amount = award_money(multiple, law.base_salary(on), law.rounding_step(on))
    except NoValueInForceError:
        return ""
    return f", {figure(str(amount), 'money')}"


@login_required
@require_http_methods(["GET", "POST"])
def law_value(request: HttpRequest, key: str) -> HttpResponse:
    """One value: all that ever stood, and a new one of the authority."""
    viewer = viewer_of(request)
    authority = authority_of(viewer)
    value = queries.values_of(authority.pk).get(key)
    if value is None:
        raise Http404
    keeps = permissions.may_keep_law(web.act_of(request), authority)
    settable = value.settable and value.kind != "list"
    if request.method == "POST":
        require(keeps and settable)
    form = None
    if keeps and settable:
        texts = [text.short for _, text in queries.texts_known(authority.pk, viewer.on)]
        before = (
            OwnValue.objects.filter(authority=authority, key=key, withdrawn_at=None).order_by("pk").last()
        )
        form = forms.OwnValueForm(
            request.POST or None,
            of=value,
            texts=texts,
            initial={"valid_from": viewer.on, "for_below": before is not None and before.for_below},
            below=queries.has_below(authority),
        )
        answer = acted(
            request,
            form,
            lambda told: operations.set_value(web.act_of(request), authority=authority, key=key, **told),
            "Đã đặt giá trị mới.",
            "law_value",
            key=key,
        )
        if answer is not None:
            return answer
    names = queries.names_of(authority.pk)
    mine = queries.own_values_visible_to(viewer).filter(authority=authority, key=key)
    context: dict[str, Any] = {
        "form": form,
        "key": key,
        "topic": next((topic for topic in TOPICS if catalogue.on_topic(topic, key) is not None), None),
        "title": value.name,
        "is_list": value.kind == "list",
        "standing": [
            row_of(key, value, one, layer, names) for layer, one in queries.history_of(authority.pk, key)
        ],
        "mine": [(row, figure(row.value, value.kind)) for row in mine.order_by("-valid_from", "-pk")],
        "history": history_of(mine),
        "keeps": keeps,
    }
    return web.page(request, "regulations/law_value.html", context, web.status_of(request))


@login_required
@require_http_methods(["GET", "POST"])
def law_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an own value back."""
    viewer = viewer_of(request)
    own = get_object_or_404(queries.own_values_visible_to(viewer), pk=pk)
    require(permissions.may_keep_law(web.act_of(request), own.authority))
    form = forms.WithdrawForm(request.POST or None)
    answer = acted(
        request,
        form,
        lambda told: operations.withdraw_value(web.act_of(request), own=own, **told),
        "Đã rút giá trị của cơ quan.",
        HERE,
    )
    known = queries.values_of(own.authority_id).get(own.key)
    context = {
        "form": form,
        "title": f"Rút giá trị: {known.name if known else own.key}",
        "purpose": "Giá trị của tỉnh hoặc giá trị chung dùng trở lại; quyết định đã ban hành giữ nguyên.",
        "verb": "Rút giá trị này",
    }
    return answer or web.page(request, "regulations/form.html", context, web.status_of(request))
