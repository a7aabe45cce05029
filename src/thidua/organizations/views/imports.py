"""Units, people and households from Excel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from thidua.base.acts import Act
from thidua.documents.intake.columns import Expected, Row, Table
from thidua.engine.text import fold
from thidua.organizations import importing, operations
from thidua.organizations.choices import TAGS
from thidua.organizations.forms.people import TITLES
from thidua.organizations.importing import Faults, Import, Preview
from thidua.organizations.models import Household, Person, Unit
from thidua.organizations.operations import HouseholdLine, PersonLine, UnitLine
from thidua.organizations.operations.registers import (
    known_households,
    same_household,
    same_person,
    same_post,
    same_unit,
)
from thidua.organizations.pages import viewer_of
from thidua.organizations.queries import known_people

YES_NO: Final = ("Có", "Không")
_BLOCKS: Final[Mapping[str, str]] = MappingProxyType({label: code for code, label in Unit.Block.choices})
_CATEGORIES: Final[Mapping[str, str]] = MappingProxyType(
    {label: code for code, label in Person.Category.choices}
)
_REFORM: Final[Mapping[str, str]] = MappingProxyType(
    {label: code for code, label in Person.ReformRole.choices}
)

UNIT_COLUMNS: Final = (
    Expected(
        "code",
        "Mã đơn vị",
        required=True,
        most=30,
        width=14,
        hint="Ngắn, không đổi; là khóa để nhận ra đơn vị.",
    ),
    Expected("name", "Tên đơn vị", required=True, most=300, width=48),
    Expected("block", "Khối", required=True, choices=tuple(_BLOCKS), width=24),
    Expected(
        "parent", "Mã đơn vị cấp trên", most=30, width=20, hint="Để trống nếu trực thuộc thẳng cơ quan."
    ),
    Expected("scored", "Chấm điểm", choices=YES_NO, width=12, hint="Để trống nghĩa là Có."),
    Expected(
        "tags",
        "Đặc điểm",
        most=400,
        width=48,
        hint="Các đặc điểm cách nhau dấu chấm phẩy: " + "; ".join(TAGS.values()) + ".",
    ),
    Expected("valid_from", "Từ ngày", kind="date", width=14, hint="Để trống nghĩa là từ đầu năm nay."),
)
PERSON_COLUMNS: Final = (
    Expected(
        "staff_code",
        "Mã cán bộ",
        required=True,
        most=30,
        width=12,
        hint="Không đổi; là khóa để nhận ra người.",
    ),
    Expected("title", "Danh xưng", required=True, choices=tuple(label for _, label in TITLES), width=11),
    Expected("name", "Họ và tên", required=True, most=200, width=30),
    Expected("unit", "Mã đơn vị", required=True, most=30, width=12),
    Expected("position", "Chức vụ", required=True, most=200, width=36),
    Expected("head", "Đứng đầu đơn vị", choices=YES_NO, width=16, hint="Để trống nghĩa là Không."),
    Expected("category", "Đối tượng", required=True, choices=tuple(_CATEGORIES), width=24),
    Expected(
        "starts_on",
        "Từ ngày",
        kind="date",
        width=14,
        hint="Ngày giữ chức vụ; để trống nghĩa là từ đầu năm nay.",
    ),
    Expected("birth_date", "Ngày sinh", kind="date", width=14),
    Expected("ethnicity", "Dân tộc", most=40, width=12),
    Expected("reform_role", "Tham gia CCHC", choices=tuple(_REFORM), width=22),
    Expected("local", "Người địa phương", choices=YES_NO, width=16),
    Expected("qualification", "Trình độ", most=120, width=20),
    Expected("political_theory", "Lý luận chính trị", most=120, width=18),
    Expected("former_commune", "Xã cũ", most=120, width=18),
    # the list that the program exports has this column; the code beside it decides
    Expected("unit_name", "Đơn vị", most=300, width=40, hint="Không cần điền; phần mềm dùng Mã đơn vị."),
)
HOUSEHOLD_COLUMNS: Final = (
    Expected(
        "code", "Mã hộ", required=True, most=30, width=12, hint="Ngắn, không đổi; là khóa để nhận ra hộ."
    ),
    Expected(
        "name",
        "Tên hộ gia đình",
        required=True,
        most=300,
        width=36,
        hint="Theo tên chủ hộ, ví dụ: Hộ ông Lù Văn Pá.",
    ),
    Expected(
        "unit", "Mã đơn vị", required=True, most=30, width=14, hint="Mã của thôn, tổ dân phố trong phần mềm."
    ),
    Expected(
        "valid_from",
        "Từ ngày",
        kind="date",
        width=14,
        hint="Ngày có trong danh sách; để trống nghĩa là từ đầu năm nay. Hộ đã có thì giữ ngày cũ.",
    ),
    Expected(
        "valid_to", "Đến hết ngày", kind="date", width=14, hint="Chỉ ghi khi hộ chuyển đi hoặc không còn."
    ),
)
_TEXTS: Final = ("ethnicity", "qualification", "political_theory", "former_commune")


def _tags(row: Row, faults: Faults) -> tuple[str, ...]:
    by_label = {fold(label): code for code, label in TAGS.items()}
    found: list[str] = []
    for part in filter(None, map(str.strip, row.text("tags").split(";"))):
        code = by_label.get(fold(part))
        if code is None:
            faults.add(row, "tags", f"không có đặc điểm “{part}”. Xem tờ Hướng dẫn trong tệp mẫu.")
        else:
            found.append(code)
    return tuple(code for code in TAGS if code in found)


def _day(row: Row, key: str, act: Act) -> date:
    told = row.values.get(key)
    return told if isinstance(told, date) else date(act.on.year, 1, 1)


def check_units(table: Table, authority: Unit, faults: Faults, act: Act) -> Preview:
    """Codes once, units above known in the file or before, no circle."""
    known = {unit.code: unit for unit in Unit.objects.filter(authority=authority).select_related("subject")}
    faults.once(table.rows, "code")
    lines: list[UnitLine] = []
    above: set[str] = set(known)
    for row in table.rows:
        code, parent = row.text("code"), row.text("parent")
        if known.get(code) == authority:
            faults.add(row, "code", "đây là mã của chính cơ quan. Hãy dùng mã khác.")
        if parent and parent not in above:
            faults.add(row, "parent", f"không có đơn vị mã “{parent}” trong phần mềm hay ở các dòng trên.")
        above.add(code)
        lines.append(
            UnitLine(
                code=code,
                name=row.text("name"),
                block=_BLOCKS.get(row.text("block"), Unit.Block.OFFICES),
                parent=parent,
                scored=row.text("scored") != "Không",
                tags=_tags(row, faults),
                valid_from=_day(row, "valid_from", act),
            )
        )
    new = [line for line in lines if line.code not in known]
    changed = [line for line in lines if line.code in known and not same_unit(known[line.code], line)]
    told = [f"{line.code}: {known[line.code].name} → {line.name}" for line in changed]
    return Preview(len(new), len(changed), len(lines) - len(new) - len(changed), lines, told)


def _details(row: Row) -> dict[str, Any]:
    born = row.values.get("birth_date")
    local = {"Có": True, "Không": False}.get(row.text("local"))
    told: dict[str, Any] = {name: row.text(name) for name in _TEXTS if row.text(name)}
    told |= {
        "title": row.text("title"),
        "female": row.text("title") == "Bà",
        "category": _CATEGORIES.get(row.text("category"), Person.Category.CIVIL_SERVANT),
    }
    if isinstance(born, date):
        told["birth_date"] = born
    if local is not None:
        told["local"] = local
    if row.text("reform_role"):
        told["reform_role"] = _REFORM.get(row.text("reform_role"), "")
    return told


def check_people(table: Table, authority: Unit, faults: Faults, act: Act) -> Preview:
    """Staff codes once, units known, one head for each unit, a new post after the present one."""
    units = {unit.code: unit for unit in Unit.objects.filter(authority=authority)}
    known = known_people(authority, act.on)
    faults.once(table.rows, "staff_code")
    heads: dict[str, int] = {}
    lines: list[PersonLine] = []
    for row in table.rows:
        line = PersonLine(
            staff_code=row.text("staff_code"),
            name=row.text("name"),
            unit=row.text("unit"),
            position=row.text("position"),
            head=row.text("head") == "Có",
            starts_on=_day(row, "starts_on", act),
            details=_details(row),
        )
        _check_person(row, line, units, faults, act)
        if line.head and heads.setdefault(line.unit, row.number) != row.number:
            faults.add(row, "head", f"đơn vị “{line.unit}” đã có người đứng đầu ở dòng {heads[line.unit]}.")
        found = known.get(line.staff_code)
        if found and not same_post(found[1], line) and found[1] and line.starts_on <= found[1].starts_on:
            faults.add(
                row,
                "starts_on",
                f"chức vụ mới phải từ sau ngày {found[1].starts_on:%d/%m/%Y} (đang là {found[1].position}, "
                f"mã đơn vị {found[1].unit.code}). Hãy ghi ngày điều động.",
            )
        lines.append(line)
    new = [line for line in lines if line.staff_code not in known]
    changed = [
        line for line in lines if line.staff_code in known and not same_person(*known[line.staff_code], line)
    ]
    told = [f"{line.staff_code}: {known[line.staff_code][0].name}" for line in changed]
    return Preview(len(new), len(changed), len(lines) - len(new) - len(changed), lines, told)


def _check_person(row: Row, line: PersonLine, units: Mapping[str, Unit], faults: Faults, act: Act) -> None:
    unit = units.get(line.unit)
    if unit is None:
        faults.add(row, "unit", f"không có đơn vị mã “{line.unit}”. Hãy thêm đơn vị trước.")
    elif unit.valid_to is not None and unit.valid_to < line.starts_on:
        faults.add(row, "unit", f"đơn vị “{line.unit}” đã kết thúc hoạt động.")
    born = line.details.get("birth_date")
    if born is not None and born >= act.on:
        faults.add(row, "birth_date", "ngày sinh không thể sau hôm nay.")


def check_households(table: Table, authority: Unit, faults: Faults, act: Act) -> Preview:
    """Codes once, villages known and there on the day, no end before the start."""
    units = {unit.code: unit for unit in Unit.objects.filter(authority=authority).select_related("subject")}
    known = known_households(authority)
    faults.once(table.rows, "code")
    lines: list[HouseholdLine] = []
    for row in table.rows:
        ends = row.values.get("valid_to")
        line = HouseholdLine(
            code=row.text("code"),
            name=row.text("name"),
            unit=row.text("unit"),
            valid_from=_day(row, "valid_from", act),
            valid_to=ends if isinstance(ends, date) else None,
        )
        _check_household(row, line, units.get(line.unit), known.get(line.code), faults)
        lines.append(line)
    new = [line for line in lines if line.code not in known]
    changed = [line for line in lines if line.code in known and not same_household(known[line.code], line)]
    told = [f"{line.code}: {known[line.code].name} → {line.name}, mã đơn vị {line.unit}" for line in changed]
    return Preview(len(new), len(changed), len(lines) - len(new) - len(changed), lines, told)


def _check_household(
    row: Row, line: HouseholdLine, unit: Unit | None, found: Household | None, faults: Faults
) -> None:
    if unit is None:
        faults.add(row, "unit", f"không có đơn vị mã “{line.unit}”. Hãy thêm thôn, tổ dân phố trước.")
    elif unit.valid_to is not None and unit.valid_to < line.valid_from:
        faults.add(row, "unit", f"đơn vị “{line.unit}” đã kết thúc hoạt động.")
    since = found.valid_from if found else line.valid_from
    if found and isinstance(row.values.get("valid_from"), date) and line.valid_from != since:
        faults.add(
            row, "valid_from", f"hộ này đã có trong danh sách từ ngày {since:%d/%m/%Y}. Hãy để trống ô này."
        )
    if line.valid_to is not None and line.valid_to < since:
        faults.add(row, "valid_to", f"ngày này không thể trước {since:%d/%m/%Y}.")


UNITS: Final = Import(
    title="Nhập đơn vị từ Excel",
    purpose="Mỗi dòng là một đơn vị. Mã đã có thì sửa, mã mới thì thêm.",
    noun="đơn vị",
    filename="don-vi",
    columns=UNIT_COLUMNS,
    examples=(
        (
            "VP",
            "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân",
            "Khối hành chính",
            "",
            "Có",
            TAGS["budget_unit"],
            None,
        ),
    ),
    check=check_units,
    keep=lambda act, authority, preview: operations.import_units(
        act, authority=authority, lines=preview.lines
    ),
    template_url="unit_template",
    back="unit_list",
    back_label="Đơn vị",
)
PEOPLE: Final = Import(
    title="Nhập nhân sự từ Excel",
    purpose="Mỗi dòng là một người. Mã cán bộ đã có thì sửa, mã mới thì thêm.",
    noun="nhân sự",
    filename="nhan-su",
    columns=PERSON_COLUMNS,
    examples=(
        (
            "CB001",
            "Bà",
            "Nông Thị Mẫu",
            "VP",
            "Công chức văn thư - lưu trữ",
            "Không",
            "Công chức",
            date(2025, 1, 1),
            date(1990, 5, 20),
            "Tày",
            "Trực tiếp thực hiện",
            "Có",
            "Đại học",
            "Trung cấp",
            "",
            "",
        ),
    ),
    check=check_people,
    keep=lambda act, authority, preview: operations.import_people(
        act, authority=authority, lines=preview.lines
    ),
    template_url="person_template",
    back="person_list",
    back_label="Nhân sự",
)


HOUSEHOLDS: Final = Import(
    title="Nhập hộ gia đình từ Excel",
    purpose="Mỗi dòng là một hộ. Mã hộ đã có thì sửa, mã mới thì thêm.",
    noun="hộ gia đình",
    filename="ho-gia-dinh",
    columns=HOUSEHOLD_COLUMNS,
    examples=(("NS-012", "Hộ ông Lù Văn Mẫu", "NS", date(2025, 1, 1), None),),
    check=check_households,
    keep=lambda act, authority, preview: operations.import_households(
        act, authority=authority, lines=preview.lines
    ),
    template_url="household_template",
    back="household_list",
    back_label="Hộ gia đình",
)


@login_required
@require_http_methods(["GET", "POST"])
def unit_import(request: HttpRequest) -> HttpResponse:
    """Units from Excel."""
    return importing.page(request, UNITS, viewer_of(request))


@login_required
@require_GET
def unit_template(request: HttpRequest) -> HttpResponse:
    """The workbook for units."""
    return importing.template(request, UNITS)


@login_required
@require_http_methods(["GET", "POST"])
def person_import(request: HttpRequest) -> HttpResponse:
    """People from Excel."""
    return importing.page(request, PEOPLE, viewer_of(request))


@login_required
@require_GET
def person_template(request: HttpRequest) -> HttpResponse:
    """The workbook for people."""
    return importing.template(request, PEOPLE)


@login_required
@require_http_methods(["GET", "POST"])
def household_import(request: HttpRequest) -> HttpResponse:
    """Households from Excel."""
    return importing.page(request, HOUSEHOLDS, viewer_of(request))


@login_required
@require_GET
def household_template(request: HttpRequest) -> HttpResponse:
    """The workbook for households."""
    return importing.template(request, HOUSEHOLDS)
