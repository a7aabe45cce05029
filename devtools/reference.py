"""Write ``docs/reference``: states and steps, roles, legal values, all taken from the program itself.

Run by ``python3 dev.py reference`` in the virtual environment; a test compares what lies there with what this makes.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings.test")

FLOWS = {
    # where the table of steps stands -> what it is about, where the words of its states stand
    "movements.FLOW": ("Phong trào", "movements", "MOVEMENT_STATES"),
    "registrations.FLOW": ("Đăng ký thi đua", "movements", "REGISTRATION_STATES"),
    "tasks.FLOW": ("Nhiệm vụ", "movements", "TASK_STATES"),
    "sheets.FLOW": ("Phiếu chấm điểm", "scoring", "STATES"),
    "nominations.FLOW": ("Đề nghị khen thưởng", "nominations", "STATES"),
    "forwardings.FLOW": ("Hồ sơ trình cấp trên", "nominations", "FORWARDING_STATES"),
    "meetings.MEETING_FLOW": ("Phiên họp Hội đồng", "council", "MEETINGS"),
    "meetings.BALLOT_FLOW": ("Cuộc biểu quyết", "council", "BALLOTS"),
    "decisions.PROPOSAL_FLOW": ("Tờ trình", "commendations", "PAPER_STATES"),
    "decisions.FLOW": ("Quyết định", "commendations", "PAPER_STATES"),
    "publicity.FLOW": ("Bản tin phát thanh", "publicity", "STATES"),
    "reviews.FLOW": ("Báo cáo sơ kết, tổng kết", "reviews", "STATES"),
}
CONFIDENCE = {
    "read": "đã đọc văn bản",
    "quoted": "theo trích dẫn, chưa thấy bản chính thức",
    "inferred": "suy ra từ nhiều nguồn",
    "probable": "đã thấy, chưa có văn bản chính thức",
    "general": "hiểu biết chung, phải đối chiếu",
    "house": "mặc định của phần mềm, cơ quan tự đặt",
}
MADE = "<!-- Do `python3 dev.py reference` viết ra; đừng sửa tay. -->\n\n"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(head) + " |"]
    lines.append("|" + "---|" * (lines[0].count("|") - 1))
    lines += [
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in rows
    ]
    return "\n".join(lines) + "\n"


def all_flows() -> dict[str, Any]:
    """Every table of steps in the engine, by its place."""
    from thidua import engine  # noqa: PLC0415 - after the path is set
    from thidua.engine.flow import Flow  # noqa: PLC0415 - the same

    found: dict[str, Any] = {}
    for module in pkgutil.iter_modules(engine.__path__):
        if module.ispkg:
            continue
        names = vars(importlib.import_module(f"thidua.engine.{module.name}"))
        found |= {f"{module.name}.{name}": one for name, one in names.items() if isinstance(one, Flow)}
    return found


def _word(words: Mapping[Any, Any], state: str) -> str:
    told = words.get(state, state)
    return str(told if isinstance(told, str) else told[0])


def steps() -> str:
    """States and steps of everything that moves."""
    from thidua.organizations.choices import ROLES  # noqa: PLC0415 - after set-up

    roles = {role.value: word for role, word in ROLES.items()} | {
        "appraiser": "Tổ thẩm định",
        "public": "Công chúng",
    }

    def who(some: Iterable[Any]) -> str:
        return ", ".join(sorted(roles[role.value] for role in some)) or "–"

    parts = ["# Trạng thái và bước\n"]
    parts.append(
        "Mỗi bảng là đúng bảng mà phần mềm dùng để vẽ nút và xét quyền. "
        "“Ghi nhận” là ghi theo văn bản đã ký hoặc nhập thay.\n"
    )
    for place, flow in all_flows().items():
        title, app, name = FLOWS[place]
        words = getattr(importlib.import_module(f"thidua.{app}.choices"), name)
        rows = [
            (
                f"`{step.name}`",
                "; ".join(sorted(_word(words, state.value) for state in step.sources)),
                _word(words, step.to.value) if step.to else "trở lại nơi đã trả",
                who(step.roles),
                who(step.recorders),
                "có" if step.needs_reason else "",
            )
            for step in flow.steps
        ]
        parts.append(f"## {title}\n")
        parts.append(table(("Bước", "Từ", "Đến", "Ai làm", "Ai ghi nhận", "Phải có lý do"), rows))
    return "\n".join(parts)


def roles() -> str:
    """Roles and what each does."""
    from thidua.organizations.choices import ROLE_HELP, ROLES  # noqa: PLC0415 - after set-up

    rows = [(f"`{role.value}`", word, ROLE_HELP[role]) for role, word in ROLES.items()]
    return (
        "# Vai trò\n\nGiữ trong một đơn vị, từ ngày đến ngày; có giá trị với mọi đơn vị bên dưới của cơ quan ấy; "
        "vai trò quản trị cả ở cơ quan cấp dưới.\n\n" + table(("Mã", "Vai trò", "Việc"), rows)
    )


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_shown(one)}" for key, one in value.items())
    if isinstance(value, tuple | list):
        return "<br>".join(_shown(one) for one in value)
    return "" if value is None else str(value)


def _days(one: Any) -> str:
    start = f"{one.valid_from:%d/%m/%Y}" if one.valid_from else "…"
    return f"{start} – {one.valid_to:%d/%m/%Y}" if one.valid_to else f"từ {start}"


def legal_values() -> str:
    """Values and texts of the law, with their days, source and confidence."""
    from thidua.regulations import queries  # noqa: PLC0415 - after set-up

    book = queries.lawbook()
    values = [
        (
            f"`{one.key}`",
            _shown(one.value),
            _days(one),
            one.source,
            CONFIDENCE[one.confidence.value],
            one.note,
        )
        for one in book.parameters
    ]
    texts = [
        (one.number, one.title, _days(one), one.source, CONFIDENCE[one.confidence.value])
        for one in book.instruments
    ]
    return (
        "# Giá trị của pháp luật\n\nChọn theo ngày của việc làm. "
        "Ghi rõ độ tin; chỗ chưa đọc được văn bản gốc phải đối chiếu.\n\n"
        + table(("Mã", "Giá trị", "Hiệu lực", "Nguồn", "Độ tin cậy", "Ghi chú"), values)
        + "\n## Văn bản\n\n"
        + table(("Số", "Tên", "Hiệu lực", "Nguồn", "Độ tin cậy"), texts)
    )


def pages() -> dict[str, str]:
    """File name to text of each page of the reference that is generated."""
    import django  # noqa: PLC0415 - after the settings are named

    django.setup()
    made = {"steps.md": steps(), "roles.md": roles(), "legal-values.md": legal_values()}
    return {name: MADE + text for name, text in made.items()}


def main() -> None:
    """Write the pages."""
    for name, text in pages().items():
        (ROOT / "docs/reference" / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
