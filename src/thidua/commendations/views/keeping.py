"""Old registers from Excel, the fund of a year, the books of numbers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods

from thidua.base import web
from thidua.base.acts import Act
from thidua.base.errors import NotAllowedError, require
from thidua.commendations import operations, permissions, queries
from thidua.commendations.forms.keeping import FundForm, SeriesForm
from thidua.commendations.models import OldAward
from thidua.commendations.operations import OldLine
from thidua.commendations.views import parts
from thidua.documents import operations as documents
from thidua.documents import queries as numbers
from thidua.documents.intake.columns import Expected, Row, Table
from thidua.documents.models import NumberSeries
from thidua.organizations import importing
from thidua.organizations.importing import Faults, Import, Preview
from thidua.organizations.models import Person, Subject, Unit

_KINDS: Final = {label: code for code, label in OldAward.Kind.choices}
COLUMNS: Final = (
    Expected("kind", "Đối tượng", required=True, choices=tuple(_KINDS), width=14),
    Expected(
        "name",
        "Họ và tên, tên tập thể",
        required=True,
        most=300,
        width=34,
        aliases=("Họ và tên", "Họ tên", "Tên"),
    ),
    Expected("position", "Chức vụ", most=300, width=24),
    Expected("unit_name", "Đơn vị", most=300, width=34),
    Expected(
        "form", "Hình thức, danh hiệu", required=True, most=120, width=22, aliases=("Hình thức", "Danh hiệu")
    ),
    Expected("merit", "Thành tích", required=True, most=2000, width=44),
    Expected("decision_number", "Số quyết định", required=True, most=60, width=18, aliases=("Số QĐ",)),
    Expected("decided_on", "Ngày quyết định", kind="date", required=True, width=16, aliases=("Ngày QĐ",)),
    Expected(
        "issuer", "Cấp quyết định", most=200, width=34, hint="Để trống nghĩa là Chủ tịch của chính cơ quan."
    ),
    Expected("signer_name", "Người ký", most=200, width=22),
    Expected("amount", "Mức thưởng (đồng)", kind="money", width=16, aliases=("Mức thưởng", "Tiền thưởng")),
    Expected("golden_book_number", "Số sổ vàng", kind="integer", width=10),
    Expected(
        "code",
        "Mã cán bộ hoặc mã đơn vị",
        most=30,
        width=18,
        hint="Có mã thì được tính khi đối chiếu điều kiện của người, đơn vị đó; không có mã vẫn tra cứu được.",
    ),
    Expected("note", "Ghi chú", most=300, width=24),
)


def check_old(table: Table, authority: Unit, faults: Faults, act: Act) -> Preview:
    """Days not to come, codes known and of the right kind, no line twice; lines that stand already are counted."""
    people = {
        row.staff_code: row.subject
        for row in Person.objects.filter(authority=authority).select_related("subject")
    }
    units = {
        row.code: row.subject for row in Unit.objects.filter(authority=authority).select_related("subject")
    }
    keys = ("name", "unit_name", "form", "decision_number", "decided_on")
    known = set(OldAward.objects.filter(authority=authority).values_list(*keys))
    ours = queries.registered(authority.pk)
    seen: dict[tuple[Any, ...], int] = {}
    lines: list[OldLine] = []
    new = 0
    for row in table.rows:
        line = _line(row, authority, people, units, faults)
        if line.decided_on > act.on:
            faults.add(row, "decided_on", "ngày quyết định không thể sau hôm nay.")
        key = tuple(getattr(line, name) for name in keys)
        if key in seen:
            faults.add(
                row,
                "name",
                f"trùng với dòng {seen[key]}: cùng tên, đơn vị, hình thức, số và ngày quyết định.",
            )
        seen.setdefault(key, row.number)
        new += key not in known and not queries.is_registered(line, ours)
        lines.append(line)
    return Preview(new, 0, len(lines) - new, lines)


def _line(
    row: Row, authority: Unit, people: dict[str, Subject], units: dict[str, Subject], faults: Faults
) -> OldLine:
    kind = _KINDS.get(row.text("kind"), OldAward.Kind.INDIVIDUAL.value)
    code, subject = row.text("code"), None
    if code:
        subject = (units if kind == OldAward.Kind.COLLECTIVE else people).get(code)
        if subject is None:
            what = "đơn vị" if kind == OldAward.Kind.COLLECTIVE else "cán bộ"
            faults.add(row, "code", f"không có {what} mã “{code}” trong danh bạ. Hãy sửa hoặc để trống.")
    amount, golden = row.values.get("amount"), row.values.get("golden_book_number")
    if isinstance(amount, Decimal) and amount < 0:
        faults.add(row, "amount", "số tiền không thể âm.")
    if golden is not None and int(str(golden)) < 0:
        faults.add(row, "golden_book_number", "số sổ vàng không thể âm.")
    on = row.values.get("decided_on")
    return OldLine(
        kind=kind,
        name=row.text("name"),
        form=row.text("form"),
        merit=row.text("merit"),
        decision_number=row.text("decision_number"),
        decided_on=on if isinstance(on, date) else date.min,
        issuer=row.text("issuer") or f"Chủ tịch {authority.name}",
        subject=subject,
        position=row.text("position"),
        unit_name=row.text("unit_name"),
        signer_name=row.text("signer_name"),
        amount=Decimal(str(amount)) if amount is not None else None,
        golden_book_number=int(str(golden)) if golden is not None else None,
        note=row.text("note"),
    )


OLD: Final = Import(
    title="Nhập sổ khen thưởng cũ từ Excel",
    purpose="Mỗi dòng là một lần khen của các năm trước. Dòng đã có thì giữ nguyên.",
    noun="lần khen của sổ cũ",
    filename="so-khen-thuong-cu",
    columns=COLUMNS,
    examples=(
        (
            "Cá nhân",
            "Nông Thị Mẫu",
            "Công chức",
            "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân",
            "Giấy khen",
            "Hoàn thành xuất sắc nhiệm vụ năm 2022",
            "15/QĐ-UBND",
            date(2023, 1, 10),
            "",
            "Nông Văn Mẫu",
            Decimal(447000),
            3,
            "",
            "",
        ),
    ),
    check=check_old,
    keep=lambda act, authority, preview: operations.import_old_awards(
        act, authority=authority, lines=preview.lines
    ),
    template_url="old_award_template",
    back="award_register",
    back_label="Sổ khen thưởng",
)


@login_required
@require_http_methods(["GET", "POST"])
def old_import(request: HttpRequest) -> HttpResponse:
    """Old registers from Excel: all faults at once, or a preview; nothing stored before it is confirmed."""
    viewer = parts.viewer_of(request)
    require(permissions.keeps_register(viewer) is not None)
    return importing.page(request, OLD, viewer)


@login_required
@require_GET
def old_template(request: HttpRequest) -> HttpResponse:
    """The workbook to fill in."""
    require(permissions.keeps_register(parts.viewer_of(request)) is not None)
    return importing.template(request, OLD)


@login_required
@require_http_methods(["GET", "POST"])
def fund(request: HttpRequest) -> HttpResponse:
    """Quỹ thi đua, khen thưởng of a year; POST notes money given or spent on organising."""
    viewer, act = parts.viewer_of(request), web.act_of(request)
    authority = queries.fund_authority(viewer)
    if authority is None:
        raise NotAllowedError
    told = request.GET.get("nam", "")
    year = int(told) if told.isdigit() and len(told) == 4 else act.on.year  # noqa: PLR2004 - digits of a year
    may = permissions.may_account(act, authority.pk)
    form = FundForm(request.POST if request.method == "POST" else None, initial={"on": act.on})
    if request.method == "POST":
        require(may)
        if form.is_valid() and web.attempt(
            form, lambda: operations.enter_fund(act, authority=authority, year=year, **form.cleaned_data)
        ):
            web.done(request, "Đã ghi vào Quỹ.")
            return redirect(f"{request.path}?nam={year}")
    shown = queries.fund(authority, year, act.on)
    context = {
        "authority": authority,
        "fund": shown,
        "share": shown.share.number * 100,
        "years": queries.fund_years(authority, act.on),
        "form": form if may else None,
    }
    return web.page(request, "commendations/fund.html", context, web.status_of(request))


@login_required
@require_GET
def number_list(request: HttpRequest) -> HttpResponse:
    """The books of numbers of the authority, by year."""
    authority = _numbers_of(request)
    context = {"authority": authority, "rows": numbers.series_of(authority.pk)}
    return web.page(request, "commendations/numbers.html", context)


def _numbers_of(request: HttpRequest) -> Unit:
    authority = permissions.keeps_numbers(parts.viewer_of(request))
    if authority is None:
        raise NotAllowedError
    return authority


@login_required
@require_http_methods(["GET", "POST"])
def number_series(request: HttpRequest, pk: int) -> HttpResponse:
    """One book: its numbers, what does not run; POST chooses where its numbers come from."""
    authority, act = _numbers_of(request), web.act_of(request)
    series: NumberSeries = get_object_or_404(NumberSeries.objects.filter(authority_id=authority.pk), pk=pk)
    require(permissions.may_keep_numbers(act, authority))
    initial = {"mode": series.mode, "last_value": series.next_value - 1}
    form = SeriesForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        if web.attempt(
            form,
            lambda: documents.set_series(
                act, authority_id=authority.pk, symbol=series.symbol, year=series.year, **told
            ),
        ):
            web.done(request, f"Đã chọn cách lấy số cho sổ {series}.")
            return redirect("number_series", pk=pk)
    context = {
        "series": series,
        "rows": series.numbers.order_by("-value", "-number"),
        "warnings": numbers.out_of_order(series),
        "form": form,
        "history": parts.history(series),
    }
    return web.page(request, "commendations/series.html", context, web.status_of(request))
