"""Reading a plan: from its text to its facts."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from thidua.engine.plan.awards import AwardReader
from thidua.engine.plan.blocks import ROMAN, Line, blocks, lines
from thidua.engine.plan.citations import KINDS, Citation, citations
from thidua.engine.plan.contradictions import contradictions
from thidua.engine.plan.criteria import Annex, read_annex
from thidua.engine.plan.duties import duties, recipients
from thidua.engine.plan.folding import flat as flat_of
from thidua.engine.plan.header import Header, read_header
from thidua.engine.plan.issuer import read_issuer
from thidua.engine.plan.items import contents, dossier, entries, items, participants, targets
from thidua.engine.plan.outline import Node, outline, sections
from thidua.engine.plan.passage import Fact, Passage, join
from thidua.engine.plan.reading import Document, Item, LegalBasis, Movement, NotAPlanError, PlanReading
from thidua.engine.plan.restore import Restored, restore
from thidua.engine.plan.schedule import deadlines, period, reviews, rounds, tie_breakers

_MOVEMENT: Final = re.compile(r"\b(?:thi dua(?!,? khen)(?! - khen)|phong trao|xet khen thuong)\b")
_PLAN_WORDS: Final = re.compile(
    r"\b(?:ke hoach|huong dan|chi thi|quyet dinh|phat dong|chuong trinh|the le)\b"
)
_SECTIONS: Final = frozenset(
    {
        "both",
        "purposes",
        "requirements",
        "participants",
        "contents",
        "awards",
        "duties",
        "period",
        "targets",
        "mixed",
    }
)
_NO_PLANS: Final = frozenset({"BC", "TTr", "BB", "GM"})  # they tell of a movement, they do not plan it
_LEAST_SECTIONS: Final = 2
_LEAST_WORDS: Final = 30
_ISSUED: Final = re.compile(
    r"\b(?:ban hanh|xay dung)\s+(?P<kind>ke hoach|huong dan|chi thi|chuong trinh)\b\s*(?P<title>[^.;:]{0,300})"
)
_CLOSING: Final = re.compile(r"tren day la (?P<kind>ke hoach|huong dan|chuong trinh)\b")
_RECIPIENTS: Final = re.compile(r"n\S{1,2}i nh\Sn\b\s*[:.;]?")
_TITLE_END: Final = re.compile(r"\s*,?\s*(?:voi (?:cac |nhung )?noi dung|cu the|nhu sau|voi noi dung)")


def read(text: str) -> PlanReading:
    """Read the plan of an emulation movement.

    Places are code points of the NFC form of the text. Raises NotAPlanError where the text is none.
    """
    text = unicodedata.normalize("NFC", text)
    if len(text.split()) < _LEAST_WORDS:
        raise NotAPlanError(missing=["words"], words=len(text.split()))
    restored = restore(text)
    found = lines(restored.passage)
    header = read_header(found, damaged=restored.damaged)
    annex = read_annex(found[header.body :])
    skip = {header.body + index for index in annex.lines}
    end = _end_of_body(found, header.body)
    kept = [line for index, line in enumerate(found) if header.body <= index < end and index not in skip]
    root = outline(blocks(kept, damaged=restored.damaged))
    _must_be_a_plan(restored.passage.flat, root, header)
    return _assemble(restored, header, root, recipients(found), annex)


def _end_of_body(found: Sequence[Line], start: int) -> int:
    """Return the index of the line "Nơi nhận", behind which nobody is told to do anything."""
    for index in range(len(found) - 1, start, -1):
        if _RECIPIENTS.match(found[index].text.flat):
            return index
    return len(found)


def _must_be_a_plan(flat: str, root: Node, header: Header) -> None:
    labels = {node.label for node in root.walk()} & _SECTIONS
    missing = []
    if header.document.kind and header.document.kind.value in _NO_PLANS:
        missing.append("kind")
    if not _MOVEMENT.search(flat):
        missing.append("movement")
    if not (_PLAN_WORDS.search(flat) or header.document.kind):
        missing.append("plan")
    least = (
        1
        if header.document.kind and header.title and _MOVEMENT.search(flat_of(header.title.value))
        else _LEAST_SECTIONS
    )
    if len(labels) < least:
        missing.append("sections")
    if missing:
        raise NotAPlanError(missing=missing, sections=sorted(labels))


def _preamble(root: Node) -> list[Node]:
    before: list[Node] = []
    for node in root.children:
        if node.label or node.rank <= ROMAN:
            if node.children and not node.label and node is root.children[0]:
                before.extend(child for child in node.children if not child.label and child.rank > ROMAN)
                continue
            break
        before.append(node)
    return before


def _bases(root: Node, preamble: list[Node]) -> tuple[LegalBasis, ...]:
    texts = [node.everything() for node in preamble]
    texts.extend(text for section in sections(root, "bases") for text in entries(section))
    if not any(next(citations(text), None) for text in texts):
        texts.extend(node.text for node in root.walk() if node.text.flat.startswith("can cu "))
    made: list[LegalBasis] = []
    seen: set[tuple[str, str]] = set()
    for text in texts:
        for one in citations(text):
            key = (one.kind.value, one.number.value if one.number else f"@{one.start}")
            if key not in seen:
                seen.add(key)
                made.append(_basis(one))
    return tuple(made)


def _basis(one: Citation) -> LegalBasis:
    return LegalBasis(one.kind, one.number, one.issued_on, one.issuer)


def _document(header: Header, body: Passage) -> Document:
    """Return the head's facts; a kind that the head has lost is told by "ban hành Kế hoạch" or the closing words."""
    shown = header.document
    if shown.kind is not None:
        return shown
    kind: Fact[str] | None = None
    for pattern in (_ISSUED, _CLOSING):
        match = pattern.search(body.flat)
        if match and kind is None:
            kind = body.fact(KINDS[match.group("kind")], match.start("kind"), match.end("kind"))
    if kind is None and header.document.number:
        code = re.search(r"/([A-ZĐ][A-Za-zĐ]{1,3})-", header.document.number.value)
        place = header.document.number
        kind = (
            Fact(code.group(1), place.start, place.end) if code and code.group(1) in KINDS.values() else None
        )
    return Document(kind, shown.number, shown.issued_on, shown.place)


def _title(header: Header, body: Passage) -> tuple[Fact[str] | None, Passage | None]:
    """Return the title of the head without the kind of document before it, else the one that the body tells."""
    text = header.title_text
    if text is None:
        match = _ISSUED.search(body.flat)
        if match is None or not _MOVEMENT.search(match.group("title")):
            return None, None
        end = _TITLE_END.search(body.flat, match.start("title"), match.end("title"))
        text = body.cut(match.start("title"), end.start() if end else match.end("title"))
    kind = re.match(r"(?:ke hoach|huong dan|chuong trinh|quyet dinh|chi thi)\s+(?=\S)", text.flat)
    about = re.match(r"(?:ke hoach|v/v|ve viec)\s+", text.flat) if kind is None else kind
    text = text.cut(about.end()) if about else text
    if not text:
        return None, None
    words = text.words()
    capital = words.value[:1].upper() + words.value[1:]
    return Fact(capital, words.start, words.end, words.sure), text


def _assemble(
    restored: Restored, header: Header, root: Node, sent_to: tuple[Item, ...], annex: Annex
) -> PlanReading:
    body = join(node.text for node in root.walk())
    document = _document(header, body)
    issuer = read_issuer(header, body, restored.names, damaged=restored.damaged)
    title, title_text = _title(header, body)
    preamble = _preamble(root)
    skip = {id(inner) for node in preamble for inner in node.walk()}
    skip |= {id(inner) for section in sections(root, "bases") for inner in section.walk()}
    when = period(root, title_text, body, document.issued_on)
    level = issuer.level.value if issuer.level else None
    reading = PlanReading(
        document=document,
        issuer=issuer,
        movement=Movement(
            title, when.starts_on, when.ends_on, rounds(root, document.issued_on), reviews(root, skip)
        ),
        legal_bases=_bases(root, preamble),
        purposes=items(root, "purposes"),
        requirements=items(root, "requirements"),
        participants=participants(root),
        contents=contents(root),
        targets=targets(root),
        awards=AwardReader(level).read(root),
        criteria=annex.criteria,
        tie_breakers=tie_breakers(root),
        dossier=dossier(root),
        deadlines=deadlines(root, skip),
        duties=duties(root),
        recipients=sent_to,
    )
    return replace(reading, contradictions=tuple(contradictions(reading, annex.total)))
