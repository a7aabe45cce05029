"""The journal of an authority, for who oversees it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from thidua.accounts.models import User
from thidua.audit.choices import LABELS
from thidua.audit.models import Entry
from thidua.audit.queries import of_kind
from thidua.base.acts import VIETNAM
from thidua.engine.flow import Role
from thidua.engine.text import fold
from thidua.organizations.models import (
    Unit,
)
from thidua.organizations.permissions import Viewer
from thidua.organizations.queries.seen import covered_units

OVERSEES = (Role.INSPECTOR, Role.ADMIN, Role.OFFICER, Role.CHAIRPERSON)
"""Roles that read the journal of an authority."""


def _overseen(seen_by: Viewer) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=covered_units(seen_by, *OVERSEES), authority_id=F("pk"))


def oversees(seen_by: Viewer) -> bool:
    """Whether the account reads the journal of any authority."""
    return _overseen(seen_by).exists()


def actors_overseen_by(seen_by: Viewer) -> QuerySet[User]:
    """The accounts whose acts the account may read of: those of the overseen authorities."""
    own = _overseen(seen_by).values("pk")
    users = User.objects.filter(Q(person__authority__in=own) | Q(grants__unit__authority__in=own))
    return users.distinct().order_by("display_name", "pk")


def journal_visible_to(
    seen_by: Viewer, *, text: str = "", kind: str = "", who: User | None = None, on: date | None = None
) -> QuerySet[Entry]:
    """The entries of the overseen authorities, and those without one whose actor belongs to them; newest first."""
    own = _overseen(seen_by)
    keys = own.annotate(key=Cast("pk", CharField())).values("key")
    users = actors_overseen_by(seen_by).order_by()
    actors = users.annotate(key=Concat(Value("user:"), Cast("pk", CharField()))).values("key")
    rows = Entry.objects.filter(Q(authority_id__in=keys) | Q(authority_id="", actor_id__in=actors))
    rows = of_kind(rows, kind)
    if who is not None:
        rows = rows.filter(actor_id=who.actor_id)
    if on is not None:
        first = datetime.combine(on, time.min, tzinfo=VIETNAM)
        rows = rows.filter(at__gte=first, at__lt=first + timedelta(days=1))
    if text.strip():
        acts = [name for name, label in LABELS.items() if fold(text) in fold(label)]
        rows = rows.filter(
            Q(object_label__icontains=text.strip())
            | Q(actor_label__icontains=text.strip())
            | Q(name__in=acts)
        )
    return rows.order_by("-position")
