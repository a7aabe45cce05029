"""A real object for every parameter of every address, found in a world."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.hardness.conftest import World
from thidua.accounts.models import User
from thidua.base.acts import Act
from thidua.commendations.models import Award
from thidua.council.models import Ballot, Council, CouncilMember, MeetingFile, Selection
from thidua.council.models import Meeting as CouncilMeeting
from thidua.documents.models import NumberSeries, Paper
from thidua.honours import operations as honours
from thidua.honours.models import Absence, Discipline, Initiative, Verification
from thidua.movements.models import Check, Delivery, PlanItem, Task
from thidua.nominations.models import DossierItem, Nomination, UnitMeeting
from thidua.organizations import operations as organizations
from thidua.organizations.models import Household, Membership, Person, RoleGrant, Unit
from thidua.publicity.models import Exemplar, Script
from thidua.regulations import operations as regulations
from thidua.regulations.models import OwnText, OwnValue
from thidua.reviews.models import Review
from thidua.scoring import operations as scoring
from thidua.scoring.models import CriteriaDraft, CriteriaSet, Evidence, EvidenceLink, Sheet

SCHOOL = "MN"
"""The unit whose head and member stand in the cast: things of a unit are taken from it where it has them."""


def add_what_the_year_lacks(world: World) -> None:
    """A verification, a long absence, an initiative, an own value, a set being written, by the officer."""
    commune = world.year.commune
    act = Act(actor=world.users["officer"], at=world.now, source="test")
    person = commune.people[SCHOOL, 2]
    began = act.on - timedelta(days=30)
    honours.begin_verification(
        act, subject=person.subject, matter="Đơn phản ánh", starts_on=began, document="12/TB-UBND"
    )
    honours.record_absence(act, person=person, reason="Nghỉ thai sản", starts_on=began, maternity=True)
    honours.record_initiative(
        act,
        subject=person.subject,
        unit=commune.units[SCHOOL],
        title="Sổ theo dõi hồ sơ trên máy",
        summary="Gọn hơn sổ giấy",
    )
    organizations.add_household(
        act, unit=commune.units[SCHOOL], name="Hộ ông Lù Văn Mẫu", code="MN-01", valid_from=began
    )
    regulations.set_value(
        act,
        authority=world.movement.authority,
        key="public_notice_working_days",
        value="7",
        valid_from=act.on,
        source="Quyết định 02/2025/QĐ-UBND",
    )
    regulations.enter_text(
        act,
        authority=world.movement.authority,
        kind="Quyết định",
        number="02/2025/QĐ-UBND",
        issued_on=act.on,
        issuer="Ủy ban nhân dân tỉnh Mẫu",
        title="về công tác thi đua, khen thưởng",
        valid_from=act.on,
    )
    honours.record_discipline(
        act,
        person=person,
        starts_on=began,
        under_consideration=True,
        document="Thông báo số 13/TB-UBND về việc xem xét kỷ luật",
    )
    scoring.begin_draft(act, base=CriteriaSet.objects.order_by("pk")[0], version="next")
    meeting = CouncilMeeting.objects.first()
    if meeting is not None:  # the council's papers to read: the plan itself
        MeetingFile.objects.create(meeting=meeting, file=world.movement.plan_file, title="Kế hoạch")


def addresses() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Name and parameters of every address of the program."""
    yield from _walk(get_resolver().url_patterns, ())


def _walk(patterns: Any, before: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for pattern in patterns:
        here = before + tuple(pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            yield str(pattern.name), here


def _school(world: World) -> Unit:
    return world.year.commune.units[SCHOOL]


def _sheet(world: World) -> Sheet | None:
    return Sheet.objects.filter(subject=_school(world).subject).first()


def _linked(world: World) -> EvidenceLink | None:
    return EvidenceLink.objects.filter(sheet=_sheet(world)).first() or EvidenceLink.objects.first()


def _account(world: World) -> User:
    return world.users["member"]


def _nomination(world: World) -> Nomination | None:
    own = Nomination.objects.filter(unit=_school(world)).first()
    # the leadership unit is the chairperson's own: there one role would be two
    others = Nomination.objects.exclude(unit__block=Unit.Block.LEADERSHIP)
    return own or others.filter(dossier__file__isnull=False).first() or others.first()


def _sent_sheet(world: World) -> Sheet | None:
    return Sheet.objects.filter(state="submitted").first() or _sheet(world)


def _filed_paper(_: World) -> Paper | None:
    return Paper.objects.filter(state="filed").order_by("pk").last()


Finder = Callable[[World], Any]
BY_NAME: dict[tuple[str, str], Finder] = dict.fromkeys(
    (
        (f"scoring_sheet_{step}", "sheet_id")
        for step in ("recall", "return", "appraise", "appraised", "sign_off")
    ),
    _sent_sheet,
) | dict.fromkeys((("law_text_end", "pk"), ("law_text_withdraw", "pk")), lambda _: OwnText.objects.first())
BY_NAME |= dict.fromkeys((("paper_signed", "pk"), ("paper_signatures", "pk")), _filed_paper)
"""Objects in the state that the address is for, by its name and the parameter."""
BY_ADDRESS: dict[tuple[str, str], Finder] = {
    ("council", "meeting_id"): lambda _: CouncilMeeting.objects.first(),
    ("nominations", "meeting_id"): lambda _: UnitMeeting.objects.first(),
    ("nominations", "item_id"): lambda world: DossierItem.objects.filter(
        nomination=_nomination(world)
    ).first(),
    ("account", "pk"): _account,
    ("password", "pk"): _account,
    ("role", "pk"): _account,
    ("award", "pk"): lambda _: Award.objects.first(),
    ("absence", "pk"): lambda _: Absence.objects.last(),
    ("discipline", "pk"): lambda _: Discipline.objects.last(),
    ("verification", "pk"): lambda _: Verification.objects.last(),
    ("initiative", "pk"): lambda _: Initiative.objects.last(),
    ("law", "pk"): lambda _: OwnValue.objects.first(),
    ("number", "pk"): lambda world: NumberSeries.objects.filter(
        authority_id=world.movement.authority_id
    ).first(),
    ("public", "pk"): lambda world: world.movement,
    ("paper", "pk"): lambda world: Paper.objects.filter(pk=world.movement.plan_paper_id).first(),
    ("person", "pk"): lambda world: Person.objects.filter(subject__name=_account(world).display_name).first(),
    ("level", "pk"): lambda world: world.movement.authority,
    ("household", "pk"): lambda _: Household.objects.last(),
    ("unit", "pk"): _school,
}
"""Objects by the first word of the address and the parameter."""
BY_KEY: dict[str, Finder] = {
    "ballot_id": lambda _: Ballot.objects.filter(trial=False).first(),
    "check_id": lambda _: Check.objects.first(),
    "council_id": lambda _: Council.objects.first(),
    "delivery_id": lambda world: Delivery.objects.filter(subject=_school(world).subject).first(),
    "draft_id": lambda _: CriteriaDraft.objects.first(),
    "evidence_id": lambda world: (
        Evidence.objects.filter(unit=_school(world)).first() or Evidence.objects.first()
    ),
    "exemplar_id": lambda _: Exemplar.objects.first(),
    "file_id": lambda _: MeetingFile.objects.first(),
    "grant_id": lambda world: RoleGrant.objects.filter(user=_account(world)).first(),
    "item_id": lambda _: PlanItem.objects.filter(kind="target").first() or PlanItem.objects.first(),
    "link_id": _linked,
    "member_id": lambda _: CouncilMember.objects.first(),
    "nomination_id": _nomination,
    "other_id": lambda _: CriteriaSet.objects.last(),
    "post_id": lambda world: Membership.objects.filter(
        person__subject__name=_account(world).display_name
    ).first(),
    "review_id": lambda _: Review.objects.first(),
    "script_id": lambda _: Script.objects.first(),
    "seat_id": lambda _: CouncilMember.objects.first(),
    "selection_id": lambda _: Selection.objects.first(),
    "set_id": lambda _: CriteriaSet.objects.first(),
    "sheet_id": _sheet,
    "subject_id": lambda world: _school(world).subject,
    "task_id": lambda _: Task.objects.first(),
    "unit_id": _school,
}
TEXTS: dict[tuple[str, str], str] = {
    ("law_province_file", "code"): "bac-ninh",
    ("law_topic", "slug"): "muc-thuong",
    ("law_value", "key"): "base_salary",
    ("certificate_check", "code"): "",
    ("commendation_ceremony_paper", "what"): "giay-moi",
    ("commendation_ceremony_paper", "kind"): "docx",
    ("award_register_file", "kind"): "xlsx",
    ("commendation_award_money", "kind"): "pdf",
    ("commendation_award_order", "kind"): "pdf",
    ("council_invitation", "kind"): "pdf",
    ("publicity_log_file", "kind"): "pdf",
    ("publicity_script_file", "kind"): "pdf",
    ("review_begin", "kind"): "so-ket",
    ("review_file", "kind"): "pdf",
    ("scoring_evidence_version", "number"): "1",
    ("council_ballot_step", "what"): "mo",
    ("council_meeting_step", "what"): "mo-lai",
    ("movement_item_add", "kind"): "target",
    ("movement_items_confirm", "kind"): "target",
    ("movement_plan_file", "kind"): "pdf",
    ("movement_delivery_book", "kind"): "docx",
    ("movement_registration_file", "kind"): "pdf",
    ("movement_registration_step", "step"): "rut-ve",
    ("movement_task_reminder_file", "kind"): "docx",
    ("nominations_step", "what"): "tra-lai",
    ("nominations_meeting_number", "what"): "to-trinh",
    ("paper_file", "kind"): "pdf",
    ("award_cancel_paper", "kind"): "pdf",
    ("nominations_parcel", "kind"): "zip",
    ("nominations_answer", "what"): "tiep-nhan",
    ("word_template", "kind"): "QĐ",
    ("word_template_drop", "kind"): "QĐ",
    ("word_template_file", "kind"): "QĐ",
    ("word_template_file", "what"): "mau-goc",
    ("scoring_cell", "round_"): "self",
    ("scoring_set_file", "name"): "commune-units-2025",
}


def arguments(world: World, name: str, parameters: tuple[str, ...]) -> dict[str, Any]:
    """Values for the parameters of an address; 0, which is nothing, where this world has no such object."""
    told: dict[str, Any] = {}
    for key in parameters:
        value = _value(world, name, key)
        told[key] = 0 if value is None else value
    return told


def _value(world: World, name: str, key: str) -> Any:
    if key == "movement_id":
        return world.movement.pk
    if key == "leaf_code":
        link = _linked(world)
        return link.leaf.code if link else None
    if (name, key) in TEXTS:
        return TEXTS[name, key] or _code(world)
    found = (
        BY_NAME.get((name, key)) or BY_ADDRESS.get((name.split("_", maxsplit=1)[0], key)) or BY_KEY.get(key)
    )
    row = found(world) if found else None
    return row.pk if row is not None else None


def _code(world: World) -> str | None:
    award = Award.objects.first()
    return str(award.check_code) if award else None
