"""What the scoring knows: sets, sheets, rows, ranks, figures. Every read of a person starts at ``…_visible_to``."""

from thidua.scoring.queries.analysis import (
    AreaStanding,
    LostInAll,
    WhatIf,
    area_standings,
    lost_in_all,
    what_if,
)
from thidua.scoring.queries.criteria import applicable, criteria_of, sets_visible_to, shipped_sets
from thidua.scoring.queries.desk import Numbers, final_scores, numbers, todo
from thidua.scoring.queries.filled import filled
from thidua.scoring.queries.machine import machine_inputs
from thidua.scoring.queries.ranks import (
    Ranking,
    RankLine,
    breaker_in_words,
    breakers_of,
    group_of,
    ranking,
    stands_published,
)
from thidua.scoring.queries.rows import DECIDES, Row, sheet_rows
from thidua.scoring.queries.sheets import (
    campaign_of,
    campaigns_visible_to,
    counts,
    evidence_versions,
    evidence_visible_to,
    progress,
    rank_progress,
    sheet_of,
    sheets_visible_to,
)
from thidua.scoring.queries.standing import rescore
from thidua.scoring.queries.totals import (
    AdjustmentLine,
    AreaLine,
    Lost,
    adjustment_lines,
    area_lines,
    lost_points,
    working,
)
from thidua.scoring.queries.typed import TypedNow, typed_now

__all__ = [
    "DECIDES",
    "AdjustmentLine",
    "AreaLine",
    "AreaStanding",
    "Lost",
    "LostInAll",
    "Numbers",
    "RankLine",
    "Ranking",
    "Row",
    "TypedNow",
    "WhatIf",
    "adjustment_lines",
    "applicable",
    "area_lines",
    "area_standings",
    "breaker_in_words",
    "breakers_of",
    "campaign_of",
    "campaigns_visible_to",
    "counts",
    "criteria_of",
    "evidence_versions",
    "evidence_visible_to",
    "filled",
    "final_scores",
    "group_of",
    "lost_in_all",
    "lost_points",
    "machine_inputs",
    "numbers",
    "progress",
    "rank_progress",
    "ranking",
    "rescore",
    "sets_visible_to",
    "sheet_of",
    "sheet_rows",
    "sheets_visible_to",
    "shipped_sets",
    "stands_published",
    "todo",
    "typed_now",
    "what_if",
    "working",
]
