from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.council.conftest import MEETING_DAY
from thidua.council import operations, queries
from thidua.council.models import Ballot, Council, Meeting, RollEntry
from thidua.engine.ballot.published import RecountStatus, recount


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    monkeypatch.setattr("thidua.base.clock.now", lambda: MEETING_DAY)


@pytest.fixture
def at(session, sign_in):
    """``at("officer", "council_meetings", …)`` gives the page; with ``post`` it sends."""

    def go(who, name, *args, post=None, **extra):
        client = sign_in(who)
        url = reverse(name, args=(session.year.movement.pk, *args))
        return client.get(url, **extra) if post is None else client.post(url, post, **extra)

    return go


SIGNED = {"signed-manner": "recorded", "signed-signed_on": "16/12/2025", "signed-signer_name": "Nông Văn Mẫu"}


def test_the_officer_sets_up_a_council_and_plans_a_meeting(session, at):
    Council.objects.filter(pk=session.council.pk).update(name="Hội đồng cũ")
    done = at(
        "officer",
        "council_set_up",
        post={
            "name": "Hội đồng mới",
            "decision_number": "30/QĐ-UBND",
            "decided_on": "01/12/2025",
            "valid_from": "01/12/2025",
        },
    )
    assert done.status_code == 302
    council = Council.objects.get(name="Hội đồng mới")
    seat = {"order": 1, "function": "chair", "post": "Chủ tịch", "voting": "on", "starts_on": "01/12/2025"}
    added = at(
        "officer",
        "council_seat_add",
        council.pk,
        post=seat | {"person": session.year.cast.people["chair"].pk},
    )
    assert added.status_code == 302
    plan = {"council": council.pk, "on": "16/12/2025", "at": "8h30", "place": "Phòng họp", "base": "all"}
    assert (
        at("officer", "council_meeting_plan", post=plan | {"threshold": ">1/2", "at": "giờ"}).status_code
        == 422
    )
    assert at("officer", "council_meeting_plan", post=plan | {"threshold": ">1/2"}).status_code == 302
    assert Meeting.objects.filter(council=council).count() == 1
    assert "Hội đồng mới" in at("officer", "council_meetings").content.decode()


@pytest.mark.parametrize("name", ["council_meetings", "council_set_up", "council_meeting_plan"])
def test_the_stranger_finds_nothing(session, at, name):
    assert at("stranger", name).status_code == 404


def test_the_stranger_sees_neither_meeting_nor_ballot(session, at):
    rows = session.nominate("office")
    session.open()
    ballot = session.prepare(rows)
    viewer = session.year.cast.viewer("stranger", MEETING_DAY.date())
    assert Ballot.objects.exists()
    assert not queries.ballots_visible_to(viewer).exists()
    assert at("stranger", "council_meeting", session.meeting.pk).status_code == 404
    assert at("stranger", "council_ballot", ballot.pk).status_code == 404
    assert at("admin", "council_ballot", ballot.pk).status_code == 404
    assert at("inspector", "council_ballot", ballot.pk).status_code == 200
    assert at("inspector", "council_ballot_step", ballot.pk, "huy", post={"reason": "x"}).status_code == 403


def test_a_whole_meeting_by_hands_from_the_signed_paper(session, at):
    session.nominate("office", "school", "vice")
    meeting = session.meeting
    call = {f"m{member.pk}-state": "present" for member in session.members.values()}
    assert at("officer", "council_attendance", meeting.pk, post=call).status_code == 302
    assert at("officer", "council_meeting_step", meeting.pk, "mo-hop", post=SIGNED).status_code == 302
    page = at("officer", "council_meeting", meeting.pk).content.decode()
    assert "Có mặt 08/08 thành viên biểu quyết" in page
    assert "Lương Thị Thử là người được đề nghị khen" in page
    office = session.year.subject_of("office").nominations.get()
    declared = {
        "member": session.members["head"].pk,
        "nomination": office.pk,
        "reason": "cùng đơn vị",
        "votes": "yes",
    }
    assert at("officer", "council_recusals", meeting.pk, post=declared).status_code == 302
    votable = [row.pk for row in queries.votable(meeting)]
    prepared = at(
        "officer", "council_ballot_add", meeting.pk, post={"method": "hands", "nominations": votable}
    )
    assert prepared.status_code == 302
    ballot = Ballot.objects.get()
    counts = {}
    for question in ballot.questions.all():
        voters = 7 if question.nomination.subject.kind == "person" else 8
        counts |= {f"q{question.pk}-{name}": 0 for name in ("no", "blank", "spoilt")}
        counts[f"q{question.pk}-yes"] = voters
    wrong = at("officer", "council_counts", ballot.pk, post=counts | SIGNED | {f"q{question.pk}-yes": 3})
    assert wrong.status_code == 422
    assert "Cộng các cột được 3" in wrong.content.decode()
    assert at("officer", "council_counts", ballot.pk, post=counts | SIGNED).status_code == 302
    assert "Chọn trong số lượng" in at("officer", "council_select", meeting.pk).content.decode()
    chosen = {f"chosen_{pk}": "on" for pk in votable}
    assert at("officer", "council_select", meeting.pk, post=chosen | SIGNED).status_code == 302
    closed = at(
        "officer", "council_meeting_step", meeting.pk, "ket-thuc", post=SIGNED | {"discussion": "Thống nhất."}
    )
    assert closed.status_code == 302
    assert at("officer", "council_minutes", meeting.pk, post={"what": "draft"}).status_code == 302
    numbered = at("officer", "council_minutes", meeting.pk, post={"what": "number", "number": "01"})
    assert numbered.status_code == 302
    scan = SimpleUploadedFile("bien-ban.pdf", b"MZ", content_type="application/pdf")
    assert (
        at("officer", "council_minutes", meeting.pk, post={"what": "file", "file": scan}).status_code == 422
    )
    meeting.refresh_from_db()
    assert meeting.state == "minuted"
    assert "01/BB-HĐTĐKT" in at("officer", "council_meeting", meeting.pk).content.decode()


@pytest.fixture
def secret(session, at):
    """A secret ballot opened through the pages; gives the ballot and both slips."""
    rows = session.nominate("office", "vice")
    session.open()
    ballot = session.prepare(rows)
    slips = []
    for who in ("accountant", "clerk"):
        page = at(who, "council_key", ballot.pk, post={"what": "take"}).content.decode()
        slip = page.split('<span class="code">')[1].split("<")[0]
        slips.append(slip)
        assert at(who, "council_key", ballot.pk, post={"typed": "sai"}).status_code == 422
        assert at(who, "council_key", ballot.pk, post={"typed": slip.lower()}).status_code == 302
        assert slip not in at(who, "council_key", ballot.pk).content.decode()
    assert at("chair", "council_ballot_step", ballot.pk, "mo", post={}).status_code == 302
    return ballot, slips


def test_the_ballot_page_asks_and_then_shows_the_receipt(session, at, secret):
    ballot, _slips = secret
    page = at("vice", "council_vote", ballot.pk)
    text = page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert text.count('value="yes"') == 1
    assert "Không bỏ phiếu về trường hợp này vì có liên quan" in text
    questions = {row.nomination.subject.kind: row.pk for row in ballot.questions.all()}
    half = at("head", "council_vote", ballot.pk, post={f"q{questions['unit']}": "no"})
    assert half.status_code == 422
    assert f'name="q{questions["unit"]}" value="no" checked' in half.content.decode()
    assert not RollEntry.objects.filter(state="sealed").exists()
    answers = {f"q{pk}": "yes" for pk in questions.values()}
    assert at("head", "council_vote", ballot.pk, post=answers).status_code == 302
    receipt = RollEntry.objects.get(state="sealed").receipt
    again = at("head", "council_vote", ballot.pk).content.decode()
    assert "Đã bỏ phiếu" in again
    assert receipt in again
    assert at("head", "council_vote", ballot.pk, post=answers).status_code in {200, 302}
    assert RollEntry.objects.filter(state="sealed").count() == 1


@pytest.mark.parametrize("who", ["officer", "member", "inspector", "culture_head"])
def test_only_who_is_on_the_roll_gets_the_ballot_page(session, at, secret, who):
    ballot, _slips = secret
    page = at(who, "council_vote", ballot.pk)
    assert page.status_code == (200 if who == "culture_head" else {"member": 404}.get(who, 403))


def test_a_vote_from_the_network_waits_for_encryption_or_the_meeting(session, at, secret):
    ballot, _slips = secret
    answers = {f"q{pk}": "yes" for pk in ballot.questions.values_list("pk", flat=True)}
    refused = at("head", "council_vote", ballot.pk, post=answers, REMOTE_ADDR="192.168.1.20")
    assert "Đường truyền chưa mã hóa" in refused.content.decode()
    assert not RollEntry.objects.filter(state="sealed").exists()
    at("chair", "council_ballot_step", ballot.pk, "mang-noi-bo", post={})
    assert at("head", "council_vote", ballot.pk, post=answers, REMOTE_ADDR="192.168.1.20").status_code == 302


def test_count_on_one_screen_with_two_keys_and_the_published_list(session, at, secret):
    ballot, slips = secret
    for who in ("chair", "vice", "culture_head", "head", "school_head", "accountant", "clerk"):
        session.cast(ballot, who)
    assert "07" in at("officer", "council_ballot", ballot.pk).content.decode()
    assert at("officer", "council_count", ballot.pk).status_code == 409
    assert at("chair", "council_ballot_step", ballot.pk, "ket-thuc", post={}).status_code == 302
    late = at("publicity", "council_vote", ballot.pk, post={})
    assert "Cuộc bỏ phiếu đã kết thúc" in late.content.decode()
    wrong = at("officer", "council_count", ballot.pk, post={"key_a": slips[0], "key_b": slips[0]})
    assert wrong.status_code == 422
    assert slips[0] not in wrong.content.decode()
    assert (
        at("officer", "council_count", ballot.pk, post={"key_a": slips[0], "key_b": slips[1]}).status_code
        == 302
    )
    ballot.refresh_from_db()
    text = at("inspector", "council_published", ballot.pk).content.decode()
    assert recount(text, ballot.digest).status is RecountStatus.AGREES


def test_what_waits_is_told(session, at, secret):
    ballot, _slips = secret
    head = session.year.cast.viewer("head", MEETING_DAY.date())
    assert [row["text"] for row in queries.todo(head, session.year.movement)] == ["Bỏ phiếu xét khen thưởng"]
    session.cast(ballot, "head")
    assert queries.todo(head, session.year.movement) == []


def test_a_list_of_one_and_of_three_meetings_costs_the_same(session, at, django_assert_max_num_queries):
    at("officer", "council_meetings")
    with django_assert_max_num_queries(100) as one:
        at("officer", "council_meetings")
    for _ in range(2):
        operations.plan_meeting(
            session.act("officer"),
            council=session.council,
            movement=session.year.movement,
            planned_at=MEETING_DAY,
            place="Phòng họp",
        )
    with django_assert_max_num_queries(len(one.captured_queries)):
        at("officer", "council_meetings")


def test_the_invitation_names_when_where_and_all_members(session, at):
    meeting = session.meeting
    page = at("officer", "council_meeting", meeting.pk).content.decode()
    assert "Chép nội dung gửi Zalo" in page
    assert f"- Địa điểm: {meeting.place}." in page
    made = at("officer", "council_invitation", meeting.pk, "docx")
    document = docx.Document(BytesIO(made.content))
    said = "\n".join(paragraph.text for paragraph in document.paragraphs)
    listed = {row.cells[1].text for row in document.tables[-1].rows}
    assert "thứ Ba, ngày 16 tháng 12 năm 2025" in said.replace("\N{NO-BREAK SPACE}", " ")
    assert meeting.place in said
    assert {f"{member.person.title} {member.person.name}" for member in session.members.values()} <= listed
    assert at("clerk", "council_invitation", meeting.pk, "pdf").status_code == 403
    assert at("stranger", "council_invitation", meeting.pk, "pdf").status_code == 404
    assert at("officer", "council_invitation", meeting.pk, "exe").status_code == 404
