"""Applications to the Research Council as its open data have them: rejected ones too, persons among the applicants, and one told twice."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np

from utsyn.evidence.world.blocks import World
from utsyn.evidence.world.draws import one_of

HEADER = ("prosjektnummer", "soknadsfrist", "soknadsdato", "utlysnings_id", "soknadstype", "prosjektfase", "prosjektstart", "prosjektslutt",
          "prosjektansvarlig_type", "prosjektansvarlig_navn", "kortnavn", "organisasjonsnummer", "kp1", "kp2", "sektor", "sokt_belop",
          "tildelt_belop", "prosjektleder", "prosjekttittel")  # fmt: skip
HOME, NUMBER = "TIU", "999000999"  # no real organisation has the number
OTHERS = ("SYNU", "SYNI", "SYNH")
YEARS, LAST_DECIDED = range(2012, 2027), 2025
A_YEAR, OURS = 40, 0.35
GRANTED = 0.22
KINDS = ("Forskerprosjekt", "Kompetanse- og samarbeidsprosjekt", "Internasjonalt samarbeid")
PERSON, OUTSIDE = 0.03, 0.02


class Application(NamedTuple):
    """An application; `institution` is nothing where a person applied herself."""

    number: int
    year: int
    kind: str
    phase: str
    institution: str
    outside: bool
    sought: int  # in whole NOK


def drawn(of: World) -> list[Application]:
    """Return the applications: of the last year none is decided."""
    chance = np.random.default_rng([of.seed, 9])
    n = A_YEAR * len(YEARS)
    luck, ours, person, outside = (chance.random(n) for _ in range(4))
    other, kind = one_of(chance, range(len(OTHERS)), n), one_of(chance, range(len(KINDS)), n)
    amount = chance.integers(200, 2_000, n) * 10_000
    found = []
    for at in range(n):
        year = YEARS[at // A_YEAR]
        phase = "Avslag" if luck[at] >= GRANTED else "Avsluttet" if year < LAST_DECIDED - 5 else "Bevilgning"
        phase = phase if year <= LAST_DECIDED else ("Mottatt", "Vurderes")[at % 2]
        who = "" if person[at] < PERSON else HOME if ours[at] < OURS else OTHERS[int(other[at])]
        found.append(
            Application(
                900_001 + at,
                year,
                KINDS[int(kind[at])],
                phase,
                who,
                bool(outside[at] < OUTSIDE),
                int(amount[at]),
            )
        )
    return found


def file_rows(applied: Iterable[Application]) -> Iterator[tuple[str, ...]]:
    """Walk the rows of the file; the first application stands there twice."""
    for at, one in enumerate(applied):
        row = (
            str(one.number), "" if one.outside else f"{one.year}-09-0{1 + at % 9} 13:00:00", f"{one.year}-08-{10 + at % 18} 09:30:00",
            "" if one.outside else f"SYN-{one.year}-{1 + at % 6}", one.kind, one.phase, str(one.year + 1), str(one.year + 4),
            "Organisasjon" if one.institution else "Person", "Ada Oppdiktet (synthetic)", one.institution or "ADA", _number(one) or "0", "101", str(at % 12),
            "UoH-sektor", f"{one.sought}.0", f"{_granted(one)}.0" if _granted(one) is not None else "", "Bo Oppdiktet (synthetic)",
            f"Synthetic project {one.number}",
        )  # fmt: skip
        yield from [row] * (2 if at == 0 else 1)


def rows(applied: Iterable[Application]) -> list[dict[str, Any]]:
    """Return APPLICATIONS."""
    outcomes = {
        "Avslag": "rejected",
        "Bevilgning": "granted",
        "Avsluttet": "granted",
        "Mottatt": "pending",
        "Vurderes": "pending",
    }
    return [
        {"application": str(one.number), "funder": "RCN", "call": None if one.outside else f"SYN-{one.year}-{1 + at % 6}", "scheme": one.kind,
         "year": one.year, "institution": one.institution or None, "organisation_number": _number(one),
         "unit": f"101-{at % 12}" if one.institution else None, "sector": "UoH-sektor", "outcome": outcomes[one.phase],
         "starts": one.year + 1, "ends": one.year + 4, "sought": one.sought * 100,
         "granted": None if (given := _granted(one)) is None else given * 100}
        for at, one in enumerate(applied)
    ]  # fmt: skip


def _granted(one: Application) -> int | None:
    """Return what was granted: nine tenths of what was sought."""
    return one.sought * 9 // 10 if one.phase in ("Bevilgning", "Avsluttet") else None


def _number(one: Application) -> str | None:
    if not one.institution:
        return None
    return NUMBER if one.institution == HOME else str(999_000_100 + OTHERS.index(one.institution))


def told(applied: Iterable[Application]) -> dict[str, Any]:
    """Return by year how many of the home university's applications were granted, rejected, and not decided yet."""
    found: dict[str, Counter[str]] = {}
    for row in rows(applied):
        if row["institution"] == HOME:
            found.setdefault(str(row["year"]), Counter()).update([row["outcome"]])
    return {
        "institution": HOME,
        "years": {year: dict(sorted(counts.items())) for year, counts in sorted(found.items())},
    }
