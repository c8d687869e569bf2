"""Two vintages of one figure, or one figure and another source's: by how much they differ, and why.

Between vintages every change has a cause, and the causes sum exactly to the difference; what does not add up is refused. Between sources
nothing can be added up: what is known to differ is named, and nothing is subtracted that was never counted alike.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from utsyn.evidence.between import Sides, asked
from utsyn.evidence.causes import CAUSES, COUNTS, Way, changes, columns
from utsyn.evidence.compute import Chosen, files
from utsyn.evidence.explain import Variant
from utsyn.evidence.intervals import wilson
from utsyn.evidence.recipes import About, Given
from utsyn.evidence.results import Result, result
from utsyn.evidence.snapshots import Store
from utsyn.problems import Problem, Problems
from utsyn.text import Words, say, say_n

if TYPE_CHECKING:
    from utsyn.evidence.engine import Engine

Counts = tuple[int, ...]  # works, numerator, denominator, unknown
NONE: Counts = (0, 0, 0, 0)


class Caused(NamedTuple):
    """What one cause did to a figure: how many works it moved, and by how much each count changed."""

    cause: str
    moved: int
    counts: Counts


class Change(NamedTuple):
    """A figure in two vintages: what each year (and unit, class) came to before and after, and the moves of single works."""

    ways: tuple[Way, Way]
    changed: tuple[str, ...]  # which of data, map, staff and definition are not the same
    before: Mapping[tuple[Any, ...], Counts]
    after: Mapping[tuple[Any, ...], Counts]
    moves: Result

    @property
    def keys(self) -> list[tuple[Any, ...]]:
        """Return the years (and what else it is counted by), in order."""
        return sorted(
            {*self.before, *self.after}, key=lambda key: [(part is not None, str(part)) for part in key]
        )

    def sums(self, wanted: Callable[[tuple[Any, ...]], bool] = lambda _: True) -> tuple[Counts, Counts]:
        """Return what the figure came to before and after, of the keys that are wanted."""
        return _total(self.before, wanted), _total(self.after, wanted)

    def causes(self, wanted: Callable[[tuple[Any, ...]], bool] = lambda _: True) -> list[Caused]:
        """Return the causes of the change of the keys that are wanted, in their order; those that moved nothing are left out."""
        found: dict[str, list[int]] = {}
        for _, *key, cause, works, numerator, denominator, unknown in self.moves.rows:
            if wanted(tuple(key)):
                numbers = found.setdefault(cause, [0] * (len(COUNTS) + 1))
                for place, add in enumerate((1, works, numerator, denominator, unknown)):
                    numbers[place] += add
        return [Caused(cause, found[cause][0], tuple(found[cause][1:])) for cause in CAUSES if cause in found]

    def works(
        self, cause: str, wanted: Callable[[tuple[Any, ...]], bool] = lambda _: True
    ) -> tuple[int, ...]:
        """Return the works that a cause moved, of the keys that are wanted."""
        place = self.moves.columns.index("cause")
        rows = (row for row in self.moves.rows if row[place] == cause and wanted(row[1:place]))
        return tuple(dict.fromkeys(row[0] for row in rows))


def vintages(
    engine: "Engine", store: Store, about: About, *, ways: tuple[Way, Way], before: Chosen, after: Chosen
) -> Change:
    """Compare a figure in two choices of vintages. Raises Problems where a table is lacking."""
    needs = tuple(dict.fromkeys((*ways[0].needs, *ways[1].needs)))
    lacking = [name for name in needs if name not in before or name not in after]
    if lacking:
        what = say(
            "{recipe} needs {tables}, which no vintage has", recipe=ways[0].of.key, tables=", ".join(lacking)
        )
        raise Problems(Problem(what, say("Fetch and load their sources first")))
    # A table that is the same in both is read from one file, so that the engine sees that it is the same.
    then = {name: before[name] for name in needs}
    now = {name: then[name] if _same(then[name], after[name], name) else after[name] for name in needs}
    return change(engine, engine.open(files(store, then)), engine.open(files(store, now)), about, ways=ways)


def _same(one: Any, other: Any, table: str) -> bool:
    told, said = one.table(table), other.table(table)
    return bool(told and said and told.sha256 == said.sha256)


def change(engine: "Engine", before: Given, after: Given, about: About, *, ways: tuple[Way, Way]) -> Change:
    """Compare a figure of two sets of tables. Raises ArithmeticError where causes do not sum to the change: a fault of ours."""
    with engine.kept.holding():
        told = asked(engine, Sides(before, after), about, ways=ways)
    sides = [_counts(rows) for rows in (told.before, told.after)]
    moved = result(columns(ways[0]), told.moves)
    found = Change(ways, changes(before, after, ways), sides[0], sides[1], moved)
    for key in found.keys:
        was, now = (side.get(key, NONE) for side in sides)
        caused = found.causes(key.__eq__)
        if any(now[at] - was[at] != sum(one.counts[at] for one in caused) for at in range(len(COUNTS))):
            raise ArithmeticError(f"the causes of {key} do not sum to its change")
    return found


def _counts(rows: Iterable[tuple[Any, ...]]) -> dict[tuple[Any, ...], Counts]:
    return {row[: -len(COUNTS)]: row[-len(COUNTS) :] for row in rows}


def _total(side: Mapping[tuple[Any, ...], Counts], wanted: Callable[[tuple[Any, ...]], bool]) -> Counts:
    kept = [counts for key, counts in side.items() if wanted(key)]
    return tuple(sum(counts[place] for counts in kept) for place in range(len(COUNTS)))


class Other(NamedTuple):
    """A figure that somebody else gives: its value, of how many if that is told, its source, and what it counts if that is told."""

    value: Fraction
    source: str
    denominator: int | None = None
    counts: str = ""


class Against(NamedTuple):
    """Our figure against another source's: what ours is more by, and the reasons why they need not be the same."""

    ours: Fraction
    other: Other
    reasons: tuple[Words, ...]

    @property
    def difference(self) -> Fraction:
        """What ours is more by."""
        return self.ours - self.other.value


def against(
    numerator: int,
    denominator: int,
    *,
    unknown: int,
    other: Other,
    variants: tuple[Variant, ...] = (),
    documented: tuple[Words, ...] = (),
) -> Against:
    """Hold a share against another source's figure; `documented` are weaknesses that the definition names itself.

    Raises ValueError where ours is a share of nothing.
    """
    if denominator == 0:
        raise ValueError("a share of nothing is no figure")
    told = (*_reasons(numerator, denominator, unknown, other, variants), *documented)
    return Against(Fraction(numerator, denominator), other, told)


def _reasons(
    numerator: int, denominator: int, unknown: int, other: Other, variants: tuple[Variant, ...]
) -> Iterator[Words]:
    if other.denominator is not None and other.denominator != denominator:
        yield say(
            "Other works are counted: ours are {n}, theirs {other}", n=denominator, other=other.denominator
        )
    elif other.denominator is None:
        yield say("How many works the other figure is of is not told: it may count others")
    if other.counts:
        yield say("The other figure counts: {what}", what=other.counts)
    ours = Fraction(numerator, denominator)
    interval = wilson(numerator, denominator)
    if interval and interval.low <= other.value <= interval.high:
        yield say("The other figure is inside the interval of ours: chance alone may be the difference")
    if unknown:
        yield say_n("{n} of our works has no known country, and is in no denominator",
                    "{n} of our works have no known country, and are in no denominator", unknown)  # fmt: skip
        low, high = (
            Fraction(numerator, denominator + unknown),
            Fraction(numerator + unknown, denominator + unknown),
        )
        if low <= other.value <= high and other.value != ours:
            yield say("Were they all known, ours could be the same as the other")
    near = min(
        (one for one in variants if one.denominator),
        key=lambda one: abs(_share(one) - other.value),
        default=None,
    )
    if near is not None and abs(_share(near) - other.value) < abs(ours - other.value):
        yield say("Counted by {definition}, {variant}, ours would come nearest: {numerator} of {denominator}",
                  definition=near.values.get("definition", ""), variant=near.values.get("variant", ""),
                  numerator=near.numerator, denominator=near.denominator)  # fmt: skip


def _share(one: Variant) -> Fraction:
    return Fraction(one.numerator, one.denominator)
