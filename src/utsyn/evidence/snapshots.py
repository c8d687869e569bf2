"""What was fetched: every file with its address, licence, day and hash; and vintages, which are loaded whole or not at all."""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from utsyn.evidence.disk import alone
from utsyn.periods import Day
from utsyn.problems import Problem, Problems
from utsyn.reasons import Source
from utsyn.text import say

CHUNK = 1 << 20
MANIFEST = "manifest.json"
AGAIN = say("Move the folder of its vintage away, and load that again from its files")
KEY = re.compile(r"\w[\w.+-]{0,99}")


class Kept(BaseModel):
    """A part of what is kept; unknown names are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Snapshot(Kept):
    """One file as it was fetched: never changed, known by the hash of its bytes."""

    name: str
    url: str = ""
    licence: str = ""
    day: Day
    size: int = Field(ge=0)
    sha256: str

    def source(self, title: str) -> Source:
        """Return it as the source of a figure."""
        return Source(title, self.url, self.name, accessed=self.day, licence=self.licence, sha256=self.sha256)


class Loaded(Kept):
    """A table of a vintage: its file (Parquet), how many rows, and the hash of its bytes."""

    table: str
    file: str
    rows: int = Field(ge=0)
    sha256: str


class Vintage(Kept):
    """All that one source said on a day, as tables; `counted` tells what was left out, and why, by how many.

    `synthetic` is said wherever any of it is shown.
    """

    source: str
    title: str
    day: Day
    key: str
    synthetic: bool = False
    snapshots: tuple[Snapshot, ...] = ()
    tables: tuple[Loaded, ...] = ()
    counted: Mapping[str, int] = {}
    parameters: Mapping[str, str] = {}

    def table(self, name: str) -> Loaded | None:
        """Return a table of the vintage, if it has it."""
        return next((one for one in self.tables if one.table == name), None)

    @property
    def sha256(self) -> str:
        """The hash of all its tables, by which results that rest on it are kept."""
        told = "\n".join(
            f"{one.table} {one.sha256}" for one in sorted(self.tables, key=lambda one: one.table)
        )
        return hashlib.sha256(told.encode()).hexdigest()


class Store:
    """A folder with vintages: `<source>/<key>/manifest.json` and the tables beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def vintages(self, source: str = "") -> tuple[Vintage, ...]:
        """Return what is kept, of one source or of all, the oldest first."""
        there = self.folder.glob(
            f"{source or '*'}/[!.]*/{MANIFEST}"
        )  # a dot begins what a kill left half made
        found = [read(path) for path in there]
        return tuple(sorted(found, key=lambda one: (one.source, one.day, one.key)))

    def latest(self, source: str, *, on: date | None = None) -> Vintage | None:
        """Return the newest vintage of a source, or the newest of a day or earlier."""
        kept = [one for one in self.vintages(source) if on is None or one.day <= on]
        return kept[-1] if kept else None

    def path(self, vintage: Vintage, table: str) -> Path | None:
        """Return the file of a table of a vintage, if it has it."""
        loaded = vintage.table(table)
        return self.folder / vintage.source / vintage.key / loaded.file if loaded else None

    @contextmanager
    def loading(self, source: str, key: str) -> Iterator[Path]:
        """Give a folder to load into, which takes its place once all went well; else the last good vintage stays in use.

        Raises Problems where the vintage is there already, where its key is no name for a folder, or where another loads of the source.
        """
        there, making = self.folder / source / key, self.folder / source / f".{key}.making"
        if not KEY.fullmatch(key):
            what = say("“{name}” cannot be the key of a vintage", name=key[:80])
            raise Problems(Problem(what, say("Use letters, digits, dots and hyphens, such as 2026-11-26")))
        with alone(self.folder / source):
            if there.exists():
                what = say("The vintage {key} of {source} is there already", key=key, source=source)
                raise Problems(
                    Problem(what, say("Give the new one another key, or use the one that is there"))
                )
            shutil.rmtree(making, ignore_errors=True)
            making.mkdir(parents=True)
            try:
                yield making
            except BaseException:
                shutil.rmtree(making, ignore_errors=True)
                raise
            making.rename(there)


def read(path: Path) -> Vintage:
    """Read a manifest. Raises Problems for one that is broken."""
    try:
        return Vintage.model_validate_json(path.read_bytes())
    except ValueError as error:
        raise Problems(Problem(say("The manifest cannot be read"), AGAIN, file=str(path))) from error


def column(path: Path, name: str) -> list[Any]:
    """Return a column of a table that is kept. Raises Problems where the file is damaged or gone."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        values: list[Any] = pq.read_table(path, columns=[name])[name].to_pylist()
    except (pa.ArrowException, OSError, KeyError) as error:
        raise Problems(Problem(say("The table cannot be read"), AGAIN, file=str(path))) from error
    return values


def write(vintage: Vintage, folder: Path) -> None:
    """Write a manifest, on the disk before anything else happens."""
    text = json.dumps(vintage.model_dump(mode="json"), indent=1, ensure_ascii=False)
    with (folder / MANIFEST).open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def hashed(path: Path) -> str:
    """Return the SHA-256 of a file."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()


def snapshot(path: Path, *, day: date, url: str = "", licence: str = "") -> Snapshot:
    """Describe a file as it lies there."""
    return Snapshot(
        name=path.name, url=url, licence=licence, day=day, size=path.stat().st_size, sha256=hashed(path)
    )
