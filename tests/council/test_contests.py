"""One paper with several names, at most n of them marked: prepared, cast, counted, published, minuted."""

import re
from datetime import date

import pytest
from django.urls import reverse

from tests.council.conftest import MEETING_DAY
from thidua.audit.models import Entry
from thidua.base.errors import MovedOnError, RefusedError
from thidua.commendations.queries import votes_of
from thidua.council import operations, papers, queries
from thidua.council.models import Ballot, Council, OpenVote, RollEntry, Slip
from thidua.documents import paper as paper_form
from thidua.documents.operations import content_of
from thidua.engine.ballot.published import RecountStatus, recount
from thidua.movements.models import PlanItem

NAMES = ("office", "culture", "school")
SEATED = ("chair", "vice", "culture_head", "head", "school_head", "accountant", "clerk", "publicity")
CONTEST = "Đánh dấu không quá 02 tên"


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    monkeypatch.setattr("thidua.base.clock.now", lambda: MEETING_DAY)


@pytest.fixture
def contest(session):
    """``contest("secret", clerk="paper")``: the three names on one paper, the head out of it; gives the ballot."""

    def go(method: str, **states: str) -> Ballot:
        rows = session.nominate(*NAMES)
        session.open(**states)
        operations.declare_recusal(
            session.act("head"),
            meeting=session.meeting,
            member=session.members["head"],
            nomination=rows[0],
            reason="đứng đầu đơn vị",
            votes=False,
        )
        return operations.prepare_ballot(
            session.act("officer"), meeting=session.meeting, method=method, nominations=rows, contest=True
        )

    return go


@pytest.fixture
def at(session, sign_in):
    def go(who, name, *args, post=None):
        client = sign_in(who)
        url = reverse(name, args=(session.year.movement.pk, *args))
        return client.get(url) if post is None else client.post(url, post)

    return go


def keys_of(session, ballot, *names) -> list[int]:
    subjects = [session.year.subject_of(name).pk for name in names]
    return list(ballot.questions.filter(nomination__subject__in=subjects).values_list("pk", flat=True))


def mark(session, ballot, who, *names) -> str:
    return operations.cast(
        session.act(who), ballot=ballot, choices=dict.fromkeys(keys_of(session, ballot, *names), "yes")
    )


def counted(session, ballot) -> dict[str, tuple]:
    return {
        name: ballot.questions.values_list("yes", "no", "blank", "spoilt", "base", "recused", "passed").get(
            pk=keys_of(session, ballot, name)[0]
        )
        for name in NAMES
    }


def said(paper) -> str:
    return str(paper_form.as_dict(paper))


def test_a_contest_has_as_many_marks_as_places_is_of_one_kind_and_never_by_hands(session):
    rows = session.nominate(*NAMES, "vice")
    session.open()

    def refused(**told) -> str:
        with pytest.raises(RefusedError) as error:
            operations.prepare_ballot(
                session.act("officer"),
                **{"meeting": session.meeting, "method": "paper", "nominations": rows[:3], "contest": True}
                | told,
            )
        return next(iter(error.value.faults))

    assert refused(method="hands") == "method"
    assert refused(nominations=rows) == "nominations"
    assert refused(nominations=rows[:2]) == "marks"  # two names for two places: nothing to choose
    assert refused(marks=3) == "marks"
    PlanItem.objects.filter(kind="quota", data__subject="collective").update(
        data={"subject": "collective", "max": 1, "level": "commune"}
    )
    assert refused(marks=2) == "marks"
    ballot = operations.prepare_ballot(
        session.act("officer"), meeting=session.meeting, method="paper", nominations=rows[:3], contest=True
    )
    assert (ballot.marks, ballot.contest) == (1, "Đánh dấu không quá 01 tên")
    with pytest.raises(RefusedError) as error:
        operations.repeat_ballot(session.act("officer"), ballot=ballot, reason="đổi cách", method="hands")
    assert "method" in error.value.faults
    ballot = Ballot.objects.get(pk=ballot.pk)
    again = operations.repeat_ballot(session.act("officer"), ballot=ballot, reason="in sai phiếu")
    assert (again.marks, again.repeats) == (1, ballot)


def test_a_secret_contest_with_papers_and_opinions_is_counted_published_and_minuted(session, contest):
    ballot = contest("secret", clerk="paper", publicity="opinion")
    keys = session.keys(ballot)
    session.open_ballot(ballot)
    with pytest.raises(RefusedError, match="Đã đánh dấu 03 tên"):
        mark(session, ballot, "chair", *NAMES)
    with pytest.raises(RefusedError, match="có liên quan đến một tên"):
        mark(session, ballot, "head", "school")  # recused from the office, so from the school too
    with pytest.raises(RefusedError, match="không được hỏi"):
        operations.cast(session.act("chair"), ballot=ballot, choices={0: "yes"})
    assert not RollEntry.objects.exclude(receipt="").exists()
    receipt = mark(session, ballot, "chair", "office", "school")
    with pytest.raises(MovedOnError):
        mark(session, ballot, "chair", "school")
    mark(session, ballot, "vice", "office", "school")
    mark(session, ballot, "culture_head", "school")
    mark(session, ballot, "school_head", "culture", "school")
    mark(session, ballot, "accountant")
    assert {len(bytes(row.envelope)) for row in ballot.roll.filter(state="sealed")} == {352}
    both = keys_of(session, ballot, "office", "school")
    opinion = {"ballot": ballot, "member": session.members["publicity"]}
    with pytest.raises(RefusedError, match="Đã đánh dấu 03 tên"):
        operations.record_opinion(
            session.signed(), choices=dict.fromkeys(keys_of(session, ballot, *NAMES), "yes"), **opinion
        )
    operations.record_opinion(session.signed(), choices=dict.fromkeys(both, "yes"), **opinion)
    assert sorted(OpenVote.objects.values_list("choice", flat=True)) == ["blank", "yes", "yes"]
    # six are there: five have voted, and the sixth has no paper
    operations.close_ballot(session.act("chair"), ballot=ballot)
    told = {"ballot": ballot, "key_a": keys[1], "key_b": keys[0]}
    for wrong in ([], ["1", "2"], ["4"], ["1+2+3"], ["2+1"]):
        with pytest.raises(RefusedError, match="phiếu giấy"):
            operations.count(session.act("officer"), paper_marks=wrong, **told)
    assert not Slip.objects.exists()
    digest = operations.count(session.act("officer"), paper_marks=["spoilt"], **told)
    ballot.refresh_from_db()
    # yes, no, blank, spoilt, base, recused, passed: five envelopes, one paper, one opinion; seven of eight may vote
    assert counted(session, ballot) == {
        "office": (3, 2, 1, 1, 7, 1, False),
        "culture": (1, 4, 1, 1, 7, 1, False),
        "school": (5, 0, 1, 1, 7, 1, True),
    }
    text = content_of(ballot.published).decode()
    assert recount(text, digest).status is RecountStatus.AGREES
    assert receipt in text
    assert f"recused,04 Triệu Văn Mẫu,{CONTEST}" in text
    slips = [line.split(",") for line in text.splitlines() if line.startswith("slip")]
    places = {row.nomination.subject_id: row.order for row in ballot.questions.all()}
    office, culture, school = (str(places[session.year.subject_of(name).pk]) for name in NAMES)
    both_places = {"+".join(sorted(pair)) for pair in ((office, school), (culture, school))}
    assert {row[3] for row in slips} == {*both_places, school, "blank", "spoilt"}
    assert {row[1] for row in slips} == {CONTEST}
    serials = list(Slip.objects.order_by("pk").values_list("serial", flat=True))
    assert serials == sorted(serials)
    _chosen_and_minuted(session)


def _chosen_and_minuted(session) -> None:
    operations.select(session.signed(), meeting=session.meeting)
    assert [row[1:] for row in votes_of(session.meeting)] == [(5, 7, True)]
    minutes = said(papers.council_minutes(session.meeting))
    assert (
        "03 tên, đánh dấu không quá 02 tên: 05 phiếu hợp lệ có đánh dấu, 01 phiếu trắng, 01 phiếu" in minutes
    )
    assert "quá nửa đánh dấu tên đó" in minutes
    assert "không bỏ phiếu chung có tên này" in minutes
    assert "07/08 thành viên có quyền bỏ phiếu này" in minutes
    assert "'05/07', '71,43%'" in minutes
    record = said(papers.count_record(session.meeting))
    assert "Số phiếu phát ra: 06. Số phiếu thu về: 06." in record
    assert "Số phiếu hợp lệ: 05, trong đó phiếu trắng: 01. Số phiếu không hợp lệ: 01." in record


def test_papers_of_a_contest_are_counted_by_the_tellers_and_must_be_possible(session, contest):
    ballot = contest("paper", publicity="opinion")
    office, culture, school = (keys_of(session, ballot, name)[0] for name in NAMES)
    text = said(papers.voting_paper(ballot))
    assert "không quá 02 tên" in text
    assert "'Đánh dấu'" in text
    out = said(papers.opinion_slip(ballot, session.members["head"]))
    assert out.count("'không biểu quyết'") == 3

    def entered(marks, blank=0, spoilt=0, returned=None) -> str:
        with pytest.raises(RefusedError) as error:
            operations.enter_marks(
                session.signed(),
                ballot=ballot,
                marks=dict(zip((office, culture, school), marks, strict=True)),
                blank=blank,
                spoilt=spoilt,
                returned=returned,
            )
        (fault,) = error.value.faults.items()
        return f"{fault[0]}: {fault[1]}"

    assert "thành viên vắng chưa nhập" in entered((3, 1, 4), blank=1)
    operations.record_opinion(
        session.signed(), ballot=ballot, member=session.members["publicity"], choices={office: "yes"}
    )
    # eight, less one with an opinion, less one out of the contest: six papers
    assert "returned" in entered((0, 0, 0), returned=7)
    assert entered((6, 0, 0), blank=1).startswith(f"q{office}: Không thể quá 05")
    assert "nhiều nhất 10" in entered((5, 5, 1), blank=1)
    assert "ít hơn 06 phiếu hợp lệ" in entered((3, 1, 1))
    assert "nhiều hơn 06 phiếu thu về" in entered((0, 0, 0), blank=4, spoilt=3)
    assert "âm" in entered((-1, 0, 0))
    with pytest.raises(MovedOnError):
        operations.enter_counts(session.signed(), ballot=ballot, counts={})
    operations.enter_marks(
        session.signed(), ballot=ballot, marks={office: 3, culture: 1, school: 4}, blank=1, spoilt=0
    )
    ballot.refresh_from_db()
    assert (ballot.issued, ballot.returned) == (6, 6)
    assert counted(session, ballot) == {
        "office": (4, 2, 1, 0, 7, 1, True),
        "culture": (1, 5, 1, 0, 7, 1, False),
        "school": (4, 2, 1, 0, 7, 1, True),
    }
    assert "Số phiếu phát ra: 06" in said(papers.count_record(session.meeting))


def test_a_contest_in_writing_is_marked_by_name(session):
    rows = session.nominate(*NAMES)
    meeting = operations.plan_written(
        session.act("officer"),
        council=session.council,
        movement=session.year.movement,
        planned_at=MEETING_DAY,
        return_by=date(2025, 12, 19),
    )
    operations.open_meeting(session.act("chair"), meeting=meeting)
    ballot = operations.prepare_ballot(
        session.act("officer"), meeting=meeting, method="written", nominations=rows, contest=True, marks=1
    )
    session.open_ballot(ballot)
    for number, who in enumerate(SEATED):
        names = ("office",) if number < 5 else ("school",) if number < 7 else ()
        operations.record_opinion(
            session.act(who),
            ballot=ballot,
            member=session.members[who],
            choices=dict.fromkeys(keys_of(session, ballot, *names), "yes"),
        )
    operations.count_opinions(session.act("officer"), ballot=Ballot.objects.get(pk=ballot.pk))
    assert counted(session, ballot) == {
        "office": (5, 2, 1, 0, 8, 0, True),
        "culture": (0, 7, 1, 0, 8, 0, False),
        "school": (2, 5, 1, 0, 8, 0, False),
    }
    record = said(papers.count_record(meeting))
    assert "Số phiếu hợp lệ: 08, trong đó phiếu trắng: 01." in record
    assert "'62,5%'" in record


def test_equals_of_a_contest_go_to_a_further_round_name_by_name(session, contest):
    Council.objects.update(choose_by="votes")
    session.meeting.refresh_from_db()
    ballot = contest("paper")
    for name in ("culture", "school"):
        sheet = session.year.subject_of(name).sheets.get()
        sheet.working = {**sheet.working, "women_share": "0.5"}
        sheet.save()
    marks = dict.fromkeys(keys_of(session, ballot, "culture", "school"), 4)
    marks |= dict.fromkeys(keys_of(session, ballot, "office"), 6)
    operations.enter_marks(session.signed(), ballot=ballot, marks=marks, blank=0, spoilt=0)
    (tie,) = queries.proposal(session.meeting, MEETING_DAY.date()).ties()
    assert len(tie) == 2
    again = operations.prepare_further_round(session.act("officer"), meeting=session.meeting, method="hands")
    assert (again.round, again.marks) == (2, None)


# --- pages -------------------------------------------------------------------------------------------------------


def test_the_pages_of_a_secret_contest(session, at, contest):
    ballot = contest("secret", clerk="paper")
    keys = session.keys(ballot)
    assert CONTEST in at("officer", "council_ballot", ballot.pk).content.decode()
    session.open_ballot(ballot)
    head = at("head", "council_vote", ballot.pk).content.decode()
    assert "có liên quan đến: Văn phòng" in head
    assert "<form" not in head.split("<main")[1]
    viewer = session.year.cast.viewer("head", MEETING_DAY.date())
    assert queries.todo(viewer, session.year.movement) == []
    assert "không bỏ phiếu này do liên quan" in at("officer", "council_ballot", ballot.pk).content.decode()
    asked = list(ballot.questions.order_by("order").values_list("pk", flat=True))

    def body(*places, send="mark") -> dict[str, str]:
        return {f"q{pk}": "yes" if place in places else "not" for place, pk in enumerate(asked, start=1)} | {
            "send": send
        }

    page = at("chair", "council_vote", ballot.pk).content.decode()
    assert page.count('value="not" checked') == 3
    # all that is sent has one length, however many names are marked: a radio always sends its value
    bodies = (body(), body(1, 2), body(send="none"))
    assert len({len("&".join(f"{key}={value}" for key, value in told.items())) for told in bodies}) == 1
    for told, why in ((body(1, 2, 3), "Đã đánh dấu 03 tên"), (body(1, 2, send="none"), "đang có tên được")):
        back = at("chair", "council_vote", ballot.pk, post=told)
        text = back.content.decode()
        assert (back.status_code, why in text, text.count(" checked")) == (422, True, 3)
        kept = {f"q{pk}" for pk in asked if f'name="q{pk}" value="yes" checked' in text}
        assert kept == {key for key, value in told.items() if value == "yes"}
    told = " ".join(Entry.objects.filter(name="act.refused").values_list("text", flat=True))
    assert "Phiếu chưa ghi đúng cách" in told
    assert "đánh dấu" not in told
    assert "Chưa đánh dấu tên nào" in at("chair", "council_vote", ballot.pk, post=body()).content.decode()
    assert not RollEntry.objects.filter(state="sealed").exists()
    assert at("chair", "council_vote", ballot.pk, post=body(1, 2)).status_code == 302
    for again in (None, body(3)):  # looked at again, and sent again from another device
        assert "Đã bỏ phiếu" in at("chair", "council_vote", ballot.pk, post=again).content.decode()
    assert RollEntry.objects.filter(state="sealed").count() == 1
    assert at("vice", "council_vote", ballot.pk, post=body(send="none")).status_code == 302
    for who in ("culture_head", "school_head", "accountant", "publicity"):
        mark(session, ballot, who, "school")
    operations.close_ballot(session.act("chair"), ballot=Ballot.objects.get(pk=ballot.pk))
    assert "Phiếu giấy thứ 1" in at("officer", "council_count", ballot.pk).content.decode()
    told = {"key_a": keys[0], "key_b": keys[1]}
    for wrong, why in (
        ("", "điền mục này"),
        ("1-2", "Ghi số thứ tự"),
        ("1 1", "phải khác nhau"),
        ("4", "từ 1 đến 3"),
        ("1, 2, 3", "ghi x"),
    ):
        refused = at("officer", "council_count", ballot.pk, post=told | {"paper1": wrong})
        assert (refused.status_code, why in refused.content.decode()) == (422, True)
    assert at("officer", "council_count", ballot.pk, post=told | {"paper1": "2, 1"}).status_code == 302
    ballot.refresh_from_db()
    assert recount(content_of(ballot.published).decode(), ballot.digest).status is RecountStatus.AGREES
    for name, key in (("council_ballot", ballot.pk), ("council_meeting", session.meeting.pk)):
        text = at("officer", name, key).content.decode()
        assert "Số phiếu đánh dấu" in text
        assert "01 phiếu trắng" in text
        assert "Không đồng ý</th>" not in text
    assert "không bỏ phiếu chung có tên này" in text
    assert "/07 đánh dấu</td>" in at("officer", "council_select", session.meeting.pk).content.decode()


def test_what_comes_back_of_a_contest_has_one_length_whatever_is_marked(session, at, contest):
    ballot = contest("secret")
    session.keys(ballot)
    session.open_ballot(ballot)
    asked = list(ballot.questions.order_by("order").values_list("pk", flat=True))
    lengths = set()
    for marked in ([0], [2], [0, 1], [0, 1, 2]):  # asked for a blank paper with marks on it: it comes back
        told = {f"q{pk}": "yes" if place in marked else "not" for place, pk in enumerate(asked)}
        back = at("chair", "council_vote", ballot.pk, post=told | {"send": "none"})
        text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", back.content.decode())
        lengths.add((back.status_code, len(text)))
    assert len(lengths) == 1


def test_the_officer_prepares_a_contest_enters_its_papers_and_an_opinion(session, at):
    rows = session.nominate(*NAMES)
    session.open(publicity="opinion")
    told = {"method": "paper", "nominations": [row.pk for row in rows]}
    wrong = at("officer", "council_ballot_add", session.meeting.pk, post=told | {"form": "each", "marks": 2})
    assert "Chỉ ghi khi chọn một phiếu chung" in wrong.content.decode()
    by_hands = told | {"form": "contest", "method": "hands"}
    refused = at("officer", "council_ballot_add", session.meeting.pk, post=by_hands)
    assert "không biểu quyết giơ tay được" in refused.content.decode()
    made = at("officer", "council_ballot_add", session.meeting.pk, post=told | {"form": "contest"})
    ballot = Ballot.objects.get()
    assert (made.status_code, ballot.marks) == (302, 2)
    signed = {
        "signed-manner": "recorded",
        "signed-signed_on": "16/12/2025",
        "signed-signer_name": "Nông Văn Mẫu",
    }
    asked = list(ballot.questions.order_by("order").values_list("pk", flat=True))
    member = session.members["publicity"].pk
    opinion = at(
        "officer", "council_opinion", ballot.pk, member, post=signed | {"marked": [str(pk) for pk in asked]}
    )
    assert "Đã đánh dấu 03 tên" in opinion.content.decode()
    one = signed | {"marked": [str(asked[0])]}
    assert at("officer", "council_opinion", ballot.pk, member, post=one).status_code == 302
    marks = signed | {f"q{asked[0]}": 7, f"q{asked[1]}": 4, f"q{asked[2]}": 2, "blank": 0, "spoilt": 0}
    assert "07 người bỏ phiếu này" in at("officer", "council_counts", ballot.pk).content.decode()
    typed = at("officer", "council_counts", ballot.pk, post=marks | {"blank": 1})
    assert (typed.status_code, 'value="7"' in typed.content.decode()) == (422, True)
    assert "Không thể quá 06" in typed.content.decode()
    assert at("officer", "council_counts", ballot.pk, post=marks).status_code == 302
    assert [row.yes for row in ballot.questions.order_by("order")] == [8, 4, 2]
