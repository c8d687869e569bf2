"""What the tests of letters share: a clock that is told, an e-mail server, a tick, letters in the queue."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests.web.mail_server import MailServer
from utsyn.text import say
from utsyn.web.letters.server import Server

AT = datetime(2022, 3, 2, 9, tzinfo=UTC)
LATER = timedelta(hours=2)  # longer than any pause or lease


class Clock:
    """A clock that moves when it is told to."""

    def __init__(self, at: datetime = AT) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def wait(self, how_long: timedelta = LATER) -> None:
        self.at += how_long


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def mail():
    with MailServer() as server:
        yield server


def server(mail: MailServer, **told: object) -> Server:
    return Server(**{"host": "127.0.0.1", "port": mail.port, "sender": "Utsyn <utsyn@example.org>", **told})


def tick(mail: MailServer, clock: Callable[[], datetime], **told: object):
    """Send what waits."""
    from utsyn.web.letters.deliver import deliver
    from utsyn.web.letters.post import Post

    with Post(server(mail, **told), patience=5, last_patience=5) as post:
        return deliver(post, clock=clock)


def queued(key: str = "a", **told: object):
    """A letter in the queue."""
    from utsyn.web.letters.actions import queue

    facts = {
        "to": None,
        "address": "kari@example.org",
        "subject": say("Yes"),
        "body": say("No"),
        "about": "x",
    }
    return queue(key=key, at=AT, **{**facts, **told})


def letter(key: str = "a"):
    from utsyn.web.models import Letter

    return Letter.objects.get(key=key)


def text(kept) -> str:
    """What a letter says, without the ends of lines that e-mail has."""
    return kept.get_content().replace("\r\n", "\n").rstrip("\n")
