"""The institution's own lists: what is accepted, what is refused, and what nobody knows."""

from datetime import date, datetime

import pytest

from tests.evidence.loads import HOME, PARTNER, STRANGER, Loads, refused, registered, table, workbook
from utsyn.evidence.sources.plain import PLAIN

AGREEMENTS = ("ror", "unit", "since", "until", "kind")
STAYS = ("ror", "unit", "since", "until", "kind", "way", "people")
STAFF = ("author", "orcid", "unit", "since", "until")


@pytest.fixture
def loads(tmp_path):
    return Loads(tmp_path)


@pytest.fixture
def register(loads):
    return registered(loads)


def test_agreements_are_read_with_norwegian_headings_and_days(loads, tmp_path):
    rows = (
        (f"https://ror.org/{PARTNER}", "IME", "31.12.2024", "", "student"),
        (PARTNER, "", "", "2030-01-01", "research"),
    )
    found = loads(PLAIN, table(tmp_path / "avtaler.csv", ("Partner", "Enhet", "Fra", "Til", "Type"), *rows))[
        "agreements"
    ]
    assert found == [
        {"ror": PARTNER, "unit": "IME", "since": date(2024, 12, 31), "until": None, "kind": "student"},
        {"ror": PARTNER, "unit": None, "since": None, "until": date(2030, 1, 1), "kind": "research"},
    ]


def test_a_workbook_with_a_title_and_real_dates_does_as_well(loads, tmp_path):
    row = (PARTNER, "IME", datetime(2024, 8, 1), date(2024, 12, 31), "study", "ut", 3.0)  # noqa: DTZ001  as a workbook holds it
    found = loads(PLAIN, workbook(tmp_path / "stays.xlsx", ("Exchange 2024",), STAYS, row))["stays"]
    assert found == [
        {
            "ror": PARTNER,
            "unit": "IME",
            "since": date(2024, 8, 1),
            "until": date(2024, 12, 31),
            "kind": "study",
            "way": "out",
            "people": 3,
        }
    ]


def test_windows_letters_and_a_list_with_commas_are_read(loads, tmp_path):
    file = table(
        tmp_path / "a.csv",
        AGREEMENTS,
        (PARTNER, "Språk – fag", "", "", "båtliv"),
        separator=",",
        encoding="cp1252",
    )
    assert [(row["unit"], row["kind"]) for row in loads(PLAIN, file)["agreements"]] == [
        ("Språk – fag", "båtliv")
    ]


def test_a_row_of_stays_without_a_number_is_one_person(loads, tmp_path):
    found = loads(
        PLAIN, table(tmp_path / "a.csv", STAYS[:-1], (PARTNER, "", "2024-08-01", "", "staff", "in"))
    )["stays"]
    assert [row["people"] for row in found] == [1]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ((PARTNER[:-1] + "9", "", "2024-01-01", "", "study", "out", "1"), "ror"), (("", "", "2024-01-01", "", "study", "out", "1"), "ror"),
        ((PARTNER, "", "01/02/2024", "", "study", "out", "1"), "since"), ((PARTNER, "", "2024-05-01", "2024-01-01", "study", "out", "1"), "until"),
        ((PARTNER, "", "2024-01-01", "", "study", "abroad", "1"), "way"), ((PARTNER, "", "2024-01-01", "", "study", "out", "1,5"), "people"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_used_is_named_and_nothing_is_loaded(loads, tmp_path, row, column):
    good = (PARTNER, "", "2024-01-01", "", "study", "out", "1")
    (wrong,) = refused(lambda: loads(PLAIN, table(tmp_path / "a.csv", STAYS, good, row)))
    assert (wrong.path, wrong.line) == ((column,), 3)
    assert loads.store.vintages() == ()


def test_a_column_of_names_is_refused(loads, tmp_path):
    file = table(tmp_path / "a.csv", (*STAFF, "Navn"), ("A7", "", "IME", "2020", "", "Jane Roe"))
    assert [one.what.in_("en") for one in refused(lambda: loads(PLAIN, file))] == [
        "The column “Navn” has no place here"
    ]


def test_staff_stand_by_pseudonym_in_years_and_an_open_end_is_far_off(register, tmp_path):
    rows = (
        ("https://openalex.org/A7", "", "IME", "2020", ""),
        ("", "https://orcid.org/0000-0002-1825-0097", "SU", "01.08.2021", "2022"),
    )
    found = register(PLAIN, table(tmp_path / "staff.csv", STAFF, *rows))["staff"]
    assert found == [
        {"author": 7, "orcid": None, "unit": "IME", "since": 2020, "until": 9999},
        {"author": None, "orcid": "0000-0002-1825-0097", "unit": "SU", "since": 2021, "until": 2022},
    ]
    assert "staff: author that is not known" not in register.counted


def test_who_is_not_known_is_kept_counted_and_listed(register, tmp_path):
    staff = table(tmp_path / "staff.csv", STAFF, ("A7", "", "IME", "2020", ""), ("A8", "", "IME", "2020", ""))
    agreements = table(tmp_path / "agreements.csv", AGREEMENTS, (STRANGER, "", "", "", "student"))
    found = register(PLAIN, staff, agreements)
    assert [row["author"] for row in found["staff"]] == [7, 8]
    assert dict(register.counted) == {
        "staff: author that is not known": 1,
        "agreements: ror that is not known": 1,
    }
    listed = (
        (register.store.folder / "plain" / register.vintage.key / "unknown.csv")
        .read_text("utf-8")
        .splitlines()
    )
    assert listed == ["file;row;column;written", f"agreements.csv;2;ror;{STRANGER}", "staff.csv;3;author;8"]
    assert register.vintage.parameters["checked against authorships of openalex"] == "a"


def test_without_a_register_it_is_told_that_nothing_was_checked(loads, tmp_path):
    loads(PLAIN, table(tmp_path / "staff.csv", STAFF, ("A7", "", "IME", "2020", "")))
    assert dict(loads.counted) == {"staff: not checked, for no register is loaded": 1}


@pytest.mark.parametrize(
    "row",
    [
        ("", "", "IME", "2020", ""),
        ("", "0000-0002-1825-0098", "IME", "2020", ""),
        ("Jane Roe", "", "IME", "2020", ""),
        ("A7", "", "", "2020", ""),
    ],
)
def test_a_row_of_staff_that_means_nobody_or_a_name_is_refused(loads, tmp_path, row):
    assert refused(lambda: loads(PLAIN, table(tmp_path / "staff.csv", STAFF, row)))


def test_graduates_stand_by_pseudonym_and_identity_numbers_and_names_are_refused(loads, tmp_path):
    head = ("person", "unit", "year", "level", "days_abroad", "stay")
    good = (
        ("a1b2", "IME", "2024", "master", "120", "exchange"),
        ("a1b3", "IME", "2024", "master", "0", ""),
        ("a1b4", "", "2024", "", "", ""),
    )
    found = loads(PLAIN, table(tmp_path / "g.csv", head, *good))["graduates"]
    assert [(row["days_abroad"], row["stay"]) for row in found] == [(120, "exchange"), (0, ""), (None, None)]
    for person in ("01019912345", "Jane Roe", "Roe, Jane"):
        (wrong,) = refused(
            lambda told=person: loads(PLAIN, table(tmp_path / "g.csv", head, (told, *good[0][1:])))
        )
        assert wrong.path == ("person",)


def test_levels_of_journals_are_read_by_the_number_of_openalex(loads, tmp_path):
    head = ("source", "year", "level")
    found = loads(
        PLAIN, table(tmp_path / "l.csv", head, ("https://openalex.org/S7", "2024", "2"), ("8", "2024", "1,0"))
    )
    assert found["levels"] == [
        {"source": 7, "year": 2024, "level": 2},
        {"source": 8, "year": 2024, "level": 1},
    ]
    (wrong,) = refused(lambda: loads(PLAIN, table(tmp_path / "l.csv", head, ("S7", "2024", "X"))))
    assert wrong.path == ("level",)


def test_two_equal_rows_count_once(loads, tmp_path):
    row = (PARTNER, "IME", "2024-01-01", "", "student")
    assert len(loads(PLAIN, table(tmp_path / "a.csv", AGREEMENTS, row, row))["agreements"]) == 1
    assert loads.counted["agreements: row that is there twice, of which the first counts"] == 1


def test_a_crosswalk_is_checked_and_loaded_as_links(loads, tmp_path):
    head = ("scheme", "identifier", "other_scheme", "other", "country", "name", "how", "evidence")
    row = ("erasmus", "N  TRONDHE01", "ror", HOME, "NO", "A university", "reviewed", "website")
    (found,) = loads(PLAIN, table(tmp_path / "links.csv", head, row))["links"]
    assert (found["identifier"], found["other"]) == ("N TRONDHE01", HOME)
    (wrong,) = refused(
        lambda: loads(PLAIN, table(tmp_path / "links.csv", head, (*row[:3], "nothing", *row[4:])))
    )
    assert (wrong.path, wrong.line) == (("other",), 2)


def test_nobody_else_has_these_lists():
    assert refused(lambda: PLAIN.fetch(None, {}))
