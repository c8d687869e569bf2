"""The minutes of a round, made from the log alone: the same lines give the same minutes, to the last byte, years later.

People are numbers here, as in the log. What is no line of the log is not in the minutes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from utsyn.blocks import Block, Facts, Heading, Para, Table
from utsyn.calls.ranking.shapes import Route
from utsyn.calls.rounds.worded import (
    UNKNOWN,
    VERDICTS,
    called,
    groups,
    outcome_told,
    person,
    reason,
    terms_told,
)
from utsyn.organisations.countries import Places
from utsyn.text import Listed, Said, Words, say, say_n


class Event(NamedTuple):
    """One line of the log about a round: its number, when, by whom, what was done, what was told, and its hashes."""

    number: int
    at: datetime
    by: int | None
    did: str
    told: Mapping[str, Any]
    sha256: str
    chained: str


Written = Iterator[Block]


class Minutes:
    """The minutes as blocks, in the order in which they are read."""

    def __init__(self, events: Iterable[Event], *, zone: str) -> None:
        self.events = sorted(events)
        self.zone = ZoneInfo(zone)

    def blocks(self) -> Written:
        """Walk the minutes: what the round was, who stood, how it was decided, and what it rests on."""
        parts: Sequence[Callable[[], Written]] = (
            self._opening, self._candidates, self._amendments, self._ranking, self._decisions, self._after, self._chain,
        )  # fmt: skip
        for part in parts:
            yield from part()

    def which(self, *deeds: str) -> Sequence[Event]:
        """Return the events of some kinds, in their order."""
        return [event for event in self.events if event.did in deeds]

    def when(self, event: Event) -> datetime:
        """Return when it was done on the office's clock, or on that of a rehearsal."""
        clock = event.told.get("clock")
        return (
            (datetime.fromisoformat(clock) if clock else event.at)
            .astimezone(self.zone)
            .replace(microsecond=0)
        )

    def _opening(self) -> Written:
        for event in self.which("opened round")[:1]:
            yield Heading(event.told.get("title", ""))
            if "clock" in event.told:
                yield Para(say("This was a rehearsal: times are those of its own clock."))
            facts: list[tuple[Said | str, object]] = [
                (say("Call"), event.told["call"]),
                (say("Document of the call (SHA-256)"), event.sha256),
                (say("Opened"), self.when(event)),
                (say("Opened by"), person(event.by)),
            ]
            yield Facts((*facts, *terms_told(event.told["terms"])))
        for event in self.which("changed terms"):
            yield Para(
                say(
                    "Changed on {when} by {who}: {why}",
                    when=self.when(event),
                    who=person(event.by),
                    why=event.told["because"],
                )
            )
            yield Facts(tuple(terms_told(event.told["terms"])))

    def _candidates(self) -> Written:
        yield Heading(say("Who was nominated"), 2)
        header = (
            say("No."), say("Title"), say("Faculty"), say("Department"), say("Countries"), say("Nominated"),
            say("The call's rules"), say("Version of the call"),
        )  # fmt: skip
        rows = [
            (
                e.told["nomination"], e.told["title"], called(e.told["faculty"]), called(e.told["unit"]),
                Places(e.told["countries"].split()) if e.told["countries"] else UNKNOWN, self.when(e),
                VERDICTS.get(e.told["verdict"], UNKNOWN), e.told["call_version"],
            )
            for e in self.which("nominated", "let in late")
        ]  # fmt: skip
        if rows:
            yield Table(
                header, tuple(rows), widths=(0.5, 3, 2, 2, 1.5, 1.4, 1, 0.8), figures=frozenset({0, 7})
            )
        yield Para(say_n("{n} nomination", "{n} nominations", len(rows)))
        for e in self.which("let in late"):
            yield Para(
                say(
                    "No. {n} was let in late by {who}: {why}",
                    n=e.told["nomination"],
                    who=person(e.by),
                    why=e.told["because"],
                )
            )

    def _amendments(self) -> Written:
        events = self.which("checked anew", "told of amendment")
        if events:
            yield Heading(say("The call was changed"), 2)
        for e in events:
            if e.did == "checked anew":
                yield Para(
                    say(
                        "{when}: all were asked anew under version {version} of the call.",
                        when=self.when(e),
                        version=e.told["call_version"],
                    )
                )
                for number, (before, after) in sorted(e.told["turned"].items(), key=lambda one: int(one[0])):
                    said = {
                        "n": int(number),
                        "before": VERDICTS.get(before, UNKNOWN),
                        "after": VERDICTS.get(after, UNKNOWN),
                    }
                    yield Para(say("No. {n}: {before} became {after}", **said))
            else:
                hit = Listed(tuple(e.told["nominations"]) or (say("nobody"),))
                yield Para(
                    say(
                        "{when}: told of amendment {a}: no. {hit}",
                        when=self.when(e),
                        a=e.told["amendment"],
                        hit=hit,
                    )
                )

    def _ranking(self) -> Written:
        asked, routes = self.which("asked for ranking"), self.which("chose the route")
        orders = {e.told["faculty"][0]: e for e in self.which("gave its order")}
        if not (asked or routes or orders):
            return
        yield Heading(say("Ranking"), 2)
        for e in asked:
            yield Para(
                say(
                    "{when}: ranking was asked for, with {n} nominations and {cap} places.",
                    when=self.when(e),
                    n=e.told["nominated"],
                    cap=e.told["cap"],
                )
            )
        for _key, e in sorted(orders.items()):
            yield Para(
                say(
                    "The order of {faculty}: {order}",
                    faculty=called(e.told["faculty"]),
                    order=groups(e.told["groups"]),
                )
            )
        yield from self._panel()
        for e in routes:
            yield Para(
                say(
                    "{when}: {who} chose the route “{route}”: {why}",
                    when=self.when(e),
                    who=person(e.by),
                    route=Route.model_validate(e.told["inputs"]["route"]).name,
                    why=e.told["because"] or UNKNOWN,
                )
            )
            yield from outcome_told(e.told["outcome"])
            yield Facts(((say("Outcome (SHA-256)"), e.sha256),))

    def _panel(self) -> Written:
        seats = [e.told["panellist"] for e in self.which("seated")]
        conflicts = {e.told["panellist"]: e.told["conflicts"] for e in self.which("declared conflicts")}
        ballots = {e.told["panellist"]: e.told["ballot"] for e in self.which("cast a ballot")}
        if not seats:
            return
        rows = tuple(
            (
                person(who),
                (Listed(tuple(conflicts[who])) if conflicts[who] else say("none"))
                if who in conflicts
                else say("not declared"),
                groups(ballots[who]) if who in ballots else say("not cast"),
            )
            for who in seats
        )
        header = (say("Panel"), say("Conflicts of interest (no.)"), say("Ballot, best first"))
        yield Table(header, rows, widths=(1, 2, 5))

    def _decisions(self) -> Written:
        approved, waiting, refused = (
            self.which("approved"),
            self.which("put on the waiting list"),
            self.which("refused"),
        )
        if not (approved or waiting or refused):
            return
        yield Heading(say("What the leadership decided"), 2)
        header = (say("No."), say("Decision"), say("When"), say("By"), say("Reason"))
        rows = [
            *((e, say("approved, place {n}", n=e.told["place"]), _why(e)) for e in approved),
            *((e, say("waiting list"), reason(e.told["because"])) for e in waiting),
            *((e, say("refused"), e.told["because"]) for e in refused),
        ]
        rows.sort(key=lambda row: row[0].number)
        cells = tuple((e.told["nomination"], what, self.when(e), person(e.by), why) for e, what, why in rows)
        yield Table(header, cells, widths=(0.5, 1.5, 1.5, 1, 5), figures=frozenset({0}))
        for e in self.which("dissented"):
            yield Para(
                say(
                    "{who} disagreed on {when}: {words}",
                    who=person(e.by),
                    when=self.when(e),
                    words=e.told["words"],
                )
            )

    def _after(self) -> Written:
        events = self.which("withdrew", "sent the list")
        if events:
            yield Heading(say("Afterwards"), 2)
        for e in events:
            if e.did == "sent the list":
                numbers = Listed(tuple(e.told["numbers"]) or (say("none"),))
                yield Para(
                    say("{when}: the list was sent: no. {numbers}", when=self.when(e), numbers=numbers)
                )
                yield Facts(((say("List as sent (SHA-256)"), e.sha256),))
                continue
            yield Para(
                say(
                    "{when}: no. {n} was withdrawn: {why}",
                    when=self.when(e),
                    n=e.told["nomination"],
                    why=e.told["because"] or UNKNOWN,
                )
            )
            if e.told.get("freed"):
                next_ = e.told["next"] or say("nobody")
                yield Para(
                    say(
                        "Place {place} was freed; next by the same rule: {next}",
                        place=e.told["freed"],
                        next=next_,
                    )
                )

    def _chain(self) -> Written:
        if self.events:
            yield Heading(say("What these minutes rest on"), 2)
            first, last = self.events[0], self.events[-1]
            yield Facts(
                (
                    (
                        say("Lines of the log"),
                        say(
                            "{n}, from number {first} to {last}",
                            n=len(self.events),
                            first=first.number,
                            last=last.number,
                        ),
                    ),
                    (say("Hash of the last line"), last.chained),
                )
            )


def _why(event: Event) -> Words | str:
    if event.told["because"]:
        return say("otherwise than the route: {why}", why=event.told["because"])
    return say("the route sends it forward") if event.told["as_routed"] else UNKNOWN
