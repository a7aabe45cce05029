"""The steps of the test command: a failure is a failure, and so is what was skipped or not found."""

import pytest

from devtools import checks
from devtools.setup import Fault

BARE = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


@pytest.fixture
def written(tmp_path):
    """Write a test file of its own, away from the project's settings."""

    def write(text):
        path = tmp_path / "test_one.py"
        path.write_text(text)
        return [str(path), "-c", "/dev/null", f"--rootdir={tmp_path}", "-p", "no:cacheprovider"]

    return write


def test_passing_tests_are_counted(written):
    outcome = checks.suite("thử", 2, *written("def test_a(): pass\ndef test_b(): pass\n"), env=BARE)
    assert (outcome.wrong, outcome.passed, outcome.failed) == ("", 2, 0)


def test_a_failing_test_fails_the_step(written):
    outcome = checks.suite("thử", 1, *written("def test_a(): assert 0\ndef test_b(): pass\n"), env=BARE)
    assert (outcome.passed, outcome.failed) == (1, 1)
    assert outcome.wrong
    assert "assert 0" in outcome.output


def test_a_skipped_test_fails_the_step(written):
    outcome = checks.suite(
        "thử",
        1,
        *written("import pytest\ndef test_a(): pass\ndef test_b(): pytest.skip(reason='thiếu')\n"),
        env=BARE,
    )
    assert outcome.wrong == "1 phép thử bị bỏ qua"
    assert outcome.failed == 1


def test_too_few_tests_fail_the_step(written):
    outcome = checks.suite("thử", 2, *written("def test_a(): pass\n"), env=BARE)
    assert "phải có ít nhất 2" in outcome.wrong
    assert outcome.failed == 1


def test_the_last_line_reads_as_that_of_pytest(capsys):
    assert checks.close([checks.Outcome("", passed=3), checks.Outcome("", passed=4)], began=0) == 0
    assert " 7 passed in " in capsys.readouterr().out
    assert (
        checks.close([checks.Outcome("có lỗi"), checks.Outcome("có lỗi", passed=4, failed=2)], began=0) == 1
    )
    assert " 2 failed, 4 passed, 1 error in " in capsys.readouterr().out


def test_what_is_missing_is_a_failure_with_its_sentence(capsys):
    def missing():
        raise Fault("Chưa có Chromium.")

    outcome = checks.report(checks.Step("Chromium", missing))
    assert outcome.failed == 1
    assert "✗ Chromium" in capsys.readouterr().out
