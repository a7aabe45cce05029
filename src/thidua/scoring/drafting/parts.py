"""What stands beside the tree of a set that is being written, as lines of text, one thing in a line, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from thidua.engine.scoring import TieBreakerKind
from thidua.engine.scoring.numbers import plain
from thidua.engine.text import fold
from thidua.scoring import choices, givens, wording
from thidua.scoring.drafting.tree import flat


@dataclass(frozen=True, slots=True)
class PartField:
    """One part on the form: its name in the data, what it is called, how a line is typed."""

    name: str
    label: str
    help: str = ""
    lines: bool = True


PART_FIELDS = (
    PartField(
        "bonus", "Điểm thưởng", "Mỗi dòng một nội dung, ví dụ: Có sáng kiến được công nhận: 0,5 (tối đa 2)."
    ),
    PartField("bonus_cap", "Điểm thưởng tối đa của phiếu", lines=False),
    PartField("penalty", "Điểm trừ", "Mỗi dòng một nội dung, ví dụ: Báo cáo sai số liệu: 1."),
    PartField("penalty_cap", "Điểm trừ tối đa của phiếu", lines=False),
    PartField(
        "grades",
        "Xếp mức theo điểm",
        "Mỗi dòng một mức và điểm thấp nhất của mức, ví dụ: Xuất sắc: 90. Mức cuối: 0.",
    ),
    PartField(
        "vetoes",
        "Không xét khen",
        "Mỗi dòng một căn cứ. Phần mềm tự xét khi ghi thêm mức hoặc số mức bị tụt, ví dụ: "
        "Xếp mức thấp: mức Trung bình, Yếu; Tụt hạng nhiều: tụt 2 mức.",
    ),
    PartField(
        "tie_breakers",
        "Khi bằng điểm, xét lần lượt",
        "Mỗi dòng một ưu tiên: Lĩnh vực I; Tiêu chí 1.1; Ít điểm trừ hơn; Hội đồng biểu quyết; Ý kiến Chủ tịch. "
        "Ưu tiên nữ theo luật luôn xét trước, không phải ghi.",
    ),
    PartField(
        "profiles", "Các khối", "Mỗi dòng một khối, mã trước, ví dụ: A: Khối cơ quan (nhiều nhất 25 dòng)."
    ),
    PartField("tags", "Đặc điểm của đơn vị", "Mỗi dòng một đặc điểm, mã trước, ví dụ: fees: Có khoản thu."),
    PartField(
        "inputs",
        "Số liệu dùng chung",
        "Số liệu nhiều tiêu chí cùng dùng, đơn vị nhập một lần. Ví dụ: HS: Tổng số hồ sơ đã giải quyết.",
    ),
)
_MOST = re.compile(r"\((?:tối đa|nhiều nhất)\s*([\d.,]+)[^)]*\)\s*$", re.IGNORECASE)
_FALLS = re.compile(r"tụt\s*(\d+)\s*mức", re.IGNORECASE)
_GRADES = re.compile(r"mức\s+(.+)", re.IGNORECASE)
_AREA, _LEAF = (
    re.compile(r"l[ĩi]nh vực\s+(\S+)", re.IGNORECASE),
    re.compile(r"tiêu chí\s+(\S+)", re.IGNORECASE),
)
_PLAIN_BREAKERS = {
    TieBreakerKind.FEWER_DEDUCTIONS: ("it diem tru hon", "it diem tru"),
    TieBreakerKind.COUNCIL_VOTE: ("hoi dong bieu quyet", "hoi dong"),
    TieBreakerKind.CHAIR: ("y kien chu tich", "y kien chu tich hoi dong", "chu tich"),
}
Rows = list[dict[str, Any]]


def typed_of_parts(data: Mapping[str, Any]) -> dict[str, str]:
    """The parts of a set as they stand on the form."""
    labels = {grade["code"]: grade["label"] for grade in data.get("grades", [])}
    return {
        **{
            name: "\n".join(map(_extra_line, data.get(name, {}).get("items", [])))
            for name in ("bonus", "penalty")
        },
        **{
            f"{name}_cap": wording.figure(data.get(name, {}).get("cap", "0")) for name in ("bonus", "penalty")
        },
        "grades": "\n".join(
            f"{one['label']}: {wording.figure(one['at_least'])}" for one in data.get("grades", [])
        ),
        "vetoes": "\n".join(_veto_line(one, labels) for one in data.get("vetoes", [])),
        "tie_breakers": "\n".join(_breaker_line(one) for one in _own_breakers(data)),
        "profiles": "\n".join(_profile_line(one) for one in data.get("profiles", [])),
        "tags": "\n".join(f"{code}: {label}" for code, label in data.get("tags", {}).items()),
        "inputs": "\n".join(f"{one['code']}: {one['label']}" for one in data.get("inputs", [])),
    }


def parts_from(typed: Mapping[str, str], data: Mapping[str, Any]) -> dict[str, Any]:
    """The parts that were typed; codes of what keeps its name are kept. Raises GivenError with the name of the part."""
    lines = {
        one.name: [line for raw in typed.get(one.name, "").splitlines() if (line := raw.strip(" -•\t"))]
        for one in PART_FIELDS
        if one.lines
    }
    found: dict[str, Any] = {
        name: {
            "cap": plain(givens.number(typed.get(f"{name}_cap", "").strip() or "0", f"{name}_cap")),
            "items": _coded(
                [_extra(name, line) for line in lines[name]],
                "title",
                data.get(name, {}).get("items", []),
                prefix,
            ),
        }
        for name, prefix in (("bonus", "thuong"), ("penalty", "tru"))
    }
    grades = _coded([_grade(line) for line in lines["grades"]], "label", data.get("grades", []), "muc")
    labels = {fold(grade["label"]): grade["code"] for grade in grades}
    vetoes = [_veto(line, labels) for line in lines["vetoes"]]
    kept = [one for one in data.get("tie_breakers", []) if one not in _own_breakers(data)]
    return found | {
        "grades": grades,
        "vetoes": _coded(vetoes, "title", data.get("vetoes", []), "can_cu"),
        "tie_breakers": [*kept, *(_breaker(line, data) for line in lines["tie_breakers"])],
        "profiles": [_profile(line) for line in lines["profiles"]],
        "tags": dict(_pair("tags", line) for line in lines["tags"]),
        "inputs": [
            dict(zip(("code", "label"), _pair("inputs", line), strict=True)) for line in lines["inputs"]
        ],
    }


def _coded(rows: Rows, name: str, before: Rows, prefix: str) -> Rows:
    """Rows with the codes, and whatever the form does not show, of those that had the same name."""
    same = {one[name]: one for one in before}
    taken = {one["code"] for one in before}
    fresh = (code for at in range(1, 1000) if (code := f"{prefix}_{at}") not in taken)
    hidden = ("code", "evidence")
    return [
        {key: value for key, value in same.get(row[name], {"code": next(fresh)}).items() if key in hidden}
        | row
        for row in rows
    ]


def _pair(field: str, line: str) -> tuple[str, str]:
    code, colon, label = (part.strip() for part in line.partition(":"))
    if not colon or not code or not label or " " in code:
        raise givens.GivenError(field, f"Dòng “{line}” phải có dạng: mã (viết liền): tên.")
    return code, label


def _named(field: str, line: str, what: str) -> tuple[str, str]:
    name, colon, number = (part.strip() for part in line.rpartition(":"))
    if not colon or not name:
        raise givens.GivenError(field, f"Dòng “{line}” phải có dạng: {what}.")
    return name, number


def _number(field: str, line: str, text: str) -> str:
    try:
        return plain(givens.number(text.replace("điểm", ""), field))
    except givens.GivenError as error:
        raise givens.GivenError(field, f"Dòng “{line}”: {error}") from error


def _extra(field: str, line: str) -> dict[str, Any]:
    most = _MOST.search(line)
    title, each = _named(field, line[: most.start()] if most else line, "nội dung: số điểm mỗi trường hợp")
    row = {"title": title, "each": _number(field, line, each)}
    return row | ({"at_most": _number(field, line, most[1])} if most else {})


def _extra_line(item: Mapping[str, Any]) -> str:
    most = f" (tối đa {wording.figure(item['at_most'])})" if "at_most" in item else ""
    return f"{item['title']}: {wording.figure(item['each'])}{most}"


def _grade(line: str) -> dict[str, Any]:
    label, least = _named("grades", line, "tên mức: điểm thấp nhất")
    return {"label": label, "at_least": _number("grades", line, least)}


def _veto(line: str, grades: Mapping[str, str]) -> dict[str, Any]:
    title, colon, told = (part.strip() for part in line.rpartition(":"))
    if colon and (falls := _FALLS.fullmatch(told)):
        return {"title": title, "falls": int(falls[1])}
    if colon and (named := _GRADES.fullmatch(told)):
        labels = [label.strip() for label in named[1].split(",")]
        unknown = [label for label in labels if fold(label) not in grades]
        if unknown:
            raise givens.GivenError("vetoes", f"Dòng “{line}”: không có mức “{unknown[0]}” ở phần xếp mức.")
        return {"title": title, "grades": [grades[fold(label)] for label in labels]}
    return {"title": line}


def _veto_line(veto: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    if veto.get("falls"):
        return f"{veto['title']}: tụt {veto['falls']} mức"
    if veto.get("grades"):
        return f"{veto['title']}: mức {', '.join(labels.get(code, code) for code in veto['grades'])}"
    return str(veto["title"])


def _own_breakers(data: Mapping[str, Any]) -> Rows:
    """The tie-breakers that a set chooses itself: what the law puts first stays as it is."""
    law = TieBreakerKind.FEMALE_OR_WOMEN_SHARE
    return [one for one in data.get("tie_breakers", []) if one["kind"] != law]


def _breaker(line: str, data: Mapping[str, Any]) -> dict[str, Any]:
    for kind, words in _PLAIN_BREAKERS.items():
        if fold(line).strip(" .") in words:
            return {"kind": kind.value}
    nodes = {str(node["code"]): level for level, node, _ in flat(data)}
    leaves = {str(node["code"]) for _, node, _ in flat(data) if "rule" in node}
    if (area := _AREA.match(line)) and nodes.get(area[1].rstrip(".,")) == 1:
        return {"kind": TieBreakerKind.AREA_PERCENT.value, "ref": area[1].rstrip(".,")}
    if (leaf := _LEAF.match(line)) and leaf[1].rstrip(".,") in leaves:
        return {"kind": TieBreakerKind.LEAF_RATIO.value, "ref": leaf[1].rstrip(".,")}
    raise givens.GivenError(
        "tie_breakers", f"Dòng “{line}”: không có ưu tiên, lĩnh vực hay tiêu chí này trong bộ."
    )


def _breaker_line(breaker: Mapping[str, Any]) -> str:
    kind = TieBreakerKind(breaker["kind"])
    if kind is TieBreakerKind.AREA_PERCENT:
        return f"Lĩnh vực {breaker['ref']}"
    if kind is TieBreakerKind.LEAF_RATIO:
        return f"Tiêu chí {breaker['ref']}"
    return choices.TIE_BREAKERS[kind]


def _profile(line: str) -> dict[str, Any]:
    most = _MOST.search(line)
    code, name = _pair("profiles", line[: most.start()].rstrip() if most else line)
    row: dict[str, Any] = {"code": code, "name": name}
    return row | ({"rows_at_most": int(givens.number(most[1], "profiles"))} if most else {})


def _profile_line(profile: Mapping[str, Any]) -> str:
    most = f" (nhiều nhất {profile['rows_at_most']} dòng)" if profile.get("rows_at_most") else ""
    return f"{profile['code']}: {profile['name']}{most}"
