"""3,321 communes × 100 leaves, from a table to ranked results with every working kept, beside LibreOffice.

Run: ``python bench/scoring_country.py``. Ours is the command ``thidua score SET TABLE --out FILE`` as a process of
its own, from its start to its end. LibreOffice opens the same table as a workbook without a window, told to
recalculate always: a formula of the rule beside each row, the total of each commune by its code, its rank by RANK.
Every formula carries a wrong stored result, and the totals and ranks of both are compared. What LibreOffice needs for
an almost empty workbook is taken off. Beside it stand two figures without a promise (docs/decisions/0031): the same
table with totals over rows that are known beforehand, and a table that somebody has already turned into one row for
each commune. Then 33,210 units are scored: at most 400 MB, and in proportion. Exits with 1 when a promise is broken or
LibreOffice is not there.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from _country import LEAVES, write_pivoted_workbook, write_set, write_table_workbook, write_values

COMMUNES = 3321
TIMES = 5.0
MOST_MB = 400.0
LINEAR = 1.3
"""Ten times the units may cost this much more than ten times the time."""
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process cost: seconds on the wall, seconds of processor, most memory."""

    wall: float
    cpu: float
    megabytes: float


def run(*command: str) -> Cost:
    """Run a command to its end. Raises RuntimeError when it fails."""
    before = time.perf_counter()
    pid = os.posix_spawn(
        command[0],
        command,
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )
    _, status, used = os.wait4(pid, 0)
    wall = time.perf_counter() - before
    if status:
        raise RuntimeError(f"{command[0]}: {status}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def ours(folder: Path, count: int) -> Cost:
    """Score so many communes with the command."""
    values, out = folder / f"values-{count}.csv", folder / f"results-{count}.jsonl"
    write_values(values, count)
    command = str(Path(sys.executable).with_name("thidua"))
    cost = run(command, "score", str(folder / "set.yaml"), str(values), "--out", str(out))
    values.unlink()
    return cost


def office(soffice: str, folder: Path, book: Path) -> Cost:
    """Have LibreOffice open, recalculate and write out a workbook."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user/registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
    installed = f"-env:UserInstallation={profile.as_uri()}"
    return run(
        soffice, installed, "--headless", "--convert-to", "csv", "--outdir", str(folder / "csv"), str(book)
    )


def differences(folder: Path, book: str) -> int:
    """How many communes have another total or rank in LibreOffice's results than in ours."""
    totals: dict[str, Decimal] = {}
    ranks: dict[str, int] = {}
    for line in (folder / f"results-{COMMUNES}.jsonl").read_text("utf-8").splitlines()[1:]:
        told = json.loads(line)
        if "ranking" in told:
            ranks = {code: rank for rank, code in told["ranking"]}
        else:
            totals[told["unit_code"]] = Decimal(told["total"])
    with (folder / f"csv/{book}.csv").open(encoding="utf-8") as file:
        rows = {row[0]: row for row in csv.reader(file) if row and row[0]}
    if rows.keys() != totals.keys():
        return len(rows.keys() ^ totals.keys())
    wrong = 0
    for code, row in rows.items():
        total = Decimal(row[1])
        # LibreOffice computes in binary fractions: equal totals may part by its last digit, and their ranks with them
        wrong += abs(total - totals[code]) > Decimal("0.000001") or abs(int(row[2]) - ranks[code]) > 1
    return wrong


def main() -> int:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="thidua-bench-") as told:
        folder = Path(told)
        os.environ["THIDUA_HOME"] = str(folder / "home")
        write_set(folder / "set.yaml")
        one = ours(folder, COMMUNES)
        ten = ours(folder, COMMUNES * 10)
        fair = ten.cpu / one.cpu / 10
        print(f"thidua score, {COMMUNES} xã × {LEAVES} tiêu chí: {said(one)}")
        print(
            f"thidua score, {COMMUNES * 10} đơn vị: {said(ten)} (tối đa {MOST_MB:.0f} MB; {fair:.2f} lần của 10 ×)"
        )
        kept = max(one.megabytes, ten.megabytes) <= MOST_MB and fair <= LINEAR
        soffice = shutil.which("soffice")
        if soffice is None:
            print("Không có LibreOffice trên máy này: phần so sánh không đo được.")
            return 1
        empty, table, blocks, turned = (
            folder / f"{name}.xlsx" for name in ("empty", "table", "blocks", "turned")
        )
        write_pivoted_workbook(empty, 1)
        write_table_workbook(table, COMMUNES)
        write_table_workbook(blocks, COMMUNES, in_blocks=True)
        write_pivoted_workbook(turned, COMMUNES)
        office(soffice, folder, empty)  # makes its profile
        start = office(soffice, folder, empty)
        print(f"LibreOffice, riêng khởi động: {said(start)}")
        ratios = []
        for name, book in (
            ("cùng bảng số liệu, tìm đơn vị theo mã", table),
            ("cùng bảng, biết trước dòng của từng xã", blocks),
            ("bảng đã xoay sẵn mỗi xã một dòng", turned),
        ):
            cost = office(soffice, folder, book)
            wrong = differences(folder, book.stem)
            wall, cpu = (cost.wall - start.wall) / one.wall, (cost.cpu - start.cpu) / one.cpu
            ratios.append(min(wall, cpu))
            kept = kept and not wrong
            print(f"LibreOffice, {name}: {said(cost)}; so tổng điểm và hạng: {wrong} xã khác")
            print(f"  thidua nhanh hơn {wall:.1f} lần, theo giờ CPU {cpu:.1f} lần")
        print(f"Mức phải đạt với cùng bảng số liệu: {TIMES:.0f} lần, cả theo đồng hồ và theo giờ CPU")
        return 0 if kept and ratios[0] >= TIMES else 1


def said(cost: Cost) -> str:
    """A cost in words."""
    return f"{cost.wall:.1f} giây, {cost.cpu:.1f} giây CPU, {cost.megabytes:.0f} MB"


if __name__ == "__main__":
    sys.exit(main())
