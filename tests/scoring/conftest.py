"""A launched movement of the cast's commune, with its criteria set, its campaign and sheets ready to send."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from django.db import connection, connections

from tests.conftest import Cast, build_cast
from thidua.engine.movements import State as MovementState
from thidua.engine.scoring import Source
from thidua.movements.models import Delivery, Movement, Task, TeamMember
from thidua.organizations.models import Unit
from thidua.scoring import operations
from thidua.scoring.files.texts import shipped_sets
from thidua.scoring.models import Campaign, Sheet
from thidua.scoring.queries import criteria as sets

SCORING_DAY = datetime(2025, 11, 12, 3, 0, tzinfo=UTC)
APPRAISAL_DAY = datetime(2025, 11, 27, 3, 0, tzinfo=UTC)


def open_over(cast: Cast, text: str, *units: Unit) -> Campaign:
    """A launched movement of the commune whose units are scored by the set of a YAML text."""
    movement = Movement.objects.create(
        authority=cast.commune,
        title="Phong trào thử",
        state=MovementState.LAUNCHED,
        starts_on=date(2025, 1, 1),
        launched_at=datetime(2025, 2, 10, 5, tzinfo=UTC),
        launched_on=date(2025, 2, 10),
        created_at=datetime(2025, 2, 1, 5, tzinfo=UTC),
    )
    act = cast.act("officer", SCORING_DAY)
    return operations.open_campaign(
        act,
        movement=movement,
        unit_set=operations.load_criteria_set(act, authority=cast.commune, text=text),
        self_score_due=date(2025, 11, 25),
        appraisal_due=date(2025, 12, 5),
        units=[*units],
    )


@dataclass
class Scoring:
    """The cast's movement with its campaign; sheets by the key of the unit in the cast."""

    cast: Cast
    movement: Movement
    campaign: Campaign
    sheets: dict[str, Sheet]

    def sheet(self, key: str) -> Sheet:
        """The sheet of a unit as it stands now."""
        return Sheet.objects.select_related(
            "subject", "unit__subject", "campaign__movement", "criteria_set"
        ).get(pk=self.sheets[key].pk)

    def act(self, who: str, at: datetime = SCORING_DAY):
        """An act of one of the cast on the day of scoring."""
        return self.cast.act(who, at)

    def fill(self, key: str, who: str, **changed: dict) -> Sheet:
        """Type full marks into every row of the unit's own, but for what is named (``leaf_1_3={"count": 1}``)."""
        rows = {code: operations.Typed(given) for code, given in best(self.sheet(key)).items()}
        for name, given in changed.items():
            rows[name.removeprefix("leaf_").replace("_", ".")] = operations.Typed(given)
        operations.save_drafts(self.act(who), sheet=self.sheet(key), round="self", rows=rows)
        return self.sheet(key)

    def send(self, key: str, who: str, **changed: dict) -> Sheet:
        """Fill and send."""
        operations.submit(self.act(who), sheet=self.fill(key, who, **changed))
        return self.sheet(key)

    def appraise(self, key: str, who: str = "vice", **changed) -> Sheet:
        """Appraise, with what others observe entered as best, and what is named changed (value, reason)."""
        sheet = self.sheet(key)
        marks = {
            leaf.code: operations.Typed(best_of(leaf))
            for leaf in sets.applicable(sheet)
            if leaf.source is not Source.UNIT and not sheet.marks.filter(leaf__code=leaf.code).exists()
        }
        for name, (given, reason) in changed.items():
            marks[name.removeprefix("leaf_").replace("_", ".")] = operations.Typed(given, reason)
        operations.appraise(self.act(who, APPRAISAL_DAY), sheet=sheet, marks=marks)
        return self.sheet(key)

    def settle(self, key: str) -> Sheet:
        """Settle the sheet."""
        operations.finalize(self.act("officer", APPRAISAL_DAY), sheet=self.sheet(key))
        return self.sheet(key)


def best_of(leaf) -> dict:
    """An input that gives the maximum."""
    rule = leaf.rule
    if rule.kind == "graded":
        return {"choice": max(rule.options, key=lambda one: one.points).code}
    if rule.kind == "all_or_nothing":
        return {"numerator": str(rule.of)}
    best = {"yes_no": {"choice": "yes"}, "deduction": {"count": 0}, "per_item": {"count": 20}}
    return best.get(rule.kind, {"numerator": "40", "denominator": "40"})


def best(sheet: Sheet) -> dict[str, dict]:
    """Inputs that give the maximum in every row of the unit's own."""
    return {leaf.code: best_of(leaf) for leaf in sets.applicable(sheet) if leaf.source is Source.UNIT}


def build_scoring(cast: Cast) -> Scoring:
    """A launched movement whose scoring was opened on the scoring day; vice and teacher are the team."""
    movement = Movement.objects.create(
        authority=cast.commune,
        title="Đẩy mạnh cải cách hành chính năm 2025",
        state=MovementState.LAUNCHED,
        starts_on=date(2025, 1, 1),
        ends_on=date(2025, 12, 31),
        launched_at=datetime(2025, 2, 10, 5, tzinfo=UTC),
        launched_on=date(2025, 2, 10),
        created_at=datetime(2025, 2, 1, 5, tzinfo=UTC),
    )
    for key in ("vice", "teacher"):
        TeamMember.objects.create(movement=movement, person=cast.people[key])
    for number, (unit, due, done) in enumerate(
        (
            (cast.office, date(2025, 3, 31), date(2025, 3, 30)),
            (cast.office, date(2025, 6, 30), date(2025, 7, 5)),
            (cast.office, date(2025, 12, 20), None),
            (cast.school, date(2025, 4, 30), date(2025, 4, 30)),
        ),
        start=1,
    ):
        Task.objects.create(
            movement=movement,
            code=str(number),
            text=f"Nhiệm vụ {number}",
            lead=unit,
            due_on=due,
            state="done" if done else "open",
            done_on=done,
        )
    for key, unit in (("head", cast.office), ("member", cast.office), ("school_head", cast.school)):
        Delivery.objects.create(
            movement=movement,
            subject=cast.people[key].subject,
            unit=unit,
            sent_at=datetime(2025, 2, 11, 1, tzinfo=UTC),
            read_at=datetime(2025, 2, 12, 1, tzinfo=UTC) if key != "member" else None,
            read_by="" if key == "member" else key,
        )
    act = cast.act("officer", SCORING_DAY)
    shipped = shipped_sets()
    unit_set = operations.load_criteria_set(
        act, authority=cast.commune, text=shipped["commune-units-2025"].text
    )
    individual_set = operations.load_criteria_set(
        act, authority=cast.commune, text=shipped["commune-individuals-2025"].text
    )
    campaign = operations.open_campaign(
        act,
        movement=movement,
        unit_set=unit_set,
        individual_set=individual_set,
        self_score_due=date(2025, 11, 25),
        appraisal_due=date(2025, 12, 5),
    )
    units = {cast.office.pk: "office", cast.culture.pk: "culture", cast.school.pk: "school"}
    return Scoring(cast, movement, campaign, {units[one.unit_id]: one for one in campaign.sheets.all()})


@pytest.fixture
def scoring(cast) -> Scoring:
    """The scoring of the cast's movement."""
    return build_scoring(cast)


@pytest.fixture
def _scoring_day(monkeypatch):
    """The clock of the views stands on the scoring day."""
    monkeypatch.setattr("thidua.base.clock.now", lambda: SCORING_DAY)


@pytest.fixture
def crowd(tmp_path):
    """Run functions at the same moment, each on a connection of its own: on SQLite in a file, as in an office."""
    built = build_scoring(build_cast())
    settings = connections.settings["default"]
    name = settings["NAME"]
    if connection.vendor == "sqlite":
        path = tmp_path / "crowd.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(path)])
        settings["NAME"] = str(path)

    def together(acts):
        gate = Barrier(len(acts))

        def one(act):
            try:
                connection.ensure_connection()
                gate.wait(60)
                return act()
            finally:
                connection.close()

        with ThreadPoolExecutor(len(acts)) as pool:
            return [future.result(60) for future in [pool.submit(one, act) for act in acts]]

    yield built, together
    settings["NAME"] = name
