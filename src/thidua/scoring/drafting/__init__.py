"""A criteria set as plain data that is being written: its tree changed by codes, its rules typed as lines of text."""

from thidua.scoring.drafting.parts import PART_FIELDS, PartField, parts_from, typed_of_parts
from thidua.scoring.drafting.rules import RULE_FIELDS, RuleField, rule_from, typed_of_rule
from thidua.scoring.drafting.tree import (
    NodeError,
    add_node,
    change_node,
    find,
    flat,
    move_node,
    remove_node,
    sum_up,
)

__all__ = [
    "PART_FIELDS",
    "RULE_FIELDS",
    "NodeError",
    "PartField",
    "RuleField",
    "add_node",
    "change_node",
    "find",
    "flat",
    "move_node",
    "parts_from",
    "remove_node",
    "rule_from",
    "sum_up",
    "typed_of_parts",
    "typed_of_rule",
]
