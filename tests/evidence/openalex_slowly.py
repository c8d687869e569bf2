"""The tables of OpenAlex once more, slowly, in plain Python."""

import re
from fractions import Fraction
from math import floor
from typing import Any

UNION = ("european commission", "european research council", "european union", "h2020", "horizon 2020", "horizon europe", "fp7",
         "european innovation council", "research executive agency", "seventh framework programme")  # fmt: skip


def number(told: str | None) -> int | None:
    return int(told.rpartition("/")[2].lstrip("WAIST")) if told else None


def slowly(record: dict[str, Any], home: set[int]) -> dict[str, Any]:
    """A row of WORKS by plain Python, without its hash."""
    seats = [_seat(one, home) for one in record["authorships"]]
    paratext = bool(record.get("is_paratext")) or record["type"] == "paratext"
    flags = {
        "retracted": bool(record["is_retracted"]),
        "paratext": paratext,
        "xpac": bool(record.get("is_xpac")),
    }
    topic = record["primary_topic"] or {"id": None, "subfield": {"id": None}, "field": {"id": None}}
    source = ((record["primary_location"] or {}).get("source") or {}).get("id")
    return {
        "work": number(record["id"]), "year": record["publication_year"], "type": record["type"],
        "core": record["type"] in ("article", "review") and not any(flags.values()), **flags, "language": record["language"],
        "doi": record["doi"] and record["doi"].removeprefix("https://doi.org/").lower(), "title": record["title"],
        "source": number(source), "topic": number(topic["id"]), "subfield": number(topic["subfield"]["id"]),
        "field": number(topic["field"]["id"]), "cited": record["cited_by_count"], "authors": len(seats),
        "fwci": None if record.get("fwci") is None else floor(Fraction(record["fwci"] * 10**6) + Fraction(1, 2)),
        "cut": bool(record.get("is_authors_truncated")), "with_country": sum(bool(one["countries"]) for one in seats),
        "home_authors": sum(one["home"] for one in seats) if home else None,
        "countries": sorted({code for one in seats for code in one["countries"]}),
        "first_countries": sorted({one["first"] for one in seats if one["first"]}),
        "single_countries": sorted({code for one in seats if len(one["countries"]) == 1 for code in one["countries"]}),
        "institutions": sorted({of for one in seats for of in one["institutions"]}),
        "companies": any(one["company"] for one in seats), "awards": _awards(record),
    }  # fmt: skip


def _awards(record: dict[str, Any]) -> list[str] | None:
    """The numbers of projects of the EU that a work names."""
    if record.get("awards") is None and record.get("grants") is None:
        return None
    told = [(one["funder_award_id"], one["funder_display_name"]) for one in record.get("awards") or []]
    told += [(one["award_id"], one["funder_display_name"]) for one in record.get("grants") or []]
    found = set()
    for number, funder in told:
        first = re.split("[^a-z0-9 ]", (funder or "").lower())[0]
        if any(first == name or first.startswith(f"{name} ") for name in UNION):
            numbers = {one for one in re.split("[^0-9]+", number or "") if len(one) in (6, 9)}
            found |= numbers if len(numbers) == 1 else set()
    return sorted(found)


def _seat(told: dict[str, Any], home: set[int]) -> dict[str, Any]:
    of = {one["id"]: one for one in told["institutions"]}
    theirs = {one["country_code"] for one in of.values() if one["country_code"]}
    countries = theirs | set(told["countries"])
    printed = told["affiliations"][0]["institution_ids"] if told["affiliations"] else []
    first = of[printed[0]]["country_code"] if printed else None
    alone = set(told["countries"]) - theirs
    if first is None and (len(countries) == 1 or len(alone) == 1):
        [first] = countries if len(countries) == 1 else alone
    above = {number(line) for one in of.values() for line in [one["id"], *one["lineage"]]}
    return {"countries": countries, "first": first, "institutions": {number(one) for one in of}, "home": bool(above & home),
            "company": any(one["type"] == "company" for one in of.values())}  # fmt: skip


def slow_authorships(record: dict[str, Any], home: set[int]) -> list[dict[str, Any]]:
    """The rows of AUTHORSHIPS of a work, by plain Python; none where no author is at home."""
    if not any(_seat(one, home)["home"] for one in record["authorships"]):
        return []
    return [
        row for place, one in enumerate(record["authorships"], start=1) for row in _rows(record, one, place)
    ]


def _rows(record: dict[str, Any], told: dict[str, Any], place: int) -> list[dict[str, Any]]:
    of = {one["id"]: one["country_code"] for one in told["institutions"]}
    every = {code for code in of.values() if code} | set(told["countries"])
    alone = set(told["countries"]) - set(of.values())
    rest = every if len(every) == 1 else alone if len(alone) == 1 else {None}
    printed: dict[str, set[str]] = {one: set() for one in of}
    unmatched = set()
    for one in told["affiliations"]:
        for known in one["institution_ids"]:
            printed[known].add(one["raw_affiliation_string"])
        if not one["institution_ids"]:
            unmatched.add(one["raw_affiliation_string"])
    rows = [(number(one), of[one], "\n".join(sorted(raw)) or None) for one, raw in printed.items()]
    rows += [(0, next(iter(rest)), raw) for raw in sorted(unmatched)]
    rows = rows or [(0, next(iter(rest)), None)]
    orcid = told["author"]["orcid"]
    return [
        {"work": number(record["id"]), "position": place, "author": number(told["author"]["id"]),
         "orcid": orcid and orcid.removeprefix("https://orcid.org/"), "institution": institution, "country": country,
         "affiliations": len(rows), "raw": raw}
        for institution, country, raw in rows
    ]  # fmt: skip
