"""Tiny worlds of projects, stays and graduates: rows made by hand with only what a test is about, and Hypothesis strategies for many."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
from hypothesis import strategies as st

from tests.evidence.worlds import UNIVERSITY, Row, World, filled
from utsyn.evidence.compute import Made
from utsyn.evidence.engine import Limits, duckdb, schema
from utsyn.evidence.recipes import About, Recipe, find
from utsyn.evidence.results import Result, result
from utsyn.evidence.snapshots import Snapshot, Vintage
from utsyn.evidence.tables import TABLES

ABOUT = About(UNIVERSITY, 2010, 2026)
OTHERS = ("ror000002", "ror000003", None)
CODE, DBH = "N TRONDHE01", "1150"


def grant(project: str, **told: Any) -> Row:
    return filled("grants", project=project, **({"programme": "HORIZON", "pillar": "cluster", "scheme": "HORIZON-RIA", "call": "HORIZON-CL4-2022",
                  "call_year": 2022, "signed": date(2022, 5, 1), "starts": date(2022, 6, 1), "ends": date(2026, 5, 31)} | told))  # fmt: skip


def part(project: str, ror: str | None = UNIVERSITY, role: str = "participant", **told: Any) -> Row:
    base = {
        "pic": "999000001",
        "country": "NO",
        "activity": "HES",
        "contribution": 100_00,
        "net": 100_00,
        "ended": False,
    }
    return filled("participations", project=project, ror=ror, role=role, **(base | told))


def link(scheme: str, identifier: str, ror: str = UNIVERSITY) -> Row:
    return filled("links", scheme=scheme, identifier=identifier, other_scheme="ror", other=ror)


def world(grants: list[Row] = [], participations: list[Row] = [], **more: list[Row]) -> World:  # noqa: B006
    links = [
        link("erasmus", CODE),
        link("dbh", DBH),
        link("dbh", "1110", "ror000002"),
        link("erasmus", "N OSLO01", "ror000002"),
    ]
    empty: World = {"mobilities": [], "exchanges": [], "stays": [], "graduates": []}
    return {**empty, "grants": grants, "participations": participations, "links": links, **more}


def mobility(days: int | None, people: int = 1, **told: Any) -> Row:
    base = {
        "year": "2022-2023",
        "activity": "Student mobility for studies between Programme Countries",
        "sender": CODE,
        "receiver": "SF ESPOO12",
    }
    return filled("mobilities", days=days, participants=people, **(base | told))


def cell(students: int | None, **told: Any) -> Row:
    base = {"institution": DBH, "year": 2022, "semester": "V", "level": "B3", "way": "out", "agreement": "ERASMUS+", "country": "FI",
            "rounded_to": 1}  # fmt: skip
    return filled("exchanges", students=students, **(base | told))


def graduate(person: str, days: int | None = 0, stay: str = "", **told: Any) -> Row:
    base = {"unit": "phys", "year": 2023, "level": "master"}
    return filled("graduates", person=person, days_abroad=days, stay=stay, **(base | told))


def vintage(*, synthetic: bool = False, files: int = 1, day: date = date(2026, 6, 1)) -> Vintage:
    told = tuple(
        Snapshot(
            name=f"f{n}.csv",
            url=f"https://example.org/f{n}.csv",
            licence="CC-BY-4.0",
            day=day,
            size=1,
            sha256=f"{n:064x}",
        )
        for n in range(files)
    )
    return Vintage(source="cordis", title="CORDIS", day=day, key="june", synthetic=synthetic, snapshots=told)


def made(key: str, rows: list[tuple[Any, ...]], *, about: About = ABOUT, of: Vintage | None = None) -> Made:
    """A result of a recipe with just these rows."""
    one = find(key)
    return Made(one, about, result(one.columns, rows), (of or vintage(),), anew=True)


def shared(name: str) -> Path:
    """The real files that lie beside the repository, where they do."""
    return Path(__file__).parents[3] / "shared" / "data" / name


class Asked:
    """Recipes as SQL, written once, on tables whose rows are exchanged: a hundred worlds in the time of ten."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.duckdb = duckdb(Limits(threads=1))
        self.recipes = [find(key) for key in keys]
        names = sorted({name for one in self.recipes for name in one.needs})
        self.tables = {
            name: self.duckdb.connection.create_table(name, schema=schema(TABLES[name])) for name in names
        }
        self.schemas = {name: schema(TABLES[name]).to_pyarrow() for name in names}
        self.sql = {
            one.key: str(
                ibis.to_sql(one.make(self.tables, ABOUT).select(list(one.columns)), dialect="duckdb")
            )
            for one in self.recipes
        }

    def results(self, rows: World) -> Iterator[tuple[Recipe, Result]]:
        connection = self.duckdb.connection
        for name in self.tables:
            connection.raw_sql(f"DELETE FROM {name}")  # noqa: S608  names of our own tables
            if rows[name]:
                connection.con.register("told", pa.Table.from_pylist(rows[name], schema=self.schemas[name]))
                connection.raw_sql(f"INSERT INTO {name} SELECT * FROM told")  # noqa: S608
        for one in self.recipes:
            yield one, result(one.columns, connection.raw_sql(self.sql[one.key]).fetchall())


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def _rows(table: str, **columns: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Row]]:
    return st.lists(st.fixed_dictionaries(columns).map(lambda told: filled(table, **told)), max_size=8)


DAYS = st.sampled_from(
    [date(2009, 12, 31), date(2014, 1, 1), date(2022, 6, 30), date(2024, 2, 29), date(2027, 1, 1)]
)
ROLES = ("coordinator", "participant", "thirdParty", "associatedPartner")
ANYBODY = st.sampled_from([UNIVERSITY, UNIVERSITY, *OTHERS])
PLACES = st.sampled_from([CODE, "N OSLO01", "SF ESPOO12", None])
AMOUNT = _maybe(st.integers(0, 10**12))


def worlds() -> st.SearchStrategy[World]:
    """Any small world: any column may be unknown that a source may leave out."""
    schemes = ["ERC-STG", "HORIZON-ERC", "HORIZON-ERC-SYG", "ERC-POC", "ERC-LVG", "HORIZON-RIA", "CSA"]
    calls = ["HORIZON-EIC-2022-PATHFINDEROPEN-01", "H2020-FETOPEN-2018", "ERC-2022-STG"]
    grants = st.lists(
        st.fixed_dictionaries({
            "programme": st.sampled_from(["FP7", "H2020", "HORIZON"]), "pillar": st.sampled_from(["ERC", "ERC", "MSCA", "cluster", "EIC"]),
            "scheme": _maybe(st.sampled_from(schemes)), "call": _maybe(st.sampled_from(calls)),
            "call_year": _maybe(st.sampled_from([2009, 2014, 2022])), "signed": _maybe(DAYS), "starts": _maybe(DAYS), "ends": _maybe(DAYS),
        }), max_size=4,
    ).map(lambda told: [filled("grants", project=f"p{at}", **one) for at, one in enumerate(told)])  # fmt: skip
    participations = _rows(
        "participations", project=st.sampled_from(["p0", "p1", "p2", "p9"]), pic=_maybe(st.sampled_from(["1", "2"])), ror=ANYBODY,
        country=_maybe(st.sampled_from(["NO", "FI"])), activity=_maybe(st.sampled_from(["HES", "REC"])), role=_maybe(st.sampled_from(ROLES)),
        contribution=AMOUNT, net=AMOUNT, ended=_maybe(st.booleans()),
    )  # fmt: skip
    activities = [
        "Student mobility for studies",
        "Student mobility for traineeships",
        "Staff mobility for teaching",
        "Youth exchanges",
        "VET learners traineeships in companies abroad",
        "HE-SMT - Student mobility for traineeships",
        "Mob-STA",
        "SMS",
        "SMP",
    ]
    mobilities = _rows(
        "mobilities", year=_maybe(st.sampled_from(["2012-2013", "2018-2019", "2021-2022"])), activity=_maybe(st.sampled_from(activities)),
        days=_maybe(st.sampled_from([1, 2, 5, 30, 57, 58, 59, 60, 89, 90])), months=_maybe(st.sampled_from([199, 200, 300])),
        starts=_maybe(st.sampled_from(["2020-01", "2021-02", "2021-03", "2000-02", "1900-02"])), sender=PLACES, receiver=PLACES, participants=_maybe(st.integers(0, 40)),
    )  # fmt: skip
    exchanges = _rows(
        "exchanges", institution=st.sampled_from([DBH, "1110", "9999"]), year=_maybe(st.sampled_from([2009, 2016, 2020, 2021])),
        level=_maybe(st.sampled_from(["B3", "FU", "fu"])), way=st.sampled_from(["out", "in"]), country=_maybe(st.sampled_from(["US", "CN", "SE"])),
        agreement=_maybe(st.sampled_from(["ERASMUS+", "INDIVID", "NORDPLUS"])), students=_maybe(st.integers(0, 40)),
        rounded_to=_maybe(st.sampled_from([1, 3, 5])),
    )  # fmt: skip
    stays = _rows(
        "stays", since=_maybe(DAYS), until=_maybe(DAYS), kind=_maybe(st.sampled_from(["student", "staff"])), way=st.sampled_from(["out", "in"]),
        people=_maybe(st.integers(0, 9)),
    )  # fmt: skip
    graduates = _rows(
        "graduates", person=st.sampled_from(["a", "b"]), unit=_maybe(st.sampled_from(["phys", "law"])),
        year=_maybe(st.sampled_from([2009, 2021, 2022])), level=_maybe(st.sampled_from(["bachelor", "phd"])),
        days_abroad=_maybe(st.sampled_from([0, 89, 90])), stay=_maybe(st.sampled_from(["exchange", "traineeship", ""])),
    )  # fmt: skip
    return st.builds(
        world,
        grants,
        participations,
        mobilities=mobilities,
        exchanges=exchanges,
        stays=stays,
        graduates=graduates,
    )
