"""What units and roles are called."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from thidua.engine.flow import Role

LEVELS_UP: Final = ("commune", "district", "province", "state")
"""The levels that are authorities, from below."""

TAGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "has_procedures": "Có giải quyết thủ tục hành chính",
        "online_services": "Có dịch vụ công trực tuyến",
        "budget_unit": "Là đơn vị dự toán",
        "fees": "Có khoản thu phí, lệ phí hoặc khoản thu khác",
        "school_year": "Xếp loại theo năm học",
    }
)
"""What a unit has: decides which criteria apply to it, and by which year its people are graded."""

ROLES: Final[Mapping[Role, str]] = MappingProxyType(
    {
        Role.OFFICER: "Cán bộ thi đua - khen thưởng",
        Role.CHAIRPERSON: "Chủ tịch, Phó Chủ tịch",
        Role.UNIT_HEAD: "Thủ trưởng đơn vị",
        Role.MEMBER: "Thành viên",
        Role.COUNCIL: "Thành viên Hội đồng Thi đua - Khen thưởng",
        Role.PUBLICITY: "Cán bộ tuyên truyền",
        Role.CLERK: "Văn thư",
        Role.ACCOUNTANT: "Kế toán",
        Role.INSPECTOR: "Giám sát, kiểm tra",
        Role.ADMIN: "Quản trị máy tính",
    }
)
"""Roles that can be held in a unit (an appraiser is named by the officer, the public signs in nowhere)."""

ROLE_HELP: Final[Mapping[Role, str]] = MappingProxyType(
    {
        Role.OFFICER: "soạn kế hoạch, giữ danh sách, thẩm định, chuẩn bị họp và văn bản",
        Role.CHAIRPERSON: "phát động, quyết định, ký",
        Role.UNIT_HEAD: "đăng ký, chấm điểm, đề nghị khen thưởng cho đơn vị",
        Role.MEMBER: "đăng ký, xem việc và kết quả của mình",
        Role.COUNCIL: "họp, biểu quyết",
        Role.PUBLICITY: "phát thanh, gương điển hình, trang công khai",
        Role.CLERK: "số văn bản, gửi, nhận",
        Role.ACCOUNTANT: "quỹ, tiền thưởng",
        Role.INSPECTOR: "đọc tất cả trừ phiếu kín, không sửa gì",
        Role.ADMIN: "tài khoản, vai trò, sao lưu; không xem phiếu và minh chứng",
    }
)

CHANGES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "renamed": "Đổi tên",
        "closed": "Kết thúc hoạt động",
        "moved": "Chuyển cấp trên, trước đó thuộc",
        "merged": "Sáp nhập",
        "split": "Chia",
    }
)


def role_label(role: Role | str) -> str:
    """The role as people call it."""
    return ROLES.get(Role(role), str(role))


def tag_labels(tags: list[str]) -> list[str]:
    """The labels of a unit's tags, in the order of the list above; unknown ones as they are."""
    known = [label for tag, label in TAGS.items() if tag in tags]
    return known + [tag for tag in tags if tag not in TAGS]
