"""Pages of indicators: the list, a series as of a day, units that were merged, forms that keep what was typed, tables."""

import csv
import io
import json
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from tests.web.banked import signed_in
from tests.web.figure_worlds import AT, METHOD, READ, figure, indicators, revised, year
from tests.web.people import unit
from utsyn.web.indicators import actions
from utsyn.web.people.rights import forget_standing

pytestmark = pytest.mark.once
LIST, PROJECTS = "/en/indicators/", "/en/indicators/t-projects/"
FORM = {
    "unit": "uib", "since": "2023-01-01", "until": "2023-12-31", "provider": "register", "source.title": "Årsrapport",
    "source.url": "", "source.accessed": "2026-11-01", "method": METHOD, "form": "one",
}  # fmt: skip
PLAN = """
key: invented
institution: {en: University}
title: {en: The plan}
about: {en: A plan}
lasts: {since: 2022-01-01, until: 2029-12-31}
chapters: [{key: all, title: {en: All}}]
goals:
  - key: more
    kind: development
    chapter: all
    title: {en: More projects}
    targets: [{key: ten, kind: at_least, indicator: t-projects, given: {value: 10}}]
"""


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    indicators(tmp_path)
    monkeypatch.setenv("UTSYN_HOME", str(tmp_path))


@pytest.fixture
def top(units):
    """The institution."""
    return units["uib"]


@pytest.fixture
def inside(office):
    """The browser of the office."""
    return signed_in(Client(), office)


@pytest.fixture
def plan(top, office, rector):
    """A plan that rests on t-projects, adopted and open to all."""
    from utsyn.web.plans import actions as plans

    edition = plans.take_up(PLAN, unit=top, by=office, at=AT)
    plans.adopt(edition, on=date(2026, 11, 26), by=rector, at=AT)
    plans.publish(edition.plan, public=True, by=rector, at=AT)
    return edition.plan


def read(client, address, **asked):
    """The words of a page that is there."""
    response = client.get(address, asked)
    assert response.status_code == 200, response.content.decode()[:500]
    return " ".join(response.content.decode().split())


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


def test_a_figure_is_entered_with_a_decimal_comma_and_sent_twice_is_one(inside):
    from utsyn.web.indicators.models import Observed

    address = "/nb/indicators/t-abroad/figures/new/"
    typed = FORM | {"provider": "by-hand", "parts.numerator": "1 200", "parts.denominator": "2400", "value": "50,0 %", "precision": "0,5 %"}  # fmt: skip
    assert inside.post(address, typed).status_code == 303
    assert inside.post(address, typed).status_code == 303
    row = Observed.objects.get()
    assert (str(row.value.normalize()), str(row.precision.normalize()), row.by_hand) == ("0.5", "0.005", True)


def test_what_was_typed_is_kept_with_what_is_wrong_at_each_field(inside):
    typed = FORM | {"value": "1.234", "since": "yesterday", "method": "", "caveats": "Mine egne ord"}
    response = inside.post(f"{PROJECTS}figures/new/", typed)
    page = response.content.decode()
    assert response.status_code == 422
    for words in (
        "1.234",
        "yesterday",
        "Mine egne ord",
        'href="#value"',
        'href="#since"',
        "can be read in two ways",
    ):
        assert words in page
    typed |= {"value": "1234", "since": "2023-01-01"}
    page = inside.post(f"{PROJECTS}figures/new/", typed).content.decode()
    assert 'href="#method"' in page
    assert (
        inside.post(f"{PROJECTS}figures/new/", typed | {"unit": "uibb", "method": "Talt"}).status_code == 422
    )


@pytest.mark.parametrize(
    "key", ["t-projects", "t-abroad", "t-money", "t-place", "t-flows", "t-groups", "t-rule"]
)
def test_the_form_of_each_sort_asks_for_what_the_sort_needs_and_a_figure_can_be_revised_through_it(
    inside, top, office, key
):
    told = {
        "t-abroad": {"parts": {"numerator": 11, "denominator": 33}},
        "t-place": {"value": 2, "parts": {"uio": 9, "uib": 7}},
        "t-flows": {"parts": {"in": 4, "out": 3}},
        "t-groups": {"parts": {"dep-geo": 1, "dep-bio": 0}},
    }.get(key, {"value": 1})
    row = figure(key, top, office, **told)
    read(inside, f"/nb/indicators/{key}/figures/new/")
    page = inside.get(f"/nb/figures/{row.pk}/revise/")
    fields = {
        field.name: field.value for group in page.context["groups"] for field in group.fields
    } | {"because": "Talt på nytt", "method": "Talt på nytt", "form": "two"}  # fmt: skip
    assert inside.post(f"/nb/figures/{row.pk}/revise/", fields).status_code == 303
    new = type(row).objects.get(replaces=row)
    row.refresh_from_db()
    assert (new.value, new.parts, new.told["because"]) == (row.value, row.parts, "Talt på nytt")


def test_a_withdrawal_asks_why_and_shows_what_stands(inside, top, office):
    row = figure("t-projects", top, office, value=55)
    address = f"/en/figures/{row.pk}/withdraw/"
    assert "<strong>55</strong>" in read(inside, address)
    assert inside.post(address, {"because": "", "form": "one"}).status_code == 422
    assert inside.post(address, {"because": "Talt feil", "form": "one"}).status_code == 303
    assert inside.post(address, {"because": "Talt feil", "form": "two"}).status_code == 422


def test_who_does_not_plan_is_told_whose_it_is_and_nothing_is_done(top, office, rector):
    row = figure("t-projects", top, office, value=55)
    leader = signed_in(Client(), rector)
    for address in (f"{PROJECTS}figures/new/", f"{PROJECTS}figures/read/", f"/en/figures/{row.pk}/revise/", f"/en/figures/{row.pk}/withdraw/"):  # fmt: skip
        for response in (leader.get(address), leader.post(address, FORM | {"because": "x"})):
            assert response.status_code == 403
            assert "international office" in response.content.decode()
    assert type(row).objects.count() == 1


def test_an_export_tells_everything_and_can_be_read_in_again(inside, top, office):
    from utsyn.web.indicators.models import Observed

    row = figure("t-abroad", top, office, parts={"numerator": 11, "denominator": 33}, caveats=["=1+1"])
    revised(row, office, parts={"numerator": 12, "denominator": 33})
    told = json.loads(inside.get("/en/indicators/t-abroad/figures.json").content)
    assert [(one["value"], one["stands"], one["replaces"]) for one in told["figures"]] == [
        ("0.33333333", False, None),
        ("0.36363636", True, row.pk),
    ]
    written = inside.get("/en/indicators/t-abroad/figures.csv").content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(written), delimiter=";"))
    assert (lines[0]["parts.numerator"], lines[0]["caveats"], lines[1]["because"]) == (
        "11",
        "'=1+1",
        "Registeret ble rettet",
    )
    assert inside.get("/api/v1/indicators/t-abroad").json()["figures"] == told["figures"]
    again = {
        "table": written,
        "unit": "uib",
        "rehearsal": "1",
        "do": "look",
        "form": "one",
    }
    page = inside.post("/en/indicators/t-abroad/figures/read/", again).content.decode()
    assert "revised or withdrawn" in page
    alone = "\n".join(line for n, line in enumerate(written.splitlines()) if n != 1)
    response = inside.post("/en/indicators/t-abroad/figures/read/", again | {"table": alone, "do": "keep"})
    assert response.status_code == 303
    assert Observed.objects.get(rehearsal=True).parts == {"numerator": "12", "denominator": "33"}


def test_a_table_is_read_in_whole_or_not_at_all_and_refused_by_row_and_column(inside, office):
    from utsyn.web.indicators.models import Observed

    address = f"{PROJECTS}figures/read/"
    table = "since;until;value;unknown\n2019-01-01;2019-12-31;34;\n2020-01-01;2020-12-31;;Ikke talt\n"
    usual = {"unit": "uib", "provider": "register", "source.title": "Rapport", "source.accessed": "2026-11-01", "method": "Lest av", "form": "one"}  # fmt: skip
    wrong = table + "2020-07-01;2021-06-30;5;\n2018-01-01;2018-12-31;1.234;\n"
    page = inside.post(address, usual | {"table": wrong, "do": "keep"})
    assert page.status_code == 422
    assert [(row, column) for row, column, _ in page.context["faults"]] == [(4, "since"), (5, "value")]
    assert "2 figures fit" in inside.post(address, usual | {"table": table, "do": "look"}).content.decode()
    assert not Observed.objects.exists()
    assert inside.post(address, usual | {"table": table, "do": "keep"}).status_code == 303
    assert inside.post(address, usual | {"table": table, "do": "keep"}).status_code == 303
    assert [row.value for row in Observed.objects.order_by("until")] == [34, None]
    for bad in (
        "",
        "since;value\n2019-01-01;3",
        "since;until;valu\n2019-01-01;2019-12-31;3",
        'since;until\n"2019',
    ):
        assert inside.post(address, usual | {"table": bad}).status_code == 422


def test_a_program_gets_the_list_with_the_latest_figures(inside, top, office, plan):
    figure("t-projects", top, office, value=55, provider="register")
    told = inside.get("/api/v1/indicators").json()
    one = next(row for row in told["indicators"] if row["key"] == "t-projects")
    assert (one["latest"]["value"], one["plans"]) == ("55", {"invented": ["more"]})
    assert inside.get("/api/v1/indicators", {"on": "2099-01-01"}).status_code == 422
    near = inside.get("/api/v1/indicators/t-project")
    assert near.status_code == 404
    assert "t-projects" in near.content.decode()
