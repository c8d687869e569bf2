"""What bad input gets, as a user meets it: named by place with a mend, nothing half loaded, and the last good vintage stays in use.

Read as the manual of what can go wrong. Every column that can vanish and every value that can be wrong is tried in `test_openalex_faults`,
`test_cordis`, `test_plain` and the other tests of sources; connections that break and keys that are wrong in `test_openalex_command`,
several sources at once in `test_load_command`.
"""

import gzip
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.evidence import test_cordis, test_research_council, test_ror
from tests.evidence.loads import table
from tests.evidence.openalex_records import ABROAD, HERE, HOME, NTNU, author, packed, work
from tests.evidence.running import Ended, holding, killed, small_disk, started, utsyn, wait
from utsyn.cli import main
from utsyn.evidence.snapshots import Store
from utsyn.evidence.world.identifiers import ror

ROR, RECIPE, DAY = "05xg72x27", "international-copublication", "2026-07-01"
HERSELF = {**NTNU, "ror": f"https://ror.org/{ROR}"}
OURS, THEIRS = author(1, HERSELF), author(2, ABROAD)
GOOD = [work(n, OURS, *([THEIRS] if n > 10 else [])) for n in range(1, 51)]
FIGURE = ("40", "50")
MAP = ("university", "organisation", "relation", "weight", "since", "until")
STAFF = ("author", "orcid", "unit", "since", "until")
NOW = ("--on", DAY)
Run = Callable[..., Ended]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """The command, run in this process."""

    def of(*given: object) -> Ended:
        capsys.readouterr()
        status = main([*map(str, given), "--lang", "en"])
        return Ended(status, *capsys.readouterr())

    return of


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a good vintage, and its figure."""
    folder = tmp_path_factory.mktemp("good")
    store, part = folder / "store", packed(folder / "works" / "part_0000.gz", GOOD)
    told = {**HERSELF, "geo": {"latitude": 63.4, "longitude": 10.4}, "associated_institutions": []}
    listed = packed(folder / "institutions" / "part_0000.gz", [told])
    who = table(folder / "map.csv", MAP, (ROR, str(HOME), "component", "", "", ""))
    home = ("--set", f"home=I{HOME}")
    for of in ((part, listed, *home), (who,)):
        assert main(["load", *map(str, of), "--store", str(store), *NOW]) == 0
    assert main(["compute", RECIPE, "--store", str(store), *NOW]) == 0
    return store


@pytest.fixture
def stays(good: Path, run: Run) -> Iterator[Path]:
    """The store, of which nothing may have changed when the test is over: no file, no vintage, no figure."""
    before = holding(good)
    yield good
    assert holding(good) == before
    assert [one.key for one in Store(good).vintages("openalex")] == [DAY]
    told = json.loads(run("figures", RECIPE, "--store", good, "--json").out)["figures"]
    assert [
        (one["parts"]["numerator"], one["parts"]["denominator"]) for one in told if one["of"]["year"] == 2023
    ] == [FIGURE]


def load(store: Path, *files: object, key: str = "later") -> tuple[object, ...]:
    return ("load", *files, "--store", store, "--key", key, *NOW)


# --- files that are not whole -------------------------------------------------------------------------------


def test_a_truncated_gz(stays, tmp_path, run):
    part = packed(tmp_path / "part_0000.gz", GOOD)
    part.write_bytes(part.read_bytes()[:-20])
    run(*load(stays, part)).refused(
        f"{part}:", "The file ends in the middle of a record", "Fetch the file again"
    )


def test_a_column_that_vanished(stays, tmp_path, run):
    part = packed(
        tmp_path / "part_0000.gz", [{k: v for k, v in one.items() if k != "authorships"} for one in GOOD]
    )
    mend = "Look whether the source has renamed it; Utsyn must learn its new name"
    run(*load(stays, part)).refused(f"{part}:1 authorships: The column is not there", mend)


def test_a_file_that_no_source_knows(stays, tmp_path, run):
    other = tmp_path / "other.csv"
    other.write_text("a;b\n1;2\n")
    run(*load(stays, other)).refused("other.csv: No source recognises this file", "Known sources: cordis")
    run(*load(stays, other, "--source", "ror")).refused(
        "other.csv: Research Organization Registry has no such file", "--source"
    )


def big(folder: Path, parts: int = 6) -> list[Path]:
    """Parts that take a while to load, so that something can happen meanwhile."""
    made = []
    for part in range(parts):
        records = [json.dumps(work(10_000 * part + n, OURS, THEIRS)) for n in range(4_000)]
        path = folder / "works" / f"updated_date=2026-06-{part + 1:02}" / "part_0000.gz"
        path.parent.mkdir(parents=True)
        path.write_bytes(gzip.compress("\n".join(records).encode(), compresslevel=1))
        made.append(path)
    listed = [
        {"url": f"s3://openalex/data/jsonl/works/{path.parent.name}/{path.name}",
         "meta": {"content_length": path.stat().st_size, "record_count": 4_000}}
        for path in made
    ]  # fmt: skip
    (folder / "works" / "manifest.json").write_text(json.dumps({"files": listed}))
    return made


def staging(store: Path) -> Callable[[], bool]:
    """Whether a load of the store has done its first part."""
    return lambda: any((store / "openalex").glob(".later.stage/*.parquet"))


def test_a_manifest_that_changed_while_loading(stays, tmp_path):
    big(tmp_path)
    process = started(*load(stays, tmp_path))
    wait(staging(stays), process)
    manifest = tmp_path / "works" / "manifest.json"
    manifest.write_text(manifest.read_text() + " ")
    Ended(*ended(process)).refused(
        "manifest.json: The file changed while it was loaded", "Load again once nobody writes to it"
    )
    for aside in (stays / "openalex").glob(".later.*"):
        shutil.rmtree(aside)  # what is dear to make, kept for the next try: no vintage, and hidden


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def test_a_load_that_is_killed_and_done_again(good, tmp_path, run):
    before, store = holding(good), tmp_path / "store"
    shutil.copytree(good, store)
    parts = tmp_path / "parts"
    big(parts)
    killed(started(*load(store, parts)), once=staging(store))
    assert [one.key for one in Store(store).vintages("openalex")] == [DAY], (
        "the last good vintage stays in use"
    )
    assert run("figures", RECIPE, "--store", store).status == 0
    assert run(*load(store, parts)).status == 0
    assert [one.key for one in Store(store).vintages("openalex")] == [DAY, "later"]
    assert {name for name in holding(store) - before if not name.startswith("openalex/later/")} == set()


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "small", size="300k") as place:
        yield place


def test_a_disk_that_fills_up(good, small, tmp_path):
    store = small / "store"
    shutil.copytree(good, store)
    before = holding(store)
    chance = [work(n, author(n, NTNU, raw=(os.urandom(600).hex(),))) for n in range(1, 2_000)]
    part = packed(tmp_path / "part_0000.gz", chance)
    utsyn(*load(store, part), "--set", f"home=I{HOME}").refused(
        f"{store}: The disk is full",
        "Make room and do it again: what was fetched and loaded before is still there",
    )
    assert {name for name in holding(store) if "/." not in name} == before
    assert utsyn("figures", RECIPE, "--store", store).status == 0
    room = tmp_path / "room"
    again = utsyn(*load(room, part), "--set", f"home=I{HOME}")
    assert again.status == 0, "with room it goes well"


# --- works ---------------------------------------------------------------------------------------------------


def loaded(run: Run, store: Path, *files: object) -> dict[str, Any]:
    """Load, and return the vintage as the command tells it."""
    said = run(*load(store, *files), "--json")
    assert said.status == 0, said
    return json.loads(said.out)["vintages"][-1]


def test_a_work_with_5000_authors_with_none_twice_and_deleted(tmp_path, run):
    many = work(1, *(author(n, NTNU if n % 2 else ABROAD) for n in range(1, 5_001)))
    part = packed(
        tmp_path / "files" / "part_0000.gz", [many, work(2), work(3, OURS), work(3, OURS), work(4, OURS)]
    )
    (part.parent / "deleted_ids.csv").write_text(f"work_id,deleted_date\n{HERE}W4,2026-08-14\n")
    made = loaded(run, tmp_path / "store", part.parent, "--set", f"home=I{HOME}")
    assert {one["table"]: one["rows"] for one in made["tables"]} == {
        "works": 3, "authorships": 5_001, "organisations": 2,
    }  # fmt: skip
    assert made["counted"] == {"deleted": 1, "no authors": 1, "twice": 1}


def test_a_year_that_is_still_filling(tmp_path, run):
    store = tmp_path / "store"
    records = [work(n, OURS, THEIRS, publication_year=2025 + n % 2) for n in range(100)]
    loaded(run, store, packed(tmp_path / "part_0000.gz", records), "--set", f"home=I{HOME}")
    loaded(run, store, table(tmp_path / "map.csv", MAP, (ROR, f"I{HOME}", "component", "", "", "")))
    assert run("compute", RECIPE, "--store", store, *NOW).status == 0
    told = json.loads(run("figures", RECIPE, "--store", store, "--json").out)["figures"]
    said = {one["of"]["year"]: one["caveats"] for one in told if one["of"]["year"] >= 2025}
    filling = "The year was not over on 1 July 2026, when the data were fetched"
    assert filling in said[2026]
    assert filling not in said[2025]


# --- other sources -------------------------------------------------------------------------------------------


def test_a_decimal_comma_where_it_is_known_and_where_it_could_be_either(tmp_path, run):
    folder = tmp_path / "cordis"
    test_cordis.projects(folder, {"ecMaxContribution": "2000000,5"})
    test_cordis.parts(folder, {"ecContribution": "1000,25"})
    made = loaded(run, tmp_path / "store", folder)
    assert {one["table"] for one in made["tables"]} == {"grants", "participations"}
    sent = test_research_council.applications(tmp_path / "council", {"sokt_belop": "1,234"})
    run(*load(tmp_path / "store", sent)).refused("dataset.csv:2 sokt_belop: “1,234” cannot be used")


def test_el_and_uk_are_greece_and_the_united_kingdom(tmp_path, run):
    folder, store = tmp_path / "cordis", tmp_path / "store"
    test_cordis.projects(folder)
    two = {"organisationID": "999643007", "country": "UK", "order": "2", "role": "participant"}
    test_cordis.parts(folder, {"country": "EL"}, two)
    loaded(run, store, folder)
    [vintage] = Store(store).vintages("cordis")
    rows = pq.read_table(Store(store).path(vintage, "participations"), columns=["country"])
    assert sorted(rows["country"].to_pylist()) == ["GB", "GR"]


# --- the institution's own lists -----------------------------------------------------------------------------


def test_an_institution_that_merged(tmp_path, run):
    store, (own, old, new) = tmp_path / "store", (ror(n) for n in range(3))
    records = [
        test_ror.record(f"https://ror.org/{own}", name="Home"),
        test_ror.record(
            f"https://ror.org/{old}",
            name="Old College",
            status="inactive",
            successor=f"https://ror.org/{new}",
        ),
        test_ror.record(f"https://ror.org/{new}", name="New University"),
    ]
    numbers = table(
        tmp_path / "ror" / "numbers.csv",
        ("ror", "openalex"),
        *((one, f"I{n}") for n, one in enumerate((own, old, new), 1)),
    )
    loaded(run, store, test_ror.dump(tmp_path / "ror" / "dump.json", *records), numbers)
    home = (own, own, "component", "", "", "")
    who = table(tmp_path / "map.csv", MAP, home, (own, old, "component", "", "", ""))
    run(*load(store, who)).refused(
        f"Old College became New University ({new})", "Say until when it counts, and add what it became"
    )
    table(who, MAP, home, (own, old, "component", "", "", "2015"), (own, new, "component", "", "2016", ""))
    assert loaded(run, store, who)["tables"][-1]["rows"] == 3


def test_a_staff_list_with_unknown_ids(good, tmp_path, run):
    store = tmp_path / "store"
    shutil.copytree(good, store)
    staff = table(
        tmp_path / "staff.csv", STAFF, ("A1", "", "IME", "2020", ""), ("A888", "", "IME", "2020", "")
    )
    made = loaded(run, store, staff)
    assert made["counted"] == {"staff: author that is not known": 1}
    unknown = store / "plain" / "later" / "unknown.csv"
    assert unknown.read_text().splitlines() == ["file;row;column;written", "staff.csv;3;author;888"]
    wrong = table(tmp_path / "staff.csv", STAFF, ("Kari Nordmann", "", "IME", "2020", ""))
    run(*load(store, wrong, key="wrong")).refused("staff.csv:2 author: “Kari Nordmann” cannot be used")
