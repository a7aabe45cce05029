"""What is read aloud and what is printed for it."""

from thidua.publicity.papers.scripts import (
    TOPICS,
    contents,
    exemplar,
    interim,
    launch,
    registration,
    result,
    written,
)
from thidua.publicity.papers.sheets import broadcast_log, broadcast_workbook, script_paper

__all__ = [
    "TOPICS",
    "broadcast_log",
    "broadcast_workbook",
    "contents",
    "exemplar",
    "interim",
    "launch",
    "registration",
    "result",
    "script_paper",
    "written",
]
