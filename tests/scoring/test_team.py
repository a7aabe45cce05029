"""How the team works: parts shared by load and conflict, rows accepted, reasons ready, rounds of explanation, blind."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.scoring.conftest import APPRAISAL_DAY
from thidua.audit.models import Entry
from thidua.base.errors import MovedOnError, NotAllowedError, RefusedError
from thidua.scoring import operations, queries
from thidua.scoring.models import Assignment, Campaign, Draft, Inquiry, StockReason
from thidua.scoring.operations import Typed

pytestmark = pytest.mark.django_db
HEADS = {"office": "head", "culture": "culture_head", "school": "school_head"}


@pytest.fixture
def sent(scoring, monkeypatch):
    monkeypatch.setattr("thidua.base.clock.now", lambda: APPRAISAL_DAY)
    for key, head in HEADS.items():
        scoring.send(key, head)
    return scoring


def act(scoring, who):
    return scoring.act(who, APPRAISAL_DAY)


def share(scoring, **who):
    parts = {(scoring.sheets[key].pk, ""): scoring.cast.people[one] for key, one in who.items()}
    return operations.assign(act(scoring, "officer"), campaign=scoring.campaign, parts=parts)


def of(scoring, name, key="office"):
    return reverse(name, args=(scoring.movement.pk, scoring.sheets[key].pk))


def test_a_proposal_balances_load_and_leaves_conflicts_out(sent):
    for by in (queries.BY_SHEET, queries.BY_AREA):
        found = queries.propose(sent.campaign, by, APPRAISAL_DAY.date())
        school = {one.name for (key, _), one in found.parts.items() if key == sent.sheets["school"].pk}
        assert school == {"Lương Thị Thử"}, "the teacher belongs to the school"
        least, most = sorted(found.load.values())
        assert most - least <= 30 if by == queries.BY_SHEET else most - least <= 8
        assert found.parts == queries.propose(sent.campaign, by, APPRAISAL_DAY.date()).parts
    assert None not in found.parts.values()


def test_parts_are_shared_by_the_officer_and_never_to_ones_own_unit_or_out_of_the_team(sent):
    assert share(sent, office="teacher", school="vice") == 2
    for who in ("teacher", "member"):
        with pytest.raises(RefusedError) as refused:
            share(sent, school=who)
        assert list(refused.value.faults) == [f"{sent.sheets['school'].pk}:"]
    assert Assignment.objects.count() == 2
    with pytest.raises(NotAllowedError):
        operations.assign(act(sent, "vice"), campaign=sent.campaign, parts={})


def test_who_did_not_take_a_sheet_neither_types_nor_hands_in_and_is_not_asked_to(sent):
    share(sent, office="teacher", culture="vice")
    todo = [
        item["text"] for item in queries.todo(sent.cast.viewer("vice", APPRAISAL_DAY.date()), sent.movement)
    ]
    assert [text.partition("của ")[2] for text in todo if text.startswith("Thẩm định")] == [
        "Phòng Văn hóa - Xã hội",
        "Trường Mầm non Nà Mây",
    ]
    for call in (
        lambda: operations.save_draft(
            act(sent, "vice"),
            sheet=sent.sheet("office"),
            leaf_code="1.3",
            round="appraisal",
            given={"count": 1},
            reason="x",
        ),
        lambda: operations.accept_rows(act(sent, "vice"), sheet=sent.sheet("office"), codes=["1.3"]),
        lambda: operations.appraise(act(sent, "vice"), sheet=sent.sheet("office")),
    ):
        with pytest.raises(NotAllowedError):
            call()


def test_areas_of_one_sheet_are_taken_by_two_and_handed_in_when_both_have_looked(sent, sign_in):
    sheet = sent.sheet("office")
    areas = [area.code for area in queries.criteria_of(sheet.criteria_set).areas]
    people = sent.cast.people
    parts = {(sheet.pk, code): people["teacher" if code == "I" else "vice"] for code in areas}
    operations.assign(act(sent, "officer"), campaign=sent.campaign, parts=parts)
    page = sign_in("teacher").get(of(sent, "scoring_sheet_appraise")).content.decode()
    assert 'id="row-1-3"' in page
    assert 'id="row-2-1"' not in page
    with pytest.raises(NotAllowedError):
        operations.accept_rows(act(sent, "vice"), sheet=sheet, codes=["1.3"])
    rows = {leaf.code for leaf in queries.applicable(sheet)}
    stand = set(sheet.marks.values_list("leaf__code", flat=True))
    typed = {
        code: Typed(
            {"numerator": "40", "denominator": "40"} if code not in {"3.6", "8.2", "8.3"} else {"count": 0}
        )
        for code in rows - stand
        if not code.startswith("9.1")
    } | ({"9.1": Typed({"count": 20})} if "9.1" in rows - stand else {})
    operations.save_drafts(act(sent, "vice"), sheet=sent.sheet("office"), round="appraisal", rows=typed)
    operations.accept_rows(
        act(sent, "vice"),
        sheet=sent.sheet("office"),
        codes=sorted(c for c in stand if not c.startswith("1.")),
    )
    with pytest.raises(RefusedError, match="Nguyễn Thị Hồng Phương Thảo Mẫu còn 05 tiêu chí"):
        operations.appraise(act(sent, "vice"), sheet=sent.sheet("office"))
    operations.accept_rows(
        act(sent, "teacher"), sheet=sent.sheet("office"), codes=sorted(c for c in stand if c.startswith("1."))
    )
    operations.appraise(act(sent, "vice"), sheet=sent.sheet("office"))
    assert sent.sheet("office").state == "appraised"


def test_the_page_proposes_shares_and_keeps(sent, sign_in):
    url = reverse("scoring_sharing", args=(sent.movement.pk,))
    assert sign_in("vice").get(url).status_code == 403
    client = sign_in("officer")
    assert "Chưa ghi" in client.get(url, {"chia": "1"}).content.decode()
    teacher = sent.cast.people["teacher"]
    assert client.post(url, {f"p{sent.sheets['school'].pk}:": str(teacher.pk)}).status_code == 422
    assert client.post(url, {f"p{sent.sheets['office'].pk}:": str(teacher.pk)}).status_code == 302
    assert [(one.sheet_id, one.person_id) for one in Assignment.objects.all()] == [
        (sent.sheets["office"].pk, teacher.pk)
    ]


def test_rows_are_accepted_in_one_go_after_a_look_and_change_nothing(sent, sign_in):
    client = sign_in("vice")
    url = of(sent, "scoring_sheet_accept")
    page = client.get(url).content.decode()
    assert 'value="1.3"' in page
    assert 'value="1.3" checked' not in page, "without evidence it is not ticked"
    assert client.post(url, {}).status_code == 422
    before = Entry.objects.count()
    assert client.post(url, {"leaf": ["1.3", "1.4"]}).status_code == 302
    assert Entry.objects.count() == before
    assert sorted(Draft.objects.filter(round="appraisal").values_list("leaf__code", "complete")) == [
        ("1.3", True),
        ("1.4", True),
    ]
    assert queries.filled(sent.sheet("office"), "appraisal")[0] == 2
    fill = of(sent, "scoring_sheet_appraise")
    assert "Đã xem, giữ nguyên" in client.get(fill).content.decode()
    assert client.post(fill, {"do": "save", "1.3-count": "0"}).status_code == 302
    assert Draft.objects.filter(round="appraisal", leaf__code="1.3", given={}).exists(), (
        "kept when left as it stands"
    )
    client.post(fill, {"do": "accept:1.1"})
    assert Draft.objects.filter(round="appraisal", leaf__code="1.1").exists()
    only = client.get(f"{fill}?loc=chua-xem").content.decode()
    assert 'id="row-1-5"' in only
    assert 'id="row-1-3"' not in only
    with pytest.raises(RefusedError, match=r"3\.4 chưa có số liệu"):
        operations.accept_rows(act(sent, "vice"), sheet=sent.sheet("office"), codes=["3.4"])
    assert not Draft.objects.filter(round="appraisal").exclude(leaf__code__in=["1.1", "1.3", "1.4"]).exists()
    sent.appraise("office")
    with pytest.raises(MovedOnError):
        operations.accept_rows(act(sent, "vice"), sheet=sent.sheet("office"), codes=["1.3"])
    assert sent.sheet("office").marks.get(round="appraisal", leaf__code="1.3").given == {"count": 0}


def test_reasons_are_kept_ready_and_offered_where_one_is_needed(sent, sign_in):
    url = reverse("scoring_reasons", args=(sent.movement.pk,))
    client = sign_in("officer")
    assert client.post(url, {"text": " "}).status_code == 422
    for text in ("Chưa có tài liệu  kiểm chứng", "Chưa có tài liệu kiểm chứng", "Ban hành sau hạn"):
        assert client.post(url, {"text": text}).status_code == 302
    assert StockReason.objects.count() == 2
    client.post(url, {"do": "drop", "reason": StockReason.objects.get(text="Ban hành sau hạn").pk})
    assert client.post(url, {"do": "drop", "reason": "0"}).status_code == 404
    page = sign_in("vice").get(of(sent, "scoring_sheet_appraise")).content.decode()
    assert '<option value="Chưa có tài liệu kiểm chứng">' in page
    assert sign_in("vice").get(url).status_code == 403


def test_each_row_asked_about_has_its_own_question_and_day_and_shows_what_it_changed(sent, sign_in):
    sent.appraise(
        "office", leaf_1_3=({"count": 1}, "Muộn quý III"), leaf_2_1=({"count": 2}, "Hai văn bản bị trả")
    )
    url = of(sent, "scoring_sheet_ask")
    told = {"leaves": ["1.3", "2.1"], "reason": "", "due_on": "02/12/2025"}
    client = sign_in("vice")
    wrong = client.post(url, told | {"1.3-reason": "Gửi ngày nào?"})
    assert wrong.status_code == 422
    assert "Gửi ngày nào?" in wrong.content.decode()
    late = client.post(url, told | {"reason": "Làm rõ", "1.3-due_on": "01/11/2025"})
    assert "Hạn riêng phải từ hôm nay" in late.content.decode()
    told |= {"reason": "Nêu số phiếu trả", "1.3-reason": "Gửi ngày nào?", "1.3-due_on": "28/11/2025"}
    assert client.post(url, told).status_code == 302
    assert sent.sheet("office").due_on == date(2025, 12, 2)
    assert [
        (one.leaf.code, one.reason, one.due_on, one.before) for one in Inquiry.objects.order_by("leaf__order")
    ] == [
        ("1.3", "Gửi ngày nào?", date(2025, 11, 28), Decimal("1.5")),
        ("2.1", "Nêu số phiếu trả", date(2025, 12, 2), 3),
    ]
    answer = {"1.3": Typed({}, "Gửi 05/10, đúng hạn"), "2.1": Typed({}, "Một văn bản trả nhầm")}
    late_act = sent.cast.act("head", APPRAISAL_DAY.replace(day=30))
    operations.explain(late_act, sheet=sent.sheet("office"), explanations=answer)
    second = sent.cast.act("vice", APPRAISAL_DAY.replace(day=30, hour=5))
    operations.appraise(
        second, sheet=sent.sheet("office"), marks={"1.3": Typed({"count": 0}, "Đã có phiếu gửi")}
    )
    [rows] = queries.explanation_rounds(sent.sheet("office")).values()
    assert [(one.code, one.answer, one.late, one.before, one.after) for one in rows] == [
        ("1.3", "Gửi 05/10, đúng hạn", True, Decimal("1.5"), 2),
        ("2.1", "Một văn bản trả nhầm", False, 3, 3),
    ]
    page = sign_in("head").get(of(sent, "scoring_sheet")).content.decode()
    assert "Các lần giải trình" in page
    again = sent.cast.act("vice", APPRAISAL_DAY.replace(day=30, hour=6))
    operations.ask_explanation(
        again, sheet=sent.sheet("office"), leaves=["2.1"], reason="Văn bản nào?", due_on=date(2025, 12, 4)
    )
    assert list(queries.explanation_rounds(sent.sheet("office"))) == [2, 1]


def test_blind_appraisers_read_no_name_until_the_sheet_is_settled(sent, sign_in):
    name, mask = "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân", queries.blind_name(sent.sheet("office"))
    Campaign.objects.update(blind=True)
    pages = [
        of(sent, one)
        for one in (
            "scoring_sheet",
            "scoring_sheet_appraise",
            "scoring_sheet_accept",
            "scoring_sheet_analysis",
        )
    ]
    pages.append(reverse("scoring_sheets", args=(sent.movement.pk,)))
    for page in pages:
        shown = sign_in("vice").get(page).content.decode()
        assert name not in shown, page
        assert "Triệu Văn Mẫu" not in shown, page
        assert mask in shown, page
        assert name in sign_in("officer").get(page).content.decode() or "accept" in page
    assert mask in [i["text"][-len(mask) :] for i in queries.todo(sent.cast.viewer("vice"), sent.movement)]
    found = sign_in("vice").get(pages[-1], {"q": "van phong"}).content.decode()
    assert found.count('data-label="Tình trạng"') == 3, "a search by name would tell whose it is"
    client = sign_in("teacher")
    assert "Trường Mầm non Nà Mây" in client.get(of(sent, "scoring_sheet", "school")).content.decode(), (
        "the own unit"
    )
    sent.appraise("office")
    assert Entry.objects.filter(name="sheet.appraised").get().object_label.endswith(name)
    sent.settle("office")
    assert name in sign_in("vice").get(of(sent, "scoring_sheet")).content.decode()


def test_the_rules_of_a_campaign_are_set_on_a_page(sent, sign_in):
    url = reverse("scoring_rules", args=(sent.movement.pk,))
    client = sign_in("officer")
    assert client.post(url, {"explanation_days": "0"}).status_code == 422
    assert client.post(url, {"explanation_days": "2", "blind": "on"}).status_code == 302
    row = Campaign.objects.get()
    assert (row.explanation_days, row.second_appraisal, row.sign_off, row.blind) == (2, False, False, True)
    assert sign_in("vice").get(url).status_code == 403


def test_those_behind_are_named_with_a_text_for_the_chat(scoring, sign_in, monkeypatch):
    monkeypatch.setattr("thidua.base.clock.now", lambda: APPRAISAL_DAY)
    scoring.send("school", "school_head")
    share(scoring, school="vice")
    url = reverse("scoring_reminders", args=(scoring.movement.pk,))
    page = sign_in("officer").get(url).content.decode()
    assert "- Phòng Văn hóa - Xã hội: chưa gửi phiếu, hạn 25/11/2025 (quá hạn 2 ngày)" in page
    assert "- Lương Thị Thử: còn" in page
    assert sign_in("officer").post(url).status_code == 302
    assert Entry.objects.filter(name="campaign.reminded").count() == 1
    assert sign_in("head").get(url).status_code == 403


def test_a_to_do_list_costs_the_same_queries_for_one_and_for_many_sheets(scoring):
    def count():
        with CaptureQueriesContext(connection) as caught:
            queries.todo(scoring.cast.viewer("vice", APPRAISAL_DAY.date()), scoring.movement)
        return len(caught)

    scoring.send("office", "head")
    one = count()
    scoring.send("culture", "culture_head")
    scoring.send("school", "school_head")
    assert count() == one
