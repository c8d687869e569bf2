"""Tiny worlds as vintages of a store."""

from datetime import date
from pathlib import Path

from tests.evidence.worlds import World
from utsyn.evidence.loading import Asked, Loading, load
from utsyn.evidence.snapshots import Store, Vintage
from utsyn.evidence.tables import TABLES

DAY = date(2025, 7, 1)


def stored(
    store: Store,
    rows: World,
    *,
    key: str = "first",
    day: date = DAY,
    source: str = "openalex",
    synthetic: bool = False,
) -> Vintage:
    """Write a world as a vintage."""

    def work(_: object, into: Loading) -> None:
        for name, told in rows.items():
            into.rows(TABLES[name], told)

    return load(
        store, work, source=source, title="Tiny world", files=[], asked=Asked(key, day, synthetic=synthetic)
    )


def at(folder: Path) -> Store:
    """Return the store in a folder."""
    return Store(folder / "store")
