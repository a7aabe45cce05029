"""A legal text inside a sentence of a page, cited from its own data."""

from __future__ import annotations

from django import template

from thidua.regulations import queries

register = template.Library()


@register.simple_tag
def cited(key: str) -> str:
    """The text of a key as ``Instrument.short`` cites it. Raises ``LookupError`` for an unknown key."""
    return queries.cited(key)
