"""The look of certificates: emblem and check code, boxes on a blank with a live preview, what the printer is off."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from django import forms as django_forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thidua.audit.queries import told
from thidua.base import web
from thidua.base.acts import Act
from thidua.base.errors import NotAllowedError, RefusedError
from thidua.commendations import choices, operations, papers, queries
from thidua.commendations.forms import LookForm
from thidua.commendations.forms.looks import BlankForm, BoxForm, ShiftForm
from thidua.commendations.models import CertificateLook
from thidua.commendations.views import parts
from thidua.documents import operations as documents
from thidua.documents.models import StoredFile
from thidua.documents.paper import BOX_FIELDS, Box, Template
from thidua.documents.paper.certificate import PRINTER_MARK
from thidua.documents.render.child import in_child
from thidua.organizations.models import Unit
from thidua.organizations.papers import authority_head

_SHORTEST = 300
"""Dots of the short side below which an emblem of 23 mm looks torn in print."""
_KINDS = {"image/png", "image/jpeg"}
_MOST_BACKDROP = 4 * 1024 * 1024
HERE = "certificate_look"
Forms = dict[str, Any]


def _authority(request: HttpRequest) -> Unit:
    authority = queries.look_visible_to(parts.viewer_of(request))
    if authority is None:
        raise NotAllowedError
    return authority


@login_required
@require_http_methods(["GET", "POST"])
def look(request: HttpRequest) -> HttpResponse:
    """How the certificates look; POST chooses emblem and check code."""
    authority = _authority(request)
    if request.method == "GET":
        return _page(request, authority, {})
    act, standing = web.act_of(request), queries.look_of(authority)
    form = LookForm(request.POST, request.FILES, has_emblem=standing.emblem is not None)
    if form.is_valid():
        answers = form.cleaned_data

        def call() -> None:
            emblem = _picture(act, answers["emblem"], "emblem", _SHORTEST)
            operations.set_look(
                act,
                authority=authority,
                print_codes=answers["print_codes"],
                emblem=emblem,
                drop=bool(answers.get("drop")) and emblem is None,
            )

        if web.attempt(form, call):
            web.done(request, "Đã lưu mẫu giấy khen.")
            return redirect(HERE)
    return _page(request, authority, {"form": form})


def _picture(act: Act, upload: Any, field: str, shortest: int, most: int | None = None) -> StoredFile | None:
    """An uploaded picture, judged and kept. Raises ``RefusedError`` at its field."""
    if upload is None:
        return None
    content, found = parts.judged(upload, field)
    if found.media_type not in _KINDS:
        raise RefusedError(**{field: "Hình phải là ảnh PNG hoặc JPEG."})
    if min(found.width or 0, found.height or 0) < shortest:
        small = f"Ảnh chỉ có {found.width} × {found.height} điểm, sẽ vỡ nét. Hãy chọn ảnh lớn hơn."
        raise RefusedError(**{field: small})
    if most is not None and len(content) > most:
        raise RefusedError(**{field: f"Ảnh lớn hơn {most // 1024**2} MB. Hãy quét ở độ phân giải thấp hơn."})
    return parts.kept(act, upload, content, found)


def _page(request: HttpRequest, authority: Unit, sent: Forms) -> HttpResponse:
    standing = queries.look_of(authority)
    context: Forms = {
        "authority": authority,
        "look": standing,
        "form": LookForm(
            has_emblem=standing.emblem is not None, initial={"print_codes": standing.print_codes}
        ),
        "blank_form": BlankForm(
            has_backdrop=standing.backdrop is not None, initial={"on_blank": standing.on_blank}
        ),
        "rows": _box_forms(standing, None),
        "shift_form": ShiftForm(),
        "mark": PRINTER_MARK,
        "history": told(standing) if standing.pk else [],
    } | sent
    return web.page(request, "commendations/look.html", context, web.status_of(request))


def _box_forms(standing: CertificateLook, data: Any) -> list[BoxForm]:
    """A form for each text that may stand on a blank, the usual places where none was measured."""
    usual = {str(box["field"]): box for box in choices.USUAL_BOXES}
    kept = {str(box["field"]): box for box in standing.boxes} or usual
    forms = []
    for field in BOX_FIELDS:
        place = kept.get(field) or usual.get(field) or _CODE_PLACE
        forms.append(BoxForm(data, prefix=field, initial=place | {"use": field in kept}))
    return forms


_CODE_PLACE = {"left": 22, "top": 186, "width": 110, "height": 6, "size": 8, "align": "left"}


def _boxes(forms: list[BoxForm]) -> list[Box]:
    return [form.box() for form in forms if form.cleaned_data["use"]]


@login_required
@require_POST
def blank(request: HttpRequest) -> HttpResponse:
    """Keep where the texts stand on the blank."""
    authority = _authority(request)
    act, standing = web.act_of(request), queries.look_of(authority)
    form = BlankForm(request.POST, request.FILES, has_backdrop=standing.backdrop is not None)
    rows = _box_forms(standing, request.POST)
    if all([form.is_valid(), *(row.is_valid() for row in rows)]):
        answers = form.cleaned_data
        faults = _faults(rows)
        if not faults:

            def call() -> None:
                backdrop = _picture(act, answers["backdrop"], "backdrop", _SHORTEST, _MOST_BACKDROP)
                operations.set_blank(
                    act,
                    authority=authority,
                    on_blank=answers["on_blank"],
                    boxes=_boxes(rows),
                    backdrop=backdrop,
                    drop_backdrop=bool(answers.get("drop")) and backdrop is None,
                )

            if web.attempt(form, call):
                web.done(request, "Đã lưu chỗ in trên phôi. Việc tiếp theo: in thử một tờ lên giấy thường.")
                return redirect(HERE)
    return _page(request, authority, {"blank_form": form, "rows": rows})


def _faults(rows: list[BoxForm]) -> bool:
    """Put what is wrong with each box at its place; whether anything is."""
    wrong = False
    for box, row in ((row.box(), row) for row in rows if row.cleaned_data["use"]):
        for name, sentence in operations.box_faults(box).items():
            row.add_error(name.partition("-")[2], sentence)
            wrong = True
    return wrong


@login_required
@require_GET
def preview(request: HttpRequest) -> HttpResponse:
    """The blank as the typed figures would print it, as a picture; a fragment."""
    authority = _authority(request)
    standing = queries.look_of(authority)
    rows = _box_forms(standing, request.GET)
    context: Forms = {"refused": "Xem thử được khi mọi số đo đã đúng."}
    if all(row.is_valid() for row in rows) and not _faults(rows):
        context = _previewed(authority, standing, _boxes(rows), web.act_of(request))
    return web.page(request, "commendations/_preview.html", context)


def _previewed(authority: Unit, standing: CertificateLook, boxes: list[Box], act: Act) -> Forms:
    """The picture of a sample on the blank, or why there is none."""
    if not boxes:
        return {}
    backdrop = documents.content_of(standing.backdrop) if standing.backdrop else None
    chosen = Template(boxes=tuple(boxes), backdrop=backdrop)
    made = papers.sample(authority, signer_name=authority_head(authority, act.on), on=act.on)
    try:
        drawn = parts.printed_bytes([made], authority, act.at, "", form="certificate_picture", look=chosen)
    except RefusedError as refused:
        return {"refused": str(refused)}
    return {"picture": b64encode(drawn).decode()}


@login_required
@require_POST
def shift(request: HttpRequest) -> HttpResponse:
    """Note what was measured on the printer's test page."""
    authority = _authority(request)
    form: django_forms.Form = ShiftForm(request.POST)
    if form.is_valid():
        answers, act = form.cleaned_data, web.act_of(request)
        if web.attempt(form, lambda: operations.set_shift(act, authority=authority, **answers)):
            web.done(request, "Đã chỉnh theo máy in. Hãy in trang kiểm tra: hai số đo phải là 40 mm.")
            return redirect(HERE)
    return _page(request, authority, {"shift_form": form})


@login_required
@require_GET
def printer_page(request: HttpRequest) -> HttpResponse:
    """The page to measure; ``?da-chinh`` prints it moved as certificates are, to see whether it is right now."""
    standing = queries.look_of(_authority(request))
    moved = (float(standing.shift_left), float(standing.shift_top)) if "da-chinh" in request.GET else (0, 0)
    made = in_child("printer_page", {"at": web.act_of(request).at.isoformat(), "shift": moved})
    return parts.download(made, "Trang-do-may-in.pdf", "pdf")


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
    made = papers.sample(authority, signer_name=authority_head(authority, act.on), on=act.on)
    across = "" if queries.look_of(authority).on_blank else "MẪU"
    return parts.download(parts.printed_bytes([made], authority, act.at, across), "Giay-khen-mau.pdf", "pdf")
