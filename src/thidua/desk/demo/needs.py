"""What a plan has to say before a year can be run from it: nothing that it leaves open is made up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from thidua.base.errors import RefusedError
from thidua.desk.demo.timeline import first_day, last_day
from thidua.engine.words import short_date
from thidua.regulations.choices import CERTIFICATE_NAME

LEVELS = frozenset({"commune", "district"})
"""Whose chairperson awards a Giấy khen; the demo's units and papers are those of such a People's Committee."""
KINDS = ("collective", "individual")
WORDS = {
    "collective": "tập thể",
    "individual": "cá nhân",
    "household": "hộ gia đình",
    "either": "tập thể, cá nhân",
}


def own_awards(reading: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The awards of the issuer itself; what goes to a level above is not decided here."""
    level = (reading["issuer"] or {}).get("level")
    return [
        award
        for award in reading["awards"]
        if award["level"] == level and award["form"] in {CERTIFICATE_NAME, None, ""}
    ]


def awarded(reading: Mapping[str, Any]) -> tuple[str, ...]:
    """The kinds that the plan awards: those with a standard or a quota, else those who take part.

    A standard for whoever is awarded names no kind: with quotas for individuals alone only they are awarded.
    """
    awards = own_awards(reading)
    counted = {row["subject"] for award in awards for row in award["quotas"]}
    asked = {row["subject"] for award in awards for row in award["standards"]}
    if "either" in counted:
        return KINDS
    told = (counted | asked) & set(KINDS)
    told = told or {kind for kind in KINDS if (reading["participants"] or {}).get(kind)}
    if not told and "either" in asked:
        return KINDS
    return tuple(kind for kind in KINDS if kind in told)


def unread(reading: Mapping[str, Any]) -> list[str]:
    """The kinds of which the plan limits the number by a figure that could not be read."""
    return [
        quota["subject"]
        for award in own_awards(reading)
        for quota in award["quotas"]
        if quota.get("max") is None and quota.get("max_percent") is None
    ]


def limited(reading: Mapping[str, Any], kind: str) -> bool:
    """Whether the plan names a quota for a kind."""
    return any(
        quota["subject"] in {kind, "either"}
        for award in own_awards(reading)
        for quota in award["quotas"]
        if quota.get("max") is not None or quota.get("max_percent") is not None
    )


def require_enough(reading: Mapping[str, Any]) -> None:
    """Raise RefusedError naming all that the plan lacks."""
    issuer = reading["issuer"]
    if issuer and issuer.get("name") and issuer.get("level") not in LEVELS:
        raise RefusedError(_of_another_level(reading))
    faults = [] if issuer and issuer.get("name") else ["không ghi cơ quan ban hành"]
    faults += _period(reading["movement"])
    faults += [
        f"ghi số lượng {WORDS[kind]} được khen nhưng không đọc được con số" for kind in unread(reading)
    ]
    if not faults and not (own_awards(reading) and awarded(reading)):
        faults = ["không nêu tiêu chuẩn hay số lượng Giấy khen nào của cấp ban hành"]
    if faults:
        raise RefusedError(
            f"Chưa chạy thử được cả năm vì kế hoạch {'; '.join(faults)}. Phần mềm không tự đoán; hãy ghi rõ trong kế "
            "hoạch rồi chạy lại."
        )


def _of_another_level(reading: Mapping[str, Any]) -> str:
    issuer = reading["issuer"]
    forms = dict.fromkeys(
        award["form"] for award in reading["awards"] if award["level"] == issuer["level"] and award["form"]
    )
    told = f", khen bằng {', '.join(forms)}" if forms else ""
    return (
        f"Kế hoạch này do {issuer['name']} ban hành{told}. Bản chạy thử dựng một xã và ra Quyết định tặng Giấy khen "
        "nên chỉ nhận kế hoạch của Ủy ban nhân dân xã, phường, đặc khu hoặc huyện; hãy dùng lệnh read-plan để đọc "
        "kế hoạch này."
    )


def _period(movement: Mapping[str, Any]) -> list[str]:
    starts, ends = movement["starts_on"], movement["ends_on"]
    faults = []
    if not starts:
        faults.append("không nêu ngày bắt đầu phong trào")
    if not ends:
        faults.append("không nêu ngày kết thúc phong trào")
    if not faults and last_day(ends) <= first_day(starts):
        faults.append(f"ghi ngày kết thúc {_worded(ends)} không sau ngày bắt đầu {_worded(starts)}")
    return faults


def _worded(told: str) -> str:
    return (
        short_date(date.fromisoformat(told)) if told.count("-") > 1 else "/".join(reversed(told.split("-")))
    )


def notes(reading: Mapping[str, Any]) -> list[str]:
    """What whoever reads the outcome has to know: a kind that the plan awards without a limit."""
    return [
        f"Kế hoạch không giới hạn số lượng {WORDS[kind]} được khen: ai đủ tiêu chuẩn và được Hội đồng biểu quyết thông "
        "qua đều được chọn."
        for kind in awarded(reading)
        if not limited(reading, kind)
    ]
