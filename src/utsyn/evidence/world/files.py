"""A whole world as the files of all its sources and the office's own lists, with the answer book."""

import csv
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from utsyn.evidence.disk import room
from utsyn.evidence.watching import Watch, unwatched
from utsyn.evidence.world import (
    charter,
    cooperation,
    cordis,
    cordis_files,
    council,
    dealings,
    degrees,
    openalex,
    registry,
    students,
    traffic,
    workbook,
)
from utsyn.evidence.world.blocks import World, blocks, home_parts, world
from utsyn.evidence.world.identifiers import ORGANISATION, ror
from utsyn.evidence.world.names import organisation_names
from utsyn.evidence.world.small import orgmap_rows, staff_rows
from utsyn.evidence.world.truth import write_truth
from utsyn.evidence.world.whole import DAYS, TITLE, key_of, vintage_blocks
from utsyn.evidence.world.works import Works
from utsyn.problems import Problem, Problems
from utsyn.text import say

LABEL = "SYNTHETIC.txt"


def write_files(
    to: Path, *, works: int, seed: int, form: openalex.Format, later: bool = False, watch: Watch = unwatched
) -> Path:
    """Write a world into a folder, whole or not at all. Raises Problems where the folder is there and not empty."""
    of = world(works, seed)
    names = organisation_names(of.given.register)
    with room(to), _making(to) as folder, watch(key_of(works=works, seed=seed, later=later), works) as done:
        (folder / LABEL).write_text(f"{TITLE}. {key_of(works=works, seed=seed, later=later)}\n", "utf-8")
        place, day = folder / "openalex", DAYS[later]
        openalex.write_works(
            place, vintage_blocks(of, later=later), of=of, names=names, day=day, form=form, told=done
        )
        openalex.write_deleted(place, blocks(of) if later else (), form=form, day=day)
        registry.write(folder / "ror" / registry.NAME, of, names)
        home = home_parts(of)
        _others(folder, of, home, names)
        write_truth(folder, of, home, later=later)
    return to


def _others(folder: Path, of: World, home: Works, names: list[str]) -> None:
    agreed = dealings.agreements(of, home)
    stayed = dealings.stays(of, agreed)
    drawn = cordis.projects(of)
    cordis_files.write(folder / "cordis", drawn, of=of, names=names)
    years: dict[str, list[tuple[str, ...]]] = {}
    for year, row in students.mobility_rows(of, stayed, names):
        years.setdefault(year, []).append(row)
    for year, rows in years.items():
        _table(folder / "erasmus" / f"mobility_{year}.csv", students.MOBILITY, rows)
    _table(
        folder / "dbh" / "142.csv", students.EXCHANGE, students.exchange_rows(students.exchanges(of, stayed))
    )
    exchanging = dealings.exchanging(agreed, stayed)
    _counted(folder, of, names, exchanging)
    numbers = ((f"I{at + ORGANISATION}", ror(at)) for at in range(len(names)))
    _table(folder / "ror" / "openalex_numbers.csv", ("openalex", "ror"), numbers)
    office = folder / "office"
    _rows(office / "agreements.csv", dealings.agreement_rows(agreed))
    _rows(office / "stays.csv", dealings.stay_rows(stayed))
    _rows(office / "staff.csv", staff_rows(of))
    _rows(office / "ewp_traffic.csv", traffic.rows(of, traffic.traffic(of, agreed)))
    _rows(office / "graduates.csv", students.graduates(of))
    _rows(office / "organisation_map.csv", orgmap_rows(of))
    _rows(office / "crosswalk.csv", registry.links(of, drawn, exchanging, names))


def _counted(folder: Path, of: World, names: list[str], exchanging: set[int]) -> None:
    """Write what registers hold beside research: the charter, cooperation, degrees and institutions, applications."""
    workbook.write(
        folder / "eche" / "eche_list.xlsx", charter.file_rows(charter.holders(of, exchanging), names)
    )
    joint = cooperation.drawn(of)
    _table(folder / "erasmus" / "projects.csv", cooperation.HEADER, cooperation.file_rows(of, joint, names))
    completed = degrees.completions(students.graduates(of))
    for what, table in degrees.TABLES.items():
        _table(folder / "dbh" / f"{table}.csv", degrees.HEADER, degrees.file_rows(completed, what))
    _table(folder / "dbh" / "211.csv", degrees.INSTITUTIONS, degrees.institution_rows())
    applied = council.file_rows(council.drawn(of))
    _table(folder / "research_council" / "soknader.csv", council.HEADER, applied, separator=",")


def _rows(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows under the names of their columns; what is unknown is empty."""
    held = list(rows)
    _table(path, list(held[0]), ([row[name] for name in held[0]] for row in held))


def _table(path: Path, header: Iterable[str], rows: Iterable[Iterable[Any]], *, separator: str = ";") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, delimiter=separator, lineterminator="\n")
        lines.writerow(header)
        lines.writerows(rows)


@contextmanager
def _making(to: Path) -> Iterator[Path]:
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        what = say("The folder {folder} is there already", folder=to.name)
        raise Problems(Problem(what, say("Name a new or an empty folder"), file=str(to)))
    making = to.with_name(f".{to.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    try:
        yield making
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    if to.exists():
        to.rmdir()
    making.rename(to)
