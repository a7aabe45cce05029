"""The reference says what the program does."""

import pytest

from devtools import reference


def test_every_table_of_steps_is_in_the_reference():
    assert set(reference.all_flows()) == set(reference.FLOWS)


@pytest.mark.parametrize("name", ["steps.md", "roles.md", "legal-values.md"])
def test_the_reference_lies_as_the_program_makes_it(name):
    lies = (reference.ROOT / "docs/reference" / name).read_text(encoding="utf-8")
    assert lies == reference.pages()[name], "python3 dev.py reference"
