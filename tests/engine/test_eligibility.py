"""Findings, each with its article and its fact."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from tests.engine.test_law_values import AFTER, BOOK
from thidua.engine.eligibility import (
    Case,
    CollectiveFacts,
    FindingOutcome,
    Grading,
    GradingLevel,
    GradingStatus,
    Hold,
    HoldKind,
    InitiativeFact,
    InitiativeLevel,
    LeaderShare,
    PersonFacts,
    PreviousAward,
    Standard,
    StandardRule,
    Subject,
    SubjectFacts,
    UnitPlaces,
    Verdict,
    check,
    check_standards,
    preferences,
    verdict,
)

CASES = yaml.safe_load((Path(__file__).parent / "cases/eligibility.yaml").read_text("utf-8"))
ARTICLES = {row["rule"]: row["article"] for row in BOOK.value("eligibility_articles", AFTER).rows}
CASE = Case(
    on=date(2025, 12, 20),
    starts_on=date(2025, 1, 1),
    ends_on=date(2025, 12, 31),
    grading_periods=("2025",),
    movement="cchc-2025",
    superior="UBND tỉnh",
)
PLAN = (
    Standard(StandardRule.GRADING_AT_LEAST, "Kế hoạch, mục III.3.2", value="good"),
    Standard(StandardRule.SCORED, "Kế hoạch, mục III.3.2"),
)


def facts_of(row):
    kind, given = ("person", row["person"]) if "person" in row else ("collective", row["collective"])
    given = dict(given)
    for name in ("score", "maternity_months", "women_share"):
        if name in given:
            given[name] = Decimal(given[name])
    given["gradings"] = tuple(
        Grading(
            one["period"],
            GradingLevel(one["level"]),
            GradingStatus(one.get("status", "official")),
            one.get("document", ""),
        )
        for one in given.get("gradings", ())
    )
    for name in ("holds", "head_holds"):
        if name in given:
            given[name] = tuple(Hold(**{**one, "kind": HoldKind(one["kind"])}) for one in given[name])
    given["awards"] = tuple(PreviousAward(**one) for one in given.get("awards", ()))
    for name in ("missing_papers", "grading_periods"):
        given[name] = tuple(given.get(name, ()))
    return (PersonFacts if kind == "person" else CollectiveFacts)(key="x", **given)


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["case"])
def test_case(row):
    findings = check(PLAN, facts_of(row), CASE, ARTICLES)
    by_rule = {finding.rule: finding for finding in findings}
    wanted = dict(row["gives"])
    assert verdict(findings) == wanted.pop("verdict")
    for rule, outcome in wanted.items():
        found = by_rule[rule].outcome.value if rule in by_rule else "none"
        assert found == outcome, rule
    if "missing" in row:
        assert row["missing"] in {finding.fact.get("missing") for finding in findings}
    assert all(finding.article for finding in findings)
    json.dumps([finding.fact for finding in findings])


def person(**more):
    return PersonFacts(key="x", **more)


def only(standard, facts):
    return check_standards([standard], facts, CASE)


def test_a_standard_for_collectives_does_not_concern_a_person():
    standard = Standard(StandardRule.SCORED, "III", Subject.COLLECTIVE)
    assert not only(standard, person())
    assert len(only(standard, CollectiveFacts(key="x"))) == 1


@pytest.mark.parametrize(
    ("rule", "value", "facts", "outcome"),
    [
        ("score_at_least", "80", person(score=Decimal(80)), "met"),
        ("score_at_least", "80", person(score=Decimal("79.9999")), "not_met"),
        ("score_at_least", "80", person(), "unknown"),
        ("registered", "", person(registered=True), "met"),
        ("registered", "", person(registered=False), "not_met"),
        ("registered", "", person(), "unknown"),
        ("months_at_least", "6", person(months_worked=Decimal(3), maternity_months=Decimal(5)), "met"),
        ("months_at_least", "6", person(months_worked=Decimal(3)), "not_met"),
        ("months_at_least", "6", person(), "unknown"),
        ("months_at_least", "6", CollectiveFacts(key="x"), "unknown"),
        ("direct_work", "", person(direct_work="advises"), "met"),
        ("direct_work", "", person(direct_work=""), "not_met"),
        ("direct_work", "", person(), "unknown"),
        ("direct_work", "", CollectiveFacts(key="x"), "unknown"),
        ("judged", "united", person(judgements={"united": True}), "met"),
        ("judged", "united", person(judgements={"united": False}), "not_met"),
        ("judged", "united", person(), "unknown"),
    ],
)
def test_standards_of_a_plan(rule, value, facts, outcome):
    (found,) = only(Standard(StandardRule(rule), "mục III", value=value), facts)
    assert (found.outcome.value, found.article) == (outcome, "mục III")


def test_the_last_official_grading_counts():
    gradings = (Grading("2025", GradingLevel.GOOD), Grading("2025", GradingLevel.COMPLETED, document="sửa"))
    (found,) = only(PLAN[0], person(gradings=gradings))
    assert (found.outcome, found.fact["document"]) == (FindingOutcome.NOT_MET, "sửa")


def test_a_standard_that_does_not_block_only_advises():
    standard = Standard(StandardRule.REGISTERED, "III", blocking=False)
    assert verdict(check_standards([standard], person(registered=False), CASE)) is Verdict.ELIGIBLE


def test_the_person_is_pointed_to_the_level_above():
    found = {finding.rule: finding for finding in check((), person(is_decider=True), CASE, ARTICLES)}
    assert found["not_own_decider"].fact == {"forward_to": "UBND tỉnh"}
    assert found["not_own_decider"].article == ARTICLES["not_own_decider"]


def test_articles_of_another_day_can_be_given():
    found = check((), person(), CASE, {"no_discipline": "Nghị định 98/2023/NĐ-CP"})
    assert {finding.article for finding in found if finding.rule == "no_discipline"} == {
        "Nghị định 98/2023/NĐ-CP"
    }


def test_a_household_is_checked_by_what_holds_for_all():
    facts = SubjectFacts(key="x", subject=Subject.HOUSEHOLD)
    rules = {finding.rule for finding in check((), facts, CASE, ARTICLES)}
    assert "no_discipline" in rules
    assert not rules & {"head_no_discipline", "within_power", "old_unit_remarks"}


@pytest.mark.parametrize(("rule", "value"), [("grading_at_least", "great"), ("score_at_least", "many")])
def test_a_standard_without_sense_is_refused(rule, value):
    with pytest.raises(ValueError, match=value):
        Standard(StandardRule(rule), "III", value=value)


BASE_TITLE = PreviousAward(
    form="Chiến sĩ thi đua cơ sở", decided_on=date(2024, 1, 9), code="chien_si_thi_dua_co_so", title=True
)
IDEA = InitiativeFact("Sổ điện tử", InitiativeLevel.BASE, "Quyết định 05/QĐ-UBND")


def idea(**changes):
    return person(initiative=replace(IDEA, **changes))


@pytest.mark.parametrize(
    ("rule", "value", "facts", "outcome", "missing"),
    [
        ("prior_title", "chien_si_thi_dua_co_so*2", person(awards=(BASE_TITLE,) * 2), "met", None),
        ("prior_title", "chien_si_thi_dua_co_so*2", person(awards=(BASE_TITLE,)), "unknown", "prior_titles"),
        (
            "prior_title",
            "chien_si_thi_dua_co_so*1",
            person(awards=(replace(BASE_TITLE, cancelled=True),)),
            "unknown",
            "prior_titles",
        ),
        ("initiative", "base", idea(), "met", None),
        ("initiative", "province", idea(), "not_met", None),
        ("initiative", "base", idea(level=InitiativeLevel.APPLIED), "unknown", "initiative_document"),
        ("initiative", "base", idea(document=""), "unknown", "initiative_document"),
        ("initiative", "base", person(), "unknown", "initiative"),
        ("initiative", "base|excellent", person(), "unknown", "initiative"),
        (
            "initiative",
            "base|excellent",
            person(gradings=(Grading("2025", GradingLevel.EXCELLENT),)),
            "met",
            None,
        ),
    ],
)
def test_titles_before_and_initiatives(rule, value, facts, outcome, missing):
    (finding,) = only(Standard(StandardRule(rule), "Luật, Điều 22", value=value), facts)
    assert (finding.outcome, finding.fact.get("missing")) == (outcome, missing)


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("prior_title", "chien_si_thi_dua_co_so"),
        ("prior_title", "*2"),
        ("initiative", "commune"),
        ("initiative", "base|best"),
        ("grading_at_least", "good*0"),
        ("grading_at_least", "fine*2"),
    ],
)
def test_a_standard_that_says_nothing_is_refused(rule, value):
    with pytest.raises(ValueError):  # noqa: PT011 - which word is wrong depends on the rule
        Standard(StandardRule(rule), "III", value=value)


def by_rule(facts, case=CASE):
    return {finding.rule: finding for finding in check((), facts, case, ARTICLES)}


def test_an_initiative_serves_once():
    assert by_rule(idea())["initiative_once"].outcome == "met"
    assert by_rule(idea(used=(BASE_TITLE,)))["initiative_once"].outcome == "not_met"
    assert by_rule(idea(claimed=("Giấy khen cho Bà B",)))["initiative_once"].outcome == "not_met"
    assert "initiative_once" not in by_rule(person())


def test_a_title_is_asked_for_where_the_plan_names_it_and_stands_beside_a_form():
    asked = replace(CASE, award="chien_si_thi_dua_co_so", title=True)
    assert by_rule(person(), asked)["title_by_year"].outcome == "not_met"
    named = replace(asked, titles_clause="Kế hoạch, mục III")
    assert by_rule(person(), named)["title_by_year"].outcome == "met"
    form = PreviousAward(form="Giấy khen", decided_on=date(2025, 12, 1), movement=CASE.movement)
    other = replace(BASE_TITLE, code="lao_dong_tien_tien", movement=CASE.movement)
    assert by_rule(person(awards=(form, other)), named)["not_repeated"].outcome == "met"
    same = replace(BASE_TITLE, movement=CASE.movement)
    assert by_rule(person(awards=(same,)), named)["not_repeated"].outcome == "not_met"
    assert by_rule(person(awards=(same,)))["not_repeated"].outcome == "met"  # a form beside a title


def test_the_unit_and_the_leaders_are_weighed_and_block_nobody():
    places = UnitPlaces("Trường", 3, 2, "Kế hoạch, mục IV")
    share = LeaderShare(2, 5, Decimal("0.3"), "Quy chế")
    crowded = replace(CASE, leaders=share)
    found = by_rule(person(unit_places=(places,), leader=True), crowded)
    assert (found["unit_quota"].outcome, found["leaders_share"].outcome) == ("not_met", "not_met")
    assert not found["unit_quota"].blocking
    assert not found["leaders_share"].blocking
    assert by_rule(person(leader=False), crowded)["leaders_share"].outcome == "met"
    assert by_rule(person(), crowded)["leaders_share"].fact["missing"] == "post"
    assert (
        by_rule(person(leader=True), replace(CASE, leaders=replace(share, leaders=1)))[
            "leaders_share"
        ].outcome
        == "met"
    )
    assert by_rule(person(unit_places=(replace(places, nominated=2),)))["unit_quota"].outcome == "met"


def test_who_goes_before_equals():
    assert preferences(person(female=True, leader=False), None) == ["woman", "direct_worker"]
    assert preferences(person(female=False, leader=True), None) == []
    assert preferences(CollectiveFacts(key="x", women_share=Decimal("0.7")), Decimal("0.7")) == [
        "mostly_women"
    ]
    assert preferences(CollectiveFacts(key="x", women_share=Decimal("0.6")), Decimal("0.7")) == []
    assert preferences(CollectiveFacts(key="x", women_share=Decimal(1)), None) == []
    assert preferences(SubjectFacts(key="x", subject=Subject.HOUSEHOLD), None) == []
    assert by_rule(person(female=True))["preferred"].outcome == "met"


def test_a_grading_is_asked_for_each_of_several_years_on_end():
    two = Standard(StandardRule.GRADING_AT_LEAST, "III", value="good*2")
    graded = person(gradings=(Grading("2025", GradingLevel.GOOD),))
    assert [(one.fact["period"], one.outcome) for one in only(two, graded)] == [
        ("2024", "unknown"),
        ("2025", "met"),
    ]
    teacher = person(
        grading_periods=("2024-2025",),
        gradings=(Grading("2023-2024", GradingLevel.COMPLETED), Grading("2024-2025", GradingLevel.GOOD)),
    )
    assert [(one.fact["period"], one.outcome) for one in only(two, teacher)] == [
        ("2023-2024", "not_met"),
        ("2024-2025", "met"),
    ]
