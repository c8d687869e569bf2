"""Any target at all with any figures, out of small worlds in which levels often meet their goals."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import strategies as st

from tests.plans.oracle import LAST, Row, World
from tests.spec.tracking import Tracked, observation
from utsyn.plans.series import Observation

YEARS = range(2013, 2028)
SMALL, SHARES = st.integers(0, 6), st.sampled_from(["0.05", "0.25", "0.5"])
MEMBERS = ("a", "b", "c")
AMONG = {"en": "all of them"}


def base() -> st.SearchStrategy[Mapping[str, str]]:
    """A base of one to three years, that may reach into the plan."""
    pairs = st.tuples(st.integers(2018, 2022), st.integers(0, 2))
    return pairs.map(lambda two: {"since": f"{two[0]}-01-01", "until": f"{min(two[0] + two[1], 2022)}-12-31"})


def given_with(
    required: Mapping[str, Any], **maybe: st.SearchStrategy[Any]
) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(dict(required), optional=maybe)


H2020 = st.just({"since": "2014-01-01", "until": "2020-12-31"})
TARGETS: list[tuple[str, str, st.SearchStrategy[dict[str, Any]]]] = [
    ("at_least", "count", given_with({"value": SMALL})),
    ("at_least", "share", given_with({"value": SHARES})),
    ("in_force", "arrangement", given_with({})),
    ("increase", "count", given_with({"base": base()}, by=SHARES)),
    ("increase_share", "share", given_with({"base": base()}, points=SHARES)),
    ("multiplied", "count", given_with({"base": H2020, "times": st.sampled_from(["1.5", 2]), "compare": st.sampled_from(["same_month", "whole"])})),
    ("rank_within", "rank", given_with({"place": st.integers(1, 3), "among": st.just(AMONG)})),
    ("balance", "flows", given_with({"tolerance": st.sampled_from(["0", "0.1", "0.5"])})),
    ("coverage", "members", given_with({}, each=st.integers(1, 2), share=st.sampled_from(["0.5", "1"]))),
    ("breadth", "members", given_with({"base": base()}, by=SHARES)),
]  # fmt: skip
COUNTED = st.sampled_from([0, 1, 2, 3, 4, 5, 6, 8])
OFTEN = st.sampled_from([True] * 14 + [False])


def mostly(**all_of_it: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """What a figure says: all of it most times, and else some of it."""
    whole, some = st.fixed_dictionaries(all_of_it), st.fixed_dictionaries({}, optional=all_of_it)
    return OFTEN.flatmap(lambda often: whole if often else some)


def sometimes(precision: Any, says: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """A figure that is exact most times."""
    return st.builds(lambda told, exact: told if exact else {**told, "precision": precision}, says, OFTEN)


SAYS: Mapping[str, st.SearchStrategy[dict[str, Any]]] = {
    "count": sometimes(1, mostly(value=COUNTED)),
    "arrangement": mostly(value=st.sampled_from([0, 1])),
    "share": sometimes(
        "0.05", mostly(numerator=st.integers(0, 4), denominator=st.sampled_from([4, 8, 8, 0]))
    ),
    "rank": st.one_of(
        mostly(value=st.integers(1, 5)), mostly(value=st.integers(1, 3), a=SMALL, b=SMALL, c=SMALL)
    ),
    "flows": mostly(**{"in": st.sampled_from([0, 5, 8, 9, 10]), "out": st.sampled_from([0, 10, 10, 10])}),
    "members": mostly(a=st.integers(0, 2), b=st.integers(0, 2), c=st.integers(0, 2)).flatmap(
        lambda says: st.sampled_from([says, says, says, {**says, "gone": 1}])
    ),
}


def rows(sort: str) -> st.SearchStrategy[list[Row]]:
    """Figures of a run of years, most of them known two months after the year, some revised in a later one."""

    def of(told: list[tuple[Any, bool, Any, int, bool]], first: int, since: int) -> list[Row]:
        found = []
        for n, (says, there, anew, later, again) in enumerate(told):
            year = first + n
            way = 2 if year >= since else 1
            if there:
                found.append(Row(year, says, way, date(year + 1, 3, 1)))
            if there and again:
                found.append(Row(year, says, 3 - way, date(year + 1, 3, 2)))
            if anew is not None:
                found.append(Row(year, anew, way, date(year + 1, 3 + later, 3)))
        return sorted(found, key=lambda row: row.known)

    one = st.tuples(SAYS[sort], OFTEN, OFTEN.flatmap(lambda often: st.none() if often else SAYS[sort]),
                    st.integers(0, 8), OFTEN.map(lambda often: not often))  # fmt: skip
    return st.builds(
        of,
        st.lists(one, min_size=8, max_size=13),
        st.sampled_from([2014, 2014, 2014, 2019]),
        st.sampled_from([2000, 2018, 2022]),
    )


DAYS = st.builds(
    date,
    st.sampled_from([2022, 2023, 2024, 2025, 2026, 2027]),
    st.integers(1, 12),
    st.sampled_from([1, 15, 28]),
)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A target with its figures, on a day."""
    kind, sort, given = draw(st.sampled_from(TARGETS))
    members = MEMBERS if draw(OFTEN) else None
    return World(kind, sort, draw(given), draw(rows(sort)), draw(DAYS), members, draw(st.booleans()))


def tracked(world: World) -> Tracked:
    """The target of a world as a plan has it."""
    joined = {"comparable_with": [1]} if world.comparable else {}
    definitions = [{"version": 1, "since": "2000-01-01", "says": {"en": "So"}},
                   {"version": 2, "since": "2018-01-01", "says": {"en": "Otherwise"}, **joined}]  # fmt: skip
    return Tracked(world.kind, world.sort, world.given, {}, {"definitions": definitions})


def observed(world: World) -> list[Observation]:
    """The figures of a world."""
    return [
        observation(row.year, {**row.says, "version": row.way, "known": row.known.isoformat()})
        for row in world.rows
    ]


__all__ = ["LAST", "Row", "World", "observed", "tracked", "worlds"]
