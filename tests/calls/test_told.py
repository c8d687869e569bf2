"""Reading what people tell: one bad line loses nothing else."""

from pathlib import Path

import pytest

from utsyn.calls.told import proposal, proposals
from utsyn.problems import Problems


def test_yaml_and_json_are_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("amount: 100\npartners: [{country: NO}]\n")
    (tmp_path / "b.json").write_text('{"amount": 100, "partners": [{"country": "NO"}]}')
    assert proposal(tmp_path / "a.yaml") == proposal(tmp_path / "b.json")


def test_lines_of_json_are_read_one_by_one_and_a_bad_one_is_named(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text('{"amount": 1}\n\n{"amount": "1,5"}\nnot json\n{"amount": 2}\n')
    read = list(proposals(path))
    assert [told.proposal is not None for told in read] == [True, False, False, True]
    assert [told.problems[0].line for told in read if told.problems] == [3, 4]
    assert "decimal point" in read[1].problems[0].in_("en")


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.yaml").write_text("amount: 1\n")
    (tmp_path / "notes.txt").write_text("not a proposal")
    assert [told.name for told in proposals(tmp_path)] == ["a", "b"]


def test_an_empty_folder_and_a_missing_file_are_said_so(tmp_path: Path) -> None:
    with pytest.raises(Problems, match="No proposals"):
        list(proposals(tmp_path))
    with pytest.raises(Problems, match="cannot be read"):
        list(proposals(tmp_path / "missing.jsonl"))
