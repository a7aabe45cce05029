"""Evidence: brought once, used for many rows, opened by those who may."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.scoring.conftest import APPRAISAL_DAY, SCORING_DAY
from thidua.audit.models import Entry
from thidua.base.errors import MovedOnError, NotAllowedError, RefusedError
from thidua.documents import operations as documents
from thidua.scoring import operations, queries
from thidua.scoring.models import Evidence, EvidenceLink

pytestmark = pytest.mark.django_db


def bring(scoring, who="head", unit=None, **changed):
    values = {"title": "Kế hoạch CCHC số 05/KH-VP", "link": "https://naymay.gov.vn/ke-hoach"} | changed
    return operations.add_evidence(scoring.act(who), unit=unit or scoring.cast.office, **values)


def use(scoring, evidence, leaf="1.1", who="head", page="trang 2"):
    return operations.link_evidence(
        scoring.act(who), sheet=scoring.sheet("office"), leaf_code=leaf, evidence=evidence, page=page
    )


def test_one_file_serves_many_rows_each_with_its_page(scoring):
    stored = documents.store(scoring.act("head"), content=b"%PDF-1.4", name="kh.pdf", kind="pdf", pages=4)
    evidence = bring(scoring, file=stored, link="")
    use(scoring, evidence, "1.1", page="trang 2")
    use(scoring, evidence, "1.3", page="mục II")
    assert Evidence.objects.count() == 1
    rows = {row.code: row for row in queries.sheet_rows(scoring.sheet("office"), SCORING_DAY.date())}
    assert [(one.title, one.page, one.pages) for one in rows["1.1"].evidence] == [
        ("Kế hoạch CCHC số 05/KH-VP", "trang 2", 4)
    ]
    assert rows["1.3"].evidence[0].page == "mục II"


def test_the_same_link_twice_stands_once(scoring):
    evidence = bring(scoring)
    assert use(scoring, evidence).pk == use(scoring, evidence, page=" trang  2 ").pk
    assert Entry.objects.filter(name="sheet.evidence_linked").count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": " "}, "title"),
        ({"link": ""}, "file"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "ftp://a.vn/x"}, "link"),
        ({"link": "http://"}, "link"),
        ({"link": "https://a.vn/có dấu cách"}, "link"),
        ({"link": "https://a.vn/" + "x" * 500}, "link"),
    ],
)
def test_what_is_no_evidence_is_refused_at_its_field(scoring, changed, field):
    with pytest.raises(RefusedError) as refused:
        bring(scoring, **changed)
    assert list(refused.value.faults) == [field]
    assert not Evidence.objects.exists()


def test_who_has_no_part_in_the_unit_brings_nothing(scoring):
    for who in (
        "school_head",
        "chair",
        "inspector",
        "admin",
        "stranger",
    ):
        with pytest.raises(NotAllowedError):
            bring(scoring, who)


def test_evidence_is_taken_off_a_row_and_stays_with_the_unit(scoring):
    link = use(scoring, bring(scoring))
    operations.unlink_evidence(scoring.act("head"), link=link)
    link.refresh_from_db()
    assert (link.removed_at, link.removed_by) == (SCORING_DAY, scoring.act("head").actor.actor_label)
    rows = {row.code: row for row in queries.sheet_rows(scoring.sheet("office"), SCORING_DAY.date())}
    assert rows["1.1"].evidence == []
    assert Evidence.objects.count() == 1
    assert use(scoring, link.evidence).pk != link.pk


def test_a_sent_sheet_takes_evidence_only_from_who_appraises_and_shows_it_as_late(scoring):
    evidence = bring(scoring)
    scoring.send("office", "head")
    with pytest.raises(NotAllowedError):
        use(scoring, evidence)
    operations.link_evidence(
        scoring.act("vice", APPRAISAL_DAY), sheet=scoring.sheet("office"), leaf_code="1.1", evidence=evidence
    )
    rows = {row.code: row for row in queries.sheet_rows(scoring.sheet("office"), APPRAISAL_DAY.date())}
    assert rows["1.1"].evidence[0].late


def test_evidence_for_a_sheet_that_moved_on_is_refused(scoring):
    evidence, stale = bring(scoring), scoring.sheet("office")
    scoring.send("office", "head")
    with pytest.raises(MovedOnError):
        operations.link_evidence(scoring.act("officer"), sheet=stale, leaf_code="1.1", evidence=evidence)


def test_evidence_of_another_authority_and_unknown_rows_are_refused(scoring):
    theirs = operations.add_evidence(
        scoring.act("stranger"), unit=scoring.cast.elsewhere, title="Khác", link="https://kl.gov.vn"
    )
    with pytest.raises(RefusedError, match="cơ quan khác"):
        use(scoring, theirs)
    with pytest.raises(RefusedError, match="không có tiêu chí"):
        use(scoring, bring(scoring), "7.2")


def test_who_opens_evidence(scoring):
    for who, sees in (
        ("officer", True),
        ("head", True),
        ("member", True),
        ("vice", True),
        ("teacher", True),  # of the team
        ("chair", True),
        ("inspector", True),
        ("school_head", False),
        ("publicity", False),
        ("clerk", False),
        ("accountant", False),
        ("admin", False),
        ("stranger", False),
    ):
        use(scoring, bring(scoring))
        assert queries.evidence_visible_to(scoring.cast.viewer(who, SCORING_DAY.date())).exists() is sees


def test_another_file_in_its_place_keeps_the_former_and_flags_what_was_appraised_on_it(scoring, sign_in):
    def pdf(name, content):
        return documents.store(scoring.act("head"), content=content, name=name, kind="pdf", pages=1)

    first, second = pdf("kh.pdf", b"%PDF-1.4 a"), pdf("kh-du-trang.pdf", b"%PDF-1.4 b")
    evidence = bring(scoring, file=first, link="")
    use(scoring, evidence, "1.1")
    use(scoring, evidence, "1.3")
    scoring.send("office", "head")
    scoring.appraise("office")
    stale = Evidence.objects.select_related("file").get(pk=evidence.pk)
    act = scoring.act("member", APPRAISAL_DAY + timedelta(hours=1))
    for refused_file, reason, field in ((first, "x", "file"), (None, "x", "file"), (second, " ", "reason")):
        with pytest.raises(RefusedError) as refused:
            operations.replace_evidence(act, evidence=evidence, file=refused_file, reason=reason)
        assert field in refused.value.faults
    operations.replace_evidence(act, evidence=evidence, file=second, reason="Bản quét thiếu trang")
    with pytest.raises(MovedOnError):
        operations.replace_evidence(act, evidence=stale, link="https://a.vn", reason="x")
    found = {
        code: [one.version for one in row.evidence_changed]
        for row in queries.sheet_rows(scoring.sheet("office"), SCORING_DAY.date())
        if (code := row.code) in {"1.1", "1.3", "1.4"}
    }
    assert found == {"1.1": [2], "1.3": [2], "1.4": []}
    client = sign_in("head")
    page = client.get(reverse("scoring_evidence_item", args=(evidence.pk,))).content.decode()
    assert first.sha256 in page
    assert second.sha256 in page
    kept = client.get(reverse("scoring_evidence_version", args=(evidence.pk, 1)))
    assert kept.content == b"%PDF-1.4 a"
    sheet = reverse("scoring_sheet", args=(scoring.movement.pk, scoring.sheets["office"].pk))
    only = client.get(f"{sheet}?loc=minh-chung-doi").content.decode()
    assert only.count("(đổi sau thẩm định)") == 2
    assert (
        sign_in("school_head").get(reverse("scoring_evidence_item", args=(evidence.pk,))).status_code == 404
    )
    assert (
        sign_in("vice")
        .post(reverse("scoring_evidence_item", args=(evidence.pk,)), {"link": "https://a.vn", "reason": "x"})
        .status_code
        == 403
    )


def test_what_is_taken_off_after_appraisal_is_flagged_to_all_who_decide_and_not_lost(scoring, sign_in):
    evidence = bring(scoring)
    taken, other = use(scoring, evidence, "1.1"), use(scoring, evidence, "1.3")
    scoring.send("office", "head")
    scoring.appraise("office")
    later = scoring.act("officer", APPRAISAL_DAY + timedelta(minutes=5))
    taken = EvidenceLink.objects.get(pk=taken.pk)
    operations.unlink_evidence(later, link=taken)
    with pytest.raises(MovedOnError):
        operations.unlink_evidence(later, link=taken)
    brief = operations.link_evidence(later, sheet=scoring.sheet("office"), leaf_code="1.4", evidence=evidence)
    operations.unlink_evidence(later, link=brief)  # came and went: nothing that was appraised has changed
    rows = {row.code: row for row in queries.sheet_rows(scoring.sheet("office"), SCORING_DAY.date())}
    assert (rows["1.1"].evidence, [one.title for one in rows["1.1"].evidence_gone]) == ([], [evidence.title])
    assert rows["1.1"].without_evidence
    assert not rows["1.4"].evidence_changed
    assert queries.changed_after_appraisal([scoring.sheet("office")]) == {other.sheet_id: ("1.1",)}
    sheet = reverse("scoring_sheet", args=(scoring.movement.pk, taken.sheet_id))
    told = "Minh chứng đổi sau thẩm định"
    officer = sign_in("officer")
    assert "(gỡ sau thẩm định)" in officer.get(sheet).content.decode()
    assert told in officer.get(f"{sheet}chot/").content.decode()
    assert (
        told in sign_in("vice").get(reverse("scoring_sheets", args=(scoring.movement.pk,))).content.decode()
    )
    scoring.settle("office")
    assert [line.evidence_changed for line in queries.ranking(scoring.campaign).lines] == [("1.1",)]
    ranking = reverse("scoring_ranking", args=(scoring.movement.pk,))
    assert f"{told}: tiêu chí 1.1" in sign_in("chair").get(ranking).content.decode()
