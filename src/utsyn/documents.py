"""Read a YAML or JSON document into its shape, or say which line is wrong and why."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import TypeAdapter, ValidationError

from utsyn.problems import Path as Steps
from utsyn.problems import Problem, Problems, problems_of
from utsyn.text import say
from utsyn.yaml12 import parts

T = TypeVar("T")
LARGEST = 1_000_000  # bytes: the longest call known takes 40,000


class Document(NamedTuple):
    """What a file says, the line (from 1) of every part of it, and the hash of its bytes."""

    file: str
    data: Any
    lines: Mapping[Steps, int]
    sha256: str

    def line(self, path: Steps) -> int | None:
        """Return the line of a part, or of the nearest part around it that was written."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)

    def at(self, problem: Problem) -> Problem:
        """Place a problem in this file."""
        return problem._replace(file=self.file, line=self.line(problem.path))

    def shaped(self, shape: type[T]) -> T:
        """Return the document in its shape. Raises Problems, each with its line."""
        try:
            return TypeAdapter(shape).validate_python(self.data)
        except ValidationError as error:
            raise Problems(*map(self.at, problems_of(error, shape, given=self.data))) from error


def read(path: Path, *, largest: int = LARGEST) -> Document:
    """Read a YAML 1.2 file. Raises Problems: not there, not text, too large, not YAML, a name given twice."""
    try:
        if path.exists() and not path.is_file():  # to read from a pipe is to wait, perhaps for ever
            raise Problems(Problem(say("This is not a file"), say("Name a file"), file=str(path)))
        size = path.stat().st_size
        if size > largest:
            raise _too_large(size, largest, str(path))
        return parse(path.read_bytes(), file=str(path), largest=largest)
    except OSError as error:
        mend = say("Check the name and that you may read it")
        raise Problems(
            Problem(say("The file cannot be read: {why}", why=error.strerror), mend, file=str(path))
        ) from error


def parse(content: bytes, *, file: str = "", largest: int = LARGEST) -> Document:
    """Read YAML 1.2 (of which JSON is a part) from bytes. Raises Problems as `read` does."""
    if len(content) > largest:
        raise _too_large(len(content), largest, file)
    try:
        written = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        mend = say("Save the file as UTF-8")
        raise Problems(Problem(say("Byte {n} is not UTF-8 text", n=error.start), mend, file=file)) from error
    try:
        read = parts(written, file=file)
    except Problems:
        raise
    except ValueError as error:  # an escape such as "\\U00110000", which names no character
        mend = say("Look for a backslash before letters and digits that name no character")
        raise Problems(Problem(say("This is not YAML: {why}", why=str(error)), mend, file=file)) from error
    return Document(file, read.data, read.lines, hashlib.sha256(content).hexdigest())


def _too_large(size: int, largest: int, file: str) -> Problems:
    what = say("The document has {size} bytes; at most {largest} are read", size=size, largest=largest)
    return Problems(Problem(what, say("Leave out what the rules do not ask for"), file=file))
