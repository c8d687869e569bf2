"""The national statistics: rounding, ways, semesters and institutions that merged; and what the service is asked."""

import pytest
from openpyxl import load_workbook

from tests.evidence.loads import Loads, fetching, refused, serving, shared, table
from utsyn.evidence.sources.dbh import DBH
from utsyn.evidence.sources.dbh_tables import COMPLETION, COUNTED, EXCHANGE, HEADINGS, query

ROW = ("1150", "630000", "2024", "3", "B3", "NORSK", "Erasmus+", "FR", "12")


@pytest.fixture
def loads(tmp_path):
    return Loads(tmp_path)


def exchange(tmp_path, *rows, name="142.csv"):
    return table(tmp_path / name, (*EXCHANGE, COUNTED), *(rows or (ROW,)))


def changed(**changes):
    told = dict(zip((*EXCHANGE, COUNTED), ROW, strict=True)) | changes
    return tuple(told.values())


def test_without_a_token_a_number_is_kept_with_what_it_is_rounded_to(loads, tmp_path):
    (row,) = loads(DBH, exchange(tmp_path))["exchanges"]
    assert (row["students"], row["rounded_to"]) == (12, 3)
    (row,) = loads(DBH, exchange(tmp_path), rounded_to="5")["exchanges"]
    assert row["rounded_to"] == 5
    assert loads.counted["number that is no multiple of 5"] == 1
    (row,) = loads(DBH, exchange(tmp_path, name="142_exact.csv"))["exchanges"]
    assert (row["rounded_to"], dict(loads.counted)) == (1, {})


def test_exact_and_rounded_numbers_are_not_loaded_together(loads, tmp_path):
    files = exchange(tmp_path), exchange(tmp_path, name="142_exact.csv")
    assert len(refused(lambda: loads(DBH, *files))) == 1


def test_a_row_tells_way_semester_level_and_agreement(loads, tmp_path):
    rows = exchange(tmp_path, ROW, changed(Type="UTENL", Semester="1", Landkode="", Nivåkode="FU"))
    first, second = loads(DBH, rows)["exchanges"]
    assert first == {
        "institution": "1150", "unit": "630000", "year": 2024, "semester": "H", "level": "B3", "way": "out", "agreement": "ERASMUS+",
        "country": "FR", "students": 12, "rounded_to": 3,
    }  # fmt: skip
    assert (second["way"], second["semester"], second["country"], second["level"]) == ("in", "V", None, "FU")
    assert loads.counted["country that is not told"] == 1


def test_the_code_tables_decide_which_types_and_agreements_are_known(loads, tmp_path):
    types = table(tmp_path / "467.csv", HEADINGS["467"], ("NORSK", "1", "Norske studenter"))
    assert [
        one.path for one in refused(lambda: loads(DBH, exchange(tmp_path, changed(Type="UTENL")), types))
    ] == [("Type",)]
    agreements = table(tmp_path / "62.csv", (*HEADINGS["62"], "Sort"), ("NYTT", "Et nytt program", "1"))
    loads(DBH, exchange(tmp_path, ROW, changed(Utvekslingsavtale="NYTT")), agreements)
    assert dict(loads.counted) == {"agreement that is not known here: ERASMUS+": 1}


@pytest.mark.parametrize(
    ("column", "written"),
    [("Årstall", "24"), ("Semester", "9"), (COUNTED, "2,5"), (COUNTED, "-3"), (COUNTED, "")],
)
def test_a_cell_that_cannot_be_read_is_named(loads, tmp_path, column, written):
    (wrong,) = refused(lambda: loads(DBH, exchange(tmp_path, ROW, changed(**{column: written}))))
    assert (wrong.path, wrong.line) == ((column,), 3)


@pytest.mark.parametrize("written", ["three", "0", "-3", "1.5", "300"])
def test_what_numbers_are_rounded_to_must_be_a_number(loads, tmp_path, written):
    (wrong,) = refused(lambda: loads(DBH, exchange(tmp_path), rounded_to=written))
    assert wrong.path == ("rounded_to",)


def test_of_two_tables_with_the_same_headings_the_name_must_tell_which(loads, tmp_path):
    head = HEADINGS["104"]
    told = {"Institusjonskode": "1150", "Årstall": "2024", "Semester": "1", "Antall totalt": "3"}
    file = table(tmp_path / "kandidater.csv", head, [told.get(name, "") for name in head])
    (wrong,) = refused(lambda: loads(DBH, file))
    assert "104, 118" in wrong.mend.in_("en")


def test_a_column_that_vanished_is_named(loads, tmp_path):
    head = [name for name in HEADINGS["142"] if name != "Landkode"]
    (wrong,) = refused(lambda: loads(DBH, table(tmp_path / "142.csv", head, [""] * len(head))))
    assert "Landkode" in wrong.what.in_("en")


def test_unicode_text_of_a_spreadsheet_is_read(loads, tmp_path):
    head = HEADINGS["62"]
    file = table(tmp_path / "62.csv", head, ["NORDOMRÅDE", "nordområde"], separator="\t", encoding="utf-16")
    assert DBH.recognise([file]) == [file]


def test_institutions_lead_to_what_they_are_part_of_today(loads, tmp_path):
    head = HEADINGS["211"]
    rows = (
        ("0211", "Høgskolen i Bodø", "HiBo", "19943", "20103", "1174"),
        ("1174", "Nord universitet", "NORD", "20161", "99993", ""),
    )
    found = loads(DBH, table(tmp_path / "211.csv", head, *rows))["institutions"]
    assert [(row["institution"], row["since"], row["until"], row["now"]) for row in found] == [
        ("0211", 1994, 2010, "1174"), ("1174", 2016, None, "1174"),
    ]  # fmt: skip


def test_graduates_and_programmes_completed_are_told_apart_by_the_name_of_the_file(loads, tmp_path):
    row = ("1150", "630000", "2024", "1", "M2", "30")
    files = [table(tmp_path / f"{name}_2024.csv", (*COMPLETION, COUNTED), row) for name in ("104", "118")]
    found = loads(DBH, *files)["completions"]
    assert [(row["counted"], row["students"], row["level"]) for row in found] == [
        ("graduates", 30, "M2"),
        ("programmes", 30, "M2"),
    ]


def test_the_service_is_asked_for_years_and_columns_and_with_a_token_for_exact_numbers(loads, tmp_path):
    asked = []

    def answer(path, headers, told):
        asked.append((headers.get("authorization"), told))
        head = (*told.get("groupBy", ()), COUNTED) if "groupBy" in told else HEADINGS[str(told["tabell_id"])]
        values = (
            ROW
            if told["tabell_id"] == 142
            else ["1150", "1", "2024", "1", "B3", "3"]
            if "groupBy" in told
            else ["2016"] * len(head)
        )
        return (";".join(head) + "\n" + ";".join(values) + "\n").encode()

    with serving(answer) as address:
        open_, exact = fetching(tmp_path / "open"), fetching(tmp_path / "exact", UTSYN_DBH_TOKEN="secret")  # noqa: S106  no server knows it
        DBH.fetch(open_, {"since": "2020", "until": "2025", "address": address})
        DBH.fetch(exact, {"address": address})
    told = {one["tabell_id"]: one for header, one in asked if header is None}
    assert sorted(told) == [62, 104, 118, 142, 211, 467]
    assert told[142]["filter"][0]["selection"] == {
        "filter": "between",
        "values": ["2020", "2025"],
        "exclude": [],
    }
    assert told[142]["groupBy"] == list(EXCHANGE)
    assert "142_2020-2025.csv" in [one.name for one in open_.snapshots]
    assert "142_2016-2026_exact.csv" in [one.name for one in exact.snapshots]
    assert {header for header, _ in asked} == {None, "Bearer secret"}
    files = [
        tmp_path / "exact" / one.name for one in exact.snapshots if one.name[:3] in ("142", "211", "104")
    ]
    assert loads(DBH, *files)["exchanges"][0]["rounded_to"] == 1


def test_every_table_that_is_asked_for_is_one_of_the_service():
    book = load_workbook(shared("dbh", "variables.xlsx"), read_only=True).active
    known = {str(row[0]): str(row[5] or row[4]) for row in book.iter_rows(min_row=2, values_only=True)}
    for table_ in ("142", "104", "118", "62", "467"):
        assert table_ in known
    asked = query("142", since=2020, until=2021)["groupBy"]
    assert {"Institusjonskode", "Avdelingskode", "Årstall"} <= set(asked) & {
        name.strip() for name in known["142"].split(",")
    }
