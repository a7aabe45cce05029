"""The council and its seats."""

from __future__ import annotations

from datetime import date
from typing import Any

from thidua.base.acts import Act, operation
from thidua.base.errors import RefusedError, require
from thidua.council import permissions
from thidua.council.models import ChooseBy, Council, CouncilMember
from thidua.organizations.models import Person, Unit


@operation("council.set_up")
def set_up_council(
    act: Act,
    *,
    authority: Unit,
    name: str,
    decision_number: str,
    decided_on: date,
    valid_from: date,
    standing_unit: Unit | None = None,
    valid_to: date | None = None,
) -> Council:
    """Note the Hội đồng Thi đua - Khen thưởng as the chairperson's decision sets it up.

    The council chair decides composition, number and duties. Raises ``RefusedError`` for days out of order.
    """
    require(permissions.may_keep_council(act, authority))
    if valid_from < decided_on:
        raise RefusedError(valid_from="Ngày hiệu lực không thể trước ngày ký quyết định.")
    if valid_to is not None and valid_to < valid_from:
        raise RefusedError(valid_to="Ngày hết hiệu lực phải từ ngày hiệu lực trở đi.")
    council = Council.objects.create(
        authority=authority,
        name=name,
        decision_number=decision_number,
        decided_on=decided_on,
        standing_unit=standing_unit,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    act.record("council.set_up", council, decision=decision_number, decided_on=decided_on)
    return council


@operation("council.member_seated")
def seat_member(
    act: Act,
    *,
    council: Council,
    person: Person,
    order: int,
    function: str,
    post: str,
    starts_on: date,
    voting: bool = True,
) -> CouncilMember:
    """Give a person a seat with its function and place in the list; ``voting`` counts in the base.

    Raises ``RefusedError``: seated already, a second chair, a function that the decision does not know.
    """
    require(permissions.may_keep_council(act, council.authority))
    if function not in CouncilMember.Function.values:
        raise RefusedError(function="Hãy chọn vai trò trong Hội đồng.")
    if council.members.filter(person=person).exists():
        raise RefusedError(person=f"{person.name} đã có tên trong Hội đồng.")
    if (
        function == CouncilMember.Function.CHAIR
        and council.members.filter(function=function, ends_on__isnull=True).exists()
    ):
        raise RefusedError(function="Hội đồng đã có Chủ tịch. Hãy kết thúc vai trò của người trước.")
    if person.authority_id != council.authority_id:
        raise RefusedError(person="Người này không thuộc cơ quan của Hội đồng.")
    member = CouncilMember.objects.create(
        council=council,
        person=person,
        order=order,
        function=function,
        post=post,
        voting=voting,
        starts_on=starts_on,
    )
    act.record("council.member_seated", council, member=person.name, function=function, voting=voting)
    return member


@operation("council.rules_set")
def set_rules(
    act: Act,
    *,
    council: Council,
    own_unit_votes: bool,
    substitutes_vote: bool,
    chair_parts_ties: bool,
    choose_by: str,
) -> None:
    """Note the council's rules of work where the law leaves them to its chair."""
    require(permissions.may_keep_council(act, council.authority))
    if choose_by not in ChooseBy.values:
        raise RefusedError(choose_by="Hãy chọn cách xếp.")
    told: dict[str, Any] = {
        "own_unit_votes": own_unit_votes,
        "substitutes_vote": substitutes_vote,
        "chair_parts_ties": chair_parts_ties,
        "choose_by": choose_by,
    }
    Council.objects.filter(pk=council.pk).update(**told)
    council.refresh_from_db()
    act.record("council.rules_set", council, **told)


@operation("council.seat_ended")
def end_seat(act: Act, *, seat: CouncilMember, on: date) -> None:
    """End a seat with a day; who sat when stays known."""
    require(permissions.may_keep_council(act, seat.council.authority))
    if on < seat.starts_on:
        raise RefusedError(ends_on="Ngày thôi phải từ ngày tham gia trở đi.")
    CouncilMember.objects.filter(pk=seat.pk).update(ends_on=on)
    seat.refresh_from_db()
    act.record("council.seat_ended", seat.council, member=seat.person.name, on=on)
