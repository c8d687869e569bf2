"""Plans on the command line: listed, shown, begun, followed by a file of figures; and what bad input gets."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema_rs
import pytest

from tests.plans.drafted import laid
from utsyn.cli import main
from utsyn.plans.check import check
from utsyn.plans.library import load

FIGURES = """\
figures:
  - indicator: projects
    since: 2014-01-01
    until: 2020-12-31
    value: 70
    provider: register
    source: {title: The register, accessed: 2021-03-01}
    method: Counted
  - indicator: projects
    since: 2022-01-01
    until: 2022-12-31
    value: 12
    provider: register
    source: {title: The register, accessed: 2023-03-01}
    method: Counted
judged: []
"""
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    laid(tmp_path)
    (tmp_path / "figures.yaml").write_text(FIGURES.replace("  - &first\n    indicator", "  - indicator"))
    monkeypatch.setenv("UTSYN_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def ran(*given: str | Path, lang: str = "en") -> tuple[int, str, str]:
        status = main([*map(str, given), "--lang", lang])
        return (status, *capsys.readouterr())

    return ran


def test_plans_are_listed_with_the_last_first(home: Path, run: Run) -> None:
    _, out, _ = run("plans")
    assert [line.split()[0] for line in out.splitlines()].index("ours-2022") < out.index("before-2018")
    assert "2022–2025  4 goals" in out
    rows = json.loads(run("plans", "--json")[1])["plans"]
    assert {row["key"]: row["goals"] for row in rows}["ours-2022"] == 4


def test_a_plan_is_shown_with_what_measures_each_goal(home: Path, run: Run) -> None:
    status, out, _ = run("plan", "show", "ours-2022")
    assert status == 0
    assert "• More (development goal, more)\n      increase · projects\n" in out
    assert "nothing measures it: Test" in out
    assert run("plan", "show", "ours-2023")[2].endswith("Did you mean “ours-2022”?\n")
    assert json.loads(run("plan", "show", "ours-2022", "--json")[1])["key"] == "ours-2022"


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_plan_is_begun_valid_and_full_of_dots(home: Path, run: Run, language: str) -> None:
    status, out, _ = run("plan", "new", "next-2027", "--on", "2026-11-26", lang=language)
    path = home / "plans" / "next-2027.yaml"
    assert (status, str(path) in out) == (0, True)
    assert "since: 2027-01-01, until: 2030-12-31" in path.read_text(encoding="utf-8")
    assert {item.code.value for item in check(path) if item.severity != "note"} == {"unwritten"}
    written = path.read_text(encoding="utf-8").replace("…", "Words")
    # what stands behind a hash is YAML, too, and good enough to be used
    path.write_text(
        re.sub(r"(?m)^      # ( *(?:- key|kind|indicator|given):)", r"      \1", written), encoding="utf-8"
    )
    assert len(load(path).text.goals[1].targets) == 3
    assert [item.in_("en") for item in check(path) if item.fails] == []


def test_a_file_that_is_there_is_left_as_it_is(home: Path, run: Run) -> None:
    before = (home / "plans" / "ours-2022.yaml").read_text()
    for given in (["ours-2022"], ["next-2027", "--to", home / "plans" / "ours-2022.yaml"]):
        status, _, err = run("plan", "new", *given)
        assert (status, "There is a file already" in err) == (65, True)
    assert (home / "plans" / "ours-2022.yaml").read_text() == before


def test_a_plan_without_a_place_or_a_key_is_refused(
    home: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "cannot be a key" in run("plan", "new", "Our Plan")[2]
    assert "cannot be written" in run("plan", "new", "a", "--to", home / "figures.yaml" / "a.yaml")[2]
    monkeypatch.delenv("UTSYN_HOME")
    assert "Name a file with --to" in run("plan", "new", "next-2027")[2]


def test_progress_is_told_of_all_goals_by_the_figures_that_were_known(home: Path, run: Run) -> None:
    status, out, err = run("progress", "ours-2022", "--figures", home / "figures.yaml", "--on", "2023-06-01")
    assert (status, err) == (0, "")
    assert "Test, as of 1 June 2023" in out
    assert "not known: Goal (strategic)\n    nothing measures it: Test" in out
    assert "[The register]" in out
    early, late = (
        {goal["goal"]: goal for goal in json.loads(run(
            "progress", home / "plans" / "ours-2022.yaml", "--figures", home / "figures.yaml", "--on", day, "--json"
        )[1])["goals"]}["more"]["targets"][0]
        for day in ("2022-06-01", "2023-06-01")
    )  # fmt: skip
    assert (early["level"], late["level"]) == ("70", "12")  # what was known in 2023 was not known in 2022
    assert late["sources"] == ["The register"]


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("value: 12", "value: 1,2", "figures.yaml:12 figures[1].value: “1,2” cannot be used"),
        ("    value: 12\n", "", "There is no value"),
        ("indicator: projects\n    since: 2022", "indicator: project\n    since: 2022", "Did you mean “projects”?"),
        ("since: 2022-01-01\n    until: 2022", "since: 2014-01-01\n    until: 2020", "figures.yaml:10 figures[1].since: There is a figure for"),
        ("until: 2022-12-31", "until: 2021-12-31", "The period ends before it begins"),
        ("value: 12", "value: -12", "-12 is below zero"),
        ("provider: register\n    source: {title: The register, accessed: 2023", "provider: registry\n    source: {title: The register, accessed: 2023", "Did you mean “register”?"),
        ("judged: []", "judged: [{goal: more}]", "“target” is missing"),
    ],
)  # fmt: skip
def test_bad_figures_are_named_with_their_line_and_never_used(
    home: Path, run: Run, right: str, wrong: str, says: str
) -> None:
    path = home / "figures.yaml"
    text = path.read_text()
    assert text.count(right) == 1
    spoilt = text.replace(right, wrong)
    path.write_text(spoilt.replace("2023-03-01", "2021-03-01") if "2014" in wrong else spoilt)
    status, out, err = run("progress", "ours-2022", "--figures", path, "--on", "2023-06-01")
    assert (status, out) == (65, "")
    assert says in err


def test_a_figure_that_is_known_later_revises_the_one_before(home: Path, run: Run) -> None:
    path = home / "figures.yaml"
    again = (
        path.read_text()
        .split("  - ")[2]
        .replace("12\n", "14\n")
        .replace("2023-03-01", "2023-05-01")
        .split("judged")[0]
    )
    path.write_text(path.read_text().replace("judged: []", f"  - {again}"))
    for day, level in (("2023-04-01", "12"), ("2023-06-01", "14")):
        out = run("progress", "ours-2022", "--figures", path, "--on", day, "--json")[1]
        (goal,) = [goal for goal in json.loads(out)["goals"] if goal["goal"] == "more"]
        assert goal["targets"][0]["level"] == level


def test_check_takes_a_folder_of_all_sorts_a_file_and_a_key(home: Path, run: Run) -> None:
    for what in (home, home / "plans", home / "plans" / "ours-2022.yaml", "ours-2022", "projects"):
        status, _, err = run("check", what)
        assert (status, err.split(",")[1]) == (0, " errors: 0\n"), what
    (home / "calls" / "ours").mkdir(parents=True)
    (home / "calls" / "ours" / "2022.yaml").write_text("key: [\n")
    (home / "indicators" / "projects.yaml").write_text("sort: [\n")
    # an indicator that cannot be read is told of once, and not again by the plan that rests on it
    found = json.loads(run("check", home, "--json")[1])
    assert sorted(item["file"].removeprefix(f"{home}/") for item in found if item["fails"]) == [
        "calls/ours/2022.yaml",
        "indicators/projects.yaml",
    ]
    assert main(["check", str(home / "nothing-here")]) == 1


@pytest.mark.parametrize("what", ["plan", "indicator", "figures"])
def test_schemas_are_schemas(run: Run, what: str) -> None:
    jsonschema_rs.meta.validate(json.loads(run("schema", what)[1]))


def test_progress_runs_where_there_is_no_django_and_the_command_starts_without_pydantic(home: Path) -> None:
    hidden = "import sys\nfor name in ('django', 'ninja'):\n    sys.modules[name] = None\nfrom utsyn.cli import main\n"
    given = ["progress", "ours-2022", "--figures", str(home / "figures.yaml"), "--on", "2023-06-01"]
    ran = subprocess.run(
        [sys.executable, "-c", f"{hidden}main({given!r})"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    quick = "import sys, utsyn.cli\nutsyn.cli.parser()\nassert 'utsyn.plans.document' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", quick], check=False, timeout=60).returncode == 0
