"""Steps 5 to 12 of a year, each through its screens: from the sheets to the final report."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import pypdfium2

from tests.journeys.browser import Visitor
from tests.journeys.commune import PEOPLE, Commune
from tests.journeys.first_half import HEADS, SCORED_UNITS

STEPS = ("score", "appraise", "nominate", "hold_council", "decide", "award", "tell", "review")
FILL = """(worse) => {
  for (const row of document.querySelectorAll("section.mark")) {
    const most = row.querySelector(".mark-head .num")?.innerText.replace(/[^0-9,]/g, "") || "1";
    const first = row.querySelector("input[type=radio]");
    if (first) first.checked = true;
    for (const box of row.querySelectorAll("input[type=text]")) {
      const part = box.name.split("-").pop();
      if (part === "numerator") box.value = "20";
      if (part === "denominator") box.value = "20";
      if (part === "count") box.value = String(worse);
      if (part === "value") box.value = most;
    }
  }
}"""
"""Fill every row of a sheet at its best, but for so many cases in each row that counts faults."""
COUNCIL = (
    ("chair", "Chủ tịch Hội đồng"),
    ("vice", "Phó Chủ tịch Thường trực"),
    ("office_head", "Ủy viên"),
    ("culture_head", "Ủy viên"),
    ("school_head", "Ủy viên"),
)
TELLERS = ("clerk", "accountant", "appraiser")
NOMINATED = {
    "Văn phòng": (),
    "Phòng Văn hóa - Xã hội": ("publicity",),
    "Trường Mầm non Dương Quỳ": ("teacher",),
}

MERIT = "Đã có thành tích xuất sắc trong phong trào thi đua cải cách hành chính năm 2025"


def proof() -> bytes:
    """A signed paper as a scanner gives it: one page, as PDF."""
    made = pypdfium2.PdfDocument.new()
    made.new_page(595, 842)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def score(commune: Commune, movement: int) -> None:
    """Step 5, the units: criteria sets, team, sheets; each head scores with evidence and sends the sheet."""
    commune.today(date(2025, 11, 3))
    officer = commune.one("officer")
    for name in ("đơn vị", "cá nhân"):
        officer.go("/bo-tieu-chi/")
        officer.choose("Bộ tiêu chí có sẵn", name)
        officer.press("Đưa bộ tiêu chí vào")
    officer.go(f"/phong-trao/{movement}/to-tham-dinh/")
    for key in ("appraiser", "office_head", "teacher"):
        officer.page.get_by_label(PEOPLE[key].name).first.check()
    officer.choose("Tổ trưởng", PEOPLE["office_head"].name)
    officer.press("Lập tổ thẩm định", exact=True)
    officer.go(f"/phong-trao/{movement}/cham-diem/")
    officer.press("Mở chấm điểm")
    officer.choose("Bộ tiêu chí cho đơn vị", "đơn vị")
    officer.choose("Bộ tiêu chí cho cá nhân", "cá nhân")
    officer.typed({"Hạn tự chấm": "15/11/2025", "Hạn thẩm định": "30/11/2025"})
    officer.press("Mở chấm điểm", exact=True)
    for worse, unit in enumerate(SCORED_UNITS):
        _score_unit(commune, movement, unit, worse)


def _score_unit(commune: Commune, movement: int, unit: str, worse: int) -> None:
    head = commune.one(HEADS[unit])
    head.go(f"/phong-trao/{movement}/cham-diem/")
    head.follow(head.page.locator("table.list tbody th a", has_text=unit).first)
    head.press("Tự chấm điểm")
    head.page.evaluate(FILL, worse)
    head.picture("phieu-cham")
    head.follow(head.page.get_by_role("button", name=re.compile("^Thêm minh chứng")).first)
    head.typed({"Tên minh chứng": "Kế hoạch cải cách hành chính của đơn vị", "Trang, mục": "1"})
    head.page.set_input_files("input[type=file]", commune.file("minh-chung.pdf", proof()))
    head.press("Thêm minh chứng", exact=True)
    head.press("Xong, quay lại phiếu")
    head.press("Xem lại và gửi phiếu")
    head.press("Gửi phiếu", exact=True)


def appraise(commune: Commune, movement: int) -> None:
    """Steps 5 and 6: the team appraises, one unit explains, the officer settles, the ranking stands."""
    commune.today(date(2025, 11, 20))
    commune.one("officer").go("/").reload()
    commune.one("officer").picture("viec-can-lam")
    here = f"/phong-trao/{movement}/cham-diem/"
    appraisers = {
        "Văn phòng": "teacher",
        "Phòng Văn hóa - Xã hội": "office_head",
        "Trường Mầm non Dương Quỳ": "appraiser",
    }
    for unit, key in appraisers.items():
        one = commune.one(key)
        _sheet(one, here, unit)
        one.press("Thẩm định", exact=True)
        one.page.evaluate(
            "() => document.querySelectorAll('details.more').forEach((one) => { one.open = true; })"
        )
        _decide_rest(one)
        one.press("Xem lại và ghi kết quả thẩm định")
        one.press("Ghi kết quả thẩm định", exact=True)
    officer = commune.one("officer")
    _sheet(officer, here, "Văn phòng")
    officer.press("Đề nghị giải trình", exact=True)
    officer.page.get_by_role("checkbox").first.check()
    officer.typed(
        {"Nội dung cần làm rõ": "Ngày ban hành kế hoạch của đơn vị", "Giải trình trước": "25/11/2025"}
    )
    officer.press("Gửi đề nghị giải trình")
    head = commune.one("office_head")
    _sheet(head, here, "Văn phòng")
    head.press("Giải trình", exact=True)
    head.page.get_by_label("Lời giải trình").first.fill("Kế hoạch ban hành ngày 12/02/2025, đã kèm bản chụp.")
    head.press("Xem lại và gửi giải trình")
    head.press("Gửi giải trình", exact=True)
    again = commune.one("teacher")
    _sheet(again, here, "Văn phòng")
    again.press("Thẩm định", exact=True)
    again.press("Xem lại và ghi kết quả thẩm định")
    again.press("Ghi kết quả thẩm định", exact=True)
    for unit in SCORED_UNITS:
        _sheet(officer, here, unit)
        officer.press("Chốt điểm", exact=True)
        officer.press("Chốt điểm", exact=True)
    officer.go(f"/phong-trao/{movement}/xep-hang/")
    for unit in SCORED_UNITS:
        assert unit in officer.said()


def _sheet(one: Visitor, here: str, name: str) -> None:
    one.go(here)
    one.follow(one.page.locator("table.list tbody th a", has_text=name).first)


def _decide_rest(one: Visitor) -> None:
    """What the unit did not score is entered by the team: all of the points."""
    one.page.evaluate(
        """() => {
          for (const row of document.querySelectorAll("section.mark")) {
            if (!row.innerText.includes("Đơn vị không tự chấm")) continue;
            const most = row.querySelector(".mark-head .num").innerText.replace(/[^0-9,]/g, "");
            const points = row.querySelector("input[name$='-points']");
            if (points) points.value = most;
            const reason = row.querySelector("[name$='-reason']");
            if (reason) reason.value = "Theo số liệu của cơ quan thường trực";
          }
        }"""
    )


def nominate(commune: Commune, movement: int) -> None:
    """Step 7: each unit meets, lists itself and somebody, drafts and sends; gradings come in; the officer appraises."""
    commune.today(date(2025, 12, 4))
    here = f"/phong-trao/{movement}/de-nghi/"
    for unit in SCORED_UNITS:
        head = commune.one(HEADS[unit])
        head.go(here)
        head.press("Ghi cuộc họp bình xét")
        head.typed(
            {
                "Ngày họp": "03/12/2025",
                "Thư ký": "Thư ký cuộc họp",
                "Số người có mặt": "2",
                "Những người có mặt": "Người thứ nhất, chủ trì\nNgười thứ hai, thư ký",
                "Tổng số người": "4",
            }
        )
        head.press("Ghi cuộc họp", exact=True)
        for name in (unit, *(PEOPLE[key].name for key in NOMINATED[unit])):
            head.press("Ghi thêm vào danh sách")
            head.choose("Tập thể, cá nhân hoặc hộ gia đình", name)
            head.choose("Danh hiệu hoặc hình thức khen thưởng", "Giấy khen")
            head.typed(
                {
                    "Thành tích đề nghị khen": MERIT,
                    "Số người đồng ý": "2",
                }
            )
            head.press("Ghi", exact=False)
        head.press("Soạn biên bản")
        head.press("Soạn tờ trình")
        meeting = head.page.url
        for name in (unit, *(PEOPLE[key].name for key in NOMINATED[unit])):
            head.go(meeting)
            head.follow(head.page.locator("table.list tbody th a", has_text=name).first)
            head.press("Soạn báo cáo")
            superior = commune.one("chair") if name == unit else head  # of a unit its head is no superior
            superior.go(head.page.url)
            superior.press("Xác nhận báo cáo")
            head.go(superior.page.url)
            head.press("Gửi hồ sơ đề nghị")
            head.press("Gửi hồ sơ", exact=True)
    _gradings(commune)
    nominees = (*SCORED_UNITS, *(PEOPLE[key].name for keys in NOMINATED.values() for key in keys))
    for name in nominees:
        one = commune.one("appraiser" if name == "Văn phòng" else "officer")  # nobody appraises the own unit
        one.go(f"{here}?text={name}")
        one.follow(one.page.get_by_role("link", name=name).and_(one.page.locator("tbody th a")).last)
        one.press("Thẩm định")
        one.typed({"Ý kiến thẩm định": "Đã đối chiếu với tiêu chuẩn của kế hoạch."})
        one.press("Ghi kết quả thẩm định")


def _gradings(commune: Commune) -> None:
    commune.today(date(2025, 12, 12))
    officer = commune.one("officer")
    officer.go("/xep-loai/ghi-theo-van-ban/")
    officer.typed(
        {
            "Kỳ xếp loại": "2025",
            "Số văn bản kết luận": "210/TB-UBND",
            "Ngày văn bản": "12/12/2025",
            "Cơ quan ban hành": "Ủy ban nhân dân xã Dương Quỳ",
        }
    )
    officer.page.evaluate(
        "() => document.querySelectorAll(\"select[name^='level_']\").forEach((one) => { one.value = 'good'; })"
    )
    officer.press("Ghi kết quả xếp loại", exact=False)


def hold_council(commune: Commune, movement: int) -> None:
    """Step 8: council, meeting, attendance, interests, a secret ballot under two tellers' keys, choice, minutes."""
    commune.today(date(2025, 12, 16))
    officer = commune.one("officer")
    here = f"/phong-trao/{movement}/hoi-dong/"
    officer.go(here)
    officer.press("Lập Hội đồng")
    officer.typed(
        {
            "Tên Hội đồng": "Hội đồng Thi đua - Khen thưởng",
            "Số quyết định thành lập": "15/QĐ-UBND",
            "Ngày ký quyết định": "20/01/2025",
            "Có hiệu lực từ ngày": "20/01/2025",
        }
    )
    officer.press("Lập Hội đồng", exact=True)
    for key, function in COUNCIL:
        officer.press("Thêm thành viên")
        officer.choose("Người", PEOPLE[key].name)
        officer.choose("Vai trò", function)
        officer.typed({"Chức vụ ghi trong quyết định": PEOPLE[key].position})
        officer.press("Thêm thành viên", exact=True)
    officer.go(here)
    officer.press("Lên lịch họp")
    officer.typed({"Ngày họp": "17/12/2025", "Giờ họp": "08:00", "Địa điểm": "Phòng họp Ủy ban nhân dân xã"})
    officer.press("Lên lịch họp", exact=True)
    meeting = officer.page.url
    commune.today(date(2025, 12, 17))
    officer.press("Điểm danh")
    officer.press("Ghi điểm danh")
    chair = commune.one("chair")
    chair.go(meeting)
    chair.press("Mở phiên họp")
    chair.press("Mở phiên họp", exact=True)
    officer.go(meeting)
    officer.press("Cử Tổ kiểm phiếu")
    for label, key in zip(("Tổ trưởng", "Tổ viên thứ nhất", "Tổ viên thứ hai"), TELLERS, strict=True):
        officer.choose(label, PEOPLE[key].name)
    officer.press("Cử Tổ kiểm phiếu", exact=True)
    _vote(commune, meeting)
    officer.go(meeting)
    officer.press("Chọn người được khen")
    officer.press("Ghi kết quả chọn")
    chair.go(meeting)
    chair.press("Kết thúc phiên họp")
    chair.typed({"Ý kiến thảo luận": "Thống nhất với báo cáo thẩm định."})
    chair.press("Kết thúc phiên họp", exact=True)
    officer.go(f"{meeting}bien-ban/")
    officer.press("Soạn biên bản")
    officer.typed({"Số biên bản họp": "05", "Số biên bản kiểm phiếu": "06"})
    officer.press("Ghi số biên bản")


def _vote(commune: Commune, meeting: str) -> None:
    officer, chair = commune.one("officer"), commune.one("chair")
    officer.go(f"{meeting}bieu-quyet/")
    officer.page.get_by_label("Bỏ phiếu kín trên máy").check()
    for box in officer.page.get_by_role("checkbox").all():
        box.check()
    officer.press("Lập phiếu")
    ballot = officer.page.url
    keys = []
    for name in TELLERS[:2]:
        teller = commune.one(name)
        teller.go(f"{ballot}khoa/")
        teller.press("Nhận khóa", exact=True)
        keys.append(teller.page.locator(".receipt .code").inner_text())
        teller.typed({"Gõ lại khóa trên phiếu": keys[-1]})
        teller.press("Xác nhận khóa")
    chair.go(ballot)
    chair.press("Mở bỏ phiếu")
    chair.typed({"Lý do": "Đã bỏ phiếu thử tại buổi tập huấn."})
    chair.press("Mở bỏ phiếu", exact=True)
    for at, (key, _) in enumerate(COUNCIL):
        one = commune.one(key)
        one.go(f"{ballot}bo-phieu/")
        for question in one.page.locator(".ballot fieldset").all():
            against = at == 1 and "Phòng" in question.locator("legend").inner_text()
            question.get_by_label("Không đồng ý" if against else "Đồng ý", exact=True).check(force=True)
        one.picture("bo-phieu")
        one.press("Bỏ phiếu", exact=True)
        assert "Đã bỏ phiếu" in one.said()
    chair.go(ballot)
    chair.press("Kết thúc bỏ phiếu")
    chair.press("Kết thúc bỏ phiếu", exact=True)
    officer.go(ballot)
    officer.press("Kiểm phiếu bằng hai khóa")
    officer.typed({"Khóa của người thứ nhất": keys[1], "Khóa của người thứ hai": keys[0]})
    officer.press("Mở phong bì và kiểm phiếu")


def decide(commune: Commune, movement: int) -> None:
    """Step 9: the proposal letter, then the decision of the chairperson with number and date, the signed copy kept."""
    commune.today(date(2025, 12, 19))
    here = f"/phong-trao/{movement}/quyet-dinh/"
    officer, chair = commune.one("officer"), commune.one("chair")
    officer.go(here)
    officer.press("Soạn tờ trình", exact=True)
    officer.typed({"Số tờ trình": "31", "Ngày tờ trình": "19/12/2025"})
    officer.press("Ban hành tờ trình")
    officer.press("Dự thảo quyết định")
    commune.today(date(2025, 12, 22))
    chair.go(here)
    chair.typed({"Số quyết định": "345", "Ngày quyết định": "22/12/2025"})
    chair.press("Ban hành quyết định")
    officer.go(here)
    officer.page.set_input_files("input[type=file]", commune.file("quyet-dinh-345.pdf", proof()))
    officer.press("Lưu bản ký")


def award(commune: Commune, movement: int) -> None:
    """Step 10: certificates, handing over, money paid by the accountant; anybody checks a certificate by its code."""
    commune.today(date(2025, 12, 26))
    here = f"/phong-trao/{movement}/trao-thuong/"
    officer, accountant = commune.one("officer"), commune.one("accountant")
    officer.go(here)
    officer.press("Lập giấy khen (PDF)")
    _tick(officer)
    officer.press("Ghi đã trao giấy khen")
    accountant.go(here)
    _tick(accountant)
    accountant.press("Ghi đã chi tiền thưởng")
    officer.go("/so-khen-thuong/")
    officer.follow(officer.page.locator("table.list tbody th a").first)
    code = officer.page.locator("dd a.code").inner_text()
    public = commune.nobody("public")
    public.go("/xac-nhan/")
    public.typed({"Mã kiểm tra": code})
    public.press("Kiểm tra")
    assert "345" in public.said(), public.said()


def _tick(one: Visitor) -> None:
    for box in one.page.locator("input[name=awards]").all():
        box.check()
    one.page.get_by_label("Ngày trao hoặc ngày chi").fill("26/12/2025")


def tell(commune: Commune, movement: int) -> None:
    """Step 11: a script written from the results, approved, broadcast; the public page tells who was awarded."""
    here = f"/phong-trao/{movement}/tuyen-truyen/"
    publicity, chair = commune.one("publicity"), commune.one("chair")
    publicity.go(f"{here}soan/")
    publicity.go(f"{here}soan/?chu-de=result")
    publicity.press("Đưa vào lịch phát")
    publicity.press("Gửi duyệt")
    script = publicity.page.url
    chair.go(script)
    chair.press("Duyệt bản tin")
    chair.press("Duyệt", exact=False)
    publicity.go(f"{script}doc/")
    publicity.go(f"{script}phat/")
    publicity.typed(
        {"Ngày phát": "26/12/2025", "Giờ phát": "17:30", "Thời lượng": "6", "Người phát": "Sùng A Thử Phát"}
    )
    publicity.press("Ghi vào nhật ký phát sóng")
    publicity.go(f"{here}nhat-ky-phat-song/")
    public = commune.visitors.get("public") or commune.nobody("public")
    public.go(f"/cong-khai/{movement}/")
    assert "Giấy khen" in public.said()


def review(commune: Commune, movement: int) -> None:
    """Step 12: the final report drawn from the data, with what only people can judge, issued by the chairperson."""
    commune.today(date(2025, 12, 29))
    here = f"/phong-trao/{movement}/tong-ket/"
    officer, chair = commune.one("officer"), commune.one("chair")
    officer.go(here)
    officer.go(f"{here}lap/tong-ket/")
    officer.typed({"Ngày chốt số liệu": "29/12/2025"})
    officer.press("Lập báo cáo", exact=True)
    report = officer.page.url.partition("#")[0]
    for area in officer.page.locator("form textarea").all():
        area.fill("Phân công rõ người, rõ việc, rõ thời hạn; lưu minh chứng ngay khi xong việc.")
    officer.press("Ghi vào báo cáo")
    chair.go(f"{report}ban-hanh/")
    chair.typed({"Số báo cáo": "120", "Ngày báo cáo": "29/12/2025", "Người ký báo cáo": PEOPLE["chair"].name})
    chair.press("Ban hành báo cáo", exact=True)
