"""A synthetic world as the files of its sources: real headers and field names, every trap, the same facts as its tables, or no files at all."""

import csv
import errno
import gzip
import json
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.house.tree import ROOT
from utsyn.cli import DATA, main
from utsyn.evidence import world
from utsyn.evidence.snapshots import Store
from utsyn.evidence.world.files import LABEL, write_files
from utsyn.evidence.world.whole import store
from utsyn.problems import Problems

WORKS, SEED = 900, 5
SHARED = ROOT.parent / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="real files (../shared/data) are not here")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_files(tmp_path_factory.mktemp("world") / "json", works=WORKS, seed=SEED, form="jsonl")


@cache
def records(folder: Path, form: str = "jsonl") -> list[dict[str, Any]]:
    parts = sorted((folder / "openalex" / form / "works").glob("updated_date=*/part_*"))
    if form == "parquet":
        return [row for part in parts for row in pq.read_table(part).to_pylist()]
    return [json.loads(line) for part in parts for line in gzip.open(part, "rt", encoding="utf-8")]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def number(url: str) -> int:
    return int(url.rsplit("/", 1)[1][1:])


def test_the_records_say_what_the_tables_say(folder: Path):
    works = {work["work"]: work for work in world.tables(works=WORKS, seed=SEED)["works"].to_pylist()}
    assert len(records(folder)) == len(works) == WORKS
    for record in records(folder):
        work, authors = works[number(record["id"])], record["authorships"]
        assert (record["publication_year"], record["type"], record["title"]) == (
            work["year"],
            work["type"],
            work["title"],
        )
        assert work["countries"] == sorted({land for author in authors for land in author["countries"]})
        assert work["institutions"] == sorted(
            {number(one["id"]) for author in authors for one in author["institutions"]}
        )
        assert work["authors"] == len(authors)
        assert (record["is_retracted"], record["is_paratext"], record["is_xpac"]) == (
            work["retracted"],
            work["paratext"],
            work["xpac"],
        )
        assert number(record["primary_topic"]["id"]) == work["topic"]
        assert record["primary_topic"]["field"]["id"].endswith(f"/{work['field']}")
        assert record["countries_distinct_count"] == len(work["countries"])
        assert record["cited_by_count"] == work["cited"]


def test_as_parquet_they_say_the_same(folder: Path, tmp_path: Path):
    other = write_files(tmp_path / "parquet", works=WORKS, seed=SEED, form="parquet")
    assert records(other, "parquet") == records(folder)


@needs_shared
def test_every_field_of_a_record_is_one_that_real_records_have(folder: Path):
    def paths(value: Any, at: str = "") -> set[str]:
        if isinstance(value, list):
            return {path for one in value for path in paths(one, at)}
        if isinstance(value, dict):
            return {
                path for name, one in value.items() for path in {f"{at}.{name}", *paths(one, f"{at}.{name}")}
            }
        return set()

    with gzip.open(SHARED / "openalex" / "works_292.jsonl.gz", "rt", encoding="utf-8") as file:
        real = paths([json.loads(line) for line in file])
    beyond = {path for path in paths(records(folder)) - real if not path.startswith(".awards.")}
    assert beyond == {".is_authors_truncated"}, "which the service gives where it cuts a list"
    assert len(paths(records(folder)) - real - beyond) == 6, (
        "no real record has an award, and so no names below it"
    )


def test_records_have_the_traps_of_real_ones(folder: Path):
    authors = [author for record in records(folder) for author in record["authorships"]]
    assert any(author["countries"] and not author["institutions"] for author in authors)
    assert any(not author["raw_affiliation_strings"] for author in authors)
    assert any(not record["authorships"] for record in records(folder))
    assert any(record["fwci"] is None for record in records(folder))
    assert any(len(one["lineage"]) > 1 for author in authors for one in author["institutions"])
    untrue = sum(
        record["institutions_distinct_count"]
        != len({one["id"] for author in record["authorships"] for one in author["institutions"]})
        for record in records(folder)
    )
    assert untrue > WORKS // 4, "the number of institutions is not to be trusted"
    assert any(
        "Solvik" in said and not author["institutions"]
        for author in authors
        for said in author["raw_affiliation_strings"]
    )


def test_the_manifest_counts_records_and_bytes(folder: Path):
    place = folder / "openalex" / "jsonl" / "works"
    manifest = json.loads((place / "manifest.json").read_text("utf-8"))
    parts = sorted(place.glob("updated_date=*/part_*"))
    assert [entry["meta"]["content_length"] for entry in manifest["entries"]] == [
        part.stat().st_size for part in parts
    ]
    assert manifest["meta"]["record_count"] == WORKS


def test_the_later_vintage_names_the_deleted_records_and_has_them_no_more(folder: Path, tmp_path: Path):
    later = write_files(tmp_path / "later", works=WORKS, seed=SEED, form="jsonl", later=True)
    with (later / "openalex" / "jsonl" / "works" / "deleted_ids.csv").open(encoding="utf-8") as file:
        gone = {number(row["work_id"]) for row in csv.DictReader(file)}
    before, after = ({number(record["id"]) for record in records(place)} for place in (folder, later))
    changes = json.loads((later / "truth.json").read_text("utf-8"))["changes"]
    assert (
        before - after
        == gone
        == {work for cause in ("deleted", "merged") for work in changes[cause]["works"]}
    )
    assert after - before == set(changes["new"]["works"])
    assert gone


@needs_shared
def test_the_header_of_cordis_is_the_real_one(folder: Path):
    with (SHARED / "cordis" / "organization_10_rows.csv").open(encoding="utf-8") as file:
        real = file.readline()
    for place in ("fp7", "h2020", "HORIZON"):
        assert (folder / "cordis" / place / "organization.csv").read_text("utf-8").startswith(real)


def test_cordis_has_every_trap_and_its_money_adds_up(folder: Path):
    held = {
        place: rows(folder / "cordis" / place / "organization.csv") for place in ("fp7", "h2020", "HORIZON")
    }
    assert {"EL", "UK"} <= {row["country"] for each in held.values() for row in each}
    assert not {"GR", "GB"} & {row["country"] for each in held.values() for row in each}
    assert (
        {row["netEcContribution"] for row in held["fp7"]} == {""} == {row["totalCost"] for row in held["fp7"]}
    )
    newer = held["h2020"] + held["HORIZON"]
    assert any("," in row["totalCost"] for row in newer)
    assert not any("," in row["ecContribution"] + row["netEcContribution"] for row in newer)
    third = [row for row in newer if row["role"] == "thirdParty"]
    assert third
    assert all(row["ecContribution"] == "0" and float(row["netEcContribution"]) > 0 for row in third)
    assert any(row["role"] == "partner" and row["ecContribution"] == "" for row in newer)
    assert any(row["endOfParticipation"] == "true" for row in newer)
    keys = [(row["projectID"], row["organisationID"]) for row in newer]
    assert len(keys) > len(set(keys)), "the same PIC twice in a project"
    spots = {row["organisationID"]: row["geolocation"] for row in held["fp7"]}
    assert any(spots.get(row["organisationID"], row["geolocation"]) != row["geolocation"] for row in newer)
    for place in ("h2020", "HORIZON"):
        for project in rows(folder / "cordis" / place / "project.csv"):
            mine = [row for row in held[place] if row["projectID"] == project["id"]]
            paid = sum(float(row["ecContribution"] or 0) for row in mine)
            assert (
                round(paid, 2)
                == round(sum(float(row["netEcContribution"]) for row in mine), 2)
                == float(project["ecMaxContribution"])
            )


def test_erasmus_and_the_statistics_have_their_traps(folder: Path):
    files = sorted((folder / "erasmus").glob("mobility_*.csv"))
    told = [row for path in files for row in rows(path)]
    assert any(row["Participant Age"] == "-" for row in told)
    assert any("  " in row["Sending Organisation Erasmus Code"] for row in told), (
        "codes are padded with blanks"
    )
    assert any(60 < int(row["Mobility Duration"]) < 90 for row in told), (
        "long for Erasmus+, too short for the statistics"
    )
    rounded = rows(folder / "dbh" / "142.csv")
    assert all(int(row["Antall totalt"]) % 3 == 0 for row in rounded)
    exact = world.tables(works=WORKS, seed=SEED)["exchanges"]["students"].to_pylist()
    assert sum(exact) != sum(int(row["Antall totalt"]) for row in rounded), (
        "sums of rounded numbers are other sums"
    )
    assert any(row["Nivåkode"] == "FU" for row in rounded)
    assert any(row["Utvekslingsavtale"] == "INDIVID" for row in rounded)


def test_the_register_is_one_list_of_the_second_schema(folder: Path):
    told = json.loads(next((folder / "ror").glob("*.json")).read_text("utf-8"))
    assert {name["value"] for one in told for name in one["names"]} >= {
        "TIU",
        "Det oppdikta universitetet",
        "The Invneted University",
    }
    assert {link["type"] for one in told for link in one["relationships"]} == {"parent", "child", "successor"}
    assert {one["status"] for one in told} == {"active", "inactive"}


def test_the_files_say_that_they_are_made_up(folder: Path):
    assert "nothing in it is real" in (folder / LABEL).read_text("utf-8")
    assert json.loads((folder / "truth.json").read_text("utf-8"))["synthetic"] is True


def test_the_same_seed_writes_the_same_bytes(folder: Path, tmp_path: Path):
    again = write_files(tmp_path / "again", works=WORKS, seed=SEED, form="jsonl")
    names = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    assert names == {path.relative_to(again) for path in again.rglob("*") if path.is_file()}
    assert [name for name in names if (again / name).read_bytes() != (folder / name).read_bytes()] == []


def test_what_is_interrupted_leaves_nothing_behind(tmp_path: Path):
    @contextmanager
    def impatient(_what: str, _total: int | None):
        def stop(_steps: int) -> None:
            raise KeyboardInterrupt

        yield stop

    for make in (
        lambda: write_files(tmp_path / "half", works=WORKS, seed=SEED, form="jsonl", watch=impatient),
        lambda: store(Store(tmp_path / "store"), works=WORKS, seed=SEED, watch=impatient),
    ):
        with pytest.raises(KeyboardInterrupt):
            make()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_disk_that_fills_up_is_named_and_nothing_is_left_behind(tmp_path: Path):
    @contextmanager
    def crowded(_what: str, _total: int | None):
        def full(_steps: int) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        yield full

    for make in (
        lambda: write_files(tmp_path / "half", works=WORKS, seed=SEED, form="jsonl", watch=crowded),
        lambda: store(Store(tmp_path / "store"), works=WORKS, seed=SEED, watch=crowded),
    ):
        with pytest.raises(Problems, match="full"):
            make()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_the_command_makes_a_vintage_that_says_it_is_synthetic(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    given = [
        "world",
        "--works",
        "500",
        "--seed",
        "2",
        "--format",
        "tables",
        "--to",
        str(tmp_path),
        "--lang",
        "en",
    ]
    assert main(given) == 0
    assert "Nothing in it is real" in capsys.readouterr().out
    vintage = Store(tmp_path).vintages("world")[0]
    assert vintage.synthetic
    assert {one.table: one.rows for one in vintage.tables}["works"] == 500
    assert main(given) == DATA, "a vintage that is there is not made again"


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "mine.txt").write_text("kept", "utf-8")
    assert main(["world", "--works", "500", "--to", str(tmp_path), "--lang", "en"]) == DATA
    assert "already" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    with pytest.raises(Problems):
        write_files(tmp_path, works=WORKS, seed=SEED, form="jsonl")
