"""Time: the call's window with its deadline in a named zone, the project's first and last day, its length."""

from tests.spec.asking import ask


def test_open_for_proposals():
    window = ask("open_for_proposals", opens="2022-02-02", closes="2022-03-16T13:00 Europe/Oslo")
    window.of(on="2022-02-02").is_yes("the first day")
    window.of(on="2022-02-01").is_no()
    window.of(on="2022-03-16").is_yes("the last day, until one o'clock")
    window.of(on="2022-03-17").is_no()
    window.of(on="2022-06-01", sent_at="2022-03-16T13:00+01:00").is_yes(
        "to the minute; in March, Oslo has winter time"
    )
    window.of(on="2022-06-01", sent_at="2022-03-16T13:00+02:00").is_yes("noon in Oslo")
    window.of(on="2022-06-01", sent_at="2022-03-16T12:01+00:00").is_no("a minute past one in Oslo")
    window.of(on="2022-06-01", sent_at="2022-03-16T12:00").is_unknown("where was it twelve?").for_want_of(
        "sent_at"
    )
    window.of(on="2022-06-01", sent_at="2022-03-15T23:00").is_yes("the day before")


def test_open_for_proposals_while_something_is_not_stated():
    day_only = ask("open_for_proposals", opens="2020-10-07", closes="2020-11-18")
    day_only.of(on="2020-11-18").is_yes("some of the day it is open")
    day_only.of(on="2021-01-01", sent_at="2020-11-18T23:00+01:00").is_unknown("at what hour did it close?")
    day_only.of(on="2020-11-19").is_no()
    opening = ask("open_for_proposals", closes="2018-04-25T13:00 Europe/Oslo")
    opening.of(on="2018-04-24").is_unknown("since when?")
    opening.of(on="2018-04-25").is_yes("on its last day it is open")
    decided = ask("open_for_proposals", closed_by="2015-10-12")
    decided.of(on="2015-10-12").is_no("the result was out")
    decided.of(on="2015-05-01").is_unknown()


def test_starts_between():
    starts = ask("starts_between", earliest="2022-08-01", latest="2022-10-31")
    starts.of(starts="2022-08-01").is_yes()
    starts.of(starts="2022-07-31").is_no().mended_by("starts", "2022-08-01")
    starts.of(starts="2022-11-01").is_no().mended_by("starts", "2022-10-31")
    starts.of().is_unknown().for_want_of("starts")


def test_ends_by():
    ends = ask("ends_by", latest="2027-10-31")
    ends.of(ends="2027-10-31").is_yes()
    ends.of(ends="2027-11-01").is_no().mended_by("ends", "2027-10-31")
    ends.of().is_unknown().for_want_of("ends")


def test_duration_between():
    years = ask("duration_between", at_least=48, at_most=60)
    years.of(starts="2026-01-01", ends="2029-12-31").is_yes("48 months, first and last day included")
    years.of(starts="2026-01-01", ends="2029-12-30").is_no("a day short").mended_by("ends", "2029-12-31")
    years.of(starts="2026-01-01", ends="2031-01-01").is_no("a day long").mended_by("ends", "2030-12-31")
    years.of(starts="2026-01-31", ends="2026-01-01").is_no("it ends before it starts")
    years.of(starts="2026-01-01").is_unknown().for_want_of("starts", "ends")
    exact = ask("duration_between", at_least=36, at_most=36)
    exact.of(starts="2024-02-29", ends="2027-02-27").is_yes("from a day that not all years have")
    exact.of(starts="2017-01-01", ends="2020-01-01").is_no()
    exact.of(ends="2020-01-01").is_unknown()
