"""Keep files by their hash; make, number and file papers. The only writer of what ``documents`` holds."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db.models import F, Max

from thidua.base.acts import Act, SignedSource, operation
from thidua.base.errors import MovedOnError, RefusedError
from thidua.documents import paper as paper_form
from thidua.documents import queries
from thidua.documents.intake import signed_pdf, word_template
from thidua.documents.intake.errors import UnreadableFileError
from thidua.documents.intake.sentences import sentence
from thidua.documents.models import (
    NumberSeries,
    NumberTaken,
    Paper,
    SignatureCheck,
    SignedPaper,
    StoredFile,
    TrustedRoot,
    WordTemplate,
)
from thidua.documents.paper.forms import sample

DIGITS = re.compile(r"[0-9]{1,9}")
_NUMBER = re.compile(r"[0-9]{1,9}[a-zA-ZđĐ]{0,3}")
"""What a number may be: "45", "05", "45a", "45bis"; the symbol stands in its series, not in the number."""
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


@operation("file.stored")
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


@operation("signed_paper.recorded")
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


@operation("paper.drafted")
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


@operation("paper.numbered")
def number_paper(
    act: Act,
    *,
    paper: Paper,
    authority_id: int,
    number: str,
    dated_on: date,
    rendered: Rendered,
    foot: str = "",
    field: str = "number",
) -> None:
    """Give a draft its number and day and freeze it with its Word and PDF.

    The number is taken in the authority's series of the paper's symbol and year. Raises ``RefusedError`` at ``field``
    for an empty number, one with more in it than the number, one that the series has, or one that is not next where
    numbers are allotted here; ``MovedOnError`` when the paper has a number already.
    """
    number = number.strip()
    if not number:
        raise RefusedError(**{field: "Hãy nhập số văn bản lấy từ sổ của văn thư."})
    if not _NUMBER.fullmatch(number):
        raise RefusedError(**{field: f"Chỉ ghi phần số, không ghi ký hiệu {paper.symbol}, ví dụ 45."})
    _take(paper, authority_id, number, dated_on, field)
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


def _take(paper: Paper, authority_id: int, number: str, on: date, field: str) -> None:
    """Take a number in its series; the series is the parent: who numbers at the same time waits here."""
    series, _ = NumberSeries.objects.get_or_create(
        authority_id=authority_id,
        symbol=paper.symbol,
        year=on.year,
        defaults={"mode": queries.mode_before(authority_id, paper.symbol, on.year)},
    )
    NumberSeries.objects.filter(pk=series.pk).update(version=F("version") + 1)
    series.refresh_from_db()
    digits = DIGITS.match(number)
    value = int(digits.group()) if digits else 0
    plain = number.lower().lstrip("0") or number
    if series.mode == NumberSeries.Mode.ALLOTTED and plain != str(series.next_value):
        expected = f"{series.next_value:02d}"
        raise RefusedError(**{field: f"Sổ {series} do phần mềm cấp số. Số tiếp theo là {expected}."})
    twin = series.numbers.filter(number=plain).first()
    if twin is not None:
        state = " (đã rút, không dùng lại)" if twin.withdrawn else ""
        told = f"Số {number}/{paper.symbol} đã dùng trong năm {on.year}: {twin.title}, ngày {twin.dated_on:%d/%m/%Y}"
        raise RefusedError(**{field: f"{told}{state}. Hãy đối chiếu sổ của văn thư."})
    series.numbers.create(number=plain, value=value, dated_on=on, paper=paper, title=paper.title)
    if value >= series.next_value:
        NumberSeries.objects.filter(pk=series.pk).update(next_value=value + 1)


@operation("paper.number_withdrawn")
def withdraw_number(act: Act, *, paper: Paper) -> None:
    """Note that the paper of a number was taken back; the number stays used."""
    if NumberTaken.objects.filter(paper=paper).update(withdrawn=True):
        act.record("paper.number_withdrawn", paper, number=paper.number)


@operation("number_series.set")
def set_series(
    act: Act, *, authority_id: int, symbol: str, year: int, mode: str, last_value: int
) -> NumberSeries:
    """Choose where the numbers of a series come from; ``last_value`` is the last one in the book so far.

    Whether the actor may is the caller's to ask. Raises ``RefusedError`` for a last number below one that is used.
    """
    series, _ = NumberSeries.objects.get_or_create(authority_id=authority_id, symbol=symbol, year=year)
    NumberSeries.objects.filter(pk=series.pk).update(version=F("version") + 1)
    series.refresh_from_db()
    highest = series.numbers.aggregate(most=Max("value"))["most"] or 0
    if last_value < highest:
        raise RefusedError(last_value=f"Số {highest} đã dùng trong sổ này, nên số cuối không thể nhỏ hơn.")
    series.mode, series.next_value = mode, last_value + 1
    series.save(update_fields=["mode", "next_value"])
    act.record("number_series.set", series, mode=mode, next=series.next_value)
    return series


@operation("paper.filed")
def file_signed(act: Act, *, paper: Paper, signed: StoredFile) -> None:
    """File the signed copy with its hash. Raises ``MovedOnError`` unless the paper is numbered."""
    if Paper.objects.filter(pk=paper.pk, state="numbered").update(state="filed", signed=signed) != 1:
        raise MovedOnError
    paper.refresh_from_db()
    act.record("paper.filed", paper, sha256=signed.sha256)


@operation("paper.signed_replaced")
def replace_signed(act: Act, *, paper: Paper, signed: StoredFile, reason: str) -> None:
    """Put the right signed copy in the place of one filed by mistake; the journal keeps the hash of both.

    Whether the actor may is the caller's to ask. Raises ``RefusedError`` without a reason, ``MovedOnError`` unless
    filed.
    """
    if not reason.strip():
        raise RefusedError(reason="Hãy ghi lý do thay bản ký.")
    before = paper.signed.sha256 if paper.signed else ""
    if Paper.objects.filter(pk=paper.pk, state="filed").update(signed=signed) != 1:
        raise MovedOnError
    paper.refresh_from_db()
    act.record("paper.signed_replaced", paper, sha256=signed.sha256, before=before, reason=reason.strip())


@operation("file.signatures_checked")
def check_signatures(act: Act, *, stored: StoredFile, content: bytes, authority_id: int) -> SignatureCheck:
    """Look at the digital signatures of a stored file against the authority's roots of today; the file never changes.

    A file whose signatures cannot be read is kept all the same; then nothing is said of it but that.
    """
    try:
        roots = TrustedRoot.objects.filter(authority_id=authority_id).values_list("pem", flat=True)
        found = signed_pdf.examine(content, list(roots), act.at)
        rows = [asdict(signature) for signature in found]
    except UnreadableFileError:
        rows = [asdict(_UNREAD)]
    check, _ = SignatureCheck.objects.update_or_create(
        file=stored, defaults={"checked_at": act.at, "found": rows}
    )
    if rows:
        act.record(
            "file.signatures_checked",
            stored,
            signers=[row["signer"] for row in rows],
            intact=all(row["intact"] for row in rows),
            trust=[row["trust"] for row in rows],
        )
    return check


_UNREAD = signed_pdf.Signature(
    "", "", None, stamped=False, intact=False, added=False, trust="unchecked", broken="x"
)


@operation("root_certificate.trusted")
def trust_root(act: Act, *, content: bytes, authority_id: int) -> TrustedRoot:
    """Put in a root certificate for an authority. Whether the actor may is the caller's to ask.

    Raises ``RefusedError`` at ``file`` for what is no root certificate, one that has run out or that stands already.
    """
    try:
        root = signed_pdf.read_root(content)
    except UnreadableFileError as refused:
        raise RefusedError(file=sentence(refused)) from refused
    if root.valid_to < act.on:
        raise RefusedError(file=f"Chứng thư này đã hết hạn ngày {root.valid_to:%d/%m/%Y}.")
    row, made = TrustedRoot.objects.get_or_create(
        authority_id=authority_id,
        fingerprint=root.fingerprint,
        defaults={"subject": root.subject, "pem": root.pem, "valid_to": root.valid_to, "added_at": act.at},
    )
    if not made:
        raise RefusedError(file=f"Chứng thư “{row.subject}” đã có.")
    act.record("root_certificate.trusted", row, fingerprint=root.fingerprint)
    return row


@operation("root_certificate.removed")
def distrust_root(act: Act, *, root: TrustedRoot) -> None:
    """Take a root certificate away; what was checked before stays as it was found."""
    act.record("root_certificate.removed", root, fingerprint=root.fingerprint)
    root.delete()


@operation("template.set")
def set_template(act: Act, *, authority_id: int, kind: str, content: bytes, name: str) -> WordTemplate:
    """Take an own Word form for a kind of paper. Whether the actor may is the caller's to ask.

    Raises ``RefusedError`` at ``file`` for a form with unknown fields, statements, macros or links to elsewhere, and
    for one that would leave out a part of such a paper.
    """
    try:
        fields = word_template.filled(content, sample(kind), act.at).fields
    except UnreadableFileError as refused:
        raise RefusedError(file=sentence(refused)) from refused
    stored = store(act, content=content, name=name, kind="docx")
    row, _ = WordTemplate.objects.update_or_create(
        authority_id=authority_id,
        kind=kind,
        defaults={"file": stored, "fields": list(fields), "set_at": act.at},
    )
    act.record("template.set", row, kind=kind, sha256=stored.sha256, fields=list(fields))
    return row


@operation("template.dropped")
def drop_template(act: Act, *, template: WordTemplate) -> None:
    """Go back to the built-in form; papers made with the own one stay as they are."""
    act.record("template.dropped", template, kind=template.kind, sha256=template.file.sha256)
    template.delete()
