"""What is given to be checked: files, folders, the library, and things that are no call at all."""

import os
from pathlib import Path

import pytest

from utsyn.calls.check import Code, Severity, check, check_library

TRAPS = Path(__file__).parent / "traps"
CLEAN = (TRAPS / "original.yaml").read_text(encoding="utf-8")
CASES = (TRAPS / "original.cases.yaml").read_text(encoding="utf-8")


def call(folder: Path, name: str = "ours/2022", text: str = CLEAN) -> Path:
    """A call in a folder, by default one in which nothing is wrong."""
    path = folder / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        text.replace("traps-original", name.replace("/", "-")).replace(" traps", f" {path.parent.name}")
    )
    path.with_name(f"{path.stem}.cases.yaml").write_text(CASES)
    return path


def codes(path: Path) -> list[str]:
    return [str(item.code) for item in check(path)]


def test_a_folder_is_checked_file_by_file_with_what_lies_below_it(tmp_path: Path) -> None:
    call(tmp_path, "a/2022")
    call(tmp_path, "b/2022", CLEAN.replace("opens: 2022-02-02", "opens: 2022-02-30"))
    call(tmp_path, "c/2022", "key: [\n")
    assert [(Path(item.file).parent.name, item.code) for item in check(tmp_path)] == [
        ("b", Code.SHAPE),
        ("c", Code.UNREADABLE),
    ]


def test_an_institutions_folder_is_checked_for_its_calls_only(tmp_path: Path) -> None:
    call(tmp_path / "calls")
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "2022.yaml").write_text("goals: []\n")
    assert check(tmp_path) == []


def test_the_library_is_checked_with_the_institutions_own_calls_over_the_shipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call(
        tmp_path / "calls",
        "intpart/2022",
        CLEAN.replace("closes: 2022-03-16T13:00", "closes: 2022-01-16T13:00"),
    )
    monkeypatch.setenv("UTSYN_HOME", str(tmp_path))
    found = [item for item in check_library() if item.path == "window.closes" and "intpart/2022" in item.file]
    assert [(item.code, item.file.startswith(str(tmp_path))) for item in found] == [(Code.WINDOW_ORDER, True)]


def test_a_file_of_cases_stands_for_its_call(tmp_path: Path) -> None:
    path = call(tmp_path)
    path.with_name("2022.cases.yaml").write_text(CASES.replace("expect: no", "expect: yes"))
    assert codes(path.with_name("2022.cases.yaml")) == codes(path) == [Code.CASE_FAILS]


def test_cases_whose_call_is_gone_are_named(tmp_path: Path) -> None:
    call(tmp_path)
    (tmp_path / "ours" / "2021.cases.yaml").write_text(CASES)
    (item,) = check(tmp_path)
    assert (item.code, Path(item.file).name) == (Code.NO_DOCUMENTS, "2021.cases.yaml")


@pytest.mark.parametrize("cases", ["- name: [", "name: one", "- {name: one, on: 2022-03-01}", "- 7"])
def test_cases_that_cannot_be_read_are_found_in_their_own_file(tmp_path: Path, cases: str) -> None:
    path = call(tmp_path)
    path.with_name("2022.cases.yaml").write_text(cases)
    (item,) = check(path)
    assert item.code in (Code.UNREADABLE, Code.SHAPE)
    assert Path(item.file).name == "2022.cases.yaml"


def test_a_copy_that_lacks_no_more_than_a_notice_is_noted(tmp_path: Path) -> None:
    path = call(tmp_path, "ours/2022")
    notice = """  - on: 2022-03-05
    kind: notice
    what: {nb: Svar i juni, nn: Svar i juni, en: The result comes in June}
    cite: {source: page}
"""
    path.write_text(path.read_text() + notice)
    copied = CLEAN.split("amendments:")[0].replace("[BR, CA, RU]", "[BR, CA, IN]")
    copy = call(tmp_path, "copy/2022", copied + "copy_of: {call: ours-2022, as_of: 2022-03-03}\n")
    copy.with_name("2022.cases.yaml").write_text("[]\n")
    (item,) = check(copy)
    assert (item.code, item.severity, item.line) == (Code.STALE_COPY, Severity.NOTE, 11)
    assert "5 March 2022: The result comes in June." in item.in_("en")
    copy.write_text(copy.read_text().replace("2022-03-03", "2022-03-06"))
    assert check(copy) == []


def test_a_folder_without_documents_says_so(tmp_path: Path) -> None:
    (tmp_path / "2022.yml").write_text(CLEAN)
    (item,) = check(tmp_path)
    assert (item.code, item.fails, item.line) == (Code.NO_DOCUMENTS, True, None)
    assert item.in_("en").startswith(f"{tmp_path}: error [no-documents]")


def test_a_name_that_is_not_there_says_so(tmp_path: Path) -> None:
    assert codes(tmp_path / "missing.yaml") == [Code.UNREADABLE]
    assert codes(tmp_path / ("x" * 300)) == [Code.UNREADABLE]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n# only a comment\n",
        bytes(range(256)),
        b"\x89PNG\r\n\x1a\n" + bytes(1000),
        b"key: \x00",
        b"[" * 200_000,
        b"- " * 100_000,
        b"? " * 100_000,
        b"&a [*a]",
        b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c, *c]\n",
        b'key: "\\U00110000"',
        b"key: a\nkey: b\n",
        b"a: 1\n---\na: 2\n",
        b"key: !!python/object/apply:os.system [ls]\n" * 2,
        b"title: {nb: x}\n" + b"# " + b"x" * 5_000_000,
    ],
    ids=lambda content: repr(content[:12]),
)
def test_what_is_no_document_is_one_finding_with_a_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "2022.yaml"
    path.write_bytes(content)
    found = check(path)
    assert {item.code for item in found} <= {Code.UNREADABLE, Code.SHAPE}
    assert all(item.line and item.in_("en") for item in found)
    assert found


@pytest.mark.parametrize("content", ["- a\n- b\n", "call\n", "7\n", "[]\n", "{}\n"])
def test_yaml_that_is_no_call_has_the_wrong_shape(tmp_path: Path, content: str) -> None:
    path = tmp_path / "2022.yaml"
    path.write_text(content)
    assert set(codes(path)) == {Code.SHAPE}


def test_half_characters_are_said_so_that_any_terminal_can_show_them(tmp_path: Path) -> None:
    path = tmp_path / "2022.yaml"
    path.write_text('"\\ud800": 1\n')
    assert [item.in_("en").encode() and item.as_dict("nn") for item in check(path)]


def test_a_ring_of_links_ends(tmp_path: Path) -> None:
    call(tmp_path)
    (tmp_path / "round").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "one.yaml").symlink_to(tmp_path / "two.yaml")
    (tmp_path / "two.yaml").symlink_to(tmp_path / "one.yaml")
    assert [(Path(item.file).name, item.code) for item in check(tmp_path)] == [
        ("one.yaml", Code.UNREADABLE),
        ("two.yaml", Code.UNREADABLE),
    ]
    (tmp_path / "ring").symlink_to(tmp_path / "ring")
    assert codes(tmp_path / "ring") == [Code.UNREADABLE]


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    path = call(tmp_path)
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "folder.yaml").mkdir()
    assert [Path(item.file).name for item in check(tmp_path)] == ["pipe.yaml"]
    path.with_name("2022.cases.yaml").unlink()
    os.mkfifo(path.with_name("2022.cases.yaml"))
    assert codes(path) == [Code.UNREADABLE]


def test_three_hundred_problems_are_three_hundred_findings(tmp_path: Path) -> None:
    lines = "".join(f"  - {{key: k{n}, rule: administrator_named}}\n" for n in range(300))
    path = call(tmp_path, "ours/2022", CLEAN.split("parameters:")[0] + "rules:\n" + lines)
    path.with_name("2022.cases.yaml").write_text("[]\n")
    found = check(path)
    assert [item.code for item in found] == [Code.NO_CITATION] * 300
    assert [item.line for item in found] == list(range(9, 309))


def test_three_hundred_unknown_keys_are_three_hundred_findings(tmp_path: Path) -> None:
    path = call(tmp_path, "ours/2022", CLEAN + "".join(f"unknown{n}: 1\n" for n in range(300)))
    assert codes(path) == [Code.SHAPE] * 300


def test_several_findings_in_one_file_come_in_the_order_of_their_lines(tmp_path: Path) -> None:
    wrong = CLEAN.replace("nn: Prøve, ", "").replace(
        "T13:00 Europe/Oslo, cite: {source: page}", "T13:00 CEST"
    )
    wrong = wrong.replace("remove: [RU]", "remove: [RU, SE]").replace("kind: widens", "kind: narrows")
    path = call(tmp_path, "ours/2022", wrong)
    assert [(item.code, item.line) for item in check(path)] == [
        (Code.MISSING_LANGUAGE, 4),
        (Code.NO_CITATION, 7),
        (Code.ZONE_ABBREVIATION, 7),
        (Code.AMENDMENT_KIND, 13),
        (Code.AMENDMENT_EMPTY, 20),
    ]
