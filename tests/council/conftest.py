"""A council of eight voting members and a secretary, its meeting, and nominees ready for the vote."""

from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest
from django.db import connection, connections

from tests.nominations.conftest import Year, build_year
from thidua.base.acts import Act
from thidua.base.errors import RefusedError
from thidua.council import operations
from thidua.council.models import Ballot, Council, CouncilMember, Meeting
from thidua.council.operations import Presence
from thidua.engine.ballot import Tally
from thidua.engine.flow import StepRefusedError
from thidua.nominations.models import Nomination

MEETING_DAY = datetime(2025, 12, 16, 2, 0, tzinfo=UTC)

SEATS = (
    ("chair", "chair"),
    ("vice", "standing_vice"),
    ("culture_head", "standing_member"),
    ("head", "member"),
    ("school_head", "member"),
    ("accountant", "member"),
    ("clerk", "member"),
    ("publicity", "member"),
)
UNTRIED = "đã bỏ phiếu thử tại buổi tập huấn của tỉnh"
TELLERS = ("accountant", "clerk", "publicity")


@dataclass
class Session:
    """The council with its meeting on the year's movement."""

    year: Year
    council: Council
    meeting: Meeting
    members: dict[str, CouncilMember] = field(default_factory=dict)

    def act(self, who: str) -> Act:
        return self.year.act(who, MEETING_DAY)

    def signed(self) -> Act:
        return self.year.signed_act("officer", MEETING_DAY)

    def nominate(self, *keys: str) -> list[Nomination]:
        return [self.year.appraised(key) for key in keys]

    def attend(self, **states: str) -> None:
        operations.take_attendance(
            self.act("officer"),
            meeting=self.meeting,
            presences=[
                Presence(member, states.get(key, "present"), "đi họp tỉnh" if key in states else "")
                for key, member in self.members.items()
            ],
        )

    def open(self, **states: str) -> Meeting:
        self.attend(**states)
        operations.open_meeting(self.act("chair"), meeting=self.meeting)
        operations.name_tellers(
            self.act("officer"),
            meeting=self.meeting,
            lead=self.year.cast.people["accountant"],
            others=[self.year.cast.people[key] for key in TELLERS[1:]],
        )
        return self.meeting

    def prepare(self, nominations: list[Nomination], method: str = "secret") -> Ballot:
        return operations.prepare_ballot(
            self.act("officer"), meeting=self.meeting, method=method, nominations=nominations
        )

    def keys(self, ballot: Ballot) -> tuple[str, str]:
        """Two tellers take their keys and type them back."""
        slips = []
        for key in TELLERS[:2]:
            teller = self.meeting.tellers.get(person=self.year.cast.people[key])
            slips.append(operations.take_key(self.act(key), ballot=ballot, teller=teller))
            operations.confirm_key(self.act(key), ballot=ballot, teller=teller, typed=slips[-1])
        return slips[0], slips[1]

    def opened(self, nominations: list[Nomination]) -> tuple[Ballot, tuple[str, str]]:
        ballot = self.prepare(nominations)
        slips = self.keys(ballot)
        self.open_ballot(ballot)
        return ballot, slips

    def open_ballot(self, ballot: Ballot) -> None:
        """The chair opens it without a trial, with the reason."""
        operations.open_ballot(self.act("chair"), ballot=ballot, reason=UNTRIED)

    def cast(self, ballot: Ballot, who: str, **choices: str) -> str:
        """Vote: ``choices`` by the key of the nominee, yes to all others."""
        subjects = {self.year.subject_of(key).pk: choice for key, choice in choices.items()}
        recused = {
            row.nomination_id for row in self.meeting.recusals.filter(member=self.members[who], votes=False)
        }
        return operations.cast(
            self.act(who),
            ballot=ballot,
            choices={
                question.pk: subjects.get(question.nomination.subject_id, "yes")
                for question in ballot.questions.all()
                if question.nomination_id not in recused
            },
        )

    def hands(self, nominations: list[Nomination], **yes: int) -> Ballot:
        """Vote by hands: all who may vote say yes, unless ``yes`` says how many."""
        ballot = self.prepare(nominations, "hands")
        counts = {}
        for question in ballot.questions.select_related("nomination"):
            out = self.meeting.recusals.filter(nomination=question.nomination, votes=False).count()
            present = self.meeting.attendance.filter(state="present", member__voting=True).count() - out
            key = next(
                (name for name in yes if self.year.subject_of(name).pk == question.nomination.subject_id), ""
            )
            agreed = yes.get(key, present)
            counts[question.pk] = Tally(yes=agreed, no=present - agreed)
        operations.enter_counts(self.signed(), ballot=ballot, counts=counts)
        return ballot


def build_session(year: Year) -> Session:
    cast = year.cast
    act = cast.act("officer", datetime(2025, 2, 1, 2, tzinfo=UTC))
    act = year.act("officer")
    council = operations.set_up_council(
        act,
        authority=cast.commune,
        name="Hội đồng Thi đua - Khen thưởng xã Nà Mây",
        decision_number="21/QĐ-UBND",
        decided_on=date(2025, 1, 20),
        valid_from=date(2025, 1, 20),
        standing_unit=cast.culture,
    )
    members = {
        key: operations.seat_member(
            act,
            council=council,
            person=cast.people[key],
            order=order,
            function=function,
            post=cast.people[key].memberships.get().position,
            starts_on=date(2025, 1, 20),
        )
        for order, (key, function) in enumerate(SEATS, start=1)
    }
    members["officer"] = operations.seat_member(
        act,
        council=council,
        person=cast.people["officer"],
        order=9,
        function="secretary",
        post="Công chức nội vụ",
        starts_on=date(2025, 1, 20),
        voting=False,
    )
    meeting = operations.plan_meeting(
        act, council=council, movement=year.movement, planned_at=MEETING_DAY, place="Phòng họp UBND xã"
    )
    return Session(year, council, meeting, members)


@pytest.fixture
def session(cast) -> Session:
    """The council's meeting, planned."""
    return build_session(build_year(cast))


@pytest.fixture
def together(tmp_path):
    """``together(f, g, …)`` runs all at the same moment, each on a connection of its own; gives back what came out."""

    settings = connections.databases["default"]
    name = settings["NAME"]

    def go(*calls):
        if connection.vendor == "sqlite" and "memory" in str(settings["NAME"]):
            file = tmp_path / "thidua.sqlite3"
            target = sqlite3.connect(file)
            connection.connection.backup(target)
            target.execute("PRAGMA journal_mode=WAL")  # as the first start of a home leaves it
            target.close()
            settings["NAME"] = str(file)
        barrier = threading.Barrier(len(calls))

        def run(call):
            try:
                barrier.wait()
                return call()
            except (RefusedError, StepRefusedError) as refused:  # the slower hand: moved on
                return refused
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(calls)) as pool:
            return list(pool.map(run, calls))

    yield go
    # before the test's own connection is closed: it would forget a database that lives in memory
    settings["NAME"] = name
