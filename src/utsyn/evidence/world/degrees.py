"""Degrees as the national statistics count them, numbers that fit the graduates; and which institutions there are, one of them merged."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from utsyn.evidence.world.identifiers import HOME_UNIVERSITY
from utsyn.evidence.world.promised import JOINED
from utsyn.evidence.world.students import INSTITUTION, nearest

HEADER = (
    "Institusjonskode",
    "Avdelingskode",
    "Årstall",
    "Semester",
    "Nivåkode",
    "Antall totalt",
    "Antall kvinner",
    "Antall menn",
)
INSTITUTIONS = (
    "Institusjonskode",
    "Institusjonsnavn",
    "Kortnavn",
    "Gyldig fra",
    "Gyldig til",
    "Institusjonskode (sammenslått)",
)
CODES = {"bachelor": "B3", "master": "M2"}
TABLES = {"graduates": "104", "programmes": "118"}
FORMER = "0998"
TWICE = 25  # of so many graduates one has completed two programmes


def completions(graduated: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return COMPLETIONS, exact: by unit, year, term and level, how many graduated, and how many programmes they completed."""
    counted: Counter[tuple[Any, ...]] = Counter()
    for at, one in enumerate(graduated):
        key = (one["unit"], one["year"], "V" if at % 5 else "H", CODES[one["level"]])
        counted["graduates", *key] += 1
        counted["programmes", *key] += 1 + (at % TWICE == 0)
    return [
        {"institution": INSTITUTION, "unit": unit, "year": year, "semester": term, "level": level, "counted": what, "students": n,
         "rounded_to": 1}
        for (what, unit, year, term, level), n in sorted(counted.items())
    ]  # fmt: skip


def file_rows(completed: Iterable[dict[str, Any]], counted: str) -> Iterator[tuple[str, ...]]:
    """Walk the rows of table 104 or 118 as it is handed out without a token: every number to the nearest three."""
    for row in completed:
        if row["counted"] == counted:
            women = row["students"] * 3 // 5
            numbers = [nearest(n) for n in (row["students"], women, row["students"] - women)]
            semester = "1" if row["semester"] == "V" else "3"
            yield (
                row["institution"],
                row["unit"],
                str(row["year"]),
                semester,
                row["level"],
                *map(str, numbers),
            )


def institutions() -> list[dict[str, Any]]:
    """Return INSTITUTIONS: the university, and the school that it took up."""
    return [
        {"institution": INSTITUTION, "name": f"{HOME_UNIVERSITY} (synthetic)", "short": "TIU", "since": 1996, "until": None, "now": INSTITUTION},
        {"institution": FORMER, "name": "The Invented School of Mines (synthetic)", "short": "TISM", "since": 1994, "until": JOINED - 1,
         "now": INSTITUTION},
    ]  # fmt: skip


def institution_rows() -> Iterator[tuple[str, ...]]:
    """Walk the rows of table 211: terms as 19943, and no end as 99999."""
    for one in institutions():
        until = f"{one['until']}3" if one["until"] else "99999"
        yield one["institution"], one["name"], one["short"], f"{one['since']}3", until, one["now"]


def told(completed: Iterable[dict[str, Any]]) -> dict[str, dict[str, int]]:
    """Return by year how many graduated and how many programmes they completed."""
    found: dict[str, Counter[str]] = {}
    for row in completed:
        found.setdefault(str(row["year"]), Counter())[row["counted"]] += row["students"]
    return {year: dict(sorted(counts.items())) for year, counts in sorted(found.items())}
