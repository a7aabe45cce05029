"""Own Word forms: fields and nothing else; whatever could run, fetch or hide is refused plainly."""

import ast
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.oxml import OxmlElement
from docx.shared import Mm, Twips

import thidua
from tests.documents.samples import AT
from thidua.documents.intake import word_template
from thidua.documents.intake.errors import UnreadableFileError
from thidua.documents.intake.sentences import sentence
from thidua.documents.paper import Annex, Chart, Footer, Paragraph
from thidua.documents.paper.fields import FIELDS
from thidua.documents.paper.forms import KINDS, sample
from thidua.documents.render.docx import render
from thidua.documents.render.docx.form import starter

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WHOLE = ("{{ so_ky_hieu }}", "{{ phan_than }}", "{{ phan_ky }}")


def form(*lines, rows=()):
    """A Word file with these paragraphs and one table."""
    document = docx.Document()
    for line in lines:
        paragraph = document.add_paragraph()
        for run in [line] if isinstance(line, str) else line:
            paragraph.add_run(run)
    if rows:
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for cells, row in zip(rows, table.rows, strict=True):
            for text, cell in zip(cells, row.cells, strict=True):
                cell.text = text
    return saved(document)


def saved(document):
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def with_part(content, name, change):
    made = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(made, "w") as target:
        for entry in source.infolist():
            data = source.read(entry)
            target.writestr(entry, change(data) if entry.filename == name else data)
        if name not in source.namelist():
            target.writestr(name, change(b""))
    return made.getvalue()


def texts(content):
    document = docx.Document(BytesIO(content))
    told = [paragraph.text for paragraph in document.paragraphs]
    return told, [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]


def all_text(content):
    """What a paper reads, tables in their places, whatever holds its words together."""
    tags = (W + "t", W + "noBreakHyphen")
    paragraphs = docx.Document(BytesIO(content)).element.body.iter(W + "p")
    lines = ("".join(node.text or "-" for node in paragraph.iter(*tags)) for paragraph in paragraphs)
    return "\n".join(lines).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("kind", ["QĐ", "BB", "KH"])  # the samples of the others are as of the last
def test_the_form_with_the_names_of_its_fields_tells_every_kind_of_paper_whole(kind):
    own, paper = starter(AT), sample(kind)
    made = word_template.filled(own, paper, AT)
    assert set(made.fields) <= set(FIELDS)
    told = all_text(made.docx)
    assert "{{" not in told
    for line in all_text(render(paper, AT)).split("\n"):
        assert line in told
    looked_at = "\n".join(made.lines).replace("\N{NO-BREAK SPACE}", " ")
    assert [text for text in ("XÃ MẪU", "Bà Trần Thị B", "Nguyễn Văn Mẫu") if text not in looked_at] == []
    assert made.docx == word_template.filled(own, paper, AT).docx


def test_a_drawing_annexes_watermark_and_anchor_come_into_a_form_of_another_language_and_size():
    document = docx.Document()
    document.styles["Heading 2"].element.set(W + "styleId", "u1")
    document.sections[0].page_width = Mm(148)
    document.add_paragraph("{{ so_ky_hieu }}")
    document.add_paragraph("{{ phan_than }}")
    document.add_paragraph("{{ phan_ky }}")
    long = sample("BC")
    paper = replace(
        long,
        body=(
            *long.body[:-1],
            Chart('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "Biểu đồ"),
        ),
        annexes=(Annex(title="PHỤ LỤC", body=(Paragraph("Nội dung phụ lục"),), landscape=True),),
        watermark="DÙNG THỬ",
        footer=Footer(position=7, head="abc"),
    )
    made = docx.Document(BytesIO(word_template.filled(saved(document), paper, AT).docx))
    heading = next(one for one in made.paragraphs if one.text == "I. PHẦN THỨ NHẤT")
    assert (heading.style.name, heading.style.style_id) == ("Heading 2", "u1")
    assert [part for part in made.part.package.iter_parts() if part.partname.endswith(".png")]
    assert made.paragraphs[-1].text == "Nội dung phụ lục"
    first, annex = made.sections
    assert (round(first.page_width.mm), annex.page_width > annex.page_height) == (148, True)
    grid = [int(column.get(W + "w")) for column in made.tables[0]._tbl.tblGrid]
    room = first.page_width - first.left_margin - first.right_margin
    assert abs(sum(grid) - room / Twips(1)) < len(grid)
    assert "DÙNG THỬ" in first.header._element.xml
    assert "abc" in first.footer._element.xml


def test_fields_cut_by_word_lists_and_rows_are_filled_and_texts_stay_texts():
    own = form(
        ["Về việc {", "{ trich", "_yeu }", "} của xã"],
        "{{ can_cu }}",
        "{{ kinh_gui }}",
        "{{ ten_loai }} & <b>",
        "{{ so_ky_hieu }}",
        "{{ noi_dung }}",
        "{{ nguoi_ky }}",
        rows=(("STT", "Tên"), ("{{ dong.cot1 }}", "Ông/Bà {{ dong.cot2 }}")),
    )
    paper = replace(
        sample("QĐ"), summary="a & b <c> {{ nguoi_ky }} {% x %}\x07", bases=("một", "hai", "ba"), enacting=""
    )
    told, table = texts(word_template.filled(own, paper, AT).docx)
    assert told == [
        "Về việc a & b <c> {{ nguoi_ky }} {% x %} của xã",
        "một;",
        "hai;",
        "ba.",
        "QUYẾT ĐỊNH & <b>",
        "Số: 00/QĐ-UBND",
        "Điều 1. Nội dung thứ nhất",
        "Điều 2. Nội dung thứ hai./.",
        "Nguyễn Văn Mẫu",
    ]
    assert table == [["STT", "Tên"], ["1", "Ông/Bà Ông Nguyễn Văn A"], ["2", "Ông/Bà Bà Trần Thị B"]]


@pytest.mark.parametrize(
    ("lines", "missing"),
    [
        (("{{ noi_dung }}", "{{ phan_ky }}", "{{ so_ky_hieu }}"), "{{ phan_than }}"),
        (("{{ phan_than }}", "{{ nguoi_ky }}", "{{ so_ky_hieu }}"), "{{ phan_ky }}"),
        (("{{ phan_than }}", "{{ phan_ky }}"), "{{ so_ky_hieu }}"),
    ],
)
def test_a_form_that_would_lose_a_table_a_signer_or_the_number_is_refused(lines, missing):
    with pytest.raises(UnreadableFileError) as refused:
        word_template.filled(form(*lines), sample("BB"), AT)
    assert refused.value.code == "template_leaves_out"
    assert sentence(refused.value).endswith(f"{missing}.")


def in_table():
    return form("{{ so_ky_hieu }}", "{{ phan_ky }}", rows=(("{{ phan_than }}",),))


@pytest.mark.parametrize("own", [in_table(), form("{{ so_ky_hieu }} {{ phan_ky }}", "{{ phan_than }}")])
def test_a_whole_part_stands_alone_in_the_body_of_the_form(own):
    with pytest.raises(UnreadableFileError) as refused:
        word_template.filled(own, sample("BB"), AT)
    assert refused.value.code == "template_part_place"


def field_code(instruction):
    document = docx.Document()
    run = document.add_paragraph("{{ trich_yeu }}").add_run()
    code = OxmlElement("w:instrText")
    code.text = instruction
    run._r.append(code)
    return saved(document)


def external(content):
    return with_part(
        content,
        "word/_rels/document.xml.rels",
        lambda data: data.replace(
            b"</Relationships>",
            b'<Relationship Id="x9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
            b'Target="http://ke-xau.example/a.png" TargetMode="External"/></Relationships>',
        ),
    )


GOOD = form(*WHOLE)
HOSTILE = {
    "template_unknown": form(*WHOLE, "{{ mat_khau }} {{ dong.cot99 }}"),
    "template_statement": form("{% for x in ''.__class__.__mro__ %}"),
    "template_empty": form("Không có trường nào"),
    "template_hostile": field_code(' DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc" '),
    "template_external": external(GOOD),
    "template_embedded": with_part(GOOD, "word/embeddings/oleObject1.bin", lambda _: b"x"),
    "macros": with_part(GOOD, "word/vbaProject.bin", lambda _: b"x"),
    "bomb": with_part(
        GOOD, "word/document.xml", lambda data: data.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1)
    ),
    "not_docx": b"%PDF-1.7",
    "damaged": with_part(GOOD, "word/document.xml", lambda data: data[:300]),
}


@pytest.mark.parametrize("code", HOSTILE)
def test_what_is_no_plain_form_is_refused(code):
    with pytest.raises(UnreadableFileError) as refused:
        word_template.filled(HOSTILE[code], sample("QĐ"), AT)
    assert refused.value.code == code
    if code == "template_unknown":
        assert "dong.cot99, mat_khau" in sentence(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "{{ trich_yeu.__class__ }}",
        "{{ ''.__class__ }}",
        "{{ trich_yeu|attr('x') }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ 7 * 7 }}",
        "{# x #}",
    ],
)
def test_no_expression_is_ever_run(text):
    with pytest.raises(UnreadableFileError) as refused:
        word_template.filled(form(*WHOLE, text), sample("QĐ"), AT)
    assert refused.value.code in {"template_statement", "template_unknown"}


def test_every_kind_of_paper_may_have_a_form_but_the_slips_of_a_ballot():
    calls = (
        node
        for path in Path(thidua.__file__).parent.rglob("*.py")
        if "papers" in path.as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Paper"
    )
    kinds = {word.value.value for call in calls for word in call.keywords if word.arg == "kind"}
    assert kinds - {"phieu"} <= set(KINDS)
    assert len(kinds) > 10
