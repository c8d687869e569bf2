"""What OpenAlex tells of money and of impact: which projects of the EU a work names, and its own fwci, from every form of its files."""

import csv
import gzip
import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.evidence.openalex_records import (
    NTNU,
    author,
    loaded,
    packed,
    parquet,
    real,
    real_works,
    rows,
    work,
)
from tests.evidence.openalex_slowly import number, slowly
from tests.evidence.partner_worlds import dealings, project, register
from tests.evidence.stored import stored
from tests.evidence.worlds import ABOUT, HOME, SWEDISH, world
from tests.evidence.worlds import work as openalex_work
from utsyn.evidence.compute import compute, sql
from utsyn.evidence.engine import duckdb
from utsyn.evidence.figures import figures
from utsyn.evidence.recipes import find
from utsyn.evidence.reference import differing
from utsyn.evidence.snapshots import Store
from utsyn.evidence.sources.openalex_awards import projects
from utsyn.problems import Problems

COMMISSION, COUNCIL = "European Commission", "Norges forskningsråd"
FUSION = {
    "id": "https://openalex.org/G1", "display_name": "A project", "funder_award_id": "633053",
    "funder_id": "https://openalex.org/F4320337670", "funder_display_name": "H2020 Euratom",
}  # fmt: skip
COMPLEX = {
    "funder": "https://openalex.org/F4320320300",
    "funder_display_name": COMMISSION,
    "award_id": "641191",
}
TOLD = [
    work(1, author(1, NTNU), fwci=1.5, awards=[FUSION]),
    work(2, author(1, NTNU), fwci=None, awards=None, grants=[COMPLEX, {**COMPLEX, "award_id": None}]),
    work(3, author(1, NTNU)),
    work(4, author(1, NTNU), fwci=0, awards=None),
]


@pytest.mark.parametrize(
    ("number", "funder", "found"),
    [
        ("641191", COMMISSION, ["641191"]), ("101034240", "HORIZON EUROPE Health", ["101034240"]),
        ("ERC-2014-StG-637992", "European Research Council", ["637992"]), ("GA No 641191", "Horizon 2020", ["641191"]),
        ("FP7/2007-2013 (321541)", "FP7 Ideas: European Research Council", ["321541"]),
        ("256223", COUNCIL, []), ("637992", "European Researchers", []),
        ("641191 and 637992", COMMISSION, []), ("0641191", COMMISSION, []), ("None", COMMISSION, []), ("", COMMISSION, []),
    ],
)  # fmt: skip
def test_a_project_is_known_by_its_number_and_by_whose_money_it_is(
    number: str, funder: str, found: list[str]
) -> None:
    assert projects([(number, funder)]) == found


def test_projects_are_named_once_and_in_order() -> None:
    assert projects([("641191", COMMISSION), ("101034240", COMMISSION), ("No 641191", "H2020 Society")]) == [
        "101034240",
        "641191",
    ]


@pytest.mark.parametrize("form", ["json", "parquet"])
def test_awards_and_grants_and_fwci_become_columns_and_what_is_not_told_is_unknown(
    tmp_path: Path, form: str
) -> None:
    part = packed(tmp_path / "part_0000.gz", TOLD)
    made = loaded(tmp_path, [parquet(tmp_path, part) if form == "parquet" else part])
    found = [(row["fwci"], row["awards"]) for row in rows(made, "works")]
    assert found == [(1_500_000, ["633053"]), (None, ["641191"]), (1_000_000, []), (0, None)]
    assert (made[1].counted["no fwci"], made[1].counted["awards not told"]) == (1, 1)


def test_a_parquet_part_in_which_no_work_has_an_award_tells_that_there_are_none(tmp_path: Path) -> None:
    part = parquet(tmp_path, packed(tmp_path / "part_0000.gz", [work(3, author(1, NTNU))]))
    assert [row["awards"] for row in rows(loaded(tmp_path, [part]), "works")] == [[]]


def test_numbers_of_awards_under_another_name_are_refused(tmp_path: Path) -> None:
    renamed = [work(1, author(1, NTNU), awards=[{"number": "1", "funder_display_name": COMMISSION}])]
    part = packed(tmp_path / "part_0000.gz", renamed)
    with pytest.raises(Problems, match=r"awards\.funder_award_id"):
        loaded(tmp_path / "json", [part])
    with pytest.raises(Problems, match=r"awards\.funder_award_id"):
        loaded(tmp_path / "parquet", [parquet(tmp_path, part)])


def test_an_fwci_that_is_no_number_is_unknown(tmp_path: Path) -> None:
    part = parquet(tmp_path, packed(tmp_path / "part_0000.gz", [work(1, author(1, NTNU), fwci=1.5)]))
    held = pq.read_table(part)
    at = held.schema.get_field_index("fwci")
    pq.write_table(held.set_column(at, "fwci", pa.array([float("nan")])), part)
    assert [row["fwci"] for row in rows(loaded(tmp_path, [part]), "works")] == [None]


def test_the_real_records_have_fwci_to_four_decimals_and_no_award(tmp_path: Path) -> None:
    found = rows(loaded(tmp_path, [real("works_292.jsonl.gz")]), "works")
    assert [row["fwci"] for row in found] == [slowly(one, set())["fwci"] for one in real_works()]
    assert sum(row["fwci"] is None for row in found) == 34
    assert {json.dumps(row["awards"]) for row in found} == {"[]"}


def test_the_real_flat_export_names_one_project_of_the_union(tmp_path: Path) -> None:
    path = real("flat_export_613.csv.gz")
    found = {row["work"]: row for row in rows(loaded(tmp_path, [path]), "works")}
    csv.field_size_limit(1 << 30)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        told = {number(row["id"]): row for row in csv.DictReader(file)}
    [named] = [work for work, row in found.items() if row["awards"]]
    assert found[named]["awards"] == ["641191"]
    assert told[named]["grants.award_id"].startswith("641191|")
    assert {work: row["fwci"] and row["fwci"] / 10**6 for work, row in found.items()} == {
        work: float(row["fwci"]) if row["fwci"] else None for work, row in told.items()
    }


FLAT = ("id", "title", "publication_year", "type", "cited_by_count", "is_retracted", "updated_date", "authorships.author.id",
        "authorships.countries", "authorships.institutions")  # fmt: skip


def flat(path: Path, **more: str) -> Path:
    row = dict(
        zip(
            FLAT,
            ("https://openalex.org/W1", "T", "2023", "article", "3", "False", "2026-06-24", "A1", "NO", ""),
            strict=True,
        )
    )
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.DictWriter(file, [*row, *more])
        lines.writeheader()
        lines.writerow(row | more)
    return path


@pytest.mark.parametrize(
    ("more", "awards"),
    [
        ({}, None),
        ({"awards.funder_award_id": "633053|1", "awards.funder_display_name": "H2020 Euratom|X"}, ["633053"]),
        ({"grants.award_id": "", "grants.funder_display_name": ""}, []),
        ({"grants.award_id": "641191|2", "grants.funder_display_name": COMMISSION}, None),
    ],
)
def test_a_flat_export_tells_awards_where_numbers_and_funders_go_together(
    tmp_path: Path, more: dict[str, str], awards: list[str] | None
) -> None:
    [row] = rows(loaded(tmp_path, [flat(tmp_path / "flat.csv", **more)]), "works")
    assert (row["fwci"], row["awards"]) == (None, awards)


@pytest.mark.parametrize("written", ["a lot", "nan", "inf", "1e400", "1,5"])
def test_an_fwci_in_a_flat_export_that_is_no_number_is_named(tmp_path: Path, written: str) -> None:
    with pytest.raises(Problems, match=r"fwci.*cannot be used") as told:
        loaded(tmp_path, [flat(tmp_path / "flat.csv", fwci=written)])
    assert "This column holds a number" in str(told.value)


def test_a_figure_of_another_script_is_no_whole_number(tmp_path: Path) -> None:
    with pytest.raises(Problems, match="This column holds a whole number"):
        loaded(tmp_path, [flat(tmp_path / "flat.csv", cited_by_count="3²")])


def test_a_vintage_from_before_has_no_such_columns_and_all_of_them_is_unknown(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    works = [
        openalex_work(n, [[(HOME, "NO")], [(SWEDISH, "SE")]], fwci=2_000_000, awards=["one"])
        for n in range(1, 4)
    ]
    beside = dealings(project("one", date(2019, 1, 1), None, HOME, SWEDISH))
    made = stored(
        store,
        world(
            *works, organisations=register(), grants=beside["grants"], participations=beside["participations"]
        ),
    )
    old = store.path(made, "works")
    for path in (old, old.parent / "home" / "works.parquet"):
        pq.write_table(pq.read_table(path).drop_columns(["fwci", "awards"]), path)
    given = dict.fromkeys(
        ("works", "orgmap", "authorships", "organisations", "grants", "participations"), made
    )
    asked = [find("citation-impact-openalex"), find("partner-awards"), find("publications")]
    engine = duckdb()
    found = list(compute(engine, store, asked, ABOUT, vintages=given))
    assert [one.result.rows for one in found] == [
        ((2020, 0, 0, 3),),
        ((SWEDISH, 2020, 0, 3, 3),),
        ((2020, 3, 3, 0),),
    ]
    assert list(differing(found, store, vintages=given)) == []
    [figure] = figures(found[0])
    assert (figure.figure.value, [said.in_("en") for said in figure.figure.caveats][-1]) == (
        None,
        "3 are unknown and not counted",
    )
    told = sql(engine, store, asked[0], ABOUT, vintages=given)
    *steps, last = [one for one in told.split(";") if one.strip()]
    other = duckdb().connection
    for one in steps:
        other.raw_sql(one)
    assert other.raw_sql(last).fetchall() == [(2020, 0, 0, 3)]
