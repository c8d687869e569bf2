"""One of many who approve at once:  python -m tests.web.approver ROUND FIRST COUNT.  Prints how many got a place.

The database is the one that the environment names. Each approval is tried in a thread of its own.
"""

import sys
from concurrent.futures import ThreadPoolExecutor

import django
from django.db import connections

from utsyn.problems import Problems


def main(key: str, first: int, count: int) -> int:
    """Approve `count` nominations from number `first` on, all at once; return how many got a place."""
    from tests.web.worlds import REAL
    from utsyn.web.people.models import User
    from utsyn.web.rounds.actions.approving import approve
    from utsyn.web.rounds.models import Nomination

    def one(number: int) -> int:
        try:
            by = User.objects.get(username="rector")
            row = Nomination.objects.select_related("round").get(round__key=key, number=number)
            approve(row, because="all at once", by=by, at=REAL)
        except Problems as refused:
            return 0 if "place" in str(refused) else sys.exit(str(refused))
        finally:
            connections.close_all()
        return 1

    with ThreadPoolExecutor(count) as pool:
        return sum(pool.map(one, range(first, first + count)))


if __name__ == "__main__":
    django.setup()
    print(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
