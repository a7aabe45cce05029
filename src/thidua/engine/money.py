"""Money that goes with an award: multiple x base salary of the decision's day, rounded up.

Law: NĐ 152/2025/NĐ-CP, art. 49.2, 54.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal


@dataclass(frozen=True, slots=True)
class AwardItem:
    """What is to be paid: so many awards of one kind, each ``multiple`` base salaries."""

    kind: str
    count: int
    multiple: Decimal


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """One line of the money list; all sums in đồng."""

    kind: str
    count: int
    multiple: Decimal
    base_salary: int
    product: Decimal
    each: int
    amount: int


@dataclass(frozen=True, slots=True)
class MoneyList:
    """The lines and their total in đồng."""

    lines: tuple[MoneyLine, ...]
    total: int


def award_money(multiple: Decimal, base_salary: int, rounding_step: int) -> int:
    """Return the money of one award in đồng, rounded up to a whole ``rounding_step``.

    Raises ValueError for a negative multiple or salary, or a step below 1.
    """
    if multiple < 0 or base_salary < 0 or rounding_step < 1:
        message = "a multiple and a salary are not negative, a rounding step is at least 1"
        raise ValueError(message)
    steps = (multiple * base_salary / rounding_step).to_integral_value(rounding=ROUND_CEILING)
    return int(steps) * rounding_step


def money_list(items: Iterable[AwardItem], base_salary: int, rounding_step: int) -> MoneyList:
    """Return the lines in the order given, and the total.

    Raises ValueError as ``award_money`` does, and for a negative count.
    """
    lines: list[MoneyLine] = []
    for item in items:
        if item.count < 0:
            message = "a count is not negative"
            raise ValueError(message)
        each = award_money(item.multiple, base_salary, rounding_step)
        lines.append(
            MoneyLine(
                kind=item.kind,
                count=item.count,
                multiple=item.multiple,
                base_salary=base_salary,
                product=item.multiple * base_salary,
                each=each,
                amount=each * item.count,
            )
        )
    return MoneyList(tuple(lines), sum(line.amount for line in lines))
