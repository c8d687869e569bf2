"""The Research Council: outcomes by their phase, amounts, and persons who are not kept."""

import pytest

from tests.evidence.loads import Loads, fetching, refused, serving, table
from utsyn.evidence.sources.research_council import RESEARCH_COUNCIL, WANTED

HEAD = (*WANTED, "prosjektleder", "prosjektansvarlig_navn", "prosjekttittel")
ROW = {
    "prosjektnummer": "300001", "soknadsfrist": "2020-09-02 13:00:00", "soknadsdato": "2019-12-31 00:00:00", "utlysnings_id": "U1",
    "soknadstype": "Forskerprosjekt", "prosjektfase": "Avslag", "prosjektstart": "2021", "prosjektslutt": "2024",
    "prosjektansvarlig_type": "Organisasjon", "kortnavn": "UIO", "organisasjonsnummer": "971035854", "kp1": "102", "kp2": "10",
    "sektor": "UoH-sektor", "sokt_belop": "9999000.0", "tildelt_belop": "", "prosjektleder": "SECRET ONE",
    "prosjektansvarlig_navn": "SECRET TWO", "prosjekttittel": "Over two\nlines",
}  # fmt: skip


@pytest.fixture
def loads(tmp_path):
    return Loads(tmp_path)


def applications(folder, *changes):
    return table(
        folder / "dataset.csv",
        HEAD,
        *(list({**ROW, **one}.values()) for one in changes or ({},)),
        separator=",",
    )


def test_an_application_is_read_without_its_persons(loads, tmp_path):
    found = loads(RESEARCH_COUNCIL, applications(tmp_path))["applications"]
    assert found == [{
        "application": "300001", "funder": "RCN", "call": "U1", "scheme": "Forskerprosjekt", "year": 2020, "institution": "UIO",
        "organisation_number": "971035854", "unit": "102-10", "sector": "UoH-sektor", "outcome": "rejected", "starts": 2021, "ends": 2024,
        "sought": 999_900_000, "granted": None,
    }]  # fmt: skip
    assert "SECRET" not in str(found)


@pytest.mark.parametrize(
    ("phase", "outcome"),
    [
        ("Mottatt", "pending"),
        ("Vurderes", "pending"),
        ("Avslag", "rejected"),
        ("Bevilgning", "granted"),
        ("Avsluttet", "granted"),
    ],
)
def test_a_phase_is_an_outcome(loads, tmp_path, phase, outcome):
    assert (
        loads(RESEARCH_COUNCIL, applications(tmp_path, {"prosjektfase": phase}))["applications"][0]["outcome"]
        == outcome
    )


def test_what_is_no_application_to_a_call_or_has_no_day_is_counted(loads, tmp_path):
    person = {
        "prosjektnummer": "2",
        "prosjektansvarlig_type": "Person",
        "kortnavn": "SECRET",
        "organisasjonsnummer": "0",
    }
    bare = {"prosjektnummer": "3", "soknadsfrist": "", "soknadsdato": "", "utlysnings_id": ""}
    late = {"prosjektnummer": "4", "soknadsfrist": ""}
    found = loads(RESEARCH_COUNCIL, applications(tmp_path, {}, {}, person, bare, late))["applications"]
    assert [(row["institution"], row["year"]) for row in found] == [
        ("UIO", 2020),
        (None, 2020),
        ("UIO", None),
        ("UIO", 2019),
    ]
    assert dict(loads.counted) == {
        "application of a person, whose institution is not kept": 1, "application outside any call": 1, "application without a day": 1,
        "application that is there twice, of which the first counts": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("column", "written"),
    [("prosjektfase", "Trukket"), ("sokt_belop", "1,234"), ("soknadsdato", "01/02/2020")],
)
def test_a_cell_that_cannot_be_read_is_named(loads, tmp_path, column, written):
    (wrong,) = refused(lambda: loads(RESEARCH_COUNCIL, applications(tmp_path, {column: written})))
    assert (wrong.path, wrong.line) == ((column,), 2)


def test_a_column_that_vanished_is_named(loads, tmp_path):
    head = tuple(name for name in HEAD if name != "prosjektfase")
    (wrong,) = refused(lambda: loads(RESEARCH_COUNCIL, table(tmp_path / "dataset.csv", head, separator=",")))
    assert "prosjektfase" in wrong.what.in_("en")
    assert RESEARCH_COUNCIL.recognise([table(tmp_path / "other.csv", head[:8], separator=",")]) == []


def test_the_file_may_be_saved_anew_with_semicolons(loads, tmp_path):
    file = table(tmp_path / "dataset.csv", HEAD, list(ROW.values()), separator=";")
    assert len(loads(RESEARCH_COUNCIL, file)["applications"]) == 1


def test_the_applications_are_fetched(loads, tmp_path):
    made = applications(tmp_path / "made")
    into = fetching(tmp_path / "fetched")
    with serving(lambda *_: made.read_bytes()) as address:
        RESEARCH_COUNCIL.fetch(into, {"address": f"{address}/dataset.csv"})
    assert len(loads(RESEARCH_COUNCIL, tmp_path / "fetched" / "soknader.csv")["applications"]) == 1
