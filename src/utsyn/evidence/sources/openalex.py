"""OpenAlex: works with authors and affiliations, from the snapshot, from a pull of one institution, or from a flat export.

`home` names the institution whose authorships are kept row by row: numbers such as I204778367, with commas between; what lies below
one of them counts too. Citations belong to a day and are no part of what makes a work another one.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from utsyn.evidence.loading import Loading
from utsyn.evidence.sources import Origin, source
from utsyn.evidence.tables import AUTHORSHIPS, ORGANISATIONS, WORKS, Table
from utsyn.problems import Problem, Problems
from utsyn.text import say

if TYPE_CHECKING:
    import duckdb

    from utsyn.evidence.fetching import Fetch


def home_ids(told: str) -> list[str]:
    """Return the ids of home institutions. Raises Problems for what is no number of OpenAlex's."""
    found = [one.strip().rpartition("/")[2].upper() for one in told.split(",") if one.strip()]
    for one in found:
        if not re.fullmatch(r"I[0-9]{1,18}", one):
            what = say("“{written}” cannot be used", written=one)
            raise Problems(
                Problem(
                    what, say("Write OpenAlex's number of the institution, such as I204778367"), ("home",)
                )
            )
    return [f"https://openalex.org/{one}" for one in sorted(found)]


def recognise(files: Sequence[Path]) -> Sequence[Path]:
    """Return those of the files that are OpenAlex's."""
    from utsyn.evidence.sources.openalex_files import kind

    return [path for path in files if kind(path)]


def load(files: Sequence[Path], into: Loading) -> None:
    """Write works, authorships and organisations. Raises Problems where a file is broken, lacking, or of two forms at once."""
    from utsyn.evidence.sources.openalex_files import gone, sorted_out
    from utsyn.evidence.sources.openalex_flat import flat_works
    from utsyn.evidence.sources.openalex_parts import connected, staged

    told = sorted_out(files)
    if bool(told.flat) == bool(told.works):
        what = (
            say("There are no works here")
            if not told.works
            else say("A flat export and parts cannot be loaded together")
        )
        raise Problems(Problem(what, say("Give the parts of a snapshot or a pull, or flat exports")))
    if told.flat:
        flat_works(told.flat, into)
        return
    into.count("part not in the manifest", len(told.unlisted))
    home = home_ids(into.parameters.get("home", ""))
    engine = connected(into)
    try:
        parts = staged(engine, told.works, into, home=home, promised=told.promised)
        deleted = [number for path in told.deleted for number in gone(path)]
        # The same bytes in every run: what rests on a vintage is known by its hash.
        engine.execute("SET threads = 1")
        _keep(engine, parts, deleted, into)
        if home:
            _write(engine, AUTHORSHIPS, into)
        _organisations(engine, told.institutions, into, home=home)
    finally:
        engine.close()


def _keep(
    engine: "duckdb.DuckDBPyConnection", parts: Sequence[Path], deleted: Sequence[int], into: Loading
) -> None:
    """Write the works that are left once what is twice and what is deleted is out, and count both."""
    import pyarrow as pa

    from utsyn.evidence.sources.openalex_sql import COUNTS, KEPT, TWICE

    engine.read_parquet([str(path) for path in parts], filename=True, file_row_number=True).create_view(
        "staged"
    )
    engine.register("gone", pa.table({"work": pa.array(sorted(set(deleted)), pa.int64())}))
    engine.sql(TWICE).create("older")
    engine.sql(KEPT).create_view("kept")
    before = _one(engine, "SELECT count(*) FROM staged")
    twice = _one(engine, "SELECT count(*) FROM older")
    columns = ", ".join(f'"{name}"' for name in WORKS.columns)
    engine.view("kept").project(columns).write_parquet(str(into.path(WORKS)), compression="zstd")
    left = into.take(WORKS)
    into.count("twice", twice)
    into.count("deleted", before - twice - left)
    found = engine.sql(COUNTS)
    for name, n in zip(found.columns, found.fetchall()[0], strict=True):
        into.count(NAMES[name], n)


NAMES: Mapping[str, str] = {
    "retracted": "retracted",
    "paratext": "paratext",
    "xpac": "expansion corpus",
    "cut": "list of authors cut",
    "yearless": "no year",
    "authorless": "no authors",
    "countryless": "no country",
    "untold": "expansion corpus not told",
    "fwciless": "no fwci",
    "awardless": "awards not told",
}


def _write(engine: "duckdb.DuckDBPyConnection", table: Table, into: Loading) -> None:
    from utsyn.evidence.sources import openalex_sql

    sentence = openalex_sql.AUTHORSHIPS if table is AUTHORSHIPS else openalex_sql.SEEN
    engine.sql(sentence).write_parquet(str(into.path(table)), compression="zstd")
    into.take(table)


def _organisations(
    engine: "duckdb.DuckDBPyConnection", parts: Sequence[Path], into: Loading, *, home: Sequence[str]
) -> None:
    """Write organisations from the source's own list, or else those that works of home name."""
    from utsyn.evidence.sources.openalex_parts import translated
    from utsyn.evidence.sources.openalex_shape import INSTITUTION
    from utsyn.evidence.sources.openalex_sql import REGISTER

    if not parts:
        if home:
            _write(engine, ORGANISATIONS, into)
        return
    made = []
    for number, part in enumerate(parts):
        to = into.stage / f"institutions-{number:05}.parquet"
        translated(engine, part, REGISTER, to, shape=INSTITUTION)
        made.append(str(to))
    engine.read_parquet(made).distinct().order("organisation").write_parquet(
        str(into.path(ORGANISATIONS)), compression="zstd"
    )
    into.take(ORGANISATIONS)


def _one(engine: "duckdb.DuckDBPyConnection", sentence: str) -> int:
    return int(engine.sql(sentence).fetchall()[0][0])


def fetch(into: "Fetch", asked: Mapping[str, str]) -> None:
    """Fetch what is asked for: the whole set of an `institution`, or else the snapshot."""
    from utsyn.evidence.sources.openalex_fetch import pull, snapshot

    if asked.get("institution"):
        pull(into, asked)
    else:
        snapshot(into, asked)


source(
    Origin(
        "openalex", "OpenAlex", "CC0 1.0", "https://openalex.org", ("works", "authorships", "organisations"),
        fetch, recognise, load, variable="UTSYN_OPENALEX_KEY",
        parameters={
            "institution": say("Fetch all works of this institution from the API: OpenAlex's number, such as I204778367"),
            "since": say("Only works of this year and later"),
            "form": say("Fetch the snapshot in this form: jsonl or parquet"),
            "api": say("Another address of the API"),
            "bucket": say("Another address that the files lie at"),
            "home": say("Keep the authorships of these institutions: OpenAlex's numbers, with commas between"),
        },
    )
)  # fmt: skip
