"""Lịch phát thanh: the schedule, a script written from the data, approved, read."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from thidua.audit import queries as audit
from thidua.base import web
from thidua.base.errors import require
from thidua.documents import printing
from thidua.engine.publicity import FLOW, WRITABLE, State
from thidua.engine.text import fold
from thidua.movements.models import Movement
from thidua.publicity import operations, papers, permissions, queries, speech
from thidua.publicity.choices import STATES
from thidua.publicity.forms import ChangeScriptForm, ReasonForm, ScriptForm, TopicForm
from thidua.publicity.models import Exemplar, Script
from thidua.publicity.views import room

MORNING: Final = "05:30"
STEPS: Final[dict[str, dict[str, str]]] = {
    "submit": {
        "heading": "Gửi duyệt bản tin",
        "purpose": "Bản tin được chuyển đến Chủ tịch; chưa duyệt thì chưa được phát.",
        "button": "Gửi duyệt",
        "done": "Đã gửi bản tin để duyệt.",
    },
    "recall": {
        "heading": "Rút lại bản tin",
        "purpose": "Bản tin trở về đang soạn để sửa tiếp.",
        "button": "Rút lại",
        "done": "Đã rút lại bản tin. Có thể sửa rồi gửi lại.",
    },
    "approve": {
        "heading": "Duyệt bản tin",
        "purpose": "Sau khi duyệt, bản tin được phát đúng lời này; sửa lời thì phải duyệt lại.",
        "button": "Duyệt bản tin",
        "done": "Đã duyệt bản tin. Bản tin được phép phát.",
    },
    "return": {
        "heading": "Trả lại bản tin",
        "purpose": "Người biên tập thấy lý do và sửa; không mất gì đã viết.",
        "button": "Trả lại để sửa",
        "done": "Đã trả lại bản tin cho người biên tập.",
    },
    "revise": {
        "heading": "Đưa bản tin đã duyệt về sửa",
        "purpose": "Lời đã sửa là lời mới: bản tin phải được duyệt lại trước khi phát.",
        "button": "Đưa về để sửa",
        "done": "Bản tin đã trở về đang soạn.",
    },
}
NEEDS_REASON: Final = {"return", "revise"}


@require_GET
@login_required
def publicity_scripts(request: HttpRequest, movement_id: int) -> HttpResponse:
    """The schedule by date with the state of each script."""
    viewer = room.viewer_of(request)
    movement = room.movement_of(viewer, movement_id)
    rows = list(queries.scripts_visible_to(viewer).filter(movement=movement))
    state, text = request.GET.get("state", ""), request.GET.get("q", "")
    shown = [
        {"script": row, "state": STATES[row.state]}
        for row in rows
        if (not state or row.state == state) and fold(text) in fold(row.title)
    ]
    topic = queries.next_topic(movement, viewer.on)
    context = {
        "movement": movement,
        "page": Paginator(shown, room.PAGE_SIZE).get_page(request.GET.get("page")),
        "any": bool(rows),
        "query": _query(request),
        "state": state,
        "text": text,
        "states": [(code, word) for code, (word, _) in STATES.items()],
        "may_write": permissions.may_write(web.act_of(request), movement),
        "next_topic": topic,
        "next_name": papers.TOPICS.get(topic, "").lower(),
    }
    return web.page(request, "publicity/scripts.html", context)


def _query(request: HttpRequest) -> str:
    told = request.GET.copy()
    told.pop("page", None)
    return told.urlencode()


@require_http_methods(["GET", "POST"])
@login_required
def publicity_script_write(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Choose a topic; then the text as the data give it, to be edited and put into the schedule."""
    viewer = room.viewer_of(request)
    movement = room.movement_of(viewer, movement_id)
    act = web.act_of(request)
    require(permissions.may_write(act, movement))
    asked = request.POST if request.method == "POST" else request.GET
    told = TopicForm({"topic": asked.get("chu-de", ""), "exemplar": asked.get("guong", "")})
    if not told.is_valid() or (
        told.cleaned_data["topic"] == "exemplar" and not told.cleaned_data["exemplar"]
    ):
        return web.page(
            request, "publicity/topics.html", _topics(movement, viewer.on), web.status_of(request)
        )
    topic = told.cleaned_data["topic"]
    row = _exemplar(viewer, movement, told.cleaned_data["exemplar"]) if topic == "exemplar" else None
    if request.method == "POST":
        form = ScriptForm(request.POST)
        if form.is_valid():
            values = form.cleaned_data
            made: list[Script] = []

            def call() -> None:
                made.append(
                    operations.write_script(act, movement=movement, topic=topic, exemplar=row, **values)
                )

            if web.attempt(form, call):
                _warn(request, values["text"])
                web.done(request, "Đã đưa bản tin vào lịch. Việc tiếp theo: gửi duyệt.")
                return redirect("publicity_script", movement_id=movement.pk, script_id=made[0].pk)
    else:
        title, text = papers.written(topic, movement, viewer.on, row)
        form = ScriptForm(
            initial={
                "title": title[:300],
                "text": text,
                "planned_on": viewer.on,
                "planned_at": MORNING,
                "editor": act.actor.actor_label,
            }
        )
    context = {
        "movement": movement,
        "form": form,
        "topic": topic,
        "topic_name": papers.TOPICS[topic],
        "exemplar": row,
    }
    return web.page(request, "publicity/write.html", context, web.status_of(request))


def _exemplar(viewer: Any, movement: Movement, key: int) -> Exemplar:
    rows = queries.exemplars_visible_to(viewer).filter(movement=movement, approved_at__isnull=False)
    row = rows.filter(pk=key).first()
    if row is None:
        raise Http404
    return row


def _topics(movement: Movement, on: Any) -> dict[str, Any]:
    told = set(movement.scripts.values_list("topic", flat=True))
    after = queries.next_topic(movement, on)
    return {
        "movement": movement,
        "topics": [
            {"code": code, "name": name, "told": code in told, "next": code == after}
            for code, name in papers.TOPICS.items()
            if code != "exemplar"
        ],
        "exemplars": list(queries.untold_exemplars(movement)[: room.PAGE_SIZE]),
    }


def _warn(request: HttpRequest, text: str) -> None:
    long, hard = speech.too_long(text), speech.hard_to_read(text)
    if long:
        web.warn(
            request, f"Có {len(long):02d} câu dài quá 25 chữ, người đọc dễ hụt hơi. Nên ngắt thành câu ngắn."
        )
    if hard:
        web.warn(request, f"Lời đọc còn chỗ khó đọc: {', '.join(hard)}. Nên viết đầy đủ bằng chữ.")


@require_GET
@login_required
def publicity_script(request: HttpRequest, movement_id: int, script_id: int) -> HttpResponse:
    """A script as it will be read, with what can be done to it."""
    viewer = room.viewer_of(request)
    script = room.script_of(viewer, movement_id, script_id)
    act = web.act_of(request)
    word, tone = STATES[script.state]
    roles = viewer.roles_in(script.movement.authority_id)
    doors = {}
    for step in FLOW.open_steps(script.state):
        if step.name in STEPS and (step.may_take(roles) or step.may_record(roles)):
            doors[step.name] = {"own": step.may_take(roles), **STEPS[step.name]}
    writes = permissions.may_write(act, script.movement)
    context = {
        "movement": script.movement,
        "script": script,
        "word": word,
        "tone": tone,
        "lines": script.text.splitlines(),
        "minutes": speech.minutes(script.text),
        "long": speech.too_long(script.text),
        "hard": speech.hard_to_read(script.text),
        "doors": doors,
        "may_change": writes and script.state in WRITABLE,
        "may_broadcast": writes and script.state in {State.APPROVED.value, State.BROADCAST.value},
        "broadcasts": list(script.broadcasts.all()),
        "history": audit.told(script),
    }
    return web.page(request, "publicity/script.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def publicity_script_change(request: HttpRequest, movement_id: int, script_id: int) -> HttpResponse:
    """Change a script that is not under approval."""
    script = room.script_of(room.viewer_of(request), movement_id, script_id)
    act = web.act_of(request)
    require(permissions.may_write(act, script.movement) and script.state in WRITABLE)
    names = ("title", "text", "planned_on", "planned_at")
    initial = {name: getattr(script, name) for name in names}
    form = ChangeScriptForm(request.POST if request.method == "POST" else None, initial=initial)
    if (
        request.method == "POST"
        and form.is_valid()
        and web.attempt(form, lambda: operations.change_script(act, script=script, **form.cleaned_data))
    ):
        _warn(request, form.cleaned_data["text"])
        web.done(request, "Đã ghi bản tin.")
        return redirect("publicity_script", movement_id=movement_id, script_id=script.pk)
    context = {"movement": script.movement, "script": script, "form": form}
    return web.page(request, "publicity/write.html", context, web.status_of(request))


@require_http_methods(["GET", "POST"])
@login_required
def publicity_script_step(request: HttpRequest, movement_id: int, script_id: int, step: str) -> HttpResponse:
    """Submit, recall, approve, return, revise: on the screen, or recorded from the signed paper."""
    viewer = room.viewer_of(request)
    script = room.script_of(viewer, movement_id, script_id)
    right = FLOW.right(step, script.state)
    roles = viewer.roles_in(script.movement.authority_id)
    own = right.may_take(roles)
    require(own or right.may_record(roles))
    FLOW.step(step, script.state)
    door = room.Door(request, own=own)
    form = ReasonForm(request.POST if request.method == "POST" else None) if step in NEEDS_REASON else None
    words = STEPS[step]
    ready = request.method == "POST" and all([door.is_valid(), form is None or form.is_valid()])
    if ready and web.attempt(form, lambda: _take(door, script, step, form), door.form):
        web.done(request, words["done"])
        return redirect("publicity_script", movement_id=movement_id, script_id=script.pk)
    context = {
        "movement": script.movement,
        "script": script,
        "form": form,
        "signed_form": door.form,
        "lines": script.text.splitlines() if step == "approve" else [],
        "danger": step in NEEDS_REASON,
        **words,
    }
    return web.page(request, "publicity/step.html", context, web.status_of(request))


def _take(door: room.Door, script: Script, step: str, form: ReasonForm | None) -> None:
    act = door.act("script")
    reason = form.cleaned_data["reason"] if form is not None else ""
    if step == "submit":
        operations.submit_script(act, script=script)
    elif step == "recall":
        operations.recall_script(act, script=script)
    elif step == "approve":
        operations.approve_script(act, script=script)
    elif step == "return":
        operations.return_script(act, script=script, reason=reason)
    else:
        operations.revise_script(act, script=script, reason=reason)


@require_GET
@login_required
def publicity_script_read(request: HttpRequest, movement_id: int, script_id: int) -> HttpResponse:
    """Large type, nothing else on the page, ready to be read aloud."""
    script = room.script_of(room.viewer_of(request), movement_id, script_id)
    context = {
        "movement": script.movement,
        "script": script,
        "lines": script.text.splitlines(),
        "minutes": speech.minutes(script.text),
        "ready": script.state in {State.APPROVED.value, State.BROADCAST.value},
        "may_broadcast": permissions.may_write(web.act_of(request), script.movement),
    }
    return web.page(request, "publicity/read.html", context)


@require_GET
@login_required
def publicity_script_file(request: HttpRequest, movement_id: int, script_id: int, kind: str) -> HttpResponse:
    """The script as a paper, to sign and to file."""
    script = room.script_of(room.viewer_of(request), movement_id, script_id)
    if kind not in {"docx", "pdf"}:
        raise Http404
    content = papers.script_paper(script)
    return printing.attached(kind, content, f"ban-tin-so-{script.number:02d}", script.movement.authority_id)
