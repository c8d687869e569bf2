"""A faculty's spreadsheet is read as it is: nothing is dropped in silence, nothing guessed, nothing breaks the reader."""

import io
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.web.lists import listed, lists, row
from utsyn.calls.lists import ListPartner
from utsyn.calls.rounds.nomination import Nomination
from utsyn.web.papers import xlsx
from utsyn.web.papers.sheet.preview import Preview, nomination, people, preview

UIB = ("Tittel på prosjekt", "Tema for søknaden og tilknytning til kvalifiserende løpende finansiering",
       "UiB-søker (og eventuelle UiB-partnere)", "UiB-søkers institutt", "Land", "Institusjonsnavn",
       "Institutt/fakultet/fagmiljø", "Navngitt lokal prosjektleder", "Forskere/forskergruppe")  # fmt: skip


def read(*rows: tuple, then: Callable[[Worksheet], object] = id, **told) -> Preview:
    """Read a workbook of these rows, after `then` has been done to its sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    for cells in rows:
        sheet.append(cells)
    then(sheet)
    content = io.BytesIO()
    book.save(content)
    return preview(content.getvalue(), file="faculty.xlsx", **told)


def said(made: Preview) -> list[str]:
    return [problem.in_("en") for problem in made.problems]


def columns(made: Preview) -> dict[str, str]:
    return {column.letter: column.field for column in made.columns}


def notes(made: Preview) -> str:
    every = [
        *made.notes,
        *(column.note for column in made.columns),
        *(note for one in made.rows for note in one.notes),
    ]
    return "\n".join(note.in_("en") for note in every if note)


@settings(max_examples=40)
@given(lists())
def test_a_list_that_was_written_is_read_back_the_same(made):
    found = preview(xlsx.workbook(made), file="list.xlsx")
    assert tuple(one.row for one in found.rows) == made.rows
    assert found.unread == ()


def test_what_bergen_asks_its_faculties_for_is_known_by_its_own_words():
    made = read(UIB, ("Sepsis", "Tema", "Kari", "K2", "Brasil", "USP", "Medisin", "J. Doe", "Gruppe A"))
    assert list(columns(made).values()) == [
        "title", "theme", "applicant", "department", "country", "institution", "unit", "local_leader", "researchers"]  # fmt: skip
    assert made.rows[0].row.partners == (
        ListPartner(
            country="BR", institution="USP", unit="Medisin", local_leader="J. Doe", researchers="Gruppe A"
        ),
    )
    assert "all of it is read as the theme" in notes(made)


@pytest.mark.parametrize(
    ("heads", "fields"),
    [
        (("Nr.", "Tittel", "Prosjektleder", "Institutt", "Partnerland", "Partner", "Institutt"),
         ("number", "title", "applicant", "department", "country", "institution", "unit")),
        (("No", "Project title", "Applicant", "Department", "Country", "Institution", "Department", "Funding sought (EUR)"),
         ("number", "title", "applicant", "department", "country", "institution", "unit", "amount")),
        (("Tittel", "Søkar", "Fakultet", "Eigendel", "Søknadssum", "Totalbudsjett", "Valuta", "Prioritet"),
         ("title", "applicant", "faculty", "own_contribution", "amount", "", "currency", "priority")),
    ],
)  # fmt: skip
def test_headings_are_known_in_three_languages_and_what_is_not_is_named(heads, fields):
    made = read(heads, ("x",) * len(heads))
    assert tuple(columns(made).values()) == fields
    assert [column.heading for column in made.unread] == [
        h for h, f in zip(heads, fields, strict=True) if not f
    ]


def test_a_title_merged_over_rows_is_one_nomination_with_several_partners():
    made = read(("Tittel", "Institutt", "Land", "Institusjon"), ("Sepsis", "K2", "USA", "UW"), (None, None, "Brasil", "USP"),
                ("Is", "GFI", "Canada", "UBC"), then=lambda sheet: sheet.merge_cells("A2:A3"))  # fmt: skip
    assert [(one.row.title, [p.country for p in one.row.partners or ()]) for one in made.rows] == [
        ("Sepsis", ["US", "BR"]), ("Is", ["CA"])]  # fmt: skip
    assert "Rows 2 to 3 are read as one nomination" in notes(made)
    assert said(made) == []


def test_a_row_with_nothing_but_a_partner_belongs_to_the_nomination_above():
    made = read(("Tittel", "Land", "Institusjon"), ("Sepsis", "USA", "UW"), (None, "Brasil", "USP"))
    assert [len(one.row.partners or ()) for one in made.rows] == [2]


def test_a_department_merged_over_several_nominations_is_the_department_of_each():
    made = read(("Tittel", "Institutt"), ("A", "K2"), ("B", None), ("C", "GFI"),
                then=lambda sheet: sheet.merge_cells("B2:B3"))  # fmt: skip
    assert [(one.row.title, one.row.department) for one in made.rows] == [
        ("A", "K2"),
        ("B", "K2"),
        ("C", "GFI"),
    ]


def test_partners_in_lines_and_in_blocks_of_columns_are_told_apart():
    lines = read(("Tittel", "Land", "Institusjon"), ("A", "USA\nBrasil", "UW\nUSP"))
    blocks = read(
        ("Tittel", "Land 1", "Institusjon 1", "Land 2", "Institusjon 2"), ("A", "USA", "UW", "Brasil", "USP")
    )
    again = read(
        ("Tittel", "Land", "Institusjon", "Land", "Institusjon"), ("A", "USA", "UW", "Brasil", "USP")
    )
    group = read(("", "Partner 1", None, "Partner 2"), ("Tittel", "Land", "Institusjon", "Land", "Institusjon"),
                 ("A", "USA", "UW", "Brasil", "USP"))  # fmt: skip
    both = (ListPartner(country="US", institution="UW"), ListPartner(country="BR", institution="USP"))
    assert [made.rows[0].row.partners for made in (lines, blocks, again, group)] == [both] * 4


def test_lines_that_do_not_fit_together_are_a_problem_and_not_a_guess():
    made = read(("Tittel", "Land", "Institusjon"), ("A", "USA\nBrasil", "UW"), ("B", "USA", "UW\nMIT"))
    (words,) = said(made)
    assert words.startswith("Sheet!C2: One line stands here, for 2 partners. Write one line for each partner")
    assert [p.country for p in made.rows[1].row.partners or ()] == ["US", "US"]
    assert "Sheet!B3 is taken for all 2 partners" in notes(made)


def test_hidden_columns_and_rows_are_named_and_read_only_when_asked_for():
    def hide(sheet: Worksheet) -> None:
        sheet.column_dimensions["B"].hidden = True
        sheet.row_dimensions[3].hidden = True

    cells = (("Tittel", "Risiko", "Institutt"), ("A", "hush", "K2"), ("B", "hush", "GFI"))
    made = read(*cells, then=hide)
    assert [one.row.title for one in made.rows] == ["A"]
    assert not any("hush" in repr(one) for one in made.rows)
    assert "The column is hidden; it is not read" in notes(made)
    assert "Hidden rows are not read: 3" in notes(made)
    asked = read(*cells, then=hide, read_hidden=True)
    assert [one.row.internal.risk for one in asked.rows if one.row.internal] == ["hush", "hush"]
    assert "it is read because that was chosen" in notes(asked)


def test_a_hidden_sheet_is_not_read_and_the_fullest_visible_one_is():
    book = Workbook()
    book.worksheets[0].append(("Tittel",))
    for title, hidden in (("Nominasjoner", False), ("Gamle", True)):
        sheet = book.create_sheet(title)
        sheet.append(("Tittel", "Land", "Institusjon", "Tema") if hidden else ("Tittel", "Land"))
        sheet.append((title, "USA"))
        sheet.sheet_state = "hidden" if hidden else "visible"
    content = io.BytesIO()
    book.save(content)
    made = preview(content.getvalue(), file="f.xlsx")
    assert [(sheet.name, sheet.read, bool(sheet.why)) for sheet in made.sheets] == [
        ("Sheet", False, True), ("Nominasjoner", True, False), ("Gamle", False, True)]  # fmt: skip
    assert preview(content.getvalue(), file="f.xlsx", sheet="Gamle").rows[0].row.title == "Gamle"


def test_two_rows_of_headings_a_title_above_and_repeated_headings_are_understood():
    heads = ("Tittel", None, "Beløp"), (None, "Land", None)
    made = read(
        ("Fakultetets liste 2022",),
        (),
        *heads,
        ("A", "USA", 5),
        ("Tittel", "Land", "Beløp"),
        ("B", "Kina", 6),
    )
    assert [one.row.title for one in made.rows] == ["A", "B"]
    assert "Rows that say the headings once more are not read: 6" in notes(made)


def test_a_formula_that_was_never_worked_out_and_an_error_are_problems():
    def errs(sheet: Worksheet) -> None:
        sheet["B3"].value, sheet["B3"].data_type = "#REF!", "e"

    made = read(("Tittel", "Beløp"), ("A", "=1+1"), ("B", 1), then=errs)
    assert [problem.path for problem in made.problems] == [("Sheet!B2",), ("Sheet!B3",)]
    country = read(("Tittel", "Land"), ("A", "=1+1"))
    assert len(country.problems) == 1
    assert all("A formula stands here without a value" in words for words in said(made))


@pytest.mark.parametrize(
    ("written", "amount", "currency"),
    [
        (1500000, "1500000", None), (0.1, "0.1", None), ("10 000 000", "10000000", None),
        ("NOK 1.500.000,50", "1500000.50", "NOK"), ("1,500,000.5", "1500000.5", None), ("€ 12", "12", "EUR"),
        ("2,5 mill.", "2500000", None), ("10 MNOK", "10000000", "NOK"), ("kr 5 000,-", "5000", None),
        ("ikke kjent", None, None),
    ],
)  # fmt: skip
def test_amounts_are_read_exactly(written, amount, currency):
    made = read(("Tittel", "Søknadsbeløp"), ("A", written))
    assert said(made) == []
    assert made.rows[0].row.amount == (None if amount is None else Decimal(amount))
    assert made.rows[0].row.currency == currency


@pytest.mark.parametrize(
    "written", ["1.500", "ca. 5", -1, 0.001, "5 eller 6", "1e99", "9" * 40, True, "1,2,3"]
)
def test_an_amount_that_could_mean_two_things_is_a_problem(written):
    made = read(("Tittel", "Søknadsbeløp"), ("A", written))
    assert [problem.path for problem in made.problems] == [("Sheet!B2",)]
    assert made.rows[0].row.amount is None


def test_the_currency_may_stand_in_the_heading_but_two_are_a_problem():
    assert read(("Tittel", "Beløp (EUR)"), ("A", 5)).rows[0].row.currency == "EUR"
    made = read(("Tittel", "Beløp (EUR)", "Valuta"), ("A", 5, "NOK"))
    assert "Several currencies are named: EUR, NOK" in said(made)[0]


@pytest.mark.parametrize(
    "written",
    [44835, datetime(2022, 10, 1), "1.10.2022", "2022-10-01", "13/10/2022"],  # noqa: DTZ001
)
def test_days_are_read_as_days_also_from_their_serial_numbers(written):
    starts = read(("Tittel", "Oppstart"), ("A", written)).rows[0].row.internal
    assert starts
    assert starts.starts in (date(2022, 10, 1), date(2022, 10, 13))


@pytest.mark.parametrize("written", ["03/04/2022", "31.2.2022", "høsten 2022", 2022])
def test_a_day_that_could_be_two_is_a_problem(written):
    assert said(read(("Tittel", "Oppstart"), ("A", written)))[0].startswith("Sheet!B2: ")


@pytest.mark.parametrize(
    ("written", "code"),
    [("Sør- Afrika", "ZA"), ("sør-afrika", "ZA"), ("USA", "US"), ("South Korea", "KR"), ("BR", "BR"), ("Kina (CN)", "CN"),
     ("Storbritannia", "GB"), ("England", "GB")],
)  # fmt: skip
def test_countries_are_known_by_the_names_people_use(written, code):
    made = read(("Tittel", "Land"), ("A", written))
    assert [p.country for p in made.rows[0].row.partners or ()] == [code]


def test_a_country_that_is_not_known_is_a_problem_with_the_nearest():
    assert said(read(("Tittel", "Land"), ("A", "Russlannd"))) == [
        "Sheet!B2: “Russlannd” is no country that is known. Did you mean Russia?"]  # fmt: skip


def test_a_row_without_a_title_and_a_value_told_twice_are_problems_in_their_cells():
    made = read(("Tittel", "Institutt", "Beløp", "Land"), (None, "K2", 1, "USA"), ("A", "GFI", 5, "USA"),
                (None, None, 6, "Kina"), then=lambda sheet: sheet.merge_cells("A3:A4"))  # fmt: skip
    assert [(problem.path, "title" in problem.in_("en")) for problem in made.problems] == [
        (("Sheet!A2",), True), (("Sheet!C4",), True)]  # fmt: skip


@pytest.mark.parametrize("between", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
def test_text_files_are_read_whatever_stands_between_the_cells(between, encoding):
    lines = (("Tittel", "Søker", "Land"), ("Blåbær", "Åse", "Brasil"))
    written = "\r\n".join(between.join(cells) for cells in lines)
    made = preview(written.encode(encoding), file="list.csv")
    assert [(one.place, one.row.title, one.row.applicant) for one in made.rows] == [
        ("csv!A2", "Blåbær", "Åse")
    ]
    assert ("not UTF-8" in notes(made)) == (encoding == "latin-1")


def test_what_is_read_fits_a_nomination_and_people_stand_apart():
    made = read(
        (*UIB, "Søknadsbeløp (NOK)"),
        ("Sepsis", "Tema", "Kari", "K2", "Brasil", "USP", "Med", "J. Doe", "A", 1e7),
    )
    told = Nomination.model_validate(nomination(made.rows[0].row))
    assert (told.title, told.amount, told.currency) == ("Sepsis", Decimal(10_000_000), "NOK")
    assert "Kari" not in told.model_dump_json()
    assert "Doe" not in told.model_dump_json()
    assert people(made.rows[0].row)["applicant"] == "Kari"
    assert people(made.rows[0].row)["partners"] == [{"local_leader": "J. Doe", "researchers": "A"}]


def test_what_a_nomination_would_not_take_is_a_problem_before_it_is_made():
    assert any("theme" in words for words in said(read(("Tittel", "Tema"), ("A", "x" * 5_000))))


def test_columns_without_heading_are_named():
    made = read(("Tittel", None, "Merknad"), ("A", "lost", "also"))
    assert [(column.letter, column.field) for column in made.unread] == [("C", ""), ("B", "")]


def test_our_own_internal_list_says_what_it_said():
    made = listed(row(1), row(2, partners=(), amount=None))
    assert [one.row for one in preview(xlsx.workbook(made), file="l.xlsx").rows] == list(made.rows)
