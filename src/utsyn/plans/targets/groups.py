"""What holds of many: each of them has so much, or more of them take part than before."""

from decimal import Decimal
from functools import partial
from typing import Annotated

from pydantic import Field

from utsyn.plans.indicators import IndicatorDocument, Sort
from utsyn.plans.series import Known, Observation
from utsyn.plans.spoken import period
from utsyn.plans.states import Gauge, Span
from utsyn.plans.targets import target
from utsyn.plans.targets.bases import Base, before
from utsyn.plans.targets.increases import By, above
from utsyn.plans.targets.reaching import towards
from utsyn.plans.targets.reading import Number, Read, in_series, valued
from utsyn.text import Percent, Words, say, say_n

Share = Annotated[Decimal, Field(gt=0, le=1)]
Each = Annotated[Number, Field(gt=0)]


@target(Sort.MEMBERS)
def coverage(known: Known, *, each: Each = Decimal(1), share: Share = Decimal(1)) -> Gauge:
    """Of all members, at least this `share` has at least so much `each`: every department one group, say.

    Those that the latest figure says nothing of are unknown, and may go either way; those it names that are not among the
    members of the day are left out, and said to be. Figures of earlier periods are of the members that they name
    themselves, for members come and go. Where nobody knows which members there are, nothing is known.
    """
    last = max((one.until for one in known.observations if one.until <= known.due), default=None)
    named = bool(known.indicator and known.indicator.members)
    series = in_series(
        known, lambda one, _: _covered(one, each, known.members, latest=one.until == last and named)
    )
    base = before(series, known.since)
    claim = (
        say("Every one has at least {each}", each=each)
        if share == 1
        else say("At least {share} of them have at least {each}", share=Percent(share), each=each)
    )
    return towards(known, series, claim, Span(share, share), base=base.level, base_within=base.within,
                   based=base.based, baseless=base.why, shown_as="share", caveats=_about(known, last, named=named))  # fmt: skip


def _covered(
    observation: Observation, each: Decimal, members: frozenset[str] | None, *, latest: bool
) -> Read:
    parts, when = observation.figure.parts, period(observation)
    if latest and members is None:
        return Read(
            observation, None, why=say("nobody has told which they all are, and so no share of them is known")
        )
    whole = members if latest and members is not None else frozenset(parts)
    if not whole:
        return Read(observation, None, why=say("there was none to be counted, for {period}", period=when))
    unknown = len(whole - parts.keys())
    if unknown == len(whole):
        return Read(observation, None, why=say("nothing is known of any of them, for {period}", period=when))
    have, n = sum(parts.get(key, Decimal(0)) >= each for key in whole), len(whole)
    said: Words = say("{part} of {whole}", part=have, whole=n)
    if unknown:
        said = say_n("{said}, and {n} is not known", "{said}, and {n} are not known", unknown, said=said)
    return Read(
        observation, Decimal(have) / n, Span(Decimal(have) / n, Decimal(have + unknown) / n), said=said
    )


def _about(known: Known, last: object, *, named: bool) -> tuple[Words, ...]:
    """Say whom figures count: those they name, where the indicator does not say who they all are; else the members.

    Those named that are no members on the day, merged, renamed or closed since, are left out of the latest figure, and
    counted as they were in earlier ones.
    """
    if not named:
        return (say("Of those that the figure itself names: the indicator does not say which they all are"),)
    if known.members is None:
        return ()
    left = sorted(
        {key for one in known.observations if one.until == last for key in one.figure.parts} - known.members
    )
    then = sorted(
        {key for one in known.observations if one.until != last for key in one.figure.parts} - known.members
    )
    said: list[Words] = []
    if left:
        said.append(say("Left out, for they are no longer among them: {names}", names=", ".join(left)))
    if then:
        said.append(
            say("Earlier figures count these too, as things were then: {names}", names=", ".join(then))
        )
    return tuple(said)


@target(Sort.MEMBERS, Sort.COUNT)
def breadth(known: Known, *, base: Base, by: By | None = None) -> Gauge:
    """More members take part than in the base; where `by` is given, by at least this share of their number.

    A member takes part where its number is more than nothing. Those that the latest figure says nothing of are unknown;
    who is no member any more is left out of it and counted in the base, as things were, and both are said. A base of
    several periods is the mean of their numbers, and each has to be as long as the latest: one who takes part in two
    years is one in each of them, and one in both.
    """
    claim = (
        say("More of them take part than in the base, {base}", base=base.said)
        if by is None
        else say(
            "At least {by} more of them take part than in the base, {base}", by=Percent(by), base=base.said
        )
    )
    last = max((one.until for one in known.observations if one.until <= known.due), default=None)
    if known.indicator is None or known.indicator.sort is Sort.COUNT:
        return above(known, base, claim, by=by, alike=True)
    read = partial(_taking_part, members=known.members, last=last)
    made = above(known, base, claim, by=by, read=read, alike=True)
    return made._replace(caveats=(*made.caveats, *_about(known, last, named=bool(known.indicator.members))))


def _taking_part(
    observation: Observation, _indicator: IndicatorDocument, *, members: frozenset[str] | None, last: object
) -> Read:
    parts = observation.figure.parts
    if not parts:
        return valued(observation, None)
    whole = members if members is not None and observation.until == last else frozenset(parts)
    count = Decimal(sum(parts.get(key, Decimal(0)) > 0 for key in whole))
    unknown = len(whole - parts.keys())
    said = say_n("{n} is not known", "{n} are not known", unknown) if unknown else None
    return Read(observation, count, Span(count, count + unknown), said=said)
