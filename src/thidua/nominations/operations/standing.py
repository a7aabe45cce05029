"""What every later step asks before it uses an appraisal: whether it still stands."""

from __future__ import annotations

from collections.abc import Iterable

from thidua.base.acts import Act
from thidua.base.errors import RefusedError
from thidua.honours import permissions as honours_may
from thidua.nominations import queries
from thidua.nominations.models import Nomination

WHAT_NOW = "Hãy thẩm định lại, hoặc Chủ tịch cho phép xét khen, kèm lý do và căn cứ."


def require_standing(act: Act, nominations: Iterable[Nomination], field: str = "") -> None:
    """Refuse, at a field, who may not be put to the vote, chosen, proposed or awarded as the facts are today.

    Law: 152/2025/NĐ-CP, art. 4. Raises ``RefusedError`` that names whom, and to who reads discipline what came up.
    """
    rows = list(nominations)
    back = queries.held_back(rows, act.on)
    if not back:
        return
    told, openly = [], []
    for row in rows:
        if row.pk in back:
            reads = honours_may.may_keep_discipline(act, row.movement.authority_id)
            openly.append(f"{row.subject.name}: {queries.CAME_UP}")
            told.append(f"{row.subject.name}: {' '.join(back[row.pk])}" if reads else openly[-1])
    refused = RefusedError(**{field: f"{' '.join(told)} {WHAT_NOW}"})
    refused.openly = f"{' '.join(openly)} {WHAT_NOW}"  # the journal has readers who do not read discipline
    raise refused
