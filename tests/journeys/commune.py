"""A small commune that somebody sets up through the screens: its units, its people, who signs in as what."""

from __future__ import annotations

import re
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook
from playwright.sync_api import Browser

from tests.journeys.browser import Faults, Inspector, Visitor
from tests.journeys.server import Server
from thidua.base.acts import VIETNAM
from thidua.base.clock import set_offset

AUTHORITY = "Ủy ban nhân dân xã Dương Quỳ"
PASSWORD = "mot-nam-thi-dua-tron-ven"


class Person(NamedTuple):
    """Somebody of the commune; ``roles`` as the administrator gives them, each with the unit where it counts."""

    code: str
    title: str
    name: str
    unit: str
    position: str
    category: str
    head: bool = False
    reform: str = ""
    roles: tuple[tuple[str, str], ...] = ()


OFFICE = "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân"
UNITS = (
    ("LD", "Lãnh đạo Ủy ban nhân dân xã", "Lãnh đạo", "Không"),
    ("VHXH", "Phòng Văn hóa - Xã hội", "Khối hành chính", "Có"),
    ("MN", "Trường Mầm non Dương Quỳ", "Khối sự nghiệp", "Có"),
)
HEAD, MEMBER, COUNCIL = "Thủ trưởng đơn vị", "Thành viên", "Thành viên Hội đồng"
PEOPLE = {
    "chair": Person(
        "CB002", "Ông", "Hoàng Văn Thử Trưởng", "LD", "Chủ tịch Ủy ban nhân dân xã", "Cán bộ", head=True,
        roles=(("Chủ tịch, Phó Chủ tịch", AUTHORITY),),
    ),
    "vice": Person(
        "CB003", "Bà", "Lò Thị Thử Mai", "LD", "Phó Chủ tịch Ủy ban nhân dân xã", "Cán bộ",
        roles=((COUNCIL, AUTHORITY),),
    ),
    "office_head": Person(
        "CB004", "Ông", "Nông Đức Mẫu Chính", "", "Chánh Văn phòng", "Công chức", head=True, reform="Tham mưu",
        roles=((HEAD, ""), (COUNCIL, AUTHORITY)),
    ),
    "clerk": Person(
        "CB005", "Bà", "Vàng Thị Mẫu Thư", "", "Văn thư", "Công chức", roles=(("Văn thư", AUTHORITY),),
    ),
    "accountant": Person(
        "CB006", "Bà", "Hà Thị Thử Ngân", "", "Kế toán", "Công chức", roles=(("Kế toán", AUTHORITY),),
    ),
    "culture_head": Person(
        "CB007", "Bà", "Nguyễn Thị Hồng Phương Thảo", "VHXH", "Trưởng phòng", "Công chức", head=True,
        reform="Theo dõi", roles=((HEAD, "Phòng Văn hóa - Xã hội"), (COUNCIL, AUTHORITY)),
    ),
    "publicity": Person(
        "CB008", "Ông", "Sùng A Thử Phát", "VHXH", "Công chức văn hóa - xã hội", "Công chức", reform="Theo dõi",
        roles=(("Cán bộ tuyên truyền", AUTHORITY),),
    ),
    "appraiser": Person(
        "CB009", "Ông", "Triệu Văn Mẫu Thẩm", "VHXH", "Công chức văn hóa - xã hội", "Công chức",
        roles=((MEMBER, "Phòng Văn hóa - Xã hội"),),
    ),
    "school_head": Person(
        "CB010", "Bà", "Bàn Thị Mẫu Sen", "MN", "Hiệu trưởng", "Viên chức", head=True, reform="Trực tiếp chỉ đạo",
        roles=((HEAD, "Trường Mầm non Dương Quỳ"), (COUNCIL, AUTHORITY)),
    ),
    "teacher": Person(
        "CB011", "Bà", "Lý Thị Thử Hoa", "MN", "Giáo viên", "Viên chức", reform="Theo dõi",
        roles=((MEMBER, "Trường Mầm non Dương Quỳ"),),
    ),
}  # fmt: skip
OFFICER = "Phạm Thị Mẫu Quản"


def login_of(key: str) -> str:
    """The name under which somebody signs in."""
    return {"officer": "quantri"}.get(key, f"nguoi.{key.replace('_', '.')}")


def units_file() -> bytes:
    """The units as the administrator fills them into the template."""
    return _book(
        ("Mã đơn vị", "Tên đơn vị", "Khối", "Chấm điểm"),
        [(code, name, block, scored) for code, name, block, scored in UNITS],
    )


def people_file(office: str) -> bytes:
    """The people, those without a unit in the office."""
    return _book(
        (
            "Mã cán bộ", "Danh xưng", "Họ và tên", "Mã đơn vị", "Chức vụ", "Đứng đầu đơn vị", "Đối tượng",
            "Tham gia CCHC",
        ),
        [
            (
                one.code, one.title, one.name, one.unit or office, one.position, "Có" if one.head else "Không",
                one.category, one.reform or None,
            )
            for one in PEOPLE.values()
        ],
    )  # fmt: skip


def _book(titles: tuple[str, ...], rows: list[tuple[str | None, ...]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (titles, *rows):
        sheet.append(list(row))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


class Commune:
    """The people at their browsers, each signed in the first time that something is asked of them."""

    def __init__(
        self, browser: Browser, server: Server, inspector: Inspector, faults: Faults, folder: Path
    ) -> None:
        """Nobody has signed in."""
        self.browser, self.server, self.inspector, self.faults = browser, server, inspector, faults
        self.folder = folder
        self.visitors: dict[str, Visitor] = {}
        self.words: dict[str, str] = {}

    def today(self, day: date, hour: int = 8) -> None:
        """Let the year go on to a day: the clock of this home, as a trial home has it."""
        now = datetime.now(VIETNAM)
        set_offset(self.server.home, datetime(day.year, day.month, day.day, hour, 30, tzinfo=VIETNAM) - now)

    def nobody(self, called: str) -> Visitor:
        """A browser in which nobody has signed in."""
        one = Visitor(self.browser, self.server.url, self.inspector, self.faults, called)
        self.visitors[called] = one
        return one

    def one(self, key: str) -> Visitor:
        """Somebody at their browser, signed in; the first time with the word of the administrator."""
        if key in self.visitors:
            return self.visitors[key]
        visitor = self.nobody(key)
        visitor.go("/dang-nhap/")
        visitor.typed({"Tên đăng nhập": login_of(key), "Mật khẩu": self.words.get(key, PASSWORD)})
        visitor.press("Đăng nhập", exact=True)
        if "/mat-khau/" in visitor.page.url:
            fields = {"Mật khẩu đang dùng": self.words[key], "Nhập lại mật khẩu mới": PASSWORD}
            visitor.typed(fields | {"Mật khẩu mới": PASSWORD})
            visitor.press("Đổi mật khẩu", exact=True)
        assert "Thoát" in visitor.page.content(), visitor.said()
        return visitor

    def file(self, name: str, content: bytes) -> Path:
        """A file on the desk of who will hand it in."""
        path = self.folder / name
        path.write_bytes(content)
        return path

    def close(self) -> None:
        """Everybody leaves."""
        for one in self.visitors.values():
            one.close()


def key_in(url: str, part: str) -> int:
    """The number that follows a part of an address: ``/phong-trao/3/`` holds 3 after ``phong-trao``."""
    found = re.search(rf"/{part}/(\d+)/", url)
    assert found, url
    return int(found.group(1))
