"""Who may load criteria, fill, appraise and settle sheets, and who reads evidence."""

from __future__ import annotations

from collections.abc import Callable

from thidua.base.acts import SYSTEM, Act
from thidua.engine import sheets
from thidua.engine.flow import Role, Step
from thidua.engine.scoring import Source
from thidua.engine.sheets import State
from thidua.movements.models import Movement, TeamMember
from thidua.organizations.models import Membership, Person, Unit, in_force
from thidua.organizations.permissions import Viewer, holds, viewer_of
from thidua.scoring.models import Assignment, Campaign, Mark, Sheet

FILLED_BY_UNIT = frozenset({State.DRAFT, State.RETURNED})
OTHERS = frozenset({Source.COMMUNE, Source.LEADER})
"""Sources of rows that a unit does not fill itself."""
READS_EVIDENCE = (Role.OFFICER, Role.INSPECTOR, Role.CHAIRPERSON, Role.COUNCIL)
"""Roles that read the evidence of a whole authority; beside them the team, and the unit its own."""


def may_keep_criteria(act: Act, authority: Unit) -> bool:
    """Load and drop criteria sets: the officer."""
    return holds(act, Role.OFFICER, authority)


def may_open_campaign(act: Act, movement: Movement) -> bool:
    """Open the scoring, set its days, enter common figures: the officer."""
    return holds(act, Role.OFFICER, movement.authority_id)


def may_publish(act: Act, campaign: Campaign) -> bool:
    """Publish a ranking, or withdraw it: the officer, on the chairperson's decision."""
    return holds(act, Role.OFFICER, campaign.movement.authority_id)


def may_open_individual(act: Act, unit: Unit | int) -> bool:
    """Open the sheet of a nominated person: the head of the unit or the officer."""
    return holds(act, Role.UNIT_HEAD, unit) or holds(act, Role.OFFICER, unit)


def in_team(viewer: Viewer, movement_id: int) -> bool:
    """Whether the viewer has the duty of an appraiser in the movement."""
    return TeamMember.objects.filter(movement_id=movement_id, person__user=viewer.user).exists()


def is_own(viewer: Viewer, sheet: Sheet) -> bool:
    """Whether the sheet is of the viewer's own unit, or the viewer's own: nobody appraises these."""
    return own_of(viewer)(sheet)


def own_of(viewer: Viewer) -> Callable[[Sheet], bool]:
    """The test whether a sheet is the viewer's own, made once for many sheets."""
    units = {at for role, at in viewer.grants if role is Role.UNIT_HEAD}
    memberships = Membership.objects.filter(in_force(viewer.on), person__user=viewer.user)
    units |= set(memberships.values_list("unit_id", flat=True))
    subjects = set(Person.objects.filter(user=viewer.user).values_list("subject_id", flat=True))
    return lambda sheet: sheet.unit_id in units or sheet.subject_id in subjects


def roles_for(viewer: Viewer, sheet: Sheet) -> frozenset[Role]:
    """The roles that count for a sheet, with the duty of an appraiser where it may be used."""
    roles = viewer.roles_in(sheet.unit_id) - {Role.APPRAISER}
    if in_team(viewer, sheet.campaign.movement_id) and not is_own(viewer, sheet):
        return roles | {Role.APPRAISER}
    return roles


def may_step(act: Act, sheet: Sheet, step: Step[State]) -> bool:
    """Take a step: by an own role or duty, or, with the signed paper, as its recorder."""
    if act.actor is SYSTEM:
        return True
    roles = _for_step(roles_for(viewer_of(act), sheet), sheet, step.name)
    if step.name == "appraise" and parts_taken(act, sheet) == frozenset():
        roles -= {Role.APPRAISER}
    return step.may_take(roles) or (act.signed is not None and step.may_record(roles))


def _for_step(roles: frozenset[Role], sheet: Sheet, name: str) -> frozenset[Role]:
    """What the head has signed off, a member of the unit may send."""
    if name == "submit" and Role.MEMBER in roles and sheet.campaign.sign_off and sheet.signed_off_at:
        return roles | {Role.UNIT_HEAD}
    return roles


def open_steps(viewer: Viewer, sheet: Sheet) -> dict[str, bool]:
    """The steps that are open to the viewer: name -> whether by an own role (else only as a recorder)."""
    roles = _taking_part(viewer, sheet)
    found: dict[str, bool] = {}
    for step in sheets.FLOW.open_steps(sheet.state):
        held = _for_step(roles, sheet, step.name)
        if step.may_take(held):
            found[step.name] = True
        elif step.may_record(held):
            found[step.name] = False
    return found


def may_ever_step(viewer: Viewer, sheet: Sheet, name: str) -> bool:
    """Whether the viewer may take a step from any state, by an own role or as a recorder."""
    step = sheets.FLOW.right(name, sheet.state)
    held = _for_step(_taking_part(viewer, sheet), sheet, name)
    return step.may_take(held) or step.may_record(held)


def _taking_part(viewer: Viewer, sheet: Sheet) -> frozenset[Role]:
    roles = roles_for(viewer, sheet)
    if Role.APPRAISER in roles and parts_of(viewer, sheet) == frozenset():
        roles -= {Role.APPRAISER}  # the sheet is another's
    return roles


def roles_of(act: Act, sheet: Sheet) -> frozenset[Role]:
    """The roles of the actor that count for a sheet; the system has them all."""
    return frozenset(Role) if act.actor is SYSTEM else roles_for(viewer_of(act), sheet)


def may_fill_as(roles: frozenset[Role], sheet: Sheet, round_: str, leaf_code: str) -> bool:
    """Type into a row: the unit in its rounds, the team and the officer in theirs.

    The officer also types for others: it counts only once the signed paper stands behind the sending. Members type
    where the head of the unit signs off afterwards.
    """
    unit_side = bool(roles & {Role.UNIT_HEAD, Role.OFFICER}) or (
        sheet.campaign.sign_off and Role.MEMBER in roles
    )
    team_side = bool(roles & {Role.APPRAISER, Role.OFFICER})
    if round_ == Mark.Round.SELF:
        return unit_side
    if round_ == Mark.Round.EXPLANATION:
        return unit_side and leaf_code in sheet.asked
    return team_side


Taken = frozenset[str] | None
"""The areas of a sheet that somebody may appraise: an empty text is the whole sheet, None that nothing was shared."""


def parts_of(viewer: Viewer, sheet: Sheet) -> Taken:
    """Which parts of a sheet the viewer took; None where the sheet is not shared, or the viewer keeps the scoring."""
    if viewer.holds(Role.OFFICER, sheet.campaign.movement.authority_id):
        return None
    rows = Assignment.objects.filter(sheet=sheet).values_list("area_code", "person__user_id")
    shared = list(rows)
    if not shared:
        return None
    return frozenset(area for area, user in shared if user == viewer.user.pk)


def parts_taken(act: Act, sheet: Sheet) -> Taken:
    """The same for an actor."""
    return None if act.actor is SYSTEM else parts_of(viewer_of(act), sheet)


def takes(taken: Taken, area_code: str) -> bool:
    """Whether what somebody took holds an area."""
    return taken is None or "" in taken or area_code in taken


def may_be_blind(viewer: Viewer, campaign: Campaign) -> bool:
    """Whether names may be kept from the viewer in the lists of a campaign."""
    officer = viewer.holds(Role.OFFICER, campaign.movement.authority_id)
    return campaign.blind and not officer and in_team(viewer, campaign.movement_id)


def is_blind(viewer: Viewer, sheet: Sheet) -> bool:
    """Whether the viewer appraises without being told whose sheet it is, until it is settled."""
    return sheet.campaign.blind and blind_to(viewer, sheet.campaign)(sheet)


def blind_to(viewer: Viewer, campaign: Campaign) -> Callable[[Sheet], bool]:
    """The same test, made once for many sheets of a campaign."""
    if not may_be_blind(viewer, campaign):
        return lambda _: False
    own = own_of(viewer)
    return lambda sheet: sheet.state != State.FINALIZED and not own(sheet)


def may_type(viewer: Viewer, sheet: Sheet, round_: str) -> bool:
    """Whether the viewer types into any row of a round while it is open."""
    code = next(iter(sheet.asked), "")
    return may_fill_as(roles_for(viewer, sheet), sheet, round_, code)


def waits_for_sign_off(sheet: Sheet) -> bool:
    """Whether the head of the unit has to sign the sheet off before it may be sent."""
    return sheet.campaign.sign_off and sheet.signed_off_at is None


def may_present(act: Act, sheet: Sheet) -> bool:
    """Put a sheet before the head of the unit: who may fill it."""
    return may_fill_as(roles_of(act, sheet), sheet, Mark.Round.SELF, "")


def may_sign_off(act: Act, sheet: Sheet) -> bool:
    """Sign a sheet off inside the unit: its head."""
    return Role.UNIT_HEAD in roles_of(act, sheet)


def round_open(sheet: Sheet, round_: str, source: Source) -> bool:
    """Whether the state of the sheet takes what is typed in a round."""
    state = State(sheet.state)
    match round_:
        case Mark.Round.SELF:
            return state in FILLED_BY_UNIT and source not in OTHERS
        case Mark.Round.APPRAISAL:
            return state is State.SUBMITTED or (state in FILLED_BY_UNIT and source is not Source.UNIT)
        case Mark.Round.EXPLANATION:
            return state is State.EXPLAINING
        case Mark.Round.SECOND:
            return state is State.EXPLAINED
    return False


def may_adjust(act: Act, sheet: Sheet) -> bool:
    """Give bonus and penalty: the officer or the team, never for the own unit."""
    if act.actor is SYSTEM:
        return True
    viewer = viewer_of(act)
    return bool(roles_for(viewer, sheet) & {Role.OFFICER, Role.APPRAISER}) and not is_own(viewer, sheet)


def may_add_evidence(act: Act, unit: Unit | int) -> bool:
    """Bring evidence: the unit's head and members, or the officer for them."""
    return any(holds(act, role, unit) for role in (Role.UNIT_HEAD, Role.MEMBER, Role.OFFICER))


def may_link_evidence(act: Act, sheet: Sheet, leaf_code: str) -> bool:
    """Use evidence for a row: the unit while it fills or explains, the officer and the team while they appraise."""
    if act.actor is SYSTEM:
        return True
    roles = roles_for(viewer_of(act), sheet)
    return may_link_as(roles, sheet, leaf_code)


def may_link_as(roles: frozenset[Role], sheet: Sheet, leaf_code: str) -> bool:
    """The same for roles that are known already."""
    state = State(sheet.state)
    if state is State.FINALIZED:
        return False
    if roles & {Role.OFFICER, Role.APPRAISER}:
        return True
    asked = state is State.EXPLAINING and leaf_code in sheet.asked
    return bool(roles & {Role.UNIT_HEAD, Role.MEMBER}) and (state in FILLED_BY_UNIT or asked)
