"""From OpenAlex to a figure as a user goes: fetched over a real connection, broken off and gone on with, loaded, computed, shown."""

import gzip
import json
import os
import pty
import threading
from collections import Counter
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path

import pytest

from tests.evidence.openalex_records import (
    ABROAD,
    HERE,
    HOME,
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
from tests.evidence.running import COMMAND, environment, holding, killed, started, utsyn
from tests.evidence.standin import CAP, StandIn, Trouble, lineages, standin
from tests.evidence.test_openalex_fetch import LISTED, bucket
from utsyn.evidence.fetching import fetched
from utsyn.evidence.snapshots import Store

KEY, ROR = "s3cret", "05xg72x27"
OURS, THEIRS = author(1, NTNU), author(2, ABROAD)
WORKS = [work(n, OURS, *([THEIRS] if n > 10 else [])) for n in range(1, 51)]
LONG = work(1_000, OURS, *(author(n, ABROAD) for n in range(2, CAP + 51)))
PART = "works/updated_date=2026-06-24/part_0000.gz"
RECIPE = "international-copublication"
BUDGET = "The budget is used up"


@pytest.fixture
def place() -> Iterator[StandIn]:
    with standin() as found:
        bucket(
            found,
            records={
                "works": WORKS,
                "institutions": [{**LISTED, "ror": f"https://ror.org/{ROR}"}, {**LISTED, **ABROAD}],
            },
        )
        found.files["/data/jsonl/works/deleted_ids.csv"] = (
            f"work_id,deleted_date\n{HERE}W50,2026-08-14\n".encode()
        )
        found.serve_works([*WORKS, LONG], key=KEY)
        yield found


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store, and a map that says who we are."""
    lists = tmp_path / "lists"
    lists.mkdir()
    (lists / "map.csv").write_text(
        f"university;organisation;relation;weight;since;until\n{ROR};{HOME};component;1099511627776;1900;9999\n"
    )
    return tmp_path / "store"


def snapshot(place: StandIn, store: Path, *more: object) -> tuple[object, ...]:
    return (
        "fetch",
        "openalex",
        "--store",
        store,
        "--set",
        f"bucket={place.url}",
        "--set",
        "form=jsonl",
        *more,
    )


def pull(place: StandIn, store: Path, *more: object) -> tuple[object, ...]:
    return (
        "fetch",
        "openalex",
        "--store",
        store,
        "--set",
        f"api={place.url}",
        "--set",
        f"institution=I{HOME}",
        *more,
    )


def test_from_a_snapshot_to_a_figure_with_what_goes_wrong_on_the_way(place, store):
    place.troubles = [
        Trouble(429, {"retry-after": "0"}),
        Trouble(503, {"retry-after": "0"}),
        None,
        None,
        Trouble(cut=300),
    ]
    said = utsyn(*snapshot(place, store))
    assert (said.status, said.err) == (0, "")
    assert f"5 files of OpenAlex in {store / 'files' / 'openalex'}" in said.out
    assert "bytes=300-" in place.ranges(), "it went on from where it broke"
    made = utsyn("load", "--store", store, "--set", f"home=I{HOME}", "--on", "2026-07-01")
    assert (made.status, made.err) == (0, "")
    assert "deleted" in made.out
    assert utsyn("load", store.parent / "lists", "--store", store, "--on", "2026-07-01").status == 0
    assert utsyn("compute", RECIPE, "--store", store, "--on", "2026-07-02").status == 0
    told = json.loads(utsyn("figures", RECIPE, "--store", store, "--json").out)["figures"]
    assert [(one["of"]["year"], one["parts"]["numerator"], one["parts"]["denominator"]) for one in told if one["value"]] == [
        (2023, "39", "49")]  # fmt: skip
    assert "OpenAlex, openalex/2026-07-01" in utsyn("figures", RECIPE, "--store", store).out


def test_a_snapshot_in_parquet_comes_where_no_form_is_named_and_is_the_same(place, store, tmp_path):
    for entity, told in (("works", WORKS), ("institutions", [LISTED])):
        made = parquet(tmp_path / entity, packed(tmp_path / entity / "part_0000.gz", told)).read_bytes()
        path = f"parquet/{entity}/updated_date=2026-06-24/part_0000.parquet"
        meta = {"content_length": len(made), "record_count": len(told)}
        listed = {"files": [{"url": f"s3://openalex/data/{path}", "meta": meta}]}
        place.files |= {
            f"/data/{path}": made,
            f"/data/parquet/{entity}/manifest.json": json.dumps(listed).encode(),
        }
    tables = []
    for form in ("parquet", "jsonl"):
        folder = tmp_path / "got" / form
        more = () if form == "parquet" else ("--set", "form=jsonl")
        said = utsyn("fetch", "openalex", "--to", folder, "--set", f"bucket={place.url}", *more)
        assert (said.status, f"part_0000.{'parquet' if form == 'parquet' else 'gz'}" in said.out) == (0, True)
        (folder / "works" / "deleted_ids.csv").unlink(
            missing_ok=True
        )  # the stand-in has it of one form alone
        made = utsyn(
            "load", folder / "works", "--store", store, "--key", form, "--set", f"home=I{HOME}", "--json"
        )
        tables.append(json.loads(made.out)["vintages"][0]["tables"])
    assert tables[0] == tables[1]


def test_a_snapshot_that_is_killed_goes_on_and_fetches_nothing_twice(place, store):
    place.troubles = [None, None, Trouble(cut=400, hold=True)]
    part = store / "files" / "openalex" / f"{PART}.part"
    killed(started(*snapshot(place, store)), once=lambda: part.exists() and part.stat().st_size == 400)
    assert Store(store).vintages() == ()
    utsyn("load", "--store", store).refused("The manifest promises", "part_0000.gz, which is not there")
    place.asked.clear()
    assert utsyn(*snapshot(place, store)).status == 0
    assert [
        one.headers.get("range")
        for one in place.asked
        if one.path.endswith("works/updated_date=2026-06-24/part_0000.gz")
    ] == ["bytes=400-"]
    kept = fetched(store / "files" / "openalex")
    whole = store.parent / "whole"
    assert utsyn(*snapshot(place, whole)).status == 0
    assert kept == fetched(whole / "files" / "openalex")


def test_a_pull_keeps_its_key_to_itself_and_has_every_author(place, store):
    said = utsyn(*pull(place, store), UTSYN_OPENALEX_KEY=KEY)
    assert (said.status, said.err) == (0, "")
    assert KEY not in said.out
    folder = store / "files" / "openalex"
    assert not any(KEY.encode() in (folder / name).read_bytes() for name in holding(folder))
    with gzip.open(folder / f"works-I{HOME}.jsonl.gz") as file:
        found = {one["id"].rpartition("/")[2]: len(one["authorships"]) for one in map(json.loads, file)}
    assert (len(found), found["W1000"]) == (51, CAP + 50)
    made = utsyn("load", "--store", store, "--set", f"home=I{HOME}", "--json")
    [vintage] = json.loads(made.out)["vintages"]
    assert {one["table"]: one["rows"] for one in vintage["tables"]}["works"] == 51


def test_real_works_that_are_pulled_are_those_that_were_there(place, store, tmp_path):
    """What the stand-in hands out of real records is what the records themselves come to."""
    told = real_works()
    place.serve_works(told, key=KEY)
    found = Counter(
        one for record in told for one in {one for line in lineages(record, first=CAP) for one in line}
    )
    home = found.most_common(1)[0][0]
    folder = ("--to", tmp_path / "pulled", "--set", f"api={place.url}", "--set", f"institution={home}")
    assert utsyn("fetch", "openalex", *folder, UTSYN_OPENALEX_KEY=KEY).status == 0
    made = utsyn("load", tmp_path / "pulled", "--store", store, "--set", f"home={home}")
    assert (made.status, made.err) == (0, "")
    [vintage] = Store(store).vintages()
    pulled = rows((Store(store), vintage), "works")
    whole = rows(loaded(tmp_path / "whole", [real("works_292.jsonl.gz")], home=home), "works")
    newer = {
        int(one["id"].rpartition("/W")[2]) for one in told if "awards" in one
    }  # the API is not asked for the old name
    ours = [one if one["work"] in newer else one | {"awards": None} for one in whole if one["home_authors"]]
    assert sorted(pulled, key=itemgetter("work")) == sorted(ours, key=itemgetter("work"))
    assert len(pulled) == found[home] > 1


@pytest.mark.parametrize("key", [{}, {"UTSYN_OPENALEX_KEY": "wrong"}])
def test_a_wrong_key_is_named_and_none_is_told(place, store, key):
    said = utsyn(*pull(place, store), **key)
    said.refused("HTTP 401", "Set the key of this source in the environment")
    assert "wrong," not in said.err
    assert fetched(store / "files" / "openalex") == ()


def test_a_budget_that_is_used_up_is_named_and_the_next_fetch_goes_on(place, store):
    place.serve_works([work(n, OURS) for n in range(1, 251)], key=KEY)
    utsyn(*pull(place, store, "--requests", 2), UTSYN_OPENALEX_KEY=KEY).refused(
        BUDGET, "2 requests, 0.0002 dollars"
    )
    utsyn(*pull(place, store, "--dollars", "0"), UTSYN_OPENALEX_KEY=KEY).refused(
        BUDGET, "what was fetched is kept"
    )
    place.asked.clear()
    assert utsyn(*pull(place, store), UTSYN_OPENALEX_KEY=KEY).status == 0
    assert [one.parameters["cursor"] for one in place.asked] == ["after-300"]


def test_a_day_that_allows_no_more_is_named(place, store):
    place.troubles = [Trouble(429, {"retry-after": "43200"})]
    said = utsyn(*pull(place, store), UTSYN_OPENALEX_KEY=KEY)
    said.refused("HTTP 429", "Go on later: what was fetched is kept")


def test_a_release_that_comes_meanwhile_is_named_and_nothing_of_it_is_loaded(place, store):
    place.troubles = [None, None, Trouble(cut=400, hold=True)]
    process = started(*snapshot(place, store))
    assert place.held.wait(60)
    bucket(place, records={"works": WORKS[:3]}, day="2026-09-28")
    place.release.set()
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, "Traceback" in err) == (65, "", False)
    assert "OpenAlex has published another release since this fetch began" in err
    assert "Fetch it anew into another folder" in err


def test_how_far_it_is_is_shown_on_a_terminal(place, store):
    """The command's own terminal, as a person has it before her."""
    ours, its = pty.openpty()
    seen: list[bytes] = []

    def look() -> None:
        try:
            while some := os.read(ours, 4096):
                seen.append(some)
        except OSError:
            pass  # the other end is closed

    looking = threading.Thread(target=look)
    looking.start()
    pid = os.posix_spawn(
        COMMAND[0], [*COMMAND, *map(str, snapshot(place, store))], environment({"TERM": "xterm"}),
        file_actions=[(os.POSIX_SPAWN_DUP2, its, 2), (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )  # fmt: skip
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    os.close(its)
    looking.join(10)
    os.close(ours)
    text = b"".join(seen).decode(errors="replace")
    assert "part_0000.gz" in text
    assert "100%" in text
