"""Yearly gradings: the table of a period, one, many by one document, from Excel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from thidua.base import web
from thidua.base.acts import Act
from thidua.base.errors import require
from thidua.documents.intake.columns import Expected, Row, Table
from thidua.documents.paper.workbook import Column, Sheet
from thidua.honours import forms, operations, queries
from thidua.honours.choices import period_label, read_period
from thidua.honours.models import Grading
from thidua.honours.operations import GradingLine
from thidua.organizations import importing, spreadsheets
from thidua.organizations.importing import Faults, Import, Preview
from thidua.organizations.models import Subject, Unit
from thidua.organizations.pages import acted, filters_of, page_of, viewer_of
from thidua.organizations.permissions import Viewer
from thidua.organizations.queries import known_people

_LEVELS: Final[Mapping[str, str]] = MappingProxyType({label: code for code, label in Grading.Level.choices})
_STATUSES: Final[Mapping[str, str]] = MappingProxyType(
    {label: code for code, label in Grading.Status.choices}
)
_TONES: Final[Mapping[str, str]] = MappingProxyType(
    {"excellent": "done", "good": "done", "completed": "heed", "not_completed": "wrong"}
)
_MOST_AT_ONCE: Final = 200
_MOST_EXPORTED: Final = 20_000


def _filtered(request: HttpRequest, viewer: Viewer) -> tuple[forms.GradingFilter, str, dict[str, str]]:
    periods = queries.periods_of(viewer)
    asked = read_period(request.GET.get("period", ""))
    if asked and asked not in periods:
        periods = sorted([*periods, asked], reverse=True)
    period = asked or periods[0]
    choices = [(told, period_label(told).capitalize()) for told in periods]
    form = forms.GradingFilter(request.GET.dict() | {"period": period}, periods=choices)
    form.is_valid()
    told = form.cleaned_data
    return (
        form,
        period,
        {
            "kind": told.get("kind") or "",
            "level": told.get("level") or "",
            "text": told.get("q") or "",
        },
    )


@login_required
@require_GET
def grading_list(request: HttpRequest) -> HttpResponse:
    """Who was graded how in a period, with the document that concludes it."""
    viewer = viewer_of(request)
    form, period, told = _filtered(request, viewer)
    page = page_of(request, queries.graded_subjects(viewer, period, **told))
    rows = queries.grading_rows(list(page.object_list), period, viewer.on)
    context = {
        "places": queries.places(viewer),
        "filter": form,
        "period": period,
        "label": period_label(period),
        "page": page,
        "query": filters_of(request),
        "filtered": any(told.values()),
        "rows": [(row, _TONES[row.official.level] if row.official else "") for row in rows],
        "keeps": queries.subjects_kept_by(viewer).exists(),
    }
    return web.page(request, "honours/grading_list.html", context)


@login_required
@require_GET
def grading_list_xlsx(request: HttpRequest) -> HttpResponse:
    """The filtered table as Excel."""
    viewer = viewer_of(request)
    _, period, told = _filtered(request, viewer)
    subjects = list(queries.graded_subjects(viewer, period, **told)[:_MOST_EXPORTED])
    rows = queries.grading_rows(subjects, period, viewer.on)
    sheet = Sheet(
        "Xếp loại",
        (
            Column("STT", 6, "number"),
            Column("Họ và tên, tên tập thể", 36),
            Column("Đơn vị", 40),
            Column("Mức xếp loại", 30),
            Column("Số văn bản", 18),
            Column("Ngày văn bản", 14, "date"),
            Column("Cơ quan ban hành", 36),
        ),
        tuple(_line(number, row) for number, row in enumerate(rows, start=1)),
        titles=("KẾT QUẢ XẾP LOẠI", period_label(period).capitalize()),
    )
    return spreadsheets.as_excel(sheet, f"xep-loai-{period}.xlsx")


def _line(number: int, row: queries.GradingRow) -> tuple[int | str | date | None, ...]:
    kept = row.official or row.provisional
    if kept is None:
        return (number, row.subject.name, row.unit, "", "", None, "")
    level = kept.get_level_display() + ("" if row.official else " (dự kiến)")
    document = (kept.document_number, kept.document_on, kept.document_issuer)
    return (number, row.subject.name, row.unit, level, *document)


@login_required
@require_http_methods(["GET", "POST"])
def grading_add(request: HttpRequest) -> HttpResponse:
    """Enter or correct one grading."""
    viewer = viewer_of(request)
    subjects = queries.subjects_kept_by(viewer)
    require(subjects.exists())
    initial = {
        "subject": request.GET.get("doi-tuong", ""),
        "period": request.GET.get("ky", str(viewer.on.year)),
        "status": Grading.Status.OFFICIAL,
    }
    form = forms.GradingForm(request.POST or None, subjects=subjects, initial=initial)
    answer = acted(
        request,
        form,
        lambda told: operations.record_grading(web.act_of(request), **told),
        "Đã ghi kết quả xếp loại.",
        "grading_list",
    )
    context = {"form": form, "title": "Ghi kết quả xếp loại", "verb": "Ghi kết quả", "back": "grading_list"}
    return answer or web.page(request, "honours/form.html", context, web.status_of(request))


@login_required
@require_http_methods(["GET", "POST"])
def grading_add_many(request: HttpRequest) -> HttpResponse:
    """Enter the gradings that one document concludes, for many at once."""
    viewer = viewer_of(request)
    require(queries.subjects_kept_by(viewer).exists())
    period = read_period(request.POST.get("period", "") or request.GET.get("ky", "")) or str(viewer.on.year)
    kept = queries.subjects_kept_by(viewer).order_by().values("pk")
    subjects = list(queries.graded_subjects(viewer, period).filter(pk__in=kept)[:_MOST_AT_ONCE])
    rows = queries.grading_rows(subjects, period, viewer.on)
    initial: dict[str, Any] = {"period": period, "status": Grading.Status.OFFICIAL}
    initial |= {f"level_{row.subject.pk}": row.official.level for row in rows if row.official}
    form = forms.ManyGradingsForm(
        request.POST or None, subjects=[(row.subject, row.unit) for row in rows], initial=initial
    )

    def keep(told: dict[str, Any]) -> None:
        names = ("period", "status", "document_number", "document_on", "document_issuer")
        lines = [
            GradingLine(subject=subject, level=level, **{name: told[name] for name in names})
            for subject, level in form.chosen()
        ]
        operations.import_gradings(web.act_of(request), lines=lines)

    answer = acted(request, form, keep, "Đã ghi kết quả xếp loại theo văn bản.", "grading_list")
    context = {"form": form, "label": period_label(period)}
    return answer or web.page(request, "honours/grading_add_many.html", context, web.status_of(request))


COLUMNS: Final = (
    Expected(
        "code", "Mã", required=True, most=30, width=14, hint="Mã cán bộ, hoặc mã đơn vị khi xếp loại tập thể."
    ),
    Expected("name", "Họ và tên, tên đơn vị", most=300, width=36, hint="Để dễ nhìn; phần mềm dùng cột Mã."),
    Expected(
        "period", "Kỳ xếp loại", required=True, most=12, width=14, hint="Năm (2025) hoặc năm học (2024-2025)."
    ),
    Expected("level", "Mức xếp loại", required=True, choices=tuple(_LEVELS), width=30),
    Expected("status", "Kết quả", choices=tuple(_STATUSES), width=14, hint="Để trống nghĩa là Chính thức."),
    Expected("document_number", "Số văn bản", required=True, most=60, width=18),
    Expected("document_on", "Ngày văn bản", kind="date", required=True, width=14),
    Expected("document_issuer", "Cơ quan ban hành", required=True, most=200, width=36),
)


def check_gradings(table: Table, authority: Unit, faults: Faults, act: Act) -> Preview:
    """Codes known, periods right, no document from the future, nobody twice for one period."""
    subjects: dict[str, Subject] = {
        unit.code: unit.subject for unit in Unit.objects.filter(authority=authority).select_related("subject")
    }
    subjects |= {code: person.subject for code, (person, _) in known_people(authority, act.on).items()}
    known = {
        (row.subject_id, row.period, row.status): row
        for row in Grading.objects.filter(subject__in=list(subjects.values()))
    }
    lines: list[GradingLine] = []
    seen: dict[tuple[str, str, str], int] = {}
    for row in table.rows:
        line = _checked(row, subjects, faults, act)
        key = (row.text("code"), row.text("period"), row.text("status"))
        if all(key[:2]) and seen.setdefault(key, row.number) != row.number:
            faults.add(row, "code", f"“{key[0]}” đã có ở dòng {seen[key]} cho cùng kỳ.")
        if line is not None:
            lines.append(line)
    new = [line for line in lines if (line.subject.pk, line.period, line.status) not in known]
    changed = [
        line
        for line in lines
        if (was := known.get((line.subject.pk, line.period, line.status))) is not None
        and (was.level, was.document_number, was.document_on, was.document_issuer)
        != (line.level, line.document_number, line.document_on, line.document_issuer)
    ]
    told = [f"{line.subject.name}, {period_label(line.period)}" for line in changed]
    return Preview(len(new), len(changed), len(lines) - len(new) - len(changed), lines, told)


def _checked(row: Row, subjects: Mapping[str, Subject], faults: Faults, act: Act) -> GradingLine | None:
    subject = subjects.get(row.text("code"))
    period = read_period(row.text("period"))
    on = row.values.get("document_on")
    if subject is None:
        faults.add(row, "code", f"không có người hay đơn vị mã “{row.text('code')}”.")
    if not period:
        faults.add(row, "period", "ghi một năm (2025) hoặc một năm học (2024-2025).")
    if isinstance(on, date) and on > act.on:
        faults.add(row, "document_on", "ngày văn bản không thể sau hôm nay.")
    if subject is None or not isinstance(on, date):
        return None
    return GradingLine(
        subject=subject,
        period=period,
        level=_LEVELS.get(row.text("level"), ""),
        status=_STATUSES.get(row.text("status"), Grading.Status.OFFICIAL),
        document_number=row.text("document_number"),
        document_on=on,
        document_issuer=row.text("document_issuer"),
    )


def _keep(act: Act, authority: Unit, preview: Preview) -> tuple[int, int]:
    return operations.import_gradings(act, lines=preview.lines)


GRADINGS: Final = Import(
    title="Nhập kết quả xếp loại từ Excel",
    purpose="Mỗi dòng là một người hoặc một đơn vị trong một kỳ. Đã có kết quả của kỳ đó thì sửa.",
    noun="kết quả xếp loại",
    filename="xep-loai",
    columns=COLUMNS,
    examples=(
        (
            "CB001",
            "Nông Thị Mẫu",
            "2025",
            "Hoàn thành tốt nhiệm vụ",
            "Chính thức",
            "15/TB-UBND",
            date(2025, 12, 12),
            "Ủy ban nhân dân xã",
        ),
    ),
    check=check_gradings,
    keep=_keep,
    template_url="grading_template",
    back="grading_list",
    back_label="Xếp loại",
)


@login_required
@require_http_methods(["GET", "POST"])
def grading_import(request: HttpRequest) -> HttpResponse:
    """Gradings from Excel."""
    return importing.page(request, GRADINGS, viewer_of(request))


@login_required
@require_GET
def grading_template(request: HttpRequest) -> HttpResponse:
    """The workbook for gradings."""
    return importing.template(request, GRADINGS)
