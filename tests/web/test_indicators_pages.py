"""Pages of indicators: the list, a series as of a day, units that were merged, what the public sees."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from tests.web.figure_worlds import AT, METHOD, READ, figure, revised, year
from tests.web.indicator_desk import LIST, PROJECTS, home, inside, plan, read, top
from tests.web.people import unit
from utsyn.web.indicators import actions
from utsyn.web.people.rights import forget_standing

__all__ = ["home", "inside", "plan", "top"]  # fixtures
pytestmark = pytest.mark.once


def test_a_page_says_what_a_figure_is_where_it_is_from_how_it_was_made_and_that_it_was_entered_by_hand(
    inside, top, office
):
    figure("t-abroad", top, office, parts={"numerator": 11, "denominator": 33}, caveats=["Uten praksis"])
    page = read(inside, "/en/indicators/t-abroad/")
    for words in (
        "about 33.3%",
        "11 of 33",
        "entered by hand",
        READ["title"],
        METHOD,
        "Uten praksis",
        "1 November 2026",
    ):
        assert words in page


def test_a_share_of_too_few_is_shown_as_its_numbers_and_no_percentage(inside, top, office):
    figure("t-abroad", top, office, parts={"numerator": 4, "denominator": 12})
    page = read(inside, "/en/indicators/t-abroad/")
    assert "too few for a percentage" in page
    assert "4 of 12" in page
    assert "33.3" not in page


def test_providers_that_disagree_are_named_side_by_side_with_the_difference(inside, top, office):
    figure("t-projects", top, office, value=55, provider="register")
    figure("t-projects", top, office, value=58, provider="survey", precision=4)
    page = read(inside, PROJECTS)
    assert "The register and The survey differ by 3, which is within what they may be off by" in page
    assert "The register leads, and its figure counts" in page
    assert "providers disagree" in read(inside, LIST)


def test_a_revised_figure_is_struck_and_kept_and_a_withdrawn_one_says_why(inside, top, office):
    row = revised(figure("t-projects", top, office, value=55), office, value=57)
    actions.withdraw(
        figure("t-projects", top, office, **year(2024), value=70), because="Var et anslag", by=office, at=AT
    )
    page = read(inside, PROJECTS)
    assert "<s>55</s>" in page
    assert "Revised because: Registeret ble rettet" in page
    assert "<s>70</s>" in page
    assert "Var et anslag" in page
    assert f"/en/figures/{row.pk}/revise/" in page
    assert f"/en/figures/{row.replaces_id}/revise/" not in page


def test_as_of_a_day_nothing_that_was_learnt_later_shines_through(inside, top, office, plan):
    seen = READ | {"accessed": date(2021, 2, 1)}
    row = figure(
        "t-projects", top, office, **year(2020), value=31, source=seen, at=datetime(2021, 3, 1, tzinfo=UTC)
    )
    revised(row, office, value=32, source=seen, at=datetime(2022, 3, 1, tzinfo=UTC))
    then, now = read(inside, PROJECTS, on="2021-12-31"), read(inside, PROJECTS)
    for words in ("Counted otherwise", "<s>31</s>", "The plan"):
        assert words not in then
        assert words in now
    assert "<strong>31</strong>" in then
    assert "As it stood on 31 December 2021" in then
    assert "No figure was known by that day" in read(inside, PROJECTS, on="2021-02-28")
    assert inside.get(PROJECTS, {"on": "2999-01-01"}).status_code == 400


def test_figures_on_both_sides_of_a_new_definition_are_not_joined(top, office):
    from utsyn.plans.library import library
    from utsyn.web.indicators import drawing, tables

    for number, value in ((2020, 31), (2021, 38), (2022, 52), (2023, 55)):
        figure("t-projects", top, office, **year(number), value=value, provider="register")
    document = library().indicator("t-projects")
    rows = type(figure("t-projects", top, office, **year(2019), value=1)).objects.filter(provider="register")
    drawn = drawing.chart(
        document,
        tables.drawable(document, tables.lines(document, rows, on=date(2026, 12, 1), named=str)),
        document.definitions,
    )
    assert len(drawn.series[0].marks) == 4
    assert len(drawn.series[0].lines) == 2
    assert [one.version for one in drawn.breaks] == [2]


def test_a_merged_unit_keeps_its_figures_and_its_successor_says_what_it_does_not_include(
    inside, units, office
):
    from utsyn.web.people.models import Unit

    figure("t-projects", units["dep-geo"], office, **year(2020), value=4)
    new = unit(
        "dep-new", "department", "Natur", "Natur", "Nature", below=units["fac-nat"], since=date(2022, 1, 1)
    )
    Unit.objects.filter(pk=units["dep-geo"].pk).update(ended=date(2021, 12, 31), successor=new)
    forget_standing(office)
    figure("t-projects", new, office, value=9)
    old, successor = (read(inside, PROJECTS, unit=key) for key in ("dep-geo", "dep-new"))
    assert "became Nature; its figures stay here and are not moved" in old
    assert "<strong>4</strong>" in old
    assert "Department of Earth Science became a part of it after 31 December 2021" in successor
    assert "<strong>4</strong>" not in successor
    assert inside.get(PROJECTS, {"unit": "dep-go"}).status_code == 404


def test_the_list_tells_age_use_and_owner_and_can_be_narrowed(inside, top, office, plan):
    figure("t-projects", top, office, value=55)
    figure("t-rule", top, office, **year(2025), value=1)
    page = read(inside, LIST)
    assert "A newer figure is due" in page
    assert "34 months old" in page
    assert '<a href="/en/plans/invented/">The plan</a>' in page
    stale, unused = read(inside, LIST, only="stale"), read(inside, LIST, plan="invented")
    for page in (stale, unused):
        assert PROJECTS in page
        assert "t-rule" not in page
    assert "No indicator fits all of this" in read(inside, LIST, q="nothing at all")


def test_the_list_asks_as_much_of_the_database_for_one_figure_as_for_many(
    inside, top, office, django_assert_num_queries
):
    figure("t-projects", top, office, value=55)
    read(inside, LIST)
    with django_assert_num_queries(7):
        read(inside, LIST)
    for number in range(2012, 2023):
        figure("t-projects", top, office, **year(number), value=number)
        figure("t-abroad", top, office, **year(number), value=None, unknown="Ikke talt")
    with django_assert_num_queries(7):
        read(inside, LIST)


def test_invented_figures_are_never_mixed_with_real_ones_and_always_said_to_be_so(inside, top, office):
    figure("t-projects", top, office, value=7, rehearsal=True)
    assert "Invented figures" in read(inside, PROJECTS)
    figure("t-projects", top, office, value=55)
    real, invented = read(inside, PROJECTS), read(inside, PROJECTS, rehearsal="1")
    assert "Invented figures" not in real
    assert "<strong>7</strong>" not in real
    assert "<strong>55</strong>" not in invented


def test_the_public_sees_the_institutions_figures_of_public_plans_and_no_others(top, units, office, plan):
    figure("t-projects", top, office, value=55)
    figure("t-projects", units["dep-geo"], office, value=4)
    public = Client()
    page = read(public, PROJECTS)
    assert "<strong>55</strong>" in page
    assert "Enter a figure" not in page
    assert "other unit" not in page
    assert public.get(PROJECTS, {"unit": "dep-geo"}).status_code == 404
    assert public.get("/en/indicators/t-money/").status_code == 404
    assert "t-money" not in read(public, LIST)
    plan.public = False
    plan.save()
    assert public.get(PROJECTS).status_code == 404
