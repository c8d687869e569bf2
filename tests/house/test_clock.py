"""A subject knows neither the time nor chance: `on` and a seed are given to it, so that answers can be replayed."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.tree import name, pure_files

CLOCKS = {
    "today",
    "now",
    "utcnow",
    "localtime",
    "gmtime",
    "time_ns",
    "monotonic",
    "perf_counter",
    "getmtime",
    "st_mtime",
}
CHANCE = {"random", "secrets", "time"}
CHANCES = {"uuid1", "uuid4", "urandom", "shuffle", "choice", "randint"}
EDGE = {"src/utsyn/cli.py"}  # a command is where the clock is asked
SUBJECTS = [path for path in pure_files() if name(path) not in EDGE]


def clocks_and_chances(tree: ast.AST) -> Iterator[str]:
    """Each place where `tree` asks the clock or throws dice."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found = {alias.name.split(".")[0] for alias in node.names} & CHANCE
        elif isinstance(node, ast.ImportFrom):
            found = {str(node.module).split(".")[0]} & CHANCE
            found |= {alias.name for alias in node.names} & CHANCES
        elif isinstance(node, ast.Attribute):
            found = {node.attr} & (CLOCKS | CHANCES)
        else:
            continue
        for what in found:
            yield f"line {node.lineno}: {what}"


@pytest.mark.parametrize("path", SUBJECTS, ids=name)
def test_a_subject_asks_neither_the_clock_nor_chance(path):
    assert list(clocks_and_chances(ast.parse(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    "planted",
    [
        "import random",
        "import time",
        "from time import time",
        "from uuid import uuid4",
        "from datetime import date\nday = date.today()",
        "import datetime\nday = datetime.datetime.now()",
        "import os\nday = os.stat('x').st_mtime",
    ],
)
def test_the_rule_above_would_notice(planted):
    assert list(clocks_and_chances(ast.parse(planted)))
