"""A selection as a table to take home: CSV and xlsx, in which words that look like formulas stay words."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from utsyn.calls.project_columns import NAMES
from utsyn.calls.project_rows import Flaw
from utsyn.calls.projects import GRANTED, ROLE_NAMES, STATUS_NAMES
from utsyn.organisations.countries import name_of
from utsyn.text import Words, say, shown
from utsyn.web.projects import facts
from utsyn.web.projects.models import Project

Value = str | int | Decimal | date | None
FORMULA = re.compile(r"^[\s]*[=+\-@]|^[\t\r\n]")
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST = 32_000  # characters: what a cell of a spreadsheet holds


class Given(NamedTuple):
    """A column of the table: its heading, what it tells of a project, and whether it stays in the house."""

    heading: Words
    told: Callable[[Project, str], Value]
    inside: bool = False


def _status(row: Project, language: str, *, public: bool) -> str:
    status = "granted" if public and row.status in GRANTED else row.status
    return STATUS_NAMES[status].in_(language)


def _columns(*, public: bool) -> list[Given]:
    told = [
        Given(NAMES["number"], lambda row, _: row.number),
        Given(NAMES["title"], lambda row, _: row.title),
        Given(NAMES["call"], lambda row, _: row.call),
        Given(NAMES["programme"], lambda row, _: row.programme),
        Given(NAMES["year"], lambda row, _: row.year),
        Given(NAMES["institution"], lambda row, _: row.institution),
        Given(NAMES["unit"], _called),
        Given(NAMES["role"], lambda row, language: ROLE_NAMES[row.role].in_(language) if row.role else ""),
        Given(NAMES["status"], lambda row, language: _status(row, language, public=public)),
        Given(NAMES["sought"], lambda row, _: row.sought, inside=True),
        Given(NAMES["awarded"], lambda row, _: row.awarded),
        Given(NAMES["currency"], lambda row, _: row.currency),
        Given(NAMES["starts"], lambda row, _: row.starts),
        Given(NAMES["ends"], lambda row, _: row.ends),
        Given(say("Country codes"), lambda row, _: ", ".join(row.countries.split())),
        Given(
            NAMES["countries"],
            lambda row, language: "; ".join(name_of(c, language) for c in row.countries.split()),
        ),
        Given(NAMES["partners"], lambda row, _: "; ".join(partner.name for partner in row.partners.all())),
        Given(NAMES["decided_on"], lambda row, _: row.decided_on, inside=True),
        Given(NAMES["conditions"], lambda row, _: row.conditions, inside=True),
        Given(say("Source"), lambda row, _: row.source, inside=True),
        Given(say("Row in the source"), lambda row, _: row.source_row, inside=True),
    ]
    return [column for column in told if not (public and column.inside)]


def _called(row: Project, language: str) -> str:
    name = facts.called(row)
    return name.in_(language) if name else ""


def as_csv(rows: Iterable[Project], *, public: bool, language: str) -> Iterator[str]:
    """Write projects as CSV with semicolons, as spreadsheets of this part of the world open it; a mark of UTF-8 first."""
    columns = _columns(public=public)
    yield "\ufeff"
    yield _line([column.heading.in_(language) for column in columns])
    for row in rows:
        yield _line([_plain(column.told(row, language)) for column in columns])


def flaws_as_csv(flaws: Sequence[Flaw], language: str) -> Iterator[str]:
    """Write the rows that cannot be used as CSV: row, column, what is wrong, how to mend it."""
    yield "\ufeff"
    yield _line(
        [
            words.in_(language)
            for words in (say("Row"), say("Column"), say("What is wrong"), say("How to mend it"))
        ]
    )
    for flaw in flaws:
        yield _line(
            [
                str(flaw.row),
                _plain(shown(flaw.column, language)),
                _plain(flaw.what.in_(language)),
                _plain(flaw.mend.in_(language)),
            ]
        )


def _line(cells: Sequence[str]) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerow(cells)
    return written.getvalue()


def _plain(value: Value) -> str:
    """Write a value as text; before words that a spreadsheet would work out stands an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, str):
        bare = UNWRITABLE.sub("\ufffd", value)
        return f"'{bare}" if FORMULA.search(bare) else bare
    return str(value)


def as_xlsx(rows: Iterable[Project], *, public: bool, language: str) -> bytes:
    """Write projects as a workbook: amounts are numbers, days are days, and words are words whatever they begin with."""
    columns = _columns(public=public)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(say("Projects").in_(language))
    sheet.freeze_panes = "A2"

    def cell(value: Value) -> Any:
        if not isinstance(value, str):
            return value
        made = WriteOnlyCell(sheet, value="")
        made.value = UNWRITABLE.sub("\ufffd", value)[:LONGEST]
        made.data_type = "s"
        return made

    head = [cell(column.heading.in_(language)) for column in columns]
    for one in head:
        one.font = Font(bold=True)
    sheet.append(head)
    for row in rows:
        sheet.append([cell(column.told(row, language)) for column in columns])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()
