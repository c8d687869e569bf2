"""The list of a plan's measures: what is looked for, what was found, a page of it, and what it all costs."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import urlencode

from utsyn.plans.measures import Status
from utsyn.text import Money
from utsyn.web.measures.facts import Brief
from utsyn.web.people.units import Tree

PAGE = 50
LONGEST = 100  # characters of a search


class Sought(NamedTuple):
    """What is looked for; `unit` is a unit's key, and takes in all below it."""

    words: str = ""
    goal: str = ""
    unit: str = ""
    status: str = ""
    overdue: bool = False
    page: int = 1

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return any(self[:5])

    def address(self, *, page: int = 1) -> str:
        """Write what is sought as the question of an address."""
        told = {"q": self.words, "goal": self.goal, "unit": self.unit, "status": self.status,
                "overdue": "1" if self.overdue else "", "page": str(page) if page > 1 else ""}  # fmt: skip
        return urlencode({name: value for name, value in told.items() if value})


class Total(NamedTuple):
    """What measures cost in one currency."""

    money: Money
    measures: int


class Found(NamedTuple):
    """The measures that were looked for, by their keys: all of them, those of a page, and what they cost."""

    everything: Sequence[int]
    rows: Sequence[int]
    page: int
    pages: int
    totals: Sequence[Total]
    unbudgeted: int
    without_source: int
    overdue: int


def sought(query: Mapping[str, str]) -> Sought:
    """Read what is looked for from an address; what cannot be meant is left out."""
    asked = {name: value.replace("\0", "")[:LONGEST].strip() for name, value in query.items()}
    page = asked.get("page", "")
    return Sought(
        asked.get("q", ""),
        asked.get("goal", ""),
        asked.get("unit", ""),
        asked.get("status", "") if asked.get("status") in [*Status] else "",
        asked.get("overdue") == "1",
        int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 5 else 1,
    )


def found(measures: Iterable[Brief], asked: Sought, *, tree: Tree, on: date) -> Found:
    """Return the measures that are looked for."""
    units = _units(asked.unit, tree)
    kept = [one for one in measures if _fits(one, asked, units, on=on)]
    pages = max(1, -(-len(kept) // PAGE))
    page = min(max(asked.page, 1), pages)
    keys = [one.pk for one in kept]
    return Found(
        keys,
        keys[(page - 1) * PAGE : page * PAGE],
        page,
        pages,
        totals((one.budget, one.currency) for one in kept),
        sum(one.budget is None for one in kept),
        sum(one.budget is not None and not one.budget_from for one in kept),
        sum(one.overdue(on=on) for one in kept),
    )


def totals(budgets: Iterable[tuple[Decimal | None, str]]) -> Sequence[Total]:
    """Add up the budgets that are known, each currency by itself."""
    counts = Counter[str]()
    amounts: dict[str, Decimal] = {}
    for budget, code in budgets:
        if budget is not None:
            amounts[code] = amounts.get(code, Decimal(0)) + budget
            counts[code] += 1
    return [Total(Money(amounts[code], code), counts[code]) for code in sorted(amounts)]


def _units(key: str, tree: Tree) -> frozenset[int] | None:
    """Return the units that a key means, those below and those merged into them included; None where it means none."""
    found = next((one.pk for one in tree.units.values() if key and one.key == key), None)
    return tree.below(found) if found else None


def _fits(one: Brief, asked: Sought, units: frozenset[int] | None, *, on: date) -> bool:
    words = asked.words.casefold()
    return (
        (not words or any(words in part.casefold() for part in (one.title, one.what, one.responsible)))
        and (not asked.goal or asked.goal in one.goals)
        and (units is None or one.unit in units)
        and (not asked.status or one.status == asked.status)
        and (not asked.overdue or one.overdue(on=on))
    )
