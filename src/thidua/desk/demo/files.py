"""The folder that ``demo-year`` leaves: every paper of the year, and ``summary.json``."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from thidua.base.acts import Act
from thidua.commendations import papers as commendation_papers
from thidua.commendations.models import Award, Decision
from thidua.council import papers as council_papers
from thidua.council.models import Ballot, Meeting, Question, Selection
from thidua.desk.demo import needs
from thidua.desk.demo.outcome import Outcome
from thidua.documents import operations as documents
from thidua.documents.models import Paper, StoredFile
from thidua.documents.paper import Paper as Content
from thidua.documents.paper import from_dict
from thidua.documents.render import docx, pdf, xlsx
from thidua.movements import papers as movement_papers
from thidua.movements.models import Movement, Registration
from thidua.nominations import choices
from thidua.nominations import papers as nomination_papers
from thidua.nominations.models import DossierItem, Nomination, UnitMeeting
from thidua.organizations.models import Subject
from thidua.publicity import papers as script_papers
from thidua.publicity.models import Broadcast, Script
from thidua.reviews.models import Review
from thidua.scoring.models import Sheet


def write(outcome: Outcome, folder: Path) -> dict[str, Any]:
    """Write all papers into the folder and give (and write) the summary."""
    _clear(folder)
    movement = Movement.objects.select_related("plan_paper", "authority__subject").get(
        pk=outcome.year.movement.pk
    )
    act = outcome.commune.act("officer")
    awards = list(
        Award.objects.filter(decision=outcome.decision, decision__isnull=False)
        .select_related("subject", "decision__paper")
        .order_by("order")
    )
    _paper(folder, "ke-hoach", movement.plan_paper)
    _of_units(outcome, folder)
    if outcome.sitting.meeting is not None:
        _of_council(outcome, outcome.met(), folder)
    if outcome.decision is not None:
        _of_decision(outcome, outcome.decision, awards, folder)
    for review in Review.objects.filter(movement=movement).select_related("paper"):
        _paper(
            folder,
            "bao-cao-so-ket" if review.kind == Review.Kind.INTERIM else "bao-cao-tong-ket",
            review.paper,
        )
    for script in Script.objects.filter(movement=movement).select_related("movement__authority__subject"):
        _word(folder, f"ban-tin-phat-thanh-{script.number:02d}", script_papers.script_paper(script), act)
    log = Broadcast.objects.filter(script__movement=movement).select_related("script")
    (folder / "so-nhat-ky-phat-song.pdf").write_bytes(
        pdf.render(script_papers.broadcast_log(movement, list(log)), act.at)
    )
    told = summary(outcome, awards, folder)
    text = json.dumps(told, ensure_ascii=False, indent=2)
    (folder / "summary.json").write_text(text + "\n", encoding="utf-8")
    return told


def _clear(folder: Path) -> None:
    """The papers of an earlier run make way: those that its summary names."""
    earlier = folder / "summary.json"
    if earlier.is_file():
        for row in json.loads(earlier.read_text(encoding="utf-8"))["files"]:
            (folder / Path(row["path"]).name).unlink(missing_ok=True)


def _of_council(outcome: Outcome, meeting: Meeting, folder: Path) -> None:
    """Invitation, minutes, record of the count and the list of slips."""
    act = outcome.commune.act("officer")
    invitation = council_papers.invitation(meeting, on=outcome.year.days.graded)
    _word(folder, "giay-moi-hop-hoi-dong", invitation, act)
    _paper(folder, "bien-ban-hop-hoi-dong", meeting.minutes)
    _paper(folder, "bien-ban-kiem-phieu", meeting.count_record)
    for ballot in Ballot.objects.filter(meeting=meeting, trial=False, published__isnull=False):
        _stored(folder, "danh-sach-phieu.csv", ballot.published)


def _of_decision(outcome: Outcome, decision: Decision, awards: list[Award], folder: Path) -> None:
    """Proposal, decision, certificates, register, money, and the papers of the conference."""
    act, days = outcome.commune.act("officer"), outcome.year.days
    _paper(folder, "to-trinh", outcome.proposal.paper if outcome.proposal else None)
    _paper(folder, "quyet-dinh", decision.paper)
    _stored(folder, "giay-khen.pdf", decision.certificates)
    register = commendation_papers.register(awards, year=days.year, authority=outcome.commune.authority)
    (folder / "so-khen-thuong.xlsx").write_bytes(xlsx.render(register, act.at))
    money = commendation_papers.money_workbook(decision, awards)
    (folder / "danh-sach-chi-tien-thuong.xlsx").write_bytes(xlsx.render(money, act.at))
    kept = decision.conference
    held = commendation_papers.Ceremony(kept.on, kept.at, kept.place)
    for name, paper in (
        ("giay-moi-hoi-nghi", commendation_papers.invitation),
        ("chuong-trinh-hoi-nghi", commendation_papers.programme),
        ("kich-ban-trao-thuong", commendation_papers.script),
    ):
        _word(folder, name, paper(decision, awards, held), act)


def _of_units(outcome: Outcome, folder: Path) -> None:
    """What the units wrote: lists, minutes and letters of their meetings, reports of the nominated."""
    movement, act = outcome.year.movement, outcome.commune.act("officer")
    for registration in Registration.objects.filter(movement=movement).select_related("unit__subject"):
        on = outcome.year.days.registered
        paper = movement_papers.registration(registration, on=on)
        _word(folder, f"ban-dang-ky-{registration.unit.code.lower()}", paper, act)
    for meeting in UnitMeeting.objects.filter(movement=movement).select_related("unit__subject"):
        code = meeting.unit.code.lower()
        _word(folder, f"bien-ban-binh-xet-{code}", nomination_papers.unit_minutes(meeting), act)
        _word(folder, f"to-trinh-don-vi-{code}", nomination_papers.unit_letter(meeting, meeting.held_on), act)
    reports = DossierItem.objects.filter(nomination__movement=movement, paper__kind="BCTT")
    for number, item in enumerate(reports.select_related("paper").order_by("nomination_id"), start=1):
        if item.paper is not None:
            _word(folder, f"bao-cao-thanh-tich-{number:02d}", from_dict(item.paper.context), act)


def _word(folder: Path, name: str, paper: Content, act: Act) -> None:
    (folder / f"{name}.docx").write_bytes(docx.render(paper, act.at))


def _paper(folder: Path, name: str, paper: Paper | None) -> None:
    if paper is not None:
        _stored(folder, f"{name}.docx", paper.docx)
        _stored(folder, f"{name}.pdf", paper.pdf)


def _stored(folder: Path, name: str, stored: StoredFile | None) -> None:
    if stored is not None:
        (folder / name).write_bytes(documents.content_of(stored))


def summary(outcome: Outcome, awards: list[Award], folder: Path) -> dict[str, Any]:
    """The outcome in figures; scores are decimal strings with two places, money is đồng.

    ``notes``: what the plan leaves unlimited, why nobody was chosen. Without a decision its number and date are null.
    """
    decision = outcome.decision
    return {
        "read": outcome.year.reading,
        "notes": notes(outcome),
        "scores": [
            {"code": sheet.subject.unit.code, "name": sheet.subject.name, "score": f"{sheet.final_total:.2f}"}
            for sheet in Sheet.objects.filter(campaign=outcome.year.campaign, subject__kind="unit")
            .select_related("subject__unit")
            .order_by("-final_total", "subject__sort_key")
        ],
        "refused": refused(outcome),
        "ballots": [
            {
                "question": question.name,
                "yes": question.yes,
                "base": question.base,
                "digest": question.ballot.digest,
            }
            for question in Question.objects.filter(
                ballot__meeting=outcome.sitting.meeting,
                ballot__meeting__isnull=False,
                ballot__trial=False,
            )
            .select_related("nomination__subject", "ballot")
            .order_by("ballot_id", "order")
        ],
        "chosen": {
            "collective": [
                _chosen(outcome, award) for award in awards if award.subject.kind == Subject.Kind.UNIT
            ],
            "individual": [
                _chosen(outcome, award) for award in awards if award.subject.kind == Subject.Kind.PERSON
            ],
        },
        "decision": {
            "number": (decision.paper.citation if decision.paper else decision.number) if decision else None,
            "date": decision.decided_on.isoformat() if decision and decision.decided_on else None,
        },
        "money": int(decision.total or 0) if decision else 0,
        "files": [
            {"path": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
            for path in sorted(folder.iterdir())
            if path.is_file() and path.name != "summary.json"
        ],
    }


def notes(outcome: Outcome) -> list[str]:
    """What whoever reads the outcome has to know."""
    told = needs.notes(outcome.year.reading)
    if outcome.sitting.meeting is None:
        told.append(
            "Không trường hợp nào đủ tiêu chuẩn theo kế hoạch nên Hội đồng không họp, không có quyết định khen thưởng."
        )
    elif outcome.decision is None:
        told.append("Hội đồng không chọn trường hợp nào nên không có quyết định khen thưởng.")
    return told


def refused(outcome: Outcome) -> list[dict[str, str]]:
    """Who was not eligible, by which rule and article, on which fact."""
    rows: list[dict[str, str]] = []
    nominees = Nomination.objects.filter(movement=outcome.year.movement).exclude(eligible=True)
    for nomination in nominees.select_related("subject").order_by("pk"):
        rows += [
            {
                "who": nomination.subject.name,
                "rule": finding["rule"],
                "article": finding["article"],
                "fact": choices.finding_fact(finding),
            }
            for finding in nomination.findings
            if finding["outcome"] != "met" and finding.get("blocking", True)
        ]
    return rows


def _chosen(outcome: Outcome, award: Award) -> dict[str, Any]:
    sheet = Sheet.objects.filter(campaign=outcome.year.campaign, subject=award.subject).first()
    selection = Selection.objects.get(meeting=outcome.met(), nomination=award.nomination)
    question = Question.objects.filter(
        ballot__meeting=outcome.met(), ballot__trial=False, nomination=selection.nomination
    ).first()
    subject = award.subject
    code = subject.unit.code if subject.kind == Subject.Kind.UNIT else subject.person.staff_code
    return {
        "code": code,
        "name": award.name,
        "score": f"{sheet.final_total:.2f}" if sheet and sheet.final_total is not None else None,
        "yes": question.yes if question else None,
        "base": question.base if question else None,
    }
