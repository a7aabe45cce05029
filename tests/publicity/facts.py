"""A movement with all that its year left behind, in two versions that differ in every fact."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from tests.conftest import Cast
from thidua.commendations.models import Award, Decision, Proposal
from thidua.council.models import Council, Meeting
from thidua.documents.models import Paper
from thidua.honours.models import Initiative
from thidua.movements.models import (
    Area,
    Check,
    Delivery,
    Movement,
    PlanItem,
    Registration,
    RegistrationLine,
    Task,
    TeamMember,
)
from thidua.nominations.models import Nomination
from thidua.organizations.models import Training
from thidua.publicity.models import Broadcast, Exemplar, Script
from thidua.scoring import operations as scoring
from thidua.scoring.models import Campaign, CriteriaSet, Sheet
from thidua.scoring.queries import shipped_sets

DECIDED_ON = date(2025, 12, 22)
CUT_OFF = date(2025, 12, 25)
REVIEW_DAY = datetime(2025, 12, 26, 3, 0, tzinfo=UTC)


def at(day: date) -> datetime:
    """Nine in the morning in Việt Nam."""
    return datetime.combine(day, time(2), UTC)


@dataclass
class Facts:
    """What differs between two movements; the keys are those of the cast."""

    title: str = "Phong trào thi đua cải cách hành chính năm 2025 trên địa bàn xã Nà Mây"
    launched_on: date = date(2025, 2, 10)
    contents: tuple[str, ...] = (
        "Đẩy mạnh CCHC, bảo đảm 85% hồ sơ TTHC được giải quyết đúng hạn theo Kế hoạch số 12/KH-UBND",
        "Nâng cao văn hóa công vụ của đội ngũ CBCC",
    )
    areas: tuple[str, ...] = ("Công tác chỉ đạo, điều hành", "Cải cách thủ tục hành chính")
    targets: tuple[tuple[str, int], ...] = (("Hồ sơ giải quyết đúng hạn đạt 85% trở lên", 85),)
    tasks: tuple[tuple[str, int, str, date, date | None], ...] = (
        ("Ban hành kế hoạch CCHC năm 2025", 0, "office", date(2025, 3, 1), date(2025, 2, 27)),
        ("Rà soát thủ tục hành chính", 1, "office", date(2025, 6, 30), date(2025, 7, 8)),
        ("Tập huấn sử dụng dịch vụ công", 1, "culture", date(2025, 9, 30), date(2025, 9, 20)),
        ("Khảo sát sự hài lòng của người dân", 1, "school", date(2025, 11, 30), None),
    )
    read: tuple[str, ...] = ("head", "member")
    sent: tuple[str, ...] = ("head", "member", "teacher")
    registered: tuple[str, ...] = ("office", "culture")
    people_registered: tuple[str, ...] = ("head", "member")
    late: bool = True
    checked: str = "office"
    findings: str = "Chưa niêm yết đủ thủ tục tại nơi tiếp nhận"
    faults: int = 2
    scores: dict[str, tuple[str, str, dict[str, str]]] = field(
        default_factory=lambda: {
            "office": ("95.50", "92.25", {"I": "96.00", "III": "88.40"}),
            "culture": ("90.00", "90.00", {"I": "91.00", "III": "79.10"}),
            "school": ("88.75", "84.50", {"I": "80.20", "III": "90.00"}),
        }
    )
    awarded: tuple[tuple[str, str, str], ...] = (
        ("office", "Giải quyết đúng hạn 1.250 hồ sơ, rút ngắn một phần ba thời gian", "4680000"),
        ("member", "Hướng dẫn 312 lượt người dân nộp hồ sơ trực tuyến", "702000"),
    )
    refused: str = "teacher"
    initiative: tuple[str, str] = ("Tờ hướng dẫn bằng tranh tại nơi tiếp nhận", "member")
    trained: str = "member"
    broadcasts: int = 2
    exemplar: tuple[str, str] = (
        "member",
        "Bà đến từng thôn hướng dẫn 312 lượt người dân nộp hồ sơ trực tuyến.",
    )


OTHER = Facts(
    title="Phong trào thi đua chuyển đổi số năm 2025 trên địa bàn xã Nà Mây",
    launched_on=date(2025, 1, 20),
    contents=("Thi đua số hóa hồ sơ", "Thi đua thanh toán trực tuyến", "Thi đua dùng chữ ký số"),
    areas=("Hạ tầng số", "Dữ liệu số"),
    targets=(("Hồ sơ số hóa đạt 70% trở lên", 70),),
    tasks=(
        ("Kéo đường truyền đến thôn", 0, "culture", date(2025, 4, 15), date(2025, 4, 29)),
        ("Số hóa sổ hộ tịch", 1, "school", date(2025, 5, 31), date(2025, 5, 30)),
        ("Mua máy quét", 0, "culture", date(2025, 8, 31), None),
    ),
    read=("head",),
    sent=("head", "culture_head", "clerk", "accountant"),
    registered=("school",),
    people_registered=("teacher", "school_head", "clerk"),
    late=False,
    checked="school",
    findings="Máy quét chưa nối mạng",
    faults=1,
    scores={
        "culture": ("80.00", "77.75", {"I": "70.00", "II": "66.00"}),
        "school": ("93.00", "93.00", {"I": "90.50", "II": "71.30"}),
    },
    awarded=(("school", "Số hóa 4.500 trang sổ hộ tịch", "4680000"),),
    refused="culture_head",
    initiative=("Ngày hội ký số", "teacher"),
    trained="teacher",
    broadcasts=1,
    exemplar=("teacher", "Cô giáo quét 900 trang hồ sơ trong kỳ nghỉ."),
)


@dataclass
class Story:
    """What was made of the facts."""

    cast: Cast
    movement: Movement
    campaign: Campaign
    decision: Decision


def subject_of(cast: Cast, key: str):
    return cast.people[key].subject if key in cast.people else getattr(cast, key).subject


def unit_of(cast: Cast, key: str):
    return cast.people[key].memberships.get().unit if key in cast.people else getattr(cast, key)


def tell(cast: Cast, facts: Facts | None = None) -> Story:
    """Write the facts down as the operations would leave them; fast, and in any order of days."""
    facts = facts or Facts()
    movement = Movement.objects.create(
        authority=cast.commune,
        title=facts.title,
        issuer=cast.commune.name,
        level="commune",
        plan_number="12/KH-UBND",
        plan_issued_on=facts.launched_on - timedelta(days=2),
        state="launched",
        starts_on=date(2025, 1, 1),
        ends_on=date(2025, 12, 31),
        registration_due=date(2025, 3, 15),
        launched_at=at(facts.launched_on),
        launched_on=facts.launched_on,
        created_at=at(facts.launched_on),
    )
    _plan(movement, facts)
    _work(cast, movement, facts)
    campaign = _scores(cast, movement, facts)
    decision = _awards(cast, movement, facts)
    _told(cast, movement, facts)
    return Story(cast, movement, campaign, decision)


def _plan(movement: Movement, facts: Facts) -> None:
    rows = [("content", text, {}) for text in facts.contents]
    rows += [("target", text, {"percent": percent}) for text, percent in facts.targets]
    rows += [
        ("purpose", "Nâng cao chất lượng phục vụ nhân dân", {}),
        ("participant", "Các đơn vị thuộc UBND xã", {"subject": "collective"}),
        ("participant", "Cán bộ, công chức, viên chức, người lao động", {"subject": "individual"}),
        ("quota", "không quá 02 tập thể", {"subject": "collective", "level": "commune", "max": 2}),
        ("quota", "không quá 03 cá nhân", {"subject": "individual", "level": "commune", "max": 3}),
    ]
    for order, (kind, text, data) in enumerate(rows, start=1):
        PlanItem.objects.create(movement=movement, kind=kind, order=order, text=text, data=data)
    for order, name in enumerate(facts.areas, start=1):
        Area.objects.create(movement=movement, code=f"A{order}", name=name, order=order)


def _work(cast: Cast, movement: Movement, facts: Facts) -> None:
    areas = list(movement.areas.order_by("order"))
    for number, (text, area, lead, due, done) in enumerate(facts.tasks, start=1):
        Task.objects.create(
            movement=movement,
            area=areas[area],
            code=str(number),
            text=text,
            lead=getattr(cast, lead),
            due_on=due,
            done_on=done,
            state="done" if done else "open",
        )
    for key in facts.sent:
        read = key in facts.read
        Delivery.objects.create(
            movement=movement,
            subject=subject_of(cast, key),
            unit=unit_of(cast, key),
            sent_at=at(facts.launched_on),
            read_at=at(facts.launched_on + timedelta(days=3)) if read else None,
            read_by=key if read else "",
        )
    for key in facts.registered:
        unit = getattr(cast, key)
        row = Registration.objects.create(
            movement=movement,
            unit=unit,
            state="accepted",
            late=facts.late and key == facts.registered[-1],
            accepted_at=at(date(2025, 3, 14)),
            accepted_by="Hoàng Thị Mẫu",
        )
        RegistrationLine.objects.create(registration=row, movement=movement, subject=unit.subject)
        if key == facts.registered[0]:
            for person in facts.people_registered:
                RegistrationLine.objects.create(
                    registration=row, movement=movement, subject=subject_of(cast, person)
                )
    Check.objects.create(
        movement=movement,
        unit=getattr(cast, facts.checked),
        held_on=date(2025, 6, 20),
        team="Tổ kiểm tra",
        findings=facts.findings,
        faults=facts.faults,
        remedied_on=date(2025, 7, 4),
    )
    TeamMember.objects.create(movement=movement, person=cast.people["vice"])


def _scores(cast: Cast, movement: Movement, facts: Facts) -> Campaign:
    act = cast.act("officer", REVIEW_DAY)
    shipped = shipped_sets()["commune-units-2025"]
    known = CriteriaSet.objects.filter(authority=cast.commune).first()
    criteria = known or scoring.load_criteria_set(act, authority=cast.commune, text=shipped.text)
    campaign = Campaign.objects.create(
        movement=movement,
        unit_set=criteria,
        self_score_due=date(2025, 11, 25),
        appraisal_due=date(2025, 12, 5),
        opened_at=at(date(2025, 11, 12)),
    )
    for key, (own, final, areas) in facts.scores.items():
        Sheet.objects.create(
            campaign=campaign,
            subject=subject_of(cast, key),
            unit=unit_of(cast, key),
            criteria_set=criteria,
            profile="A",
            state="finalized",
            self_total=Decimal(own),
            final_total=Decimal(final),
            finalized_at=at(date(2025, 12, 4)),
            working={"areas": [{"code": code, "percent": percent} for code, percent in areas.items()]},
        )
    return campaign


def _awards(cast: Cast, movement: Movement, facts: Facts) -> Decision:
    council = Council.objects.create(
        authority=cast.commune,
        name="Hội đồng",
        decision_number="01",
        decided_on=date(2025, 1, 5),
        valid_from=date(2025, 1, 5),
    )
    meeting = Meeting.objects.create(
        council=council, movement=movement, planned_at=at(date(2025, 12, 18)), place="Phòng họp"
    )
    proposal = Proposal.objects.create(
        movement=movement, meeting=meeting, state="issued", number="07", dated_on=date(2025, 12, 19)
    )
    paper = Paper.objects.create(
        kind="QĐ",
        symbol="QĐ-UBND",
        number="215",
        dated_on=DECIDED_ON,
        title="Quyết định",
        context={},
        state="numbered",
        made_at=at(DECIDED_ON),
    )
    decision = Decision.objects.create(
        authority=cast.commune,
        movement=movement,
        proposal=proposal,
        state="issued",
        number="215",
        decided_on=DECIDED_ON,
        paper=paper,
        total=sum(Decimal(amount) for *_, amount in facts.awarded),
    )
    for order, (key, merit, amount) in enumerate(facts.awarded, start=1):
        nomination = _nominated(cast, movement, key, merit, eligible=True)
        person = cast.people.get(key)
        post = person.memberships.get() if person else None
        Award.objects.create(
            decision=decision,
            nomination=nomination,
            subject=nomination.subject,
            order=order,
            form="Giấy khen",
            title=person.title if person else "",
            name=nomination.subject.name,
            position=post.position if post else "",
            unit_name=post.unit.name if post else "",
            merit=merit,
            amount=Decimal(amount),
        )
    _nominated(cast, movement, facts.refused, "Hoàn thành nhiệm vụ", eligible=False)
    return decision


def _nominated(cast: Cast, movement: Movement, key: str, merit: str, *, eligible: bool) -> Nomination:
    return Nomination.objects.create(
        movement=movement,
        unit=unit_of(cast, key),
        subject=subject_of(cast, key),
        merit=merit,
        state="appraised",
        submitted_at=at(date(2025, 12, 8)),
        appraised_at=at(date(2025, 12, 12)),
        appraised_by="Hoàng Thị Mẫu",
        eligible=eligible,
    )


def _told(cast: Cast, movement: Movement, facts: Facts) -> None:
    title, who = facts.initiative
    Initiative.objects.create(
        authority=cast.commune,
        subject=subject_of(cast, who),
        title=title,
        summary=title,
        level="base",
        proposed_on=date(2025, 5, 5),
        recognised_on=date(2025, 10, 10),
    )
    Training.objects.create(
        person=cast.people[facts.trained], name="Bồi dưỡng kỹ năng số", finished_on=date(2025, 5, 20)
    )
    for number in range(1, facts.broadcasts + 1):
        script = Script.objects.create(
            movement=movement,
            number=number,
            topic="launch",
            title=f"Bản tin {number}",
            text="Đây là Đài Truyền thanh xã Nà Mây.",
            planned_on=date(2025, 2, 11),
            planned_at=time(5, 30),
            editor="Lò Văn Thử",
            state="broadcast",
            approved_at=at(date(2025, 2, 11)),
            approved_by="Nông Văn Mẫu",
        )
        Broadcast.objects.create(
            script=script, on=date(2025, 2, 11), at=time(5, 30), minutes=2 + number, reader="Lò Văn Thử"
        )
    key, story = facts.exemplar
    Exemplar.objects.create(
        movement=movement,
        subject=subject_of(cast, key),
        unit=unit_of(cast, key),
        story=story,
        found_on=date(2025, 9, 9),
        approved_at=at(date(2025, 9, 10)),
        approved_by="Nông Văn Mẫu",
    )
