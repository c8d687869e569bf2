"""Cooperation projects of Erasmus+ from the list of results: one row a project, the coordinator first and partners in numbered columns."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from utsyn.evidence.sources import cells
from utsyn.evidence.sources.countries import country_or_count
from utsyn.evidence.sources.sheets import Faults, Row, sheet
from utsyn.organisations.countries import names

if TYPE_CHECKING:
    from utsyn.evidence.loading import Loading

PROJECT = (
    "Key Action",
    "Action Type",
    "Project Identifier",
    "Project Title",
    "Coordinating organisation name",
    "Coordinator's country",
)
YEARS = ("Call year", "Funding Year")
GRANT = "EU Grant award in euros"  # the heading goes on for a sentence
OPTIONAL = {"starts": "Start date", "ends": "End date", "status": "Project Status"}
PERSONS = re.compile(r"natural person|individual|informal group|private person", re.IGNORECASE)
Rows = Sequence[Mapping[str, Any]]


def cooperations(parts: Sequence[tuple[Path, str]], into: "Loading", faults: Faults) -> tuple[Rows, Rows]:
    """Return projects and who takes part in them."""
    projects: dict[str, Mapping[str, Any]] = {}
    partners: list[Mapping[str, Any]] = []
    for path, member in parts:
        with sheet(path, member=member, holding=[name.casefold() for name in PROJECT]) as found:
            found.require(PROJECT)
            grant = next((name for name in found.headings if name.startswith(GRANT)), "")
            year = next((name for name in YEARS if name in found.headings), "")
            numbers = sorted(
                {
                    int(told[1])
                    for name in found.headings
                    if (told := re.fullmatch(r"Partner (\d+) name", name))
                }
            )
            for row in found.rows(faults):
                made = _project(row, grant=grant, year=year)
                if made["project"] in projects:
                    into.count("project that is there twice, of which the first counts")
                    continue
                projects[str(made["project"])] = made
                partners += _partners(row, numbers, into)
    faults.check()
    return list(projects.values()), partners


def _project(row: Row, *, grant: str, year: str) -> Mapping[str, Any]:
    told = row.cells
    days = {
        name: row.read(heading, cells.day)
        for name, heading in OPTIONAL.items()
        if name != "status" and heading in told
    }
    return {
        "project": row.needed("Project Identifier", cells.text), "title": cells.text(told["Project Title"]),
        "key_action": cells.text(told["Key Action"]), "action": cells.text(told["Action Type"]),
        "call_year": row.read(year, cells.year) if year else None, **days, "status": cells.text(told.get(OPTIONAL["status"], "")),
        "awarded": row.read(grant, cells.cents) if grant else None,
    }  # fmt: skip


def _partners(row: Row, numbers: Sequence[int], into: "Loading") -> Iterator[Mapping[str, Any]]:
    first = {
        "name": "Coordinating organisation name",
        "country": "Coordinator's country",
        "kind": "Coordinating organisation type",
    }
    places = {0: first} | {
        n: {
            "name": f"Partner {n} name",
            "country": f"Partner {n} country",
            "kind": f"Partner {n} organisation type",
        }
        for n in numbers
    }
    for place, heading in places.items():
        name, kind = (cells.text(row.cells.get(heading[part], "")) for part in ("name", "kind"))
        if name is None:
            continue
        if PERSONS.search(kind or ""):
            into.count("name that is not kept, for it is a person's or a group's")
            name = None
        yield {
            "project": cells.text(row.cells["Project Identifier"]), "place": place, "role": "partner" if place else "coordinator",
            "name": name, "country": _country(row.cells.get(heading["country"], ""), into), "kind": kind,
        }  # fmt: skip


def _country(written: str, into: "Loading") -> str | None:
    """Return the code of a country that is written as a code or by its English name."""
    said = cells.text(written) or ""
    by_name = {name.casefold(): code for code, name in names("en").items()}
    return country_or_count(by_name.get(said.casefold(), said), into)
