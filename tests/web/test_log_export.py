"""The log as others keep it: exported, verified without a database, from before the chain, and from eight who write at once."""

import json
import subprocess
import sys
import tracemalloc
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.web.conftest import AT
from tests.web.fresh import fresh_database, manage
from tests.web.test_log_chain import COUNT, lines, verified

__all__ = ["lines"]  # a fixture
WRITERS, TIMES = 8, 25
pytestmark = pytest.mark.django_db


def test_an_exported_file_is_verified_as_the_log_is(lines, tmp_path):
    file = tmp_path / "log.jsonl"
    call_command("log", "export", str(file), stdout=StringIO())
    assert verified(str(file), "--head", lines[-1].chained)[1] == 0
    rows = file.read_text("utf-8").splitlines()
    assert len(rows) == COUNT
    assert json.loads(rows[0])["told"]["title"] == "Ærlig"
    assert "Ærlig" in rows[0], "as people can read it"
    planted = {
        "changed": [*rows[:2], rows[2].replace("thing/2", "thing/3"), *rows[3:]],
        "taken out": [*rows[:2], *rows[3:]],
        "swapped": [*rows[:2], rows[3], rows[2], *rows[4:]],
        "twice": [*rows[:3], *rows[2:]],
        "no JSON": [*rows[:2], "{", *rows[3:]],
        "no line": [*rows[:2], '{"n": 1}', *rows[3:]],
        "no object": [*rows[:2], "[1]", *rows[3:]],
        "no words": [*rows[:2], json.dumps({**json.loads(rows[2]), "at": 3}), *rows[3:]],
    }
    for name, wrong in planted.items():
        file.write_text("\n".join(wrong), "utf-8")
        said, status = verified(str(file))
        assert (status, f"number {4 if name == 'twice' else 3} of" in said) == (1, True), (name, said)


def test_a_part_of_the_log_is_a_chain_that_says_what_it_follows(lines, tmp_path):
    file = tmp_path / "log.jsonl"
    call_command(
        "log", "export", "--since", (AT + timedelta(days=3)).date().isoformat(), str(file), stdout=StringIO()
    )
    said, status = verified(str(file))
    assert status == 0
    assert "4 lines" in said
    assert f"it follows {lines[2].chained}" in said


def test_a_file_that_is_not_there_is_named(tmp_path):

    with pytest.raises(CommandError, match="cannot be read"):
        call_command("log", "verify", str(tmp_path / "none.jsonl"))
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("log", "export", str(tmp_path / "no" / "folder"))
    (tmp_path / "empty").write_text("\n")
    with pytest.raises(CommandError, match="nothing to verify"):
        call_command("log", "verify", str(tmp_path / "empty"))


def test_a_file_is_verified_where_no_database_is(lines, tmp_path):
    file = tmp_path / "log.jsonl"
    call_command("log", "export", str(file), stdout=StringIO())
    nowhere = {
        "UTSYN_DATABASE_URL": "postgresql://nobody@/nowhere?host=/nowhere",
        "UTSYN_VAR": str(tmp_path / "var"),
    }
    said = manage({**nowhere, "PATH": ""}, "log", "verify", str(file))
    assert "The chain is whole." in said


def test_the_walk_keeps_no_lines():
    """A hundred thousand lines take no more memory than a thousand."""
    from utsyn.web.log import FIRST, Written
    from utsyn.web.logbook import chain

    def endless(count):
        before = FIRST
        for n in range(count):
            line = Written(n, "2026", None, "did", "x" * 100, "", {}, None, before, "")
            line = line._replace(chained=line.hashed())
            before = line.chained
            yield line

    def peak(count):
        tracemalloc.start()
        assert chain.walk(endless(count)).lines == count
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    assert peak(20_000) < peak(1_000) + 20_000


def test_eight_who_write_at_once_lengthen_one_chain(tmp_path: Path):
    with fresh_database(tmp_path) as environment:
        command = [sys.executable, "-m", "tests.web.log_writer"]
        writers = [
            subprocess.Popen(
                [*command, str(n), str(TIMES)], env=environment, stderr=subprocess.PIPE, text=True
            )
            for n in range(WRITERS)
        ]
        said = [writer.communicate(timeout=120)[1] for writer in writers]
        assert [writer.returncode for writer in writers] == [0] * WRITERS, "\n".join(said)
        report = manage(environment, "log", "verify")
        assert f"{WRITERS * TIMES} lines" in report
        assert "The chain is whole." in report


def test_of_eight_who_are_sent_the_same_form_at_once_one_deals_with_it(tmp_path: Path):
    with fresh_database(tmp_path) as environment:
        command = [sys.executable, "-m", "tests.web.log_writer"]
        writers = [
            subprocess.Popen(
                [*command, str(n), str(TIMES), "form"], env=environment, stdout=subprocess.PIPE, text=True
            )
            for n in range(WRITERS)
        ]
        done = [int(writer.communicate(timeout=120)[0]) for writer in writers]
        assert sum(done) == TIMES
        assert f"{TIMES} lines" in manage(environment, "log", "verify")


def test_lines_from_before_the_chain_are_chained_by_the_migration(tmp_path: Path):
    """A log of the first Utsyn: written without hashes, chained by migration 0002, and whole ever after."""
    with fresh_database(tmp_path, migrated=False) as environment:
        manage(environment, "migrate", "utsyn", "0001", "--verbosity=0")
        old = Path(__file__).with_name("old_lines.py").read_text("utf-8")
        manage(environment, "shell", "--verbosity=0", "-c", old)
        manage(environment, "migrate", "--verbosity=0")
        report = manage(environment, "log", "verify")
        assert "5 lines" in report
        assert "The chain is whole." in report
        assert (
            subprocess.run(
                [sys.executable, "-m", "tests.web.log_writer", "new", "2"], env=environment, check=False
            ).returncode
            == 0
        )
        assert "7 lines" in manage(environment, "log", "verify")
