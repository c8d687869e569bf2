"""Spark as users meet it: the commands say what they say on DuckDB, and a Spark that goes or never was is said once; ./run test-spark runs this."""

import json
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path

import ibis
import pytest

from tests.evidence import spark_server
from tests.evidence.loads import refused
from utsyn.cli import main
from utsyn.evidence.compute import chosen, sql
from utsyn.evidence.engine import Engine
from utsyn.evidence.gone import Gone
from utsyn.evidence.options import RESULTS
from utsyn.evidence.recipes import About, find
from utsyn.evidence.results import result
from utsyn.evidence.snapshots import Store
from utsyn.evidence.spark import spark
from utsyn.evidence.world import university

pytestmark = pytest.mark.spark
WORKS, SEED = 600, 8
RECIPE = "international-copublication"
THREE = ["publications-by-field", "country-profile", "erc-running"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A synthetic world in two vintages."""
    folder = tmp_path_factory.mktemp("store")
    told = ["world", "--works", str(WORKS), "--seed", str(SEED), "--format", "tables", "--to", str(folder)]
    assert (main(told), main([*told, "--later"])) == (0, 0)
    return folder


@pytest.fixture
def utsyn(capsys: pytest.CaptureFixture[str], store: Path) -> Callable[..., str]:
    """Run a command that goes well, and return what it prints."""

    def run(*words: str, to: Path = store) -> str:
        capsys.readouterr()
        status = main([*words, "--lang", "en", "--store", str(to)])
        said = capsys.readouterr()
        assert (status, said.err) == (0, "")
        return said.out

    return run


def test_the_command_computes_on_spark_what_it_computes_here(
    url: str, utsyn: Callable[..., str], store: Path
) -> None:
    there = json.loads(utsyn("compute", *THREE, "--json", "--spark", url))["results"]
    shutil.rmtree(store / RESULTS)
    here = json.loads(utsyn("compute", *THREE, "--json"))["results"]
    assert [one["sha256"] for one in there] == [one["sha256"] for one in here]
    assert len({one["sha256"] for one in there}) == len(THREE)
    assert utsyn("figures", "country-profile")


@pytest.mark.parametrize(
    "words",
    [
        ("explain", RECIPE, "--of", "year=2020", "--json"),
        ("explain", "publications-by-field", "--of", "year=2021", "--of", "field=", "--csv"),
        ("compare", RECIPE, "--json"),
        ("compare", "copublication-definitions", "--of", "definition=openalex", "--of", "variant=strict", "--then", "variant=of-all"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_explaining_and_comparing_say_the_same_on_both(
    url: str, utsyn: Callable[..., str], words: tuple[str, ...]
) -> None:
    here = utsyn(*words)
    assert here.count("\n") > 2
    assert utsyn(*words, "--spark", url) == here


@pytest.mark.parametrize("key", [RECIPE, "citation-impact", "copublication-priority-countries"])
def test_the_sql_that_is_shown_gives_on_spark_what_the_recipe_gives(
    url: str, engines: tuple[Engine, Engine], store: Path, key: str
) -> None:
    of, there = find(key), Store(store)
    about, vintages = About(university(works=WORKS, seed=SEED), 2014, 2026), chosen(there.vintages())
    anew = spark(url)  # with no views of others
    told = sql(anew, there, of, about, vintages=vintages).split(";\n")
    frames = [anew.connection.raw_sql(one.strip().removesuffix(";")) for one in told]
    rows = zip(*(column.to_pylist() for column in frames[-1].toArrow().columns), strict=True)
    files = {name: there.path(vintages[name], name) for name in of.needs}
    made = of.make(engines[0].open(files), about).select(list(of.columns))
    assert result(of.columns, rows) == result(of.columns, engines[0].rows(made))
    anew.close()


def test_what_overflows_is_refused_even_where_spark_would_let_it_pass(
    engines: tuple[Engine, Engine],
) -> None:
    large = ibis.memtable({"n": [2**62, 2**62]})
    with pytest.raises(Exception, match="OVERFLOW"):
        engines[1].rows(large.aggregate(n=large.n.sum()))


def test_a_file_that_is_damaged_costs_the_recipes_that_read_it_and_a_line_each(
    url: str, store: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(store / "world", tmp_path / "world")
    for path in (tmp_path / "world").glob("*/works.parquet"):
        path.write_bytes(path.read_bytes()[:2000])
    told = ["compute", RECIPE, "erc-running", "--spark", url, "--store", str(tmp_path), "--lang", "en"]
    assert main(told) == 65
    said = capfd.readouterr()
    assert "erc-running" in said.out
    assert (said.err.count("\n"), said.err.partition(":")[0]) == (1, RECIPE), said.err


def test_a_spark_that_is_killed_leaves_what_was_computed_and_is_missed_once(
    store: Path, tmp_path: Path, url: str
) -> None:
    shutil.copytree(store / "world", tmp_path / "world")
    kept = tmp_path / RESULTS
    command = [sys.executable, "-m", "utsyn.cli", "compute", "--lang", "en", "--store", str(tmp_path)]
    with spark_server.started(tmp_path / "spark") as (address, server):
        asked = subprocess.Popen(
            [*command, "--spark", address], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        while asked.poll() is None and len(list(kept.glob("*.json"))) < 2:
            time.sleep(0.1)
        server.send_signal(signal.SIGKILL)
        out, err = asked.communicate()
    assert (asked.returncode, err.count("\n")) == (65, 1), err
    assert f"The Spark at {address} is gone" in err
    held = {path.name: path.read_bytes() for path in kept.glob("*.json")}
    assert out.count(" computed\n") == len(held) < 20
    again = subprocess.run([*command, *THREE, "--spark", url], capture_output=True, text=True, check=True)
    assert again.stdout.count("computed") == len(THREE)
    assert held.items() <= {path.name: path.read_bytes() for path in kept.glob("*.json")}.items()


def test_a_session_that_spark_has_forgotten_is_gone(url: str) -> None:
    engine = spark(url)
    engine.connection.raw_sql("SELECT 1").sparkSession.client.release_session()
    with pytest.raises(Gone, match="forgotten"):
        engine.rows(ibis.memtable({"n": [1]}))
    engine.close()


@pytest.mark.parametrize(
    "address",
    ["sc://127.0.0.1:1", "http://127.0.0.1:15002", "localhost", "sc://", "sc://127.0.0.1:99999", ""],
)
def test_an_address_where_no_spark_answers_is_named_at_once(url: str, address: str) -> None:
    begun = time.monotonic()
    (problem,) = refused(lambda: spark(address))
    assert f"No Spark answers at {address}" in problem.in_("en")
    assert time.monotonic() - begun < spark_server.PATIENCE, "it tried again and again"


def test_an_address_with_something_behind_it_that_spark_does_not_know_is_named(url: str) -> None:
    (problem,) = refused(lambda: spark(f"{url}/somewhere"))
    assert "/somewhere" in problem.in_("en")


def test_what_listens_and_is_no_spark_is_named(elsewhere: str) -> None:
    (problem,) = refused(lambda: spark(elsewhere))
    assert f"No Spark answers at {elsewhere}: " in problem.in_("en")


@pytest.fixture
def elsewhere(url: str, tmp_path: Path) -> Iterator[str]:
    """The address of a server that is no Spark."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *said: object) -> None:
            """Say nothing."""

    with HTTPServer((spark_server.HOST, 0), partial(Quiet, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"sc://{spark_server.HOST}:{server.server_port}"
        server.shutdown()
