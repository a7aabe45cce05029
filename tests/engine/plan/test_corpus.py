"""The invented plans, whole and damaged, against the facts that stand beside them."""

import json
from pathlib import Path

import pytest

from thidua.engine.plan import read

_PLANS = Path(__file__).parents[2] / "data" / "plans"
_LISTS = (
    "purposes",
    "requirements",
    "contents",
    "targets",
    "duties",
    "recipients",
    "dossier",
    "tie_breakers",
    "criteria",
)
_NAMES = sorted(path.stem for path in _PLANS.glob("*.json"))


def facts_of(answer: dict) -> dict:
    """Return the facts of a reading in the short form in which the expected ones are written."""
    return {
        "document": answer["document"],
        "issuer": answer["issuer"],
        "movement": answer["movement"],
        "legal_bases": answer["legal_bases"],
        "counts": {
            name: len(answer[name])
            for name in _LISTS
        },
        "participants": sorted(name for name, value in answer["participants"].items() if value),
        "percents": [target["percent"] for target in answer["targets"]],
        "areas": [content["areas"] for content in answer["contents"]],
        "awards": [
            {
                **award,
                "standards": [[standard["subject"], standard["grading_at_least"]] for standard in award["standards"]],
            }
            for award in answer["awards"]
        ],
        "criteria": [[row["code"], row["max"]] for row in answer["criteria"]],
        "deadlines": [deadline["on"] for deadline in answer["deadlines"]],
        "actors": [duty["actor"] for duty in answer["duties"]],
        "contradictions": sorted(one["code"] for one in answer["contradictions"]),
    }  # fmt: skip


@pytest.mark.parametrize("name", _NAMES)
def test_reads_what_the_plan_says(name):
    answer = read((_PLANS / f"{name}.txt").read_text(encoding="utf-8")).as_json()
    expected = json.loads((_PLANS / f"{name}.json").read_text(encoding="utf-8"))
    found = facts_of(answer)
    assert {key: found[key] for key in expected} == expected
