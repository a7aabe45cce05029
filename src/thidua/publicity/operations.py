"""Write, approve and broadcast scripts; find exemplars: the only writers of publicity."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django.db.models import Max

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.documents.models import SignedPaper
from thidua.engine import publicity as flow
from thidua.movements.models import Movement
from thidua.organizations.models import Subject, Unit
from thidua.publicity import permissions
from thidua.publicity.models import Broadcast, Exemplar, Script


@operation("script.written")
def write_script(
    act: Act,
    *,
    movement: Movement,
    topic: str,
    title: str,
    text: str,
    planned_on: date,
    planned_at: time,
    editor: str,
    exemplar: Exemplar | None = None,
) -> Script:
    """Put a script into the radio schedule; ``exemplar`` is of whom it tells.

    Raises ``RefusedError`` for an empty text, an exemplar of another movement and one that is not approved.
    """
    require(permissions.may_write(act, movement))
    if not text.strip():
        raise RefusedError(text="Bản tin chưa có nội dung.")
    if exemplar is not None and (exemplar.movement_id != movement.pk or exemplar.approved_at is None):
        raise RefusedError("Gương điển hình này chưa được duyệt nên chưa được đưa lên bản tin.")
    Movement.objects.select_for_update().get(pk=movement.pk)
    last = Script.objects.filter(movement=movement).aggregate(last=Max("number"))["last"] or 0
    script = Script.objects.create(
        movement=movement,
        number=last + 1,
        topic=topic,
        exemplar=exemplar,
        title=title,
        text=text,
        planned_on=planned_on,
        planned_at=planned_at,
        editor=editor,
    )
    act.record("script.written", script, topic=topic, planned_on=planned_on)
    return script


@operation("script.changed")
def change_script(
    act: Act, *, script: Script, title: str, text: str, planned_on: date, planned_at: time
) -> None:
    """Change a script that is not under approval. Raises ``MovedOnError`` when it is."""
    require(permissions.may_write(act, script.movement))
    if not text.strip():
        raise RefusedError(text="Bản tin chưa có nội dung.")
    changed = Script.objects.filter(pk=script.pk, state__in=flow.WRITABLE).update(
        title=title, text=text, planned_on=planned_on, planned_at=planned_at
    )
    if changed != 1:
        raise MovedOnError
    script.refresh_from_db()
    act.record("script.changed", script)


@operation("script.submitted")
def submit_script(act: Act, *, script: Script) -> None:
    """Ask for approval."""
    _take(act, script, "submit", "script.submitted")


@operation("script.recalled")
def recall_script(act: Act, *, script: Script) -> None:
    """Take a script back before it is approved."""
    _take(act, script, "recall", "script.recalled")


@operation("script.approved")
def approve_script(act: Act, *, script: Script) -> None:
    """Approve a script: only then may it be read."""
    _take(
        act,
        script,
        "approve",
        "script.approved",
        approved_at=act.at,
        approved_by=_approver(act),
        approval_signed_id=act.signed.paper_id if act.signed else None,
    )


@operation("script.returned")
def return_script(act: Act, *, script: Script, reason: str) -> None:
    """Give a script back with a reason."""
    _needs(reason)
    _take(act, script, "return", "script.returned", returned_reason=reason)


@operation("script.revised")
def revise_script(act: Act, *, script: Script, reason: str) -> None:
    """Take an approved script back to change it: it is approved again."""
    _needs(reason)
    _take(act, script, "revise", "script.revised", approved_at=None, approved_by="", approval_signed_id=None)


@operation("broadcast.logged")
def log_broadcast(
    act: Act,
    *,
    script: Script,
    on: date,
    at: time,
    minutes: int,
    reader: str,
    language: str = "Tiếng Việt",
    incident: str = "",
) -> Broadcast:
    """Write a line of the broadcast log; the first one moves the script to ``broadcast``.

    Raises ``RefusedError`` for a script that is not approved, for a day after today and for less than a minute.
    """
    require(permissions.may_write(act, script.movement))
    if script.state not in {flow.State.APPROVED, flow.State.BROADCAST}:
        raise RefusedError("Bản tin chưa được duyệt nên chưa được phát.")
    if on > act.on:
        raise RefusedError(on="Ngày phát không thể sau hôm nay.")
    if minutes < 1:
        raise RefusedError(minutes="Thời lượng phải từ 1 phút.")
    if script.state == flow.State.APPROVED:
        _take(act, script, "broadcast", "script.broadcast")
    row = Broadcast.objects.create(
        script=script, on=on, at=at, minutes=minutes, reader=reader, language=language, incident=incident
    )
    act.record("broadcast.logged", row, script=script.number, on=on, minutes=minutes)
    return row


@operation("exemplar.entered")
def enter_exemplar(
    act: Act,
    *,
    movement: Movement,
    subject: Subject,
    unit: Unit,
    story: str,
    found_on: date,
    proposed_from: str = "entered",
) -> Exemplar:
    """Enter an exemplar found during the year, or take one that the results propose.

    Raises ``RefusedError`` when the subject stands in the list already, or without a story.
    """
    require(permissions.may_write(act, movement))
    if not story.strip():
        raise RefusedError(story="Hãy viết việc làm cụ thể, có số liệu.")
    if Exemplar.objects.filter(movement=movement, subject=subject).exists():
        raise RefusedError(subject=f"{subject} đã có trong danh sách gương điển hình.")
    exemplar = Exemplar.objects.create(
        movement=movement,
        subject=subject,
        unit=unit,
        story=story,
        found_on=found_on,
        proposed_from=proposed_from,
    )
    act.record("exemplar.entered", exemplar, found_on=found_on, proposed_from=proposed_from)
    return exemplar


@operation("exemplar.changed")
def change_exemplar(act: Act, *, exemplar: Exemplar, story: str, found_on: date) -> None:
    """Change what is told of an exemplar until it is approved. Raises ``MovedOnError`` when it is."""
    require(permissions.may_write(act, exemplar.movement))
    if not story.strip():
        raise RefusedError(story="Hãy viết việc làm cụ thể, có số liệu.")
    rows = Exemplar.objects.filter(pk=exemplar.pk, approved_at__isnull=True)
    if rows.update(story=story, found_on=found_on) != 1:
        raise MovedOnError
    exemplar.refresh_from_db()
    act.record("exemplar.changed", exemplar)


@operation("exemplar.approved")
def approve_exemplar(act: Act, *, exemplar: Exemplar) -> None:
    """Let an exemplar be told. Raises ``MovedOnError`` when it is approved already."""
    require(permissions.may_approve_exemplar(act, exemplar.movement))
    moved = Exemplar.objects.filter(pk=exemplar.pk, approved_at__isnull=True).update(
        approved_at=act.at, approved_by=_approver(act)
    )
    if moved != 1:
        raise MovedOnError
    exemplar.refresh_from_db()
    act.record("exemplar.approved", exemplar)


def _approver(act: Act) -> str:
    """Who approved: the signer of the paper that the act is recorded from, else who acts."""
    if act.signed is None:
        return act.actor.actor_label
    paper = SignedPaper.objects.get(pk=act.signed.paper_id)
    return ", ".join(part for part in (paper.signer_name, paper.signer_title) if part)


def _needs(reason: str) -> None:
    if not reason.strip():
        raise RefusedError(reason="Hãy ghi lý do.")


def _take(act: Act, script: Script, name: str, entry: str, **columns: Any) -> None:
    require(permissions.may_step(act, script, name))
    step = flow.FLOW.step(name, script.state)
    moved = Script.objects.filter(pk=script.pk, state=script.state).update(state=step.target(), **columns)
    if moved != 1:
        raise MovedOnError
    script.refresh_from_db()
    act.record(entry, script, **{key: value for key, value in columns.items() if key == "returned_reason"})
