"""Fifty heads of fifty units, and some more, with open sheets and an open secret ballot, in a home of their own.

Run as a program of its own (``python -m tests.hardness.crowd HOME``), so that the server under test finds a home as
any other; prints what the crowd needs to act: addresses and a session for each person.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

MANY = 50
SPARE = 8
"""Who votes while the server is killed."""
LEAF = "1.1"


def build(home: Path) -> dict[str, Any]:
    """Build the crowd by the operations of the program."""
    import django  # noqa: PLC0415 - after the home is known

    django.setup()
    from django.conf import settings  # noqa: PLC0415 - after set-up, as all below

    from tests import conftest as cast_of  # noqa: PLC0415 - after set-up
    from tests.council import conftest as council_of  # noqa: PLC0415 - after set-up
    from tests.nominations import conftest as year_of  # noqa: PLC0415 - after set-up
    from thidua.accounts import operations as accounts  # noqa: PLC0415 - after set-up
    from thidua.base import clock, schema  # noqa: PLC0415 - after set-up
    from thidua.base.acts import SYSTEM, Act  # noqa: PLC0415 - after set-up
    from thidua.council import operations as council  # noqa: PLC0415 - after set-up
    from thidua.council.models import Ballot  # noqa: PLC0415 - after set-up
    from thidua.engine.flow import Role  # noqa: PLC0415 - after set-up
    from thidua.organizations import operations as organizations  # noqa: PLC0415 - after set-up

    schema.bring_up()
    cast = cast_of.build_cast()
    act = Act(actor=SYSTEM, at=cast_of.NOON, source="test")
    heads = []
    for number in range(1, MANY + SPARE + 1):
        unit = organizations.add_unit(
            act,
            name=f"Trường Mầm non số {number}",
            code=f"T{number:02d}",
            level="office",
            parent=cast.commune,
            valid_from=cast_of.START,
            block="B",
            tags=["budget_unit"],
        )
        person = organizations.add_person(
            act,
            unit=unit,
            staff_code=f"HT{number:02d}",
            name=f"Nông Thị Thử {number}",
            position="Hiệu trưởng",
            category="vien_chuc",
            starts_on=cast_of.START,
            head=True,
        )
        user = accounts.open_account(
            act, username=f"ht{number:02d}", display_name=f"Nông Thị Thử {number}", password=None
        )
        organizations.link_account(act, person=person, user=user)
        organizations.grant_role(act, user=user, role=Role.UNIT_HEAD, unit=unit, starts_on=cast_of.START)
        organizations.grant_role(
            act, user=user, role=Role.COUNCIL, unit=cast.commune, starts_on=cast_of.START
        )
        heads.append((unit, person, user))
    session = council_of.build_session(year_of.build_year(cast))
    for order, (_, person, _) in enumerate(heads, start=20):
        session.members[f"head{order}"] = council.seat_member(
            session.act("officer"),
            council=session.council,
            person=person,
            order=order,
            function="member",
            post="Hiệu trưởng",
            starts_on=cast_of.START,
        )
    session.meeting = council.plan_meeting(
        session.act("officer"),
        council=session.council,
        movement=session.year.movement,
        planned_at=council_of.MEETING_DAY,
        place="Hội trường",
    )
    nominations = session.nominate("office", "teacher")
    session.open()
    ballot, keys = session.opened(nominations)
    clock.set_offset(home, council_of.MEETING_DAY - datetime.now(UTC))
    movement = session.year.movement.pk
    questions = list(Ballot.objects.get(pk=ballot.pk).questions.values_list("pk", flat=True))
    return {
        "keys": keys,
        "ballot": ballot.pk,
        "movement": movement,
        "chair": _session(settings, cast.users["chair"]),
        "officer": _session(settings, cast.users["officer"]),
        "questions": questions,
        "people": [
            {
                "session": _session(settings, user),
                "vote": f"/phong-trao/{movement}/hoi-dong/phieu/{ballot.pk}/bo-phieu/",
                "sheet": session.year.campaign.sheets.get(unit=unit).pk,
            }
            for unit, _, user in heads
        ],
    }


def _session(settings: Any, user: Any) -> str:
    """A session as signing in makes it."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store["_auth_user_id"] = str(user.pk)
    store["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    store["_auth_user_hash"] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(build(Path(sys.argv[1]))))
