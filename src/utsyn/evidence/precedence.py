"""Which vintage a table is read from where several have it: of one source the last named, of two that which is said to go first.

Tables are read whole from one vintage, and never mixed row by row: a figure could not say then what it rests on. A source that knows what
another says takes it along when it is loaded, as the institution's own links take along those of the charter.
"""

from collections.abc import Iterable, Mapping

from utsyn.evidence.snapshots import Vintage
from utsyn.problems import Problem, Problems
from utsyn.text import say

OWN = (
    "plain"  # the institution's own lists go before all that others say; its links hold those of the charter
)
# ROR's dump tells of parents and successors, OpenAlex's list of neither.
FIRST: Mapping[str, str] = {"organisations": "ror"}


def chosen(vintages: Iterable[Vintage], *, named: Iterable[Vintage] = ()) -> Mapping[str, Vintage]:
    """Return by table the vintage it is read from; what is named goes before all else.

    Raises Problems where two sources have a table, neither goes first, and none is named.
    """
    told = {loaded.table: vintage for vintage in named for loaded in vintage.tables}
    found: dict[str, Vintage] = {}
    for vintage in vintages:
        for table in {loaded.table for loaded in vintage.tables} - set(told):
            there = found.get(table)
            found[table] = vintage if there is None else _of_two(table, there, vintage)
    return {**found, **told}


def _of_two(table: str, there: Vintage, other: Vintage) -> Vintage:
    if there.source == other.source:
        return other
    for one in sorted((other, there), key=lambda one: one.source != OWN):
        if one.source in (OWN, FIRST.get(table)):
            return one
    names = [f"{one.source}/{one.key}" for one in (there, other)]
    what = say("The table {table} is in {one} and in {other}", table=table, one=names[0], other=names[1])
    raise Problems(Problem(what, say("Name the one that is meant with --vintage")))
