"""What only people can judge: weaknesses and causes, lessons, direction, proposals; facts on record lead each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from thidua.documents.paper import Block, Bullet, Paragraph
from thidua.movements.models import Check
from thidua.reviews.models import Judgement
from thidua.reviews.papers.parts import OPEN, Part, Section, typed
from thidua.reviews.papers.words import bare, people, shown, small
from thidua.reviews.queries import Figures

REST = (
    ("lessons", Judgement.Part.LESSONS, "BÀI HỌC KINH NGHIỆM"),
    ("direction_next", Judgement.Part.DIRECTION, "PHƯƠNG HƯỚNG"),
    ("proposals", Judgement.Part.PROPOSALS, "KIẾN NGHỊ, ĐỀ XUẤT"),
)


def judged_parts(
    told: Figures, judged: Mapping[str, str], *, final: bool, final_words: bool
) -> tuple[Part, ...]:
    """Parts IV to VII; the interim report asks for lessons only where somebody wrote them."""
    facts = weaknesses(told)
    written = typed(judged.get(Judgement.Part.WEAKNESSES, ""), must=not facts, final_words=final_words)
    parts = [
        Part(
            "weaknesses",
            "HẠN CHẾ, NGUYÊN NHÂN",
            (
                Section(
                    "Hạn chế", (*(Bullet(line) for line in facts), *written), ("tasks", "checks", "ranking")
                ),
                Section("Nguyên nhân", _causes(judged, final_words=final_words), ("judgements",)),
            ),
        )
    ]
    for code, part, name in REST:
        must = final or part != Judgement.Part.LESSONS
        blocks = typed(judged.get(part, ""), must=must, final_words=final_words)
        ahead = part == Judgement.Part.DIRECTION and not final
        title = "NHIỆM VỤ TRỌNG TÂM THỜI GIAN TỚI" if ahead else name
        blocks = (*_ahead(told), *blocks) if ahead else blocks
        parts.append(Part(code, title, (Section("", blocks, ("judgements",)),)))
    return tuple(parts)


def _causes(judged: Mapping[str, str], *, final_words: bool) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for part, word in (
        (Judgement.Part.CAUSES_OBJECTIVE, "Khách quan"),
        (Judgement.Part.CAUSES_SUBJECTIVE, "Chủ quan"),
    ):
        text = " ".join(judged.get(part, "").split())
        if text:
            blocks.append(Bullet(f"{word}: {small(text)}"))
    if not blocks and not final_words:
        return (Paragraph(OPEN),)
    return tuple(blocks)


def weaknesses(told: Figures) -> list[str]:
    """What the record shows as weak: late tasks by head, open faults of checks, the weakest area, readings left."""
    lines = []
    if told.late_tasks:
        heads = Counter(task.lead.name for task in told.late_tasks)
        named = "; ".join(f"{name} ({people(number)})" for name, number in sorted(heads.items()))
        lines.append(
            f"{people(len(told.late_tasks))} nhiệm vụ chậm so với hạn, theo đơn vị chủ trì: {named}."
        )
    lines += [
        f"Kiểm tra {check.unit.name}: {small(bare(check.findings))}{_remedy(check, told.on)}."
        for check in told.checks
        if check.faults
    ]
    scored = [area for area in told.areas if area.score]
    if len(scored) > 1:
        weak = min(scored, key=lambda area: area.percent or 0)
        if weak.percent is not None:
            lines.append(
                f"Lĩnh vực đạt thấp nhất: {small(weak.name)} ({shown(weak.percent, 1)}% điểm tối đa)."
            )
    left = told.direction.people_sent - told.direction.people_read
    if left:
        lines.append(f"Còn {people(left)} người chưa xác nhận đã đọc kế hoạch.")
    return lines


def _remedy(check: Check, on: date) -> str:
    if check.remedied_on and check.remedied_on <= on:
        return f" (đã khắc phục ngày {check.remedied_on:%d/%m/%Y})"
    return " (chưa khắc phục xong)"


def _ahead(told: Figures) -> tuple[Block, ...]:
    if not told.open_tasks:
        return ()
    overdue = sum(task.due_on < told.on for task in told.open_tasks)
    line = f"Hoàn thành {people(len(told.open_tasks))} nhiệm vụ còn lại (phụ lục kèm theo)"
    if overdue:
        line += f", trước hết là {people(overdue)} nhiệm vụ đã quá hạn"
    return (Paragraph(f"{line}."),)
