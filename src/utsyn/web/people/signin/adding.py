"""What whoever runs the machine does for people who sign in with a password: add them, let them in again."""

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from axes.utils import reset
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from utsyn.problems import Problem, Problems
from utsyn.text import LANGUAGES, say
from utsyn.web.log import log
from utsyn.web.people.models import Held, Role, Unit, UnitVersion, User

LONGEST = 150


@transaction.atomic
def add_person(email: str, *, name: str, language: str, at: datetime) -> User:
    """Add somebody who will sign in with a password that she chooses by a link. Raises Problems."""
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Problems(
            Problem(say("This is no e-mail address"), say("Write one: name@example.org"))
        ) from error
    if User.objects.filter(email__iexact=email).exists():
        mend = say("Send the link anew instead: utsyn-web person link")
        raise Problems(Problem(say("Somebody with this e-mail address is here already"), mend))
    first, _, last = name.strip().rpartition(" ")
    known = language if language in LANGUAGES else LANGUAGES[0]
    user = User(
        username=email, email=email, first_name=first[:LONGEST], last_name=last[:LONGEST], language=known
    )
    user.set_unusable_password()
    user.save()
    log(AnonymousUser(), "added person", f"user/{user.pk}", at=at)
    return user


@transaction.atomic
def make_administrator(user: User, *, institution: str, at: datetime) -> Unit:
    """Let somebody give roles and keep units, in the institution, which is founded where there is none. Raises Problems."""
    day = timezone.localdate(at)
    unit = Unit.objects.filter(kind=Unit.Kind.INSTITUTION, ended=None).first()
    if unit is None and not institution:
        mend = say("Name it: --institution “University of …”")
        raise Problems(Problem(say("The institution has no name yet"), mend))
    if unit is None:
        unit = Unit.objects.create(key="institution", kind=Unit.Kind.INSTITUTION)
        UnitVersion.objects.create(unit=unit, since=day, nb=institution, nn=institution, en=institution)
        log(AnonymousUser(), "founded", f"unit/{unit.key}", at=at, told={"name": institution})
    held = Held.objects.filter(user=user, unit=unit, role=Role.ADMINISTRATOR, since__lte=day).exclude(
        until__lt=day
    )
    if not held.exists():
        Held.objects.create(user=user, unit=unit, role=Role.ADMINISTRATOR, since=day)
        told = {"unit": unit.key, "role": str(Role.ADMINISTRATOR), "origin": str(Held.Origin.HAND)}
        log(AnonymousUser(), "gave role", f"user/{user.pk}", at=at, told=told)
    return unit


def somebody(email: str) -> User:
    """Find a person by her e-mail address. Raises Problems."""
    found = User.objects.filter(email__iexact=email.strip(), invented=False).first()
    if found is None:
        raise Problems(Problem(say("Nobody here has this e-mail address"), say("Check it, letter by letter")))
    return found


def link(user: User) -> str:
    """Return the address at which somebody chooses a password: it works once, and for three days."""
    where = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    with translation.override(user.language or LANGUAGES[0]):
        return f"{settings.SITE}{reverse('account_reset_password_from_key', kwargs=where)}"


def unlock(user: User, *, at: datetime) -> int:
    """Open the door that wrong passwords closed; return how many tries were forgotten."""
    count: int = reset(username=user.email.casefold())
    log(AnonymousUser(), "unlocked", f"user/{user.pk}", at=at)
    return count


def take_second_factor(user: User, *, at: datetime) -> int:
    """Take away a second factor that was lost; return how many keys went."""
    count: int = Authenticator.objects.filter(user=user).delete()[0]
    log(AnonymousUser(), "took second factor", f"user/{user.pk}", at=at)
    return count
