"""What the newest vintages know: organisations of the register and authors of the home institution, for lists to be held against."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from utsyn.evidence.registers import LINKS
from utsyn.evidence.snapshots import Store, Vintage, column

if TYPE_CHECKING:
    from utsyn.evidence.loading import Loading


CHARTER, OWN = "eche", "plain"  # sources


class Organisation(NamedTuple):
    """An organisation of the register: its number (0: unknown), name, whether it is active, and what it became."""

    number: int
    ror: str
    name: str
    active: bool
    successors: tuple[str, ...]


class Known(NamedTuple):
    """What is known; None where nothing was loaded to hold a list against."""

    by_ror: Mapping[str, Organisation] | None
    by_number: Mapping[int, Organisation] | None
    authors: frozenset[int] | None
    orcids: frozenset[str] | None


def known(into: "Loading") -> Known:
    """Return what the newest vintages of the same store know; which they are is kept with the load."""
    store = Store(into.folder.parent.parent)
    told: list[Organisation] = []
    for vintage in _newest(store, "organisations", into):
        told += _organisations(store.path(vintage, "organisations"))
    authors: set[int] = set()
    orcids: set[str] = set()
    people = _newest(store, "authorships", into)
    for vintage in people:
        if path := store.path(vintage, "authorships"):
            authors |= set(column(path, "author"))
            orcids |= {one for one in column(path, "orcid") if one}
    by_ror: dict[str, Organisation] = {}
    for one in told:  # a record with a number says more than one without
        if one.ror not in by_ror or not by_ror[one.ror].number:
            by_ror[one.ror] = one
    return Known(
        by_ror if told else None, {one.number: one for one in told if one.number} if told else None,
        frozenset(authors) if people else None, frozenset(orcids) if people else None,
    )  # fmt: skip


def with_charter(rows: Iterable[Mapping[str, Any]], into: "Loading") -> Iterator[Mapping[str, Any]]:
    """Walk links, and after them those of the newest list of the Erasmus Charter that they lack: of several vintages with links one is read."""
    store, said = Store(into.folder.parent.parent), set()
    for row in rows:
        said.add(tuple(row.get(name) for name in LINKS.key))
        yield row
    for vintage in _newest(store, LINKS.name, into):
        if vintage.source == CHARTER and (path := store.path(vintage, LINKS.name)):
            columns = zip(*(column(path, name) for name in LINKS.columns), strict=True)
            rows_there = (dict(zip(LINKS.columns, row, strict=True)) for row in columns)
            more = [row for row in rows_there if tuple(row[name] for name in LINKS.key) not in said]
            into.count("link that comes from the list of the Erasmus Charter", len(more))
            yield from more


def has_own_links(into: "Loading") -> bool:
    """Tell whether the institution's own lists have links, which are read instead of those of the charter until they are loaded again."""
    return any(one.source == OWN for one in _newest(Store(into.folder.parent.parent), LINKS.name, into))


def _newest(store: Store, table: str, into: "Loading") -> list[Vintage]:
    """Return of each source the newest vintage that has a table."""
    found = {
        one.source: one
        for one in store.vintages()
        if one.table(table) and one.source != into.folder.parent.name
    }
    for one in found.values():
        into.parameters[f"checked against {table} of {one.source}"] = one.key
    return list(found.values())


def _organisations(path: Path | None) -> list[Organisation]:
    if path is None:
        return []
    columns = [column(path, name) for name in ("organisation", "ror", "name", "status", "successors")]
    return [
        Organisation(number or 0, ror, name or "", status in (None, "", "active"), tuple(after or ()))
        for number, ror, name, status, after in zip(*columns, strict=True)
        if ror
    ]
