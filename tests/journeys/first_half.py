"""Steps 1 to 4 of a year, each through its screens: from an empty home to the tasks that are done."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from tests.journeys.commune import (
    AUTHORITY,
    OFFICER,
    PASSWORD,
    PEOPLE,
    Commune,
    key_in,
    login_of,
    people_file,
    units_file,
)

SCAN = Path(__file__).parents[1] / "data" / "plans" / "duong-quy-2025.scan.txt"
SCORED_UNITS = ("Văn phòng", "Phòng Văn hóa - Xã hội", "Trường Mầm non Dương Quỳ")
HEADS = {
    "Văn phòng": "office_head",
    "Phòng Văn hóa - Xã hội": "culture_head",
    "Trường Mầm non Dương Quỳ": "school_head",
}


def begin(commune: Commune) -> None:
    """Bắt đầu thật: the code of the console, the authority, the first administrator, who is the officer as well."""
    commune.today(date(2025, 1, 15))
    one = commune.nobody("first")
    one.go("/")
    one.typed(
        {
            "Mã bắt đầu": commune.server.code(),
            "Tên cơ quan": AUTHORITY,
            "Cấp": "Xã, phường, đặc khu",
            "Địa danh": "Dương Quỳ",
            "Thuộc tỉnh": "tỉnh Lào Cai",
            "Tên đăng nhập": login_of("officer"),
            "Họ và tên": OFFICER,
            "Mật khẩu": PASSWORD,
            "Nhập lại mật khẩu": PASSWORD,
        }
    )
    one.press("Bắt đầu thật", exact=True)
    assert "/dang-nhap/" in one.page.url, one.said()


def directory(commune: Commune) -> None:
    """Units and people from Excel, looked at before they are kept; then an account with its roles for each."""
    one = commune.one("officer")
    one.go("/don-vi/nhap/")
    one.page.set_input_files("input[type=file]", commune.file("don-vi.xlsx", units_file()))
    one.press("Kiểm tra tệp")
    one.press("Nhập đơn vị")
    one.go("/don-vi/")
    row = one.page.locator("tr", has_text="Văn phòng").first
    office = re.search(r"\bV[A-Z]+\b", row.inner_text())
    assert office, row.inner_text()
    one.go("/nhan-su/nhap/")
    one.page.set_input_files("input[type=file]", commune.file("nhan-su.xlsx", people_file(office.group())))
    one.press("Kiểm tra tệp")
    one.press("Nhập nhân sự")
    one.go("/nhan-su/")
    for person in PEOPLE.values():
        assert person.name in one.said()
    for key in PEOPLE:
        _account(commune, key)


def _account(commune: Commune, key: str) -> None:
    one, person = commune.one("officer"), PEOPLE[key]
    one.go("/vai-tro/mo-tai-khoan/")
    one.choose("Người dùng", person.name)
    one.typed({"Tên đăng nhập": login_of(key)})
    one.press("Mở tài khoản", exact=True)
    commune.words[key] = one.page.locator("dd .code").last.inner_text()
    one.press("Đã ghi lại, sang giao vai trò")
    for role, unit in person.roles:
        one.press("Giao vai trò", exact=True)
        one.choose("Vai trò", role)
        one.choose("Ở đơn vị", unit or "Văn phòng")
        one.typed({"Từ ngày": "15/01/2025"})
        one.press("Giao vai trò", exact=True)


def plan(commune: Commune) -> int:
    """Step 1: the damaged scan is read, each fact stands beside its passage, the officer confirms."""
    commune.today(date(2025, 2, 3))
    one = commune.one("officer")
    one.go("/phong-trao/")
    one.go("/phong-trao/moi/")
    text = SCAN.read_bytes()
    one.page.set_input_files("input[type=file]", commune.file("ke-hoach.txt", text))
    one.press("Đọc kế hoạch")
    movement = key_in(one.page.url, "phong-trao")
    one.picture("ke-hoach")
    said = one.said()
    assert "33/2021/QĐ-UBND" in said
    assert "28/6/2021" in said or "28/06/2021" in said
    one.typed({"Hạn đăng ký": "10/03/2025"})
    one.press("Ghi nhận thông tin chung")
    first = one.page.get_by_role("button", name=re.compile(r"^Đúng\s*:")).first
    one.follow(first)
    whole = one.page.get_by_role("button", name=re.compile(r"^Đúng cả"))
    while whole.count():
        one.follow(whole.first)
    one.press("Xác nhận kế hoạch")
    return movement


def launch(commune: Commune, movement: int) -> None:
    """Step 2: number and day from the clerk's book, the chairperson launches, everybody gets the plan and reads it."""
    commune.today(date(2025, 2, 10))
    clerk = commune.one("clerk")
    clerk.go(f"/phong-trao/{movement}/ke-hoach/ban-hanh/")
    clerk.typed({"Số kế hoạch": "12", "Ngày ban hành": "10/02/2025"})
    clerk.press("Ban hành kế hoạch", exact=True)
    chair = commune.one("chair")
    chair.go(f"/phong-trao/{movement}/phat-dong/")
    chair.typed({"Ngày phát động": "10/02/2025"})
    chair.press("Phát động phong trào", exact=True)
    clerk.go(f"/phong-trao/{movement}/gui-ke-hoach/")
    clerk.press("Gửi kế hoạch", exact=True)
    teacher = commune.one("teacher")
    teacher.go(f"/phong-trao/{movement}/gui-ke-hoach/")
    teacher.press("Xác nhận tôi đã đọc")
    for key in HEADS.values():
        head = commune.one(key)
        head.go(f"/phong-trao/{movement}/gui-ke-hoach/")
        head.press("Xác nhận thay cả đơn vị")
        head.press("Xác nhận cả đơn vị đã đọc")


def register(commune: Commune, movement: int) -> None:
    """Step 3: one list for each unit; the office is late, and the chairperson takes it with a reason."""
    lists = f"/phong-trao/{movement}/dang-ky/"
    for day, units in ((5, SCORED_UNITS[1:]), (13, SCORED_UNITS[:1])):
        commune.today(date(2025, 3, day))
        for unit in units:
            head = commune.one(HEADS[unit])
            head.go(lists)
            head.press(f"Mở bản đăng ký của {unit}")
            for box in head.page.get_by_role("checkbox").all():
                box.check()
            for area in head.page.locator("textarea[name^=commitment]").all():
                area.fill("Hoàn thành nhiệm vụ cải cách hành chính được giao đúng hạn")
            head.press("Gửi bản đăng ký")
    officer, chair = commune.one("officer"), commune.one("chair")
    for _ in range(2):
        officer.go(lists)
        waiting = re.compile("Xem, nhận bản đăng ký của (Phòng|Trường)")
        officer.follow(officer.page.get_by_role("link", name=waiting).first)
        officer.press("Nhận bản đăng ký")
    chair.go(lists)
    chair.press("Xem, nhận bản đăng ký của Văn phòng")
    chair.typed({"Lý do": "Đơn vị tập trung phục vụ kỳ họp, đã báo cáo trước"})
    chair.press("Chấp nhận bản đăng ký")
    chair.go(lists)
    assert "Đã nhận 3 trong 3" in chair.said(), chair.said()


def do(commune: Commune, movement: int) -> None:
    """Step 4: a task for each unit, told of while it runs and when it is done; one check with its remedy."""
    commune.today(date(2025, 3, 20))
    officer = commune.one("officer")
    tasks = f"/phong-trao/{movement}/nhiem-vu/"
    officer.go(tasks)
    for number, unit in enumerate(SCORED_UNITS, start=1):
        officer.go(f"{tasks}them/")
        officer.typed(
            {"Số hiệu": str(number), "Nhiệm vụ": f"Rà soát, công khai thủ tục hành chính đợt {number}",
             "Thời hạn": "30/06/2025", "Sản phẩm": "Báo cáo rà soát"}
        )  # fmt: skip
        officer.choose("Chủ trì", unit)
        officer.page.get_by_label("Lĩnh vực").select_option(index=1)
        officer.press("Thêm nhiệm vụ", exact=True)
    commune.today(date(2025, 6, 20))
    for number, unit in enumerate(SCORED_UNITS, start=1):
        head = commune.one(HEADS[unit])
        head.go(tasks)
        head.press(f"{number}. Rà soát")
        head.unfold("Báo tiến độ")
        head.typed({"Đã làm được": "80", "Ghi chú, khó khăn": "Còn chờ số liệu của hệ thống"})
        head.press("Ghi tiến độ")
        head.typed({"Ngày hoàn thành": "20/06/2025", "Sản phẩm, kết quả": "Báo cáo số 15 đã gửi"})
        head.press("Báo hoàn thành")
    officer.go(f"/phong-trao/{movement}/kiem-tra/them/")
    officer.choose("Đơn vị được kiểm tra", "Văn phòng")
    officer.typed(
        {"Ngày kiểm tra": "20/06/2025", "Người kiểm tra": "Tổ kiểm tra cải cách hành chính",
         "Kết quả kiểm tra": "Chưa niêm yết đủ thủ tục tại nơi tiếp nhận.", "Số tồn tại": "1",
         "Hạn khắc phục": "30/06/2025"}
    )  # fmt: skip
    officer.press("Ghi kết quả kiểm tra")
    head = commune.one("office_head")
    head.go(f"/phong-trao/{movement}/kiem-tra/")
    head.follow(head.page.locator("table.list tbody th a").first)
    head.typed({"Ngày khắc phục xong": "20/06/2025", "Đã khắc phục thế nào": "Đã niêm yết bổ sung."})
    head.press("Ghi kết quả khắc phục")
