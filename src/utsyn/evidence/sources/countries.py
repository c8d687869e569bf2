"""Countries as sources write them: ISO codes, or unknown and counted by what is written."""

from typing import TYPE_CHECKING

from utsyn.evidence.sources import cells
from utsyn.problems import Unfit

if TYPE_CHECKING:
    from utsyn.evidence.loading import Loading


def country_or_count(written: str, into: "Loading") -> str | None:
    """Return the ISO code. A country that is no more has none, and is counted as unknown by its code."""
    try:
        return cells.country(written)
    except Unfit:
        into.count(f"country that is not known here: {written.strip()}"[:80])
        return None
