"""The two doors of an act, and what comes in by them: the act, the signed paper behind it, an uploaded file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath
from typing import Any, Final

from django import forms as django_forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from thidua.base import web
from thidua.base.acts import Act
from thidua.base.errors import RefusedError, require
from thidua.documents import operations
from thidua.documents.forms import SignedPaperForm
from thidua.documents.intake import evidence, plan_text, sentences
from thidua.documents.intake.errors import UnreadableFileError
from thidua.documents.models import Paper, StoredFile
from thidua.engine.text import fold

_NO_SCAN: Final = frozenset({"unsupported", "unknown", "macros", "bomb"})
"""Codes of files that are neither PDF nor picture: what they say of Word and Excel does not help with a signed copy."""
_NUMBER: Final = re.compile(r"\bSố\s*:?\s*(\d{1,6})\s*/\s*([0-9A-Za-zĐđ.-]+)")


def through_door(act: Act, form: SignedPaperForm, *, kind: str) -> Act:
    """The act as the chosen door makes it: with its signed paper on record, or as it was.

    Raises ``RefusedError`` for a day of signing after the act, and at ``scan`` for a file that is not accepted.
    """
    told = form.cleaned_data
    if told["manner"] == "screen":
        return act
    scan = keep_upload(act, told["scan"], field="scan", signed=True) if told.get("scan") else None
    paper = operations.record_signed(
        act,
        kind=kind,
        signed_on=told["signed_on"],
        signer_name=told["signer_name"],
        signer_title=told["signer_title"],
        number=told["number"],
        scan=scan,
    )
    return replace(act, signed=operations.signed_source(paper, entered=told["manner"] == "entered"))


class Doors:
    """The doors through which an act may be taken: on the screen by an own role, or from the signed paper."""

    def __init__(self, request: HttpRequest, *, may_act: bool, may_record: bool) -> None:
        """Refuse with 403 when neither is open; ask for the signed paper where it is the only one, or one of two."""
        require(may_act or may_record)
        self.request = request
        posted = request.POST if request.method == "POST" else None
        files = request.FILES if request.method == "POST" else None
        self.form = SignedPaperForm(posted, files, may_act=may_act) if may_record else None

    def is_valid(self) -> bool:
        """Whether what was said of the signed paper is complete."""
        return self.form is None or self.form.is_valid()

    def act(self, kind: str) -> Act:
        """The act to pass on."""
        act = web.act_of(self.request)
        return act if self.form is None else through_door(act, self.form, kind=kind)

    def attempt(
        self, form: django_forms.Form, kind: str, call: Callable[[Act, dict[str, Any]], object]
    ) -> bool:
        """Check both forms, act in one piece, put what was refused at its field; False: show the page again."""
        if not all([form.is_valid(), self.is_valid()]):
            return False
        return web.attempt(form, lambda: call(self.act(kind), form.cleaned_data), self.form)


def keep_signed_copy(
    act: Act, upload: UploadedFile[bytes], *, paper: Paper, authority_id: int, field: str = "file"
) -> StoredFile:
    """Keep the signed copy of a paper and look at its digital signatures.

    Raises ``RefusedError`` at the field for a file that is not accepted, and for the unsigned one that was made here.
    """
    stored = keep_upload(act, upload, field=field, signed=True)
    made = {one.sha256 for one in (paper.docx, paper.pdf) if one is not None}
    if stored.sha256 in made:
        own = "Đây là bản do phần mềm lập, chưa có chữ ký. Hãy chọn bản đã ký, đóng dấu (quét) hoặc đã ký số."
        raise RefusedError(**{field: own})
    content = operations.content_of(stored)
    operations.check_signatures(act, stored=stored, content=content, authority_id=authority_id)
    return stored


def other_number(stored: StoredFile, paper: Paper) -> str:
    """What to heed where the text of a signed copy bears the number of another paper; empty: it does not, or is a scan.

    Said and not refused: the text behind a scan is often misread.
    """
    try:
        text = plan_text.text_of(operations.path_of(stored.sha256)).text
    except UnreadableFileError:
        return ""
    told = _NUMBER.search(text)
    if told is None or not paper.citation:
        return ""
    number, symbol = int(told[1]), told[2].rstrip(".-")
    if (str(number), fold(symbol)) == (paper.number.lstrip("0"), fold(paper.symbol)):
        return ""
    return (
        f"Tệp vừa lưu ghi số {number:02d}/{symbol}, còn văn bản này là số {paper.citation}. "
        "Nếu lưu nhầm, hãy thay bản ký ở trang của văn bản."
    )


def keep_upload(
    act: Act, upload: UploadedFile[bytes], *, field: str = "file", signed: bool = False
) -> StoredFile:
    """Judge an upload by its content and keep it; ``signed`` takes nothing but a PDF or a picture.

    Raises ``RefusedError`` at the field that it came in by.
    """
    name = PurePath(upload.name or "tep").name
    if (upload.size or 0) > evidence.MAX_BYTES:
        large = UnreadableFileError("too_large", {"name": name, "megabytes": evidence.MAX_BYTES // 1024**2})
        raise RefusedError(**{field: sentences.sentence(large)})
    content = upload.read()
    try:
        found = _judged(content, name, signed=signed)
    except UnreadableFileError as error:
        raise RefusedError(**{field: sentences.sentence(error)}) from error
    return operations.store(
        act, content=content, name=name, kind=found.kind, pages=found.pages, media_type=found.media_type
    )


def _judged(content: bytes, name: str, *, signed: bool) -> evidence.Judged:
    try:
        found = evidence.judge(content, name)
    except UnreadableFileError as error:
        if signed and error.code in _NO_SCAN:
            raise UnreadableFileError("no_scan", {"name": name}) from error
        raise
    if signed and found.kind not in evidence.SCANNED:
        raise UnreadableFileError("no_scan", {"name": name})
    return found
