"""Reading what people tell: one proposal from a file, or many from a folder or from lines of JSON."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from utsyn.calls.proposal import Proposal
from utsyn.documents import parse, read
from utsyn.problems import Problem, Problems
from utsyn.text import say

FORMS = (".yaml", ".yml", ".json")


class Told(NamedTuple):
    """A proposal by the name of its file or line, or what is wrong with it."""

    name: str
    proposal: Proposal | None
    problems: tuple[Problem, ...] = ()


def proposal(path: Path) -> Proposal:
    """Read one proposal from YAML or JSON. Raises Problems, each with its line."""
    return read(path).shaped(Proposal)


def proposals(path: Path) -> Iterator[Told]:
    """Walk the proposals in a folder of YAML and JSON files, or in a file with one JSON object a line.

    What cannot be read is returned with its problems, so that one bad line loses nothing else.
    """
    if path.is_dir():
        files = sorted(p for p in path.rglob("*") if p.suffix in FORMS and not p.name.endswith(".cases.yaml"))
        if not files:
            what, mend = (
                say("No proposals lie there"),
                say("Put one YAML or JSON file for each proposal in the folder"),
            )
            raise Problems(Problem(what, mend, file=str(path)))
        for file in files:
            yield _file(file)
    elif path.suffix == ".jsonl":
        yield from _lines(path)
    else:
        yield _file(path)


def _file(path: Path) -> Told:
    try:
        return Told(path.stem, proposal(path))
    except Problems as error:
        return Told(path.stem, None, error.problems)


def _lines(path: Path) -> Iterator[Told]:
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _line(path, number, line)
    except OSError as error:
        mend = say("Check the name and that you may read it")
        raise Problems(
            Problem(say("The file cannot be read: {why}", why=error.strerror), mend, file=str(path))
        ) from error


def _line(path: Path, number: int, line: bytes) -> Told:
    """Read a line the quick way; what does not fit is read again the slow way, which knows what is wrong."""
    name = f"{path.name}:{number}"
    try:
        return Told(name, Proposal.model_validate_json(line))
    except ValidationError:
        pass
    try:
        return Told(name, parse(line, file=str(path)).shaped(Proposal))
    except Problems as error:
        return Told(name, None, tuple(p._replace(line=number) for p in error.problems))
