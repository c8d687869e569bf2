"""The SQL that is written for recipes: it gives what they give, is written once, is shown as it runs, and is never trusted half."""

from pathlib import Path

import ibis
import pyarrow.parquet as pq
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from tests.evidence.stored import at, stored
from tests.evidence.test_compute import COPUBLICATION, JOINT
from tests.evidence.test_spark import ABOUT, tiny
from tests.evidence.worlds import slowly
from utsyn.evidence import sentences, sql
from utsyn.evidence.compute import Made, chosen, compute
from utsyn.evidence.compute import sql as shown
from utsyn.evidence.engine import Engine, duckdb
from utsyn.evidence.recipes import Recipe, find, recipes
from utsyn.evidence.results import canonical, result
from utsyn.evidence.snapshots import Store
from utsyn.problems import Problems

KEYS = sorted(recipes())
SECOND = find("publications")


class Told(Engine):
    """A DuckDB that remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(duckdb().connection, "duckdb")
        self.asked: list[object] = []
        self.settled: list[object] = []

    def rows(self, asked):
        self.asked.append(asked)
        return super().rows(asked)

    def settle(self, asked):
        self.settled.append(asked)
        return super().settle(asked)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store with every table, made by hand."""
    store = at(tmp_path_factory.mktemp("small"))
    stored(store, tiny())
    return store


@pytest.fixture(scope="module")
def engine() -> Told:
    """One engine for all recipes, which share steps on it."""
    return Told()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = at(tmp_path)
    stored(store, JOINT)
    return store


@pytest.fixture
def anew(monkeypatch):
    """Begin as a new process does, which has written nothing; returns which recipes were written since."""
    found: list[str] = []
    write = sentences.sentences

    def writes(recipe, about, **more):
        found.append(recipe.key)
        return write(recipe, about, **more)

    monkeypatch.setattr(sentences, "sentences", writes)

    def begin() -> list[str]:
        monkeypatch.setattr(sentences, "_written", {})
        found.clear()
        return found

    return begin


def _made(store: Store, *asked: Recipe, engine: Engine, about=ABOUT, kept: bool = False) -> list[Made]:
    folder = store.folder / "results" if kept else None
    return list(compute(engine, store, asked, about, vintages=chosen(store.vintages()), kept=folder))


def _forget_results(store: Store) -> None:
    for path in (store.folder / "results").glob("*.json"):
        path.unlink()


@pytest.mark.parametrize("key", KEYS)
def test_what_is_written_gives_what_plain_python_comes_to(small, engine, key):
    of = find(key)
    (made,) = _made(small, of, engine=engine)
    assert isinstance(engine.asked[-1], str), "it was not written, but made of the tables at hand"
    assert made.result == slowly(of, tiny(), ABOUT)


def test_steps_that_recipes_share_are_made_once(small):
    engine = Told()
    _made(small, *recipes().values(), engine=engine)
    assert len(engine.settled) == len(set(engine.settled))


@pytest.mark.parametrize("key", KEYS)
def test_the_sql_that_is_shown_gives_the_same_rows_to_whoever_runs_it(small, key):
    of, other = find(key), duckdb()
    told = shown(other, small, of, ABOUT, vintages=chosen(small.vintages()))
    assert sql.MARK not in told
    rows = other.connection.raw_sql(told).fetchall()
    assert result(of.columns, rows) == slowly(of, tiny(), ABOUT)
    other.close()


def test_the_sql_that_is_shown_names_its_files_whatever_they_are_called(tmp_path):
    store = at(tmp_path / "Bjørn's `own`")
    stored(store, JOINT)
    told = shown(duckdb(), store, COPUBLICATION, ABOUT, vintages=chosen(store.vintages()))
    rows = duckdb().connection.raw_sql(told).fetchall()
    assert result(COPUBLICATION.columns, rows) == slowly(COPUBLICATION, JOINT, ABOUT)


def test_a_university_with_quotes_in_its_name_is_no_sql(store):
    about = ABOUT._replace(university="""x' OR "utsyn:works" = '""")
    (made,) = _made(store, COPUBLICATION, engine=Told(), about=about)
    assert made.result == slowly(COPUBLICATION, JOINT, about)
    assert made.result.rows == ()


def test_a_second_process_writes_nothing_again_and_comes_to_the_same(store, anew):
    found = anew()
    first = _made(store, COPUBLICATION, SECOND, engine=Told(), kept=True)
    assert found == [COPUBLICATION.key, SECOND.key]
    _forget_results(store)
    found = anew()
    again = _made(store, COPUBLICATION, SECOND, engine=Told(), kept=True)
    assert [one.result for one in again] == [one.result for one in first]
    assert all(one.anew for one in again)
    assert found == []


@pytest.mark.parametrize("other", ["years", "version", "code", "writer"])
def test_of_other_years_or_by_other_code_it_is_written_anew(store, anew, monkeypatch, other):
    anew()
    _made(store, COPUBLICATION, engine=Told(), kept=True)
    _forget_results(store)
    found, of, about = anew(), COPUBLICATION, ABOUT
    if other == "years":
        about = about._replace(until=about.until - 1)
    elif other == "version":
        of = of._replace(version=of.version + 1)
    elif other == "code":
        monkeypatch.setattr("utsyn.evidence.compute._code", lambda _: "other code")
    else:
        monkeypatch.setattr(sentences, "_writer", lambda: ["another ibis"])
    _made(store, of, engine=Told(), about=about, kept=True)
    assert found == [COPUBLICATION.key]


@pytest.mark.parametrize("harm", ["", "{}", "cut", "changed"])
def test_what_was_kept_and_is_damaged_is_written_anew(store, anew, harm):
    anew()
    (made,) = _made(store, COPUBLICATION, engine=Told(), kept=True)
    _forget_results(store)
    (place,) = (store.folder / "results" / sentences.FOLDER).iterdir()
    whole = place.read_text()
    place.write_text({"cut": whole[:-9], "changed": whole.replace("2015", "1915")}.get(harm, harm))
    assert place.read_text() != whole
    found = anew()
    assert _made(store, COPUBLICATION, engine=Told(), kept=True)[0].result == made.result
    assert found == [COPUBLICATION.key]
    assert place.read_text() == whole


def test_of_a_recipe_only_so_many_are_kept(store, anew):
    for until in range(2016, 2016 + sentences.MOST + 3):
        anew()
        _made(store, COPUBLICATION, SECOND, engine=Told(), about=ABOUT._replace(until=until), kept=True)
    there = [path.name.partition("~")[0] for path in (store.folder / "results" / sentences.FOLDER).iterdir()]
    assert sorted(there) == sorted([COPUBLICATION.key, SECOND.key] * sentences.MOST)


def test_a_recipe_that_looks_at_rows_while_it_is_made_is_made_of_the_tables_at_hand(store):
    def make(given, _about):
        n = given["works"].count().execute()
        return given["works"].group_by("year").aggregate(works=ibis.literal(int(n), "int64"))

    of = Recipe("looks", 1, ("works",), ("year",), ("works",), make, lambda *_: [])
    engine = Told()
    (made,) = _made(store, of, engine=engine)
    assert made.result.rows == ((2020, 2),)
    assert not isinstance(engine.asked[-1], str)


def test_a_table_with_more_columns_than_promised_is_read_all_the_same(store):
    vintage = store.vintages()[0]
    path = store.path(vintage, "works")
    more = pq.read_table(path)
    pq.write_table(more.add_column(0, "more", [[7] * more.num_rows]), path)
    engine = Told()
    (made,) = _made(store, COPUBLICATION, engine=engine)
    assert made.result == slowly(COPUBLICATION, JOINT, ABOUT)
    assert not isinstance(engine.asked[-1], str)


def test_a_recipe_that_no_engine_understands_names_itself_when_its_sql_is_shown(store):
    of = COPUBLICATION._replace(make=lambda given, _: given["staff"])
    with pytest.raises(Problems, match=COPUBLICATION.key):
        shown(duckdb(), store, of, ABOUT, vintages=chosen(store.vintages()))


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(), st.sampled_from(["a],[b", "]", "[", '"],["'])
)


@drawn(st.integers(1, 3).flatmap(lambda n: st.lists(st.tuples(*[VALUES] * n), max_size=6)))
def test_rows_written_all_at_once_are_what_they_are_one_by_one(rows):
    assert [canonical(row) for row in result("c", rows).rows] == sorted(canonical(row) for row in rows)
