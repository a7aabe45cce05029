"""An article of the law inside a sentence of a page, cited from the dated data."""

from __future__ import annotations

from django import template

from thidua.base import clock
from thidua.regulations import queries

register = template.Library()


@register.simple_tag
def article(act: str) -> str:
    """Where the law of today rules on an act (``Law.article_of``). Raises ``StopIteration`` for an unknown act."""
    return queries.national().article_of(act, clock.today())
