"""The council of the made-up commune sits: step 8."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from thidua.base.acts import VIETNAM
from thidua.base.errors import RefusedError
from thidua.council import operations as council
from thidua.council import papers as council_papers
from thidua.council.models import Attendance, Ballot, CouncilMember, Meeting, Teller
from thidua.council.operations import Presence
from thidua.desk.demo.cast import Commune
from thidua.desk.demo.year import Year
from thidua.nominations.models import Nomination

TELLERS = (("VP", 5), ("CUDVC", 1), ("TYT", 1))


@dataclass
class Sitting:
    """Step 8 of one year."""

    year: Year
    meeting: Meeting | None = None

    @property
    def commune(self) -> Commune:
        """The commune of the story."""
        return self.year.commune

    def candidates(self) -> list[Nomination]:
        """Whom the council may vote on: appraised and eligible."""
        return list(
            Nomination.objects.filter(
                movement=self.year.movement, state="appraised", eligible=True
            ).select_related("subject")
        )

    def chosen(self) -> bool:
        """Whether the council met and chose anybody."""
        return self.meeting is not None and self.meeting.selections.filter(chosen=True).exists()

    def hold_council(self) -> None:
        """Members, meeting, attendance, recusal, secret ballot, choice within the quota, minutes."""
        commune, year = self.commune, self.year
        commune.on(year.days.met, 8, 0)
        act = commune.act("officer")
        body = council.set_up_council(
            act,
            authority=commune.authority,
            name="Hội đồng Thi đua - Khen thưởng",
            decision_number="15/QĐ-UBND",
            decided_on=year.days.settled,
            valid_from=year.days.settled,
            standing_unit=commune.units["VHXH"],
        )
        seats = [
            council.seat_member(
                act,
                council=body,
                person=commune.people[seat["unit"], seat["post"]],
                order=number,
                function=seat["function"],
                post=commune.post_of(seat["unit"], seat["post"]),
                voting=seat.get("voting", True),
                starts_on=year.days.settled,
            )
            for number, seat in enumerate(year.told["council"], start=1)
        ]
        planned = datetime.combine(year.days.met, time(8, 0), VIETNAM)
        meeting = council.plan_meeting(
            act, council=body, movement=year.movement, planned_at=planned, place="Phòng họp Ủy ban nhân dân"
        )
        absent, opinion = seats[6], seats[10]
        council.take_attendance(
            act, meeting=meeting, presences=[_presence(seat, absent, opinion) for seat in seats]
        )
        tellers = [commune.people[key] for key in TELLERS]
        council.open_meeting(act, meeting=meeting)
        council.name_tellers(act, meeting=meeting, lead=tellers[0], others=tellers[1:])
        commune.on(year.days.met, 8, 45)
        self._try(Meeting.objects.get(pk=meeting.pk), seats)
        commune.on(year.days.met, 9, 0)
        self._vote(Meeting.objects.get(pk=meeting.pk), seats, absent, opinion)
        commune.on(year.days.met, 10, 15)
        self.meeting = self._choose(Meeting.objects.get(pk=meeting.pk))
        self._minutes()

    def _keys(self, ballot: Ballot) -> list[str]:
        """Two tellers take their keys and type them back."""
        keys = []
        for key in TELLERS[:2]:
            teller = Teller.objects.get(meeting=ballot.meeting, person=self.commune.people[key])
            act = self.commune.act(f"{key[0]}:{key[1]}")
            slip = council.take_key(act, ballot=ballot, teller=teller)
            council.confirm_key(act, ballot=ballot, teller=teller, typed=slip)
            keys.append(slip)
        return keys

    def _try(self, meeting: Meeting, seats: Sequence[CouncilMember]) -> None:
        """The trial before the first real use: cast, opened, compared with what each voter knows."""
        commune = self.commune
        ballot = council.prepare_trial(commune.act("officer"), meeting=meeting)
        keys = self._keys(ballot)
        council.open_ballot(commune.act("chairperson"), ballot=ballot)
        asked = list(ballot.questions.values_list("pk", flat=True))
        there = meeting.attendance.filter(state=Attendance.State.PRESENT).values_list("member_id", flat=True)
        voters = [seat for seat in seats if seat.voting and seat.pk in set(there)]
        for number, seat in enumerate(voters):
            choice = "yes" if number % 2 else "no"
            council.cast(
                commune.act(self._account(seat)),
                ballot=Ballot.objects.get(pk=ballot.pk),
                choices=dict.fromkeys(asked, choice),
            )
        council.close_ballot(commune.act("chairperson"), ballot=Ballot.objects.get(pk=ballot.pk))
        ballot = Ballot.objects.get(pk=ballot.pk)
        council.count(commune.act("officer"), ballot=ballot, key_a=keys[0], key_b=keys[1])
        agreed = all(row.yes == len(voters) // 2 for row in ballot.questions.all())
        council.compare_trial(
            commune.act("officer"),
            ballot=Ballot.objects.get(pk=ballot.pk),
            agreed=agreed,
            note="Đã so với từng người.",
        )

    def _vote(
        self, meeting: Meeting, seats: Sequence[CouncilMember], absent: CouncilMember, opinion: CouncilMember
    ) -> None:
        commune, year = self.commune, self.year
        ballot = council.prepare_ballot(
            commune.act("officer"),
            meeting=meeting,
            method=Ballot.Method.SECRET,
            nominations=self.candidates(),
        )
        keys = self._keys(ballot)
        council.open_ballot(commune.act("chairperson"), ballot=Ballot.objects.get(pk=ballot.pk))
        ballot = Ballot.objects.get(pk=ballot.pk)
        for seat in seats:
            if seat.voting and seat.pk not in {absent.pk, opinion.pk}:
                commune.on(year.days.met, 9, 5 + seat.order)
                council.cast(
                    commune.act(self._account(seat)), ballot=ballot, choices=self._choices(ballot, seat)
                )
        council.record_opinion(
            commune.recorded("opinion", opinion.person, title=opinion.post),
            ballot=Ballot.objects.get(pk=ballot.pk),
            member=opinion,
            choices=self._choices(ballot, opinion),
        )
        commune.on(year.days.met, 9, 40)
        council.close_ballot(commune.act("chairperson"), ballot=Ballot.objects.get(pk=ballot.pk))
        council.count(
            commune.act("officer"), ballot=Ballot.objects.get(pk=ballot.pk), key_a=keys[0], key_b=keys[1]
        )

    def _account(self, seat: CouncilMember) -> str:
        key = next(key for key, person in self.commune.people.items() if person.pk == seat.person_id)
        return f"{key[0]}:{key[1]}"

    def _choices(self, ballot: Ballot, seat: CouncilMember) -> dict[int, str]:
        """Each member agrees with most names; now and then somebody does not."""
        own = {seat.person.subject_id}
        return {
            question.pk: "no" if self.year.chance.randrange(12) == 0 else "yes"
            for question in ballot.questions.select_related("nomination")
            if question.case.subject_id not in own
        }

    def _choose(self, meeting: Meeting) -> Meeting:
        act = self.commune.act("officer")
        try:
            council.select(act, meeting=meeting)
        except RefusedError as refused:
            if "chair_order" not in refused.faults:
                raise
            preferred = [
                question.case
                for ballot in meeting.ballots.filter(trial=False)
                for question in ballot.questions.order_by("order")
            ]
            council.select(act, meeting=Meeting.objects.get(pk=meeting.pk), chair_order=preferred)
        council.close_meeting(
            self.commune.act("chairperson"),
            meeting=Meeting.objects.get(pk=meeting.pk),
            discussion="Thống nhất với báo cáo thẩm định; đề nghị đơn vị thiếu minh chứng rút kinh nghiệm.",
        )
        return Meeting.objects.get(pk=meeting.pk)

    def _minutes(self) -> None:
        act = self.commune.act("officer")
        meeting = self.met()
        council.draft_minutes(act, meeting=meeting)
        meeting = self.met()
        first = council.next_number(meeting)
        second = council.next_number(meeting, after=int(first))
        council.record_minutes(
            act,
            meeting=meeting,
            number=first,
            rendered=self.year.rendered(council_papers.council_minutes(meeting, first), act),
            count_number=second,
            count_rendered=self.year.rendered(council_papers.count_record(meeting, second), act),
        )
        self.meeting = self.met()

    def met(self) -> Meeting:
        """The council's meeting. Raises LookupError before it was held."""
        if self.meeting is None:
            raise LookupError("meeting")
        return Meeting.objects.select_related("movement__authority__subject", "council", "minutes").get(
            pk=self.meeting.pk
        )


def _presence(seat: CouncilMember, absent: CouncilMember, opinion: CouncilMember) -> Presence:
    if seat.pk == absent.pk:
        return Presence(seat, Attendance.State.ABSENT, "đi công tác, không gửi phiếu ý kiến")
    if seat.pk == opinion.pk:
        return Presence(seat, Attendance.State.OPINION, "đi học tập trung")
    return Presence(seat, Attendance.State.PRESENT)
