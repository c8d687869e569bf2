"""The test's database as other processes can reach it: a file of its own for SQLite, the test's own for PostgreSQL."""

import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

from django.db import connection


def environment(folder: Path) -> dict[str, str]:
    """What a process must have around it to work on what the test has committed so far."""
    around = {**os.environ, "DJANGO_SETTINGS_MODULE": "utsyn.web.settings", "UTSYN_VAR": str(folder)}
    if connection.vendor == "postgresql":
        told = connection.settings_dict
        around["UTSYN_DATABASE_URL"] = (
            f"postgresql://{told['USER']}@/{told['NAME']}?host={quote(told['HOST'], safe='')}"
        )
        return around
    around.pop("UTSYN_DATABASE_URL", None)
    connection.ensure_connection()
    with sqlite3.connect(folder / "utsyn.sqlite3") as file:
        connection.connection.backup(file)
        file.execute("PRAGMA journal_mode=WAL")
    file.close()
    return around


def asked(folder: Path, query: str) -> list[tuple]:
    """What those processes left behind."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()
    with sqlite3.connect(folder / "utsyn.sqlite3") as file:
        found = file.execute(query).fetchall()
    file.close()
    return found
