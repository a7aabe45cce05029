"""What goes to the level above: the letter that binds the parcel, and the list of what lies in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from thidua.documents.paper import Column, Paper, Paragraph, Signature, Table
from thidua.documents.parcel import Enclosed
from thidua.nominations.models import Nomination
from thidua.nominations.papers.words import bare, grantor, nomination_title, plan_cited, spaced, titled
from thidua.nominations.queries.lists import post_of
from thidua.organizations.papers import authority_header, chair_signatory
from thidua.organizations.queries import unit_named
from thidua.regulations import queries as regulations

LISTED = "00 Mục lục hồ sơ.pdf"
"""Where the list of a parcel's files stands in it."""


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
    law = regulations.law_of(authority.pk)
    asked = f"danh hiệu “{nomination.form}”" if nomination_title(nomination, on) else bare(nomination.form)
    giver = grantor(nomination, on)
    through = "" if giver == to or nomination.level == authority.level else f"trình {giver} "
    keeper = unit_named(authority, law.standing_unit(on, authority.level), on)
    sent = [file for file in files if file.path != LISTED]
    return Paper(
        kind="TTr",
        header=authority_header(
            authority, symbol="TTr-UBND", number=number, on=on if number else None, year=on.year
        ),
        title="TỜ TRÌNH",
        summary=f"Về việc đề nghị tặng {asked} cho {titled(nomination.subject)}",
        addressed_to=(to,),
        bases=(*law.citations(on, "proposal"), f"Căn cứ {plan_cited(movement)}"),
        body=(
            Paragraph(
                f"Sau khi thẩm định hồ sơ, {authority.name} đề nghị {to} xem xét, {through}tặng {asked} cho "
                f"{titled(nomination.subject)}{f' ({post})' if post else ''}."
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
        recipients=("Như trên", f"Lưu: VT, {keeper.code}" if keeper else "Lưu: VT"),
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
