"""Lists of what happened to agreements over Erasmus Without Paper: by ROR id or by Erasmus code, with a day, and nothing of persons."""

from datetime import date

import pytest

from tests.evidence.loads import PARTNER, STRANGER, Loads, refused, registered, table, workbook
from utsyn.evidence.sources.plain import PLAIN

HEAD = ("ROR", "Erasmus code", "Date", "Event")


@pytest.fixture
def register(tmp_path):
    return registered(Loads(tmp_path))


def test_a_row_names_its_partner_by_either_identifier(register, tmp_path):
    file = table(
        tmp_path / "ewp.csv",
        HEAD,
        (PARTNER, "", "2024-03-01", "approved"),
        ("", "N  OSLO66", "02.04.2025", ""),
    )
    assert register(PLAIN, file)["traffic"] == [
        {"ror": PARTNER, "erasmus": None, "day": date(2024, 3, 1), "kind": "approved"},
        {"ror": None, "erasmus": "N OSLO66", "day": date(2025, 4, 2), "kind": None},
    ]


def test_a_workbook_in_norwegian_is_read_too(register, tmp_path):
    file = workbook(
        tmp_path / "ewp.xlsx",
        ("Erasmuskode", "Dato", "Hendelse"),
        ("G  ATHINE01", date(2024, 3, 1), "godkjent"),
    )
    (one,) = register(PLAIN, file)["traffic"]
    assert (one["ror"], one["erasmus"], one["day"], one["kind"]) == (
        None,
        "G ATHINE01",
        date(2024, 3, 1),
        "godkjent",
    )


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("", "", "2024-03-01", "approved"), "ror"),
        ((PARTNER[:-1] + "9", "", "2024-03-01", "approved"), "ROR"),
        ((PARTNER, "", "", "approved"), "Date"),
        ((PARTNER, "", "03/04/2024", "approved"), "Date"),
    ],
)
def test_a_row_without_a_partner_or_a_day_is_refused_by_place(register, tmp_path, row, column):
    (wrong,) = refused(
        lambda: register(PLAIN, table(tmp_path / "ewp.csv", HEAD, (PARTNER, "", "2024-01-01", "x"), row))
    )
    assert (wrong.path[0].casefold(), wrong.line) == (column.casefold(), 3)


def test_who_the_register_does_not_know_is_kept_and_counted(register, tmp_path):
    file = table(tmp_path / "ewp.csv", HEAD, (STRANGER, "", "2024-03-01", "approved"))
    assert len(register(PLAIN, file)["traffic"]) == 1
    assert register.counted["traffic: ror that is not known"] == 1


def test_names_of_those_who_signed_have_no_place(register, tmp_path):
    (wrong,) = refused(
        lambda: register(
            PLAIN, table(tmp_path / "ewp.csv", (*HEAD, "Signed by"), (PARTNER, "", "2024-03-01", "x", "Jane"))
        )
    )
    assert "Signed by" in wrong.what.in_("en")
