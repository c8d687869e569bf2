"""Figures lie on a chart where their days and levels put them, in whole numbers; a gap is a gap, and a zero is a zero."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from utsyn.web.plans.drawing import LARGE, SMALL, Course, Dot, Mark, chart, spark

pytestmark = pytest.mark.once
SINCE, DUE, ON = date(2022, 1, 1), date(2025, 12, 31), date(2025, 3, 1)
PLAN = {"since": SINCE, "due": DUE}


def dot(year: int, level: object, **told: object) -> Dot:
    return Dot(date(year, 1, 1), date(year, 12, 31), Decimal(str(level)), **told)


def drawn(*dots: Dot, **course: object):
    return chart(dots, Course(**course), **PLAN, on=ON)


def test_a_figure_lies_at_the_last_day_of_its_period_and_at_its_level():
    made = drawn(dot(2025, 50), goal=Decimal(100))
    assert (made.dots[0].x, made.dots[0].y) == (LARGE.right, (LARGE.top + LARGE.bottom) // 2)
    assert made.goal == LARGE.top


def test_a_zero_lies_on_the_axis_and_half_of_the_way_halfway():
    made = drawn(dot(2022, 0), dot(2023, 5), dot(2024, 10))
    assert [one.y for one in made.dots] == [LARGE.bottom, (LARGE.top + LARGE.bottom) // 2, LARGE.top]


def test_the_axis_is_never_cut():
    made = drawn(dot(2022, "0.98"), dot(2023, "0.99"), goal=Decimal(1))
    assert made.ticks[0].level == 0
    assert made.ticks[0].y == LARGE.bottom
    assert not made.below
    assert drawn(dot(2022, -3), dot(2023, 4)).below


def test_a_missing_year_breaks_the_line_and_a_figure_alone_has_none():
    made = drawn(dot(2021, 1), dot(2022, 2), dot(2024, 3))
    x = [one.x for one in made.dots]
    assert made.lines == [f"{x[0]},{made.dots[0].y} {x[1]},{made.dots[1].y}"]
    small = spark((dot(2021, 1), dot(2022, 2), dot(2024, 3)), Course(), **PLAN)
    assert (len(small.lines), len(small.lone)) == (1, 1)
    assert small.lone[0] == small.last


def test_periods_that_overlap_are_joined():
    rolling = [Dot(date(2022, month, 1), date(2023, month, 1), Decimal(month)) for month in (1, 4, 7)]
    assert len(drawn(*rolling).lines) == 1


def test_the_first_place_is_at_the_top():
    made = drawn(dot(2022, 40), dot(2023, 1), goal=Decimal(20), ranked=True)
    assert made.dots[1].y == LARGE.top
    assert made.dots[1].y < made.goal < made.dots[0].y <= LARGE.bottom
    assert made.ticks[0].level == 1
    assert [tick.level for tick in made.ticks] == sorted({tick.level for tick in made.ticks})


def test_an_arrangement_is_in_force_or_not_and_nothing_between():
    assert [tick.level for tick in drawn(dot(2022, 0), goal=Decimal(1), whole=True).ticks] == [0, 1]


def test_the_trajectory_runs_from_its_first_day_to_the_last():
    path = ((SINCE, Decimal(10)), (DUE, Decimal(20)))
    made = drawn(dot(2024, 15), base=Decimal(10), goal=Decimal(20), path=path)
    begins, ends = (tuple(map(int, point.split(","))) for point in made.path.split())
    assert begins == (LARGE.left, made.base)
    assert ends == (LARGE.right, made.goal)


def test_an_uncertain_figure_has_its_ends_and_its_shape():
    made = drawn(dot(2024, 50, mark=Mark.UNCERTAIN, off=Decimal(10)), dot(2025, 100, mark=Mark.REVISED))
    one, other = made.dots
    assert one.high < one.y < one.low
    assert other.high == other.y == other.low
    assert one.shape != other.shape
    assert len(one.shape.split()) == len(other.shape.split()) == 4


def test_years_are_written_in_their_middle_and_fewer_where_there_are_many():
    assert [year.year for year in drawn(dot(2022, 1)).years] == [2022, 2023, 2024, 2025]
    assert all(year.x < year.middle for year in drawn(dot(2022, 1)).years)
    assert len(drawn(dot(1990, 1)).years) == 8


levels = st.decimals(-(10**12), 10**12, places=4, allow_nan=False, allow_infinity=False)
figures = st.lists(
    st.tuples(st.integers(1995, 2040), levels), min_size=1, max_size=12, unique_by=lambda one: one[0]
)


@given(figures, st.none() | levels, st.booleans())
def test_whatever_the_figures_all_lies_inside_in_whole_numbers_and_in_order(given_, goal, ranked):
    dots = [dot(year, abs(level) + 1 if ranked else level) for year, level in sorted(given_)]
    goal = abs(goal) + 1 if ranked and goal is not None else goal
    made = drawn(*dots, goal=goal, ranked=ranked)
    for one in made.dots:
        assert {type(one.x), type(one.y)} == {int}
        assert LARGE.left <= one.x <= LARGE.right
        assert LARGE.top <= one.y <= LARGE.bottom
    higher = sorted(range(len(dots)), key=lambda n: dots[n].level)
    heights = [made.dots[n].y for n in higher]
    assert heights == sorted(heights, reverse=not ranked)
    assert [one.x for one in made.dots] == sorted(one.x for one in made.dots)
    assert 2 <= len(made.ticks) <= 12
    last = spark(dots, Course(goal=goal, ranked=ranked), **PLAN).last
    assert SMALL.left <= last[0] <= SMALL.right
    assert SMALL.top <= last[1] <= SMALL.bottom
