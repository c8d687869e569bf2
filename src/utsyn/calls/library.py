"""The calls at hand: the shipped documents with the institution's own laid over them."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from utsyn.calls.document import CallDocument
from utsyn.calls.eligibility import Call
from utsyn.documents import read
from utsyn.home import documents, folders, stamps
from utsyn.problems import Problems, unknown_name
from utsyn.text import Said, say

SOON = timedelta(days=14)


class Status(StrEnum):
    """How a call stands on a day."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSING = "closing soon"
    CLOSED = "closed"
    UNKNOWN = "unknown"


STATUS_NAMES: Mapping[Status, Said] = {
    Status.PLANNED: say("planned"),
    Status.OPEN: say("open"),
    Status.CLOSING: say("closing soon"),
    Status.CLOSED: say("closed"),
    Status.UNKNOWN: say("not known"),
}


class Library(NamedTuple):
    """All calls by key, and what was wrong with the documents that could not be read."""

    calls: Mapping[str, Call]
    problems: tuple[Problems, ...]

    def __getitem__(self, key: str) -> Call:  # type: ignore[override]  # looked up by key, never by index
        """Return a call. Raises Problems with the nearest key."""
        if key not in self.calls:
            raise Problems(unknown_name(key, list(self.calls)))
        return self.calls[key]


def load(path: Path) -> Call:
    """Read one call document. Raises Problems, each with its line."""
    document = read(path)
    return Call(document.shaped(CallDocument), document)


def find(key: str) -> Call:
    """Read the one call with this key. Raises Problems."""
    path = place(key)
    if path is None:
        raise Problems(unknown_name(key, keys()))
    return load(path)


def place(key: str) -> Path | None:
    """Return the file of the call with this key, `<programme>/<rest of the key>.yaml`, if there is one."""
    for folder in folders("calls"):
        for programme in _programmes(folder, key):
            path = programme / f"{key[len(programme.name) + 1 :]}.yaml"
            if path.is_file():
                return path
    return None


def _programmes(folder: Path, key: str) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_dir() and key.startswith(f"{path.name}-")]


def keys() -> list[str]:
    """List the keys of all calls at hand, without reading them."""
    return sorted({f"{path.parent.name}-{path.stem}" for path in documents("calls")})


def library() -> Library:
    """Read all calls; read again only when a document has changed."""
    stamp = tuple(stamps("calls"))
    if stamp not in _read:
        _read.clear()
        _read[stamp] = _library([Path(name) for name, _, _ in stamp])
    return _read[stamp]


_read: dict[tuple[tuple[str, int, int], ...], Library] = {}


def _library(paths: list[Path]) -> Library:
    calls: dict[str, Call] = {}
    problems: list[Problems] = []
    for path in paths:
        try:
            call = load(path)
            calls[call.key] = call
        except Problems as error:
            problems.append(error)
    return Library(calls, tuple(problems))


def status(call: Call, *, on: date) -> Status:
    """Tell how a call stands on a day, by the window that held then."""
    window = call.reading(on=on).window
    closes = window.closes.day if window.closes else None
    if closes and on > closes:
        return Status.CLOSED
    if closes is None and window.closed_by and on >= window.closed_by:
        return Status.CLOSED
    if window.opens and on < window.opens:
        return Status.PLANNED
    if window.open_ended and window.opens:
        return Status.OPEN
    if closes is None or (window.opens is None and on != closes):
        return Status.UNKNOWN
    return Status.CLOSING if closes - on <= SOON else Status.OPEN
