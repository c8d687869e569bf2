"""Fetching: half a file goes on, a pull goes on by its cursor, what passes is waited for, what costs is counted, keys stay secret."""

import hashlib
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.evidence.standin import BODY, DAY, NOON, StandIn, Trouble, fetch_into, standin
from utsyn.evidence.asking import Asker, Edge
from utsyn.evidence.fetching import FETCHED, Fetch, fetched
from utsyn.evidence.watching import watched
from utsyn.problems import Problems


@pytest.fixture
def place() -> Iterator[StandIn]:
    with standin() as found:
        found.files["/a.bin"] = BODY
        yield found


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def fetch(tmp_path: Path, waits: list[float]) -> Fetch:
    return fetch_into(tmp_path / "got", waits)


def test_a_file_is_kept_with_its_address_licence_day_size_and_hash(place, fetch):
    kept = fetch.file(f"{place.url}/a.bin", size=len(BODY))
    assert (kept.name, kept.url, kept.licence, kept.day) == ("a.bin", f"{place.url}/a.bin", "CC0", DAY)
    assert (kept.size, kept.sha256) == (len(BODY), hashlib.sha256(BODY).hexdigest())
    assert (fetch.folder / "a.bin").read_bytes() == BODY
    assert fetched(fetch.folder) == (kept,)
    assert sorted(path.name for path in fetch.folder.iterdir()) == ["a.bin", FETCHED]


def test_what_is_there_is_not_asked_for_again_and_what_is_gone_is(place, fetch, waits):
    fetch.file(f"{place.url}/a.bin")
    fetch_into(fetch.folder, waits).file(f"{place.url}/a.bin")
    assert len(place.asked) == 1
    (fetch.folder / "a.bin").unlink()
    fetch_into(fetch.folder, waits).file(f"{place.url}/a.bin")
    assert len(place.asked) == 2


def test_what_was_fetched_on_an_earlier_day_is_fetched_anew_where_that_is_asked_and_kept(place, fetch):
    old = fetch.file(f"{place.url}/a.bin")
    place.files["/a.bin"] = BODY[::-1]
    later = Edge(DAY + timedelta(days=90), lambda _: None, lambda: NOON)
    assert Fetch(fetch.folder, asker=Asker(later)).file(f"{place.url}/a.bin") == old
    anew = Fetch(fetch.folder, asker=Asker(later), anew=True)
    new = anew.file(f"{place.url}/a.bin")
    assert (new.day, new.sha256) == (DAY + timedelta(days=90), hashlib.sha256(BODY[::-1]).hexdigest())
    assert (fetch.folder / ".before" / f"{DAY}" / "a.bin").read_bytes() == BODY
    asked = len(place.asked)
    assert anew.file(f"{place.url}/a.bin") == new
    assert len(place.asked) == asked, "one that goes on does not begin anew"
    assert fetched(fetch.folder) == (new,)


def test_a_line_that_the_power_cut_short_costs_that_file_and_no_other(place, fetch, waits):
    place.files["/b.bin"] = b"b"
    fetch.file(f"{place.url}/a.bin")
    fetch.file(f"{place.url}/b.bin")
    told = fetch.folder / FETCHED
    told.write_text(told.read_text()[:-30])
    assert [one.name for one in fetched(fetch.folder)] == ["a.bin"]
    fetch_into(fetch.folder, waits).file(f"{place.url}/b.bin")
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


def test_a_body_that_gains_something_each_time_is_not_given_up(place, fetch):
    place.troubles = [Trouble(cut=10)] * 20
    assert fetch.file(f"{place.url}/a.bin").size == len(BODY)


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
    assert fetch_into(tmp_path, waits).file(f"{place.url}/a.bin").sha256 == hashlib.sha256(BODY).hexdigest()
    assert place.ranges() == [None, f"bytes={have}-"]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "said"), [(Terminal(), True), (io.StringIO(), False)])
def test_progress_is_shown_on_a_terminal_alone(place, tmp_path, stream, said):
    edge = Edge(DAY, lambda _: None, lambda: NOON)
    Fetch(tmp_path, asker=Asker(edge), watch=watched(stream)).file(f"{place.url}/a.bin", size=len(BODY))
    assert ("a.bin" in stream.getvalue()) is said
