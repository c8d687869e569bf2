"""Taking in a faculty's nominations from its spreadsheet: all of them or none, and the same row never twice."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from utsyn.text import say
from utsyn.web.deeds import once, refuse
from utsyn.web.log import Line, Person
from utsyn.web.people.models import Unit, User
from utsyn.web.people.rights import Deed, NotYoursError, may
from utsyn.web.rounds import facts
from utsyn.web.rounds.actions.checking import check
from utsyn.web.rounds.actions.deeds import locked, noted
from utsyn.web.rounds.models import Mentioned, Nomination, Round, State, Writer
from utsyn.web.rounds.taking import Taken

IMPORTED = "imported"
MOST = 500  # nominations that one faculty sends at a time


class Imported(NamedTuple):
    """The numbers of the nominations that were made, and the places of the rows that had been taken in before."""

    made: Sequence[int]
    known: Sequence[str]


def may_import(row: Round, faculty: int, *, by: Person) -> bool:
    """Tell whether a person may take in a faculty's nominations: its coordinator, or the office that runs the round."""
    return may(by, Deed.NOMINATE, unit=faculty) or may(by, Deed.RUN, unit=row.unit_id)


@transaction.atomic
def import_nominations(
    row: Round, faculty: Unit, *, rows: Sequence[Taken], sha256: str, by: Person, at: datetime,
    form: str | None = None,
) -> Imported:  # fmt: skip
    """Make a nomination of each row: handed in to the faculty where it is complete, a draft where it is not.

    A row that was taken in before, and whose nomination still stands, is known by what it tells and left alone.
    `sha256` is the hash of the file. Raises Problems, NotYoursError, DoneError.
    """
    if not may_import(row, faculty.pk, by=by):
        raise NotYoursError(Deed.NOMINATE)
    row = locked(row)
    once(form)
    if row.sent_at:
        raise refuse(
            say("The list of this round has been sent"),
            say("Ask the office whether anything can still be done"),
        )
    if len(rows) > MOST:
        raise refuse(say("There are {n} of them", n=len(rows)), say("Give at most {most}", most=MOST), "file")
    known = _known(row)
    new, old = [], list[str]()
    for one in rows:
        key = one.sha256(faculty.key)
        if key in known:
            old.append(one.place)
        else:
            known.add(key)
            new.append((key, one))
    made = [(_made(row, faculty, one, by=by, at=at), key) for key, one in new]
    row.save(update_fields=["last_number"])
    numbers = [nomination.number for nomination, _ in made]
    noted(
        by, IMPORTED, row, at=at, form=form, sha256=sha256, faculty=faculty.key, known=len(old),
        rows=[[nomination.number, key] for nomination, key in made],
    )  # fmt: skip
    return Imported(numbers, old)


def _known(row: Round) -> set[str]:
    """Return the hashes of the rows that were taken in before and whose nominations still stand."""
    lines = Line.objects.filter(about=f"round/{row.key}", did=IMPORTED)
    stands = set(row.nominations.exclude(state=State.WITHDRAWN).values_list("number", flat=True))
    return {key for line in lines for number, key in line.told.get("rows", ()) if number in stands}


def _made(row: Round, faculty: Unit, one: Taken, *, by: Person, at: datetime) -> Nomination:
    row.last_number += 1
    moment = facts.now(row, at=at)
    made = Nomination.objects.create(
        round=row, number=row.last_number, title=(one.told.title or "")[:300], unit_id=one.unit, faculty=faculty,
        state=State.HANDED if one.complete else State.DRAFT, told=facts.written(one.told),
        countries=facts.countries(one.told), priority=one.priority, noticed_at=moment, began_at=moment,
    )  # fmt: skip
    Mentioned.objects.bulk_create(Mentioned(nomination=made, **person) for person in one.people)
    if isinstance(by, User) and may(
        by, Deed.NOMINATE, unit=faculty.pk
    ):  # the office takes in for others, and writes none of it
        Writer.objects.create(nomination=made, user=by, since=at)
    answer = check(made, on=facts.today(row, at=at), at=at)
    noted(
        by, "began", made, at=at, sha256=answer.sha256, unit=str(one.unit), place=one.place, state=made.state
    )
    return made
