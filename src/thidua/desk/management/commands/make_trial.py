"""Make the trial home: the demo year at the step of scoring, all roles to sign in as."""

from __future__ import annotations

import json
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from thidua.base import clock, schema
from thidua.base.acts import VIETNAM
from thidua.base.home import TRIAL_FILE
from thidua.desk.demo import run
from thidua.desk.demo.year import Year

NAMED = {
    "officer": "Cán bộ thi đua - khen thưởng",
    "chairperson": "Chủ tịch",
    "VP:0": "Thủ trưởng đơn vị (Chánh Văn phòng)",
    "MN:0": "Thủ trưởng đơn vị (Hiệu trưởng)",
    "VP:3": "Thành viên, tổ thẩm định",
    "MN:2": "Thành viên (giáo viên)",
    "LD:1": "Ủy viên Hội đồng (Phó Chủ tịch)",
    "publicity": "Cán bộ văn hóa, truyền thanh",
    "clerk": "Văn thư",
    "accountant": "Kế toán",
    "inspector": "Giám sát",
    "admin": "Quản trị máy tính",
}


class Command(BaseCommand):
    help = "Dựng bản dùng thử trong thư mục dữ liệu này (thidua run gọi lệnh này)."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        home = Path(settings.THIDUA_HOME)
        run.hurry()
        schema.bring_up()
        text = files("thidua.desk.demo").joinpath("data/duong-quy-2025.txt").read_text(encoding="utf-8")
        year = Year(text=text, name="duong-quy-2025.txt", content=text.encode(), seed=options["seed"])
        run.trial(year)
        users = year.commune.users
        listed = [
            {"username": users[key].username, "label": label, "who": users[key].display_name}
            for key, label in NAMED.items()
        ]
        clock.set_offset(home, year.commune.clock - datetime.now(VIETNAM))
        (home / TRIAL_FILE).write_text(json.dumps({"accounts": listed}, ensure_ascii=False), encoding="utf-8")
