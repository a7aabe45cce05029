"""Whatever was typed, a stored total is what the engine gives again, and every mark explains itself."""

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.scoring.conftest import APPRAISAL_DAY
from thidua.engine import scoring as engine
from thidua.engine.scoring import Source
from thidua.scoring import operations, queries
from thidua.scoring.models import CriteriaSet, Mark
from thidua.scoring.operations import Typed

pytestmark = pytest.mark.django_db


def inputs(leaf):
    """Any sensible input of a leaf."""
    kind = leaf.rule.kind
    if kind == "graded":
        return st.sampled_from([{"choice": option.code} for option in leaf.rule.options])
    if kind in {"deduction", "per_item"}:
        return st.integers(0, 12).map(lambda n: {"count": str(n)})
    if kind == "all_or_nothing":
        return st.integers(0, int(leaf.rule.of)).map(lambda n: {"numerator": str(n)})
    pairs = st.tuples(st.integers(0, 2000), st.integers(0, 2000)).map(sorted)
    return pairs.map(lambda pair: {"numerator": str(pair[0]), "denominator": str(pair[1])})


@given(data=st.data())
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_stored_totals_are_what_the_engine_gives_again(scoring, data):
    sheet = scoring.sheet("office")
    Mark.objects.filter(sheet=sheet).delete()
    type(sheet).objects.filter(pk=sheet.pk).update(state="draft", final_total=None, finalized_at=None)
    leaves = queries.applicable(sheet)
    own = {leaf.code: data.draw(inputs(leaf), leaf.code) for leaf in leaves if leaf.source is Source.UNIT}
    others = {
        leaf.code: data.draw(inputs(leaf), leaf.code) for leaf in leaves if leaf.source is not Source.UNIT
    }
    cut = data.draw(st.sets(st.sampled_from(sorted(own)), max_size=3), "set to nothing")
    operations.save_drafts(
        scoring.act("head", APPRAISAL_DAY),
        sheet=scoring.sheet("office"),
        round="self",
        rows={code: Typed(one) for code, one in own.items()},
    )
    operations.submit(scoring.act("head", APPRAISAL_DAY), sheet=scoring.sheet("office"))
    marks = {code: Typed(one, "Số liệu của hệ thống") for code, one in others.items()}
    marks |= {code: Typed({"points": "0"}, "Không có minh chứng") for code in cut}
    sheet = scoring.appraise(
        "office", **{f"leaf_{c.replace('.', '_')}": (m.given, m.reason) for c, m in marks.items()}
    )
    assert sheet.appraised_total == queries.rescore(sheet).total
    sheet = scoring.settle("office")
    again = queries.rescore(sheet)
    assert sheet.final_total == again.total
    assert sheet.working["shown"] == format(again.shown, "f")
    assert Decimal(0) <= sheet.final_total <= Decimal(100)
    for mark in Mark.objects.filter(sheet=sheet, round="final"):
        if mark.score is not None:
            assert engine.recompute(mark.working) == mark.score
            assert 0 <= mark.score <= mark.leaf.maximum


def proved():
    out, err = StringIO(), StringIO()
    try:
        call_command("rescore", stdout=out, stderr=err)
    except SystemExit as end:
        return end.code, err.getvalue()
    return 0, out.getvalue()


def test_the_store_is_proved_in_every_state_and_a_forged_place_is_named(scoring):
    scoring.send("office", "head")
    assert proved()[0] == 0
    scoring.appraise("office")
    assert proved()[0] == 0
    sheet = scoring.settle("office")
    code, told = proved()
    assert (code, "tất cả đều đúng" in told) == (0, True)
    mark = Mark.objects.filter(sheet=sheet, score__isnull=False, working__has_key="rule").first()
    forged = [
        (Mark, mark.pk, {"score": mark.score + 1}, f"tiêu chí {mark.leaf.code}: điểm lưu"),
        (Mark, mark.pk, {"given": {"points": "0"}}, "điều đã nhập khác với điều ghi trong cách tính"),
        (Mark, mark.pk, {"working": mark.working | {"rule": {"kind": "magic"}}}, "không tính lại được"),
        (
            Mark,
            mark.pk,
            {"working": mark.working | {"rule": {"kind": "yes_no"}, "inputs": {"choice": "no"}}},
            "cách chấm ghi lúc ấy khác",
        ),
        (Mark, mark.pk, {"working": mark.working | {"steps": []}}, "cách tính đã lưu khác"),
        (type(sheet), sheet.pk, {"final_total": sheet.final_total - 1}, "tổng lưu"),
        (type(sheet), sheet.pk, {"working": sheet.working | {"total": "1"}}, "cách tính đã lưu khác"),
        (CriteriaSet, sheet.criteria_set_id, {"digest": "0" * 64}, "không khớp với mã kiểm"),
    ]
    for model, pk, columns, sentence in forged:
        before = model.objects.filter(pk=pk).values(*columns).get()
        model.objects.filter(pk=pk).update(**columns)
        code, told = proved()
        assert code == 1
        assert sentence in told
        model.objects.filter(pk=pk).update(**before)
    assert proved()[0] == 0
