"""Every read of the reviews; what a user reads starts at a ``…_visible_to``."""

from thidua.reviews.queries.desk import (
    due_reviews,
    judgements,
    movements_reported_to,
    progress,
    reviews_visible_to,
    todo,
    unwritten,
)
from thidua.reviews.queries.figures import (
    Direction,
    Figures,
    Nominated,
    Spread,
    Staff,
    Target,
    figures,
    targets_of,
)
from thidua.reviews.queries.scores import AreaScore, UnitFigures
from thidua.reviews.queries.tasks import AreaFigures, Month, TaskFigures

__all__ = [
    "AreaFigures",
    "AreaScore",
    "Direction",
    "Figures",
    "Month",
    "Nominated",
    "Spread",
    "Staff",
    "Target",
    "TaskFigures",
    "UnitFigures",
    "due_reviews",
    "figures",
    "judgements",
    "movements_reported_to",
    "progress",
    "reviews_visible_to",
    "targets_of",
    "todo",
    "unwritten",
]
