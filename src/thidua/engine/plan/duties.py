"""Who has to do what, and who receives the plan."""

import re
from collections.abc import Sequence
from typing import Final

from thidua.engine.plan.blocks import BULLET, TEXT, Line
from thidua.engine.plan.items import clean
from thidua.engine.plan.outline import Node, sections
from thidua.engine.plan.passage import Passage, join
from thidua.engine.plan.reading import Duty, Item

_CLOSING: Final = re.compile(
    r"(?:tren day la|tr\Sn day la|noi nhan|trong qua trinh (?:to chuc )?(?:thuc hien|trien khai)"
    r"|yeu cau cac|de nghi (?:cac|thu truong)"
    r"|can cu (?:noi dung )?ke hoach nay|tm\.|kt\.|(?:ke hoach|cong van|huong dan|chi thi) nay (?:co hieu luc|thay the)"
    r"|nhan duoc (?:ke hoach|cong van|huong dan|chi thi))"
)
_VERB: Final = re.compile(
    r"\s*[:,]?\s*\b(?:la co quan|co trach nhiem|chiu trach nhiem|chu tri|tham muu|phoi hop|theo doi"
    r"|tong hop|huong dan|tuyen truyen"
    r"|tham dinh|can cu|xay dung|to chuc|trien khai|bo tri|day manh|chi dao|don doc|kiem tra|giup|chu dong"
    r"|quan triet|phat dong"
    r"|thuc hien|lap|tiep nhan|dang tai|phu trach(?= viec)|dam bao|bao dam|phan cong|co nhiem vu"
    r"|thuong xuyen|giam sat|van dong|lanh dao|pho bien|dang ky"
    r"|quan ly|cung cap|nghien cuu|de xuat|tiep tuc|nop|gui|bao cao|trinh|xet|cham|tu cham|niem yet|cap nhat|ra soat"
    r"|tham gia|phat hien|bieu duong|ho tro|cong khai|cu|cu the hoa|dua tin|bien soan|phat thanh(?! v)|dong vien)\b"
)
_GIVEN: Final = re.compile(r"(?:giao|de nghi|yeu cau)\s+(?=[^,.;]{3,100})(?:cho\s+)?")
_ACTOR: Final = re.compile(
    r"(?:cac |thu truong|truong |nguoi dung dau|van phong|phong |so |ban |uy ban|ubnd|hoi dong|cong chuc"
    r"|can bo|mttq|mat tran"
    r"|doan |hoi |to |trung tam|cong an|quan su|dang uy|chi bo|tram |truong|giam doc|chu tich|chanh|bi thu"
    r"|hieu truong|khoi|co quan|don vi|bo phan"
    r"|ong |ba |thon|de nghi)"
)
_BOUND: Final = re.compile(r"\s*[:,]?\s*(?:la co quan|co trach nhiem|chiu trach nhiem|chu tri|co nhiem vu)\b")
_MONEY: Final = re.compile(r"(?:nguon )?kinh phi\b[^.;]{0,40}(?::|$|tu )")
_LONGEST_ACTOR: Final = 24
_RECIPIENTS: Final = re.compile(r"n\S{1,2}i nh\Sn\b\s*[:.;]?")
_SIGNATURE: Final = re.compile(
    r"\s{2,}\S.*$|\t.*$|\b(?:TM\.|KT\.|TL\.|TUQ\.|Q\.)\s?.*$|\s+(?:CHỦ TỊCH|PHÓ CHỦ TỊCH|CHU TICH"
    r"|PHO CHU TICH|CHÁNH VĂN PHÒNG)\s*$"
)
_SIGNED: Final = re.compile(
    r"(?:tm\.|kt\.|tl\.|tuq\.|q\.|chu tich|pho chu tich|\(?da ky|uy ban nhan dan$|ky boi|phu luc|\[)|.*\bchu tich$"
)
_ENTRY: Final = re.compile(r"^[\s\-–—•+*_~.·]+")
_MOST: Final = 40


def duties(root: Node) -> tuple[Duty, ...]:
    """Return one duty for each actor, its lines joined; an actor without words to do is none."""
    made: list[Duty] = []
    for section in sections(root, "duties"):
        for node in section.children:
            if _CLOSING.match(node.text.flat) and node.rank >= TEXT and not _VERB.search(node.text.flat[:60]):
                break
            if node.rank >= TEXT and _closing(node):
                break
            duty = _duty(node)
            if duty is not None:
                made.append(duty)
    return tuple(made)


def _closing(node: Node) -> bool:
    return bool(re.match(r"tr[ae]n day la|noi nhan|nhan duoc |trong qua trinh|tm\.|kt\.", node.text.flat))


def _duty(node: Node) -> Duty | None:
    if _MONEY.match(node.text.flat):
        return None
    under = []
    for child in node.children:
        if child.rank >= TEXT and _closing(child):
            break
        under.append(child)
    lines = [clean(part.text) for child in under for part in child.walk()]
    if under and node.rank <= BULLET and len(node.text.text.split()) <= _LONGEST_ACTOR + 6:
        colon = node.text.text.find(":")
        if 0 < colon < len(node.text) - 1:
            lines.insert(0, node.text.cut(colon + 1))
        head = node.text.cut(0, colon) if colon > 0 else node.text
        head = _without_given(head.strip(":.;,*_ "))
        return Duty(head.words(), join(lines).words()) if lines else None
    whole = join([node.text, *lines]) if lines else node.text
    return _single(clean(whole))


def _without_given(head: Passage) -> Passage:
    given = _GIVEN.match(head.flat)
    return head.cut(given.end()) if given else head


def _single(text: Passage) -> Duty | None:
    """Read "Văn phòng UBND xã: chủ trì …", "Giao Văn phòng chủ trì …" or a sentence without an actor."""
    if not any(char.isalpha() for char in text.text):
        return None
    colon = text.text.find(":")
    head = text.cut(0, colon) if colon > 0 else None
    if (
        head
        and len(head.text.split()) <= _LONGEST_ACTOR
        and not _VERB.match(head.flat)
        and text.cut(colon + 1)
    ):
        return Duty(_without_given(head).strip("-*_ ").words(), text.cut(colon + 1).words())
    given = _GIVEN.match(text.flat)
    start = given.end() if given else 0
    verb = _VERB.search(text.flat, start)
    bound = verb is not None and _BOUND.match(text.flat, verb.start())
    if verb and verb.start() > start and (given or bound or _ACTOR.match(text.flat)):
        actor = text.cut(start, verb.start()).strip(",: ")
        if actor and len(actor.text.split()) <= _LONGEST_ACTOR:
            return Duty(actor.words(), text.cut(verb.start()).strip(",: ", right=False).words())
    return Duty(None, text.words())


def recipients(found: Sequence[Line]) -> tuple[Item, ...]:
    """Return the lines under the last "Nơi nhận", without the signature that stands beside them."""
    start = next(
        (index for index in range(len(found) - 1, -1, -1) if _RECIPIENTS.match(found[index].text.flat)), None
    )
    if start is None:
        return ()
    made: list[Item] = []
    first = _RECIPIENTS.match(found[start].text.flat)
    rest = found[start].text.cut(first.end() if first else 0)
    texts = [_left(rest), *(_left(line.text) for line in found[start + 1 : start + _MOST])]
    parts: list[Passage] = []
    for text in texts:
        if not text or _SIGNED.match(text.flat):
            continue
        mark = _ENTRY.match(text.text)
        if (
            parts
            and not mark
            and (text.text[:1].islower() or not parts[-1].text.rstrip().endswith((";", ".")))
            and made_of(parts)
        ):
            parts[-1] = join([parts[-1], text])
            continue
        if not mark and not _looks_like_recipient(text):
            if parts:
                break
            continue
        entry = text.cut(mark.end() if mark else 0)
        pieces = [entry] if not _inline(entry) else _pieces(entry)
        parts.extend(pieces)
        if parts and re.match(r"luu\b", parts[-1].flat):
            break
    made.extend(Item(_bare(part).words()) for part in parts if _bare(part))
    return tuple(made)


def made_of(parts: list[Passage]) -> bool:
    """Tell whether the last entry may go on in the next line."""
    return not re.match(r"luu\b", parts[-1].flat)


def _left(text: Passage) -> Passage:
    cut = _SIGNATURE.search(text.text)
    return text.cut(0, cut.start()) if cut else text


def _inline(text: Passage) -> bool:
    return text.text.count(";") > 1 or bool(re.search(r";\s*-?\s*\S", text.text))


def _pieces(text: Passage) -> list[Passage]:
    pieces: list[Passage] = []
    at = 0
    for match in re.finditer(r";\s*[-–]?\s*", text.text):
        pieces.append(text.cut(at, match.start()))
        at = match.end()
    pieces.append(text.cut(at))
    return [piece for piece in pieces if piece]


def _looks_like_recipient(text: Passage) -> bool:
    return text.text.rstrip().endswith((";", ".")) or bool(re.match(r"luu\b|nhu tren", text.flat))


def _bare(text: Passage) -> Passage:
    return text.strip(";.,- ")
