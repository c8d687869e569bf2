"""A report as a workbook: goals, figures with their parts and sources, definitions, measures, and what it rests on."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from utsyn.plans.paper import Paper
from utsyn.web.papers.sealed import sealed

TOP, BOLD, GREY = Alignment(vertical="top", wrap_text=True), Font(bold=True), PatternFill("solid", "E8E8E8")
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST = 32_000  # characters: what a cell holds
Value = str | Decimal | int | date | None


def workbook(paper: Paper, *, made_at: datetime) -> bytes:
    """Return a report as xlsx: the same report gives the same bytes. Words stay words; numbers and days are such."""
    book = Workbook(write_only=True)
    book.properties.title = paper.title()[:255]
    book.properties.creator = paper.kept(paper.made["plan"]["institution"])
    book.properties.language = paper.language
    for title, header, rows in _sheets(paper):
        _sheet(book, title, header, rows)
    made = io.BytesIO()
    book.save(made)
    return sealed(made.getvalue(), made_at.astimezone(UTC))


def _sheets(paper: Paper) -> Iterator[tuple[str, Sequence[tuple[str, int]], Iterable[Sequence[Value]]]]:
    label = paper.labels

    def head(*names: tuple[str, int]) -> Sequence[tuple[str, int]]:
        return [(label[name], width) for name, width in names]

    yield label["goals"], head(
        ("goal", 50), ("state", 18), ("claim", 45), ("level", 14), ("base", 14), ("target", 14), ("asked", 14),
        ("finding", 60), ("by_hand", 24), ("assessment", 50), ("obstacles", 40), ("needs", 40), ("measures", 20),
    ), _goals(paper)  # fmt: skip
    yield label["figures"], head(
        ("indicator", 40), ("own", 10), ("period", 16), ("value", 16), ("figure", 16), ("parts", 30), ("source", 45),
        ("version", 10), ("known", 14),
    ), _figures(paper)  # fmt: skip
    yield (
        label["definitions"],
        head(
            ("indicator", 40),
            ("version", 10),
            ("definition", 70),
            ("numerator", 40),
            ("denominator", 40),
            ("weakness", 60),
        ),
        _definitions(paper),
    )
    yield label["measures"], head(
        ("number", 8), ("measure", 50), ("unit", 34), ("status", 14), ("period", 24), ("budget", 18), ("responsible", 30),
        ("goals", 30),
    ), _measures(paper)  # fmt: skip
    if (paper.made.get("internal") or {}).get("units"):
        yield label["by_units"], head(
            ("goal", 50), ("unit", 34), ("answer", 45), ("state", 18), ("own_state", 60), ("measures", 45),
        ), _units(paper)  # fmt: skip
        yield label["unit_figures"], head(
            ("unit", 34), ("indicator", 40), ("period", 16), ("value", 16), ("figure", 16), ("parts", 30), ("source", 45),
            ("version", 10), ("known", 14),
        ), _unit_figures(paper)  # fmt: skip
    yield label["rests"], [("", 34), ("", 90)], _about(paper)


def _goals(paper: Paper) -> Iterator[Sequence[Value]]:
    for goal in paper.made["goals"]:
        words, hand = goal["words"], goal["by_hand"]
        set_ = f"{paper.kept(hand['state']['name'])}: {hand['because']}" if hand else ""
        told = [set_, *(words.get(name, "") for name in ("assessment", "obstacles", "needs"))]
        numbers = ", ".join(map(str, goal["measures"]))
        for one in goal["standings"] or [None]:
            yield [
                paper.kept(goal["title"]),
                paper.kept(goal["state"]["name"]),
                *_standing(paper, goal, one),
                *told,
                numbers,
            ]


def _standing(paper: Paper, goal: Any, one: Any) -> Sequence[Value]:
    if one is None:
        why = goal["unmeasured"]
        return ["", None, None, None, None, paper.kept(why["because"]) if why else ""]
    levels = [_number(one[name]["value"]) for name in ("level", "base", "goal", "asked")]
    return [paper.kept(one["claim"]), *levels, "\n".join(paper.finding(one["finding"]))]


def _figures(paper: Paper) -> Iterator[Sequence[Value]]:
    for one in paper.made["figures"]:
        yield [paper.kept(one["title"]), paper.labels["own"] if one["own"] else "", *_figure(paper, one)]


def _unit_figures(paper: Paper) -> Iterator[Sequence[Value]]:
    for one in paper.made["internal"]["figures"]:
        yield [paper.kept(one["of"]), paper.kept(one["title"]), *_figure(paper, one)]


def _figure(paper: Paper, one: Any) -> Sequence[Value]:
    parts = ", ".join(f"{name}: {value}" for name, value in one["parts"].items())
    return [
        paper.kept(one["period"]), _number(one["value"]), paper.kept(one["shown"]), parts, paper.source(one),
        one["version"], date.fromisoformat(one["known"]),
    ]  # fmt: skip


def _units(paper: Paper) -> Iterator[Sequence[Value]]:
    titles = {one["number"]: paper.measure(one) for one in paper.made["measures"]}
    for goal in paper.made["goals"]:
        for row in paper.unit_rows(goal):
            state, *why = paper.unit_stands(row)
            measures = (
                f"{n} {titles[n][1]} ({titles[n][3]})" if n in titles else str(n) for n in row["measures"]
            )
            yield [
                paper.kept(goal["title"]), paper.kept(row["unit"]["name"]),
                "\n".join(paper.unit_answers(row)) or paper.labels["not_sent"], state, "\n".join(why), "\n".join(measures),
            ]  # fmt: skip


def _definitions(paper: Paper) -> Iterator[Sequence[Value]]:
    for one in paper.made["definitions"]:
        told = [paper.kept(one[name]) for name in ("says", "numerator", "denominator")]
        yield [paper.kept(one["title"]), one["version"], *told, "\n".join(map(paper.kept, one["weaknesses"]))]


def _measures(paper: Paper) -> Iterator[Sequence[Value]]:
    for one in paper.made["measures"]:
        number, *cells = paper.measure(one)
        told = one["told"]
        yield [int(number), *cells, told.get("responsible", ""), ", ".join(told.get("goals", ()))]


def _about(paper: Paper) -> Iterator[Sequence[Value]]:
    for blocks in (paper.top(), paper.rests()):
        for block in blocks:
            for name, value in getattr(block, "items", ()):
                yield [str(name), str(value)]


def _number(written: str | None) -> Decimal | None:
    return None if written is None else Decimal(written)


def _sheet(
    book: Workbook, title: str, header: Sequence[tuple[str, int]], rows: Iterable[Sequence[Value]]
) -> None:
    sheet = book.create_sheet(title[:31])
    for number, (_, width) in enumerate(header, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    if any(name for name, _ in header):
        sheet.freeze_panes = "A2"
        first = [_cell(sheet, name) for name, _ in header]
        for cell in first:
            cell.font, cell.fill = BOLD, GREY
        sheet.append(first)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: Value) -> Any:
    """Write words as words, whatever sign they begin with."""
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, UNWRITABLE.sub("", value)[:LONGEST])
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in ("=", "+", "-", "@")
    else:
        cell = WriteOnlyCell(sheet)
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
    cell.alignment = TOP
    return cell
