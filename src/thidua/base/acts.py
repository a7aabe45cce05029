"""Act and operation: who does what, when, from where, and the one way in which it is written down.

Every write of the program is a function decorated with :func:`operation`. It takes one :class:`Act`, runs in one
transaction, and its journal entries are the last statements of that transaction, so that a change without its
entry, or an entry without its change, cannot exist.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar
from zoneinfo import ZoneInfo

from django.db import models, transaction

from thidua.base.errors import NotAllowedError, RefusedError

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def day_of(at: datetime) -> date:
    """The day of an instant in Việt Nam."""
    return at.astimezone(VIETNAM).date()


class Actor(Protocol):
    """Whoever acts: a signed-in user, or the system itself."""

    @property
    def actor_id(self) -> str:
        """Key in the journal, like ``user:12``."""

    @property
    def actor_label(self) -> str:
        """Name in the journal."""


@dataclass(frozen=True, slots=True)
class SystemActor:
    """The program acting by itself (set-up, import by command)."""

    actor_id: str = "system"
    actor_label: str = "Hệ thống"


SYSTEM = SystemActor()
PUBLIC = SystemActor("public", "Người xem trang công khai")
"""Somebody who did not sign in; does nothing, but what they tried may have to be told."""


@dataclass(frozen=True, slots=True)
class SignedSource:
    """The signed paper behind an act that its author did not do on the screen.

    ``kind`` is ``recorded`` (ghi nhận theo văn bản đã ký) or ``entered`` (nhập thay); ``paper_id`` is the key of the
    ``documents.SignedPaper``; ``label`` is what stands beside the act wherever it is shown.
    """

    kind: str
    paper_id: int
    label: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One journal entry, waiting for the end of its operation."""

    name: str
    object_type: str
    object_id: str
    object_label: str
    authority_id: int | None
    facts: dict[str, Any]
    private: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts, at which instant, from where, and on which signed paper if not on the screen."""

    actor: Actor
    at: datetime
    source: str = "local"
    signed: SignedSource | None = None

    @property
    def on(self) -> date:
        """The day of the act in Việt Nam."""
        return day_of(self.at)

    def record(
        self, name: str, obj: models.Model, *, private: dict[str, Any] | None = None, **facts: Any
    ) -> None:
        """Put one entry into the journal of the running operation.

        ``private`` holds personal old and new values: they are kept in an erasable side table, their digest in the
        chain. Raises ``OutsideOperationError`` when no operation is running.
        """
        buffer = _open_entries.get()
        if buffer is None:
            raise OutsideOperationError(name)
        if self.signed is not None:
            facts["signed"] = {
                "kind": self.signed.kind,
                "paper": self.signed.paper_id,
                "label": self.signed.label,
            }
        buffer.append(
            Entry(
                name=name,
                object_type=obj._meta.label_lower,
                object_id=str(obj.pk),
                object_label=str(obj)[:300],
                authority_id=getattr(obj, "authority_id", None),
                facts=facts,
                private=private or {},
            )
        )


@dataclass(frozen=True, slots=True)
class Refusal:
    """An act that was not done: what was tried, on what, and the sentence that may stand in the journal.

    ``tried`` is the name that its entry would have had; empty for a form whose sender had no right to the page, which
    is told by its address (``page``). Without a sentence the person had no right to the act.
    """

    act: Act
    operation: str
    thing: models.Model | None
    sentence: str
    tried: str = ""
    page: str = ""


class OutsideOperationError(RuntimeError):
    """A write tried to enter the journal outside an operation."""


P = ParamSpec("P")
R = TypeVar("R")
EntryWriter = Callable[[Act, list[Entry]], None]
_open_entries: ContextVar[list[Entry] | None] = ContextVar("open_entries", default=None)
_refusals: ContextVar[list[Refusal] | None] = ContextVar("refusals", default=None)
_writers: list[EntryWriter] = []


def write_entries_with(writer: EntryWriter) -> None:
    """Name the journal that takes the entries (the ``audit`` app does, once, when it is ready)."""
    _writers[:] = [writer]


def operation(
    name: str,
) -> Callable[[Callable[Concatenate[Act, P], R]], Callable[Concatenate[Act, P], R]]:
    """Make a function an operation: atomic, journaled; an operation called inside another joins it.

    ``name`` is that of its journal entry, or where it writes none of its own what people call the act: by it a refusal
    says what was tried.
    """

    def made(function: Callable[Concatenate[Act, P], R]) -> Callable[Concatenate[Act, P], R]:
        @wraps(function)
        def run(act: Act, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if _open_entries.get() is not None:
                return function(act, *args, **kwargs)
            token = _open_entries.set([])
            try:
                with transaction.atomic():
                    result = function(act, *args, **kwargs)
                    entries = _open_entries.get() or []
                    for writer in _writers if entries else ():
                        writer(act, entries)
            except (NotAllowedError, RefusedError) as refused:
                things = (*args, *kwargs.values())
                thing = next((one for one in things if isinstance(one, models.Model)), None)
                told = refused.openly if isinstance(refused, RefusedError) else ""
                where = f"{function.__module__}.{function.__name__}"
                note_refusal(Refusal(act, where, thing, told or str(refused), name))
                raise
            finally:
                _open_entries.reset(token)
            return result

        return run

    return made


def note_refusal(refusal: Refusal) -> None:
    """Add to what is collected (``refusals``); of one act both an operation and its view may tell, the first counts."""
    collected = _refusals.get()
    if collected is not None and (refusal.sentence or not collected):
        collected.append(refusal)


@contextmanager
def refusals() -> Iterator[list[Refusal]]:
    """Collect what operations refuse meanwhile: their own transactions leave no trace of it."""
    collected: list[Refusal] = []
    token = _refusals.set(collected)
    try:
        yield collected
    finally:
        _refusals.reset(token)
