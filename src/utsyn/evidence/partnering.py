"""When a partner is emerging, hidden, dormant or one person's: verdicts on counts, each with what was counted and which threshold it met.

Counts of publications are of full years alone, without works of more than 100 authors; a year that is still filling is left out and named.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from utsyn.evidence.partner_counts import ABOVE, BELOW, ITSELF, Counts, growth, in_force_since, years_before
from utsyn.reasons import Finding, all_of, any_of, finding
from utsyn.text import Words, say, say_n

EMERGING, RATIO, CHANCE = 8, 2, Fraction(1, 20)
HIDDEN, UNITS, PEOPLE = 15, 2, 3
SETTLED = 2  # years after which a silent agreement is dormant
ONE_PERSON, TOLD = Fraction(4, 5), 5  # the part that one of us carries; works of which it is told


def grows(of: Counts) -> Finding:
    """Whether more is written together than our own output would carry."""
    chance = growth(of).chance
    told = None if chance is None else say("By chance alone: {p}", p=_near(chance))
    claim = say(
        "The number grows by more than the university’s own output explains (p below {p})",
        p=Decimal(CHANCE.numerator) / CHANCE.denominator,
    )
    return finding(None if chance is None else chance < CHANCE, claim, found=told, about=("partner-growth",))


def emerging(of: Counts) -> Finding:
    """Whether a partner is emerging: at least 8 publications in three full years, at least twice as many as before, and not by chance."""
    r, p = of.recent, of.before
    many = None if r is None else r >= EMERGING
    twice = None if r is None or p is None else r >= RATIO * p
    before = (
        None
        if p is None
        else say_n(
            "{n} publication in the three years before", "{n} publications in the three years before", p
        )
    )
    parts = [
        finding(
            many,
            say("At least {n} publications together in {years}", n=EMERGING, years=of.span.said()),
            found=_together(of),
        ),
        finding(twice, say("At least {n} times as many as in the three years before", n=RATIO), found=before),
        grows(of),
    ]
    return all_of(say("An emerging partner"), parts, key="emerging")


def hidden(of: Counts, *, on: date) -> Finding:
    """Whether a partner is hidden: much is written together, it does not hang on one of us, and no agreement covers it."""
    r = of.recent
    parts = [
        finding(None if r is None else r >= HIDDEN,
                say("At least {n} publications together in {years}", n=HIDDEN, years=of.span.said()), found=_together(of)),
        broad(of),
        uncovered(of, on=on),
    ]  # fmt: skip
    return all_of(
        say("A hidden partner: much is written together, and no agreement covers it"), parts, key="hidden"
    )


def broad(of: Counts) -> Finding:
    """Whether a partnership rests on several units or on several of us."""
    units = None if of.units is None else say_n("{n} unit", "{n} units", of.units)
    people = None if of.people is None else say_n("{n} author of ours", "{n} authors of ours", of.people)
    return any_of(
        say("It rests on several units or persons"),
        [
            finding(
                None if of.people is None else of.people >= PEOPLE,
                say("At least {n} authors of ours", n=PEOPLE),
                found=people,
            ),
            finding(
                None if of.units is None else of.units >= UNITS,
                say("At least {n} of our units", n=UNITS),
                found=units,
            ),
        ],
    )


def uncovered(of: Counts, *, on: date) -> Finding:
    """Whether no agreement with a partner, nor with one above or below it, is in force on a day."""
    claim = say("No agreement with it, or with what stands above or below it, is in force on {day}", day=on)
    if of.agreements is None:
        return finding(None, claim, found=say("No agreements are loaded"))
    told = [(one, one.active(on=on)) for one in of.agreements]
    if any(active for _, active in told):
        where = dict.fromkeys(one.relation for one, active in told if active)
        return finding(False, claim, found=WHERE[next(iter(sorted(where, key=list(WHERE).index)))])
    return finding(
        None if any(active is None for _, active in told) else True, claim, found=say("None is in force")
    )


WHERE = {
    ITSELF: say("There is one with the partner itself"),
    ABOVE: say("There is one with an organisation above it"),
    BELOW: say("There is one with an organisation below it"),
}


def dormant(of: Counts, *, on: date) -> Finding:
    """Whether an agreement sleeps: in force for at least two years, and since the first of the last three full years no sign of life."""
    begins = of.span.begins
    parts = [
        settled(of, on=on),
        _silent(of.works, say("No publications together since {day}", day=begins), none=say("Not all these years are at hand")),
        _silent(of.stays, say("No stays since {day}", day=begins), none=say("No stays are loaded")),
        _silent(of.projects, say("No joint projects since {day}", day=begins), none=say("No projects are loaded")),
        _silent(of.traffic, say("No traffic about agreements over Erasmus Without Paper since {day}", day=begins),
                none=say("Not known: no list of such traffic is loaded")),
    ]  # fmt: skip
    return all_of(say("A dormant agreement: in force, and nothing happens"), parts, key="dormant")


def settled(of: Counts, *, on: date) -> Finding:
    """Whether an agreement with the partner itself has been in force for at least two years without a break."""
    claim = say("An agreement has been in force for at least {n} years on {day}", n=SETTLED, day=on)
    if of.agreements is None:
        return finding(None, claim, found=say("No agreements are loaded"))
    own = [one for one in of.agreements if one.relation == ITSELF]
    began = in_force_since(own, on=on)
    if began is None:
        unknown = any(one.active(on=on) is None for one in own)
        return finding(None if unknown else False, claim, found=say("None is in force"))
    return finding(began <= years_before(on, SETTLED), claim, found=say("In force since {day}", day=began))


def one_person(of: Counts) -> Finding:
    """Whether one of us carries a partnership: is on at least four of five of its publications, of which there are five or more."""
    r, largest = of.recent, of.largest
    enough = None if r is None else r >= TOLD
    carried = None if r is None or largest is None else largest >= ONE_PERSON * r
    told = None if r is None or largest is None else say("{n} of {all}", n=largest, all=r)
    return all_of(
        say("A partnership of one person"),
        [
            finding(
                enough,
                say("At least {n} publications together in {years}", n=TOLD, years=of.span.said()),
                found=_together(of),
            ),
            finding(carried, say("One of us is on at least four of five of them"), found=told),
        ],
        key="one-person",
    )


def _silent(n: int | None, claim: Words, *, none: Words) -> Finding:
    return finding(
        None if n is None else n == 0, claim, found=none if n is None else say("There are {n}", n=n)
    )


def _together(of: Counts) -> Words | None:
    if of.recent is None:
        return None
    if not of.hyper:
        return say_n("{n} publication", "{n} publications", of.recent)
    return say("{n}, and {hyper} more of over 100 authors that are not counted", n=of.recent, hyper=of.hyper)


def _near(chance: Fraction) -> Decimal | Words:
    """Return a probability to three decimals, rounded up, and never as nothing."""
    thousandths = -(-chance.numerator * 1_000 // chance.denominator)
    least = Decimal("0.001")
    return thousandths * least if thousandths > 1 else say("below {p}", p=least)


def signs(of: Counts, *, on: date) -> Iterator[Finding]:
    """Walk the four verdicts on a partner: emerging, hidden, dormant, one person's."""
    yield emerging(of)
    yield hidden(of, on=on)
    yield dormant(of, on=on)
    yield one_person(of)
