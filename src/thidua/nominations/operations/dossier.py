"""The papers of a dossier: drafted here, or handed in."""

from __future__ import annotations

from datetime import date

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.documents import operations as documents
from thidua.documents.models import Paper, SignedPaper, StoredFile
from thidua.engine.nominations import WITH_UNIT, State
from thidua.nominations import choices, papers, permissions, queries
from thidua.nominations.models import DossierItem, Nomination, UnitMeeting


@operation("dossier.added")
def attach(act: Act, *, nomination: Nomination, kind: str, file: StoredFile, title: str = "") -> DossierItem:
    """Put a paper that was handed in into the dossier, while the unit holds it; the officer may add one later.

    Raises ``RefusedError`` for a kind that no dossier knows.
    """
    holder = permissions.may_nominate(act, nomination.unit_id)
    require(holder or permissions.may_appraise(act, nomination))
    if kind not in choices.DOSSIER:
        raise RefusedError(kind="Hãy chọn loại giấy tờ trong danh sách.")
    open_states = WITH_UNIT if holder else WITH_UNIT | {State.SUBMITTED}
    _held(nomination, open_states)
    item = DossierItem.objects.create(
        nomination=nomination,
        kind=kind,
        title=title.strip() or choices.DOSSIER[kind],
        file=file,
        added_at=act.at,
    )
    act.record("dossier.added", nomination, kind=kind, title=item.title, sha256=file.sha256)
    return item


@operation("dossier.removed")
def detach(act: Act, *, item: DossierItem) -> None:
    """Take a paper out of the dossier again, while the unit holds it."""
    nomination = item.nomination
    require(permissions.may_nominate(act, nomination.unit_id))
    _held(nomination, WITH_UNIT)
    title, kind = item.title, item.kind
    DossierItem.objects.filter(pk=item.pk).delete()
    act.record("dossier.removed", nomination, kind=kind, title=title)


@operation("nomination.report_drafted")
def draft_report(act: Act, *, nomination: Nomination) -> Paper:
    """Draft the BÁO CÁO THÀNH TÍCH from what is on record and put it into the dossier; again: written anew."""
    require(permissions.may_nominate(act, nomination.unit_id))
    _held(nomination, WITH_UNIT)
    return write_report(act, nomination)


def write_report(act: Act, nomination: Nomination) -> Paper:
    """Write the report of what is on record, or write it anew; whoever confirmed the former one is asked again."""
    content = papers.achievement_report(nomination, act.on, queries.report_figures(nomination, act.on))
    paper = documents.draft_paper(
        act,
        content=content,
        symbol="",
        title=f"Báo cáo thành tích của {nomination.subject.name}",
        draft=nomination.report,
    )
    Nomination.objects.filter(pk=nomination.pk).update(report=paper)
    nomination.report = paper
    _put(act, nomination, "report", paper)
    act.record("nomination.report_drafted", nomination)
    return paper


@operation("nomination.report_confirmed")
def confirm_report(act: Act, *, nomination: Nomination) -> None:
    """Xác nhận của cấp trên trực tiếp: stand by the report that was drafted here; once it is written anew, again.

    Raises ``RefusedError`` where there is none that waits for it, ``MovedOnError`` once it is appraised.
    """
    require(permissions.may_confirm(act, nomination))
    _held(nomination, WITH_UNIT | {State.SUBMITTED, State.FORWARDED})
    waiting = nomination.dossier.filter(kind=queries.REPORT, paper__isnull=False, confirmed_at__isnull=True)
    if waiting.update(confirmed_at=act.at, confirmed_by=act.actor.actor_label) < 1:
        raise RefusedError("Chưa có báo cáo thành tích nào chờ xác nhận. Hãy soạn báo cáo trước.")
    act.record("nomination.report_confirmed", nomination)


@operation("unit_meeting.paper_numbered")
def number_unit_paper(
    act: Act,
    *,
    meeting: UnitMeeting,
    what: str,
    number: str,
    dated_on: date,
    rendered: documents.Rendered,
) -> None:
    """Enter number and day of the unit's minutes (``minutes``) or letter (``letter``) and freeze the paper with them.

    Raises ``RefusedError`` where it is not drafted, for a day before the meeting or after today, for a number that
    the unit has used; ``MovedOnError`` when it has its number already.
    """
    require(permissions.may_number(act, meeting.unit))
    paper = meeting.letter if what == "letter" else meeting.paper
    if paper is None:
        raise RefusedError("Hãy soạn văn bản trước khi ghi số.")
    if not meeting.held_on <= dated_on <= act.on:
        raise RefusedError(
            dated_on=f"Ngày văn bản phải từ ngày họp ({meeting.held_on:%d/%m/%Y}) đến hôm nay."
        )
    documents.number_paper(
        act,
        paper=paper,
        authority_id=meeting.unit.authority_id or meeting.unit_id,
        number=number,
        dated_on=dated_on,
        rendered=rendered,
    )
    act.record("unit_meeting.paper_numbered", meeting, what=what, number=number, dated_on=dated_on)


@operation("unit_meeting.minutes_drafted")
def draft_unit_minutes(act: Act, *, meeting: UnitMeeting) -> Paper:
    """Draft the BIÊN BẢN of the unit's meeting; it lies in the dossier of each of its nominations."""
    require(permissions.may_nominate(act, meeting.unit))
    _unnumbered(meeting.paper)
    paper = documents.draft_paper(
        act,
        content=papers.unit_minutes(meeting),
        symbol=f"BB-{meeting.unit.code}",
        title=f"Biên bản họp bình xét của {meeting.unit.name}",
        draft=meeting.paper,
    )
    UnitMeeting.objects.filter(pk=meeting.pk).update(paper=paper)
    meeting.paper = paper
    _put_everywhere(act, meeting, "minutes", paper)
    act.record("unit_meeting.minutes_drafted", meeting)
    return paper


@operation("unit_meeting.letter_drafted")
def draft_unit_letter(act: Act, *, meeting: UnitMeeting) -> Paper:
    """Draft the TỜ TRÌNH of the unit with its list; it lies in the dossier of each of its nominations."""
    require(permissions.may_nominate(act, meeting.unit))
    _unnumbered(meeting.letter)
    paper = documents.draft_paper(
        act,
        content=papers.unit_letter(meeting, act.on),
        symbol=f"TTr-{meeting.unit.code}",
        title=f"Tờ trình đề nghị khen thưởng của {meeting.unit.name}",
        draft=meeting.letter,
    )
    UnitMeeting.objects.filter(pk=meeting.pk).update(letter=paper)
    meeting.letter = paper
    _put_everywhere(act, meeting, "letter", paper)
    act.record("unit_meeting.letter_drafted", meeting)
    return paper


@operation("unit_meeting.minutes_filed")
def file_minutes(act: Act, *, meeting: UnitMeeting, signed: SignedPaper) -> None:
    """Keep the signed minutes of the unit's meeting."""
    require(permissions.may_nominate(act, meeting.unit))
    UnitMeeting.objects.filter(pk=meeting.pk).update(signed=signed)
    meeting.signed = signed
    act.record("unit_meeting.minutes_filed", meeting, number=signed.number, signed_on=signed.signed_on)


def _unnumbered(paper: Paper | None) -> None:
    if paper is not None and paper.number:
        raise RefusedError("Văn bản đã có số nên không soạn lại được. Bản sửa thì nộp bản đã ký vào hồ sơ.")


def _held(nomination: Nomination, states: frozenset[State]) -> None:
    """Guard the row: the dossier is with whom the caller thinks it is."""
    if Nomination.objects.filter(pk=nomination.pk, state__in=states).update(state=nomination.state) != 1:
        raise MovedOnError


def _put(act: Act, nomination: Nomination, kind: str, paper: Paper) -> None:
    DossierItem.objects.update_or_create(
        nomination=nomination,
        kind=kind,
        paper=paper,
        # what is written anew is not what was confirmed
        defaults={
            "title": choices.DOSSIER[kind],
            "added_at": act.at,
            "confirmed_at": None,
            "confirmed_by": "",
        },
    )


def _put_everywhere(act: Act, meeting: UnitMeeting, kind: str, paper: Paper) -> None:
    for nomination in meeting.nominations.exclude(state=State.WITHDRAWN.value):
        _put(act, nomination, kind, paper)
