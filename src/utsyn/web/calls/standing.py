"""A call as it stood on a day, its versions and amendments, and what differs between two days."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from utsyn.calls.amendments import Version, effective, version_on, versions
from utsyn.calls.binding import cited
from utsyn.calls.difference import Differences, difference
from utsyn.calls.document import Amendment, Window
from utsyn.calls.eligibility import Call, conditions
from utsyn.calls.kinds import Stage
from utsyn.calls.known import fact_name, fact_value
from utsyn.calls.library import Status
from utsyn.calls.proposal import Proposal
from utsyn.problems import Problem
from utsyn.reasons import Finding, Source
from utsyn.text import Words, say
from utsyn.web.calls.facts import Entry
from utsyn.web.calls.queries import known, page_of
from utsyn.web.errors import NotHere


class Told(NamedTuple):
    """A fact of the call that no rule asks for, in words, with where it is written."""

    name: Words
    value: Words
    sources: Sequence[Source]


class Amended(NamedTuple):
    """An amendment with its number in the document, the first day on which it surely held, and the day before."""

    version: Version
    amendment: Amendment
    number: int
    since: date
    before: date
    sources: Sequence[Source]


class Change(NamedTuple):
    """A version of the call, the first day on which it surely held, and the amendment that made it, if one did."""

    version: Version
    since: date | None
    amended: Amended | None


class Standing(NamedTuple):
    """A call as it stood on a day: its version, its window, and every line in words."""

    call: Call
    on: date
    version: Version
    window: Window
    status: Status
    lines: Sequence[Finding]
    running: Sequence[Finding]
    over_all: Sequence[Finding]
    known: Sequence[Told]
    unknown: Sequence[Words]
    versions: Sequence[Change]

    @property
    def first(self) -> date:
        """The first day on which the call is known, to compare with."""
        earliest = [
            self.versions[0].since,
            *(change.amended.before for change in self.versions if change.amended),
        ]
        return next((day for day in earliest if day), self.on)


def standing(there: Entry, *, on: date) -> Standing:
    """Return a call as it stood on a day on which it existed."""
    call = there.call
    facts = call.reading(on=on).facts.items()
    return Standing(
        call,
        on,
        version_on(call.text, on),
        *there.stood(on),
        _lines(call, on, Stage.NEW),
        _lines(call, on, Stage.RUNNING) if call.text.states_rules(Stage.RUNNING) else [],
        [line.put((), on) for line in conditions(call, on=on)],
        [
            Told(fact_name(key, fact), fact_value(fact), cited(call.text, fact.cite))
            for key, fact in facts
            if fact.value is not None
        ],
        [fact_name(key, fact) for key, fact in facts if fact.value is None],
        history(there),
    )


def _lines(call: Call, on: date, stage: Stage) -> list[Finding]:
    return [line.put(Proposal(), on) for line in call.asked(on=on, stage=stage)]


def history(there: Entry) -> Sequence[Change]:
    """Return the versions of a call in the order in which they surely held."""
    return [_change(there, version) for version in versions(there.text)]


def _change(there: Entry, version: Version) -> Change:
    amendment = version.amendment
    if amendment is None or version.which is None:
        return Change(version, there.known_from, None)
    since, sources = effective(amendment), cited(there.text, amendment.cite)
    before = max(since - timedelta(days=1), there.known_from or date.min)
    return Change(version, since, Amended(version, amendment, version.which + 1, since, before, sources))


def compared(there: Entry, first: date, second: date) -> Differences:
    """Compare a call as it stood on two days. Raises NotHere before it existed."""
    for on in (first, second):
        known(there, on=on)
    return difference(there.call, *sorted((first, second)))


def amendment(there: Entry, number: int) -> Amended:
    """Return the amendment with this number. Raises NotHere where there is none."""
    for change in history(there):
        if change.amended and change.amended.number == number:
            return change.amended
    what = say("The call has no amendment {n}", n=number)
    raise NotHere(Problem(what, say("Choose one of the versions on the page of the call")), [page_of(there)])


def made_by(there: Entry, made: Amended) -> Differences:
    """Tell what an amendment changed, for those that it applies to and who have come the shortest way."""
    stage = next(stage for stage in Stage if stage in made.amendment.applies_to)
    whole = difference(there.call, made.before, made.since, stage=stage)
    return whole._replace(lines=tuple(line for line in whole.lines if made.amendment in line.amendments))
