"""Importing: a preview in which every row is counted once, one confirmation, nothing twice and nothing dropped in silence."""

import csv
import io
import re
import zlib
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.banked import AT, ON, project, signed_in
from tests.web.people import person, university

pytestmark = pytest.mark.django_db

HEADINGS = "Prosjektnummer;Tittel;Utlysning;Søknadsfrist;Status;Søkt beløp;Bevilget beløp;Fakultet;Land;Kjønn prosjektleder"
ROWS = (
    "1;Ørsted i nord;INTPART 2022;16.03.2022;Innvilget;2 000 000;1 500 000,50;fac-hum;Brasil, USA;K",
    "2;Et avslag;INTPART 2022;16.03.2022;Avslag;1000000;0;Det juridiske fakultet;;M",
    "3;På venteliste;intpart-2022;2022-03-16;Venteliste;5;;Ukjent fakultet;Kina;K",
)


@pytest.fixture
def units():
    return university()


@pytest.fixture
def office(units):
    return person("office", units["uib"])


@pytest.fixture
def desk(client, office):
    return signed_in(client, office)


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def written(*rows: str, headings: str = HEADINGS) -> str:
    return "\r\n".join([headings, *rows])


def send(desk, content, *, name="list.csv", **told):
    """Send a file in; return the preview, or the page that says why there is none."""
    body = content if isinstance(content, bytes) else content.encode()
    usual = {"kind": "soknader2", "currency": "NOK", "public": "1", "file": SimpleUploadedFile(name, body)}
    sent = desk.post("/en/projects/import/", usual | told)
    return desk.get(sent.headers["Location"]) if sent.status_code == 303 else sent


def confirm(desk, preview):
    """Confirm what a preview shows; return the page that follows."""
    plan = re.search(r'name="plan" value="([^"]*)"', preview.content.decode())[1]
    sent = desk.post(preview.request["PATH_INFO"], {"plan": plan})
    return desk.get(sent.headers["Location"]) if sent.status_code == 303 else sent


def counts(page) -> list[int]:
    """How many rows are new, changed, the same, repeated and flawed, as the preview says."""
    lists = page.content.decode().split("Every row is counted once")[1].split("</dl>")[0]
    return [int(n.replace(",", "")) for n in re.findall(r"<dd>([\d,]+)</dd>", lists)]


def bank() -> dict:
    from utsyn.web.projects.models import Project

    return {row.number or row.title: row for row in Project.objects.all()}


def test_open_data_is_previewed_and_taken_in(desk, units):
    preview = send(desk, written(*ROWS))
    assert bank() == {}, "nothing is done before it is confirmed"
    assert counts(preview) == [3, 0, 0, 0, 0]
    page = text(preview)
    assert "About persons, not read: not needed Kjønn prosjektleder" in page
    assert "Units that are not known here, kept as written Ukjent fakultet (1)" in page
    done = confirm(desk, preview)
    assert "New projects 3" in text(done)
    first, second, third = (bank()[number] for number in "123")
    assert (first.status, first.awarded, first.sought) == (
        "granted_reduced",
        Decimal("1500000.50"),
        Decimal(2000000),
    )
    assert (first.call, first.programme, first.year, first.countries) == (
        "intpart-2022",
        "intpart",
        2022,
        "BR US",
    )
    assert (first.unit, first.faculty, first.called["nb"]) == (
        units["fac-hum"],
        units["fac-hum"],
        "Det humanistiske fakultet",
    )
    assert second.unit == units["fac-law"], "by what it was called"
    assert (second.status, second.awarded) == ("refused", None)
    assert (third.unit, third.called) == (None, {"en": "Ukjent fakultet"})
    assert (first.funder, first.origin, first.source_row) == ("rcn", "open data", 2)
    assert "1 of 2 decided applications granted" in text(desk.get("/en/projects/")), "refusals are there too"
    assert "Ørsted i nord" in text(desk.get("/en/projects/?q=orsted"))


def test_gender_and_names_reach_no_table(desk):
    from utsyn.web.projects.models import Arrival

    send(desk, written("1;A;x;;Avslag;;;;;KVINNE-SECRET"))
    assert b"KVINNE-SECRET" not in bytes(zlib.decompress(bytes(Arrival.objects.get().rows)))


def test_the_same_file_again_changes_nothing(desk):
    from utsyn.web.log import Line

    confirm(desk, send(desk, written(*ROWS)))
    again = send(desk, written(*ROWS))
    assert counts(again) == [0, 0, 3, 0, 0]
    assert "There is nothing to import" in text(again)
    assert Line.objects.filter(did="imported projects").count() == 1


def test_a_double_click_imports_once(desk):
    from utsyn.web.log import Line

    preview = send(desk, written(*ROWS))
    confirm(desk, preview)
    assert "New projects 3" in text(confirm(desk, preview))
    assert len(bank()) == 3
    assert Line.objects.filter(did="imported projects").count() == 1


def test_what_changed_is_shown_before_and_after(desk):
    confirm(desk, send(desk, written(*ROWS)))
    changed = ROWS[2].replace("Venteliste;5;", "Innvilget;5;5").replace("Kina", "Kina, Japan")
    preview = send(desk, written(ROWS[0], changed))
    assert counts(preview) == [0, 1, 1, 0, 0]
    assert "On the waiting list Granted" in text(preview)
    confirm(desk, preview)
    row = bank()["3"]
    assert (row.status, row.awarded, row.countries, row.version) == ("granted", 5, "CN JP", 2)
    assert set(row.pairs.values_list("code", flat=True)) == {"CN", "JP"}


def test_blank_cells_change_nothing(desk):
    confirm(desk, send(desk, written(*ROWS)))
    assert counts(send(desk, written("1;Ørsted i nord;;;Innvilget;;;;;"))) == [0, 0, 1, 0, 0]


def test_a_change_meanwhile_is_shown_before_it_is_done(desk):
    from utsyn.web.projects.models import Project

    confirm(desk, send(desk, written(*ROWS)))
    preview = send(desk, written(ROWS[0].replace("Ørsted", "Ærsted")))
    Project.objects.filter(number="1").update(version=7)
    page = confirm(desk, preview)
    assert page.status_code == 409
    assert "The bank has changed since this preview was shown" in text(page)
    assert bank()["1"].title == "Ørsted i nord"
    confirm(desk, page)
    assert bank()["1"].title == "Ærsted i nord"


def test_what_the_office_recorded_is_not_overwritten(desk, office):
    from utsyn.calls.projects import Result
    from utsyn.web.projects.actions.recording import record_result

    confirm(desk, send(desk, written(*ROWS)))
    record_result(bank()["3"], Result(status="withdrawn", number="3"), public=False, by=office, at=AT, seen=1)
    preview = send(desk, written(*ROWS))
    assert counts(preview) == [0, 0, 2, 0, 1]
    assert "The office recorded “withdrawn” itself; the row says “waiting”" in text(preview)


def test_flaws_name_row_column_and_mend_and_can_be_taken_home(desk):
    preview = send(desk, written(
        ROWS[0], "4;Feil;x;31.02.2022;kanskje;-5;1.200;;Atlantis;", "5;;x;;Avslag;;;;;", "6;=1+1;x;;Trukket;-;;;;",
    ))  # fmt: skip
    assert counts(preview) == [2, 0, 0, 0, 2]
    page = text(preview)
    for part in ("3 Status “kanskje” cannot be used Write one of:", "3 Søkt beløp “-5” cannot be used", "two ways", "“Atlantis”",
                 "4 Tittel Nothing is written here"):  # fmt: skip
        assert part in page, part
    link = re.search(r'href="([^"]*flaws.csv)"', preview.content.decode())[1]
    rows = list(
        csv.reader(io.StringIO(b"".join(desk.get(link).streaming_content).decode("utf-8-sig")), delimiter=";")
    )
    assert len(rows) == 7
    confirm(desk, preview)
    assert set(bank()) == {"1", "6"}


def test_the_same_number_with_different_titles_is_refused_by_both_rows(desk):
    preview = send(desk, written(ROWS[0], ROWS[0].replace("Ørsted", "Another"), ROWS[1], ROWS[1]))
    assert counts(preview) == [1, 0, 0, 1, 2]
    assert "Rows 2, 3 bear the same number" in text(preview)


def test_a_row_that_slid_to_the_side_is_not_used(desk):
    preview = send(desk, written(ROWS[0].replace("Brasil, USA", "Brasil; USA"), ROWS[1] + ";;"))
    assert counts(preview) == [1, 0, 0, 0, 1]
    assert "The row has more cells than there are headings" in text(preview)


def test_a_list_of_granted_projects_alone_says_nothing_of_success(desk):
    confirm(desk, send(desk, written(ROWS[0]), kind="spreadsheet", source="Winners", only_granted="1"))
    assert "1 comes from a list that holds granted projects alone" in text(desk.get("/en/projects/"))


def test_a_facultys_office_imports_for_its_own_units_alone(client, units):
    project("Institution's", number="9", funder="rcn")
    project("Law's", number="2", funder="rcn", unit=units["fac-law"])
    signed_in(client, person("office", units["fac-hum"]))
    preview = send(client, written(*ROWS))
    assert counts(preview) == [1, 0, 0, 0, 2]
    assert "a unit that you do not record for" in text(preview)
    confirm(client, preview)
    taken = send(client, written("9;Mine;x;;Avslag;;;fac-hum;;"))
    page = confirm(client, taken)
    assert page.status_code == 409
    assert "Projects that you do not see bear these numbers: 9" in text(page)


@pytest.mark.parametrize("role", ["coordinator", "leadership", "auditor", "administrator", None])
def test_only_the_office_imports(client, units, role):
    user = person(role, units["uib"]) if role else person()
    signed_in(client, user)
    assert client.get("/en/projects/import/").status_code == 403
    assert send(client, written(*ROWS)).status_code == 403


def test_what_somebody_else_sent_in_is_not_seen(desk, client, units):
    from django.test import Client

    preview = send(desk, written(*ROWS))
    other = signed_in(Client(), person("office", units["uib"]))
    assert other.get(preview.request["PATH_INFO"]).status_code == 404
    assert Client().get("/en/projects/import/").status_code == 302


def test_a_project_of_a_round_is_known_by_the_number_that_it_got(desk, office, units):
    from utsyn.calls.projects import Result
    from utsyn.web.projects.actions.recording import record_result

    row = project("From the round", status="submitted", origin="round", unit=units["fac-hum"], currency="")
    record_result(row, Result(status="submitted", number="1"), public=False, by=office, at=AT, seen=1)
    assert counts(send(desk, written(ROWS[1]))) == [1, 0, 0, 0, 0]
    assert (
        "From the round" in text(send(desk, written(ROWS[0]))) or counts(send(desk, written(ROWS[0])))[4] == 1
    )


def test_what_is_left_of_a_confirmed_table_can_still_be_asked_for(desk):
    preview = send(desk, written(ROWS[0], "5;;x;;Avslag;;;;;"))
    done = confirm(desk, preview)
    link = re.search(r'href="([^"]*flaws.csv)"', done.content.decode())[1]
    assert b"Tittel" in b"".join(desk.get(link).streaming_content)


def test_days_are_read_on_the_day_that_is_passed_in(office):
    from utsyn.web.projects.actions.importing import send_in
    from utsyn.web.projects.arrivals import Terms, plan

    row = send_in(written(*ROWS).encode(), Terms("x", "spreadsheet"), by=office, at=AT)
    assert plan(row, by=office, on=ON).print == plan(row, by=office, on=ON).print
