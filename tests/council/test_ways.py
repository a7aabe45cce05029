"""Every way in which a member votes, a vote is tried, repeated and taken further, and an opinion comes in writing."""

import re
from datetime import date, timedelta
from io import StringIO

import pypdfium2
import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.council.conftest import MEETING_DAY, TELLERS
from thidua.audit.models import Entry
from thidua.base.acts import Act
from thidua.base.errors import MovedOnError, NotAllowedError, RefusedError
from thidua.council import operations, papers, queries
from thidua.council.models import Ballot, Council, Meeting, RollEntry, Slip
from thidua.documents import paper as paper_form
from thidua.documents.operations import content_of
from thidua.engine.ballot import Tally
from thidua.engine.ballot.published import RecountStatus, recount
from thidua.movements.models import PlanItem
from thidua.nominations.models import Nomination
from thidua.organizations import operations as organizations
from thidua.regulations import operations as regulations

MOST = ("chair", "vice", "culture_head", "head", "school_head")


def said(session) -> str:
    return str(paper_form.as_dict(papers.council_minutes(session.meeting)))


def over(session, ballot, keys, **paper_counts):
    operations.close_ballot(session.act("chair"), ballot=ballot)
    counts = (
        {question.pk: paper_counts["papers"] for question in ballot.questions.all()} if paper_counts else None
    )
    return operations.count(
        session.act("officer"), ballot=ballot, key_a=keys[0], key_b=keys[1], paper_counts=counts
    )


# --- absent members ----------------------------------------------------------------------------------------------


def test_absent_members_vote_from_afar_on_paper_and_by_name_each_counted_where_it_belongs(session):
    rows = session.nominate("office", "school")
    session.open(accountant="remote", clerk="paper")
    ballot, keys = session.opened(rows)
    states = dict(ballot.roll.values_list("member__person__user__username", "state"))
    assert (states["accountant"], states["clerk"]) == ("expected", "paper")
    for who in (*MOST, "accountant"):
        session.cast(ballot, who)
    with pytest.raises(MovedOnError):
        session.cast(ballot, "clerk")
    # five of those in the room have voted and the sixth is far away: not enough for the quorum of six
    # … and the paper in an envelope is not of somebody there either: one sentence in both places
    said_so = "Trong hòm có 07 phiếu: của người có mặt 05, của thành viên vắng 02. Cần ít nhất 06 người"
    with pytest.raises(RefusedError, match=said_so):
        operations.close_ballot(session.act("chair"), ballot=ballot)
    assert queries.box_of(ballot).words.startswith(said_so)
    operations.void_ballot(session.act("chair"), ballot=ballot, reason="thiếu người")
    session.attend(clerk="paper", publicity="opinion")
    ballot, keys = session.opened(rows)
    for who in (*MOST, "accountant"):
        session.cast(ballot, who)
    everywhere = {question.pk: "no" for question in ballot.questions.all()}
    operations.record_opinion(
        session.signed(), ballot=ballot, member=session.members["publicity"], choices=everywhere
    )
    operations.close_ballot(session.act("chair"), ballot=ballot)
    first = ballot.questions.order_by("order").first()
    for wrong in (Tally(), Tally(yes=2), Tally(yes=2, no=-1)):
        with pytest.raises(RefusedError) as refused:
            operations.count(
                session.act("officer"),
                ballot=ballot,
                key_a=keys[0],
                key_b=keys[1],
                paper_counts={question.pk: wrong for question in ballot.questions.all()},
            )
        assert "phải đúng 1" in refused.value.faults[f"q{first.pk}"]
    assert not Slip.objects.exists()
    told = {question.pk: Tally(spoilt=1) for question in ballot.questions.all()}
    digest = operations.count(
        session.act("officer"), ballot=ballot, key_a=keys[0], key_b=keys[1], paper_counts=told
    )
    first.refresh_from_db()
    assert (first.yes, first.no, first.spoilt, first.base) == (6, 1, 1, 8)
    ballot.refresh_from_db()
    found = recount(content_of(ballot.published).decode(), digest)
    assert found.status is RecountStatus.AGREES
    record = str(paper_form.as_dict(papers.count_record(session.meeting)))
    assert "phiếu trong phong bì kín: 01" in record
    assert "ít phiếu nên có thể đoán được" in record


def test_somebody_in_the_place_votes_once_for_the_seat_and_never_on_the_own_case(session):
    rows = session.nominate("member", "office")
    people = session.year.cast.people
    session.open(clerk="absent")
    told = {
        "meeting": session.meeting,
        "member": session.members["clerk"],
        "reason": "ốm, giấy ủy quyền 15/12",
    }
    for other in ("head", "clerk", "stranger"):
        with pytest.raises(RefusedError) as refused:
            operations.authorise_substitute(session.act("officer"), substitute=people[other], **told)
        assert "substitute" in refused.value.faults
    operations.authorise_substitute(session.act("officer"), substitute=people["member"], **told)
    assert queries.quorum_of(session.meeting, MEETING_DAY.date()).present == 8
    ballot, _keys = session.opened(rows)
    assert queries.entry_of(session.act("clerk"), ballot) is None
    entry = queries.entry_of(session.act("member"), ballot)
    assert entry.member == session.members["clerk"]
    own = ballot.questions.get(nomination=rows[0])
    asked = ballot.questions.values_list("pk", flat=True)
    with pytest.raises(RefusedError) as refused:
        operations.cast(session.act("member"), ballot=ballot, choices=dict.fromkeys(asked, "yes"))
    assert f"q{own.pk}" in refused.value.faults
    operations.cast(
        session.act("member"), ballot=ballot, choices={ballot.questions.exclude(pk=own.pk).get().pk: "yes"}
    )
    assert RollEntry.objects.get(ballot=ballot, state="sealed").member == session.members["clerk"]
    Council.objects.update(substitutes_vote=False)
    session.council.refresh_from_db()
    with pytest.raises(RefusedError):
        operations.authorise_substitute(session.act("officer"), substitute=people["teacher"], **told)


# --- trial, again, further ---------------------------------------------------------------------------------------


def tried(session, form: str, *, agreed: bool = True) -> Ballot:
    """A whole trial: cast, opened, compared with what each voter knows."""
    ballot = operations.prepare_trial(
        session.act("officer"), meeting=session.meeting, contest=form == "contest"
    )
    with pytest.raises(RefusedError, match="Đang có một lần bỏ phiếu thử"):
        operations.prepare_trial(session.act("officer"), meeting=session.meeting)
    keys = session.keys(ballot)
    operations.open_ballot(session.act("chair"), ballot=ballot)
    asked = list(ballot.questions.values_list("pk", flat=True))
    for number, who in enumerate((*MOST, "accountant")):
        told = dict.fromkeys(asked, ("yes", "no")[number % 2])
        operations.cast(
            session.act(who),
            ballot=ballot,
            choices={asked[number % 2]: "yes"} if form == "contest" else told,
        )
    over(session, ballot, keys)
    ballot.refresh_from_db()
    with pytest.raises(RefusedError) as refused:
        operations.compare_trial(session.act("officer"), ballot=ballot, agreed=False)
    assert "note" in refused.value.faults
    operations.compare_trial(session.act("officer"), ballot=ballot, agreed=agreed, note="lệch một phiếu")
    with pytest.raises(MovedOnError):
        operations.compare_trial(session.act("officer"), ballot=ballot, agreed=not agreed, note="khác")
    return ballot


@pytest.mark.parametrize(
    ("form", "counted", "called"),
    [
        ("each", [(3, 3), (3, 3)], "từng tên"),
        ("contest", [(3, 3), (3, 3), (0, 6)], "phiếu chung"),
    ],
)
def test_a_trial_is_cast_opened_compared_and_minuted_and_chooses_nobody(session, form, counted, called):
    rows = session.nominate("office", "school", "member")
    session.open()
    real = operations.prepare_ballot(
        session.act("officer"),
        meeting=session.meeting,
        method="secret",
        nominations=rows[:2],
        contest=form == "contest",
        marks=1 if form == "contest" else None,
    )
    wrong = tried(session, form, agreed=False)
    assert not queries.tried(real)
    tried(session, {"each": "contest", "contest": "each"}[form])  # the other form proves nothing for this one
    assert not queries.tried(real)
    ballot = tried(session, form)
    assert [(row.yes, row.no) for row in ballot.questions.all()] == counted
    assert recount(content_of(ballot.published).decode()).status is RecountStatus.AGREES
    assert queries.results(session.meeting) == []
    keys = session.keys(real)
    operations.open_ballot(session.act("chair"), ballot=real)
    asked = [row.pk for row in real.questions.all()]
    for who, member in session.members.items():
        if member.voting and member.pk not in queries.out_of_contest(real):
            more = {} if form == "contest" else {asked[1]: "no"}
            operations.cast(session.act(who), ballot=real, choices={asked[0]: "yes"} | more)
    over(session, real, keys)
    text = said(session)
    tried_so = f"Hội đồng đã bỏ phiếu thử trên máy ({called}), mở phong bì và đối chiếu: "
    assert f"{tried_so}kết quả khớp." in text
    assert f"{tried_so}không khớp, lệch một phiếu." in text
    assert "chưa bỏ phiếu thử" not in text
    assert wrong.trial_agreed is not ballot.trial_agreed


def test_a_form_that_was_not_tried_is_opened_only_for_the_chairpersons_minuted_reason(session):
    rows = session.nominate("office")
    session.open()
    ballot = session.prepare(rows)
    keys = session.keys(ballot)
    for reason in ("", "  "):
        with pytest.raises(RefusedError) as refused:
            operations.open_ballot(session.act("chair"), ballot=ballot, reason=reason)
        assert "Hãy bỏ phiếu thử trước, hoặc Chủ tịch ghi lý do" in refused.value.faults["reason"]
    with pytest.raises(NotAllowedError):
        operations.open_ballot(session.act("officer"), ballot=ballot, reason="cho nhanh")
    ballot.refresh_from_db()
    assert (ballot.state, ballot.roll.count()) == ("prepared", 0)
    operations.open_ballot(session.signed(), ballot=ballot, reason="máy chủ vừa được tỉnh kiểm tra.")
    assert "máy chủ vừa được tỉnh kiểm tra" in Entry.objects.get(name="ballot.opened").text
    for who in (*MOST, "accountant"):
        session.cast(ballot, who)
    over(session, ballot, keys)
    assert (
        "Phiếu kín trên máy, từng tên: chưa bỏ phiếu thử trên máy; Chủ tịch quyết định vẫn mở bỏ phiếu, lý do: máy "
        "chủ vừa được tỉnh kiểm tra."
    ) in said(session)


def test_a_lost_key_means_the_vote_is_repeated_and_minuted(session):
    rows = session.nominate("office")
    session.open()
    ballot, _keys = session.opened(rows)
    for who in MOST:
        session.cast(ballot, who)
    with pytest.raises(NotAllowedError):
        operations.repeat_ballot(session.act("head"), ballot=ballot, reason="mất khóa")
    again = operations.repeat_ballot(session.act("officer"), ballot=ballot, reason="mất phiếu khóa thứ nhất")
    ballot.refresh_from_db()
    assert (ballot.state, again.repeats, again.method) == ("void", ballot, "secret")
    assert not ballot.roll.filter(envelope__isnull=False).exists()
    with pytest.raises(MovedOnError):
        operations.repeat_ballot(session.act("officer"), ballot=ballot, reason="lần nữa")
    keys = session.keys(again)
    session.open_ballot(again)
    for who in (*MOST, "accountant"):
        session.cast(again, who)
    over(session, again, keys)
    text = said(session)
    assert "đã hủy, lý do: mất phiếu khóa thứ nhất. Đã biểu quyết lại." in text
    assert "chưa bỏ phiếu thử" in text


def test_a_counted_vote_is_not_void_because_its_result_displeases(session):
    rows = session.nominate("office")
    session.open()
    ballot = session.hands(rows, office=3)
    with pytest.raises(RefusedError, match="đã kiểm phiếu"):
        session.prepare(rows, "hands")
    with pytest.raises(NotAllowedError):
        operations.void_ballot(session.act("officer"), ballot=ballot, reason="nhập nhầm")
    operations.void_ballot(session.signed(), ballot=ballot, reason="nhập nhầm số tay giơ")
    text = said(session)
    assert "đã hủy, lý do: nhập nhầm số tay giơ" in text
    assert "Kết quả đã kiểm trước khi hủy" in text
    assert "03/08 đồng ý, 05 không đồng ý" in text
    again = operations.repeat_ballot(session.act("officer"), ballot=ballot, reason="", method="secret")
    keys = session.keys(again)
    session.open_ballot(again)
    for who in (*MOST, "accountant"):
        session.cast(again, who, office="no")
    over(session, again, keys)
    again.refresh_from_db()
    with pytest.raises(RefusedError, match="Phong bì đã mở"):
        operations.void_ballot(session.act("chair"), ballot=again, reason="không vừa ý")


def test_fewer_than_three_envelopes_are_repeated_on_paper(session):
    rows = session.nominate("office")
    session.open()
    ballot, keys = session.opened(rows)
    session.cast(ballot, "head")
    session.cast(ballot, "chair")
    Meeting.objects.update(quorum_needed=2)
    operations.close_ballot(session.act("chair"), ballot=Ballot.objects.get(pk=ballot.pk))
    ballot.refresh_from_db()
    with pytest.raises(RefusedError, match="không mở để giữ"):
        operations.count(session.act("officer"), ballot=ballot, key_a=keys[0], key_b=keys[1])
    again = operations.repeat_ballot(
        session.act("officer"), ballot=ballot, reason="02 phong bì", method="paper"
    )
    operations.enter_counts(
        session.signed(), ballot=again, counts={again.questions.get().pk: Tally(yes=7, spoilt=1)}
    )
    (question,) = queries.results(session.meeting)
    assert (question.ballot, question.yes, question.passed) == (again, 7, True)


def test_equals_are_voted_on_again_and_the_chair_only_where_the_rules_say_so(session, sign_in, monkeypatch):
    rows = session.nominate("culture", "school")
    for row in rows:
        sheet = row.subject.sheets.get()
        sheet.working = {**sheet.working, "women_share": "0.5"}
        sheet.save()
    PlanItem.objects.filter(kind="quota", data__subject="collective").update(
        data={"subject": "collective", "max": 1, "level": "commune"}
    )
    operations.set_rules(
        session.act("officer"),
        council=session.council,
        own_unit_votes=True,
        substitutes_vote=True,
        chair_parts_ties=False,
        choose_by="rank",
    )
    session.open(publicity="opinion")
    first = session.prepare(rows, "hands")
    told = {question.pk: "yes" for question in first.questions.all()}
    with pytest.raises(RefusedError, match="Còn phiếu ý kiến"):
        operations.enter_counts(session.signed(), ballot=first, counts=dict.fromkeys(told, Tally(yes=7)))
    absent = session.members["publicity"]
    operations.record_opinion(session.act("publicity"), ballot=first, member=absent, choices=told)
    operations.enter_counts(session.signed(), ballot=first, counts=dict.fromkeys(told, Tally(yes=7)))
    with pytest.raises(RefusedError, match="vòng tiếp theo"):
        operations.select(session.signed(), meeting=session.meeting, chair_order=rows)
    again = operations.prepare_further_round(session.act("officer"), meeting=session.meeting, method="hands")
    counts = {
        question.pk: Tally(yes=5, no=2) if question.nomination == rows[0] else Tally(yes=3, no=4)
        for question in again.questions.all()
    }
    operations.enter_counts(session.signed(), ballot=again, counts=counts)
    assert again.roll.get(member=absent).state == "absent"  # she could not know of the round
    done = operations.select(session.signed(), meeting=session.meeting)
    assert [row.nomination for row in done if row.chosen] == [rows[0]]
    text = said(session)
    assert "vòng 2 giữa những trường hợp bằng nhau, chỉ để xếp thứ tự" in text
    assert "03/08" in text
    assert "Không hợp lệ" not in text
    assert f"không có phiếu ý kiến cho vòng này, tính là vắng: {absent.person.name}" in text
    monkeypatch.setattr("thidua.base.clock.now", lambda: MEETING_DAY)
    page = sign_in("officer").get(reverse("council_ballot", args=(session.year.movement.pk, again.pk))).text
    assert re.findall(r"Thứ [12][^<]*", page) == ["Thứ 1", "Thứ 2"]
    assert "Đạt" not in page
    assert "Không hợp lệ" not in page
    with pytest.raises((RefusedError, MovedOnError)):
        operations.prepare_further_round(session.act("officer"), meeting=session.meeting, method="hands")


def test_who_stays_out_costs_nobody_a_place_among_equals(session):
    rows = session.nominate("culture", "school")
    for row in rows:
        sheet = row.subject.sheets.get()
        sheet.working = {**sheet.working, "women_share": "0.5"}
        sheet.save()
    PlanItem.objects.filter(kind="quota", data__subject="collective").update(
        data={"subject": "collective", "max": 1, "level": "commune"}
    )
    session.open()
    operations.declare_recusal(
        session.act("school_head"),
        meeting=session.meeting,
        member=session.members["school_head"],
        nomination=rows[1],
        reason="thủ trưởng đơn vị",
        votes=False,
    )
    ballot, keys = session.opened(rows)
    for who in session.members:
        if who != "officer":
            session.cast(ballot, who)
    over(session, ballot, keys)
    assert [(row.yes, row.base) for row in queries.results(session.meeting)] == [(8, 8), (7, 7)]
    ballot.refresh_from_db()
    found = recount(content_of(ballot.published).decode(), ballot.digest)
    assert (found.status, found.chosen, len(found.ties)) == (RecountStatus.AGREES, (), 1)
    with pytest.raises(RefusedError, match="Bằng nhau ở mép số lượng"):
        operations.select(session.signed(), meeting=session.meeting)
    again = operations.prepare_further_round(session.act("officer"), meeting=session.meeting, method="secret")
    keys = session.keys(again)
    session.open_ballot(again)
    for number, who in enumerate(session.members):
        if who != "officer":  # six of eight for the one, six of seven for the other
            session.cast(
                again, who, culture="no" if number in {0, 1} else "yes", school="no" if number == 0 else "yes"
            )
    over(session, again, keys)
    again.refresh_from_db()
    found = recount(content_of(again.published).decode(), again.digest)
    assert (found.status, found.chosen) == (RecountStatus.AGREES, ("02 Trường Mầm non Nà Mây",))
    first, second = operations.select(session.signed(), meeting=session.meeting)
    assert [(row.nomination, row.chosen) for row in (first, second)] == [(rows[1], True), (rows[0], False)]


def test_votes_come_first_where_the_council_says_so(session):
    rows = session.nominate("office", "culture", "school")
    Council.objects.update(choose_by="votes")
    session.open()
    session.hands(rows, culture=5, school=6)
    session.meeting.refresh_from_db()
    done = operations.select(session.signed(), meeting=session.meeting)
    assert {row.nomination.subject.name for row in done if row.chosen} == {
        session.year.cast.office.name,
        session.year.cast.school.name,
    }


# --- in writing --------------------------------------------------------------------------------------------------


def later(session, who, days) -> Act:
    return session.year.act(who, MEETING_DAY + timedelta(days=days))


def test_opinions_in_writing_are_sent_come_back_by_the_day_and_are_minuted(session):
    rows = session.nominate("office", "vice")
    meeting = operations.plan_written(
        session.act("officer"),
        council=session.council,
        movement=session.year.movement,
        planned_at=MEETING_DAY,
        return_by=date(2025, 12, 19),
    )
    operations.open_meeting(session.act("chair"), meeting=meeting)
    for method in ("hands", "secret"):
        with pytest.raises(RefusedError):
            operations.prepare_ballot(
                session.act("officer"), meeting=meeting, method=method, nominations=rows
            )
    ballot = operations.prepare_ballot(
        session.act("officer"), meeting=meeting, method="written", nominations=rows
    )
    session.open_ballot(ballot)
    by_name = {row.nomination.subject.name: row.pk for row in ballot.questions.all()}
    everywhere = dict.fromkeys(by_name.values(), "yes")
    own = {session.year.cast.office.name: "no"}
    for who in ("chair", "culture_head", "head", "school_head"):
        operations.record_opinion(
            session.act(who), ballot=ballot, member=session.members[who], choices=everywhere
        )
    with pytest.raises(NotAllowedError):
        operations.record_opinion(
            session.act("head"), ballot=ballot, member=session.members["clerk"], choices=everywhere
        )
    operations.record_opinion(
        session.signed(),
        ballot=ballot,
        member=session.members["vice"],
        choices={by_name[name]: choice for name, choice in own.items()},
    )
    with pytest.raises(RefusedError, match="05/08 phiếu và chưa hết hạn"):
        operations.count_opinions(session.act("officer"), ballot=ballot)
    with pytest.raises(RefusedError, match="quá hạn"):
        operations.record_opinion(
            later(session, "clerk", 4), ballot=ballot, member=session.members["clerk"], choices=everywhere
        )
    with pytest.raises(RefusedError, match="cần ít nhất 06"):
        operations.count_opinions(later(session, "officer", 4), ballot=ballot)
    operations.extend_return(
        later(session, "officer", 4),
        meeting=meeting,
        return_by=date(2025, 12, 22),
        reason="một người đi công tác",
    )
    ballot = Ballot.objects.get(pk=ballot.pk)
    operations.record_opinion(
        later(session, "clerk", 4), ballot=ballot, member=session.members["clerk"], choices=everywhere
    )
    operations.count_opinions(later(session, "officer", 7), ballot=Ballot.objects.get(pk=ballot.pk))
    found = {row.name: (row.yes, row.no, row.base) for row in queries.results(meeting)}
    assert found == {session.year.cast.office.name: (5, 1, 8), "Lương Thị Thử": (5, 0, 7)}
    session.meeting = Meeting.objects.get(pk=meeting.pk)
    operations.select(later(session, "officer", 7), meeting=session.meeting)
    operations.close_meeting(later(session, "chair", 7), meeting=session.meeting, discussion="")
    operations.draft_minutes(later(session, "officer", 7), meeting=session.meeting)
    text = str(session.meeting.minutes.context)
    assert "nhận lại 06/08 phiếu" in text
    assert "Hội đồng không họp" in text
    assert "Không gửi phiếu" in text
    rows = {
        row[1]: row[4]
        for block in session.meeting.minutes.context["body"]
        for row in block.get("rows", ())
        if len(row) == 5
    }
    assert rows["Bà Hoàng Thị Mẫu"] == "Không biểu quyết"
    assert session.meeting.count_record is not None
    for paper in (session.meeting.minutes, session.meeting.count_record):
        header = str(paper.context["header"])
        assert "2025-12-23" in header or "23 tháng 12" in header, header
    counted = str(session.meeting.count_record.context["body"])
    assert "ngày 23 tháng 12 năm 2025" in counted
    assert "09 giờ" not in counted
    slip = str(paper_form.as_dict(papers.opinion_slip(ballot, session.members["vice"])))
    assert "PHIẾU LẤY Ý KIẾN" in slip
    assert "không biểu quyết" in slip


# --- rules, the chairperson, notes -------------------------------------------------------------------------------


def test_threshold_and_base_come_from_the_dated_rule_unless_the_meeting_sets_its_own(session):
    rows = session.nominate("office")
    session.open()
    ballot = session.prepare(rows, "hands")
    question = ballot.questions.get()
    assert (str(question.share), ballot.base) == (">1/2", "all")
    assert question.rule
    operations.void_ballot(session.act("chair"), ballot=ballot, reason="đổi ngưỡng")
    Meeting.objects.update(base="present", threshold="4/5", threshold_strict=False)
    session.meeting.refresh_from_db()
    again = session.prepare(rows, "hands")
    assert (again.questions.get().threshold, again.base) == (">=4/5", "present")


def test_each_award_is_told_its_rule_and_where_it_is_the_general_one(session):
    (row,) = session.nominate("office")
    title = Nomination.objects.filter(pk=row.pk)
    (own,) = queries.rules_told(session.meeting, MEETING_DAY.date())
    assert (own.form, str(own.threshold), own.base, own.general) == ("Giấy khen", ">1/2", "all", "")
    title.update(form="Chiến sĩ thi đua cơ sở")
    (told,) = queries.rules_told(session.meeting, MEETING_DAY.date())
    assert (str(told.quorum), str(told.threshold), told.base) == (">=2/3", ">=4/5", "all")
    assert told.general == "có mặt"  # no text sets a quorum for this title
    assert "98/2023" in told.sources[1]
    assert "98/2023" in told.sources[2]
    title.update(form="Tập thể lao động xuất sắc")
    (told,) = queries.rules_told(session.meeting, MEETING_DAY.date())
    assert told.general == "có mặt, tỷ lệ đồng ý, tính trên"
    rule = queries.rule_of(session.council.authority_id, "Tập thể lao động xuất sắc", MEETING_DAY.date())
    assert rule.source.startswith("quy tắc chung, dùng như Giấy khen: ")
    Meeting.objects.update(base="present", threshold="4/5", threshold_strict=False)
    session.meeting.refresh_from_db()
    (told,) = queries.rules_told(session.meeting, MEETING_DAY.date())
    assert (told.base, told.general) == ("present", "có mặt")
    assert told.sources[1:] == (
        "tỷ lệ đồng ý: Hội đồng thống nhất khi lên lịch họp",
        "tính trên: Hội đồng thống nhất khi lên lịch họp",
    )


def test_interested_members_stay_out_where_the_council_says_so(session):
    rows = session.nominate("office")
    Council.objects.update(own_unit_votes=False)
    session.meeting.refresh_from_db()
    told = {"member": session.members["head"], "nomination": rows[0], "reason": "đứng đầu đơn vị"}
    meeting = Meeting.objects.get(pk=session.meeting.pk)
    with pytest.raises(RefusedError) as refused:
        operations.declare_recusal(session.act("head"), meeting=meeting, votes=True, **told)
    assert "votes" in refused.value.faults
    operations.declare_recusal(session.act("head"), meeting=meeting, votes=False, **told)


def test_the_chairperson_decides_otherwise_with_a_reason_within_the_quota(session):
    rows = session.nominate("office", "culture", "school")
    session.open()
    session.hands(rows)
    operations.select(session.signed(), meeting=session.meeting)
    left_out = session.meeting.selections.get(nomination=rows[0])
    assert not left_out.chosen
    operations.close_meeting(session.act("chair"), meeting=session.meeting, discussion="")
    told = {"selection": left_out, "chosen": True}
    with pytest.raises(NotAllowedError):
        operations.decide_otherwise(session.act("officer"), reason="x", **told)
    with pytest.raises(RefusedError) as refused:
        operations.decide_otherwise(session.act("chair"), reason=" ", **told)
    assert "reason" in refused.value.faults
    with pytest.raises(RefusedError, match="Hết số lượng"):
        operations.decide_otherwise(session.act("chair"), reason="vùng khó khăn", **told)
    taken = session.meeting.selections.get(nomination=rows[1])
    operations.decide_otherwise(
        session.act("chair"), selection=taken, chosen=False, reason="đơn thư chưa xong"
    )
    operations.decide_otherwise(session.act("chair"), reason="vùng khó khăn", **told)
    left_out.refresh_from_db()
    assert (left_out.chosen, left_out.council_chosen, left_out.otherwise_reason) == (
        True,
        False,
        "vùng khó khăn",
    )
    for row in rows:
        row.refresh_from_db()
    assert [row.state for row in rows] == ["chosen", "not_chosen", "chosen"]
    assert "02 tập thể" in said(session)
    assert Entry.objects.filter(name="meeting.decided_otherwise").count() == 2


def test_the_share_of_leaders_holds_at_the_choice_and_where_the_chairperson_decides_otherwise(session):
    session.year.grade("head", "good")
    leader, second, plain = rows = session.nominate("head", "culture_head", "member")
    regulations.set_value(
        session.act("officer"),
        authority=session.year.cast.commune,
        key="leaders_share_most",
        value="0,5",
        valid_from=date(2025, 1, 1),
        source="Quy định thử",
    )
    session.open()
    session.hands(rows)
    told = {"meeting": session.meeting, "reasons": {row.pk: "Hội đồng thống nhất" for row in rows}}
    with pytest.raises(RefusedError, match=r"lãnh đạo 02/03 .* vượt 50% \(Quy định thử"):
        operations.select(session.signed(), chosen=rows, **told)
    operations.select(session.signed(), chosen=[leader, plain], **told)
    operations.close_meeting(session.act("chair"), meeting=session.meeting, discussion="")

    def decide(nomination, *, chosen):
        row = session.meeting.selections.get(nomination=nomination)
        operations.decide_otherwise(session.act("chair"), selection=row, chosen=chosen, reason="xét lại")

    with pytest.raises(RefusedError, match="lãnh đạo 02/03"):
        decide(second, chosen=True)
    with pytest.raises(RefusedError, match="lãnh đạo 01/01"):
        decide(plain, chosen=False)
    decide(leader, chosen=False)
    decide(second, chosen=True)
    assert set(session.meeting.selections.filter(chosen=True).values_list("nomination", flat=True)) == {
        second.pk,
        plain.pk,
    }


@pytest.mark.parametrize(
    ("handle", "words"),
    [
        (
            lambda act, cast: organizations.reset_password(
                act, user=cast.users["head"], authority=cast.commune
            ),
            ["mật khẩu của Triệu Văn Mẫu được Quản trị Mẫu đặt lại"],
        ),
        (
            lambda act, cast: [
                organizations.close_account(act, user=cast.users["head"], authority=cast.commune),
                organizations.reopen_account(act, user=cast.users["head"], authority=cast.commune),
            ],
            ["tài khoản của Triệu Văn Mẫu bị Quản trị Mẫu khóa", "tài khoản của Triệu Văn Mẫu được"],
        ),
        (
            lambda _act, _cast: call_command("changepassword", "head", stdout=StringIO()),
            ["mật khẩu của Triệu Văn Mẫu được Hệ thống đặt lại"],
        ),
    ],
    ids=["reset", "closed", "command"],
)
def test_what_another_hand_does_to_a_voters_account_is_minuted(session, monkeypatch, handle, words):
    monkeypatch.setattr("thidua.base.clock.now", lambda: MEETING_DAY + timedelta(minutes=5))
    rows = session.nominate("office")
    session.open()
    ballot, keys = session.opened(rows)
    cast = session.year.cast
    handle(Act(actor=cast.users["admin"], at=MEETING_DAY + timedelta(minutes=5)), cast)
    for who in (*MOST, "accountant"):
        session.cast(ballot, who)
    over(session, ballot, keys)
    assert len(queries.account_changes(session.meeting)) == len(words)
    text = said(session)
    assert all(f"Trong thời gian họp: {word}" in text for word in words)


def test_an_account_opened_while_the_council_votes_is_minuted(session):
    rows = session.nominate("office")
    session.open()
    person = session.members["head"].person
    person.user = None
    person.save()
    session.opened(rows)
    act = Act(actor=session.year.cast.users["admin"], at=MEETING_DAY + timedelta(minutes=5))
    organizations.open_account(act, person=person, username="la")
    assert "mật khẩu của Triệu Văn Mẫu được Quản trị Mẫu đặt lại" in said(session)


def test_who_is_on_the_roll_votes_whatever_becomes_of_seat_and_role_meanwhile(session, sign_in, monkeypatch):
    monkeypatch.setattr("thidua.base.clock.now", lambda: MEETING_DAY)
    rows = session.nominate("office")
    session.open()
    ballot, _keys = session.opened(rows)
    member = session.members["head"]
    operations.end_seat(session.act("officer"), seat=member, on=MEETING_DAY.date() - timedelta(days=1))
    for grant in member.person.user.grants.all():
        grant.ends_on = MEETING_DAY.date() - timedelta(days=1)
        grant.save()
    page = reverse("council_vote", args=(session.year.movement.pk, ballot.pk))
    answers = {f"q{ballot.questions.get().pk}": "yes"}
    assert sign_in("head").post(page, answers).status_code == 302
    assert ballot.roll.get(member=member).state == "sealed"
    client = sign_in("chair")
    organizations.close_account(
        Act(actor=session.year.cast.users["admin"], at=MEETING_DAY),
        user=session.year.cast.users["chair"],
        authority=session.year.cast.commune,
    )
    assert client.post(page, answers).headers["Location"].startswith(reverse("sign_in"))
    assert ballot.roll.get(member=session.members["chair"]).state == "expected"


def test_where_somebody_is_recused_each_name_has_its_own_slip_for_each_who_votes_on_it(session, sign_in):
    rows = session.nominate("office", "vice")
    session.open(publicity="opinion", clerk="absent")
    ballot = session.prepare(rows, "paper")
    by_name = {row.nomination_id: row for row in ballot.questions.all()}
    office, vice = (by_name[row.pk] for row in rows)
    slips = {slip.name: slip for slip in papers.voting_slips(ballot)}
    assert {name: slip.copies for name, slip in slips.items()} == {
        rows[0].subject.name: 6,
        "Bà Lương Thị Thử": 5,
    }
    page = sign_in("officer").get(reverse("council_ballot", args=(session.year.movement.pk, ballot.pk)))
    assert "phiếu giấy in riêng cho từng tên" in page.content.decode()
    made = sign_in("officer").get(reverse("council_voting_paper", args=(session.year.movement.pk, ballot.pk)))
    pages = pypdfium2.PdfDocument(made.content)
    text = "".join(sheet.get_textpage().get_text_range() for sheet in pages)
    assert len(pages) == 2
    assert (text.count("PHIẾU BIỂU QUYẾT"), text.count("Lương Thị Thử")) == (11, 5)
    everywhere = {office.pk: "yes", vice.pk: "no"}
    operations.record_opinion(
        session.signed(), ballot=ballot, member=session.members["publicity"], choices=everywhere
    )

    def entered(of_office, of_vice, **told):
        counts = {office.pk: of_office, vice.pk: of_vice}
        operations.enter_counts(session.signed(), ballot=ballot, counts=counts, **told)

    with pytest.raises(RefusedError, match="phải đúng 5"):
        entered(Tally(yes=6), Tally(yes=6))
    with pytest.raises(RefusedError) as refused:
        entered(Tally(yes=6), Tally(yes=5), returned=10)
    assert "Cộng các trường hợp được 11 phiếu, khác số phiếu thu về 10" in refused.value.faults["returned"]
    entered(Tally(yes=5, spoilt=1), Tally(yes=4), returned=10)
    ballot.refresh_from_db()
    assert (ballot.issued, ballot.returned) == (11, 10)
    record = str(paper_form.as_dict(papers.count_record(session.meeting)))
    assert "Số phiếu phát ra: 11. Số phiếu thu về: 10." in record
    assert "'06', '06', '05', '01']" in record
    assert "'Bà Lương Thị Thử', '05', '04', '04', '00']" in record


def test_the_paper_to_vote_on_names_everybody_and_nobody_who_votes(session):
    rows = session.nominate("office", "teacher")
    session.open()
    ballot = session.prepare(rows, "paper")
    assert not papers.voting_slips(ballot)
    text = str(paper_form.as_dict(papers.voting_paper(ballot)))
    assert "PHIẾU BIỂU QUYẾT" in text
    assert all(row.subject.name in text for row in rows)
    assert "Triệu Văn Mẫu" not in text
    assert {row.person.user.username for row in session.meeting.tellers.all()} == set(TELLERS)
