"""What surrounds the body: the head of page 1, title, bases, signature and recipients, the head of an annex."""

from dataclasses import replace

from docx.oxml.xmlchemy import BaseOxmlElement

from thidua.documents.paper import (
    Annex,
    Paper,
    Run,
    Signatory,
    addressed_lines,
    base_lines,
    number_line,
    phrased,
    place_line,
    recipient_lines,
    unbroken,
)
from thidua.documents.paper.certificate import MM_PER_POINT
from thidua.documents.paper.fields import marked
from thidua.documents.render.docx.writer import Form, Writer, cell, paragraph, plain_table, row
from thidua.documents.render.layout import (
    BODY_SIZE,
    INDENT,
    MOTTO,
    NATION,
    SIGNING_SPACE,
    SUBJECT_SIZE,
    Head,
    balanced_width,
    measured_head,
    summary_rule,
)

_NUMBER_SIZE = 13
_RECIPIENT_SIZE = 11
_RECIPIENTS_TITLE_SIZE = 12
_SIGNATURES_IN_ROW = 3


def head(writer: Writer, paper: Paper, total: float) -> None:
    """Issuer and national name, number and place, title and summary, addressee, bases."""
    header = paper.header
    measured = measured_head(header, total)
    left, right = _head_columns(paper, measured)
    number = [paragraph(number_line(header), _tight(size=_NUMBER_SIZE))]
    if header.subject:
        side = max((measured.left - measured.subject[1]) / 2, 0)
        number.append(paragraph(header.subject, replace(_tight(size=SUBJECT_SIZE), left=side, right=side)))
    place = [paragraph(place_line(header), _tight(size=measured.size + 1, italic=True))]
    widths = (measured.left, measured.right)
    rows = [row([cell(measured.left, left), cell(measured.right, right)])]
    if number_line(header) or header.place:
        rows.append(row([cell(measured.left, number), cell(measured.right, place)]))
    writer.add(plain_table(widths, rows, ruled=False, padding=0))
    writer.gap(12)
    _title(writer, paper, total)
    if paper.addressed_to:
        _addressees(writer, paper.addressed_to)
    if paper.authority:
        writer.paragraph(paper.authority, Form(align="center", bold=True, before=6, after=10, first=0))
    for base in base_lines(paper.bases):
        writer.paragraph(base, Form(italic=True, first=INDENT))
    if paper.enacting:
        writer.paragraph(
            paper.enacting, Form(align="center", bold=True, before=6, after=8, first=0, keep_next=True)
        )


def form_head(writer: Writer, total: float) -> None:
    """The head of a form: the names of the fields stand where a paper has its texts."""
    widths = (total * 0.42, total * 0.58)
    upright, bold, italic = _tight(12), _tight(12, bold=True), _tight(13, italic=True)
    left = [
        paragraph(marked("co_quan_cap_tren"), upright),
        paragraph(marked("co_quan"), bold),
        _rule(widths[0], widths[0] / 4),
        paragraph(marked("so_ky_hieu"), upright),
    ]
    right = [
        paragraph(NATION, bold),
        paragraph(MOTTO, _tight(13, bold=True)),
        _rule(widths[1], widths[1] / 2),
        paragraph(marked("noi_ngay"), italic),
    ]
    writer.add(
        plain_table(widths, [row([cell(widths[0], left), cell(widths[1], right)])], ruled=False, padding=0)
    )
    writer.gap(12)
    title = _tight(BODY_SIZE, bold=True, keep_next=True)
    for name in ("ten_loai", "trich_yeu", "dong_phu"):
        writer.paragraph(marked(name), title)
    writer.add(_rule(total, total / 5))
    spaced = replace(title, before=10, after=10)
    writer.paragraph(marked("dong_kinh_gui"), replace(spaced, bold=False))
    writer.paragraph(marked("tham_quyen"), spaced)
    writer.paragraph((Run(marked("can_cu"), italic=True),), Form(first=INDENT))
    writer.paragraph(marked("loi_quyet_dinh"), spaced)


def signature(writer: Writer, paper: Paper, total: float) -> None:
    """The signature on the right, recipients or a second signature on the left, never split between pages."""
    if paper.signature is not None and paper.signature.left is not None:
        _level(writer, (paper.signature.left, paper.signature.right), total, BODY_SIZE)
    elif paper.signature is not None:
        widths = (total * 0.48, total * 0.52)
        right = [*_authority(paper.signature.right, BODY_SIZE), _name(paper.signature.right, BODY_SIZE)]
        cells = [cell(widths[0], _recipients(paper.recipients)), cell(widths[1], right)]
        writer.gap(8, keep_next=True)
        writer.add(plain_table(widths, [row(cells)], ruled=False, padding=0))
        return
    if paper.recipients:
        writer.gap(8)
        for part in _recipients(paper.recipients):
            writer.add(part)


def annex_head(writer: Writer, annex: Annex, total: float) -> None:
    """Label, title and the note that says what it belongs to."""
    if annex.label:
        writer.paragraph(annex.label, Form(align="center", bold=True, after=0, first=0, keep_next=True))
    for line in annex.title.split("\n"):
        _centred(writer, line, total, bold=True)
    if annex.note:
        _centred(writer, annex.note, total, italic=True)
    writer.gap(10, keep_next=True)


def signatories(writer: Writer, people: tuple[Signatory, ...], total: float) -> None:
    """Several signatures on one level, three in a row."""
    for start in range(0, len(people), _SIGNATURES_IN_ROW):
        _level(writer, people[start : start + _SIGNATURES_IN_ROW], total, BODY_SIZE - 1)


def _level(writer: Writer, people: tuple[Signatory, ...], total: float, size: float) -> None:
    """Signatures side by side: authorities in one row, names in the next, so that the names stand on one line."""
    width = total / len(people)
    writer.gap(8, keep_next=True)
    rows = [
        row([cell(width, _authority(who, size)) for who in people]),
        row([cell(width, [_name(who, size)]) for who in people]),
    ]
    writer.add(plain_table([width] * len(people), rows, ruled=False, padding=0.5))


def _authority(who: Signatory, size: float) -> list[BaseOxmlElement]:
    lines = [paragraph(line, _tight(size=size, bold=True, keep_next=True)) for line in who.authority]
    if who.note:
        lines.append(paragraph(who.note, _tight(size=size - 1, italic=True, keep_next=True)))
    return lines


def _name(who: Signatory, size: float) -> BaseOxmlElement:
    """The name below the room for the signature."""
    space = SIGNING_SPACE / MM_PER_POINT
    form = replace(_tight(size=size, bold=True), before=space)
    return paragraph(unbroken(who.name) or " ", form)


def _head_columns(paper: Paper, measured: Head) -> tuple[list[BaseOxmlElement], list[BaseOxmlElement]]:
    lines = [(*measured.superior, False)] if paper.header.superior else []
    lines += [(*line, True) for line in measured.issuer]
    left = []
    for text, width, bold in lines:
        side = max((measured.left - width) / 2, 0)
        left.append(paragraph(text, replace(_tight(size=measured.size, bold=bold), left=side, right=side)))
    if measured.issuer:
        left.append(_rule(measured.left, measured.rule_left))
    right: list[BaseOxmlElement] = []
    if paper.header.motto:
        right = [
            paragraph(NATION, _tight(size=measured.size, bold=True)),
            paragraph(MOTTO, _tight(size=measured.size + 1, bold=True)),
            _rule(measured.right, measured.rule_right),
        ]
    return left, right


def _title(writer: Writer, paper: Paper, total: float) -> None:
    if paper.title:
        writer.paragraph(
            paper.title, Form(align="center", bold=True, before=6, after=0, first=0, keep_next=True)
        )
    for line in (paper.summary, *paper.lines):
        if line:
            _centred(writer, line, total, bold=True)
    if paper.summary:
        writer.add(_rule(total, summary_rule(paper.lines[-1] if paper.lines else paper.summary, total)))
    if paper.title or paper.summary:
        writer.gap(10, keep_next=True)


def _centred(writer: Writer, text: str, total: float, *, bold: bool = False, italic: bool = False) -> None:
    """A centred text of even lines; only its sides are drawn in, so that it stays one text to search in."""
    text = phrased(text)
    side = max((total - balanced_width(text, total, BODY_SIZE, bold=bold, italic=italic)) / 2, 0)
    form = Form(
        align="center",
        bold=bold,
        italic=italic,
        after=0,
        line=1,
        first=0,
        left=side,
        right=side,
        keep_next=True,
    )
    writer.paragraph(text, form)


def _addressees(writer: Writer, addressed_to: tuple[str, ...]) -> None:
    first, *each = addressed_lines(addressed_to)
    if not each:
        writer.paragraph(first, Form(align="center", after=10, first=0))
        return
    writer.paragraph(first, Form(align="left", left=45, after=0, first=0, keep_next=True))
    last = len(each) - 1
    for at, line in enumerate(each):
        writer.paragraph(line, Form(align="left", left=55, after=10 if at == last else 0, first=0))


def _recipients(recipients: tuple[str, ...]) -> list[BaseOxmlElement]:
    if not recipients:
        return []
    title = Form(align="left", size=_RECIPIENTS_TITLE_SIZE, bold=True, italic=True, after=0, line=1, first=0)
    each = Form(align="left", size=_RECIPIENT_SIZE, after=0, line=1, first=0)
    return [paragraph("Nơi nhận:", title), *(paragraph(line, each) for line in recipient_lines(recipients))]


def _rule(width: float, length: float) -> BaseOxmlElement:
    """A solid line of a given length (mm), centred in the width."""
    side = max((width - length) / 2, 0)
    return paragraph("", Form(before=4, after=0, exact=5, first=0, left=side, right=side, rule=True))


def _tight(size: float, *, bold: bool = False, italic: bool = False, keep_next: bool = False) -> Form:
    return Form(
        align="center",
        before=0,
        after=0,
        line=1,
        first=0,
        size=size,
        bold=bold,
        italic=italic,
        keep_next=keep_next,
    )
