"""Lists: the award register, the money list, who comes up, and the text to paste into a chat group."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from thidua.commendations.models import Award, Decision, OldAward
from thidua.commendations.papers.words import amount, counted, listed, money_notes, multiple_told, of_awards
from thidua.commendations.queries import GivenAbove, Line
from thidua.documents.paper import Column, Paper, Paragraph, SideBySide, Signatory, Table
from thidua.documents.paper.workbook import Column as ListColumn
from thidua.documents.paper.workbook import Sheet, Sheets, Value
from thidua.engine.words import money_in_words, paper_date
from thidua.organizations import papers as letterhead
from thidua.organizations.models import Unit
from thidua.organizations.queries import post_at


def post_of(award: Award) -> str:
    """Position and unit of an award, or the body above a collective."""
    return post_at(award.position, award.unit_name)


def _year(made: Decision) -> int | None:
    return made.decided_on.year if made.decided_on else None


def sum_of(awards: Sequence[Award]) -> Decimal:
    """The money of the awards in đồng."""
    return sum((award.amount or Decimal(0) for award in awards), Decimal(0))


def _noted(award: Award) -> str:
    """What the register says beside a line: certificates printed anew, cancelled and why."""
    told = [f"{row} ({row.get_reason_display().lower()})" for row in award.reissues.all()]
    if award.cancelled_on:
        told.append(f"Hủy theo {award.cancel_document}")
    return "; ".join(told)


def _register_row(award: Line) -> tuple[Value, ...]:
    if isinstance(award, GivenAbove):
        told = (award.form, award.decision_number, award.decided_on, "", None, None, "")
        post = post_at(award.position, award.unit_name)
        return (None, award.name, post, award.merit, *told, f"{award.issuer} tặng")
    if isinstance(award, OldAward):
        return (
            award.golden_book_number,
            award.name,
            post_at(award.position, award.unit_name),
            award.merit,
            award.form,
            award.decision_number,
            award.decided_on,
            award.signer_name,
            award.amount,
            None,
            "",
            "; ".join(filter(None, ("Sổ cũ", award.note))),
        )
    return (
        award.golden_book_number,
        award.named,
        post_of(award),
        award.merit,
        award.form,
        award.decision.paper.citation if award.decision.paper else award.decision.number,
        award.decision.decided_on,
        award.decision.signer_name,
        award.amount,
        award.handed_over_on,
        award.received_by,
        _noted(award),
    )


def register(awards: Sequence[Line], *, year: int | None, authority: Unit) -> Sheets:
    """SỔ THEO DÕI KHEN THƯỞNG of a year (or of all), to be bound."""
    columns = (
        ListColumn("STT", 6, "center"),
        ListColumn("Số sổ vàng", 8, "center"),
        ListColumn("Họ và tên, tên tập thể", 24),
        ListColumn("Chức vụ, đơn vị", 28),
        ListColumn("Thành tích", 32),
        ListColumn("Danh hiệu, hình thức", 16),
        ListColumn("Số quyết định", 16),
        ListColumn("Ngày quyết định", 12, "date"),
        ListColumn("Người ký", 16),
        ListColumn("Mức thưởng (đồng)", 13, "money"),
        ListColumn("Ngày trao", 12, "date"),
        ListColumn("Ký nhận", 16),
        ListColumn("Ghi chú", 18),
    )
    rows = tuple((number, *_register_row(award)) for number, award in enumerate(awards, start=1))
    title = f"SỔ THEO DÕI KHEN THƯỞNG NĂM {year}" if year else "SỔ THEO DÕI KHEN THƯỞNG"
    sheet = Sheet(
        name=f"Năm {year}" if year else "Sổ khen thưởng",
        titles=(title, authority.name),
        columns=columns,
        rows=rows,
    )
    return Sheets((sheet,), title=title, author=authority.name)


def register_book(awards: Sequence[Line], *, year: int | None, authority: Unit) -> Paper:
    """SỔ THEO DÕI KHEN THƯỞNG of a year (or of all) as a paper to be bound: number and day in one column."""
    return Paper(
        kind="so-khen-thuong",
        header=letterhead.authority_header(authority, symbol="", year=year),
        title=f"SỔ THEO DÕI KHEN THƯỞNG{f' NĂM {year}' if year else ''}",
        body=(
            Table(
                columns=(
                    Column("STT", 8, "center"),
                    Column("Số sổ vàng", 10, "center"),
                    Column("Họ và tên, tên tập thể", 25),
                    Column("Chức vụ, đơn vị", 28),
                    Column("Thành tích", 34),
                    Column("Danh hiệu, hình thức", 18),
                    Column("Số, ngày quyết định", 22),
                    Column("Người ký", 19),
                    Column("Mức thưởng (đồng)", 17, "right"),
                    Column("Ngày trao", 17, "center"),
                    Column("Ký nhận", 18),
                    Column("Ghi chú", 30),
                ),
                rows=tuple(
                    (str(number), *_book_row(_register_row(award)))
                    for number, award in enumerate(awards, start=1)
                ),
                size=9,
            ),
        ),
        end_mark=False,
        landscape=True,
    )


def _book_row(row: tuple[Value, ...]) -> tuple[str, ...]:
    """A line of the register in words, the number of the decision with its day."""
    told = [_told(value) for value in row]
    golden, name, post, merit, form, number, on, *rest = told
    return (golden, name, post, merit, form, ", ".join(filter(None, (number, on))), *rest)


def _told(value: Value) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return amount(value) if isinstance(value, Decimal) else str(value if value is not None else "")


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
            award.named,
            post_of(award),
            cited,
            award.multiple,
            award.amount,
            award.bank_account,
            "",
        )
        for number, award in enumerate(awards, start=1)
    )
    whole = sum_of(awards)
    sheet = Sheet(
        name="Tiền thưởng",
        titles=(
            "DANH SÁCH CHI TIỀN THƯỞNG",
            f"Kèm theo Quyết định số {cited} ngày {made.decided_on:%d/%m/%Y} của Chủ tịch {made.authority.name}",
        ),
        columns=columns,
        rows=rows,
        total=("", "Tổng cộng", "", "", None, whole, "", ""),
        notes=(money_in_words(int(whole)), *money_notes(awards)),
    )
    return Sheets((sheet,), title="Danh sách chi tiền thưởng", author=made.authority.name)


def money_list(made: Decision, awards: Sequence[Award]) -> Paper:
    """DANH SÁCH CHI TIỀN THƯỞNG as a paper: total, in words, Người lập | Kế toán | Chủ tịch."""
    cited = made.paper.citation if made.paper else made.number
    whole = sum_of(awards)
    rows = tuple(
        (
            str(number),
            award.named,
            post_of(award),
            cited,
            multiple_told(award.multiple),
            amount(award.amount or 0),
            award.bank_account,
            "",
        )
        for number, award in enumerate(awards, start=1)
    )
    return Paper(
        kind="danh-sach",
        header=letterhead.authority_header(made.authority, symbol="", year=_year(made)),
        title="DANH SÁCH CHI TIỀN THƯỞNG",
        summary=f"Theo Quyết định số {cited} {paper_date(made.decided_on) if made.decided_on else ''}",
        body=(
            Table(
                columns=(
                    Column("STT", 7, "center"),
                    Column("Họ và tên, tên tập thể", 28),
                    Column("Chức vụ, đơn vị", 42),
                    Column("Số quyết định", 16, "center"),
                    Column("Hệ số", 9, "center"),
                    Column("Số tiền (đồng)", 16, "right"),
                    Column("Số tài khoản", 17),
                    Column("Ký nhận", 17),
                ),
                rows=rows,
                total=("Tổng cộng", "", "", "", "", amount(whole), "", ""),
                row_height=8,
                size=11,
            ),
            Paragraph(money_in_words(int(whole))),
            *(Paragraph(note) for note in money_notes(awards)),
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
    )


def handing_over(made: Decision, awards: Sequence[Award]) -> Paper:
    """CHƯƠNG TRÌNH TRAO THƯỞNG: who comes up, in the order of the decision, at the year-end conference."""
    return Paper(
        kind="chuong-trinh",
        header=letterhead.authority_header(made.authority, symbol="", year=_year(made)),
        title=f"DANH SÁCH LÊN NHẬN {of_awards(made, awards).upper()}",
        summary=f"Tại hội nghị tổng kết {made.movement.named}",
        body=(
            Table(
                columns=(
                    Column("STT", 6, "center"),
                    Column("Mời lên nhận", 44),
                    Column("Chức vụ, đơn vị", 44),
                ),
                rows=tuple(
                    (str(number), f"{award.named}{what}", post_of(award))
                    for number, (award, what) in enumerate(listed(awards), start=1)
                ),
            ),
        ),
        end_mark=False,
    )


def told_awards(made: Decision, awards: Sequence[Award]) -> str:
    """What to paste into a chat group: the decision and who was awarded, without money."""
    cited = made.paper.citation if made.paper else made.number
    day = f" ngày {made.decided_on:%d/%m/%Y}" if made.decided_on else ""
    lines = [
        (
            f"Chủ tịch {made.authority.name} tặng {of_awards(made, awards)} cho {counted(awards)} theo Quyết định số "
            f"{cited}{day}:"
        ),
        *(
            f"{at}. {award.named}{_behind(award)}{what}"
            for at, (award, what) in enumerate(listed(awards), start=1)
        ),
        "Trân trọng chúc mừng.",
    ]
    return "\n".join(lines)


def _behind(award: Award) -> str:
    told = post_of(award) if award.position else ""
    return f" ({told})" if told else ""
