"""The conference at which the awards are handed over: invitation, programme, script, signing list, chat text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from thidua.commendations.models import Award, Decision
from thidua.commendations.papers.lists import post_of
from thidua.commendations.papers.words import KINDS, counted, first_capital, listed, merited, of_awards, whom
from thidua.documents.paper import (
    Annex,
    Block,
    Bullet,
    Column,
    Heading,
    Paper,
    Paragraph,
    SideBySide,
    Signatory,
    Signature,
    Table,
    long_date,
)
from thidua.engine.words import clock_time, weekday
from thidua.organizations import papers as letterhead

INVITATION_SYMBOL: Final = "GM-UBND"
AT_ONCE: Final = 8
"""How many stand on a stage at once."""
ROW_HEIGHT: Final = 12
"""mm: room for a signature by hand."""
_MINUTES: Final = {"welcome": 15, "opening": 10, "report": 20, "decision": 5, "guests": 10, "closing": 15}
_A_TURN: Final = 5
"""Minutes of one turn of handing over."""


@dataclass(frozen=True, slots=True)
class Ceremony:
    """When and where the awards are handed over, who presides, who leads through the programme."""

    on: date
    at: time
    place: str
    host: str = ""
    speaker: str = ""

    @property
    def when(self) -> str:
        """Hour, weekday and day as an invitation says them."""
        return f"{clock_time(self.at)}, {weekday(self.on)}, {long_date(self.on)}"


def turns(awards: Sequence[Award]) -> list[tuple[str, tuple[Award, ...]]]:
    """Who comes up together: collectives, persons, households, each in the decision's order, a stage full at a time."""
    groups = []
    for kind, noun in KINDS.items():
        of_kind = [award for award in awards if award.subject.award_kind == kind]
        groups += [(noun, tuple(of_kind[at : at + AT_ONCE])) for at in range(0, len(of_kind), AT_ONCE)]
    return groups


def invitation(made: Decision, awards: Sequence[Award], ceremony: Ceremony) -> Paper:
    """GIẤY MỜI of the committee to the conference; the awarded stand in the annex, number and day are the clerk's."""
    authority = made.authority
    return Paper(
        kind="GM",
        header=letterhead.authority_header(authority, symbol=INVITATION_SYMBOL, year=ceremony.on.year),
        title="GIẤY MỜI",
        summary=f"Dự hội nghị tổng kết {made.movement.named} và trao thưởng",
        body=(
            Paragraph(
                f"{authority.name} trân trọng kính mời đại diện các cơ quan, đơn vị và {counted(awards)} được tặng "
                f"{of_awards(made, awards)} (có danh sách kèm theo) dự hội nghị tổng kết {made.movement.named} và trao "
                "thưởng."
            ),
            Bullet(f"Thời gian: {ceremony.when}."),
            Bullet(f"Địa điểm: {ceremony.place}."),
            *([Bullet(f"Chủ trì: {ceremony.host}.")] if ceremony.host else []),
            Paragraph(
                "Đề nghị các đại biểu đến đúng giờ; tập thể được khen cử người đại diện lên nhận. Trường hợp không dự "
                f"được, đề nghị báo trước cho {_keeper(made)}."
            ),
        ),
        signature=Signature(right=letterhead.chair_signatory(authority, ceremony.on, for_committee=True)),
        recipients=("Như thành phần mời", "Lưu: VT"),
        annexes=(
            Annex(
                title=f"DANH SÁCH {whom(awards).upper()} ĐƯỢC MỜI NHẬN {of_awards(made, awards).upper()}",
                note=f"(Kèm theo Giấy mời dự hội nghị {long_date(ceremony.on)} của {authority.name})",
                body=(_listed(awards),),
            ),
        ),
        author=authority.name,
    )


def _keeper(made: Decision) -> str:
    return f"cơ quan thường trực Hội đồng Thi đua - Khen thưởng {letterhead.place_name(made.authority)}"


def _listed(awards: Sequence[Award]) -> Table:
    return Table(
        columns=(
            Column("STT", 7, "center"),
            Column("Họ và tên, tên tập thể", 42),
            Column("Chức vụ, đơn vị", 51),
        ),
        rows=tuple(
            (str(at), f"{award.named}{what}", post_of(award))
            for at, (award, what) in enumerate(listed(awards), start=1)
        ),
    )


def programme(made: Decision, awards: Sequence[Award], ceremony: Ceremony) -> Paper:
    """CHƯƠNG TRÌNH of the conference with its hours."""
    host, speaker = ceremony.host or "Người chủ trì", ceremony.speaker or "Người dẫn chương trình"
    cited = made.paper.citation if made.paper else made.number
    steps: list[tuple[int, str, str]] = [
        (_MINUTES["welcome"], "Đón tiếp đại biểu", "Ban tổ chức"),
        (_MINUTES["opening"], "Chào cờ; tuyên bố lý do, giới thiệu đại biểu", speaker),
        (_MINUTES["report"], f"Báo cáo tổng kết {made.movement.named}", "Cơ quan thường trực Hội đồng"),
        (_MINUTES["decision"], f"Công bố Quyết định số {cited} tặng {of_awards(made, awards)}", speaker),
        *(
            (
                _A_TURN,
                f"Trao {of_awards(made, turn)} cho {len(turn):02d} {noun}{_turn_word(at, noun, awards)}",
                host,
            )
            for at, (noun, turn) in enumerate(turns(awards), start=1)
        ),
        (_MINUTES["guests"], f"Phát biểu của đại diện {whom(awards)} được khen", "Đại diện được khen"),
        (_MINUTES["closing"], "Phát biểu, kết luận hội nghị", host),
    ]
    now = datetime.combine(ceremony.on, ceremony.at) - timedelta(minutes=steps[0][0])
    rows = []
    for at, (minutes, what, who) in enumerate(steps, start=1):
        rows.append((str(at), f"{now:%H:%M}", what, who))
        now += timedelta(minutes=minutes)
    return Paper(
        kind="chuong-trinh",
        header=letterhead.authority_header(made.authority, symbol="", year=ceremony.on.year),
        title="CHƯƠNG TRÌNH",
        summary=f"Hội nghị tổng kết {made.movement.named} và trao thưởng",
        body=(
            Paragraph(f"Thời gian: {ceremony.when}."),
            Paragraph(f"Địa điểm: {ceremony.place}."),
            Table(
                columns=(
                    Column("STT", 7, "center"),
                    Column("Thời gian", 13, "center"),
                    Column("Nội dung", 52),
                    Column("Thực hiện", 28),
                ),
                rows=tuple(rows),
            ),
        ),
        end_mark=False,
    )


def _turn_word(at: int, noun: str, awards: Sequence[Award]) -> str:
    """Which turn it is, where one kind needs several."""
    same = [number for number, (kind, _) in enumerate(turns(awards), start=1) if kind == noun]
    return f" (lượt {same.index(at) + 1})" if len(same) > 1 else ""


def script(made: Decision, awards: Sequence[Award], ceremony: Ceremony) -> Paper:
    """KỊCH BẢN TRAO THƯỞNG: what the speaker says, who comes up in which order, who hands over."""
    authority = made.authority
    host = ceremony.host or f"Chủ tịch {authority.name}"
    cited = made.paper.citation if made.paper else made.number
    day = f" {long_date(made.decided_on)}" if made.decided_on else ""
    body: list[Block] = [
        Paragraph(f"Thời gian: {ceremony.when}. Địa điểm: {ceremony.place}."),
        Heading(1, "I. CÔNG BỐ QUYẾT ĐỊNH"),
        Paragraph(
            f"Người dẫn chương trình: Kính thưa các vị đại biểu! Sau đây, tôi xin công bố Quyết định số {cited}{day} "
            f"của Chủ tịch {authority.name} tặng {of_awards(made, awards)} cho {counted(awards)} đã "
            f"{merited(awards, made.authority_id, made.decided_on or date.max)} trong {made.movement.named}."
        ),
        Heading(1, "II. TRAO THƯỞNG"),
    ]
    for at, (noun, turn) in enumerate(turns(awards), start=1):
        whose = "" if noun == KINDS["individual"] else "đại diện "
        body += [
            Heading(2, f"Lượt {at}. Trao cho {len(turn):02d} {noun}"),
            Paragraph(
                f"Người dẫn chương trình: Trân trọng kính mời {host} lên trao {of_awards(made, turn)}. Kính mời {whose}"
                f"{len(turn):02d} {noun} có tên sau đây lên nhận:",
                keep_next=True,
            ),
            _listed(turn),
            Paragraph(
                "Người dẫn chương trình: Xin chúc mừng. Kính mời các đồng chí chụp ảnh lưu niệm và về vị trí. "
                "Xin cảm ơn."
            ),
        ]
    body += [
        Heading(1, "III. CHUẨN BỊ"),
        Bullet(
            f"{first_capital(of_awards(made, awards))} xếp theo đúng thứ tự trong các bảng trên; tiền thưởng để trong "
            "phong bì ghi tên."
        ),
        Bullet("Người được mời ngồi theo thứ tự lên nhận, đứng từ trái sang phải nhìn từ hội trường."),
        Bullet("Người phục vụ đưa từng lượt; ai vắng thì báo ngay cho người dẫn chương trình."),
        Bullet("Sau khi trao, ký nhận vào danh sách ký nhận."),
    ]
    return Paper(
        kind="kich-ban",
        header=letterhead.authority_header(authority, symbol="", year=ceremony.on.year),
        title="KỊCH BẢN TRAO THƯỞNG",
        summary=f"Tại hội nghị tổng kết {made.movement.named}",
        body=tuple(body),
        end_mark=False,
    )


def receipt(made: Decision, awards: Sequence[Award], ceremony: Ceremony) -> Paper:
    """DANH SÁCH KÝ NHẬN, signed when the certificate is in hand."""
    cited = made.paper.citation if made.paper else made.number
    day = f" {long_date(made.decided_on)}" if made.decided_on else ""
    rows = tuple(
        (str(at), f"{award.golden_book_number or at:02d}", f"{award.named}{what}", post_of(award), "")
        for at, (award, what) in enumerate(listed(awards), start=1)
    )
    return Paper(
        kind="danh-sach",
        header=letterhead.authority_header(made.authority, symbol="", year=ceremony.on.year),
        title=f"DANH SÁCH KÝ NHẬN {of_awards(made, awards).upper()}",
        summary=f"Theo Quyết định số {cited}{day}, trao tại hội nghị {long_date(ceremony.on)}",
        body=(
            Table(
                columns=(
                    Column("STT", 6, "center"),
                    Column("Số sổ vàng", 9, "center"),
                    Column("Họ và tên, tên tập thể", 33),
                    Column("Chức vụ, đơn vị", 34),
                    Column("Người nhận (ký, ghi rõ họ tên)", 26),
                ),
                rows=rows,
                row_height=ROW_HEIGHT,
            ),
            Paragraph(f"Tổng số: {counted(awards)}."),
            SideBySide(
                (
                    Signatory(("NGƯỜI LẬP",), note="(Ký, ghi rõ họ tên)"),
                    Signatory(("NGƯỜI GIAO",), note="(Ký, ghi rõ họ tên)"),
                )
            ),
        ),
        end_mark=False,
    )


def told_ceremony(made: Decision, awards: Sequence[Award], ceremony: Ceremony) -> str:
    """The invitation to paste into a chat group: when, where, who comes up; without money."""
    lines = [
        (
            f"{letterhead.short_name(made.authority)} trân trọng kính mời các đơn vị và {counted(awards)} được tặng "
            f"{of_awards(made, awards)} dự hội nghị tổng kết {made.movement.named} và trao thưởng."
        ),
        f"- Thời gian: {ceremony.when}.",
        f"- Địa điểm: {ceremony.place}.",
        "Thứ tự lên nhận:",
        *(f"{number}. {award.named}{what}" for number, (award, what) in enumerate(listed(awards), start=1)),
        "Đề nghị có mặt trước giờ khai mạc 15 phút. Trân trọng.",
    ]
    return "\n".join(lines)
