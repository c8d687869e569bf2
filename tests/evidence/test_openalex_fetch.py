"""OpenAlex is fetched: an institution page by page with long lists of authors singly, and the snapshot by its manifest."""

import gzip
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.evidence.openalex_records import (
    ABROAD,
    HOME,
    NTNU,
    author,
    institution,
    loaded,
    real_works,
    rows,
    work,
)
from tests.evidence.standin import CAP, StandIn, Trouble, standin
from utsyn.evidence.asking import Asker, Budget, Edge
from utsyn.evidence.fetching import Fetch
from utsyn.evidence.sources import find
from utsyn.evidence.sources.openalex_shape import WORK
from utsyn.problems import Problems

LONG = work(1_000, *(author(n, ABROAD) for n in range(1, CAP + 51)), author(999, NTNU))
LONG["authorships"][0] = author(1, NTNU)
BEYOND = work(1_001, *(author(n, ABROAD) for n in range(1, CAP + 1)), author(999, NTNU))
WORKS = [work(n, author(n, institution(8, above=(HOME,)))) for n in range(1, 251)] + [
    LONG,
    BEYOND,
    work(1_002, author(1, ABROAD)),
]
EDGE = Edge(
    date(2026, 11, 26),
    lambda _: None,
    lambda: datetime(2026, 11, 26, tzinfo=UTC),
    {"UTSYN_OPENALEX_KEY": "s3cret"},
)


@pytest.fixture
def place() -> Iterator[StandIn]:
    with standin() as found:
        found.serve_works(WORKS, key="s3cret")
        yield found


def fetched(
    folder: Path, place: StandIn, *, edge: Edge = EDGE, budget: Budget | None = None, **asked: str
) -> Fetch:
    fetch = Fetch(folder, asker=Asker(edge, budget=budget), licence="CC0 1.0")
    find("openalex").fetch(fetch, {"api": place.url, "bucket": place.url, **asked})
    return fetch


def pulled(folder: Path) -> list[dict[str, Any]]:
    with gzip.open(folder / f"works-I{HOME}.jsonl.gz") as file:
        return [json.loads(line) for line in file]


@pytest.mark.parametrize("flagged", [True, False])
def test_a_pull_has_every_work_of_the_institution_and_below_it_with_all_authors(place, tmp_path, flagged):
    place.serve_works(
        WORKS, key="s3cret", flagged=flagged
    )  # what is cut is not said where it was not asked for
    fetch = fetched(tmp_path, place, institution=f"I{HOME}")
    found = pulled(tmp_path)
    assert [one["id"].rpartition("W")[2] for one in found] == [str(n) for n in range(1, 251)] + ["1000"]
    assert len(found[-1]["authorships"]) == CAP + 51
    [kept] = fetch.snapshots
    assert (kept.licence, "s3cret" in kept.model_dump_json()) == ("CC0 1.0", False)
    made = loaded(tmp_path / "loaded", [tmp_path / kept.name])
    assert made[1].snapshots == (kept,)
    assert [(row["authors"], row["cut"], row["home_authors"]) for row in rows(made, "works")][-1] == (
        CAP + 51,
        False,
        2,
    )


def test_a_pull_costs_a_call_a_page_and_one_a_long_work(place, tmp_path):
    budget = Budget()
    fetched(tmp_path, place, budget=budget, institution=f"I{HOME}")
    assert [one.path for one in place.asked] == ["/works"] * 3 + ["/works/W1000", "/works"]
    assert (budget.asked, str(budget.spent)) == (5, "0.0004")
    assert {one.parameters["per_page"] for one in place.asked if one.path == "/works"} == {"100"}


def test_a_long_work_that_is_gone_by_then_is_said_to_be_cut(place, tmp_path):
    del place.answers["/works/W1000"]
    fetched(tmp_path, place, institution=f"I{HOME}")
    assert pulled(tmp_path)[-1]["is_authors_truncated"] is True
    made = loaded(tmp_path / "loaded", [tmp_path / f"works-I{HOME}.jsonl.gz"])
    assert made[1].counted["list of authors cut"] == 1


def test_a_pull_since_a_year_asks_for_that(place, tmp_path):
    fetched(tmp_path, place, institution=f"I{HOME}", since="2020")
    told = f"authorships.institutions.lineage:I{HOME},from_publication_date:2020-01-01"
    assert place.asked[0].parameters["filter"] == told


def test_without_the_right_key_it_says_so(place, tmp_path):
    with pytest.raises(Problems, match="Set the key of this source"):
        fetched(tmp_path, place, edge=EDGE._replace(environment={}), institution=f"I{HOME}")


def test_an_answer_without_results_is_named(place, tmp_path):
    place.answers["/works"] = lambda _: (200, {}, b'{"error": "Rate limit"}')
    with pytest.raises(Problems, match="has no results"):
        fetched(tmp_path, place, institution=f"I{HOME}")


KILLED = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from utsyn.evidence.asking import Asker, Edge
from utsyn.evidence.fetching import Fetch
from utsyn.evidence.sources import find
edge = Edge(date(2026, 11, 26), lambda _: None, lambda: datetime(2026, 11, 26, tzinfo=UTC), {"UTSYN_OPENALEX_KEY": "s3cret"})
find("openalex").fetch(Fetch(Path(sys.argv[1]), asker=Asker(edge), licence="CC0 1.0"), {"api": sys.argv[2], "institution": "I204778367"})
"""


def test_a_pull_that_is_killed_goes_on_from_its_cursor_and_gives_the_same_bytes(place, tmp_path):
    place.troubles = [None, None, Trouble(cut=50, hold=True)]
    with subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path / "killed"), place.url]) as process:
        assert place.held.wait(30)
        os.kill(process.pid, signal.SIGKILL)
    place.asked.clear()
    fetch = fetched(tmp_path / "killed", place, institution=f"I{HOME}")
    assert [one.parameters.get("cursor") for one in place.asked] == ["after-200", None, "after-300"]
    assert fetch.snapshots == fetched(tmp_path / "whole", place, institution=f"I{HOME}").snapshots


def bucket(place: StandIn, *, records: dict[str, list[dict[str, Any]]], day: str = "2026-06-24") -> None:
    """Lay out a snapshot as OpenAlex does: parts below updated_date, and a manifest for each entity."""
    for entity, told in records.items():
        path = f"jsonl/{entity}/updated_date={day}/part_0000.gz"
        body = gzip.compress("".join(json.dumps(one) + "\n" for one in told).encode(), mtime=0)
        meta = {"content_length": len(body), "record_count": len(told)}
        listed = {
            "date": day,
            "format": "jsonl",
            "entity": entity,
            "files": [{"url": f"s3://openalex/data/{path}", "meta": meta}],
        }
        place.files[f"/data/{path}"] = body
        place.files[f"/data/jsonl/{entity}/manifest.json"] = json.dumps(listed).encode()


LISTED = {**NTNU, "geo": {"latitude": 63.4, "longitude": 10.4}, "associated_institutions": []}
SNAPSHOT = {"works": WORKS[:3], "institutions": [LISTED]}


def test_a_snapshot_is_what_its_manifests_list(place, tmp_path):
    bucket(place, records=SNAPSHOT)
    place.files["/data/jsonl/works/deleted_ids.csv"] = (
        b"work_id,deleted_date\nhttps://openalex.org/W2,2026-08-14\n"
    )
    fetch = fetched(tmp_path, place, form="jsonl")
    assert [one.name for one in fetch.snapshots] == [
        "institutions/manifest.json", "institutions/updated_date=2026-06-24/part_0000.gz",
        "works/deleted_ids.csv", "works/manifest.json", "works/updated_date=2026-06-24/part_0000.gz",
    ]  # fmt: skip
    made = loaded(tmp_path / "loaded", [tmp_path / one.name for one in fetch.snapshots])
    assert [row["work"] for row in rows(made, "works")] == [1, 3]
    assert [row["lat"] for row in rows(made, "organisations")] == [63_400_000]
    assert made[1].snapshots == fetch.snapshots


@pytest.mark.parametrize("status", [403, 404])
def test_a_release_without_a_list_of_deleted_works_is_a_release(place, tmp_path, status):
    bucket(place, records=SNAPSHOT)
    place.answers["/data/jsonl/works/deleted_ids.csv"] = lambda _: (status, {}, b"")
    assert len(fetched(tmp_path, place, form="jsonl").snapshots) == 4


def test_a_manifest_that_changes_while_parts_are_fetched_is_refused(place, tmp_path):
    bucket(place, records=SNAPSHOT)
    path = "/data/jsonl/works/updated_date=2026-06-24/part_0000.gz"
    body = place.files.pop(path)

    def released(_: object) -> tuple[int, dict[str, str], bytes]:
        bucket(place, records=SNAPSHOT, day="2026-09-28")
        return 200, {}, body

    place.answers[path] = released
    with pytest.raises(Problems, match="another release since this fetch began"):
        fetched(tmp_path, place, form="jsonl")


def test_a_fetch_that_is_taken_up_after_a_new_release_is_refused_before_anything_is_fetched(place, tmp_path):
    bucket(place, records=SNAPSHOT)
    fetched(tmp_path, place, form="jsonl")
    (tmp_path / "works" / "updated_date=2026-06-24" / "part_0000.gz").unlink()
    bucket(place, records=SNAPSHOT, day="2026-09-28")
    place.asked.clear()
    with pytest.raises(Problems, match="Fetch it anew into another folder"):
        fetched(tmp_path, place, form="jsonl")
    assert [one.path for one in place.asked] == ["/data/jsonl/works/manifest.json"]


def test_a_form_that_openalex_does_not_have_is_refused(place, tmp_path):
    with pytest.raises(Problems, match="Choose one of: jsonl, parquet"):
        fetched(tmp_path, place, form="csv")


def test_the_stand_in_answers_in_the_shape_of_the_real_works():
    real, made = real_works(), work(1, author(1, NTNU, raw=("A",)))
    assert set(made) <= {name for one in real for name in one}
    of_authors = [one for record in real for one in record["authorships"]]
    assert set(made["authorships"][0]) == {name for one in of_authors for name in one}
    of_institutions = [one for told in of_authors for one in told["institutions"]]
    assert set(made["authorships"][0]["institutions"][0]) == {name for one in of_institutions for name in one}
    assert _kinds(made) <= set().union(*(_kinds(one) for one in real))
    assert set(WORK) - {"is_authors_truncated"} <= {name for one in real for name in one}


def _kinds(told: Any, path: str = "") -> set[tuple[str, str]]:
    """The dotted names of a record with the kinds of their values."""
    if isinstance(told, dict):
        return {(path, "dict")}.union(*(_kinds(value, f"{path}.{name}") for name, value in told.items()))
    if isinstance(told, list):
        return {(path, "list")}.union(*(_kinds(value, f"{path}[]") for value in told))
    return {(path, type(told).__name__)}
