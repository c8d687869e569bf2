"""Spark through Spark Connect comes to the same hashes as DuckDB and as plain Python, recipe by recipe; ./run test-spark runs this."""

from collections.abc import Mapping
from datetime import date
from itertools import count
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import Phase, given, settings

from tests.evidence import grant_worlds, partner_worlds
from tests.evidence.test_cooperation import part, project
from tests.evidence.test_cooperation import world as cooperating
from tests.evidence.worlds import (
    AMERICAN,
    CHINESE,
    COMPANY,
    HOME,
    HONGKONG,
    HOSPITAL,
    INSTITUTE,
    NATIONAL,
    PARTLY,
    SWEDISH,
    UNIVERSITY,
    World,
    filled,
    person,
    work,
)
from tests.evidence.worlds import world as of_works
from utsyn.evidence.engine import Engine, schema
from utsyn.evidence.recipes import About, Recipe, find, recipes
from utsyn.evidence.results import Result, result
from utsyn.evidence.tables import TABLES
from utsyn.evidence.world import university
from utsyn.evidence.world.whole import tables_of

pytestmark = pytest.mark.spark
ABOUT = About(UNIVERSITY, 2015, 2024)
WORKS, SEED = 20_000, 1
KEYS = sorted(recipes())
TURNS = count()
LEVELS = [
    filled("levels", source=source, year=year, level=year % 3)
    for source in (1, 2)
    for year in range(2014, 2026)
]
Files = Mapping[str, Path]


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The tiny world as files."""
    return written(tiny(), tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """A synthetic world of 20,000 works as files."""
    folder = tmp_path_factory.mktemp("large")
    tables = {
        **tables_of(works=WORKS, seed=SEED),
        "levels": pa.Table.from_pylist(LEVELS, schema(TABLES["levels"]).to_pyarrow()),
    }
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet")
    return {name: folder / f"{name}.parquet" for name in tables}


def tiny() -> World:
    """Return a world made by hand in which every recipe has something to count, and every list and number may be empty or unknown."""
    swedish, home = (SWEDISH, "SE"), (HOME, "NO")
    papers = [
        work(number, [[home], [swedish]], year=2018 + number % 3, cited=number) for number in range(1, 13)
    ]
    papers += [work(number, [[swedish]], year=2020, cited=number % 7) for number in range(100, 160)]
    papers += [
        work(20, [[home, (HOSPITAL, "NO")], [(CHINESE, "CN"), (HONGKONG, "HK")]], people=[1, 2], orcids=["o1", None], companies=True),
        work(21, [[(INSTITUTE, "NO")], [(PARTLY, "NO"), (NATIONAL, "NO"), (COMPANY, "NO")]], people=[3, 1], field=None, subfield=None),
        work(22, [[home], []], cut=True, year=2024, source=None),
        work(23, [[home]], year=2015, type="review"),
        work(24, [[(0, "US")], [(HOSPITAL, "NO")]], core=False),
        work(25, [[(AMERICAN, "US")], [swedish]]),
    ]  # fmt: skip
    staff = [person(1, "a", orcid="o1"), person(3, "b", 2016, 2020), person(3, "c")]
    days = date(2019, 3, 1), date(2019, 6, 30)
    projects = [
        partner_worlds.project("q1", *days, HOME, SWEDISH, None, call_year=2018),
        partner_worlds.project("q2", None, None, HOME, AMERICAN, call_year=2020),
    ]
    agreed = [partner_worlds.agreement(SWEDISH), partner_worlds.agreement(99, None, days[1])]
    stayed = [partner_worlds.stay(SWEDISH, *days), partner_worlds.stay(AMERICAN, None, None, None)]
    funded = grant_worlds.world(
        [
            grant_worlds.grant("p1", pillar="ERC", scheme="ERC-STG", signed=date(2020, 1, 1)),
            grant_worlds.grant("p2", pillar="MSCA"),
            grant_worlds.grant("p3", pillar="EIC", call="HORIZON-EIC-2022-PATHFINDEROPEN-01", signed=None),
            grant_worlds.grant("p4"),
        ],
        [
            grant_worlds.part("p1", role="coordinator", contribution=None),
            *[grant_worlds.part(key) for key in ("p2", "p3", "p4")],
            grant_worlds.part("p4", None),
        ],
        mobilities=[
            grant_worlds.mobility(70, 3),
            grant_worlds.mobility(None, 2),
            grant_worlds.mobility(
                58, 5, starts="2022-02", activity="HE-SMT - Student mobility for traineeships"
            ),
            grant_worlds.mobility(None, 1, year="2012-2013", activity="SMP", months=325),
        ],
        exchanges=[
            grant_worlds.cell(7),
            grant_worlds.cell(None, country=None),
            grant_worlds.cell(3, year=2021),
        ],
        graduates=[grant_worlds.graduate("g1", 90, "exchange"), grant_worlds.graduate("g2", None)],
        applications=[
            filled("applications", application=str(at), institution="tiu", year=2020, outcome=outcome)
            for at, outcome in enumerate(("granted", "rejected", None))
        ],
        institutions=[
            filled("institutions", institution=grant_worlds.DBH, short="TIU", now=grant_worlds.DBH)
        ],
    )
    traffic = [
        partner_worlds.event(SWEDISH, days[0]),
        partner_worlds.event(None, days[1], "S UPPSALA01"),
        partner_worlds.event(None, None, "X"),
    ]
    joint = cooperating(
        project("led", part("coordinator"), part("partner", "Another", "SE")),
        project("untold", part("partner"), key_action=None),
    )
    return joined(
        of_works(*papers, staff=staff),
        partner_worlds.dealings(*projects, agreements=agreed, stays=stayed, traffic=traffic),
        funded,
        {name: rows for name, rows in joint.items() if name != "organisations"},
    )


def joined(*worlds: World) -> World:
    """Put worlds together: each table has the rows of all."""
    names = {*TABLES, *(name for one in worlds for name in one)}
    told = {name: [row for one in worlds for row in one.get(name, [])] for name in names}
    return {**told, "levels": LEVELS}


def apart(of: World) -> World:
    """Return a world whose projects nobody takes for those of another."""
    return {
        name: [{**row, "project": f"q{row['project']}"} if "project" in row else row for row in rows]
        for name, rows in of.items()
    }


def written(rows: World, folder: Path) -> Files:
    """Write a world as the engines read it."""
    folder.mkdir(exist_ok=True)
    files = {name: folder / f"{name}.parquet" for name in TABLES}
    for name, path in files.items():
        pq.write_table(pa.Table.from_pylist(rows[name], schema(TABLES[name]).to_pyarrow()), path)
    return files


def made(engine: Engine, of: Recipe, files: Files, about: About = ABOUT) -> Result:
    """Return what an engine makes of files by a recipe."""
    given_tables = engine.open({name: files[name] for name in of.needs})
    return result(of.columns, engine.rows(of.make(given_tables, about).select(list(of.columns))))


@pytest.mark.parametrize("key", KEYS)
def test_in_a_world_made_by_hand_both_engines_come_to_what_plain_python_comes_to(
    key: str, small: Files, engines: tuple[Engine, Engine]
) -> None:
    of, rows = find(key), tiny()
    expected = result(of.columns, of.slowly({name: rows[name] for name in of.needs}, ABOUT))
    assert expected.rows, "this world gives the recipe nothing to count"
    assert [made(engine, of, small) for engine in engines] == [expected, expected]


@pytest.mark.parametrize("key", KEYS)
def test_of_twenty_thousand_works_both_engines_come_to_the_same_hash(
    key: str, large: Files, engines: tuple[Engine, Engine]
) -> None:
    about = About(university(works=WORKS, seed=SEED), 2012, 2026)
    if not set(find(key).needs) <= set(large):
        pytest.skip(f"the synthetic world has not all tables of {key}")
    one, other = (made(engine, find(key), large, about) for engine in engines)
    assert one.sha256 == other.sha256


@settings(
    max_examples=4, phases=[Phase.generate]
)  # what is found is told as it was found: each try takes a minute
@given(partner_worlds.partner_worlds(), grant_worlds.worlds())
def test_whatever_the_world_both_engines_come_to_what_plain_python_comes_to(
    engines: tuple[Engine, Engine], tmp_path_factory: pytest.TempPathFactory, one: World, other: World
) -> None:
    """Each world is put to every other recipe, and the next to those between."""
    rows = joined(apart(one), other)
    files = written(rows, tmp_path_factory.mktemp("drawn"))
    off = []
    for key in KEYS[next(TURNS) % 2 :: 2]:
        of = find(key)
        expected = result(of.columns, of.slowly({name: rows[name] for name in of.needs}, ABOUT))
        off += [(engine.name, of.key) for engine in engines if made(engine, of, files) != expected]
    assert off == []


def test_whole_numbers_beside_a_null_stay_whole(engines: tuple[Engine, Engine], tmp_path: Path) -> None:
    rows = [filled("levels", source=2**62 + 1, year=1), filled("levels", source=None, year=2)]
    files = written(joined({"levels": rows}) | {"levels": rows}, tmp_path)
    for engine in engines:
        found = engine.rows(engine.open({"levels": files["levels"]})["levels"].select("source", "year"))
        assert sorted(found, key=lambda row: row[1]) == [(2**62 + 1, 1), (None, 2)]


def test_a_table_made_on_the_way_is_let_go_of(engines: tuple[Engine, Engine]) -> None:
    spark_engine = engines[1]
    kept = spark_engine.settle(ibis.memtable({"n": [1, 2, 3]}).filter(lambda t: t.n > 1))
    assert sorted(spark_engine.rows(kept)) == [(2,), (3,)]
    spark_engine.release(kept)
    with pytest.raises(Exception, match="TABLE_OR_VIEW_NOT_FOUND"):
        spark_engine.rows(kept)
