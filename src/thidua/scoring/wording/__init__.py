"""What a rule, an input and its working mean in words: the engine gives codes and facts, here they become sentences."""

from thidua.scoring.wording.changes import change_in_words
from thidua.scoring.wording.faults import input_fault, screen_fault, set_fault
from thidua.scoring.wording.figures import figure, percent, points
from thidua.scoring.wording.rules import (
    band,
    given_in_words,
    label_of,
    options_of,
    rule_in_words,
)
from thidua.scoring.wording.working import working_in_words

__all__ = [
    "band",
    "change_in_words",
    "figure",
    "given_in_words",
    "input_fault",
    "label_of",
    "options_of",
    "percent",
    "points",
    "rule_in_words",
    "screen_fault",
    "set_fault",
    "working_in_words",
]
