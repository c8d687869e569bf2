"""The chain of the log: whatever is changed behind our back shows, and the database itself refuses what it can."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.conftest import AT

COUNT = 7
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
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=150)
def test_whatever_is_told_is_still_what_was_hashed_when_it_is_read_again(db, told):
    from utsyn.web.log import Line, log

    line = log(AnonymousUser(), "did", "thing", at=AT, told=told)
    assert Line.objects.get(pk=line.pk).hashed() == line.chained
