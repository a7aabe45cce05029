"""Processor time and queries of a score sheet of 100 leaves: the page, the page that is typed into, one cell kept.

Run: ``python bench/scoring_sheet.py``. Every figure is one request through the whole stack of middleware and templates,
without the socket, the median of some. Exits with 1 when a page costs more than 100 ms or an autosave more than 20 ms
of processor time, when an autosave is journaled, or when the number of queries grows with the leaves.
"""

from __future__ import annotations

import json
import secrets
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from http import HTTPStatus
from itertools import count
from typing import Any

import _start
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.accounts import operations as accounts
from thidua.audit.models import Entry
from thidua.base import clock
from thidua.base.acts import SYSTEM, Act
from thidua.engine.flow import Role
from thidua.movements.models import Movement
from thidua.organizations import operations as organizations
from thidua.organizations.models import Unit
from thidua.scoring import operations
from thidua.scoring.models import Campaign, Sheet
from thidua.scoring.operations import Typed

assert _start.django.apps.apps.ready

PAGE_MS, CELL_MS = 100.0, 20.0
LEAVES, FEW = 100, 10
AREAS = 5
ROUNDS = 15
NOW = datetime(2025, 11, 12, 3, 0, tzinfo=UTC)
RULES: tuple[tuple[dict[str, Any], dict[str, str]], ...] = (
    ({"kind": "proportional"}, {"numerator": "1.250", "denominator": "1.300"}),
    ({"kind": "cut_off", "cut_off": "0.8"}, {"numerator": "45", "denominator": "50"}),
    ({"kind": "yes_no"}, {"choice": "yes"}),
    ({"kind": "deduction", "each": "0.5"}, {"count": "1"}),
    (
        {
            "kind": "graded",
            "options": [
                {"code": "a", "label": "Ban hành kịp thời, đầy đủ nội dung theo hướng dẫn", "points": "1"},
                {"code": "b", "label": "Ban hành không kịp thời", "points": "0.5"},
                {"code": "c", "label": "Không ban hành", "points": "0"},
            ],
        },
        {"choice": "b"},
    ),
)
"""Kinds of rule in turn, each with what is typed."""


def criteria(leaves: int) -> str:
    """A set of so many leaves of mixed rules, one point each."""
    each = leaves // AREAS
    areas = [
        {
            "code": str(area),
            "title": f"Lĩnh vực thứ {area} của công tác cải cách hành chính",
            "max": str(each),
            "children": [
                {
                    "code": f"{area}.{at}",
                    "title": "Hoàn thành đúng hạn các nhiệm vụ được giao trong kế hoạch cải cách hành chính của xã",
                    "max": "1",
                    "rule": RULES[at % len(RULES)][0],
                    "evidence": "văn bản (số, ngày), bảng trích xuất từ hệ thống",
                }
                for at in range(1, each + 1)
            ],
        }
        for area in range(1, AREAS + 1)
    ]
    data = {
        "code": f"bench-{leaves}",
        "title": f"Bộ {leaves} tiêu chí",
        "version": "1",
        "scale": str(leaves),
        "areas": areas,
    }
    return json.dumps(data, ensure_ascii=False)


def typed_of(code: str) -> dict[str, str]:
    """What is typed in a row."""
    return RULES[int(code.rpartition(".")[2]) % len(RULES)][1]


class Bench:
    """A commune with an office that scores itself on two sets, its head signed in."""

    def __init__(self) -> None:
        self.act = Act(SYSTEM, NOW)
        start = date(2025, 1, 1)
        self.commune = organizations.add_unit(
            self.act, name="Ủy ban nhân dân xã Nà Mây", code="NM", level="commune", valid_from=start
        )
        self.office = organizations.add_unit(
            self.act,
            name="Văn phòng Hội đồng nhân dân và Ủy ban nhân dân",
            code="VP",
            level="office",
            parent=self.commune,
            valid_from=start,
            block="A",
        )
        self.client = Client()
        user = accounts.open_account(
            self.act, username="head", display_name="Triệu Văn Mẫu", password=secrets.token_urlsafe()
        )
        organizations.grant_role(self.act, user=user, role=Role.UNIT_HEAD, unit=self.office, starts_on=start)
        self.client.force_login(user)

    def sheet(self, leaves: int) -> Sheet:
        """A sheet of so many leaves with every row typed, sent once and returned: all that a page can hold."""
        movement = Movement.objects.create(
            authority=self.commune,
            title=f"Phong trào {leaves}",
            state="launched",
            launched_at=NOW,
            launched_on=NOW.date(),
            created_at=NOW,
        )
        unit_set = operations.load_criteria_set(self.act, authority=self.commune, text=criteria(leaves))
        campaign: Campaign = operations.open_campaign(
            self.act,
            movement=movement,
            unit_set=unit_set,
            self_score_due=date(2025, 11, 25),
            appraisal_due=date(2025, 12, 5),
        )
        sheet = Sheet.objects.get(campaign=campaign)
        codes = list(unit_set.leaves.values_list("code", flat=True))
        rows = {code: Typed(typed_of(code), "Số liệu đến ngày chốt.") for code in codes}
        operations.save_drafts(self.act, sheet=sheet, round="self", rows=rows)
        self._prove(self.office, sheet, codes)
        operations.submit(self.act, sheet=sheet)
        operations.return_sheet(
            self.act, sheet=sheet, reason="Cần làm rõ số liệu.", due_on=date(2025, 11, 20)
        )
        return sheet

    def _prove(self, unit: Unit, sheet: Sheet, codes: list[str]) -> None:
        evidence = operations.add_evidence(
            self.act, unit=unit, title="Báo cáo công tác cải cách hành chính", link="https://example.vn/bc"
        )
        for code in codes:
            operations.link_evidence(
                self.act, sheet=sheet, leaf_code=code, evidence=evidence, page="trang 3, mục II"
            )


def cost(ask: Callable[[], Any]) -> float:
    """Processor time of one request, in ms; the median of some, after two to warm up."""
    ask()
    ask()
    found: list[float] = []
    for _ in range(ROUNDS):
        before = time.process_time()
        answer = ask()
        found.append((time.process_time() - before) * 1000)
        assert answer.status_code == HTTPStatus.OK, answer.status_code
    return statistics.median(found)


def queries(ask: Callable[[], Any]) -> int:
    """How many queries a request costs."""
    with CaptureQueriesContext(connection) as caught:
        ask()
    return len(caught)


def main() -> int:
    """Measure and print."""
    clock.now = lambda: NOW
    call_command("migrate", verbosity=0)
    bench = Bench()
    sheets = {leaves: bench.sheet(leaves) for leaves in (FEW, LEAVES)}
    number = count(100)

    def asking(leaves: int, name: str) -> Callable[[], Any]:
        sheet = sheets[leaves]
        at = (sheet.campaign.movement_id, sheet.pk)
        if name != "scoring_cell":
            return lambda: bench.client.get(reverse(name, args=at))
        url = reverse(name, args=(*at, "self", "1.1"))
        return lambda: bench.client.post(
            url, {"1.1-numerator": "90", "1.1-denominator": str(next(number))}, headers={"hx-request": "true"}
        )

    entries = Entry.objects.count()
    good = True
    for name, what, bar in (
        ("scoring_sheet", "Xem phiếu", PAGE_MS),
        ("scoring_sheet_fill", "Trang tự chấm", PAGE_MS),
        ("scoring_cell", "Lưu một ô", CELL_MS),
    ):
        cpu = cost(asking(LEAVES, name))
        few, many = queries(asking(FEW, name)), queries(asking(LEAVES, name))
        print(
            f"{what}, {LEAVES} tiêu chí: {cpu:.1f} ms CPU (mức phải đạt {bar:.0f} ms); "
            f"{few} truy vấn với {FEW} tiêu chí, {many} với {LEAVES}"
        )
        good = good and cpu <= bar and few == many
    journaled = Entry.objects.count() - entries
    print(f"Dòng nhật ký do lưu ô: {journaled}")
    return 0 if good and not journaled else 1


if __name__ == "__main__":
    sys.exit(main())
