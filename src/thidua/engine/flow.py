"""Who may move what from which state: one table for buttons, permissions and the reference page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Generic, TypeVar

StateT = TypeVar("StateT", bound=StrEnum)

Fact = str | int | bool | None | tuple[str, ...]
NO_FACTS: Mapping[str, Fact] = MappingProxyType({})


class Role(StrEnum):
    """A role held in a unit between two dates; it counts for the units below as well."""

    OFFICER = "officer"  # the standing unit of the council (cơ quan thường trực Hội đồng)
    CHAIRPERSON = "chairperson"
    UNIT_HEAD = "unit_head"
    MEMBER = "member"
    COUNCIL = "council"
    PUBLICITY = "publicity"
    CLERK = "clerk"
    ACCOUNTANT = "accountant"
    INSPECTOR = "inspector"
    ADMIN = "admin"
    PUBLIC = "public"
    APPRAISER = "appraiser"  # a duty given by the officer, not a post


NOBODY: frozenset[Role] = frozenset()
BY_OFFICER: frozenset[Role] = frozenset({Role.OFFICER})


class StepRefusedError(Exception):
    """A step that the state of the thing, or the law, does not allow.

    ``code`` says why, for the caller to put into a sentence; ``facts`` are what the sentence needs.
    """

    def __init__(self, code: str, facts: Mapping[str, Fact] = NO_FACTS) -> None:
        """Keep the code and a copy of the facts."""
        super().__init__(code)
        self.code = code
        self.facts: Mapping[str, Fact] = MappingProxyType(dict(facts))


class UnknownStepError(LookupError):
    """A step name that the flow does not have: a mistake of the programmer, not of the user."""


@dataclass(frozen=True, slots=True, init=False)
class Step(Generic[StateT]):
    """One act: who may do it, from which states, to which state.

    ``roles`` may do it themselves. ``recorders`` may record it from the signed paper or enter it for somebody
    else, which is always shown as such. ``to`` empty means: back to where the thing was returned from.
    """

    name: str
    roles: frozenset[Role]
    sources: frozenset[StateT]
    to: StateT | None
    recorders: frozenset[Role] = field(default=BY_OFFICER)
    fallback: StateT | None = None
    needs_reason: bool = False

    def __init__(
        self,
        name: str,
        roles: Role | frozenset[Role],
        sources: StateT | frozenset[StateT],
        to: StateT | None,
        *,
        recorders: Role | frozenset[Role] = BY_OFFICER,
        fallback: StateT | None = None,
        needs_reason: bool = False,
    ) -> None:
        """Take a single role or state for a set of one."""
        put = object.__setattr__  # frozen for everybody else
        put(self, "name", name)
        put(self, "roles", roles if isinstance(roles, frozenset) else frozenset({roles}))
        put(self, "sources", sources if isinstance(sources, frozenset) else frozenset({sources}))
        put(self, "to", to)
        put(self, "recorders", recorders if isinstance(recorders, frozenset) else frozenset({recorders}))
        put(self, "fallback", fallback)
        put(self, "needs_reason", needs_reason)

    def target(self, resume_at: StateT | str | None = None) -> StateT:
        """Return the state that the step leads to; ``resume_at`` matters only for a step that resumes.

        Raises StepRefusedError ``nowhere_to_resume`` when nothing says where to go.
        """
        if self.to is not None:
            return self.to
        if resume_at:
            state_type = type(next(iter(self.sources)))
            return state_type(resume_at)
        if self.fallback is None:
            raise StepRefusedError("nowhere_to_resume", {"step": self.name})
        return self.fallback

    def may_take(self, roles: Iterable[Role]) -> bool:
        """Tell whether somebody with these roles may take the step themselves."""
        return not self.roles.isdisjoint(roles)

    def may_record(self, roles: Iterable[Role]) -> bool:
        """Tell whether somebody with these roles may record the step from a signed paper or for another."""
        return not self.recorders.isdisjoint(roles)


class Flow(Generic[StateT]):
    """All steps of one kind of thing. A name may stand several times, with different sources."""

    def __init__(self, *steps: Step[StateT]) -> None:
        """Check the table: no step without source, no two steps of one name from one state.

        Raises ValueError when the table contradicts itself.
        """
        table: dict[str, dict[StateT, Step[StateT]]] = {}
        for step in steps:
            if not step.sources:
                message = f"step {step.name!r} starts nowhere"
                raise ValueError(message)
            row = table.setdefault(step.name, {})
            for source in step.sources:
                if source in row:
                    message = f"step {step.name!r} stands twice for state {source.value!r}"
                    raise ValueError(message)
                row[source] = step
        self.steps: tuple[Step[StateT], ...] = steps
        self._table = table

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the steps in the order of the table, each once."""
        return tuple(self._table)

    def step(self, name: str, state: StateT | str) -> Step[StateT]:
        """Return the step of this name from this state.

        Raises StepRefusedError ``wrong_state`` (facts: step, state, sources), or UnknownStepError for a name
        that is not in the table.
        """
        if name not in self._table:
            raise UnknownStepError(name)
        row = self._table[name]
        for source, step in row.items():
            if source.value == state:
                return step
        raise StepRefusedError(
            "wrong_state",
            {"step": name, "state": str(state), "sources": tuple(sorted(source.value for source in row))},
        )

    def right(self, name: str, state: StateT | str = "") -> Step[StateT]:
        """Return who may take a step, also where it does not start from this state: then all whom any state allows.

        The one rule of all rooms: who may is asked of this before ``step`` says that the thing has moved on. Raises
        UnknownStepError.
        """
        if name not in self._table:
            raise UnknownStepError(name)
        row = self._table[name]
        for source, step in row.items():
            if source.value == state:
                return step
        return Step(
            name,
            frozenset().union(*(step.roles for step in row.values())),
            frozenset(row),
            None,
            recorders=frozenset().union(*(step.recorders for step in row.values())),
        )

    def sources(self, name: str) -> frozenset[StateT]:
        """Return all states from which a step of this name starts. Raises UnknownStepError."""
        if name not in self._table:
            raise UnknownStepError(name)
        return frozenset(self._table[name])

    def open_steps(self, state: StateT | str) -> tuple[Step[StateT], ...]:
        """Return the steps that start in this state, in the order of the table."""
        return tuple(step for step in self.steps if any(source.value == state for source in step.sources))
