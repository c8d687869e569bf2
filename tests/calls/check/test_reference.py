"""The reference page of findings is in step with the code."""

import re

import pytest

from tests.house.tree import ROOT
from utsyn.calls.check import Code, Severity
from utsyn.calls.check.found import NEVER_ACKNOWLEDGED, severity_of

PAGE = (ROOT / "docs" / "reference" / "findings.md").read_text(encoding="utf-8")
ROWS = re.findall(r"(?m)^\| `([a-z-]+)` \| (\w+) \| ([^|]+) \| ([^|]+) \|$", PAGE)


def test_every_kind_of_finding_has_its_row_and_no_other() -> None:
    assert sorted(row[0] for row in ROWS) == sorted(Code)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_row_says_how_grave_it_is_what_it_means_and_how_it_is_mended(row: tuple[str, ...]) -> None:
    code, severity, meaning, mend = row
    assert severity_of(Code(code)) == Severity(severity)
    assert meaning.strip().endswith(".")
    assert mend.strip().endswith(".")


def test_the_page_names_those_that_cannot_be_acknowledged() -> None:
    (sentence,) = re.findall(r"Findings of the kinds (.+?) cannot be acknowledged", PAGE, re.DOTALL)
    assert set(re.findall(r"`([a-z-]+)`", sentence)) == NEVER_ACKNOWLEDGED
