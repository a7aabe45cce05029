"""The published list of papers (danh-sach-phieu.csv) and its recount by anybody, without a database.

One record per line, fields separated by commas, quoted where needed, lines ended by a line feed, UTF-8 without a
mark in front, records in this order::

    header,<name>,<value>            ballot, version, base, members, present, threshold, quota, order
    threshold,<question>,<share>     ">1/2" is more than half, ">=4/5" at least
    contest,<question>,<most marks on a paper>,<number of names>
    option,<question>,<place>,<name>
    quota,<subject>,<max>,<max percent>,<per>,<group>,<rounding>   per: all, unit or block
    participants,<subject>,<unit, block or group>,<number>         sorted; only for quotas in percent
    held,<subject>,<unit>,<block>,<groups>                         places taken at an earlier choice, sorted
    roll,<member>,<state>            sorted
    recused,<member>,<question>      sorted
    envelope,<receipt>               sorted
    slip,<question>,<serial>,<choice>   sorted
    open,<member>,<question>,<choice>   sorted
    candidate,<question>,<subject>,<unit>,<block>,<groups>,<rank>,<chair order>
    chosen,<question>                sorted
    total,<question>,<yes>,<no>,<blank>,<spoilt>

Lists of version 1, which stand in minutes that are signed already, are read as they were written. Version 3 is that of
lists with a contest, one question about several names. A slip, an open vote and a recusal are of the whole contest, and
the choice is the places of the marked names, ascending ("1+3"), ``blank`` or ``spoilt``. Threshold, candidate, chosen
and total are of each name: its marks, the valid papers that mark others only, blank and spoilt papers.
"""

from thidua.engine.ballot.published.reading import MalformedError, read_published
from thidua.engine.ballot.published.recounting import (
    Difference,
    Recount,
    RecountStatus,
    chosen_by_rule,
    recount,
)
from thidua.engine.ballot.published.writing import (
    CONTEST_VERSION,
    VERSION,
    Held,
    PublishedBallot,
    Standing,
    list_digest,
    published_text,
)

__all__ = [
    "CONTEST_VERSION",
    "VERSION",
    "Difference",
    "Held",
    "MalformedError",
    "PublishedBallot",
    "Recount",
    "RecountStatus",
    "Standing",
    "chosen_by_rule",
    "list_digest",
    "published_text",
    "read_published",
    "recount",
]
