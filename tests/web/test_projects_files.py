"""Files that are imported: text and workbooks however they were saved, and those that cannot be used."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from tests.web.banked import signed_in
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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
@pytest.mark.parametrize("between", [";", ",", "\t"])
def test_text_is_read_however_it_was_saved(desk, encoding, between):
    content = "Tittel;Status;Bevilget\r\nÆrlig på Ål;Innvilget;5".replace(";", between).encode(encoding)
    preview = send(desk, content)
    assert counts(preview) == [1, 0, 0, 0, 0]
    assert "Ærlig på Ål" in text(preview)
    assert ("not UTF-8" in text(preview)) == (encoding in ("latin-1", "cp1252"))


def workbook(*rows, hidden=None, merged=None, more=False, **cells) -> bytes:
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    if hidden:
        sheet.column_dimensions[hidden].hidden = True
    if merged:
        sheet.merge_cells(merged)
    if more:
        book.create_sheet("Notes").append(["not read"])
    for place, value in cells.items():
        sheet[place] = value
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def test_a_workbook_is_read_with_its_dates_numbers_and_oddities(desk):
    content = workbook(
        ["Våre prosjekter", None, None, None, None], [], ["Title", "Status", "Amount awarded (1000 NOK)", "Start", "Partners"],
        ["Marine", "granted", 1500, 44636, "Universidade de São Paulo; MIT, Cambridge"], ["Land", "rejected", None, None, None],
        hidden="C", merged="A1:E1", more=True,
    )  # fmt: skip
    preview = send(
        desk,
        content,
        name="list.xlsx",
        kind="spreadsheet",
        source="Our list",
        funder="EU",
        programme="Horizon",
    )
    page = text(preview)
    for part in (
        "The headings are in row 3",
        "Some columns are hidden",
        "Some cells are merged",
        "Not read: Notes",
        "times 1,000",
    ):
        assert part in page, part
    assert counts(preview) == [2, 0, 0, 0, 0]
    confirm(desk, preview)
    row = bank()["Marine"]
    assert (row.awarded, row.currency, str(row.starts), row.programme) == (
        1_500_000,
        "NOK",
        "2022-03-16",
        "horizon",
    )
    assert [partner.name for partner in row.partners.order_by("pk")] == [
        "Universidade de São Paulo",
        "MIT, Cambridge",
    ]
    assert counts(
        send(desk, content, name="list.xlsx", kind="spreadsheet", source="Our list", funder="EU")
    ) == [0, 0, 2, 0, 0]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty"), (b"\x7fELF" + b"0" * 50, "This is no spreadsheet"), (b"%PDF-1.7", "This is no spreadsheet"),
        (b"PK\x03\x04broken", "The file is broken"), (b"a;b\n1;2", "No column names the projects"),
        (b"Tittel;Status;Bevilget;Tildelt\nA;Avslag;;", "These columns tell the same"),
        (("Tittel;Status;" + ";".join(map(str, range(400))) + "\nA;Avslag").encode(), "more than 300 columns"),
        (b"Tittel;Status\n" + b"A;Avslag\n" * 50_001, "at most 50,000 are read at once"),
        (b"<html><table></table></html>", "a web page or XML"),
    ],
    ids=range(9),
)  # fmt: skip
def test_a_file_that_cannot_be_used_says_why(desk, content, says):
    response = send(desk, content)
    assert response.status_code == 422
    assert says in text(response)
    assert bank() == {}


def test_two_hundred_columns_are_read_by_their_headings(desk):
    content = "Tittel;Status;" + ";".join(f"Ukjent {n}" for n in range(198)) + "\nA;Avslag" + ";x" * 198
    preview = send(desk, content)
    assert counts(preview) == [1, 0, 0, 0, 0]
    assert "Not recognised, not read Ukjent 0; Ukjent 1" in text(preview)


def test_a_form_without_a_file_or_source_keeps_what_was_typed(desk):
    response = desk.post("/en/projects/import/", {"kind": "spreadsheet", "funder": "eu", "source": ""})
    assert response.status_code == 422
    assert "No file was chosen" in text(response)
    assert 'value="eu"' in response.content.decode()
    assert "Name its source" in text(send(desk, written(*ROWS), kind="spreadsheet"))
    assert "three letters" in text(send(desk, written(*ROWS), currency="kr"))
