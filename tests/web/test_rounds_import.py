"""A faculty's spreadsheet read into a round: looked at first, taken in once, with nothing left out unsaid."""

import io
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from tests.web.rounds import BACKEND, World, said
from tests.web.worlds import deeds

pytestmark = pytest.mark.django_db
HEADINGS = ("Tittel", "Tema for søknaden", "Tilknytning til kvalifiserende finansiering", "Søker", "Institutt", "Land", "Institusjon", "Søknadsbeløp")  # fmt: skip
GOOD = ("Hav og helse", "Havet", "Senter for hav", "Kari Oppdiktet", "Institutt for historie", "Brasil", "Universidade de São Paulo", 9_000_000)  # fmt: skip
DRAFT = ("Bare en tanke", "", "", "", "", "", "", "")
WRONG = (
    "Feil land",
    "Tema",
    "Lenke",
    "Ola Oppdiktet",
    "Institutt for språk",
    "Brasill",
    "Et universitet",
    "mye",
)


@pytest.fixture
def world() -> World:
    return World()


def sheet(*rows: tuple[Any, ...], hidden: str = "") -> bytes:
    """A spreadsheet as a faculty has it."""
    book = Workbook()
    for row in (HEADINGS, *rows):
        book.active.append(row)
    if hidden:
        book.active.column_dimensions[hidden].hidden = True
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def sent(
    world: World, content: bytes, *, who: str = "coordinator", faculty: str = "fac-hum", **more: str
) -> Any:
    """Send a spreadsheet; where it can be read, the address of what it would give."""
    file = SimpleUploadedFile("liste.xlsx", content)
    return world.post(who, "import/", file=file, faculty=faculty, **more)


def looked(world: World, content: bytes, *, who: str = "coordinator", **more: str) -> str:
    response = sent(world, content, who=who, **more)
    assert response.status_code == 303, response.content.decode()[:1500]
    return response["Location"]


def made(world: World) -> list[tuple[str, str]]:
    return list(world.round.nominations.order_by("number").values_list("title", "state"))


def test_what_would_be_made_is_shown_and_nothing_is_made(world):
    html = said(world.browser("coordinator").get(looked(world, sheet(GOOD, DRAFT))))
    assert "2 nominations would be made" in html
    assert "Handed in to the faculty" in html
    assert "Say in a few lines what it is about" in html, "what the draft lacks"
    assert "Department of History" in html
    assert made(world) == []


def test_what_was_looked_at_is_taken_in_once(world):
    at = looked(world, sheet(GOOD, DRAFT))
    browser = world.browser("coordinator")
    response = browser.post(at, {"form": "one"})
    assert response["Location"] == "/en/rounds/intpart-2022/?faculty=fac-hum#nominations"
    assert browser.post(at, {"form": "one"}).status_code == 404, "the file is not kept after it was taken in"
    assert made(world) == [("Hav og helse", "handed"), ("Bare en tanke", "draft")]
    one = world.round.nominations.get(number=1)
    assert (one.unit.key, one.countries, Decimal(one.told["amount"])) == ("dep-history", "BR", 9_000_000)
    assert [person.name for person in one.mentioned.all()] == ["Kari Oppdiktet"]
    assert "Kari" not in str(one.told)
    assert one.verdict
    assert deeds(world.round).count("imported") == 1


def test_the_same_rows_sent_again_are_known(world):
    for n in range(2):
        world.browser("coordinator").post(looked(world, sheet(GOOD, DRAFT)), {"form": f"form {n}"})
    assert len(made(world)) == 2
    world.round.nominations.filter(number=1).update(state="withdrawn")
    world.browser("coordinator").post(looked(world, sheet(GOOD, DRAFT)), {"form": "third"})
    assert made(world)[2:] == [("Hav og helse", "handed")], "what was withdrawn may come anew"


def test_a_row_with_a_problem_is_listed_by_its_cell_and_left_out_and_can_be_had(world):
    at = looked(world, sheet(GOOD, WRONG))
    html = said(world.browser("coordinator").get(at))
    assert "1 row would be left out" in html
    assert "Sheet!F3" in html
    assert "Did you mean Brazil?" in html
    assert "Sheet!H3" in html
    csv = world.browser("coordinator").get(f"{at}left-out.csv").content.decode("utf-8-sig")
    assert "Sheet!F3;Feil land;" in csv
    world.browser("coordinator").post(at, {"form": "one"})
    assert made(world) == [("Hav og helse", "handed")]


def test_a_formula_in_what_was_left_out_stays_text(world):

    book = sheet(("x", *WRONG[1:]))
    at = looked(world, book)
    csv = world.browser("coordinator").get(f"{at}left-out.csv").content.decode("utf-8-sig")
    cells = [cell for line in csv.splitlines() for cell in line.split(";")]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_hidden_columns_are_named_and_read_only_if_chosen(world):
    content = sheet(GOOD, hidden="D")
    html = said(world.browser("coordinator").get(looked(world, content)))
    assert "The column is hidden; it is not read" in html
    assert "Draft" in html, "without the applicant it is not complete"
    html = said(world.browser("coordinator").get(looked(world, content, hidden="yes")))
    assert "it is read because that was chosen" in html
    assert "Handed in to the faculty" in html


@pytest.mark.parametrize(
    "content", [b"", b"MZ not a spreadsheet", b"\x00\x01\x02", b"Just;some;words\n1;2;3\n"]
)
def test_what_is_no_list_is_refused_beside_the_field(world, content):
    html = said(sent(world, content), 422)
    assert 'href="#file"' in html
    assert 'id="file-error"' in html


def test_no_file_or_no_faculty_is_said_beside_its_field(world):
    html = said(world.post("office", "import/", faculty=""), 422)
    assert 'href="#file"' in html
    assert 'href="#faculty"' in html
    html = said(sent(world, sheet(GOOD), faculty="fac-law"), 422)
    assert "No faculty is chosen" in html, "another faculty is not a coordinator's"


def test_a_department_of_another_faculty_is_noticed(world):
    html = said(
        world.browser("coordinator").get(looked(world, sheet((*GOOD[:4], "Klinisk institutt", *GOOD[5:]))))
    )
    assert "“Klinisk institutt” is no unit of this faculty" in html


@pytest.mark.parametrize("who", ["researcher", "leadership", "auditor", "assessor"])
def test_others_may_not_take_in(world, who):
    assert "This is for: faculty coordinator" in said(world.get(who, "import/"), 403)
    assert said(sent(world, sheet(GOOD), who=who), 403)


def test_the_office_takes_in_for_a_faculty_and_writes_none_of_it(world):
    at = looked(world, sheet(GOOD), who="office", faculty="fac-hum")
    world.browser("office").post(at, {"form": "one"})
    assert made(world) == [("Hav og helse", "handed")]
    assert not world.round.nominations.get().writers.exists()


def test_a_file_is_found_by_its_sender_alone(world):
    at = looked(world, sheet(GOOD))
    assert said(world.browser("office").get(at), 404)
    assert said(world.browser("coordinator").get(at[:-5] + "AAAA/"), 404)
    assert said(world.browser("coordinator").get(at))


def test_nothing_is_taken_in_once_the_list_is_sent(world):
    from tests.web.worlds import day
    from utsyn.web.rounds.models import Round

    at = looked(world, sheet(GOOD))
    Round.objects.update(sent_at=day("2022-03-16"))
    html = said(world.browser("coordinator").post(at, {"form": "one"}), 422)
    assert "The list of this round has been sent" in html
    assert made(world) == []


def test_an_import_that_fails_half_way_leaves_nothing(world, monkeypatch):
    from utsyn.web.rounds.actions import importing

    at = looked(world, sheet(GOOD, DRAFT))
    real, calls = importing.check, []

    def failing(row, **told):
        calls.append(row)
        if len(calls) == 2:
            raise RuntimeError("the machine stops")
        return real(row, **told)

    monkeypatch.setattr(importing, "check", failing)
    with pytest.raises(RuntimeError):
        world.browser("coordinator").post(at, {"form": "one"})
    assert made(world) == []
    assert "imported" not in deeds(world.round)
    monkeypatch.undo()
    world.browser("coordinator").post(at, {"form": "one"})
    assert len(made(world)) == 2, "the file is still there, and the form not yet dealt with"


def test_a_file_that_is_too_large_is_refused_before_it_is_read_beside_its_field(world):
    html = said(sent(world, b"x" * 6_000_000), 413)
    assert 'href="#file"' in html
    assert "at most 5,000,000 are read" in html


def test_a_list_with_pictures_may_be_larger_than_other_forms(world):
    assert said(sent(world, b"PK\x03\x04" + b"x" * 2_000_000), 422), "read, and found to be no spreadsheet"


def test_a_form_from_elsewhere_is_not_read(world):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people["coordinator"], backend=BACKEND)
    file = SimpleUploadedFile("liste.xlsx", sheet(GOOD))
    response = client.post("/en/rounds/intpart-2022/import/", {"file": file, "faculty": "fac-hum"})
    assert response.status_code == 403
