"""The commands for evidence as users run them: from files to figures to raw text; what is made up says so; no traceback meets anybody."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.evidence.stored import stored
from tests.evidence.worlds import HOME, SWEDISH, work, world
from utsyn.cli import main
from utsyn.evidence.snapshots import Store

OURS, ABROAD = [(HOME, "NO")], [(SWEDISH, "SE")]
TOLD = world(
    *(work(n, [OURS, ABROAD]) for n in range(1, 36)),
    work(40, [OURS]),
    work(50, [OURS], core=False, type="letter"),
)
BEFORE = world(*(work(n, [OURS, ABROAD]) for n in range(1, 34)), work(40, [OURS]), work(41, [OURS]))
RECIPE = "international-copublication"
MADE_UP = "Synthetic"


class Said(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def told(self):
        return json.loads(self.out)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with two vintages, and its figures computed."""
    path = tmp_path_factory.mktemp("evidence")
    stored(Store(path), BEFORE, key="first", day=date(2025, 7, 1), synthetic=True)
    stored(Store(path), TOLD, key="second", day=date(2025, 10, 1), synthetic=True)
    assert main(["compute", RECIPE, "--store", str(path)]) == 0
    return path


@pytest.fixture
def utsyn(capsys, folder) -> Callable[..., Said]:
    def run(*given: str, store: Path = folder) -> Said:
        capsys.readouterr()
        named = [] if "fetch" in given else ["--store", str(store)]
        try:
            status = main([*given, *named, *([] if "--lang" in given else ["--lang", "en"])])
        except SystemExit as ended:
            status = int(ended.code)
        return Said(status, *capsys.readouterr())

    return run


def test_figures_are_computed_once_and_listed_with_all_that_they_rest_on(utsyn):
    again = utsyn("compute", RECIPE, "--slowly")
    assert again.status == 0
    assert "as computed before" in again.out
    listed = utsyn("figures", RECIPE)
    assert MADE_UP in listed.out
    assert "openalex/second, 1 October 2025" in listed.out
    line = next(line for line in listed.out.splitlines() if "2020" in line)
    assert line.split() == ["2020", "97.22%", "35/36", "85.83%–99.51%"]
    (one,) = utsyn("figures", "--json", "--of", "year=2020").told["figures"]
    assert (one["parts"]["numerator"], one["parts"]["denominator"], one["synthetic"]) == ("35", "36", True)
    assert one["vintages"][0]["key"] == "second"


def test_no_percentage_and_no_interval_is_shown_of_fewer_than_thirty(utsyn, tmp_path):
    stored(Store(tmp_path), world(work(1, [OURS, ABROAD]), work(2, [OURS])))
    utsyn("compute", RECIPE, store=tmp_path)
    line = next(line for line in utsyn("figures", store=tmp_path).out.splitlines() if "2020" in line)
    assert line.split() == ["2020", "–", "1/2"]


def test_a_figure_is_explained_as_text_csv_and_json_each_of_which_says_what_is_made_up(utsyn):
    of = ("explain", RECIPE, "--of", "year=2020")
    text, table, told = utsyn(*of, "--most", "2"), utsyn(*of, "--csv"), utsyn(*of, "--json").told
    assert MADE_UP in text.out
    for there in (
        "35 of 36",
        "SE  “10, SE”",
        "… and 33 more",
        "Neither an article nor a review (letter)",
        "openalex/to-10",
    ):
        assert there in text.out, there
    rows = list(csv.DictReader(io.StringIO(table.out)))
    assert {row["synthetic"] for row in rows} == {"yes"}
    assert {row["list"] for row in rows} == {"numerator", "others", "excluded"}
    assert len({row["work"] for row in rows}) == 37
    assert (told["numerator"], told["denominator"], told["synthetic"], len(told["variants"])) == (
        "35",
        36,
        True,
        18,
    )
    assert [{name: str(value) for name, value in row.items()} for row in told["rows"]] == [
        {name: value for name, value in row.items() if name in told["rows"][0]} for row in rows]  # fmt: skip


def test_what_a_spreadsheet_would_compute_is_text_in_the_csv(utsyn, tmp_path):
    row, lines = work(1, [OURS], title="=1+1\nx")
    stored(Store(tmp_path), world((row, lines)))
    (found,) = csv.DictReader(
        io.StringIO(utsyn("explain", RECIPE, "--of", "year=2020", "--csv", store=tmp_path).out)
    )
    assert (found["title"], found["synthetic"]) == ("'=1+1 x", "no")


def test_a_change_is_told_cause_by_cause_and_the_causes_sum(utsyn):
    text = utsyn("compare", RECIPE)
    assert MADE_UP in text.out
    assert "openalex/first" in text.out
    assert "New records" in text.out
    told = utsyn("compare", RECIPE, "--json", "--of", "year=2020").told
    for count, before in told["before"].items():
        assert told["after"][count] - before == sum(one["by"][count] for one in told["causes"])
    assert {one["cause"]: one["works"] for one in told["causes"]} == {
        "new_record": ["W34", "W35"],
        "deleted_or_merged": ["W41"],
    }


def test_another_definition_is_a_cause_too(utsyn):
    told = utsyn("compare", RECIPE, "--then", "variant=of-all", "--json").told
    assert (told["changed"], told["causes"]) == (["definition"], [])
    assert "Before counted by openalex/strict" in utsyn("compare", RECIPE, "--then", "variant=strict").out


def test_another_source_is_held_against_with_reasons_in_the_language_that_is_asked_for(utsyn):
    of = ("compare", RECIPE, "--of", "year=2020", "--against", "16530/29000", "--by", "NVI")
    assert "29,000" in utsyn(*of).out
    told = utsyn(*of, "--json").told
    assert (told["ours"], told["other"]["value"], told["synthetic"]) == ("0.97222222", "0.57", True)
    assert any("Cristin" in reason for reason in told["reasons"])
    assert "forfatter" in utsyn(*of, "--lang", "nb").out


def test_the_sql_is_shown_and_nothing_is_computed(utsyn, tmp_path):
    stored(Store(tmp_path), TOLD)
    said = utsyn("compute", RECIPE, "--sql", store=tmp_path)
    assert "CREATE TEMPORARY TABLE step_1" in said.out
    assert str(tmp_path) in said.out
    assert not (tmp_path / "results").exists()


def test_real_vintages_are_never_mixed_with_made_up_ones_unless_these_are_named(utsyn, tmp_path):
    stored(Store(tmp_path), TOLD, synthetic=True, source="world")
    stored(Store(tmp_path), BEFORE, source="openalex")
    real = utsyn("compute", RECIPE, "--json", store=tmp_path).told["results"][0]
    named = utsyn("compute", RECIPE, "--json", "--vintage", "world/first", store=tmp_path).told["results"][0]
    assert (real["synthetic"], named["synthetic"]) == (False, True)
    assert real["sha256"] != named["sha256"]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("compute", "international-copublicatoin"), "international-copublication"),
        (("compute", "erc-grants"), "grants"),
        (("compute", "--vintage", "openalex/third"), "openalex/first"),
        (("compute", "--since", "2020", "--until", "2019"), "ends before"),
        (("compute", "--university", "https://ror.org/elsewhere"), "the map knows"),
        (("explain", RECIPE, "--of", "year=²"), "number"),
        (("explain", RECIPE), "year"),
        (("explain", RECIPE, "--of", "yaer=2020"), "year"),
        (("explain", RECIPE, "--of", "year=next"), "number"),
        (("explain", "horizon-contribution", "--of", "year=2020"), "one by one"),
        (("compare", RECIPE, "--before", "openalex/none"), "openalex/second"),
        (("compare", "copublication-classes"), "class"),
        (("compare", RECIPE, "--of", "year=1950", "--against", "0.5"), "no share"),
        (("figures", "--of", "year=1950"), "utsyn compute"),
        (("load", "nowhere"), "nowhere"),
        (("fetch", "openalx"), "openalex"),
        (("fetch", "openalex", "--set", "hom=I1"), "home"),
    ],
)
def test_what_cannot_be_answered_is_told_with_how_to_mend_it(utsyn, given, says):
    said = utsyn(*given)
    assert (said.status, said.out) == (65, "")
    assert says in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    "given",
    [
        ("compare", RECIPE, "--against", "57"),
        ("explain", RECIPE, "--of", "2020"),
        ("fetch", "ror", "--dollars", "x"),
    ],
)
def test_misuse_ends_with_64(utsyn, given):
    assert utsyn(*given).status == 64


def test_an_empty_store_says_what_to_do(utsyn, tmp_path):
    for command in (("compute",), ("explain", RECIPE, "--of", "year=2020"), ("compare", RECIPE)):
        said = utsyn(*command, store=tmp_path)
        assert (said.status, "utsyn load" in said.err) == (65, True)


def test_sources_are_listed_with_what_they_ask(utsyn):
    told = {one["key"]: one for one in utsyn("fetch", "--json").told["sources"]}
    assert told["openalex"]["variable"] == "UTSYN_OPENALEX_KEY"
    assert "UTSYN_OPENALEX_KEY" in utsyn("fetch").out


def test_the_files_of_a_world_become_the_figures_that_its_answer_book_tells(utsyn, tmp_path):
    files, store = tmp_path / "files", tmp_path / "store"
    assert main(["world", "--works", "500", "--to", str(files)]) == 0
    loaded = utsyn("load", str(files), "--on", "2026-07-01", store=store)
    assert (loaded.status, loaded.err) == (0, "")
    assert all(one.synthetic for one in Store(store).vintages()), "the folder says that it is made up"
    (made,) = utsyn("compute", RECIPE, "--slowly", "--json", store=store).told["results"]
    truth = json.loads((files / "truth.json").read_text())["figures"]
    assert {str(year): (n, d) for year, n, d, _ in made["rows"]} == {
        year: (one["numerator"], one["denominator"]) for year, one in truth.items() if one["works"] and int(year) >= 2017}  # fmt: skip
    assert utsyn("explain", RECIPE, "--of", "year=2024", store=store).status == 0
    again = utsyn("load", str(files), "--on", "2026-07-01", store=store)
    assert (again.status, "there already" in again.err) == (65, True)


def test_the_command_starts_without_an_engine():
    heavy = "{'ibis', 'duckdb', 'pyarrow', 'numpy', 'pandas', 'httpx'}"
    code = f"import sys, utsyn.cli; utsyn.cli.parser(); print(sorted({heavy} & set(sys.modules)))"
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert ended.stdout.strip() == "[]"
