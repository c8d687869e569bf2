"""Why a figure moved between two vintages: every work whose part in it changed gets one cause, and the causes sum exactly to the change.

A cause is what would have had to stay as it was for the work to stay where it was: the definition, else the map, else the staff list;
of the data it is the record itself, its retraction, its type, its year, its being ours, or else what is counted of it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from utsyn.evidence.indicators.counting import Counted
from utsyn.evidence.indicators.ours import home_works, plain_home_works
from utsyn.evidence.indicators.units import plain_units, unit_works
from utsyn.evidence.recipes import About, Given, Rows
from utsyn.evidence.steps import Opened
from utsyn.text import Words, say

if TYPE_CHECKING:
    import ibis.expr.types as ir

CAUSES: Mapping[str, Words] = {
    "new_record": say("New records"),
    "deleted_or_merged": say("Records that were deleted or merged with others"),
    "retracted": say("Retracted, or a retraction undone"),
    "type_changed": say("Of another type, or moved in or out of the core corpus"),
    "year_changed": say("Moved to another year"),
    "no_longer_ours": say("No longer found to be ours by the affiliations"),
    "newly_ours": say("Newly found to be ours by the affiliations"),
    "flag_changed": say("Counted before and now, but differently"),
    "map_changed": say("The organisation map or register changed"),
    "staff_changed": say("The staff list changed"),
    "definition_changed": say("The definition changed"),
}
KINDS: Mapping[str, tuple[str, ...]] = {
    "map": ("orgmap", "organisations"),
    "staff": ("staff",),
}  # all else is data
CHOICES = ("definition", "map", "staff")
COUNTS = ("works", "numerator", "denominator", "unknown")
Side = frozenset[str]  # what of it is as it is after: data, map, staff, definition
BEFORE: Side = frozenset()
Key = tuple[Any, ...]  # work, year, what it is counted by
Counts = dict[Key, list[int]]
Facts = tuple[Mapping[int, Mapping[str, Any]], set[Key]]  # works by number, and which are ours (in a unit)


class Way(NamedTuple):
    """What is counted: a family's cases that have fixed values (a definition, a variant), by unit or by field where asked."""

    of: Counted
    where: tuple[tuple[str, Any], ...] = ()
    along: str = ""

    @property
    def by(self) -> tuple[str, ...]:
        """What it is counted by, beside the year."""
        fixed = {name for name, _ in self.where}
        return (*((self.along,) if self.along else ()), *(name for name in self.of.by if name not in fixed))

    def values(self, name: str, value: Any) -> tuple[Any, ...]:
        """Return what a column may hold; a sparse family tells under "" what is known of a work."""
        return (value, "") if self.of.sparse and name == self.of.by[-1] else (value,)

    @property
    def needs(self) -> tuple[str, ...]:
        """The tables it needs."""
        of_units = ("authorships", "staff") if self.along == "unit" else ()
        return tuple(dict.fromkeys((*self.of.needs, *of_units)))


def cases(given: Given, about: About, way: Way) -> "ir.Table":
    """Return what each work adds: work, year, what it is counted by, works, numerator, denominator, unknown."""
    found = way.of.cases(given, about)
    for name, value in way.where:
        found = found.filter(found[name].isin(way.values(name, value)))
    if way.along == "unit":
        found = found.join(unit_works(given, about), "work")
    return found.group_by("work", "year", *way.by).aggregate(
        works=found.known.count().cast("int64"), numerator=found.part.sum().cast("int64"),
        denominator=found.known.sum().fill_null(0).cast("int64"),
        unknown=(1 - found.known).sum().fill_null(0).cast("int64"),
    )  # fmt: skip


def moves(before: Given, after: Given, about: About, *, ways: tuple[Way, Way]) -> "ir.Table":
    """Return every case that adds something else after than before: work, year, by, cause, and by how much each count changed."""
    changed = changes(before, after, ways)
    whole = frozenset(changed)
    sides = list(
        dict.fromkeys(
            (BEFORE, whole, *(whole - {one} for one in changed), *(frozenset({one}) for one in changed))
        )
    )
    key = ("work", "year", *ways[0].by)
    lines = [_marked(cases(_mixed(before, after, side), about, ways["definition" in side]), number, len(sides), key)
             for number, side in enumerate(sides)]  # fmt: skip
    every = lines[0]
    for line in lines[1:]:
        every = every.union(line)
    numbers = [f"{count}_{number}" for number in range(len(sides)) for count in COUNTS]
    each = every.group_by(list(key)).aggregate(**{name: every[name].sum().cast("int64") for name in numbers})
    place = {side: number for number, side in enumerate(sides)}
    moved = each.filter(~_same(each, 0, place[whole]))
    told = _told(moved, (before, after), about, ways)
    return told.select(
        *key, cause=_cause(told, changed, place),
        **{count: (told[f"{count}_{place[whole]}"] - told[f"{count}_0"]).cast("int64") for count in COUNTS},
    )  # fmt: skip


def changes(before: Given, after: Given, ways: tuple[Way, Way]) -> tuple[str, ...]:
    """Return which of data, map, staff and definition are not the same before and after."""
    needs = {name for way in ways for name in way.needs}
    found = {_kind(name) for name in needs if _told_apart(before, after, name)}
    found |= {"definition"} if ways[0] != ways[1] else set()
    return tuple(one for one in (*CHOICES, "data") if one in found)


def _kind(table: str) -> str:
    return next((kind for kind, tables in KINDS.items() if table in tables), "data")


def _told_apart(before: Given, after: Given, name: str) -> bool:
    if isinstance(before, Opened) and isinstance(after, Opened):
        return before.told[name] != after.told[name]
    return before[name] is not after[name]


def _mixed(before: Given, after: Given, side: Side) -> Given:
    """Return the tables of a side: each kind as it was before, or as it is after."""
    sides = {name: after if _kind(name) in side else before for name in before}
    chosen = {name: given for name, given in sides.items() if name in given}
    tables = {name: given[name] for name, given in chosen.items()}
    if not isinstance(before, Opened) or not isinstance(after, Opened):
        return tables
    told = {name: (after if given is after else before).told[name] for name, given in chosen.items()}
    return Opened(tables, kept=before.kept, told=told)


def _marked(found: "ir.Table", number: int, sides: int, key: tuple[str, ...]) -> "ir.Table":
    """Return cases with the counts of their own side in columns of their own, and 0 in those of the others."""
    import ibis

    nought = ibis.literal(0, "int64")
    return found.select(*key, **{f"{count}_{one}": found[count] if one == number else nought
                                 for one in range(sides) for count in COUNTS})  # fmt: skip


def _same(each: "ir.Table", one: int, other: int) -> "ir.BooleanValue":
    holds = each[f"works_{one}"] == each[f"works_{other}"]
    for count in COUNTS[1:]:
        holds &= each[f"{count}_{one}"] == each[f"{count}_{other}"]
    return holds


def _told(moved: "ir.Table", sides: tuple[Given, Given], about: About, ways: tuple[Way, Way]) -> "ir.Table":
    """Add what each side says of the work: whether it is there, its retraction, its being core, its year, its being ours."""
    for number, (given, way) in enumerate(zip(sides, ways, strict=True)):
        by = ("work", "unit") if way.along == "unit" else ("work",)
        own = unit_works(given, about) if way.along == "unit" else home_works(given, about)
        works = given["works"].semi_join(moved.select("work").distinct(), "work")
        facts = works.select(
            **{f"{name}_of_{number}": works[name] for name in ("work", "retracted", "core", "year")}
        )
        ours = own.select(**{f"{name}_ours_{number}": own[name] for name in by}).distinct()
        moved = moved.left_join(facts, moved.work == facts[f"work_of_{number}"])
        moved = moved.left_join(ours, [moved[name] == ours[f"{name}_ours_{number}"] for name in by])
    return moved


def _cause(told: "ir.Table", changed: tuple[str, ...], place: Mapping[Side, int]) -> "ir.StringValue":
    import ibis

    whole = frozenset(changed)
    chosen = [one for one in CHOICES if one in changed]
    branches = [(_same(told, 0, place[whole - {one}]), f"{one}_changed") for one in chosen]
    if chosen and "data" in changed:
        branches += [(~_same(told, 0, place[frozenset({"data"})]), "")]
    branches += [(~_same(told, 0, place[frozenset({one})]), f"{one}_changed") for one in chosen]
    found = ibis.cases(*branches, else_=f"{chosen[0]}_changed") if chosen else ibis.literal("")
    return ibis.cases((found == "", _of_data(told)), else_=found)


def _of_data(told: "ir.Table") -> "ir.StringValue":
    import ibis

    was, is_now = told.work_of_0.notnull(), told.work_of_1.notnull()
    own_then, own_now = told.work_ours_0.notnull(), told.work_ours_1.notnull()
    return ibis.cases(
        (~was, "new_record"),
        (~is_now, "deleted_or_merged"),
        (told.retracted_of_0 != told.retracted_of_1, "retracted"),
        (told.core_of_0 != told.core_of_1, "type_changed"),
        (told.year_of_0 != told.year_of_1, "year_changed"),
        (own_then & ~own_now, "no_longer_ours"),
        (own_now & ~own_then, "newly_ours"),
        else_="flag_changed",
    )


def columns(way: Way) -> tuple[str, ...]:
    """Return the columns of the moves of a way of counting."""
    return ("work", "year", *way.by, "cause", *COUNTS)


def summed(moved: Iterable[Mapping[str, Any]], *by: str) -> Mapping[tuple[Any, ...], tuple[int, ...]]:
    """Sum moves, each as a mapping of columns: by what is named, how many works moved and by how much each count changed."""
    found: dict[tuple[Any, ...], list[int]] = {}
    for one in moved:
        numbers = found.setdefault(tuple(one[name] for name in by), [0] * (1 + len(COUNTS)))
        for place, add in enumerate((1, *(one[count] for count in COUNTS))):
            numbers[place] += add
    return {key: tuple(numbers) for key, numbers in found.items()}


def slowly(before: Rows, after: Rows, about: About, *, ways: tuple[Way, Way]) -> Iterator[tuple[Any, ...]]:
    """Walk the same moves, slowly."""
    needs = {name for way in ways for name in way.needs}
    changed = {_kind(name) for name in needs if before[name] != after[name]} | (
        {"definition"} if ways[0] != ways[1] else set()
    )
    whole = frozenset(changed)
    counted: dict[Side, Counts] = {}

    def at(side: Iterable[str], key: Key) -> tuple[int, ...]:
        chosen = frozenset(side)
        if chosen not in counted:
            rows = {name: (after if _kind(name) in chosen else before)[name] for name in before}
            counted[chosen] = _plain_cases(rows, about, ways["definition" in chosen])
        return tuple(counted[chosen].get(key, (0, 0, 0, 0)))

    known = [_plain_facts(rows, about, way) for rows, way in zip((before, after), ways, strict=True)]
    at(BEFORE, ()), at(whole, ())
    for key in {*counted[BEFORE], *counted[whole]}:
        was, now = at(BEFORE, key), at(whole, key)
        if was == now:
            continue
        chosen = [one for one in CHOICES if one in changed]
        needed = [one for one in chosen if at(whole - {one}, key) == was]
        alone = [one for one in ("data", *chosen) if one in changed and at({one}, key) != was]
        found = next(iter((*needed, *alone, *chosen, "data")))
        cause = f"{found}_changed" if found != "data" else _plain_cause(key, ways[0], known)
        yield *key, cause, *(new - old for old, new in zip(was, now, strict=True))


def _plain_cases(rows: Rows, about: About, way: Way) -> Counts:
    found: Counts = {}
    for work, by, part, known in way.of.plainly(rows, about):
        told = dict(zip(way.of.by, by, strict=True))
        if any(told[name] not in way.values(name, value) for name, value in way.where):
            continue
        for along in _plain_along(rows, about, work, way):
            told |= {way.along: along}
            numbers = found.setdefault(
                (work["work"], work["year"], *(told[name] for name in way.by)), [0, 0, 0, 0]
            )
            for place, add in enumerate(
                (known is not None, part, known or 0, 0 if known is None else 1 - known)
            ):
                numbers[place] += add
    return found


def _plain_along(rows: Rows, about: About, work: Mapping[str, Any], way: Way) -> Iterable[Any]:
    return plain_units(rows, about, work) if way.along == "unit" else [work["field"]] if way.along else [""]


def _plain_facts(rows: Rows, about: About, way: Way) -> Facts:
    """Return the works by number, and which are ours (in a unit)."""
    home = list(plain_home_works(rows, about))
    ours: set[Key] = {(work["work"],) for work in home}
    if way.along == "unit":
        ours = {(work["work"], unit) for work in home for unit in plain_units(rows, about, work)}
    return {work["work"]: work for work in rows["works"]}, ours


def _plain_cause(key: Key, way: Way, known: Sequence[Facts]) -> str:
    (then, own_then), (now, own_now) = known
    number, own = key[0], (key[0], key[2]) if way.along == "unit" else (key[0],)
    if number not in then or number not in now:
        return "new_record" if number not in then else "deleted_or_merged"
    for name, cause in (("retracted", "retracted"), ("core", "type_changed"), ("year", "year_changed")):
        if then[number][name] != now[number][name]:
            return cause
    if (own in own_then) == (own in own_now):
        return "flag_changed"
    return "newly_ours" if own in own_now else "no_longer_ours"
