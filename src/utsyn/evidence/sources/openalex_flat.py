"""The flat CSV export of OpenAlex: a row a work. Which author has which country is lost in it, and stays unknown."""

import csv
import gzip
import hashlib
import io
import math
import re
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, cast

from utsyn.evidence.loading import Loading
from utsyn.evidence.sources.openalex_awards import projects
from utsyn.evidence.tables import WORKS
from utsyn.problems import Problem, Problems
from utsyn.text import say

NEEDED = (
    "id", "title", "publication_year", "type", "cited_by_count", "is_retracted", "updated_date", "authorships.author.id",
    "authorships.countries", "authorships.institutions",
)  # fmt: skip
INSTITUTION = re.compile(r"'id': 'https://openalex\.org/I(\d+)'")
AWARDS = (
    ("awards.funder_award_id", "awards.funder_display_name"),
    ("grants.award_id", "grants.funder_display_name"),
)
COMPANY = re.compile(r"'type': 'company'")
TRUTH = {"true": True, "false": False, "": None}
Row = Mapping[str, str]


def flat_works(paths: Sequence[Path], into: Loading) -> None:
    """Write works from flat exports; of a work that is there twice, that of the newest day."""
    newest: dict[int, tuple[str, dict[str, Any]]] = {}
    rows = 0
    for path in paths:
        for line, row in _rows(path):
            made = _work(row, file=str(path), line=line)
            rows += 1
            if made["work"] not in newest or row["updated_date"] >= newest[made["work"]][0]:
                newest[made["work"]] = row["updated_date"], made
    works = [made for _, made in newest.values()]
    into.rows(WORKS, works)
    into.count("twice", rows - len(works))
    into.count("which author has which country is not told", len(works))
    into.count("expansion corpus not told", len(works))
    for name in ("retracted", "paratext"):
        into.count(name, sum(bool(work[name]) for work in works))
    into.count("no country", sum(not work["countries"] for work in works))
    into.count("no fwci", sum(work["fwci"] is None for work in works))
    into.count("awards not told", sum(work["awards"] is None for work in works))


def _rows(path: Path) -> Iterator[tuple[int, Row]]:
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    again = say("Export it again")
    row = 0
    with cast("BinaryIO", gzip.open(path)) if path.suffix == ".gz" else path.open("rb") as file:
        try:
            read = csv.DictReader(io.TextIOWrapper(file, "utf-8-sig", newline=""))
            lacking = [name for name in NEEDED if name not in (read.fieldnames or ())]
            if lacking:
                raise Problems(
                    *(
                        Problem(say("The column is not there"), again, (name,), str(path), 1)
                        for name in lacking
                    )
                )
            for row, told in enumerate(read, start=1):
                if None in told or None in told.values():
                    what = say(
                        "The row has {n} columns too many or too few",
                        n=len(told.get(None, ())) or list(told.values()).count(None),
                    )
                    raise Problems(Problem(what, again, (), str(path), row))
                yield row, told
        except EOFError as error:
            what = say("The file ends in the middle of a record")
            raise Problems(Problem(what, again, (), str(path), row + 1)) from error
        except (csv.Error, UnicodeDecodeError, gzip.BadGzipFile, zlib.error) as error:
            what = say("The row cannot be read: {why}", why=str(error)[:200])
            raise Problems(Problem(what, again, (), str(path), row + 1)) from error


def _work(row: Row, *, file: str, line: int) -> dict[str, Any]:
    def number(name: str, start: str = "") -> int | None:
        value = row.get(name, "").removeprefix(start)
        if not value:
            return None
        if not value.isdecimal():
            what = say("“{written}” cannot be used", written=row[name][:80])
            raise Problems(Problem(what, say("This column holds a whole number"), (name,), file, line))
        return int(value)

    def flag(name: str) -> bool | None:
        value = row.get(name, "").casefold()
        if value not in TRUTH:
            what = say("“{written}” cannot be used", written=row[name][:80])
            raise Problems(Problem(what, say("This column holds true or false"), (name,), file, line))
        return TRUTH[value]

    def millionths(name: str) -> int | None:
        value = row.get(name, "")
        try:
            return math.floor(float(value) * 1_000_000 + 0.5) if value else None
        except (ValueError, OverflowError) as error:  # of no number, and of what is not finite
            what = say("“{written}” cannot be used", written=value[:80])
            raise Problems(Problem(what, say("This column holds a number"), (name,), file, line)) from error

    place = "https://openalex.org/"
    work = number("id", f"{place}W")
    if work is None:
        raise Problems(Problem(say("The record has no id"), say("Export it again"), ("id",), file, line))
    retracted = bool(flag("is_retracted"))
    paratext = bool(flag("is_paratext")) or row["type"] == "paratext"
    countries = sorted({code for code in row["authorships.countries"].split("|") if len(code) == 2})
    institutions = sorted({int(one) for one in INSTITUTION.findall(row["authorships.institutions"])})
    made = {
        "work": work, "year": number("publication_year"), "type": row["type"] or None,
        "core": row["type"] in ("article", "review") and not retracted and not paratext,
        "retracted": retracted, "paratext": paratext, "xpac": False, "language": row.get("language") or None,
        "doi": row.get("doi", "").removeprefix("https://doi.org/").lower() or None, "title": row["title"] or None,
        "source": number("primary_location.source.id", f"{place}S"), "topic": number("primary_topic.id", f"{place}T"),
        "subfield": number("primary_topic.subfield.id", f"{place}subfields/"),
        "field": number("primary_topic.field.id", f"{place}fields/"), "cited": number("cited_by_count"), "fwci": millionths("fwci"),
        "authors": len(list(filter(None, row["authorships.author.id"].split("|")))), "cut": False,
        "with_country": None, "home_authors": None, "countries": countries, "first_countries": None, "single_countries": None,
        "institutions": institutions, "companies": bool(COMPANY.search(row["authorships.institutions"])), "awards": _awards(row),
    }  # fmt: skip
    return {**made, "content": _content(made, row["authorships.author.id"])}


def _awards(row: Row) -> list[str] | None:
    """Return the projects that the awards of a work name; None where the export has none of their columns, or they do not go together."""
    told = [
        [row[name].split("|") if row[name] else [] for name in pair]
        for pair in AWARDS
        if set(pair) <= set(row)
    ]
    if not told or any(len(numbers) != len(funders) for numbers, funders in told):
        return None
    return projects(one for pair in told for one in zip(*pair, strict=True))


def _content(made: Mapping[str, Any], authors: str) -> str:
    told = [
        str(made[name])
        for name in ("type", "year", "retracted", "paratext", "topic", "countries", "institutions")
    ]
    return hashlib.md5("|".join([*told, authors]).encode(), usedforsecurity=False).hexdigest()
