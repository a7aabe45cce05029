"""What stands in the body of a paper: plain frozen data, no layout, no I/O.

A text is a string, or a tuple of `Run` where part of it is bold or italic. Nothing in it is markup: `*`, `#`, `<` and
`=` are printed as they stand.
"""

from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "center", "right", "justify"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style."""

    text: str
    bold: bool = False
    italic: bool = False


Text = str | tuple[Run, ...]


def text_runs(text: Text) -> tuple[Run, ...]:
    """The text as runs, whichever way it was given."""
    return (Run(text),) if isinstance(text, str) else text


def plain_text(text: Text) -> str:
    """The text without its styles."""
    return text if isinstance(text, str) else "".join(run.text for run in text)


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading as it is written, number included.

    Level 0: "Chương I" or "Phần thứ nhất", centred; 1: "I. MỤC ĐÍCH, YÊU CẦU"; 2: "1. Mục đích"; 3: "a) Tập thể", in
    italics. All are bold and stay with what follows.
    """

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body; the first line is indented by 1 cm unless `indent` is off."""

    text: Text
    indent: bool = True
    align: Align = "justify"
    keep_next: bool = False


@dataclass(frozen=True, slots=True)
class Bullet:
    """One item of an unnumbered list; Vietnamese papers mark it with "-" or, one level deeper, "+"."""

    text: Text
    marker: str = "-"


@dataclass(frozen=True, slots=True)
class Clause:
    """An article of a decision: the label ("Điều 1.") is bold, its text follows on the same line."""

    label: str
    text: Text


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `width` is a share: the widths of a table are scaled to the page."""

    title: str
    width: int
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table. The head is repeated on each page and no row is split between pages.

    `rows` and `total` hold texts already formatted ("1.404.000", "85,5"), one for each column. In `total` an empty
    first cell is not merged; a text in the first cell spans all empty cells after it. `row_height` (mm) leaves room
    for a signature by hand; `size` is in points.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] | None = None
    caption: str = ""
    size: int = 12
    row_height: int = 0
    groups: tuple[int, ...] = ()
    """Indices of rows that are group lines ("I. Tập thể"): bold, the first text spans the empty cells after it."""


@dataclass(frozen=True, slots=True)
class SignatureTable:
    """A list to be signed by hand: STT, name, position or unit, and an empty column "Ký tên"."""

    people: tuple[tuple[str, str], ...]
    title_name: str = "Họ và tên"
    title_position: str = "Chức vụ, đơn vị"
    title_signature: str = "Ký tên"


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing made by `render.charts`. `alt` says in a sentence what it shows; width in mm."""

    svg: str
    alt: str
    caption: str = ""
    width: int = 150


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class Signatory:
    """One who signs: the lines of authority as printed in capitals, and the name, empty while unknown.

    `note` stands in italics below the authority ("(Ký, ghi rõ họ tên)").
    """

    authority: tuple[str, ...]
    name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Several who sign on one level: Người lập | Kế toán | Chủ tịch, or the three of a counting team.

    More than three are set in rows of three.
    """

    signatories: tuple[Signatory, ...]


Block = Heading | Paragraph | Bullet | Clause | Table | SignatureTable | Chart | PageBreak | SideBySide
