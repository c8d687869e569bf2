"""Writes a user and five lines of the log into a database of migration 0001, as the first Utsyn did."""

from datetime import UTC, datetime

from django.db import connection

with connection.cursor() as cursor:
    user = {
        "username": "first", "password": "!", "is_superuser": False, "first_name": "", "last_name": "", "email": "",
        "is_staff": False, "is_active": True, "date_joined": datetime(2026, 1, 1, tzinfo=UTC),
    }  # fmt: skip
    places = ", ".join(["%s"] * len(user))
    cursor.execute(f"INSERT INTO utsyn_user ({', '.join(user)}) VALUES ({places})", list(user.values()))  # noqa: S608
    cursor.execute("SELECT id FROM utsyn_user")
    (number,) = cursor.fetchone()
    for n in range(5):
        at = datetime(2026, 1, 1 + n, 12, 30, 0, 123456 * (n % 2), tzinfo=UTC)
        told = [at, number if n % 2 else None, "asked", f"call-{n}", "ab" * 32]
        cursor.execute(
            "INSERT INTO utsyn_line (at, by_id, did, about, sha256) VALUES (%s, %s, %s, %s, %s)", told
        )
