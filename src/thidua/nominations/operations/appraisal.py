"""Thẩm định: check, appraise, return, let through, point upward; the council's outcome."""

from __future__ import annotations

from datetime import date
from typing import Any

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.engine import eligibility as rules
from thidua.engine import forwardings
from thidua.engine.meetings import LIVE
from thidua.engine.nominations import FLOW, SETTLED, State
from thidua.nominations import permissions, queries
from thidua.nominations.models import Nomination
from thidua.nominations.operations.dossier import write_report
from thidua.regulations.law import AwardForm


def check(nomination: Nomination, on: date) -> tuple[rules.Finding, ...]:
    """Eligibility of a nominee on a day, each finding with its article and its fact. Nothing is stored."""
    return queries.check(nomination, on)


_ELIGIBLE = {rules.Verdict.ELIGIBLE: True, rules.Verdict.NOT_ELIGIBLE: False, rules.Verdict.FORWARD: False}


@operation("nomination.appraised")
def appraise(act: Act, *, nomination: Nomination, finding: str) -> None:
    """Thẩm định: check against the standards of the day, keep every finding, hand the dossier on.

    ``finding`` is what the appraiser says. Law: 06/2022/QH15, art. 84. Raises ``NotAllowedError`` for the own
    unit's dossier, ``StepRefusedError`` or ``MovedOnError`` when it has moved on.
    """
    require(permissions.may_appraise(act, nomination))
    step = FLOW.step("appraise", nomination.state)
    _appraised(act, nomination, step.target(), finding)


@operation("nomination.appraised")
def appraise_again(act: Act, *, nomination: Nomination, finding: str) -> None:
    """Look again at what the council settled, because a fact came up; the chairperson's earlier word no longer counts.

    It stays as the council said; whom the new appraisal does not let through is neither proposed nor awarded. Raises as
    ``appraise``, and ``MovedOnError`` once it is awarded.
    """
    require(permissions.may_appraise(act, nomination))
    step = FLOW.step("appraise_again", nomination.state)
    if Nomination.objects.filter(pk=nomination.pk, award__isnull=False).exists():
        raise MovedOnError  # awarded already: what comes up now is a case of cancelling
    nomination.appraised_at = None  # measured by the law and the year of today
    _appraised(act, nomination, step.target(), finding, **_NO_VERDICT)


def _appraised(act: Act, nomination: Nomination, target: State, finding: str, **columns: Any) -> None:
    found = queries.check(nomination, act.on)
    verdict = rules.verdict(found)
    told: dict[str, Any] = columns | {
        "state": target.value,
        "appraised_at": act.at,
        "appraised_by": act.actor.actor_label,
        "appraisal": finding,
        "findings": [queries.plain(row) for row in found],
        "verdict": verdict.value,
        "eligible": _ELIGIBLE.get(verdict),
    }
    moved = Nomination.objects.filter(pk=nomination.pk, state=nomination.state).update(**told)
    if moved != 1:  # another hand was faster
        raise MovedOnError
    nomination.refresh_from_db()
    failed = [row.rule for row in found if row.outcome is not rules.FindingOutcome.MET]
    act.record("nomination.appraised", nomination, verdict=verdict.value, open=failed, finding=finding)


@operation("nomination.reappraised")
def reappraise(act: Act, *, nomination: Nomination, reason: str) -> None:
    """Take an appraised dossier back to the appraiser, because a fact has changed."""
    require(permissions.may_reappraise(act, nomination))
    step = FLOW.step("reappraise", nomination.state)
    _told(reason)
    free_of_meeting(nomination)
    _move(nomination, step.target(), **_NO_VERDICT)
    act.record("nomination.reappraised", nomination, reason=reason)


_NO_VERDICT: dict[str, Any] = {
    "eligible": None,
    "verdict": "",
    "findings": [],
    "override_reason": "",
    "override_article": "",
    "let_through": [],
    "appraised_at": None,
    "appraised_by": "",
}


@operation("nomination.returned")
def return_nomination(act: Act, *, nomination: Nomination, reason: str, due_on: date) -> None:
    """Send a dossier back to its unit with a reason and a new date; once fixed it comes back to where it was asked."""
    require(permissions.may_appraise(act, nomination))
    step = FLOW.step("return", nomination.state)
    _told(reason)
    if due_on < act.on:
        raise RefusedError(due_on="Hạn hoàn thiện phải từ hôm nay trở đi.")
    free_of_meeting(nomination)
    fresh = _NO_VERDICT if nomination.state == State.APPRAISED.value else {}
    # findings on a dossier that changes would be findings on another dossier: it is appraised anew
    resume_at = State.SUBMITTED.value if fresh else nomination.state
    _move(
        nomination,
        step.target(),
        resume_at=resume_at,
        returned_reason=reason,
        due_on=due_on,
        **fresh,
    )
    act.record("nomination.returned", nomination, reason=reason, due_on=due_on)


@operation("nomination.let_through")
def override(act: Act, *, nomination: Nomination, reason: str, article: str) -> None:
    """Let a nominee through against what was found, on the chairperson's word, with reason and article.

    It holds for what is found today, also after the council chose; what comes up later asks for a new word. Raises
    ``RefusedError`` for what only the level above may decide, and where nothing stands against the nominee.
    """
    require(permissions.may_override(act, nomination))
    faults = {}
    if not reason.strip():
        faults["reason"] = "Hãy ghi lý do vẫn cho xét khen."
    if not article.strip():
        faults["article"] = "Hãy ghi căn cứ (điều, khoản, văn bản)."
    if faults:
        raise RefusedError(**faults)
    found = queries.check(nomination, act.on)
    if rules.Verdict.FORWARD.value in {nomination.verdict, rules.verdict(found).value}:
        raise RefusedError("Trường hợp này thuộc thẩm quyền cấp trên nên chỉ có thể chuyển đề nghị lên.")
    if nomination.eligible is True and not queries.new_facts([nomination], act.on):
        raise RefusedError("Hồ sơ đã đủ điều kiện, không cần ý kiến cho phép.")
    against = [
        queries.plain(row) for row in found if row.blocking and row.outcome is not rules.FindingOutcome.MET
    ]
    done = Nomination.objects.filter(pk=nomination.pk, state__in=SETTLED).update(
        override_reason=reason, override_article=article, let_through=against
    )
    if done != 1:
        raise MovedOnError
    nomination.refresh_from_db()
    act.record(
        "nomination.let_through",
        nomination,
        reason=reason,
        article=article,
        against=[row["rule"] for row in against],
    )


@operation("nomination.forwarded")
def forward(act: Act, *, nomination: Nomination, reason: str) -> None:
    """Point a nomination to the level above: what its own chair may not award, or what is above its power.

    A form that only the own level gives becomes that of the level above, and a report drafted here is written anew for
    it. Before the council's vote, or after it agreed to ask. Raises ``RefusedError`` for what was chosen to be given
    here, and where the award above is asked for already.
    """
    require(permissions.may_step(act, nomination, "forward"))
    step = FLOW.step("forward", nomination.state)
    _told(reason)
    if nomination.state == State.CHOSEN.value and not queries.above_power(nomination):
        raise RefusedError("Hội đồng đã chọn để khen ở cấp này nên không chuyển lên cấp trên.")
    free_of_meeting(nomination)
    asked = (
        queries.award_above(nomination, act.on) if nomination.verdict == rules.Verdict.FORWARD.value else None
    )
    was = nomination.form
    _move(nomination, step.target(), outcome_reason=reason, **_asking(nomination, asked))
    if asked is not None:
        found = [queries.plain(row) for row in queries.check(nomination, act.on)]
        Nomination.objects.filter(pk=nomination.pk).update(findings=found)
        nomination.findings = found
        if nomination.report is not None:
            write_report(act, nomination)
    act.record(
        "nomination.forwarded",
        nomination,
        reason=reason,
        to=queries.superior_of(nomination.movement.authority),
        before={"form": was},
        after={"form": nomination.form},
    )


def _asking(nomination: Nomination, asked: AwardForm | None) -> dict[str, str]:
    """The columns that name the award of the level above. Raises ``RefusedError`` where it is asked for already."""
    if asked is None:
        return {}
    others = Nomination.objects.filter(movement=nomination.movement, subject=nomination.subject)
    if others.filter(form=asked.name).exists():
        raise RefusedError(f"{nomination.subject.name} đã có đề nghị {asked.name} trong phong trào này.")
    return {"form": asked.name, "level": asked.level}


@operation("nomination.chosen")
def settle(act: Act, *, nomination: Nomination, chosen: bool, reason: str = "") -> None:
    """Write the council's outcome; called by the council's selection. Raises ``MovedOnError`` unless appraised."""
    require(permissions.may_step(act, nomination, "choose"))
    step = FLOW.step("choose" if chosen else "pass_over", nomination.state)
    _move(nomination, step.target(), outcome_reason=reason)
    act.record("nomination.chosen" if chosen else "nomination.passed_over", nomination, reason=reason)


@operation("nomination.decided_otherwise")
def decide_otherwise(act: Act, *, nomination: Nomination, chosen: bool, reason: str) -> None:
    """The chairperson decided otherwise than the council; called by the council's operation, which asks who may."""
    source = State.NOT_CHOSEN if chosen else State.CHOSEN
    if nomination.state != source:
        raise MovedOnError
    _move(nomination, State.CHOSEN if chosen else State.NOT_CHOSEN, outcome_reason=reason)
    act.record("nomination.decided_otherwise", nomination, chosen=chosen, reason=reason)


@operation("nomination.reopened")
def reopen(act: Act, *, nomination: Nomination, reason: str) -> None:
    """Take a settled or forwarded nomination back to where it was appraised, with the reason.

    Raises ``RefusedError`` while the council's choice stands, and while the dossier is with the level above.
    """
    require(permissions.may_step(act, nomination, "reopen"))
    step = FLOW.step("reopen", nomination.state)
    _told(reason)
    if queries.stays_chosen(nomination):
        raise RefusedError(
            "Hồ sơ này Hội đồng đã chọn để khen. Muốn xét lại, hãy bỏ kết quả chọn ở phiên họp của Hội đồng."
        )
    if nomination.forwardings.filter(state__in=forwardings.STANDING).exists():
        raise RefusedError("Hồ sơ đang ở cấp trên hoặc đã có kết quả. Chỉ mở lại được khi cấp trên trả lại.")
    _move(nomination, step.target(), outcome_reason="")
    act.record("nomination.reopened", nomination, reason=reason)


def _told(reason: str) -> None:
    if not reason.strip():
        raise RefusedError(reason="Hãy ghi lý do.")


def free_of_meeting(nomination: Nomination) -> None:
    """What the council is voting on stays as it is until the vote is over."""
    if nomination.questions.filter(ballot__state__in=LIVE).exists():
        raise RefusedError("Hội đồng đang bỏ phiếu về hồ sơ này. Hãy chờ kết thúc bỏ phiếu.")


def _move(nomination: Nomination, target: State, **columns: Any) -> None:
    moved = Nomination.objects.filter(pk=nomination.pk, state=nomination.state).update(
        state=target.value, **columns
    )
    if moved != 1:  # another hand was faster
        raise MovedOnError
    nomination.refresh_from_db()
