"""What was reached of a plan's target, as a person tells it: forms clean it, operations keep it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from thidua.movements.models import PlanItem


@dataclass(frozen=True, slots=True)
class TargetFigure:
    """What was reached of a target, in percent, the year before where known, and where the figure comes from."""

    item: PlanItem
    reached: Decimal
    source: str
    before: Decimal | None = None
