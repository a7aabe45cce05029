"""Legal texts that an authority enters: its own values and its papers cite them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from thidua.base import web
from thidua.base.errors import require
from thidua.base.forms import Form
from thidua.organizations.pages import acted, viewer_of
from thidua.regulations import forms, operations, permissions, queries
from thidua.regulations.views.parts import authority_of

_LIST = {"to": "law_topic", "slug": "van-ban"}


@login_required
@require_http_methods(["GET", "POST"])
def law_text_enter(request: HttpRequest) -> HttpResponse:
    """Enter a legal text."""
    viewer = viewer_of(request)
    authority = authority_of(viewer)
    require(permissions.may_keep_law(web.act_of(request), authority))
    form = forms.OwnTextForm(request.POST or None, below=queries.has_below(authority))
    answer = acted(
        request,
        form,
        lambda told: operations.enter_text(web.act_of(request), authority=authority, **told),
        "Đã thêm văn bản.",
        **_LIST,
    )
    context = {
        "form": form,
        "title": "Thêm văn bản",
        "purpose": "Văn bản của tỉnh, của cơ quan hoặc văn bản mới chưa có trong phần mềm. "
        "Giá trị cơ quan đặt chọn được văn bản này làm căn cứ.",
        "verb": "Thêm văn bản này",
    }
    return answer or web.page(request, "regulations/form.html", context, web.status_of(request))


@login_required
@require_http_methods(["GET", "POST"])
def law_text_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the last day on which a text is in force."""
    words = {
        "title": "Hết hiệu lực",
        "purpose": "Văn bản soạn sau ngày này không dẫn văn bản ấy nữa; văn bản đã ban hành giữ nguyên.",
        "verb": "Ghi ngày hết hiệu lực",
        "done": "Đã ghi ngày hết hiệu lực.",
    }
    return _on_text(request, pk, forms.EndTextForm, operations.end_text, words)


@login_required
@require_http_methods(["GET", "POST"])
def law_text_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a text that was entered by mistake."""
    words = {
        "title": "Rút văn bản",
        "purpose": "Chỉ rút khi nhập nhầm; văn bản bị thay thế thì ghi ngày hết hiệu lực.",
        "verb": "Rút văn bản này",
        "done": "Đã rút văn bản.",
    }
    return _on_text(request, pk, forms.WithdrawForm, operations.withdraw_text, words)


def _on_text(
    request: HttpRequest,
    pk: int,
    form_class: type[Form],
    operation: Callable[..., object],
    words: Mapping[str, str],
) -> HttpResponse:
    """One act on a text that stands: its form, its words on the page, and what is said when it is done."""
    text = get_object_or_404(
        queries.own_texts_visible_to(viewer_of(request)).filter(withdrawn_at__isnull=True), pk=pk
    )
    act = web.act_of(request)
    require(permissions.may_keep_law(act, text.authority))
    form = form_class(request.POST or None)
    answer = acted(request, form, lambda told: operation(act, text=text, **told), words["done"], **_LIST)
    context = {"form": form, **words, "title": f"{words['title']}: {text}"}
    return answer or web.page(request, "regulations/form.html", context, web.status_of(request))
