"""A council that has met and chosen one collective and two people, its minutes numbered: steps 9 and 10 begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from tests.conftest import Cast
from thidua.base.acts import Act
from thidua.commendations import operations, papers, queries
from thidua.commendations.models import Award, Decision, Proposal
from thidua.council.models import Ballot, Council, Meeting, Question, Selection
from thidua.documents import operations as documents
from thidua.documents.models import Paper
from thidua.documents.operations import Rendered
from thidua.engine.movements import State as MovementState
from thidua.honours import operations as honours
from thidua.movements.models import Movement
from thidua.nominations import queries as nominated
from thidua.nominations.models import Nomination, UnitMeeting

NOW = datetime(2026, 2, 5, 3, 0, tzinfo=UTC)
TODAY = NOW.date()
MET = datetime(2025, 12, 16, 2, 0, tzinfo=UTC)
PROPOSED_ON, DECIDED_ON = date(2026, 1, 20), date(2026, 2, 3)
MERIT = "Có thành tích xuất sắc trong phong trào thi đua đẩy mạnh cải cách hành chính năm 2025"
CHOSEN = ("school", "teacher", "vice")
LEFT_OUT = "member"
MONEY = {"school": 1_410_000, "teacher": 710_000, "vice": 710_000}
TOTAL = 2_830_000


@dataclass
class Awarding:
    """The movement with the council's result; ``proposed``, ``decided`` bring it on as far as asked."""

    cast: Cast
    movement: Movement
    meeting: Meeting

    def act(self, who: str, at: datetime = NOW) -> Act:
        return self.cast.act(who, at)

    def signed(self, who: str = "clerk", at: datetime = NOW) -> Act:
        """An act recorded from the chairperson's signed paper."""
        act = self.act(who, at)
        paper = documents.record_signed(
            act, kind="decision", signed_on=at.date(), signer_name="Nông Văn Mẫu", number="45/QĐ-UBND"
        )
        return Act(act.actor, act.at, act.source, documents.signed_source(paper))

    def proposal_paper(self, on: date = PROPOSED_ON, number: str = ""):
        return papers.proposal(
            self.meeting,
            queries.award_lines(self.meeting, on),
            unit=self.cast.culture,
            on=on,
            number=number,
            votes=queries.votes_of(self.meeting),
            dated=bool(number),
        )

    def drafted(self) -> Proposal:
        return operations.draft_proposal(
            self.act("officer"), meeting=self.meeting, content=self.proposal_paper(), symbol="TTr-VHXH"
        )

    def proposed(self, number: str = "12", on: date = PROPOSED_ON) -> Proposal:
        proposal = self.drafted()
        rendered = Rendered(self.proposal_paper(on, number), b"word", b"pdf")
        operations.issue_proposal(
            self.act("officer"), proposal=proposal, number=number, dated_on=on, rendered=rendered
        )
        return proposal

    def decision_drafted(self) -> Decision:
        proposal = self.proposed()
        content = papers.decision(
            proposal, queries.award_lines(self.meeting, DECIDED_ON, proposal.rate), on=DECIDED_ON
        )
        return operations.draft_decision(
            self.act("officer"), proposal=proposal, content=content, symbol="QĐ-UBND"
        )

    def issue(
        self, decision: Decision, act: Act, number: str = "45", on: date = DECIDED_ON, **changes
    ) -> None:
        lines = changes.pop("lines", None)
        if lines is None:
            lines = queries.award_lines(self.meeting, on)
        content = papers.decision(decision.proposal, lines, on=on, number=number, signer_name="Nông Văn Mẫu")
        told = {"signer_name": "Nông Văn Mẫu", "signer_title": "Chủ tịch"} | changes
        operations.issue_decision(
            act,
            decision=decision,
            number=number,
            decided_on=on,
            lines=lines,
            rendered=Rendered(content, b"word", b"pdf"),
            **told,
        )

    def decided(self) -> Decision:
        decision = self.decision_drafted()
        self.issue(decision, self.act("chair"))
        return decision

    def cancel(self, award: Award, who: str = "chair", number: str = "77", on: date = TODAY, **told) -> Award:
        """Cancelled by its own decision, on a conclusion."""
        facts = {
            "ground": "false_papers",
            "conclusion": "Kết luận số 03/KL",
            "conclusion_on": on,
            "conclusion_issuer": "Thanh tra tỉnh",
        } | told
        made = operations.draft_revocation(self.act("officer"), award=award, **facts)
        content = papers.revocation(made, on=on)
        operations.write_revocation(
            self.act("officer"), revocation=made, content=content, symbol=papers.DECISION_SYMBOL
        )
        content = papers.revocation(made, on=on, number=number, signer_name="Nông Văn Mẫu")
        act = self.act(who) if who == "chair" else self.signed(who)
        operations.issue_revocation(
            act,
            revocation=made,
            number=number,
            decided_on=on,
            signer_name="Nông Văn Mẫu",
            rendered=Rendered(content, b"word", b"pdf"),
        )
        award.refresh_from_db()
        return award

    def award(self, key: str = "teacher") -> Award:
        subject = self.cast.school.subject if key == "school" else self.cast.people[key].subject
        return Award.objects.get(subject=subject)


def build_awarding(cast: Cast, *, title: str = "", commune=None) -> Awarding:
    """Rows as the earlier stages leave them."""
    movement = Movement.objects.create(
        authority=cast.commune,
        title=title or "Phong trào thi đua đẩy mạnh cải cách hành chính năm 2025",
        issuer="Ủy ban nhân dân xã Nà Mây",
        level="commune",
        plan_number="12/KH-UBND",
        plan_issued_on=date(2025, 2, 5),
        state=MovementState.LAUNCHED.value,
        starts_on=date(2025, 1, 1),
        ends_on=date(2025, 12, 31),
        launched_at=datetime(2025, 2, 10, 5, tzinfo=UTC),
        launched_on=date(2025, 2, 10),
        created_at=datetime(2025, 2, 1, 5, tzinfo=UTC),
    )
    council = Council.objects.filter(authority=cast.commune).first() or Council.objects.create(
        authority=cast.commune,
        name="Hội đồng Thi đua - Khen thưởng xã Nà Mây",
        decision_number="21/QĐ-UBND",
        decided_on=date(2025, 1, 20),
        valid_from=date(2025, 1, 20),
        standing_unit=cast.culture,
    )
    minutes = Paper.objects.create(
        kind="BB",
        symbol="BB-HĐTĐKT",
        number="02",
        dated_on=date(2025, 12, 16),
        title="Biên bản họp Hội đồng",
        context={},
        state="numbered",
        made_at=MET,
    )
    meeting = Meeting.objects.create(
        council=council,
        movement=movement,
        state="minuted",
        planned_at=MET,
        opened_at=MET,
        closed_at=MET,
        place="Phòng họp",
        minutes=minutes,
        selected_at=MET,
    )
    ballot = Ballot.objects.create(meeting=meeting, method="hands", state="opened")
    for order, key in enumerate((*CHOSEN, LEFT_OUT), start=1):
        person = cast.people.get(key)
        unit = cast.school if person is None else person.memberships.get().unit
        held, _ = UnitMeeting.objects.get_or_create(
            movement=movement,
            unit=unit,
            defaults={
                "held_on": date(2025, 11, 14),
                "chair": "A",
                "secretary": "B",
                "members_total": 9,
                "members_present": 8,
            },
        )
        taken = key != LEFT_OUT
        nomination = Nomination.objects.create(
            movement=movement,
            meeting=held,
            unit=unit,
            subject=cast.school.subject if person is None else person.subject,
            merit=MERIT,
            votes_for=8,
            state="chosen" if taken else "not_chosen",
            appraised_at=datetime(2025, 12, 2, 3, tzinfo=UTC),
            appraised_by="Hoàng Thị Mẫu",
            eligible=True,
        )
        Question.objects.create(
            ballot=ballot,
            nomination=nomination,
            text=nomination.subject.name,
            order=order,
            yes=8 if taken else 3,
            no=0 if taken else 5,
            base=8,
            passed=taken,
        )
        Selection.objects.create(meeting=meeting, nomination=nomination, order=order, chosen=taken)
    return Awarding(cast, movement, meeting)


@pytest.fixture
def awarding(cast) -> Awarding:
    """The council has chosen."""
    return build_awarding(cast)


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    """The clock of the views stands at ten in the morning of 05/02/2026."""
    monkeypatch.setattr("thidua.base.clock.now", lambda: NOW)


def denounced(awarding, key="teacher"):
    """A chosen nominee, appraised before, against whom a verification is then begun. Gives the nomination."""
    nomination = awarding.meeting.selections.get(
        nomination__subject=awarding.cast.people[key].subject
    ).nomination
    found = [nominated.plain(row) for row in nominated.check(nomination, PROPOSED_ON)]
    Nomination.objects.filter(pk=nomination.pk).update(findings=found)
    honours.begin_verification(
        awarding.act("officer"),
        subject=nomination.subject,
        matter="Đơn phản ánh",
        starts_on=NOW.date(),
        document="Thông báo 15/TB-UBND",
    )
    nomination.refresh_from_db()
    return nomination
