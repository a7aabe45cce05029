"""The tree of a plan: sections, their headings and what stands under them, and what each section is about."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from thidua.engine.plan.blocks import BULLET, DECIMAL, LETTER, PLUS, ROMAN, TEXT, TOP, Block
from thidua.engine.plan.passage import Passage, join

_TITLE_WORDS: Final = 16
_TITLE_SIZE: Final = 120

# What a heading says, folded; the first that fits counts.
_TITLES: Final = (
    ("both", r"muc dich\b.{0,12}\byeu cau|muc tieu\b.{0,12}\byeu cau"),
    ("bases", r"(?:cac )?can cu(?: phap ly| xay dung.*| ban hanh.*)?$|co so phap ly"),
    ("targets", r"(?:cac )?(?:chi tieu\b(?! khen)|muc tieu\b.*\bchi tieu|muc tieu cu the|nhom chi tieu)"),
    (
        "purposes",
        r"muc dich\b(?! thi dua la)|muc tieu(?: chung| tong quat)?$|muc tieu phong trao|muc dich, y nghia",
    ),
    ("requirements", r"(?:cac )?yeu cau(?: chung| doi voi.*| cua phong trao.*| thi dua)?$"),
    ("mixed", r"(?=.*\bnoi dung\b)(?=.*\b(?:thoi gian|doi tuong|chi tieu|muc tieu)\b)(?!.*\bkhen thuong\b)"),
    ("mixed", r"(?=.*\bdoi tuong\b)(?=.*\bthoi gian\b)(?!.*\bkhen thuong\b)"),
    ("deadline", r"(?:thoi gian|thoi han|han|tien do)\b.*\b(?:nop|gui|trinh|ho so|bao cao)\b"),
    (
        "rounds",
        r"(?:cac|chia|phan)?\s*(?:dot|giai doan) (?:thi dua|phat dong|thuc hien)|tien do phat dong|phan ky",
    ),
    ("reviews", r"(?:thoi gian )?(?:to chuc )?(?:so ket|tong ket|so, tong ket)\b"),
    ("period", r"thoi gian\b(?!.*\b(?:binh xet|xet khen|khen thuong|danh gia|cham diem)\b)|thoi han thi dua"),
    (
        "dossier",
        r"(?:thu tuc|quy trinh|thanh phan)?.{0,12}\bho so\b|thu tuc(?:,| va)? (?:quy trinh|de nghi|xet)",
    ),
    ("tie", r".*\b(?:bang diem|diem bang nhau|diem ngang nhau)\b"),
    (
        "criteria",
        (
            r"(?:bo |cac |bang |khung )?(?:tieu chi|thang diem|bang diem|bang cham|bieu diem|cham diem|diem thi dua)\b"
            r"|noi dung, tieu chi cham|phu luc|bieu cham"
        ),
    ),
    (
        "awards",
        (
            r"(?:.{0,40}\b)?khen thuong\b(?!.*\bkinh phi\b)|(?:cac )?hinh thuc (?:khen|ton vinh)|tieu chuan\b"
            r"|so luong\b"
            r"|co cau\b|chi tieu khen|danh hieu\b|(?:nguyen tac|doi tuong|dieu kien) (?:binh |xet )"
        ),
    ),
    (
        "participants",
        r"(?:pham vi(?:,| va)? )?doi tuong\b|pham vi(?: ap dung| thuc hien)?$|doi tuong va pham vi",
    ),
    (
        "duties",
        (
            r"to chuc thuc hien|to chuc trien khai|trach nhiem (?:thuc hien|cua cac|to chuc)|phan cong"
            r"|to chuc, thuc hien"
        ),
    ),
    ("funding", r"(?:nguon )?kinh phi\b"),
    (
        "contents",
        r"(?:cac )?noi dung\b(?!.*\bkinh phi\b)|nhiem vu(?:,| va)? giai phap|nhiem vu trong tam|noi dung va",
    ),
)
_PATTERNS: Final = tuple((label, re.compile(pattern)) for label, pattern in _TITLES)
# What a paragraph without number may say and still be a heading.
_BARE: Final = re.compile(
    r"(muc dich(, y nghia)?|yeu cau|muc dich(,| va) yeu cau|khen thuong|to chuc thuc hien|noi dung( thi dua)?"
    r"|doi tuong( tham gia| thi dua)?|thoi gian( thuc hien| thi dua| phat dong)?|chi tieu( thi dua)?|muc tieu"
    r"|tieu chuan khen thuong|hinh thuc khen thuong|so luong( khen thuong)?|ho so( de nghi khen thuong)?"
    r"|noi dung, thoi gian, doi tuong tham gia|doi tuong, noi dung, thoi gian( thi dua)?|so ket, tong ket"
    r"|kinh phi( thuc hien)?)"
    r"\s*[:.]?$"
)
_STRONG: Final = re.compile(
    r"(to chuc thuc hien|khen thuong|(muc tieu, )?muc dich(,| va)? yeu cau|noi nhan"
    r"|(ve )?(thi dua,? )?khen thuong|noi dung thi dua|doi tuong tham gia|cong tac khen thuong)\s*[:.]?$"
)
# Under these a heading names something else: an actor, an item.
_CLOSED: Final = frozenset(
    {
        "duties",
        "purposes",
        "requirements",
        "contents",
        "targets",
        "criteria",
        "participants",
        "dossier",
        "bases",
        "period",
        "tie",
        "funding",
        "reviews",
        "rounds",
    }
)
# "Phần II. NỘI DUNG" over "Điều 1. Nội dung thi đua", "Điều 2. Thời gian thực hiện"
_UMBRELLA: Final = re.compile(r"noi dung(?: ke hoach| chinh)?\s*[:.]?$")
_UNDER_CONTENTS: Final = frozenset({"contents", "period", "participants", "awards", "targets"})
_PART_OF: Final = {
    "both": frozenset({"purposes", "requirements", "targets"}),
    "purposes": frozenset({"purposes", "requirements", "targets"}),
}


@dataclass(eq=False)
class Node:
    """A paragraph with what stands under it."""

    rank: int
    mark: str
    text: Passage
    caps: bool = False
    label: str = ""
    parent: "Node | None" = field(default=None, repr=False)
    children: list["Node"] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        """Yield this node and all below it, in the order of the text."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))

    def everything(self, *, head: bool = True) -> Passage:
        """Return the whole text of the node, its own first."""
        return join(node.text for node in self.walk() if head or node is not self)

    def title(self) -> Passage | None:
        """Return what may be a heading: the words before a colon, or a short paragraph."""
        colon = self.text.text.find(":")
        part = self.text.cut(0, colon) if 0 < colon <= _TITLE_SIZE else self.text
        if len(part) > _TITLE_SIZE or len(part.text.split()) > _TITLE_WORDS or not part.text:
            return None
        return part.strip(".;,*_ ")

    def body(self) -> Passage:
        """Return what stands behind the colon of a heading, in the same paragraph."""
        colon = self.text.text.find(":")
        return self.text.cut(colon + 1) if 0 < colon <= _TITLE_SIZE else self.text.cut(0, 0)


def label_of(title: Passage) -> str:
    """Return what a heading of these words is about, or nothing."""
    words = title.flat.strip()
    return next((label for label, pattern in _PATTERNS if pattern.match(words)), "")


def _rank(block: Block) -> int:
    if block.hashes:
        return block.rank if block.rank < TEXT else (TOP if block.hashes == 1 else ROMAN)
    if block.rank == TEXT:
        if block.caps and _BARE.match(block.text.flat):
            return ROMAN
        if _BARE.match(block.text.flat):
            return DECIMAL
    return block.rank


def outline(made: list[Block]) -> Node:
    """Return the root of the tree; each node that is a section carries its label."""
    root = Node(-1, "", made[0].text.cut(0, 0) if made else Passage("", [], [], b""))
    stack = [root]
    for block in made:
        rank = _rank(block)
        title = block.text
        if rank in {DECIMAL, LETTER} and (block.caps or rank == DECIMAL) and _STRONG.match(title.flat):
            rank = ROMAN if block.caps else rank
        while len(stack) > 1 and stack[-1].rank >= rank:
            stack.pop()
        if rank == TEXT and stack[-1].rank in {BULLET, PLUS}:
            while len(stack) > 1 and stack[-1].rank in {BULLET, PLUS}:
                stack.pop()
        node = Node(rank, block.mark, block.text, block.caps, parent=stack[-1])
        node.label = _label(node)
        stack[-1].children.append(node)
        if rank < TEXT:
            stack.append(node)
    for node in root.walk():
        if node.label == "mixed" and not any(one.label for one in node.walk() if one is not node):
            node.label = "contents" if "noi dung" in node.text.flat else "participants"
    return root


def _label(node: Node) -> str:
    if node.rank > LETTER:
        return ""
    above = _above(node)
    title = node.title()
    label = label_of(title) if title is not None else ""
    if title is None or not label:
        return ""
    if above in _PART_OF:
        return label if label in _PART_OF[above] else ""
    if (
        above == "contents"
        and label in _UNDER_CONTENTS
        and node.parent
        and _UMBRELLA.match(node.parent.text.flat)
    ):
        node.parent.label = "mixed"
        return label
    if above in _CLOSED and not (node.caps or (node.rank <= DECIMAL and _STRONG.match(title.flat))):
        return ""
    return label


def _above(node: Node) -> str:
    parent = node.parent
    while parent is not None:
        if parent.label:
            return parent.label
        parent = parent.parent
    return ""


def sections(root: Node, *labels: str) -> list[Node]:
    """Return the sections with one of these labels, none of them inside another."""
    found: list[Node] = []
    stack = [root]
    while stack:
        node = stack.pop()
        if node.label in labels:
            found.append(node)
        else:
            stack.extend(reversed(node.children))
    return found
