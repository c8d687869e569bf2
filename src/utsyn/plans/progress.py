"""How a goal goes on a day: the state of each of its targets by the figures known then, with all the reasons."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from utsyn.cited import Cited
from utsyn.plans.document import Goal, PlanDocument, Target
from utsyn.plans.indicators import IndicatorDocument
from utsyn.plans.members import shown_by_hand
from utsyn.plans.parts import measured, of_part
from utsyn.plans.series import BY_HAND, Known, Observation, Records, SetByHand, as_known
from utsyn.plans.standing import VERDICTS, not_known, standing
from utsyn.plans.states import STATE_NAMES, Gauge, Progress, Standing, State
from utsyn.plans.targets import kinds
from utsyn.reasons import Finding, Source, Verdict, finding
from utsyn.text import Listed, Words, say

ORDER = tuple(State)


def progress(
    goal: Goal, *, plan: PlanDocument, records: Records, indicators: Mapping[str, IndicatorDocument], on: date
) -> Progress:
    """Return where a goal stands on a day by all that was known then, whatever came to be known later.

    It takes the first state of its targets, in the order of `State`. What somebody set by hand stands beside it.
    """
    return _Asked(plan, records, indicators, on).progress(goal)


def all_progress(
    plan: PlanDocument,
    records: Records,
    *,
    indicators: Mapping[str, IndicatorDocument],
    on: date,
    part: bool = False,
) -> Mapping[str, Progress]:
    """Return where every goal of a plan stands on a day, by its key; where `part`, by the records of one unit alone."""
    asked = _Asked(plan, records, indicators, on, part=part)
    return {goal.key: asked.progress(goal) for goal in plan.goals}


def parts_progress(
    plan: PlanDocument,
    records: Records,
    goals: Collection[str],
    *,
    indicators: Mapping[str, IndicatorDocument],
    on: date,
    part: bool = True,
) -> Mapping[str, Progress]:
    """Return where some goals stand by a unit's own figures, for those of which it has any; the whole is no `part`."""
    asked = _Asked(plan, records, indicators, on, part=part)
    some = (one for one in plan.goals if one.key in goals and measured(one, records.observed))
    return {goal.key: asked.progress(goal) for goal in some}


class _Asked:
    """A plan asked about on a day; figures are sorted once for all goals that rest on them."""

    def __init__(
        self,
        plan: PlanDocument,
        records: Records,
        indicators: Mapping[str, IndicatorDocument],
        on: date,
        *,
        part: bool = False,
    ) -> None:
        self.part = part
        self.plan, self.records, self.indicators, self.on = plan, records, indicators, on
        self.figures: dict[str, Mapping[str, tuple[Observation, ...]]] = {}

    def progress(self, goal: Goal) -> Progress:
        by_hand = hand_set(self.records.set_by_hand.get(goal.key, ()), on=self.on)
        if goal.unmeasured is not None:
            needs = finding(None, say("What it would take: {what}", what=goal.unmeasured.needs))
            found = Finding(Verdict.UNKNOWN, goal.title, (needs,), goal.unmeasured.because, key=goal.key,
                            sources=self.sources(goal.cite))  # fmt: skip
            return Progress(goal, self.on, State.UNKNOWN, found, (), by_hand)
        standings = tuple(self.standing(goal, target) for target in goal.targets)
        state = min((one.state for one in standings), key=ORDER.index)
        found = Finding(VERDICTS[state], goal.title, tuple(one.finding for one in standings), key=goal.key,
                        sources=self.sources(goal.cite))  # fmt: skip
        return Progress(goal, self.on, state, found, standings, by_hand)

    def standing(self, goal: Goal, target: Target) -> Standing:
        sources = self.sources(target.cite)
        indicator = self.indicators.get(target.indicator or "")
        if target.indicator and indicator is None:
            return not_known(
                target, say("the indicator “{key}” is not at hand", key=target.indicator), sources=sources
            )
        judgements = tuple(
            one
            for one in self.records.judged.get(goal.key, ())
            if one.target == target.key and one.on <= self.on
        )
        known = Known(
            indicator, (), self.on, self.plan.lasts.since, target.due or self.plan.lasts.until,
            self.records.members.get(indicator.members) if indicator and indicator.members else None, judgements,
        )  # fmt: skip
        by = self.by_provider(indicator) if indicator and not _alone(target) else {}
        if not by:
            return self.told(standing(target, known, provider="", sources=sources), indicator)
        each = [
            standing(target, known._replace(observations=figures), provider=provider, sources=sources)
            for provider, figures in by.items()
        ]
        made = together(target, each, indicator)
        return self.told(of_part(made, indicator) if self.part else made, indicator)

    def told(self, made: Standing, indicator: IndicatorDocument | None) -> Standing:
        """Return a standing that says so where the list of all members was entered by hand."""
        kind = indicator.members if indicator else ""
        listed = self.records.listed.get(kind)
        return shown_by_hand(made, listed, self.records.members.get(kind, frozenset())) if listed else made

    def by_provider(self, indicator: IndicatorDocument) -> Mapping[str, tuple[Observation, ...]]:
        """Return what was known of an indicator, by provider in the indicator's order."""
        if indicator.key not in self.figures:
            found: dict[str, list[Observation]] = {one.key: [] for one in indicator.providers}
            for one in as_known(self.records.observed.get(indicator.key, ()), on=self.on):
                found.setdefault(one.provider, []).append(one)
            self.figures[indicator.key] = {key: tuple(kept) for key, kept in found.items() if kept}
        return self.figures[indicator.key]

    def sources(self, cite: Cited) -> tuple[Source, ...]:
        return tuple(entry.cited(one) for one in cite if (entry := self.plan.sources.get(one.source)))


def _alone(target: Target) -> bool:
    return target.kind in kinds() and kinds()[target.kind].alone


def together(target: Target, each: Sequence[Standing], indicator: IndicatorDocument | None) -> Standing:
    """Return where a target stands by all providers: by the one that leads, beside the others; never by their mean.

    One that leads but has no figure leads nothing. Where none leads and all come to the same state, the first is shown
    with the others beside it; where they differ, nobody knows.
    """
    leading = indicator.leading() if indicator else ""
    first = next((one for one in each if one.provider == leading), each[0])
    others = tuple(one for one in each if one is not first)
    if first.provider == leading or all(one.state is first.state for one in others):
        return first._replace(others=others)
    said: Words = Listed(tuple(
        say("{provider}: {state}", provider=_provider(one.provider, indicator), state=STATE_NAMES[one.state]) for one in each
    ))  # fmt: skip
    why = say("the providers of figures do not agree, and none of them leads: {each}", each=said)
    found = first.finding._replace(
        verdict=Verdict.UNKNOWN, found=why, because=tuple(one.finding for one in each),
        sources=tuple(dict.fromkeys(source for one in each for source in one.finding.sources)),
    )  # fmt: skip
    return Standing(
        target,
        State.UNKNOWN,
        found,
        Gauge(finding(None, first.gauge.holds.claim, found=why)),
        others=tuple(each),
    )


def _provider(key: str, indicator: IndicatorDocument | None) -> Words | str:
    named = indicator.provider(key) if indicator else None
    return named.title if named else say("entered by hand") if key == BY_HAND else key


def hand_set(set_by_hand: Sequence[SetByHand], *, on: date) -> SetByHand | None:
    """Return the state that somebody set last by a day; None where it was taken back."""
    last = next((one for one in reversed(set_by_hand) if one.on <= on), None)
    return last if last is not None and last.state else None
