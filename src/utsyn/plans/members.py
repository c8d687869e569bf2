"""Who all are that an indicator is about, as an editor lists them by hand where no register at hand does."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, NamedTuple

from pydantic import Field, model_validator

from utsyn.periods import Day
from utsyn.plans.document import Key
from utsyn.plans.measures import Line, Named, Paragraph, Part
from utsyn.plans.series import ByHand
from utsyn.plans.states import Standing
from utsyn.problems import Unfit
from utsyn.reasons import Source
from utsyn.text import Said, blank, say

MOST = 500  # members of a list
KIND_NAMES: Mapping[str, Said] = {
    "programme": say("study programmes"),
    "group": say("research groups"),
    "strategic-infrastructure": say("strategic infrastructures"),
}


class Member(Part):
    """One on the list: its key, which figures name it by and which stays, its name, and from where it is known."""

    key: Key
    name: Named
    source: Named
    url: Line = ""
    accessed: Day
    method: Paragraph

    @model_validator(mode="after")
    def _is_known_from_somewhere(self) -> "Member":
        if blank(self.method):
            raise Unfit(say("Say how it was decided that it belongs to the list"), written=self.key)
        if self.url and not self.url.startswith(("https://", "http://")):
            raise Unfit(say("Write it whole, with https://, or leave it out"), written=self.url)
        return self


class MemberList(Part):
    """All of a kind, from a day on: whoever saves a list says that there are no others."""

    since: Day
    members: Annotated[tuple[Member, ...], Field(min_length=1, max_length=MOST)]

    @model_validator(mode="after")
    def _each_stands_once(self) -> "MemberList":
        keys = [one.key for one in self.members]
        twice = next((key for n, key in enumerate(keys) if key in keys[:n]), None)
        if twice:
            raise Unfit(say("Write each member once"), written=twice)
        return self


class Differs(NamedTuple):
    """What differs from one list to the next: the members that came, went, and are told of otherwise."""

    came: Sequence[Member]
    went: Sequence[Member]
    changed: Sequence[Member]


def differing(before: MemberList | None, now: MemberList) -> Differs:
    """Return what differs from one list to the next."""
    old = {one.key: one for one in before.members} if before else {}
    new = {one.key: one for one in now.members}
    return Differs(
        [one for key, one in new.items() if key not in old],
        [one for key, one in old.items() if key not in new],
        [one for key, one in new.items() if key in old and old[key] != one],
    )


def sources(members: Sequence[Member]) -> Iterator[Source]:
    """Walk the sources of a list, each once."""
    found = dict.fromkeys((one.source, one.url, one.accessed) for one in members)
    yield from (Source(title=title, url=url, accessed=day) for title, url, day in found)


def shown_by_hand(one: Standing, listed: ByHand, members: frozenset[str]) -> Standing:
    """Return a standing that says that the list of all was entered by hand, with the list's sources beside its own."""
    words = say("The list of all {n} was entered by hand, as of {day}", n=len(members), day=listed.since)
    gauge = one.gauge._replace(caveats=(*one.gauge.caveats, words))
    found = one.finding._replace(sources=tuple(dict.fromkeys((*one.finding.sources, *listed.sources))))
    others = tuple(shown_by_hand(other, listed, members) for other in one.others)
    return one._replace(gauge=gauge, finding=found, others=others)
