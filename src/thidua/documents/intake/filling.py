"""The child's side of `intake.word_template`: look into a Word template, fill it.

A template holds fields and nothing else: ``{{ trich_yeu }}``. There are no statements, no expressions and no functions
in it that could be run; a field is looked up in a plain dict by its name. A paragraph that holds a list field alone is
repeated for each text; a table row that holds ``{{ dong.… }}`` is repeated for each row of the list.
"""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from copy import deepcopy
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from thidua.documents.intake.errors import UnreadableFileError
from thidua.documents.intake.package import look_into

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
    """The fields of a template, or the template filled. Raises UnreadableFileError."""
    if not content.startswith(b"PK\x03\x04") or (package := look_into(content)).kind != "docx":
        raise UnreadableFileError("not_docx")
    for flag in ("external", "embedded"):
        if flag in package.flags:
            raise UnreadableFileError(f"template_{flag}")
    with ZipFile(BytesIO(content)) as source:
        parts = {name: _parsed(source.read(name)) for name in source.namelist() if _PARTS.fullmatch(name)}
        for root in parts.values():
            _look(root)
        if "context" not in options:
            return {"fields": sorted({name for root in parts.values() for name in _names(root)})}
        lines: list[str] = []
        for root in parts.values():
            _fill(root, options["context"])
            for node in root.iter(f"{_W}t"):
                node.text = (node.text or "").replace(_BRACES, "{{")
            lines += [
                text for text in ("".join(p.itertext(f"{_W}t")) for p in root.iter(f"{_W}p")) if text.strip()
            ]
        return {"docx": b64encode(_zipped(source, parts)).decode(), "lines": lines}


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
        if len(names) == 1 and isinstance(context.get(names[0]), list):
            values = context[names[0]]
            if values:
                _repeat(paragraph, [{names[0]: value} for value in values])
            else:
                _put(paragraph, {names[0]: ""})
    for paragraph in root.iter(f"{_W}p"):
        _put(paragraph, {name: _one(value) for name, value in context.items()})


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
