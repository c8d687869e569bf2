"""A list of members as people write it: one on each line, with the source, the day and the reason that all share above."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from utsyn.problems import Problem, Problems
from utsyn.text import say
from utsyn.web.choices import chosen, options
from utsyn.web.forms import Field
from utsyn.web.indicators.models import MembersListed
from utsyn.web.people.units import Named

SHARED = ("source", "url", "accessed", "method")  # what a line may leave to the fields above
NAMES = ("key", "name", *SHARED)
CELLS = {
    "key": say("Key"),
    "name": say("Name"),
    "source": say("Where it is written"),
    "url": say("Its address on the web"),
    "accessed": say("Read on"),
    "method": say("How it was decided"),
}


class Read(NamedTuple):
    """What was typed, and the members that it tells of with the line each stands on."""

    typed: Mapping[str, str]
    members: Sequence[Mapping[str, str]]
    lines: Sequence[int]


def read(post: Mapping[str, str]) -> Read:
    """Read the form; the action judges whether it fits."""
    typed = {
        name: (post.get(name) or "").replace("\r\n", "\n").replace("\0", "").strip()
        for name in ("unit", "since", "members", "because", "rehearsal", *SHARED)
    }
    members, lines = list[Mapping[str, str]](), list[int]()
    for n, line in enumerate(typed["members"].splitlines(), start=1):
        if line.strip():
            cells = [cell.strip() for cell in (line.split("\t") if "\t" in line else line.split(";", 5))]
            told = dict(zip(NAMES, cells, strict=False))
            members.append(
                {name: told.get(name) or (typed[name] if name in SHARED else "") for name in NAMES}
            )
            lines.append(n)
    return Read(typed, members, lines)


def day(written: str) -> date | None:
    """Read a day; None for what is none, which the action then refuses."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def of_list(row: MembersListed | None, *, unit: str, today: str) -> dict[str, str]:
    """Write a list as its form would have it typed, to begin from."""
    begun = {"unit": row.unit.key if row else unit, "since": today, "accessed": today}
    if row is None:
        return begun
    first = {name: str(row.members[0].get(name, "")) for name in SHARED}
    return {**begun, **first, "members": "\n".join(_line(one, first) for one in row.members),
            "rehearsal": "1" if row.rehearsal else ""}  # fmt: skip


def _line(one: Mapping[str, Any], first: Mapping[str, str]) -> str:
    """Write a member on a line, with what it does not share with the first."""
    own = ["" if one.get(name, "") == first[name] else str(one.get(name, "")) for name in SHARED]
    cells = [one["key"], one["name"], *own]
    while not cells[-1]:
        cells.pop()
    tabs = any(";" in cell for cell in cells)
    return ("\t" if tabs else "; ").join(cells)


def placed(error: Problems, found: Read) -> list[tuple[str, Problem]]:
    """Return what is wrong, each with the field that it stands at; what is wrong with a member names its line."""
    placed_, lacking = list[tuple[str, Problem]](), dict[str, list[str]]()
    for one in error.problems:
        name, *rest = one.path or ("",)
        if name != "members" or not rest or not isinstance(rest[0], int):
            placed_.append((str(name), one))
            continue
        line, cell = found.lines[rest[0]], str(rest[1]) if len(rest) > 1 else ""
        if cell in SHARED and not found.members[rest[0]][cell]:
            lacking.setdefault(cell, []).append(str(line))
            continue
        where = say("{cell}: {what}", cell=CELLS[cell], what=one.what) if cell in CELLS else one.what
        placed_.append(("members", one._replace(what=say("Line {n}: {what}", n=line, what=where))))
    for cell, lines in lacking.items():
        what = say(
            "{cell}: this is told neither here nor on line {lines}",
            cell=CELLS[cell],
            lines=", ".join(lines),
        )
        placed_.append((cell, Problem(what, say("Write it here for all of them, or on each line"))))
    return placed_


def fields(
    typed: Mapping[str, str],
    wrong: Mapping[str, Sequence[str]],
    units: Sequence[tuple[str, str]],
    *,
    follows: bool,
) -> list[Field]:
    """Make the fields of the form."""

    def field(sort: str, name: str, label: str, told: str = "") -> Field:
        return Field(sort, name, label, told, typed.get(name, ""), errors=tuple(wrong.get(name, ())))

    unit = field("pick", "unit", _("Unit"))
    made = [
        unit._replace(options=chosen(options(units), typed.get("unit", ""))),
        field("date", "since", _("The list holds from")),
        field("lines", "members", _("The members, one on each line"), _("A key and a name: nmr-lab; The NMR laboratory. Figures name it by the key, so a key stays. A line may go on with a source, its address, the day it was read and how it was decided, where these are not the same for all: five semicolons, or cells from a spreadsheet.")),
        field("text", "source", _("Where it is written"), _("A decision, a register or a page, with its day or number.")),
        field("text", "url", _("Its address on the web"), _("If it has one.")),
        field("date", "accessed", _("Read on")),
        field("prose", "method", _("How it was decided who belongs to the list"), _("So that somebody else would come to the same. No names of persons.")),
    ]  # fmt: skip
    if follows:
        made.append(
            field(
                "prose", "because", _("What changed, and why"), _("Everyone who sees the list can read it.")
            )
        )
    return made


def named(units: Sequence[Named], language: str) -> list[tuple[str, str]]:
    """Return units to choose from."""
    return [(one.key, one.in_(language)) for one in units]
