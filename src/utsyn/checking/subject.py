"""A document under check: opened, walked part by part, and every finding placed on its line."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from utsyn.checking.found import Found, Kinds, Severity
from utsyn.cited import SourceEntry
from utsyn.documents import Document, read
from utsyn.problems import Path as Steps
from utsyn.problems import Problem, Problems
from utsyn.text import Text, Words, say


class Doubted(Protocol):
    """What a document says of a finding that its author knows of: the kind, the part, and why it stands."""

    @property
    def finding(self) -> str:
        """The kind of finding."""

    @property
    def at(self) -> str:
        """The part it speaks of; all of the document where nothing is named."""

    @property
    def because(self) -> Text:
        """Why it stands."""


class Checked(Protocol):
    """A document that could be read, with what the file says as it was written."""

    @property
    def path(self) -> Path:
        """Where the document lies."""

    @property
    def file(self) -> Document:
        """What the file says, and on which lines."""

    @property
    def kinds(self) -> Kinds:
        """The kinds of finding that such a document can have."""

    @property
    def sources(self) -> Mapping[str, SourceEntry]:
        """What the document was read from."""

    @property
    def doubts(self) -> Sequence[Doubted]:
        """The findings that its author knows of."""

    def found(
        self, code: str, path: Steps, what: Words, mend: Words, *, severity: Severity | None = None
    ) -> Found:
        """Place a finding on the line of a part of the document."""


def placed(
    kinds: Kinds,
    code: str,
    *,
    file: Document,
    path: Steps,
    what: Words,
    mend: Words,
    severity: Severity | None = None,
) -> Found:
    """Place a finding on the line of a part of a document."""
    line, grave = file.line(path) or 1, severity or kinds.severity_of(code)
    return Found(kinds.codes(code), grave, file.file, line, what, mend, path=named(path, file.data))


def of_problem(kinds: Kinds, problem: Problem, code: str, *, data: Any = None) -> Found:
    """Turn a problem met while reading into a finding."""
    line, path = problem.line or 1, named(problem.path, data)
    return Found(
        kinds.codes(code), kinds.severity_of(code), problem.file, line, problem.what, problem.mend, path=path
    )


def held(value: Any, step: str | int) -> Any:
    """Return what a mapping or a list holds under a name or a number, or None."""
    if isinstance(value, dict):
        return value.get(step)
    return value[step] if isinstance(value, list) and isinstance(step, int) and step < len(value) else None


def named(path: Steps, data: Any) -> str:
    """Write a path with the keys of lines in place of their numbers: `rules.own-share.given`."""
    said = ""
    for step in path:
        data = held(data, step)
        key = data.get("key") if isinstance(data, dict) else None
        if isinstance(step, int):
            said += f".{key}" if isinstance(key, str) and key else f"[{step}]"
        else:
            said += f".{step}"
    return said.lstrip(".")


def parts(data: Any, path: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    """Walk every part of a document with its path, what holds others before what it holds."""
    yield path, data
    inside = data.items() if isinstance(data, Mapping) else enumerate(data) if isinstance(data, list) else ()
    for step, value in inside:
        yield from parts(value, (*path, step))


def citations(data: Any) -> Iterator[tuple[Steps, Mapping[str, Any]]]:
    """Walk the citations of a document with their paths, whether written alone or in a list."""
    for path, value in parts(data):
        if path and path[-1] == "cite":
            each = enumerate(value) if isinstance(value, list) else [(None, value)]
            for index, entry in each:
                if isinstance(entry, Mapping) and isinstance(entry.get("source"), str):
                    yield path if index is None else (*path, index), entry


def opened(path: Path) -> Document:
    """Read a document. Raises Problems also for what is no file: at the end of a pipe one would wait for ever."""
    try:
        if path.is_file() or not path.exists():
            return read(path)
    except Problems:
        raise
    except (OSError, ValueError) as error:  # a name no file can have, an escape for no character
        what, mend = say("The file cannot be read: {why}", why=str(error)), say("Write text in UTF-8")
        raise Problems(Problem(what, mend, file=str(path))) from error
    what, mend = say("This is no file that can be read"), say("Give a YAML file, or a folder of them")
    raise Problems(Problem(what, mend, file=str(path)))
