"""Loads of OpenAlex: the same bytes from every form and in every run, gone on with after a kill, and only of its own files."""

import json
import os
import signal
import subprocess
import sys

import pytest

from tests.evidence.openalex_records import NTNU, RECORDS, author, loaded, packed, parquet, rows, work
from utsyn.evidence.snapshots import Store
from utsyn.evidence.sources import openalex_parts, recognised
from utsyn.evidence.tables import AUTHORSHIPS, WORKS
from utsyn.problems import Problems


def test_json_and_parquet_and_another_run_give_the_same_bytes(tmp_path):
    part = packed(tmp_path / "part_0000.gz", RECORDS)
    made = [
        loaded(tmp_path / run, [file])[1]
        for run, file in (("a", part), ("b", parquet(tmp_path, part)), ("c", part))
    ]
    assert {one.table for one in made[0].tables} == {"works", "authorships", "organisations"}
    assert made[0].tables == made[1].tables == made[2].tables


def test_a_file_is_known_by_what_is_in_it(tmp_path):
    part, other = packed(tmp_path / "some.gz", RECORDS), tmp_path / "other.csv"
    assert list(recognised([part])["openalex"]) == [part]
    other.write_text("a;b\n1;2\n")
    with pytest.raises(Problems, match=r"other\.csv: No source recognises this file"):
        recognised([part, other])


KILLED = """
import sys, threading
from datetime import date
from pathlib import Path
from utsyn.evidence.loading import Asked, load
from utsyn.evidence.snapshots import Store
from utsyn.evidence.sources import find, openalex_parts

complete, seen = openalex_parts._complete, []

def told(part, path, promised, **more):
    complete(part, path, promised, **more)
    seen.append(path)
    if len(seen) == 2:
        print("now", flush=True)
        threading.Event().wait()

openalex_parts._complete = told
asked = Asked("k", date(2026, 11, 26), parameters={"home": "I204778367"})
load(Store(Path(sys.argv[1])), find("openalex").load, source="openalex", title="", files=[Path(one) for one in sys.argv[2:]], asked=asked)
"""


def test_a_load_that_is_killed_goes_on_from_the_parts_that_were_done(tmp_path, monkeypatch):
    parts = [packed(tmp_path / f"part_000{n}.gz", [work(n + 1, author(1, NTNU))]) for n in range(6)]
    command = [sys.executable, "-c", KILLED, str(tmp_path / "store"), *map(str, parts)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"now\n"
        os.kill(process.pid, signal.SIGKILL)
    staged = list((tmp_path / "store" / "openalex" / ".k.stage").glob("*.parquet"))
    assert Store(tmp_path / "store").vintages() == ()
    read, really = [], openalex_parts.translated
    monkeypatch.setattr(
        openalex_parts, "translated", lambda *told, **more: (read.append(told[1]), really(*told, **more))
    )
    made = loaded(tmp_path, parts)
    assert 2 <= len(staged) == 6 - len(read)
    assert [row["work"] for row in rows(made, "works")] == [1, 2, 3, 4, 5, 6]
    assert made[1].tables == loaded(tmp_path / "whole", parts)[1].tables
    assert [path.name for path in (tmp_path / "store" / "openalex").iterdir()] == ["k"]


def test_the_tables_have_the_promised_columns(tmp_path):
    made = loaded(tmp_path, [packed(tmp_path / "part_0000.gz", RECORDS)])
    assert list(rows(made, "works")[0]) == list(WORKS.columns)
    assert list(rows(made, "authorships")[0]) == list(AUTHORSHIPS.columns)
    assert json.loads((made[0].folder / "openalex/k/manifest.json").read_text())["counted"] == {
        "no authors": 1
    }
