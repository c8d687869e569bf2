"""Bad files of OpenAlex are named by file, row and column, and the last good vintage stays in use."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.evidence.openalex_records import HERE, NTNU, RECORDS, author, loaded, packed, parquet, rows, work
from utsyn.evidence.snapshots import Store, Vintage
from utsyn.problems import Problems

Refused = Callable[..., list[tuple[str, str]]]
GOOD = [work(n, author(1, NTNU)) for n in range(1, 4)]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Vintage]:
    folder = tmp_path_factory.mktemp("good")
    return folder, loaded(folder, [packed(folder / "good.gz", RECORDS)], key="good")[1]


@pytest.fixture
def refused(good: tuple[Path, Vintage], tmp_path: Path) -> Refused:
    """The places and faults for which a load of files is refused, beside a good vintage that stays."""

    def of(*files: Path) -> list[tuple[str, str]]:
        with pytest.raises(Problems) as caught:
            loaded(good[0], files, key="bad")
        assert Store(good[0] / "store").vintages() == (good[1],)
        assert all(one.mend.in_("en") for one in caught.value.problems)
        return [(one.place.removeprefix(f"{tmp_path}/"), one.what.in_("en")) for one in caught.value.problems]

    return of


def without(record: dict, *path: str) -> dict:
    told = json.loads(json.dumps(record))
    inner = told
    for step in path[:-1]:
        inner = inner[step][0] if isinstance(inner[step], list) else inner[step]
    del inner[path[-1]]
    return told


@pytest.mark.parametrize("keep", [0.3, 0.9, 0.999])
def test_a_file_that_ends_in_the_middle(refused, tmp_path, keep):
    whole = packed(tmp_path / "part_0000.gz", [work(n, author(n, NTNU)) for n in range(1, 400)]).read_bytes()
    (tmp_path / "part_0000.gz").write_bytes(whole[: int(len(whole) * keep)])
    [(place, what)] = refused(tmp_path / "part_0000.gz")
    assert place.startswith("part_0000.gz:")
    assert what == "The file ends in the middle of a record"


def test_a_file_in_which_a_byte_was_turned(refused, tmp_path):
    told = bytearray(
        gzip.compress(b"".join(json.dumps(one).encode() + b"\n" for one in GOOD), compresslevel=0)
    )
    told[told.index(b"Title 2")] ^= 1  # still JSON: only the sum that gzip keeps tells
    (tmp_path / "part_0000.gz").write_bytes(bytes(told))
    [(place, what)] = refused(tmp_path / "part_0000.gz")
    assert (place, what) == ("part_0000.gz:4", "The file is broken, or not packed with gzip")


@pytest.mark.parametrize(
    ("more", "place", "what"),
    [
        ({"id": None}, "part_0000.gz:2 id", "The record has no id"),
        ({"id": f"{HERE}A2"}, "part_0000.gz:2 id", f"“{HERE}A2” cannot be used"),
        ({"publication_year": "unknown"}, "part_0000.gz:2 publication_year", "“unknown” cannot be used"),
        ({"cited_by_count": {"n": 3}}, "part_0000.gz:2 cited_by_count", "“{'n': 3}” cannot be used"),
        ({"is_retracted": "perhaps"}, "part_0000.gz:2 is_retracted", "“perhaps” cannot be used"),
        ({"authorships": {"author": 1}}, "part_0000.gz:2 authorships", "“{'author': 1}” cannot be used"),
        ({"primary_topic": {"id": f"{HERE}T"}}, "part_0000.gz:2 primary_topic.id", f"“{HERE}T” cannot be used"),
        (
            {"authorships": [{**author(1, NTNU), "institutions": [{**NTNU, "id": "NTNU"}]}]},
            "part_0000.gz:2 authorships[0].institutions[0].id", "“NTNU” cannot be used",
        ),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_kind(refused, tmp_path, more, place, what):
    part = packed(tmp_path / "part_0000.gz", [GOOD[0], {**GOOD[1], **more}, GOOD[2]])
    assert refused(part)[0] == (place, what)


def test_a_line_that_is_no_json(refused, tmp_path):
    path = tmp_path / "part_0000.gz"
    path.write_bytes(
        gzip.compress(json.dumps(GOOD[0]).encode() + b'\n{"id": "https://openalex.org/W2", "type\n')
    )
    assert refused(path) == [("part_0000.gz:2", "The line is not JSON")]


VANISHED = [
    ("authorships",), ("updated_date",), ("primary_topic", "subfield"), ("authorships", "countries"),
    ("authorships", "institutions", "country_code"), ("authorships", "affiliations", "institution_ids"),
]  # fmt: skip


@pytest.mark.parametrize("path", VANISHED, ids=".".join)
def test_a_column_that_vanished_from_json(refused, tmp_path, path):
    part = packed(tmp_path / "part_0000.gz", [without(one, *path) for one in GOOD])
    assert refused(part)[0] == (f"part_0000.gz:1 {'.'.join(path)}", "The column is not there")


@pytest.mark.parametrize("path", VANISHED, ids=".".join)
def test_a_column_that_vanished_from_parquet(refused, tmp_path, path):
    part = parquet(tmp_path, packed(tmp_path / "part_0000.gz", [without(one, *path) for one in GOOD]))
    assert refused(part)[0] == (
        f"parquet/part_0000.parquet {'.'.join(path)}",
        "The column is not there",
    )


def test_a_column_of_another_release_may_be_absent(tmp_path):
    award = {"funder_award_id": "1", "funder_display_name": "Somebody"}
    old = [{**without(without(one, "is_xpac"), "is_paratext"), "awards": [award]} for one in GOOD]
    for part in (
        packed(tmp_path / "part_0000.gz", old),
        parquet(tmp_path, packed(tmp_path / "part_0001.gz", old)),
    ):
        made = loaded(tmp_path, [part], key=part.stem)
        assert made[1].counted == {"expansion corpus not told": 3}
        assert [row["core"] for row in rows(made, "works")] == [True] * 3


def test_a_parquet_file_that_ends_in_the_middle(refused, tmp_path):
    part = parquet(tmp_path / "works", packed(tmp_path / "works" / "part_0000.gz", GOOD))
    part.write_bytes(part.read_bytes()[:-100])
    [(place, what)] = refused(part)
    assert place == "works/parquet/part_0000.parquet"
    assert "cannot be read" in what


def test_a_parquet_record_without_an_id(refused, tmp_path):
    part = parquet(tmp_path, packed(tmp_path / "part_0000.gz", [GOOD[0], {**GOOD[1], "id": None}]))
    assert refused(part) == [("parquet/part_0000.parquet id", "The record has no id")]


def manifest(folder: Path, *parts: Path, records: int = 3, size: int = 0, key: str = "files") -> Path:
    told = [
        {"url": f"s3://openalex/data/jsonl/works/{part.parent.name}/{part.name}",
         "meta": {"content_length": size or (part.stat().st_size if part.exists() else 1), "record_count": records}}
        for part in parts
    ]  # fmt: skip
    path = folder / "works" / "manifest.json"
    path.write_text(json.dumps({"date": "2026-06-25", "format": "jsonl", "entity": "works", key: told}))
    return path


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return packed(tmp_path / "works" / "updated_date=2026-06-24" / "part_0000.gz", GOOD)


@pytest.mark.parametrize("key", ["files", "entries"])
def test_a_manifest_that_is_kept_is_no_fault_and_what_it_does_not_list_is_left_out(tmp_path, part, key):
    stale = packed(tmp_path / "works" / "updated_date=2026-01-01" / "part_0000.gz", [work(9)])
    made = loaded(tmp_path, [part, stale, manifest(tmp_path, part, key=key)])
    assert [row["work"] for row in rows(made, "works")] == [1, 2, 3]
    assert made[1].counted == {"part not in the manifest": 1}


@pytest.mark.parametrize(
    ("promise", "what"),
    [
        ({"records": 4}, "3 records came; 4 were promised"),
        ({"size": 7}, "bytes long; 7 were promised"),
    ],
)
def test_a_part_that_is_not_what_the_manifest_promises(refused, tmp_path, part, promise, what):
    [(place, said)] = refused(part, manifest(tmp_path, part, **promise))
    assert place == "works/updated_date=2026-06-24/part_0000.gz"
    assert what in said


def test_a_part_that_the_manifest_promises_and_nobody_fetched(refused, tmp_path, part):
    other = part.with_name("part_0001.gz")
    [(place, said)] = refused(part, manifest(tmp_path, part, other))
    assert (place, "part_0001.gz, which is not there" in said) == ("works/manifest.json", True)


def test_a_manifest_that_is_none(refused, tmp_path, part):
    path = tmp_path / "works" / "manifest.json"
    path.write_text('{"openalex/data": 1, "content_length": 2}')
    assert refused(part, path) == [("works/manifest.json", "The manifest cannot be read")]


def test_a_list_of_deleted_works_with_something_else_in_it(refused, tmp_path, part):
    gone = tmp_path / "deleted_ids.csv"
    gone.write_text(f"work_id,deleted_date\n{HERE}W1,2026-08-14\n{HERE}A2,2026-08-14\n")
    assert refused(part, gone) == [("deleted_ids.csv:3 work_id", f"“{HERE}A2” cannot be used")]


FLAT = (
    "id,title,publication_year,type,cited_by_count,is_retracted,updated_date,authorships.author.id,authorships.countries,"
    "authorships.institutions\n"
)


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        (FLAT.replace("cited_by_count", "citations"), "flat.csv:1 cited_by_count", "The column is not there"),
        (
            FLAT + f"{HERE}W1,T,20x3,article,3,False,d,,NO,\n",
            "flat.csv:1 publication_year",
            "“20x3” cannot be used",
        ),
        (
            FLAT + f"{HERE}W1,T,2023,article,3,maybe,d,,NO,\n",
            "flat.csv:1 is_retracted",
            "“maybe” cannot be used",
        ),
        (FLAT + ",T,2023,article,3,False,d,,NO,\n", "flat.csv:1 id", "The record has no id"),
        (FLAT + f"{HERE}W1,T\n", "flat.csv:1", "The row has 8 columns too many or too few"),
    ],
)
def test_a_flat_export_with_a_fault(refused, tmp_path, text, place, what):
    path = tmp_path / "flat.csv"
    path.write_text(text)
    assert refused(path) == [(place, what)]


def test_a_flat_export_beside_parts_is_refused(refused, tmp_path, part):
    path = tmp_path / "flat.csv"
    path.write_text(FLAT)
    assert refused(path, part) == [("", "A flat export and parts cannot be loaded together")]
    assert refused() == [("", "There are no works here")]
