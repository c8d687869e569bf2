"""The chain of the log: whatever is changed behind our back shows, and the database itself refuses what it can."""

import json
import subprocess
import sys
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.conftest import AT
from tests.web.fresh import fresh_database, manage

COUNT = 7
WRITERS, TIMES = 8, 25
pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(db):
    """Seven lines of the log, a day apart."""
    from utsyn.web.log import log

    told = {"title": "Ærlig", "part": 0.25, "days": [1, None, True]}
    return [
        log(
            AnonymousUser(),
            "did",
            f"thing/{n}",
            at=AT + timedelta(days=n),
            told={**told, "n": n},
            form=f"form-{n}",
        )
        for n in range(COUNT)
    ]


def raw(statement: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def unguarded() -> None:
    """Take the guards away, as somebody could who holds the database."""
    with connection.cursor() as cursor:
        for name in ("log_unchanged", "log_kept", "log_lengthened"):
            cursor.execute(
                f"DROP TRIGGER {name}" + (" ON utsyn_line" if connection.vendor == "postgresql" else "")
            )


def walked(**told):
    from utsyn.web.log import lines
    from utsyn.web.logbook import chain

    return chain.walk(chain.written(lines()), **told)


def verified(*arguments: str) -> tuple[str, int]:
    """What the command says, and its status."""
    out, status = StringIO(), 0
    try:
        call_command("log", "verify", *arguments, stdout=out)
    except SystemExit as ended:
        status = ended.code
    return out.getvalue(), status


def test_a_log_that_nobody_touched_is_whole(lines):
    found = walked(head=lines[3].chained)
    assert found.holds
    assert (found.lines, found.first.n, found.last.n) == (COUNT, lines[0].pk, lines[-1].pk)
    said, status = verified()
    assert status == 0
    assert lines[-1].chained in said
    assert "7 lines" in said


def test_an_empty_log_is_whole_unless_it_was_known_to_hold_something():
    assert walked().holds
    assert not walked(head="a" * 64).holds


PUT_IN = (
    "INSERT INTO utsyn_line (id, at, did, about, sha256, told, previous, chained) "
    "SELECT 1000000, at, did, about, sha256, told, 'x', 'y' FROM utsyn_line WHERE id = {n}"
)
# What somebody does who holds the database, and the place of the line at which it shows.
TAMPERING = {
    "what was done": (["UPDATE utsyn_line SET did = 'nothing' WHERE id = {4}"], 4),
    "about what": (["UPDATE utsyn_line SET about = 'thing/9' WHERE id = {1}"], 1),
    "when": (["UPDATE utsyn_line SET at = '2020-01-01 00:00:00+00:00' WHERE id = {7}"], 7),
    "the answer": (["UPDATE utsyn_line SET sha256 = 'x' WHERE id = {2}"], 2),
    "what was told": (["UPDATE utsyn_line SET told = '{{}}' WHERE id = {5}"], 5),
    "the form": (["UPDATE utsyn_line SET form = NULL WHERE id = {5}"], 5),
    "the hash": (["UPDATE utsyn_line SET chained = 'x' WHERE id = {3}"], 3),
    "the link": (["UPDATE utsyn_line SET previous = 'x' WHERE id = {3}"], 3),
    "one taken out": (["DELETE FROM utsyn_line WHERE id = {4}"], 4),
    "the first taken out": (["DELETE FROM utsyn_line WHERE id = {1}"], 1),
    "two swapped": (["UPDATE utsyn_line SET id = 1000000 WHERE id = {3}",
                     "UPDATE utsyn_line SET id = {3} WHERE id = {4}",
                     "UPDATE utsyn_line SET id = {4} WHERE id = 1000000"], 3),
    "one moved to the end": (["UPDATE utsyn_line SET id = 1000000 WHERE id = {2}"], 2),
    "one put in": ([PUT_IN.format(n="{4}")], 8),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERING)
def test_tampering_behind_our_back_is_found_at_its_line(lines, name):
    statements, place = TAMPERING[name]
    unguarded()
    for statement in statements:
        raw(statement.format(None, *(line.pk for line in lines)))
    found = walked()
    assert not found.holds
    assert found.broken.place == place
    said, status = verified()
    assert status == 1
    assert f"number {place} of those read" in said


@pytest.mark.django_db
def test_by_whom_is_hashed_too(lines):
    from tests.web.people import person

    other = person()
    unguarded()
    raw("UPDATE utsyn_line SET by_id = %s WHERE id = %s", other.pk, lines[2].pk)
    assert walked().broken.n == lines[2].pk


def test_lines_taken_from_the_end_are_missed_by_who_knows_the_head(lines):
    head = lines[-1].chained
    unguarded()
    raw("DELETE FROM utsyn_line WHERE id > %s", lines[4].pk)
    assert verified() == (verified()[0], 0), "the chain alone cannot tell"
    said, status = verified("--head", head)
    assert status == 1
    assert "Lines were taken from the end" in said


def test_a_line_put_in_with_a_right_hash_is_found_at_the_next(lines):
    """Who makes a line anew must make all that follow anew: then the head that others know is gone."""
    from utsyn.web.log import Line, Written

    unguarded()
    changed = Line.objects.get(pk=lines[2].pk)
    changed.did = "nothing"
    raw(
        "UPDATE utsyn_line SET did = 'nothing', chained = %s WHERE id = %s",
        Written.of(changed).hashed(),
        changed.pk,
    )
    found = walked()
    assert found.broken.place == 4
    assert "does not follow" in found.broken.why.in_("en")


REFUSED = {
    "update": "UPDATE utsyn_line SET did = 'nothing'",
    "update one": "UPDATE utsyn_line SET about = 'x' WHERE id = (SELECT max(id) FROM utsyn_line)",
    "delete": "DELETE FROM utsyn_line",
    "delete one": "DELETE FROM utsyn_line WHERE id = (SELECT min(id) FROM utsyn_line)",
    "put in": "INSERT INTO utsyn_line (at, did, about, sha256, told, previous, chained) "
    "SELECT at, did, about, sha256, told, 'x', 'y' FROM utsyn_line WHERE id = (SELECT min(id) FROM utsyn_line)",
    "replace": "INSERT OR REPLACE INTO utsyn_line (id, at, did, about, sha256, told, previous, chained) "
    "SELECT id, at, 'nothing', about, sha256, told, previous, chained FROM utsyn_line",
    "replace the head": "REPLACE INTO utsyn_line (at, did, about, sha256, told, previous, chained) "
    "SELECT at, 'nothing', about, sha256, told, previous, chained FROM utsyn_line ORDER BY id DESC LIMIT 1",
    "replace by form": "REPLACE INTO utsyn_line (at, did, about, sha256, told, form, previous, chained) "
    "SELECT at, 'nothing', about, sha256, told, 'form-2', chained, 'y' FROM utsyn_line ORDER BY id DESC LIMIT 1",
    "upsert": "INSERT INTO utsyn_line (id, at, did, about, sha256, told, previous, chained) SELECT id, at, did, about, "
    "sha256, told, previous, chained FROM utsyn_line WHERE true ON CONFLICT (id) DO UPDATE SET did = 'nothing'",
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_itself_refuses_whoever_asks(lines, name):
    if "REPLACE" in REFUSED[name] and connection.vendor != "sqlite":
        pytest.skip("REPLACE is SQLite's own")
    with pytest.raises(DatabaseError, match="only ever added to"):
        raw(REFUSED[name])
    assert walked(head=lines[-1].chained).holds


WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))  # what forms let through
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)


@given(told=st.dictionaries(WORDS, JSON, max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_whatever_is_told_is_still_what_was_hashed_when_it_is_read_again(db, told):
    from utsyn.web.log import Line, log

    line = log(AnonymousUser(), "did", "thing", at=AT, told=told)
    assert Line.objects.get(pk=line.pk).hashed() == line.chained


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
    from django.core.management import CommandError

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
    import tracemalloc

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
