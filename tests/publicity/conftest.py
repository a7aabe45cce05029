"""The movement of the facts, and a script at each stage."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from tests.publicity.facts import REVIEW_DAY, Story, tell
from thidua.base.acts import Act
from thidua.documents import operations as documents
from thidua.publicity import operations
from thidua.publicity.models import Script

TEXT = "Đây là Đài Truyền thanh xã Nà Mây.\nXã phát động phong trào thi đua.\nBản tin đến đây là hết."


def signed_act(cast, who: str) -> Act:
    """An act recorded from a paper that the chairperson signed."""
    act = cast.act(who, REVIEW_DAY)
    paper = documents.record_signed(
        act, kind="script", signed_on=date(2025, 12, 20), signer_name="Nông Văn Mẫu", signer_title="Chủ tịch"
    )
    return replace(act, signed=documents.signed_source(paper))


@pytest.fixture
def story(cast) -> Story:
    return tell(cast)


@pytest.fixture
def script(cast, story) -> Script:
    """A draft."""
    return operations.write_script(
        cast.act("publicity", REVIEW_DAY),
        movement=story.movement,
        topic="other",
        title="Bản tin cuối năm",
        text=TEXT,
        planned_on=date(2025, 12, 26),
        planned_at=time(5, 30),
        editor="Lò Văn Thử",
    )


@pytest.fixture
def submitted(cast, script) -> Script:
    operations.submit_script(cast.act("publicity", REVIEW_DAY), script=script)
    return script


@pytest.fixture
def approved(cast, submitted) -> Script:
    operations.approve_script(cast.act("chair", REVIEW_DAY), script=submitted)
    return submitted


@pytest.fixture(autouse=True)
def _review_day(monkeypatch, _clock):
    """The clock of the views stands on the day of the review."""
    monkeypatch.setattr("thidua.base.clock.now", lambda: REVIEW_DAY)
