"""Read a YAML or JSON document into its shape, or say which line is wrong and why."""

import hashlib
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

from pydantic import TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from utsyn.problems import Path as Steps
from utsyn.problems import Problem, Problems, problems_of
from utsyn.text import say

T = TypeVar("T")
LARGEST = 1_000_000  # bytes: the longest call known takes 40,000
MOST_NODES = 50_000  # a document of aliases to aliases would grow for ever
DEEPEST = 40

# YAML 1.2's core schema, and nothing of 1.1's: `NO` is Norway and `12:30` is a time. Fractions stay exact.
PLAIN: tuple[tuple[re.Pattern[str], Callable[[str], Any]], ...] = (
    (re.compile(r"null|Null|NULL|~|"), lambda _: None),
    (re.compile(r"true|True|TRUE"), lambda _: True),
    (re.compile(r"false|False|FALSE"), lambda _: False),
    (re.compile(r"[-+]?[0-9]{1,40}"), int),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]{1,40}(\.[0-9]*)?)([eE][-+]?[0-9]{1,2})?"), Decimal),
)


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
        node = _composed(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        mend = say("Save the file as UTF-8")
        raise Problems(Problem(say("Byte {n} is not UTF-8 text", n=error.start), mend, file=file)) from error
    except YAMLError as error:
        raise Problems(_broken(error, file)) from error
    reader = _Reader(file)
    data = None if node is None else reader.value(node, ())
    if reader.problems:
        raise Problems(*reader.problems)
    return Document(file, data, reader.lines, hashlib.sha256(content).hexdigest())


def _composed(written: str) -> Node | None:
    """Compose with the C parser, ten times as quick; ask the slower one, which knows all of YAML 1.2, before refusing."""
    try:
        return cast("Node | None", YAML(typ="safe").compose(StringIO(written)))
    except YAMLError:
        return cast("Node | None", YAML(typ="safe", pure=True).compose(StringIO(written)))


class _Reader:
    def __init__(self, file: str) -> None:
        self.file, self.lines, self.problems = file, dict[Steps, int](), list[Problem]()
        self.nodes = 0

    def value(self, node: Node, path: Steps) -> Any:
        self.nodes += 1
        self.lines.setdefault(path, node.start_mark.line + 1)
        if self.nodes > MOST_NODES or len(path) > DEEPEST:
            what = say("The document is too deep or refers to itself")
            raise Problems(self._problem(what, say("Write it out without aliases"), node, path[:3]))
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        return _scalar(node)

    def _mapping(self, node: MappingNode, path: Steps) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name_node, value_node in node.value:
            name = str(name_node.value)
            if name in found:
                what = say("“{name}” is given twice", name=name)
                self.problems.append(self._problem(what, say("Keep one of them"), name_node, (*path, name)))
            self.lines[(*path, name)] = name_node.start_mark.line + 1
            found[name] = self.value(value_node, (*path, name))
        return found

    def _problem(self, what: Any, mend: Any, node: Node, path: Steps) -> Problem:
        return Problem(what, mend, path, self.file, node.start_mark.line + 1)


def _scalar(node: Node) -> Any:
    if getattr(node, "style", None):  # quoted or block: always text
        return node.value
    return next((kind(node.value) for form, kind in PLAIN if form.fullmatch(node.value)), node.value)


def _broken(error: YAMLError, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    why = getattr(error, "problem", None) or str(error).splitlines()[0]
    mend = say("Look at the indentation, quotation marks and brackets there and on the line before")
    return Problem(say("This is not YAML: {why}", why=why), mend, (), file, mark.line + 1 if mark else None)


def _too_large(size: int, largest: int, file: str) -> Problems:
    what = say("The document has {size} bytes; at most {largest} are read", size=size, largest=largest)
    return Problems(Problem(what, say("Leave out what the rules do not ask for"), file=file))
