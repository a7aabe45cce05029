"""The look of certificates: the emblem, the check code, a sample."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from thidua.audit.queries import told
from thidua.base import web
from thidua.base.errors import NotAllowedError, RefusedError
from thidua.commendations import operations, papers, queries
from thidua.commendations.forms import LookForm
from thidua.commendations.views import parts
from thidua.organizations.models import Unit
from thidua.organizations.papers import authority_head

_SHORTEST = 300
"""Dots of the short side below which an emblem of 23 mm looks torn in print."""
_KINDS = {"image/png", "image/jpeg"}


def _authority(request: HttpRequest) -> Unit:
    authority = queries.look_visible_to(parts.viewer_of(request))
    if authority is None:
        raise NotAllowedError
    return authority


@login_required
@require_http_methods(["GET", "POST"])
def look(request: HttpRequest) -> HttpResponse:
    """Choose emblem and check code for the authority's certificates."""
    authority = _authority(request)
    act = web.act_of(request)
    standing = queries.look_of(authority)
    form = LookForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        has_emblem=standing.emblem is not None,
        initial={"print_codes": standing.print_codes},
    )
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data

        def call() -> None:
            upload, emblem = answers["emblem"], None
            if upload is not None:
                content, found = parts.judged(upload, "emblem")
                if found.media_type not in _KINDS:
                    raise RefusedError(emblem="Quốc huy phải là ảnh PNG hoặc JPEG.")
                if min(found.width or 0, found.height or 0) < _SHORTEST:
                    raise RefusedError(
                        emblem=f"Ảnh chỉ có {found.width} × {found.height} điểm, in ra sẽ vỡ nét. Hãy chọn ảnh lớn hơn."
                    )
                emblem = parts.kept(act, upload, content, found)
            operations.set_look(
                act,
                authority=authority,
                print_codes=answers["print_codes"],
                emblem=emblem,
                drop=bool(answers.get("drop")) and upload is None,
            )

        if parts.attempt(form, call):
            web.done(request, "Đã lưu mẫu giấy khen.")
            return redirect("certificate_look")
    context = {
        "authority": authority,
        "look": standing,
        "form": form,
        "history": told(standing) if standing.pk else [],
    }
    return web.page(request, "commendations/look.html", context, parts.status_of(request))


@login_required
@require_GET
def emblem(request: HttpRequest) -> HttpResponse:
    """The emblem that is in use."""
    standing = queries.look_of(_authority(request))
    if standing.emblem is None:
        raise Http404
    return parts.stored_download(standing.emblem, inline=True)


@login_required
@require_GET
def sample(request: HttpRequest) -> HttpResponse:
    """A certificate for nobody, to look at on paper."""
    authority = _authority(request)
    act = web.act_of(request)
    made = papers.sample(authority, signer_name=authority_head(authority, act.on))
    return parts.download(parts.printed_bytes([made], authority, act.at, "MẪU"), "Giay-khen-mau.pdf", "pdf")
