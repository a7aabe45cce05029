"""What the views of commendations share: who looks, which movement, one act, its history, files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from thidua.audit import queries as audit
from thidua.base.acts import Act
from thidua.base.errors import RefusedError
from thidua.commendations import choices, papers, queries
from thidua.commendations.models import Award, CertificateLook, Decision
from thidua.documents import operations as documents
from thidua.documents import printing
from thidua.documents.intake import evidence, sentences
from thidua.documents.intake.errors import UnreadableFileError
from thidua.documents.models import StoredFile
from thidua.documents.paper import Box, Certificate, Footer, Template
from thidua.documents.paper.workbook import Sheets
from thidua.documents.render.child import in_child
from thidua.documents.render.errors import TextTooLongError
from thidua.documents.render.payload import for_certificates, for_sheets
from thidua.movements.models import Movement
from thidua.movements.queries import movements_visible_to
from thidua.organizations import pages
from thidua.organizations.models import Unit
from thidua.regulations import queries as regulations

PAGE_SIZE: Final = 50
_TOO_LONG: Final = {"issuer": "Tên cơ quan", "form": "Tên danh hiệu, hình thức"}


viewer_of = pages.viewer_of


def movement_for(request: HttpRequest, movement_id: int) -> Movement:
    """The movement, or 404 for who may not see it."""
    rows = movements_visible_to(viewer_of(request)).select_related("authority__subject")
    return get_object_or_404(rows, pk=movement_id)


def through(
    act: Act, manner: str, *, kind: str, number: str, signed_on: date, signer: str, title: str
) -> Act:
    """The act as the chosen door makes it; the signed paper is the one that the form tells of."""
    if manner == "screen":
        return act
    paper = documents.record_signed(
        act, kind=kind, signed_on=signed_on, signer_name=signer, signer_title=title, number=number
    )
    return replace(act, signed=documents.signed_source(paper, entered=manner == "entered"))


def history(*things: Model | None) -> list[audit.Line]:
    """What was done to some things, newest first."""
    return audit.told(*things)


# -- files ---------------------------------------------------------------------------------------------------


def footer() -> Footer:
    """The anchor in the journal for the foot of an issued paper."""
    anchor = audit.head()
    return Footer(position=anchor.position, head=anchor.digest[:12])


def sheet_bytes(content: Sheets, at: datetime) -> bytes:
    """A workbook."""
    return in_child("xlsx", for_sheets(content, at))


def in_one_file(made: Decision, awards: list[Award]) -> list[Award]:
    """Those that are printed together: titles stand on whole pages, so beside blanks of giấy khen they go apart."""
    law, on = regulations.law_of(made.authority_id), made.decided_on or date.max
    if not queries.look_of(made.authority).on_blank:
        return awards
    return [award for award in awards if not law.title_code(award.form, on)] or awards


def certificate_bytes(made: Decision, awards: list[Award], at: datetime) -> bytes:
    """Certificates as one PDF in the look of the authority. Raises ``RefusedError`` where a text does not fit."""
    printed = papers.certificates(made, awards, address=settings.THIDUA_PUBLIC_ADDRESS)
    return printed_bytes(printed, made.authority, at, printing.watermark())


def certificate_files(made: Decision, awards: list[Award], at: datetime) -> bytes:
    """A ZIP with a PDF for each certificate. Raises as ``certificate_bytes``."""
    printed = papers.certificates(made, awards, address=settings.THIDUA_PUBLIC_ADDRESS)
    return printed_bytes(printed, made.authority, at, printing.watermark(), form="certificate_files")


def template(look: CertificateLook, across: str = "") -> Template:
    """How the certificates of an authority are printed, with a word across them or none."""
    return Template(
        emblem=documents.content_of(look.emblem) if look.emblem else None,
        watermark=across,
        codes=look.print_codes,
        boxes=tuple(Box(**box) for box in look.boxes) if look.on_blank else (),
        shift=(float(look.shift_left), float(look.shift_top)),
    )


def printed_bytes(
    printed: list[Certificate],
    authority: Unit,
    at: datetime,
    across: str,
    *,
    form: str = "certificates",
    look: Template | None = None,
) -> bytes:
    """Certificates in the look of an authority, or in another while it is being chosen; ``form`` as in the worker."""
    chosen = look or template(queries.look_of(authority), across)
    if form == "certificates" and not all(one.on_blank for one in printed):
        chosen = replace(chosen, boxes=())
    try:
        return in_child(form, for_certificates(printed, at, chosen))
    except TextTooLongError as error:
        what = choices.BOX_NAMES.get(error.field) or _TOO_LONG.get(error.field, "Nội dung")
        sentence = f"{what} quá dài để in trên giấy khen: “{error.text}”. Hãy rút gọn trong hồ sơ đề nghị"
        raise RefusedError(
            f"{sentence}, hoặc nới ô trên phôi." if chosen.boxes else f"{sentence}."
        ) from error


def download(content: bytes, name: str, kind: str, *, inline: bool = False) -> HttpResponse:
    """A file to keep or to look at, under its Vietnamese name."""
    response = HttpResponse(content, content_type=documents.MEDIA_TYPES.get(kind, "application/octet-stream"))
    manner = "inline" if inline else "attachment"
    response.headers["Content-Disposition"] = f"{manner}; filename*=UTF-8''{quote(name)}"
    return response


def stored_download(stored: StoredFile, *, inline: bool = False) -> HttpResponse:
    """A stored file under the name by which it came."""
    response = download(documents.content_of(stored), stored.name, stored.kind, inline=inline)
    response.headers["Content-Type"] = stored.media_type
    return response


def judged(upload: UploadedFile[Any], field: str) -> tuple[bytes, evidence.Judged]:
    """The bytes of an upload and what they are. Raises ``RefusedError`` at the field."""
    if (upload.size or 0) > evidence.MAX_BYTES:
        facts = {"name": upload.name, "megabytes": evidence.MAX_BYTES // 1024**2}
        raise RefusedError(**{field: sentences.sentence(UnreadableFileError("too_large", facts))})
    content = upload.read()
    try:
        return content, evidence.judge(content, upload.name or "")
    except UnreadableFileError as error:
        raise RefusedError(**{field: sentences.sentence(error)}) from error


def kept(act: Act, upload: UploadedFile[Any], content: bytes, found: evidence.Judged) -> StoredFile:
    """Keep a judged upload."""
    return documents.store(
        act,
        content=content,
        name=PurePath(upload.name or "tep").name,
        kind=found.kind,
        pages=found.pages,
        media_type=found.media_type,
    )
