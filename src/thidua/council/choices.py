"""What the states of meetings and ballots are called, and what the journal tells of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from thidua.engine.meetings import BallotState, MeetingState
from thidua.engine.quota import Quota
from thidua.movements.choices import ROUNDINGS

MEETINGS: Final[dict[str, tuple[str, str]]] = {
    MeetingState.PLANNED.value: ("Đã lên lịch", ""),
    MeetingState.OPEN.value: ("Đang họp", "going"),
    MeetingState.CLOSED.value: ("Đã họp, chờ biên bản", "heed"),
    MeetingState.MINUTED.value: ("Đã có biên bản", "done"),
}
WRITTEN: Final[Mapping[str, tuple[str, str]]] = MEETINGS | {
    MeetingState.PLANNED.value: ("Chưa gửi phiếu", ""),
    MeetingState.OPEN.value: ("Đang lấy ý kiến", "going"),
    MeetingState.CLOSED.value: ("Đã lấy ý kiến, chờ biên bản", "heed"),
}
"""The same states where opinions are asked in writing instead of a meeting."""
WRITTEN_DONE: Final[Mapping[str, str]] = {
    "meeting.planned": "lên lịch lấy ý kiến",
    "meeting.opened": "bắt đầu lấy ý kiến",
    "meeting.adjourned": "hoãn lấy ý kiến",
    "meeting.closed": "kết thúc lấy ý kiến",
    "meeting.reopened": "mở lại việc lấy ý kiến",
    "meeting.agenda_set": "ghi nội dung xin ý kiến",
    "meeting.file_added": "thêm tài liệu",
    "meeting.file_dropped": "bớt tài liệu",
}
"""What the journal's entries say there."""
WRITTEN_BALLOTS: Final[Mapping[str, tuple[str, str]]] = {
    BallotState.OPEN.value: ("Đã gửi phiếu, chờ gửi lại", "going"),
}
BALLOTS: Final[Mapping[str, tuple[str, str]]] = {
    BallotState.PREPARED.value: ("Đã lập phiếu", ""),
    BallotState.OPEN.value: ("Đang bỏ phiếu", "going"),
    BallotState.CLOSED.value: ("Đã kết thúc, chờ kiểm phiếu", "heed"),
    BallotState.OPENED.value: ("Đã kiểm phiếu", "done"),
    BallotState.VOID.value: ("Đã hủy", "wrong"),
}
"""State -> its word and its tone."""


def inside(text: str) -> str:
    """A label inside a sentence."""
    return text[:1].lower() + text[1:]


SUBJECTS: Final[Mapping[str, str]] = {
    "collective": "tập thể",
    "individual": "cá nhân",
    "household": "hộ gia đình",
    "either": "trường hợp (tập thể hoặc cá nhân)",
}


def quota_words(quota: Quota) -> str:
    """A quota as the plan limits it: "không quá 02 tập thể mỗi khối", "không quá 10% số cá nhân tham gia"."""
    subject = SUBJECTS[quota.subject]
    limits = [f"{quota.max:02d} {subject}"] if quota.max is not None else []
    if quota.max_percent is not None:
        percent = f"{quota.max_percent.normalize():f}".replace(".", ",")
        limits.append(f"{percent}% số {subject} tham gia ({ROUNDINGS[quota.rounding]})")
    per = " mỗi đơn vị" if quota.per_unit else " mỗi khối, cụm" if quota.per_block else ""
    where = f", riêng {quota.group}" if quota.group else ""
    return f"không quá {' và không quá '.join(limits)}{per}{where}"


CHOICES: Final[Mapping[str, str]] = {
    "yes": "Đồng ý",
    "no": "Không đồng ý",
    "blank": "Ý kiến khác",
    "spoilt": "Không hợp lệ",
}
TRIALS: Final = (
    ("each", "Từng tên: hai nội dung thử, đồng ý hoặc không đồng ý"),
    ("contest", "Một phiếu chung: ba tên thử, đánh dấu không quá hai tên"),
)
FORMS: Final = (
    ("each", "Từng tên: đồng ý hoặc không đồng ý (thường dùng)"),
    (
        "contest",
        "Một phiếu chung: đánh dấu không quá một số tên (chỉ khi bỏ phiếu hoặc lấy ý kiến bằng văn bản)",
    ),
)
"""What a paper asks about the names."""
BASES: Final = (
    ("rule", "Theo quy tắc của từng hình thức khen (kể ở trang phiên họp)"),
    ("all", "Tổng số thành viên Hội đồng (trừ người không biểu quyết do liên quan)"),
    ("present", "Số thành viên tham gia biểu quyết"),
)
THRESHOLDS: Final = (
    ("rule", "Theo quy tắc của từng hình thức khen (kể ở trang phiên họp)"),
    (">1/2", "Quá nửa"),
    (">=2/3", "Từ hai phần ba"),
    (">=4/5", "Từ 80%"),
    (">=9/10", "Từ 90%"),
)
