"""One of many who write in the log at once:  python -m tests.web.log_writer NAME TIMES."""

import os
import sys

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "utsyn.web.settings"
    django.setup()
    from django.contrib.auth.models import AnonymousUser
    from django.utils import timezone

    from utsyn.web.log import log

    name, times = sys.argv[1], int(sys.argv[2])
    for number in range(times):
        log(AnonymousUser(), "wrote", f"writer/{name}", at=timezone.now(), told={"number": number})
