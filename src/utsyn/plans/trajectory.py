"""What a target should have come to on a day: evenly, in yearly steps, or by milestones; and whether a level has."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from utsyn.periods import add_months, begun_months, months
from utsyn.plans.document import Trajectory
from utsyn.plans.states import Gauge, Span
from utsyn.plans.targets.reaching import met

ONE_DAY = timedelta(days=1)


class Course(NamedTuple):
    """The way from a base on one day to a goal on another.

    It begins on the plan's first day, or on the day after the base's period where that is later. Evenly: so much a
    month, and of a begun month so much a day. In steps: so much a whole year, and all of it on the day it is due. By milestones: the last one whose day has
    come, the base before the first. From the day it is due, the goal itself is asked. A base that is better than the
    goal already is not to be left: the goal is asked all the way.
    """

    shape: Trajectory
    begins: date
    due: date
    base: Span | None
    goal: Span
    falling: bool = False

    def asked(self, *, on: date) -> Span | None:
        """Return what is asked on a day; None where nothing is asked yet, or nobody knows where it began."""
        if on >= self.due:
            return self.goal
        if self.shape.shape == "milestones":
            passed = [one.value for one in self.shape.milestones if one.on <= on]
            return Span(passed[-1], passed[-1]) if passed else self.base
        if self.base is None:
            return None
        part = self._part(on)
        return Span(
            self._between(self.base.low, self.goal.low, part),
            self._between(self.base.high, self.goal.high, part),
        )

    def _part(self, on: date) -> Fraction:
        if on < self.begins:
            return Fraction(0)
        if self.shape.shape == "stepwise":
            steps = -(-begun_months(self.begins, self.due)[1] // 12)
            return Fraction(min(months(self.begins, on) // 12, steps), steps)
        return _months(self.begins, on) / _months(self.begins, self.due)

    def _between(self, base: Decimal, goal: Decimal, part: Fraction) -> Decimal:
        if base == goal or (base < goal) is self.falling:  # better than the goal already
            return goal
        return base + (goal - base) * part.numerator / part.denominator

    def corners(self) -> tuple[tuple[date, Decimal], ...]:
        """Return the days on which the course turns, with what is asked on them, oldest first, for a chart."""
        first = min(self.begins - ONE_DAY, self.due)
        days = [first, self.due]
        if self.shape.shape == "stepwise":
            years = range(1, self.due.year - self.begins.year + 1)
            days += [add_months(self.begins, 12 * n) - ONE_DAY for n in years]
        days += [one.on for one in self.shape.milestones]
        turns = ((day, self.asked(on=day)) for day in sorted(set(days)) if first <= day <= self.due)
        return tuple((day, asked.low) for day, asked in turns if asked is not None)


def _months(since: date, until: date) -> Fraction:
    """Count the months of a period with both its days, those of a begun month as a part of that month."""
    whole = months(since, until)
    begun, after = add_months(since, whole), add_months(since, whole + 1)
    return whole + Fraction((until + ONE_DAY - begun).days, (after - begun).days)


def course(gauge: Gauge, shape: Trajectory, *, since: date, due: date) -> Course | None:
    """Return the course of what was gauged; None where there is no goal, or no way between a no and a yes."""
    if gauge.goal is None or gauge.running or not (gauge.gradual or shape.shape == "milestones"):
        return None
    goal = gauge.goal_within or Span(gauge.goal, gauge.goal)
    base = None if gauge.base is None else gauge.base_within or Span(gauge.base, gauge.base)
    ended = max((one.until + ONE_DAY for one in gauge.based), default=since)
    begins = gauge.began or max(since, ended)
    return Course(shape, min(begins, due), due, base, goal, gauge.falling)


def on_course(gauge: Gauge, asked: Span) -> bool | None:
    """Tell whether the level is where the course asks it to be; None where precision leaves it open."""
    if gauge.level is None:
        return None
    level = gauge.level_within or Span(gauge.level, gauge.level)
    return met(level, asked, falling=gauge.falling, strict=gauge.strict)
