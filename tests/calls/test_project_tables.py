"""A table's headings and cells are read as people write them; what can be read in two ways is refused, never guessed."""

from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from utsyn.calls import project_cells as cells
from utsyn.calls.project_columns import Column, headings
from utsyn.calls.project_rows import Reader
from utsyn.calls.projects import LARGEST, Status
from utsyn.problems import Problems, Unfit


@pytest.mark.parametrize(
    ("written", "value", "currency"),
    [
        ("NOK 1 200 000", "1200000", "NOK"),
        ("1 200 000", "1200000", ""),
        ("1\u00a0200\u202f000,50", "1200000.50", ""),
        ("1.200.000,50", "1200000.50", ""),
        ("1,200,000.50", "1200000.50", ""),
        ("2,5", "2.50", ""),
        ("kr 100,-", "100", "NOK"),
        ("100 EUR", "100", "EUR"),
        (1200000, "1200000", ""),
        (0.1, "0.1", ""),
        (0, "0", ""),
    ],
)
def test_an_amount_is_read_as_people_write_it(written, value, currency):
    assert cells.amount(written) == (Decimal(value), currency)


@pytest.mark.parametrize(
    "written",
    ["1.200", "1,200", "1200,000", "12 00", "1 2000", "-5", "−5", -5, "1e9", float("nan"), float("inf"), 10**12, "1.234,567",
     "abc", "", "NOK 5 EUR", True, date(2022, 1, 1), "1" * 40, "0.001"],
)  # fmt: skip
def test_an_amount_that_is_none_or_two_is_refused(written):
    with pytest.raises(Unfit):
        cells.amount(written)


@given(st.integers(0, int(LARGEST)), st.sampled_from([" ", "\u00a0", ""]))
def test_whole_amounts_are_read_back(amount, between):
    assert cells.amount(f"{amount:,}".replace(",", between)).value == amount


@given(st.text(max_size=20) | st.floats() | st.integers() | st.booleans() | st.dates() | st.none())
def test_no_cell_breaks_a_reader(cell):
    for reader in (
        cells.amount,
        cells.day,
        cells.year,
        cells.status,
        cells.role,
        cells.countries,
        cells.several,
    ):
        with suppress(Unfit):
            reader(cell)


def test_amounts_in_thousands_are_what_they_say():
    assert cells.amount("1 500", factor=Decimal(1000)).value == 1_500_000


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2022-03-16", date(2022, 3, 16)), ("16.03.2022", date(2022, 3, 16)), ("16/3/2022", date(2022, 3, 16)),
        (44636, date(2022, 3, 16)), (44636.5, date(2022, 3, 16)), (datetime(2022, 3, 16, 13), date(2022, 3, 16)),  # noqa: DTZ001
        ("2022-03-16 00:00:00", date(2022, 3, 16)), ("2022-03-16T13:00", date(2022, 3, 16)),
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_and_spreadsheets_write_it(written, value):
    assert cells.day(written) == value


@pytest.mark.parametrize(
    "written",
    ["0000-01-01", 0, 1, "31.02.2022", "1899-12-31", date(1066, 10, 14), "2201-01-01", 10**9, True, "snart"],
)
def test_a_day_that_does_not_exist_is_refused(written):
    with pytest.raises(Unfit):
        cells.day(written)


@pytest.mark.parametrize("written", [0, "0", "22", "20222", "1989", "2101", "MMXXII", "２０２２", 2022.5])
def test_a_year_that_is_none_is_refused(written):
    with pytest.raises(Unfit):
        cells.year(written)


def test_a_year_is_read_from_a_number_or_a_date():
    assert cells.year(2022.0) == cells.year("2022") == cells.year(date(2022, 5, 1)) == 2022


@pytest.mark.parametrize(
    ("written", "status"),
    [("Innvilget", Status.GRANTED), ("AVSLAG", Status.REFUSED), ("Ikke innvilget", Status.REFUSED), ("waiting list", Status.WAITING),
     ("Trukket", Status.WITHDRAWN), ("granted_reduced", Status.REDUCED), ("Under behandling", Status.SUBMITTED)],
)  # fmt: skip
def test_how_it_went_is_read_in_either_language(written, status):
    assert cells.status(written) is status


def test_a_word_for_how_it_went_that_is_not_known_names_those_that_are():
    with pytest.raises(Unfit) as error:
        cells.status("kanskje")
    assert "avslag" in error.value.said.in_("en")


def test_countries_are_read_by_name_and_by_code():
    assert cells.countries("Norge, Brazil; US og Sør-Afrika") == ("BR", "NO", "US", "ZA")
    assert cells.countries("na") == ("NA",), "Namibia is a country"
    with pytest.raises(Unfit, match="name"):
        cells.countries("Brasil, Atlantis")


RCN = ["Prosjektnummer", "Tittel", "UtlysningID", "utlysning_tittel", "Søknadsfrist", "Søkt beløp (1000 kr)", "Bevilget beløp",
       "Fase", "Fakultetskode", "Kjønn prosjektleder", "Noe annet"]  # fmt: skip


def test_headings_are_known_by_their_words():
    found = headings(RCN)
    assert {h.written: h.column for h in found.read} == {
        "Prosjektnummer": Column.NUMBER, "Tittel": Column.TITLE, "UtlysningID": Column.CALL,
        "utlysning_tittel": Column.CALL_TITLE, "Søknadsfrist": Column.DEADLINE, "Søkt beløp (1000 kr)": Column.SOUGHT,
        "Bevilget beløp": Column.AWARDED, "Fase": Column.STATUS, "Fakultetskode": Column.UNIT,
    }  # fmt: skip
    assert [h.written for h in found.persons] == ["Kjønn prosjektleder"]
    assert [h.written for h in found.unrecognised] == ["Noe annet"]
    assert next(h for h in found.all if h.column is Column.SOUGHT).factor == 1000


@pytest.mark.parametrize(
    "written",
    ["prosjektnummer", "PROSJEKTNUMMER", "Project number", "soknadsnummer", "Søknads-ID".replace("s-", "-")],
)
def test_a_heading_is_known_however_it_is_written(written):
    assert headings([written, "Status"]).all[0].column is Column.NUMBER


@pytest.mark.parametrize(
    "person",
    [
        "Prosjektleder",
        "Navn på prosjektleder",
        "kjonn",
        "E-post",
        "Gender",
        "Project manager",
        "Søker",
        "Alder",
    ],
)
def test_what_is_about_persons_is_not_read(person):
    found = headings(["Tittel", "Status", person])
    assert found.all[2].person
    assert found.all[2].column is None


def test_two_columns_that_tell_the_same_are_refused_where_one_could_be_wrong():
    with pytest.raises(Problems) as error:
        headings(["Tittel", "Status", "Bevilget", "Tildelt"])
    assert "Bevilget and Tildelt" in error.value.problems[0].what.in_("en")
    found = headings(["Tittel", "Status", "Fakultet", "Institutt"])
    assert [(h.written, h.same_as) for h in found.repeated] == [("Institutt", "Fakultet")]


@pytest.mark.parametrize("written", [[], [""], ["Kolonne1", "Kolonne2"], ["Tittel"], ["Status"]])
def test_a_table_that_names_no_projects_or_no_outcome_is_refused(written):
    with pytest.raises(Problems) as error:
        headings(written)
    assert all(problem.mend.in_("nn") for problem in error.value.problems)


def read(**told):
    """What one row tells, and its flaws."""
    names = {"number": "Prosjektnummer", "title": "Tittel", "status": "Status", "sought": "Søkt beløp", "awarded": "Bevilget (EUR)",
             "currency": "Valuta", "countries": "Land", "starts": "Start", "ends": "Slutt", "deadline": "Frist"}  # fmt: skip
    reader = Reader(
        headings(
            [names[name] for name in ["title", "status", *(n for n in told if n not in ("title", "status"))]]
        ),
        currency="NOK",
    )
    made, flaws = reader.read(7, {"title": "A title", **told})
    return made, [(flaw.row, flaw.column) for flaw in flaws]


def test_a_row_is_read():
    made, flaws = read(
        number=322644.0, status="innvilget", sought="2 000 000", deadline="2022-03-16", countries="Brasil"
    )
    assert flaws == []
    assert (made.number, made.status, made.sought, made.currency, made.year) == (
        "322644",
        "granted",
        2_000_000,
        "NOK",
        2022,
    )


def test_an_amount_awarded_tells_that_it_was_granted_and_nothing_else_does():
    assert read(awarded="100")[0].status == "granted"
    assert read(awarded="100", sought="200", currency="EUR")[0].status == "granted_reduced"
    assert read(awarded="0")[1] == [(7, "Status")], "no amount says neither refused nor granted"


@pytest.mark.parametrize(
    ("told", "column"),
    [
        ({"status": "kanskje"}, "Status"),
        ({"status": "avslag", "awarded": "100"}, "Bevilget (EUR)"),
        ({"status": "innvilget", "sought": "-1"}, "Søkt beløp"),
        ({"status": "innvilget", "awarded": "100", "currency": "USD"}, "Valuta"),
        ({"status": "innvilget", "starts": "2022-02-02", "ends": "2022-02-01"}, "Slutt"),
        ({"status": "innvilget", "title": ""}, "Tittel"),
        ({"status": "innvilget", "title": "x" * 501}, "Tittel"),
        ({"status": "innvilget", "number": "9" * 41}, "Prosjektnummer"),
    ],
)
def test_a_flaw_names_row_and_column(told, column):
    assert (7, column) in read(**told)[1]


def test_a_refused_row_may_have_nought_awarded():
    made, flaws = read(status="avslag", awarded=0)
    assert flaws == []
    assert made.awarded is None
