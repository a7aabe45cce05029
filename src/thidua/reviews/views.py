"""Sơ kết, tổng kết: both reports, each as it will read with the judgements beside it, issue and reopen."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any, Final

from django import forms as django_forms
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thidua.audit import queries as audit
from thidua.base import clock, web
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.documents import printing
from thidua.documents.doors import through_door
from thidua.documents.forms import SignedPaperForm
from thidua.documents.paper import Block, Chart, Footer, Table, plain_text
from thidua.engine.reviews import FLOW, State
from thidua.movements.models import PlanItem
from thidua.organizations.pages import viewer_of
from thidua.organizations.papers import authority_head
from thidua.organizations.permissions import Viewer
from thidua.reviews import operations, papers, permissions, queries
from thidua.reviews.choices import KIND_WORDS, SOURCES, STATES
from thidua.reviews.forms import BeginForm, IssueForm, JudgementForm, ReasonForm
from thidua.reviews.models import Review

HEAD_LENGTH: Final = 12


def _review(viewer: Viewer, movement_id: int, review_id: int) -> Review:
    rows = queries.reviews_visible_to(viewer).filter(movement_id=movement_id)
    return get_object_or_404(rows, pk=review_id)


@require_GET
@login_required
def review_list(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Both reports of a movement: state, cut-off, by when, and the button to begin."""
    viewer = viewer_of(request)
    movement = get_object_or_404(queries.movements_reported_to(viewer), pk=movement_id)
    known = {row.kind: row for row in queries.reviews_visible_to(viewer).filter(movement=movement)}
    rows = []
    for kind, _, due in queries.due_reviews(movement):
        row = known.get(kind)
        rows.append(
            {
                "kind": kind,
                "name": "Báo cáo sơ kết" if kind == Review.Kind.INTERIM else "Báo cáo tổng kết",
                "address": KIND_WORDS[kind],
                "review": row,
                "state": STATES[row.state if row else "none"],
                "due": due,
                "late": due is not None and due < viewer.on and (row is None or row.state != State.ISSUED),
            }
        )
    context = {
        "movement": movement,
        "rows": rows,
        "may_write": permissions.may_write(web.act_of(request), movement),
        "launched": movement.launched_on is not None,
    }
    return web.page(request, "reviews/list.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def review_begin(request: HttpRequest, movement_id: int, kind: str) -> HttpResponse:
    """Begin a report with its cut-off day, or move that day while it is a draft."""
    viewer = viewer_of(request)
    movement = get_object_or_404(queries.movements_reported_to(viewer), pk=movement_id)
    code = next((code for code, word in KIND_WORDS.items() if word == kind), None)
    if code is None:
        raise Http404
    act = web.act_of(request)
    require(permissions.may_write(act, movement))
    row = queries.reviews_visible_to(viewer).filter(movement=movement, kind=code).first()
    initial = {"cut_off": row.cut_off if row else viewer.on}
    form = BeginForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            review = operations.begin_review(
                act, movement=movement, kind=code, cut_off=form.cleaned_data["cut_off"]
            )
        except MovedOnError:
            raise
        except RefusedError as refused:
            web.put_faults(form, refused)
        else:
            web.done(request, "Báo cáo đã có số liệu. Việc tiếp theo: viết phần nhận định.")
            return redirect("review_report", movement_id=movement.pk, review_id=review.pk)
    context = {
        "movement": movement,
        "form": form,
        "review": row,
        "name": "sơ kết" if code == Review.Kind.INTERIM else "tổng kết",
    }
    return web.page(request, "reviews/begin.html", context, web.status_of(request))


@require_http_methods(["GET", "POST"])
@login_required
def review_report(request: HttpRequest, movement_id: int, review_id: int) -> HttpResponse:
    """The report as it will read, each part with where its figures are kept; beside it what people must judge."""
    viewer = viewer_of(request)
    review = _review(viewer, movement_id, review_id)
    act = web.act_of(request)
    writes = permissions.may_write(act, review.movement) and review.state == State.DRAFT
    form = _judgement_form(request, review) if writes else None
    if request.method == "POST":
        require(permissions.may_write(act, review.movement))
        if form is None:
            raise MovedOnError
        if form.is_valid() and web.attempt(
            form,
            lambda: operations.write_parts(act, review=review, texts=form.texts(), targets=form.figures()),
        ):
            web.done(request, "Đã ghi phần nhận định vào báo cáo.")
            return redirect("review_report", movement_id=movement_id, review_id=review.pk)
    told, judged = queries.figures(review.movement, review.cut_off), queries.judgements(review)
    issued = review.state == State.ISSUED
    content = papers.report(review, told, judged)
    roles = viewer.roles_in(review.movement.authority_id)
    step = next((one for one in FLOW.open_steps(review.state) if one.name == "issue"), None)
    word, tone = STATES[review.state]
    tables = count(1)
    context = {
        "movement": review.movement,
        "review": review,
        "word": word,
        "tone": tone,
        "address": KIND_WORDS[review.kind],
        "content": content,
        "opening": papers.opening(review, told),
        "parts": [
            {
                "blocks": [_shown(block, tables) for block in part.blocks],
                "sources": _sources(part.sources, review),
            }
            for part in papers.parts(review, told, judged, final_words=issued)
        ],
        "annexes": [
            {
                "label": annex.label,
                "title": annex.title,
                "blocks": [_shown(block, tables) for block in annex.body],
            }
            for annex in content.annexes
        ],
        "form": form,
        "groups": _groups(form) if form else [],
        "unwritten": queries.unwritten(review),
        "may_issue": step is not None and (step.may_take(roles) or step.may_record(roles)),
        "may_reopen": issued and permissions.may_reopen(act, review),
        "issued": issued,
        "history": audit.told(review),
    }
    return web.page(request, "reviews/report.html", context, web.status_of(request))


def _judgement_form(request: HttpRequest, review: Review) -> JudgementForm:
    targets = review.movement.items.filter(kind=PlanItem.Kind.TARGET).order_by("order", "pk")
    return JudgementForm(
        request.POST if request.method == "POST" else None,
        written=queries.judgements(review),
        targets=list(targets),
        results=queries.targets_of(review),
    )


def _groups(form: JudgementForm) -> list[dict[str, Any]]:
    """The boxes of the form: one by one the parts, and three together for each target."""
    named = {item.pk: item for item in form.targets}
    fields: list[dict[str, Any]] = [
        {"title": "", "fields": [form[name]]} for name in form.fields if "_" not in name
    ]
    for key, item in named.items():
        names = (f"reached_{key}", f"before_{key}", f"source_{key}")
        fields.append({"title": item.text, "fields": [form[name] for name in names]})
    return fields


def _sources(names: tuple[str, ...], review: Review) -> list[dict[str, str]]:
    found = []
    for name in names:
        if name not in SOURCES:
            continue
        label, page, of_movement = SOURCES[name]
        url = reverse(page, args=(review.movement_id,)) if of_movement else reverse(page)
        found.append({"label": label, "url": url})
    return found


def _shown(block: Block, tables: Iterator[int]) -> dict[str, Any]:
    """A block of the paper as the page draws it; each table takes the next number as its name."""
    told: dict[str, Any] = {"kind": type(block).__name__.lower(), "block": block}
    if isinstance(block, Table):
        told["name"] = f"Bảng {next(tables)}"
    if isinstance(block, Chart):
        told["svg"] = mark_safe(block.svg)  # noqa: S308 - drawn here; every text in it is escaped (render.charts)
    elif hasattr(block, "text"):
        told["text"] = plain_text(block.text)
    return told


@require_GET
@login_required
def review_file(request: HttpRequest, movement_id: int, review_id: int, kind: str) -> HttpResponse:
    """The draft as Word or PDF with the figures of now; an issued report is had from its paper."""
    review = _review(viewer_of(request), movement_id, review_id)
    if kind not in {"docx", "pdf"}:
        raise Http404
    if review.state == State.ISSUED and review.paper_id:
        return redirect("paper_file", pk=review.paper_id, kind=kind)
    content = papers.report(
        review,
        queries.figures(review.movement, review.cut_off),
        queries.judgements(review),
        watermark=printing.watermark() or "DỰ THẢO",
    )
    return printing.attached(
        kind, content, f"du-thao-bao-cao-{KIND_WORDS[review.kind]}", review.movement.authority_id
    )


@require_POST
@login_required
def review_draft(request: HttpRequest, movement_id: int, review_id: int) -> HttpResponse:
    """Keep the report as it reads now, for the council's meeting."""
    review = _review(viewer_of(request), movement_id, review_id)
    content = papers.report(
        review,
        queries.figures(review.movement, review.cut_off),
        queries.judgements(review),
        watermark=printing.watermark() or "DỰ THẢO",
    )
    operations.draft_review(web.act_of(request), review=review, content=content)
    web.done(request, "Đã lưu bản dự thảo. Bản này đứng trong danh sách văn bản của phong trào.")
    return redirect("review_report", movement_id=movement_id, review_id=review.pk)


@require_http_methods(["GET", "POST"])
@login_required
def review_issue(request: HttpRequest, movement_id: int, review_id: int) -> HttpResponse:
    """Issue the report with its number and day: the chairperson, or recorded from the signed paper."""
    viewer = viewer_of(request)
    review = _review(viewer, movement_id, review_id)
    right = FLOW.right("issue", review.state)
    roles = viewer.roles_in(review.movement.authority_id)
    own = right.may_take(roles)
    require(own or right.may_record(roles))
    FLOW.step("issue", review.state)
    posted = request.POST if request.method == "POST" else None
    initial = {"dated_on": viewer.on, "signer_name": authority_head(review.movement.authority, viewer.on)}
    form = IssueForm(posted, initial=initial)
    door = None if own else SignedPaperForm(posted, request.FILES if posted else None, may_act=False)
    ready = posted is not None and all([form.is_valid(), door is None or door.is_valid()])
    if ready and _issued(request, review, form, door):
        web.done(request, "Đã ban hành báo cáo. Word và PDF có số, ngày đã được lưu.")
        return redirect("review_report", movement_id=movement_id, review_id=review.pk)
    context = {
        "movement": review.movement,
        "review": review,
        "form": form,
        "signed_form": door,
        "unwritten": queries.unwritten(review),
    }
    return web.page(request, "reviews/issue.html", context, web.status_of(request))


def _issued(request: HttpRequest, review: Review, form: IssueForm, door: SignedPaperForm | None) -> bool:
    told = form.cleaned_data
    act = web.act_of(request)
    anchor = audit.head()
    content = papers.report(
        review,
        queries.figures(review.movement, review.cut_off),
        queries.judgements(review),
        number=told["number"],
        on=told["dated_on"],
        signer_name=told["signer_name"],
        for_chair=told["for_chair"],
        footer=Footer(position=anchor.position, head=anchor.digest[:HEAD_LENGTH]),
    )
    rendered = printing.rendered(content, clock.now(), review.movement.authority_id)
    try:
        with transaction.atomic():
            through = act if door is None else through_door(act, door, kind="BC")
            operations.issue_review(
                through,
                review=review,
                number=told["number"],
                dated_on=told["dated_on"],
                rendered=rendered,
                foot=audit.footnote(),
            )
    except MovedOnError:
        raise
    except RefusedError as refused:
        fields: list[django_forms.Form] = [form, *([door] if door is not None else [])]
        for name, sentence in refused.faults.items():
            owner = next((one for one in fields if name in one.fields), form)
            owner.add_error(name if name in owner.fields else None, sentence)
        return False
    return True


@require_http_methods(["GET", "POST"])
@login_required
def review_reopen(request: HttpRequest, movement_id: int, review_id: int) -> HttpResponse:
    """Open an issued report again with a reason; what was issued stays."""
    review = _review(viewer_of(request), movement_id, review_id)
    act = web.act_of(request)
    require(permissions.may_reopen(act, review))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and web.attempt(
            form, lambda: operations.reopen_review(act, review=review, reason=form.cleaned_data["reason"])
        )
    ):
        web.done(request, "Đã mở lại báo cáo. Bản đã ban hành vẫn được lưu.")
        return redirect("review_report", movement_id=movement_id, review_id=review.pk)
    context = {"movement": review.movement, "review": review, "form": form}
    return web.page(request, "reviews/reopen.html", context, web.status_of(request))
