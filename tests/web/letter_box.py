"""Looks into the queue of another process's database:  python -m tests.web.letter_box put N | show | age HOURS."""

import json
import os
import sys
from datetime import timedelta

import django


def put(number: str) -> object:
    """Put so many letters in the place of those that are there."""
    from django.utils import timezone

    from utsyn.text import say
    from utsyn.web.letters.actions import queue
    from utsyn.web.models import Letter

    Letter.objects.all().delete()
    told = {"to": None, "address": "kari@example.org", "subject": say("Yes"), "body": say("No"), "about": "x"}
    return [queue(key=str(n), at=timezone.now(), **told).message_id for n in range(int(number))]


def show() -> object:
    """Tell how far each letter has come."""
    from utsyn.web.models import Letter

    return list(Letter.objects.order_by("pk").values_list("state", "trouble", "tries"))


def age(hours: str) -> object:
    """Let so many hours pass for every letter."""
    from django.db.models import F

    from utsyn.web.models import Letter

    passed = timedelta(hours=int(hours))
    return Letter.objects.update(not_before=F("not_before") - passed, claimed_at=F("claimed_at") - passed)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "utsyn.web.settings"
    django.setup()
    print(json.dumps({"put": put, "show": show, "age": age}[sys.argv[1]](*sys.argv[2:])))
