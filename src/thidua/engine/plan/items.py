"""Lists of a plan: purposes, requirements, participants, contents with their areas, targets, dossier."""

import re
from collections.abc import Iterator
from typing import Final

from thidua.engine.plan.blocks import LETTER, TEXT
from thidua.engine.plan.outline import Node, sections
from thidua.engine.plan.passage import Fact, Passage, join
from thidua.engine.plan.reading import Content, Item, Participants, Target

_SENTENCE: Final = re.compile(r"(?<=[.;!?])[\"”’)]*\s+(?=\S)")
_SUBJECT: Final = re.compile(
    r"\s*(?:\(?[a-z\d]\)\s*)?(?:doi voi |ve |danh cho )?(?:cac |nhung |toan the )?"
    r"(?P<who>t[ai4]p th[e6]|c[a4¢][\s-]?\s?nh[ai]n|ho gia dinh|gia dinh)\b"
    r"(?P<both>(?:\s*(?:,|va|va cac)\s*(?:cac\s+)?(?:t[ai4]p th[e6]|c[a4¢]\s?nh[ai]n|ho gia dinh)\b)+)?"
)
_COLLECTIVE: Final = re.compile(
    r"\b(tap the|co quan|don vi|phong|ban|nganh|doan the|to chuc|truong hoc|tram|thon|to dan pho"
    r"|doanh nghiep|hop tac xa"
    r"|so|xa|phuong|mat tran|mttq|dia phuong|luc luong)\b"
)
_INDIVIDUAL: Final = re.compile(
    r"\b(ca nhan|can bo|cong chuc|vien chuc|nguoi lao dong|nguoi hoat dong|can bo, chien si|nhan dan|nguoi dan|hoc sinh"
    r"|doan vien|hoi vien|dang vien|cbcc\w*)\b"
)
_AND_ALL: Final = re.compile(
    r"(?:[;,.]|\bva\b)\s*(?=(?:toan the|tat ca|doi ngu|moi)?\s*(?:cac\s+)?(?:ca nhan|can bo|cong chuc"
    r"|vien chuc|cbcc\w*|nhan dan"
    r"|nguoi lao dong)\b)"
)
_LEAD_IN: Final = re.compile(r":\s*$")
_PERCENT: Final = re.compile(r"(?<![\d,.])(\d{1,3})(?:[.,]0+)?\s*(?:%|phan tram\b)")
_DECIMAL_PERCENT: Final = re.compile(r"\d+[.,]\d+\s*%")
_GOAL: Final = re.compile(
    r"\b(phan dau|dat|tro len|toi thieu|it nhat|tren|bao dam|dam bao|hoan thanh|ty le)\b"
)
_AREA_LIST: Final = re.compile(r"\b(?:noi dung|linh vuc|mat cong tac|nhiem vu|nhom)\b[^:;.]{0,60}:\s*")
# fields of administrative reform, as Resolution 76/NQ-CP orders them, with chỉ đạo, điều hành before them
_AREAS: Final = re.compile(
    r"(?:cong tac )?(?P<area>chi dao,? (?:va )?dieu hanh(?: cai cach hanh chinh| cchc)?"
    r"|(?:cai cach|xay dung va hoan thien|hoan thien) the che"
    r"|(?:cai cach|kiem soat) (?:thu tuc hanh chinh|tthc)"
    r"|cai cach (?:to chuc )?bo may(?: hanh chinh)?(?: nha nuoc)?"
    r"|cai cach che do cong vu"
    r"|cai cach tai chinh cong"
    r"|(?:xay dung(?: va|,)? phat trien |xay dung )?(?:chinh (?:phu|quyen) dien tu(?:,| va) chinh (?:phu"
    r"|quyen) so|chinh (?:phu|quyen) so"
    r"|chinh (?:phu|quyen) dien tu)"
    r"|hien dai hoa (?:nen )?hanh chinh)"
)
_EMULATE: Final = re.compile(r"thi dua\s+(?!khen thuong|,)\w")
_MOST_AREA: Final = 110
_STRAY: Final = re.compile(r"(?<=[.;])[\s,)\]_|'`~]+$")


def clean(passage: Passage) -> Passage:
    """Return the passage without specks of dirt behind its last stop."""
    speck = _STRAY.search(passage.text)
    if speck and passage.text.count("(") >= passage.text.count(")"):
        return passage.cut(0, speck.start())
    if speck:
        return passage.cut(0, speck.start() + (1 if "./" in passage.text[-3:] else 0))
    return passage.strip("*_", right=True)


_BLANK: Final = re.compile(r"(?:^|[,:;\s])\s*[?._…]{2,}$")
"""A gap for the pen, or what a scanner prints for it: no end of a sentence."""


def sentences(passage: Passage) -> Iterator[Passage]:
    """Yield the sentences and the parts between semicolons."""
    at = 0
    for gap in _SENTENCE.finditer(passage.text):
        if _BLANK.search(passage.text, at, gap.start()):
            continue
        yield passage.cut(at, gap.start())
        at = gap.end()
    if at < len(passage.text):
        yield passage.cut(at)


def entries(section: Node) -> list[Passage]:
    """Return the entries of a section: its bullets, numbers or paragraphs, each with what stands under it.

    A paragraph that only leads to a list ("… cụ thể như sau:") is no entry; what stands behind the colon of the
    heading itself is one.
    """
    found: list[Passage] = []
    own = section.body()
    if own and section.label:
        found.append(clean(own))
    for index, child in enumerate(section.children):
        if child.label and child.rank <= LETTER:
            continue
        leads = child.rank == TEXT and _LEAD_IN.search(child.text.text) and index + 1 < len(section.children)
        if leads:
            continue
        text = clean(child.everything())
        if text and any(char.isalpha() for char in text.text):
            found.append(text)
    return found


def items(root: Node, label: str) -> tuple[Item, ...]:
    """Return the entries of all sections with this label."""
    return tuple(
        Item(text.words()) for section in sections(root, "both", label) for text in _of(section, label)
    )


def _of(section: Node, label: str) -> list[Passage]:
    if section.label == label:
        return [text for inner in [section, *_inner(section, label)] for text in entries(inner)]
    inner = sections(section, "purposes", "requirements", "targets")
    if not inner and label == "purposes":  # heading for both, entries not told apart
        return entries(section)
    return [text for part in inner for text in _of(part, label)] if section.label == "both" else []


def _inner(section: Node, label: str) -> list[Node]:
    return [node for child in section.children for node in child.walk() if node.label == label]


def subject(passage: Passage) -> tuple[str, int] | None:
    """Return the kind of subject that the passage begins with, and where the words behind it begin."""
    match = _SUBJECT.match(passage.flat)
    if match is None:
        return None
    if match.group("both"):
        return "either", match.end()
    return subject_of(match.group("who")), match.end()


def named(passage: Passage, end: int) -> list[str]:
    """Return the subjects that a label of several names."""
    found = re.findall(r"t[ai4]p th[e6]|c[a4¢]\s?nh[ai]n|ho gia dinh", passage.flat[:end])
    return [subject_of(words) for words in found]


def subject_of(words: str) -> str:
    """Return the subject that these folded words mean."""
    if words.startswith("t"):
        return "collective"
    return "household" if words.startswith(("h", "g")) else "individual"


def participants(root: Node) -> Participants:
    """Return who takes part: by the labels Tập thể, Cá nhân, Hộ gia đình, else by the words themselves."""
    found: dict[str, list[Passage]] = {"collective": [], "individual": [], "household": []}
    rest: list[Passage] = []
    for section in sections(root, "participants"):
        for text in entries(section):
            kind = subject(text)
            if kind is None:
                rest.append(text)
                continue
            for name in named(text, kind[1]) if kind[0] == "either" else (kind[0],):
                found[name].append(text if kind[0] == "either" else _behind(text, kind[1]))
    for text in rest:
        _tell_apart(text, found)
    items_of = {name: Item(join(texts).words()) if texts else None for name, texts in found.items()}
    return Participants(items_of["collective"], items_of["individual"], items_of["household"])


def _behind(text: Passage, at: int) -> Passage:
    behind = text.cut(at).strip(":,.- ", right=False)
    return behind or text


def _tell_apart(text: Passage, found: dict[str, list[Passage]]) -> None:
    """Give a sentence without labels to collectives, to individuals, or parted to both."""
    who, whom = _COLLECTIVE.search(text.flat), _INDIVIDUAL.search(text.flat)
    if who and whom and not found["collective"] and not found["individual"]:
        cut = _AND_ALL.search(text.flat, who.start())
        if cut and who.start() < whom.start() and cut.start() > who.start():
            found["collective"].append(text.cut(0, cut.start()))
            found["individual"].append(text.cut(cut.end()))
            return
        found["collective"].append(text)
        found["individual"].append(text)
    elif whom and (not who or whom.start() < who.start()) and not found["individual"]:
        found["individual"].append(text)
    elif who and not found["collective"]:
        found["collective"].append(text)


def contents(root: Node) -> tuple[Content, ...]:
    """Return the contents of the movement."""
    made: list[Content] = []
    for section in sections(root, "contents"):
        made.extend(Content(text.words(), tuple(areas(text))) for text in entries(section))
    if made:
        return tuple(made)
    # a directive lists them without a heading: "1. Thi đua …"
    told = [
        clean(node.everything()) for node in root.walk() if _EMULATE.match(node.text.flat) and _is_free(node)
    ]
    return tuple(Content(text.words(), tuple(areas(text))) for text in told)


def _is_free(node: Node) -> bool:
    above: Node | None = node
    while above is not None:
        if above.label:
            return False
        above = above.parent
    return node.rank < TEXT


def areas(text: Passage) -> list[Fact[str]]:
    """Return the areas of work that a content names: its list after a colon, else the known ones in it."""
    for lead in _AREA_LIST.finditer(text.flat):
        stop = re.compile(r"[.](?:\s|$)").search(text.flat, lead.end())
        part = text.cut(lead.end(), stop.start() if stop else None)
        pieces = _split(part, ";")
        if len(pieces) > 2 and all(len(piece) <= _MOST_AREA for piece in pieces):  # noqa: PLR2004 - a list
            return [_area(piece) for piece in pieces]
    known = list(_AREAS.finditer(text.flat))
    if len(known) > 1 or (known and known[0].start() < 40):  # noqa: PLR2004 - what the content begins with
        return [text.words(match.start("area"), match.end("area")) for match in known]
    return []


def _split(part: Passage, sign: str) -> list[Passage]:
    pieces: list[Passage] = []
    at = 0
    for index, char in enumerate(part.text):
        if char == sign:
            pieces.append(part.cut(at, index))
            at = index + 1
    pieces.append(part.cut(at))
    return [piece for piece in pieces if piece]


def _area(piece: Passage) -> Fact[str]:
    lead = re.match(r"(?:va )?(?:cong tac |ve )?", piece.flat)
    return piece.cut(lead.end() if lead else 0).strip(".,: ").words()


def percent(text: Passage) -> Fact[int] | None:
    """Return the first percentage, if it is a whole one."""
    match = _PERCENT.search(text.flat)
    decimal = _DECIMAL_PERCENT.search(text.flat)
    if match is None or (decimal and decimal.start() < match.start()):
        return None
    return text.fact(int(match.group(1)), match.start(), match.end())


def targets(root: Node) -> tuple[Target, ...]:
    """Return the targets: the entries of their section, else entries that promise a percentage."""
    own = [text for section in sections(root, "targets") for text in entries(section)]
    if not own:
        spots = sections(root, "contents", "requirements", "purposes", "both", "mixed")
        own = [
            sentence
            for section in spots
            for text in entries(section)
            for sentence in sentences(text)
            if _PERCENT.search(sentence.flat) and _GOAL.search(sentence.flat)
        ]
    return tuple(Target(text.words(), percent(text)) for text in own)


_NEXT_LETTER: Final = re.compile(r"[;,]\s+[b-hđ]\)\s+")
_DOSSIER: Final = re.compile(r"\bho so\b[^.;:]{0,120}\b(?:gom|bao gom)\b[^:.;]{0,40}:?\s*")


def dossier(root: Node) -> tuple[Item, ...]:
    """Return the papers of a dossier: the entries of its section or the list behind "hồ sơ gồm"."""
    made: list[Item] = []
    for node in root.walk():
        lead = _DOSSIER.search(node.text.flat)
        if lead is None or node.label == "criteria":
            continue
        stop = re.compile(r"\.(?:\s|$)").search(node.text.flat, lead.end())
        own = node.text.cut(lead.end(), stop.start() if stop else None).strip(":; ")
        if own:
            made.extend(Item(piece.strip("-+ ;.").words()) for piece in _split(own, ";"))
        children = node.children or _following(node)
        if any(child.rank < TEXT for child in children):
            children = [child for child in children if child.rank < TEXT]
        made.extend(Item(clean(child.everything()).strip("; ").words()) for child in children)
    if made:
        return tuple(made)
    papers = [text for section in sections(root, "dossier") for text in _papers(section)]
    return tuple(Item(part.words()) for text in papers for part in _lettered(text))


def _lettered(text: Passage) -> list[Passage]:
    """Return the entries of a list that runs on in one line: "Tờ trình; b) Biên bản; c) Báo cáo"."""
    marks = list(_NEXT_LETTER.finditer(text.text))
    edges = [0, *(match.end() for match in marks)]
    stops = [*(match.start() for match in marks), len(text)]
    return [text.cut(*pair).strip("; ") for pair in zip(edges, stops, strict=True)]


def _papers(section: Node) -> list[Passage]:
    """Return the papers under a heading about the dossier: its bullets, else the list in its own line."""
    listed = [child for child in section.children if child.rank < TEXT]
    if listed:
        return [clean(child.everything()).strip("; ") for child in listed]
    own = section.body()
    lead = re.match(r"(?:bao )?gom(?: co)?\s*:?\s+", own.flat)
    own = own.cut(lead.end()) if lead else own
    stop = re.compile(r"\.(?:\s|$)").search(own.flat)
    pieces = _split(own.cut(0, stop.start() if stop else None), ";") if own else []
    return [piece.strip("-+ ;.") for piece in pieces] if len(pieces) > 1 else entries(section)


def _following(node: Node) -> list[Node]:
    """Return the bullets behind a paragraph that leads to them."""
    if node.parent is None or not node.text.text.rstrip().endswith(":"):
        return []
    place = node.parent.children.index(node)
    after: list[Node] = []
    for other in node.parent.children[place + 1 :]:
        if other.rank <= node.rank and (node.rank < TEXT or other.rank == TEXT):
            break
        after.append(other)
    return after
