"""Pulling page by page: a pull is whole and in order, and goes on by the cursor that was kept."""

import gzip
import json
from pathlib import Path

import pytest

from tests.evidence.standin import fetch_into
from utsyn.evidence.fetching import Fetch, Page, fetched
from utsyn.problems import Problems


@pytest.fixture
def fetch(tmp_path: Path) -> Fetch:
    return fetch_into(tmp_path / "got", [])


def _three_pages(cursor: str) -> Page:
    number = 0 if cursor == "*" else int(cursor)
    return Page([{"n": 2 * number}, {"n": 2 * number + 1}], str(number + 1) if number < 2 else None, 6)


def test_a_pull_is_json_lines_in_order(fetch):
    fetch.pages(_three_pages, url="u", name="p.jsonl.gz")
    with gzip.open(fetch.folder / "p.jsonl.gz") as file:
        assert [json.loads(line)["n"] for line in file] == [0, 1, 2, 3, 4, 5]


def test_a_pull_goes_on_by_its_cursor_and_gives_the_same_bytes(fetch, tmp_path):
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
        == fetch_into(tmp_path / "whole", []).pages(_three_pages, url="u", name="p.jsonl.gz").sha256
    )


def test_a_pull_that_gives_fewer_than_it_promised_is_refused(fetch):
    with pytest.raises(Problems, match="1 records came; 2 were promised"):
        fetch.pages(lambda _: Page([{}], None, 2), url="u", name="p.jsonl.gz")
    assert fetched(fetch.folder) == ()


@pytest.mark.parametrize("name", ["../escaped", "/etc/escaped", ""])
def test_a_name_that_leads_out_of_the_folder_is_refused(fetch, name):
    with pytest.raises(Problems, match="no name for a file"):
        fetch.pages(_three_pages, url="u", name=name)
