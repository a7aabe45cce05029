"""KẾ HOẠCH: the plan in the form of Decree 30/2020, parts I to IV as communes write them, with its annexes."""

from __future__ import annotations

from datetime import date

from thidua.documents.paper import (
    Annex,
    Block,
    Bullet,
    Column,
    Header,
    Heading,
    Paper,
    Paragraph,
    Signatory,
    Signature,
    Table,
)
from thidua.engine.text import fold
from thidua.engine.words import short_date
from thidua.movements import choices
from thidua.movements.models import Movement, PlanItem
from thidua.movements.queries import citations, names
from thidua.movements.queries.plan import items
from thidua.organizations.papers import authority_head

SYMBOL = "KH-UBND"
_CARRIED_OUT = frozenset({"KH", "CT", "HD", "CV", "CTr", "KL", "TB"})
_LEVELS = ("state", "province", "district", "commune", "")
_ISSUERS = {
    "state": ("chinh phu", "quoc hoi", "bo noi vu", "tinh"),
    "province": ("tinh", "thanh pho"),
    "district": ("huyen", "quan", "thi xa"),
}
"""Words of the issuer of a basis by which awards of a level go; the province's rules tell of the State's as well."""
_BARE_REVIEWS = frozenset(choices.REVIEWS.values())
Kind = PlanItem.Kind


def plan(
    movement: Movement,
    *,
    on: date,
    number: str = "",
    dated_on: date | None = None,
    symbol: str = SYMBOL,
    signer: str = "",
    for_chair: bool = False,
    with_tasks: bool = True,
) -> Paper:
    """The plan as it is issued; number and day open while unknown.

    ``on`` says who is chairperson where no ``signer`` is named; ``for_chair``: signed by the vice (KT.).
    """
    name = signer or ("" if for_chair else authority_head(movement.authority, on))
    authority = ("TM. ỦY BAN NHÂN DÂN", *(("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH") if for_chair else ("CHỦ TỊCH",)))
    summary = names.summary(movement)
    recipients = tuple(item.text.strip().lstrip("-").strip() for item in items(movement, Kind.RECIPIENT))
    return Paper(
        kind="KH",
        header=Header(
            issuer=names.issuer_lines(movement),
            symbol=symbol,
            number=number,
            place=names.place_of(movement),
            on=dated_on,
            year=(movement.starts_on or on).year,
        ),
        title="KẾ HOẠCH",
        summary=summary,
        bases=tuple(_base(item) for item in items(movement, Kind.LEGAL_BASIS)),
        body=(
            Paragraph(
                f"{names.short_issuer(movement)} ban hành Kế hoạch {summary[:1].lower()}{summary[1:]} "
                "với các nội dung như sau:"
            ),
            *_aims(movement),
            *_contents(movement),
            *_awards(movement),
            *_duties(movement),
            Paragraph(
                f"Trên đây là Kế hoạch {summary[:1].lower()}{summary[1:]} của {names.short_issuer(movement)}, yêu cầu "
                "các tập thể, cá nhân có liên quan nghiêm túc triển khai thực hiện."
            ),
        ),
        signature=Signature(right=Signatory(authority, name)),
        recipients=recipients or ("Như mục IV", "Lưu: VT"),
        annexes=tuple(_annexes(movement, number, symbol, dated_on, with_tasks=with_tasks)),
        author=names.issuer_name(movement),
    )


def _base(item: PlanItem) -> str:
    text = item.text.strip()
    if text.split(" ", 1)[0] in {"Căn", "Thực", "Theo", "Xét"}:
        return text
    verb = "Thực hiện" if item.data.get("kind") in _CARRIED_OUT else "Căn cứ"
    return f"{verb} {text}"


def _aims(movement: Movement) -> list[Block]:
    blocks: list[Block] = [Heading(1, "I. MỤC ĐÍCH, YÊU CẦU")]
    for number, (title, kind) in enumerate(
        (("Mục đích", Kind.PURPOSE), ("Yêu cầu", Kind.REQUIREMENT)), start=1
    ):
        told = items(movement, kind)
        if told:
            blocks += [Heading(2, f"{number}. {title}"), *_bullets(told)]
    return blocks


def _contents(movement: Movement) -> list[Block]:
    participants = items(movement, Kind.PARTICIPANT)
    groups: list[tuple[str, list[Block]]] = [("Thời gian phát động", _period(movement))]
    whom: list[Block] = []
    for item in participants:
        label = choices.SUBJECTS.get(str(item.data.get("subject")), "").capitalize()
        whom.append(Bullet(f"{label}: {item.text}" if label else item.text))
    groups.append(("Đối tượng tham gia phong trào thi đua", whom))
    groups.append(("Nội dung", [*_bullets(items(movement, Kind.CONTENT))]))
    groups.append(("Chỉ tiêu", [*_bullets(items(movement, Kind.TARGET))]))
    blocks: list[Block] = [Heading(1, "II. NỘI DUNG, THỜI GIAN, ĐỐI TƯỢNG THAM GIA")]
    number = 0
    for title, body in groups:
        if body:
            number += 1
            blocks += [Heading(2, f"{number}. {title}"), *body]
    return blocks


def _period(movement: Movement) -> list[Block]:
    if not movement.starts_on or not movement.ends_on:
        return []
    starts_on, ends_on = movement.starts_on, movement.ends_on
    whole_year = (starts_on.day, starts_on.month, ends_on.day, ends_on.month) == (1, 1, 31, 12)
    if whole_year and starts_on.year == ends_on.year:
        blocks: list[Block] = [Paragraph(f"Trong năm {starts_on.year}.")]
    else:
        blocks = [
            Paragraph(f"Từ ngày {citations.short_day(starts_on)} đến ngày {citations.short_day(ends_on)}.")
        ]
    for item in items(movement, Kind.ROUND):
        first, last = (
            citations.iso_day(item.data.get("starts_on")),
            citations.iso_day(item.data.get("ends_on")),
        )
        when = (
            f": từ ngày {citations.short_day(first)} đến ngày {citations.short_day(last)}"
            if first and last
            else ""
        )
        blocks.append(Bullet(f"{item.text}{when}"))
    if movement.registration_due:
        blocks.append(
            Paragraph(f"Hạn gửi bản đăng ký thi đua: {citations.short_day(movement.registration_due)}.")
        )
    return blocks


def _awards(movement: Movement) -> list[Block]:
    awards, standards, quotas = (items(movement, kind) for kind in (Kind.AWARD, Kind.STANDARD, Kind.QUOTA))
    blocks: list[Block] = [Heading(1, "III. KHEN THƯỞNG")]
    number = 0
    for level in _LEVELS:
        own, rules, limits = (
            [item for item in rows if (item.data.get("level") or "") == level]
            for rows in (awards, standards, quotas)
        )
        if not (own or rules or limits):
            continue
        number += 1
        where = choices.LEVELS.get(level, "")
        blocks.append(Heading(2, f"{number}. Khen thưởng {where}".rstrip()))
        plain = {citations.award_text(str(item.data.get("form") or ""), level) for item in own}
        blocks += [Paragraph(item.text) for item in own if item.text not in plain]
        forms = sorted({str(item.data.get("form")) for item in (*own, *rules) if item.data.get("form")})
        if forms:
            blocks.append(Paragraph(f"Hình thức: {', '.join(forms)}."))
        elif not rules and not limits and all(item.text in plain for item in own):
            blocks.append(Paragraph(_by_the_level_above(movement, level)))
        if rules:
            blocks.append(Paragraph("Tiêu chuẩn:", keep_next=True))
            for item in rules:
                label = choices.SUBJECTS.get(str(item.data.get("subject")), "").capitalize()
                blocks.append(Bullet(f"{label}: {item.text}" if label else item.text))
        if limits:
            blocks.append(Paragraph(f"Số lượng: {'; '.join(_lower(item.text) for item in limits)}."))
    for title, kind in (
        ("Ưu tiên khi bằng điểm", Kind.TIE_BREAKER),
        ("Hồ sơ đề nghị khen thưởng", Kind.DOSSIER),
        ("Thời hạn", Kind.DEADLINE),
    ):
        told = items(movement, kind)
        if told:
            number += 1
            blocks += [Heading(2, f"{number}. {title}"), *_bullets(told)]
    return blocks


def _by_the_level_above(movement: Movement, level: str) -> str:
    """What a plan says of awards that it does not give itself: the basis of that level where one is cited."""
    for item in items(movement, Kind.LEGAL_BASIS):
        issuer = fold(str(item.data.get("issuer") or ""))
        if any(f" {word} " in f" {issuer} " for word in _ISSUERS.get(level, ())):
            return f"Thực hiện theo {item.text[:1].upper()}{item.text[1:].rstrip('.;')}."
    return f"Thực hiện theo quy định về khen thưởng {choices.LEVELS.get(level, '')}."


def _duties(movement: Movement) -> list[Block]:
    held: dict[str, list[PlanItem]] = {}
    for item in items(movement, Kind.DUTY):
        held.setdefault(str(item.data.get("actor") or ""), []).append(item)
    blocks: list[Block] = [Heading(1, "IV. TỔ CHỨC THỰC HIỆN")]
    number = 0
    for actor, told in held.items():
        if actor:
            number += 1
            blocks.append(Heading(2, f"{number}. {actor}"))
        blocks += _bullets(told)
    reviews = [item for item in items(movement, Kind.REVIEW) if _by(item) or item.text not in _BARE_REVIEWS]
    if reviews:
        blocks.append(Heading(2, f"{number + 1}. Sơ kết, tổng kết"))
        blocks += [Bullet(f"{item.text}{_by(item)}") for item in reviews]
    return blocks


def _annexes(
    movement: Movement, number: str, symbol: str, dated_on: date | None, *, with_tasks: bool
) -> list[Annex]:
    day = f"ngày {citations.short_day(dated_on)}" if dated_on else "ngày … tháng … năm …"
    note = f"(Kèm theo Kế hoạch số {number or '…'}/{symbol} {day} của {names.issuer_name(movement)})"
    tables: list[tuple[str, Table]] = []
    criteria = items(movement, Kind.CRITERION)
    if criteria:
        marks = (Column("STT", 8, "center"), Column("Tiêu chí", 70), Column("Điểm chuẩn", 14, "center"))
        points = tuple(
            (
                str(item.data.get("code") or item.order),
                item.text,
                str(item.data.get("max") or "").replace(".", ","),
            )
            for item in criteria
        )
        tables.append(("THANG ĐIỂM THI ĐUA", Table(marks, points)))
    tasks = list(movement.tasks.exclude(state="cancelled").select_related("lead__subject", "area"))
    if tasks and with_tasks:
        columns = (
            Column("STT", 7, "center"),
            Column("Nhiệm vụ", 52),
            Column("Chủ trì", 26),
            Column("Phối hợp", 22),
            Column("Thời hạn", 14, "center"),
            Column("Sản phẩm", 24),
        )
        rows = tuple(
            (str(at), task.text, task.lead.name, task.with_units, short_date(task.due_on), task.product)
            for at, task in enumerate(tasks, start=1)
        )
        tables.append(("DANH MỤC NHIỆM VỤ", Table(columns, rows)))
    single = len(tables) == 1
    return [
        Annex(
            title=title,
            body=(table,),
            note=note,
            label="Phụ lục" if single else f"Phụ lục {citations.roman(at)}",
            landscape=len(table.columns) > 4,  # noqa: PLR2004 - wide tables lie on their side
        )
        for at, (title, table) in enumerate(tables, start=1)
    ]


def _by(item: PlanItem) -> str:
    told = str(item.data.get("by") or "")
    day = citations.iso_day(told)
    if day:
        return f": trước ngày {citations.short_day(day)}"
    year, _, month = told.partition("-")
    return f": tháng {month} năm {year}" if month else ""


def _bullets(told: list[PlanItem]) -> list[Bullet]:
    return [Bullet(item.text) for item in told]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(".")
