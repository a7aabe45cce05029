"""Vietnamese words for the states of a sheet, the rounds, and what the journal tells."""

from __future__ import annotations

from thidua.engine.scoring import Source, TieBreakerKind, TieOutcome
from thidua.engine.sheets import State

STATES: dict[str, tuple[str, str]] = {
    State.DRAFT: ("Đang tự chấm", "going"),
    State.SUBMITTED: ("Đã gửi, chờ thẩm định", "heed"),
    State.RETURNED: ("Bị trả lại", "wrong"),
    State.APPRAISED: ("Đã thẩm định", "heed"),
    State.EXPLAINING: ("Chờ đơn vị giải trình", "heed"),
    State.EXPLAINED: ("Đã giải trình, chờ thẩm định lần hai", "heed"),
    State.FINALIZED: ("Đã chốt điểm", "done"),
}
"""State -> its word and its tone."""

NEXT: dict[str, str] = {
    State.DRAFT: "Đơn vị chấm từng tiêu chí, kèm minh chứng, rồi gửi phiếu.",
    State.SUBMITTED: "Tổ thẩm định xem từng tiêu chí, giữ nguyên hoặc sửa điểm, có lý do.",
    State.RETURNED: "Đơn vị sửa theo lý do trả lại rồi gửi lại.",
    State.APPRAISED: "Chốt điểm, hoặc đề nghị đơn vị giải trình những điểm còn khác nhau.",
    State.EXPLAINING: "Đơn vị giải trình từng tiêu chí được hỏi.",
    State.EXPLAINED: "Tổ thẩm định xem giải trình và thẩm định lần hai, hoặc chốt điểm.",
    State.FINALIZED: "Điểm đã chốt và vào bảng xếp hạng.",
}
"""What happens next in a state."""

SOURCES: dict[str, str] = {
    Source.UNIT: "Đơn vị tự chấm",
    Source.MACHINE: "Số liệu lấy từ hệ thống, sổ theo dõi",
    Source.COMMUNE: "Cơ quan thường trực, tổ thẩm định nhập",
    Source.LEADER: "Lãnh đạo đánh giá",
}

TIE_BREAKERS: dict[str, str] = {
    TieBreakerKind.FEMALE_OR_WOMEN_SHARE: "Ưu tiên cá nhân nữ hoặc tập thể có tỷ lệ nữ từ {threshold} %",
    TieBreakerKind.AREA_PERCENT: "Tỷ lệ điểm phần {ref}",
    TieBreakerKind.LEAF_RATIO: "Tỷ lệ đạt ở tiêu chí {ref}",
    TieBreakerKind.FEWER_DEDUCTIONS: "Ít điểm trừ hơn",
    TieBreakerKind.COUNCIL_VOTE: "Hội đồng biểu quyết",
    TieBreakerKind.CHAIR: "Ý kiến Chủ tịch Hội đồng",
}

TIE_OUTCOMES: dict[str, str] = {
    TieOutcome.PARTED: "phân được thứ hạng",
    TieOutcome.EQUAL: "vẫn bằng nhau",
    TieOutcome.SKIPPED: "bỏ qua vì có bên không có số liệu",
}
