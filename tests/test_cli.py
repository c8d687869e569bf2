"""The command as its users run it: a process of its own, its output, its exit status."""

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema_rs
import pytest

STAR = {
    "currency": "NOK",
    "amount": 10_000_000,
    "own_contribution": 3_000_000,
    "partners": [{"country": "RU"}],
    "grants": [{"scheme": "FKB", "role": "formal_partner"}],
}


def utsyn(*given: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command, in English unless the test says otherwise."""
    env = os.environ | {"LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8"} | environment
    command = [sys.executable, "-m", "utsyn.cli", *map(str, given)]
    return subprocess.run(command, capture_output=True, text=True, env=env, check=False, timeout=60)


@pytest.fixture
def star(tmp_path: Path) -> Path:
    path = tmp_path / "star.json"
    path.write_text(json.dumps(STAR))
    return path


def test_the_answer_is_the_exit_status(star: Path) -> None:
    assert utsyn("may-apply", "intpart-2022", star, "--on", "2022-03-02").returncode == 1
    assert utsyn("may-apply", "intpart-2022", star, "--on", "2022-03-01").returncode == 2


def test_the_json_has_the_promised_parts(star: Path) -> None:
    answer = json.loads(utsyn("may-apply", "intpart-2022", star, "--on", "2022-03-02", "--json").stdout)
    assert {"call", "on", "version", "verdict", "reasons", "missing", "changes"} <= set(answer)
    assert (answer["call"], answer["on"], answer["verdict"]) == ("intpart-2022", "2022-03-02", "no")
    assert answer["version"]["since"] == "2022-03-02"
    assert all(reason["sources"] for reason in answer["reasons"])


def test_the_json_fits_the_published_schema(star: Path) -> None:
    answer = json.loads(utsyn("may-apply", "intpart-2022", star, "--on", "2022-03-02", "--json").stdout)
    jsonschema_rs.Draft202012Validator(json.loads(utsyn("schema", "answer").stdout)).validate(answer)


@pytest.mark.parametrize("what", ["call", "proposal", "finding"])
def test_schemas_are_schemas(what: str) -> None:
    jsonschema_rs.meta.validate(json.loads(utsyn("schema", what).stdout))


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_it_speaks_three_languages(star: Path, language: str) -> None:
    said = utsyn("may-apply", "intpart-2022", star, "--on", "2022-03-02", "--lang", language).stdout
    assert {"nb": "Russland", "nn": "Russland", "en": "Russia"}[language] in said


def test_the_language_of_the_machine_is_taken_unless_told(star: Path) -> None:
    assert (
        "Russland"
        in utsyn("may-apply", "intpart-2022", star, "--on", "2022-03-02", LC_ALL="nb_NO.UTF-8").stdout
    )


def test_calls_and_show_and_diff() -> None:
    assert "closing soon" in utsyn("calls", "--on", "2022-03-10").stdout
    assert "INTPART 2022" in utsyn("show", "intpart-2022", "--on", "2022-03-10").stdout
    said = utsyn("show", "intpart-2022", "--on", "2022-03-01", "--diff", "2022-03-02").stdout
    assert "taken out: Russia" in said


def test_replay_tells_who_turned(star: Path) -> None:
    days = json.loads(utsyn("replay", "intpart-2022", star.parent, "--json").stdout)["days"]
    assert {day["on"]: [turn["name"] for turn in day["turns"]] for day in days}["2022-03-02"] == ["star"]


@pytest.mark.parametrize(
    ("content", "place", "mend"),
    [
        ("amount: [\n", "bad.yaml:2", "indentation"),
        ("amuont: 5\n", "bad.yaml:1", "amount"),
        ("partners:\n- country: Norge\n", "bad.yaml:2 partners[0].country", "NO"),
        ("partners:\n- country: No\n", "bad.yaml:2 partners[0].country", "NO"),
        ("amount: 1,5\n", "bad.yaml:1 amount", "decimal point"),
        ("starts: 2022-02-30\n", "bad.yaml:1 starts", "date that exists"),
        ("partners:\n" + "- country: BR\n" * 1000, "bad.yaml:1 partners", "at most 200"),
        ("title: " + "x" * 50_000_000, "bad.yaml", "at most"),
        ("", "", ""),
    ],
    ids=["broken", "unknown key", "Norge", "No", "comma", "no such date", "1000 partners", "50 MB", "empty"],
)
def test_bad_input_names_the_place_and_the_mend(tmp_path: Path, content: str, place: str, mend: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(content)
    ran = utsyn("may-apply", "intpart-2022", path, "--on", "2022-03-02")
    assert (ran.returncode, ran.stdout) == (65, "")
    assert place in ran.stderr
    assert mend in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    "given",
    [
        ["may-apply", "intpart-2022"],
        ["may-apply", "intpart-2022", "p.yaml", "--on", "2022-02-30"],
        ["no-such-command"],
        [],
        ["calls", "--lang", "sv"],
    ],
)
def test_misuse_is_64(given: list[str]) -> None:
    ran = utsyn(*given)
    assert ran.returncode == 64
    assert "Traceback" not in ran.stderr


def test_an_unknown_call_and_a_day_too_early_are_told(star: Path) -> None:
    for key in ("intprat-2022", "INTPART-2022"):
        assert "Did you mean “intpart-2022”" in utsyn("show", key).stderr
    early = utsyn("may-apply", "intpart-2022", star, "--on", "2011-01-01")
    assert early.returncode == 65
    assert "first known" in early.stderr


def test_it_runs_where_there_is_no_django(star: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\nfor name in ('django', 'ninja', 'htmx'):\n    sys.modules[name] = None\n"
    )
    ran = utsyn("may-apply", "intpart-2022", star, "--on", "2022-03-02", PYTHONPATH=str(tmp_path))
    assert (ran.returncode, ran.stderr) == (1, "")


def test_what_is_wrong_with_a_line_is_placed_in_its_file_by_every_command(tmp_path: Path, star: Path) -> None:
    path = tmp_path / "home" / "calls" / "ours" / "2022.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(
        "key: ours-2022\nprogramme: ours\ntitle: {en: Ours}\nabout: {en: Ours}\nsources: {}\n"
        "rules:\n  - {rule: amount_atmost, given: {amount: 5}}\n"
    )
    home = {"UTSYN_HOME": str(tmp_path / "home")}
    for ran in (utsyn("show", "ours-2022", **home), utsyn("may-apply", "ours-2022", star, **home)):
        assert ran.returncode == 65
        assert f"{path}:7 rules[0].rule" in ran.stderr
        assert "amount_at_most" in ran.stderr
    assert f"{path}:7: error [rule]" in utsyn("check", "ours-2022", **home).stdout
