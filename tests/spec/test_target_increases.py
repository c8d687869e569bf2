"""Increases: more than in a base period, of a number or an amount, and of a share."""

from tests.spec.tracking import track

BASE = {"since": "2021-01-01", "until": "2021-12-31"}
SEVEN = {"since": "2014-01-01", "until": "2020-12-31", "programme": {"en": "Erasmus+ 2014-2020"}}


def test_increase():
    more = track("increase", "count", base=BASE)
    more.by({2021: 30, 2023: 31}).is_reached("any increase")
    more.by({2021: 30, 2023: 30}).is_behind("as many are not more")
    more.by({2021: 0, 2023: 1}).is_reached("more than nothing")
    more.by({2021: 30}).is_unknown("2021 is the base itself")
    more.by({2020: 30, 2023: 40}).is_unknown("a base without a figure; that of another year is not taken")
    more.by({2021: None, 2023: 40}).is_unknown()
    more.by({2021: 30, 2025: 30}, on="2026-03-01").is_missed()
    more.by({2021: 30, 2023: 31}, (2021, {"value": 33, "known": "2024-02-15"})).is_behind(
        "the base was revised"
    )
    more.by({2021: 30, 2023: {"value": 31, "precision": 2}}).is_unknown("it may be fewer")


def test_increase_from_a_base_long_before_the_plan():
    older = track("increase", "count", base={"since": "2019-01-01", "until": "2019-12-31"})
    older.by({2019: 30, 2021: 40}).is_unknown("2021 says nothing of what the plan did")
    older.by({2019: 30, 2021: 40, 2023: 31}).is_reached("the base is 2019")


def test_increase_by_a_share_of_the_base():
    half = track("increase", "amount", base=BASE, by="0.5", indicator={"currency": "NOK"})
    half.by({2021: 1000, 2023: 1250}).is_on_course().asked(1250)
    half.by({2021: 1000, 2023: 1249}).is_behind()
    half.by({2021: 1000, 2022: 1500}).is_reached()
    half.by({2021: 0, 2023: 10}).is_unknown("nothing is a share more than zero")


def test_increase_from_a_base_of_several_years():
    years = track("increase", "count", base=SEVEN)
    seven = dict.fromkeys(range(2014, 2021), 20)
    years.by({**seven, 2023: 21}).is_reached("140 in seven years are 20 in one").against(20)
    years.by({"2014-01-01/2020-12-31": 140, 2023: 20}).is_behind("told in one figure").against(20)
    years.by({**seven, 2017: None, 2023: 21}).is_unknown()
    years.by({"2014-01-01/2020-12-31": None, **seven, 2017: 20, 2023: 21}).is_reached(
        "the years are known, if not their sum"
    )
    del seven[2017]
    years.by({**seven, 2023: 21}).is_unknown("2017 is missing, and is not filled in")


def test_increase_from_a_base_that_a_source_states():
    stated = track(
        "increase", "count", base={**BASE, "value": 30, "cite": {"source": "plan", "place": "Page 3"}}
    )
    stated.by({2023: 31}).is_reached().against(30)


def test_increase_by_two_definitions():
    two = {
        "definitions": [{"version": n, "since": f"20{n}0-01-01", "says": {"en": f"Way {n}"}} for n in (1, 2)]
    }
    apart = track("increase", "count", base=BASE, indicator=two)
    apart.by({2021: 30, 2023: {"value": 40, "version": 2}}).is_unknown(
        "enter the base anew, or let them be compared"
    )


def test_increase_share():
    larger = track("increase_share", "share", base=BASE)
    forty = {"numerator": 40, "denominator": 100}
    larger.by({2021: forty, 2023: {"numerator": 81, "denominator": 200}}).is_reached()
    larger.by({2021: forty, 2023: {"numerator": 80, "denominator": 200}}).is_behind()
    larger.by({2021: {"numerator": 0, "denominator": 0}, 2023: forty}).is_unknown("a percentage of zero")
    larger.by({2021: {"numerator": 1, "denominator": 3}, 2023: {"numerator": 2, "denominator": 6}}).is_behind(
        "a third is a third"
    )


def test_increase_share_by_points():
    points = track("increase_share", "share", base=BASE, points="0.05")
    points.by({2021: "0.40", 2023: "0.45"}).is_reached()
    points.by({2021: "0.40", 2023: "0.43"}).is_on_course().asked("0.425")
    points.by({2021: "0.40", 2023: "0.42"}).is_behind()
    points.by({2021: "0.40", 2025: "0.44"}, on="2026-03-01").is_missed()


def test_increase_share_from_a_base_of_several_years():
    years = track("increase_share", "share", base={"since": "2020-01-01", "until": "2021-12-31"})
    some = {2020: {"numerator": 10, "denominator": 100}, 2021: {"numerator": 90, "denominator": 300}}
    years.by({**some, 2023: {"numerator": 26, "denominator": 100}}).is_reached("100 of 400").against("0.25")
    years.by({2020: "0.1", 2021: "0.3", 2023: "0.9"}).is_unknown("shares are not averaged")
