"""What version 0.1 kept in other places: numbers of papers into their series, cancellings into their own rows."""

import re
from typing import Any

from django.db import migrations

_NUMBER = re.compile(r"số\s+(\S{1,20}?)(?:/|\s|$)")
_DIGITS = re.compile(r"\d{1,9}")


def take(apps: Any, authority_id: int, paper: Any) -> Any:
    """A number that a paper has, in the series of its symbol and year."""
    series, _ = apps.get_model("documents", "NumberSeries").objects.get_or_create(
        authority_id=authority_id, symbol=paper.symbol, year=paper.dated_on.year
    )
    number = paper.number.lower().lstrip("0") or paper.number
    digits = _DIGITS.match(paper.number)
    value = int(digits.group()) if digits else 0
    taken, _ = apps.get_model("documents", "NumberTaken").objects.get_or_create(
        series=series,
        number=number,
        defaults={"value": value, "dated_on": paper.dated_on, "paper": paper, "title": paper.title},
    )
    if value >= series.next_value:
        series.next_value = value + 1
        series.save()
    return taken


def forwards(apps: Any, _: Any) -> None:
    """Fill the new tables."""
    for movement in apps.get_model("movements", "Movement").objects.filter(plan_paper__number__gt=""):
        take(apps, movement.authority_id, movement.plan_paper)
    for meeting in apps.get_model("council", "Meeting").objects.select_related("council"):
        for paper in (meeting.minutes, meeting.count_record):
            if paper is not None and paper.number:
                take(apps, meeting.council.authority_id, paper)
    for proposal in apps.get_model("commendations", "Proposal").objects.filter(paper__number__gt=""):
        taken = take(apps, proposal.movement.authority_id, proposal.paper)
        if proposal.state == "cancelled":
            taken.withdrawn = True
            taken.save()
    for decision in apps.get_model("commendations", "Decision").objects.filter(paper__number__gt=""):
        take(apps, decision.authority_id, decision.paper)
    revocations = apps.get_model("commendations", "Revocation")
    for award in apps.get_model("commendations", "Award").objects.filter(cancelled_on__isnull=False):
        found = _NUMBER.search(award.cancel_document)
        revocations.objects.create(
            award=award,
            state="issued",
            ground=award.cancel_ground,
            conclusion=award.cancel_document[:200],
            conclusion_on=award.cancelled_on,
            conclusion_issuer="cơ quan ghi trong văn bản",
            number=found.group(1) if found else "không ghi",
            decided_on=award.cancelled_on,
            certificate_back_on=award.recovered_on if award.handed_over_on else None,
            money_back_on=award.recovered_on if award.paid_on else None,
            money_back=award.amount if award.paid_on and award.recovered_on else None,
        )


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [
        ("commendations", "0003_revocations_old_awards_and_fund"),
        ("council", "0001_initial"),
        ("documents", "0002_number_series"),
        ("movements", "0001_initial"),
    ]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
