"""Loading criteria sets: what is kept, and every way in which a text is refused."""

import pytest

from tests.scoring.conftest import SCORING_DAY
from thidua.audit.models import Entry
from thidua.base.errors import MovedOnError, NotAllowedError, RefusedError
from thidua.scoring import operations, queries
from thidua.scoring.models import CriteriaSet, Leaf

pytestmark = pytest.mark.django_db
TEXT = queries.shipped_sets()["commune-units-2025"].text
SMALL = """
code: small
version: "1"
title: Bộ nhỏ
scale: "10"
areas:
  - code: I
    title: Một
    max: "10"
    children:
      - {code: "1.1", title: Có kế hoạch, max: "6", rule: {kind: yes_no}}
      - {code: "1.2", title: Tỷ lệ, max: "4", rule: {kind: proportional}}
grades:
  - {code: a, label: Tốt, at_least: "0"}
"""


def load(cast, text, who="officer"):
    return operations.load_criteria_set(cast.act(who, SCORING_DAY), authority=cast.commune, text=text)


def test_a_set_is_kept_as_canonical_text_with_its_digest_and_its_leaves_as_rows(cast):
    row = load(cast, TEXT)
    criteria = queries.criteria_of(row)
    assert row.digest == criteria.digest
    assert row.text == criteria.canonical
    assert row.frozen_at is None
    assert list(row.leaves.values_list("code", flat=True)) == [leaf.code for leaf in criteria.leaves]
    assert row.leaves.get(code="3.1").area_code == "III"
    assert Entry.objects.filter(name="criteria_set.loaded").count() == 1


def test_the_same_content_twice_is_the_one_that_stands(cast):
    one = load(cast, TEXT)
    again = load(cast, "# chỉ thêm một dòng ghi chú\n" + TEXT)
    assert again.pk == one.pk
    assert CriteriaSet.objects.count() == 1
    assert Leaf.objects.count() == 30


def test_a_version_with_other_content_is_refused(cast):
    load(cast, TEXT)
    with pytest.raises(RefusedError, match="đã có với nội dung khác"):
        load(cast, TEXT.replace("Ban hành kế hoạch", "Có kế hoạch"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "không phải bộ tiêu chí"),
        ("- một\n- hai\n", "không phải bộ tiêu chí"),
        ("code: [chưa đóng", "không đúng cách viết YAML ở dòng"),
        ("a: &x [1]\nb: *x\n", "không đọc được"),
        ("a: !!python/object/apply:os.system ['true']\n", "không đúng cách viết YAML"),
        ("code: x\n" + "# đệm\n" * 40_000, "quá lớn"),
        (SMALL.replace('max: "6"', 'max: "7"'), "areas[I].max: là 10 nhưng tổng các mục con là 11."),
        (SMALL.replace("kind: yes_no", "kind: magic"), "là cách chấm không có: “magic”"),
        (SMALL.replace("scale:", "scales:"), "scale: còn thiếu."),
        (SMALL.replace('scale: "10"', "scale: mười"), "scale: phải là một số, không phải “mười”."),
        (SMALL.replace('"1.2"', '"1.1"'), "có mã “1.1” lặp lại"),
        (SMALL.replace("code: small", "code: " + "x" * 61), "code: dài quá 60 ký tự."),
    ],
)
def test_what_is_no_set_is_refused_with_its_places_and_nothing_is_kept(cast, text, said):
    with pytest.raises(RefusedError) as refused:
        load(cast, text)
    assert said in refused.value.faults["text"]
    assert not CriteriaSet.objects.exists()


def test_all_faults_are_told_at_once(cast):
    text = SMALL.replace('max: "6"', "max: sáu").replace("kind: proportional", "kind: magic")
    with pytest.raises(RefusedError) as refused:
        load(cast, text)
    assert len(refused.value.faults["text"].split("\n")) >= 2


def test_only_the_officer_loads(cast):
    for who in (
        "chair",
        "head",
        "member",
        "inspector",
        "admin",
        "stranger",
    ):
        with pytest.raises(NotAllowedError):
            load(cast, TEXT, who)


def test_an_unused_version_can_be_dropped_an_applied_one_cannot(scoring):
    act = scoring.act("officer")
    unused = load(scoring.cast, SMALL)
    operations.drop_criteria_set(act, criteria_set=unused)
    assert not CriteriaSet.objects.filter(code="small").exists()
    scoring.campaign.unit_set.refresh_from_db()
    with pytest.raises(MovedOnError, match="đã được áp dụng"):
        operations.drop_criteria_set(act, criteria_set=scoring.campaign.unit_set)


def test_the_stranger_sees_only_sets_of_the_own_authority(scoring):
    assert queries.sets_visible_to(scoring.cast.viewer("head")).count() == 2
    assert not queries.sets_visible_to(scoring.cast.viewer("stranger")).exists()
