"""What is wrong in a table, with its row and column; gathered up to a limit, counted beyond it."""

from typing import Final, NamedTuple

MOST_FAULTS: Final = 100
SHOWN: Final = 60


class TableFault(NamedTuple):
    """One fault: the row and the column as the table names them, and what a sentence needs."""

    code: str
    row: int | None = None
    column: str = ""
    value: str = ""
    detail: str = ""


class TableError(ValueError):
    """A table that is refused whole. ``faults`` are the first hundred, ``more`` how many there are beyond."""

    def __init__(self, faults: tuple[TableFault, ...], more: int = 0) -> None:
        """Keep the faults."""
        super().__init__("; ".join(f"{fault.row} {fault.column}: {fault.code}" for fault in faults))
        self.faults = faults
        self.more = more


class Faults:
    """A list of faults that does not grow without end."""

    def __init__(self) -> None:
        self._kept: list[TableFault] = []
        self._more = 0

    def __bool__(self) -> bool:
        return bool(self._kept)

    def add(
        self, code: str, row: int | None = None, column: str = "", value: object = "", detail: str = ""
    ) -> None:
        """Note a fault."""
        if len(self._kept) < MOST_FAULTS:
            self._kept.append(TableFault(code, row, column, str(value).strip()[:SHOWN], detail))
        else:
            self._more += 1

    def error(self) -> TableError:
        """Return the refusal, faults in the order of the rows."""
        return TableError(tuple(sorted(self._kept, key=lambda fault: fault.row or 0)), self._more)
