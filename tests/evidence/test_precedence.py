"""Which vintage a table is read from where several have it."""

import json
from datetime import date

import pytest

from tests.evidence.running import utsyn
from tests.evidence.stored import stored
from tests.evidence.worlds import HOME, SWEDISH, work, world
from utsyn.evidence.precedence import FIRST, OWN, chosen
from utsyn.evidence.snapshots import Loaded, Store, Vintage
from utsyn.evidence.sources import sources
from utsyn.problems import Problems


def vintage(source: str, *tables: str, key: str = "k") -> Vintage:
    loaded = tuple(Loaded(table=name, file=f"{name}.parquet", rows=1, sha256="0") for name in tables)
    return Vintage(source=source, title=source, day=date(2026, 7, 1), key=key, tables=loaded)


def test_of_one_source_the_last_named_is_read():
    june, later = vintage("openalex", "works"), vintage("openalex", "works", key="later")
    assert chosen([june, later]) == {"works": later}


@pytest.mark.parametrize(
    ("table", "first", "second"),
    [
        ("organisations", "ror", "openalex"),
        ("links", "plain", "eche"),
        ("agreements", "plain", "world"),
        ("organisations", "plain", "ror"),
    ],
)
def test_of_two_sources_that_which_goes_first_is_read_whatever_their_order(table, first, second):
    one, other = vintage(first, table), vintage(second, table, "works")
    assert chosen([one, other])[table] == chosen([other, one])[table] == one
    assert chosen([other])[table] == other, "alone it is read"
    assert chosen([one], named=[other])[table] == other, "what is named goes before all else"


def test_two_sources_of_which_none_goes_first_are_named_with_how_to_choose():
    one, other = vintage("openalex", "works"), vintage("scopus", "works", "links")
    with pytest.raises(Problems, match=r"works is in openalex/k and in scopus/k\. Name the one .* --vintage"):
        chosen([one, other])
    assert chosen([one, other], named=[one]) == {"works": one, "links": other}


def test_of_every_table_that_two_of_our_sources_have_one_goes_first():
    of = {name for one in sources().values() for name in one.tables}
    have = {name: {key for key, one in sources().items() if name in one.tables} for name in of}
    twice = {name: keys for name, keys in have.items() if len(keys) > 1}
    assert {name for name, keys in twice.items() if OWN not in keys} == set(FIRST)
    assert all(FIRST[name] in keys for name, keys in twice.items() if name in FIRST)


def test_what_was_before_is_of_the_source_that_is_read_now(tmp_path):
    """An older list of OpenAlex's own is not what the register said before."""
    told = world(work(1, [[(HOME, "NO")], [(SWEDISH, "SE")]]))
    other = [{**one, "country": "FI"} for one in told["organisations"]]
    store = Store(tmp_path)
    stored(store, {**told, "organisations": other})
    stored(store, {**told, "organisations": other}, key="second", day=date(2025, 10, 1))
    stored(store, {"organisations": told["organisations"]}, source="ror")
    asked = ("compare", "international-copublication", "--store", tmp_path, "--on", "2026-01-01", "--json")
    found = json.loads(utsyn(*asked).out)
    assert (found["changed"], found["causes"]) == ([], [])


def test_the_command_reads_none_of_two_by_chance(tmp_path):
    told = world(work(1, [[(HOME, "NO")], [(SWEDISH, "SE")]]))
    stored(Store(tmp_path), told)
    stored(Store(tmp_path), {"works": told["works"]}, source="zeta")
    asked = ("compute", "international-copublication", "--store", tmp_path, "--on", "2026-01-01")
    utsyn(*asked).refused("works is in openalex/first and in zeta/first", "--vintage")
    made = utsyn(*asked, "--vintage", "openalex/first", "--json")
    [result] = json.loads(made.out)["results"]
    assert [one["source"] for one in result["vintages"]] == ["openalex"]
