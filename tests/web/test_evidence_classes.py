"""Figures in classes along units and fields: adding up to the whole, by year, on the pages of each and side by side, for whom they are."""

import csv
import io
from collections import Counter

import pytest

from tests.web.evidence_desk import inside
from tests.web.evidence_desk import read_in_few_queries as read
from tests.web.evidenced import compute, store

__all__ = ["inside"]  # a fixture
pytestmark = pytest.mark.django_db
CLASSES, COUNTRIES, VARIANTS = "copublication-classes", "country-profile", "copublication-definitions"
KEPT: list[list[object]] = []  # as in tests.web.evidenced, of these recipes


@pytest.fixture(autouse=True)
def _evidence(settings, monkeypatch, db):
    from utsyn.evidence.recipes import recipes
    from utsyn.web.evidence import computing
    from utsyn.web.models import Basis, Computed, Facet, Loaded

    chosen = {f"{key}{end}" for key in (CLASSES, COUNTRIES, VARIANTS, "publications", "copublication-countries") for end in ("", "-by-unit", "-by-field")}  # fmt: skip
    kept = {key: one for key, one in recipes().items() if key in chosen}
    monkeypatch.setattr(computing, "recipes", lambda: kept)
    settings.EVIDENCE = store()
    tables = (Basis, Loaded, Computed, Facet)
    if not KEPT:
        compute()
        KEPT.extend(list(table.objects.order_by("pk")) for table in tables)
        return
    for table, rows in zip(tables, KEPT, strict=True):
        table.objects.bulk_create(rows, batch_size=500)


def row(recipe=CLASSES):
    from utsyn.web.models import Computed

    return Computed.objects.get(basis__current=True, recipe=recipe)


def facets(axis, recipe=CLASSES):
    from utsyn.web.models import Facet

    return list(Facet.objects.filter(axis=axis, recipe=recipe).order_by("-size", "key"))


def test_the_classes_of_all_fields_add_up_to_those_of_the_institution_year_by_year():
    summed = Counter()
    for facet in facets("field"):
        for case in facet.told["cases"]:
            for line in case["years"]:
                summed[line["year"], case["by"]["class"]] += int(line["parts"]["numerator"])
    whole = {(line["year"], one["by"]["class"]): int(line["parts"]["numerator"]) for one in row().told["history"] for line in one["years"]}  # fmt: skip
    assert len({year for year, _ in whole}) > 5
    assert {key: summed[key] for key in whole} == whole


def test_exclusive_classes_of_a_unit_are_its_publications_and_sum_to_100_per_cent():
    found = 0
    for cases in (*(facet.told["cases"] for facet in facets("unit")), row().told["history"]):
        years = {line["year"]: int(line["parts"]["denominator"]) for line in cases[0]["years"]}
        for year, works in years.items():
            each = [line for case in cases for line in case["years"] if line["year"] == year]
            assert sum(int(line["parts"]["numerator"]) for line in each) == works
            if works >= 30:
                assert abs(sum(float(line["value"]) for line in each) - 1) < 1e-6
                found += 1
            else:
                assert all(line["value"] is None for line in each), "no percentage of fewer than thirty"
    assert found


def test_a_unit_and_a_field_have_the_classes_on_their_pages_as_the_figure_has_them(inside, client):
    unit = next(one for one in facets("unit") if one.key and "." not in one.key)
    page = read(inside, f"/en/evidence/units/{unit.key}/")
    for case in unit.told["cases"]:
        assert f"{case['parts']['numerator']} of {case['parts']['denominator']}" in page
    for words in (
        "Publications by whom they were written with",
        "with authors abroad",
        "Publications by number of countries",
        "By year",
    ):
        assert words in page, words
    address = "/en/evidence/fields/27/"
    assert "with colleagues alone" in read(client, address)
    read(client, f"/en/evidence/units/{unit.key}/", 404)
    figure = read(inside, f"/en/evidence/{CLASSES}/")
    assert f'href="/en/evidence/units/{unit.key}/"' in figure
    assert f'href="{address}"' in figure
    assert "?figure=copublication-classes" in figure
    assert "By year" in figure
    outside = read(client, f"/en/evidence/{CLASSES}/")
    assert "By unit" not in outside
    assert "By field" in outside


def test_countries_of_a_unit_are_its_largest_and_lead_to_their_pages(inside):
    unit = next(one for one in facets("unit", COUNTRIES) if one.key)
    cases = unit.told["cases"]
    assert 0 < len(cases) <= 12
    assert {case["by"].get("variant") for case in cases} == {None}
    page = read(inside, f"/en/evidence/units/{unit.key}/")
    named = [case["by"]["country"] for case in cases if case["by"]["country"] and "parts" in case]
    assert named
    assert all(f'href="/en/evidence/countries/{code}/"' in page for code in named)


def test_classes_stand_side_by_side_on_a_page_of_their_own(inside, client):
    page = read(client, f"/en/evidence/fields/?figure={CLASSES}")
    assert "Publications by whom they were written with: Fields <" in page
    head = page.partition("<thead>")[2].partition("</thead>")[0]
    order = [head.index(words) for words in ("with authors abroad", "with others in the country", "with colleagues alone", "by one author")]  # fmt: skip
    assert order == sorted(order)
    assert page.count("<tbody>") == 1
    assert 'aria-current="page">Publications by whom they were written with' in page
    plain = read(client, "/en/evidence/fields/")
    assert f'href="?figure={CLASSES}"' in plain
    assert "with authors abroad" not in plain
    for wrong in ("nothing", COUNTRIES, "publications", "%00"):
        assert "is not a known name" in read(client, f"/en/evidence/fields/?figure={wrong}", 404)
    assert "A dash stands where no percentage is shown" in page
    assert "unit-" in read(inside, f"/en/evidence/units/?figure={VARIANTS}")
    read(client, f"/en/evidence/units/?figure={CLASSES}", 404)


def test_numbers_of_countries_stand_in_their_order(client):
    page = read(client, "/en/evidence/copublication-countries/")
    table = page.partition("<tbody>")[2]
    order = [table.index(f'<th scope="row">{words}<') for words in ("one", "two", "three", "four or more")]
    assert order == sorted(order)


def test_programs_and_sheets_get_the_same_and_units_only_who_may_see_them(inside, client):
    facet = next(one for one in facets("field") if one.key == "27")
    told = client.get("/api/v1/evidence/along/field/27").json()["figures"]
    again = next(one for one in told if one["figure"] == CLASSES)
    assert again["cases"] == facet.told["cases"]
    figure = client.get(f"/api/v1/evidence/{CLASSES}").json()
    assert set(figure["along"]) == {"field"}
    assert figure["history"] == row().told["history"]
    assert set(inside.get(f"/api/v1/evidence/{CLASSES}").json()["along"]) == {"field", "unit"}

    def kinds(browser):
        text = browser.get(f"/en/evidence/{CLASSES}/figures.csv").content.decode()
        lines = [line for line in text.splitlines() if not line.startswith("#")]
        return Counter(one["of"] for one in csv.DictReader(io.StringIO("\n".join(lines))))

    assert set(kinds(inside)) == {"class", "class by year", "field", "unit"}
    assert set(kinds(client)) == {"class", "class by year", "field"}
