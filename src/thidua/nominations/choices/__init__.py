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
