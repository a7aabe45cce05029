"""Evidence: brought once, used for many rows, opened by those who may."""

import pytest

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
    assert not EvidenceLink.objects.exists()
    assert Evidence.objects.count() == 1


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
