"""Sending what waits in the queue: each letter at most once, whoever else sends at the same time and wherever we stop.

A letter goes queued -> (claimed, for a while) -> sending -> sent. Each arrow is one conditional UPDATE, committed before
the next thing happens. Until `sending` the server cannot have the letter, and a claim that lapses lets another try. From
`sending` on it may: one that stays there becomes `uncertain`, and a person decides.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import partial
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q

from utsyn.web.letters.models import LEASE, Letter
from utsyn.web.letters.post import Fate, Handed, Post
from utsyn.web.letters.server import Server
from utsyn.web.people.models import new_key

State, Trouble = Letter.State, Letter.Trouble
Clock = Callable[[], datetime]
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))
TRIES = len(WAITS) + 5 * 24  # hourly for five days after the last of these
LONGEST_ERROR = 1_000


class Delivered(NamedTuple):
    """How many letters met which fate."""

    sent: int = 0
    later: int = 0
    failed: int = 0
    uncertain: int = 0

    def and_(self, state: str) -> "Delivered":
        """Count one more."""
        name = {State.SENT: "sent", State.FAILED: "failed", State.UNCERTAIN: "uncertain"}.get(
            State(state), "later"
        )
        return self._replace(**{name: getattr(self, name) + 1})


def deliver(post: Post, *, clock: Clock, stop: Callable[[], bool] = lambda: False) -> Delivered:
    """Send the letters whose turn it is, until none is left, the line breaks or we are asked to stop."""
    told = Delivered(uncertain=give_up_on_lost(at=clock()))
    if not post.server.host:
        return told
    while not stop() and (letter := claim(at=clock())):
        to = usable(letter.receiver)
        if not to:
            handed = None
            settle(letter, state=State.FAILED, trouble=Trouble.NO_ADDRESS)
        else:
            text = message(letter, to=to, sender=post.server, at=clock())
            handed = post.hand_over(text, to=to, begin=partial(begin, letter, clock=clock))
            record(letter, handed, at=clock())
        told = told.and_(letter.state)
        if handed and not handed.line:
            break
    return told


def claim(*, at: datetime) -> Letter | None:
    """Take the letter whose turn it is, and no other worker the same one; None when nothing waits."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=at - LEASE)
    waiting = Letter.objects.filter(free, state=State.QUEUED, not_before__lte=at)
    while (pk := waiting.order_by("not_before", "pk").values_list("pk", flat=True).first()) is not None:
        mark = new_key()[:32]
        with transaction.atomic(durable=True):
            taken = waiting.filter(pk=pk).update(claim=mark, claimed_at=at)
        if taken:
            return Letter.objects.select_related("to").get(pk=pk)
    return None


def begin(letter: Letter, *, clock: Clock) -> bool:
    """Write down that the text of a claimed letter is begun; False where it is not ours any more."""
    with transaction.atomic(durable=True):
        ours = Letter.objects.filter(pk=letter.pk, state=State.QUEUED, claim=letter.claim)
        return bool(ours.update(state=State.SENDING, claimed_at=clock()))


def record(letter: Letter, handed: Handed, *, at: datetime) -> None:
    """Write down what became of a letter that was handed over."""
    if handed.fate is Fate.SENT:
        settle(letter, state=State.SENT, sent_at=at)
    elif handed.fate is Fate.UNCERTAIN:
        settle(letter, state=State.UNCERTAIN, trouble=Trouble.BROKEN_OFF, error=handed.said)
    elif handed.fate is Fate.REFUSED:
        settle(letter, state=State.FAILED, trouble=Trouble.REFUSED, error=handed.said)
    elif handed.fate is Fate.LATER:
        tries = letter.tries + 1
        gone = tries >= TRIES
        settle(
            letter,
            state=State.FAILED if gone else State.QUEUED,
            trouble=Trouble.GAVE_UP if gone else Trouble.UNREACHABLE,
            error=handed.said,
            tries=tries,
            not_before=at + again_after(tries),
        )


def again_after(tries: int) -> timedelta:
    """Return how long to wait after so many tries in vain."""
    return WAITS[min(tries, len(WAITS)) - 1]


def settle(
    letter: Letter,
    *,
    state: str,
    trouble: str = "",
    error: str = "",
    sent_at: datetime | None = None,
    tries: int | None = None,
    not_before: datetime | None = None,
) -> None:
    """Write down where a letter stands, if it is still ours: nobody else took it or decided about it."""
    letter.state, letter.trouble, letter.error = state, trouble, error.replace("\0", "")[:LONGEST_ERROR]
    letter.sent_at = sent_at
    letter.tries = letter.tries if tries is None else tries
    letter.not_before = not_before or letter.not_before
    fields = ("state", "trouble", "error", "sent_at", "tries", "not_before")
    facts = {name: getattr(letter, name) for name in fields}
    if state == State.QUEUED:
        facts |= {"claim": "", "claimed_at": None}
    ours = Letter.objects.filter(pk=letter.pk, claim=letter.claim)
    with transaction.atomic(durable=True):
        ours.filter(state__in=(State.QUEUED, State.SENDING, State.UNCERTAIN)).update(**facts)


def give_up_on_lost(*, at: datetime) -> int:
    """Call letters uncertain whose sender stopped half-way; return how many."""
    lost = Letter.objects.filter(state=State.SENDING, claimed_at__lt=at - LEASE)
    with transaction.atomic(durable=True):
        return lost.update(state=State.UNCERTAIN, trouble=Trouble.STOPPED)


def usable(address: str) -> str:
    """Return an address as servers take it, its domain in ASCII; nothing for one that is none."""
    name, _, domain = address.strip().rpartition("@")
    try:
        found = f"{name}@{domain.encode('idna').decode('ascii')}"
        validate_email(found)
    except (UnicodeError, ValidationError):
        return ""
    return found if found.isascii() else ""


def message(letter: Letter, *, to: str, sender: Server, at: datetime) -> bytes:
    """Write a letter as it travels: plain text, and headers that keep out-of-office answers away."""
    made = EmailMessage(policy=SMTP)
    made.set_content(letter.body, cte="quoted-printable")  # first: it takes Content-Language away
    name, address = parseaddr(sender.sender)
    made["From"] = Address(name, addr_spec=address)
    made["To"] = Address(addr_spec=to)
    made["Subject"] = letter.subject
    made["Date"] = format_datetime(at)
    made["Message-ID"] = letter.message_id
    made["Content-Language"] = letter.language
    made["Auto-Submitted"] = "auto-generated"
    return made.as_bytes()
