"""Files that no source can take: each named, with what is wrong where that can be told."""

import gzip
import os
from pathlib import Path

import pytest

from tests.evidence.loads import refused, table, workbook
from utsyn.evidence.sources import readable, recognised


def test_a_damaged_workbook_is_told_from_one_that_is_a_stranger(tmp_path: Path):
    good = workbook(tmp_path / "good.xlsx", ("Nothing", "of ours"), ("1", "2"))
    cut = tmp_path / "cut.xlsx"
    cut.write_bytes(good.read_bytes()[:900])
    told = {Path(one.file or "").name: one.what.in_("en") for one in refused(lambda: recognised([good, cut]))}
    assert told == {
        "good.xlsx": "No source recognises this file",
        "cut.xlsx": "The file is damaged or not whole",
    }


def test_a_gz_that_was_cut_is_told_from_one_that_is_a_stranger(tmp_path: Path):
    good, cut = tmp_path / "good.csv.gz", tmp_path / "cut.csv.gz"
    good.write_bytes(gzip.compress(b"nothing;of ours\n" * 400))
    cut.write_bytes(good.read_bytes()[:-12])
    told = {Path(one.file or "").name: one.what.in_("en") for one in refused(lambda: recognised([good, cut]))}
    assert told == {
        "good.csv.gz": "No source recognises this file",
        "cut.csv.gz": "The file is damaged or not whole",
    }


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path):
    file = table(tmp_path / "a.csv", ("a", "b"), ("1", "2"))
    readable([file])
    (wrong,) = refused(lambda: readable([file, tmp_path / "gone.csv"]))
    assert (wrong.file, wrong.what.in_("en")) == (
        str(tmp_path / "gone.csv"),
        "The file cannot be read: No such file or directory",
    )
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    file.chmod(0)
    assert "Permission denied" in refused(lambda: readable([file]))[0].what.in_("en")
