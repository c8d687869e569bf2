"""What a figure must have before it is kept, by the sort of its indicator; whatever does not fit is named with its mend."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import NamedTuple

from utsyn.plans.indicators import IndicatorDocument, Sort
from utsyn.plans.series import BY_HAND
from utsyn.problems import Problem, unknown_name
from utsyn.text import Words, say

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
DIGITS, MOST = 8, 15  # decimals that are kept, and digits in all: as many as every database keeps exactly
LARGEST = Decimal(10) ** MOST
LAST = Decimal(1).scaleb(-DIGITS)
NAMED: Mapping[Sort, tuple[str, ...]] = {
    Sort.SHARE: ("numerator", "denominator"),
    Sort.FLOWS: ("in", "out"),
}
MADE_OF = (Sort.SHARE, Sort.FLOWS, Sort.MEMBERS)  # sorts whose value is computed from their parts
PLAIN = (Sort.COUNT, Sort.AMOUNT)


class Entered(NamedTuple):
    """A figure as somebody enters it, before anybody knows whether it fits.

    `unknown` says why a figure that is asked for is not known. `among` says who is ranked, where only the place is known.
    `running` marks a total that runs on from the same first day, so that later ones cover the period of earlier ones.
    """

    since: date
    until: date
    value: Decimal | None = None
    parts: Mapping[str, Decimal | None] = {}
    provider: str = BY_HAND
    title: str = ""  # of the source
    url: str = ""
    accessed: date | None = None
    method: str = ""
    precision: Decimal | None = None
    unknown: str = ""
    among: str = ""
    running: bool = False


class Beside(NamedTuple):
    """A figure of the same unit and provider that stands already."""

    since: date
    until: date
    running: bool = False


class Computed(NamedTuple):
    """The value of a figure; `digits` is to how many decimals it is kept where the fraction of its parts never ends."""

    value: Decimal | None
    digits: int | None = None


def computed(indicator: IndicatorDocument, entered: Entered) -> Computed:
    """Return the value that a figure has: made of its parts where its sort is, else as it was entered."""
    known = [part for part in entered.parts.values() if part is not None]
    if _stated_alone(indicator, entered):
        return Computed(entered.value)
    if indicator.sort not in MADE_OF or len(known) < len(entered.parts) or not known:
        return Computed(None if indicator.sort in MADE_OF else entered.value)
    if indicator.sort is Sort.MEMBERS:
        return Computed(sum(known, Decimal(0)))
    first, second = (entered.parts.get(name) for name in NAMED[indicator.sort])
    if first is None or second is None:
        return Computed(None)
    if indicator.sort is Sort.FLOWS:
        return Computed(first - second)
    if not second:
        return Computed(None)
    exact = Fraction(first) / Fraction(second)
    near = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(LAST, ROUND_HALF_EVEN)
    return Computed(near, None if Fraction(near) == exact else DIGITS)


def _stated_alone(indicator: IndicatorDocument, entered: Entered) -> bool:
    """Tell whether a source states a share without the numbers behind it, where the indicator needs no denominator."""
    alone = all(part is None for part in entered.parts.values()) and entered.value is not None
    return alone and indicator.sort is Sort.SHARE and not indicator.smallest


def unfit(
    indicator: IndicatorDocument,
    entered: Entered,
    *,
    on: date,
    beside: Iterable[Beside] = (),
    members: Collection[str] | None = None,
    own: str = "",
) -> Iterator[Problem]:
    """Walk all that is wrong with a figure; `members` are those of its last day, None where nobody knows them.

    `own` is the key of the unit that the figure is about, as it stands among those that are ranked.
    """
    yield from _period(indicator, entered, on)
    yield from _alone(entered, beside)
    yield from _told(indicator, entered, on)
    faults = [*_numbers(indicator, entered), *_parts(indicator, entered, members)]
    yield from faults
    if not faults:
        yield from _value(indicator, entered, own)


def _wrong(what: Words, mend: Words, *path: str) -> Problem:
    return Problem(what, mend, path)


def _period(indicator: IndicatorDocument, entered: Entered, on: date) -> Iterator[Problem]:
    since, until = entered.since, entered.until
    if until < since:
        yield _wrong(
            say("The period ends before it begins"),
            say("Write a last day on or after {day}", day=since),
            "until",
        )
        return
    if until > on:
        yield _wrong(say("The period ends on {day}, which has not come yet", day=until), say("Enter the figure once the period is over, or for a shorter one"), "until")  # fmt: skip
    first, last = indicator.definition(on=since), indicator.definition(on=until)
    if first is None:
        begins = indicator.definitions[0].since
        yield _wrong(say("{indicator} is defined from {day} on, and the period begins before that", indicator=indicator.title, day=begins), say("Write down how it was defined before, as a version of its definition, or enter a later period"), "since")  # fmt: skip
    elif last is not None and last.version != first.version:
        yield _wrong(say("The period goes across two definitions: version {n} holds from {day}", n=last.version, day=last.since), say("Enter one figure for the time before that day and one from it on"), "until")  # fmt: skip


def _alone(entered: Entered, beside: Iterable[Beside]) -> Iterator[Problem]:
    for other in beside:
        if (other.since, other.until) == (entered.since, entered.until):
            yield _wrong(say("There is a figure for {since} to {until} by this provider already", since=other.since, until=other.until), say("Revise that figure, so that both values are kept with the reason"), "since")  # fmt: skip
        elif other.since <= entered.until and entered.since <= other.until and not _runs_on(entered, other):
            yield _wrong(say("The period overlaps the figure for {since} to {until} by this provider", since=other.since, until=other.until), say("Enter a period beside it; or mark both as running totals from the same first day"), "since")  # fmt: skip


def _runs_on(entered: Entered, other: Beside) -> bool:
    return entered.running and other.running and entered.since == other.since


def _told(indicator: IndicatorDocument, entered: Entered, on: date) -> Iterator[Problem]:
    known = [provider.key for provider in indicator.providers]
    if entered.provider not in (BY_HAND, *known):
        yield unknown_name(entered.provider, [*known, BY_HAND], path=("provider",))
    if not entered.title.strip():
        yield _wrong(say("The figure has no source"), say("Say where it is written, so that others find it"), "source", "title")  # fmt: skip
    if entered.url and not entered.url.startswith(("https://", "http://")):
        yield _wrong(say("“{url}” is no address on the web", url=entered.url[:80]), say("Write it whole, with https://, or leave it out"), "source", "url")  # fmt: skip
    if entered.accessed is None:
        yield _wrong(say("It is not said when the source was read"), say("Write the day on which you read it"), "source", "accessed")  # fmt: skip
    elif entered.accessed > on:
        yield _wrong(say("The source is read on {day}, which has not come yet", day=entered.accessed), say("Write the day on which you read it"), "source", "accessed")  # fmt: skip
    if not entered.method.strip():
        yield _wrong(say("It is not said how the figure was made"), say("Say in a sentence how it was counted or read off"), "method")  # fmt: skip
    if entered.running and indicator.sort not in PLAIN:
        yield _wrong(say("Only counts and amounts can be running totals"), say("Enter a figure for each period by itself"), "running")  # fmt: skip


def _numbers(indicator: IndicatorDocument, entered: Entered) -> Iterator[Problem]:
    """Walk the numbers that cannot be kept as they are."""
    told: list[tuple[tuple[str, ...], Decimal | None]] = [
        (("value",), entered.value),
        (("precision",), entered.precision),
    ]
    if indicator.sort is Sort.MEMBERS:
        told.append((("parts",), computed(indicator, entered).value))
    for path, number in [*told, *((("parts", name), part) for name, part in entered.parts.items())]:
        if number is None:
            continue
        if (
            not number.is_finite()
            or len(number.normalize().as_tuple().digits) > MOST
            or abs(number) >= LARGEST
        ):
            yield _wrong(say("The number has more digits than can be kept"), say("Write a number with at most {n} digits", n=MOST), *path)  # fmt: skip
        elif number != number.quantize(LAST):
            yield _wrong(say("The number has more decimals than can be kept"), say("Write at most {n} decimals; nothing is rounded for you", n=DIGITS), *path)  # fmt: skip
        elif number < 0 and path == ("precision",):
            yield _wrong(say("A precision cannot be below zero"), say("Write how far off the figure may be, or leave it out"), *path)  # fmt: skip
        elif number < 0:
            yield _wrong(say("{number} is below zero", number=number), say("Counts, amounts and places are never below zero"), *path)  # fmt: skip


def _parts(
    indicator: IndicatorDocument, entered: Entered, members: Collection[str] | None
) -> Iterator[Problem]:
    """Walk the parts that do not fit the sort: those that are missing, and those that are none of it."""
    wanted = () if _stated_alone(indicator, entered) else NAMED.get(indicator.sort, ())
    if indicator.sort in (Sort.MEMBERS, Sort.RANK):
        yield from _members(entered, members)
        wanted = tuple(entered.parts) if indicator.sort is Sort.MEMBERS else ()
        if not entered.parts and indicator.sort is Sort.MEMBERS and not entered.unknown:
            yield _wrong(say("No member has a number"), say("Write a number for each, 0 where there is none"), "parts")  # fmt: skip
    else:
        for name in entered.parts:
            if name not in NAMED.get(indicator.sort, ()):
                yield unknown_name(name, list(NAMED.get(indicator.sort, ())), path=("parts", name))
    for name in wanted:
        if entered.parts.get(name) is None and not entered.unknown:
            yield _wrong(say("“{name}” is missing", name=name), say("Add it, or say why it is not known"), "parts", name)  # fmt: skip


def _members(entered: Entered, members: Collection[str] | None) -> Iterator[Problem]:
    for name in entered.parts:
        if members is not None and name not in members:
            yield unknown_name(name, sorted(members), path=("parts", name))
        elif members is None and not KEY.fullmatch(name):
            yield _wrong(say("“{name}” cannot be used as a key", name=name[:80]), say("Write small letters, digits and hyphens, the same each year, such as {key}", key="uio"), "parts", name)  # fmt: skip


def _value(indicator: IndicatorDocument, entered: Entered, own: str) -> Iterator[Problem]:
    value = computed(indicator, entered).value
    if entered.unknown:
        if entered.value is not None or (value is not None):
            yield _wrong(say("The figure is said not to be known, and has a value"), say("Take away the value, or the reason why it is not known"), "unknown")  # fmt: skip
        return
    if indicator.sort is Sort.SHARE:
        yield from _share(entered, value)
    elif indicator.sort is Sort.RANK:
        yield from _rank(entered, own)
    elif indicator.sort is Sort.ARRANGEMENT and entered.value not in (None, 0, 1):
        yield _wrong(say("An arrangement is in force or it is not"), say("Write 1 where it is in force, 0 where it is not"), "value")  # fmt: skip
    elif indicator.sort in MADE_OF and value is not None and entered.value not in (None, value):
        yield _wrong(say("The value is {value}, and the parts make {made}", value=entered.value, made=value), say("Mend one of them, or leave the value out: it is made of the parts"), "value")  # fmt: skip
    if entered.value is None and value is None and not (indicator.sort is Sort.SHARE and entered.parts):
        yield _wrong(say("There is no value"), say("Write it, or say why it is not known"), "value")


def _share(entered: Entered, value: Decimal | None) -> Iterator[Problem]:
    above, below = entered.parts.get("numerator"), entered.parts.get("denominator")
    if above is None or below is None:
        if value is not None and value > 1:
            yield _wrong(say("{value} is more than the whole", value=value), say("Write the share as a part of one: 0.20 for 20 per cent"), "value")  # fmt: skip
        return
    if below == 0:
        yield _wrong(say("This would be a percentage of zero"), say("Mend the denominator, or say why the share is not known"), "parts", "denominator")  # fmt: skip
        return
    if above > below:
        yield _wrong(say("The numerator {above} is larger than the denominator {below}", above=above, below=below), say("A share is a part of the whole: perhaps the two have changed places"), "parts", "numerator")  # fmt: skip
    elif entered.value is not None and value is not None and not _agree(entered, above, below):
        yield _wrong(say("The value is {value}, and the parts make {made}", value=entered.value, made=value), say("Mend one of them, or leave the value out: it is made of the parts"), "value")  # fmt: skip


def _agree(entered: Entered, above: Decimal, below: Decimal) -> bool:
    """Tell whether a stated share is that of its parts: within its precision, else to the digits it is stated with."""
    stated = entered.value or Decimal(0)
    decimals = max(0, -int(stated.as_tuple().exponent))
    within = (
        Fraction(Decimal(1).scaleb(-decimals)) / 2
        if entered.precision is None
        else Fraction(entered.precision)
    )
    return abs(Fraction(stated) - Fraction(above) / Fraction(below)) <= within


def _rank(entered: Entered, own: str) -> Iterator[Problem]:
    place = entered.value
    if place is None:
        return
    if place < 1 or place != place.to_integral_value():
        yield _wrong(say("{place} is no place in a ranking", place=place), say("Write a whole number from 1 on"), "value")  # fmt: skip
        return
    known = [amount for amount in entered.parts.values() if amount is not None]
    if not entered.parts:
        if not entered.among.strip():
            yield _wrong(say("A rank says nothing without those who are ranked"), say("Say who is ranked and how many they are, or give their amounts"), "among")  # fmt: skip
        return
    mine = entered.parts.get(own)
    above = [sum(amount > other for amount in known) + 1 for other in ([mine] if mine is not None else known)]
    if len(known) == len(entered.parts) and place not in above:
        yield _wrong(say("By the amounts nobody has place {place}", place=place) if mine is None else say("By the amounts the place is {right}, not {place}", right=above[0], place=place), say("Mend the place or the amounts; those who are level share the better place"), "value")  # fmt: skip
