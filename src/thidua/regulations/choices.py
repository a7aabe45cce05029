"""What the values of the law book are called, and of which kind each is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

KEYS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "base_salary": ("Lương cơ sở", "money"),
        "certificate_multiple.individual": ("Giấy khen, cá nhân: số lần lương cơ sở", "number"),
        "certificate_multiple.collective": ("Giấy khen, tập thể: số lần lương cơ sở", "number"),
        "certificate_multiple.household": ("Giấy khen, hộ gia đình: số lần lương cơ sở", "number"),
        "money_rounding_step": ("Tiền thưởng làm tròn lên đến", "money"),
        "fund_share_for_organisation": ("Phần quỹ dành cho tổ chức thi đua", "share"),
        "women_share_preferred": ("Tỷ lệ nữ của tập thể được ưu tiên khi bằng nhau", "share"),
        "leaders_share_most": (
            "Tỷ lệ lãnh đạo nhiều nhất trong số cá nhân được khen (1: không giới hạn)",
            "share",
        ),
        "direct_workers_preferred": (
            "Ưu tiên người trực tiếp lao động khi bằng nhau",
            "yes_no",
        ),
        "several_titles_money": (
            "Tiền thưởng khi đạt nhiều danh hiệu cùng năm ở các quyết định khác nhau",
            "several_titles",
        ),
        **{
            f"certificate_of.{code}": (f"Giấy trao cùng danh hiệu {name}", "certificate")
            for code, name in (
                ("lao_dong_tien_tien", "Lao động tiên tiến"),
                ("chien_si_thi_dua_co_so", "Chiến sĩ thi đua cơ sở"),
                ("tap_the_lao_dong_tien_tien", "Tập thể lao động tiên tiến"),
                ("gia_dinh_van_hoa", "Gia đình văn hóa"),
                ("thon_van_hoa", "Thôn, tổ dân phố văn hóa"),
            )
        },
        "standing_unit": ("Cơ quan thường trực của Hội đồng", "text"),
        "quorum.giay_khen": ("Thành viên phải có mặt khi xét Giấy khen", "threshold"),
        "vote_threshold.giay_khen": ("Tỷ lệ đồng ý để được đề nghị Giấy khen", "threshold"),
        "vote_base.giay_khen": ("Mẫu số của tỷ lệ đồng ý", "base"),
        "vote_threshold.lao_dong_tien_tien": ("Tỷ lệ đồng ý, Lao động tiên tiến", "threshold"),
        "vote_threshold.tap_the_lao_dong_tien_tien": (
            "Tỷ lệ đồng ý, Tập thể lao động tiên tiến",
            "threshold",
        ),
        "vote_threshold.gia_dinh_van_hoa": ("Tỷ lệ đồng ý, Gia đình văn hóa", "threshold"),
        "vote_threshold.chien_si_thi_dua_co_so": ("Tỷ lệ đồng ý, Chiến sĩ thi đua cơ sở", "threshold"),
        "vote_threshold.chien_si_thi_dua_tinh": ("Tỷ lệ đồng ý, Chiến sĩ thi đua cấp tỉnh", "threshold"),
        "vote_threshold.co_thi_dua_tinh": ("Tỷ lệ đồng ý, Cờ thi đua của tỉnh", "threshold"),
        "vote_threshold.chien_si_thi_dua_toan_quoc": (
            "Tỷ lệ đồng ý, Chiến sĩ thi đua toàn quốc",
            "threshold",
        ),
        "vote_threshold.co_thi_dua_chinh_phu": ("Tỷ lệ đồng ý, Cờ thi đua của Chính phủ", "threshold"),
        "ballot_minimum_members": ("Bỏ phiếu kín trên máy: ít nhất số người có quyền", "count"),
        "ballot_minimum_envelopes": ("Bỏ phiếu kín trên máy: ít nhất số phong bì để mở", "count"),
        "explanation_working_days": ("Hạn giải trình (ngày làm việc)", "count"),
        "decision_working_days.giay_khen": ("Hạn quyết định sau tờ trình (ngày làm việc)", "count"),
        "revocation_working_days": ("Hạn thu hồi sau khi hủy (ngày làm việc)", "count"),
        "public_notice_working_days": ("Thời gian niêm yết, nếu xã chọn (ngày làm việc)", "count"),
        "report_form.individual": ("Mẫu báo cáo thành tích cá nhân", "text"),
        "report_form.collective": ("Mẫu báo cáo thành tích tập thể", "text"),
    }
)
"""Key -> its words and its kind: money, number, share, count, threshold, text, or one of ``CHOICES``."""

CONFIDENCE: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "read": ("Đã đọc văn bản", "done"),
        "inferred": ("Suy ra", "heed"),
        "probable": ("Chưa chính thức", "heed"),
        "general": ("Phải đối chiếu", "heed"),
        "house": ("Cơ quan tự đặt", ""),
    }
)
"""How far a value may be trusted -> words and tone."""

LAYERS: Final[Mapping[str, str]] = MappingProxyType(
    {"national": "Quốc gia", "province": "Tỉnh", "own": "Cơ quan đặt"}
)
CHOICES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "base": {"all_members": "Tổng số thành viên", "present": "Số người tham gia biểu quyết"},
        "certificate": {
            "title": "Bằng: Tặng danh hiệu, tên danh hiệu",
            "recognition": "Giấy công nhận: Công nhận danh hiệu, tên danh hiệu",
            "proof": "Giấy chứng nhận: đạt danh hiệu",
        },
        "several_titles": {
            "difference": "Chỉ chi phần chênh lệch so với mức đã quyết định",
            "whole": "Chi đủ mức của mỗi danh hiệu",
        },
        "yes_no": {"1": "Có", "0": "Không"},
    }
)
"""Kinds of values that are chosen, not typed: value -> its words."""
