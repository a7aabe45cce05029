from dataclasses import replace
from datetime import date

import pytest

from tests.nominations.conftest import settle
from thidua.audit.models import Entry
from thidua.base.errors import MovedOnError, NotAllowedError, RefusedError
from thidua.council import operations, papers, queries
from thidua.council.models import Recusal, RollEntry, Slip
from thidua.documents import operations as documents
from thidua.documents import paper as paper_form
from thidua.documents import queries as numbers
from thidua.documents.models import Paper
from thidua.documents.operations import Rendered, content_of
from thidua.engine.ballot import Tally
from thidua.engine.ballot.published import RecountStatus, recount
from thidua.movements.models import PlanItem
from thidua.nominations import operations as nominations

# --- seats and meeting -------------------------------------------------------------------------------------------


def test_a_seat_is_given_once_and_there_is_one_chair(session):
    act = session.act("officer")
    told = {"council": session.council, "order": 10, "post": "Văn thư", "starts_on": date(2025, 1, 20)}
    with pytest.raises(RefusedError) as again:
        operations.seat_member(act, person=session.year.cast.people["clerk"], function="member", **told)
    assert "person" in again.value.faults
    with pytest.raises(RefusedError) as second:
        operations.seat_member(act, person=session.year.cast.people["member"], function="chair", **told)
    assert "function" in second.value.faults
    with pytest.raises(RefusedError) as other:
        operations.seat_member(act, person=session.year.cast.people["stranger"], function="member", **told)
    assert "person" in other.value.faults


@pytest.mark.parametrize("who", ["head", "member", "inspector", "admin", "stranger", "clerk"])
def test_only_the_officer_keeps_council_and_meeting(session, who):
    with pytest.raises(NotAllowedError):
        operations.end_seat(session.act(who), seat=session.members["clerk"], on=date(2025, 12, 1))
    with pytest.raises(NotAllowedError):
        operations.take_attendance(session.act(who), meeting=session.meeting, presences=[])
    with pytest.raises(NotAllowedError):
        operations.open_meeting(session.act(who), meeting=session.meeting)


def test_a_meeting_opens_only_with_all_called_and_the_quorum_there(session):
    with pytest.raises(RefusedError, match="Chưa điểm danh"):
        operations.open_meeting(session.act("chair"), meeting=session.meeting)
    session.attend(head="absent", clerk="absent", publicity="opinion")
    with pytest.raises(RefusedError, match="05/08, cần ít nhất 06"):
        operations.open_meeting(session.act("chair"), meeting=session.meeting)
    session.attend(head="absent", publicity="opinion")
    operations.open_meeting(session.act("chair"), meeting=session.meeting)
    assert session.meeting.state == "open"
    assert session.meeting.chair == session.members["chair"]
    assert session.meeting.secretary == session.members["officer"]


def test_nobody_votes_on_the_own_case(session):
    (nomination,) = session.nominate("vice")
    session.open()
    row = Recusal.objects.get()
    assert (row.member, row.nomination, row.automatic, row.votes) == (
        session.members["vice"],
        nomination,
        True,
        False,
    )
    with pytest.raises(RefusedError) as refused:
        operations.declare_recusal(
            session.act("vice"),
            meeting=session.meeting,
            member=session.members["vice"],
            nomination=nomination,
            reason="chính tôi",
            votes=True,
        )
    assert "votes" in refused.value.faults


def test_the_own_unit_is_declared_and_still_votes(session):
    (nomination,) = session.nominate("office")
    session.open()
    asked = {
        (row["member"].person.name, row["nomination"].pk)
        for row in queries.suggested_recusals(session.meeting)
    }
    assert ("Triệu Văn Mẫu", nomination.pk) in asked
    operations.declare_recusal(
        session.act("head"),
        meeting=session.meeting,
        member=session.members["head"],
        nomination=nomination,
        reason="là người đứng đầu đơn vị được xét",
        votes=True,
    )
    session.hands([nomination])
    (question,) = queries.results(session.meeting)
    assert (question.yes, question.base, question.recused) == (8, 8, 0)


def test_nobody_recuses_for_another(session):
    (nomination,) = session.nominate("office")
    with pytest.raises(NotAllowedError):
        operations.declare_recusal(
            session.act("clerk"),
            meeting=session.meeting,
            member=session.members["head"],
            nomination=nomination,
            reason="x",
            votes=False,
        )


def test_tellers_are_three_and_none_is_nominated(session):
    session.nominate("member", "culture_head")
    session.open()
    people = session.year.cast.people
    act = session.act("officer")
    with pytest.raises(RefusedError, match="3 người khác nhau"):
        operations.name_tellers(act, meeting=session.meeting, lead=people["clerk"], others=[people["head"]])
    with pytest.raises(RefusedError, match="không kiểm phiếu: Vi Thị Thử"):
        operations.name_tellers(
            act, meeting=session.meeting, lead=people["clerk"], others=[people["head"], people["member"]]
        )


# --- hands and paper ---------------------------------------------------------------------------------------------


def test_counts_must_agree_with_the_roll(session):
    rows = session.nominate("office")
    session.open(head="opinion", clerk="absent")
    ballot = session.prepare(rows, "hands")
    question = ballot.questions.get()
    for wrong in (Tally(yes=7), Tally(yes=3, no=2), Tally(yes=6, spoilt=-1), Tally(yes=5, spoilt=1)):
        with pytest.raises(RefusedError) as refused:
            operations.enter_counts(session.signed(), ballot=ballot, counts={question.pk: wrong})
        assert f"q{question.pk}" in refused.value.faults
    with pytest.raises(RefusedError, match="ý kiến"):
        operations.enter_counts(session.signed(), ballot=ballot, counts={question.pk: Tally(yes=5, no=1)})
    operations.record_opinion(
        session.signed(), ballot=ballot, member=session.members["head"], choices={question.pk: "yes"}
    )
    operations.enter_counts(session.signed(), ballot=ballot, counts={question.pk: Tally(yes=5, no=1)})
    question.refresh_from_db()
    # 8 members: 6 hands, 1 written opinion, 1 absent; the base is all members
    assert (question.yes, question.no, question.base, question.needed, question.passed) == (6, 1, 8, 5, True)


def test_exactly_half_does_not_pass(session):
    rows = session.nominate("office")
    session.open()
    session.hands(rows, office=4)
    (question,) = queries.results(session.meeting)
    assert (question.yes, question.needed, question.passed) == (4, 5, False)


def test_papers_not_handed_in_are_told(session):
    rows = session.nominate("office")
    session.open()
    ballot = session.prepare(rows, "paper")
    question = ballot.questions.get()
    for returned, told in ((0, 8), (7, 8), (7, 6)):
        with pytest.raises(RefusedError) as refused:
            operations.enter_counts(
                session.signed(), ballot=ballot, counts={question.pk: Tally(yes=told)}, returned=returned
            )
        assert f"phải đúng {returned} (số phiếu thu về" in refused.value.faults[f"q{question.pk}"]
    operations.enter_counts(
        session.signed(), ballot=ballot, counts={question.pk: Tally(yes=6, spoilt=1)}, returned=7
    )
    ballot.refresh_from_db()
    assert (ballot.issued, ballot.returned) == (8, 7)


def test_an_opinion_is_only_for_who_is_absent_with_one(session):
    rows = session.nominate("office")
    session.open()
    ballot = session.prepare(rows, "hands")
    with pytest.raises(RefusedError):
        operations.record_opinion(
            session.signed(),
            ballot=ballot,
            member=session.members["head"],
            choices={ballot.questions.get().pk: "yes"},
        )
    with pytest.raises(NotAllowedError):
        operations.record_opinion(
            session.act("officer"),
            ballot=ballot,
            member=session.members["head"],
            choices={ballot.questions.get().pk: "yes"},
        )


def test_who_is_not_eligible_is_not_put_to_the_vote(session):
    session.year.grade("member", "completed")
    rows = session.nominate("member")
    session.open()
    with pytest.raises(RefusedError) as refused:
        session.prepare(rows, "hands")
    assert "Vi Thị Thử" in refused.value.faults["nominations"]


def test_while_people_vote_nobody_comes_goes_or_steps_back(session):
    rows = session.nominate("office")
    session.open()
    session.opened(rows)
    with pytest.raises(RefusedError, match="bỏ phiếu"):
        session.attend(head="absent")
    with pytest.raises(RefusedError, match="bỏ phiếu"):
        operations.declare_recusal(
            session.act("head"),
            meeting=session.meeting,
            member=session.members["head"],
            nomination=rows[0],
            reason="x",
            votes=False,
        )
    with pytest.raises(RefusedError, match="bỏ phiếu"):
        nominations.return_nomination(
            session.act("teacher"), nomination=rows[0], reason="x", due_on=date(2025, 12, 20)
        )


# --- the secret ballot -------------------------------------------------------------------------------------------


def test_a_key_is_only_for_the_own_hands_and_is_typed_back(session):
    rows = session.nominate("office")
    session.open()
    ballot = session.prepare(rows)
    teller = session.meeting.tellers.get(person=session.year.cast.people["clerk"])
    with pytest.raises(NotAllowedError):
        operations.take_key(session.act("officer"), ballot=ballot, teller=teller)
    slip = operations.take_key(session.act("clerk"), ballot=ballot, teller=teller)
    assert len(slip.split("-")) == 7
    swapped = slip[:-1] + ("A" if slip[-1] != "A" else "B")
    for wrong, words in (("abc", "7 nhóm"), (swapped, "gõ nhầm")):
        with pytest.raises(RefusedError) as refused:
            operations.confirm_key(session.act("clerk"), ballot=ballot, teller=teller, typed=wrong)
        assert words in refused.value.faults["typed"]
    again = operations.take_key(session.act("clerk"), ballot=ballot, teller=teller)
    with pytest.raises(RefusedError) as old:
        operations.confirm_key(session.act("clerk"), ballot=ballot, teller=teller, typed=slip)
    assert "typed" in old.value.faults
    operations.confirm_key(
        session.act("clerk"), ballot=ballot, teller=teller, typed=again.lower().replace("-", " ")
    )
    with pytest.raises(RefusedError):
        operations.take_key(session.act("clerk"), ballot=ballot, teller=teller)
    with pytest.raises(RefusedError, match="chưa nhận"):
        session.open_ballot(ballot)


def test_a_third_teller_finds_both_keys_taken(session):
    rows = session.nominate("office")
    session.open()
    ballot = session.prepare(rows)
    session.keys(ballot)
    third = session.meeting.tellers.get(person=session.year.cast.people["publicity"])
    with pytest.raises(RefusedError, match="hai người khác"):
        operations.take_key(session.act("publicity"), ballot=ballot, teller=third)


def test_the_whole_secret_ballot(session):
    rows = session.nominate("office", "school", "vice", "member")
    session.open(publicity="opinion")
    ballot, (key_a, key_b) = session.opened(rows)
    receipts = {
        who: session.cast(ballot, who, office="no" if who == "clerk" else "yes") for who, _ in _VOTERS
    }
    assert len(set(receipts.values())) == 7
    for question in ballot.questions.all():
        vote = {question.pk: "blank"}
        # opinions are given for all questions at once
        del vote
    operations.record_opinion(
        session.signed(),
        ballot=ballot,
        member=session.members["publicity"],
        choices={question.pk: "no" for question in ballot.questions.all()},
    )
    operations.close_ballot(session.act("chair"), ballot=ballot)
    digest = operations.count(session.act("officer"), ballot=ballot, key_a=key_b, key_b=key_a)
    counted = {row.nomination.subject.name: row for row in queries.results(session.meeting)}
    office = counted[session.year.cast.office.name]
    assert (office.yes, office.no, office.base, office.passed) == (6, 2, 8, True)
    vice = counted["Lương Thị Thử"]
    assert (vice.yes, vice.no, vice.base, vice.recused) == (6, 1, 7, 1)
    ballot.refresh_from_db()
    text = content_of(ballot.published).decode()
    found = recount(text, digest)
    assert found.status is RecountStatus.AGREES, found.differences
    assert set(receipts.values()) <= set(text.replace("\n", ",").split(","))
    assert ballot.digest == digest
    assert not RollEntry.objects.filter(ballot=ballot, envelope__isnull=False).exists()
    entry = Entry.objects.filter(name="ballot.counted").get()
    assert digest in entry.text
    assert recount(text.replace(",yes\n", ",no\n", 1)).status is RecountStatus.DIFFERS


_VOTERS = [
    (who, None) for who in ("chair", "vice", "culture_head", "head", "school_head", "accountant", "clerk")
]


def test_each_votes_once_and_a_reload_shows_the_receipt(session):
    rows = session.nominate("office")
    session.open()
    ballot, _ = session.opened(rows)
    receipt = session.cast(ballot, "head")
    with pytest.raises(MovedOnError, match="đã bỏ phiếu rồi"):
        session.cast(ballot, "head", office="no")
    ballot.refresh_from_db()
    assert ballot.cast == 1
    assert queries.entry_of(session.act("head"), ballot).receipt == receipt


def test_who_is_not_on_the_roll_does_not_vote(session):
    rows = session.nominate("office")
    session.open()
    ballot, _ = session.opened(rows)
    for who in ("member", "officer", "admin", "stranger"):
        with pytest.raises(NotAllowedError):
            operations.cast(session.act(who), ballot=ballot, choices={ballot.questions.get().pk: "yes"})


def test_an_absent_member_has_no_envelope(session):
    rows = session.nominate("office")
    session.open(head="absent")
    ballot, _ = session.opened(rows)
    with pytest.raises(MovedOnError):
        session.cast(ballot, "head")


def test_every_question_is_answered_and_none_of_the_own(session):
    rows = session.nominate("office", "vice")
    session.open()
    ballot, _ = session.opened(rows)
    questions = {row.nomination.subject.name: row.pk for row in ballot.questions.all()}
    with pytest.raises(RefusedError) as unanswered:
        operations.cast(session.act("head"), ballot=ballot, choices={questions["Lương Thị Thử"]: "yes"})
    assert f"q{questions[session.year.cast.office.name]}" in unanswered.value.faults
    with pytest.raises(RefusedError) as own:
        operations.cast(session.act("vice"), ballot=ballot, choices=dict.fromkeys(questions.values(), "yes"))
    assert f"q{questions['Lương Thị Thử']}" in own.value.faults
    assert not RollEntry.objects.filter(state="sealed").exists()


def test_no_vote_after_the_close(session):
    rows = session.nominate("office")
    session.open()
    ballot, _ = session.opened(rows)
    with pytest.raises(RefusedError, match="Cần ít nhất 06 người có mặt"):
        operations.close_ballot(session.act("chair"), ballot=ballot)
    for who, _function in _VOTERS:
        session.cast(ballot, who)
    operations.close_ballot(session.act("chair"), ballot=ballot)
    with pytest.raises(MovedOnError, match="kết thúc"):
        session.cast(ballot, "publicity")
    assert RollEntry.objects.filter(ballot=ballot, state="sealed").count() == 7


def test_a_question_with_fewer_than_five_voters_is_not_secret(session):
    rows = session.nominate("office")
    session.open(clerk="absent", publicity="absent")
    for key in ("chair", "vice"):
        operations.declare_recusal(
            session.act("officer"),
            meeting=session.meeting,
            member=session.members[key],
            nomination=rows[0],
            reason="người thân",
            votes=False,
        )
    ballot = session.prepare(rows)
    session.keys(ballot)
    with pytest.raises(RefusedError, match="ít hơn 5"):
        session.open_ballot(ballot)


def test_wrong_keys_open_nothing(session):
    rows = session.nominate("office")
    session.open()
    ballot, (key_a, key_b) = session.opened(rows)
    for who, _function in _VOTERS:
        session.cast(ballot, who)
    operations.close_ballot(session.act("chair"), ballot=ballot)
    for first, second, field in (
        (key_a, key_a, "key_b"),
        (key_a, "x", "key_b"),
        (key_a[:-1], key_b, "key_a"),
    ):
        with pytest.raises(RefusedError) as refused:
            operations.count(session.act("officer"), ballot=ballot, key_a=first, key_b=second)
        assert field in refused.value.faults
    assert not Slip.objects.exists()
    ballot.refresh_from_db()
    assert ballot.state == "closed"


def test_a_damaged_envelope_stops_the_count(session):
    rows = session.nominate("office")
    session.open()
    ballot, (key_a, key_b) = session.opened(rows)
    for who, _function in _VOTERS:
        session.cast(ballot, who)
    operations.close_ballot(session.act("chair"), ballot=ballot)
    entry = ballot.roll.filter(state="sealed").first()
    entry.envelope = bytes(entry.envelope)[:-1] + b"\0"
    entry.save()
    with pytest.raises(RefusedError, match="không còn như khi bỏ phiếu"):
        operations.count(session.act("officer"), ballot=ballot, key_a=key_a, key_b=key_b)
    operations.void_ballot(session.act("chair"), ballot=ballot, reason="Phong bì hỏng")
    assert not ballot.roll.filter(envelope__isnull=False).exists()
    session.prepare(rows, "paper")


# --- choice ------------------------------------------------------------------------------------------------------


def test_the_choice_keeps_the_quota_and_the_law_parts_equals(session):
    rows = session.nominate("office", "culture", "school", "member", "teacher", "vice", "culture_head")
    session.open()
    session.hands(rows)
    chosen = [
        row.nomination.subject.name
        for row in operations.select(session.signed(), meeting=session.meeting)
        if row.chosen
    ]
    # school and culture both have 92.75; the school has 90 % women
    assert chosen[:2] == ["Trường Mầm non Nà Mây", "Phòng Văn hóa - Xã hội"]
    assert chosen[2:] == ["Vi Thị Thử", "Lương Thị Thử", "Nguyễn Thị Hồng Phương Thảo Mẫu"]
    states = {row.subject.name: (row.state, row.outcome_reason) for row in _fresh(rows)}
    assert states["Trường Mầm non Nà Mây"][0] == "chosen"
    assert states["Sầm Thị Mẫu"] == ("not_chosen", "Hết số lượng khen theo kế hoạch")
    with pytest.raises(MovedOnError):
        operations.select(session.signed(), meeting=session.meeting)


def _fresh(rows):
    for row in rows:
        row.refresh_from_db()
    return rows


def test_choosing_somebody_lower_needs_a_reason(session):
    rows = session.nominate("office", "culture", "school")
    session.open()
    session.hands(rows)
    office, _culture, school = rows
    with pytest.raises(RefusedError) as refused:
        operations.select(session.signed(), meeting=session.meeting, chosen=[office, school])
    assert "Phòng Văn hóa - Xã hội" in refused.value.faults[f"reason_{office.pk}"]
    done = operations.select(
        session.signed(),
        meeting=session.meeting,
        chosen=[office, school],
        reasons={office.pk: "Khối lượng công việc lớn hơn"},
    )
    assert {row.nomination for row in done if row.chosen} == {office, school}


def test_more_than_the_quota_and_who_did_not_pass_are_refused(session):
    rows = session.nominate("office", "culture", "school")
    session.open()
    session.hands(rows, office=4)
    with pytest.raises(RefusedError, match="Không đạt tỷ lệ"):
        operations.select(session.signed(), meeting=session.meeting, chosen=rows[:1])
    PlanItem.objects.filter(kind="quota", data__subject="collective").update(
        data={"subject": "collective", "max": 1, "level": "commune"}
    )
    with pytest.raises(RefusedError, match="vượt quá"):
        operations.select(session.signed(), meeting=session.meeting, chosen=rows[1:])


def test_equals_at_the_edge_wait_for_the_chair(session):
    rows = session.nominate("culture", "school")
    for row in rows:
        sheet = row.subject.sheets.get()
        sheet.working = {**sheet.working, "women_share": "0.5"}
        sheet.save()
    PlanItem.objects.filter(kind="quota", data__subject="collective").update(
        data={"subject": "collective", "max": 1, "level": "commune"}
    )
    session.open()
    session.hands(rows)
    with pytest.raises(RefusedError) as refused:
        operations.select(session.signed(), meeting=session.meeting)
    assert "chair_order" in refused.value.faults
    done = operations.select(session.signed(), meeting=session.meeting, chair_order=[rows[1], rows[0]])
    assert [row.nomination for row in done if row.chosen] == [rows[1]]


def test_a_second_meeting_of_the_movement_counts_what_the_first_chose(session):
    first = session.nominate("culture", "school")
    session.open()
    session.hands(first)
    operations.select(session.signed(), meeting=session.meeting)
    operations.close_meeting(session.act("chair"), meeting=session.meeting, discussion="")
    other = operations.plan_meeting(
        session.act("officer"),
        council=session.council,
        movement=session.year.movement,
        planned_at=session.meeting.planned_at,
        place="Phòng họp",
    )
    late = session.nominate("office")
    second = replace(session, meeting=other)
    second.open()
    second.hands(late)
    done = operations.select(session.signed(), meeting=other)
    assert [row.chosen for row in done] == [False]


def test_a_choice_is_taken_back_with_a_reason(session):
    rows = session.nominate("culture", "school")
    session.open()
    session.hands(rows)
    operations.select(session.signed(), meeting=session.meeting)
    with pytest.raises(RefusedError):
        operations.undo_selection(session.act("officer"), meeting=session.meeting, reason="")
    operations.undo_selection(session.act("officer"), meeting=session.meeting, reason="Đếm nhầm")
    assert {row.state for row in _fresh(rows)} == {"appraised"}
    operations.select(session.signed(), meeting=session.meeting)


# --- minutes -----------------------------------------------------------------------------------------------------


def test_the_minutes_tell_the_vote_with_its_base(session):
    rows = session.nominate("office", "school", "vice")
    session.open(publicity="opinion", clerk="absent")
    ballot = session.prepare(rows, "hands")
    operations.record_opinion(
        session.signed(),
        ballot=ballot,
        member=session.members["publicity"],
        choices={question.pk: "yes" for question in ballot.questions.all()},
    )
    operations.enter_counts(
        session.signed(),
        ballot=ballot,
        counts={
            question.pk: Tally(yes=5 if question.nomination == rows[2] else 6)
            for question in ballot.questions.all()
        },
    )
    operations.select(session.signed(), meeting=session.meeting)
    operations.close_meeting(session.act("chair"), meeting=session.meeting, discussion="Thống nhất.")
    operations.draft_minutes(session.act("officer"), meeting=session.meeting)
    said = str(session.meeting.minutes.context)
    assert "có mặt 06/08" in said
    assert "06/07" in said
    assert "07/08 thành viên có quyền biểu quyết (01 thành viên không tham gia do liên quan)" in said
    assert "Ông Lò Văn Thử" in said
    assert "quá nửa đồng ý" in said
    assert (
        said.count("phiếu ý kiến bằng văn bản của thành viên vắng, tính trong kết quả trên: 01 đồng ý") == 1
    )
    assert "Cả 03 trường hợp: phiếu ý kiến" in said
    assert session.meeting.count_record is None


def test_numbers_are_allotted_without_doubles(session):
    rows = session.nominate("office")
    session.open()
    ballot = session.prepare(rows, "paper")
    operations.enter_counts(session.signed(), ballot=ballot, counts={ballot.questions.get().pk: Tally(yes=8)})
    operations.select(session.signed(), meeting=session.meeting)
    operations.close_meeting(session.act("chair"), meeting=session.meeting, discussion="")
    operations.draft_minutes(session.act("officer"), meeting=session.meeting)
    number = operations.next_number(session.meeting)
    assert number == "01"
    rendered = Rendered(papers.council_minutes(session.meeting, number), b"docx", b"pdf")
    act = session.act("officer")
    with pytest.raises(RefusedError) as refused:
        operations.record_minutes(act, meeting=session.meeting, number=number, rendered=rendered)
    assert "count_number" in refused.value.faults
    operations.record_minutes(
        act,
        meeting=session.meeting,
        number=number,
        rendered=rendered,
        count_number="02",
        count_rendered=Rendered(papers.count_record(session.meeting, "02"), b"docx", b"pdf"),
    )
    assert session.meeting.state == "minuted"
    assert {row.citation for row in Paper.objects.filter(state="numbered")} == {
        "01/BB-HĐTĐKT",
        "02/BB-HĐTĐKT",
    }
    record = str(paper_form.as_dict(papers.count_record(session.meeting)))
    assert "Số phiếu phát ra: 08. Số phiếu thu về: 08." in record


def test_one_entry_for_each_act(session):
    rows = session.nominate("office")
    session.open()
    before = Entry.objects.count()
    ballot = session.prepare(rows)
    session.keys(ballot)
    session.open_ballot(ballot)
    session.cast(ballot, "head")
    names = list(Entry.objects.order_by("position").values_list("name", flat=True))[before:]
    assert names == [
        "ballot.prepared",
        "ballot.key_taken",
        "ballot.key_confirmed",
        "ballot.key_taken",
        "ballot.key_confirmed",
        "ballot.opened",
        "ballot.cast",
    ]


def test_equals_that_were_parted_are_told_apart_in_the_reasons(session):
    rows = session.nominate("office", "culture", "school")
    session.open()
    session.hands(rows)
    done = operations.select(session.signed(), meeting=session.meeting)
    told = {row.nomination.subject.name: row.reason for row in done}
    cast = (
        session.year.cast
    )  # both are chosen: the school by its share of women before the equal office of culture
    assert told[cast.school.name].startswith(f"Bằng điểm với {cast.culture.name}, được xếp trước theo")
    assert told[cast.culture.name] == ""
    assert told[cast.office.name] == "Hết số lượng khen theo kế hoạch"


def test_minutes_say_where_the_reason_of_an_absence_is_not_known(session):
    operations.take_attendance(
        session.act("officer"),
        meeting=session.meeting,
        presences=[
            operations.Presence(member, "absent" if key == "clerk" else "present")
            for key, member in session.members.items()
        ],
    )
    operations.open_meeting(session.act("chair"), meeting=session.meeting)
    operations.close_meeting(session.act("chair"), meeting=session.meeting, discussion="")
    minutes = operations.draft_minutes(session.act("officer"), meeting=session.meeting)
    assert "Vắng (không rõ lý do)" in str(minutes.context)


def test_places_do_not_stay_empty_because_nobody_parted_the_equals(session):
    rows = session.nominate("office", "culture", "school")
    for key in ("office", "culture", "school"):
        settle(session.year.campaign.sheets.get(subject=session.year.subject_of(key)), "90.00", {})
    session.open()
    session.hands(rows)
    with pytest.raises(RefusedError, match="Hãy biểu quyết vòng tiếp theo, hoặc ghi lý do không chọn ai"):
        operations.select(session.signed(), meeting=session.meeting, chosen=[])
    done = operations.select(
        session.signed(), meeting=session.meeting, chosen=[], reasons={rows[0].pk: "để dành cho đợt sau"}
    )
    assert not any(row.chosen for row in done)


def test_who_had_no_part_in_a_further_round_was_parted_before_it(session):
    rows = session.nominate("member", "teacher", "vice")
    for key in ("member", "teacher", "vice"):
        settle(session.year.campaign.sheets.get(subject=session.year.subject_of(key)), "90.00", {})
    PlanItem.objects.filter(kind="quota", data__subject="individual").update(
        data={"subject": "individual", "max": 1, "level": "commune", "form": "Giấy khen"}
    )
    session.open()
    session.hands(rows)
    again = operations.prepare_further_round(session.act("officer"), meeting=session.meeting, method="hands")
    assert again.questions.count() == 2
    counts = {
        question.pk: Tally(yes=yes, no=8 - yes)
        for question, yes in zip(again.questions.order_by("order"), (3, 8), strict=True)
    }
    operations.enter_counts(session.signed(), ballot=again, counts=counts)
    told = {
        row.nomination.subject.name: row.reason
        for row in operations.select(session.signed(), meeting=session.meeting)
    }
    assert "Người trực tiếp lao động" in told["Lương Thị Thử"]
    assert "Hội đồng biểu quyết" not in told["Lương Thị Thử"]
    assert told["Vi Thị Thử"].endswith("được xếp trước theo: Hội đồng biểu quyết")


def test_a_series_goes_on_from_its_book_and_into_the_next_year(session):
    session.open()
    operations.close_meeting(session.act("chair"), meeting=session.meeting, discussion="")
    minutes = operations.draft_minutes(session.act("officer"), meeting=session.meeting)
    key = {"authority_id": session.council.authority_id, "symbol": papers.SYMBOL}
    act = session.act("officer")
    documents.set_series(act, **key, year=2025, mode="allotted", last_value=6)
    assert operations.next_number(session.meeting) == "07"
    assert operations.next_number(session.meeting, 7) == "08"
    assert numbers.next_number(*key.values(), date(2026, 1, 5)) == "01"
    rendered = Rendered(papers.council_minutes(session.meeting, "05"), b"docx", b"pdf")
    with pytest.raises(RefusedError, match="Số tiếp theo là 01"):
        documents.number_paper(
            act,
            paper=minutes,
            authority_id=session.council.authority_id,
            number="05",
            dated_on=date(2026, 1, 5),
            rendered=rendered,
        )
