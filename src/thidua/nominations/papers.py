"""What the papers of a unit say: minutes of its meeting, its letter with the list, the achievement reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from thidua.documents.paper import (
    Block,
    Bullet,
    Column,
    Heading,
    Paper,
    Paragraph,
    Signatory,
    Signature,
    Table,
    long_date,
)
from thidua.documents.parcel import Enclosed
from thidua.movements import queries as movements
from thidua.nominations.models import Nomination, UnitMeeting
from thidua.nominations.queries.lists import post_of
from thidua.organizations.models import Subject
from thidua.organizations.papers import authority_header, chair_signatory, office_header, place_name
from thidua.organizations.queries import head_of
from thidua.regulations import queries as regulations

LISTED = "00 Mục lục hồ sơ.pdf"
"""Where the list of a parcel's files stands in it."""


def unit_minutes(meeting: UnitMeeting) -> Paper:
    """BIÊN BẢN / Họp bình xét: who was there, each nominee agreed n/N (%)."""
    movement, unit = meeting.movement, meeting.unit
    rows = list(
        meeting.nominations.exclude(state="withdrawn")
        .select_related("subject", "unit__subject")
        .order_by("-subject__kind", "subject__sort_key", "pk")
    )
    present, total = meeting.members_present, meeting.members_total
    body: list[Block] = [
        Paragraph(f"Thời gian: {long_date(meeting.held_on)}."),
        Paragraph(f"Địa điểm: {meeting.place or unit.name}."),
        Heading(1, "I. THÀNH PHẦN"),
        Paragraph(f"Chủ trì: {meeting.chair}."),
        Paragraph(f"Thư ký: {meeting.secretary}."),
        Paragraph(
            f"Có mặt {present:02d}/{total:02d} người ({share(present, total)})"
            + (f", vắng {total - present:02d} người." if present < total else ".")
        ),
        Heading(1, "II. NỘI DUNG"),
        Paragraph(f"Hội nghị bình xét, đề nghị khen thưởng trong {movements.movement_name(movement)}."),
    ]
    if meeting.discussion:
        body += [Paragraph(line) for line in meeting.discussion.splitlines() if line.strip()]
    body += [
        Heading(1, "III. KẾT QUẢ"),
        Table(
            columns=(
                Column("STT", 6, "center"),
                Column("Tập thể, cá nhân", 30),
                Column("Chức vụ, đơn vị", 30),
                Column("Hình thức đề nghị", 18),
                Column("Đồng ý", 12, "center"),
                Column("Tỷ lệ", 12, "center"),
            ),
            rows=tuple(
                (
                    str(at),
                    titled(row.subject),
                    post_of(row.subject, row.unit, meeting.held_on),
                    row.form,
                    f"{row.votes_for:02d}/{present:02d}",
                    share(row.votes_for, present),
                )
                for at, row in enumerate(rows, start=1)
            ),
        )
        if rows
        else Paragraph("Hội nghị thống nhất không đề nghị trường hợp nào."),
        Paragraph("Biên bản được đọc lại cho các thành viên cùng nghe và thống nhất thông qua."),
    ]
    return Paper(
        kind="BB",
        header=office_header(unit, symbol=f"BB-{unit.code}", on=meeting.held_on),
        title="BIÊN BẢN",
        summary=f"Họp bình xét, đề nghị khen thưởng {movements.movement_name(movement)}",
        body=tuple(body),
        signature=Signature(
            left=Signatory(("THƯ KÝ",), meeting.secretary), right=Signatory(("CHỦ TRÌ",), meeting.chair)
        ),
    )


def unit_letter(meeting: UnitMeeting, on: date) -> Paper:
    """TỜ TRÌNH of the unit with its list. Law: 06/2022/QH15, art. 84.2."""
    movement, unit = meeting.movement, meeting.unit
    authority = movement.authority
    rows = list(
        meeting.nominations.exclude(state="withdrawn")
        .select_related("subject", "unit__subject")
        .order_by("-subject__kind", "subject__sort_key", "pk")
    )
    body: tuple[Block, ...] = (
        Paragraph(
            f"Thực hiện {plan_cited(movement)}; căn cứ kết quả họp bình xét ngày {meeting.held_on:%d/%m/%Y}, "
            f"{unit.name} trình Chủ tịch Ủy ban nhân dân {place_name(authority)} xem xét, khen thưởng "
            f"{of_kinds(row.subject for row in rows)} có thành tích "
            f"trong {movements.movement_name(movement)} như sau:"
        ),
        Table(
            columns=(
                Column("STT", 6, "center"),
                Column("Tập thể, cá nhân", 26),
                Column("Chức vụ, đơn vị", 26),
                Column("Thành tích", 38),
                Column("Hình thức", 14),
            ),
            rows=tuple(
                (
                    str(at),
                    titled(row.subject),
                    post_of(row.subject, row.unit, on),
                    row.merit,
                    row.form,
                )
                for at, row in enumerate(rows, start=1)
            ),
        ),
        Paragraph(
            "(Hồ sơ gửi kèm: biên bản họp bình xét; báo cáo thành tích của từng tập thể, cá nhân.)",
            keep_next=True,
        ),
        Paragraph(
            f"{unit.name} kính trình Chủ tịch Ủy ban nhân dân {place_name(authority)} xem xét, quyết định."
        ),
    )
    head = head_of(unit, on)
    return Paper(
        kind="TTr",
        header=office_header(unit, symbol=f"TTr-{unit.code}", year=on.year),
        title="TỜ TRÌNH",
        summary=f"Về việc đề nghị khen thưởng {movements.movement_name(movement)}",
        addressed_to=(f"Chủ tịch Ủy ban nhân dân {place_name(authority)}",),
        body=body,
        signature=Signature(
            right=Signatory(
                (head.position.upper() if head else "THỦ TRƯỞNG ĐƠN VỊ",), head.person.name if head else ""
            )
        ),
        recipients=("Như trên", "Hội đồng Thi đua - Khen thưởng xã", f"Lưu: VT, {unit.code}"),
    )


def letter_up(
    nomination: Nomination,
    files: Sequence[Enclosed],
    *,
    manifest_sha256: str,
    to: str,
    on: date,
    number: str = "",
    signer_name: str = "",
    for_chair: bool = False,
) -> Paper:
    """TỜ TRÌNH of the authority to the level above, which binds the parcel by the hash of its manifest."""
    movement = nomination.movement
    authority = movement.authority
    post = post_of(nomination.subject, nomination.unit, on)
    sent = [file for file in files if file.path != LISTED]
    return Paper(
        kind="TTr",
        header=authority_header(
            authority, symbol="TTr-UBND", number=number, on=on if number else None, year=on.year
        ),
        title="TỜ TRÌNH",
        summary=f"Về việc đề nghị {nomination.form} cho {titled(nomination.subject)}",
        addressed_to=(to,),
        body=(
            Paragraph(
                f"Căn cứ Luật Thi đua, khen thưởng; thực hiện {plan_cited(movement)}; sau khi thẩm định hồ sơ, "
                f"{authority.name} đề nghị {to} xem xét, tặng {nomination.form} cho {titled(nomination.subject)}"
                f"{f' ({post})' if post else ''}."
            ),
            Paragraph(f"Thành tích: {nomination.merit.rstrip('.')}."),
            Paragraph(f"Hồ sơ gửi kèm gồm {len(sent):02d} tệp:", keep_next=True),
            Table(
                columns=(
                    Column("STT", 8, "center"),
                    Column("Tài liệu", 72),
                    Column("Số trang", 20, "center"),
                ),
                rows=tuple(
                    (str(at), file.title, str(file.pages) if file.pages else "")
                    for at, file in enumerate(sent, 1)
                ),
            ),
            Paragraph(
                "Tệp nén gửi kèm có danh mục mã băm của từng tài liệu (MANIFEST.sha256). Mã băm SHA-256 của danh mục:",
                keep_next=True,
            ),
            Paragraph(spaced(manifest_sha256), align="center"),
            Paragraph(f"{authority.name} kính đề nghị {to} xem xét, quyết định"),
        ),
        signature=Signature(
            right=chair_signatory(authority, on, for_committee=True, for_chair=for_chair, name=signer_name)
        ),
        recipients=("Như trên", "Lưu: VT, TĐKT"),
        author=authority.name,
    )


def contents_page(nomination: Nomination, files: Sequence[Enclosed], *, to: str, on: date) -> Paper:
    """MỤC LỤC HỒ SƠ: what lies in the parcel, with the hash of each."""
    return Paper(
        kind="BC",
        header=authority_header(nomination.movement.authority, symbol="", on=on),
        title="MỤC LỤC HỒ SƠ",
        summary=f"Đề nghị {nomination.form} cho {titled(nomination.subject)}",
        body=(
            Paragraph(f"Kính gửi: {to}."),
            Table(
                columns=(
                    Column("STT", 7, "center"),
                    Column("Tệp", 41),
                    Column("Số trang", 11, "center"),
                    Column("Mã băm SHA-256", 41),
                ),
                rows=tuple(
                    (str(at), file.path, str(file.pages) if file.pages else "", spaced(file.sha256))
                    for at, file in enumerate(files, 1)
                ),
                size=11,
            ),
        ),
    )


def spaced(digest: str) -> str:
    """A hash in groups of eight, which can be read and broken."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def achievement_report(nomination: Nomination, on: date, figures: dict[str, Any]) -> Paper:
    """BÁO CÁO THÀNH TÍCH from the sheet's figures and evidence; it says nothing that is not on record.

    ``figures`` come from ``queries.report_figures``: profile lines, areas, leaves with evidence, awards held.
    """
    movement, subject = nomination.movement, nomination.subject
    person = subject.kind == Subject.Kind.PERSON
    titled_award = nomination_title(nomination, on)
    law = regulations.law_of(movement.authority_id)
    form_number = law.report_form(subject.award_kind, on, title=titled_award)
    body: list[Block] = [
        Heading(1, "I. SƠ LƯỢC LÝ LỊCH" if person else "I. SƠ LƯỢC ĐẶC ĐIỂM, TÌNH HÌNH"),
        *(Paragraph(line) for line in figures["profile"]),
        Heading(1, "II. THÀNH TÍCH ĐẠT ĐƯỢC"),
        Paragraph(f"Thành tích đề nghị khen: {nomination.merit.rstrip('.')}."),
    ]
    if figures["total"] is not None:
        body.append(
            Paragraph(
                f"Kết quả chấm điểm thi đua: {points(figures['total'])} điểm"
                + (
                    f", tự chấm {points(figures['self_total'])} điểm"
                    if figures["self_total"] is not None
                    else ""
                )
                + "."
            )
        )
    if figures["areas"]:
        body.append(
            Table(
                columns=(
                    Column("Lĩnh vực", 52),
                    Column("Điểm tối đa", 14, "right"),
                    Column("Điểm đạt", 14, "right"),
                    Column("Tỷ lệ", 12, "right"),
                ),
                rows=tuple(figures["areas"]),
            )
        )
    for heading, lines in figures["results"]:
        body.append(Heading(2, heading))
        body += [Bullet(line) for line in lines]
    if figures["initiatives"]:
        body.append(Heading(2, "Sáng kiến, cách làm hay"))
        body += [Bullet(line) for line in figures["initiatives"]]
    body.append(Heading(1, "III. DANH HIỆU THI ĐUA, HÌNH THỨC KHEN THƯỞNG ĐÃ ĐƯỢC TẶNG"))
    if figures["awards"]:
        body.append(
            Table(
                columns=(
                    Column("Năm", 10, "center"),
                    Column("Hình thức", 30),
                    Column("Số, ngày quyết định", 30),
                    Column("Cơ quan ban hành", 30),
                ),
                rows=tuple(figures["awards"]),
            )
        )
    else:
        body.append(Paragraph("Chưa có danh hiệu, hình thức khen thưởng nào được ghi nhận trong hồ sơ."))
    unit = nomination.unit
    head = head_of(unit, on)
    signer = (
        Signatory(("NGƯỜI BÁO CÁO",), subject.name)
        if person
        else Signatory(("CHỦ HỘ",))
        if subject.kind == Subject.Kind.HOUSEHOLD
        else Signatory(
            (head.position.upper() if head else "THỦ TRƯỞNG ĐƠN VỊ",), head.person.name if head else ""
        )
    )
    return Paper(
        kind="BCTT",
        header=office_header(unit, year=on.year),
        title="BÁO CÁO THÀNH TÍCH",
        summary=f"Đề nghị tặng danh hiệu “{nomination.form}”"
        if titled_award
        else f"Đề nghị tặng {nomination.form} của {grantor(nomination)}",
        lines=(
            *((f"({form_number})",) if form_number else ()),
            "(Danh hiệu thi đua hằng năm)" if titled_award else "(Khen thưởng theo phong trào thi đua)",
            subject.name,
            f"Trong {movements.movement_name(movement)}",
        ),
        body=tuple(body),
        signature=Signature(
            left=Signatory(("XÁC NHẬN CỦA", "CẤP TRÊN TRỰC TIẾP"), note="(Ký, ghi rõ họ tên, đóng dấu)"),
            right=signer,
        ),
        end_mark=False,
    )


def nomination_title(nomination: Nomination, on: date) -> bool:
    """Whether a title is asked for, not a form of commendation."""
    return bool(regulations.national().title_code(nomination.form, on))


def grantor(nomination: Nomination) -> str:
    """Who gives the award that is asked for."""
    authority = nomination.movement.authority
    if nomination.level == authority.level:
        return f"Chủ tịch Ủy ban nhân dân {place_name(authority)}"
    return {"province": "Chủ tịch Ủy ban nhân dân tỉnh", "state": "Thủ tướng Chính phủ"}.get(
        nomination.level, "cấp có thẩm quyền"
    )


def titled(subject: Subject) -> str:
    """A person with Ông or Bà, a collective by its name."""
    return f"{subject.person.title} {subject.name}" if subject.kind == Subject.Kind.PERSON else subject.name


def of_kinds(subjects: Iterable[Subject]) -> str:
    """How many of whom: "02 tập thể, 03 cá nhân", and the households where there are any."""
    numbers = Counter(subject.award_kind for subject in subjects)
    households = f", {numbers['household']:02d} hộ gia đình" if numbers["household"] else ""
    return f"{numbers['collective']:02d} tập thể, {numbers['individual']:02d} cá nhân{households}"


def plan_cited(movement: Any) -> str:
    """The plan as a paper cites it."""
    if movement.plan_number and movement.plan_issued_on:
        day = long_date(movement.plan_issued_on)
        return f"Kế hoạch số {movement.plan_number} {day} của {movements.issuer_name(movement)}"
    return f"Kế hoạch triển khai {movements.movement_name(movement)} của {movements.issuer_name(movement)}"


def share(part: int, whole: int) -> str:
    """A percentage with a comma: "88,89%"; a dash where nothing can be parted."""
    if not whole:
        return "–"
    percent = (Decimal(part) * 100 / whole).quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")
    return f"{percent.normalize():f}".replace(".", ",") + "%"


def points(value: Decimal) -> str:
    """A score with two places and a comma."""
    return f"{value.quantize(Decimal('0.01'), rounding='ROUND_HALF_UP'):f}".replace(".", ",")
