"""A synthetic world: works, people, organisations, projects and stays that fit together, with planted stories and planted causes of change."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

UNIVERSITY = "The Invented University"


def tables(*, works: int, seed: int, later: bool = False) -> "Mapping[str, pa.Table]":
    """Return the promised tables of a world by name, as Arrow; `later` gives the second vintage. `.to_pylist()` gives rows.

    Raises Problems for fewer than 500 works.
    """
    from utsyn.evidence.world.whole import tables_of

    return tables_of(works=works, seed=seed, later=later)


def university(*, works: int, seed: int) -> str:
    """Return the ROR id of the home university of a world."""
    from utsyn.evidence.world.blocks import world
    from utsyn.evidence.world.identifiers import ror

    return ror(int(world(works, seed).given.register.home[0]))
