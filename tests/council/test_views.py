import re
from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.views.debug import ExceptionReporter
from PIL import Image

from tests.council.conftest import MEETING_DAY, UNTRIED
from thidua.audit.models import Entry
from thidua.base.errors import RefusedError
from thidua.council import operations, papers, queries
from thidua.council.models import Ballot, Council, Meeting, OpenVote, RollEntry
from thidua.documents import paper as paper_form
from thidua.engine.ballot.published import RecountStatus, recount
from thidua.movements.models import PlanItem


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


def test_a_meeting_leads_everybody_to_the_vote_that_goes_on(session, at):
    teacher, vice = session.nominate("teacher", "vice")
    session.open()
    page = at("officer", "council_meeting", session.meeting.pk).content.decode()
    assert page.count("btn btn-main") == 1
    assert "Khai liên quan</a>" in page[page.index("btn btn-main") :][:200]  # the paper line is past, it sits
    ballot = session.prepare([teacher, vice], "paper")
    there = reverse("council_ballot", args=(session.year.movement.pk, ballot.pk))
    for who in ("officer", "chair", "vice"):
        page = at(who, "council_meeting", session.meeting.pk).content.decode()
        assert f'btn-main" href="{there}">Xem cuộc biểu quyết' in page, who
        assert "Chưa kiểm cuộc nào" in page


def test_the_bar_of_steps_stands_at_the_council_while_it_sits(session, at):
    def step(number):
        return at("officer", "movement_home").context["bar"][number - 1]

    session.nominate("teacher")
    assert (step(7).tone, step(8).tone) == ("now", "later")
    session.open()
    assert (step(7).tone, step(8).tone, step(8).note) == ("done", "now", "đang họp")


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
        "officer",
        "council_ballot_add",
        meeting.pk,
        post={"method": "hands", "form": "each", "nominations": votable},
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
    assert "Không hợp lệ" not in at("officer", "council_counts", ballot.pk).content.decode()
    assert at("officer", "council_counts", ballot.pk, post=counts | SIGNED).status_code == 302
    step = (ballot.pk, "huy")
    page = at("officer", "council_ballot_step", *step).content.decode()
    assert "không hủy vì kết quả" in page
    assert "không được đọc" not in page
    reason = {"reason": "nhập nhầm số tay giơ"}
    assert (
        at("officer", "council_ballot_step", *step, post=reason).status_code == 422
    )  # not on the officer's word
    assert at("officer", "council_ballot_step", *step, post=reason | SIGNED).status_code == 302
    assert "nhập nhầm số tay giơ" in at("officer", "council_ballot", ballot.pk).content.decode()
    assert at("officer", "council_repeat", ballot.pk, post={"method": "hands"}).status_code == 302
    again = Ballot.objects.get(repeats=ballot)
    keys = dict(
        zip(
            *(row.questions.order_by("order").values_list("pk", flat=True) for row in (ballot, again)),
            strict=True,
        )
    )
    counts = {
        f"q{keys[int(name[1:].split('-')[0])]}-{name.split('-')[1]}": value for name, value in counts.items()
    }
    assert at("officer", "council_counts", again.pk, post=counts | SIGNED).status_code == 302
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
    assert at("chair", "council_ballot_step", ballot.pk, "mo", post={"reason": UNTRIED}).status_code == 302
    return ballot, slips


def test_the_ballot_page_asks_and_then_shows_the_receipt(session, at, secret):
    ballot, _slips = secret
    page = at("vice", "council_vote", ballot.pk)
    text = page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert text.count('value="yes"') == 1
    assert "Không bỏ phiếu về trường hợp này vì có liên quan" in text
    questions = {row.nomination.subject.kind: row.pk for row in ballot.questions.all()}
    half = at("head", "council_vote", ballot.pk, post={f"q{questions['unit']}": "not"})
    assert half.status_code == 422
    assert f'name="q{questions["unit"]}" value="not" checked' in half.content.decode()
    assert not RollEntry.objects.filter(state="sealed").exists()
    answers = {f"q{pk}": "yes" for pk in questions.values()}
    assert at("head", "council_vote", ballot.pk, post=answers).status_code == 302
    receipt = RollEntry.objects.get(state="sealed").receipt
    again = at("head", "council_vote", ballot.pk).content.decode()
    assert "Đã bỏ phiếu" in again
    assert receipt in again
    for _twice in range(2):
        second = at("head", "council_vote", ballot.pk, post=answers)
        assert second.status_code == 409
        assert "phiếu đã bỏ vẫn nằm trong hòm" in second.content.decode()
        assert receipt in second.content.decode()
    assert RollEntry.objects.filter(state="sealed").count() == 1
    refused = Entry.objects.filter(name="act.refused", object_type="council.ballot", object_id=str(ballot.pk))
    assert ["Đồng chí đã bỏ phiếu rồi" in one.text for one in refused].count(True) == 1


def test_what_is_sent_and_what_comes_back_has_one_length_whatever_is_chosen(session, at, secret):
    ballot, _slips = secret
    (first, second) = (row.pk for row in ballot.questions.all())
    page = at("head", "council_vote", ballot.pk).content.decode()
    sent = set(re.findall(rf'name="q{first}" value="(\w+)"', page))
    assert len(sent) == 2
    assert len({len(value) for value in sent}) == 1
    lengths = set()
    for choice in sent:  # the second question is left open, so that the page comes back
        back = at("head", "council_vote", ballot.pk, post={f"q{first}": choice}).content.decode()
        lengths.add(len(re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", back)))
    assert len(lengths) == 1
    assert second


@pytest.mark.parametrize(
    ("name", "who", "breaks"),
    [
        ("council_vote", "head", "thidua.council.operations.cast"),
        ("council_vote", "head", "thidua.council.sealing.SealedBox"),
        ("council_count", "officer", "thidua.council.operations.count"),
        ("council_count", "officer", "thidua.council.sealing.SealedBox"),
        ("council_key", "accountant", "thidua.engine.ballot.key_slip"),
    ],
)
def test_neither_vote_nor_key_is_in_a_log_or_a_report_of_a_fault(
    session, at, secret, caplog, monkeypatch, name, who, breaks
):
    ballot, slips = secret
    bodies = {
        "council_vote": {f"q{pk}": "not" for pk in ballot.questions.values_list("pk", flat=True)},
        "council_count": {"key_a": slips[0], "key_b": slips[1]},
        "council_key": {"what": "take"},
    }
    if name == "council_count":
        for voter in ("chair", "vice", "culture_head", "head", "school_head", "accountant"):
            session.cast(ballot, voter, office="no")
        Ballot.objects.filter(pk=ballot.pk).update(state="closed")
    if name == "council_key":
        Ballot.objects.filter(pk=ballot.pk).update(state="prepared")
        ballot.keys.update(confirmed=False)
        monkeypatch.setattr("thidua.council.sealing.new_key", lambda: bytes(range(16)))

    def broken(*told, **more):
        raise ZeroDivisionError

    monkeypatch.setattr(breaks, broken)
    client = Client(raise_request_exception=False)
    client.force_login(session.year.cast.users[who])
    url = reverse(name, args=(session.year.movement.pk, ballot.pk))
    assert client.post(url, bodies[name]).status_code == 500
    (record,) = (row for row in caplog.records if row.exc_info)
    report = ExceptionReporter(record.request, *record.exc_info)
    told = caplog.text + report.get_traceback_text() + report.get_traceback_html()
    assert "ZeroDivisionError" in told
    for word in (*slips, "&#x27;not&#x27;", "&#x27;no&#x27;", "Choice.NO", "x00\\x01\\x02\\x03", "TD1"):
        assert word not in told


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
    passed_on = at("head", "council_vote", ballot.pk, post=answers, HTTP_X_FORWARDED_FOR="192.168.1.20")
    assert "Đường truyền chưa mã hóa" in passed_on.content.decode()
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


def test_no_key_goes_over_a_network_without_encryption(session, at, secret):
    ballot, slips = secret
    far = {"REMOTE_ADDR": "192.168.1.20"}
    for who in ("chair", "culture_head", "head", "clerk", "school_head", "accountant"):
        session.cast(ballot, who)
    Ballot.objects.filter(pk=ballot.pk).update(state="closed")
    keys = {"key_a": slips[0], "key_b": slips[1]}
    for post in (None, keys):
        page = at("officer", "council_count", ballot.pk, post=post, **far).content.decode()
        assert ("Đường truyền chưa mã hóa" in page, 'name="key_a"' in page) == (True, False)
    Ballot.objects.filter(pk=ballot.pk).update(state="prepared")
    ballot.keys.all().delete()
    page = at("accountant", "council_key", ballot.pk, post={"what": "take"}, **far).content.decode()
    assert ("Đường truyền chưa mã hóa" in page, 'class="receipt"' in page) == (True, False)
    assert not ballot.keys.exists()
    Ballot.objects.filter(pk=ballot.pk).update(plain_http_accepted=True)
    page = at("accountant", "council_key", ballot.pk, post={"what": "take"}, **far).content.decode()
    assert 'class="receipt"' in page


def test_each_sees_whether_the_own_receipt_was_counted(session, at, secret):
    ballot, slips = secret
    ballot.refresh_from_db()
    mine = {
        who: session.cast(ballot, who) for who in ("chair", "culture_head", "head", "clerk", "school_head")
    }
    mine["accountant"] = session.cast(ballot, "accountant")
    assert "Hãy chép lại" in at("head", "council_vote", ballot.pk).content.decode()
    operations.close_ballot(session.act("chair"), ballot=ballot)
    operations.count(session.act("officer"), ballot=ballot, key_a=slips[0], key_b=slips[1])
    found = "có trong danh sách đã kiểm</span>"
    for name in ("council_vote", "council_ballot"):
        page = at("head", name, ballot.pk).content.decode()
        assert (found in page, [page.count(one) for one in mine.values()].count(1)) == (True, 5)
        assert f"{mine['head']}</span> (của tôi)" in page
    officer = at("officer", "council_ballot", ballot.pk).content.decode()
    assert (found in officer, "(của tôi)" in officer, mine["head"] in officer) == (False, False, True)
    RollEntry.objects.filter(ballot=ballot, member=session.members["head"]).update(receipt="0000-0000-0000")
    page = at("head", "council_ballot", ballot.pk).content.decode()
    assert "Mã biên nhận của đồng chí không có trong danh sách đã kiểm" in page


def test_the_public_reads_the_digest_once_decided_and_no_name(session, secret):
    client, (ballot, slips) = Client(), secret
    ballot.refresh_from_db()
    for who in ("chair", "culture_head", "head", "clerk", "school_head", "accountant"):
        session.cast(ballot, who)
    operations.close_ballot(session.act("chair"), ballot=ballot)
    digest = operations.count(session.act("officer"), ballot=ballot, key_a=slips[0], key_b=slips[1])
    url = reverse("public_movement", args=(session.year.movement.pk,))
    assert digest not in client.get(url).content.decode()
    Meeting.objects.update(decided_in="Quyết định số 345/QĐ-UBND")
    page = client.get(url).content.decode()
    assert f'đã kiểm 06 phiếu kín. Mã kiểm của danh sách phiếu: <span class="code">{digest}</span>' in page
    names = [member.person.name for member in session.members.values()]
    assert [name for name in names if name in page] == []
    listed = client.get(reverse("council_published", args=(session.year.movement.pk, ballot.pk)))
    assert listed.headers["Location"].startswith(reverse("sign_in"))


def test_members_are_told_when_and_where_they_meet_and_what_to_read(session, at):
    viewers = {
        who: session.year.cast.viewer(who, MEETING_DAY.date()) for who in ("head", "officer", "member")
    }

    def waiting(who):
        return queries.todo(viewers[who], session.year.movement)

    assert [row["text"] for row in waiting("head")] == [
        "Dự họp Hội đồng lúc 09 giờ ngày 16/12/2025, Phòng họp UBND xã"
    ]
    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    told = {
        "title": "Bảng điểm",
        "file": SimpleUploadedFile("bảng điểm.png", picture.getvalue(), "image/png"),
    }
    assert at("officer", "council_files", session.meeting.pk, post=told).status_code == 302
    (row,) = waiting("head")
    assert row["text"].endswith("; đọc trước 01 tài liệu")
    assert "Bảng điểm" in at("head", "council_files", session.meeting.pk).content.decode()
    assert row["url"].endswith(f"/hop/{session.meeting.pk}/tai-lieu/")
    assert [row["text"] for row in waiting("officer")] == ["Chuẩn bị và mở phiên họp Hội đồng"]
    assert waiting("member") == []
    session.open()
    assert waiting("head") == []


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


# --- rules, papers to read, in writing, again --------------------------------------------------------------------


def test_before_a_meeting_rules_agenda_papers_and_who_comes_in_whose_place(session, at):
    meeting, council = session.meeting, session.council
    rules = {"own_unit_votes": "on", "substitutes_vote": "on", "choose_by": "votes"}
    assert at("chair", "council_rules", council.pk, post=rules).status_code == 403
    assert at("officer", "council_rules", council.pk, post=rules).status_code == 302
    page = at("officer", "council_council", council.pk).content.decode()
    assert "bỏ phiếu vòng tiếp theo" in page
    assert (
        at("officer", "council_agenda", meeting.pk, post={"agenda": "Xét tặng Giấy khen"}).status_code == 302
    )
    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    pdf = SimpleUploadedFile("báo cáo.png", picture.getvalue(), "image/png")
    added = at("officer", "council_files", meeting.pk, post={"title": "Báo cáo thẩm định", "file": pdf})
    assert added.status_code == 302
    row = meeting.files.get()
    assert "Báo cáo thẩm định" in at("head", "council_files", meeting.pk).content.decode()
    assert at("head", "council_file", meeting.pk, row.pk).content == picture.getvalue()
    assert at("stranger", "council_file", meeting.pk, row.pk).status_code == 404
    assert at("head", "council_file_drop", meeting.pk, row.pk, post={}).status_code == 403
    assert at("officer", "council_file_drop", meeting.pk, row.pk, post={}).status_code == 302
    clerk = session.members["clerk"]
    told = {"substitute": session.year.cast.people["teacher"].pk, "reason": "ốm, giấy ủy quyền"}
    assert at("officer", "council_substitute", meeting.pk, clerk.pk, post=told).status_code == 302
    assert (
        "Nguyễn Thị Hồng Phương Thảo Mẫu dự thay"
        in at("officer", "council_attendance", meeting.pk).content.decode()
    )
    call = {f"m{member.pk}-state": "present" for member in session.members.values()}
    call |= {f"m{clerk.pk}-state": "substitute", f"m{clerk.pk}-reason": "ốm"}
    assert at("officer", "council_attendance", meeting.pk, post=call).status_code == 302
    assert meeting.attendance.get(member=clerk).substitute is not None
    assert at("teacher", "council_meeting", meeting.pk).status_code == 200


def test_a_form_that_was_not_tried_asks_the_chair_for_a_reason_and_the_officer_for_the_signed_paper(
    session, at
):
    rows = session.nominate("office")
    session.open()
    ballot = session.prepare(rows)
    session.keys(ballot)
    for who in ("chair", "officer"):  # said before, with a reason to type; the officer has it signed
        page = at(who, "council_ballot", ballot.pk).content.decode()
        assert "Hội đồng chưa bỏ phiếu thử dạng phiếu này" in page
        page = at(who, "council_ballot_step", ballot.pk, "mo").content.decode()
        assert "chưa bỏ phiếu thử trên máy" in page
        assert ('name="reason"' in page, "signed-signed_on" in page) == (True, who == "officer")
        refused = at(who, "council_ballot_step", ballot.pk, "mo", post={"reason": ""} | SIGNED)
        assert refused.status_code == 422
    unsigned = at("officer", "council_ballot_step", ballot.pk, "mo", post={"reason": UNTRIED})
    assert unsigned.status_code == 422
    opened = at("officer", "council_ballot_step", ballot.pk, "mo", post={"reason": UNTRIED} | SIGNED)
    assert opened.status_code == 302


def test_a_trial_a_repeated_vote_and_papers_with_a_few_in_envelopes(session, at):
    rows = session.nominate("office")
    session.open(clerk="paper")
    meeting = session.meeting
    assert "Bỏ phiếu thử" in at("officer", "council_meeting", meeting.pk).content.decode()
    assert at("officer", "council_trial_add", meeting.pk, post={}).status_code == 422
    assert at("officer", "council_trial_add", meeting.pk, post={"form": "contest"}).status_code == 302
    trial = Ballot.objects.get(trial=True)
    assert "Tên thử thứ ba" in at("officer", "council_ballot", trial.pk).content.decode()
    assert at("officer", "council_trial_compare", trial.pk, post={"agreed": "yes"}).status_code == 409
    assert at("officer", "council_repeat", trial.pk, post={"reason": "mất khóa"}).status_code == 302
    operations.void_ballot(
        session.act("chair"), ballot=Ballot.objects.get(trial=True, state="prepared"), reason="thôi"
    )
    ballot, slips = session.opened(rows)
    assert "Bỏ phiếu lại" in at("officer", "council_ballot", ballot.pk).content.decode()
    told = {"reason": "mất phiếu khóa", "method": "secret"}
    assert at("officer", "council_repeat", ballot.pk, post=told | {"method": "written"}).status_code == 422
    assert at("head", "council_repeat", ballot.pk, post=told).status_code == 403
    assert at("officer", "council_repeat", ballot.pk, post=told).status_code == 302
    ballot = Ballot.objects.get(repeats=ballot)
    slips = session.keys(ballot)
    session.open_ballot(ballot)
    for who in ("chair", "vice", "culture_head", "head", "school_head", "accountant"):
        session.cast(ballot, who)
    operations.close_ballot(session.act("chair"), ballot=ballot)
    page = at("officer", "council_count", ballot.pk).content.decode()
    assert "Chỉ có ít phiếu giấy" in page
    question = ballot.questions.get()
    keys = {"key_a": slips[0], "key_b": slips[1]}
    counts = {f"q{question.pk}-{name}": 0 for name in ("yes", "no", "blank", "spoilt")}
    wrong = at("officer", "council_count", ballot.pk, post=keys | counts)
    assert wrong.status_code == 422
    assert "phải đúng 1 phiếu giấy" in wrong.content.decode()
    done = at("officer", "council_count", ballot.pk, post=keys | counts | {f"q{question.pk}-no": 1})
    assert done.status_code == 302
    question.refresh_from_db()
    assert (question.yes, question.no) == (6, 1)
    page = at("officer", "council_ballot", ballot.pk).content.decode()
    assert "/huy/" not in page
    assert "/bo-lai/" not in page
    told = {"reason": "không vừa ý", "method": "secret"}
    assert at("officer", "council_repeat", ballot.pk, post=told).status_code == 409
    paper = at("officer", "council_voting_paper", ballot.pk)
    assert paper.content.startswith(b"%PDF")
    assert at("head", "council_voting_paper", ballot.pk).status_code == 403


def test_opinions_in_writing_on_the_screen(session, at, sign_in):
    session.nominate("office")
    told = {"council": session.council.pk, "on": "16/12/2025", "return_by": "19/12/2025"}
    assert at("officer", "council_written_plan", post=told | {"return_by": "15/12/2025"}).status_code == 422
    assert at("officer", "council_written_plan", post=told).status_code == 302
    meeting = Meeting.objects.get(written=True)
    page = at("chair", "council_meeting_step", meeting.pk, "mo-hop").content.decode()
    assert "Mở phiên họp" not in page
    assert "Có mặt" not in page
    assert "cần nhận lại ít nhất 06 phiếu, trước hết ngày 19/12/2025" in page
    assert at("chair", "council_meeting_step", meeting.pk, "mo-hop", post={}).status_code == 302
    page = at("chair", "council_meeting", meeting.pk).content.decode()
    assert not re.search("Chưa điểm danh|Dự họp|[Hh]oãn phiên họp|Đang họp|Việc của phiên họp", page)
    assert "Chưa gửi phiếu" in page
    votable = [row.pk for row in queries.votable(meeting)]
    told = {"method": "written", "form": "each", "nominations": votable}
    assert at("officer", "council_ballot_add", meeting.pk, post=told).status_code == 302
    ballot = Ballot.objects.get()
    assert at("chair", "council_ballot_step", ballot.pk, "mo", post={}).status_code == 302
    head = session.year.cast.viewer("head", MEETING_DAY.date())
    text, label = (queries.todo(head, session.year.movement)[0][key] for key in ("text", "label"))
    assert (text, label) == ("Gửi phiếu ý kiến xét khen thưởng", "Gửi ý kiến")
    page = at("head", "council_ballot", ballot.pk).content.decode()
    assert "Bỏ phiếu của tôi" not in page
    own = re.search(r'btn-main" href="([^"]+)">Gửi phiếu ý kiến của tôi', page)
    assert sign_in("head").get(own.group(1)).status_code == 200
    answers = {f"q{ballot.questions.get().pk}": "yes"}
    member = session.members["head"]
    assert at("head", "council_opinion", ballot.pk, member.pk, post=answers).status_code == 302
    slip = at("head", "council_opinion_slip", ballot.pk, member.pk)
    assert slip.content.startswith(b"%PDF")
    assert at("clerk", "council_opinion_slip", ballot.pk, member.pk).status_code == 403
    early = at("officer", "council_count_opinions", ballot.pk, post={})
    assert early.status_code == 422
    assert "chưa hết hạn" in early.content.decode()
    longer = {"return_by": "22/12/2025", "reason": "có người đi công tác"}
    assert at("officer", "council_extend", meeting.pk, post=longer).status_code == 302
    page = at("officer", "council_meeting", meeting.pk).content.decode()
    assert "22/12/2025" in page
    assert "Điểm danh" not in page


def test_a_slip_takes_the_place_of_a_sent_opinion_only_with_a_reason_that_the_minutes_tell(session, at):
    rows = session.nominate("office")
    session.open(publicity="opinion", clerk="opinion")
    ballot = session.prepare(rows, "hands")
    key = f"q{ballot.questions.get().pk}"
    sender, other = session.members["publicity"], session.members["clerk"]
    for answer in ("no", "yes"):  # who corrects the own opinion needs no reason
        assert at("publicity", "council_opinion", ballot.pk, sender.pk, post={key: answer}).status_code == 302
    page = at("officer", "council_opinion", ballot.pk, other.pk).content.decode()
    assert "trên máy" not in page
    assert at("officer", "council_opinion", ballot.pk, other.pk, post=SIGNED | {key: "no"}).status_code == 302
    page = at("officer", "council_opinion", ballot.pk, sender.pk).content.decode()
    assert f"{sender} đã gửi phiếu ý kiến trên máy lúc 09:00 ngày 16/12/2025" in page
    refused = at("officer", "council_opinion", ballot.pk, sender.pk, post=SIGNED | {key: "no"})
    assert refused.status_code == 422
    assert "Hãy ghi lý do thay phiếu đó" in refused.content.decode()
    assert OpenVote.objects.get(member=sender).choice == "yes"
    told = SIGNED | {key: "no", "reason": "chọn nhầm, đã gửi lại bản ký"}
    assert at("officer", "council_opinion", ballot.pk, sender.pk, post=told).status_code == 302
    assert OpenVote.objects.get(member=sender).choice == "no"
    page = at("officer", "council_ballot", ballot.pk).content.decode()
    assert page.count("thay phiếu ý kiến đã gửi trên máy bằng phiếu giấy") == 1
    minutes = str(paper_form.as_dict(papers.council_minutes(session.meeting)))
    name = sender.person.name
    assert (
        minutes.count(
            f"phiếu ý kiến của {name} gửi trên máy lúc 09:00 ngày 16/12/2025 được thay bằng phiếu giấy đã ký, lý do: "
            "chọn nhầm, đã gửi lại bản ký."
        )
        == 1
    )


def test_the_chairperson_decides_otherwise_on_the_screen(session, at):
    rows = session.nominate("office", "culture", "school")
    session.open()
    session.hands(rows)
    operations.select(session.signed(), meeting=session.meeting)
    operations.close_meeting(session.act("chair"), meeting=session.meeting, discussion="")
    taken = session.meeting.selections.get(nomination=rows[1])
    assert (
        at("head", "council_otherwise", session.meeting.pk, taken.pk, post={"reason": "x"}).status_code == 403
    )
    done = at(
        "chair", "council_otherwise", session.meeting.pk, taken.pk, post={"reason": "đơn thư chưa xong"}
    )
    assert done.status_code == 302
    page = at("inspector", "council_meeting", session.meeting.pk).content.decode()
    assert "Chủ tịch quyết định khác đề nghị của Hội đồng" in page
    assert "đơn thư chưa xong" in page


def test_ceiling_used_and_next_in_rank_are_shown_while_choosing(session, at):
    rows = session.nominate("office", "culture", "school")
    items = PlanItem.objects.filter(kind="quota", data__subject="collective")
    items.update(data={"subject": "collective", "max_percent": 50, "rounding": "up", "level": "commune"})
    session.open()
    session.hands(rows)
    page = at("officer", "council_select", session.meeting.pk).content.decode()
    assert "Không quá 50% số tập thể tham gia (làm tròn lên)" in page
    assert re.search(r'data-label="Tối đa">02<.*?data-label="Xếp kế tiếp">[^–]', page, re.DOTALL)
    items.update(data={"subject": "collective", "max": 1, "who": "Cụm chợ", "level": "commune"})
    page = at("officer", "council_select", session.meeting.pk).content.decode()
    assert "chưa gắn được với đơn vị nào" in page
    with pytest.raises(RefusedError, match="Cụm chợ"):
        operations.select(session.signed(), meeting=session.meeting)


def test_the_roll_call_asks_for_the_reason_of_an_absence_and_waits_for_none(session, at):
    call = {f"m{member.pk}-state": "present" for member in session.members.values()}
    away = {f"m{session.members[key].pk}-state": "absent" for key in ("clerk", "head")}
    away[f"m{session.members['head'].pk}-reason"] = "đi công tác"
    for told, asked in ((call | away, True), (call, False)):
        assert at("officer", "council_attendance", session.meeting.pk, post=told).status_code == 302
        page = at("officer", "council_meeting", session.meeting.pk).content.decode()
        assert ("Chưa ghi lý do vắng: Hà Thị Mẫu." in page) is asked


@pytest.mark.parametrize("number", ["<b>1", "01/BB-HĐTĐKT", "bốn", "1 2"])
def test_a_number_is_no_more_than_the_number(session, at, number):
    session.open()
    operations.close_meeting(session.act("chair"), meeting=session.meeting, discussion="")
    operations.draft_minutes(session.act("officer"), meeting=session.meeting)
    odd = at("officer", "council_minutes", session.meeting.pk, post={"what": "number", "number": number})
    assert odd.status_code == 422
    assert "Chỉ ghi phần số, không ghi ký hiệu BB-HĐTĐKT" in odd.content.decode()
