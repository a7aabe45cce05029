"""The chain finds a changed, missing, inserted or swapped row, and with an anchor a cut tail."""

import pytest

from thidua.audit import queries
from thidua.audit.models import ChainHead, Entry, PrivateDetail

pytestmark = pytest.mark.django_db


def test_a_whole_chain_is_found_whole(cast):
    result = queries.verify()
    assert result.fault == ""
    assert result.entries == Entry.objects.count() > 20
    assert result.head == queries.head().digest


def test_a_changed_row_is_found_with_its_position(cast):
    Entry.objects.filter(position=5).update(text=Entry.objects.get(position=5).text.replace("2025", "2024"))
    assert (queries.verify().fault, queries.verify().position) == ("changed", 5)


def test_a_changed_column_beside_the_text_is_found(cast):
    Entry.objects.filter(position=5).update(actor_label="Người khác")
    assert queries.verify().fault == "columns_differ"


def test_a_missing_row_is_found(cast):
    Entry.objects.filter(position=7).delete()
    assert queries.verify().fault == "missing"


def test_two_swapped_rows_are_found(cast):
    one, two = Entry.objects.get(position=3), Entry.objects.get(position=4)
    Entry.objects.filter(position__in=(3, 4)).delete()
    one.position, two.position = 4, 3
    one.save(force_insert=True)
    two.save(force_insert=True)
    assert queries.verify().fault == "swapped_or_inserted"


def test_a_cut_tail_is_found_by_the_head_and_by_an_anchor_when_the_head_was_forged(cast):
    anchor = queries.head()
    Entry.objects.filter(position=anchor.position).delete()
    assert queries.verify().fault == "tail_cut"
    last = Entry.objects.order_by("-position").first()
    ChainHead.objects.update(position=last.position, digest=last.digest)
    assert queries.verify().fault == ""
    assert queries.verify(anchor).fault == "tail_cut_before_anchor"


def test_an_erased_private_detail_leaves_the_chain_whole_a_changed_one_does_not(cast):
    position = Entry.objects.order_by("position").first().position
    PrivateDetail.objects.create(position=position, text="{}", digest="0" * 64)
    assert queries.verify().fault == "private_detail_changed"
    PrivateDetail.objects.all().delete()
    assert queries.verify().fault == ""
