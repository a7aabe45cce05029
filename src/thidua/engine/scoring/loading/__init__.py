"""From plain data (a YAML file, a workbook, a form) to a checked rule or criteria set."""

from thidua.engine.scoring.loading.rules import RULE_KINDS, load_rule
from thidua.engine.scoring.loading.whole import load_set

__all__ = ["RULE_KINDS", "load_rule", "load_set"]
