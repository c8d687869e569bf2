"""What is kept for a while only, such as a spreadsheet that waits to be confirmed, is gone once its time is over."""

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection


def kept() -> int:
    """How many rows the table of the cache has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM utsyn_cache")
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_what_ran_out_leaves_the_table_and_what_has_time_left_stays():
    cache.clear()
    cache.set("an-upload-with-names", "Ola Oppdiktet", timeout=7200)
    cache.set("another", "Kari Oppdiktet", timeout=-1)
    cache.set("a-third", "Per Oppdiktet", timeout=7200)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE utsyn_cache SET expires = '2020-01-01 00:00:00' WHERE cache_key LIKE '%third%'"
        )
    assert kept() >= 2
    call_command("tick", verbosity=0)
    assert (cache.get("an-upload-with-names"), kept()) == ("Ola Oppdiktet", 1)
    cache.clear()
