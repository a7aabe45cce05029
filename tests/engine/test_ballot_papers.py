"""Papers of constant length, receipts, key slips."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.engine.ballot import (
    PAPER_SIZE,
    Choice,
    PaperError,
    key_slip,
    pack,
    read_key_slip,
    receipt,
    unpack,
)

QUESTIONS = ("PVHCC", "MN", "VHXH")


@given(choices=st.dictionaries(st.sampled_from(QUESTIONS), st.sampled_from(Choice)))
def test_a_paper_is_read_back_and_always_as_long(choices):
    paper = pack("b1", QUESTIONS, choices)
    assert len(paper) == PAPER_SIZE
    assert unpack("b1", QUESTIONS, paper) == choices


def test_a_paper_counts_in_no_other_ballot():
    paper = pack("b1", QUESTIONS, {})
    for ballot, questions in (("b2", QUESTIONS), ("b1", QUESTIONS[::-1])):
        with pytest.raises(PaperError, match="other_ballot"):
            unpack(ballot, questions, paper)


def test_bad_papers():
    good = pack("b1", QUESTIONS, {"MN": Choice.YES})
    with pytest.raises(PaperError, match="unknown_question"):
        pack("b1", QUESTIONS, {"KT": Choice.YES})
    with pytest.raises(PaperError, match="too_many_questions"):
        pack("b1", [str(number) for number in range(300)], {})
    for paper in (b"", good[:-1], b"XX1" + good[3:], good[:-1] + b"\1"):
        with pytest.raises(PaperError, match="not_a_paper"):
            unpack("b1", QUESTIONS, paper)
    spoilt = bytearray(good)
    spoilt[11] = 9
    with pytest.raises(PaperError, match="unknown_choice"):
        unpack("b1", QUESTIONS, bytes(spoilt))


def test_a_receipt_is_sixty_bits_in_three_groups_of_four():
    envelope = b"sealed"
    found = receipt(envelope)
    groups = found.split("-")
    assert [len(group) for group in groups] == [4, 4, 4]
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    number = 0
    for letter in found.replace("-", ""):
        number = number * 32 + letters.index(letter)
    assert f"{number:060b}" == f"{int(hashlib.sha256(envelope).hexdigest(), 16):0256b}"[:60]
    assert receipt(b"other") != found


@given(key=st.binary(min_size=16, max_size=16))
def test_a_key_is_typed_back_from_its_slip(key):
    slip = key_slip(key)
    assert [len(group) for group in slip.split("-")] == [4] * 7
    assert read_key_slip(slip.lower().replace("0", "o")) == key


def test_a_slip_of_the_pen_is_found():
    slip = key_slip(bytes(range(16)))
    for place, letter in enumerate(slip):
        if letter == "-":
            continue
        wrong = slip[:place] + ("7" if letter != "7" else "9") + slip[place + 1 :]
        with pytest.raises(PaperError, match=r"wrong_checksum|not_a_key"):
            read_key_slip(wrong)


def test_no_keys():
    with pytest.raises(PaperError, match="not_a_key"):
        key_slip(b"short")
    for typed in ("", "ABCD", "U" * 28):
        with pytest.raises(PaperError, match="not_a_key"):
            read_key_slip(typed)


def test_letters_beyond_sixteen_bytes_are_no_key():
    # 26 letters hold 130 bits; the first two of them are always zero in a key of 128
    from thidua.engine.ballot import papers  # noqa: PLC0415 - the checksum of a forged slip is not public

    body = "Z" * 26
    with pytest.raises(PaperError, match="not_a_key"):
        read_key_slip(body + papers._check(body))
