"""What `docs/how-to/add-a-call.md` tells a newcomer to write, put together in its order, is a sound call."""

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT
from utsyn.calls.check import Code, check

PAGE = (ROOT / "docs" / "how-to" / "add-a-call.md").read_text(encoding="utf-8")
WHAT, RULES, AMENDMENTS, CASES, DOUBTS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def call(tmp_path: Path) -> Path:
    path = tmp_path / "calls" / "norpart" / "2023.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(WHAT + RULES + AMENDMENTS + DOUBTS, encoding="utf-8")
    path.with_name("2023.cases.yaml").write_text(CASES, encoding="utf-8")
    return path


def test_the_examples_are_a_call_of_which_only_the_doubt_is_found(call: Path) -> None:
    assert [(item.code, bool(item.acknowledged)) for item in check(call)] == [(Code.QUOTE_UNCHECKED, True)]


def test_its_cases_are_run(call: Path) -> None:
    call.with_name("2023.cases.yaml").write_text(CASES.replace("6000001", "6000000"), encoding="utf-8")
    assert [item.code for item in check(call) if item.fails] == [Code.CASE_FAILS]


def test_its_copy_is_named_stale_once_the_shipped_call_is_amended(
    call: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UTSYN_HOME", str(call.parents[2]))
    (line,) = re.findall(r"`(copy_of: \{.*?\})`", PAGE)
    copy = call.parents[1] / "ours" / "norpart-2023.yaml"
    copy.parent.mkdir()
    head = WHAT.replace("key: norpart-2023", "key: ours-norpart-2023")
    head = head.replace("programme: norpart ", "programme: ours ")
    copy.write_text(f"{head}{RULES}{line}\n", encoding="utf-8")
    assert [item.code for item in check(copy) if item.fails] == [Code.STALE_COPY]
