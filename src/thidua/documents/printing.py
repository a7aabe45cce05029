"""Papers on their way out, made in a child process: in the authority's own Word form where it has one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from thidua.base import clock
from thidua.base.errors import RefusedError
from thidua.documents.intake import word_template
from thidua.documents.intake.errors import UnreadableFileError
from thidua.documents.intake.sentences import sentence
from thidua.documents.operations import MEDIA_TYPES, Rendered, content_of
from thidua.documents.paper import Paper
from thidua.documents.queries import word_template as own_form
from thidua.documents.render.child import batch_in_child, in_child
from thidua.documents.render.office import office, pdf_of
from thidua.documents.render.payload import for_paper


def watermark() -> str:
    """What a trial home prints across every paper."""
    return "DÙNG THỬ" if settings.THIDUA_TRIAL else ""


def _stamped(content: Paper) -> Paper:
    return content if content.watermark else replace(content, watermark=watermark())


def rendered(content: Paper, at: datetime, authority_id: int) -> Rendered:
    """A paper as Word and PDF, to be kept. Raises ``RefusedError`` where the own form cannot hold it.

    The PDF of an own form is made by LibreOffice where the machine has it, else in the built-in form.
    """
    content = _stamped(content)
    payload = for_paper(content, at)
    word = _in_own_form(content, at, authority_id)
    if word is None:
        return Rendered(content, *batch_in_child([("docx", payload), ("pdf", payload)]))
    return Rendered(content, word, pdf_of(word) or in_child("pdf", payload))


def paper_bytes(kind: str, content: Paper, at: datetime, authority_id: int) -> bytes:
    """A paper as ``docx`` or ``pdf``. Made and raises as ``rendered``."""
    content = _stamped(content)
    word = _in_own_form(content, at, authority_id) if kind == "docx" or office() else None
    made = pdf_of(word) if kind == "pdf" and word is not None else word
    return made if made is not None else in_child(kind, for_paper(content, at))


def attached(kind: str, content: Paper, name: str, authority_id: int) -> HttpResponse:
    """A paper made now, to keep under its Vietnamese name (without ending). Raises as ``rendered``."""
    made = paper_bytes(kind, content, clock.now(), authority_id)
    told = content_disposition_header(as_attachment=True, filename=f"{name}.{kind}") or ""
    return HttpResponse(made, content_type=MEDIA_TYPES[kind], headers={"Content-Disposition": told})


def _in_own_form(content: Paper, at: datetime, authority_id: int) -> bytes | None:
    own = own_form(authority_id, content.kind)
    if own is None:
        return None
    try:
        return word_template.filled(content_of(own.file), content, at).docx
    except UnreadableFileError as error:
        reason = f"Mẫu Word riêng không điền được: {sentence(error)} Hãy sửa mẫu hoặc dùng lại mẫu có sẵn."
        raise RefusedError(reason) from error
