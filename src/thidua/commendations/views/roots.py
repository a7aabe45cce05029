"""Root certificates against which digital signatures are checked."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from thidua.base import web
from thidua.base.errors import NotAllowedError, RefusedError
from thidua.commendations import permissions
from thidua.commendations.forms.keeping import RootForm
from thidua.commendations.views import parts
from thidua.documents import operations as documents
from thidua.documents import queries
from thidua.organizations.models import Unit

_MOST = 64 * 1024


def _authority(request: HttpRequest) -> Unit:
    authority = permissions.trusts_roots(parts.viewer_of(request))
    if authority is None:
        raise NotAllowedError
    return authority


@login_required
@require_http_methods(["GET", "POST"])
def roots(request: HttpRequest) -> HttpResponse:
    """What is trusted; POST puts one in."""
    authority = _authority(request)
    act = web.act_of(request)
    posted = request.method == "POST"
    form = RootForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        upload = form.cleaned_data["file"]

        def call() -> None:
            if upload.size > _MOST:
                raise RefusedError(file="Tệp chứng thư không lớn như thế. Hãy chọn tệp .pem, .crt hoặc .cer.")
            documents.trust_root(act, content=upload.read(), authority_id=authority.pk)

        if web.attempt(form, call):
            web.done(request, "Đã cài chứng thư gốc. Bản ký đã lưu kiểm tra lại được ở bước Quyết định.")
            return redirect("root_certificates")
    context = {"rows": queries.trusted_roots(authority.pk), "form": form}
    return web.page(request, "commendations/roots.html", context, web.status_of(request))


@login_required
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one away."""
    found = get_object_or_404(queries.trusted_roots(_authority(request).pk), pk=pk)
    documents.distrust_root(web.act_of(request), root=found)
    web.done(request, "Đã bỏ chứng thư gốc.")
    return redirect("root_certificates")
