"""Figures of units, fields and countries; addresses that stay; fragments that are written once; figures to take home."""

import csv
import io
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.banked import signed_in
from tests.web.evidence_desk import FIGURE, evidence, inside, read
from tests.web.evidenced import AT, compute
from tests.web.people import person

__all__ = ["evidence", "inside"]  # fixtures
pytestmark = pytest.mark.django_db
KEY = "international-copublication"


def row(recipe=KEY):
    from utsyn.web.models import Computed

    return Computed.objects.get(basis__current=True, recipe=recipe)


def test_the_fields_of_a_year_add_up_to_the_figure_of_the_institution(db):
    from utsyn.web.models import Facet

    for recipe in (KEY, "publications"):
        summed = Counter()
        for facet in Facet.objects.filter(axis="field", recipe=recipe):
            for line in facet.told["years"]:
                for part, n in line["parts"].items():
                    summed[line["year"], part] += int(n)
        whole = {
            (line["year"], part): int(n)
            for line in row(recipe).told["years"]
            for part, n in line["parts"].items()
        }
        assert whole
        assert {key: summed[key] for key in whole} == whole


def test_a_unit_has_the_figures_that_stand_in_the_table_of_units(inside, client):
    told = next(one for one in row().told["units"] if one["unit"])
    page = read(inside, f"/en/evidence/units/{told['unit']}/")
    assert f"{told['parts']['numerator']} of {told['parts']['denominator']}" in page
    assert f'href="/en/evidence/units/{told["unit"]}/"' in read(inside, FIGURE)
    assert told["unit"] in read(inside, "/en/evidence/units/")
    for address in (
        "/en/evidence/units/",
        f"/en/evidence/units/{told['unit']}/",
        f"/api/v1/evidence/along/unit/{told['unit']}",
    ):
        assert client.get(address).status_code == 404, "units are for who has a role here"


def test_a_figure_that_is_older_than_others_in_its_column_says_its_year(inside):
    from utsyn.web.evidence.along import table
    from utsyn.web.models import Facet

    rows = list(Facet.objects.filter(axis="unit", recipe=KEY))
    last = max(str(one.head["line"]["year"]) for one in rows)
    older = rows[0]
    older.head["line"]["year"] = 2019
    column, *_ = (told := table(rows, "unit", units={})).columns
    assert column.year == last
    assert Counter(cell.year for _, _, cells in told.rows for cell in cells)["2019"] == 1
    older.save()
    assert '<span class="subtle nowrap">2019</span>' in read(inside, "/en/evidence/units/")


def test_fields_and_countries_are_open_to_all_and_the_partners_in_them_are_not(inside, client):
    from utsyn.web.models import Partner

    place = Partner.objects.exclude(country__in=("", "NO")).order_by("-recent").first()
    address = f"/en/evidence/countries/{place.country}/"
    assert place.name in read(inside, address)
    page = read(client, address)
    assert place.name not in page
    assert "Co-publication with each country" in page
    assert "Medicine" in read(client, "/en/evidence/fields/")
    assert "Share of publications with a co-author abroad" in read(client, "/en/evidence/fields/27/")
    assert "Belongs to:" in read(client, "/en/evidence/countries/DE/")
    for wrong in ("fields/37/", "fields/x/y/", "countries/XX/", "countries/..%2F..%2Fetc/", "units/%00/"):
        read(inside, f"/en/evidence/{wrong}", 404)
    for wrong in ("%00", "along/field/%00", "along/country/%00", "partners/%00"):
        assert inside.get(f"/api/v1/evidence/{wrong}").status_code == 404
    assert inside.get("/api/v1/evidence/partners?country=%00").status_code == 200


def test_programs_get_the_same(inside):
    along = inside.get("/api/v1/evidence/along/field").json()
    assert along["synthetic"] is True
    line = next(one for one in along["lines"] if (one["key"], one["figure"]) == ("27", KEY))
    one = inside.get("/api/v1/evidence/along/field/27?lang=nn").json()
    again = next(figure for figure in one["figures"] if figure["figure"] == KEY)
    assert (again["value"], again["parts"]) == (line["value"], line["parts"])
    assert len(again["years"]) > 5
    assert inside.get("/api/v1/evidence/along/planet").status_code == 422


def test_an_address_that_stays_shows_the_figure_as_it_was(inside, client):
    first = row()
    address = f"{FIGURE}at/{first.basis_id}/"
    assert address in read(client, FIGURE)
    compute(threads=2)
    assert row().pk != first.pk
    page = read(inside, address)
    assert "This is the figure as it was computed on" in page
    assert f"SHA-256 {first.sha256[:16]}" in page
    assert "/works/" not in page, "the works behind it are kept no longer"
    assert address in read(inside, FIGURE), "what was computed before is led to"
    old = client.get(f"/api/v1/evidence/{KEY}?at={first.basis_id}").json()
    assert (old["computation"], old["sha256"]) == (first.basis_id, first.sha256)
    for number in (0, 9999, 10**30):
        read(client, f"{FIGURE}at/{number}/", 404)


def test_a_time_at_which_nothing_was_computed_leads_to_the_figure_of_today(client):
    page = read(client, f"{FIGURE}at/99999999999999999999/", 404)
    assert "This figure has not been computed" in page
    assert f'href="{FIGURE}"' in page
    assert "is not a known name" not in page


def test_what_is_in_the_making_is_at_no_address(client):
    from utsyn.web.models import Basis

    first = row()
    Basis.objects.filter(pk=first.basis_id).update(made_at=None, current=False)
    read(client, f"{FIGURE}at/{first.basis_id}/", 404)


def test_what_was_written_once_is_not_asked_for_again_and_never_shown_to_others(inside, client, units):
    read(client, FIGURE)
    with CaptureQueriesContext(connection) as first:
        outside = read(client, FIGURE)
    with CaptureQueriesContext(connection):
        read(inside, FIGURE)
    with CaptureQueriesContext(connection) as again:
        within = read(inside, FIGURE)
    assert len(first) == 1
    assert not any('"told"' in one["sql"] for one in again)
    assert "By unit" in within
    assert "By unit" not in outside
    assert "By unit" not in read(client, FIGURE)
    assert "Enter it in" not in read(signed_in(Client(), person("researcher", units["dep-bio"])), FIGURE)
    assert "Publikasjonar" in read(client, FIGURE.replace("/en/", "/nn/")) or "publikasjonar" in read(
        client, FIGURE.replace("/en/", "/nn/")
    )


def test_a_figure_that_is_computed_anew_is_written_anew(client):
    from utsyn.web.models import Computed

    assert "109 and more" not in read(client, FIGURE)
    kept = row()
    told = {**kept.told, "variants": []}
    Computed.objects.filter(pk=kept.pk).update(told=told, made_at=kept.made_at + timedelta(seconds=1))
    assert "What others would quote" not in read(client, FIGURE)


def test_definitions_that_change_are_read_anew(client, tmp_path, monkeypatch):
    from utsyn.home import SHIPPED

    assert "Invented rule" not in read(client, FIGURE)
    text = (SHIPPED / "indicators" / f"{KEY}.yaml").read_text("utf-8")
    (tmp_path / "indicators").mkdir()
    changed = text.replace(
        "  en: Share of publications with a co-author abroad", "  en: Invented rule of ours"
    )
    (tmp_path / "indicators" / f"{KEY}.yaml").write_text(changed, "utf-8")
    monkeypatch.setenv("UTSYN_HOME", str(tmp_path))
    assert "Invented rule of ours" in read(client, FIGURE)


def test_figures_that_are_taken_home_say_what_they_rest_on(inside, client):
    def taken(browser):
        text = browser.get(f"{FIGURE}figures.csv").content.decode()
        lines = text.splitlines()
        return [one for one in lines if one[0] == "#"], list(
            csv.DictReader(io.StringIO("\n".join(one for one in lines if one[0] != "#")))
        )

    above, rows = taken(inside)
    assert above[0] == "# Synthetic: made up, and true of nobody"
    assert any(line.startswith("# rule: ") and len(line) > 30 for line in above)
    assert any(row().sha256 in line for line in above)
    years = {one["year"]: (one["numerator"], one["denominator"]) for one in rows if one["of"] == "year"}
    assert years == {
        str(one["year"]): (one["parts"]["numerator"], one["parts"]["denominator"])
        for one in row().told["years"]
    }
    assert {one["of"] for one in rows} == {"year", "variant", "field", "unit"}
    assert {one["of"] for one in taken(client)[1]} == {"year", "variant", "field"}


def test_no_more_fragments_are_kept_than_there_is_room_for(monkeypatch):
    from utsyn.plans.library import library
    from utsyn.web.evidence import written

    monkeypatch.setattr(written, "MOST", 2)
    made = []

    def told(n):
        made.append(n)
        return {"synthetic": bool(n)}

    def ask(n):
        asked = written.Asked("evidence/synthetic.html", (n, "", AT), "en", AT.date(), ())
        return written.written(asked, lambda: told(n), documents=library())

    assert "Synthetic." in ask(1)
    assert "Synthetic." not in ask(0)
    ask(1)
    ask(2)
    ask(0)
    assert made == [1, 0, 2, 0], "the one that was not asked for longest has gone"
