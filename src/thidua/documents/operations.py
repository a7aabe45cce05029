"""Keep files by their hash; make, number and file papers. The only writer of what ``documents`` holds."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from thidua.base.acts import Act, SignedSource, operation
from thidua.base.errors import MovedOnError, RefusedError
from thidua.documents import paper as paper_form
from thidua.documents.models import Paper, SignedPaper, StoredFile

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "svg": "image/svg+xml",
    "zip": "application/zip",
}


def path_of(sha256: str) -> Path:
    """Where a file with this hash lies."""
    return Path(settings.THIDUA_HOME) / "files" / sha256[:2] / sha256


def put(content: bytes) -> str:
    """Write content under its hash: temporary file, fsync, rename; never overwritten. Called before a transaction."""
    sha256 = hashlib.sha256(content).hexdigest()
    target = path_of(sha256)
    if target.exists():
        return sha256
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(draft).rename(target)
    return sha256


def content_of(stored: StoredFile) -> bytes:
    """The bytes of a stored file. Raises ``RefusedError`` when the copy on disk is not what was stored."""
    content = path_of(stored.sha256).read_bytes()
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise RefusedError("Tệp trên đĩa không còn đúng như khi lưu. Hãy khôi phục từ bản sao lưu.")
    return content


@operation
def store(
    act: Act, *, content: bytes, name: str, kind: str, pages: int | None = None, media_type: str = ""
) -> StoredFile:
    """Keep a file that was judged already (``documents.intake``) or that the program made."""
    stored = StoredFile.objects.create(
        sha256=put(content),
        size=len(content),
        kind=kind,
        media_type=media_type or MEDIA_TYPES.get(kind, "application/octet-stream"),
        pages=pages,
        name=name[:255],
        stored_at=act.at,
        stored_by=act.actor.actor_label,
    )
    act.record("file.stored", stored, sha256=stored.sha256, size=stored.size, kind=kind)
    return stored


@operation
def record_signed(
    act: Act,
    *,
    kind: str,
    signed_on: date,
    signer_name: str,
    signer_title: str = "",
    number: str = "",
    scan: StoredFile | None = None,
    note: str = "",
) -> SignedPaper:
    """Note the signed paper on which an act rests. Raises ``RefusedError`` for a day after the act."""
    if signed_on > act.on:
        raise RefusedError(signed_on="Ngày ký không thể sau hôm nay.")
    paper = SignedPaper.objects.create(
        kind=kind,
        number=number,
        signed_on=signed_on,
        signer_name=signer_name,
        signer_title=signer_title,
        scan=scan,
        note=note,
    )
    act.record(
        "signed_paper.recorded", paper, kind=kind, number=number, signed_on=signed_on, signer=signer_name
    )
    return paper


def signed_source(paper: SignedPaper, *, entered: bool = False) -> SignedSource:
    """The signed paper as an ``Act`` carries it."""
    manner = "Nhập thay theo" if entered else "Ghi nhận theo"
    return SignedSource("entered" if entered else "recorded", paper.pk, f"{manner} {paper}")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A paper in its final words, as Word and PDF: made before the transaction that numbers it."""

    content: paper_form.Paper
    docx: bytes
    pdf: bytes


@operation
def draft_paper(
    act: Act, *, content: paper_form.Paper, symbol: str, title: str, draft: Paper | None = None
) -> Paper:
    """Keep what a paper says; a draft that stands already is written anew. Its Word and PDF are made when asked for.

    Raises ``MovedOnError`` when the draft was numbered meanwhile.
    """
    if draft is None:
        row = Paper.objects.create(
            kind=content.kind,
            symbol=symbol,
            title=title[:500],
            context=paper_form.as_dict(content),
            made_at=act.at,
        )
    else:
        row = draft
        changed = Paper.objects.filter(pk=row.pk, state="draft").update(
            title=title[:500], context=paper_form.as_dict(content), made_at=act.at
        )
        if changed != 1:
            raise MovedOnError
        row.refresh_from_db()
    act.record("paper.drafted", row, kind=row.kind, title=row.title)
    return row


@operation
def number_paper(
    act: Act, *, paper: Paper, number: str, dated_on: date, rendered: Rendered, foot: str = ""
) -> None:
    """Give a draft its number and day (entered from the clerk's book) and freeze it with its Word and PDF.

    Raises ``RefusedError`` for an empty number, ``MovedOnError`` when it has one already.
    """
    number = number.strip()
    if not number:
        raise RefusedError(number="Hãy nhập số văn bản lấy từ sổ của văn thư.")
    name = f"{number}-{paper.symbol}".replace("/", "-")
    word = store(act, content=rendered.docx, name=f"{name}.docx", kind="docx")
    printed = store(act, content=rendered.pdf, name=f"{name}.pdf", kind="pdf")
    moved = Paper.objects.filter(pk=paper.pk, state="draft").update(
        state="numbered",
        number=number,
        dated_on=dated_on,
        context=paper_form.as_dict(rendered.content),
        docx=word,
        pdf=printed,
        journal_foot=foot,
    )
    if moved != 1:
        raise MovedOnError
    paper.refresh_from_db()
    act.record("paper.numbered", paper, number=number, dated_on=dated_on)


@operation
def file_signed(act: Act, *, paper: Paper, signed: StoredFile) -> None:
    """File the signed copy with its hash. Raises ``MovedOnError`` unless the paper is numbered."""
    if Paper.objects.filter(pk=paper.pk, state="numbered").update(state="filed", signed=signed) != 1:
        raise MovedOnError
    paper.refresh_from_db()
    act.record("paper.filed", paper, sha256=signed.sha256)
