"""One of many who write at once:  python tests/web/writer.py FOLDER TIMES.  Prints how many writes failed."""

import sys
from pathlib import Path

import django
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from utsyn.web.database import database


def write(times: int) -> int:
    """Read a number, write the next one and a line in the log, `times` times; return how often it failed."""
    failed = 0
    for _ in range(times):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                number = cursor.execute("SELECT number FROM counter").fetchone()[0]
                cursor.execute("UPDATE counter SET number = %s", [number + 1])
                cursor.execute("INSERT INTO log VALUES (%s)", [number + 1])
        except DatabaseError:
            failed += 1
    return failed


if __name__ == "__main__":
    settings.configure(DATABASES={"default": database(None, folder=Path(sys.argv[1]))})
    django.setup()
    print(write(int(sys.argv[2])))
