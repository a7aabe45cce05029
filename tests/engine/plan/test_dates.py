import pytest

from thidua.engine.plan.dates import span
from thidua.engine.plan.passage import Fact
from thidua.engine.plan.restore import restore

_ISSUED = Fact("2025-02-10", 0, 1)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Trong năm 2025.", "2025-01-01", "2025-12-31"),
        ("từ ngày 01/3/2025 đến ngày 30/11/2025", "2025-03-01", "2025-11-30"),
        ("Từ ngày 01 tháng 3 năm 2025 đến hết ngày 30 tháng 11 năm 2025", "2025-03-01", "2025-11-30"),
        ("từ 15/3 đến 30/11/2025", "2025-03-15", "2025-11-30"),
        ("từ tháng 3/2025 đến hết tháng 11/2025", "2025-03", "2025-11"),
        ("từ tháng 3 đến tháng 11 năm 2025", "2025-03", "2025-11"),
        ("giai đoạn 2025 - 2030", "2025-01-01", "2030-12-31"),
        ("từ năm 2025 đến năm 2030", "2025-01-01", "2030-12-31"),
        ("Quý I năm 2026", "2026-01", "2026-03"),
        ("từ quý II/2025 đến hết quý IV/2025", "2025-04", "2025-12"),
        ("Quý II và Quý III năm 2025", "2025-04", "2025-09"),
        ("6 tháng đầu năm 2025", "2025-01", "2025-06"),
        ("sáu tháng cuối năm 2025", "2025-07", "2025-12"),
        ("đến hết ngày 31/12/2025", None, "2025-12-31"),
        ("từ ngày ban hành Kế hoạch đến hết 15/12/2025", "2025-02-10", "2025-12-15"),
        ("từ ngày 31/02/2025 đến ngày 30/11/2025", None, "2025-11-30"),
        ("từ ngày 01/12/2025 đến ngày 01/3/2025", "2025-12-01", "2025-03-01"),
    ],
)
def test_reads_a_span_of_time(text, start, end):
    found = span(restore(text).passage, _ISSUED)
    assert found is not None
    assert (found.starts_on and found.starts_on.value, found.ends_on and found.ends_on.value) == (start, end)


@pytest.mark.parametrize("text", ["thường xuyên", "ngày 10/3/2025", "theo kế hoạch"])
def test_what_is_no_span_is_none(text):
    assert span(restore(text).passage) is None


def test_a_day_of_issue_that_is_not_shown_is_not_guessed():
    found = span(restore("từ ngày ban hành đến hết ngày 15/12/2025").passage)
    assert found is not None
    assert found.starts_on is None
