"""The head and foot that the papers of an authority share: who issues, where, who signs for whom."""

from __future__ import annotations

from datetime import date

from thidua.documents.paper import Header, Signatory
from thidua.organizations.models import Unit
from thidua.organizations.queries import authority_above, head_of

PEOPLES_COMMITTEE = "Ủy ban nhân dân"


def place_name(authority: Unit) -> str:
    """The authority without "Ủy ban nhân dân": "xã Nà Mây"."""
    return authority.name.removeprefix(PEOPLES_COMMITTEE).strip()


def province_name(authority: Unit, on: date) -> str:
    """The province above an authority, "tỉnh Lào Cai": the authority above where it works here, else as entered.

    Empty for a province itself, and where nobody entered it.
    """
    above = authority_above(authority, on)
    while above is not None and above.level != Unit.Level.PROVINCE:
        above = authority_above(above, on)
    return place_name(above) if above is not None else authority.province


def short_name(authority: Unit) -> str:
    """The authority with the usual abbreviation: "UBND xã Nà Mây"."""
    return authority.name.replace(PEOPLES_COMMITTEE, "UBND", 1)


def authority_header(
    authority: Unit, *, symbol: str, number: str = "", on: date | None = None, year: int | None = None
) -> Header:
    """The head of a paper of the authority itself: "ỦY BAN NHÂN DÂN" over "XÃ …", no superior line."""
    lines: tuple[str, ...] = (PEOPLES_COMMITTEE.upper(), place_name(authority).upper())
    if not authority.name.startswith(PEOPLES_COMMITTEE):
        lines = (authority.name.upper(),)
    return Header(issuer=lines, symbol=symbol, number=number, place=authority.place, on=on, year=year)


def office_header(
    unit: Unit,
    *,
    symbol: str = "",
    number: str = "",
    on: date | None = None,
    year: int | None = None,
    name: str = "",
) -> Header:
    """The head of a paper of a unit (or, by ``name``, of the council) under its authority."""
    authority = unit.authority or unit
    return Header(
        superior=authority.name.upper(),
        issuer=((name or unit.name).upper(),),
        symbol=symbol,
        number=number,
        place=authority.place,
        on=on,
        year=year,
    )


def chair_signatory(
    authority: Unit, on: date, *, for_committee: bool, for_chair: bool = False, name: str = ""
) -> Signatory:
    """Who signs for the authority: ``TM. ỦY BAN NHÂN DÂN`` for what the committee issues, the chair alone for an award.

    ``for_chair``: a vice chair signs (KT. CHỦ TỊCH / PHÓ CHỦ TỊCH).
    """
    lines: tuple[str, ...] = ("TM. ỦY BAN NHÂN DÂN",) if for_committee else ()
    lines += ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH") if for_chair else ("CHỦ TỊCH",)
    if not name:
        head = authority_head(authority, on)
        name = head if head and not for_chair else ""
    return Signatory(authority=lines, name=name)


def authority_head(authority: Unit, on: date) -> str:
    """The name of the chairperson on a day: head of the authority, or of its leadership unit."""
    head = head_of(authority, on)
    if head is None:
        for unit in Unit.objects.filter(authority=authority, block=Unit.Block.LEADERSHIP).select_related(
            "subject"
        ):
            head = head_of(unit, on)
            if head is not None:
                break
    return head.person.name if head else ""
