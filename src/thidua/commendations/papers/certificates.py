"""GIẤY KHEN, and what certifies a title: what stands on each, in the words of the law book."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from thidua.commendations import codes
from thidua.commendations.models import Award, Decision, Reissue
from thidua.commendations.papers.words import first_capital, merit_told
from thidua.documents.paper import Certificate
from thidua.engine.words import paper_date
from thidua.movements import queries as movements
from thidua.organizations import papers as letterhead
from thidua.organizations.models import Unit
from thidua.organizations.queries import post_at
from thidua.regulations import queries as regulations

CHECK_PATH = "xac-nhan"
_PHRASES = ("phong trào thi đua", "cải cách hành chính", "xuất sắc", "chuyển đổi số")
_TOGETHER = (*_PHRASES, *(f"{phrase[0].upper()}{phrase[1:]}" for phrase in _PHRASES))
"""Words of the field that a line must not part."""


def certificates(made: Decision, awards: Sequence[Award], *, address: str = "") -> list[Certificate]:
    """The certificates of a decision, in its order; ``address`` is the public address for the square code, if set.

    Without an address the square code holds the signed fields themselves, to be checked without the server.
    """
    authority = made.authority
    cited = made.paper.citation if made.paper else made.number
    titles = ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH") if made.for_chair else ("CHỦ TỊCH",)
    reissued = {
        row.award_id: f"Cấp đổi lần {row.order}, {paper_date(row.on)}"
        for row in Reissue.objects.filter(award__in=awards).order_by("order")
    }
    law, on = regulations.law_of(authority.pk), made.decided_on or date.max
    result: list[Certificate] = []
    for award in awards:
        fields = (award.check_code, award.name, award.form, cited, f"{made.decided_on:%Y-%m-%d}")
        year = movements.year_of(made.movement) or on.year
        told = law.certificate(award.form, year, on)
        link = f"{address.rstrip('/')}/{CHECK_PATH}/{award.check_code}/" if address else ""
        result.append(
            Certificate(
                issuer=f"CHỦ TỊCH {authority.name.upper()}",
                salutation=award.title,
                name=award.name.upper(),
                details=_details(award, authority, on),
                merit=told.merit or merit_told(award.merit),
                place=authority.place,
                signer_title=titles,
                signer_name=made.signer_name,
                giving=told.giving.upper(),
                form=told.heading.upper(),
                number=cited,
                on=made.decided_on,
                register=f"{award.golden_book_number:02d}" if award.golden_book_number else "",
                check=award.check_code,
                code=link or codes.signed_text(award.signature, *fields),
                keep=(letterhead.place_name(authority), award.name, f"“{award.form}”", *_TOGETHER),
                note=reissued.get(award.pk, ""),
                on_blank=not law.title_code(award.form, on),
            )
        )
    return result


def _details(award: Award, authority: Unit, on: date) -> tuple[str, ...]:
    """Position and unit, then commune and province; the commune is not named twice."""
    above = post_at(award.position, award.unit_name) or authority.name
    province = letterhead.province_name(authority, on)
    place = letterhead.place_name(authority)
    if above.casefold().endswith(place.casefold()):
        return (_joined(above, province),)
    if place.casefold() in above.casefold():  # "Phó Chủ tịch Ủy ban nhân dân xã … phụ trách kinh tế"
        return (above, first_capital(province)) if province else (above,)
    return (above, first_capital(_joined(place, province)))


def _joined(place: str, province: str) -> str:
    return place if not province or province.casefold() in place.casefold() else f"{place}, {province}"


def sample(authority: Unit, *, signer_name: str, on: date) -> Certificate:
    """A certificate for looking at emblem and layout: nobody's name, a long merit, no real number."""
    place = letterhead.place_name(authority)
    return Certificate(
        issuer=f"CHỦ TỊCH {authority.name.upper()}",
        salutation="Bà",
        name="NGUYỄN THỊ MẪU",
        details=("Công chức", first_capital(_joined(place, letterhead.province_name(authority, on)))),
        merit=f"Đã có thành tích xuất sắc trong phong trào thi đua yêu nước trên địa bàn {place} năm {on.year}",
        place=authority.place,
        signer_title=("CHỦ TỊCH",),
        signer_name=signer_name,
        number="00/QĐ-UBND",
        on=on,
        register="00",
        check="0000-0000-0000",
        code="Mẫu in thử, không có giá trị",
        keep=(place, *_TOGETHER),
    )
