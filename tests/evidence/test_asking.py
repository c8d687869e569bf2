"""Asking a server: what passes is waited for, what costs is counted, keys stay secret."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from tests.evidence.standin import BODY, StandIn, Trouble, fetch_into, standin
from utsyn.evidence.asking import Budget
from utsyn.evidence.fetching import Fetch
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
        fetch_into(tmp_path, waits, budget=Budget(requests=1)).file(f"{place.url}/a.bin")
    assert fetch_into(tmp_path, waits, budget=Budget(requests=1)).file(f"{place.url}/a.bin").size == len(BODY)
    assert place.ranges() == [None, "bytes=1000-"]


def test_a_budget_of_dollars_counts_what_the_headers_say(place, tmp_path, waits):
    place.answers["/paid"] = lambda _: (
        200,
        {"x-ratelimit-cost-usd": "0.001", "x-ratelimit-remaining-usd": "9"},
        b"{}",
    )
    budget = Budget(dollars=Decimal("0.003"))
    asker = fetch_into(tmp_path, waits, budget=budget).asker
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
    fetch = fetch_into(tmp_path, waits, environment={"THE_KEY": " s3cret "})
    secret = {"api_key": fetch.asker.key("THE_KEY")}
    fetch.file(f"{place.url}/a.bin", secret=secret)
    assert place.asked[0].parameters == {"api_key": "s3cret"}
    place.troubles = [Trouble(404)]
    with pytest.raises(Problems) as caught:
        fetch.asker.json(f"{place.url}/none", secret=secret)
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"s3cret" not in kept
    assert "s3cret" not in str(caught.value)
