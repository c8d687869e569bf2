"""Where data come from: one file a source, each of which fetches, recognises its files, and loads them into the promised tables.

A source makes itself known with `source(Origin(...))` in a module that ROOMS lists; other packages do it by an entry point in the
group `utsyn.sources`.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from utsyn.plugins import plugged
from utsyn.problems import Problem, Problems, unknown_name
from utsyn.text import Words, say

if TYPE_CHECKING:  # sources are listed without an engine
    from utsyn.evidence.fetching import Fetch
    from utsyn.evidence.loading import Load

ROOMS: tuple[str, ...] = (
    "cordis", "dbh", "eche", "erasmus", "openalex", "plain", "research_council", "ror",
)  # fmt: skip


class Origin(NamedTuple):
    """A source: what it is called, its licence and home, the tables it gives, and how to get at it.

    `fetch` fetches into a folder what the named parameters ask for; `recognise` returns those of the files that are this source's;
    `load` writes its tables from them. `key` names it in commands, `variable` is the environment variable with its key, if any;
    `parameters` are what fetch and load understand, each with a sentence.
    """

    key: str
    title: str
    licence: str
    home: str
    tables: tuple[str, ...]
    fetch: "Callable[[Fetch, Mapping[str, str]], None]"
    recognise: Callable[[Sequence[Path]], Sequence[Path]]
    load: "Load"
    variable: str = ""
    parameters: Mapping[str, Words] = {}


_found: dict[str, Origin] = {}


def source(origin: Origin) -> Origin:
    """Make a source known under its key."""
    _found[origin.key] = origin
    return origin


@cache
def sources() -> Mapping[str, Origin]:
    """Return all sources, those of other packages included."""
    for room in ROOMS:
        import_module(f"utsyn.evidence.sources.{room}")
    plugged("utsyn.sources")
    return dict(sorted(_found.items()))


def find(key: str) -> Origin:
    """Return a source by key. Raises Problems with the nearest right one."""
    if key not in sources():
        raise Problems(unknown_name(key, list(sources())))
    return sources()[key]


def recognised(files: Sequence[Path]) -> Mapping[str, Sequence[Path]]:
    """Return by source which of the files are its own. Raises Problems that name every file no source recognises."""
    found = {key: own for key, origin in sources().items() if (own := origin.recognise(files))}
    known = {path for own in found.values() for path in own}
    what, mend = (
        say("No source recognises this file"),
        say("Known sources: {names}", names=", ".join(sources())),
    )
    if strangers := [path for path in files if path not in known]:
        raise Problems(*(_broken(path) or Problem(what, mend, file=str(path)) for path in strangers))
    return found


def readable(files: Sequence[Path]) -> None:
    """Raise Problems that name every file that cannot be opened."""
    wrong = []
    for path in files:
        try:
            with path.open("rb") as file:
                file.read(1)
        except OSError as error:
            mend = say("Check the name and that you may read it")
            wrong.append(
                Problem(say("The file cannot be read: {why}", why=error.strerror or ""), mend, file=str(path))
            )
    if wrong:
        raise Problems(*wrong)


def _broken(path: Path) -> Problem | None:
    """Return what is wrong with a workbook, or a file that is packed, which no source can know because it is damaged."""
    from utsyn.evidence.sources.packed import CHUNK, SHEETS, members, sheet_names, stream

    try:
        if path.suffix.lower() in SHEETS:
            sheet_names(path)
        elif path.suffix == ".gz":
            with stream(path) as unpacked:
                while unpacked.read(CHUNK):
                    pass
        else:
            members(path)
    except Problems as error:
        return error.problems[0]
    return None
