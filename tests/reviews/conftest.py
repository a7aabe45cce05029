"""The movement of the facts with both reports begun."""

from __future__ import annotations

from datetime import date

import pytest

from tests.publicity.facts import CUT_OFF, REVIEW_DAY, Story, tell
from thidua.reviews import operations
from thidua.reviews.models import Review

JUDGED = {
    "objective": "Địa bàn rộng, hai trụ sở cách xa nhau.",
    "lessons": "Giao việc phải có người đứng đầu chịu trách nhiệm.",
    "direction": "Duy trì phong trào, ưu tiên lĩnh vực đạt thấp nhất.",
    "proposals": "Đề nghị cấp trên sớm hướng dẫn bộ tiêu chí dùng chung.",
}


@pytest.fixture
def story(cast) -> Story:
    return tell(cast)


@pytest.fixture
def final(cast, story) -> Review:
    return operations.begin_review(
        cast.act("officer", REVIEW_DAY), movement=story.movement, kind="final", cut_off=CUT_OFF
    )


@pytest.fixture
def interim(cast, story) -> Review:
    return operations.begin_review(
        cast.act("officer", REVIEW_DAY), movement=story.movement, kind="interim", cut_off=date(2025, 7, 1)
    )


@pytest.fixture
def judged(cast, final) -> Review:
    """The final report with all that people must judge."""
    operations.write_parts(cast.act("officer", REVIEW_DAY), review=final, texts=JUDGED)
    return final


@pytest.fixture(autouse=True)
def _review_day(monkeypatch, _clock):
    """The clock of the views stands on the day of the review."""
    monkeypatch.setattr("thidua.base.clock.now", lambda: REVIEW_DAY)
