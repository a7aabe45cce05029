"""Standards of a collective that rest on its members: met, not met, or which paper would settle it."""

import re
from dataclasses import replace
from datetime import date

import pytest

from thidua.engine.eligibility import (
    Case,
    CollectiveFacts,
    Finding,
    Grading,
    GradingLevel,
    GradingStatus,
    Hold,
    HoldKind,
    Member,
    MembersAsked,
    PersonFacts,
    Standard,
    StandardRule,
    SubjectFacts,
    check_standards,
)

CASE = Case(
    on=date(2025, 12, 20),
    starts_on=date(2025, 1, 1),
    ends_on=date(2025, 12, 31),
    grading_periods=("2025",),
    movement="m",
)
TITLE = "lao_dong_tien_tien"
HELD, ASKED, BARRED = (
    {"titles": frozenset({TITLE})},
    {"asked": frozenset({TITLE})},
    {"barred": frozenset({TITLE})},
)


def member(name="A", level=None, holds=(), status=GradingStatus.OFFICIAL, periods=(), **codes):
    gradings = () if level is None else (Grading("2025", GradingLevel(level), status),)
    facts = PersonFacts(key=name, gradings=gradings, holds=holds, grading_periods=periods)
    return Member(name, facts, **codes)


def found(rule, value, members, *, blocking=True) -> Finding:
    standard = Standard(rule, "Luật, Điều 28", value=value, blocking=blocking)
    facts = CollectiveFacts(key="x", members=tuple(members))
    return check_standards([standard], facts, CASE)[0]


@pytest.mark.parametrize(
    ("codes", "outcome", "missing", "blocking"),
    [
        ([HELD, HELD, {}, {}], "met", None, True),
        ([HELD, {}, {}, {}], "unknown", "members_titles", True),
        # those asked for in the same sitting would fill it: the council sees both
        ([HELD, ASKED, {}, {}], "unknown", "members_titles_asked", False),
        ([HELD, BARRED, BARRED, BARRED], "not_met", None, True),
        # what is held counts, whatever would bar it today
        ([HELD | BARRED, HELD | BARRED, {}, {}], "met", None, True),
        ([HELD | ASKED, {}, {}, {}], "unknown", "members_titles", True),
        ([], "unknown", "members", True),
    ],
)
def test_a_share_of_the_members_holds_a_title(codes, outcome, missing, blocking):
    finding = found(StandardRule.MEMBERS_HOLD, f"{TITLE}>=1/2", [member(**one) for one in codes])
    told = (finding.outcome.value, finding.fact.get("missing"), finding.blocking)
    assert told == (outcome, missing, blocking)
    assert finding.article == "Luật, Điều 28"


def test_more_than_a_share_and_a_number_of_members():
    half = [member(**HELD), member()]
    assert found(StandardRule.MEMBERS_HOLD, f"{TITLE}>1/2", half).outcome == "unknown"
    assert found(StandardRule.MEMBERS_HOLD, f"{TITLE}*1", half).outcome == "met"
    assert found(StandardRule.MEMBERS_HOLD, f"{TITLE}*2", [member(**BARRED)] * 3).outcome == "not_met"


def test_all_members_reach_a_level_and_who_has_no_official_grading_is_named():
    good, bad = member("A", "good"), member("B", "not_completed")
    asked = (StandardRule.MEMBERS_GRADED, "completed>=1")
    assert found(*asked, [good, good]).outcome == "met"
    assert found(*asked, [good, bad, member("C")]).outcome == "not_met"
    provisional = member("C", "good", status=GradingStatus.PROVISIONAL)
    open_one = found(*asked, [good, provisional])
    assert (open_one.outcome, open_one.fact["ungraded"], open_one.blocking) == ("unknown", ["C"], True)
    assert found(*asked, [good, member("D", "good", periods=("2024-2025",))]).fact["ungraded"] == ["D"]
    assert found(*asked, []).fact["missing"] == "members"
    assert found(StandardRule.MEMBERS_GRADED, "good>=1/2", [good, bad]).outcome == "met"


def test_nobody_is_disciplined_within_the_period_but_mildly():
    day = date(2025, 5, 1)
    warned = Hold(HoldKind.DISCIPLINE, day, form="Cảnh cáo")
    mild = Hold(HoldKind.DISCIPLINE, day, form="Khiển trách")
    nameless = Hold(HoldKind.DISCIPLINE, day)
    earlier = replace(warned, starts_on=date(2024, 12, 1))
    considered = Hold(HoldKind.CONSIDERED, day)

    def outcome(*holds, value="Khiển trách"):
        return found(StandardRule.MEMBERS_UNDISCIPLINED, value, [member(holds=holds), member()])

    assert [outcome(one).outcome.value for one in (warned, mild, nameless, earlier, considered)] == [
        "not_met",
        "met",
        "unknown",
        "met",
        "unknown",
    ]
    assert outcome(mild, value="").outcome == outcome(nameless, value="").outcome == "not_met"
    assert outcome(warned).fact == {"members": 2, "disciplined": 1, "unclear": 0, "mild": "Khiển trách"}
    assert found(StandardRule.MEMBERS_UNDISCIPLINED, "", []).fact["missing"] == "members"


def test_what_is_no_collective_has_no_members():
    standard = Standard(StandardRule.MEMBERS_HOLD, "x", value=f"{TITLE}>=1/2")
    assert (
        check_standards([standard], SubjectFacts(key="h", subject="household"), CASE)[0].fact["missing"]
        == "members"
    )


@pytest.mark.parametrize("value", ["", ">=1/2", "x", "x>=3/2", "x>=1/0", "x*0", "*2"])
def test_a_value_that_asks_for_nothing_is_refused(value):
    with pytest.raises(ValueError, match=f"^{re.escape(value)}$"):
        MembersAsked.parse(value)
    with pytest.raises(ValueError, match=f"^{re.escape(value)}$"):
        Standard(StandardRule.MEMBERS_HOLD, "x", value=value)


def test_a_level_that_is_none_is_refused():
    with pytest.raises(ValueError, match="best"):
        Standard(StandardRule.MEMBERS_GRADED, "x", value="best>=1/2")
