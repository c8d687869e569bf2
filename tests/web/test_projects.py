"""The project bank: who sees what, what a selection adds up to, how it is narrowed, sorted and taken home."""

import re
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.banked import many, project, signed_in
from tests.web.people import person, university

pytestmark = pytest.mark.django_db


@pytest.fixture
def units():
    return university()


@pytest.fixture
def office(units):
    return person("office", units["uib"])


@pytest.fixture
def desk(client, office):
    return signed_in(client, office)


def titles(response) -> list[str]:
    html = response.content.decode()
    return [title.strip() for title in re.findall(r'<th scope="row"><a href="[^"]*">([^<]*)</a>', html)]


def shown(html: str) -> str:
    """The text of a page, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_nobody_sees_more_than_granted_projects_that_are_open_to_all(client, units):
    project("Open", public=True)
    project("Kept inside")
    project("Refused", public=True, status="refused")
    project("Rehearsed", public=True, rehearsal=True)
    response = client.get("/en/projects/public/")
    assert titles(response) == ["Open"]
    assert client.get("/en/projects/").headers["Location"] == "/en/projects/public/"
    told = client.get("/api/v1/projects").json()
    assert [one["title"] for one in told["projects"]] == ["Open"]
    assert told["public"] is True


SECRETS = {"sought": Decimal(7654321), "conditions": "Hidden terms", "marks": [{"criterion": "Hidden mark", "mark": "6"}],
           "source": "Hidden list"}  # fmt: skip


@pytest.mark.parametrize("address", ["/en/projects/open/", "/api/v1/projects/open", "/en/projects/public/", "/api/v1/projects",
                                     "/en/projects/public/selection.csv"])  # fmt: skip
def test_what_lies_inside_a_public_project_stays_inside(client, units, address):
    from utsyn.web.projects.models import Duty

    row = project("Open", key="open", public=True, status="granted_conditional", **SECRETS)
    Duty.objects.create(project=row, what="Hidden report", due="2027-01-01")
    response = client.get(address)
    body = (b"".join(response.streaming_content) if response.streaming else response.content).decode()
    assert "Open" in body
    assert "Hidden" not in body
    assert not re.search(r"7.?654.?321", body)
    assert "conditional" not in body
    assert "on conditions" not in body


def test_a_unit_sees_its_own_projects_and_the_institution_all(units):
    from utsyn.web.people.access import own_projects, visible
    from utsyn.web.projects.models import Duty, Project, ProjectCountry

    mine = project("Ours", unit=units["dep-history"], faculty=units["fac-hum"], countries="BR")
    other = project("Theirs", unit=units["dep-bio"], faculty=units["fac-nat"], countries="US")
    nobodys = project("Nobody's", countries="CA")
    Duty.objects.create(project=other, what="Report", due="2027-01-01")

    def seen(role, unit):
        return set(visible(person(role, units[unit]), Project))

    assert seen("coordinator", "fac-hum") == {mine}
    assert seen("department", "dep-history") == {mine}
    assert seen("department", "dep-languages") == set()
    for role in ("office", "leadership", "auditor"):
        assert seen(role, "uib") == {mine, other, nobodys}
        assert seen(role, "fac-nat") == {other}
    for role in ("researcher", "assessor", "administrator"):
        assert seen(role, "uib") == set()
    assert set(visible(AnonymousUser(), Project)) == set()
    coordinator = person("coordinator", units["fac-hum"])
    assert set(visible(coordinator, ProjectCountry).values_list("code", flat=True)) == {"BR"}
    assert not visible(coordinator, Duty).exists()
    assert Project.objects.filter(own_projects(person("office", units["uib"]))).count() == 3


def test_a_unit_that_moved_keeps_the_faculty_it_lay_in(desk, units):
    project("Of old", unit=units["dep-history"], faculty=units["fac-law"])
    assert titles(desk.get(f"/en/projects/?unit={units['fac-law'].pk}")) == ["Of old"]
    assert titles(desk.get(f"/en/projects/?unit={units['dep-history'].pk}")) == ["Of old"]
    assert titles(desk.get(f"/en/projects/?unit={units['fac-hum'].pk}")) == []
    assert titles(desk.get(f"/en/projects/?unit={units['uib'].pk}")) == ["Of old"]


def test_a_selection_counts_projects_pairs_and_amounts_apart(desk):
    project("A", countries="BR CA US", sought=10, awarded=8, status="granted_reduced")
    project("B", countries="BR", sought=5, awarded=5, currency="EUR")
    project("C", status="refused", sought=Decimal("0.10"))
    project("D", status="refused", sought=Decimal("0.20"))
    project("E", status="granted", awarded=None, currency="")
    text = shown(desk.get("/en/projects/").content.decode())
    assert "5 projects" in text
    assert "Pairs of project and country 4" in text
    assert "Of 3 projects no country is known" in text
    assert "NOK 8 to 1 project EUR 5 to 1 project" in text or "EUR 5 to 1 project NOK 8 to 1 project" in text
    assert "Currencies are not added together" in text
    assert "Of 1 granted project the amount is not known" in text
    assert "NOK 10.30 for 3 projects" in text, "exactly, though the database keeps floating numbers"
    assert "3 of 5 decided applications granted" in text
    assert "No percentage is shown below 30 decided applications" in text


def test_large_amounts_add_up_exactly(desk):
    from utsyn.web.projects.queries import Sought, found

    for _ in range(30):
        project(sought=Decimal("99999999999.99"))
    totals = found(person("office", desk_unit()), Sought()).totals
    assert totals.sought.sums[0].amount == 30 * Decimal("99999999999.99")


def test_hundredths_are_not_lost_on_the_way(desk):
    for written in ("1.15", "0.29", "4.35", "1.10", "8.41"):
        project(sought=Decimal(written))
    assert "NOK 15.30 for 5 projects" in shown(desk.get("/en/projects/").content.decode())


def test_others_granted_projects_do_not_better_a_units_success(client, units):
    project("Ours", unit=units["fac-hum"], status="refused")
    project("Theirs", unit=units["fac-law"], public=True)
    signed_in(client, person("coordinator", units["fac-hum"]))
    page = client.get("/en/projects/")
    assert titles(page) == ["Ours"]
    assert "0 of 1 decided applications granted" in shown(page.content.decode())
    assert client.get(f"/en/projects/?unit={units['fac-law'].pk}").status_code == 200


def desk_unit():
    from utsyn.web.people.models import Unit

    return Unit.objects.get(key="uib")


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("q=tromso", {"Tromsø cafés", "Tromso 100%"}), ("q=TROMSØ", {"Tromsø cafés"}), ("q=cafe", {"Tromsø cafés"}),
        ("q=100%25", {"Tromso 100%"}), ("q=%25", {"Tromso 100%"}), ("q=_", set()), ("q=%5C", set()), ("q=%00tromso", {"Tromsø cafés", "Tromso 100%"}),
        ("q=322644", {"By number"}), ("year=2019", {"By number"}), ("year=0", {"Tromsø cafés", "Tromso 100%", "By number"}),
        ("year=99999999999999999999", {"Tromsø cafés", "Tromso 100%", "By number"}),
        ("programme=utforsk", {"Tromso 100%"}), ("country=ZA", {"Tromsø cafés"}), ("country=XX", set()),
        ("partner=sao+paulo", {"Tromso 100%"}), ("partner=São", {"Tromso 100%"}), ("partner=%25", set()),
        ("status=refused", {"By number"}), ("status=all_granted", {"Tromsø cafés", "Tromso 100%"}), ("status=nonsense", set()),
        ("unit=99999999999999999999", {"Tromsø cafés", "Tromso 100%", "By number"}), ("unit=999999", set()),
        ("page=99999999999999999999", {"Tromsø cafés", "Tromso 100%", "By number"}), ("page=-1", {"Tromsø cafés", "Tromso 100%", "By number"}),
        ("sort='; drop table", {"Tromsø cafés", "Tromso 100%", "By number"}),
    ],
)  # fmt: skip
def test_a_list_is_narrowed(desk, question, found):
    project("Tromsø cafés", countries="ZA")
    project("Tromso 100%", programme="utforsk", partners=["Universidade de São Paulo"])
    project("By number", number="322644", year=2019, status="refused")
    assert set(titles(desk.get(f"/en/projects/?{question}"))) == found


@pytest.mark.parametrize("sort", ["title", "year", "programme", "unit", "countries", "status", "amount"])
def test_a_list_is_sorted_by_each_column_and_what_is_unknown_comes_last(desk, sort):
    project("Æ", year=2020, programme="b", called={"nb": "B"}, countries="CA", status="refused", sought=5)
    project("Ø", year=2021, programme="c", called={"nb": "Å"}, countries="US", status="withdrawn", sought=9)
    project("Z", year=2019, programme="a", called={"nb": "A"}, countries="BR", status="granted", sought=2)
    project("Åpen", year=None, programme="", countries="", status="withdrawn", currency="")
    orders = {"title": ["Z", "Æ", "Ø", "Åpen"], "status": ["Z", "Æ", "Ø", "Åpen"]}
    up = orders.get(sort, ["Z", "Æ", "Ø", "Åpen"])
    assert titles(desk.get(f"/nb/projects/?sort={sort}")) == up
    down = {"title": ["Åpen", "Ø", "Æ", "Z"], "status": ["Ø", "Åpen", "Æ", "Z"]}
    response = desk.get(f"/nb/projects/?sort=-{sort}")
    assert titles(response) == down.get(sort, ["Ø", "Æ", "Z", "Åpen"])
    assert 'aria-sort="descending"' in response.content.decode()


def test_amounts_of_different_currencies_are_not_compared(desk):
    project("Kroner, many", sought=500)
    project("Euro, few", sought=3, currency="EUR")
    project("Euro, many", sought=400, currency="EUR")
    assert titles(desk.get("/en/projects/?sort=amount")) == ["Euro, few", "Euro, many", "Kroner, many"]


@pytest.mark.parametrize("address", ["/en/projects/", "/en/projects/?q=study&sort=-amount&by=country", "/en/projects/public/",
                                     "/api/v1/projects", "/en/projects/p/"])  # fmt: skip
def test_a_page_asks_as_often_for_many_as_for_few(desk, units, address):
    project("One", key="p", public=True, partners=["A"])
    many(2, unit=units["dep-bio"])

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(address).status_code == 200
        return len(queries)

    asked()  # the first page of a session writes down that it was asked
    few = asked()
    many(120, unit=units["dep-geo"])
    assert asked() == few <= 14


def test_a_list_comes_in_pages_and_stays_small(desk, units):
    many(120, unit=units["fac-soc"])
    first, last = desk.get("/nb/projects/"), desk.get("/nb/projects/?page=3")
    assert len(titles(first)) == 50
    assert len(titles(last)) == 20
    assert len(first.content) <= 80_000
    rows = desk.get("/nb/projects/?q=study", headers={"hx-request": "true"}).content.decode()
    assert "<html" not in rows
    assert "120" in rows
