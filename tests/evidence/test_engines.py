"""Which engine a command asks, within which limits; that it is asked once and closed in the end; and what older code has computed."""

import argparse
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import ibis
import pytest

from tests.evidence.loads import refused
from tests.evidence.stored import stored
from tests.evidence.worlds import HOME, SWEDISH, work, world
from utsyn.cli import main
from utsyn.evidence import compute as computing
from utsyn.evidence.compute import chosen, compute
from utsyn.evidence.engine import duckdb
from utsyn.evidence.gone import Gone
from utsyn.evidence.options import RESULTS, add_engine, starting
from utsyn.evidence.recipes import About, find
from utsyn.evidence.snapshots import Store
from utsyn.problems import Problem
from utsyn.text import say

RECIPES = ["international-copublication", "copublication-classes", "publications-by-field"]
NOBODY = "sc://127.0.0.1:1"
ABOUT = About("05xg72x27", 2015, 2024)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    stored(Store(tmp_path), world(*(work(n, [[(HOME, "NO")], [(SWEDISH, "SE")]]) for n in range(1, 36))))
    return tmp_path


def given(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(exit_on_error=False)
    add_engine(parser)
    return parser.parse_args(words)


def test_an_engine_is_started_once_it_is_needed_and_closed_in_the_end():
    with starting(given("--cores", "1")) as start:
        engine = start()
        assert start() is engine
        assert engine.rows(ibis.memtable({"n": [1]})) == [(1,)]
    with pytest.raises(Exception, match="closed"):
        engine.rows(ibis.memtable({"n": [1]}))


def test_a_spark_is_not_given_limits_of_ours():
    def start() -> None:
        with starting(given("--spark", NOBODY, "--memory", "1GB", "--cores", "2")):
            pass

    (problem,) = refused(start)
    assert "--memory, --cores" in problem.in_("en")


@pytest.mark.parametrize("words", ["--memory lots", "--memory 10", "--memory 0GB", "--cores 0", "--cores -3", "--cores 1.5"])  # fmt: skip
def test_limits_that_no_engine_knows_are_refused_before_anything_is_read(words):
    with pytest.raises(argparse.ArgumentError, match=words.split()[0]):
        given(*words.split())


@pytest.mark.parametrize("words", ["", "--memory 1500MB", "--memory 1.5GiB --cores 2", "--memory 512mb"])
def test_limits_that_the_engine_knows_are_taken_by_it(words):
    with starting(given(*words.split())) as start:
        assert start().name == "duckdb"


@pytest.mark.parametrize("address", [NOBODY, ""])
def test_where_no_spark_is_that_is_said_once_and_not_for_each_recipe(store, capsys, address):
    assert main(["compute", *RECIPES, "--spark", address, "--store", str(store), "--lang", "en"]) == 65
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert "Spark" in said.err


def test_an_engine_that_goes_leaves_what_is_computed_and_ends_the_rest(store):
    told, asked = Store(store), []

    def goes(*_: object) -> None:
        raise Gone(Problem(say("It is gone"), say("Wait")))

    def more(*_: object) -> None:
        asked.append("the next recipe")

    first, second, third = map(find, RECIPES)
    recipes = [first, second._replace(make=goes), third._replace(make=more)]
    vintages, failed = chosen(told.vintages()), []
    each: Iterator = compute(duckdb(), told, recipes, ABOUT, vintages=vintages, kept=store / RESULTS, failed=failed.append)  # fmt: skip
    assert next(each).recipe.key == RECIPES[0]
    with pytest.raises(Gone):
        next(each)
    assert (asked, failed) == ([], [])
    assert len(list((store / RESULTS).glob("*.json"))) == 1


def utsyn(capsys, *words: str) -> tuple[int, str, str]:
    capsys.readouterr()
    status = main([*words, "--lang", "en"])
    return (status, *capsys.readouterr())


def test_what_older_code_computed_is_named_and_not_taken_for_new(store, capsys, monkeypatch):
    to = ("--store", str(store))
    assert utsyn(capsys, "compute", *RECIPES, *to)[0] == 0
    assert utsyn(capsys, "figures", *to)[2] == ""
    monkeypatch.setattr(computing, "_code", lambda _: "of the next version")
    status, out, err = utsyn(capsys, "figures", *to)
    assert (status, out, err.count("\n")) == (65, "", 1)
    assert "older code" in err
    assert all(key in err for key in RECIPES)
    assert utsyn(capsys, "compute", RECIPES[0], *to)[0] == 0
    status, out, err = utsyn(capsys, "figures", *to)
    assert status == 0
    assert RECIPES[0] in out
    assert RECIPES[0] not in err
    assert RECIPES[1] in err
    assert utsyn(capsys, "figures", RECIPES[0], *to)[2] == ""
    named = err.rpartition("utsyn compute ")[2].rstrip(".\n").split()
    assert utsyn(capsys, "compute", *named, *to)[0] == 0
    assert utsyn(capsys, "figures", *to)[2] == ""


@pytest.mark.parametrize("fault", [{"about": ["05xg72x27", 2015]}, {"about": ["05xg72x27", 2015, 2024, "more"]}, {"code": None}])  # fmt: skip
def test_results_in_the_shape_of_other_versions_are_named_too(store, capsys, monkeypatch, fault):
    to = ("--store", str(store))
    assert utsyn(capsys, "compute", RECIPES[0], *to)[0] == 0
    (place,) = (store / RESULTS).glob("*.json")
    place.write_text(json.dumps({**json.loads(place.read_text()), "code": "older", **fault}))
    place.rename(place.with_stem("0" * 64))
    status, _, err = utsyn(capsys, "figures", *to)
    assert (status, err.count("\n")) == (65, 1)
    assert "older code" in err


def test_what_was_computed_of_a_vintage_that_is_gone_is_no_longer_spoken_of(store, capsys, monkeypatch):
    to = ("--store", str(store))
    assert utsyn(capsys, "compute", RECIPES[0], *to)[0] == 0
    (vintage,) = Store(store).vintages()
    shutil.rmtree(store / vintage.source / vintage.key)
    monkeypatch.setattr(computing, "_code", lambda _: "of the next version")
    status, _, err = utsyn(capsys, "figures", *to)
    assert (status, "older code" in err) == (65, False)
