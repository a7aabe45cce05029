"""Own Word forms of papers: what fields there are, upload, look, and back to the built-in form."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thidua.base import web
from thidua.base.errors import NotAllowedError, RefusedError, require
from thidua.commendations import permissions, queries
from thidua.commendations.forms.keeping import TemplateForm
from thidua.commendations.views import parts
from thidua.documents import operations as documents
from thidua.documents import queries as stored
from thidua.documents.intake import sentences, word_template
from thidua.documents.intake.errors import UnreadableFileError
from thidua.documents.models import WordTemplate
from thidua.documents.paper.fields import FIELDS, LISTS, ROW
from thidua.documents.paper.forms import KINDS, sample
from thidua.documents.render.child import in_child
from thidua.documents.render.office import office, pdf_of
from thidua.organizations.models import Unit


def _authority(request: HttpRequest) -> Unit:
    authority = queries.look_visible_to(parts.viewer_of(request))
    if authority is None:
        raise NotAllowedError
    return authority


def _named(kind: str) -> str:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]


@login_required
@require_GET
def template_list(request: HttpRequest) -> HttpResponse:
    """The kinds of papers, each with the form in use."""
    authority = _authority(request)
    own = stored.word_templates(authority.pk)
    rows = [(kind, name, own.get(kind)) for kind, name in KINDS.items()]
    return web.page(
        request,
        "commendations/templates.html",
        {"authority": authority, "rows": rows, "prints": office() is not None},
    )


@login_required
@require_http_methods(["GET", "POST"])
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """One kind: the form in use filled with made-up facts, the fields; POST takes an own form."""
    authority, name = _authority(request), _named(kind)
    act = web.act_of(request)
    posted = request.method == "POST"
    form = TemplateForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        require(permissions.may_set_template(act, authority))
        upload = form.cleaned_data["file"]

        def call() -> None:
            if upload.size > word_template.MAX_BYTES:
                large = UnreadableFileError("too_large", {"megabytes": word_template.MAX_BYTES // 1024**2})
                raise RefusedError(file=sentences.sentence(large))
            told = PurePath(upload.name or "mau.docx").name
            documents.set_template(
                act, authority_id=authority.pk, kind=kind, content=upload.read(), name=told
            )

        if web.attempt(form, call):
            web.done(request, "Đã dùng mẫu Word riêng. Hãy đọc bản xem thử bên dưới.")
            return redirect("word_template", kind=kind)
    own = stored.word_template(authority.pk, kind)
    context: dict[str, Any] = {
        "kind": kind,
        "name": name,
        "own": own,
        "form": form,
        "prints": office() is not None,
        "fields": [
            (field, label, field in LISTS or field.startswith(f"{ROW}.")) for field, label in FIELDS.items()
        ],
        "lines": _sample_in(own, kind, act.at).lines if own is not None else (),
    }
    return web.page(request, "commendations/template.html", context, web.status_of(request))


def _sample_in(own: WordTemplate, kind: str, at: datetime) -> word_template.Filled:
    return word_template.filled(documents.content_of(own.file), sample(kind), at)


@login_required
@require_GET
def template_file(request: HttpRequest, kind: str, what: str) -> HttpResponse:
    """``mau-goc``: the built-in form with the names of the fields; ``dang-dung``: the own form; ``xem-thu``: filled.

    ``xem-thu-pdf``: filled and as PDF, where the machine has LibreOffice.
    """
    authority = _authority(request)
    _named(kind)
    act = web.act_of(request)
    if what == "mau-goc":
        made = in_child("own_form", {"at": act.at.isoformat()})
        return parts.download(made, f"mau-{kind}.docx", "docx")
    own = stored.word_template(authority.pk, kind)
    if own is None or what not in {"dang-dung", "xem-thu", "xem-thu-pdf"}:
        raise Http404
    if what == "dang-dung":
        return parts.stored_download(own.file)
    made = _sample_in(own, kind, act.at).docx
    if what == "xem-thu":
        return parts.download(made, f"xem-thu-{kind}.docx", "docx")
    printed = pdf_of(made)
    if printed is None:
        raise Http404
    return parts.download(printed, f"xem-thu-{kind}.pdf", "pdf", inline=True)


@login_required
@require_POST
def template_drop(request: HttpRequest, kind: str) -> HttpResponse:
    """Back to the built-in form."""
    authority = _authority(request)
    _named(kind)
    act = web.act_of(request)
    require(permissions.may_set_template(act, authority))
    own = stored.word_template(authority.pk, kind)
    if own is not None:
        documents.drop_template(act, template=own)
        web.done(request, "Đã dùng lại mẫu có sẵn.")
    return redirect("word_template", kind=kind)
