"""A decision that stops halfway:  python -m tests.web.deciding WHAT ROUND.  Prints "halfway", and waits to be killed.

WHAT is "approve" (after the second place is given), "withdraw" (when the place is free and nobody is told yet), "send" (when
the list is marked as sent, before the log says so) or "list" (in the middle of writing the folder with all formats).
"""

import sys
import time
from typing import Any, NoReturn

import django


def halfway(*_args: Any, **_kwargs: Any) -> NoReturn:
    """Say so, and wait for the end."""
    print("halfway", flush=True)
    while True:
        time.sleep(60)


def after(count: int, deed: Any) -> Any:
    """Let a deed go well so many times, and stop in the next."""
    done = iter(range(count))
    return lambda *args, **kwargs: halfway() if next(done, None) is None else deed(*args, **kwargs)


def main(what: str, key: str) -> None:
    """Begin the decision, and stop halfway."""
    from tests.web.worlds import REAL
    from utsyn.web.people.models import User
    from utsyn.web.rounds.actions import approving
    from utsyn.web.rounds.models import Nomination, Round

    row = Round.objects.get(key=key)
    rector, office = User.objects.get(username="rector"), User.objects.get(username="office")
    if what == "approve":
        approving.noted = after(2, approving.noted)
        approving.approve_list(row, by=rector, at=REAL)
    elif what == "withdraw":
        approving.noted = halfway
        approving.withdraw(
            Nomination.objects.select_related("round").get(round=row, number=1),
            because="",
            by=office,
            at=REAL,
        )
    elif what == "send":
        approving.noted = halfway
        approving.send(row, by=office, at=REAL)
    else:
        from utsyn.web.papers import folder

        folder.zipfile.ZipFile.writestr = after(1, folder.zipfile.ZipFile.writestr)
        folder.zipfile.ZipFile.open = after(1, folder.zipfile.ZipFile.open)
        from django.test import Client

        client = Client()
        client.force_login(office)
        client.get(f"/nb/rounds/{key}/list.zip", headers={"host": "localhost"})


if __name__ == "__main__":
    django.setup()
    main(*sys.argv[1:])
