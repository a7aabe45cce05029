from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from tests.commendations.conftest import (
    CHOSEN,
    DECIDED_ON,
    MONEY,
    NOW,
    PROPOSED_ON,
    TODAY,
    TOTAL,
    build_awarding,
    denounced,
)
from thidua.audit.models import Entry
from thidua.audit.queries import verify
from thidua.base.errors import MovedOnError, NotAllowedError, RefusedError
from thidua.commendations import operations, papers, queries
from thidua.commendations.models import Award, CertificateLook, Decision, Proposal
from thidua.council import operations as council
from thidua.council.models import Meeting, Selection
from thidua.documents import operations as documents
from thidua.documents.operations import Rendered
from thidua.engine.flow import StepRefusedError
from thidua.honours.models import AwardHeld
from thidua.nominations import operations as nominations
from thidua.nominations import queries as nominated
from thidua.regulations import operations as regulations


def entries(name):
    return Entry.objects.filter(name=name).count()


# -- proposal ------------------------------------------------------------------------------------------------


def test_a_proposal_is_drafted_once_however_often_it_is_written(awarding):
    first = awarding.drafted()
    again = awarding.drafted()
    assert first.pk == again.pk
    assert first.paper_id == again.paper_id
    assert entries("proposal.drafted") == 2


def test_only_the_officer_drafts(awarding):
    for who in ("chair", "clerk", "head", "member", "accountant", "inspector", "stranger", "admin"):
        with pytest.raises(NotAllowedError):
            operations.draft_proposal(
                awarding.act(who),
                meeting=awarding.meeting,
                content=awarding.proposal_paper(),
                symbol="TTr-VHXH",
            )


def test_no_proposal_where_nobody_was_chosen(awarding):
    awarding.meeting.selections.update(chosen=False)
    with pytest.raises(RefusedError, match="chưa chọn"):
        awarding.drafted()


def test_no_proposal_while_the_council_sits(awarding):
    Meeting.objects.update(state="open")
    with pytest.raises(RefusedError, match="chưa kết thúc"):
        awarding.drafted()


def test_no_proposal_is_numbered_before_the_minutes(awarding):
    Meeting.objects.update(state="closed")
    with pytest.raises(RefusedError, match="Biên bản họp Hội đồng chưa có số"):
        awarding.proposed()
    assert Proposal.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("on", "sentence"), [(date(2025, 12, 15), "trước ngày họp"), (date(2026, 2, 6), "sau hôm nay")]
)
def test_the_day_of_a_proposal_runs_with_the_others(awarding, on, sentence):
    with pytest.raises(RefusedError, match=sentence) as refused:
        awarding.proposed(on=on)
    assert "dated_on" in refused.value.faults


def test_the_number_of_a_proposal_is_used_once_in_a_year(awarding):
    awarding.proposed("12")
    other = build_awarding(awarding.cast, title="Phong trào thi đua khác năm 2025")
    with pytest.raises(RefusedError, match="đã dùng") as refused:
        other.proposed("12/TTr-VHXH")
    assert "number" in refused.value.faults


@pytest.mark.parametrize("typed", ["", "  ", "abc", "0", "4-5"])
def test_a_number_is_a_number(awarding, typed):
    proposal = awarding.drafted()
    rendered = Rendered(awarding.proposal_paper(), b"", b"")
    with pytest.raises(RefusedError) as refused:
        operations.issue_proposal(
            awarding.act("officer"), proposal=proposal, number=typed, dated_on=PROPOSED_ON, rendered=rendered
        )
    assert "number" in refused.value.faults


def test_a_proposal_is_numbered_once(awarding):
    proposal = awarding.drafted()
    rendered = Rendered(awarding.proposal_paper(PROPOSED_ON, "12"), b"w", b"p")
    slow = Proposal.objects.get(pk=proposal.pk)
    told = {"number": "12", "dated_on": PROPOSED_ON, "rendered": rendered}
    operations.issue_proposal(awarding.act("officer"), proposal=proposal, **told)
    with pytest.raises((MovedOnError, StepRefusedError)):
        operations.issue_proposal(awarding.act("officer"), proposal=slow, **told)
    assert entries("proposal.issued") == 1
    assert proposal.paper.citation == "12/TTr-VHXH"


def test_the_head_of_the_standing_unit_issues_and_the_clerk_only_records(awarding):
    proposal = awarding.drafted()
    told = {
        "number": "12",
        "dated_on": PROPOSED_ON,
        "rendered": Rendered(awarding.proposal_paper(PROPOSED_ON, "12"), b"w", b"p"),
    }
    for who in ("clerk", "head", "school_head", "chair", "accountant", "stranger"):
        with pytest.raises(NotAllowedError):
            operations.issue_proposal(awarding.act(who), proposal=proposal, **told)
    operations.issue_proposal(awarding.act("culture_head"), proposal=proposal, **told)
    assert proposal.state == "issued"


def test_a_proposal_is_taken_back_and_written_anew_while_its_number_stays_used(awarding):
    first = awarding.decision_drafted().proposal
    with pytest.raises(RefusedError, match="lý do"):
        operations.cancel_proposal(awarding.act("officer"), proposal=first, reason=" ")
    operations.cancel_proposal(awarding.act("officer"), proposal=first, reason="Sai ngày họp")
    assert queries.live_proposal(awarding.meeting) is None
    assert queries.live_decision(awarding.meeting) is None
    with pytest.raises(RefusedError, match="đã dùng"):
        awarding.proposed("12")
    second = Proposal.objects.get(state="draft")
    assert second.pk != first.pk
    operations.issue_proposal(
        awarding.act("officer"),
        proposal=second,
        number="13",
        dated_on=PROPOSED_ON,
        rendered=Rendered(awarding.proposal_paper(PROPOSED_ON, "13"), b"w", b"p"),
    )
    content = papers.decision(second, queries.award_lines(awarding.meeting, DECIDED_ON), on=DECIDED_ON)
    again = operations.draft_decision(
        awarding.act("officer"), proposal=second, content=content, symbol="QĐ-UBND"
    )
    assert Decision.objects.count() == 1
    assert again.proposal_id == second.pk


def test_no_proposal_is_taken_back_under_a_decision(awarding):
    decision = awarding.decided()
    with pytest.raises(RefusedError, match="Đã có quyết định"):
        operations.cancel_proposal(awarding.act("officer"), proposal=decision.proposal, reason="Nhầm")


# -- what they rest on -------------------------------------------------------------------------------------


def pulls(awarding):
    """Every way to change the council's result from below."""
    meeting, officer, chair = awarding.meeting, awarding.act("officer"), awarding.act("chair")
    row = meeting.selections.filter(chosen=True).select_related("nomination").first()
    return {
        "reopen": lambda: council.reopen_meeting(officer, meeting=meeting, reason="xem lại"),
        "undo": lambda: council.undo_selection(officer, meeting=meeting, reason="xem lại"),
        "void": lambda: council.void_ballot(chair, ballot=meeting.ballots.get(), reason="xem lại"),
        "otherwise": lambda: council.decide_otherwise(chair, selection=row, chosen=False, reason="xem lại"),
        "dossier": lambda: nominations.reopen(officer, nomination=row.nomination, reason="xem lại"),
    }


def test_a_numbered_proposal_is_taken_back_before_the_council_sits_again(awarding):
    proposal = awarding.proposed()
    pull = pulls(awarding)
    with pytest.raises(RefusedError, match=r"Tờ trình số 12/TTr-VHXH ngày 20/01/2026.*rút tờ trình trước"):
        pull["reopen"]()
    with pytest.raises(RefusedError, match="bỏ kết quả chọn ở phiên họp"):
        pull["dossier"]()
    pull["otherwise"]()  # the chairperson reads the letter and decides: before the decision is issued
    operations.cancel_proposal(awarding.act("officer"), proposal=proposal, reason="Hội đồng họp lại")
    pull["reopen"]()
    awarding.meeting.refresh_from_db()
    assert awarding.meeting.state == "closed"


def test_nothing_is_pulled_out_from_under_an_issued_decision(awarding, sign_in):
    awarding.decided()
    for state, names in (("minuted", ("reopen", "otherwise", "dossier")), ("open", ("undo", "void"))):
        # a home of an earlier version may stand open under its decision
        Meeting.objects.filter(pk=awarding.meeting.pk).update(state=state)
        awarding.meeting.refresh_from_db()
        pull = pulls(awarding)
        for name in names:
            with pytest.raises(RefusedError, match=r"45/QĐ-UBND|bỏ kết quả chọn"):
                pull[name]()
    awarding.meeting.refresh_from_db()
    assert awarding.meeting.selections.filter(chosen=True).count() == len(CHOSEN)
    client = sign_in("officer")
    page = client.get(reverse("commendation_decision", kwargs={"movement_id": awarding.movement.pk}))
    assert "45/QĐ-UBND" in page.text
    dossier = awarding.award().nomination_id
    page = client.get(reverse("nominations_nomination", args=(awarding.movement.pk, dossier)))
    assert page.status_code == 200
    assert "/mo-lai/" not in page.text


def test_a_later_meeting_leaves_the_earlier_decision_its_page_and_its_tasks(awarding, sign_in):
    awarding.decided()
    late = Meeting.objects.get(pk=awarding.meeting.pk)
    row = late.selections.filter(chosen=False).get()
    late.pk, late.decided_in, late.proposed_in = None, "", ""
    late.planned_at = NOW
    late.save()
    Selection.objects.create(meeting=late, nomination=row.nomination, order=1, chosen=True)
    assert queries.council_results(awarding.movement) == [late, awarding.meeting]
    here = reverse("commendation_decision", kwargs={"movement_id": awarding.movement.pk})
    client = sign_in("officer")
    page = client.get(here).text
    assert "Quyết định số 45/QĐ-UBND, ngày 03/02/2026" in page
    assert "Soạn tờ trình" in page  # what the later meeting waits for
    earlier = f"{here}?hop={awarding.meeting.pk}"
    page = client.get(earlier).text
    assert f'luu-ban-ky/?hop={awarding.meeting.pk}"' in page
    assert "Soạn tờ trình" not in page
    for nonsense in ("0", "x", "9" * 30):
        assert client.get(f"{here}?hop={nonsense}").status_code == 404
    told = {
        row["text"]: row["url"]
        for row in queries.todo(awarding.cast.viewer("officer", TODAY), awarding.movement)
    }
    assert told["Soạn tờ trình khen thưởng"] == here
    assert told["Lưu bản ký của Quyết định số 45"] == earlier
    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    scan = SimpleUploadedFile("45-QD.png", picture.getvalue(), "image/png")
    filed = client.post(f"{here}luu-ban-ky/?hop={awarding.meeting.pk}", {"file": scan})
    assert filed.headers["Location"] == earlier
    assert Decision.objects.get().state == "filed"


# -- decision ------------------------------------------------------------------------------------------------


def test_no_decision_before_the_proposal_has_its_number(awarding):
    proposal = awarding.drafted()
    with pytest.raises(RefusedError, match="Tờ trình chưa có số"):
        operations.draft_decision(
            awarding.act("officer"), proposal=proposal, content=awarding.proposal_paper(), symbol="QĐ-UBND"
        )


def test_a_decision_gives_awards_with_money_codes_and_honours(awarding):
    decision = awarding.decided()
    assert (decision.state, decision.number, decision.total) == ("issued", "45", Decimal(TOTAL))
    assert decision.base_salary == Decimal(2_340_000)
    awards = list(decision.awards.order_by("order"))
    assert [int(award.amount) for award in awards] == list(MONEY.values())
    assert [award.golden_book_number for award in awards] == [1, 2, 3]
    assert len({award.check_code for award in awards}) == 3
    assert awarding.award("teacher").position == "Giáo viên"
    assert awarding.award("school").unit_name == "Ủy ban nhân dân xã Nà Mây"
    held = AwardHeld.objects.get(subject=awarding.cast.people["teacher"].subject)
    assert held.decision_number == "45/QĐ-UBND"
    assert entries("decision.issued") == 1
    assert verify().fault == ""


def test_only_the_chairperson_decides_and_officer_or_clerk_record(awarding):
    decision = awarding.decision_drafted()
    for who in ("officer", "clerk", "head", "accountant", "inspector", "admin", "stranger"):
        with pytest.raises(NotAllowedError):
            awarding.issue(decision, awarding.act(who))
    for who in ("accountant", "head", "stranger"):
        with pytest.raises(NotAllowedError):
            awarding.issue(decision, awarding.signed(who))
    awarding.issue(decision, awarding.signed("clerk"))
    assert decision.signed is not None
    assert "Nông Văn Mẫu" in str(decision.signed)


@pytest.mark.parametrize(
    ("on", "sentence"), [(date(2026, 1, 19), "trước ngày tờ trình"), (date(2026, 2, 6), "sau hôm nay")]
)
def test_the_day_of_a_decision_runs_with_the_others(awarding, on, sentence):
    decision = awarding.decision_drafted()
    with pytest.raises(RefusedError, match=sentence) as refused:
        awarding.issue(decision, awarding.act("chair"), on=on)
    assert "decided_on" in refused.value.faults
    assert not Award.objects.exists()


def test_the_number_of_a_decision_is_used_once_in_a_year(awarding):
    awarding.decided()
    other = build_awarding(awarding.cast, title="Phong trào thi đua khác năm 2025")
    proposal = other.proposed("13")
    content = papers.decision(proposal, queries.award_lines(other.meeting, DECIDED_ON), on=DECIDED_ON)
    decision = operations.draft_decision(
        other.act("officer"), proposal=proposal, content=content, symbol="QĐ-UBND"
    )
    for typed in ("45", "045", "45/QĐ-UBND"):
        with pytest.raises(RefusedError, match="đã dùng") as refused:
            other.issue(decision, other.act("chair"), number=typed)
        assert "number" in refused.value.faults
    assert Award.objects.count() == 3


def test_a_double_click_issues_once(awarding):
    decision = awarding.decision_drafted()
    slow = Decision.objects.get(pk=decision.pk)
    awarding.issue(decision, awarding.act("chair"))
    with pytest.raises(MovedOnError):
        awarding.issue(slow, awarding.act("chair"))
    assert Award.objects.count() == 3
    assert entries("decision.issued") == 1


def test_a_list_that_changed_under_the_paper_is_not_issued(awarding):
    decision = awarding.decision_drafted()
    lines = queries.award_lines(awarding.meeting, DECIDED_ON)
    awarding.meeting.selections.filter(nomination__subject=awarding.cast.people["vice"].subject).update(
        chosen=False
    )
    with pytest.raises(MovedOnError, match="vừa thay đổi"):
        awarding.issue(decision, awarding.act("chair"), lines=lines)


def test_a_decision_needs_its_signer(awarding):
    decision = awarding.decision_drafted()
    with pytest.raises(RefusedError, match="người ký"):
        awarding.issue(decision, awarding.act("chair"), signer_name=" ")


def test_the_signed_copy_is_filed_with_its_hash(awarding):
    decision = awarding.decided()
    act = awarding.act("clerk")
    scan = documents.store(act, content=b"%PDF ban ky", name="ban-ky.pdf", kind="pdf")
    with pytest.raises(NotAllowedError):
        operations.file_decision(awarding.act("accountant"), decision=decision, signed=scan)
    operations.file_decision(act, decision=decision, signed=scan)
    assert decision.state == "filed"
    assert decision.paper.signed_id == scan.pk
    with pytest.raises((MovedOnError, StepRefusedError)):
        operations.file_decision(act, decision=decision, signed=scan)


# -- awards --------------------------------------------------------------------------------------------------


def test_certificates_are_kept_after_the_decision_only(awarding):
    act = awarding.act("officer")
    stored = documents.store(act, content=b"%PDF", name="giay-khen.pdf", kind="pdf", pages=3)
    decision = awarding.decision_drafted()
    with pytest.raises(RefusedError, match="chưa ban hành"):
        operations.attach_certificates(act, decision=decision, certificates=stored)
    awarding.issue(decision, awarding.act("chair"))
    operations.attach_certificates(act, decision=decision, certificates=stored)
    assert Decision.objects.get().certificates_id == stored.pk


def test_handing_over_is_noted_for_all_or_for_none(awarding):
    awarding.decided()
    first, second = awarding.award("teacher"), awarding.award("vice")
    with pytest.raises(RefusedError, match="trước ngày quyết định"):
        operations.hand_over_all(awarding.act("officer"), awards=[first, second], on=date(2026, 2, 2))
    with pytest.raises(RefusedError, match="sau hôm nay"):
        operations.hand_over(awarding.act("officer"), award=first, on=date(2026, 2, 6), received_by="")
    with pytest.raises(RefusedError, match="đánh dấu"):
        operations.hand_over_all(awarding.act("officer"), awards=[], on=NOW.date())
    with pytest.raises(NotAllowedError):
        operations.hand_over_all(awarding.act("accountant"), awards=[first], on=NOW.date())
    operations.hand_over_all(awarding.act("officer"), awards=[first], on=NOW.date())
    assert awarding.award("teacher").received_by == first.name
    with pytest.raises(MovedOnError):
        operations.hand_over_all(awarding.act("officer"), awards=[second, first], on=NOW.date())
    assert awarding.award("vice").handed_over_on is None
    assert entries("award.handed_over") == 1


def test_money_is_paid_once_by_the_accountant(awarding):
    awarding.decided()
    award = awarding.award("teacher")
    for who in ("officer", "chair", "clerk", "stranger"):
        with pytest.raises(NotAllowedError):
            operations.pay(awarding.act(who), award=award, on=NOW.date())
    operations.pay_all(awarding.act("accountant"), awards=[award], on=NOW.date())
    with pytest.raises(MovedOnError):
        operations.pay(awarding.act("accountant"), award=award, on=NOW.date())
    assert entries("award.paid") == 1


def test_an_account_is_personal_and_not_in_the_chain(awarding):
    awarding.decided()
    operations.set_account(awarding.act("accountant"), award=awarding.award(), account="0123 456 789")
    assert awarding.award().bank_account == "0123 456 789"
    assert "0123" not in Entry.objects.get(name="award.account_set").text
    with pytest.raises(NotAllowedError):
        operations.set_account(awarding.act("officer"), award=awarding.award(), account="9")


def test_the_look_is_the_officers_or_the_administrators(awarding):
    act = awarding.act("admin")
    emblem = documents.store(act, content=b"png", name="quoc-huy.png", kind="image", media_type="image/png")
    commune = awarding.cast.commune
    for who in ("chair", "clerk", "stranger"):
        with pytest.raises(NotAllowedError):
            operations.set_look(awarding.act(who), authority=commune, print_codes=True)
    operations.set_look(act, authority=commune, print_codes=False, emblem=emblem)
    operations.set_look(awarding.act("officer"), authority=commune, print_codes=True)
    look = CertificateLook.objects.get()
    assert (look.emblem_id, look.print_codes) == (emblem.pk, True)
    operations.set_look(act, authority=commune, print_codes=True, drop=True)
    assert CertificateLook.objects.get().emblem is None


def test_a_value_changed_later_never_changes_what_was_decided(awarding):
    decision = awarding.decided()
    before = (decision.base_salary, decision.total, awarding.award().amount, decision.paper.context)
    regulations.set_value(
        awarding.act("officer"),
        authority=awarding.cast.commune,
        key="base_salary",
        value="9.000.000",
        valid_from=DECIDED_ON,
        source="Nghị định thử",
    )
    decision.refresh_from_db()
    assert (decision.base_salary, decision.total, awarding.award().amount, decision.paper.context) == before
    assert queries.award_lines(awarding.meeting, DECIDED_ON)[0].amount > awarding.award("school").amount


# -- facts after the appraisal -------------------------------------------------------------------------------


def test_nobody_is_proposed_or_awarded_against_what_came_up_after_the_appraisal(awarding):
    decision = awarding.decision_drafted()
    nomination = denounced(awarding)
    with pytest.raises(RefusedError, match="Thông báo 15/TB-UBND"):
        awarding.issue(decision, awarding.act("chair"))
    with pytest.raises(RefusedError) as at_desk:
        awarding.issue(decision, awarding.signed("clerk"))
    assert "sự việc mới" in str(at_desk.value)
    assert "Thông báo 15" not in str(at_desk.value)  # a clerk does not read verifications
    with pytest.raises(RefusedError, match="sự việc mới"):
        awarding.drafted()
    nominations.appraise_again(awarding.act("officer"), nomination=nomination, finding="Đã xem lại")
    assert (nomination.state, nomination.verdict) == ("chosen", "not_eligible")
    with pytest.raises(RefusedError, match="không đủ điều kiện"):
        awarding.issue(decision, awarding.act("chair"))
    nominations.override(
        awarding.act("chair"), nomination=nomination, reason="Đơn nặc danh", article="Luật Tố cáo, Điều 25"
    )
    awarding.issue(decision, awarding.act("chair"))
    assert Award.objects.count() == len(MONEY)
    nomination.refresh_from_db()
    assert nominated.new_facts([nomination], NOW.date()) == {}  # its own award is no second one
