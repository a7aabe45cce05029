"""The voter's page and the teller's key. Nothing here is cached, logged, or kept by the browser's history of htmx."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms as django_forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from thidua.accounts.typed import never_kept
from thidua.base import web
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.council import operations, queries
from thidua.council.forms import KeyForm
from thidua.council.models import Ballot, Question, RollEntry
from thidua.council.views import parts
from thidua.documents.doors import Doors
from thidua.engine.ballot import Choice
from thidua.engine.meetings import BallotState
from thidua.organizations.models import Subject

_LOCAL = {"127.0.0.1", "::1"}
# what is sent has one length whatever is chosen: an encrypted request still shows how long it is
_SENT = {"yes": Choice.YES.value, "not": Choice.NO.value}


def over_plain_network(request: HttpRequest) -> bool:
    """Whether what is sent could be read on the way: no encryption, and not on the machine itself.

    What another server on this machine passes on comes from the network.
    """
    passed_on = "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META
    return not request.is_secure() and (passed_on or request.META.get("REMOTE_ADDR", "") not in _LOCAL)


@never_kept
@login_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@sensitive_variables()
def vote(request: HttpRequest, movement_id: int, ballot_id: int) -> HttpResponse:
    """The ballot page: the names, Đồng ý and Không đồng ý, one button; then the receipt, again after a reload."""
    viewer = parts.viewer_of(request)
    found = parts.ballot_of(viewer, movement_id, ballot_id)
    act = web.act_of(request)
    entry = queries.entry_of(act, found)
    require(entry is not None and found.method == Ballot.Method.SECRET)
    context: dict[str, Any] = {
        "movement": found.meeting.movement,
        "meeting": found.meeting,
        "ballot": found,
        "entry": entry,
        "stands_in": entry is not None and entry.member.person.user_id != viewer.user.pk,
        "open": found.state == BallotState.OPEN,
        "receipts": queries.receipts_of(found) if found.state == BallotState.OPENED else (),
        "plain_network": over_plain_network(request) and not found.plain_http_accepted,
    }
    status = 200
    if entry is not None and entry.state == "expected" and context["open"] and not context["plain_network"]:
        rows = _rows(found, entry, request)
        if request.method == "POST":
            try:
                told = {row["pk"]: row["choice"] for row in rows if not row["recused"]}
                if found.contest:
                    told = {key: choice for key, choice in told.items() if choice == Choice.YES}
                    _meant(request, told)
                operations.cast(act, ballot=found, choices=told)
            except RefusedError as refused:
                if isinstance(refused, MovedOnError):
                    raise
                status = 422
                for row in rows:
                    row["fault"] = refused.faults.get(f"q{row['pk']}", "")
                context["fault"] = (
                    refused.faults.get("", "") or "Chưa chọn đủ. Hãy chọn ở những chỗ có đánh dấu."
                )
            else:
                return redirect("council_vote", movement_id, found.pk)
        context["rows"] = rows
        context["related"] = [row["name"] for row in rows if row["related"]]
    elif request.method == "POST" and not context["plain_network"]:
        try:
            operations.turn_away(act, ballot=found)
        except RefusedError as refused:
            context["fault"], status = str(refused), 409
    response = web.page(request, "council/vote.html", context, status)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _meant(request: HttpRequest, marks: Mapping[int, str]) -> None:
    """A blank paper is cast by a button of its own. Raises ``RefusedError`` where the other was pressed."""
    blank = request.POST.get("send") == "none"
    if blank and marks:
        raise RefusedError(
            "Phiếu đang có tên được đánh dấu. Muốn bỏ phiếu trắng thì chọn Để trống ở mọi tên."
        )
    if not blank and not marks:
        raise RefusedError("Chưa đánh dấu tên nào. Hãy đánh dấu, hoặc bấm Bỏ phiếu trắng.")


def _rows(ballot: Ballot, entry: RollEntry, request: HttpRequest) -> list[dict[str, Any]]:
    """The questions in the Vietnamese order of names, collectives first, with what was chosen so far on this page."""
    recused, related = queries.out_of(ballot), queries.recused_of(ballot.meeting)
    return [
        {
            "pk": question.pk,
            "name": question.name,
            "about": _about(question),
            "recused": entry.member_id in recused.get(question.nomination_id, set()),
            "related": entry.member_id in related.get(question.nomination_id, set()),
            "choice": _SENT.get(request.POST.get(f"q{question.pk}", ""), "")
            if request.method == "POST"
            else "",
            "fault": "",
        }
        for question in ballot.questions.select_related(
            "nomination__subject", "nomination__unit__subject"
        ).order_by("order")
    ]


def _about(question: Question) -> str:
    """The unit of a person or household and the title asked for; a made-up question has neither."""
    nomination = question.nomination
    if nomination is None:
        return ""
    unit = "" if nomination.subject.kind == Subject.Kind.UNIT else nomination.unit.name
    title = nomination.form if queries.title_of(nomination, question.ballot.meeting.on) else ""
    return "; ".join(part for part in (unit, title) if part)


@never_kept
@login_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@sensitive_variables()
def key(request: HttpRequest, movement_id: int, ballot_id: int) -> HttpResponse:
    """A teller's page: take a key, shown this once as a slip to print; type it back."""
    viewer = parts.viewer_of(request)
    found = parts.ballot_of(viewer, movement_id, ballot_id)
    person = viewer.person
    require(person is not None and found.method == Ballot.Method.SECRET)
    teller = get_object_or_404(found.meeting.tellers, person=person)
    held = found.keys.filter(teller=teller).first()
    slip = ""
    doors = Doors(request, may_act=True, may_record=False)
    plain = over_plain_network(request) and not found.plain_http_accepted
    taking = request.method == "POST" and request.POST.get("what") == "take" and not plain
    typed = request.method == "POST" and not taking and not plain
    form = KeyForm(request.POST if typed else None)
    status = 422 if typed else 200
    if taking:
        whole = django_forms.Form(request.POST)
        slips: list[str] = []
        if doors.attempt(
            whole,
            "BB",
            lambda act, _told: slips.append(operations.take_key(act, ballot=found, teller=teller)),
        ):
            slip = slips[0]
            held = found.keys.filter(teller=teller).first()
        else:
            web.warn(request, " ".join(str(error) for error in whole.non_field_errors()))
            return redirect("council_key", movement_id, found.pk)
    elif typed and doors.attempt(
        form,
        "BB",
        lambda act, told: operations.confirm_key(act, ballot=found, teller=teller, typed=told["typed"]),
    ):
        web.done(request, "Khóa đúng. Hãy giữ phiếu khóa đến khi kiểm phiếu.")
        return redirect("council_key", movement_id, found.pk)
    context = {
        "movement": found.meeting.movement,
        "meeting": found.meeting,
        "ballot": found,
        "teller": teller,
        "held": held,
        "slip": slip,
        "form": form,
        "prepared": found.state == BallotState.PREPARED,
        "plain_network": plain,
    }
    response = web.page(request, "council/key.html", context, status)
    response.headers["Cache-Control"] = "no-store, private"
    return response
