"""Applications and what came of them, from a funder that tells of those it turned down: counted on fingers, in any world, and as planted."""

from collections import Counter
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evidence.grant_worlds import DBH, link
from tests.evidence.grant_worlds import made as told
from tests.evidence.worlds import UNIVERSITY, World, filled, made, slowly
from utsyn.evidence.figures import figures, yearly
from utsyn.evidence.recipes import About, find
from utsyn.evidence.results import Result
from utsyn.evidence.world import blocks, council, degrees, students

RECIPE = find("funder-applications")
ABOUT = About(UNIVERSITY, 2014, 2026)


def application(
    at: int, outcome: str | None, *, institution: str | None = "TIU", year: int | None = 2020, **more: Any
) -> dict[str, Any]:
    return filled("applications", application=str(at), funder="RCN", scheme="Forskerprosjekt", year=year, institution=institution, outcome=outcome, **more)  # fmt: skip


def world(*applications: dict[str, Any], links: list[dict[str, Any]] | None = None) -> World:
    institutions = [
        filled("institutions", institution=DBH, short="TIU", now=DBH),
        filled("institutions", institution="1159", short="TISM", until=2015, now=DBH),
        filled("institutions", institution="1110", short="OTHER", now="1110"),
    ]
    return {
        "applications": list(applications),
        "institutions": institutions,
        "links": [link("dbh", DBH), link("dbh", "1110", "another"), link("erasmus", "1110")] if links is None else links,
    }  # fmt: skip


def counted(rows: World, about: About = ABOUT) -> Result:
    found = made(RECIPE, rows, about)
    assert found == slowly(RECIPE, rows, about)
    return found


def test_granted_of_decided_with_what_waits_and_what_nobody_tells_beside() -> None:
    rows = world(
        application(1, "granted"), application(2, "rejected"), application(3, "rejected"), application(4, "pending"), application(5, None),
        application(6, "granted", institution="tiu"), application(7, "granted", institution="TISM"),  # what became part of us
        application(8, "granted", institution="OTHER"), application(9, "granted", institution=None), application(10, "granted", year=2013),
    )  # fmt: skip
    assert counted(rows).rows == ((2020, "RCN", "Forskerprosjekt", 3, 5, 7, 1, 1),)


def test_who_has_no_short_name_that_is_known_has_no_applications() -> None:
    assert counted(world(application(1, "granted"), links=[])).rows == ()


def test_a_figure_has_its_share_and_how_many_were_sent() -> None:
    rows = [(2020, "RCN", "A", 9, 25, 30, 4, 1), (2020, "RCN", "B", 3, 10, 10, 0, 0)]
    (one,) = yearly(told("funder-applications", rows))
    assert one.exact == Fraction(12, 35)
    assert dict(one.figure.parts) == {
        "numerator": 12,
        "denominator": 35,
        "sent": 40,
        "excluded": 4,
        "unknown": 1,
    }
    assert one.interval is not None
    assert one.interval.low < Fraction(12, 35) < one.interval.high
    assert [each.figure.value for each in figures(told("funder-applications", rows))] == [None, None], (
        "of fewer than thirty decided"
    )


MAYBE = st.sampled_from(["TIU", "tism", "OTHER", None])
OUTCOMES = st.sampled_from(["granted", "rejected", "pending", None])
YEARS = st.sampled_from([2013, 2014, 2026, None])


@settings(max_examples=20)
@given(st.lists(st.tuples(OUTCOMES, MAYBE, YEARS), max_size=12), st.booleans())
def test_both_ways_to_count_come_to_the_same_in_any_world(drawn: list[tuple[Any, ...]], known: bool) -> None:
    each = [
        application(at, outcome, institution=who, year=year) for at, (outcome, who, year) in enumerate(drawn)
    ]
    found = counted(world(*each, links=None if known else []))
    for *_, granted, decided, sent, waiting, unknown in found.rows:
        assert granted <= decided
        assert decided + waiting + unknown == sent


def test_what_the_synthetic_world_planted_is_found() -> None:
    home = filled(
        "links", scheme="dbh", identifier=students.INSTITUTION, other_scheme="ror", other=UNIVERSITY
    )
    applied = council.drawn(blocks.world(2_000, 3))
    rows: World = {
        "applications": council.rows(applied),
        "institutions": degrees.institutions(),
        "links": [home],
    }
    sums: dict[str, Counter[str]] = {}
    for year, _, _, granted, decided, _, waiting, _ in counted(rows, About(UNIVERSITY, 2012, 2026)).rows:
        told_of = {"granted": granted, "rejected": decided - granted, "pending": waiting}
        sums.setdefault(str(year), Counter()).update({name: n for name, n in told_of.items() if n})
    assert {year: dict(sorted(counts.items())) for year, counts in sorted(sums.items())} == council.told(
        applied
    )["years"]
