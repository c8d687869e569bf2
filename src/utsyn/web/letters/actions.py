"""Queueing a letter with the decision that it tells of, and what a person decides about one whose fate is not known."""

import unicodedata
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import override

from utsyn.text import LANGUAGES, Words, say
from utsyn.web.deeds import once, refuse
from utsyn.web.letters.models import Letter
from utsyn.web.log import Person, log
from utsyn.web.people.models import User, new_key
from utsyn.web.people.rights import Deed, require
from utsyn.web.plans.models import Plan
from utsyn.web.rounds.models import Round

Written = Words | Callable[[str], str]
State, Trouble = Letter.State, Letter.Trouble


@transaction.atomic
def queue(
    *,
    key: str,
    to: User | None,
    subject: Written,
    body: Written,
    about: str,
    at: datetime,
    not_before: datetime | None = None,
    address: str = "",
) -> Letter:
    """Write a letter in its receiver's language and put it in the queue; one with the same key is there already.

    Called inside a decision's transaction: both are kept, or neither. `about` is what the log calls it, such as
    round/KEY; what is about a rehearsal is withheld, to be read and never sent.
    """
    if known := Letter.objects.filter(key=key).first():
        return known
    language = to.language if to and to.language in LANGUAGES else LANGUAGES[0]
    facts = {
        "to": to,
        "address": address,
        "language": language,
        "subject": " ".join(written(subject, language).split()),
        "body": written(body, language),
        "about": about,
        "created": at,
        "not_before": not_before or at,
    }
    if rehearsed(about):
        facts |= {"state": State.WITHHELD, "trouble": Trouble.REHEARSAL}
    return Letter.objects.get_or_create(key=key, defaults=facts)[0]


def written(words: Written, language: str) -> str:
    """Return words in a language, without the invisible signs that a title may have been pasted with."""
    with override(language):
        said = words.in_(language) if isinstance(words, Words) else words(language)
    lines = said.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs"))


def rehearsed(about: str) -> bool:
    """Tell whether something is about a round or a plan that is a rehearsal."""
    kind, _, rest = about.partition("/")
    rows = {"round": Round.objects, "plan": Plan.objects}.get(kind)
    return rows is not None and rows.filter(key=rest.partition("/")[0], rehearsal=True).exists()


@transaction.atomic
def send_again(letter: Letter, *, by: Person, at: datetime, seen: int, form: str | None = None) -> Letter:
    """Put a letter that failed, or may not have arrived, back into the queue: a person's decision, in the log."""
    letter = _decided(letter, (State.UNCERTAIN, State.FAILED), by=by, seen=seen, form=form)
    letter.state, letter.trouble, letter.error = State.QUEUED, "", ""
    letter.not_before, letter.tries, letter.claim, letter.claimed_at = at, 0, "", None
    letter.save()
    _noted(letter, "sent a letter again", by=by, at=at, form=form)
    return letter


@transaction.atomic
def count_as_sent(letter: Letter, *, by: Person, at: datetime, seen: int, form: str | None = None) -> Letter:
    """Count a letter that may not have arrived as sent when it was handed over: a person's decision, in the log."""
    letter = _decided(letter, (State.UNCERTAIN,), by=by, seen=seen, form=form)
    letter.state, letter.sent_at = State.SENT, letter.claimed_at or at
    letter.save()
    _noted(letter, "counted a letter as sent", by=by, at=at, form=form)
    return letter


@transaction.atomic
def renew_feed(user: User, *, by: User, at: datetime, form: str | None = None) -> User:
    """Give a person's calendar a new address, so that the old one stops working; hers alone to decide."""
    row = User.objects.select_for_update().get(pk=user.pk)
    _her_own(row, by)
    once(form)
    row.feed = new_key()
    row.save(update_fields=["feed"])
    log(by, "renewed a calendar's address", f"person/{row.pk}", at=at, form=form or None)
    return row


def _decided(letter: Letter, states: tuple[str, ...], *, by: Person, seen: int, form: str | None) -> Letter:
    """Return the letter, locked, as one more decision about it. Raises Problems where it has moved on, NotYoursError."""
    require(by, Deed.RUN, unit=None)
    once(form)
    row = Letter.objects.select_for_update().get(pk=letter.pk)
    if row.state not in states or row.version != seen:
        what = say("This letter has moved on since you opened the page, so nothing was done")
        raise refuse(what, say("Reload the page to see how it stands now"))
    row.version += 1
    return row


def _her_own(row: User, by: User) -> None:
    if row.pk != by.pk:
        raise refuse(say("This is another person's calendar"), say("Renew the address of your own"))


def _noted(letter: Letter, did: str, *, by: Person, at: datetime, form: str | None) -> None:
    told = {"letter": letter.pk, "key": letter.key, "to": letter.to_id}
    log(by, did, letter.about, at=at, told=told, form=form or None)
