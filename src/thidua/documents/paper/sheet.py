"""A whole paper in the parts of Decree 30/2020/NĐ-CP, annex I: plain frozen data that every renderer reads."""

from dataclasses import dataclass, replace
from datetime import date

from thidua.documents.paper.blocks import Block, Bullet, Clause, Paragraph, Run, Signatory, Text, text_runs

END_MARK = "./."
_TWO_DIGITS = 10
_LAST_MONTH_WITH_ZERO = 2


@dataclass(frozen=True, slots=True)
class Header:
    """The head of page 1 (Decree 30/2020, annex I, part I).

    `issuer` holds the lines of the issuing body, set bold ("ỦY BAN NHÂN DÂN", "XÃ DƯƠNG QUỲ"); `superior` the body
    above it, upright, or nothing. `symbol` is what follows the number ("KH-UBND"); with symbol and no number the
    space for the clerk's number stays open; without symbol the line is left out. `place` is the bare name ("Dương
    Quỳ"); without `on` the day and month stay open and `year` is printed where known. `subject` is the "V/v …" of
    a letter, under the number. `motto` off leaves out the national name and motto, as an internal list does.
    """

    issuer: tuple[str, ...]
    symbol: str = ""
    number: str = ""
    place: str = ""
    on: date | None = None
    year: int | None = None
    superior: str = ""
    subject: str = ""
    motto: bool = True


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: on the right always; on the left in minutes and where a superior confirms."""

    right: Signatory
    left: Signatory | None = None


@dataclass(frozen=True, slots=True)
class Annex:
    """What is attached: its own page, its own page numbers.

    `label` ("Phụ lục I") may be empty; `note` is "(Kèm theo Quyết định số …/QĐ-UBND ngày …)".
    """

    title: str
    body: tuple[Block, ...]
    note: str = ""
    label: str = ""
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Footer:
    """The anchor in the journal printed small at the foot: position and short hash of its head; a check code."""

    position: int | None = None
    head: str = ""
    check: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as it is issued.

    `kind` is a short name for files and properties ("quyet-dinh"). `title` is the name of the type ("QUYẾT ĐỊNH"),
    empty in a letter; `summary` its trích yếu; `lines` further centred lines under the summary. `addressed_to` is
    printed after "Kính gửi:". `authority` is the line above the bases of a decision ("CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ …"),
    `bases` the căn cứ without their end marks, `enacting` the line after them ("QUYẾT ĐỊNH:"). `recipients` are given
    without dash and end mark, the last being "Lưu: VT, VHXH". `end_mark` closes the last text of the body with "./.".
    `author` goes into the file's properties.
    """

    kind: str
    header: Header
    title: str
    body: tuple[Block, ...]
    summary: str = ""
    lines: tuple[str, ...] = ()
    addressed_to: tuple[str, ...] = ()
    authority: str = ""
    bases: tuple[Text, ...] = ()
    enacting: str = ""
    signature: Signature | None = None
    recipients: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    footer: Footer | None = None
    watermark: str = ""
    end_mark: bool = True
    landscape: bool = False
    author: str = ""


def number_line(header: Header) -> str:
    """The line "Số: 05/KH-UBND", with the clerk's space while there is no number; below 10 with a zero."""
    number = header.number
    if number.isdigit() and len(number) == 1:
        number = f"0{number}"
    return f"Số: {number or '      '}/{header.symbol}" if header.symbol else ""


def long_date(on: date) -> str:
    """The day in words, "ngày 05 tháng 02 năm 2026": a zero before days under 10 and before months 1 and 2 only."""
    day = f"0{on.day}" if on.day < _TWO_DIGITS else str(on.day)
    month = f"0{on.month}" if on.month <= _LAST_MONTH_WITH_ZERO else str(on.month)
    return f"ngày {day} tháng {month} năm {on.year}"


def place_line(header: Header) -> str:
    """Place and date, "Dương Quỳ, ngày 05 tháng 02 năm 2026"; day and month open while there is no date."""
    if header.on is not None:
        when = long_date(header.on)
    else:
        when = f"ngày      tháng      năm {header.year if header.year is not None else '        '}"
    return f"{header.place}, {when}" if header.place else when


def base_lines(bases: tuple[Text, ...]) -> tuple[tuple[Run, ...], ...]:
    """The bases with their end marks: ";" after each, "." after the last."""
    last = len(bases) - 1
    return tuple(_ended(text_runs(base), "." if at == last else ";") for at, base in enumerate(bases))


def addressed_lines(addressed_to: tuple[str, ...]) -> tuple[str, ...]:
    """Whom a paper is for: "Kính gửi: …" on one line, or a line for each below "Kính gửi:"."""
    if len(addressed_to) < 2:  # noqa: PLR2004 - one stands on the line itself
        return tuple(f"Kính gửi: {name}" for name in addressed_to)
    last = len(addressed_to) - 1
    return ("Kính gửi:", *(f"- {name}{'.' if at == last else ';'}" for at, name in enumerate(addressed_to)))


def recipient_lines(recipients: tuple[str, ...]) -> tuple[str, ...]:
    """The recipients with dash and end mark: ";" after each, "." after the last."""
    last = len(recipients) - 1
    return tuple(
        f"- {recipient.strip().lstrip('-').strip().rstrip(';.,')}{'.' if at == last else ';'}"
        for at, recipient in enumerate(recipients)
    )


def closed_body(paper: Paper) -> tuple[Block, ...]:
    """The body whose last text ends with "./." where the paper asks for it and its last block is a text."""
    if not paper.end_mark or not paper.body:
        return paper.body
    last = paper.body[-1]
    if isinstance(last, Paragraph | Bullet | Clause):
        return (*paper.body[:-1], replace(last, text=_ended(text_runs(last.text), END_MARK)))
    return paper.body


def _ended(runs: tuple[Run, ...], mark: str) -> tuple[Run, ...]:
    """The runs with one end mark, whatever stood there."""
    if not runs:
        return runs
    *rest, last = runs
    bare = last.text.rstrip()
    bare = bare.removesuffix(END_MARK).rstrip(" .;,")
    return (*rest, replace(last, text=bare + mark))
