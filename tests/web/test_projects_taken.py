"""A selection taken home and given to programs, the shipped projects, and rehearsals apart from what is real."""

import csv
import io
import re
from decimal import Decimal

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from tests.web.banked import project, signed_in
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


def test_a_chart_says_in_a_table_what_it_draws(desk):
    project(countries="BR US", year=2020)
    project(countries="BR", year=None)
    by_country = shown(desk.get("/en/projects/?by=country").content.decode())
    assert "Projects by country" in by_country
    assert "Brazil 2 United States 1" in by_country
    by_year = desk.get("/en/projects/").content.decode()
    assert "Year not known" in by_year
    assert 'role="img"' in by_year


FORMULAS = ["=1+1", "+47", "-2", "@SUM(A1)", "\t=1", " =1", "=cmd|' /C calc'!A0"]


def test_words_that_look_like_formulas_stay_words(desk):
    for formula in FORMULAS:
        project(formula, institution=formula)
    response = desk.get("/en/projects/selection.csv")
    rows = list(
        csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig")), delimiter=";")
    )
    assert len(rows) == len(FORMULAS)
    assert all(not re.match(r"\s*[=+\-@]", value) for row in rows for value in row.values())
    book = load_workbook(io.BytesIO(desk.get("/en/projects/selection.xlsx").content))
    cells = [cell for row in book.active.iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert {cell.value for cell in cells} >= {"=1+1", "+47", "@SUM(A1)"}


def test_a_selection_is_taken_home_as_it_was_narrowed(desk):
    project(
        "Found",
        countries="BR",
        partners=["A", "B"],
        awarded=Decimal("12.50"),
        sought=20,
        status="granted_reduced",
    )
    project("Not found", year=2019)
    response = desk.get("/nb/projects/selection.csv?year=2022")
    (row,) = csv.DictReader(
        io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig")), delimiter=";"
    )
    assert "Found" in row.values()
    assert {"Brasil", "A; B", "12.50", "BR"} <= set(row.values())
    book = load_workbook(io.BytesIO(desk.get("/nb/projects/selection.xlsx?year=2022").content))
    assert 12.5 in [cell.value for cell in book.active[2]]
    assert desk.get("/nb/projects/selection.exe").status_code == 404


@pytest.mark.parametrize(
    "question",
    ["page=99999999999999999999", "year=0", "unit=-1", "sort=drop", "status=maybe", "q=" + "x" * 200],
)
def test_the_api_says_what_it_cannot_use(client, question):
    response = client.get(f"/api/v1/projects?{question}")
    assert response.status_code == 422
    assert response.json()["problems"][0]["mend"]


def test_the_api_says_the_same_as_the_page(desk):
    project("A", countries="BR US", awarded=5, sought=7, status="granted_reduced")
    project("B", status="refused")
    told = desk.get("/api/v1/projects?sort=title").json()
    assert told["public"] is False
    assert [one["title"] for one in told["projects"]] == ["A", "B"]
    assert told["projects"][0]["inside"]["sought"] == "7.00"
    assert (told["totals"]["projects"], told["totals"]["pairs"]) == (2, 2)
    assert told["totals"]["success"] == {"granted": 1, "decided": 2, "share": None}
    assert desk.get("/api/v1/projects/none").status_code == 404


def test_rehearsals_are_in_no_list_but_their_own(desk):
    project("Real")
    project("Practice", rehearsal=True)
    page = desk.get("/en/projects/")
    assert titles(page) == ["Real"]
    assert "1 project from rehearsals is left out" in shown(page.content.decode())
    assert titles(desk.get("/en/projects/?rehearsal=1")) == ["Practice"]


def test_the_shipped_projects_are_loaded_once(capsys, desk):
    call_command("projects", "load")
    call_command("projects", "load")
    assert capsys.readouterr().out.splitlines() == [
        "11 projects entered; 0 were there already.",
        "0 projects entered; 11 were there already.",
    ]
    page = shown(desk.get("/en/projects/intpart-274891/").content.decode())
    assert "CA" not in page.split("Countries and partners")[1][:40]
    assert "Canada, United States" in page
    assert "named as organiser; the project owner is not stated" in page
    unknown = shown(desk.get("/en/projects/intpart-somat/").content.decode())
    assert "Awarded not known" in unknown
    everyone = shown(desk.get("/en/projects/public/").content.decode())
    assert "NOK 35,100,000 to 6 projects" in everyone
    assert "Of 5 granted projects the amount is not known" in everyone


@pytest.mark.parametrize("key", ["none", "x" * 300, "%00", "..%2F..%2Fetc"])
def test_a_project_that_is_not_there_says_what_to_do(client, key):
    response = client.get(f"/en/projects/{key}/")
    assert response.status_code == 404
