"""Forgetting a person: her decisions stay under her number, her name goes wherever it stands.

Her row is emptied and shut, what lets her in is deleted, nominations that name her by her address name her no more,
and her full name and address are taken out of what people wrote. The log and frozen answers cannot be changed; they
hold no names by their making, and where somebody wrote one there nevertheless, it is counted and said.
"""

import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from utsyn.text import say, say_n
from utsyn.web.deeds import once, refuse
from utsyn.web.letters.models import Letter
from utsyn.web.log import Line, Person, log
from utsyn.web.people.actions import about, another
from utsyn.web.people.models import Held, Role, User, new_key
from utsyn.web.people.rights import Deed, forget_standing, require
from utsyn.web.privacy.held import mentions
from utsyn.web.privacy.tables import Table, is_our_own, label, of_hers, our_own, rows, texts
from utsyn.web.rounds.models import Check, Mentioned, Ranking

# Tables in which other people's names stand by right, and those that are looked after by themselves.
LEFT = (User, Mentioned, Line)
FROZEN = (Check, Ranking)  # an answer as it was given: its hash is in the log


class Forgotten(NamedTuple):
    """What forgetting did: how many roles ended, mentions emptied, texts changed, rows deleted; and where a name is left."""

    roles: int
    mentions: int
    texts: int
    deleted: int
    left: Sequence[str]


@transaction.atomic
def forget(
    user: User,
    *,
    by: Person,
    at: datetime,
    confirmed: bool = False,
    also: Iterable[int] = (),
    form: str | None = None,
) -> Forgotten:
    """Forget a person, who holds a running role only if that is `confirmed`; `also` are mentions by name alone that are hers.

    Raises Problems, NotYoursError, DoneError.
    """
    require(by, Deed.APPOINT, unit=None)
    once(form)
    if by.pk == user.pk:
        raise refuse(
            say("Nobody forgets herself: the log would not say who did"), say("Ask another administrator")
        )
    return forget_somebody(user, by=by, at=at, confirmed=confirmed, also=also, form=form)


@transaction.atomic
def forget_somebody(
    user: User,
    *,
    by: Person,
    at: datetime,
    confirmed: bool = False,
    also: Iterable[int] = (),
    form: str | None = None,
) -> Forgotten:
    """Forget a person, whoever asks: the time that is set for it is over, or an administrator decided. Raises Problems."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.forgotten:
        return Forgotten(0, 0, 0, 0, ())
    roles = _end_roles(user, at=at, confirmed=confirmed)
    words = words_of(user)
    emptied = _empty_mentions(user, also)
    texts = sum(_take_out(model, words, str(user.pk)) for model in _written())
    deleted = _let_in_no_more(user)
    _empty(user, at=at)
    left = list(_left(words))
    told = {"roles": roles, "mentions": emptied, "texts": texts, "deleted": deleted, "left": left}
    log(by, "forgot person", about(user), at=at, told=told, form=form or None)
    forget_standing(user)
    return Forgotten(roles, emptied, texts, deleted, left)


def words_of(user: User) -> re.Pattern[str] | None:
    """Return what names a person in a text: her addresses, and her full name; a first name alone is many people's."""
    known = {user.email, user.username if "@" in user.username else ""}
    for model, hers in of_hers(user):
        if label(model) == "account.EmailAddress":
            known |= set(hers.values_list("email", flat=True))
    if user.first_name.strip() and user.last_name.strip():
        known |= {f"{user.first_name} {user.last_name}", f"{user.last_name}, {user.first_name}"}
    found = sorted((re.escape(word.strip()) for word in known if word.strip()), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(found)})(?!\w)", re.IGNORECASE) if found else None


def running(user: User, *, at: datetime) -> Sequence[Held]:
    """Return the roles that a person holds now or will hold."""
    held = Held.objects.filter(user=user).exclude(until__lt=timezone.localdate(at))
    return list(held.select_related("unit").order_by("pk"))


def _end_roles(user: User, *, at: datetime, confirmed: bool) -> int:
    held, today = running(user, at=at), timezone.localdate(at)
    if held and not confirmed:
        what = say_n("She holds {n} role still", "She holds {n} roles still", len(held))
        raise refuse(what, say("End it first, or confirm that it ends with this"), "confirmed")
    for row in held:
        if row.role == Role.ADMINISTRATOR:
            another(row, last=today)
        if row.since > today:
            row.delete()
        else:
            row.until = today
            row.save(update_fields=["until"])
    return len(held)


def _empty_mentions(user: User, also: Iterable[int]) -> int:
    sure, perhaps = mentions(user)
    chosen = set(also)
    named = [*sure, *(row for row in perhaps if row.pk in chosen)]
    return Mentioned.objects.filter(pk__in=[row.pk for row in named]).update(name="", email="")


def _written() -> Iterator[Table]:
    """Walk the tables in which people write freely."""
    yield from (model for model in our_own() if model not in (*LEFT, *FROZEN))


def _take_out(model: Table, words: re.Pattern[str] | None, number: str) -> int:
    """Put a person's number in the place of her name wherever a table holds it; return in how many rows."""
    fields = texts(model)
    if not words or not fields:
        return 0
    changed = 0
    for pk, *values in rows(model).values_list("pk", *fields).iterator():
        new = {
            name: taken_out(value, words, number)
            for name, value in zip(fields, values, strict=True)
            if contains(value, words)
        }
        if new:
            rows(model).filter(pk=pk).update(**new)
            changed += 1
    return changed


def contains(value: Any, words: re.Pattern[str]) -> bool:
    """Tell whether a text, or any text inside a value, names the person."""
    if isinstance(value, str):
        return words.search(value) is not None
    if isinstance(value, dict):
        return any(contains(part, words) for pair in value.items() for part in pair)
    return isinstance(value, list) and any(contains(part, words) for part in value)


def taken_out(value: Any, words: re.Pattern[str], number: str) -> Any:
    """Return a value with the person's number in the place of her name."""
    if isinstance(value, str):
        return words.sub(f"#{number}", value)
    if isinstance(value, dict):
        return {taken_out(k, words, number): taken_out(v, words, number) for k, v in value.items()}
    return [taken_out(part, words, number) for part in value] if isinstance(value, list) else value


def _let_in_no_more(user: User) -> int:
    """Delete what lets a person in, letters to her, and the tries to sign in as her; return how many rows."""
    names = [name for name in {user.email, user.username, user.email.casefold()} if name]
    gone = Letter.objects.filter(to=user).delete()[0]
    gone += Letter.objects.filter(address__iexact=user.email).delete()[0] if user.email else 0
    for model, hers in of_hers(user):
        if not is_our_own(model):
            gone += hers.delete()[0]
    for tries in (AccessAttempt, AccessFailureLog, AccessLog):
        gone += tries.objects.filter(username__in=names).delete()[0]
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
            gone += 1
    return int(gone)


def _empty(user: User, *, at: datetime) -> None:
    user.username = f"forgotten-{secrets.token_hex(8)}"
    user.email = user.first_name = user.last_name = user.language = ""
    user.feed = new_key()
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login, user.forgotten = None, at
    user.set_unusable_password()
    user.save()


def _left(words: re.Pattern[str] | None) -> Iterator[str]:
    """Name the rows that cannot be changed and hold a name nevertheless: somebody wrote it where none should stand."""
    for model in (Line, *FROZEN):
        for pk, *values in rows(model).values_list("pk", *texts(model)).iterator():
            if words and any(contains(value, words) for value in values):
                yield f"{label(model)}/{pk}"
