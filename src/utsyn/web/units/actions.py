"""What administrators do with units. A change holds from a day, and what was before that day stays as it was.

A unit is changed after its last change and never before it, so that what an old round shows of its faculty stays what
it showed. All units are locked while one is changed, so that two changes at once make no ring between them.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from utsyn.text import Text, say, say_n
from utsyn.web.deeds import once, refuse
from utsyn.web.log import Person, log
from utsyn.web.people.models import Held, Unit, UnitVersion
from utsyn.web.people.rights import Deed, forget_standing, require
from utsyn.web.people.units import Tree, tree

DAY = timedelta(days=1)
LONGEST = 80  # characters of a key
LETTERS = {ord("æ"): "ae", ord("ø"): "o", ord("å"): "a", ord("Æ"): "ae", ord("Ø"): "o", ord("Å"): "a"}


@transaction.atomic
def found_unit(
    *, kind: str, names: Text, parent: Unit | None, since: date, by: Person, at: datetime, key: str = "",
    form: str | None = None,
) -> Unit:  # fmt: skip
    """Found a unit below another from a day. Raises Problems, NotYoursError, DoneError."""
    require(by, Deed.APPOINT, unit=parent.pk if parent else None)
    _locked()
    once(form)
    if kind not in Unit.Kind.values or kind == Unit.Kind.INSTITUTION or parent is None:
        mend = say("Choose a kind, and the unit that it lies below")
        raise refuse(say("A unit is a faculty, a department or an office below another"), mend, "kind")
    _there(tree(since), parent, path="parent")
    row = Unit.objects.create(key=_free_key(key, names), kind=kind)
    version = _version(row, since, names, parent)
    _noted(by, "founded", row, at=at, form=form, kind=kind, **_told(version))
    return row


@transaction.atomic
def rename_unit(
    row: Unit, *, names: Text, since: date, by: Person, at: datetime, form: str | None = None
) -> UnitVersion:
    """Call a unit something else from a day. Raises Problems, NotYoursError, DoneError."""
    require(by, Deed.APPOINT, unit=row.pk)
    _locked()
    once(form)
    last = _last(row, since)
    if _named(last) == (names.nb, names.nn, names.en):
        raise refuse(say("It is called that already"), say("Write what it is to be called"), "nb")
    version = _version(row, since, names, last.parent)
    _noted(by, "renamed", row, at=at, form=form, before=list(_named(last)), **_told(version))
    return version


@transaction.atomic
def move_unit(
    row: Unit, *, parent: Unit, since: date, by: Person, at: datetime, form: str | None = None
) -> UnitVersion:
    """Place a unit below another from a day. Raises Problems, NotYoursError, DoneError."""
    require(by, Deed.APPOINT, unit=row.pk)
    require(by, Deed.APPOINT, unit=parent.pk)
    _locked()
    once(form)
    version = _move(row, parent, since)
    _noted(by, "moved", row, at=at, form=form, **_told(version))
    return version


@transaction.atomic
def merge_units(
    rows: Sequence[Unit], *, into: Unit, since: date, by: Person, at: datetime, form: str | None = None
) -> None:
    """Merge units into another from a day: they end the day before, and what lay below them lies below it.

    Raises Problems, NotYoursError, DoneError.
    """
    for row in (*rows, into):
        require(by, Deed.APPOINT, unit=row.pk)
    _locked()
    once(form)
    if into in rows or not rows:
        raise refuse(say("A unit cannot be merged into itself"), say("Choose another unit"), "into")
    for number, row in enumerate(rows):
        _last(row, since)
        _there(tree(since), into, path="into")
        moved = [child.key for child in _below(row, since)]
        for child in _below(row, since):
            _move(child, into, since)
        _end(row, last=since - DAY, successor=into)
        told = {"into": into.key, "since": since, "moved": moved}
        _noted(by, "merged", row, at=at, form=None if number else form, **told)


@transaction.atomic
def end_unit(row: Unit, *, last: date, by: Person, at: datetime, form: str | None = None) -> None:
    """End a unit after its last day. Raises Problems, NotYoursError, DoneError."""
    require(by, Deed.APPOINT, unit=row.pk)
    _locked()
    once(form)
    _last(row, last + DAY)
    if row.kind == Unit.Kind.INSTITUTION:
        raise refuse(
            say("The institution itself cannot be ended here"), say("Choose a unit below it"), "last"
        )
    if below := _below(row, last + DAY):
        what = say_n("{n} unit lies below it", "{n} units lie below it", len(below))
        raise refuse(what, say("Move them or end them first, or merge this unit into another"), "last")
    _end(row, last=last, successor=None)
    _noted(by, "ended", row, at=at, form=form, last=last)


def roles_left(row: Unit) -> int:
    """Return how many roles run on in a unit after its end."""
    rows = Held.objects.filter(unit=row)
    return rows.exclude(until__lte=row.ended).count() if row.ended else 0


def _locked() -> None:
    """Let nobody else change units until this transaction ends."""
    list(Unit.objects.select_for_update().order_by("pk").values_list("pk"))


def _move(row: Unit, parent: Unit, since: date) -> UnitVersion:
    last = _last(row, since)
    if row.kind == Unit.Kind.INSTITUTION:
        raise refuse(say("The institution lies below nothing"), say("Move a unit below it"), "parent")
    if last.parent_id == parent.pk:
        raise refuse(say("It lies there already"), say("Choose where it is to lie"), "parent")
    for day in _days_of_change(since):
        there = tree(day)
        _there(there, parent, path="parent")
        if row.pk in there.above(parent.pk):
            what = say(
                "A unit cannot lie below itself, and {parent} lies below it", parent=there[parent.pk].name
            )
            raise refuse(what, say("Choose a unit that does not lie below this one"), "parent")
    return _version(row, since, Text(nb=last.nb, nn=last.nn, en=last.en), parent)


def _days_of_change(since: date) -> list[date]:
    """Return a day and all later ones on which some unit changes already: a ring may close only then."""
    later = UnitVersion.objects.filter(since__gt=since).values_list("since", flat=True).distinct()
    return [since, *sorted(later)]


def _last(row: Unit, since: date) -> UnitVersion:
    """Return the last version of a unit that can be changed from a day. Raises Problems."""
    row.refresh_from_db()
    if row.ended:
        what = say("The unit ended on {day}", day=row.ended)
        raise refuse(what, say("Change the unit that came after it"), "since")
    last = row.versions.select_related("parent").latest("since")
    if since <= last.since:
        same = say("The unit was changed from that day already: {day}", day=last.since)
        later = say("The unit has a change from {day}, and what was before it stays", day=last.since)
        mend = say("Choose a day after {day}", day=last.since)
        raise refuse(same if since == last.since else later, mend, "since")
    return last


def _there(there: Tree, unit: Unit, *, path: str) -> None:
    """Go on if a unit stands on the day. Raises Problems."""
    if unit.pk not in there:
        what = say("{unit} was not founded by {day}", unit=unit.key, day=there.on)
        raise refuse(what, say("Choose a later day or another unit"), path)
    if unit.ended and unit.ended < there.on:
        what = say("{unit} ended on {day}", unit=there[unit.pk].name, day=unit.ended)
        raise refuse(what, say("Choose a unit that stands on that day"), path)


def _below(row: Unit, since: date) -> list[Unit]:
    """Return the units that lie right below one from a day on, or will, and do not end before."""
    found = set[int]()
    for day in _days_of_change(since):
        found |= {pk for pk in tree(day).children.get(row.pk, ()) if not _over(tree(day), pk)}
    return list(Unit.objects.filter(pk__in=found).order_by("key"))


def _over(there: Tree, pk: int) -> bool:
    ended = there[pk].ended
    return ended is not None and ended < there.on


def _end(row: Unit, *, last: date, successor: Unit | None) -> None:
    row.ended, row.successor = last, successor
    row.save(update_fields=["ended", "successor"])


def _version(row: Unit, since: date, names: Text, parent: Unit | None) -> UnitVersion:
    return UnitVersion.objects.create(
        unit=row, since=since, nb=names.nb or names.in_("nb"), nn=names.nn, en=names.en, parent=parent
    )


def _free_key(key: str, names: Text) -> str:
    found = slugify(key or names.in_("nb").translate(LETTERS))[:LONGEST]
    if not found:
        raise refuse(
            say("The key is empty"), say("Write small letters and digits, with hyphens between them"), "key"
        )
    if Unit.objects.filter(key=found).exists():
        raise refuse(say("There is a unit “{key}” already", key=found), say("Write another key"), "key")
    return found


def _named(version: UnitVersion) -> tuple[str, str, str]:
    return version.nb, version.nn, version.en


def _told(version: UnitVersion) -> dict[str, Any]:
    nb, nn, en = _named(version)
    return {
        "since": version.since, "nb": nb, "nn": nn, "en": en, "parent": version.parent.key if version.parent else None,
    }  # fmt: skip


def _noted(by: Person, did: str, row: Unit, *, at: datetime, form: str | None, **told: Any) -> None:
    log(by, f"{did} unit", f"unit/{row.key}", at=at, told=told, form=form or None)
    forget_standing(by)  # the tree that she acts in is another now
