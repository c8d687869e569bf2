"""Groups: each of them has so much, or more of them take part than before."""

from tests.spec.tracking import track

ALL = ["a", "b", "c", "d"]
BASE = {"since": "2021-01-01", "until": "2021-12-31"}


def test_coverage():
    every = track("coverage", "members")
    every.by({2023: {"a": 1, "b": 2, "c": 1, "d": 1}}, members=ALL).is_reached("each has at least one")
    every.by(
        {2021: {"a": 1, "b": 0, "c": 0, "d": 0}, 2023: {"a": 1, "b": 1, "c": 1, "d": 0}}, members=ALL
    ).is_on_course("evenly from one in four").asked("0.625")
    every.by(
        {2021: {"a": 1, "b": 0, "c": 0, "d": 0}, 2023: {"a": 1, "b": 1, "c": 0, "d": 0}}, members=ALL
    ).is_behind()
    every.by({2023: {"a": 1, "b": 1, "c": 1}}, members=ALL).is_unknown("nobody has told of d")
    every.by({2021: {"a": 1, "b": 1}, 2023: {"a": 1, "b": 0, "c": None, "d": 1}}, members=ALL).is_behind(
        "whatever c has: both of two had it before"
    )
    every.by({2023: {"a": 1, "old": 0, "b": 1, "c": 1, "d": 1}}, members=ALL).is_reached(
        "old is none of them any more"
    )
    every.by({2023: {"a": 1, "b": 1}}).is_unknown("nobody knows which they all are")
    every.by({2023: {}}, members=ALL).is_unknown()
    every.by({2025: {"a": 1, "b": 1, "c": 1, "d": 0}}, members=ALL, on="2026-03-01").is_missed()


def test_coverage_of_a_share():
    half = track("coverage", "members", each=2, share="0.5")
    half.by({2023: {"a": 2, "b": 3, "c": 0}}, members=ALL).is_reached("whatever d has")
    half.by({2025: {"a": 2, "b": 1, "c": 0}}, members=ALL, on="2026-03-01").is_unknown("d decides")
    half.by({2025: {"a": 1, "b": 1, "c": 0}}, members=ALL, on="2026-03-01").is_missed("whatever d has")


def test_coverage_of_those_that_the_figure_names():
    track("coverage", "members", indicator={"members": ""}).by({2023: {"a": 1, "b": 1}}).is_reached(
        "the indicator does not say which they all are"
    )


def test_breadth():
    wider = track("breadth", "members", base=BASE)
    wider.by({2021: {"a": 5, "b": 0}, 2023: {"a": 1, "b": 1, "c": 0, "d": 0}}, members=ALL).is_reached(
        "two take part, not one"
    )
    wider.by({2021: {"a": 1, "b": 1}, 2023: {"a": 9, "b": 9, "c": 0, "d": 0}}, members=ALL).is_behind(
        "more projects of as many groups"
    )
    wider.by({2021: {"a": 1, "b": 1}, 2023: {"a": 1, "b": 1, "c": 0}}, members=ALL).is_unknown(
        "nobody has told of d"
    )
    wider.by({2023: {"a": 1}}, members=ALL).is_unknown("a base without a figure")


def test_members_that_are_none_any_more_are_named():
    told = {2021: {"a": 1, "old": 1}, 2023: {"a": 1, "b": 1, "c": 1, "d": 0, "gone": 1}}
    found = (
        track("breadth", "members", base=BASE)
        .by(told, members=ALL)
        .is_reached("old is counted as things were")
    )
    assert [one.in_("en") for one in found.standing.gauge.caveats][:2] == [
        "Left out, for they are no longer among them: gone",
        "Earlier figures count these too, as things were then: old",
    ]


def test_breadth_by_a_share():
    half = track("breadth", "count", base={"since": "2020-01-01", "until": "2021-12-31"}, by="0.5")
    half.by({2020: 10, 2021: 14, 2023: 15}).is_on_course("the mean of the base is 12").against(12).asked(15)
    half.by({2020: 10, 2021: 14, 2023: 18}).is_reached()
    half.by({2020: 10, 2021: 14, 2023: 14}).is_behind()
    half.by({2020: 10, 2021: 14, 2025: 17}, on="2026-03-01").is_missed()
    half.by({"2020-01-01/2021-12-31": 20, 2023: 40}).is_unknown(
        "groups of two years are no measure for those of one"
    )
