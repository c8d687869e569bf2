"""Two quarterly releases of OpenAlex as a user keeps them: fetched beside each other, loaded as vintages, and every change told by its cause."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.evidence.openalex_records import ABROAD, HERE, HOME, NTNU, author, work
from tests.evidence.running import COMMAND, utsyn
from tests.evidence.standin import StandIn, standin
from tests.evidence.test_openalex_fetch import LISTED, bucket
from utsyn.evidence.snapshots import Store

ROR, RECIPE = "05xg72x27", "international-copublication"
OURS, THEIRS, NEIGHBOURS = author(1, NTNU), author(2, ABROAD), author(3)
INSTITUTIONS = [{**LISTED, "ror": f"https://ror.org/{ROR}"}, {**LISTED, **ABROAD}]
JUNE, SEPTEMBER = "2026-06-24", "2026-09-28"


def release(day: str) -> list[dict[str, Any]]:
    """The works of a release: in September 50 is deleted, 49 has become part of 48, and six others are not what they were."""
    of = {n: work(n, OURS, *([THEIRS] if n > 10 else [])) for n in range(1, 51)}
    of[47] = work(47, THEIRS)
    if day == SEPTEMBER:
        del of[50], of[49]
        of |= {
            60: work(60, OURS, THEIRS),  # new
            30: work(30, OURS, THEIRS, is_retracted=True),
            31: work(31, OURS, THEIRS, type="letter"),
            32: work(32, THEIRS),  # the source does not match it to us any more
            47: work(47, OURS, THEIRS),  # and this one it does
            1: work(1, OURS, THEIRS),  # another country was found
            2: work(2, OURS, cited_by_count=99, updated_date=f"{SEPTEMBER}T00:00:00"),  # nothing that counts
        }
    return list(of.values())


CAUSES = {
    "new_record": ["W60"], "deleted_or_merged": ["W49", "W50"], "retracted": ["W30"], "type_changed": ["W31"],
    "no_longer_ours": ["W32"], "newly_ours": ["W47"], "flag_changed": ["W1"],
}  # fmt: skip


@pytest.fixture(scope="module")
def place() -> Iterator[StandIn]:
    with standin() as found:
        yield found


@pytest.fixture(scope="module")
def store(place: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with both releases, each fetched into a folder of its own."""
    folder = tmp_path_factory.mktemp("releases")
    store, lists = folder / "store", folder / "map.csv"
    lists.write_text(
        f"university;organisation;relation;weight;since;until\n{ROR};{HOME};component;1099511627776;1900;9999\n"
    )
    for day, on in ((JUNE, "2026-07-01"), (SEPTEMBER, "2026-10-01")):
        bucket(place, records={"works": release(day), "institutions": INSTITUTIONS}, day=day)
        gone = ["W7777", *(["W49", "W50"] if day == SEPTEMBER else [])]
        place.files["/data/jsonl/works/deleted_ids.csv"] = "\n".join(
            ["work_id,deleted_date", *(f"{HERE}{one},{day}" for one in gone), ""]
        ).encode()
        fetched = utsyn(
            "fetch",
            "openalex",
            "--to",
            folder / day,
            "--set",
            f"bucket={place.url}",
            "--set",
            "form=jsonl",
            "--on",
            on,
        )
        assert fetched.status == 0, fetched
        made = utsyn("load", folder / day, "--store", store, "--set", f"home=I{HOME}", "--on", on)
        assert made.status == 0, made
    assert utsyn("load", lists, "--store", store, "--on", "2026-07-01").status == 0
    return store


def test_both_vintages_stay_and_say_what_they_are_from(store):
    june, september = Store(store).vintages("openalex")
    assert (june.key, september.key) == ("2026-07-01", "2026-10-01")
    assert (june.table("works").rows, september.table("works").rows) == (50, 49)
    assert all(one.url and one.sha256 for vintage in (june, september) for one in vintage.snapshots)


def test_every_change_between_two_releases_has_its_cause_and_they_sum(store):
    told = json.loads(utsyn("compare", RECIPE, "--store", store, "--on", "2026-11-01", "--json").out)
    assert {one["cause"]: one["works"] for one in told["causes"]} == CAUSES
    for count, before in told["before"].items():
        assert told["after"][count] - before == sum(one["by"][count] for one in told["causes"])
    assert (told["before"]["numerator"], told["before"]["denominator"]) == (39, 49)
    assert (told["after"]["numerator"], told["after"]["denominator"]) == (37, 46)


def test_a_reader_sees_the_causes_in_words(store):
    said = utsyn("compare", RECIPE, "--store", store, "--on", "2026-11-01")
    assert (said.status, said.err) == (0, "")
    assert "openalex/2026-07-01" in said.out
    assert "openalex/2026-10-01" in said.out
    assert len(
        [line for line in said.out.splitlines() if line.startswith("  ") and ("+" in line or "-" in line)]
    ) >= len(CAUSES)


def test_the_figure_of_june_is_still_there_when_september_is_loaded(store):
    for vintage, parts in (("2026-07-01", ("39", "49")), ("2026-10-01", ("37", "46"))):
        asked = ("--store", store, "--vintage", f"openalex/{vintage}", "--on", "2026-11-01")
        assert utsyn("compute", RECIPE, *asked).status == 0
        told = json.loads(utsyn("figures", RECIPE, "--store", store, "--json").out)["figures"]
        of = [
            one
            for one in told
            if any(used["key"] == vintage for used in one["vintages"] if used["source"] == "openalex")
        ]
        assert parts in [
            (one["parts"]["numerator"], one["parts"]["denominator"])
            for one in of
            if one["of"]["year"] == 2023
        ]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("asked", [("compare", RECIPE), ("compare", RECIPE, "--json")])
def test_an_answer_that_finds_no_room_is_no_traceback(store, asked):
    with Path("/dev/full").open("w") as full:
        command = [*COMMAND, *asked, "--store", str(store), "--on", "2026-11-01"]
        said = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert said.returncode == 65
    assert said.stderr.startswith("-: The disk is full. Make room"), said.stderr
    assert "Traceback" not in said.stderr
