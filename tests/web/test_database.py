"""Records lie in SQLite or PostgreSQL as one setting says, and eight who write at once lose nothing."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from utsyn.web.database import DatabaseUrlError, database

WRITERS, TIMES = 8, 40


def test_eight_writers_at_once_lose_nothing(tmp_path: Path):
    with sqlite3.connect(tmp_path / "utsyn.sqlite3") as file:
        file.executescript(
            "CREATE TABLE counter (number); INSERT INTO counter VALUES (0); CREATE TABLE log (number)"
        )
    file.close()
    command = [sys.executable, Path(__file__).with_name("writer.py"), tmp_path, str(TIMES)]
    writers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(WRITERS)]
    said = [writer.communicate(timeout=120)[0].strip() for writer in writers]
    assert said == ["0"] * WRITERS
    with sqlite3.connect(tmp_path / "utsyn.sqlite3") as file:
        assert file.execute("SELECT number FROM counter").fetchone() == (WRITERS * TIMES,)
        assert file.execute("SELECT count(DISTINCT number) FROM log").fetchone() == (WRITERS * TIMES,)
        assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    file.close()


def test_without_a_url_the_records_lie_in_a_file_in_the_folder(tmp_path: Path):
    assert database(None, folder=tmp_path / "var")["NAME"] == tmp_path / "var" / "utsyn.sqlite3"
    assert (tmp_path / "var").is_dir()
    assert database("", folder=tmp_path)["ENGINE"].endswith("sqlite3")


def test_a_file_may_be_named(tmp_path: Path):
    assert (
        database(f"sqlite:///{tmp_path}/office.sqlite3", folder=Path())["NAME"] == tmp_path / "office.sqlite3"
    )


def test_a_postgresql_is_read_from_its_url(tmp_path: Path):
    url = "postgresql://adviser:p%40ss@db.example.org:5433/utsyn?sslmode=require"
    read = database(url, folder=tmp_path)
    assert (read["USER"], read["PASSWORD"], read["HOST"], read["PORT"], read["NAME"]) == (
        "adviser",
        "p@ss",
        "db.example.org",
        "5433",
        "utsyn",
    )
    assert read["OPTIONS"] == {"sslmode": "require"}


def test_a_socket_is_a_folder_in_the_url(tmp_path: Path):
    read = database("postgresql:///utsyn?host=/run/postgresql", folder=tmp_path)
    assert (read["HOST"], read["PORT"], read["USER"]) == ("/run/postgresql", "", "")


@pytest.mark.parametrize(
    ("url", "what_is_wrong"),
    [
        ("utsyn", "starts with 'nothing'"),
        ("mysql://root:secret@localhost/utsyn", "starts with 'mysql'"),
        ("postgresql://root:secret@localhost", "names no database"),
        ("postgresql://root:secret@localhost:port/utsyn", "cannot be read"),
        ("postgresql://root:secret@[::1/utsyn", "cannot be read"),
        ("postgresql://root:secret/with@localhost/utsyn", "cannot be read"),
        ("sqlite://", "names no database"),
    ],
)
def test_a_url_that_names_no_database_is_refused_in_words_without_its_password(tmp_path, url, what_is_wrong):
    with pytest.raises(DatabaseUrlError, match=what_is_wrong) as refused:
        database(url, folder=tmp_path)
    assert "secret" not in str(refused.value)
    assert "postgresql://USER" in str(refused.value)


@pytest.mark.django_db
def test_this_suite_runs_on_the_database_it_was_told_to_run_on():
    told = "postgresql" if os.environ.get("UTSYN_DATABASE_URL", "").startswith("postgres") else "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
    assert connection.vendor == told
