"""What the states, papers and findings of a nomination are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from thidua.engine.eligibility import FindingOutcome, Verdict
from thidua.engine.nominations import State
from thidua.nominations.choices.findings import (
    HOLDS,
    against,
    conditions,
    finding_fact,
    finding_source,
    new_fact,
)
from thidua.nominations.choices.papers import DOSSIER
from thidua.regulations.choices import GRADINGS, LEVELS, RULES

__all__ = [
    "DONE",
    "DOSSIER",
    "FORWARDING_STATES",
    "GRADINGS",
    "HOLDS",
    "LEVELS",
    "OUTCOMES",
    "RULES",
    "STATES",
    "TONES",
    "VERDICTS",
    "VERDICT_TONES",
    "against",
    "conditions",
    "finding_fact",
    "finding_source",
    "new_fact",
]

STATES: Final[Mapping[str, str]] = {
    State.DRAFT.value: "Đang soạn",
    State.SUBMITTED.value: "Đã gửi, chờ thẩm định",
    State.RETURNED.value: "Trả lại để hoàn thiện",
    State.APPRAISED.value: "Đã thẩm định",
    State.FORWARDED.value: "Chuyển cấp trên xét",
    State.WITHDRAWN.value: "Đã rút",
    State.CHOSEN.value: "Được Hội đồng chọn",
    State.NOT_CHOSEN.value: "Hội đồng không chọn",
}
TONES: Final[Mapping[str, str]] = {
    State.DRAFT.value: "",
    State.SUBMITTED.value: "going",
    State.RETURNED.value: "heed",
    State.APPRAISED.value: "going",
    State.FORWARDED.value: "going",
    State.WITHDRAWN.value: "",
    State.CHOSEN.value: "done",
    State.NOT_CHOSEN.value: "",
}
DONE: Final[Mapping[str, str]] = {
    "unit_meeting.held": "ghi cuộc họp bình xét",
    "unit_meeting.changed": "sửa cuộc họp bình xét",
    "unit_meeting.minutes_drafted": "soạn biên bản họp bình xét",
    "unit_meeting.letter_drafted": "soạn tờ trình kèm danh sách",
    "unit_meeting.minutes_filed": "lưu biên bản đã ký",
    "nomination.entered": "ghi vào danh sách đề nghị",
    "nomination.changed": "sửa đề nghị",
    "nomination.submitted": "gửi hồ sơ",
    "nomination.recalled": "rút hồ sơ về",
    "nomination.withdrawn": "rút đề nghị",
    "nomination.returned": "trả lại hồ sơ",
    "nomination.appraised": "thẩm định hồ sơ",
    "nomination.reappraised": "đưa về thẩm định lại",
    "nomination.let_through": "cho phép xét khen",
    "nomination.forwarded": "chuyển đề nghị lên cấp trên",
    "forwarding.sent": "lập tờ trình, đóng gói hồ sơ trình cấp trên",
    "forwarding.received": "ghi cấp trên đã tiếp nhận",
    "forwarding.returned": "ghi cấp trên trả lại",
    "forwarding.decided": "ghi kết quả của cấp trên",
    "nomination.chosen": "ghi kết quả: được Hội đồng chọn",
    "nomination.passed_over": "ghi kết quả: Hội đồng không chọn",
    "nomination.reopened": "mở lại hồ sơ",
    "nomination.decided_otherwise": "quyết định khác đề nghị của Hội đồng",
    "nomination.report_drafted": "soạn báo cáo thành tích",
    "nomination.report_confirmed": "xác nhận báo cáo thành tích",
    "unit_meeting.paper_numbered": "ghi số, ngày văn bản của đơn vị",
    "dossier.added": "thêm giấy tờ vào hồ sơ",
    "dossier.removed": "bỏ giấy tờ khỏi hồ sơ",
}
"""What the journal's entries of this app say after the name of who acted."""
VERDICT_TONES: Final[Mapping[str, str]] = {
    Verdict.ELIGIBLE.value: "done",
    Verdict.NOT_ELIGIBLE.value: "wrong",
    Verdict.UNKNOWN.value: "heed",
    Verdict.FORWARD.value: "heed",
}
VERDICTS: Final[Mapping[str, str]] = {
    Verdict.ELIGIBLE.value: "Đủ điều kiện",
    Verdict.NOT_ELIGIBLE.value: "Không đủ điều kiện",
    Verdict.UNKNOWN.value: "Chưa đủ căn cứ kết luận",
    Verdict.FORWARD.value: "Thuộc thẩm quyền cấp trên",
}
OUTCOMES: Final[Mapping[str, str]] = {
    FindingOutcome.MET.value: "Đạt",
    FindingOutcome.NOT_MET.value: "Không đạt",
    FindingOutcome.UNKNOWN.value: "Chưa đủ căn cứ",
}
FORWARDING_STATES = {
    "sent": ("Đã trình, chờ cấp trên tiếp nhận", "going"),
    "received": ("Cấp trên đã tiếp nhận", "going"),
    "returned": ("Cấp trên trả lại", "wrong"),
    "decided": ("Cấp trên đã có kết quả", "done"),
}
"""State of a forwarding -> word and tone."""
