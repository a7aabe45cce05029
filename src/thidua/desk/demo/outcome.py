"""Proposal, decision, certificates, handing over: steps 9 and 10 of the made-up year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Final

from thidua.commendations import operations as commendations
from thidua.commendations import papers as commendation_papers
from thidua.commendations import queries as commendation_queries
from thidua.commendations.models import Award, Decision, Proposal
from thidua.council.models import Meeting
from thidua.desk.demo.cast import Commune
from thidua.desk.demo.sitting import Sitting
from thidua.desk.demo.year import Year
from thidua.documents import operations as documents
from thidua.documents.render import certificates as certificate_sheets

HALL: Final = "Hội trường Ủy ban nhân dân"


@dataclass
class Outcome:
    """What the second half of a year left behind."""

    year: Year
    sitting: Sitting
    proposal: Proposal | None = None
    decision: Decision | None = None

    @property
    def commune(self) -> Commune:
        """The commune of the story."""
        return self.year.commune

    def met(self) -> Meeting:
        """The council's meeting. Raises LookupError before it was held."""
        return self.sitting.met()

    def decide(self) -> None:
        """Proposal letter and decision, drafted, numbered from the clerk's book and issued."""
        commune, year = self.commune, self.year
        commune.on(year.days.proposed)
        meeting, act = self.met(), commune.act("officer")
        lines = commendation_queries.award_lines(meeting, act.on)
        votes = commendation_queries.votes_of(meeting)
        unit = commendation_papers.standing_unit(year.movement, act.on) or commune.units["VHXH"]
        number = year.number(60)
        draft = commendation_papers.proposal(meeting, lines, unit=unit, on=act.on, votes=votes)
        symbol = commendation_papers.PROPOSAL_SYMBOL.format(code=unit.code)
        proposal = commendations.draft_proposal(act, meeting=meeting, content=draft, symbol=symbol)
        final = commendation_papers.proposal(
            meeting, lines, unit=unit, on=act.on, votes=votes, number=number, dated=True
        )
        commendations.issue_proposal(
            act, proposal=proposal, number=number, dated_on=act.on, rendered=year.rendered(final, act)
        )
        self.proposal = Proposal.objects.select_related("paper", "meeting", "movement").get(pk=proposal.pk)
        commune.on(year.days.decided)
        self._issue()

    def _issue(self) -> None:
        commune, year = self.commune, self.year
        act = commune.act("officer")
        if self.proposal is None:
            raise LookupError("proposal")
        lines = commendation_queries.award_lines(self.met(), act.on)
        chair = commune.head("LD")
        decision = commendations.draft_decision(
            act,
            proposal=self.proposal,
            content=commendation_papers.decision(self.proposal, lines, on=act.on),
            symbol=commendation_papers.DECISION_SYMBOL,
        )
        number = year.number(400)
        content = commendation_papers.decision(
            self.proposal, lines, on=act.on, number=number, signer_name=chair.name
        )
        signed = commune.recorded(
            "decision", chair, title="Chủ tịch", number=f"{number}/QĐ-UBND", who="clerk"
        )
        commendations.issue_decision(
            signed,
            decision=decision,
            number=number,
            decided_on=act.on,
            signer_name=chair.name,
            signer_title="Chủ tịch",
            lines=lines,
            rendered=year.rendered(content, act),
        )
        rows = Decision.objects.select_related("paper", "authority__subject", "movement")
        self.decision = rows.get(pk=decision.pk)

    def award(self) -> None:
        """Certificates printed, the signed decision filed, certificates handed over, money paid."""
        commune, year = self.commune, self.year
        act = commune.act("officer")
        decision = self.decided()
        awards = list(Award.objects.filter(decision=decision).select_related("subject", "decision"))
        content = certificate_sheets.render(commendation_papers.certificates(decision, awards), act.at)
        stored = documents.store(act, content=content, name="giay-khen.pdf", kind="pdf", pages=len(awards))
        commendations.attach_certificates(act, decision=decision, certificates=stored)
        if decision.paper is not None and decision.paper.pdf is not None:
            commendations.file_decision(act, decision=decision, signed=decision.paper.pdf)
        commendations.plan_conference(act, made=decision, on=year.days.handed_over, at=time(8, 0), place=HALL)
        commune.on(year.days.handed_over)
        for award in awards:
            commendations.hand_over(
                commune.act("officer"), award=award, on=year.days.handed_over, received_by=award.name
            )
            commendations.pay(commune.act("accountant"), award=award, on=year.days.handed_over)

    def decided(self) -> Decision:
        """The issued decision. Raises LookupError before it is."""
        if self.decision is None:
            raise LookupError("decision")
        return self.decision
