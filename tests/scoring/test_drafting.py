"""Versions of a criteria set written on screen, compared, and open sheets moved from one to another."""

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.scoring.conftest import APPRAISAL_DAY, SCORING_DAY
from thidua.audit import queries as audit
from thidua.audit.models import Entry
from thidua.base.errors import MovedOnError, NotAllowedError, RefusedError
from thidua.engine import scoring as engine
from thidua.scoring import drafting, givens, operations, queries
from thidua.scoring.models import CriteriaDraft, CriteriaSet, Draft

OPTION = {"code": "muc_1", "label": "Bị kỷ luật"}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_scoring_day")]


def begin(scoring, version="2025.2", at=SCORING_DAY, **more):
    return operations.begin_draft(
        scoring.act("officer", at), base=scoring.campaign.unit_set, version=version, **more
    )


def changed(scoring, at=SCORING_DAY, **more):
    """A finished version in which 1.3 is scored by ratio, 1.5 is gone and its two points went to 1.1."""
    row = begin(scoring, at=at, **more)
    act = scoring.act("officer", at)
    leaf = drafting.find(row.data, "1.3") | {"rule": {"kind": "proportional"}, "labels": {}}
    operations.put_node(act, draft=row, code="1.3", values=leaf)
    operations.remove_node(act, draft=row, code="1.5")
    rule = drafting.rule_from("graded", {"options": "Trong 15 ngày: 4\nSau 15 ngày: 1\nKhông ban hành: 0"})
    operations.put_node(
        act, draft=row, code="1.1", values=drafting.find(row.data, "1.1") | {"max": "4", "rule": rule}
    )
    return operations.finish_draft(act, draft=row)


@pytest.mark.parametrize("name", ["commune-units-2025", "commune-individuals-2025", "766", "ca-mau-2013"])
def test_every_rule_that_ships_goes_onto_the_form_and_back(name):
    for leaf in operations.read_text(queries.shipped_sets()[name].text).leaves:
        rule = leaf.rule.plain()
        assert drafting.rule_from(rule["kind"], drafting.typed_of_rule(rule), rule) == rule, leaf.code


def test_every_kind_of_rule_has_its_form():
    assert set(drafting.RULE_FIELDS) == set(engine.RULE_KINDS)


@pytest.mark.parametrize(
    ("kind", "typed", "rule"),
    [
        ("cut_off", {"cut_off": "80 %"}, {"cut_off": "0.8"}),
        (
            "deduction",
            {"each": "0,5", "zero_on": "Bị kỷ luật"},
            {"each": "0.5", "zero_on": [OPTION]},
        ),
        (
            "graded",
            {"options": "Có: 2 điểm\n- Không: 0"},
            {
                "options": [
                    {"code": "muc_1", "label": "Có", "points": "2"},
                    {"code": "muc_2", "label": "Không", "points": "0"},
                ]
            },
        ),
        (
            "band",
            {"bands": "Từ 100 %: 4; từ 80 % dưới 100 %: 3; dưới 80: 0"},
            {
                "bands": [
                    {"at_least": "1", "points": "4"},
                    {"at_least": "0.8", "below": "1", "points": "3"},
                    {"at_least": "0", "below": "0.8", "points": "0"},
                ]
            },
        ),
    ],
)
def test_rules_are_read_as_officials_type_them(kind, typed, rule):
    assert drafting.rule_from(kind, typed) == {"kind": kind} | rule


@pytest.mark.parametrize(
    ("kind", "typed", "field"),
    [
        ("cut_off", {"cut_off": ""}, "cut_off"),
        ("deduction", {"each": "nửa điểm"}, "each"),
        ("graded", {"options": "Kịp thời 2"}, "options"),
        ("graded", {"options": "Kịp thời: hai"}, "options"),
        ("band", {"bands": "khoảng 80: 3"}, "bands"),
        ("mystery", {}, "kind"),
    ],
)
def test_what_is_no_rule_gets_a_sentence_at_its_parameter(kind, typed, field):
    with pytest.raises(givens.GivenError) as refused:
        drafting.rule_from(kind, typed)
    assert refused.value.field == field


def test_a_version_is_written_from_one_that_stands_and_finished_when_it_adds_up(scoring):
    row = begin(scoring)
    act = scoring.act("officer")
    entries = Entry.objects.count()
    leaf = {
        "code": "1.6",
        "title": "Công khai kế hoạch",
        "max": "1",
        "rule": {"kind": "yes_no"},
        "source": "unit",
    }
    operations.put_node(act, draft=row, code="", values=leaf, parent="I")
    with pytest.raises(RefusedError) as refused:
        operations.finish_draft(act, draft=row)
    assert "areas[I].max: là 15 nhưng tổng các mục con là 16." in refused.value.faults["text"]
    operations.put_node(act, draft=row, code="1.2", values=drafting.find(row.data, "1.2") | {"max": "4"})
    operations.move_node(act, draft=row, code="1.6", by=-1)
    operations.sum_up(act, draft=row)
    assert Entry.objects.count() == entries, "what is typed is no act"
    made = operations.finish_draft(act, draft=row)
    assert [leaf.code for leaf in made.leaves.all()][:6] == ["1.1", "1.2", "1.3", "1.4", "1.6", "1.5"]
    assert made.leaves.get(code="1.2").maximum == 4
    assert not CriteriaDraft.objects.exists()
    found = engine.difference(queries.criteria_of(scoring.campaign.unit_set), queries.criteria_of(made))
    assert {(one.code, one.kind.value) for one in found if one.code} == {("1.6", "added"), ("1.2", "points")}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"code": "1.2"}, "code"),
        ({"code": "1 9"}, "code"),
        ({"code": "1-9"}, "code"),
        ({"title": " "}, "title"),
        ({"rule": {"kind": "cut_off", "cut_off": "1.2"}}, ""),
    ],
)
def test_a_node_that_cannot_be_is_refused_at_its_field(scoring, values, field):
    row = begin(scoring)
    node = {"code": "1.9", "title": "Thử", "max": "1", "rule": {"kind": "yes_no"}} | values
    with pytest.raises(RefusedError) as refused:
        operations.put_node(scoring.act("officer"), draft=row, code="", values=node, parent="I")
    assert list(refused.value.faults) == [field]
    with pytest.raises(RefusedError):
        operations.put_node(
            scoring.act("officer"),
            draft=row,
            code="",
            values=node | {"code": "1.8", "title": "x"},
            parent="1.1",
        )


def test_a_node_does_not_move_into_itself_and_the_faster_hand_wins(scoring):
    row = begin(scoring)
    stale = CriteriaDraft.objects.get(pk=row.pk)
    act = scoring.act("officer")
    with pytest.raises(RefusedError):
        operations.move_node(act, draft=row, code="I", to="I")
    operations.move_node(act, draft=row, code="1.5", to="II")
    assert [node["code"] for node in drafting.find(row.data, "II")["children"]] == ["2.1", "2.2", "1.5"]
    with pytest.raises(MovedOnError):
        operations.remove_node(act, draft=stale, code="2.1")


def test_only_the_officer_writes_and_a_version_stands_once(scoring, sign_in):
    with pytest.raises(RefusedError):
        begin(scoring, version="2025.1")
    with pytest.raises(NotAllowedError):
        operations.begin_draft(scoring.act("chair"), base=scoring.campaign.unit_set, version="2")
    row = begin(scoring)
    for name in ("scoring_draft", "scoring_draft_node"):
        url = reverse(name, args=(row.pk,))
        assert {who: sign_in(who).get(url).status_code for who in ("officer", "head", "stranger")} == {
            "officer": 200,
            "head": 404,
            "stranger": 404,
        }
    url = reverse("scoring_set_new_version", args=(scoring.campaign.unit_set_id,))
    assert {who: sign_in(who).get(url).status_code for who in ("officer", "head", "stranger")} == {
        "officer": 200,
        "head": 403,
        "stranger": 404,
    }


def test_last_years_set_is_copied_edited_and_finished_on_its_pages(scoring, sign_in):
    client = sign_in("officer")
    base = scoring.campaign.unit_set
    url = reverse("scoring_set_new_version", args=(base.pk,))
    assert client.post(url, {"version": ""}).status_code == 422
    told = {"version": "2026.1", "title": "Bộ tiêu chí năm 2026", "code": "commune-units-2026"}
    assert client.post(url, told).status_code == 302
    row = CriteriaDraft.objects.get()
    page, node = reverse("scoring_draft", args=(row.pk,)), reverse("scoring_draft_node", args=(row.pk,))
    form = client.get(node, {"ma": "1.3"}).content.decode()
    assert 'name="rule_each"' in form
    values = {
        "code": "1.3",
        "title": "Báo cáo đủ, đúng hạn",
        "maximum": "2,5",
        "source": "unit",
        "zero": "full",
        "evidence": "",
        "rule_each": "nửa",
    }
    wrong = client.post(f"{node}?ma=1.3", values)
    assert wrong.status_code == 422
    assert "Báo cáo đủ, đúng hạn" in wrong.content.decode()
    assert client.post(f"{node}?ma=1.3", values | {"rule_each": "0,5"}).status_code == 302
    assert "Mục I, điểm tối đa là 15 nhưng tổng các mục con là 15.5" in client.get(page).content.decode()
    refused = client.post(page, {"do": "finish"})
    assert refused.status_code == 422
    assert (
        client.post(
            f"{node}?ma=1.2",
            {
                "code": "1.2",
                "title": "Nhiệm vụ đúng hạn",
                "maximum": "4,5",
                "source": "machine",
                "zero": "not_applicable",
                "evidence": "",
                "rule_cut_off": "80",
            },
        ).status_code
        == 302
    )
    assert "từ “5” thành “4,5”" in client.get(page).content.decode()
    area = {"code": "X", "title": "Lĩnh vực mới", "maximum": "1"}
    assert client.post(f"{node}?cha=&loai=nhom", area).status_code == 302
    assert client.post(page, {"do": "remove:X"}).status_code == 302
    head = {
        "do": "head",
        "title": "Bộ tiêu chí năm 2026",
        "version": "2026.1",
        "scale": "100",
        "rescale": "on",
    }
    head |= {"places": "1", "mode": "half_even", "when": "before_sum", "begins_on": "01/01/2026", "code": ""}
    answer = client.post(page, head)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"code", "ends_on"}
    head |= {"code": "commune-units-2026", "ends_on": "31/12/2026"}
    assert client.post(page, head | {"ends_on": "31/12/2025"}).status_code == 422
    assert client.post(page, head | {"scale": "120"}).status_code == 302
    assert "Thang điểm" in client.get(page).content.decode()  # the areas do not add up to it
    assert client.post(page, head).status_code == 302
    answer = client.post(page, {"do": "finish"})
    made = CriteriaSet.objects.get(code="commune-units-2026")
    assert answer.url == reverse("scoring_set", args=(made.pk,))
    whole = queries.criteria_of(made)
    assert whole.period == ("2026-01-01", "2026-12-31")
    assert whole.rounding.plain() == {"places": 1, "mode": "half_even", "when": "before_sum"}
    rule = whole.leaf("1.2")
    assert (rule.max, rule.feed, rule.rule.plain()["cut_off"]) == (Decimal("4.5"), "tasks_on_time", "0.8")


def test_two_versions_stand_side_by_side_and_a_set_is_downloaded_as_it_is(scoring, sign_in):
    made = changed(scoring)
    client = sign_in("head")
    page = client.get(
        reverse("scoring_set_compare", args=(made.pk, scoring.campaign.unit_set_id))
    ).content.decode()
    assert page.count("đã bỏ") == 1
    assert "Đổi điểm: mục này, từ “2” thành “4”." in page
    text = client.get(reverse("scoring_set_download", args=(made.pk,))).content.decode()
    assert operations.read_text(text).digest == made.digest
    assert sign_in("stranger").get(reverse("scoring_set_download", args=(made.pk,))).status_code == 404


def test_a_set_goes_out_as_a_workbook_and_comes_back_as_it_is(scoring, sign_in):
    base = scoring.campaign.unit_set
    client = sign_in("officer")
    content = client.get(reverse("scoring_set_excel", args=(base.pk,))).content
    answer = client.post(reverse("scoring_sets"), {"file": SimpleUploadedFile("bo.xlsx", content)})
    assert answer.url == reverse("scoring_set", args=(base.pk,)), "the same content is the one that stands"
    book = openpyxl.load_workbook(BytesIO(content))
    cell = next(cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == 15)
    cell.value = 14
    held = BytesIO()
    book.save(held)
    bad = client.post(reverse("scoring_sets"), {"file": SimpleUploadedFile("bo.xlsx", held.getvalue())})
    assert bad.status_code == 422
    assert "tổng các mục con là 15" in bad.content.decode()
    assert sign_in("stranger").get(reverse("scoring_set_excel", args=(base.pk,))).status_code == 404


def test_open_sheets_move_by_an_act_and_keep_what_fits(scoring, sign_in):
    scoring.fill("office", "head", leaf_1_3={"count": 1})
    scoring.send("school", "school_head")
    scoring.appraise("school")
    made = changed(scoring, APPRAISAL_DAY)
    client = sign_in("officer")
    url = reverse("scoring_move_version", args=(scoring.movement.pk,))
    page = client.get(url, {"to": made.pk}).content.decode()
    assert "Sửa: 1.3 Báo cáo CCHC định kỳ (04 kỳ) đủ, đúng hạn, đổi cách chấm." in page
    assert sign_in("head").get(url).status_code == 403
    monkey = scoring.act("officer", APPRAISAL_DAY)
    operations.move_sheets(monkey, campaign=scoring.campaign, to=made)
    office, school = scoring.sheet("office"), scoring.sheet("school")
    assert (office.state, office.criteria_set_id) == ("draft", made.pk)
    kept = {draft.leaf.code: draft.leaf.criteria_set_id for draft in Draft.objects.filter(sheet=office)}
    assert "1.4" in kept
    assert set(kept.values()) == {made.pk}
    assert not {"1.1", "1.3", "1.5"} & set(kept)
    assert (school.state, school.resume_at, school.appraised_total) == ("returned", "submitted", None)
    assert "bản 2025.2" in school.returned_reason
    again = {"1.1": {"choice": "muc_1"}, "1.3": {"numerator": "4", "denominator": "4"}}
    rows = {code: operations.Typed(given) for code, given in again.items()}
    school_head = scoring.act("school_head", APPRAISAL_DAY)
    with pytest.raises(RefusedError) as refused:
        operations.submit(school_head, sheet=school)
    assert "1.1" in refused.value.faults
    operations.save_drafts(school_head, sheet=scoring.sheet("school"), round="self", rows=rows)
    operations.submit(school_head, sheet=scoring.sheet("school"))
    assert scoring.sheet("school").self_total == 100
    assert audit.facts_of(Entry.objects.get(name="campaign.version_changed"))["sheets"] == 3


def test_sheets_do_not_move_to_another_set_or_past_a_settled_one(scoring):
    scoring.send("office", "head")
    scoring.appraise("office")
    scoring.settle("office")
    made = changed(scoring, APPRAISAL_DAY)
    act = scoring.act("officer", APPRAISAL_DAY)
    for to, words in (
        (made, "Đã chốt điểm theo bản cũ"),
        (scoring.campaign.unit_set, "đang dùng bản này"),
        (changed(scoring, APPRAISAL_DAY, version="1", code="other"), "bản khác của chính bộ tiêu chí"),
    ):
        with pytest.raises(RefusedError, match=words):
            operations.move_sheets(act, campaign=scoring.campaign, to=to)


@pytest.mark.parametrize("name", ["commune-units-2025", "commune-individuals-2025", "766", "ca-mau-2013"])
def test_every_part_that_ships_goes_onto_the_form_and_back(name):
    data = operations.read_text(queries.shipped_sets()[name].text).plain()
    again = drafting.parts_from(drafting.typed_of_parts(data), data)
    assert {part: again[part] for part in again} == {part: data.get(part, []) for part in again}


def test_the_parts_beside_the_tree_are_written_in_lines(scoring, sign_in):
    row = begin(scoring)
    typed = drafting.typed_of_parts(row.data) | {
        "bonus": "Có sáng kiến được công nhận: 0,5 (tối đa 2)\n- Được cấp trên khen: 1 điểm",
        "bonus_cap": "3",
        "penalty": "",
        "penalty_cap": "",
        "grades": "Xuất sắc: 90\nTốt: 70\nYếu: 0",
        "vetoes": "Có người bị kỷ luật\nXếp mức thấp: mức Yếu\nTụt nhiều: tụt 2 mức",
        "tie_breakers": "Lĩnh vực I\ntiêu chí 1.1.\nít điểm trừ hơn\nHội đồng biểu quyết",
        "profiles": "A: Khối cơ quan hành chính\nB: Khối trường học (nhiều nhất 40 dòng)",
        "inputs": "HS: Tổng số hồ sơ",
    }
    url = reverse("scoring_draft_parts", args=(row.pk,))
    client = sign_in("officer")
    assert client.get(url).status_code == 200
    assert client.post(url, typed).status_code == 302
    row.refresh_from_db()
    found = engine.load_set(row.data)
    assert [(one.title, one.each, one.at_most) for one in found.bonus.items] == [
        ("Có sáng kiến được công nhận", Decimal("0.5"), Decimal(2)),
        ("Được cấp trên khen", Decimal(1), None),
    ]
    assert (found.bonus.cap, found.penalty.items) == (Decimal(3), ())
    assert [(one.label, one.at_least) for one in found.grades] == [("Xuất sắc", 90), ("Tốt", 70), ("Yếu", 0)]
    low = found.grades[-1].code
    assert [(one.title, one.grades, one.falls) for one in found.vetoes] == [
        ("Có người bị kỷ luật", (), None),
        ("Xếp mức thấp", (low,), None),
        ("Tụt nhiều", (), 2),
    ]
    own = [one for one in found.tie_breakers if one.kind != "female_or_women_share"]
    assert [(one.kind.value, one.ref) for one in own] == [
        ("area_percent", "I"),
        ("leaf_ratio", "1.1"),
        ("fewer_deductions", ""),
        ("council_vote", ""),
    ]
    assert [(one.code, one.rows_at_most) for one in found.profiles] == [("A", None), ("B", 40)]
    node = reverse("scoring_draft_node", args=(row.pk,)) + "?ma=1.4"
    form = client.get(node).context["form"]
    told = {name: field.initial or form.initial.get(name, "") for name, field in form.fields.items()}
    told |= {"shared_denominator": "HS", "absent": "rescale"}
    assert client.post(node, told).status_code == 302
    row.refresh_from_db()
    leaf = engine.load_set(row.data).leaf("1.4")
    assert (leaf.inputs, leaf.absent.value) == ((("denominator", ("HS",)),), "rescale")


@pytest.mark.parametrize(
    ("field", "line", "said"),
    [
        ("bonus", "Sáng kiến", "phải có dạng: nội dung: số điểm"),
        ("penalty", "Báo cáo sai: một", "Hãy nhập một số"),
        ("bonus_cap", "nhiều", "Hãy nhập một số"),
        ("grades", "Xuất sắc", "phải có dạng: tên mức"),
        ("vetoes", "Thấp: mức Kém cỏi", "không có mức “Kém cỏi”"),
        ("tie_breakers", "Lĩnh vực XX", "không có ưu tiên, lĩnh vực hay tiêu chí này"),
        ("tie_breakers", "Tiêu chí I", "không có ưu tiên, lĩnh vực hay tiêu chí này"),
        ("profiles", "Khối A", "mã (viết liền): tên"),
        ("tags", "có thu: Có thu", "mã (viết liền): tên"),
    ],
)
def test_a_line_that_cannot_be_read_is_said_at_its_part(scoring, sign_in, field, line, said):
    row = begin(scoring)
    page = sign_in("officer").post(
        reverse("scoring_draft_parts", args=(row.pk,)), drafting.typed_of_parts(row.data) | {field: line}
    )
    assert page.status_code == 422
    assert said in page.context["form"].errors[field][0]
    assert CriteriaDraft.objects.get().version == row.version


def test_a_node_moves_under_another_parent_on_screen(scoring, sign_in):
    row = begin(scoring)
    client = sign_in("officer")
    node = reverse("scoring_draft_node", args=(row.pk,))
    offered = [code for code, _ in client.get(f"{node}?ma=I").context["moving"].fields["to"].choices]
    assert "II" in offered
    assert "I" not in offered
    assert client.post(f"{node}?ma=1.1", {"do": "move", "to": "II"}).status_code == 302
    row.refresh_from_db()
    assert "1.1" in {one["code"] for one in drafting.find(row.data, "II")["children"]}
    client.post(f"{node}?ma=1.1", {"do": "move", "to": "1.3"})  # a leaf takes nothing below it
    assert CriteriaDraft.objects.get().version == row.version


def test_other_parts_are_not_taken(scoring):
    with pytest.raises(RefusedError):
        operations.set_parts(scoring.act("officer"), draft=begin(scoring), values={"areas": []})
    with pytest.raises(NotAllowedError):
        operations.set_parts(scoring.act("head"), draft=CriteriaDraft.objects.get(), values={})
