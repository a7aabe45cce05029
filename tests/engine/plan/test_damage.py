"""Facts of structure survive what a scanner does to a text."""

from pathlib import Path

import pytest

from tests.engine.plan.damage import damage, plain
from tests.engine.plan.test_corpus import facts_of
from thidua.engine.plan import read

_PLANS = Path(__file__).parents[2] / "data" / "plans"
_WHOLE = ("huyen-2024", "phuong-2025-hai-dot", "tinh-2025-2030", "xa-bang-diem-2026", "xa-mau-thuan-2026")


def _plan(name):
    return (_PLANS / f"{name}.txt").read_text(encoding="utf-8")


def _structure(text):
    facts = facts_of(read(text).as_json())
    movement = facts["movement"]
    return {
        "level": facts["issuer"]["level"],
        "number": facts["document"]["number"],
        "issued_on": facts["document"]["issued_on"],
        "period": (movement["starts_on"], movement["ends_on"]),
        "rounds": [(one["starts_on"], one["ends_on"]) for one in movement["rounds"]],
        "reviews": movement["reviews"],
        "bases": [(one["kind"], one["number"], one["issued_on"]) for one in facts["legal_bases"]],
        "counts": facts["counts"],
        "percents": facts["percents"],
        "awards": [
            (
                award["level"],
                award["form"],
                award["standards"],
                [
                    (quota["subject"], quota["max"], quota.get("max_percent"), quota.get("per_unit"))
                    for quota in award["quotas"]
                ],
            )
            for award in facts["awards"]
        ],
        "criteria": facts["criteria"],
        "deadlines": facts["deadlines"],
    }


@pytest.mark.parametrize("name", _WHOLE)
def test_lost_marks_change_no_fact(name):
    assert _structure(plain(_plan(name))) == _structure(_plan(name))


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("name", _WHOLE)
def test_misread_letters_change_no_fact(name, seed):
    assert _structure(damage(_plan(name), seed)) == _structure(_plan(name))


@pytest.mark.parametrize("name", ["huyen-2024", "phuong-2025-hai-dot"])
def test_broken_lines_and_lost_bullets_change_no_fact(name):
    assert _structure(damage(_plan(name), 5, broken=0.4, bullets=0.5)) == _structure(_plan(name))
