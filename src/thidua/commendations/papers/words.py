"""Phrases that the papers of steps 9 and 10 share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from thidua.base.acts import day_of
from thidua.commendations.models import Award, Decision, Proposal
from thidua.commendations.queries import AwardLine, standing_unit, total
from thidua.council.models import Meeting
from thidua.documents.paper import Column, Table
from thidua.engine.words import paper_date
from thidua.movements.models import Movement
from thidua.organizations.models import Unit
from thidua.organizations.queries import post_at
from thidua.regulations import queries as regulations

KINDS = {"collective": "tập thể", "individual": "cá nhân", "household": "hộ gia đình"}
"""Kinds of the awarded in the order of papers, and their words."""


def amount(value: Decimal | int) -> str:
    """An amount with dots for thousands: "1.410.000"."""
    return f"{int(value):,}".replace(",", ".")


def multiple_told(value: Decimal | None) -> str:
    """A multiple with a decimal comma: "0,3"."""
    return f"{(value or Decimal(0)).normalize():f}".replace(".", ",")


def counted(lines: Sequence[AwardLine | Award]) -> str:
    """How many of whom: "02 tập thể, 03 cá nhân"; one who is given a title and a form is one."""
    numbers = Counter({line.subject_id: _kind(line) for line in lines}.values())
    return ", ".join(f"{numbers[kind]:02d} {word}" for kind, word in KINDS.items() if numbers[kind])


def whom(lines: Sequence[AwardLine | Award]) -> str:
    """Of which kinds they are: "tập thể, cá nhân"."""
    kinds = {_kind(line) for line in lines}
    told = [word for kind, word in KINDS.items() if kind in kinds]
    return ", ".join(told) or "tập thể, cá nhân"


def honours(lines: Sequence[AwardLine | Award], authority_id: int, on: date) -> str:
    """What they are given, in words: "Giấy khen", "danh hiệu “Lao động tiên tiến”"; each once, in their order."""
    law = regulations.law_of(authority_id)
    told = {line.form: law.award(line.form, on) for line in lines}
    return ", ".join(form if known is None else known.told for form, known in told.items())


def of_awards(made: Decision, awards: Sequence[Award]) -> str:
    """What the awards of a decision are, in words, by the law of its day."""
    return honours(awards, made.authority_id, made.decided_on or date.max)


def listed(awards: Sequence[Award]) -> list[tuple[Award, str]]:
    """Each award with what to say behind the name: the award where they differ, nothing where all are of one form."""
    mixed = len({award.form for award in awards}) > 1
    return [(award, f" – {award.form}" if mixed else "") for award in awards]


def merited(lines: Sequence[AwardLine | Award], authority_id: int, on: date) -> str:
    """For what: forms praise an outstanding merit, a title is reached by its standards."""
    law = regulations.law_of(authority_id)
    titles = [known.title for line in lines if (known := law.award(line.form, on)) is not None]
    return "đạt tiêu chuẩn danh hiệu thi đua" if titles and all(titles) else "có thành tích xuất sắc"


def summed_up(lines: Sequence[AwardLine | Award], movement: Movement, on: date) -> str:
    """What a decision of a day is about, as its heading says and as who cites it at first says (NĐ 30/2020)."""
    given, merit = honours(lines, movement.authority_id, on), merited(lines, movement.authority_id, on)
    return f"về việc tặng {given} cho {whom(lines)} {merit} trong {movement.named}"


def _kind(line: AwardLine | Award) -> str:
    return line.kind if isinstance(line, AwardLine) else line.subject.award_kind


def merit_told(merit: str) -> str:
    """The merit as a certificate says it: "Đã có thành tích xuất sắc trong …", without a full stop."""
    told = " ".join(merit.split()).rstrip(" .;,")
    if told.casefold().startswith("có "):
        told = f"Đã {told[:1].lower()}{told[1:]}"
    return told[:1].upper() + told[1:]


def list_table(lines: Sequence[AwardLine]) -> Table:
    """The awarded by kind, each counted from 1, with multiple, money and total; what for, where that differs."""
    mixed = len({line.form for line in lines}) > 1
    rows: list[tuple[str, ...]] = []
    groups: list[int] = []
    for kind, word in KINDS.items():
        of_kind = [line for line in lines if line.kind == kind]
        if not of_kind:
            continue
        groups.append(len(rows))
        rows.append((f"{'I' * len(groups)}. {first_capital(word)}", *[""] * (5 if mixed else 4)))
        rows += [
            (
                f"{number}",
                line.named,
                post_at(line.position, line.unit_name),
                *([line.form] if mixed else []),
                multiple_told(line.multiple),
                amount(line.amount),
            )
            for number, line in enumerate(of_kind, start=1)
        ]
    return Table(
        columns=(
            Column("STT", 7, "center"),
            Column("Họ và tên, tên tập thể", 24 if mixed else 30),
            Column("Chức vụ, đơn vị", 26 if mixed else 34),
            *([Column("Danh hiệu, hình thức", 17)] if mixed else []),
            Column("Hệ số", 9, "center"),
            Column("Mức thưởng (đồng)", 17, "right"),
        ),
        rows=tuple(rows),
        groups=tuple(groups),
        total=("Tổng cộng", *[""] * (4 if mixed else 3), amount(total(lines))),
    )


def money_notes(lines: Sequence[AwardLine | Award]) -> list[str]:
    """Why somebody's money is not that of the multiple alone, one sentence each, to stand under a list."""
    return [f"{line.named}, {line.form}: {line.money_note}." for line in lines if line.money_note]


def met_on(meeting: Meeting) -> date:
    """The day of the council's meeting."""
    return day_of(meeting.closed_at or meeting.planned_at)


def minutes_cited(meeting: Meeting) -> str:
    """The council's minutes as a căn cứ names them."""
    minutes = meeting.minutes
    number = f" số {minutes.citation}" if minutes and minutes.citation else ""
    day = minutes.dated_on if minutes and minutes.dated_on else met_on(meeting)
    return f"Căn cứ Biên bản{number} {paper_date(day)} họp Hội đồng Thi đua - Khen thưởng"


def plan_cited(movement: Movement) -> str:
    """The plan of the movement as a căn cứ names it."""
    cited = f" số {movement.plan_number}" if movement.plan_number else ""
    day = f" {paper_date(movement.plan_issued_on)}" if movement.plan_issued_on else ""
    return f"Căn cứ Kế hoạch{cited}{day} của {movement.authority.name} triển khai {movement.named}"


def letterhead_title(proposed: Proposal) -> str:
    """The head of the standing unit as the decision names the proposer: "Trưởng phòng Văn hóa - Xã hội"."""
    unit = standing_of(proposed)
    if unit is None:
        return "cơ quan thường trực Hội đồng Thi đua - Khen thưởng"
    if unit.name.startswith("Phòng"):
        return f"Trưởng {unit.name[0].lower()}{unit.name[1:]}"
    if unit.name.startswith("Văn phòng"):
        return f"Chánh {unit.name}"
    return f"Thủ trưởng {unit.name}"


def standing_of(proposed: Proposal) -> Unit | None:
    """The unit that proposed."""
    on = proposed.dated_on or met_on(proposed.meeting)
    return standing_unit(proposed.movement, on, proposed.meeting)


def first_capital(text: str) -> str:
    """The text with its first letter in capital."""
    return text[:1].upper() + text[1:]
