"""Radio scripts written from the data, and the papers of publicity."""

from __future__ import annotations

from collections.abc import Sequence

from thidua.commendations.models import Award
from thidua.documents.paper import Column, Header, Paper, Paragraph, SideBySide, Signatory, Table
from thidua.documents.paper.workbook import Column as ListColumn
from thidua.documents.paper.workbook import Sheet, Sheets
from thidua.engine.words import number_in_words, spoken_date
from thidua.movements.models import Movement
from thidua.organizations import papers as letterhead
from thidua.publicity import speech
from thidua.publicity.models import Broadcast, Exemplar, Script

TOPICS = {
    "launch": "Phát động phong trào",
    "contents": "Nội dung thi đua",
    "registration": "Kết quả đăng ký",
    "interim": "Kết quả giữa kỳ",
    "exemplar": "Gương điển hình",
    "result": "Kết quả khen thưởng",
}


def _greeting(movement: Movement) -> str:
    place = letterhead.place_name(movement.authority)
    return f"Đây là Đài Truyền thanh {place}. Kính mời bà con và các đồng chí cùng nghe."


FAREWELL = "Bản tin đến đây là hết. Cảm ơn bà con và các đồng chí đã chú ý lắng nghe."


def _closed(movement: Movement, told: Sequence[str]) -> str:
    lines = [_greeting(movement), *told, FAREWELL]
    return "\n".join("\n".join(speech.sentences(speech.readable(line))) for line in lines if line.strip())


def launch(movement: Movement) -> str:
    """Who launched what, for how long, for whom."""
    told = [f"{movement.authority.name} phát động {movement.named}."]
    if movement.launched_on:
        told.append(f"Phong trào được phát động {spoken_date(movement.launched_on, with_year=True)}.")
    if movement.starts_on and movement.ends_on:
        told.append(
            f"Thời gian thi đua từ {spoken_date(movement.starts_on, with_year=True)} "
            f"đến {spoken_date(movement.ends_on, with_year=True)}."
        )
    told += [f"Đối tượng tham gia: {item.text}." for item in movement.items.filter(kind="participant")]
    return _closed(movement, told)


def contents(movement: Movement) -> str:
    """What the movement asks for, one content after another."""
    items = list(movement.items.filter(kind="content").order_by("order"))
    told = [f"{_capital(movement.named)} có {number_in_words(len(items), capital=False)} nội dung."]
    for number, item in enumerate(items, start=1):
        told.append(f"Nội dung thứ {_ordinal(number)}. {_capital(item.text)}")
    return _closed(movement, told)


def registration(movement: Movement, units: int, people: int) -> str:
    """How many registered."""
    told = [
        (
            f"Đến nay đã có {number_in_words(units, capital=False)} tập thể "
            f"và {number_in_words(people, capital=False)} cá nhân đăng ký tham gia {movement.named}."
        ),
    ]
    return _closed(movement, told)


def interim(movement: Movement, done: int, planned: int, overdue: int) -> str:
    """How the tasks stand at the interim review."""
    told = [
        (
            f"Về {movement.named}, đã hoàn thành {number_in_words(done, capital=False)} "
            f"trên {number_in_words(planned, capital=False)} nhiệm vụ được giao."
        ),
    ]
    if overdue:
        told.append(f"Còn {number_in_words(overdue, capital=False)} nhiệm vụ quá hạn.")
    return _closed(movement, told)


def exemplar(movement: Movement, row: Exemplar) -> str:
    """One exemplar: who, where, what was done."""
    told = [f"Gương điển hình trong {movement.named}.", f"{row.subject.name}, {row.unit.name}.", row.story]
    return _closed(movement, told)


def result(movement: Movement, awards: Sequence[Award]) -> str:
    """Who was awarded, by which decision."""
    if not awards:
        return _closed(movement, [f"{_capital(movement.named)} đang được tổng kết."])
    decision = awards[0].decision
    told = [
        (
            f"Chủ tịch {movement.authority.name} đã ký quyết định khen thưởng "
            f"{spoken_date(decision.decided_on, with_year=True) if decision.decided_on else ''}."
        ),
    ]
    for kind, word in (("unit", "tập thể"), ("person", "cá nhân")):
        of_kind = [award for award in awards if award.subject.kind == kind]
        if of_kind:
            told.append(
                f"Có {number_in_words(len(of_kind), capital=False)} {word} được tặng {of_kind[0].form}."
            )
            told += [
                f"{award.title} {award.name}".strip()
                + "".join(f", {part}" for part in (award.position, award.unit_name) if part)
                + "."
                for award in of_kind
            ]
    return _closed(movement, told)


def script_paper(script: Script, *, watermark: str = "") -> Paper:
    """BẢN TIN PHÁT THANH: header with number, day and hour, length, editor, approved by; the text to read."""
    movement = script.movement
    approved = script.approved_by or "…………………………"
    return Paper(
        kind="ban-tin",
        header=Header(
            issuer=(f"ĐÀI TRUYỀN THANH {letterhead.place_name(movement.authority).upper()}",),
            superior=movement.authority.name.upper(),
            place=movement.authority.place,
            on=script.planned_on,
        ),
        title="BẢN TIN PHÁT THANH",
        summary=script.title,
        lines=(
            (
                f"Số {script.number:02d} · Phát {script.planned_at:%H:%M} ngày {script.planned_on:%d/%m/%Y} · "
                f"Thời lượng khoảng {speech.minutes(script.text)} phút"
            ),
            f"Biên tập: {script.editor} · Người duyệt: {approved}",
        ),
        body=tuple(Paragraph(line) for line in script.text.splitlines() if line.strip()),
        end_mark=False,
        watermark=watermark,
    )


def broadcast_log(movement: Movement, rows: Sequence[Broadcast], *, watermark: str = "") -> Paper:
    """SỔ NHẬT KÝ PHÁT SÓNG: ngày | giờ | nội dung | phút | tiếng | người phát | sự cố."""
    return Paper(
        kind="so-nhat-ky",
        header=letterhead.authority_header(movement.authority, symbol=""),
        title="SỔ NHẬT KÝ PHÁT SÓNG",
        summary=_capital(movement.named),
        body=(
            Table(
                columns=(
                    Column("Ngày", 12, "center"),
                    Column("Giờ", 8, "center"),
                    Column("Nội dung", 40),
                    Column("Phút", 7, "center"),
                    Column("Tiếng", 12),
                    Column("Người phát", 20),
                    Column("Sự cố", 16),
                ),
                rows=tuple(
                    (
                        f"{row.on:%d/%m/%Y}",
                        f"{row.at:%H:%M}",
                        row.script.title,
                        str(row.minutes),
                        row.language,
                        row.reader,
                        row.incident or "Không",
                    )
                    for row in rows
                ),
            ),
            SideBySide((Signatory(("NGƯỜI GHI SỔ",)), Signatory(("NGƯỜI PHỤ TRÁCH ĐÀI",)))),
        ),
        end_mark=False,
        landscape=True,
        watermark=watermark,
    )


def broadcast_workbook(movement: Movement, rows: Sequence[Broadcast]) -> Sheets:
    """The broadcast log as a workbook."""
    columns = (
        ListColumn("Ngày", 12, "date"),
        ListColumn("Giờ", 8, "center"),
        ListColumn("Nội dung", 44),
        ListColumn("Phút", 8, "number"),
        ListColumn("Tiếng", 14),
        ListColumn("Người phát", 24),
        ListColumn("Sự cố", 20),
    )
    cells = tuple(
        (row.on, f"{row.at:%H:%M}", row.script.title, row.minutes, row.language, row.reader, row.incident)
        for row in rows
    )
    sheet = Sheet("Nhật ký phát sóng", columns, cells, titles=("SỔ NHẬT KÝ PHÁT SÓNG", movement.title))
    return Sheets((sheet,), title="Sổ nhật ký phát sóng", author=movement.authority.name)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _ordinal(number: int) -> str:
    return {1: "nhất", 4: "tư"}.get(number, number_in_words(number, capital=False))
