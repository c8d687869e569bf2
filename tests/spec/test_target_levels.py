"""Levels: at least so much, and an arrangement that is in force."""

from tests.spec.tracking import track

TWO = {
    "definitions": [
        {"version": 1, "since": "2000-01-01", "says": {"en": "Heads"}},
        {"version": 2, "since": "2022-01-01", "says": {"en": "Full-time equivalents"}},
    ]
}


def test_at_least():
    fifty = track("at_least", "count", value=50)
    fifty.by({2021: 30, 2023: 50}).is_reached("the level itself is enough")
    fifty.by({2021: 30, 2022: 35, 2023: 40}).is_on_course("evenly from 30 to 50 in four years").asked(40)
    fifty.by({2021: 30, 2022: 35, 2023: 39}).is_behind().asked(40)
    fifty.by({2021: 30, 2023: 41}).is_on_course("a year without a figure is not filled in")
    fifty.by({2021: 30, 2022: 35}).is_on_course("compared at the end of 2022, of which the figure is").asked(
        35
    )
    fifty.by({2021: 60, 2022: 49}).is_behind("what was better is not to be left").asked(50)
    fifty.by({2020: 10, 2021: 30, 2023: 40}).is_on_course("2021 is the base, and not 2020").asked(40)
    fifty.by({2023: 40}).is_unknown("nobody knows where it began")
    fifty.by({"2014-01-01/2021-12-31": 100, 2023: 40}).is_unknown("eight years are no base for one")
    fifty.by({2021: 30}).is_unknown("2021 says nothing of the plan yet")
    fifty.by({2021: 50}).is_reached("it was when the plan began")
    fifty.by({2021: 0, 2022: 0}).is_behind("zero is a figure").asked("12.5")
    fifty.by({2021: 30, 2022: 35, 2023: None}).is_unknown(
        "that nobody knows the last figure hides no older one"
    )
    fifty.by({}).is_unknown()


def test_at_least_in_academic_years():
    first, second = "2021-08-01/2022-07-31", "2022-08-01/2023-07-31"
    academic = track("at_least", "count", value=50, more={"due": "2026-07-31"})
    academic.by({first: 30, second: 35}).is_on_course("evenly from the end of the year that had begun").asked(
        35
    )
    academic.by({first: 30, second: 34}).is_behind()
    academic.by({first: 30}).is_unknown("that is the base itself")
    academic.by({first: 50}).is_reached()


def test_at_least_an_amount():
    million = track("at_least", "amount", value=1_000_000, indicator={"currency": "NOK"})
    million.by({2021: "999999.99", 2022: "1000000.00"}).is_reached()
    million.by({2021: 0, 2023: "499999.99"}).is_behind("nothing is rounded").asked(500_000)


def test_at_least_after_the_day():
    fifty = track("at_least", "count", value=50)
    fifty.by({2021: 30, 2025: 49}, on="2026-03-01").is_missed()
    fifty.by({2021: 30, 2025: 50}, on="2026-03-01").is_reached()
    fifty.by({2021: 30, 2024: 45}, on="2026-03-01").is_unknown("the figure for 2025 is still to come")
    fifty.by({2021: 30, 2025: 49, 2026: 55}, on="2027-03-01").is_missed("2026 comes after the day")


def test_at_least_revised():
    fifty = track("at_least", "count", value=50)
    revised = ((2023, {"value": 42, "known": "2024-06-01"}),)
    fifty.by({2021: 30, 2023: 38}, *revised).is_behind("as it was known in March")
    fifty.by({2021: 30, 2023: 38}, *revised, on="2024-06-01").is_on_course("the revised figure is known")
    fifty.by({2021: 30, 2022: 34, 2023: {"value": 50, "withdrawn": "2024-02-15"}}).is_behind(
        "2023 was taken back"
    )


def test_at_least_by_a_share():
    half = track("at_least", "share", value="0.5", indicator={"smallest": 30})
    half.by(
        {2021: {"numerator": 40, "denominator": 100}, 2023: {"numerator": 45, "denominator": 100}}
    ).is_on_course().at("0.45")
    half.by(
        {2021: {"numerator": 40, "denominator": 100}, 2023: {"numerator": 1, "denominator": 3}}
    ).is_unknown("no share is told of so few")
    half.by({2023: {"numerator": 15, "denominator": 30}}).is_reached("thirty are enough")
    half.by({2023: {"numerator": 0, "denominator": 0}}).is_unknown("a percentage of zero")
    half.by({2023: {"numerator": 40}}).is_unknown("a share of what?")
    half.by({2023: {"value": "0.6", "numerator": 50, "denominator": 100}}).is_unknown(
        "the source contradicts itself"
    )
    half.by({2023: "0.51"}).is_unknown("the source states the share alone, and thirty are asked for")


def test_at_least_by_a_share_that_is_stated_alone():
    half = track("at_least", "share", value="0.5")
    half.by({2023: "0.51"}).is_reached()
    half.by({2023: {"value": "0.50", "numerator": 501, "denominator": 1000}}).is_reached(
        "stated to two decimals"
    )


def test_at_least_within_precision():
    half = track("at_least", "share", value="0.5")
    half.by({2021: "0.40", 2023: {"value": "0.51", "precision": "0.02"}}).is_on_course(
        "it may be 0.49; the course is 0.45"
    )
    half.by({2021: "0.40", 2023: {"value": "0.46", "precision": "0.02"}}).is_unknown("it may be 0.44 or 0.48")
    half.by({2021: "0.40", 2023: {"value": "0.42", "precision": "0.02"}}).is_behind()


def test_at_least_by_two_definitions():
    apart = track("at_least", "count", value=50, indicator=TWO)
    apart.by({2021: 30, 2023: {"value": 40, "version": 2}}).is_unknown(
        "heads are no base for full-time equivalents"
    )
    apart.by({2021: 30, 2023: {"value": 50, "version": 2}}).is_reached("that rests on one figure alone")
    both = track("at_least", "count", value=50, indicator=TWO)
    both.by({2021: 60, 2023: {"value": 40, "version": 2}}, (2021, {"value": 30, "version": 2})).is_on_course(
        "2021 was counted anew"
    ).against(30)
    joined = {"definitions": [TWO["definitions"][0], {**TWO["definitions"][1], "comparable_with": [1]}]}
    track("at_least", "count", value=50, indicator=joined).by(
        {2021: 30, 2023: {"value": 40, "version": 2}}
    ).is_on_course("the indicator says that they may be compared")


def test_at_least_by_three_definitions():
    since = {1: "2000-01-01", 2: "2018-01-01", 3: "2022-01-01"}
    three = [
        {"version": n, "since": day, "says": {"en": f"Way {n}"}, "comparable_with": [n - 1] * (n > 1)}
        for n, day in since.items()
    ]
    track("at_least", "count", value=50, indicator={"definitions": three}).by(
        {2017: 30, 2023: {"value": 40, "version": 3}}
    ).is_on_course("the third may be compared with the second, and that with the first")


def test_at_least_in_steps():
    steps = track("at_least", "count", value=50, more={"trajectory": {"shape": "stepwise"}})
    steps.by({2021: 30, 2022: 35}).is_on_course().asked(35)
    steps.by({2021: 30, "2021-08-01/2022-07-31": 30}, on="2022-09-01").is_on_course(
        "no whole year has passed"
    )


def test_at_least_by_milestones():
    own = track("at_least", "count", value=50, more={"trajectory": {
        "shape": "milestones", "milestones": [{"on": "2023-12-31", "value": 32}, {"on": "2024-12-31", "value": 48}]}})  # fmt: skip
    own.by({2021: 30, 2023: 32}).is_on_course().asked(32)
    own.by({2021: 30, 2023: 31}).is_behind().asked(32)
    own.by({2021: 30, 2024: 47}, on="2025-03-01").is_behind("the last one passed counts").asked(48)
    own.by({2022: 10}).is_on_course("nothing is asked before the first milestone")


def test_in_force():
    scheme = track("in_force", "arrangement")
    scheme.by({2023: 1}).is_reached()
    scheme.by({2021: 1}).is_reached("before the plan began")
    scheme.by({2023: 0}).is_unknown("between no and yes there is no course")
    scheme.by({2025: 0}, on="2026-03-01").is_missed()
    scheme.by({2023: None}).is_unknown()


def test_in_force_by_milestones():
    by = {"trajectory": {"shape": "milestones", "milestones": [{"on": "2023-06-30", "value": 1}]}}
    track("in_force", "arrangement", more=by).by({2023: 0}).is_behind("it was to be there by June 2023")
