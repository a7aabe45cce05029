"""What the rules of eligibility are called, and the fact of a finding as a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from thidua.engine.eligibility import HoldKind
from thidua.engine.words import short_date
from thidua.nominations.choices.papers import MISSING
from thidua.regulations.choices import GRADINGS, INITIATIVES, JUDGED, RULES
from thidua.regulations.queries import award_names

HOLDS: Final[Mapping[str, str]] = {
    HoldKind.DISCIPLINE.value: "đang thi hành kỷ luật",
    HoldKind.CONSIDERED.value: "đang bị xem xét kỷ luật",
    HoldKind.INVESTIGATED.value: "đang bị thanh tra, điều tra",
    HoldKind.DENOUNCED.value: "có đơn thư, phản ánh đang được xác minh",
}
_MISSING: Final[Mapping[str, str]] = {
    "grading_document": "chưa có văn bản kết luận xếp loại chính thức",
    "final_score": "chưa có điểm chốt",
    "registration": "không có tên trong bản đăng ký thi đua đã được nhận",
    "months_worked": "chưa rõ thời gian công tác",
    "direct_work": "chưa ghi phần việc của phong trào trong hồ sơ người",
    "achievement_of_award": "có lần khen trong kỳ chưa ghi rõ thành tích",
    "old_unit_remarks": "thiếu nhận xét của nơi công tác cũ",
    "prior_titles": "còn thiếu quyết định tặng danh hiệu của các lần trước",
    "initiative": "chưa có giấy chứng nhận sáng kiến",
    "initiative_document": "chưa có văn bản công nhận sáng kiến",
    "members": "chưa có người nào của tập thể trong danh bạ",
    "members_titles": "chưa có quyết định tặng danh hiệu (hoặc sổ khen thưởng chưa ghi năm) của các cá nhân còn lại",
    "members_titles_asked": "chờ quyết định tặng danh hiệu của các cá nhân đang được đề nghị",
    "members_gradings": "chưa có văn bản kết luận xếp loại chính thức",
    "members_discipline": "chưa có quyết định kỷ luật hoặc chưa ghi hình thức kỷ luật",
    "unit": "Chưa rõ đơn vị công tác vào ngày xét",
    "post": "chưa rõ chức vụ vào ngày xét",
}
_PREFERRED: Final[Mapping[str, str]] = {
    "woman": "là nữ",
    "direct_worker": "là người trực tiếp lao động, không giữ chức vụ lãnh đạo",
    "mostly_women": "tập thể có tỷ lệ nữ từ mức được ưu tiên",
}
_SOURCES: Final[Mapping[str, str]] = {
    "disciplines": "mục Kỷ luật",
    "verifications": "mục Xác minh",
    "awards": "sổ khen thưởng và sổ cũ đã nhập",
    "initiatives": "mục Sáng kiến",
    "gradings": "mục Xếp loại",
    "absences": "mục Thời gian nghỉ",
    "directory": "danh bạ",
    "plan": "danh bạ, đối tượng tham gia theo",
    "sheet": "phiếu chấm điểm",
    "registration": "bản đăng ký của",
    "dossier": "hồ sơ đề nghị",
    "nominations": "danh sách đề nghị của phong trào",
}
"""Where a fact stands."""
_DAYS: Final[Mapping[str, str]] = {"sheet": "chốt", "registration": "được nhận"}
"""What a paper with a day of its own says of it."""
_WORK: Final[Mapping[str, str]] = {
    "chi_dao": "trực tiếp chỉ đạo",
    "tham_muu": "tham mưu",
    "theo_doi": "theo dõi",
    "thuc_hien": "thực hiện",
}


def _registers(fact: Mapping[str, Any]) -> str:
    told = ", ".join(_SOURCES[name] for name in fact.get("empty", ()))
    return told[:1].upper() + told[1:]


def _judged(fact: Mapping[str, Any]) -> str:
    told = str(fact.get("judgement") or "")
    return JUDGED.get(told, told.rstrip("."))


def _day(iso: str | None) -> str:
    return short_date(date.fromisoformat(iso)) if iso else ""


def _number(value: Any) -> str:
    exact = Decimal(str(value))
    return f"{exact.normalize():f}".replace(".", ",")


def _score(value: Any) -> str:
    return f"{Decimal(str(value)).quantize(Decimal('0.01'), rounding='ROUND_HALF_UP'):f}".replace(".", ",")


def _grading(fact: Mapping[str, Any]) -> str:
    wanted = GRADINGS.get(str(fact.get("wanted")), "")
    if "level" in fact:
        cited = str(fact.get("document") or "")
        document = f" ({'văn bản số ' if cited[:1].isdigit() else ''}{cited})" if cited else ""
        return f"Năm {fact['period']}: {GRADINGS[fact['level']]}{document}; yêu cầu từ {wanted} trở lên"
    provisional = fact.get("provisional")
    note = f", mới dự kiến {GRADINGS[provisional]}" if provisional else ""
    return f"Năm {fact['period']}: {_MISSING['grading_document']}{note}; yêu cầu từ {wanted} trở lên"


def _unit_graded(fact: Mapping[str, Any]) -> str:
    if fact.get("missing") == "unit":
        return f"{_MISSING['unit']}; yêu cầu từ {GRADINGS[fact['wanted']]} trở lên"
    return f"{fact['unit']}. {_grading(fact)}"


def _holds(fact: Mapping[str, Any]) -> str:
    found = []
    for hold in fact.get("holds", ()):
        until = f" đến {_day(hold['to'])}" if hold.get("to") else ""
        document = f" ({hold['document']})" if hold.get("document") else ""
        found.append(f"{HOLDS[hold['kind']]} từ {_day(hold['from'])}{until}{document}")
    told = "; ".join(found)
    return told[0].upper() + told[1:] if told else "Không có trong dữ liệu đã nhập"


def _awards(fact: Mapping[str, Any]) -> str:
    found = [
        f"{award['form']} theo Quyết định {award['decision']} ngày {_day(award['on'])}"
        for award in fact.get("awards", ())
    ]
    if fact.get("missing"):
        return f"{'; '.join(found)}: {_MISSING['achievement_of_award']}"
    return (
        f"Đã được khen cùng thành tích: {'; '.join(found)}"
        if found
        else "Không có lần khen trùng thành tích trong dữ liệu đã nhập"
    )


def _months(fact: Mapping[str, Any]) -> str:
    if "months" not in fact:
        return f"{_MISSING['months_worked'].capitalize()}; yêu cầu từ {_number(fact['wanted'])} tháng"
    maternity = (
        f" (gồm {_number(fact['maternity'])} tháng nghỉ thai sản)"
        if Decimal(fact.get("maternity", "0"))
        else ""
    )
    return f"{_number(fact['months'])} tháng{maternity}; yêu cầu từ {_number(fact['wanted'])} tháng"


def _power(fact: Mapping[str, Any]) -> str:
    above = fact.get("forward_to")
    return f"Chỉ {above} được quyết định; chuyển đề nghị lên cấp trên" if above else "Đúng thẩm quyền"


def _joined(fact: Mapping[str, Any]) -> str:
    paper = fact.get("document") or _MISSING["old_unit_remarks"]
    return f"Về đơn vị từ {_day(fact['joined_on'])}: {paper}"


def _scored(fact: Mapping[str, Any]) -> str:
    said = f"Điểm {_score(fact['score'])}" if "score" in fact else "Chưa có điểm chốt"
    return f"{said}; yêu cầu từ {_number(fact['wanted'])}" if fact.get("wanted") else said


def _dossier(fact: Mapping[str, Any]) -> str:
    missing = [MISSING.get(kind, kind) for kind in fact.get("missing", ())]
    there = "; ".join(fact.get("papers", ()))
    return f"Còn thiếu: {'; '.join(missing)}" if missing else f"Đủ thành phần{f': {there}' if there else ''}"


def _evidence(fact: Mapping[str, Any]) -> str:
    leaves = fact.get("leaves", ())
    return (
        f"Tiêu chí chưa có minh chứng: {', '.join(leaves)}"
        if leaves
        else "Mọi tiêu chí có điểm đều có minh chứng"
    )


def _prior_title(fact: Mapping[str, Any]) -> str:
    name = award_names().get(str(fact["title"]), str(fact["title"]))
    held = "; ".join(f"Quyết định {award['decision']} ngày {_day(award['on'])}" for award in fact["awards"])
    cited = f" ({held})" if held else ""
    told = f"{name}: đã có {len(fact['awards']):02d} lần{cited}, yêu cầu {fact['wanted']:02d} lần"
    return f"{told}; {_MISSING['prior_titles']}" if fact.get("missing") else told


def _initiative(fact: Mapping[str, Any]) -> str:
    if "instead" in fact:
        return f"Thay bằng xếp loại. {_grading(fact['instead'])}"
    wanted = f"yêu cầu {INITIATIVES[fact['wanted']]}"
    if fact.get("or_grading"):
        wanted += f" hoặc xếp loại {GRADINGS[fact['or_grading']]}"
    missing = f"; {_MISSING[fact['missing']]}" if fact.get("missing") else ""
    if "initiative" not in fact:
        return f"Chưa chọn sáng kiến{missing}; {wanted}"
    document = f" ({fact['document']})" if fact.get("document") else ""
    return f"“{fact['initiative']}”, {INITIATIVES[fact['level']]}{document}{missing}; {wanted}"


def _initiative_once(fact: Mapping[str, Any]) -> str:
    used = [
        f"{award['form']} theo Quyết định {award['decision']} ngày {_day(award['on'])}"
        for award in fact.get("awards", ())
    ]
    told = [f"đã làm căn cứ cho {'; '.join(used)}"] if used else []
    if fact.get("claimed"):
        told.append(f"đang làm căn cứ cho đề nghị {'; '.join(fact['claimed'])}")
    return f"“{fact['initiative']}” {'; '.join(told) or 'chưa dùng cho lần khen nào'}"


def _title_by_year(fact: Mapping[str, Any]) -> str:
    if fact.get("clause"):
        return f"Danh hiệu được nêu tại {fact['clause']}"
    return "Kế hoạch không nêu danh hiệu này; kết quả phong trào theo chuyên đề không dùng để xét danh hiệu"


def _unit_quota(fact: Mapping[str, Any]) -> str:
    return f"{fact['unit']} đề nghị {fact['nominated']:02d}, kế hoạch cho mỗi đơn vị nhiều nhất {fact['ceiling']:02d}"


def _leaders_share(fact: Mapping[str, Any]) -> str:
    most = _number(Decimal(fact["most"]) * 100)
    told = (
        f"Lãnh đạo {fact['leaders']:02d}/{fact['individuals']:02d} cá nhân được đề nghị, nhiều nhất {most}%"
    )
    return f"{told}; {_MISSING['post']}" if fact.get("missing") else told


def _preferred(fact: Mapping[str, Any]) -> str:
    told = "; ".join(_PREFERRED[reason] for reason in fact["reasons"])
    return told[0].upper() + told[1:]


def _members_hold(fact: Mapping[str, Any]) -> str:
    name = award_names().get(str(fact["title"]), str(fact["title"]))
    if fact.get("missing") == "members":
        return f"{name}: {_MISSING['members']}"
    told = f"{name}: {fact['held']:02d}/{fact['members']:02d} cá nhân đã đạt, yêu cầu ít nhất {fact['needed']:02d}"
    if fact["asked"]:
        told += f"; {fact['asked']:02d} cá nhân đang được đề nghị"
    if fact.get("missing"):
        return f"{told}; {_MISSING[fact['missing']]}"
    enough = fact["held"] >= fact["needed"]
    return told if enough else f"{told}; nhiều nhất chỉ {fact['possible']:02d} cá nhân còn đủ tiêu chuẩn"


def _members_graded(fact: Mapping[str, Any]) -> str:
    wanted = GRADINGS[fact["wanted"]]
    if fact.get("missing") == "members":
        return f"{wanted}: {_MISSING['members']}"
    told = f"{fact['reached']:02d}/{fact['members']:02d} cá nhân {wanted} trở lên, yêu cầu ít nhất {fact['needed']:02d}"
    return (
        f"{told}; {_MISSING['members_gradings']}: {', '.join(fact['ungraded'])}"
        if fact.get("missing")
        else told
    )


def _members_undisciplined(fact: Mapping[str, Any]) -> str:
    mild = f" (không kể {str(fact['mild']).lower().replace('|', ', ')})" if fact["mild"] else ""
    if fact.get("missing") == "members":
        return _MISSING["members"].capitalize()
    if fact["disciplined"]:
        return f"{fact['disciplined']:02d}/{fact['members']:02d} cá nhân bị kỷ luật trong kỳ{mild}"
    if fact.get("missing"):
        return f"{fact['unclear']:02d} cá nhân {_MISSING[fact['missing']]}{mild}"
    return f"Không có cá nhân nào trong {fact['members']:02d} người bị kỷ luật trong kỳ{mild}"


def against(*findings: Mapping[str, Any]) -> list[str]:
    """The facts that stand against a nominee: of findings that block and are not met, each once with its article."""
    rows = [row for row in findings if row.get("blocking", True) and row["outcome"] != "met"]
    return list(dict.fromkeys(f"{finding_fact(row)} ({row['article']})" for row in rows))


def conditions(*findings: Mapping[str, Any]) -> list[str]:
    """The conditions of findings, each once with its article, without the facts that not everybody may read."""
    return list(
        dict.fromkeys(f"{RULES.get(row['rule'], row['rule'])} ({row['article']})" for row in findings)
    )


def finding_fact(finding: Mapping[str, Any]) -> str:
    """The fact in which a finding was found, as a sentence without its end mark."""
    rule, fact, met = finding["rule"], finding.get("fact") or {}, finding["outcome"] == "met"
    worded = {
        "grading_at_least": _grading,
        "unit_graded": _unit_graded,
        "scored": _scored,
        "score_at_least": _scored,
        "months_at_least": _months,
        "no_discipline": _holds,
        "no_verification": _holds,
        "head_no_discipline": _holds,
        "not_repeated": _awards,
        "not_own_decider": _power,
        "within_power": _power,
        "old_unit_remarks": _joined,
        "dossier_complete": _dossier,
        "evidence": _evidence,
        "prior_title": _prior_title,
        "initiative": _initiative,
        "initiative_once": _initiative_once,
        "title_by_year": _title_by_year,
        "members_hold": _members_hold,
        "members_graded": _members_graded,
        "members_undisciplined": _members_undisciplined,
        "unit_quota": _unit_quota,
        "leaders_share": _leaders_share,
        "preferred": _preferred,
    }.get(rule)
    if worded is not None:
        return worded(fact)
    plain = {
        "registered": "Có tên trong bản đăng ký đã được nhận"
        if met
        else _MISSING["registration"].capitalize(),
        "direct_work": f"Phần việc: {_WORK.get(str(fact.get('direct_work')), 'chưa ghi')}"
        if fact.get("direct_work")
        else "Không có phần việc trực tiếp",
        "registers": f"{_registers(fact)} chưa có dòng nào: không có hay chưa nhập? Đối chiếu trước khi kết luận",
        "judged": f"{'Đạt theo đánh giá' if met else 'Chờ Hội đồng đánh giá'}: {_judged(fact)}",
        "standards_known": "Chưa đủ căn cứ: trong bộ quy định và trong kế hoạch chưa có tiêu chuẩn của hình thức này; "
        "ghi tiêu chuẩn vào kế hoạch, hoặc Chủ tịch cho phép kèm căn cứ",
        "merit_after_discipline": f"Thành tích tính từ sau ngày {_day(fact.get('counts_after'))}",
        "maternity_counts": f"{_number(fact.get('months', 0))} tháng nghỉ thai sản tính như làm việc",
        "takes_part": "Thuộc cơ quan, đơn vị của phong trào" if met else "Không thuộc đối tượng tham gia",
        "no_veto": str(fact.get("document") or fact.get("veto") or ""),
    }
    return plain.get(rule, "")


def new_fact(finding: Mapping[str, Any]) -> str:
    """What came up after the appraisal: which condition it touches, the fact with its day and source, the article."""
    rule = RULES.get(finding["rule"], finding["rule"])
    cited = f" ({finding['article']})" if finding["article"] else ""
    now = "không còn đạt" if finding["outcome"] == "not_met" else "chưa đủ căn cứ"
    return f"Có sự việc mới sau thẩm định: {finding_fact(finding)}. Điều kiện {now}: {rule}{cited}."


def finding_source(finding: Mapping[str, Any]) -> str:
    """Where the fact of a finding was looked for, and on which day; empty where none was kept."""
    source = (finding.get("fact") or {}).get("source")
    if not source:
        return ""
    where = source["where"]
    named = (
        f" “{source['name']}”" if where == "sheet" and source.get("name") else f" {source.get('name', '')}"
    )
    day = f", {_DAYS[where]} ngày {_day(source['day'])}" if source.get("day") and where in _DAYS else ""
    told = f"{_SOURCES[where]}{named if source.get('name') else ''}".removesuffix(" của")
    return f"{told}{day}; xem ngày {_day(source['on'])}"
