"""One of many who write in the log at once:  python -m tests.web.log_writer NAME TIMES [FORM].

With FORM each line deals with a form of its own, which the other writers are sent as well; prints how many it dealt with.
"""

import contextlib
import os
import sys

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "utsyn.web.settings"
    django.setup()
    from django.contrib.auth.models import AnonymousUser
    from django.utils import timezone

    from utsyn.web.log import DoneError, log

    name, times, form = sys.argv[1], int(sys.argv[2]), "".join(sys.argv[3:])
    done = 0
    for number in range(times):
        with contextlib.suppress(DoneError):
            sent = f"{form}-{number}" if form else None
            log(
                AnonymousUser(),
                "wrote",
                f"writer/{name}",
                at=timezone.now(),
                told={"number": number},
                form=sent,
            )
            done += 1
    print(done)
