"""A call document under check: opened, walked part by part, and every finding placed on its line."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from utsyn.calls.check.found import Code, Found, Severity, severity_of
from utsyn.calls.document import CallDocument
from utsyn.documents import Document, read
from utsyn.problems import Path as Steps
from utsyn.problems import Problem, Problems
from utsyn.text import Words, say


class Subject(NamedTuple):
    """A call document that could be read, with what the file says as it was written."""

    path: Path
    file: Document
    call: CallDocument

    def found(
        self, code: Code, path: Steps, what: Words, mend: Words, *, severity: Severity | None = None
    ) -> Found:
        """Place a finding on the line of a part of the document."""
        line, grave = self.file.line(path) or 1, severity or severity_of(code)
        return Found(code, grave, self.file.file, line, what, mend, path=named(path, self.file.data))

    def written(self, path: Steps) -> Any:
        """Return what is written at a path, or None."""
        value = self.file.data
        for step in path:
            value = _held(value, step)
        return value


def _held(value: Any, step: str | int) -> Any:
    """Return what a mapping or a list holds under a name or a number, or None."""
    if isinstance(value, dict):
        return value.get(step)
    return value[step] if isinstance(value, list) and isinstance(step, int) and step < len(value) else None


def of_problem(problem: Problem, code: Code, data: Any = None) -> Found:
    """Turn a problem met while reading into a finding."""
    line, path = problem.line or 1, named(problem.path, data)
    return Found(code, severity_of(code), problem.file, line, problem.what, problem.mend, path=path)


def named(path: Steps, data: Any) -> str:
    """Write a path with the keys of lines in place of their numbers: `rules.own-share.given`."""
    said = ""
    for step in path:
        data = _held(data, step)
        key = data.get("key") if isinstance(data, dict) else None
        if isinstance(step, int):
            said += f".{key}" if isinstance(key, str) and key else f"[{step}]"
        else:
            said += f".{step}"
    return said.lstrip(".")


def parts(data: Any, path: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    """Walk every part of a document with its path, what holds others before what it holds."""
    yield path, data
    held = data.items() if isinstance(data, Mapping) else enumerate(data) if isinstance(data, list) else ()
    for step, value in held:
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
