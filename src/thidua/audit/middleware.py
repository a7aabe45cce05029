"""What was tried and refused is written to the journal too, after the answer is made."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Final, cast

from django.db import models, transaction
from django.http import HttpRequest, HttpResponse

from thidua.audit.models import Entry
from thidua.audit.operations import append
from thidua.base import web
from thidua.base.acts import Entry as Pending
from thidua.base.acts import Refusal, refusals
from thidua.base.errors import NotAllowedError, RefusedError

REFUSED: Final = "act.refused"
_SAME_WITHIN: Final = timedelta(minutes=1)
_MOST_TOLD: Final = 500


class RefusedActsMiddleware:
    """Journals each act that an operation refused, and each form sent by somebody who may not act."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then write down what was refused."""
        with refusals() as refused:
            response = self.get_response(request)
        forbidden = getattr(request, "forbidden", None)
        if forbidden is not None and not refused:
            refused.append(forbidden)
        for refusal in refused:
            _write(refusal)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Remember a form that was sent without the right to act; the page for it is made elsewhere."""
        if (
            isinstance(exception, NotAllowedError)
            and request.method == "POST"
            and request.user.is_authenticated
        ):
            match = request.resolver_match
            name = match.view_name if match else ""
            request.forbidden = Refusal(  # type: ignore[attr-defined] # our own mark, read when the answer is made
                web.act_of(request), name, None, "Không có quyền làm việc này."
            )


def _write(refusal: Refusal) -> None:
    """One entry; the same refusal of the same person within a minute (a double click) is one."""
    act = refusal.act
    thing = refusal.thing or (act.actor if isinstance(act.actor, models.Model) else None)
    if thing is None or thing.pk is None:
        return
    told = refusal.sentence[:_MOST_TOLD] or "Không có quyền làm việc này."
    facts = {"operation": refusal.operation, "reason": told}
    entry = Pending(
        name=REFUSED,
        object_type=thing._meta.label_lower,
        object_id=str(thing.pk),
        object_label=str(thing)[:300],
        authority_id=getattr(thing, "authority_id", None),
        facts=facts,
        private={},
    )
    try:
        with transaction.atomic():
            last = Entry.objects.filter(actor_id=act.actor.actor_id).order_by("-position").first()
            if last is None or not _same(last, entry, refusal):
                append(act, [entry])
    except (
        RefusedError
    ):  # a clock that stands wrong: the page has said so, nothing can be written before it is set
        return


def _same(last: Entry, entry: Pending, refusal: Refusal) -> bool:
    if last.name != REFUSED or refusal.act.at - last.at > _SAME_WITHIN:
        return False
    facts = cast("dict[str, object]", json.loads(last.text)["facts"])
    return facts == entry.facts and last.object_id == entry.object_id
