"""Computing: unchanged inputs cost nothing, a kill costs what was under way, a failure costs itself, and nothing is half there."""

import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import ibis
import pytest

from tests.evidence.stored import DAY, at, stored
from tests.evidence.worlds import ABOUT, HOME, SWEDISH, work, world
from utsyn.evidence import reference
from utsyn.evidence.compute import Failed, Made, chosen, compute, computed
from utsyn.evidence.engine import Engine, Limits, duckdb
from utsyn.evidence.recipes import About, Recipe, find
from utsyn.evidence.snapshots import Store
from utsyn.problems import Problems

JOINT = world(work(1, [[(HOME, "NO")], [(SWEDISH, "SE")]]), work(2, [[(HOME, "NO")]]))
COPUBLICATION = find("international-copublication")
TWO = [COPUBLICATION, find("publications")]


class Asked(Engine):
    """A DuckDB that counts how often it is asked."""

    def __init__(self) -> None:
        super().__init__(duckdb().connection, "duckdb")
        self.times = 0

    def rows(self, asked):
        self.times += 1
        return super().rows(asked)


def _recipe(key: str, make) -> Recipe:
    return Recipe(key, 1, ("works",), ("year",), ("works",), make, lambda *_: [(2020, 2)])


def _counted(given, _about):
    return given["works"].group_by("year").aggregate(works=lambda t: t.count())


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return at(tmp_path)


def _made(
    store: Store, recipes=(COPUBLICATION,), about: About = ABOUT, *, engine=None, **more
) -> tuple[list[Made], int]:
    """What was made, and how often the engine was asked for it."""
    engine = engine or Asked()
    found = list(
        compute(
            engine,
            store,
            recipes,
            about,
            vintages=chosen(store.vintages()),
            kept=store.folder / "results",
            **more,
        )
    )
    return found, engine.times


def test_the_same_again_asks_no_engine_and_starts_none(store):
    stored(store, JOINT)
    first, times = _made(store, TWO)
    assert (times, [one.anew for one in first]) == (2, [True, True])

    def never() -> Engine:
        raise AssertionError("no engine is needed")

    again = list(
        compute(never, store, TWO, ABOUT, vintages=chosen(store.vintages()), kept=store.folder / "results")
    )
    assert [one.result for one in again] == [one.result for one in first]
    assert not any(one.anew for one in again)


def test_other_data_other_years_another_version_and_other_code_are_computed_anew(store, monkeypatch):
    stored(store, JOINT)
    _made(store)
    assert _made(store, about=ABOUT._replace(since=2016))[1] == 1
    assert _made(store, [COPUBLICATION._replace(version=2)])[1] == 1
    assert _made(store)[1] == 0
    stored(store, world(work(1, [[(HOME, "NO")]])), key="later", day=date(2025, 10, 1))
    found, times = _made(store)
    assert (times, found[0].result.rows) == (1, ((2020, 0, 1, 0),))
    monkeypatch.setattr("utsyn.evidence.compute._code", lambda _: "other code")
    assert _made(store)[1] == 1


def test_a_vintage_with_the_same_bytes_costs_nothing_and_is_named(store):
    stored(store, JOINT)
    _made(store)
    stored(store, JOINT, key="later", day=date(2025, 10, 1))
    found, times = _made(store)
    assert (times, found[0].vintages[0].key) == (0, "later")


@pytest.mark.parametrize("harm", ["", "{", "[]", '{"columns": []}'])
def test_a_kept_result_that_is_damaged_is_computed_anew(store, harm):
    stored(store, JOINT)
    _made(store)
    (place,) = (store.folder / "results").glob("*.json")
    whole = place.read_text()
    place.write_text(harm or whole.replace("[2020, 1, 2, 0]", "[2020, 2, 2, 0]"))
    assert place.read_text() != whole
    assert _made(store)[1] == 1
    assert place.read_text() == whole


def test_days_are_days_when_they_are_read_again(store):
    def make(given, _about):
        return given["works"].select(year=ibis.date(2020, 1, 2), works="work")

    stored(store, JOINT)
    of = _recipe("days", make)
    assert _made(store, [of])[0][0].result == _made(store, [of])[0][0].result
    assert _made(store, [of])[0][0].result.column("year") == (date(2020, 1, 2),) * 2


def test_a_recipe_that_fails_leaves_the_others_and_is_named(store):
    stored(store, JOINT)
    wrong = _recipe(
        "wrong", lambda given, _: given["works"].select(year="work", works=ibis.literal("x").cast("int64"))
    )
    lacking, bug = find("erc-grants"), _recipe("bug", lambda given, _: given["staff"])
    failed: list[Failed] = []
    found, _ = _made(store, [wrong, COPUBLICATION, lacking, bug], failed=failed.append)
    assert [one.recipe.key for one in found] == ["international-copublication"]
    assert [one.recipe.key for one in failed] == ["wrong", "erc-grants", "bug"]
    assert "wrong" in str(failed[0].problems)
    assert "grants" in str(failed[1].problems)
    with pytest.raises(Problems, match="wrong"):
        _made(store, [wrong, COPUBLICATION])


def test_too_little_memory_is_named_with_how_to_give_more(store):
    stored(store, JOINT)

    def make(given, _about):
        many = ibis.range(0, 5_000_000).unnest().name("n").as_table()
        return many.aggregate(works=many.n.collect().length()).mutate(year=2020).select("year", "works")

    engine = duckdb(Limits(memory="20MB", threads=1))
    with pytest.raises(Problems, match="--memory"):
        list(compute(engine, store, [_recipe("large", make)], ABOUT, vintages=chosen(store.vintages())))


def test_a_damaged_table_is_named(store):
    vintage = stored(store, JOINT)
    path = store.path(vintage, "works")
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(Problems, match="international-copublication"):
        _made(store)


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.evidence.test_compute import COPUBLICATION, ABOUT, _recipe
from utsyn.evidence.compute import chosen, compute
from utsyn.evidence.engine import duckdb
from utsyn.evidence.snapshots import Store
store = Store(Path(sys.argv[1]))
deadly = _recipe("deadly", lambda given, about: os.kill(os.getpid(), signal.SIGKILL))
list(compute(duckdb, store, [COPUBLICATION, deadly], ABOUT, vintages=chosen(store.vintages()), kept=store.folder / "results"))
"""


def test_after_a_kill_only_what_is_lacking_is_computed(store):
    stored(store, JOINT)
    root = Path(__file__).parents[2]
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(store.folder)], cwd=root, check=False, timeout=120
    )
    assert ended.returncode == -signal.SIGKILL
    found, times = _made(store, TWO)
    assert (times, [one.anew for one in found]) == (1, [False, True])
    assert {path.suffix for path in (store.folder / "results").rglob("*") if path.is_file()} == {".json"}


def test_what_was_computed_is_listed_as_long_as_its_vintage_is_there(store):
    vintage = stored(store, JOINT, synthetic=True)
    made, _ = _made(store, TWO)
    listed = list(computed(store.folder / "results", store))
    assert {one.result for one in listed} == {one.result for one in made}
    assert all(one.synthetic and one.vintages == (vintage,) and one.about == ABOUT for one in listed)
    (store.folder / vintage.source / vintage.key).rename(store.folder / "gone")
    assert list(computed(store.folder / "results", Store(store.folder))) == []


def test_plain_python_over_the_vintages_comes_to_the_same_or_is_told_apart(store):
    stored(store, JOINT)
    made, _ = _made(
        store,
        [
            *TWO,
            right := _recipe("right", _counted),
            _recipe("off", _counted)._replace(slowly=lambda *_: [(2020, 3)]),
        ],
    )
    assert [
        one.recipe.key for one in reference.differing(made, store, vintages=chosen(store.vintages()))
    ] == ["off"]
    assert reference.slowly(right, reference.rows(store, chosen(store.vintages())), ABOUT).rows == (
        (2020, 2),
    )
    assert DAY.year == 2025
