"""Own Word forms: fields and nothing else; whatever could run, fetch or hide is refused plainly."""

from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.oxml import OxmlElement

from tests.documents.samples import AT
from thidua.commendations.papers import sample_decision
from thidua.documents.intake import word_template
from thidua.documents.intake.errors import UnreadableFileError
from thidua.documents.intake.sentences import sentence
from thidua.documents.paper.fields import FIELDS, fields_of, starter
from thidua.documents.render.docx import render

NOW = datetime(2026, 2, 5, tzinfo=UTC)


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


def test_the_built_in_form_with_the_names_of_its_fields_comes_back_filled():
    own = render(starter(), AT)
    assert set(word_template.fields_in(own)) <= set(FIELDS)
    made = word_template.filled(own, fields_of(sample_decision()))
    told = "\n".join(made.lines)
    for words in (
        "ỦY BAN NHÂN DÂN",
        "XÃ MẪU",
        "Căn cứ thứ hai.",
        "Điều 2. Nội dung thứ hai./.",
        "Bà Trần Thị B",
        "- Lưu: VT.",
    ):
        assert words in told
    assert "{{" not in told
    docx.Document(BytesIO(made.docx))


def test_fields_cut_by_word_lists_and_rows_are_filled_and_texts_stay_texts():
    own = form(
        ["Về việc {", "{ trich", "_yeu }", "} của xã"],
        "{{ can_cu }}",
        "{{ ten_loai }} & <b>",
        rows=(("STT", "Tên"), ("{{ dong.cot1 }}", "Ông/Bà {{ dong.cot2 }}")),
    )
    context = fields_of(sample_decision()) | {
        "trich_yeu": "a & b <c> {{ nguoi_ky }} {% x %}\x07",
        "can_cu": ["một", "hai", "ba"],
    }
    told, table = texts(word_template.filled(own, context).docx)
    assert told == ["Về việc a & b <c> {{ nguoi_ky }} {% x %} của xã", "một", "hai", "ba", "QUYẾT ĐỊNH & <b>"]
    assert table == [["STT", "Tên"], ["1", "Ông/Bà Ông Nguyễn Văn A"], ["2", "Ông/Bà Bà Trần Thị B"]]


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


GOOD = form("{{ trich_yeu }}")
HOSTILE = {
    "template_unknown": form("{{ trich_yeu }} {{ mat_khau }} {{ dong.cot99 }}"),
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
        word_template.fields_in(HOSTILE[code])
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
        word_template.fields_in(form("{{ trich_yeu }}", text))
    assert refused.value.code in {"template_statement", "template_unknown"}
