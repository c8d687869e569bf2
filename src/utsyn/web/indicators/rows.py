"""A table of figures as somebody pasted it: read row by row, with what is wrong in which row and column."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from utsyn.plans.entering import NAMED
from utsyn.plans.indicators import IndicatorDocument, Sort
from utsyn.problems import Problem, Problems, unknown_name
from utsyn.text import say
from utsyn.web.indicators import facts
from utsyn.web.indicators.numbers import typed
from utsyn.web.indicators.sheets import FIRST, LAST, SOURCE, TOLD

MOST = 500  # rows that are read at once
NEEDED = ("since", "until")
READ = frozenset([*FIRST, *SOURCE, *TOLD, "precision", "method"]) - {"version"}
NOT_READ = frozenset(
    [*LAST, "version", "digits"]
)  # what an export tells beside that, and the house knows by itself
TRUE = frozenset(["yes", "ja", "true", "1"])


class Row(NamedTuple):
    """A row of the table: its number as a spreadsheet counts, what it tells an action, and what is wrong with it."""

    number: int
    told: Mapping[str, Any]
    problems: Sequence[Problem]


class Table(NamedTuple):
    """The rows, and the columns that are not read; `problems` are those of the table as a whole."""

    rows: Sequence[Row] = ()
    left_out: Sequence[str] = ()
    problems: Sequence[Problem] = ()


def table(written: str, document: IndicatorDocument, *, usual: Mapping[str, str], language: str) -> Table:
    """Read a table with a row of headings; `usual` is what holds where a row says nothing."""
    lines = written.lstrip("\ufeff").strip("\r\n")
    if not lines.strip():
        return Table(problems=[Problem(say("The table is empty"), say("Paste its rows, the headings first"))])
    first = lines.splitlines()[0]
    mark = max(";\t,", key=first.count)
    try:
        cells = list(csv.reader(io.StringIO(lines), delimiter=mark, strict=True))
    except csv.Error:
        what = say("The table cannot be parted into columns")
        return Table(problems=[Problem(what, say("Look at the quotation marks"))])
    heads = [head.strip().casefold() for head in cells[0]]
    wrong = list(_headings(heads))
    if len(cells) - 1 > MOST:
        wrong.append(
            Problem(
                say("The table has {n} rows", n=len(cells) - 1), say("Read at most {most} at once", most=MOST)
            )
        )
    if wrong:
        return Table(problems=wrong)
    found = [
        _row(number, heads, row, document=document, usual=usual, language=language)
        for number, row in enumerate(cells[1:], start=2)
        if any(cell.strip() for cell in row)
    ]
    return Table(found, [head for head in heads if head in NOT_READ])


def _headings(heads: Sequence[str]) -> Iterator[Problem]:
    known = sorted(READ)
    for head in heads:
        if head not in READ and head not in NOT_READ and not head.startswith("parts."):
            yield unknown_name(head, [*known, "parts.numerator", "parts.denominator"])
    for head in set(heads):
        if heads.count(head) > 1:
            yield Problem(say("“{name}” stands there twice", name=head[:80]), say("Write it once"))
    for head in NEEDED:
        if head not in heads:
            yield Problem(say("“{name}” is missing", name=head), say("Add a column with that heading"))


def _row(
    number: int,
    heads: Sequence[str],
    cells: Sequence[str],
    *,
    document: IndicatorDocument,
    usual: Mapping[str, str],
    language: str,
) -> Row:
    wrong = list[Problem]()
    if len(cells) != len(heads):
        what = say("The row has {n} cells, and there are {width} headings", n=len(cells), width=len(heads))
        wrong.append(Problem(what, say("Look for a separator too many or too few")))
    told = {head: cell.strip() for head, cell in zip(heads, cells, strict=False)}
    share = document.sort is Sort.SHARE

    def number_of(head: str) -> Any:
        try:
            return typed(told.get(head, ""), language=language, share=share and not head.startswith("parts."))
        except Problems as error:
            wrong.extend(one._replace(path=(head,)) for one in error.problems)
            return None

    def day(head: str, *, needed: bool = False) -> date | None:
        cell = told.get(head) or usual.get(head, "")
        if not cell and needed:
            wrong.append(Problem(say("Nothing is written here"), say("Write the day as 2022-03-16"), (head,)))
        try:
            return facts.read_source({"accessed": cell})["accessed"]  # type: ignore[no-any-return]
        except Problems as error:
            wrong.extend(one._replace(path=(head,)) for one in error.problems)
            return None

    def words(head: str) -> str:
        return told.get(head, "").removeprefix("'") or usual.get(head, "")

    if told.get("stands", "yes").casefold() not in TRUE:
        what = say("The row is of a figure that was revised or withdrawn")
        wrong.append(Problem(what, say("Take it out: only figures that stand are read in"), ("stands",)))
    given: dict[str, Any] = {
        "since": day("since", needed=True),
        "until": day("until", needed=True),
        "value": number_of("value") if not _made(document, told) else None,
        "precision": number_of("precision"),
        "parts": {head.removeprefix("parts."): number_of(head) for head in told if head.startswith("parts.") and told[head]},
        "source": {name: words(f"source.{name}") for name in ("title", "url", "place", "licence", "sha256")}
        | {"accessed": day("source.accessed")},
        "caveats": [one for one in words("caveats").split(" | ") if one],
        "running": words("running").casefold() in TRUE,
        **{name: words(name) for name in ("unit", "provider", "method", "unknown", "among")},
    }  # fmt: skip
    return Row(number, given, wrong)


def _made(document: IndicatorDocument, told: Mapping[str, str]) -> bool:
    """Tell whether the value of an export is made of the parts beside it, so that it need not be read again."""
    made = document.sort in (Sort.FLOWS, Sort.MEMBERS)
    return made and any(head.startswith("parts.") and cell for head, cell in told.items())


def columns(document: IndicatorDocument, members: Sequence[str]) -> list[str]:
    """Name the columns that a table of figures of an indicator has, for a sheet to begin with."""
    named = NAMED.get(document.sort, ())
    if document.sort in (Sort.MEMBERS, Sort.RANK):
        named = tuple(members) or ("uib", "uio")
    value = [] if document.sort in (Sort.FLOWS, Sort.MEMBERS) else ["value"]
    among = ["among"] if document.sort is Sort.RANK else []
    return ["since", "until", *value, *(f"parts.{name}" for name in named), *among, "precision", "unknown"]
