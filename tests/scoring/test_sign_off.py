"""Where the head signs off: members fill, the head reads, what changes afterwards is signed off again."""

from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from tests.scoring.conftest import best
from thidua.audit.models import Entry
from thidua.base.errors import NotAllowedError, RefusedError
from thidua.scoring import operations, queries
from thidua.scoring.models import Campaign, Draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_scoring_day")]


@pytest.fixture
def signing(scoring):
    Campaign.objects.update(sign_off=True)
    return scoring


def typed(scoring, who="member", **rows):
    found = rows or {code: operations.Typed(given) for code, given in best(scoring.sheet("office")).items()}
    operations.save_drafts(scoring.act(who), sheet=scoring.sheet("office"), round="self", rows=found)


def signed_off(scoring):
    operations.sign_off_sheet(scoring.act("head"), sheet=scoring.sheet("office"))
    return scoring.sheet("office")


def texts(scoring, who):
    return [item["text"] for item in queries.todo(scoring.cast.viewer(who), scoring.movement)]


def test_members_type_only_where_the_head_signs_off(scoring):
    with pytest.raises(NotAllowedError):
        typed(scoring)
    Campaign.objects.update(sign_off=True)
    typed(scoring)
    assert Draft.objects.filter(saved_by="Vi Thị Thử").exists()


def test_a_sheet_is_sent_once_its_head_signed_it_off_and_by_a_member_too(signing):
    typed(signing)
    with pytest.raises(RefusedError, match="chưa duyệt"):
        operations.submit(signing.act("head"), sheet=signing.sheet("office"))
    operations.present_sheet(signing.act("member"), sheet=signing.sheet("office"))
    assert texts(signing, "head")[0] == "Duyệt phiếu chấm điểm Văn phòng Hội đồng nhân dân và Ủy ban nhân dân"
    with pytest.raises(NotAllowedError):
        operations.sign_off_sheet(signing.act("member"), sheet=signing.sheet("office"))
    with pytest.raises(NotAllowedError):
        operations.submit(signing.act("member"), sheet=signing.sheet("office"))
    assert signed_off(signing).signed_off_by == "Triệu Văn Mẫu"
    operations.submit(signing.act("member"), sheet=signing.sheet("office"))
    assert signing.sheet("office").state == "submitted"
    assert [
        e.name for e in Entry.objects.filter(name__startswith="sheet.").order_by("position").only("name")
    ] == ["sheet.presented", "sheet.signed_off", "sheet.submitted"]


@pytest.mark.parametrize("change", ["draft", "evidence"])
def test_what_changes_afterwards_has_to_be_signed_off_again(signing, change):
    typed(signing)
    evidence = operations.add_evidence(
        signing.act("member"), unit=signing.cast.office, title="Kế hoạch", link="https://naymay.gov.vn/a"
    )
    operations.link_evidence(
        signing.act("member"), sheet=signing.sheet("office"), leaf_code="1.1", evidence=evidence
    )
    signed_off(signing)
    if change == "draft":
        typed(signing, **{"1.3": operations.Typed({"count": 1})})
    else:
        operations.replace_evidence(
            signing.act("member"), evidence=evidence, link="https://naymay.gov.vn/b", reason="Bản đủ trang"
        )
    assert signing.sheet("office").signed_off_at is None
    with pytest.raises(RefusedError, match="đã sửa sau khi duyệt"):
        operations.submit(signing.act("head"), sheet=signing.sheet("office"))


def test_an_unfinished_sheet_is_neither_presented_nor_signed_off(signing):
    for call, who in ((operations.present_sheet, "member"), (operations.sign_off_sheet, "head")):
        with pytest.raises(RefusedError) as refused:
            call(signing.act(who), sheet=signing.sheet("office"))
        assert "1.1" in refused.value.faults
    assert signing.sheet("office").presented_at is None


def test_the_head_asks_for_mending_with_a_remark_that_the_members_read(signing, sign_in):
    typed(signing)
    operations.present_sheet(signing.act("member"), sheet=signing.sheet("office"))
    url = reverse("scoring_sheet_sign_off", args=(signing.movement.pk, signing.sheets["office"].pk))
    head = sign_in("head")
    assert head.post(url, {"do": "mend", "remark": " "}).status_code == 422
    assert (
        head.post(url, {"do": "mend", "remark": "Tiêu chí 1.3: báo cáo quý III gửi muộn."}).status_code == 302
    )
    page = sign_in("member").get(
        reverse("scoring_sheet_fill", args=(signing.movement.pk, signing.sheets["office"].pk))
    )
    assert "báo cáo quý III gửi muộn" in page.content.decode()
    assert texts(signing, "member")[0].startswith("Tự chấm điểm")


def test_the_page_leads_the_head_from_signing_off_to_sending(signing, sign_in):
    typed(signing)
    url = reverse("scoring_sheet_sign_off", args=(signing.movement.pk, signing.sheets["office"].pk))
    member = sign_in("member")
    assert "Trình thủ trưởng duyệt" in member.get(url).content.decode()
    assert member.post(url, {"do": "present"}).status_code == 302
    assert sign_in("school_head").get(url).status_code == 404
    assert sign_in("vice").get(url).status_code == 403
    head = sign_in("head")
    answer = head.post(url, {"do": "sign_off"})
    assert answer.url == reverse(
        "scoring_sheet_submit", args=(signing.movement.pk, signing.sheets["office"].pk)
    )
    assert head.get(answer.url).status_code == 200


def test_filters_leave_the_unfinished_rows_and_those_without_evidence(scoring, sign_in):
    typed(
        scoring,
        who="head",
        **{"1.3": operations.Typed({"count": 1}), "1.4": operations.Typed({"numerator": "3"})},
    )
    url = reverse("scoring_sheet_fill", args=(scoring.movement.pk, scoring.sheets["office"].pk))
    client = sign_in("head")

    def rows(query):
        page = client.get(url + query).content.decode()
        return {code for code in ("1.1", "1.3", "1.4") if f'id="row-{code.replace(".", "-")}"' in page}

    assert rows("") == {"1.1", "1.3", "1.4"}
    assert rows("?loc=chua-xong") == {"1.1", "1.4"}
    assert rows("?loc=chua-minh-chung") == {"1.3"}
    answer = client.post(f"{url}?loc=chua-xong", {"1.4-numerator": "3", "1.4-denominator": "4", "do": "save"})
    assert answer.url == f"{url}?loc=chua-xong"
    assert rows("?loc=chua-xong") == {"1.1"}
    assert Draft.objects.get(leaf__code="1.3").given == {"count": 1}


def test_drafts_of_the_first_version_count_as_done_where_they_hold_something(scoring):
    typed(scoring, who="head", **{"1.3": operations.Typed({"count": 1})})
    Draft.objects.update(complete=False)
    migration = import_module("thidua.scoring.migrations.0002_sign_off_and_versions")
    migration.drafts_that_hold_something(apps, None)
    assert queries.filled(scoring.sheet("office"), "self")[0] == 1
