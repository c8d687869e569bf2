"""The partners that the rows of a nomination name: one a row, one a line inside a cell, or one a block of columns."""

from collections.abc import Iterator

from utsyn.calls.lists import ListPartner
from utsyn.problems import Unfit
from utsyn.text import say, say_n
from utsyn.web.papers.sheet import values
from utsyn.web.papers.sheet.cells import Reading

MOST = 200
LONGEST = 1_000  # characters
COUNTED = ("country", "institution")  # these say how many partners there are


def partners(reading: Reading, group: list[int]) -> tuple[ListPartner, ...] | None:
    """Return the partners of a nomination, in the order told; () where there are none, None where nobody says."""
    if not reading.partners:
        return None
    first = [
        values.words(reading.cell(group[0], column))
        for column in reading.partners[min(reading.partners)].values()
    ]
    if first and all(map(values.is_none, first)):
        return ()
    found: list[ListPartner] = []
    for row in group:
        for fields in (reading.partners[number] for number in sorted(reading.partners)):
            if row == group[0] or any(reading.own(row, column) for column in fields.values()):
                found += _in_row(reading, row, fields)
    if len(reading.partners) > 1:  # of blocks for partner 1, 2 and 3, the empty ones are no partners
        found = [partner for partner in found if partner != ListPartner()]
    if len(found) > MOST:
        reading.wrong(group[0], min(reading.partners[min(reading.partners)].values()), say("There are too many of them"),
                      say("Give at most {most}", most=MOST))  # fmt: skip
    return tuple(found[:MOST]) if found not in ([], [ListPartner()]) else None


def _in_row(reading: Reading, row: int, fields: dict[str, int]) -> Iterator[ListPartner]:
    lines = {field: _lines(reading, row, column, field) for field, column in fields.items()}
    count = max((len(lines[field]) for field in COUNTED if field in lines), default=0) or 1
    divided = {field: _divided(reading, row, fields[field], said, count) for field, said in lines.items()}
    for number in range(count):
        told = {field: said[number] for field, said in divided.items()}
        country = told.pop("country", "")
        yield ListPartner(country=_country(reading, row, fields.get("country", 0), country), **told)


def _lines(reading: Reading, row: int, column: int, field: str) -> list[str]:
    """Return the lines of a cell; a line that says that nobody knows is an empty one."""
    written = reading.cell(row, column)
    lines = (
        [line.strip() for line in written.split("\n")]
        if isinstance(written, str)
        else [values.words(written)]
    )
    said = [line for line in lines if line]
    if field == "country" and len(said) == 1:
        said = values.countries(said[0])
    return ["" if values.is_unknown(line) else line for line in said]


def _divided(reading: Reading, row: int, column: int, said: list[str], count: int) -> list[str]:
    """Give each partner its line; what belongs to all is said so, and what fits nobody is a problem."""
    cut = [" ".join(line.split()) for line in said]
    if long := next((line for line in cut if len(line) > LONGEST), ""):
        what = say("“{written}” cannot be used", written=long[:80])
        reading.wrong(row, column, what, say("Write at most {n} characters", n=LONGEST))
        return [""] * count
    if len(cut) == count:
        return cut
    if count == 1:
        return ["; ".join(cut)]
    if not any(cut):
        return [""] * count
    if len(cut) == 1 and any(fields.get("country") == column for fields in reading.partners.values()):
        place = reading.place(row, column)
        reading.notes.append(say("{place} is taken for all {count} partners", place=place, count=count))
        return cut * count
    what = say_n(
        "One line stands here, for {count} partners",
        "{n} lines stand here, for {count} partners",
        len(cut),
        count=count,
    )
    reading.wrong(
        row, column, what, say("Write one line for each partner, or each partner on a row of its own")
    )
    return [""] * count


def _country(reading: Reading, row: int, column: int, written: str) -> str | None:
    try:
        return values.country(written)
    except Unfit as error:
        what = say("“{written}” is no country that is known", written=written[:80])
        reading.wrong(row, column, what, error.said)
        return None
