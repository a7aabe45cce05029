"""The published list: written, read back, recounted, and every forgery seen."""

import dataclasses
import re
import time
from decimal import Decimal

import pytest

from thidua.engine.ballot import (
    Base,
    Choice,
    Contest,
    CountError,
    OpenVote,
    RollEntry,
    RollState,
    Slip,
    Threshold,
    receipt,
)
from thidua.engine.ballot.published import (
    CONTEST_VERSION,
    Held,
    MalformedError,
    PublishedBallot,
    RecountStatus,
    Standing,
    list_digest,
    published_text,
    read_published,
    recount,
)
from thidua.engine.eligibility import Subject
from thidua.engine.quota import Order, Participants, Quota, Rounding

HALF = Threshold.parse(">1/2")
STATES = [RollState.SEALED] * 4 + [RollState.PAPER, RollState.OPEN, RollState.ABSENT]
ROLL = tuple(
    RollEntry(f"m{number}", state, frozenset({"MN"}) if number == 1 else frozenset())
    for number, state in enumerate(STATES, start=1)
)


def slips(question, choices):
    return [Slip(f"{question}-{number}", question, Choice(choice)) for number, choice in enumerate(choices)]


BALLOT = PublishedBallot(
    ballot="HĐ-01, đợt 1",
    base=Base.ALL_MEMBERS,
    thresholds=(("PVHCC", HALF), ("MN", HALF), ("VHXH", HALF)),
    roll=ROLL,
    envelopes=tuple(receipt(bytes([number])) for number in range(4)),
    slips=tuple(
        slips("PVHCC", ["yes", "yes", "yes", "no", "blank"])
        + slips("MN", ["yes", "yes", "yes", "spoilt"])
        + slips("VHXH", ["yes"] * 5)
    ),
    open_votes=tuple(OpenVote("m6", question, Choice.YES) for question in ("PVHCC", "MN", "VHXH")),
    quotas=(Quota(Subject.COLLECTIVE, 2),),
    candidates=(
        Standing("PVHCC", Subject.COLLECTIVE, "A", 1),
        Standing("MN", Subject.COLLECTIVE, "B", 2, 1),
        Standing("VHXH", Subject.COLLECTIVE, "A", 3),
    ),
    chosen=("PVHCC", "MN"),
)
TEXT = published_text(BALLOT)


def test_it_agrees_with_itself_and_with_its_digest():
    found = recount(TEXT, list_digest(TEXT))
    assert (found.status, found.differences, found.chosen) == (RecountStatus.AGREES, (), ("MN", "PVHCC"))
    assert [(one.question, one.yes, one.base, one.passed) for one in found.outcomes] == [
        ("PVHCC", 4, 7, True),
        ("MN", 4, 6, True),
        ("VHXH", 6, 7, True),
    ]
    assert re.fullmatch("[0-9a-f]{16}", found.digest)


def test_it_is_read_back():
    assert read_published(TEXT).outcomes() == BALLOT.outcomes()
    assert published_text(read_published(TEXT)) == TEXT


def test_names_and_choices_never_stand_in_one_line_but_for_open_votes():
    for line in TEXT.splitlines():
        if line.startswith("slip"):
            assert not any(entry.member in line for entry in ROLL)
    order = [line for line in TEXT.splitlines() if line.startswith(("slip", "envelope"))]
    assert order == sorted(order, key=lambda line: (line.startswith("slip"), line.split(",")))


def test_the_order_of_papers_does_not_show():
    turned = dataclasses.replace(
        BALLOT, slips=BALLOT.slips[::-1], envelopes=BALLOT.envelopes[::-1], roll=ROLL[::-1]
    )
    assert published_text(turned) == TEXT


def test_a_list_that_does_not_agree_is_never_written():
    with pytest.raises(CountError):
        published_text(dataclasses.replace(BALLOT, slips=BALLOT.slips[1:]))


def test_quotas_of_every_form_survive():
    ballot = dataclasses.replace(
        BALLOT,
        quotas=(
            Quota(Subject.EITHER, None, Decimal("12.5"), True, "A", rounding=Rounding.HALF_UP),
            Quota(Subject.COLLECTIVE, 2, per_block=True),
        ),
        participants=Participants({Subject.COLLECTIVE: 8}, {("A", Subject.INDIVIDUAL): 3}),
        held=(Held(Subject.COLLECTIVE, "VP", "A", ("khối 1", "khối 2")),),
        order=Order.VOTES,
        candidates=(),
        chosen=(),
    )
    found = read_published(published_text(ballot))
    assert (found.quotas, found.participants, found.held, found.order) == (
        ballot.quotas,
        ballot.participants,
        ballot.held,
        ballot.order,
    )


def test_a_percentage_is_recounted_from_who_took_part_and_what_is_held():
    ballot = dataclasses.replace(
        BALLOT,
        quotas=(Quota(Subject.COLLECTIVE, max_percent=Decimal(30)),),
        participants=Participants({Subject.COLLECTIVE: 10}),
        held=(Held(Subject.COLLECTIVE, "CUDVC"),),
    )
    text = published_text(ballot)
    assert recount(text).status is RecountStatus.AGREES
    for old, new in (
        ("participants,collective,,10", "participants,collective,,6"),
        ("held,collective,CUDVC,,\n", ""),
        (",30,all,,down", ",30,all,,up"),
    ):
        assert old in text
        again = text.replace(old, new)
        found = recount(again)
        # rounding 3 up changes nothing; the two others do
        assert (found.status is RecountStatus.AGREES) is (new.endswith("up"))


def test_equals_at_the_edge_are_told_and_not_chosen():
    ballot = dataclasses.replace(
        BALLOT,
        quotas=(Quota(Subject.COLLECTIVE, 1),),
        candidates=tuple(dataclasses.replace(row, rank=1, chair_order=None) for row in BALLOT.candidates),
        slips=tuple(slips("PVHCC", ["yes"] * 5) + slips("MN", ["yes"] * 4) + slips("VHXH", ["no"] * 5)),
        chosen=(),
    )
    # six of seven and five of six: the shares differ, so the rank alone makes no tie
    found = recount(published_text(dataclasses.replace(ballot, chosen=("PVHCC",))))
    assert found.chosen == ("PVHCC",)
    even = dataclasses.replace(
        ballot, roll=tuple(dataclasses.replace(row, recused=frozenset()) for row in ROLL)
    )
    even = dataclasses.replace(
        even, slips=tuple(slips("PVHCC", ["yes"] * 5) + slips("MN", ["yes"] * 5) + slips("VHXH", ["no"] * 5))
    )
    found = recount(published_text(even))
    assert (found.status, found.chosen, found.ties) == (RecountStatus.AGREES, (), (("MN", "PVHCC"),))
    parted = published_text(even).replace("total,PVHCC", "chosen,MN\ntotal,PVHCC")
    assert "chosen_differ" in {one.code for one in recount(parted).differences}


FIRST = """header,ballot,2025-12-16-3
header,version,1
header,base,all_members
header,members,3
header,present,2
threshold,01 Văn phòng,>1/2
quota,collective,1,,no,
roll,01 A,sealed
roll,02 B,sealed
roll,03 C,absent
envelope,AAAA-AAAA-AAAA
envelope,BBBB-BBBB-BBBB
slip,01 Văn phòng,0a,yes
slip,01 Văn phòng,0b,yes
candidate,01 Văn phòng,collective,Văn phòng,1,
chosen,01 Văn phòng
total,01 Văn phòng,2,0,0,0
"""


def test_a_list_of_the_first_version_is_still_recounted():
    assert recount(FIRST, list_digest(FIRST)).status is RecountStatus.AGREES
    assert recount(FIRST.replace(",0b,yes", ",0b,no")).status is RecountStatus.DIFFERS


_SEALED = sorted(BALLOT.envelopes)
SWAPPED_ENVELOPES = (
    f"envelope,{_SEALED[0]}\nenvelope,{_SEALED[1]}\n",
    f"envelope,{_SEALED[1]}\nenvelope,{_SEALED[0]}\n",
)
SWAPPED_SLIPS = (
    "slip,MN,MN-0,yes\nslip,MN,MN-1,yes\n",
    "slip,MN,MN-1,yes\nslip,MN,MN-0,yes\n",
)

FORGED = [
    ("a no made a yes", "slip,PVHCC,PVHCC-3,no", "slip,PVHCC,PVHCC-3,yes", "total_differs"),
    ("a total", "total,MN,4,0,0,1", "total,MN,5,0,0,0", "total_differs"),
    ("a slip left out", "slip,VHXH,VHXH-0,yes\n", "", "slips_differ_from_roll"),
    (
        "a slip put in",
        "slip,VHXH,VHXH-0,yes\n",
        "slip,VHXH,VHXH-0,yes\nslip,VHXH,VHXH-9,yes\n",
        "slips_differ_from_roll",
    ),
    ("a serial twice", "slip,VHXH,VHXH-1,yes", "slip,VHXH,VHXH-0,yes", "serial_twice"),
    ("an envelope left out", f"envelope,{receipt(bytes([0]))}\n", "", "envelopes_differ_from_roll"),
    ("an envelope twice", receipt(bytes([0])), receipt(bytes([1])), "receipt_twice"),
    ("a member more", "roll,m7,absent\n", "roll,m7,absent\nroll,m8,absent\n", "header_differs"),
    ("an absent member made voting", "roll,m7,absent", "roll,m7,paper", "header_differs"),
    ("a recusal forgotten", "recused,m1,MN\n", "", "slips_differ_from_roll"),
    ("a stranger recused", "recused,m1,MN\n", "recused,m1,MN\nrecused,m9,MN\n", "recused_not_on_roll"),
    ("an open vote of a stranger", "open,m6,MN,yes", "open,m9,MN,yes", "not_on_roll"),
    ("another chosen", "chosen,MN\n", "chosen,VHXH\n", "chosen_differ"),
    ("one more chosen", "chosen,MN\n", "chosen,MN\nchosen,VHXH\n", "chosen_differ"),
    ("a threshold raised", "threshold,MN,>1/2", "threshold,MN,>=4/5", "chosen_differ"),
    ("a quota widened", "quota,collective,2", "quota,collective,3", "chosen_differ"),
    ("a total twice", "total,MN,4,0,0,1\n", "total,MN,4,0,0,1\ntotal,MN,4,0,0,1\n", "total_twice"),
    ("a quota of nothing", "quota,collective,2", "quota,collective,", "cannot_choose"),
    ("envelopes in another order", *SWAPPED_ENVELOPES, "unsorted"),
    ("slips in the order of voting", *SWAPPED_SLIPS, "unsorted"),
    (
        "the roll in another order",
        "roll,m6,open\nroll,m7,absent\n",
        "roll,m7,absent\nroll,m6,open\n",
        "unsorted",
    ),
    ("records in another order", "header,ballot,", "chosen,XX\nheader,ballot,", "unsorted"),
    ("a recusal from nothing", "recused,m1,MN\n", "recused,m1,MN\nrecused,m1,XX\n", "unknown_question"),
    ("a candidate hidden", "candidate,MN,collective,B,,,2,1\n", "", "candidates_differ"),
    ("a line twice", "chosen,MN\n", "chosen,MN\nchosen,MN\n", "chosen_differ"),
    ("the threshold in the header", "header,threshold,>1/2", "header,threshold,>=4/5", "header_differs"),
    ("the quota in the header", "header,quota,collective<=2", "header,quota,collective<=3", "header_differs"),
    ("quotes nobody wrote", "roll,m7,absent", 'roll,"m7",absent', "not_as_written"),
]


@pytest.mark.parametrize(("old", "new", "code"), [row[1:] for row in FORGED], ids=[row[0] for row in FORGED])
def test_a_forgery_is_seen(old, new, code):
    assert old in TEXT
    forged = TEXT.replace(old, new)
    found = recount(forged)
    assert found.status is RecountStatus.DIFFERS
    assert code in {one.code for one in found.differences}
    # a forger who mends every sum is still found by the digest in the signed minutes
    assert "digest_differs" in {one.code for one in recount(forged, list_digest(TEXT)).differences}


MALFORMED = [
    ("nothing", "", "missing_ballot"),
    ("an unknown record", TEXT + "gift,1\n", "unknown_record"),
    ("an empty line", TEXT + "\n\n", "unknown_record"),
    ("too many fields", TEXT + "chosen,a,b\n", "wrong_number_of_fields"),
    ("a choice nobody has", TEXT.replace("MN-0,yes", "MN-0,maybe"), "wrong_value"),
    ("no number", TEXT.replace("total,MN,4", "total,MN,four"), "wrong_value"),
    ("a threshold of nothing", TEXT.replace("threshold,MN,>1/2", "threshold,MN,>1/0"), "wrong_value"),
    ("a threshold twice", TEXT.replace("threshold,MN", "threshold,PVHCC"), "wrong_value"),
    ("a header twice", TEXT + "header,base,present\n", "wrong_value"),
    ("a quota neither per unit nor not", TEXT.replace("2,,all,", "2,,perhaps,"), "wrong_value"),
    ("a percent that is none", TEXT.replace("collective,2,,all", "collective,2,x,all"), "wrong_value"),
    ("another version", TEXT.replace("header,version,2", "header,version,4"), "unknown_version"),
    ("another base", TEXT.replace("all_members", "everybody"), "unknown_base"),
    ("an open quote", TEXT + 'chosen,"a\n', "not_a_list"),
    ("saved by a spreadsheet", "\ufeff" + TEXT, "byte_order_mark"),
    ("line ends of another system", TEXT.replace("\n", "\r\n"), "line_ends"),
    ("cut off", TEXT[:-4], "cut_off"),
    ("a number in other letters", TEXT.replace("total,MN,4", "total,MN,٤"), "wrong_value"),
    ("a number with a sign", TEXT.replace("total,MN,4", "total,MN,+4"), "wrong_value"),
    ("a number without end", TEXT.replace("total,MN,4", "total,MN," + "9" * 6000), "wrong_value"),
    ("a share without end", TEXT.replace("threshold,MN,>1/2", "threshold,MN,>1e999999999"), "wrong_value"),
    ("a percent without end", TEXT.replace("2,,all", "2,1E999999,all"), "wrong_value"),
    ("a header nobody knows", TEXT.replace("header,base", "header,boss,x\nheader,base"), "wrong_value"),
    ("another order of choice", TEXT.replace("header,order,rank", "header,order,fate"), "unknown_order"),
    ("a field without end", TEXT + "chosen," + "x" * 200_000 + "\n", "not_a_list"),
    (
        "more questions than a ballot",
        TEXT + "".join(f"threshold,q{n},>1/2\n" for n in range(501)),
        "too_large",
    ),
]


@pytest.mark.parametrize(("text", "code"), [row[1:] for row in MALFORMED], ids=[row[0] for row in MALFORMED])
def test_what_is_no_list_is_malformed(text, code):
    found = recount(text)
    assert found.status is RecountStatus.MALFORMED
    assert code in {one.code for one in found.differences}
    with pytest.raises(MalformedError, match=code):
        read_published(text)


# --- a contest ---------------------------------------------------------------------------------------------------

NAMES = ("PVHCC", "MN", "VHXH")
CONTEST = dataclasses.replace(
    BALLOT,
    roll=tuple(dataclasses.replace(row, recused=frozenset({"phiếu"} if row.recused else ())) for row in ROLL),
    contests=(Contest("phiếu", NAMES, 2),),
    slips=tuple(
        Slip(f"s{number}", "phiếu", choice) for number, choice in enumerate(["1+2", "2", "1+2", "spoilt"])
    ),
    open_votes=(OpenVote("m6", "phiếu", "1+2"),),
    chosen=("MN",),
    version=CONTEST_VERSION,
)
MARKED = published_text(CONTEST)


def test_a_contest_is_recounted_read_back_and_chosen_from():
    found = recount(MARKED, list_digest(MARKED))
    assert (found.status, found.differences, found.chosen) == (RecountStatus.AGREES, (), ("MN",))
    told = [(one.question, one.yes, one.no, one.spoilt, one.base, one.passed) for one in found.outcomes]
    # one of seven is recused from one name, so from all of them: three of six are not more than half
    assert told == [("PVHCC", 3, 1, 1, 6, False), ("MN", 4, 0, 1, 6, True), ("VHXH", 0, 4, 1, 6, False)]
    assert read_published(MARKED).contests == CONTEST.contests
    assert published_text(read_published(MARKED)) == MARKED


def test_equal_marks_at_the_edge_are_a_tie_as_in_any_vote():
    even = dataclasses.replace(
        CONTEST,
        slips=tuple(Slip(f"s{number}", "phiếu", "1+2") for number in range(4)),
        quotas=(Quota(Subject.COLLECTIVE, 1),),
        order=Order.VOTES,
        candidates=tuple(Standing(name, Subject.COLLECTIVE, "A", 1) for name in NAMES),
        chosen=(),
    )
    found = recount(published_text(even))
    assert (found.status, found.chosen, found.ties) == (RecountStatus.AGREES, (), (("MN", "PVHCC"),))


FORGED_MARKS = [
    ("a mark given to another", "slip,phiếu,s1,2", "slip,phiếu,s1,3", "total_differs"),
    ("a slip left out", "slip,phiếu,s1,2\n", "", "slips_differ_from_roll"),
    ("recused from one name only", "recused,m1,phiếu", "recused,m1,MN", "unknown_question"),
    ("a total", "total,MN,4,0,0,1", "total,MN,5,0,0,0", "total_differs"),
    ("another chosen", "chosen,MN\n", "chosen,PVHCC\n", "chosen_differ"),
    ("more marks allowed", "contest,phiếu,2,3", "contest,phiếu,1,3", "wrong_value"),
    ("a name that does not stand", "slip,phiếu,s1,2", "slip,phiếu,s1,4", "wrong_value"),
    ("more marks than may be", "slip,phiếu,s1,2", "slip,phiếu,s1,1+2+3", "wrong_value"),
    ("a name marked twice", "slip,phiếu,s1,2", "slip,phiếu,s1,2+2", "wrong_value"),
    ("marks in another order", "open,m6,phiếu,1+2", "open,m6,phiếu,2+1", "wrong_value"),
    ("a choice of the other form", "slip,phiếu,s1,2", "slip,phiếu,s1,yes", "wrong_value"),
    ("a name twice on the paper", "option,phiếu,3,VHXH", "option,phiếu,3,MN", "wrong_value"),
    ("a name nobody proposed", "option,phiếu,3,VHXH", "option,phiếu,3,KT", "wrong_value"),
    ("places not in a row", "option,phiếu,3,VHXH", "option,phiếu,4,VHXH", "wrong_value"),
    ("a contest twice", "contest,phiếu,2,3\n", "contest,phiếu,2,3\ncontest,phiếu,2,3\n", "wrong_value"),
    ("as many marks as names", "contest,phiếu,2,3", "contest,phiếu,3,3", "no_contest"),
    ("a name fewer", "option,phiếu,3,VHXH\n", "", "no_contest"),
    ("no contest at all", MARKED, TEXT.replace("version,2", "version,3"), "missing_contest"),
    ("called the older version", "header,version,3", "header,version,2", "unknown_record"),
]


@pytest.mark.parametrize(
    ("old", "new", "code"), [row[1:] for row in FORGED_MARKS], ids=[row[0] for row in FORGED_MARKS]
)
def test_a_forged_contest_is_seen_or_malformed(old, new, code):
    assert old in MARKED
    found = recount(MARKED.replace(old, new))
    malformed = code in {"wrong_value", "no_contest", "missing_contest", "unknown_record"}
    assert found.status is (RecountStatus.MALFORMED if malformed else RecountStatus.DIFFERS)
    assert code in {one.code for one in found.differences}


def test_a_large_hostile_list_is_read_in_reasonable_time():
    head = "header,ballot,x\nheader,version,3\nheader,base,present\n"
    names = "".join(f"threshold,q{number},>1/2\n" for number in range(30_000))
    stands = "".join(f"option,c,{number + 1},q{number}\n" for number in range(30_000))
    before = time.process_time()
    found = recount(f"{head}{names}contest,c,1,30000\n{stands}" + "slip,c,a,1\n" * 30_000)
    assert found.status is RecountStatus.MALFORMED
    assert time.process_time() - before < 5
