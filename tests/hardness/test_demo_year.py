"""``thidua demo-year`` as a person runs it: the plan decides, all papers agree, the seed decides who."""

from __future__ import annotations

import json
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.hardness.papers import dots, pages, rows, tidy, word
from tests.journeys.server import ROOT, command, environment

SCAN = ROOT / "tests" / "data" / "plans" / "duong-quy-2025.scan.txt"
TWO_AND_THREE, ONE_AND_TWO = "02 tap thé, 03 ¢4 nhan", "01 tap thé, 02 ¢4 nhan"


@dataclass
class Run:
    """One run: its folder, what the console showed, its summary."""

    folder: Path
    told: str

    @property
    def summary(self) -> dict[str, Any]:
        return json.loads((self.folder / "summary.json").read_text(encoding="utf-8"))

    @property
    def chosen(self) -> list[dict[str, Any]]:
        return [*self.summary["chosen"]["collective"], *self.summary["chosen"]["individual"]]

    @property
    def names(self) -> list[str]:
        return [one["name"] for one in self.chosen]


def thidua(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*words), env=environment(home), capture_output=True, text=True, check=False, timeout=300
    )


def plans(folder: Path) -> dict[str, tuple[Path, str]]:
    text = SCAN.read_text(encoding="utf-8")
    assert TWO_AND_THREE in text
    other = folder / "vo-lao.txt"
    fewer = text.replace(TWO_AND_THREE, ONE_AND_TWO)
    other.write_text(re.sub(r"D[uw]+ong Quy", "Vo Lao", fewer), encoding="utf-8")
    return {"scan": (SCAN, "1"), "again": (SCAN, "1"), "other": (other, "7")}


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """The year from the scan, twice; from a copy for another commune with 1 and 2, other people."""
    folder = tmp_path_factory.mktemp("years")

    def go(item: tuple[str, tuple[Path, str]]) -> tuple[str, Run]:
        name, (plan, seed) = item
        out = folder / name
        done = thidua(folder / "home", "demo-year", str(plan), "--out", str(out), "--seed", seed)
        assert done.returncode == 0, done.stderr
        return name, Run(out, done.stdout)

    with ThreadPoolExecutor(2) as pool:
        return dict(pool.map(go, plans(folder).items()))


@pytest.mark.parametrize(("name", "collective", "individual"), [("scan", 2, 3), ("other", 1, 2)])
def test_as_many_are_chosen_as_the_plan_allows(runs, name, collective, individual):
    quotas = {
        quota["subject"]: quota["max"]
        for award in runs[name].summary["read"]["awards"]
        for quota in award["quotas"]
    }
    assert quotas == {"collective": collective, "individual": individual}
    chosen = runs[name].summary["chosen"]
    assert len(chosen["collective"]) == collective
    assert len(chosen["individual"]) == individual
    assert f"{collective} tập thể, {individual} cá nhân" in runs[name].told


@pytest.mark.parametrize("name", ["scan", "other"])
def test_no_chosen_one_was_refused_or_missed_the_vote(runs, name):
    summary = runs[name].summary
    assert not set(runs[name].names) & {row["who"] for row in summary["refused"]}
    for one in runs[name].chosen:
        assert 2 * one["yes"] > one["base"]
        asked = next(row for row in summary["ballots"] if row["question"] == one["name"])
        assert (asked["yes"], asked["base"]) == (one["yes"], one["base"])


@pytest.mark.parametrize("name", ["scan", "other"])
def test_the_standard_and_the_discipline_refuse_with_article_and_fact(runs, name):
    refused = {row["rule"]: row for row in runs[name].summary["refused"]}
    assert {"grading_at_least", "no_discipline"} <= set(refused)
    assert "Kế hoạch" in refused["grading_at_least"]["article"]
    assert "Hoàn thành nhiệm vụ" in refused["grading_at_least"]["fact"]
    assert "152/2025/NĐ-CP" in refused["no_discipline"]["article"]
    assert "kỷ luật" in refused["no_discipline"]["fact"]


def test_the_year_holds_a_tie_a_recusal_an_absence_and_missing_evidence(runs):
    summary = runs["scan"].summary
    scores = [row["score"] for row in summary["scores"]]
    assert len(scores) == 8
    edge = len(summary["chosen"]["collective"])
    assert scores[edge - 1] == scores[edge], "a tie at the edge of the quota"
    base = {row["base"] for row in summary["ballots"]}
    assert len(base) == 2, "somebody does not vote on one name"
    minutes = word(runs["scan"].folder / "bien-ban-hop-hoi-dong.docx")
    assert "Vắng (" in minutes
    assert "không biểu quyết về trường hợp này" in minutes
    assert "Thẩm định giảm điểm" in word(runs["scan"].folder / "bao-cao-tong-ket.docx")


@pytest.mark.parametrize("name", ["scan", "other"])
def test_all_papers_tell_the_same_names_numbers_dates_and_money(runs, name):
    run, summary = runs[name], runs[name].summary
    folder = run.folder
    number, day = summary["decision"]["number"], date.fromisoformat(summary["decision"]["date"])
    in_words = f"ngày {day:%d} tháng {day:%m} năm {day:%Y}"
    minutes, letter = word(folder / "bien-ban-hop-hoi-dong.docx"), word(folder / "to-trinh.docx")
    decision, report = word(folder / "quyet-dinh.docx"), word(folder / "bao-cao-tong-ket.docx")
    for text in (minutes, letter, decision, report):
        for one in run.chosen:
            assert tidy(one["name"]) in text
    for one in run.chosen:
        votes = f"{one['yes']:02d}/{one['base']:02d}"
        assert f"{one['name']} | {votes}" in minutes
        assert f"{one['name']}: {votes}" in letter
    for text in (decision, report, tidy(" ".join(pages(folder / "quyet-dinh.pdf")))):
        assert number in text
        assert in_words in text
        assert dots(summary["money"]) in text
    certificates = pages(folder / "giay-khen.pdf")
    assert len(certificates) == len(run.chosen)
    for one, page in zip(run.chosen, certificates, strict=True):
        assert one["name"].upper() in page.upper()
        assert f"Quyết định số {number}, {in_words}" in page


@pytest.mark.parametrize("name", ["scan", "other"])
def test_register_and_money_list_hold_what_was_decided(runs, name):
    run, summary = runs[name], runs[name].summary
    register = rows(run.folder / "so-khen-thuong.xlsx")
    money = [
        row for row in rows(run.folder / "danh-sach-chi-tien-thuong.xlsx") if isinstance(row["STT"], int)
    ]
    for table in (register, money):
        told = [re.sub(r"^(Ông|Bà) ", "", row["Họ và tên, tên tập thể"]) for row in table]
        assert told == run.names
        assert {row["Số quyết định"] for row in table} == {summary["decision"]["number"]}
    assert {row["Ngày quyết định"].date().isoformat() for row in register} == {summary["decision"]["date"]}
    assert sum(row["Mức thưởng (đồng)"] for row in register) == summary["money"]
    assert sum(row["Số tiền (đồng)"] for row in money) == summary["money"]
    for row in money:
        assert row["Số tiền (đồng)"] % 10_000 == 0


def test_another_commune_is_told_in_its_own_name_everywhere(runs):
    for path in sorted(runs["other"].folder.glob("*.docx")):
        assert "Dương Quỳ" not in word(path), path.name
    for path in sorted(runs["other"].folder.glob("*.pdf")):
        assert "Dương Quỳ" not in " ".join(pages(path)), path.name
    assert "Võ Lao" in word(runs["other"].folder / "quyet-dinh.docx")


def comparable(summary: dict[str, Any]) -> dict[str, Any]:
    """Without what must differ: keys, serials of slips and the journal are new each time, and so their digests."""
    ballots = [{key: value for key, value in row.items() if key != "digest"} for row in summary["ballots"]]
    return summary | {"ballots": ballots, "files": [row["path"] for row in summary["files"]]}


def test_the_same_seed_gives_the_same_year_but_for_what_must_be_secret(runs):
    first, second = runs["scan"].summary, runs["again"].summary
    assert comparable(first) == comparable(second)
    assert {row["digest"] for row in first["ballots"]} != {row["digest"] for row in second["ballots"]}


def test_another_seed_gives_other_people(runs):
    assert not set(runs["scan"].names) & set(runs["other"].names) - {
        row["name"] for row in runs["scan"].summary["scores"]
    }


def test_the_files_are_those_of_the_summary(runs):
    folder = runs["scan"].folder
    listed = {row["path"] for row in runs["scan"].summary["files"]}
    assert listed == {path.name for path in folder.iterdir() if path.is_file()} - {"summary.json"}
    assert {
        "ke-hoach.docx", "bien-ban-hop-hoi-dong.docx", "to-trinh.docx", "quyet-dinh.docx", "quyet-dinh.pdf",
        "giay-khen.pdf", "so-khen-thuong.xlsx", "danh-sach-chi-tien-thuong.xlsx", "bao-cao-so-ket.docx",
        "bao-cao-tong-ket.docx", "danh-sach-phieu.csv",
    } <= listed  # fmt: skip


def test_the_journal_of_the_year_is_whole(runs):
    done = thidua(
        runs["scan"].folder / "du-lieu", "verify-journal", "--home", str(runs["scan"].folder / "du-lieu")
    )
    assert done.returncode == 0, done.stderr
    assert re.search(r"entries=\d{3,} head=[0-9a-f]{64}", done.stdout)


def test_anybody_recounts_the_published_list(runs, tmp_path):
    folder, summary = runs["scan"].folder, runs["scan"].summary
    digest = summary["ballots"][0]["digest"]
    done = thidua(tmp_path, "recount", str(folder / "danh-sach-phieu.csv"), "--digest", digest)
    assert done.returncode == 0, done.stdout + done.stderr
    assert digest in word(folder / "bien-ban-kiem-phieu.docx")
    forged = tmp_path / "sua.csv"
    text = (folder / "danh-sach-phieu.csv").read_text(encoding="utf-8")
    forged.write_text(
        re.sub(r"^(slip,.*),no$", r"\1,yes", text, count=1, flags=re.MULTILINE), encoding="utf-8"
    )
    assert thidua(tmp_path, "recount", str(forged), "--digest", digest).returncode == 1
