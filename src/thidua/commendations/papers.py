"""What the proposal, the decision, the certificates, the register and the money list say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from thidua.base.acts import VIETNAM
from thidua.commendations import codes
from thidua.commendations.models import Award, Decision, Proposal
from thidua.commendations.queries import AwardLine, total
from thidua.council.models import Meeting
from thidua.documents.paper import (
    Annex,
    Bullet,
    Certificate,
    Clause,
    Column,
    Footer,
    Heading,
    Paper,
    Paragraph,
    SideBySide,
    Signatory,
    Signature,
    Table,
)
from thidua.documents.paper.workbook import Column as ListColumn
from thidua.documents.paper.workbook import Sheet, Sheets
from thidua.engine.words import money_in_words, paper_date
from thidua.movements.models import Movement
from thidua.organizations import papers as letterhead
from thidua.organizations.models import Unit
from thidua.organizations.queries import head_of
from thidua.regulations import queries as regulations

PROPOSAL_SYMBOL = "TTr-{code}"
DECISION_SYMBOL = "QĐ-UBND"


def amount(value: Decimal | int) -> str:
    """An amount with dots for thousands: "1.410.000"."""
    return f"{int(value):,}".replace(",", ".")


def counted(lines: Sequence[AwardLine]) -> str:
    """How many of whom: "02 tập thể, 03 cá nhân"."""
    collectives = sum(line.kind == "collective" for line in lines)
    parts = [f"{collectives:02d} tập thể"] if collectives else []
    if len(lines) - collectives:
        parts.append(f"{len(lines) - collectives:02d} cá nhân")
    return ", ".join(parts)


def _bases(movement: Movement, on: date) -> tuple[str, ...]:
    return tuple(regulations.citations(on, "award"))


def _minutes_cited(meeting: Meeting) -> str:
    minutes = meeting.minutes
    number = f" số {minutes.citation}" if minutes and minutes.citation else ""
    day = minutes.dated_on if minutes and minutes.dated_on else _day_of(meeting)
    return f"Biên bản họp Hội đồng Thi đua - Khen thưởng{number} {paper_date(day)}"


def _list_table(lines: Sequence[AwardLine], *, money: bool) -> Table:
    columns = [
        Column("STT", 6, "center"),
        Column("Họ và tên, tên tập thể", 30),
        Column("Chức vụ, đơn vị", 34),
    ]
    if money:
        columns += [Column("Hệ số", 10, "center"), Column("Mức thưởng (đồng)", 16, "right")]
    rows: list[tuple[str, ...]] = []
    groups: list[int] = []
    for kind, title in (("collective", "Tập thể"), ("individual", "Cá nhân")):
        of_kind = [line for line in lines if line.kind == kind]
        if not of_kind:
            continue
        groups.append(len(rows))
        rows.append((("I", "II")[len(groups) - 1], title, *([""] * (len(columns) - 2))))
        for number, line in enumerate(of_kind, start=1):
            row = [f"{number}", f"{line.title} {line.name}".strip(), _post(line)]
            if money:
                row += [f"{line.multiple.normalize():f}".replace(".", ","), amount(line.amount)]
            rows.append(tuple(row))
    closing = ("Tổng cộng", "", "", "", amount(total(lines))) if money else None
    return Table(columns=tuple(columns), rows=tuple(rows), groups=tuple(groups), total=closing)


def _post(line: AwardLine | Award) -> str:
    return ", ".join(part for part in (line.position, line.unit_name) if part)


def standing_unit(movement: Movement, on: date) -> Unit | None:
    """The standing unit of the council: the council's own, else the unit that the dated setting names."""
    told = regulations.standing_unit(on)
    rows = Unit.objects.filter(authority=movement.authority, subject__name__startswith=told)
    return rows.select_related("subject").order_by("pk").first()


def proposal(
    meeting: Meeting,
    lines: Sequence[AwardLine],
    *,
    unit: Unit,
    on: date,
    number: str = "",
    votes: Sequence[tuple[str, int, int]] = (),
    footer: Footer | None = None,
    watermark: str = "",
    dated: bool = False,
) -> Paper:
    """TỜ TRÌNH of the head of the standing unit: bases, result of the council, proposal, dossier.

    ``votes`` are name, votes in favour and base of each chosen one; ``on`` is the day of the paper (printed when
    ``dated``).
    """
    movement = meeting.movement
    authority = movement.authority
    head = head_of(unit, on)
    base = max((row[2] for row in votes), default=0)
    result = tuple(
        Bullet(f"{name}: {yes:02d}/{out_of:02d} thành viên có quyền biểu quyết đồng ý.")
        for name, yes, out_of in votes
    )
    return Paper(
        kind="TTr",
        header=letterhead.office_header(
            unit,
            symbol=PROPOSAL_SYMBOL.format(code=unit.code),
            number=number,
            on=on if dated else None,
            year=on.year,
        ),
        title="TỜ TRÌNH",
        summary=f"Về việc tặng Giấy khen cho tập thể, cá nhân có thành tích xuất sắc trong {movement.named}",
        addressed_to=(f"Chủ tịch {authority.name}",),
        bases=(*_bases(movement, on), _plan_cited(movement), _minutes_cited(meeting)),
        body=(
            Paragraph(
                f"Hội đồng Thi đua - Khen thưởng đã họp xét khen thưởng{_out_of(base)}. "
                f"Kết quả: {counted(lines)} đủ tiêu chuẩn, trong số lượng của kế hoạch."
            ),
            *result,
            Paragraph(
                f"{unit.name} trình Chủ tịch {authority.name} xem xét, quyết định tặng Giấy khen cho {counted(lines)} "
                "có tên trong danh sách dưới đây:"
            ),
            _list_table(lines, money=True),
            Paragraph(
                "Hồ sơ gửi kèm gồm: biên bản họp Hội đồng, biên bản kiểm phiếu, danh sách và báo cáo thành tích của "
                "từng trường hợp."
            ),
            Paragraph(f"Kính trình Chủ tịch {authority.name} xem xét, quyết định."),
        ),
        signature=Signature(
            right=Signatory(
                authority=(_head_title(head.position if head else "Trưởng phòng"),),
                name=head.person.name if head else "",
            )
        ),
        recipients=("Như trên", "Hội đồng Thi đua - Khen thưởng", f"Lưu: VT, {unit.code}"),
        footer=footer,
        watermark=watermark,
    )


def decision(
    proposed: Proposal,
    lines: Sequence[AwardLine],
    *,
    on: date,
    number: str = "",
    signer_name: str = "",
    for_chair: bool = False,
    footer: Footer | None = None,
    watermark: str = "",
) -> Paper:
    """QUYẾT ĐỊNH of the chairperson: award with the list attached, money with its sum in words, who carries it out."""
    movement = proposed.movement
    authority = movement.authority
    place = letterhead.place_name(authority)
    cited = proposed.paper.citation if proposed.paper and proposed.paper.citation else ""
    proposer = letterhead_title(proposed)
    note_number = f"{number or '      '}/{DECISION_SYMBOL}"
    note_day = paper_date(on) if number else f"ngày      tháng      năm {on.year}"
    return Paper(
        kind="QĐ",
        header=letterhead.authority_header(
            authority, symbol=DECISION_SYMBOL, number=number, on=on if number else None, year=on.year
        ),
        title="QUYẾT ĐỊNH",
        summary=f"Về việc tặng Giấy khen cho tập thể, cá nhân có thành tích xuất sắc trong {movement.named}",
        authority=f"CHỦ TỊCH {authority.name.upper()}",
        bases=(
            *_bases(movement, on),
            _plan_cited(movement),
            f"Theo đề nghị của {proposer} tại Tờ trình"
            + (f" số {cited} {paper_date(proposed.dated_on)}" if cited and proposed.dated_on else ""),
        ),
        enacting="QUYẾT ĐỊNH:",
        body=(
            Clause(
                "Điều 1.",
                f"Tặng Giấy khen của Chủ tịch {authority.name} cho {counted(lines)} đã có thành tích xuất sắc trong "
                f"{movement.named} (có danh sách kèm theo).",
            ),
            Clause(
                "Điều 2.",
                f"Các tập thể, cá nhân có tên tại Điều 1 được thưởng tổng số tiền {amount(total(lines))} đồng "
                f"{money_in_words(int(total(lines)))}, trích từ Quỹ thi đua, khen thưởng năm {on.year} của {place}.",
            ),
            Clause(
                "Điều 3.",
                f"Quyết định này có hiệu lực kể từ ngày ký. {_first_capital(proposer)}, các đơn vị có liên quan và các "
                "tập thể, cá nhân có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này",
            ),
        ),
        signature=Signature(
            right=letterhead.chair_signatory(
                authority, on, for_committee=False, for_chair=for_chair, name=signer_name
            )
        ),
        recipients=("Như Điều 3", "Hội đồng Thi đua - Khen thưởng", f"Lưu: VT, {_standing_code(proposed)}"),
        annexes=(
            Annex(
                title="DANH SÁCH TẬP THỂ, CÁ NHÂN ĐƯỢC TẶNG GIẤY KHEN",
                note=f"(Kèm theo Quyết định số {note_number} {note_day} của Chủ tịch {authority.name})",
                body=(
                    _list_table(lines, money=True),
                    Paragraph(money_in_words(int(total(lines))), align="right"),
                ),
            ),
        ),
        footer=footer,
        watermark=watermark,
    )


def certificates(made: Decision, awards: Sequence[Award], *, address: str = "") -> list[Certificate]:
    """The certificates of a decision, in its order; ``address`` is the public address for the square code, if set."""
    authority = made.authority
    cited = made.paper.citation if made.paper else made.number
    place = letterhead.place_name(authority)
    titles = ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH") if made.for_chair else ("CHỦ TỊCH",)
    result: list[Certificate] = []
    for award in awards:
        fields = (award.check_code, award.name, award.form, cited, f"{made.decided_on:%Y-%m-%d}")
        code = f"{address.rstrip('/')}/xac-nhan/{award.check_code}/" if address else ""
        details = tuple(part for part in (award.position, award.unit_name) if part)
        result.append(
            Certificate(
                issuer=f"CHỦ TỊCH {authority.name.upper()}",
                salutation=award.title,
                name=award.name,
                details=(*details, place) if details else (authority.name,),
                merit=award.merit,
                place=authority.place,
                signer_title=titles,
                signer_name=made.signer_name,
                form=award.form.upper(),
                number=cited,
                on=made.decided_on,
                register=str(award.golden_book_number or ""),
                check=award.check_code,
                code=code or codes.signed_text(award.signature, *fields),
                keep=(place,),
            )
        )
    return result


def register(awards: Sequence[Award], *, year: int, authority: Unit) -> Sheets:
    """SỔ THEO DÕI KHEN THƯỞNG of a year, to be bound."""
    columns = (
        ListColumn("STT", 6, "center"),
        ListColumn("Số sổ vàng", 10, "center"),
        ListColumn("Họ và tên, tên tập thể", 30),
        ListColumn("Chức vụ, đơn vị", 34),
        ListColumn("Thành tích", 44),
        ListColumn("Hình thức", 14),
        ListColumn("Số quyết định", 16),
        ListColumn("Ngày quyết định", 14, "date"),
        ListColumn("Người ký", 22),
        ListColumn("Mức thưởng (đồng)", 16, "money"),
        ListColumn("Ngày trao", 14, "date"),
        ListColumn("Ký nhận", 16),
        ListColumn("Ghi chú", 24),
    )
    rows = tuple(
        (
            number,
            award.golden_book_number,
            f"{award.title} {award.name}".strip(),
            _post(award),
            award.merit,
            award.form,
            award.decision.paper.citation if award.decision.paper else award.decision.number,
            award.decision.decided_on,
            award.decision.signer_name,
            award.amount,
            award.handed_over_on,
            award.received_by,
            f"Hủy theo {award.cancel_document}" if award.cancelled_on else "",
        )
        for number, award in enumerate(awards, start=1)
    )
    title = f"SỔ THEO DÕI KHEN THƯỞNG NĂM {year}"
    sheet = Sheet(name=f"Năm {year}", titles=(title, authority.name), columns=columns, rows=rows)
    return Sheets((sheet,), title=title, author=authority.name)


def money_workbook(made: Decision, awards: Sequence[Award]) -> Sheets:
    """DANH SÁCH CHI TIỀN THƯỞNG as a workbook."""
    columns = (
        ListColumn("STT", 6, "center"),
        ListColumn("Họ và tên, tên tập thể", 30),
        ListColumn("Chức vụ, đơn vị", 34),
        ListColumn("Số quyết định", 16),
        ListColumn("Hệ số", 8, "number"),
        ListColumn("Số tiền (đồng)", 16, "money"),
        ListColumn("Số tài khoản", 18),
        ListColumn("Ký nhận", 16),
    )
    cited = made.paper.citation if made.paper else made.number
    rows = tuple(
        (
            number,
            f"{award.title} {award.name}".strip(),
            _post(award),
            cited,
            award.multiple,
            award.amount,
            award.bank_account,
            "",
        )
        for number, award in enumerate(awards, start=1)
    )
    whole = sum((award.amount or Decimal(0) for award in awards), Decimal(0))
    sheet = Sheet(
        name="Tiền thưởng",
        titles=(
            "DANH SÁCH CHI TIỀN THƯỞNG",
            f"Kèm theo Quyết định số {cited} ngày {made.decided_on:%d/%m/%Y} của Chủ tịch {made.authority.name}",
        ),
        columns=columns,
        rows=rows,
        total=("", "Tổng cộng", "", "", None, whole, "", ""),
        notes=(money_in_words(int(whole)),),
    )
    return Sheets((sheet,), title="Danh sách chi tiền thưởng", author=made.authority.name)


def money_list(made: Decision, awards: Sequence[Award], *, watermark: str = "") -> Paper:
    """DANH SÁCH CHI TIỀN THƯỞNG as a paper: total, in words, Người lập | Kế toán | Chủ tịch."""
    cited = made.paper.citation if made.paper else made.number
    whole = sum((award.amount or Decimal(0) for award in awards), Decimal(0))
    rows = tuple(
        (
            str(number),
            f"{award.title} {award.name}".strip(),
            _post(award),
            f"{award.multiple or 0:f}".replace(".", ","),
            amount(award.amount or 0),
            award.bank_account,
            "",
        )
        for number, award in enumerate(awards, start=1)
    )
    return Paper(
        kind="danh-sach",
        header=letterhead.authority_header(made.authority, symbol=""),
        title="DANH SÁCH CHI TIỀN THƯỞNG",
        summary=f"Theo Quyết định số {cited} {paper_date(made.decided_on) if made.decided_on else ''}",
        body=(
            Table(
                columns=(
                    Column("STT", 6, "center"),
                    Column("Họ và tên, tên tập thể", 26),
                    Column("Chức vụ, đơn vị", 32),
                    Column("Hệ số", 9, "center"),
                    Column("Số tiền (đồng)", 15, "right"),
                    Column("Số tài khoản", 16),
                    Column("Ký nhận", 14),
                ),
                rows=rows,
                total=("Tổng cộng", "", "", "", amount(whole), "", ""),
                row_height=10,
            ),
            Paragraph(money_in_words(int(whole))),
            SideBySide(
                (
                    Signatory(("NGƯỜI LẬP",), note="(Ký, ghi rõ họ tên)"),
                    Signatory(("KẾ TOÁN",), note="(Ký, ghi rõ họ tên)"),
                    Signatory(("CHỦ TỊCH",), name=made.signer_name if not made.for_chair else ""),
                )
            ),
        ),
        end_mark=False,
        landscape=True,
        watermark=watermark,
    )


def handing_over(made: Decision, awards: Sequence[Award], *, watermark: str = "") -> Paper:
    """CHƯƠNG TRÌNH TRAO THƯỞNG: who comes up, in the order of the decision, at the year-end conference."""
    return Paper(
        kind="chuong-trinh",
        header=letterhead.authority_header(made.authority, symbol=""),
        title="DANH SÁCH LÊN NHẬN GIẤY KHEN",
        summary=f"Tại hội nghị tổng kết {made.movement.named}",
        body=(
            Heading(2, "Thứ tự mời lên nhận"),
            Table(
                columns=(
                    Column("STT", 6, "center"),
                    Column("Mời lên nhận", 44),
                    Column("Chức vụ, đơn vị", 44),
                ),
                rows=tuple(
                    (str(number), f"{award.title} {award.name}".strip(), _post(award))
                    for number, award in enumerate(awards, start=1)
                ),
            ),
        ),
        end_mark=False,
        watermark=watermark,
    )


def letterhead_title(proposed: Proposal) -> str:
    """The head of the standing unit as the decision names the proposer: "Trưởng phòng Văn hóa - Xã hội"."""
    unit = standing_unit(proposed.movement, proposed.dated_on or _day_of(proposed.meeting))
    return (
        f"Trưởng {unit.name[0].lower()}{unit.name[1:]}"
        if unit and unit.name.startswith("Phòng")
        else (f"Thủ trưởng {unit.name}" if unit else "cơ quan thường trực Hội đồng")
    )


def _standing_code(proposed: Proposal) -> str:
    unit = standing_unit(proposed.movement, proposed.dated_on or _day_of(proposed.meeting))
    return unit.code if unit else "TĐKT"


def _out_of(base: int) -> str:
    return f", biểu quyết trên tổng số {base:02d} thành viên" if base else ""


def _day_of(meeting: Meeting) -> date:
    return (meeting.closed_at or meeting.planned_at).astimezone(VIETNAM).date()


def _head_title(position: str) -> str:
    return position.upper()


def _plan_cited(movement: Movement) -> str:
    cited = f" số {movement.plan_number}" if movement.plan_number else ""
    day = f" {paper_date(movement.plan_issued_on)}" if movement.plan_issued_on else ""
    return f"Kế hoạch{cited}{day} của {letterhead.short_name(movement.authority)} về {movement.named}"


def _first_capital(text: str) -> str:
    return text[:1].upper() + text[1:]
