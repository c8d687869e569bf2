"""One file for each trap in `traps/`: exactly that finding, on the line that is marked with `# trap`."""

import re
from pathlib import Path

import pytest

from utsyn.calls.check import Code, Found, check

TRAPS = Path(__file__).parent / "traps"
CLEAN = "original"
FILES = sorted(path for path in TRAPS.glob("*.yaml") if not path.name.endswith(".cases.yaml"))


def code_of(path: Path) -> str:
    """The kind of finding that a file is named after: the longest code that its name begins with."""
    return max((code for code in Code if f"{path.stem}-".startswith(f"{code}-")), key=len, default="")


def marked(path: Path) -> list[tuple[str, int]]:
    """The files and lines on which a trap is marked, in the call or in its cases."""
    files = (path, path.with_name(f"{path.stem}.cases.yaml"))
    return [
        (file.name, number)
        for file in files
        if file.exists()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if line.endswith("# trap")
    ]


def met(path: Path) -> list[Found]:
    """What is found and not acknowledged. Traps have no cases of their own, unless that is the trap."""
    return [
        item
        for item in check(path)
        if not item.acknowledged and (item.code != Code.NO_CASES or code_of(path) == Code.NO_CASES)
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_trap_is_found_where_it_is_and_nothing_else(path: Path) -> None:
    expected = [] if path.stem == CLEAN else [(code_of(path), *marked(path)[0])]
    assert [(item.code, Path(item.file).name, item.line) for item in met(path)] == expected


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_finding_says_what_is_wrong_and_how_to_mend_it_in_one_line(path: Path) -> None:
    for item in met(path):
        said = item.in_("en")
        assert re.fullmatch(rf"\S+:{item.line}: {item.severity} \[{item.code}\] [A-Z“0-9].+[.?”]", said)
        assert item.what.in_("en") != item.mend.in_("en") != ""
        assert not re.search(r"[{}]|None\b", said)


def test_every_kind_of_finding_that_a_file_can_hold_has_its_trap() -> None:
    held = {code_of(path) for path in FILES}
    assert set(Code) - held == {Code.NO_DOCUMENTS}  # that is about a folder: test_folders.py
    assert all(len(marked(path)) == 1 for path in FILES if path.stem != CLEAN)


def test_the_clean_file_has_cases_and_holds_them() -> None:
    assert check(TRAPS / f"{CLEAN}.yaml") == []
    assert (TRAPS / f"{CLEAN}.cases.yaml").exists()


@pytest.mark.parametrize(
    ("trap", "says"),
    [
        ("zone-abbreviation", "2022-03-16T13:00 Europe/Oslo"),
        ("zone-abbreviation-fact", "2022-02-15T10:00 Europe/London"),
        ("zone-unknown", "Europe/Oslo"),
        ("duration-window", "60 months do not fit: from 1 January 2026 to 28 February 2030 there are 50"),
        ("country-in-and-out", "Russia is let in on line 9"),
        (
            "quote-not-in-source",
            "nearest is: “Egenandelen av prosjektbudsjettet må være minimum 20 prosent.”",
        ),
        ("stale-copy", "2 March 2022: Russia is out; it differs in “countries” (has Russia)"),
        ("copy-differs", "“countries” (has Russia)"),
        ("unknown-source", "“page”"),
        ("unknown-parameter", "“$countries”"),
        ("rule", "“partner_in”"),
        ("shape", "“rules”"),
        ("double-key", "line 9"),
        ("key-not-file", "“traps-key-not-file”"),
        ("missing-language", "“nn”"),
        ("amount-unreachable", "NOK 12,000,000"),
        ("doubt-idle-name", "“time-missing”"),
    ],
)
def test_what_and_mend_name_what_was_meant(trap: str, says: str) -> None:
    assert any(says in item.in_("en") for item in met(TRAPS / f"{trap}.yaml"))


@pytest.mark.parametrize(
    ("trap", "severity"),
    [
        ("zone-abbreviation", "error"),
        ("zone-abbreviation-quote", "warning"),
        ("time-missing", "note"),
        ("quote-unchecked", "note"),
        ("no-cases", "note"),
        ("stale-copy", "error"),
        ("amendment-kind", "error"),
        ("amendment-kind-both", "warning"),
        ("doubt-idle", "warning"),
    ],
)
def test_a_mistake_of_the_author_is_an_error_one_of_the_source_a_warning_what_is_open_a_note(
    trap: str, severity: str
) -> None:
    (item,) = met(TRAPS / f"{trap}.yaml")
    assert (item.severity, item.fails) == (severity, severity == "error")
