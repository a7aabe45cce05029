"""Vietnamese words for the states of movements, registrations and tasks, and for what their journal tells."""

from __future__ import annotations

from thidua.engine.movements import State as MovementState
from thidua.engine.registrations import State as RegistrationState
from thidua.engine.tasks import State as TaskState

MOVEMENT_STATES: dict[str, tuple[str, str]] = {
    MovementState.DRAFT: ("Đang soạn kế hoạch", "going"),
    MovementState.PLAN_CONFIRMED: ("Đã xác nhận kế hoạch", "going"),
    MovementState.LAUNCHED: ("Đã phát động", "done"),
    MovementState.CLOSED: ("Đã kết thúc", ""),
}
"""State -> its word and its tone."""

REGISTRATION_STATES: dict[str, tuple[str, str]] = {
    RegistrationState.DRAFT: ("Đang soạn", "going"),
    RegistrationState.SUBMITTED: ("Đã gửi, chờ nhận", "heed"),
    RegistrationState.RETURNED: ("Bị trả lại", "wrong"),
    RegistrationState.ACCEPTED: ("Đã nhận", "done"),
    RegistrationState.RECALLED: ("Đã rút về", "heed"),
}

TASK_STATES: dict[str, tuple[str, str]] = {
    TaskState.OPEN: ("Đang thực hiện", "going"),
    TaskState.DONE: ("Hoàn thành", "done"),
    TaskState.CANCELLED: ("Đã hủy", ""),
}

LEVELS: dict[str, str] = {
    "commune": "cấp xã",
    "district": "cấp huyện",
    "province": "cấp tỉnh",
    "state": "cấp nhà nước",
}
SUBJECTS: dict[str, str] = {
    "collective": "tập thể",
    "individual": "cá nhân",
    "household": "hộ gia đình",
    "either": "tập thể, cá nhân",
}
GRADINGS: dict[str, str] = {
    "xuất sắc": "Hoàn thành xuất sắc nhiệm vụ",
    "tốt": "Hoàn thành tốt nhiệm vụ",
    "hoàn thành": "Hoàn thành nhiệm vụ",
}
REVIEWS: dict[str, str] = {"interim": "Sơ kết", "final": "Tổng kết"}

PLAN_FIELDS: dict[str, str] = {
    "title": "Tên phong trào",
    "issuer": "Cơ quan ban hành",
    "level": "Cấp ban hành",
    "place": "Địa danh",
    "plan_number": "Số, ký hiệu kế hoạch",
    "plan_issued_on": "Ngày ban hành",
    "starts_on": "Bắt đầu",
    "ends_on": "Kết thúc",
    "registration_due": "Hạn đăng ký thi đua",
    "registration_required": "Phải đăng ký mới được xét khen",
}
"""Columns of the plan's scalars with their labels, in the order of the page."""

TASK_FIELDS: dict[str, str] = {
    "text": "Nhiệm vụ",
    "area": "Lĩnh vực",
    "lead": "Chủ trì",
    "with_units": "Phối hợp",
    "due_on": "Thời hạn",
    "product": "Sản phẩm",
}

ROUNDINGS = {
    "down": "làm tròn xuống",
    "half_up": "làm tròn theo số gần nhất",
    "up": "làm tròn lên",
}
"""How a percentage of those who took part becomes a number of awards."""
