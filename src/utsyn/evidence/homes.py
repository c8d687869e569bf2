"""Beside the works of a vintage, those of the home institution: so that one university's figures need no look at everybody's works.

`home/works.parquet` has the works with a home author, without their texts; `home/institutions.parquet` the institutions that are on no other
works. Both follow from the works alone. Where a map has an organisation that is on other works too, these are looked for among all.
"""

from collections.abc import Mapping
from pathlib import Path

from utsyn.evidence.disk import settled
from utsyn.evidence.table import Table
from utsyn.evidence.tables import TABLES, WORKS

TEXTS = ("title", "doi", "language", "content")  # dear to read, and nothing is counted by them
HOME, WITHIN = "works of home", "institutions of home"
BESIDE: Mapping[str, Table] = {
    HOME: Table(HOME, "a work with a home author", {name: kind for name, kind in WORKS.columns.items() if name not in TEXTS}, ("work",), WORKS.late),
    WITHIN: Table(WITHIN, "an institution that is on works with a home author alone", {"organisation": "int64"}, ("organisation",)),
}  # fmt: skip
FOLDER, FILES = "home", {HOME: "works.parquet", WITHIN: "institutions.parquet"}
WRITE = {
    HOME: "SELECT {columns} FROM read_parquet($works) WHERE home_authors > 0 ORDER BY work",
    WITHIN: """
        SELECT organisation
        FROM (SELECT unnest(institutions) AS organisation, coalesce(home_authors > 0, false) AS home FROM read_parquet($works))
        GROUP BY organisation HAVING bool_and(home) ORDER BY organisation
    """,
}


def promised(name: str) -> Table:
    """Return a table by name: a promised one, or one of those beside the works."""
    return BESIDE.get(name) or TABLES[name]


def beside(files: Mapping[str, Path]) -> dict[str, Path]:
    """Return the files of tables, with those beside the works where they are there."""
    works = files.get(WORKS.name)
    if works is None or not works.is_file():  # a Spark may see what we do not
        return dict(files)
    there = {name: _place(works, name) for name in BESIDE}
    since = works.stat().st_mtime_ns  # those of other works that lay there before are none of these
    good = all(path.is_file() and path.stat().st_mtime_ns >= since for path in there.values())
    return {**files, **there} if good else dict(files)


def write(works: Path, *, memory: str = "") -> None:
    """Write both beside the works; nothing where no work has a home author."""
    import duckdb

    with duckdb.connect() as engine:
        engine.execute("SET preserve_insertion_order = false")
        if memory:
            engine.execute("SET memory_limit = $1", [memory])
        known = engine.execute("SELECT 1 FROM read_parquet($1) WHERE home_authors > 0 LIMIT 1", [str(works)])
        if not known.fetchall():
            return
        for name, asked in WRITE.items():
            place = _place(works, name)
            place.parent.mkdir(exist_ok=True)
            told = asked.format(columns=", ".join(f'"{column}"' for column in BESIDE[name].columns))
            engine.sql(told, params={"works": str(works)}).write_parquet(str(place), compression="zstd")
            settled(place)
        settled(works.parent / FOLDER)


def _place(works: Path, name: str) -> Path:
    return works.parent / FOLDER / FILES[name]
