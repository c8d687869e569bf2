"""The list of the Erasmus Charter: two rows of headings, padded codes, and links that are known or not made."""

import pytest

from tests.evidence.loads import PARTNER, Loads, fetching, refused, serving, table, workbook
from utsyn.evidence.sources.eche import ECHE
from utsyn.evidence.sources.plain import PLAIN

ABOVE = ("Proposal", None, None, None, "Organisation", None, None, None, None)
HEAD = (
    "Proposal number",
    "Erasmus code",
    "PIC",
    "OID",
    "Legal Name",
    "Street",
    "Post Cd",
    "City",
    "Country Cd",
)
ONE = (101, "N  TRONDHE01", 999977366, "E10209398", "A UNIVERSITY", "A street", "7491", "TRONDHEIM", "NO")
TWO = (102, "G  ATHINE01", "999643007", "E10208720", "ANOTHER", "A street", "1", "ATHINA", "EL")


@pytest.fixture
def loads(tmp_path):
    return Loads(tmp_path)


def pairs(found):
    return {
        (row["scheme"], row["identifier"], row["other_scheme"], row["other"], row["how"])
        for row in found["links"]
    }


def test_codes_of_one_row_are_one_institutions(loads, tmp_path):
    found = loads(ECHE, workbook(tmp_path / "list.xlsx", ABOVE, HEAD, ONE, TWO, TWO))
    assert pairs(found) == {
        ("erasmus", "N TRONDHE01", "pic", "999977366", "listed"), ("erasmus", "N TRONDHE01", "oid", "E10209398", "listed"),
        ("oid", "E10209398", "pic", "999977366", "listed"), ("erasmus", "G ATHINE01", "pic", "999643007", "listed"),
        ("erasmus", "G ATHINE01", "oid", "E10208720", "listed"), ("oid", "E10208720", "pic", "999643007", "listed"),
    }  # fmt: skip
    assert len(found["links"]) == 6
    assert {row["country"] for row in found["links"]} == {"NO", "GR"}


def test_the_list_saved_as_text_has_its_two_rows_of_headings_too(loads, tmp_path):
    rows = [["" if cell is None else str(cell) for cell in row] for row in (HEAD, ONE, TWO)]
    file = table(tmp_path / "eche.csv", ["" if cell is None else cell for cell in ABOVE], *rows)
    assert pairs(loads(ECHE, file)) == pairs(
        loads(ECHE, workbook(tmp_path / "eche.xlsx", ABOVE, HEAD, ONE, TWO))
    )
    wrong = table(tmp_path / "wrong.csv", rows[0], [*rows[1][:2], "12", *rows[1][3:]])
    (problem,) = refused(lambda: loads(ECHE, wrong))
    assert problem.line == 2


def test_the_codes_lead_to_ror_by_a_reviewed_list_alone(loads, tmp_path):
    crosswalk = table(tmp_path / "pics.csv", ("pic", "ror"), ("999977366", "05xg72x27"))
    found = loads(ECHE, workbook(tmp_path / "list.xlsx", ABOVE, HEAD, ONE, TWO), crosswalk)
    assert {one for one in pairs(found) if one[2] == "ror"} == {
        (scheme, identifier, "ror", "05xg72x27", "reviewed")
        for scheme, identifier in (("erasmus", "N TRONDHE01"), ("oid", "E10209398"), ("pic", "999977366"))
    }
    assert loads.counted["institution whose PIC leads to no ROR id"] == 1


def test_the_institutions_own_list_of_links_takes_those_of_the_charter_along(loads, tmp_path):
    walk = table(tmp_path / "links.csv", ("scheme", "identifier", "other_scheme", "other"),
                 ("pic", "999977366", "ror", PARTNER), ("dbh", "1150", "ror", PARTNER))  # fmt: skip
    loads(ECHE, workbook(tmp_path / "eche.xlsx", ABOVE, HEAD, ONE, TWO), walk)
    assert not [why for why in loads.counted if "load them again" in why]
    found = loads(PLAIN, walk)["links"]
    told = {(one["scheme"], one["identifier"], one["other"]) for one in found if one["other_scheme"] == "ror"}
    assert told == {
        ("pic", "999977366", PARTNER),
        ("dbh", "1150", PARTNER),
        ("erasmus", "N TRONDHE01", PARTNER),
        ("oid", "E10209398", PARTNER),
    }
    assert len(found) == len(
        {(one["scheme"], one["identifier"], one["other_scheme"], one["other"]) for one in found}
    )
    loads(ECHE, tmp_path / "eche.xlsx", walk)
    assert [why for why in loads.counted if "load them again" in why], (
        "whoever loads the charter later is told"
    )


def test_a_wrong_pic_is_named_by_its_row_in_the_workbook(loads, tmp_path):
    wrong = refused(
        lambda: loads(ECHE, workbook(tmp_path / "list.xlsx", ABOVE, HEAD, ONE, (*TWO[:2], "12", *TWO[3:])))
    )
    assert [(one.path, one.line) for one in wrong] == [(("PIC",), 4)]


def test_a_code_with_two_pics_is_counted_and_what_is_missing_too(loads, tmp_path):
    moved, bare = (*ONE[:2], "999977367", *ONE[3:]), (103, "", "", "E1", "NO CODES", "", "", "", "NO")
    loads(ECHE, workbook(tmp_path / "list.xlsx", HEAD, ONE, moved, bare))
    assert loads.counted["Erasmus code with several PICs"] == 1
    assert loads.counted["institution without an Erasmus code"] == 1


def test_other_workbooks_are_not_taken_for_the_list(tmp_path):
    assert ECHE.recognise([workbook(tmp_path / "other.xlsx", ABOVE, HEAD[:4], ONE[:4])]) == []


def test_the_list_is_fetched_from_the_address_it_has_today(tmp_path):
    into = fetching(tmp_path / "fetched")
    with serving(lambda *_: b"x") as address:
        ECHE.fetch(into, {"address": f"{address}/list.xlsx"})
    assert [one.name for one in into.snapshots] == ["list.xlsx"]
    assert refused(lambda: ECHE.fetch(into, {}))
