"""Importing a table from Excel in two moves: all faults at once, or a preview; nothing stored until it is confirmed.

Between the two moves the file lies under its hash; the confirming click carries the hash signed for this person, and
the file is read and checked again against what is known by then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Final

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from thidua.base import clock, forms, web
from thidua.base.acts import Act
from thidua.base.errors import NotAllowedError, RefusedError
from thidua.documents import operations as documents
from thidua.documents.intake import sentences, sheets
from thidua.documents.intake.columns import Expected, Fault, Row, Table, TableRefusedError
from thidua.documents.intake.errors import UnreadableFileError
from thidua.documents.paper.workbook import Value
from thidua.organizations import queries, spreadsheets
from thidua.organizations.models import Unit
from thidua.organizations.permissions import Viewer

MOST_FAULTS: Final = 100
_SALT: Final = "thidua.import"
_HOURS: Final = 4
_TEMPLATE: Final = "organizations/import.html"


@dataclass(frozen=True, slots=True)
class Preview:
    """What a checked table would do."""

    new: int
    changed: int
    same: int
    lines: Sequence[Any]
    changes: Sequence[str] = ()


class Faults:
    """Collects what is wrong with the rows, as sentences with row and column, in the order of the rows."""

    def __init__(self, columns: Sequence[Expected], found: Sequence[Fault] = ()) -> None:
        """Know the titles of the columns, and what the reader of the file found already."""
        self.titles = {column.key: column.title for column in columns}
        self.told = [(fault.row or 0, sentences.fault_sentence(fault)) for fault in found]
        self.cells = {(fault.row, fault.title) for fault in found}

    def add(self, row: Row, key: str, sentence: str) -> None:
        """One fault at a cell; nothing more of a cell that could not be read."""
        title = self.titles[key]
        if (row.number, title) not in self.cells:
            self.told.append((row.number, f"Dòng {row.number}, cột “{title}”: {sentence}"))

    def lines(self) -> tuple[str, ...]:
        """The sentences, at most a hundred, and how many were left out."""
        lines = [line for _, line in sorted(self.told, key=itemgetter(0))]
        more = len(lines) - MOST_FAULTS
        left = (f"Còn {more} lỗi nữa chưa kể. Hãy sửa các lỗi trên rồi nộp lại.",) if more > 0 else ()
        return (*lines[:MOST_FAULTS], *left)

    def once(self, rows: Sequence[Row], key: str) -> None:
        """The key column holds no value twice."""
        seen: dict[str, int] = {}
        for row in rows:
            told = row.text(key)
            if told in seen:
                self.add(row, key, f"“{told}” đã có ở dòng {seen[told]}.")
            seen.setdefault(told, row.number)


@dataclass(frozen=True, slots=True)
class Import:
    """One kind of import. ``check`` fills the faults or gives a preview; ``keep`` is an operation over its lines."""

    title: str
    purpose: str
    noun: str
    filename: str
    columns: tuple[Expected, ...]
    examples: tuple[tuple[Value, ...], ...]
    check: Callable[[Table, Unit, Faults, Act], Preview]
    keep: Callable[[Act, Unit, Preview], tuple[int, int]]
    template_url: str
    back: str
    back_label: str


class UploadForm(forms.Form):
    """The file, and for which authority where the account keeps several."""

    authority = forms.RowChoiceField(label="Cơ quan", empty_label=None)
    file = forms.FileField(
        label="Tệp Excel (.xlsx)", help_text="Điền theo mẫu tải về. Tối đa 5.000 dòng, 20 MB."
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        """Offer the authorities whose directory the account keeps."""
        super().__init__(*args, **kwargs)
        kept = queries.authorities_kept_by(viewer)
        field = self.fields["authority"]
        if isinstance(field, forms.RowChoiceField):
            field.queryset = kept
        first = kept.first()
        if first is not None and kept.count() == 1:
            del self.fields["authority"]
        self.first = first

    @property
    def chosen(self) -> Unit:
        """The authority; only for a valid form."""
        unit: Unit | None = self.cleaned_data.get("authority") or self.first
        if unit is None:
            raise NotAllowedError
        return unit


def template(request: HttpRequest, kind: Import) -> HttpResponse:
    """The workbook to fill in."""
    content = sheets.template(kind.columns, kind.title, kind.examples, clock.now())
    return spreadsheets.attachment(content, f"mau-{kind.filename}.xlsx")


def page(request: HttpRequest, kind: Import, viewer: Viewer) -> HttpResponse:
    """Upload, faults or preview, confirm. Raises NotAllowedError for who keeps no directory."""
    if not queries.authorities_kept_by(viewer).exists():
        raise NotAllowedError
    if request.method == "POST" and "token" in request.POST:
        return _confirm(request, kind, viewer)
    form = UploadForm(request.POST or None, request.FILES or None, viewer=viewer)
    if request.method != "POST":
        return _show(request, kind, form)
    if not form.is_valid():
        return _show(request, kind, form, status=422)
    return _upload(request, kind, form)


def _upload(request: HttpRequest, kind: Import, form: UploadForm) -> HttpResponse:
    upload = form.cleaned_data["file"]
    content = upload.read() if upload.size <= sheets.MAX_BYTES else b""
    if upload.size > sheets.MAX_BYTES:
        read: Preview | tuple[str, ...] = (sentences.sentence(_too_large(upload.name)),)
    else:
        read = _read(web.act_of(request), kind, content, form.chosen)
    if isinstance(read, tuple):
        return _show(request, kind, form, status=422, faults=read)
    if read.new + read.changed == 0:
        return _show(request, kind, form, preview=read)
    token = signing.dumps([documents.put(content), form.chosen.pk, request.user.pk], salt=_SALT)
    return _show(request, kind, form, preview=read, token=token)


def _too_large(name: str | None) -> UnreadableFileError:
    return UnreadableFileError("too_large", {"megabytes": sheets.MAX_BYTES // (1024 * 1024), "name": name})


def _show(
    request: HttpRequest,
    kind: Import,
    form: UploadForm,
    *,
    status: int = 200,
    faults: tuple[str, ...] = (),
    preview: Preview | None = None,
    token: str = "",
) -> HttpResponse:
    context = {"kind": kind, "form": form, "faults": faults, "preview": preview, "token": token}
    return web.page(request, _TEMPLATE, context, status)


def _read(act: Act, kind: Import, content: bytes, authority: Unit) -> Preview | tuple[str, ...]:
    try:
        table = sheets.read_table(content, kind.columns)
    except UnreadableFileError as refused:
        return (sentences.sentence(refused),)
    except TableRefusedError as refused:
        if refused.table is None:
            return sentences.table_sentences(refused)
        table, faults = refused.table, Faults(kind.columns, refused.faults)
    else:
        faults = Faults(kind.columns)
    preview = kind.check(table, authority, faults, act)
    return faults.lines() or preview


def _confirm(request: HttpRequest, kind: Import, viewer: Viewer) -> HttpResponse:
    form = UploadForm(viewer=viewer)
    try:
        sha256, authority_id, user_id = signing.loads(
            request.POST["token"], salt=_SALT, max_age=_HOURS * 3600
        )
    except signing.BadSignature:
        form = UploadForm({}, viewer=viewer)
        form.is_valid()
        form.add_error(None, "Bản xem trước đã quá hạn. Hãy nộp lại tệp.")
        return _show(request, kind, form, status=422)
    authority = queries.authorities_kept_by(viewer).filter(pk=authority_id).first()
    if authority is None or user_id != request.user.pk:
        raise NotAllowedError
    act = web.act_of(request)
    read = _read(act, kind, documents.path_of(sha256).read_bytes(), authority)
    if isinstance(read, tuple):
        return _show(request, kind, form, status=422, faults=read)
    try:
        new, changed = kind.keep(act, authority, read)
    except RefusedError as refused:
        return _show(request, kind, form, status=422, faults=tuple(refused.faults.values()))
    web.done(request, f"Đã nhập {kind.noun}: thêm {new}, sửa {changed}.")
    return redirect(kind.back)
