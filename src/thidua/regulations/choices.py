"""What the values of the law book are called, of which kind and range each is, and on which page it stands."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final, NamedTuple

from thidua.engine.eligibility import GradingLevel, InitiativeLevel

CERTIFICATE: Final = "giay_khen"
CERTIFICATE_NAME: Final = "Giấy khen"
"""The form that every movement knows: what has no rule of its own follows it."""


class Value(NamedTuple):
    """A value: its words, its kind, its range, whether an authority may set it.

    Kinds: money, number, share, count, threshold, text, list, or one of ``CHOICES``.
    """

    name: str
    kind: str
    least: Decimal | None = None
    most: Decimal | None = None
    settable: bool = True


RANGES: Final[Mapping[str, tuple[Decimal | None, Decimal | None]]] = MappingProxyType(
    {
        "money": (Decimal(1), None),
        "number": (Decimal(0), Decimal(100)),
        "share": (Decimal(0), Decimal(1)),
        "count": (Decimal(1), None),
    }
)
"""Kind -> least and most, where the value has no range of its own."""

KEYS: Final[Mapping[str, Value]] = MappingProxyType(
    {
        "base_salary": Value("Lương cơ sở", "money"),
        "money_rounding_step": Value("Tiền thưởng làm tròn lên đến", "money"),
        "certificate_multiple.individual": Value("Giấy khen, cá nhân", "number"),
        "certificate_multiple.collective": Value("Giấy khen, tập thể", "number"),
        "certificate_multiple.household": Value("Giấy khen, hộ gia đình", "number"),
        "several_titles_money": Value(
            "Tiền thưởng khi đạt nhiều danh hiệu cùng năm ở các quyết định khác nhau", "several_titles"
        ),
        "fund_share_for_organisation": Value("Phần quỹ dành cho tổ chức thi đua", "share"),
        "women_share_preferred": Value("Tỷ lệ nữ của tập thể được ưu tiên khi bằng nhau", "share"),
        "leaders_share_most": Value(
            "Tỷ lệ lãnh đạo nhiều nhất trong số cá nhân được khen (100%: không giới hạn)", "share"
        ),
        "direct_workers_preferred": Value("Ưu tiên người trực tiếp lao động khi bằng nhau", "yes_no"),
        "standing_unit": Value("Cơ quan thường trực của Hội đồng", "text"),
        "standing_unit_province": Value("Cơ quan thường trực của Hội đồng cấp tỉnh", "text"),
        "ballot_minimum_members": Value(
            "Bỏ phiếu kín trên máy: ít nhất số người có quyền", "count", Decimal(5)
        ),
        "ballot_minimum_envelopes": Value(
            "Bỏ phiếu kín trên máy: ít nhất số phong bì để mở", "count", Decimal(3)
        ),
        "tellers": Value("Số thành viên Tổ kiểm phiếu giữ khóa", "count", settable=False),
        "explanation_working_days": Value("Hạn giải trình (ngày làm việc)", "count"),
        "decision_working_days.giay_khen": Value("Hạn quyết định sau tờ trình (ngày làm việc)", "count"),
        "public_notice_working_days": Value(
            "Niêm yết danh sách trước khi quyết định (ngày làm việc, 0: không niêm yết)", "count", Decimal(0)
        ),
        "revocation_working_days": Value("Hạn thu hồi sau khi hủy (ngày làm việc)", "count"),
        "report_form.individual": Value("Số mẫu báo cáo thành tích theo phong trào, cá nhân", "text"),
        "report_form.collective": Value("Số mẫu báo cáo thành tích theo phong trào, tập thể", "text"),
        "report_form.household": Value("Số mẫu báo cáo thành tích theo phong trào, hộ gia đình", "text"),
        "report_form.title.individual": Value("Số mẫu báo cáo thành tích đề nghị danh hiệu, cá nhân", "text"),
        "report_form.title.collective": Value("Số mẫu báo cáo thành tích đề nghị danh hiệu, tập thể", "text"),
        "award_forms": Value("Hình thức khen thưởng", "list"),
        "award_titles": Value("Danh hiệu thi đua", "list"),
        "certificate_wordings": Value("Lời ghi trên giấy, bằng", "list"),
        "certificate_multiple.choices": Value("Các cách hiểu về mức thưởng Giấy khen của xã", "list"),
        "eligibility_articles": Value("Điều khoản của từng điều kiện", "list"),
        "act_articles": Value("Điều khoản của từng việc", "list"),
        "grading_levels": Value("Các mức xếp loại hằng năm", "list"),
        "cancellation_grounds": Value("Căn cứ hủy quyết định khen thưởng", "list"),
    }
)
"""Key -> its words, its kind, its range. Keys of single awards are made by ``FAMILIES``."""

FAMILIES: Final[Mapping[str, Value]] = MappingProxyType(
    {
        "multiple": Value("{award}, {subject}", "number"),
        "certificate_of": Value("Giấy trao cùng danh hiệu {award}", "certificate"),
        "quorum": Value("Thành viên phải có mặt, {award}", "threshold"),
        "vote_threshold": Value("Tỷ lệ đồng ý, {award}", "threshold"),
        "vote_base": Value("Mẫu số của tỷ lệ đồng ý, {award}", "base"),
        "standards": Value("Tiêu chuẩn: {award}", "list"),
        "dossier": Value("Hồ sơ: {award}", "list"),
    }
)
"""What stands before the code of an award (and for ``multiple`` the kind of subject behind it) -> as in ``KEYS``."""


class Topic(NamedTuple):
    """One page of the law: its word in the address, its title, what it tells, the keys or families on it."""

    slug: str
    name: str
    purpose: str
    keys: tuple[str, ...]
    unknown: str = "Đặt khi có văn bản quy định."


TOPICS: Final = (
    Topic(
        "van-ban",
        "Văn bản",
        "Luật, nghị định, thông tư, quyết định đang có hiệu lực và văn bản nào dẫn chúng.",
        (),
    ),
    Topic(
        "hinh-thuc",
        "Hình thức, danh hiệu",
        "Khen được những gì, cấp nào quyết định, dành cho ai; giấy, bằng ghi thế nào.",
        ("award_forms", "award_titles", "certificate_of", "certificate_wordings"),
    ),
    Topic(
        "muc-thuong",
        "Mức thưởng",
        "Lương cơ sở, số lần lương cơ sở của từng hình thức, danh hiệu, cách làm tròn, quỹ.",
        (
            "base_salary",
            "money_rounding_step",
            "certificate_multiple",
            "multiple",
            "several_titles_money",
            "fund_share_for_organisation",
        ),
    ),
    Topic(
        "tieu-chuan",
        "Tiêu chuẩn, điều kiện",
        "Tiêu chuẩn của từng hình thức, danh hiệu và điều khoản của từng điều kiện. "
        "Tiêu chuẩn ghi trong kế hoạch của phong trào đứng trên các giá trị ở đây.",
        (
            "standards",
            "eligibility_articles",
            "act_articles",
            "grading_levels",
            "women_share_preferred",
            "direct_workers_preferred",
            "leaders_share_most",
        ),
        "Theo kế hoạch của phong trào, hoặc quy định của tỉnh khi có.",
    ),
    Topic(
        "ho-so",
        "Hồ sơ",
        "Giấy tờ của hồ sơ đề nghị và mẫu báo cáo thành tích.",
        ("dossier", "report_form"),
        "Theo kế hoạch của phong trào, hoặc quy định của tỉnh khi có.",
    ),
    Topic(
        "hoi-dong",
        "Hội đồng",
        "Cơ quan thường trực, số người phải có mặt, tỷ lệ đồng ý, bỏ phiếu kín.",
        (
            "standing_unit",
            "standing_unit_province",
            "quorum",
            "vote_base",
            "vote_threshold",
            "ballot_minimum_members",
            "ballot_minimum_envelopes",
            "tellers",
        ),
        "Dùng quy tắc chung, như Giấy khen, cho đến khi có văn bản quy định riêng.",
    ),
    Topic(
        "thoi-han",
        "Thời hạn",
        "Số ngày làm việc của từng việc.",
        ("explanation_working_days", "public_notice_working_days", "decision_working_days"),
    ),
    Topic(
        "huy-bo",
        "Hủy bỏ, thu hồi",
        "Khi nào quyết định khen thưởng bị hủy, hạn thu hồi.",
        ("cancellation_grounds", "revocation_working_days"),
    ),
)

CONFIDENCE: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "read": ("Đã đọc văn bản", "done"),
        "quoted": ("Theo trích dẫn", ""),
        "inferred": ("Suy ra", "heed"),
        "probable": ("Chưa chính thức", "heed"),
        "general": ("Phải đối chiếu", "heed"),
        "house": ("Mặc định hoặc tự đặt", ""),
    }
)
"""How far a value may be trusted -> words and tone."""

LAYERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "national": "Quốc gia",
        "default": "Mặc định",
        "province": "Tỉnh",
        "above": "Cấp trên đặt",
        "own": "Cơ quan đặt",
    }
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

LEVELS: Final[Mapping[str, str]] = MappingProxyType(
    {"commune": "Cấp xã", "district": "Cấp huyện", "province": "Cấp tỉnh", "state": "Cấp Nhà nước"}
)
ACTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "launch": "Phát động phong trào",
        "openness": "Công khai kết quả",
        "revocation": "Hủy bỏ quyết định khen thưởng",
    }
)
"""Acts that an article rules on as such."""

SUBJECTS: Final[Mapping[str, str]] = MappingProxyType(
    {"individual": "cá nhân", "collective": "tập thể", "household": "hộ gia đình", "either": "mọi đối tượng"}
)
PAPERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "plan": "Kế hoạch",
        "proposal": "Tờ trình",
        "minutes": "Biên bản",
        "decision": "Quyết định",
    }
)
"""Papers whose căn cứ cite the texts of that topic."""

GRADINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        GradingLevel.EXCELLENT.value: "Hoàn thành xuất sắc nhiệm vụ",
        GradingLevel.GOOD.value: "Hoàn thành tốt nhiệm vụ",
        GradingLevel.COMPLETED.value: "Hoàn thành nhiệm vụ",
        GradingLevel.NOT_COMPLETED.value: "Không hoàn thành nhiệm vụ",
    }
)
INITIATIVES: Final[Mapping[str, str]] = MappingProxyType(
    {
        InitiativeLevel.PROPOSED.value: "đã đề xuất",
        InitiativeLevel.APPLIED.value: "đã áp dụng tại đơn vị",
        InitiativeLevel.BASE.value: "được công nhận cấp cơ sở",
        InitiativeLevel.PROVINCE.value: "được công nhận cấp tỉnh",
        InitiativeLevel.STATE.value: "được công nhận cấp toàn quốc",
    }
)
JUDGED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "united": "Đoàn kết, tích cực tham gia phong trào",
        "cultured_family": "Đạt tiêu chuẩn bình xét tại thôn",
        "household_merit": "Đóng góp công sức, đất đai, tài sản hoặc có thành tích được bình xét trong phong trào",
    }
)
"""What only people can judge -> its words."""
RULES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "grading_at_least": "Kết quả xếp loại",
        "unit_graded": "Xếp loại của đơn vị công tác",
        "scored": "Có điểm thi đua",
        "score_at_least": "Điểm thi đua tối thiểu",
        "registered": "Đã đăng ký thi đua",
        "months_at_least": "Thời gian công tác",
        "direct_work": "Trực tiếp tham gia công việc của phong trào",
        "judged": "Tiêu chuẩn do Hội đồng đánh giá",
        "standards_known": "Tiêu chuẩn của danh hiệu, hình thức",
        "registers": "Sổ theo dõi đã được nhập",
        "no_discipline": "Không trong thời gian kỷ luật, xem xét kỷ luật",
        "no_verification": "Không bị thanh tra, điều tra, xác minh đơn thư",
        "merit_after_discipline": "Thành tích tính sau thời hạn kỷ luật",
        "maternity_counts": "Thời gian nghỉ thai sản được tính",
        "head_no_discipline": "Người đứng đầu không bị kỷ luật",
        "not_repeated": "Không khen nhiều lần cho một thành tích",
        "not_own_decider": "Người quyết định không tự khen mình",
        "within_power": "Thuộc thẩm quyền khen của cấp này",
        "takes_part": "Thuộc đối tượng tham gia phong trào",
        "old_unit_remarks": "Nhận xét của nơi công tác cũ",
        "dossier_complete": "Hồ sơ đầy đủ",
        "no_veto": "Không thuộc trường hợp không xét khen",
        "evidence": "Minh chứng cho điểm số",
        "prior_title": "Danh hiệu đã đạt trước đó",
        "initiative": "Có sáng kiến được công nhận",
        "members_hold": "Số cá nhân trong tập thể đạt danh hiệu",
        "members_graded": "Xếp loại của cá nhân trong tập thể",
        "members_undisciplined": "Không có cá nhân trong tập thể bị kỷ luật",
        "initiative_once": "Sáng kiến chỉ làm căn cứ một lần",
        "title_by_year": "Danh hiệu xét theo năm, không theo chuyên đề",
        "unit_quota": "Số lượng đề nghị của đơn vị",
        "leaders_share": "Tỷ lệ lãnh đạo trong số cá nhân",
        "preferred": "Ưu tiên khi ngang nhau",
    }
)
"""Rules of eligibility -> their words."""
