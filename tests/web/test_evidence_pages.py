"""Pages of evidence: from a figure down to a printed affiliation, labelled synthetic everywhere, for whom they are, in few queries."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.banked import signed_in
from tests.web.evidence_desk import FIGURE, evidence, inside, read
from tests.web.evidenced import AT
from tests.web.people import person

__all__ = ["evidence", "inside"]  # fixtures
pytestmark = pytest.mark.django_db
MOST_QUERIES = 10


def one(table, **where):
    """A row of the current basis."""
    from utsyn.web import models

    return getattr(models, table).objects.filter(basis__current=True, **where).order_by("pk").first()


def every_address():
    """One page of every kind."""
    partner, work = one("Partner", hidden=True), one("Behind", year=2025)
    return ["/en/evidence/", FIGURE, f"{FIGURE}?year=2020&units=all", "/en/evidence/publications/", "/en/evidence/copublication-classes/",
            f"{FIGURE}works/?year=2025", f"{FIGURE}enter/", f"/en/evidence/works/{work.work}/", "/en/evidence/partners/",
            f"/en/evidence/partners/{partner.ror}/", "/en/evidence/vintages/"]  # fmt: skip


def test_every_page_says_that_it_is_synthetic_and_needs_few_queries(inside):
    for address in every_address():
        inside.get(address)
        with CaptureQueriesContext(connection) as queries:
            page = read(inside, address)
        assert "Synthetic." in page, address
        assert "⁇" not in page, address
        assert ">None<" not in page, address
        assert len(queries) <= MOST_QUERIES, (address, len(queries))


def test_what_is_taken_home_says_that_it_is_synthetic_and_holds_the_whole_result(client):
    row = one("Computed", recipe="international-copublication")
    text = client.get(f"{FIGURE}result.csv").content.decode()
    above = [line for line in text.splitlines() if line.startswith("#")]
    assert "# Synthetic: made up, and true of nobody" in above
    assert f"# sha256: {row.sha256}" in above
    told = list(
        csv.reader(io.StringIO("\n".join(line for line in text.splitlines() if not line.startswith("#"))))
    )
    assert [list(map(int, line)) for line in told[1:]] == row.rows
    twin = client.get("/api/v1/evidence/international-copublication").json()
    assert (twin["rows"], twin["sha256"], twin["synthetic"]) == (row.rows, row.sha256, True)


def test_the_sql_runs_on_the_promised_tables_and_gives_the_result(client, settings):
    import duckdb

    from utsyn.evidence.snapshots import Store

    row = one("Computed", recipe="copublication-classes")
    store = Store(settings.EVIDENCE)
    vintage = store.latest("world")
    database = duckdb.connect()
    for name in ("works", "orgmap"):
        database.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{store.path(vintage, name)}')")  # noqa: S608  ours
    sql = client.get("/en/evidence/copublication-classes/sql").content.decode()
    found = database.execute(sql).fetchall()
    assert sorted(map(list, found), key=json.dumps) == sorted(row.rows, key=json.dumps)


def test_nobody_sees_the_figures_of_the_institution_and_no_works_units_or_partners(client):
    page = read(client, FIGURE)
    assert "What others would quote" in page
    assert "What changed since the vintage before" in page
    assert "By unit" not in page
    assert "/evidence/works/" not in page
    assert "graduates-abroad" not in read(client, "/en/evidence/")
    for address in (f"{FIGURE}works/", "/en/evidence/partners/", "/en/evidence/graduates-abroad/"):
        read(client, address, 404)
    told = client.get("/api/v1/evidence/international-copublication").json()
    assert told["changed"] == {}, "numbers of works are for those inside"
    assert client.get("/api/v1/evidence/partners").status_code == 404


def test_what_was_never_computed_is_told_apart_from_what_does_not_exist(inside):
    assert "has not been computed" in read(inside, "/en/evidence/erc-grants/", 404)
    assert "international-copublication" in read(inside, "/en/evidence/international-copublicatoin/", 404)


def test_an_indicator_leads_to_its_figure_and_the_figure_back(inside, units, office):
    from utsyn.web.evidence.actions.entering import enter_computed

    row = one("Computed", recipe="international-copublication")
    enter_computed(row, row.recipe, unit=units["uib"], because="Newer", by=office, at=AT)
    page = read(inside, "/en/indicators/international-copublication/")
    assert "computed: see the evidence" in page
    assert f'href="{FIGURE}"' in page
    assert 'href="/en/indicators/international-copublication/"' in read(inside, FIGURE)


def test_the_office_enters_figures_and_has_them_computed_from_the_pages(inside, rector):
    form = {"indicator": "international-copublication", "form": "one"}
    assert inside.post(f"{FIGURE}enter/", form).headers["Location"].endswith("?did=entered")
    assert inside.post(f"{FIGURE}enter/", form).status_code == 302, "sent twice is done once"
    assert inside.post(f"{FIGURE}enter/", {"indicator": "erc-grants"}).status_code == 400
    assert inside.post("/en/evidence/vintages/", {"form": "two"}).status_code == 302
    assert "waits" in read(inside, "/en/evidence/vintages/")
    leader = signed_in(Client(), rector)
    assert leader.post("/en/evidence/vintages/", {"form": "three"}).status_code == 403
    assert leader.get(f"{FIGURE}enter/").status_code == 403


def test_works_are_listed_by_the_rule_that_is_asked_for(inside):
    row = one("Computed", recipe="international-copublication")
    year = row.told["year"]
    for variant in row.told["variants"]:
        case = " ".join(
            value for _, value in sorted(variant["by"].items())
        )  # a database may order names anew
        page = read(inside, f"{FIGURE}works/?year={year}&case={case.replace(' ', '+')}")
        n = int(variant["parts"]["numerator"])
        assert f"{n} publication" in page, case
    assert read(inside, f"{FIGURE}works/?year=999999999&page=77&only=x&case=y")


def test_a_partner_page_joins_what_is_done_together(inside):
    row = one("Partner", dormant=True)
    page = read(inside, f"/en/evidence/partners/{row.ror}/")
    for words in (
        "A dormant agreement: in force, and nothing happens",
        "Publications together",
        "Agreements",
        "Joint projects",
        "Stays",
    ):
        assert words in page
    hidden = one("Partner", hidden=True)
    listed = read(inside, "/en/evidence/partners/?sign=hidden")
    assert hidden.name in listed
    assert row.name not in listed.partition("<tbody>")[2].rpartition("<tbody>")[2]


def test_a_researcher_sees_what_is_for_who_has_a_role_and_changes_nothing(units):
    client = signed_in(Client(), person("researcher", units["dep-bio"]))
    assert "By unit" in read(client, FIGURE)
    assert "Compute all figures anew" not in read(client, "/en/evidence/vintages/")
    assert "Enter it in" not in read(client, FIGURE)


def test_what_could_not_be_computed_is_named_with_why_and_how_to_mend_it(
    inside, client, settings, monkeypatch
):
    from tests.web.evidenced import compute
    from utsyn.evidence.recipes import recipes
    from utsyn.problems import Problem, Problems
    from utsyn.text import say
    from utsyn.web.evidence import computing
    from utsyn.web.models import Basis

    def fails(*_):
        raise Problems(Problem(say("Something is short"), say("Give more of it")))

    kept = {
        key: one
        for key, one in computing.recipes().items()
        if key in ("publications", "publications-by-field")
    }
    kept["publications"] = kept["publications"]._replace(version=77, make=fails)
    kept["levels"] = recipes()["publications-in-top-channels"]
    monkeypatch.setattr(computing, "recipes", lambda: kept)
    compute(threads=3)
    assert set(Basis.objects.get(current=True).lacking) == {"publications", "publications-in-top-channels"}
    page = read(inside, "/en/evidence/vintages/")
    for words in ("2 figures could not be computed", "Something is short.", "Give more of it.", "The table levels is not loaded.",
                  "Load one of: The institution’s own lists", "2 could not be computed: see why"):  # fmt: skip
        assert words in page, words
    assert "Something is short" not in read(client, "/en/evidence/vintages/")


def test_a_nomination_leads_to_what_is_done_with_its_partners_already(db):
    from tests.web.nominated import said, world
    from utsyn.web.models import Nomination, Partner

    there = world()
    place = Partner.objects.order_by("-recent").first()
    partners = [{"ror": place.ror, "name": "As we write it"}, {"name": "University & Co", "country": "BR"}]
    Nomination.objects.filter(pk=there.row.pk).update(told=there.row.told | {"partners": partners})
    page = said(there.signed_in("writer").get(there.url()))
    assert f'<a href="/en/evidence/partners/{place.ror}/">{place.name}</a>' in page.replace("&#x27;", "'")
    assert f"{place.recent} publications together in three full years" in page
    assert 'href="/en/evidence/partners/?country=BR&amp;q=University+%26+Co"' in page
    assert "not known by its ROR id" in page
