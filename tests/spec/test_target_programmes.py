"""Programmes: a multiple of what came of an earlier one, by the same month of both or of the whole of it."""

from tests.spec.tracking import track

H2020 = {"since": "2014-01-01", "until": "2020-12-31", "programme": {"en": "Horizon 2020"}}
THEN = {2014: 1, 2015: 2, 2016: 3, 2017: 1, 2018: 1, 2019: 1, 2020: 1}


def test_multiplied_by_the_same_month():
    double = track("multiplied", "count", times=2, base=H2020, compare="same_month")
    double.by({**THEN, 2021: 4, 2022: 4, 2023: 4}).is_on_course(
        "12 in three years, against 6 in the first three"
    ).at(12)
    double.by({**THEN, 2021: 4, 2022: 4, 2023: 3}).is_behind("11 are not twice 6")
    double.by({**THEN, "2021-01-01/2023-12-31": 12}).is_on_course(
        "counted from the first day on, in one figure"
    )
    double.by({**THEN, 2021: 4, 2023: 4}).is_unknown("2022 is missing")
    double.by({**THEN, 2021: 4, 2022: 4, 2024: 4}, on="2025-03-01").is_unknown("2023 is missing")
    double.by({2014: 1, 2016: 3, 2021: 4, 2022: 4, 2023: 4}).is_unknown("2015 of the base is missing")
    double.by({**THEN, "2021-01-01/2021-12-15": 4}).is_unknown("in the midst of a month")
    double.by({2014: 0, 2021: 1}).is_unknown("twice nothing says nothing")
    double.by(THEN).is_unknown("nothing is known of the new programme")
    all_years = {2021: 4, 2022: 4, 2023: 4, 2024: 4, 2025: 2}
    double.by({**THEN, **all_years}, on="2026-03-01").is_reached("18 in five years, against 8")
    double.by({**THEN, **all_years, 2025: 1, 2024: 1}, on="2026-03-01").is_missed("14 are not twice 8")


def test_multiplied_by_the_same_month_of_a_stated_base():
    stated = {**H2020, "value": 10, "cite": {"source": "plan"}}
    track("multiplied", "count", times=2, base=stated, compare="same_month").by(
        {2021: 4, 2022: 4}
    ).is_unknown("ten in all, of which nobody knows how many in two years")


def test_multiplied_by_the_same_month_of_a_programme_that_was_over_by_then():
    short = track("multiplied", "count", times=2, base={"since": "2014-01-01", "until": "2015-12-31"}, compare="same_month",
                  begins="2021-01-01")  # fmt: skip
    short.by({2014: 1, 2015: 2, 2016: 9, 2021: 2, 2022: 2, 2023: 2}).is_on_course(
        "6 in three years, against 3 in all its two"
    ).at(6)


def test_multiplied_of_the_whole():
    whole = track("multiplied", "count", times=2, base={**H2020, "value": 10, "cite": {"source": "plan"}}, compare="whole",
                  more={"due": "2027-12-31"})  # fmt: skip
    whole.by({2021: 4, 2022: 3, 2023: 2}).is_on_course(
        "9 of 20, evenly from nothing in 2021 to 20 in seven years"
    )
    whole.by({2021: 4, 2022: 2, 2023: 2}).is_behind()
    whole.by({2021: 10, 2022: 10}).is_reached()
    whole.by({2021: 8, 2022: None, 2023: 9}).is_unknown()
    whole.by({2022: 20}).is_unknown("2021 is missing")


def test_multiplied_of_a_programme_that_began_later():
    later = track("multiplied", "amount", times="1.5", base=H2020, compare="same_month", begins="2021-07-01",
                  indicator={"currency": "EUR"})  # fmt: skip
    halves = {"2014-01-01/2014-06-30": 100, "2021-07-01/2021-12-31": 150}
    later.by({**halves}, on="2022-03-01").is_unknown("2021 says nothing of a plan that begins in 2022")
    later.by({**halves, "2014-07-01/2014-12-31": 100, "2022-01-01/2022-06-30": 150}).is_on_course().at(300)
