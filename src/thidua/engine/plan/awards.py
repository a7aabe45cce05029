"""Awards: levels, forms, what each asks for, and how many there may be."""

import re
from dataclasses import dataclass, field
from typing import Final

from thidua.engine.plan.blocks import LETTER
from thidua.engine.plan.folding import flat
from thidua.engine.plan.gazetteer import COMMUNE, DISTRICT, PROVINCE, STATE
from thidua.engine.plan.items import clean, sentences, subject
from thidua.engine.plan.outline import Node, sections
from thidua.engine.plan.passage import Fact, Passage, join
from thidua.engine.plan.quotas import quotas
from thidua.engine.plan.reading import Award, Quota, Standard

_LEVELS: Final = (
    (PROVINCE, re.compile(r"\bcap (?:tinh|thanh pho)\b|,\s*(?:cap )?tinh\b")),
    (STATE, re.compile(r"\b(?:cap )?(?:nha nuoc|trung uong|bo, nganh)\b")),
    (DISTRICT, re.compile(r"\bcap (?:huyen|quan|thi xa)\b|,\s*(?:cap )?huyen\b")),
    (COMMUNE, re.compile(r"\bcap (?:xa|phuong|thi tran|co so)\b|,\s*(?:cap )?xa\b")),
)
_ORDERS: Final = tuple(
    f"{name}{rank}"
    for name in ("Lao động", "Độc lập", "Bảo vệ Tổ quốc", "Chiến công")
    for rank in (" hạng Nhất", " hạng Nhì", " hạng Ba", "")
)
_FORMS: Final = (
    ("Giấy khen", "giay khen"),
    ("Bằng khen", "bang khen"),
    ("Cờ thi đua", "co thi dua"),
    *((f"Huân chương {name}", f"huan chuong {flat(name)}") for name in _ORDERS),
    ("Huân chương", "huan chuong"),
    ("Kỷ niệm chương", "ky niem chuong"),
)
_FORM: Final = re.compile(
    rf"\b(?P<form>{'|'.join(folded for _, folded in _FORMS)})\b"
    r"(?:[^.;:\d]{0,12}?\bcua\b\s*(?P<owner>[^.;:\d]{2,70}))?"
)
# "Chủ tịch UBND tỉnh tặng Bằng khen": the one who gives stands before the form
_GIVER: Final = re.compile(
    r"\b(?P<owner>(?:thu tuong chinh phu|chu tich nuoc|bo truong|giam doc so|chu tich|uy ban nhan dan|ubnd)\b"
    r"[^.;:,\d]{0,60}?)\s*"
    r"(?:xem xet,? )?(?:xet )?(?:quyet dinh )?(?:tang thuong|tang|khen thuong|khen)\b[^.;:]{0,40}$"
)
_OWNERS: Final = (
    (STATE, re.compile(r"(?:thu tuong|chinh phu|chu tich nuoc|bo truong|bo |trung uong)")),
    (
        PROVINCE,
        re.compile(r"(?:(?:chu tich )?(?:uy ban nhan dan|ubnd|hoi dong nhan dan)?\s*tinh\b|giam doc so|so )"),
    ),
    (DISTRICT, re.compile(r"(?:chu tich )?(?:uy ban nhan dan|ubnd)?\s*(?:huyen|quan|thi xa)\b")),
    (COMMUNE, re.compile(r"(?:chu tich )?(?:uy ban nhan dan|ubnd)?\s*(?:xa|phuong|thi tran|dac khu)\b")),
)
_CITY: Final = re.compile(r"(?:chu tich )?(?:uy ban nhan dan|ubnd)?\s*(?:thanh pho|tp)\b")
_UBND: Final = re.compile(
    r"^(?:uy ban nhan dan|ubnd) (xa|phuong|thi tran|dac khu|huyen|quan|thi xa|tinh)\b.{0,30}\b(?:khen|tang|xet)"
)
_GRADING: Final = re.compile(
    r"\bhoan thanh\s+(?P<grade>xuat sac |tot )?(?:cac |moi |chuc trach,? )?nhiem vu\b(?P<up>[^.;]{0,25}\btro len\b)?"
)
_GRADE_ONLY: Final = re.compile(
    r"\b(?:loai|muc|xep loai|danh gia|chat luong)\s+(?:hoan thanh )?(?P<grade>xuat sac|tot)(?P<up>\s+tro len\b)?"
)
_GRADES: Final = ("hoàn thành", "tốt", "xuất sắc")
_STANDARD: Final = re.compile(r"\b(?:tieu chuan|dieu kien)\b")
_QUOTA: Final = re.compile(r"\b(?:so luong|co cau|chi tieu|ty le)\b")
_KINDS: Final = re.compile(r"\b(?:hinh thuc|muc khen|danh hieu)\b")
_LEAD: Final = re.compile(r"(?:tieu chuan|dieu kien)(?: (?:khen thuong|xet(?: khen| chon)?|chung))?\s*:\s*")
_TIED: Final = re.compile(r"\b(?:bang diem|bang nhau|diem ngang)\b")
_OTHER: Final = re.compile(
    r"\b(?:ho so|thu tuc|quy trinh|thoi gian|thoi han|kinh phi|nguyen tac|muc thuong)\b"
)
_NO_AWARD: Final = frozenset(
    {"dossier", "deadline", "tie", "funding", "criteria", "period", "reviews", "rounds"}
)
_MEASURE: Final = re.compile(
    r"\b(?:thanh tich|hoan thanh|thuc hien tot|dat|co sang kien|tieu bieu|gioi|xuat sac|chap hanh)\b"
)


@dataclass(slots=True)
class _Context:
    level: Fact[str] | None = None
    form: Fact[str] | None = None
    topic: str = ""
    subject: Fact[str] | None = None


@dataclass(slots=True)
class _Made:
    level: Fact[str] | None
    form: Fact[str] | None
    standards: dict[str, tuple[Fact[str], list[Passage]]] = field(default_factory=dict)
    quotas: list[Quota] = field(default_factory=list)


class AwardReader:
    """Walks the award sections in order and gathers what belongs to each level and form."""

    def __init__(self, issuer_level: str | None) -> None:
        """Begin with the level of the issuer, whose own award a form without owner is."""
        self._issuer = issuer_level
        self._made: dict[tuple[str, str], _Made] = {}

    def read(self, root: Node) -> tuple[Award, ...]:
        """Return the awards in the order in which the plan names them."""
        for section in sections(root, "awards"):
            self._node(section, _Context())
        if not any(made.quotas for made in self._made.values()):
            for node in root.walk():
                if node.label not in {"targets", "criteria"}:
                    self._stray(node)
        self._merge()
        return tuple(self._award(made) for made in self._made.values())

    def _node(self, node: Node, outer: _Context) -> None:
        if node.label in _NO_AWARD:
            return
        here = _Context(outer.level, outer.form, outer.topic, outer.subject)
        heads = node.rank <= LETTER or bool(node.children)
        title = node.title() if heads or node.text.text.rstrip().endswith(":") else None
        if title is not None:
            self._heading(title, here)
        if title is None or node.body() or not node.children:
            self._leaf(node, here)
        for child in node.children:
            self._node(child, here)

    def _heading(self, title: Passage, here: _Context) -> None:
        levels = [
            (match.start(), title.fact(level, match.start(), match.end()))
            for level, pattern in _LEVELS
            if (match := pattern.search(title.flat))
        ]
        for _, level in sorted(levels, key=lambda pair: pair[0]):
            here.level, here.form = level, None
            self._entry(level, None)
        if _STANDARD.search(title.flat) and (_QUOTA.search(title.flat) or _KINDS.search(title.flat)):
            here.topic = "both"
        elif _STANDARD.search(title.flat):
            here.topic = "standards"
        elif _QUOTA.search(title.flat):
            here.topic = "quotas"
        elif _OTHER.search(title.flat):
            here.topic = "other"
        elif levels or _FORM.search(title.flat):
            here.topic = here.topic if here.topic in {"standards", "quotas", "both"} else ""
        kind = subject(title)
        if kind is not None:
            here.subject = title.fact(kind[0], 0, kind[1])
        forms = list(_FORM.finditer(title.flat))
        if here.topic != "other":
            for form in forms:
                here.level, here.form = self._form(title, form, here)
                self._entry(here.level, here.form)

    def _form(
        self, text: Passage, match: re.Match[str], here: _Context
    ) -> tuple[Fact[str] | None, Fact[str]]:
        name = next(name for name, folded in _FORMS if folded == match.group("form"))
        form = text.fact(name, match.start("form"), match.end("form"))
        owner = (match.group("owner") or "").strip()
        giver = _GIVER.search(text.flat[: match.start()]) if not owner else None
        if giver:
            owner = re.split(r"\b(?:de nghi|trinh)\s+", giver.group("owner"))[-1]
        level = next((level for level, pattern in _OWNERS if pattern.match(owner)), None) if owner else None
        if owner and level is None and _CITY.match(owner):
            level = self._issuer if self._issuer in {DISTRICT, PROVINCE} else PROVINCE
        if level:
            return text.fact(level, match.start(), match.end()), form
        if here.level is not None:
            return here.level, form
        if name.startswith("Huân chương"):
            return text.fact(STATE, match.start(), match.end()), form
        own = self._issuer
        if (name == "Bằng khen" and own in {COMMUNE, DISTRICT}) or (
            name == "Giấy khen" and own in {PROVINCE, STATE}
        ):
            own = None  # not the issuer's own to give; whose it is the plan does not say
        return (text.fact(own, match.start(), match.end()) if own else None), form

    def _leaf(self, node: Node, here: _Context) -> None:
        whole = clean(node.text)
        if not whole or _TIED.search(whole.flat):
            return
        titled = node.title() is not None and bool(node.body())
        text = clean(node.body()) if titled and node.rank <= LETTER else whole
        lead = _LEAD.match(whole.flat)
        topic = "standards" if lead and here.topic != "other" else here.topic
        before = sum(len(made.quotas) for made in self._made.values())
        if topic != "standards" or _QUOTA.search(whole.flat) or "khong qua" in whole.flat:
            self._quotas(whole, here)
        counted = sum(len(made.quotas) for made in self._made.values()) > before
        if topic != "other":
            self._forms_in(text, here)
        if counted and topic != "standards" and not grading(whole):
            return
        if topic == "standards" or (
            topic in {"", "both"} and (subject(text) or here.subject) and self._asks(text, topic)
        ):
            self._standards(whole.cut(lead.end()) if lead else text, here)

    def _asks(self, text: Passage, topic: str) -> bool:
        return bool(grading(text) or (topic == "both" and _MEASURE.search(text.flat)))

    def _standards(self, text: Passage, here: _Context) -> None:
        """Take a standard, or several in one paragraph: "cá nhân phải …; tập thể phải …"."""
        at = 0
        parts: list[Passage] = []
        for gap in re.finditer(r";\s+(?=\S)", text.flat):
            if subject(text.cut(gap.end())) and subject(text.cut(at)):
                parts.append(text.cut(at, gap.start()))
                at = gap.end()
        for part in [*parts, text.cut(at)]:
            self._standard(part, here)

    def _forms_in(self, text: Passage, here: _Context) -> None:
        for match in _FORM.finditer(text.flat):
            level, form = self._form(text, match, here)
            if level is not None and (match.group("owner") or here.level or here.topic != "standards"):
                self._entry(level, form)

    def _quotas(self, text: Passage, here: _Context) -> None:
        level, form = here.level, here.form
        headed = here.topic == "quotas" or (here.topic in {"", "both"} and here.form is not None)
        for sentence in sentences(text):
            spots = [
                (match.start(), self._form(sentence, match, here)) for match in _FORM.finditer(sentence.flat)
            ]
            own = _UBND.match(sentence.flat)
            if own and level is None:
                level = sentence.fact(
                    next(lv for lv, p in _OWNERS if p.match(own.group(1))), own.start(), own.end(1)
                )
            for found in quotas(sentence, headed=headed, subject=here.subject):
                near = [pair for at, pair in spots if at <= found.start + 30]
                if near:
                    level, form = near[-1]
                elif len(spots) == 1:
                    level, form = spots[0][1]
                if level is None and self._issuer:
                    level = sentence.fact(self._issuer, found.start, found.start + 1)
                entry = self._entry(level, form)
                if not any(_same(found.quota, other) for other in entry.quotas):
                    entry.quotas.append(found.quota)

    def _stray(self, node: Node) -> None:
        """Take a quota that stands outside the award sections, where the sentence itself awards."""
        if re.search(r"\b(?:khen|tang|bang khen)\b", node.text.flat) and re.search(
            r"\b(?:khong qua|toi da|so luong)\b", node.text.flat
        ):
            self._quotas(node.text, _Context())

    def _standard(self, text: Passage, here: _Context) -> None:
        kind = subject(text)
        whom, words = here.subject, text
        if kind is not None:
            whom = text.fact(kind[0], 0, kind[1])
            words = text.cut(kind[1]).strip(":,.- ", right=False) or text
        if whom is None:
            if not _MEASURE.search(text.flat):
                return
            whom = text.fact("either")
        entry = self._entry(here.level or self._own(text), here.form)
        if whom.value in entry.standards:
            entry.standards[whom.value][1].append(words)
        else:
            entry.standards[whom.value] = (whom, [words])

    def _own(self, text: Passage) -> Fact[str] | None:
        return text.fact(self._issuer) if self._issuer else None

    def _entry(self, level: Fact[str] | None, form: Fact[str] | None) -> _Made:
        key = (level.value if level else "", form.value if form else "")
        if key not in self._made:
            self._made[key] = _Made(level, form)
        return self._made[key]

    def _merge(self) -> None:
        """Put what was said of a level alone to its one form, where it has one only."""
        for key in [key for key in self._made if not key[1]]:
            forms = [other for other in self._made if other[0] == key[0] and other[1]]
            bare = self._made[key]
            if len(forms) > 1 and (bare.standards or bare.quotas):
                continue
            if not forms:
                continue
            for form in forms:
                made = self._made[form]
                made.quotas.extend(
                    one for one in bare.quotas if not any(_same(one, two) for two in made.quotas)
                )
                for whom, (fact, texts) in bare.standards.items():
                    made.standards.setdefault(whom, (fact, []))[1].extend(texts)
            del self._made[key]

    def _award(self, made: _Made) -> Award:
        standards = tuple(
            Standard(whom, joined.words(), grading(joined))
            for whom, texts in made.standards.values()
            for joined in [join(texts)]
        )
        read = {quota.subject.value for quota in made.quotas if quota.max or quota.max_percent}
        quotas = (one for one in made.quotas if one.max or one.max_percent or one.subject.value not in read)
        return Award(made.level, made.form, standards, tuple(quotas))


def _same(one: Quota, two: Quota) -> bool:
    return _key(one) == _key(two)


def _key(quota: Quota) -> tuple[object, ...]:
    parts = (quota.subject, quota.max, quota.who, quota.per_unit, quota.max_percent)
    return tuple(part.value if part is not None else None for part in parts)


def grading(text: Passage) -> Fact[str] | None:
    """Return the yearly grading that a standard asks for at least: the one with "trở lên", else the lowest."""
    found: list[tuple[bool, int, re.Match[str]]] = []
    for pattern in (_GRADING, _GRADE_ONLY):
        for match in pattern.finditer(text.flat):
            grade = (match.group("grade") or "").strip()
            found.append((match.group("up") is None, 2 if grade.startswith("x") else int(bool(grade)), match))
    if not found:
        return None
    _, grade_at, match = min(found, key=lambda one: one[:2])
    return text.fact(_GRADES[grade_at], match.start(), match.end())
