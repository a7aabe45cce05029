"""The year of the made-up commune, step by step, each by the operation behind the screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from importlib.resources import files
from random import Random
from typing import Any

from thidua.base.acts import Act
from thidua.base.errors import RefusedError
from thidua.council import queries as council_queries
from thidua.desk.demo import needs, people, values
from thidua.desk.demo.cast import Commune, settle
from thidua.desk.demo.timeline import A_YEAR, Days, first_day, last_day, period_of, working
from thidua.documents import operations as documents
from thidua.documents.models import StoredFile
from thidua.documents.render import docx, pdf
from thidua.engine import plan
from thidua.engine.eligibility import Subject as Kind
from thidua.engine.scoring import Criterion, Source
from thidua.movements import operations as movements
from thidua.movements import papers as movement_papers
from thidua.movements.models import Area, Delivery, Movement, Registration, Task
from thidua.movements.operations import Line, TaskRow
from thidua.regulations.choices import CERTIFICATE_NAME
from thidua.scoring import operations as scoring
from thidua.scoring import queries as scoring_queries
from thidua.scoring.models import Campaign, Sheet
from thidua.scoring.operations import Typed

SCORED = ("VP", "KT", "VHXH", "PVHCC", "CUDVC", "TYT", "MN", "PTDTBT")
SLACK = 25
"""Days between the last task and the scoring, so that a late one is still done before."""
AIMING = 2
"""How many of a unit's people write down that they aim at an award."""
ALIKE = (("VP", "KT", "VHXH"), ("MN", "PTDTBT"), ("CUDVC", "TYT"))
"""Units to which the same criteria apply: two of them can end with the same points."""


@dataclass
class Year:
    """One run of the year. ``chance`` comes from the seed; what is read from the plan decides the rest."""

    text: str
    name: str
    content: bytes
    seed: int
    chance: Random = field(init=False)
    told: dict[str, Any] = field(init=False)
    commune: Commune = field(init=False)
    movement: Movement = field(init=False)
    campaign: Campaign = field(init=False)
    days: Days = field(init=False)
    reading: dict[str, Any] = field(init=False)
    order: list[str] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    """How many of each kind the quotas would let through if all stood and were agreed to."""

    def __post_init__(self) -> None:
        """Read the plan and take the seed. Raises RefusedError for a plan that leaves open what a year needs."""
        self.chance = Random(self.seed)  # noqa: S311 - a story, not a secret
        self.told = people.commune()
        self.reading = plan.read(self.text).as_json()
        needs.require_enough(self.reading)
        period = self.reading["movement"]
        self.days = period_of(period["starts_on"], period["ends_on"])

    # -- steps 1 and 2 ------------------------------------------------------------------------------------------

    def set_up(self) -> None:
        """Directory, then the plan: read, looked through, confirmed, issued, launched, sent and read."""
        issuer = self.reading["issuer"]
        province = people.province_of(self.reading["legal_bases"])
        place = replace(people.place_of(issuer["name"]), tinh=province)
        self.commune = settle(self.told, place, issuer["level"], self.days.settled, self.chance)
        commune = self.commune
        commune.on(self.days.plan_read)
        act = commune.act("officer")
        file = documents.store(act, content=self.content, name=self.name, kind="txt")
        self.movement = movements.begin_from_file(
            act, authority=commune.authority, plan_file=file, text=self.text, reading=self.reading
        )
        period = self.reading["movement"]
        movements.correct_plan(
            act,
            movement=self.movement,
            values={
                "starts_on": first_day(period["starts_on"]),  # a month alone: from its first day to its last
                "ends_on": last_day(period["ends_on"]),
                "registration_due": self.days.registered,
            },
        )
        movements.confirm_items(act, movement=self.movement, items=list(self.movement.items.all()))
        movements.confirm_plan(act, movement=self.movement)
        lost = council_queries.unmatched(
            self.movement, council_queries.quotas_of(self.movement), commune.clock.date()
        )
        if lost:
            raise RefusedError(
                f"Kế hoạch giới hạn số lượng khen cho “{lost[0].group}”, nhưng các đơn vị dựng sẵn của bản chạy thử "
                "không có đơn vị hay khối nào như vậy nên không chạy thử được cả năm."
            )
        self._tasks(act)

    def _tasks(self, act: Act) -> None:
        commune, areas = self.commune, list(Area.objects.filter(movement=self.movement).order_by("order"))
        span = (self.days.self_scored - self.days.settled).days - SLACK
        rows = []
        for number, task in enumerate(self.told["tasks"], start=1):
            due = working(self.days.settled + timedelta(days=min(span, int(span * task["month"] / 11))))
            rows.append(
                TaskRow(
                    code=str(number),
                    text=task["text"],
                    lead=commune.units[task["unit"]],
                    due_on=due,
                    area=areas[task["area"] - 1] if task["area"] <= len(areas) else None,
                    with_units="; ".join(commune.units[code].name for code in task.get("with", ())),
                    product=task["product"],
                )
            )
        movements.import_tasks(act, movement=self.movement, rows=rows)

    def launch(self) -> None:
        """The chairperson's launch recorded from the signed paper; the plan issued, sent out and read."""
        commune = self.commune
        commune.on(self.days.launched)
        number = self.number(150)
        signed = commune.recorded("plan", commune.head("LD"), title="Chủ tịch", number=f"{number}/KH-UBND")
        movements.launch(signed, movement=self.movement, on=self.days.launched)
        rendered = self.rendered(
            movement_papers.plan(
                self.movement, number=number, on=self.days.launched, dated_on=self.days.launched
            ),
            signed,
        )
        movements.issue_plan(
            commune.act("clerk"),
            movement=self.movement,
            number=number,
            dated_on=self.days.launched,
            rendered=rendered,
        )
        act = commune.act("officer")
        units = [unit for code, unit in commune.units.items() if code in SCORED]
        persons = [person for (code, _), person in commune.people.items() if code in SCORED or code == "LD"]
        movements.deliver(
            act,
            movement=self.movement,
            subjects=[*(unit.subject for unit in units), *(person.subject for person in persons)],
        )
        self._order_units()
        commune.on(self.days.launched + timedelta(days=3))
        lazy = set(self.order[-2:])
        for code in SCORED:
            if code in lazy:
                self._some_read(code)
            else:
                movements.confirm_read_for_all(
                    commune.act(f"{code}:0"), movement=self.movement, unit=commune.units[code]
                )

    def _some_read(self, code: str) -> None:
        for (unit, index), person in self.commune.people.items():
            if unit == code and index % 2 == 0:  # every second one
                delivery = Delivery.objects.get(movement=self.movement, subject=person.subject)
                movements.confirm_read(self.commune.act(f"{unit}:{index}"), delivery=delivery)

    def number(self, in_a_year: int) -> str:
        """The next number out of the clerk's book, which grows through the year."""
        passed = (self.commune.clock.date() - self.days.settled).days / A_YEAR.days
        return f"{1 + int(in_a_year * passed) + self.chance.randrange(1, 5):02d}"

    def rendered(self, content: Any, act: Act) -> documents.Rendered:
        """A paper in its final words, as Word and PDF."""
        return documents.Rendered(content, docx.render(content, act.at), pdf.render(content, act.at))

    def _order_units(self) -> None:
        """Who will do how well, from the seed: two units alike stand on both sides of the last place of the quota."""
        self.places = self._count_places()
        edge = self.places["collective"]
        pair = list(self.chance.choice(ALIKE))
        self.chance.shuffle(pair)
        rest = [code for code in SCORED if code not in pair[:2]]
        self.chance.shuffle(rest)
        at = min(max(edge - 1, 0), len(rest))
        self.order = [*rest[:at], *pair[:2], *rest[at:]]

    def _count_places(self) -> dict[str, int]:
        on = self.commune.clock.date()
        return {
            kind: council_queries.room_for(self.movement, Kind(kind), on) if self.awards(kind) else 0
            for kind in needs.KINDS
        }

    def awards(self, kind: str) -> bool:
        """Whether the plan awards collectives, or individuals."""
        return kind in needs.awarded(self.reading)

    # -- steps 3 and 4 ------------------------------------------------------------------------------------------

    def register(self) -> None:
        """One list per unit; the last one late, accepted by the chairperson with a reason, recorded from paper."""
        commune = self.commune
        late = self.order[-1]
        for at, code in enumerate(SCORED):
            day = working(self.days.registered - timedelta(days=10 - at))
            if code != late:
                commune.on(day)
                self._register(code)
        commune.on(working(self.days.registered + timedelta(days=4)))
        self._register(late)

    def _register(self, code: str) -> None:
        commune, unit = self.commune, self.commune.units[code]
        act = commune.act(f"{code}:0")
        members = [person for (where, _), person in commune.people.items() if where == code]
        lines = [
            Line(
                unit.subject,
                "Hoàn thành các nhiệm vụ cải cách hành chính được giao đúng hạn",
                CERTIFICATE_NAME,
            ),
            *(
                Line(
                    person.subject,
                    "Hoàn thành tốt nhiệm vụ, không có hồ sơ quá hạn",
                    CERTIFICATE_NAME if at < AIMING else "",
                )
                for at, person in enumerate(members)
            ),
        ]
        registration = movements.save_registration(act, movement=self.movement, unit=unit, lines=lines)
        movements.submit_registration(act, registration=registration)
        registration = Registration.objects.get(pk=registration.pk)
        if registration.late:
            signed = commune.recorded("acceptance", commune.head("LD"), title="Chủ tịch")
            movements.accept_late(
                signed,
                registration=registration,
                reason="Đơn vị tập trung đợt cao điểm chuyên môn, đã có báo cáo trước",
            )
        else:
            movements.accept_registration(commune.act("officer"), registration=registration)

    def carry_out(self, interim: Callable[[], None]) -> None:
        """The tasks through the year: most on time, a weak unit late once; one check with its findings."""
        commune = self.commune
        slow = self.order[-1]
        checked = False
        for task in (
            Task.objects.filter(movement=self.movement).select_related("lead").order_by("due_on", "pk")
        ):
            late = task.lead.code == slow
            day = (
                task.due_on + timedelta(days=9)
                if late
                else task.due_on - timedelta(days=self.chance.randrange(1, 9))
            )
            if not checked and day > self.days.interim:
                self._check()
                interim()
                checked = True
            commune.on(max(day, commune.clock.date()))
            act = commune.act(f"{task.lead.code}:0")
            movements.tell_progress(act, task=task, percent=60, note="Đang thực hiện theo kế hoạch")
            done_on = act.on if late else min(act.on, task.due_on)
            movements.finish_task(act, task=task, on=done_on, note=f"Đã có sản phẩm: {task.product}")
        if not checked:
            self._check()
            interim()

    def _check(self) -> None:
        commune = self.commune
        commune.on(self.days.interim)
        weak = commune.units[self.order[-2]]
        check = movements.record_check(
            commune.act("officer"),
            movement=self.movement,
            unit=weak,
            held_on=commune.clock.date(),
            team="Tổ kiểm tra cải cách hành chính",
            findings="Chưa niêm yết đủ thủ tục tại nơi tiếp nhận; sổ theo dõi văn bản ghi chưa kịp thời.",
            faults=2,
            remedy_due=commune.clock.date() + timedelta(days=15),
        )
        commune.on(working(commune.clock.date() + timedelta(days=10)))
        movements.record_remedy(
            commune.act("officer"),
            check=check,
            on=commune.clock.date(),
            note="Đã niêm yết bổ sung, mở lại sổ theo dõi.",
        )

    # -- step 5 -------------------------------------------------------------------------------------------------

    def open_scoring(self) -> None:
        """The appraisal team, the criteria sets and the sheets."""
        commune = self.commune
        commune.on(self.days.self_scored - timedelta(days=10))
        act = commune.act("officer")
        team = [
            commune.people["VHXH", 2],
            commune.people["VP", 3],
            commune.people["KT", 2],
            commune.people["PVHCC", 1],
        ]
        movements.set_team(act, movement=self.movement, persons=team, lead=team[0])
        sets = [
            scoring.load_criteria_set(act, authority=commune.authority, text=_shipped(name))
            for name in ("commune-units-2025", "commune-individuals-2025")
        ]
        self.campaign = scoring.open_campaign(
            act,
            movement=self.movement,
            unit_set=sets[0],
            individual_set=sets[1],
            self_score_due=self.days.self_scored,
            appraisal_due=self.days.appraised,
        )

    def score_units(self, codes: list[str] | None = None) -> None:
        """Each unit scores itself with evidence; the weakest leaves evidence out."""
        commune = self.commune
        commune.on(self.days.self_scored - timedelta(days=4))
        evidence = self.evidence_file()
        flaws = self.flaws()
        for code in codes or SCORED:
            sheet = Sheet.objects.get(campaign=self.campaign, subject=commune.units[code].subject)
            act = commune.act(f"{code}:0")
            rows = self._rows(sheet, flaws[code])
            scoring.save_drafts(act, sheet=sheet, round="self", rows=rows)
            without = set(list(rows)[:3]) if code == self.order[-1] else set()
            for leaf_code in rows:
                if leaf_code not in without:
                    row = scoring.add_evidence(
                        act,
                        unit=commune.units[code],
                        title=f"tài liệu kiểm chứng {leaf_code}",
                        file=evidence,
                    )
                    scoring.link_evidence(act, sheet=sheet, leaf_code=leaf_code, evidence=row, page="1")
            scoring.submit(act, sheet=Sheet.objects.get(pk=sheet.pk))

    def flaws(self) -> dict[str, tuple[int, int, int]]:
        """How many rows of each unit go wrong, how many badly, and the chance by which they are drawn.

        The pair at the edge of the quota draws alike.
        """
        edge = min(max(self.places["collective"] - 1, 0), len(self.order) - 2)
        seeds = {code: self.seed * 1000 + at for at, code in enumerate(self.order)}
        seeds[self.order[edge + 1]] = seeds[self.order[edge]]
        counts = {code: (at + 3, max(1, at - 3)) for at, code in enumerate(self.order)}
        # who comes before the pair must not fall behind it
        counts |= dict.fromkeys(self.order[:edge], (0, 0))
        counts |= dict.fromkeys(self.order[edge : edge + 2], (1, 0))
        return {code: (*counts[code], seeds[code]) for code in self.order}

    def _rows(self, sheet: Sheet, flaw: tuple[int, int, int]) -> dict[str, Typed]:
        count, badly, seed = flaw
        leaves = [leaf for leaf in self.leaves(sheet) if leaf.source is Source.UNIT]
        typed = values.sheet(leaves, count, Random(seed), badly=badly)  # noqa: S311 - a story, not a secret
        return {code: Typed(given) for code, given in typed.items()}

    def leaves(self, sheet: Sheet) -> list[Criterion]:
        """The rows that apply to a sheet."""
        return list(scoring_queries.applicable(sheet))

    def evidence_file(self) -> StoredFile:
        """A paper to show: the list of those who confirmed reading the plan."""
        act = self.commune.act("officer")
        content = movement_papers.signing_book(
            self.movement, unit=self.commune.units["VHXH"], on=self.commune.clock.date()
        )
        return documents.store(
            act, content=pdf.render(content, act.at), name="minh-chung.pdf", kind="pdf", pages=1
        )


def _shipped(name: str) -> str:
    return files("thidua.scoring").joinpath("data", f"{name}.yaml").read_text(encoding="utf-8")
