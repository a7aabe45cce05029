"""Trình cấp trên: send a dossier up whole; received, returned, decided there, or recorded here from the paper."""

from __future__ import annotations

from datetime import date

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.documents import operations as documents
from thidua.documents.models import StoredFile
from thidua.engine.forwardings import FLOW, STANDING, State
from thidua.engine.nominations import State as NominationState
from thidua.honours import operations as honours
from thidua.nominations import permissions, queries
from thidua.nominations.models import Forwarding, Nomination

LETTER_SYMBOL = "TTr-UBND"


@operation("forwarding.sent")
def send_up(
    act: Act,
    *,
    nomination: Nomination,
    number: str,
    dated_on: date,
    rendered: documents.Rendered,
    parcel: StoredFile,
    manifest_sha256: str,
) -> Forwarding:
    """Send a forwarded dossier to the level above with its letter, its parcel and the hash of its manifest.

    Law: 06/2022/QH15, art. 80, 84. Raises ``RefusedError`` for a letter before the appraisal or after today, for a
    number that is used, ``MovedOnError`` unless the nomination is pointed upward and not on its way already.
    """
    require(permissions.may_send_up(act, nomination))
    held = Nomination.objects.select_for_update().get(pk=nomination.pk)
    open_now = held.forwardings.filter(state__in=STANDING)
    if held.state != NominationState.FORWARDED.value or open_now.exists():
        raise MovedOnError
    told = queries.new_facts([nomination], act.on).get(nomination.pk, ())
    if told:
        again = "Hãy mở lại hồ sơ để thẩm định lại."
        refused = RefusedError(f"{' '.join(map(queries.new_fact, told))} {again}")
        refused.openly = f"{queries.CAME_UP} {again}"
        raise refused
    if dated_on > act.on:
        raise RefusedError(dated_on="Ngày tờ trình không thể sau hôm nay.")
    if (seen := queries.appraised_on(held)) is not None and dated_on < seen:
        raise RefusedError(dated_on="Ngày tờ trình không thể trước ngày thẩm định.")
    authority = nomination.movement.authority
    title = f"Tờ trình đề nghị {nomination.form} cho {nomination.subject}"
    letter = documents.draft_paper(act, content=rendered.content, symbol=LETTER_SYMBOL, title=title)
    documents.number_paper(
        act, paper=letter, authority_id=authority.pk, number=number, dated_on=dated_on, rendered=rendered
    )
    receiver = queries.superior_unit(authority, dated_on)
    made = Forwarding.objects.create(
        nomination=nomination,
        sender=authority,
        receiver=receiver,
        receiver_name=queries.superior_name(authority, dated_on),
        letter=letter,
        parcel=parcel,
        manifest_sha256=manifest_sha256,
        sent_on=dated_on,
    )
    act.record("forwarding.sent", made, to=made.receiver_name, manifest=manifest_sha256, parcel=parcel.sha256)
    return made


@operation("forwarding.received")
def receive(act: Act, *, forwarding: Forwarding, on: date) -> None:
    """The level above has taken the dossier. Raises ``RefusedError`` for a day before the sending or after today."""
    require(permissions.may_answer(act, forwarding, "receive"))
    step = FLOW.step("receive", forwarding.state)
    _day(act, forwarding, on)
    _move(forwarding, step.target(), received_on=on, signed_id=_paper(act, forwarding))
    act.record("forwarding.received", forwarding, on=on)


@operation("forwarding.returned")
def return_down(
    act: Act, *, forwarding: Forwarding, on: date, reason: str, due_on: date | None = None
) -> None:
    """The level above returns the dossier with its reason; the nomination is open here again, nothing is lost.

    ``due_on``: by when the level above wants it back, where it says so. Raises ``RefusedError`` for a day before the
    return.
    """
    require(permissions.may_answer(act, forwarding, "return"))
    step = FLOW.step("return", forwarding.state)
    if not reason.strip():
        raise RefusedError(reason="Hãy ghi lý do.")
    _day(act, forwarding, on)
    if due_on is not None and due_on < on:
        raise RefusedError(due_on=f"Hạn trình lại không thể trước ngày trả lại ({on:%d/%m/%Y}).")
    _move(
        forwarding,
        step.target(),
        returned_on=on,
        due_on=due_on,
        reason=reason.strip(),
        signed_id=_paper(act, forwarding),
    )
    moved = Nomination.objects.filter(
        pk=forwarding.nomination_id, state=NominationState.FORWARDED.value
    ).update(state=NominationState.APPRAISED.value, outcome_reason="")
    if moved != 1:
        raise MovedOnError
    act.record("forwarding.returned", forwarding, on=on, reason=reason.strip(), due_on=due_on)


@operation("forwarding.decided")
def decide(
    act: Act,
    *,
    forwarding: Forwarding,
    on: date,
    awarded: bool,
    decision_number: str = "",
    decision_issuer: str = "",
    reason: str = "",
) -> None:
    """The level above has decided: the award with its decision, which the subject then has, or none with the reason.

    Raises ``RefusedError`` where the decision's number and issuer, or the reason, are missing.
    """
    require(permissions.may_answer(act, forwarding, "decide"))
    step = FLOW.step("decide", forwarding.state)
    faults: dict[str, str] = {}
    if awarded and not decision_number.strip():
        faults["decision_number"] = "Hãy ghi số quyết định khen thưởng."
    if awarded and not decision_issuer.strip():
        faults["decision_issuer"] = "Hãy ghi cấp ra quyết định."
    if not awarded and not reason.strip():
        faults["reason"] = "Hãy ghi lý do không khen."
    if faults:
        raise RefusedError(**faults)
    _day(act, forwarding, on)
    _move(
        forwarding,
        step.target(),
        decided_on=on,
        awarded=awarded,
        decision_number=decision_number.strip(),
        decision_issuer=decision_issuer.strip(),
        reason=reason.strip(),
        signed_id=_paper(act, forwarding),
    )
    if awarded:
        nomination = forwarding.nomination
        line = {
            "subject": nomination.subject,
            "form": nomination.form,
            "merit": nomination.merit,
            "decision_number": decision_number.strip(),
            "decided_on": on,
            "issuer": decision_issuer.strip(),
            "movement_key": queries.movement_key(nomination.movement),
            "initiative": nomination.initiative,
        }
        honours.import_awards(act, lines=[line], given_by=forwarding.receiver_id)
    act.record("forwarding.decided", forwarding, on=on, awarded=awarded, decision=decision_number.strip())


def _day(act: Act, forwarding: Forwarding, on: date) -> None:
    if on < forwarding.sent_on:
        raise RefusedError(on=f"Ngày này không thể trước ngày trình ({forwarding.sent_on:%d/%m/%Y}).")
    if on > act.on:
        raise RefusedError(on="Ngày này không thể sau hôm nay.")


def _paper(act: Act, forwarding: Forwarding) -> int | None:
    return act.signed.paper_id if act.signed else forwarding.signed_id


def _move(forwarding: Forwarding, target: State, **columns: object) -> None:
    moved = Forwarding.objects.filter(pk=forwarding.pk, state=forwarding.state).update(
        state=target.value, **columns
    )
    if moved != 1:  # another hand was faster
        raise MovedOnError
    forwarding.refresh_from_db()
