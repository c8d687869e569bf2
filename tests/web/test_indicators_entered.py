"""Figures entered on pages: forms that keep what was typed, exports that can be read in again, whole tables."""

import csv
import io
import json

import pytest
from django.test import Client

from tests.web.banked import signed_in
from tests.web.figure_worlds import METHOD, figure, revised
from tests.web.indicator_desk import PROJECTS, home, inside, plan, read, top

__all__ = ["home", "inside", "plan", "top"]  # fixtures
pytestmark = pytest.mark.once
FORM = {
    "unit": "uib", "since": "2023-01-01", "until": "2023-12-31", "provider": "register", "source.title": "Årsrapport",
    "source.url": "", "source.accessed": "2026-11-01", "method": METHOD, "form": "one",
}  # fmt: skip


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
    # a long table is read to its end, and not cut in the midst of a row
    rows = (f"{year}-01-01;{year}-12-31;1234;{'x' * 110_000}\n" for year in range(2021, 2025))
    long = {"table": "since;until;value;caveats\n" + "".join(rows), "do": "keep", "form": "long"}
    assert inside.post(address, usual | long).status_code == 303
    assert [row.value for row in Observed.objects.order_by("until")][2:] == [1234] * 4
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
