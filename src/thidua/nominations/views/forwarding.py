"""Trình cấp trên: the letter and the parcel; what the level above answers, there or recorded here."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote

from django import forms as django_forms
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods

from thidua.base import web
from thidua.base.acts import Act
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.documents import operations as documents
from thidua.documents import parcel, printing
from thidua.documents import queries as numbers
from thidua.documents.doors import Doors
from thidua.documents.intake.errors import UnreadableFileError
from thidua.documents.intake.evidence import MAX_BYTES
from thidua.documents.intake.parcels import CheckedParcel, check_parcel
from thidua.documents.intake.sentences import sentence
from thidua.documents.models import Paper as PaperRow
from thidua.documents.paper import Paper, from_dict
from thidua.documents.parcel import Enclosed
from thidua.documents.render.child import in_child
from thidua.documents.render.payload import for_paper
from thidua.engine.forwardings import FLOW
from thidua.engine.nominations import State as NominationState
from thidua.nominations import choices, operations, papers, permissions, queries
from thidua.nominations.forms import DecideForm, ParcelForm, ReceiveForm, ReturnDownForm, SendUpForm
from thidua.nominations.models import Forwarding, Nomination
from thidua.nominations.operations.forwarding import LETTER_SYMBOL
from thidua.nominations.views import parts
from thidua.organizations.papers import authority_head

PAGE_SIZE: Final = 50


def _pdf_of(row: PaperRow, at: datetime) -> bytes:
    if row.pdf is not None:
        return documents.content_of(row.pdf)
    return in_child("pdf", for_paper(from_dict(row.context), at))


def enclosed(nomination: Nomination, at: datetime) -> list[Enclosed]:
    """The dossier as files: papers made here and scans as PDF, what is neither as it was handed in."""
    files: list[Enclosed] = []

    def add(title: str, content: bytes, ending: str, pages: int | None = None) -> None:
        path = parcel.file_name(len(files) + 1, title, ending)
        files.append(Enclosed(path, title, content, pages))

    for item in nomination.dossier.select_related("paper__pdf", "file").order_by("pk"):
        if item.paper is not None:
            made = _pdf_of(item.paper, at)
            add(item.title, made, "pdf", parcel.pages_of(made))
        elif item.file is not None:
            content = documents.content_of(item.file)
            if item.file.kind == "image":
                add(item.title, in_child("picture_pdf", {"content": b64encode(content).decode()}), "pdf", 1)
            else:
                ending = PurePath(item.file.name).suffix.lstrip(".").lower() or "bin"
                add(item.title, content, ending, item.file.pages)
    return files


@dataclass(frozen=True, slots=True)
class _Made:
    letter: Paper
    rendered: documents.Rendered
    whole: bytes
    manifest: str


def _made(nomination: Nomination, told: dict[str, Any], at: datetime) -> _Made:
    """The letter and the parcel: list of files, manifest, ZIP."""
    to = queries.superior_name(nomination.movement.authority, told["dated_on"])
    files = enclosed(nomination, at)
    listing = papers.contents_page(nomination, files, to=to, on=told["dated_on"])
    files = [Enclosed(papers.LISTED, "Mục lục hồ sơ", in_child("pdf", for_paper(listing, at))), *files]
    listed = parcel.manifest(files)
    digest = hashlib.sha256(listed).hexdigest()
    letter = papers.letter_up(
        nomination,
        files,
        manifest_sha256=digest,
        to=to,
        on=told["dated_on"],
        number=told["number"],
        signer_name=told["signer_name"],
        for_chair=told["for_chair"],
    )
    rendered = printing.rendered(letter, at, nomination.movement.authority_id)
    whole = parcel.packed([*files, Enclosed("Tờ trình.pdf", "Tờ trình", rendered.pdf)], listed, at)
    return _Made(rendered.content, rendered, whole, digest)


@login_required
@require_http_methods(["GET", "POST"])
def send_up(request: HttpRequest, movement_id: int, nomination_id: int) -> HttpResponse:
    """Write the letter, pack the dossier, note it as sent."""
    viewer, act = parts.viewer_of(request), web.act_of(request)
    found = parts.nomination_of(viewer, movement_id, nomination_id)
    require(permissions.may_send_up(act, found))
    if found.state != NominationState.FORWARDED.value:
        raise MovedOnError
    authority = found.movement.authority
    head = authority_head(authority, act.on)
    own = found.subject.name == head  # nobody asks in the own name: the vice chair signs
    initial = {
        "dated_on": act.on,
        "signer_name": "" if own else head,
        "for_chair": own,
        "number": numbers.next_number(authority.pk, LETTER_SYMBOL, act.on),
    }
    form = SendUpForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid() and (sent := _sent(act, found, form)) is not None:
        web.done(request, "Đã lập tờ trình và đóng gói hồ sơ. Việc tiếp theo: tải tệp nén, gửi cấp trên.")
        return redirect("nominations_forwarding", sent.pk)
    context = {
        "movement": found.movement,
        "nomination": found,
        "form": form,
        "to": queries.superior_name(authority, act.on),
        "missing": [line for line in queries.dossier(found, viewer.on) if line.missing],
    }
    return web.page(request, "nominations/send_up.html", context, web.status_of(request))


def _sent(act: Act, found: Nomination, form: django_forms.Form) -> Forwarding | None:
    told = form.cleaned_data
    made = _made(found, told, act.at)
    try:
        with transaction.atomic():
            kept = documents.store(act, content=made.whole, name=f"Ho-so-{found.pk}.zip", kind="zip")
            return operations.send_up(
                act,
                nomination=found,
                number=told["number"],
                dated_on=told["dated_on"],
                rendered=made.rendered,
                parcel=kept,
                manifest_sha256=made.manifest,
            )
    except MovedOnError:
        raise
    except RefusedError as refused:
        web.put_faults(form, refused)
        return None


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the level above: its step, its words, its form, its operation."""

    step: str
    heading: str
    button: str
    done: str
    form: type[django_forms.Form]
    call: Callable[..., None]
    kind: str = "CV"


ANSWERS: Final = {
    "tiep-nhan": Answer(
        "receive", "Tiếp nhận hồ sơ", "Ghi đã tiếp nhận", "Đã ghi tiếp nhận.", ReceiveForm, operations.receive
    ),
    "tra-lai": Answer(
        "return",
        "Trả lại hồ sơ",
        "Trả lại hồ sơ",
        "Đã trả lại; hồ sơ mở lại ở cấp trình để hoàn thiện.",
        ReturnDownForm,
        operations.return_down,
    ),
    "ket-qua": Answer(
        "decide",
        "Ghi kết quả xét khen",
        "Ghi kết quả",
        "Đã ghi kết quả.",
        DecideForm,
        operations.decide,
        "QĐ",
    ),
}


def _forwarding(request: HttpRequest, pk: int) -> Forwarding:
    return get_object_or_404(queries.forwardings_visible_to(parts.viewer_of(request)), pk=pk)


def _doors(request: HttpRequest, shown: Forwarding, step: str) -> tuple[bool, bool]:
    """Whether the viewer may take a step for the level above, and whether record it from its paper."""
    viewer = parts.viewer_of(request)
    own = queries.answers(viewer, shown)
    return own, FLOW.right(step, shown.state).may_record(viewer.roles_in(shown.sender_id)) and not own


@login_required
@require_GET
def forwarding(request: HttpRequest, pk: int) -> HttpResponse:
    """One dossier on its way up: letter, parcel, what was answered."""
    shown = _forwarding(request, pk)
    word, tone = choices.FORWARDING_STATES[shown.state]
    context = {
        "forwarding": shown,
        "nomination": shown.nomination,
        "word": word,
        "tone": tone,
        "manifest": papers.spaced(shown.manifest_sha256),
        "own": not queries.answers(parts.viewer_of(request), shown),
        "answers": [
            (slug, answer)
            for slug, answer in ANSWERS.items()
            if shown.state in FLOW.sources(answer.step) and any(_doors(request, shown, answer.step))
        ],
        "history": parts.history_of(shown),
    }
    return web.page(request, "nominations/forwarding.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Receive, return or decide: by the level above, or recorded from its paper by who sent it."""
    shown = _forwarding(request, pk)
    found = ANSWERS.get(what)
    if found is None:
        raise Http404
    may_act, may_record = _doors(request, shown, found.step)
    doors = Doors(request, may_act=may_act, may_record=may_record)
    FLOW.step(found.step, shown.state)
    form = found.form(
        request.POST if request.method == "POST" else None, initial={"on": parts.viewer_of(request).on}
    )
    if request.method == "POST" and doors.attempt(
        form, found.kind, lambda act, told: found.call(act, forwarding=shown, **told)
    ):
        web.done(request, found.done)
        return redirect("nominations_forwarding", pk)
    context = {"forwarding": shown, "answer": found, "form": form, "signed_form": doors.form}
    return web.page(request, "nominations/answer.html", context, web.status_of(request))


@login_required
@require_GET
def parcel_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The parcel as ZIP, or its letter as Word or PDF."""
    shown = _forwarding(request, pk)
    stored = {"zip": shown.parcel, "docx": shown.letter.docx, "pdf": shown.letter.pdf}.get(kind)
    if stored is None:
        raise Http404
    response = HttpResponse(documents.content_of(stored), content_type=stored.media_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(stored.name)}"
    return response


@login_required
@require_GET
def from_below(request: HttpRequest) -> HttpResponse:
    """The dossiers that the levels below sent up."""
    viewer = parts.viewer_of(request)
    rows = queries.received_from_below(viewer).order_by("-sent_on", "-pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = [(row, *choices.FORWARDING_STATES[row.state]) for row in page.object_list]
    return web.page(request, "nominations/from_below.html", {"rows": shown, "page": page})


OUTCOMES: Final = {
    "same": ("Nguyên vẹn", "done"),
    "changed": ("Đã bị đổi", "wrong"),
    "missing": ("Thiếu", "wrong"),
    "unlisted": ("Ngoài danh mục", ""),
}


@login_required
@require_http_methods(["GET", "POST"])
def parcel_check(request: HttpRequest) -> HttpResponse:
    """Check a dossier that came as a ZIP from another machine against its manifest; nothing is kept."""
    form = ParcelForm(request.POST or None, request.FILES or None)
    checked = None
    if request.method == "POST" and form.is_valid():
        try:
            checked = _checked(form.cleaned_data["file"])
        except UnreadableFileError as refused:
            form.add_error("file", sentence(refused))
    context: dict[str, Any] = {"form": form, "checked": checked}
    if checked is not None:
        context["rows"] = [(file.path, *OUTCOMES[file.outcome]) for file in checked.files]
        context["manifest"] = papers.spaced(checked.manifest_sha256)
    status = 422 if request.method == "POST" and checked is None else 200
    return web.page(request, "nominations/parcel_check.html", context, status)


def _checked(upload: UploadedFile[bytes]) -> CheckedParcel:
    if (upload.size or 0) > MAX_BYTES:
        raise UnreadableFileError("too_large", {"megabytes": MAX_BYTES // 1024**2})
    return check_parcel(upload.read())
