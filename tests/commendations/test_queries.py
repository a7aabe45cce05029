from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.commendations.conftest import DECIDED_ON, NOW
from thidua.commendations import operations, queries
from thidua.commendations.models import Award, Decision, Proposal
from thidua.documents import operations as documents
from thidua.documents.models import Paper
from thidua.engine.parameters import NoValueInForceError
from thidua.regulations import operations as regulations
from thidua.regulations import queries as law


@pytest.mark.parametrize(
    ("on", "rate", "collective", "individual"),
    [
        # 0,6 and 0,3 base salaries, rounded up to 10.000 (NĐ 152/2025, art. 49.2, 54)
        (date(2026, 2, 3), "", 1_410_000, 710_000),
        (date(2026, 6, 30), "full", 1_410_000, 710_000),
        (date(2026, 7, 1), "", 1_520_000, 760_000),
        # the other reading, 0,3 and 0,15
        (date(2026, 2, 3), "half", 710_000, 360_000),
        (date(2026, 7, 1), "half", 760_000, 380_000),
        # the decree before
        (date(2025, 6, 30), "", 710_000, 360_000),
        (date(2024, 6, 30), "", 540_000, 270_000),
    ],
)
def test_money_follows_the_decisions_day(awarding, on, rate, collective, individual):
    lines = queries.award_lines(awarding.meeting, on, rate)
    assert [int(line.amount) for line in lines] == [collective, individual, individual]
    assert queries.total(lines) == Decimal(collective + 2 * individual)


def test_no_money_for_a_day_that_the_book_does_not_know(awarding):
    with pytest.raises(NoValueInForceError):
        queries.award_lines(awarding.meeting, date(2020, 1, 1))


def test_a_decision_keeps_its_money_and_where_it_stood_whatever_the_law_book_says_since(awarding, sign_in):
    made = awarding.decided()
    lines, basis = queries.decided_lines(made), queries.decided_basis(made)
    assert lines == queries.award_lines(awarding.meeting, DECIDED_ON)
    assert basis == queries.money_basis(awarding.meeting, lines, DECIDED_ON)
    regulations.set_value(
        awarding.act("officer"),
        authority=awarding.cast.commune,
        key="certificate_multiple.individual",
        value="0,2",
        valid_from=date(2025, 12, 1),
        source="Quyết định 9/2025/QĐ-UBND",
    )
    page = sign_in("officer").get(reverse("commendation_decision", args=(made.movement_id,))).text
    assert "9/2025" not in page
    assert "710.000 đồng" in page


def test_both_readings_are_offered_the_books_own_first(awarding):
    rates = queries.rates(awarding.cast.commune.pk, DECIDED_ON)
    assert [(rate.code, rate.individual, rate.collective) for rate in rates] == [
        ("full", Decimal("0.3"), Decimal("0.6")),
        ("half", Decimal("0.15"), Decimal("0.3")),
    ]
    assert queries.rates(awarding.cast.commune.pk, date(2025, 1, 1)) == ()


def test_an_own_multiple_leaves_nothing_to_choose_and_is_told_with_its_source(awarding):
    told = {basis.about: basis for basis in queries.money_basis(*lines_of(awarding), "half")}
    assert told["Hệ số Giấy khen, cá nhân"].value == Decimal("0.15")
    assert told["Lương cơ sở (đồng)"].source
    regulations.set_value(
        awarding.act("officer"),
        authority=awarding.cast.commune,
        key="certificate_multiple.individual",
        value="0,2",
        valid_from=date(2025, 12, 1),
        source="Nghị quyết thử",
    )
    assert queries.rates(awarding.cast.commune.pk, DECIDED_ON) == ()
    lines = queries.award_lines(awarding.meeting, DECIDED_ON, "full")
    assert [int(line.amount) for line in lines] == [1_410_000, 470_000, 470_000]
    told = {basis.about: basis for basis in queries.money_basis(awarding.meeting, lines, DECIDED_ON, "full")}
    assert told["Hệ số Giấy khen, cá nhân"].source == "Nghị quyết thử"
    assert told["Hệ số Giấy khen, cá nhân"].since == date(2025, 12, 1)


def lines_of(awarding):
    return awarding.meeting, queries.award_lines(awarding.meeting, DECIDED_ON), DECIDED_ON


def test_lines_tell_who_was_where_in_the_councils_order(awarding):
    lines = queries.award_lines(awarding.meeting, DECIDED_ON)
    assert [(line.order, line.title, line.name) for line in lines] == [
        (1, "", "Trường Mầm non Nà Mây"),
        (2, "Bà", "Nguyễn Thị Hồng Phương Thảo Mẫu"),
        (3, "Bà", "Lương Thị Thử"),
    ]
    assert queries.votes_of(awarding.meeting) == [
        (f"{line.title} {line.name}".strip(), 8, 8, False) for line in lines
    ]


def test_a_leader_works_at_the_authority_itself(awarding):
    unit = awarding.cast.people["teacher"].memberships.get().unit
    type(unit).objects.filter(pk=unit.pk).update(block="L")
    line = queries.award_lines(awarding.meeting, DECIDED_ON)[1]
    assert line.unit_name == "Ủy ban nhân dân xã Nà Mây"


READERS = ("officer", "chair", "clerk", "accountant", "publicity", "inspector", "vice", "head")


def test_a_draft_is_read_by_who_reads_the_authority_an_issued_one_by_all_of_it(awarding):
    decision = awarding.decision_drafted()
    for who in READERS:
        assert queries.decisions_visible_to(awarding.cast.viewer(who, NOW.date())).exists(), who
    for who in ("member", "teacher", "school_head", "admin", "stranger"):
        assert not queries.decisions_visible_to(awarding.cast.viewer(who, NOW.date())).exists(), who
    awarding.issue(decision, awarding.act("chair"))
    for who in (*READERS, "member", "teacher", "school_head"):
        assert queries.awards_visible_to(awarding.cast.viewer(who, NOW.date())).count() == 3, who
    assert Decision.objects.exists()
    assert not queries.awards_visible_to(awarding.cast.viewer("stranger", NOW.date())).exists()


def test_the_head_of_the_standing_unit_reads_the_proposal_other_heads_do_not(awarding):
    awarding.drafted()
    assert queries.proposals_visible_to(awarding.cast.viewer("culture_head", NOW.date())).exists()
    assert not queries.proposals_visible_to(awarding.cast.viewer("school_head", NOW.date())).exists()
    assert not queries.proposals_visible_to(awarding.cast.viewer("stranger", NOW.date())).exists()
    assert Proposal.objects.exists()


@pytest.mark.parametrize(
    ("found", "count"),
    [
        (queries.Found(), 3),
        (queries.Found(year=2026), 3),
        (queries.Found(year=2025), 0),
        (queries.Found(text="phuong thao"), 1),
        (queries.Found(text="truong mam non"), 2),
        (queries.Found(text="LUONG"), 1),
        (queries.Found(text="khong co ai"), 0),
        (queries.Found(kind="unit"), 1),
        (queries.Found(kind="person"), 2),
        (queries.Found(state="cancelled"), 1),
        (queries.Found(state="held"), 2),
        (queries.Found(state="waiting"), 1),
        (queries.Found(state="unpaid"), 2),
    ],
)
def test_the_register_is_searched_without_marks_and_narrowed(awarding, found, count):
    awarding.decided()
    operations.hand_over(
        awarding.act("officer"), award=awarding.award("vice"), on=NOW.date(), received_by="Bà Thử"
    )
    awarding.cancel(awarding.award())
    viewer = awarding.cast.viewer("officer", NOW.date())
    assert queries.register(viewer, found).count() == count
    assert queries.register_years(viewer) == [2026]


def test_only_issued_awards_that_stand_are_public(awarding):
    awarding.decision_drafted()
    assert not queries.public_awards(awarding.movement).exists()
    awarding.issue(Decision.objects.get(), awarding.act("chair"))
    awarding.cancel(awarding.award())
    assert queries.public_awards(awarding.movement).count() == 2
    told = queries.numbers(awarding.movement)
    assert (told["collectives"], told["individuals"], told["total"]) == (1, 1, Decimal(2_830_000))
    assert queries.award_by_code("") is None
    assert queries.award_by_code(awarding.award().check_code) == awarding.award()


def test_days_that_do_not_follow_each_other_are_told(awarding):
    proposal = awarding.proposed()
    assert queries.date_warnings(awarding.meeting, proposal, None) == []
    nomination = awarding.meeting.selections.first().nomination
    nomination.meeting.__class__.objects.filter(pk=nomination.meeting.pk).update(held_on=date(2025, 12, 10))
    Paper.objects.filter(pk=awarding.meeting.minutes_id).update(number="", dated_on=None, state="draft")
    awarding.meeting.refresh_from_db()
    told = queries.date_warnings(awarding.meeting, proposal, None)
    assert any("trước ngày họp của đơn vị (10/12/2025)" in sentence for sentence in told)
    assert any("Biên bản họp Hội đồng chưa có số" in sentence for sentence in told)
    assert not any("lịch nghỉ lễ" in sentence for sentence in told)
    proposal.dated_on = date(2026, 12, 28)
    unsure = queries.date_warnings(awarding.meeting, proposal, None)[-1]
    assert unsure.startswith("Phần mềm chưa có lịch nghỉ lễ năm 2027")


def test_rules_taken_in_later_for_the_day_of_a_decision_leave_it_as_it_was(awarding):
    decision = awarding.decided()
    before = (decision.total, decision.base_salary, awarding.award().amount, decision.paper.context)
    rules = [
        ("base_salary", "9000000"),
        ("certificate_multiple.individual", '"3"'),
        ("certificate_multiple.collective", '"6"'),
    ]
    rows = "".join(
        f"  - {{key: {key}, value: {value}, source: x, confidence: read}}\n" for key, value in rules
    )
    regulations.take_in_province(
        awarding.act("officer"),
        authority=awarding.cast.commune,
        text=f"name: Tỉnh Mẫu\nparameters:\n{rows}",
        valid_from=date(2020, 1, 1),
    )
    assert law.law_of(awarding.cast.commune.pk).base_salary(DECIDED_ON) == 9_000_000
    decision.refresh_from_db()
    assert (decision.total, decision.base_salary, awarding.award().amount, decision.paper.context) == before


def test_a_decision_before_the_end_of_the_public_notice_is_told(awarding):
    """Only where the authority posts the list: no law asks for it at a commune."""
    decision = awarding.decided()
    meeting, proposal = awarding.meeting, decision.proposal
    assert queries.notice_until(meeting) is None
    regulations.set_value(
        awarding.act("officer"),
        authority=awarding.cast.commune,
        key="public_notice_working_days",
        value="5",
        valid_from=date(2025, 1, 1),
        source="Quy chế xét khen thưởng của xã",
    )
    posted = queries.notice_until(meeting)
    assert law.working_calendar().due(meeting.on, 5) == posted
    assert queries.date_warnings(meeting, proposal, decision) == []
    decision.decided_on = posted
    assert "chưa hết niêm yết danh sách" in queries.date_warnings(meeting, proposal, decision)[-1]


def test_a_paper_that_cites_another_number_than_the_one_before_it_is_told(awarding):
    decision = awarding.decided()
    proposal = decision.proposal
    assert queries.cited_warnings(awarding.meeting, proposal, decision) == []
    Paper.objects.filter(pk=awarding.meeting.minutes_id).update(number="03")
    awarding.meeting.refresh_from_db()
    told = queries.cited_warnings(awarding.meeting, proposal, decision)
    assert [line.split(" không dẫn")[0] for line in told] == [
        "Tờ trình số 12/TTr-VHXH",
        "Quyết định số 45/QĐ-UBND",
    ]
    decision.decided_on = date(2026, 1, 1)
    (days,) = queries.date_warnings(awarding.meeting, proposal, decision)
    assert days == "Quyết định (01/01/2026) trước ngày tờ trình (20/01/2026)."


def todo(awarding, who):
    viewer = awarding.cast.viewer(who, NOW.date())
    return [row["text"] for row in queries.todo(viewer, awarding.movement)]


def test_each_has_the_own_things_to_do_through_the_year(awarding):
    assert todo(awarding, "officer") == ["Soạn tờ trình khen thưởng"]
    assert todo(awarding, "chair") == todo(awarding, "clerk") == todo(awarding, "stranger") == []
    awarding.drafted()
    for who in ("officer", "clerk", "culture_head"):
        assert todo(awarding, who) == ["Lấy số, ban hành tờ trình"]
    assert todo(awarding, "chair") == []
    awarding.proposed()
    assert todo(awarding, "officer") == ["Dự thảo quyết định khen thưởng"]
    assert todo(awarding, "clerk") == []


def test_the_chairperson_signs_and_the_clerk_records_then_all_follow(awarding):
    decision = awarding.decision_drafted()
    assert todo(awarding, "chair") == ["Ký, ban hành quyết định khen thưởng"]
    assert todo(awarding, "clerk") == ["Ghi số, ngày quyết định theo bản Chủ tịch đã ký"]
    assert queries.progress(awarding.movement)["decide"]["due"] == date(2026, 2, 3)
    awarding.issue(decision, awarding.act("chair"))
    assert todo(awarding, "chair") == []
    assert todo(awarding, "clerk") == ["Lưu bản ký của Quyết định số 45"]
    assert todo(awarding, "officer") == ["Lưu bản ký của Quyết định số 45", "In giấy khen"]
    assert todo(awarding, "accountant") == ["Chi tiền thưởng, còn 03 khoản, 2.830.000 đồng"]
    act = awarding.act("officer")
    stored = documents.store(act, content=b"%PDF", name="giay-khen.pdf", kind="pdf", pages=3)
    operations.attach_certificates(act, decision=decision, certificates=stored)
    assert todo(awarding, "officer")[1] == "Trao giấy khen, còn 03 tập thể, cá nhân"
    awards = list(Award.objects.select_related("decision"))
    operations.hand_over_all(act, awards=awards, on=NOW.date())
    operations.pay_all(awarding.act("accountant"), awards=awards, on=NOW.date())
    assert todo(awarding, "accountant") == []
    awarding.cancel(awarding.award())
    for who in ("officer", "accountant"):
        assert "Thu hồi giấy khen" in todo(awarding, who)[-1]
    progress = queries.progress(awarding.movement)
    assert (progress["award"]["done"], progress["award"]["total"]) == (2, 2)
    assert progress["decide"]["done"] == 1
