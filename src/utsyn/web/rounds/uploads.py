"""A spreadsheet that was sent, kept here between the look at it and the taking in: under a key nobody can guess, for two hours."""

import secrets
from typing import NamedTuple

from django.core import signing
from django.core.cache import cache

from utsyn.problems import Problem
from utsyn.text import say
from utsyn.web.errors import NotHere
from utsyn.web.people.rights import Person
from utsyn.web.rounds.models import Round

SALT, SECONDS = "utsyn.rounds.uploads", 2 * 3600


class Upload(NamedTuple):
    """A spreadsheet with what was chosen for it: whose nominations it holds, which sheet, whether hidden parts are read."""

    content: bytes
    file: str
    faculty: str
    sheet: str
    read_hidden: bool


def put(upload: Upload, row: Round, *, by: Person) -> str:
    """Keep a spreadsheet, and return the signed words under which its sender finds it again."""
    key = secrets.token_urlsafe(24)
    cache.set(_place(key), upload.content, SECONDS)
    told = [key, row.pk, by.pk, *upload[1:]]
    return signing.dumps(told, salt=SALT, compress=True)


def kept(sealed: str, row: Round, *, by: Person) -> Upload:
    """Return a spreadsheet to the one who sent it. Raises NotHere once it is gone, or where it is not hers."""
    try:
        key, round_, user, file, faculty, sheet, read_hidden = signing.loads(
            sealed, salt=SALT, max_age=SECONDS
        )
    except signing.BadSignature:
        raise _gone() from None
    content = cache.get(_place(key)) if (round_, user) == (row.pk, by.pk) else None
    if content is None:
        raise _gone()
    return Upload(content, file, faculty, sheet, read_hidden)


def forget(sealed: str) -> None:
    """Throw a spreadsheet away: it was taken in, or is not wanted."""
    try:
        cache.delete(_place(signing.loads(sealed, salt=SALT)[0]))
    except signing.BadSignature:
        return


def _place(key: str) -> str:
    return f"upload:{key}"


def _gone() -> NotHere:
    what = say("The spreadsheet is no longer here")
    return NotHere(Problem(what, say("Send it again: it is kept for two hours, and until it is taken in")))
