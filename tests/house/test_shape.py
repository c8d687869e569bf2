"""Files are few pages long, begin with a caption, and bear the names of things in the office."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.tree import HOUSE, ROOT, WEB, name, python_files

LONGEST = {".py": 300, ".html": 150, ".css": 500}
EMPTY_WORDS = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "base",
    "manager",
    "managers",
    "misc",
    "service",
    "services",
}


@pytest.mark.parametrize("path", python_files(), ids=name)
def test_a_module_begins_with_its_caption(path: Path):
    caption = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert caption, f"{name(path)} does not say what it is: begin it with a docstring"


@pytest.mark.parametrize("suffix", LONGEST)
def test_no_file_is_longer_than_can_be_held_in_mind(suffix: str):
    paths = python_files() if suffix == ".py" else sorted(HOUSE.rglob(f"*{suffix}"))
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    too_long = {path: lines for path, lines in lengths.items() if lines > LONGEST[suffix]}
    assert not too_long, f"longer than {LONGEST[suffix]} lines: divide them where their subject divides"


def test_no_module_has_a_name_that_says_nothing():
    said = [name(path) for path in HOUSE.rglob("*.py") if {path.stem, path.parent.name} & EMPTY_WORDS]
    assert said == [], "name a module after what it is about"


def test_views_ask_queries_and_actions_and_never_the_tables():
    doors = [path for path in WEB.rglob("*.py") if path.stem in ("views", "api")]
    asks = [
        name(path) for path in doors if re.search(r"\.(objects|_default_manager)\b", path.read_text("utf-8"))
    ]
    assert doors, "there are no views at all: this test looks in the wrong place"
    assert asks == [], "reading belongs in queries.py, deciding in actions.py"


def test_the_readme_names_the_two_commands_and_they_exist():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    verbs = (ROOT / "run").read_text(encoding="utf-8")
    for verb in ("demo", "test"):
        assert f"./run {verb}" in readme
        assert f'"{verb}": {verb}' in verbs


def test_an_old_python_can_read_run_far_enough_to_say_what_is_missing():
    ast.parse((ROOT / "run").read_text(encoding="utf-8"), feature_version=(3, 6))


PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_link_between_pages_leads_somewhere(page: Path):
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
