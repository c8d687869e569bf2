"""What others count of the same stays: Erasmus+ mobilities, exchange in the national statistics (exact and rounded), and graduates."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from utsyn.evidence.world.blocks import World
from utsyn.evidence.world.dealings import Stay
from utsyn.evidence.world.draws import one_of
from utsyn.evidence.world.names import PLACES
from utsyn.evidence.world.programme import EU_CODES, PROGRAMME
from utsyn.evidence.world.staff import UNITS

HOME_CODE, INSTITUTION = "N  SOLVIK01", "0999"
LEVELS = ("First cycle", "Second cycle")
MOBILITY = ("Project Reference", "Academic Year", "Mobility Start Month", "Mobility End Month", "Mobility Duration", "Activity (mob)",
            "Field of Education", "Participant Nationality", "Education Level", "Participant Gender", "Participant Profile",
            "Special Needs", "Fewer Opportunities", "GroupLeader", "Participant Age", "Sending Country Code", "Sending City",
            "Sending Organization", "Sending Organisation Erasmus Code", "Receiving Country Code", "Receiving City",
            "Receiving Organization", "Receiving Organisation Erasmus Code", "Participants")  # fmt: skip
EXCHANGE = ("Institusjonskode", "Avdelingskode", "Årstall", "Semester", "Studieprogramkode", "Nivåkode", "Type", "Utvekslingsavtale",
            "Landkode", "NUS-kode", "Andel av heltid", "Andel praksis", "Antall totalt", "Antall kvinner", "Antall menn")  # fmt: skip
THREE_MONTHS = 90
ROUNDED_TO = 3  # without a token
GRADUATES_A_YEAR = 12  # a unit
ABROAD = 0.17
LENGTHS, LENGTH_SHARE = (45, 70, 95, 120, 150, 300), (0.08, 0.12, 0.1, 0.3, 0.3, 0.1)


def mobility_rows(
    of: World, stayed: Iterable[Stay], names: list[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Walk academic years and rows of the Erasmus+ file: the university's students, both ways, with what is missing as a dash."""
    held, codes = of.given.register, of.given.places.codes
    ours = ("NO", "SOLVIK", names[int(held.home[0])], HOME_CODE)
    for number, one in enumerate(stay for stay in stayed if stay.kind == "student"):
        country = codes[held.country[one.organisation]]
        if country not in PROGRAMME or country == "NO":
            continue
        place = PLACES[one.organisation * 7 % len(PLACES)]
        spelt = names[one.organisation].upper() if number % 3 == 0 else names[one.organisation]
        theirs = (
            EU_CODES.get(country, country),
            place,
            spelt,
            f"{PROGRAMME[country]:3}{place[:6].upper()}{one.organisation:04}",
        )
        sender, receiver = (ours, theirs) if one.way == "out" else (theirs, ours)
        autumn = one.since.month >= 8
        first = one.since.year if autumn else one.since.year - 1
        activity = "Student mobility for studies between Programme Countries"
        told = (f"{first}-1-{sender[0]}01-KA103-{number:06}", f"{first}-{first + 1}", f"{one.since:%Y-%m}", f"{one.until:%Y-%m}",
                str((one.until - one.since).days), activity, "0410" if number % 5 else "-", sender[0], LEVELS[number % 2],
                ("Female", "Male", "Undefined")[number % 3], "Learner", "No", "No", "No", str(20 + number % 9) if number % 7 else "-",
                *sender, *receiver, str(one.people))  # fmt: skip
        yield f"{first}-{first + 1}", told


def erasmus_code(of: World, organisation: int) -> str:
    """Return the Erasmus code of an organisation, its country padded to three characters; nothing outside the programme."""
    country = of.given.places.codes[of.given.register.country[organisation]]
    town = PLACES[organisation * 7 % len(PLACES)].replace(" ", "")[:6].upper()
    return f"{PROGRAMME[country]:3}{town}{organisation:04}" if country in PROGRAMME else ""


def exchanges(of: World, stayed: Iterable[Stay]) -> list[dict[str, Any]]:
    """Return EXCHANGES, exact: who was away for three months or more, in the term the stay ended, and doctoral students apart."""
    held, codes = of.given.register, of.given.places.codes
    counted: Counter[tuple[Any, ...]] = Counter()
    for at, one in enumerate(stayed):
        if (one.until - one.since).days < THREE_MONTHS or one.kind != "student":
            continue
        country = codes[held.country[one.organisation]]
        agreement = "ERASMUS+" if country in PROGRAMME else "INDIVID" if at % 6 == 0 else "BILATERAL"
        level = "FU" if at % 25 == 0 else ("B3", "M2")[at % 2]
        counted[
            one.unit, one.until.year, "V" if one.until.month <= 6 else "H", level, one.way, agreement, country
        ] += one.people
    names = ("unit", "year", "semester", "level", "way", "agreement", "country")
    return [{"institution": INSTITUTION, **dict(zip(names, key, strict=True)), "students": n, "rounded_to": 1}
            for key, n in sorted(counted.items())]  # fmt: skip


def exchange_rows(told: Iterable[dict[str, Any]]) -> Iterator[tuple[str, ...]]:
    """Walk the rows of table 142 as it is handed out without a token: every number to the nearest three."""
    for row in told:
        women = row["students"] * 3 // 5
        numbers = [nearest(n) for n in (row["students"], women, row["students"] - women)]
        kind = "NORSK" if row["way"] == "out" else "UTENLANDSK"
        semester = "1" if row["semester"] == "V" else "3"
        yield (row["institution"], row["unit"], str(row["year"]), semester, f"PROG-{row['unit'][-2:]}", row["level"], kind,
               row["agreement"], row["country"], "600000", "1", "0", *map(str, numbers))  # fmt: skip


def nearest(number: int) -> int:
    """Round as the statistics do."""
    return (number + 1) // ROUNDED_TO * ROUNDED_TO


def graduates(of: World) -> list[dict[str, Any]]:
    """Return GRADUATES: by pseudonym, each with the longest stay abroad in her studies; some short of three months."""
    chance = np.random.default_rng([of.seed, 7])
    n = GRADUATES_A_YEAR * UNITS
    found = []
    for year in range(2019, 2026):
        away = chance.random(n) < ABROAD
        days = np.where(away, one_of(chance, LENGTHS, n, LENGTH_SHARE), 0)
        found += [
            {"person": f"synthetic-{year}-{at:05}", "unit": of.given.staff.keys[at % UNITS], "year": year, "level": ("bachelor", "master")[at % 2],
             "days_abroad": int(length), "stay": ("exchange" if at % 8 else "traineeship") if length else ""}
            for at, length in enumerate(days.tolist())
        ]  # fmt: skip
    return found


def told(rows: Iterable[dict[str, Any]]) -> dict[str, dict[str, int]]:
    """Return by year how many went out and came in by the rules of the funding: doctoral students are not counted."""
    found: dict[str, Counter[str]] = {}
    for row in rows:
        if row["level"] != "FU":
            found.setdefault(str(row["year"]), Counter())[row["way"]] += row["students"]
    return {year: dict(ways) for year, ways in sorted(found.items())}


def graduates_told(rows: Iterable[dict[str, Any]]) -> dict[str, dict[str, int]]:
    """Return by year how many graduated, and how many of them were on exchange for three months or more."""
    found: dict[str, Counter[str]] = {}
    for row in rows:
        away = row["days_abroad"] >= THREE_MONTHS and row["stay"] == "exchange"
        found.setdefault(str(row["year"]), Counter()).update({"denominator": 1, "numerator": int(away)})
    return {year: dict(counts) for year, counts in sorted(found.items())}
