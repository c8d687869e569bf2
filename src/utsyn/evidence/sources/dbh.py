"""DBH, the national statistics on higher education: exchange students, graduates and institutions, from tables 142, 104, 118, 62, 467, 211.

A file is a table as the API hands it out in text. Without a token the API rounds; then every number is kept with what it is rounded to, for
sums of rounded numbers are not the published totals. Files named `…_exact.csv` were fetched with a token. Doctoral level (FU) is reported
but not counted by the rules of the funding: the rows are here, with their level, and a recipe decides.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from utsyn.evidence.registers import COMPLETIONS, INSTITUTIONS
from utsyn.evidence.sources import Origin, cells, source
from utsyn.evidence.sources.countries import country_or_count
from utsyn.evidence.sources.dbh_tables import (
    BY,
    COMPLETION,
    COUNTED,
    EXACT,
    EXCHANGE,
    HEADINGS,
    MERGED,
    ROUNDED_TO,
    VARIABLE,
    fetch,
)
from utsyn.evidence.sources.sheets import Faults, Row, headings, nearly, sheet
from utsyn.evidence.tables import EXCHANGES, Table
from utsyn.problems import Problem, Problems, Unfit
from utsyn.text import say

if TYPE_CHECKING:
    from utsyn.evidence.loading import Loading

# The agreements that are known without table 62.
AGREEMENTS = frozenset(
    {
        "ERASMUS+", "ERASMUS+GM", "EEA-NORW", "NORHED", "NOVA", "NORAD", "NORAD-ANDRE", "FULBRIGHT", "PANOAM", "CURIE", "ISEP", "EURASIA",
        "BARENTSPLUS", "SWB", "NORDOMRÅDE", "NORDPLUS", "NORTH", "NORPART", "INTPART", "UTFORSK", "RUSSUT", "BILATERAL", "PRAKSIS",
        "KULTUR", "ANDRE", "INDIVID",
    }
)  # fmt: skip
SEMESTERS = {"1": "V", "2": "S", "3": "H"}
OUT = "NORSK"
ONLY_EXCHANGE = frozenset(EXCHANGE) - set(COMPLETION)
UNNAMED = "104 or 118"  # which have the same headings


def recognise(files: Sequence[Path]) -> Sequence[Path]:
    """Return files whose headings are those of a table."""
    return [path for path in files if _table(path)]


def _table(path: Path) -> str:
    """Return which table a file is: by its headings, and where two have the same by the number that its name begins with.

    One that lacks a few headings of a table is it all the same, to be refused by what it lacks.
    """
    there = headings(path)
    known = [table for table, wanted in HEADINGS.items() if set(wanted) <= there]
    known = known or [table for table, wanted in HEADINGS.items() if nearly(wanted, there)]
    if "142" in known or (nearly(HEADINGS["142"], there) and there & ONLY_EXCHANGE):
        return "142"
    by_name = next((table for table in known if path.name.startswith(table)), "")
    return by_name or next((table for table in known if table not in BY), UNNAMED if known else "")


def load(files: Sequence[Path], into: "Loading") -> None:
    """Load exchange, completions and institutions, whichever there are files of."""
    faults = Faults()
    _unit(into)
    by_table: dict[str, list[Path]] = {}
    for path in files:
        by_table.setdefault(_table(path), []).append(path)
    if nameless := by_table.get(UNNAMED):
        mend = say("Let its name begin with the number: {names}", names="104, 118")
        what = say("Two tables of the statistics have these headings")
        raise Problems(*(Problem(what, mend, file=str(path)) for path in nameless))
    twice = [paths for paths in by_table.values() if len({EXACT in path.stem for path in paths}) > 1]
    if twice:
        mend = say("Load either the exact or the rounded ones")
        raise Problems(
            *(
                Problem(say("The same numbers are there exact and rounded"), mend, file=str(paths[0]))
                for paths in twice
            )
        )
    agreements = _codes(by_table.get("62", ()), "Utvekslingsavtale", faults) or AGREEMENTS
    types = _codes(by_table.get("467", ()), "Type", faults)
    exchange = partial(_exchange, into, agreements=agreements, types=types)
    if paths := by_table.get("142"):
        _write(EXCHANGES, paths, exchange, into, faults=faults)
    if paths := by_table.get("104", []) + by_table.get("118", []):
        _write(COMPLETIONS, paths, partial(_completion, into), into, faults=faults)
    if paths := by_table.get("211"):
        _write(INSTITUTIONS, paths, _institution, into, faults=faults)
    faults.check()


def _codes(paths: Sequence[Path], heading: str, faults: Faults) -> frozenset[str]:
    found = set()
    for path in paths:
        with sheet(path) as told:
            found |= {row.cells[heading].strip().upper() for row in told.rows(faults)}
    return frozenset(found)


def _write(
    table: Table,
    paths: Sequence[Path],
    make: Callable[[Row], Mapping[str, Any]],
    into: "Loading",
    *,
    faults: Faults,
) -> None:
    def each() -> Iterator[Mapping[str, Any]]:
        for path in paths:
            with sheet(path) as told:
                told.require(HEADINGS[_table(path)])
                yield from (make(row) for row in told.rows(faults))
        faults.check()

    into.rows(table, each())


def _exchange(
    into: "Loading", row: Row, *, agreements: frozenset[str], types: frozenset[str]
) -> Mapping[str, Any]:
    told = {
        name: (cells.text(row.cells[name]) or "").upper()
        for name in ("Nivåkode", "Type", "Utvekslingsavtale")
    }
    if not told["Type"] or (types and told["Type"] not in types):
        row.fault(
            "Type",
            say("“{written}” cannot be used", written=row.cells["Type"][:80]),
            say("Fetch table 467, which lists the types"),
        )
    if told["Utvekslingsavtale"] not in agreements:
        into.count(f"agreement that is not known here: {told['Utvekslingsavtale'] or '–'}"[:80])
    return {
        **_where(row), "semester": row.read("Semester", _semester), "level": told["Nivåkode"] or None,
        "way": "out" if told["Type"] == OUT else "in", "agreement": told["Utvekslingsavtale"] or None, "country": _country(row, into),
        **_students(row, into),
    }  # fmt: skip


def _completion(into: "Loading", row: Row) -> Mapping[str, Any]:
    counted = "programmes" if Path(row.file).name.startswith("118") else "graduates"
    level = (cells.text(row.cells["Nivåkode"]) or "").upper() or None
    return {
        **_where(row),
        "semester": row.read("Semester", _semester),
        "level": level,
        "counted": counted,
        **_students(row, into),
    }


def _where(row: Row) -> dict[str, Any]:
    return {
        "institution": row.needed("Institusjonskode", cells.text), "unit": cells.text(row.cells["Avdelingskode"]),
        "year": row.needed("Årstall", cells.year),
    }  # fmt: skip


def _students(row: Row, into: "Loading") -> dict[str, int | None]:
    """Return the number with what it is rounded to; one that contradicts the rounding is counted."""
    unit = 1 if EXACT in Path(row.file).stem else _unit(into)
    found = row.needed(COUNTED, cells.count)
    into.count(f"number that is no multiple of {unit}", int(found is not None and found % unit != 0))
    return {"students": found, "rounded_to": unit}


def _unit(into: "Loading") -> int:
    """Return what numbers are rounded to. Raises Problems for what is no such number."""
    written = into.parameters.get("rounded_to", ROUNDED_TO)
    if not re.fullmatch(r"[1-9]\d?", written):
        mend = say("Write a whole number in digits, such as 3")
        raise Problems(
            Problem(say("“{written}” cannot be used", written=written[:80]), mend, ("rounded_to",))
        )
    return int(written)


def _semester(written: str) -> str | None:
    said = cells.text(written)
    if said is not None and said not in SEMESTERS:
        raise Unfit(say("Known names: {names}", names=", ".join(SEMESTERS)))
    return SEMESTERS.get(said or "")


def _country(row: Row, into: "Loading") -> str | None:
    found = country_or_count(row.cells["Landkode"], into)
    into.count("country that is not told", int(cells.text(row.cells["Landkode"]) is None))
    return found


def _institution(row: Row) -> Mapping[str, Any]:
    code = row.needed("Institusjonskode", cells.text)
    return {
        "institution": code, "name": cells.text(row.cells["Institusjonsnavn"]), "short": cells.text(row.cells["Kortnavn"]),
        "since": row.read("Gyldig fra", _term), "until": row.read("Gyldig til", _term), "now": cells.text(row.cells[MERGED]) or code,
    }  # fmt: skip


def _term(written: str) -> int | None:
    """Return the year of a term: of 19943, the autumn of 1994, it is 1994. No end is no term at all, or one in 9999."""
    said = cells.text(written)
    if said in (None, "NA") or said.startswith("9999"):
        return None
    return cells.year(said[:4] if len(said) == 5 and said.isdigit() else said)


DBH = source(
    Origin(
        "dbh", "DBH", "NLOD-2.0", "https://dbh.hkdir.no", ("exchanges", "completions", "institutions"), fetch, recognise, load,
        variable=VARIABLE,
        parameters={
            "since": say("The first year"),
            "until": say("The last year"),
            "rounded_to": say("What numbers that were fetched without a token are rounded to"),
            "address": say("Another address of the API"),
        },
    )
)  # fmt: skip
