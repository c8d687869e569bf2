"""The shipped calls: nothing is wrong with them but what their authors know, and that is found without being told."""

import re
from pathlib import Path

import pytest

from tests.house.tree import HOUSE, ROOT
from utsyn.calls.check import Code, Found, Severity, check, check_library

CALLS = HOUSE / "data" / "calls"
TEXTS = ROOT.parent / "shared" / "seeds"


def without_doubts(tmp_path: Path, key: str, *, change: tuple[str, str] = ("", "")) -> Path:
    """A shipped call without its doubts, and with one thing changed."""
    folder, name = key.split("-", 1)
    text = (CALLS / folder / f"{name}.yaml").read_text(encoding="utf-8")
    assert change[0] in text
    path = tmp_path / folder / f"{name}.yaml"
    path.parent.mkdir()
    path.write_text(re.sub(r"(?m)^doubts:\n(?:[ \t].*\n?|\n)*", "", text).replace(*change), encoding="utf-8")
    return path


def fails(found: list[Found]) -> list[str]:
    return [item.in_("en") for item in found if item.fails]


def test_nothing_is_wrong_with_a_shipped_call_that_its_author_does_not_know() -> None:
    assert fails(check_library()) == []


def test_every_quote_stands_word_for_word_in_its_source() -> None:
    if not TEXTS.is_dir():
        pytest.skip("the source texts are not beside the repository")
    found = check_library(texts=[TEXTS])
    assert fails(found) == []
    unchecked = [item.what.in_("en") for item in found if item.code == Code.QUOTE_UNCHECKED]
    assert not [what for what in unchecked if "is not at hand" in what]


def test_that_60_months_do_not_fit_intpart_2025_is_found_again(tmp_path: Path) -> None:
    path = without_doubts(tmp_path, "intpart-2025")
    (item,) = [item for item in check(path) if item.code == Code.DURATION_WINDOW]
    assert "60 months do not fit: from 1 January 2026 to 28 February 2030 there are 50" in item.in_("en")
    assert "at_most: 60" in path.read_text(encoding="utf-8").splitlines()[(item.line or 0) - 1]
    assert item.fails


def test_that_bergen_writes_cest_of_a_day_in_winter_time_is_found_again(tmp_path: Path) -> None:
    path = without_doubts(tmp_path, "intpart-2022")
    (item,) = [item for item in check(path) if item.code == Code.ZONE_ABBREVIATION]
    assert "CEST, but on 16 March 2022 clocks in Europe/Oslo show CET" in item.in_("en")
    assert "16.03 kl. 13:00 CEST" in path.read_text(encoding="utf-8").splitlines()[(item.line or 0) - 1]
    assert item.severity == Severity.WARNING


def test_a_page_of_bergen_that_still_lists_russia_is_a_stale_copy(tmp_path: Path) -> None:
    text = without_doubts(tmp_path, "intpart-2022").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^amendments:\n(?:[ \t].*\n?|\n)*", "", text)
    text = text.replace("key: intpart-2022\nprogramme: intpart\n", "key: bergen-2022\nprogramme: bergen\n")
    path = tmp_path / "bergen" / "2022.yaml"
    path.parent.mkdir()
    path.write_text(f"{text}\ncopy_of: {{call: intpart-2022, as_of: 2022-02-15}}\n", encoding="utf-8")
    (tmp_path / "intpart" / "2022.yaml").unlink()  # the shipped one is the original
    (item,) = [item for item in check(path) if item.code == Code.STALE_COPY]
    lacks, differs = item.in_("en").split("; it differs in ")
    assert "2 March 2022: Russia is taken out" in lacks
    assert "FKB is added" not in lacks  # that one was made before the copy
    assert "“countries” (has Russia)" in differs


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("T13:00 Europe/Oslo", "T13:00"), Code.DEADLINE_WITHOUT_ZONE),
        (("T13:00 Europe/Oslo", "T13:00 CEST"), Code.ZONE_ABBREVIATION),
        (("kind: widens", "kind: narrows"), Code.AMENDMENT_KIND),
        (("on: 2022-03-02", "on: 2022-04-02"), Code.AMENDMENT_OUTSIDE),
        (("minimum 20 prosent", "minimum 25 prosent"), Code.QUOTE_NOT_IN_SOURCE),
        (("share: 0.20", "share: 0.25"), Code.CASE_FAILS),
        (("remove: [RU]", "add: [RU]"), Code.COUNTRY_IN_AND_OUT),
    ],
    ids=lambda value: value if isinstance(value, Code) else None,
)
def test_a_mistake_made_in_a_shipped_call_is_found(
    tmp_path: Path, change: tuple[str, str], code: Code
) -> None:
    if code == Code.QUOTE_NOT_IN_SOURCE and not TEXTS.is_dir():
        pytest.skip("the source texts are not beside the repository")
    path = without_doubts(tmp_path, "intpart-2022", change=change)
    cases = (CALLS / "intpart" / "2022.cases.yaml").read_text(encoding="utf-8")
    path.with_name("2022.cases.yaml").write_text(cases, encoding="utf-8")
    assert code in {item.code for item in check(path, texts=[TEXTS]) if item.fails}
