"""Figures as deeds: entered with source, date and method; revised and withdrawn, never overwritten; refused in words."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests.web.figure_worlds import AT, METHOD, READ, figure, indicators, revised, year
from tests.web.people import unit
from utsyn.problems import Problems, dotted
from utsyn.web.deeds import DoneError
from utsyn.web.indicators import actions
from utsyn.web.indicators.numbers import typed
from utsyn.web.people.rights import NotYoursError, forget_standing

LATER = datetime(2026, 12, 10, 12, tzinfo=UTC)
LAST = datetime(2026, 12, 20, 12, tzinfo=UTC)
COLUMNS = ("indicator", "unit", "since", "until", "version", "provider", "value", "rehearsal", "at")


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    indicators(tmp_path)
    monkeypatch.setenv("UTSYN_HOME", str(tmp_path))


@pytest.fixture
def top(units):
    """The institution."""
    return units["uib"]


def refused(deed):
    """The places of what a deed was refused for, each with the words."""
    with pytest.raises(Problems) as caught:
        deed()
    return {dotted(one.path): one.said("en") for one in caught.value.problems}


def test_a_figure_is_kept_with_its_source_its_day_and_its_method(top, office):
    from utsyn.web.log import Line

    row = figure("t-projects", top, office, value=12, provider="register", form="one")
    row.refresh_from_db()
    assert (row.value, row.version, row.by_hand, row.by_id) == (12, 2, True, office.pk)
    assert row.source == {
        "title": READ["title"],
        "url": READ["url"],
        "accessed": "2026-11-01",
    }
    assert row.told["method"] == METHOD
    line = Line.objects.get(form="one")
    assert (line.did, line.about, line.told["figure"]) == ("entered figure", "indicator/t-projects", row.pk)


def test_a_figure_without_source_day_or_method_is_refused_at_each_place(top, office):
    wrong = refused(lambda: figure("t-projects", top, office, value=1, source={}, method=" "))
    assert set(wrong) == {"source.title", "source.accessed", "method"}


def test_only_the_office_enters_revises_withdraws_and_computes(top, office, rector):
    row = figure("t-projects", top, office, value=1)
    for deed in (
        lambda by: figure("t-projects", top, by, **year(2024), value=1),
        lambda by: revised(row, by, value=2),
        lambda by: actions.withdraw(row, because="no", by=by, at=AT),
        lambda by: actions.begin_recomputing("t-projects", by=by, at=AT),
    ):
        with pytest.raises(NotYoursError):
            deed(rector)


def test_an_unknown_indicator_is_told_which_one_was_probably_meant(top, office):
    assert "“t-projects”" in refused(lambda: figure("t-project", top, office, value=1))["indicator"]


@pytest.mark.parametrize("written", ["49,5", "about 40", "1 200", 4.5, True])
def test_what_is_no_number_is_refused_at_its_place(top, office, written):
    assert list(refused(lambda: figure("t-projects", top, office, value=written))) == ["value"]
    parts = {"numerator": written, "denominator": 2}
    assert list(refused(lambda: figure("t-abroad", top, office, parts=parts))) == ["parts.numerator"]


def test_a_share_is_kept_as_its_parts_and_says_where_its_decimals_end(top, office):
    third = figure("t-abroad", top, office, parts={"numerator": 11, "denominator": 33})
    half = figure("t-abroad", top, office, **year(2024), parts={"numerator": 20, "denominator": "40"})
    assert (third.parts, third.value) == ({"numerator": "11", "denominator": "33"}, Decimal("0.33333333"))
    assert (third.told["digits"], half.value, "digits" in half.told) == (8, Decimal("0.5"), False)


def test_an_unknown_figure_is_a_row_with_its_reason_and_no_value(top, office):
    row = figure("t-projects", top, office, unknown="Registeret var nede")
    row.refresh_from_db()
    assert (row.value, row.told["unknown"]) == (None, "Registeret var nede")


def test_a_second_figure_for_a_period_is_refused_unless_the_first_was_withdrawn(top, office):
    row = figure("t-projects", top, office, value=1)
    assert "Revise" in refused(lambda: figure("t-projects", top, office, value=2))["since"]
    figure("t-projects", top, office, value=3, provider="survey")
    figure("t-projects", top, office, value=4, rehearsal=True)
    actions.withdraw(revised(row, office, value=2), because="Talt feil", by=office, at=AT)
    assert figure("t-projects", top, office, value=5).pk > row.pk


def test_the_database_itself_refuses_a_second_first_figure_and_a_period_that_ends_before_it_begins(
    top, office
):
    row = figure("t-projects", top, office, value=1)
    for other in ({"pk": None}, {"pk": None, "until": date(2022, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row)(**{name: getattr(row, name) for name in COLUMNS} | other).save(force_insert=True)


def test_a_figure_is_never_changed_nor_deleted_whoever_asks_the_database(top, office):
    row = figure("t-projects", top, office, value=1)
    for change in (
        lambda: type(row).objects.filter(pk=row.pk).update(value=2),
        lambda: type(row).objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            change()


def test_a_revision_follows_the_figure_keeps_it_and_says_why(top, office):
    first = figure("t-projects", top, office, value=1, provider="register")
    second = revised(first, office, value=2)
    third = revised(second, office, unknown="Registeret trakk tallet")
    assert [row.replaces for row in (second, third)] == [first, second]
    assert (second.provider, second.version, second.told["because"]) == (
        "register",
        2,
        "Registeret ble rettet",
    )
    assert "revised the figure" in refused(lambda: revised(first, office, value=3))[""]


def test_a_revision_needs_a_reason_and_a_difference(top, office):
    row = figure("t-projects", top, office, value=1)
    assert list(refused(lambda: revised(row, office, value=2, because=" "))) == ["because"]
    assert list(refused(lambda: revised(row, office, value=1))) == ["value"]
    assert revised(row, office, value=1, method="Talt på nytt").told["method"] == "Talt på nytt"


def test_a_withdrawn_figure_is_kept_with_its_reason_and_can_be_neither_revised_nor_withdrawn_again(
    top, office
):
    first = figure("t-projects", top, office, value=1)
    second = revised(first, office, value=2)
    assert list(refused(lambda: actions.withdraw(second, because="", by=office, at=AT))) == ["because"]
    actions.withdraw(second, because="Var et anslag", by=office, at=LATER)
    first.refresh_from_db()
    assert (first.withdrawn_at, first.withdrawn_because) == (LATER, "Var et anslag")
    assert "was withdrawn" in refused(lambda: revised(second, office, value=3))[""]
    assert "was withdrawn" in refused(lambda: actions.withdraw(second, because="x", by=office, at=AT))[""]


def test_what_was_known_on_a_day_is_what_a_plan_sees(top, office):
    from utsyn.plans.series import as_known
    from utsyn.web.plans.facts import observation

    first = figure("t-projects", top, office, value=1)
    second = revised(first, office, value=2, at=LATER)
    actions.withdraw(second, because="Var et anslag", by=office, at=LAST)
    rows = tuple(observation(row) for row in type(first).objects.all())

    def known(day):
        return [one.figure.value for one in as_known(rows, on=day)]

    assert known(date(2026, 11, 25)) == []
    assert known(date(2026, 11, 26)) == [1]
    assert known(date(2026, 12, 10)) == [2]
    assert known(date(2026, 12, 20)) == []


def test_of_figures_entered_on_one_day_the_last_counts_whatever_their_numbers(top, office):
    from utsyn.plans.series import as_known
    from utsyn.web.plans.facts import observation

    row = figure("t-projects", top, office, value=0)
    for value in range(1, 12):
        row = revised(row, office, value=value)
    rows = tuple(observation(one) for one in type(row).objects.all())
    assert [one.figure.value for one in as_known(rows, on=date(2026, 11, 26))] == [11]


def test_a_unit_must_have_been_there_on_the_last_day_of_the_period(units, office):
    from utsyn.web.people.models import Unit

    new = unit("dep-new", "department", "Institutt for natur", below=units["fac-nat"], since=date(2024, 1, 1))
    Unit.objects.filter(pk=units["dep-geo"].pk).update(ended=date(2023, 12, 31), successor=new)
    forget_standing(office)
    assert "had not begun" in refused(lambda: figure("t-projects", new, office, value=1))["unit"]
    said = refused(lambda: figure("t-projects", units["dep-geo"], office, **year(2024), value=1))["unit"]
    assert "Institutt for natur, which it became" in said
    assert figure("t-projects", units["dep-geo"], office, value=1).unit == units["dep-geo"]


def test_members_are_units_of_the_last_day_of_the_period(top, units, office):
    said = refused(lambda: figure("t-groups", top, office, parts={"dep-geoo": 1}))
    assert "“dep-geo”" in said["parts.dep-geoo"]
    assert figure("t-groups", top, office, parts={"dep-geo": 1, "dep-bio": 0}).value == 1


def test_a_form_that_is_sent_twice_enters_one_figure(top, office):
    figure("t-projects", top, office, value=1, form="one")
    with pytest.raises(DoneError):
        figure("t-projects", top, office, **year(2024), value=1, form="one")


def test_figures_are_in_the_making_from_one_deed_to_another(office):
    from utsyn.web.indicators.models import Recomputing

    actions.begin_recomputing("t-projects", by=office, at=AT)
    assert (
        "in the making"
        in refused(lambda: actions.begin_recomputing("t-projects", by=office, at=AT))["indicator"]
    )
    actions.end_recomputing("t-projects", by=office, at=LATER)
    assert not Recomputing.objects.exists()


@pytest.mark.parametrize(
    ("written", "language", "number"),
    [
        ("49,5", "nb", "49.5"),
        ("49.5", "en", "49.5"),
        ("0,495", "nn", "0.495"),
        ("1 234 567,50", "nb", "1234567.50"),
        ("1\u00a0234", "nb", "1234"),
        ("1.234.567,5", "nb", "1234567.5"),
        ("−3", "nb", "-3"),
        ("", "nb", None),
    ],
)  # fmt: skip
@pytest.mark.once
def test_numbers_are_read_as_people_type_them(written, language, number):
    assert typed(written, language=language) == (None if number is None else Decimal(number))


@pytest.mark.parametrize("written", ["1.234", "1,234", "12 34", "12a", "1,2,3", "NaN", "1e5", "5 %", "٣"])
def test_a_number_that_can_be_read_in_two_ways_or_in_none_is_refused(written):
    with pytest.raises(Problems):
        typed(written, language="nb")


def test_a_percentage_is_a_share_where_one_is_asked_for():
    assert typed("49,5 %", language="nb", share=True) == Decimal("0.495")
