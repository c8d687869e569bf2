"""Fetching: half a file goes on, a pull goes on by its cursor, what passes is waited for, what costs is counted, keys stay secret."""

import gzip
import hashlib
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.evidence.standin import StandIn, Trouble, standin
from utsyn.evidence.asking import Asker, Budget, Edge
from utsyn.evidence.fetching import FETCHED, Fetch, Page, fetched
from utsyn.evidence.watching import watched
from utsyn.problems import Problems

DAY = date(2026, 11, 26)
BODY = bytes(range(256)) * 4_000  # a megabyte
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture
def place() -> Iterator[StandIn]:
    with standin() as found:
        found.files["/a.bin"] = BODY
        yield found


class Waits(list[float]):
    """How long was waited, without waiting."""


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def fetch(tmp_path: Path, waits: Waits) -> Fetch:
    return _fetch(tmp_path / "got", waits)


def _fetch(
    folder: Path, waits: Waits, *, budget: Budget | None = None, environment: dict[str, str] | None = None
) -> Fetch:
    edge = Edge(DAY, waits.append, lambda: NOON, environment or {})
    return Fetch(folder, asker=Asker(edge, budget=budget), licence="CC0")


def test_a_file_is_kept_with_its_address_licence_day_size_and_hash(place, fetch):
    kept = fetch.file(f"{place.url}/a.bin", size=len(BODY))
    assert (kept.name, kept.url, kept.licence, kept.day) == ("a.bin", f"{place.url}/a.bin", "CC0", DAY)
    assert (kept.size, kept.sha256) == (len(BODY), hashlib.sha256(BODY).hexdigest())
    assert (fetch.folder / "a.bin").read_bytes() == BODY
    assert fetched(fetch.folder) == (kept,)
    assert sorted(path.name for path in fetch.folder.iterdir()) == ["a.bin", FETCHED]


def test_what_is_there_is_not_asked_for_again_and_what_is_gone_is(place, fetch, waits):
    fetch.file(f"{place.url}/a.bin")
    _fetch(fetch.folder, waits).file(f"{place.url}/a.bin")
    assert len(place.asked) == 1
    (fetch.folder / "a.bin").unlink()
    _fetch(fetch.folder, waits).file(f"{place.url}/a.bin")
    assert len(place.asked) == 2


def test_a_line_that_the_power_cut_short_costs_that_file_and_no_other(place, fetch, waits):
    place.files["/b.bin"] = b"b"
    fetch.file(f"{place.url}/a.bin")
    fetch.file(f"{place.url}/b.bin")
    told = fetch.folder / FETCHED
    told.write_text(told.read_text()[:-30])
    assert [one.name for one in fetched(fetch.folder)] == ["a.bin"]
    _fetch(fetch.folder, waits).file(f"{place.url}/b.bin")
    assert {one.name for one in fetched(fetch.folder)} == {"a.bin", "b.bin"}


def test_a_body_that_breaks_off_goes_on_from_where_it_broke(place, fetch, waits):
    place.troubles = [Trouble(cut=1_000), Trouble(cut=300_000)]
    assert fetch.file(f"{place.url}/a.bin").sha256 == hashlib.sha256(BODY).hexdigest()
    assert place.ranges() == [None, "bytes=1000-", "bytes=301000-"]
    assert {one.headers.get("if-range") for one in place.asked[1:]} == {'"one"'}


def test_half_of_another_file_is_thrown_away(place, fetch, waits):
    place.troubles = [Trouble(cut=500), *[Trouble(503)] * 6]
    with pytest.raises(Problems, match="HTTP 503"):
        fetch.file(f"{place.url}/a.bin")
    place.files["/a.bin"], place.tags["/a.bin"] = BODY[::-1], '"two"'
    assert fetch.file(f"{place.url}/a.bin").sha256 == hashlib.sha256(BODY[::-1]).hexdigest()
    assert place.ranges()[-1] == "bytes=500-"


@pytest.mark.parametrize("tag", ['W/"weak"', ""])
def test_without_a_strong_mark_it_begins_anew(place, fetch, tag):
    place.tags["/a.bin"] = tag
    place.troubles = [Trouble(cut=500)]
    assert fetch.file(f"{place.url}/a.bin").size == len(BODY)
    assert place.ranges() == [None, None]


def test_a_file_that_was_whole_when_the_power_went_is_not_fetched_again(place, fetch):
    part = fetch.folder / "a.bin.part"
    part.write_bytes(BODY)
    (fetch.folder / "a.bin.part.json").write_text(json.dumps({"url": f"{place.url}/a.bin", "mark": '"one"'}))
    assert fetch.file(f"{place.url}/a.bin").sha256 == hashlib.sha256(BODY).hexdigest()
    assert place.ranges() == [f"bytes={len(BODY)}-"]


def test_another_length_than_was_promised_is_named_and_nothing_is_kept(place, fetch):
    with pytest.raises(Problems, match="1,024,000 bytes long; 7 were promised"):
        fetch.file(f"{place.url}/a.bin", size=7)
    assert fetched(fetch.folder) == ()


@pytest.mark.parametrize(
    ("headers", "waited"),
    [
        ({}, 2.0),
        ({"retry-after": "17"}, 17.0),
        ({"retry-after": "Thu, 26 Nov 2026 12:00:40 GMT"}, 40.0),
        ({"retry-after": "soon"}, 2.0),
    ],
)
def test_it_waits_as_long_as_the_server_asks(place, fetch, waits, headers, waited):
    place.troubles = [Trouble(429, headers)]
    fetch.file(f"{place.url}/a.bin")
    assert waits == [waited]


def test_it_waits_longer_each_time_and_gives_up_with_a_mend(place, fetch, waits):
    place.troubles = [Trouble(500)] * 6
    with pytest.raises(Problems) as caught:
        fetch.file(f"{place.url}/a.bin")
    assert waits == [2.0, 4.0, 8.0, 16.0, 32.0]
    assert "what was fetched is kept" in str(caught.value)


def test_a_body_that_gains_something_each_time_is_not_given_up(place, fetch):
    place.troubles = [Trouble(cut=10)] * 20
    assert fetch.file(f"{place.url}/a.bin").size == len(BODY)


def test_who_is_asked_to_wait_for_hours_stops(place, fetch, waits):
    place.troubles = [Trouble(429, {"retry-after": "40000"})]
    with pytest.raises(Problems, match="HTTP 429"):
        fetch.file(f"{place.url}/a.bin")
    assert waits == []


def test_nobody_there_is_said(fetch, waits):
    with pytest.raises(Problems, match="ConnectError"):
        fetch.file("http://127.0.0.1:9/a.bin")
    assert len(waits) == 5


@pytest.mark.parametrize("status", [401, 403])
def test_a_closed_door_asks_for_a_key(place, fetch, waits, status):
    place.troubles = [Trouble(status)]
    with pytest.raises(Problems, match="Set the key"):
        fetch.file(f"{place.url}/a.bin")
    assert waits == []


def test_a_budget_of_requests_ends_a_fetch_and_a_larger_one_goes_on(place, tmp_path, waits):
    place.troubles = [Trouble(cut=1_000)]
    with pytest.raises(Problems, match="The budget is used up: 1 requests"):
        _fetch(tmp_path, waits, budget=Budget(requests=1)).file(f"{place.url}/a.bin")
    assert _fetch(tmp_path, waits, budget=Budget(requests=1)).file(f"{place.url}/a.bin").size == len(BODY)
    assert place.ranges() == [None, "bytes=1000-"]


def test_a_budget_of_dollars_counts_what_the_headers_say(place, tmp_path, waits):
    place.answers["/paid"] = lambda _: (
        200,
        {"x-ratelimit-cost-usd": "0.001", "x-ratelimit-remaining-usd": "9"},
        b"{}",
    )
    budget = Budget(dollars=Decimal("0.003"))
    asker = _fetch(tmp_path, waits, budget=budget).asker
    for _ in range(3):
        asker.json(f"{place.url}/paid")
    with pytest.raises(Problems, match=r"3 requests, 0\.003 dollars"):
        asker.json(f"{place.url}/paid")
    assert len(place.asked) == 3


def test_what_the_server_leaves_for_the_day_is_respected(place, fetch):
    place.answers["/paid"] = lambda _: (
        200,
        {"x-ratelimit-cost-usd": "0.001", "x-ratelimit-remaining-usd": "0.0004"},
        b"{}",
    )
    fetch.asker.json(f"{place.url}/paid")
    with pytest.raises(Problems, match="allows no more today"):
        fetch.asker.json(f"{place.url}/paid")


def test_a_key_comes_from_the_environment_and_stands_nowhere(place, tmp_path, waits):
    fetch = _fetch(tmp_path, waits, environment={"THE_KEY": " s3cret "})
    secret = {"api_key": fetch.asker.key("THE_KEY")}
    fetch.file(f"{place.url}/a.bin", secret=secret)
    assert place.asked[0].parameters == {"api_key": "s3cret"}
    place.troubles = [Trouble(404)]
    with pytest.raises(Problems) as caught:
        fetch.asker.json(f"{place.url}/none", secret=secret)
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"s3cret" not in kept
    assert "s3cret" not in str(caught.value)


def _three_pages(cursor: str) -> Page:
    number = 0 if cursor == "*" else int(cursor)
    return Page([{"n": 2 * number}, {"n": 2 * number + 1}], str(number + 1) if number < 2 else None, 6)


def test_a_pull_is_json_lines_in_order(fetch):
    fetch.pages(_three_pages, url="u", name="p.jsonl.gz")
    with gzip.open(fetch.folder / "p.jsonl.gz") as file:
        assert [json.loads(line)["n"] for line in file] == [0, 1, 2, 3, 4, 5]


def test_a_pull_goes_on_by_its_cursor_and_gives_the_same_bytes(fetch, tmp_path, waits):
    asked: list[str] = []

    def ask(cursor: str) -> Page:
        asked.append(cursor)
        if asked.count("2") == 1 and cursor == "2":
            raise KeyboardInterrupt
        return _three_pages(cursor)

    with pytest.raises(KeyboardInterrupt):
        fetch.pages(ask, url="u", name="p.jsonl.gz")
    with (fetch.folder / "p.jsonl.gz.part").open("ab") as file:
        file.write(b"half a page")  # the power went while it was written
    kept = fetch.pages(ask, url="u", name="p.jsonl.gz")
    assert asked == ["*", "1", "2", "2"]
    assert (
        kept.sha256
        == _fetch(tmp_path / "whole", waits).pages(_three_pages, url="u", name="p.jsonl.gz").sha256
    )


def test_a_pull_that_gives_fewer_than_it_promised_is_refused(fetch):
    with pytest.raises(Problems, match="1 records came; 2 were promised"):
        fetch.pages(lambda _: Page([{}], None, 2), url="u", name="p.jsonl.gz")
    assert fetched(fetch.folder) == ()


@pytest.mark.parametrize("name", ["../escaped", "/etc/escaped", ""])
def test_a_name_that_leads_out_of_the_folder_is_refused(fetch, name):
    with pytest.raises(Problems, match="no name for a file"):
        fetch.pages(_three_pages, url="u", name=name)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_disk_that_fills_up_is_named_and_the_last_good_file_stays(place, fetch):
    place.files["/b.bin"] = BODY
    kept = fetch.file(f"{place.url}/a.bin")
    (fetch.folder / "b.bin.part").symlink_to("/dev/full")
    with pytest.raises(Problems, match="The disk is full"):
        fetch.file(f"{place.url}/b.bin")
    assert fetched(fetch.folder) == (kept,)


KILLED = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from utsyn.evidence.asking import Asker, Edge
from utsyn.evidence.fetching import Fetch
edge = Edge(date(2026, 11, 26), lambda _: None, lambda: datetime(2026, 11, 26, tzinfo=UTC))
Fetch(Path(sys.argv[1]), asker=Asker(edge)).file(sys.argv[2])
"""


def test_a_fetch_that_is_killed_goes_on(place, tmp_path, waits):
    place.troubles = [Trouble(cut=600_000, hold=True)]
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path), f"{place.url}/a.bin"])
    assert place.held.wait(30)
    part = tmp_path / "a.bin.part"
    while not part.exists() or part.stat().st_size == 0:
        assert process.poll() is None
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    have = part.stat().st_size
    assert 0 < have <= 600_000
    assert _fetch(tmp_path, waits).file(f"{place.url}/a.bin").sha256 == hashlib.sha256(BODY).hexdigest()
    assert place.ranges() == [None, f"bytes={have}-"]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "said"), [(Terminal(), True), (io.StringIO(), False)])
def test_progress_is_shown_on_a_terminal_alone(place, tmp_path, stream, said):
    edge = Edge(DAY, lambda _: None, lambda: NOON)
    Fetch(tmp_path, asker=Asker(edge), watch=watched(stream)).file(f"{place.url}/a.bin", size=len(BODY))
    assert ("a.bin" in stream.getvalue()) is said
