"""The calls at hand: shipped ones, the institution's own over them, and one that cannot be read."""

import os
from datetime import date
from pathlib import Path

import pytest

from tests.make import call
from utsyn.calls.library import Status, find, keys, library, status
from utsyn.problems import Problems

OWN = """key: intpart-2022
programme: intpart
title: {nb: Vår, nn: Vår, en: Ours}
about: {en: Ours}
sources: {page: {title: Page}}
"""


def own(home: Path, name: str, text: str) -> None:
    path = home / "calls" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_every_call_is_found_by_its_key_and_lies_where_the_key_says() -> None:
    held = library()
    assert held.problems == ()
    assert sorted(held.calls) == keys()
    assert all(find(key).key == key for key in keys())


def test_the_institutions_own_call_replaces_the_shipped_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own(tmp_path, "intpart/2022.yaml", OWN)
    own(tmp_path, "ours/2023.yaml", OWN.replace("intpart-2022", "ours-2023"))
    monkeypatch.setenv("UTSYN_HOME", str(tmp_path))
    assert find("intpart-2022").text.title.in_("en") == "Ours"
    assert {"intpart-2022", "ours-2023"} <= set(library().calls)


def test_one_call_that_cannot_be_read_leaves_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own(tmp_path, "ours/2023.yaml", "key: [")
    monkeypatch.setenv("UTSYN_HOME", str(tmp_path))
    held = library()
    assert "intpart-2022" in held.calls
    assert "2023.yaml:1" in str(held.problems[0])


def test_a_changed_document_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own(tmp_path, "intpart/2022.yaml", OWN)
    monkeypatch.setenv("UTSYN_HOME", str(tmp_path))
    assert library() is library()
    own(tmp_path, "intpart/2022.yaml", OWN.replace("Ours}\nabout", "Newer}\nabout"))
    os.utime(tmp_path / "calls/intpart/2022.yaml", ns=(1, 1))
    assert library()["intpart-2022"].text.title.in_("en") == "Newer"


def test_an_unknown_call_names_the_nearest() -> None:
    with pytest.raises(Problems, match="intpart-2022"):
        find("intprat-2022")
    with pytest.raises(Problems, match="intpart-2022"):
        library()["intpart-20222"]


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "intpart-../../secret", "intpart-2022.cases"])
def test_a_key_is_no_way_out_of_the_folder(key: str) -> None:
    with pytest.raises(Problems):
        find(key)


@pytest.mark.parametrize(
    ("window", "on", "expected"),
    [
        ("{opens: 2022-02-02, closes: 2022-03-16}", date(2022, 2, 1), Status.PLANNED),
        ("{opens: 2022-02-02, closes: 2022-03-16}", date(2022, 2, 2), Status.OPEN),
        ("{opens: 2022-02-02, closes: 2022-03-16}", date(2022, 3, 2), Status.CLOSING),
        ("{opens: 2022-02-02, closes: 2022-03-16}", date(2022, 3, 16), Status.CLOSING),
        ("{opens: 2022-02-02, closes: 2022-03-16}", date(2022, 3, 17), Status.CLOSED),
        ("{closes: 2022-03-16}", date(2022, 3, 1), Status.UNKNOWN),  # nobody says when it opened
        ("{closes: 2022-03-16}", date(2022, 3, 17), Status.CLOSED),
        ("{opens: 2022-02-02}", date(2022, 3, 17), Status.UNKNOWN),
        ("{}", date(2022, 3, 17), Status.UNKNOWN),
    ],
)
def test_how_a_call_stands(window: str, on: date, expected: Status) -> None:
    assert status(call(f"window: {window}\n"), on=on) is expected
