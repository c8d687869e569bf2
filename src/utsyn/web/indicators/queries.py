"""What pages ask about indicators: the list with each one's latest figure, one indicator with its series, where it is used."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from utsyn.plans.document import Goal
from utsyn.plans.indicators import Definition, IndicatorDocument
from utsyn.plans.library import library
from utsyn.plans.members import KIND_NAMES, Differs, MemberList, differing
from utsyn.problems import Problem, Problems, unknown_name
from utsyn.text import Words, say, sort_key
from utsyn.web.errors import Near, NotHere
from utsyn.web.indicators import facts
from utsyn.web.indicators.models import MembersListed, Observed, Recomputing
from utsyn.web.indicators.tables import Latest, Line, latest, lines
from utsyn.web.indicators.whose import Whose, institution, names, one_of, whose
from utsyn.web.indicators.worded import Key
from utsyn.web.people.access import visible
from utsyn.web.people.models import Unit
from utsyn.web.people.rights import Deed, Person, may, standing
from utsyn.web.people.units import Named, Tree, tree
from utsyn.web.plans.queries import Held, all_held
from utsyn.web.respond import today


class Use(NamedTuple):
    """A plan that rests on an indicator, with the goals that do."""

    plan: Held
    goals: Sequence[Goal]


class Row(NamedTuple):
    """An indicator in the list: its latest figure, and the plans that it is used in."""

    document: IndicatorDocument
    latest: Latest | None
    uses: Sequence[Use]
    title: str


class Sought(NamedTuple):
    """What the list is narrowed to: words, a plan, and only those with old figures, with none, or with some by hand."""

    words: str = ""
    plan: str = ""
    only: str = ""
    rehearsal: bool | None = None


class Listed(NamedTuple):
    """The list: the indicators that fit, of so many; `rehearsal` tells whose figures are shown, `both` that there are others."""

    rows: Sequence[Row]
    of: int
    plans: Sequence[Held]
    rehearsal: bool
    both: bool


class OnList(NamedTuple):
    """One on a list of members."""

    key: str
    name: str

    def in_(self, _language: str) -> str:
        """Name it, in every language alike."""
        return self.name


class OfList(NamedTuple):
    """A list of members of a unit, what differs from the one before, and whether it holds today."""

    row: MembersListed
    unit: Words
    told: MemberList
    differs: Differs
    holds: bool


class Page(NamedTuple):
    """An indicator as of a day: what is defined by then, the series of one unit, and where it is used."""

    document: IndicatorDocument
    definitions: Sequence[Definition]
    now: Definition | None
    whose: Whose
    lines: Sequence[Line]
    latest: Latest | None
    uses: Sequence[Use]
    on: date
    inside: bool
    enters: bool
    rehearsal: bool
    both: bool
    recomputing: Recomputing | None
    listed: Words | None = None  # what its members are called, where they are listed by hand


def listed(user: Person, sought: Sought, *, on: date, language: str) -> Listed:
    """Return the indicators that a person may see, in the order of the alphabet: a fixed number of queries."""
    plans = all_held(user, on=on)
    uses = _uses(plans)
    rehearsal, both = _rehearsal(visible(user, Observed), sought.rehearsal)
    then = _tree(user, on)
    top = institution(then)
    kept = visible(user, Observed).filter(rehearsal=rehearsal, unit=top.pk if top else None)
    figures = dict[str, list[Observed]]()
    for row in kept.order_by("until", "pk"):
        figures.setdefault(row.indicator, []).append(row)
    found = []
    for key, document in _documents(user, uses).items():
        told = lines(document, figures.get(key, ()), on=on, named=Key)
        found.append(
            Row(document, latest(document, told, on=on), uses.get(key, ()), document.title.in_(language))
        )
    found.sort(key=lambda row: sort_key(row.title))
    return Listed([row for row in found if _fits(row, sought, language)], len(found), plans, rehearsal, both)


def _documents(user: Person, uses: Mapping[str, Sequence[Use]]) -> Mapping[str, IndicatorDocument]:
    """Return all indicators to who has a role; to others those that plans open to all rest on."""
    known = library().indicators
    if standing(user).roles:
        return known
    return {key: document for key, document in known.items() if key in uses}


def _fits(row: Row, sought: Sought, language: str) -> bool:
    words = f"{row.title} {row.document.asks.in_(language)} {row.document.key}".casefold()
    if sought.words.casefold() not in words:
        return False
    if sought.plan and sought.plan not in (use.plan.row.key for use in row.uses):
        return False
    late, hand = (
        row.latest is not None and row.latest.stale,
        row.latest is not None and row.latest.shown.row.by_hand,
    )
    return {"stale": late, "none": row.latest is None, "hand": hand}.get(sought.only, True)


def _uses(plans: Iterable[Held]) -> Mapping[str, Sequence[Use]]:
    found: dict[str, list[Use]] = {}
    for plan in plans:
        goals: dict[str, list[Goal]] = {}
        for goal in plan.text.goals:
            for key in dict.fromkeys(target.indicator for target in goal.targets if target.indicator):
                goals.setdefault(key, []).append(goal)
        for key, those in goals.items():
            found.setdefault(key, []).append(Use(plan, those))
    return found


def _rehearsal(rows: QuerySet[Observed], asked: bool | None) -> tuple[bool, bool]:
    """Tell whether invented figures are shown, and whether there are others: those asked for, or the only ones there are."""
    kinds = set(rows.order_by().values_list("rehearsal", flat=True).distinct())
    return (kinds == {True} if asked is None else asked), len(kinds) > 1


def _tree(user: Person, on: date) -> Tree:
    here = standing(user)
    return here.tree.then(on) if here.roles else tree(on)


def document(user: Person, key: str) -> IndicatorDocument:
    """Return an indicator. Raises NotHere with the nearest for one that there is not, or not for this person."""
    known = library().indicators
    if key in known:
        return known[key]
    problem = unknown_name(key, sorted(known)) if standing(user).roles else _unused()
    near = [one for one in known if one in problem.mend.in_("en") and standing(user).roles][:1]
    raise NotHere(
        problem,
        [Near(known[one].title.in_("en"), reverse("indicators:indicator", args=[one])) for one in near],
    )


def _unused() -> Problem:
    return Problem(
        say("There is no such indicator in a plan that is open to all"), say("Look in the list of plans")
    )


def page(user: Person, key: str, *, on: date, unit: str = "", rehearsal: bool | None = None) -> Page:
    """Return an indicator as of a day, with the series of one unit: the institution's unless another is named."""
    one, plans = document(user, key), all_held(user, on=on)
    uses, inside = _uses(plans).get(key, ()), bool(standing(user).roles)
    if not inside and not uses:
        raise NotHere(_unused())
    figures = visible(user, Observed).filter(indicator=key)
    invented, both = _rehearsal(figures, rehearsal)
    then = _tree(user, on)
    here = one_of(then, unit, inside=inside)
    with_figures = set(
        figures.filter(rehearsal=invented).order_by().values_list("unit", flat=True).distinct()
    )
    kept = figures.filter(rehearsal=invented, unit=here.pk if here else None).order_by("until", "pk")
    told = lines(one, kept, on=on, named=names(then))
    known = [definition for definition in one.definitions if definition.since <= on]
    return Page(
        one, known[::-1], known[-1] if known else None, whose(then, here, with_figures), told, latest(one, told, on=on),
        uses, on, inside, inside and may(user, Deed.PLAN, unit=None), invented, both,
        visible(user, Recomputing).filter(indicator=key).first() if inside else None, KIND_NAMES.get(one.members),
    )  # fmt: skip


def figure(user: Person, pk: int) -> Observed:
    """Return a figure. Raises NotHere where there is none that the person may see."""
    found = visible(user, Observed).filter(pk=pk).select_related("unit").first()
    if found is None:
        raise NotHere(Problem(say("There is no such figure"), say("Look in the list of indicators")))
    return found


def unit(user: Person, key: str) -> Unit:
    """Return a unit by its key. Raises Problems with the nearest."""
    found = visible(user, Unit).filter(key=key).first()
    if found is None:
        raise Problems(facts.nearest(key, standing(user).tree))
    return found


def units(user: Person, *, on: date) -> Sequence[Named]:
    """Return the units that a person may enter figures for, those that have ended too, the largest kind first."""
    then, order = standing(user).tree.then(on), [kind.value for kind in Unit.Kind]
    mine = [then[pk] for pk in standing(user).units(Deed.PLAN) if pk in then]
    return sorted(mine, key=lambda one: (order.index(one.kind), sort_key(one.name.in_("nb"))))


def members(
    user: Person, one: IndicatorDocument, *, on: date, rehearsal: bool = False
) -> Sequence[Named | OnList] | None:
    """Return the units that an indicator is about, or those on the institution's list by hand; None where nobody knows them."""
    then = standing(user).tree.then(on)
    if one.members in facts.OF_TREE:
        return then.of_kind(one.members)
    rows = visible(user, MembersListed).filter(kind=one.members, rehearsal=rehearsal, since__lte=on)
    top = institution(then)
    row = rows.filter(unit=top.pk).order_by("since", "number").last() if top and one.members else None
    return [OnList(kept["key"], kept["name"]) for kept in row.members] if row else None


def member_lists(user: Person, kind: str) -> Sequence[OfList]:
    """Return all lists of a kind, the last of each unit first: which holds, and what differs from the one before."""
    rows = list(visible(user, MembersListed).filter(kind=kind).order_by("unit", "rehearsal", "-number"))
    then, today_ = standing(user).tree, today()
    holding = {
        (row.unit_id, row.rehearsal): row.pk
        for row in sorted(rows, key=lambda row: (row.since, row.number))
        if row.since <= today_
    }
    before = {(row.unit_id, row.rehearsal, row.number): facts.member_list(row) for row in rows}
    return [
        OfList(
            row,
            then[row.unit_id].name,
            before[row.unit_id, row.rehearsal, row.number],
            differing(
                before.get((row.unit_id, row.rehearsal, row.number - 1)),
                before[row.unit_id, row.rehearsal, row.number],
            ),
            holding.get((row.unit_id, row.rehearsal)) == row.pk,
        )
        for row in rows
    ]


def last_list(user: Person, kind: str, unit: str, *, rehearsal: bool) -> MembersListed | None:
    """Return the list of a unit that was saved last."""
    rows = visible(user, MembersListed).filter(kind=kind, unit__key=unit, rehearsal=rehearsal)
    return rows.select_related("unit").order_by("number").last()


def names_of(user: Person, row: Observed) -> Callable[[str], Words]:
    """Return what tells how the members of a figure were called on its last day."""
    return names(standing(user).tree.then(row.until))
