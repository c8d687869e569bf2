"""What administrators do with people: add them, and give and end their roles. What was held stays to be seen.

Nobody gives herself a role, and nobody ends the role of the last administrator. The first rule is there for four eyes:
who could appoint herself could approve what she nominated, and one person would be every control at once. The first
administrator is made by who runs the installation (`utsyn-web person`).
"""

import secrets
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from utsyn.text import LANGUAGES, say
from utsyn.web.deeds import once, refuse
from utsyn.web.log import Person, log
from utsyn.web.people.models import Held, Role, Unit, User
from utsyn.web.people.rights import Deed, forget_standing, require
from utsyn.web.people.signin.adding import link
from utsyn.web.people.units import tree

DAY = timedelta(days=1)


@transaction.atomic
def add_person(
    *, first_name: str, last_name: str, email: str, by: Person, at: datetime, language: str = "",
    form: str | None = None,
) -> User:  # fmt: skip
    """Add a person who can then be let in; she has no password until she chooses one. Raises Problems, DoneError."""
    require(by, Deed.APPOINT, unit=None)
    once(form)
    address = email.strip().lower()
    _usable(first_name, last_name, address)
    row = User(
        username=_free_name(address), email=address, first_name=first_name.strip(), last_name=last_name.strip(),
        language=language if language in LANGUAGES else "",
    )  # fmt: skip
    row.set_unusable_password()
    row.save()
    log(by, "added person", about(row), at=at, form=form or None)
    return row


@transaction.atomic
def give_role(
    user: User, *, role: str, unit: Unit, since: date, by: Person, at: datetime, until: date | None = None,
    form: str | None = None,
) -> Held:  # fmt: skip
    """Give a person a role in a unit from a day to a day, both included. Raises Problems, NotYoursError, DoneError."""
    require(by, Deed.APPOINT, unit=unit.pk)
    once(form)
    user = User.objects.select_for_update().get(pk=user.pk)
    if by.pk == user.pk:
        what = say(
            "Nobody gives herself a role: what one person decides, another must be able to hold her to"
        )
        raise refuse(what, say("Ask another administrator"), "role")
    row = appoint(user, role=role, unit=unit, since=since, until=until)
    told = {"role": role, "unit": unit.key, "since": since, "until": until}
    log(by, "gave role", about(user), at=at, told=told, form=form or None)
    forget_standing(user)
    return row


@transaction.atomic
def end_role(row: Held, *, last: date, by: Person, at: datetime, form: str | None = None) -> None:
    """End a role after its last day; one that has not begun is taken back. Raises Problems, NotYoursError, DoneError."""
    require(by, Deed.APPOINT, unit=row.unit_id)
    once(form)
    row = Held.objects.select_for_update().select_related("unit").get(pk=row.pk)
    today = timezone.localdate(at)
    if row.until is not None and row.until <= last:
        what = say("The role ends on {day} already", day=row.until)
        raise refuse(what, say("Choose an earlier day, or give the role anew"), "last")
    if last < row.since <= today:
        what = say("The role began on {day} and would end before that", day=row.since)
        raise refuse(what, say("Choose that day or a later one"), "last")
    another(row, last=last)
    told = {"role": row.role, "unit": row.unit.key, "since": row.since, "until": last}
    if last < row.since:  # what has not begun is no history
        row.delete()
        log(by, "took back role", about(row.user), at=at, told={**told, "until": None}, form=form or None)
        return
    row.until = last
    row.save(update_fields=["until"])
    log(by, "ended role", about(row.user), at=at, told=told, form=form or None)


@transaction.atomic
def invite(user: User, *, by: Person, at: datetime) -> str:
    """Return the link by which somebody who never was here chooses a password. Raises Problems, NotYoursError.

    For who has been here it is closed: whoever holds the link is she. She asks for one herself, and it goes to her.
    """
    require(by, Deed.APPOINT, unit=None)
    if not may_be_invited(user):
        mend = say("She signs in as before, or asks on the page of signing in for a link, which goes to her")
        raise refuse(say("The link to choose a password is for who never was here"), mend, "link")
    log(by, "invited", about(user), at=at)
    return link(user)


def choose_language(user: User, *, language: str) -> None:
    """Write letters to a person in a language of the house; another is no choice, and changes nothing."""
    if language in LANGUAGES:
        User.objects.filter(pk=user.pk).update(language=language)


def may_be_invited(user: User) -> bool:
    """Tell whether somebody who never was here can choose a password."""
    return user.is_active and user.last_login is None and not user.has_usable_password() and not user.invented


def appoint(user: User, *, role: str, unit: Unit, since: date, until: date | None) -> Held:
    """Write down that a person holds a role, once it is checked that she can. Raises Problems."""
    if role not in Role.values:
        raise refuse(say("There is no such role"), say("Choose a role"), "role")
    if not user.is_active or user.forgotten:
        raise refuse(
            say("Who has been shut out or forgotten holds no role"), say("Add the person anew"), "role"
        )
    if until is not None and until < since:
        what = say("The role would end on {end}, before it begins", end=until)
        raise refuse(what, say("Choose a last day that is {day} or later", day=since), "until")
    _within(unit, since, until)
    same = Held.objects.filter(user=user, unit=unit, role=role, origin=Held.Origin.HAND)
    if there := _overlapping(same, since, until).order_by("since").first():
        what = (
            say(
                "She holds that role there from {first} to {last} already",
                first=there.since,
                last=there.until,
            )
            if there.until
            else say("She holds that role there from {first} already", first=there.since)
        )
        raise refuse(what, say("Choose other days, or end that one first"), "since")
    return Held.objects.create(user=user, unit=unit, role=role, since=since, until=until)


def about(user: User) -> str:
    """Return how the log speaks of a person: by her number."""
    return f"user/{user.pk}"


def _overlapping(rows: QuerySet[Held], since: date, until: date | None) -> QuerySet[Held]:
    begun = rows.filter(Q(until__isnull=True) | Q(until__gte=since))
    return begun.filter(since__lte=until) if until else begun


def _within(unit: Unit, since: date, until: date | None) -> None:
    """Go on if a unit stands from a day to a day. Raises Problems."""
    if unit.pk not in tree(since):
        what = say("{unit} was not founded by {day}", unit=unit.key, day=since)
        raise refuse(what, say("Choose a later day or another unit"), "since")
    if unit.ended and (until is None or until > unit.ended):
        what = say("{unit} ended on {day}", unit=tree(since)[unit.pk].name, day=unit.ended)
        raise refuse(what, say("Choose the unit that came after it, or a last day before that"), "unit")


def another(row: Held, *, last: date) -> None:
    """Go on unless the institution would be without an administrator the day after. Raises Problems."""
    if row.role != Role.ADMINISTRATOR:
        return
    list(Unit.objects.select_for_update().filter(pk=row.unit_id).values_list("pk"))  # one at a time
    others = Held.objects.filter(role=Role.ADMINISTRATOR, unit=row.unit, user__is_active=True).exclude(
        pk=row.pk
    )
    if not _overlapping(others, last + DAY, None).filter(since__lte=last + DAY).exists():
        what = say("She is the last administrator of {unit}", unit=row.unit.key)
        raise refuse(what, say("Give the role to another person first"), "last")


def _usable(first_name: str, last_name: str, email: str) -> None:
    longest = 150
    for path, name in (("first_name", first_name), ("last_name", last_name)):
        if not name.strip() or len(name.strip()) > longest:
            raise refuse(
                say("The name is missing or too long"), say("Write up to {n} letters", n=longest), path
            )
    try:
        validate_email(email)
    except ValidationError as error:
        what = say("“{written}” is no e-mail address", written=email[:80])
        raise refuse(what, say("Write it as name@place.no"), "email") from error
    if User.objects.filter(email__iexact=email).exists():
        what = say("There is a person with that e-mail address already")
        raise refuse(what, say("Look her up in the list, and give her the role"), "email")


def _free_name(email: str) -> str:
    """Return a user name that is free: the address, or something that nobody types."""
    longest = 150
    free = len(email) <= longest and not User.objects.filter(username=email).exists()
    return email if free else f"person-{secrets.token_hex(8)}"
