"""Bars lie where their days lie, in whole numbers, and what has no day is not drawn."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from utsyn.web.charts import LEFT, RIGHT, Span, along_time

days = st.none() | st.dates(date(1990, 1, 1), date(2100, 12, 31))
spans = st.builds(lambda a, b: Span("A call", *sorted((a, b)) if a and b else (a, b), "open"), days, days)
ON = date(2022, 3, 2)


@given(st.lists(spans, max_size=20))
def test_every_dated_span_is_drawn_inside_the_axis(many):
    chart = along_time(many, on=ON)
    assert len(chart.bars) == sum(bool(span.since or span.until) for span in many)
    for bar in chart.bars:
        assert LEFT <= bar.x <= RIGHT
        assert {type(number) for number in (bar.x, bar.y, bar.width, bar.middle, bar.beside)} == {int}
    assert all(type(tick.x) is int for tick in chart.ticks)


def test_a_later_day_lies_further_right():
    chart = along_time(
        [Span("a", date(2022, 1, 1), date(2022, 2, 1), "open"), Span("b", date(2022, 6, 1), None, "open")],
        on=ON,
    )
    assert chart.bars[0].x < chart.on < chart.bars[1].x
    assert (chart.bars[0].sure, chart.bars[1].sure) == (True, False)


def test_a_day_outside_the_axis_is_not_marked():
    assert along_time([Span("a", date(2015, 1, 1), None, "open")], on=ON).on is None


def test_nothing_to_draw_is_drawn_as_nothing():
    assert along_time([], on=ON).bars == []
