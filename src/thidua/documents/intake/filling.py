"""The child's side of `intake.word_template`: look into a Word form, fill it with a paper.

A form holds fields and nothing else: ``{{ trich_yeu }}``. There are no statements, no expressions and no functions
in it that could be run; a field is looked up in a plain dict by its name. A paragraph that holds a list field alone is
repeated for each text, and left out where there is none; a table row that holds ``{{ dong.… }}`` is repeated for each
row of the list; ``{{ phan_than }}`` and ``{{ phan_ky }}`` stand for whole parts (`render.docx.form`).
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from thidua.documents.intake.errors import UnreadableFileError
from thidua.documents.intake.package import look_into
from thidua.documents.paper import fields
from thidua.documents.render import payload
from thidua.documents.render.docx import form

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_FIELD = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")
_STATEMENT = re.compile(r"\{%|\{#|\{\{(?!\s*[\w.]+\s*\}\})")
_HOSTILE = re.compile(
    r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE|MACROBUTTON)\b", re.IGNORECASE
)
_ROW = "dong."
_BRACES = "\ue000"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def work(content: bytes, options: Mapping[str, Any]) -> dict[str, Any]:
    """The form filled with the paper in the options (`payload.for_paper`). Raises UnreadableFileError."""
    if not content.startswith(b"PK\x03\x04") or (package := look_into(content)).kind != "docx":
        raise UnreadableFileError("not_docx")
    for flag in ("external", "embedded"):
        if flag in package.flags:
            raise UnreadableFileError(f"template_{flag}")
    paper = payload.paper(options)
    with ZipFile(BytesIO(content)) as source:
        parts = {name: _parsed(source.read(name)) for name in source.namelist() if _PARTS.fullmatch(name)}
        for root in parts.values():
            _look(root)
        names = _known({name for root in parts.values() for name in _names(root)})
        _placed(parts.get("word/document.xml"), parts.values())
        if missing := fields.left_out(paper, names):
            raise UnreadableFileError(
                "template_leaves_out", {"names": ", ".join(map(fields.marked, missing))}
            )
        for root in parts.values():
            _fill(root, fields.fields_of(paper))
            for node in root.iter(f"{_W}t"):
                node.text = (node.text or "").replace(_BRACES, "{{")
        whole = form.completed(_zipped(source, parts), paper, names, payload.moment(options))
    return {"docx": b64encode(whole).decode(), "lines": _lines(whole), "fields": sorted(names)}


def _known(names: set[str]) -> set[str]:
    if unknown := sorted(names - fields.FIELDS.keys()):
        raise UnreadableFileError("template_unknown", {"names": ", ".join(unknown[:20])})
    if not names:
        raise UnreadableFileError("template_empty")
    return names


def _placed(document: Any, roots: Iterable[Any]) -> None:
    """A field for a whole part stands alone in a paragraph of the body: tables and pages cannot be set elsewhere."""
    for root in roots:
        for paragraph in root.iter(f"{_W}p"):
            for name in fields.PARTS.intersection(_names(paragraph)):
                text = "".join(node.text or "" for node in paragraph.iter(f"{_W}t"))
                in_body = root is document and paragraph.getparent().tag == f"{_W}body"
                if not in_body or _FIELD.sub("", text).strip() or text.count("{{") > 1:
                    raise UnreadableFileError("template_part_place", {"names": fields.marked(name)})


def _lines(content: bytes) -> list[str]:
    """What the filled form reads, to look at."""
    with ZipFile(BytesIO(content)) as made:
        roots = [_parsed(made.read(name)) for name in made.namelist() if _PARTS.fullmatch(name)]
    told = []
    for paragraph in (paragraph for root in roots for paragraph in root.iter(f"{_W}p")):
        texts = paragraph.iter(f"{_W}t", f"{_W}noBreakHyphen")
        told.append("".join(node.text or "" if node.tag == f"{_W}t" else "-" for node in texts))
    return [text for text in told if text.strip()]


def _parsed(xml: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableFileError("damaged") from error


def _look(root: Any) -> None:
    """Join fields that Word cut into pieces; refuse statements and Word's own fields that fetch or run."""
    for text in root.iter(f"{_W}instrText"):
        if _HOSTILE.search(text.text or ""):
            raise UnreadableFileError("template_hostile")
    for simple in root.iter(f"{_W}fldSimple"):
        if _HOSTILE.search(simple.get(f"{_W}instr") or ""):
            raise UnreadableFileError("template_hostile")
    for paragraph in root.iter(f"{_W}p"):
        _joined(paragraph)
        whole = "".join(node.text or "" for node in paragraph.iter(f"{_W}t"))
        if _STATEMENT.search(whole):
            raise UnreadableFileError("template_statement", {"text": whole[:80]})


def _joined(paragraph: Any) -> None:
    """Put each field that runs over several pieces into the first of them, with its looks."""
    nodes = list(paragraph.iter(f"{_W}t"))
    at = 0
    while at < len(nodes):
        text = nodes[at].text or ""
        following = at + 1
        while _open(text) and following < len(nodes):
            text += nodes[following].text or ""
            nodes[following].text = ""
            following += 1
        nodes[at].text = text
        at = max(at + 1, following)


def _open(text: str) -> bool:
    return text.rfind("{{") > text.rfind("}}") or text.endswith("{")


def _names(root: Any) -> Iterator[str]:
    for node in root.iter(f"{_W}t"):
        for found in _FIELD.finditer(node.text or ""):
            yield found.group(1)


def _fill(root: Any, context: Mapping[str, Any]) -> None:
    for row in [row for row in root.iter(f"{_W}tr") if any(name.startswith(_ROW) for name in _names(row))]:
        if any(inner is not row for inner in row.iter(f"{_W}tr")):
            continue  # the innermost row is the one to repeat
        _repeat(
            row, [{f"{_ROW}{key}": value for key, value in line.items()} for line in context["danh_sach"]]
        )
    for paragraph in list(root.iter(f"{_W}p")):
        names = list(_names(paragraph))
        if len(names) != 1 or names[0] not in context:
            continue
        values = context[names[0]]
        if not values and _alone(paragraph):
            paragraph.getparent().remove(paragraph)
        elif isinstance(values, list):
            _repeat(paragraph, [{names[0]: value} for value in values] or [{names[0]: ""}])
    for paragraph in root.iter(f"{_W}p"):
        _put(paragraph, {name: _one(value) for name, value in context.items()})


def _alone(paragraph: Any) -> bool:
    """Whether a paragraph says nothing but its field, ends no section, and is not the last of its cell."""
    text = "".join(node.text or "" for node in paragraph.iter(f"{_W}t"))
    ends = next(paragraph.iter(f"{_W}sectPr"), None) is not None
    beside = len(paragraph.getparent().findall(f"{_W}p")) > 1
    return not _FIELD.sub("", text).strip() and beside and not ends


def _one(value: Any) -> str:
    return (
        value if isinstance(value, str) else "; ".join(str(part) for part in value if isinstance(part, str))
    )


def _repeat(element: Any, lines: list[dict[str, str]]) -> None:
    parent = element.getparent()
    at = parent.index(element)
    for offset, line in enumerate(lines):
        made = deepcopy(element)
        for paragraph in [made] if made.tag == f"{_W}p" else made.iter(f"{_W}p"):
            _put(paragraph, line)
        parent.insert(at + offset, made)
    parent.remove(element)


def _put(paragraph: Any, values: Mapping[str, str]) -> None:
    """Texts for fields; braces in a text are set aside, so that it is never read as a field itself."""
    for node in paragraph.iter(f"{_W}t"):
        if node.text and "{{" in node.text:
            node.text = _FIELD.sub(
                lambda found: _safe(values[found.group(1)]) if found.group(1) in values else found.group(0),
                node.text,
            )
            node.set(_SPACE, "preserve")


def _safe(text: str) -> str:
    return _CONTROL.sub("", text).replace("{{", _BRACES)


def _zipped(source: ZipFile, parts: Mapping[str, Any]) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename in parts:
                content = etree.tostring(
                    parts[entry.filename], xml_declaration=True, encoding="UTF-8", standalone=True
                )
            target.writestr(entry, content)
    return made.getvalue()
