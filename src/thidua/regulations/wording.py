"""A legal value as people read it: a figure with its unit, a list as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from thidua.base.templatetags.viet import number
from thidua.engine.eligibility import MembersAsked
from thidua.engine.parameters import Parameter
from thidua.regulations.choices import ACTS, CHOICES, GRADINGS, INITIATIVES, JUDGED, LEVELS, RULES, SUBJECTS

_PERCENT: Final = 100
_ASKED_AT: Final = ("standards", "value")
Names = Mapping[str, str]


class Listing(NamedTuple):
    """A list of the law as a table; each cell stands behind the title of its column."""

    head: tuple[str, ...]
    rows: tuple[tuple[tuple[str, str], ...], ...]


def worded(parameter: Parameter, kind: str) -> str:
    """The value with its unit; a threshold as a phrase; how many lines a list has."""
    if kind == "list":
        return f"{len(parameter.rows)} dòng"
    return figure(str(parameter.value), kind)


def figure(told: str, kind: str) -> str:
    """A single value with its unit, from the text in which the book keeps it."""
    if kind == "money":
        return f"{number(Decimal(told))} đồng"
    if kind == "share":
        return f"{number((Decimal(told) * _PERCENT).normalize())}%"
    if kind == "number":
        return f"{number(Decimal(told))} lần lương cơ sở"
    if kind in CHOICES:
        return CHOICES[kind].get(told, told)
    if kind == "threshold":
        share = told.lstrip(">=")
        return "toàn bộ" if share == "1" else f"{'từ' if told.startswith('>=') else 'trên'} {share}"
    return told


def _subjects(told: Any, _names: Names) -> str:
    kinds = told if isinstance(told, tuple) else (told,)
    words = ", ".join(SUBJECTS.get(str(kind), str(kind)) for kind in kinds)
    return words[:1].upper() + words[1:]


def _from(words: Mapping[str, str]) -> Callable[[Any, Names], str]:
    return lambda told, _names: words.get(str(told), str(told))


def _plain(told: Any, _names: Names) -> str:
    return str(told)


def _figure(told: Any, _names: Names) -> str:
    return number(Decimal(str(told)))


_YES: Final = _from(MappingProxyType({"True": "Không bắt buộc", "False": "Bắt buộc", "None": "Bắt buộc"}))
_BLOCKING: Final = _from(
    MappingProxyType({"True": "Không được khen", "None": "Không được khen", "False": "Hội đồng cân nhắc"})
)
_OF: Final = _from(MappingProxyType({"unit": "Cả danh sách", "subject": "Từng tập thể, cá nhân"}))
_AWARDS: Final = (
    ("name", "Tên", _plain),
    ("level", "Cấp", _from(LEVELS)),
    ("decider", "Người quyết định", _plain),
    ("subjects", "Dành cho", _subjects),
    ("article", "Điều khoản", _plain),
)
COLUMNS: Final[Mapping[str, tuple[tuple[str, str, Callable[[Any, Names], str]], ...]]] = MappingProxyType(
    {
        "award_forms": _AWARDS,
        "award_titles": _AWARDS,
        "certificate_wordings": (
            ("giving", "Dòng 4", _plain),
            ("heading", "Dòng 5", lambda told, _names: str(told).replace("{name}", "(tên)")),
            (
                "merit",
                "Thành tích",
                lambda told, _names: (
                    str(told).replace("{name}", "(tên)").replace("{year}", "(năm)") or "Như đề nghị"
                ),
            ),
        ),
        "certificate_multiple": (
            ("individual", "Cá nhân", _figure),
            ("collective", "Tập thể", _figure),
            ("household", "Hộ gia đình", _figure),
            ("source", "Nguồn", _plain),
        ),
        "standards": (
            ("rule", "Tiêu chuẩn", _from(RULES)),
            ("subject", "Dành cho", _subjects),
            ("value", "Mức", _plain),
            ("blocking", "Khi chưa đạt", _BLOCKING),
            ("article", "Điều khoản", _plain),
        ),
        "eligibility_articles": (("rule", "Điều kiện", _from(RULES)), ("article", "Điều khoản", _plain)),
        "act_articles": (("act", "Việc", _from(ACTS)), ("article", "Điều khoản", _plain)),
        "dossier": (("name", "Giấy tờ", _plain), ("of", "Lập cho", _OF), ("optional", "Yêu cầu", _YES)),
        "grading_levels": (("name", "Mức", _plain),),
        "cancellation_grounds": (("name", "Căn cứ hủy", _plain),),
    }
)
"""Head of the key of a list -> field, title and words of each column."""


def listing(parameter: Parameter, names: Names) -> Listing:
    """A list of the law as a table; ``names`` are those of the awards, by code."""
    head = parameter.key.partition(".")[0]
    columns = COLUMNS[head]
    return Listing(
        tuple(title for _, title, _ in columns),
        tuple(
            tuple(
                (title, _asked(row, names) if (head, field) == _ASKED_AT else words(row.get(field), names))
                for field, title, words in columns
            )
            for row in parameter.rows
        ),
    )


def _asked(row: Mapping[str, Any], names: Names) -> str:
    """What a standard asks for, in words."""
    told = str(row.get("value") or "")
    words = _ASKED.get(str(row.get("rule")))
    return words(told, names) if told and words is not None else told


def _grading(told: str, _names: Names) -> str:
    level, _, years = told.partition("*")
    return f"{GRADINGS.get(level, level)} trở lên" + (f", {years} năm liền" if years else "")


def _initiative(told: str, _names: Names) -> str:
    level, _, instead = told.partition("|")
    return INITIATIVES.get(level, level) + (f", hoặc {GRADINGS[instead]}" if instead else "")


def _prior_title(told: str, names: Names) -> str:
    code, _, times = told.partition("*")
    return f"{names.get(code, code)}: {times} lần"


def _members(told: str, names: Names) -> str:
    asked = MembersAsked.parse(told)
    what = {**names, **GRADINGS}.get(asked.what, asked.what)
    if asked.share is None:
        return f"{what}: ít nhất {asked.count} cá nhân"
    return f"{what}: {figure(str(asked.share), 'threshold')} số cá nhân"


_ASKED: Final[Mapping[str, Callable[[str, Names], str]]] = MappingProxyType(
    {
        "grading_at_least": _grading,
        "unit_graded": _grading,
        "initiative": _initiative,
        "prior_title": _prior_title,
        "members_hold": _members,
        "members_graded": _members,
        "members_undisciplined": lambda told, _names: f"không kể {told.replace('|', ', ')}",
        "months_at_least": lambda told, _names: f"từ {number(Decimal(told))} tháng",
        "score_at_least": lambda told, _names: f"từ {number(Decimal(told))} điểm",
        "judged": lambda told, _names: JUDGED.get(told, told),
    }
)
"""Rule -> how its value is told."""
