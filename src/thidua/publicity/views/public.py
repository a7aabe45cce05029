"""What anybody may read without signing in: the movements, what they ask for, who was awarded, exemplars."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from thidua.base import web
from thidua.publicity import queries


@require_GET
def public_home(request: HttpRequest) -> HttpResponse:
    """The movements of the offices that work here."""
    return web.page(request, "publicity/public_home.html", {"movements": list(queries.public_movements())})


@require_GET
def public_movement(request: HttpRequest, pk: int) -> HttpResponse:
    """One movement: outline of the plan, who was awarded, approved exemplars. Never a score, a birth day, a number."""
    movement = get_object_or_404(queries.public_movements(), pk=pk)
    return web.page(request, "publicity/public_movement.html", queries.public_page(movement))
