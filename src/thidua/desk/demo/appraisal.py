"""Appraisal, final scores, nominations and gradings of the made-up commune: steps 5 to 7."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from thidua.base.acts import Act
from thidua.desk.demo import values
from thidua.desk.demo.cast import Commune
from thidua.desk.demo.year import SCORED, Year
from thidua.documents import operations as documents
from thidua.documents.models import StoredFile
from thidua.documents.render import pdf
from thidua.engine.scoring import Source
from thidua.honours import operations as honours
from thidua.nominations import operations as nominations
from thidua.nominations import papers as nomination_papers
from thidua.nominations import queries as nomination_queries
from thidua.nominations.models import Nomination, UnitMeeting
from thidua.organizations.models import Person
from thidua.regulations.choices import CERTIFICATE_NAME
from thidua.scoring import operations as scoring
from thidua.scoring.models import Sheet
from thidua.scoring.operations import Typed

DIRECT_WORK = (
    ("PVHCC", 1), ("PVHCC", 2), ("PVHCC", 3), ("KT", 2), ("VP", 2), ("VP", 7), ("PVHCC", 4), ("VHXH", 7),
)  # fmt: skip
"""People who do the work of the reform and could be nominated."""
SPARE = 2
"""How many more are nominated than the quota takes, so that the council has to choose."""
BELOW, DISCIPLINED, CHAIR, VICE = ("VP", 3), ("KT", 4), ("LD", 0), ("LD", 1)


@dataclass
class Appraisal:
    """Steps 5 to 7 of one year."""

    year: Year
    individuals: list[tuple[str, int]] = field(default_factory=list)

    @property
    def commune(self) -> Commune:
        """The commune of the story."""
        return self.year.commune

    def appraise_units(self) -> None:
        """Figures of the standing unit, appraisal, one explanation round, final scores."""
        commune, year = self.commune, self.year
        commune.on(year.days.appraised)
        self._enter_figures()
        last = year.order[-1]
        for code in SCORED:
            sheet = self._sheet(code)
            bare = self._without_evidence(sheet)
            marks = {leaf: Typed({"points": "0"}, "Chưa có tài liệu kiểm chứng") for leaf in bare}
            scoring.appraise(self._appraiser(code), sheet=sheet, marks=marks)
            if code != last:
                scoring.finalize(commune.act("officer"), sheet=self._sheet(code))
        self._explain(last)

    def _enter_figures(self) -> None:
        act = self.commune.act("officer")
        sheets = {code: self._sheet(code) for code in SCORED}
        leaves = {leaf.code: leaf for sheet in sheets.values() for leaf in self.year.leaves(sheet)}
        flaws = self.year.flaws()
        for code, leaf in leaves.items():
            if leaf.source is Source.UNIT or leaf.feed in {"tasks_on_time", "read_confirmations"}:
                continue
            figures: dict[int, dict[str, Any]] = {}
            for unit, sheet in sheets.items():
                if code not in {known.code for known in self.year.leaves(sheet)}:
                    continue
                count, badly, seed = flaws[unit]
                chance = Random(f"{seed}:{code}")  # noqa: S311 - a story, not a secret
                wrong = chance.randrange(8) < count - 2
                figures[sheet.pk] = (
                    values.flawed(leaf, chance, badly=badly > 1) if wrong else values.full(leaf, chance)
                )
            scoring.enter_figures(act, campaign=self.year.campaign, leaf_code=code, figures=figures)

    def _sheet(self, code: str) -> Sheet:
        subject = self.commune.units[code].subject
        return Sheet.objects.select_related("criteria_set", "campaign").get(
            campaign=self.year.campaign, subject=subject
        )

    def _without_evidence(self, sheet: Sheet) -> list[str]:
        shown = set(sheet.evidence_links.filter(removed_at=None).values_list("leaf__code", flat=True))
        given = set(sheet.marks.filter(round="self").values_list("leaf__code", flat=True))
        asked = {leaf.code for leaf in self.year.leaves(sheet) if leaf.source is Source.UNIT}
        return sorted((given & asked) - shown)

    def _appraiser(self, code: str) -> Any:
        return self.commune.act("VP:3" if code == "VHXH" else "officer")

    def _explain(self, code: str) -> None:
        commune, year = self.commune, self.year
        bare = self._without_evidence(self._sheet(code))
        scoring.ask_explanation(
            self._appraiser(code),
            sheet=self._sheet(code),
            leaves=bare,
            reason="Chưa có tài liệu kiểm chứng kèm theo các tiêu chí này",
            due_on=year.days.explained,
        )
        commune.on(year.days.explained)
        scoring.explain(
            commune.act(f"{code}:0"),
            sheet=self._sheet(code),
            explanations={
                leaf: Typed({}, "Đơn vị có thực hiện nhưng chưa lưu được văn bản, xin rút kinh nghiệm")
                for leaf in bare
            },
        )
        scoring.appraise(self._appraiser(code), sheet=self._sheet(code))
        scoring.finalize(commune.act("officer"), sheet=self._sheet(code))

    # -- step 7 -------------------------------------------------------------------------------------------------

    def nominate(self) -> None:
        """Each unit meets and lists itself and its people; then gradings arrive, and dossiers are appraised."""
        commune, year = self.commune, self.year
        commune.on(year.days.nominated)
        limit = year.places["individual"]
        pool = [who for who in DIRECT_WORK if who not in {BELOW, DISCIPLINED}]
        year.chance.shuffle(pool)
        self.individuals = [VICE, ("VHXH", 2), *pool[: max(0, limit + SPARE - 2)]]
        nominees = [*self.individuals, BELOW, DISCIPLINED, CHAIR] if year.awards("individual") else []
        if nominees:
            self._score_individuals([who for who in nominees if who != CHAIR])
        aiming = year.order[: year.places["collective"] + SPARE] if year.awards("collective") else []
        for code in (*SCORED, "LD"):
            self._unit_meets(code, [who for who in nominees if who[0] == code], itself=code in aiming)
        self._gradings(year.days.graded)
        commune.on(year.days.graded + timedelta(days=1))
        for nomination in (
            Nomination.objects.filter(movement=year.movement).select_related("subject").order_by("pk")
        ):
            nominations.appraise(
                self._appraiser(nomination.unit.code),
                nomination=nomination,
                finding="Đã đối chiếu hồ sơ với tiêu chuẩn của kế hoạch và kết quả chấm điểm.",
            )
            if self._goes_up(nomination):
                nominations.forward(
                    commune.act("officer"),
                    nomination=Nomination.objects.get(pk=nomination.pk),
                    reason="Chủ tịch không tự tặng Giấy khen cho mình; chuyển cấp trên xem xét.",
                )

    def _goes_up(self, nomination: Nomination) -> bool:
        return nomination.subject_id == self.commune.people[CHAIR].subject_id

    def _score_individuals(self, who: Sequence[tuple[str, int]]) -> None:
        commune, year = self.commune, self.year
        persons = [commune.people[key] for key in who]
        handling = {
            commune.people[key].pk: ["handles_dossiers"] if commune.posts[key].procedures else []
            for key in who
        }
        scoring.open_individual_sheets(
            commune.act("officer"), campaign=year.campaign, persons=persons, tags=handling
        )
        edge = max(year.places["individual"] - 1, 0)
        evidence = year.evidence_file()
        for at, key in enumerate(who):
            drawn = edge if at == edge + 1 else at
            self._score_person(key, drawn, evidence)

    def _score_person(self, key: tuple[str, int], drawn: int, evidence: Any) -> None:
        commune, year = self.commune, self.year
        sheet = self._person_sheet(commune.people[key])
        act = commune.act(f"{key[0]}:0")
        own = [leaf for leaf in year.leaves(sheet) if leaf.source is Source.UNIT]
        typed = values.sheet(own, drawn // 2 + 1, Random(f"{year.seed}:{drawn}"))  # noqa: S311 - a story
        scoring.save_drafts(
            act, sheet=sheet, round="self", rows={code: Typed(given) for code, given in typed.items()}
        )
        row = scoring.add_evidence(
            act, unit=commune.units[key[0]], title="Minh chứng của cá nhân", file=evidence
        )
        for code in typed:
            scoring.link_evidence(act, sheet=sheet, leaf_code=code, evidence=row, page="1")
        scoring.submit(act, sheet=self._person_sheet(commune.people[key]))
        others = {
            leaf.code: Typed(values.full(leaf, year.chance))
            for leaf in year.leaves(sheet)
            if leaf.source is not Source.UNIT
        }
        appraiser = self.commune.act("VP:3" if key[0] == "VHXH" else "officer")
        scoring.appraise(appraiser, sheet=self._person_sheet(commune.people[key]), marks=others)
        scoring.finalize(commune.act("officer"), sheet=self._person_sheet(commune.people[key]))

    def _person_sheet(self, person: Person) -> Sheet:
        return Sheet.objects.select_related("criteria_set", "campaign").get(
            campaign=self.year.campaign, subject=person.subject
        )

    def _unit_meets(self, code: str, people: Sequence[tuple[str, int]], *, itself: bool) -> None:
        if not people and not itself:
            return
        commune, year = self.commune, self.year
        unit = commune.units[code]
        members = [key for key in commune.people if key[0] == code]
        act = commune.act(f"{code}:0")
        meeting = nominations.hold_unit_meeting(
            act,
            movement=year.movement,
            unit=unit,
            held_on=act.on,
            chair=commune.head(code).name,
            secretary=commune.people[members[-1]].name,
            members_total=len(members),
            members_present=len(members),
            attended="\n".join(commune.people[key].name for key in members),
        )
        subjects = [unit.subject] if itself else []
        subjects += [commune.people[key].subject for key in people]
        rows = [
            nominations.nominate(
                act,
                movement=year.movement,
                meeting=meeting,
                unit=unit,
                subject=subject,
                form=CERTIFICATE_NAME,
                level=year.movement.level,
                merit=f"Đã có thành tích xuất sắc trong {year.movement.named}",
                votes_for=len(members) - year.chance.randrange(2) if len(members) > 1 else 1,
            )
            for subject in subjects
        ]
        chair = commune.act("chairperson")
        for row in rows:
            nominations.draft_report(act, nomination=row)
            own = row.subject_id in {
                commune.head(code).subject_id,
                unit.subject_id,
            }  # nobody confirms the own report
            if not own or code != "LD":  # above the chairperson is the province: its paper is handed in
                nominations.confirm_report(chair if own else act, nomination=row)
        nominations.draft_unit_minutes(act, meeting=UnitMeeting.objects.get(pk=meeting.pk))
        nominations.draft_unit_letter(act, meeting=UnitMeeting.objects.get(pk=meeting.pk))
        self._hand_in_what_is_asked(act, meeting, rows)
        for row in rows:
            nominations.submit(act, nomination=Nomination.objects.get(pk=row.pk))

    def _hand_in_what_is_asked(self, act: Act, meeting: UnitMeeting, rows: Sequence[Nomination]) -> None:
        """What the plan asks for beyond the papers that are drafted here: confirmed by the head on the unit's list."""
        confirmed: StoredFile | None = None
        for row in rows:
            for line in nomination_queries.dossier(row, act.on):
                if not line.missing:
                    continue
                if confirmed is None:
                    content = nomination_papers.unit_letter(meeting, act.on)
                    confirmed = documents.store(
                        act, content=pdf.render(content, act.at), name="xac-nhan.pdf", kind="pdf", pages=1
                    )
                nominations.attach(act, nomination=row, kind=line.kind, file=confirmed, title=line.title)

    def _gradings(self, on: date) -> None:
        """The yearly gradings with their document; one nominee is graded lower, one is under discipline."""
        commune, year = self.commune, self.year
        commune.on(on)
        act = commune.act("officer")
        period = str(year.days.year)
        issued: dict[str, Any] = {
            "status": "official",
            "document_number": "210/TB-UBND",
            "document_on": on,
            "document_issuer": commune.authority.name,
        }
        lines = [
            honours.GradingLine(
                subject=commune.units[code].subject,
                period=period,
                level="excellent" if code == year.order[0] else "good",  # at most a fifth of the units
                **issued,
            )
            for code in SCORED
        ]
        for key, person in commune.people.items():
            if commune.posts[key].category == "ngoai":
                continue
            level = "completed" if key == BELOW else "excellent" if key[1] == 1 else "good"
            lines.append(honours.GradingLine(subject=person.subject, period=period, level=level, **issued))
        honours.import_gradings(act, lines=lines)
        honours.record_discipline(
            act,
            person=commune.people[DISCIPLINED],
            starts_on=on - timedelta(days=20),
            under_consideration=True,
            document="Thông báo số 198/TB-UBND về việc xem xét kỷ luật",
        )
