"""A movement at its end: scored, its units about to nominate. The council's tests go on from here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.conftest import Cast
from thidua.base.acts import Act
from thidua.documents import operations as documents
from thidua.documents.models import StoredFile
from thidua.engine.movements import State as MovementState
from thidua.honours.models import Grading
from thidua.movements.models import Movement, PlanItem, TeamMember
from thidua.nominations import operations
from thidua.nominations.models import Nomination, UnitMeeting
from thidua.organizations.models import Subject, Unit
from thidua.scoring import operations as scoring
from thidua.scoring.models import Campaign, Sheet
from thidua.scoring.queries import shipped_sets

NOMINATING_DAY = datetime(2025, 11, 18, 3, 0, tzinfo=UTC)
APPRAISAL_DAY = datetime(2025, 12, 2, 3, 0, tzinfo=UTC)

SCORES = {"office": "90.10", "culture": "92.75", "school": "92.75"}
PEOPLE = {"member": "95.00", "teacher": "88.50", "vice": "91.00", "culture_head": "86.00"}


@dataclass
class Year:
    """The cast's movement with settled sheets; ``nominate`` brings somebody as far as asked."""

    cast: Cast
    movement: Movement
    campaign: Campaign
    now: datetime = NOMINATING_DAY

    def act(self, who: str, at: datetime = NOMINATING_DAY) -> Act:
        """An act at that time, or now: the clock of the year never runs backwards."""
        self.now = max(self.now, at)
        return self.cast.act(who, self.now)

    def signed_act(self, who: str, at: datetime = NOMINATING_DAY) -> Act:
        """An act recorded from a signed paper."""
        paper = documents.record_signed(
            self.act(who, at), kind="BB", signed_on=at.date(), signer_name="Nông Văn Mẫu", number="01"
        )
        return replace(self.act(who, at), signed=documents.signed_source(paper))

    def unit_of(self, key: str) -> Unit:
        if key in SCORES:
            return getattr(self.cast, key)
        return self.cast.people[key].memberships.get().unit

    def subject_of(self, key: str) -> Subject:
        if key in {*SCORES, "commune"}:
            return getattr(self.cast, key).subject
        return self.cast.people[key].subject

    def meeting(self, unit: Unit) -> UnitMeeting:
        found = UnitMeeting.objects.filter(movement=self.movement, unit=unit).first()
        return found or operations.hold_unit_meeting(
            self.signed_act("officer"),
            movement=self.movement,
            unit=unit,
            held_on=date(2025, 11, 14),
            chair="Triệu Văn Mẫu",
            secretary="Vi Thị Thử",
            members_total=9,
            members_present=8,
            place="Phòng họp",
        )

    def draft(self, key: str, **changes) -> Nomination:
        unit = changes.pop("unit", None) or (self.cast.commune if key == "commune" else self.unit_of(key))
        told = {
            "form": "Giấy khen",
            "merit": "Có thành tích xuất sắc trong phong trào thi đua cải cách hành chính năm 2025",
            "votes_for": 7,
        } | changes
        return operations.nominate(
            self.signed_act("officer"),
            movement=self.movement,
            meeting=self.meeting(unit),
            unit=unit,
            subject=self.subject_of(key),
            **told,
        )

    def file(self, content: bytes = b"%PDF-1.4 thu") -> StoredFile:
        return documents.store(self.act("officer"), content=content, name="ban-ky.pdf", kind="pdf")

    def sent(self, key: str, **changes) -> Nomination:
        nomination = self.draft(key, **changes)
        act = self.signed_act("officer")
        operations.draft_report(act, nomination=nomination)
        operations.confirm_report(act, nomination=nomination)
        operations.draft_unit_minutes(act, meeting=nomination.meeting)
        operations.draft_unit_letter(act, meeting=nomination.meeting)
        operations.submit(self.signed_act("officer"), nomination=nomination)
        return nomination

    def appraised(self, key: str, **changes) -> Nomination:
        nomination = self.sent(key, **changes)
        operations.appraise(
            self.signed_act("officer", APPRAISAL_DAY), nomination=nomination, finding="Đúng hồ sơ"
        )
        return nomination

    def grade(self, key: str, level: str, period: str = "2025") -> None:
        Grading.objects.update_or_create(
            subject=self.subject_of(key),
            period=period,
            status="official",
            defaults={
                "level": level,
                "document_number": "15/TB-UBND",
                "document_on": date(2025, 11, 28),
                "document_issuer": "UBND xã Nà Mây",
            },
        )


def build_year(cast: Cast) -> Year:
    movement = Movement.objects.create(
        authority=cast.commune,
        title="Phong trào thi đua đẩy mạnh cải cách hành chính năm 2025",
        issuer="Ủy ban nhân dân xã Nà Mây",
        level="commune",
        plan_number="12/KH-UBND",
        plan_issued_on=date(2025, 2, 5),
        state=MovementState.LAUNCHED,
        starts_on=date(2025, 1, 1),
        ends_on=date(2025, 12, 31),
        launched_at=datetime(2025, 2, 10, 5, tzinfo=UTC),
        launched_on=date(2025, 2, 10),
        created_at=datetime(2025, 2, 1, 5, tzinfo=UTC),
    )
    for order, (kind, text, data) in enumerate(
        (
            (
                "standard",
                "Tập thể hoàn thành tốt nhiệm vụ trở lên",
                {"subject": "collective", "grading_at_least": "tốt"},
            ),
            (
                "standard",
                "Cá nhân hoàn thành tốt nhiệm vụ trở lên",
                {"subject": "individual", "grading_at_least": "tốt"},
            ),
            ("quota", "Không quá 02 tập thể", {"subject": "collective", "max": 2}),
            ("quota", "Không quá 03 cá nhân", {"subject": "individual", "max": 3}),
        ),
        start=1,
    ):
        PlanItem.objects.create(
            movement=movement,
            kind=kind,
            order=order,
            text=text,
            data=data | {"level": "commune", "form": "Giấy khen"},
        )
    TeamMember.objects.create(movement=movement, person=cast.people["teacher"])
    act = cast.act("officer", NOMINATING_DAY)
    shipped = shipped_sets()
    loaded = [
        scoring.load_criteria_set(act, authority=cast.commune, text=shipped[name].text)
        for name in ("commune-units-2025", "commune-individuals-2025")
    ]
    campaign = scoring.open_campaign(
        act,
        movement=movement,
        unit_set=loaded[0],
        individual_set=loaded[1],
        self_score_due=date(2025, 11, 25),
        appraisal_due=date(2025, 12, 5),
    )
    year = Year(cast, movement, campaign)
    shares = {"office": "0.5", "culture": "0.6", "school": "0.9"}
    for key, total in SCORES.items():
        settle(campaign.sheets.get(subject=year.subject_of(key)), total, {"women_share": shares[key]})
        year.grade(key, "good")
    for key, total in PEOPLE.items():
        sheet, _ = Sheet.objects.get_or_create(
            campaign=campaign,
            subject=year.subject_of(key),
            defaults={"unit": year.unit_of(key), "criteria_set": loaded[1]},
        )
        settle(sheet, total, {"female": cast.people[key].female})
        year.grade(key, "excellent")
    return year


def settle(sheet: Sheet, total: str, working: dict) -> None:
    """Give a sheet its final total, as the scoring's own operations would after its rounds."""
    Sheet.objects.filter(pk=sheet.pk).update(
        state="finalized",
        finalized_at=NOMINATING_DAY,
        final_total=Decimal(total),
        self_total=Decimal(total),
        working={"shown": total, "grade": "good", "areas": [], **working},
    )


@pytest.fixture
def year(cast) -> Year:
    """The year as far as the unit's meetings."""
    return build_year(cast)
