"""YAML 1.2 and nothing of 1.1, read part by part, each with its line; what is wrong is said in words."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from io import StringIO
from typing import Any, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from utsyn.problems import Path as Steps
from utsyn.problems import Problem, Problems
from utsyn.text import Said, say

MOST_PARTS = 50_000  # a document of aliases to aliases would grow for ever
MOST_TWICE = 200_000  # characters that a second parser, ten times slower, reads in two seconds
DEEPEST = 40

# YAML 1.2's core schema, and nothing of 1.1's: `NO` is Norway and `12:30` is a time. Fractions stay exact.
PLAIN: tuple[tuple[re.Pattern[str], Callable[[str], Any]], ...] = (
    (re.compile(r"null|Null|NULL|~|"), lambda _: None),
    (re.compile(r"true|True|TRUE"), lambda _: True),
    (re.compile(r"false|False|FALSE"), lambda _: False),
    (re.compile(r"[-+]?[0-9]{1,40}"), int),
    (re.compile(r"[-+]?(\.[0-9]{1,40}|[0-9]{1,40}(\.[0-9]{0,40})?)([eE][-+]?[0-9]{1,2})?"), Decimal),
)
STANDARD = "tag:yaml.org,2002:"
AS_TEXT = f"{STANDARD}str"
# JSON writes what lies beyond the first 65,536 characters in two halves, which YAML does not put together.
HALVES = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
CONTROL = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\ufffe\\uffff]")
HALF = re.compile("[\ud800-\udfff]")


def _whole(halves: re.Match[str]) -> str:
    high, low = (int(half, 16) for half in halves.groups())
    return f"\\U{0x10000 + (high - 0xD800) * 0x400 + low - 0xDC00:08X}"


def parts(written: str, *, file: str = "") -> "Reader":
    """Read a document. Raises Problems.

    The quick parser knows YAML 1.1, in which `{closes: 2022-03-16T13:00}` has a colon too many: what it does not
    read is put to the thorough one, unless there is so much of it that someone would wait.
    """
    whole = HALVES.sub(_whole, written)
    if control := CONTROL.search(whole):
        line = whole.count("\n", 0, control.start()) + 1
        what = say("A control character (number {n}) stands in the text", n=ord(control[0]))
        raise Problems(Problem(what, say("Leave it out"), (), file, line))
    try:
        return Reader(file).read(YAML(typ="safe"), whole)
    except YAMLError as error:
        if len(whole) > MOST_TWICE:
            raise Problems(_broken(error, file)) from error
    try:
        return Reader(file).read(YAML(typ="safe", pure=True), whole)
    except YAMLError as error:
        raise Problems(_broken(error, file)) from error


class _Open:
    """A list or a mapping that is being read: where it stands, the name whose value comes next, how much was read before."""

    def __init__(self, value: Any, path: Steps, anchor: str | None, before: int) -> None:
        self.value, self.path, self.anchor, self.before = value, path, anchor, before
        self.name: str | None = None


class Reader:
    """Builds a document from the parser's events, one after the other, so that nothing is ever deeper than allowed."""

    def __init__(self, file: str) -> None:
        self.file, self.lines, self.problems = file, dict[Steps, int](), list[Problem]()
        self.data: Any = None
        self.open: list[_Open] = []
        self.anchors: dict[str, tuple[Any, int]] = {}  # the value, and how many parts it has
        self.parts = self.documents = 0

    def read(self, parser: YAML, written: str) -> "Reader":
        """Take all events of a parser. Raises Problems, and the parser's own errors."""
        for event in parser.parse(StringIO(written)):
            self._take(event)
        if self.problems:
            raise Problems(*self.problems)
        return self

    def _take(self, event: Event) -> None:
        if isinstance(event, ScalarEvent):
            self._scalar(event)
        elif isinstance(event, MappingStartEvent):
            self._begin({}, event)
        elif isinstance(event, SequenceStartEvent):
            self._begin([], event)
        elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            closed = self.open.pop()
            if closed.anchor:
                self.anchors[closed.anchor] = closed.value, self.parts - closed.before
        elif isinstance(event, AliasEvent):
            self._alias(event)
        elif isinstance(event, DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self._refuse(
                    say("A second document begins here"), say("Write one document in each file"), event
                )

    def _scalar(self, event: ScalarEvent) -> None:
        if event.tag not in (None, "!", AS_TEXT):
            self._refuse_tag(event)
        if HALF.search(event.value):
            what = say("A \\u of a pair stands alone")
            self._refuse(what, say("Write the character itself"), event)
        if self._naming():
            self._name(event)
            return
        text = event.tag is not None or bool(event.style)  # quoted or block: always text
        value = event.value if text else _plain(event.value)
        self._place(value, event)
        if event.anchor:
            self.anchors[event.anchor] = value, 1

    def _naming(self) -> bool:
        """Whether the name of an entry comes next, rather than a value."""
        return bool(self.open) and isinstance(self.open[-1].value, dict) and self.open[-1].name is None

    def _name(self, event: ScalarEvent) -> None:
        within, name = self.open[-1], str(event.value)
        path = (*within.path, name)
        if name in within.value:
            what = say("“{name}” is given twice", name=name)
            self.problems.append(self._problem(what, say("Keep one of them"), event, path))
        within.name = name
        self.lines[path] = event.start_mark.line + 1

    def _place(self, value: Any, event: Event, *, parts: int = 1) -> Steps:
        """Put a value where it belongs, and return where that is."""
        self.parts += parts
        if self.parts > MOST_PARTS or len(self.open) > DEEPEST:
            self._refuse(
                say("The document is too deep or too long"),
                say("Write it shorter and without aliases"),
                event,
            )
        path = self._put(value)
        self.lines.setdefault(path, event.start_mark.line + 1)
        return path

    def _put(self, value: Any) -> Steps:
        if not self.open:
            self.data = value
            return ()
        within = self.open[-1]
        if isinstance(within.value, list):
            within.value.append(value)
            return (*within.path, len(within.value) - 1)
        name, within.name = str(within.name), None
        within.value[name] = value
        return (*within.path, name)

    def _begin(self, value: Any, event: Any) -> None:
        if event.tag not in (None, "!", f"{STANDARD}{'map' if isinstance(value, dict) else 'seq'}"):
            self._refuse_tag(event)
        if self._naming():
            self._refuse(
                say("A name is a list or has names itself"), say("Write a word before the colon"), event
            )
        before = self.parts
        self.open.append(_Open(value, self._place(value, event), event.anchor, before))

    def _alias(self, event: AliasEvent) -> None:
        if event.anchor not in self.anchors or self._naming():
            what = say("“*{name}” names nothing that is written before it", name=event.anchor)
            self._refuse(what, say("Write it out"), event)
        value, parts = self.anchors[event.anchor]
        self._place(value, event, parts=parts)

    def _refuse_tag(self, event: Any) -> NoReturn:
        self._refuse(
            say("Tags such as {tag} are not read", tag=event.tag.replace(STANDARD, "!!")),
            say("Leave it out"),
            event,
        )

    def _refuse(self, what: Said, mend: Said, event: Event) -> NoReturn:
        path = self.open[-1].path[:3] if self.open else ()
        raise Problems(*self.problems, self._problem(what, mend, event, path))

    def _problem(self, what: Said, mend: Said, event: Event, path: Steps) -> Problem:
        return Problem(what, mend, path, self.file, event.start_mark.line + 1)


def _plain(written: str) -> Any:
    return next((kind(written) for form, kind in PLAIN if form.fullmatch(written)), written)


NO_YAML = say("Something is not written as YAML is")
# How what the two parsers say begins, in words that tell a person what to look for.
BROKEN: Mapping[str, Said] = {
    "mapping values are not allowed": say("A colon stands where none can"),
    "could not find expected ':'": say("A name has no colon after it"),
    "did not find expected ',' or ']'": say("A list in square brackets is not closed, or lacks a comma"),
    "expected ',' or ']'": say("A list in square brackets is not closed, or lacks a comma"),
    "did not find expected ',' or '}'": say("Names in braces are not closed, or lack a comma"),
    "expected ',' or '}'": say("Names in braces are not closed, or lack a comma"),
    "did not find expected '-' indicator": say("A line is indented differently from those above it"),
    "did not find expected key": say("A line is indented differently from those above it"),
    "expected <block end>": say("A line is indented differently from those above it"),
    "found unexpected end of stream": say("A quotation mark is not closed"),
    "found unknown escape character": say(
        "A backslash in double quotation marks stands before the wrong letter"
    ),
    "found character '\\t'": say("A tab stands where spaces belong"),
    "found a tab character": say("A tab stands where spaces belong"),
    "found character": say("A value begins with a character that needs quotation marks around it"),
    "did not find expected node content": say("A value is missing, or a bracket too many"),
    "expected the node content": say("A value is missing, or a bracket too many"),
}


def _broken(error: YAMLError, file: str) -> Problem:
    said = str(getattr(error, "problem", ""))
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if said.startswith("found unexpected end of stream"):
        mark = (
            getattr(error, "context_mark", None) or mark
        )  # where the quotation began, not where the file ends
    why = next((words for start, words in BROKEN.items() if said.startswith(start)), NO_YAML)
    mend = say("Look at the indentation, quotation marks and brackets there and on the line before")
    begun, within = getattr(error, "context_mark", None), str(getattr(error, "context", ""))
    if mark and begun and mark.line - begun.line > 1 and ("flow" in within or "quoted" in within):
        mend = say("Look at the quotation marks and brackets from line {n} on", n=begun.line + 1)
    return Problem(why, mend, (), file, mark.line + 1 if mark else None)
