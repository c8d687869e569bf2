"""A database of one's own beside that of the tests, on the server the suite runs on: for processes that write at once."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def fresh_database(folder: Path, *, migrated: bool = True) -> Iterator[dict[str, str]]:
    """Yield the environment in which `python -m utsyn.web` uses a new database, gone afterwards."""
    from django.db import connection

    name = f"utsyn_fresh_{secrets.token_hex(6)}"
    url = f"sqlite:///{folder}/{name}.sqlite3"
    if connection.vendor == "postgresql":
        address, _, asked = os.environ["UTSYN_DATABASE_URL"].partition("?")
        url = f"{address.rpartition('/')[0]}/{name}{'?' * bool(asked)}{asked}"
        _outside(f"CREATE DATABASE {name}")
    environment = {**os.environ, "UTSYN_DATABASE_URL": url, "UTSYN_VAR": str(folder)}
    try:
        if migrated:
            manage(environment, "migrate", "--verbosity=0")
        yield environment
    finally:
        if connection.vendor == "postgresql":
            _outside(f"DROP DATABASE {name} WITH (FORCE)")


def manage(environment: dict[str, str], *arguments: str, fails: bool = False) -> str:
    """Run a command of `utsyn-web` and return what it said."""
    command = [sys.executable, "-m", "utsyn.web", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert bool(done.returncode) is fails, done.stdout + done.stderr
    return done.stdout


def _outside(statement: str) -> None:
    """Run what PostgreSQL runs in no transaction."""
    import psycopg
    from django.db import connection

    told = connection.get_connection_params()
    wanted = {key: told[key] for key in ("host", "port", "user", "password") if told.get(key)}
    with psycopg.connect(**wanted, dbname="postgres", autocommit=True) as outside:
        outside.execute(statement)
