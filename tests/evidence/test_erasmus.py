"""Erasmus+: the files of several years, with codes and countries as they are really written, and cooperation projects."""

import json
from pathlib import Path

import pytest

from tests.evidence.loads import Loads, fetching, refused, serving, table, workbook
from utsyn.evidence.sources.cooperations import PROJECT
from utsyn.evidence.sources.erasmus import ERASMUS
from utsyn.evidence.sources.erasmus_years import OF_2013 as FAMILY_OF_2013

SINCE_2014 = (
    "Project Reference", "Academic Year", "Mobility Start Month", "Mobility End Month", "Mobility Duration", "Activity (mob)",
    "Field of Education", "Participant Nationality", "Education Level", "Participant Gender", "Participant Profile", "Special Needs",
    "Fewer Opportunities", "GroupLeader", "Participant Age", "Sending Country Code", "Sending City", "Sending Organization",
    "Sending Organisation Erasmus Code", "Receiving Country Code", "Receiving City", "Receiving Organization",
    "Receiving Organisation Erasmus Code", "Participants",
)  # fmt: skip
OF_2013 = tuple(FAMILY_OF_2013.known())

ROW = {
    "Project Reference": "2018-1-NO01-KA103-000001", "Academic Year": "2018-2019", "Mobility Start Month": "2018-08",
    "Mobility End Month": "2018-12", "Mobility Duration": "120", "Activity (mob)": "Student mobility for studies",
    "Field of Education": "-", "Participant Nationality": "NO", "Education Level": "First cycle", "Participant Gender": "Female",
    "Participant Profile": "Learner", "Special Needs": "No", "Fewer Opportunities": "No", "GroupLeader": "No", "Participant Age": "22",
    "Sending Country Code": "NO", "Sending City": "TRONDHEIM", "Sending Organization": "A UNIVERSITY",
    "Sending Organisation Erasmus Code": "N  TRONDHE01", "Receiving Country Code": "EL", "Receiving City": "ATHINA",
    "Receiving Organization": "ANOTHER", "Receiving Organisation Erasmus Code": "G  ATHINE01", "Participants": "3",
}  # fmt: skip
OLD = {
    "CallYear": "2013", "MobilityType": "Mob-SMS", "StartDate": "21-OCT-2013 00.00.00", "EndDate": "02-AUG-2014 00.00.00",
    "LevelOfStudy": "First Cycle", "SubjectAreaCode": "380", "SendingCountry": "GB", "ReceivingCountry": "NO",
    "SendingPartnerErasmusID": "UK LEEDS02", "HostingPartnerErasmusID": "N  OSLO66",
}  # fmt: skip


@pytest.fixture
def loads(tmp_path):
    return Loads(tmp_path)


def mobility(folder: Path, *changes: dict[str, str], head=SINCE_2014) -> Path:
    rows = [[{**ROW, **one}.get(name, "") for name in head] for one in changes or ({},)]
    return table(folder / "mobility.csv", head, *rows)


def test_a_row_stands_for_its_participants_and_codes_are_written_with_one_blank(loads, tmp_path):
    (row,) = loads(ERASMUS, mobility(tmp_path))["mobilities"]
    assert row == {
        "year": "2018-2019", "activity": "Student mobility for studies", "starts": "2018-08", "days": 120, "months": None, "level": "First cycle", "field": None,
        "sender": "N TRONDHE01", "sender_country": "NO", "receiver": "G ATHINE01", "receiver_country": "GR", "participants": 3,
    }  # fmt: skip


def test_what_is_a_dash_is_unknown_and_counted_where_it_matters(loads, tmp_path):
    file = mobility(
        tmp_path,
        {"Receiving Organisation Erasmus Code": "-", "Mobility Duration": "-"},
        {"Participants": "0"},
    )
    (row,) = loads(ERASMUS, file)["mobilities"]
    assert (row["receiver"], row["days"]) == (None, None)
    assert dict(loads.counted) == {"receiver without an Erasmus code": 1, "row that stands for nobody": 1}


def test_files_of_two_schemas_are_one_table(loads, tmp_path):
    old = table(tmp_path / "old.csv", OF_2013, [OLD.get(name, "") for name in OF_2013], encoding="latin-1")
    found = loads(ERASMUS, mobility(tmp_path), old)["mobilities"]
    assert [(row["year"], row["sender"], row["sender_country"], row["days"]) for row in found] == [
        ("2018-2019", "N TRONDHE01", "NO", 120), ("2013-2014", "UK LEEDS02", "GB", 286),
    ]  # fmt: skip


def test_of_a_person_nothing_is_kept_but_the_mobility(loads, tmp_path):
    told = {**OLD, "ParticipantID": "SECRET-7", "ParticipantGender": "F", "SendingPartnerName": "SECRET-8"}
    found = loads(ERASMUS, table(tmp_path / "old.csv", OF_2013, [told.get(name, "") for name in OF_2013]))
    assert "SECRET" not in str(found)
    assert sum(row["participants"] for row in found["mobilities"]) == 1


def test_a_heading_that_is_not_known_is_refused_by_name(loads, tmp_path):
    head = tuple("Days" if name == "Mobility Duration" else name for name in SINCE_2014)
    wrong = refused(lambda: loads(ERASMUS, mobility(tmp_path, head=head)))
    assert [one.what.in_("en") for one in wrong] == [
        "The column “Mobility Duration” is missing",
        "“Days” is not a known name",
    ]


@pytest.mark.parametrize(
    ("column", "written"),
    [
        ("Participants", "three"),
        ("Participants", ""),
        ("Academic Year", "2018-2020"),
        ("Mobility Duration", "12,5"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(loads, tmp_path, column, written):
    (wrong,) = refused(lambda: loads(ERASMUS, mobility(tmp_path, {}, {column: written})))
    assert (wrong.path, wrong.line) == ((column,), 3)


def test_a_project_keeps_its_coordinator_apart_from_its_partners(loads, tmp_path):
    grant = "EU Grant award in euros (This amount represents the grant awarded after the selection stage and is indicative.)"
    partner = (
        "Partner 1 name",
        "Partner 1 country",
        "Partner 1 organisation type",
        "Partner 2 name",
        "Partner 2 country",
    )
    head = (*PROJECT, "Call year", grant, "Coordinating organisation type", *partner)
    row = ("KA2", "Cooperation partnerships", "2022-1-NO01-KA220-1", "A title", "A UNIVERSITY", "NO", 2022, 250000.5, "University",
           "A person", "Greece", "Natural person", "A SCHOOL", "UK")  # fmt: skip
    found = loads(ERASMUS, workbook(tmp_path / "projects.xlsx", ("A list of projects",), head, row, row))
    assert [(one["project"], one["call_year"], one["awarded"]) for one in found["cooperations"]] == [
        ("2022-1-NO01-KA220-1", 2022, 25_000_050)
    ]
    assert [(one["place"], one["role"], one["name"], one["country"]) for one in found["cooperators"]] == [
        (0, "coordinator", "A UNIVERSITY", "NO"), (1, "partner", None, "GR"), (2, "partner", "A SCHOOL", "GB"),
    ]  # fmt: skip
    assert loads.counted["project that is there twice, of which the first counts"] == 1


def test_a_heading_of_the_list_of_projects_that_vanished_is_named(loads, tmp_path):
    head = tuple("Titel" if name == "Project Title" else name for name in PROJECT)
    (wrong,) = refused(lambda: loads(ERASMUS, table(tmp_path / "projects.csv", head, ["x"] * len(head))))
    assert "Project Title" in wrong.what.in_("en")
    (wrong,) = refused(lambda: loads(ERASMUS, workbook(tmp_path / "projects.xlsx", head, ["x"] * len(head))))
    assert "project title" in wrong.mend.in_("en")


def test_the_files_that_the_catalogue_lists_are_fetched(loads, tmp_path):
    made = mobility(tmp_path / "made")

    def answer(path, headers, told):
        if path == "/datasets/one":
            files = [f"http://{headers['host']}/files/2018.csv", "http://nowhere.invalid/page.html"]
            return json.dumps(
                {"result": {"distributions": [{"access_url": [file]} for file in files]}}
            ).encode()
        return (
            made.read_bytes()
            if path == "/files/2018.csv"
            else json.dumps({"result": {"distributions": []}}).encode()
        )

    into = fetching(tmp_path / "fetched")
    with serving(answer) as address:
        ERASMUS.fetch(into, {"datasets": "one", "catalogue": f"{address}/datasets"})
        assert refused(lambda: ERASMUS.fetch(into, {"datasets": "none", "catalogue": f"{address}/datasets"}))
    assert len(loads(ERASMUS, tmp_path / "fetched" / "2018.csv")["mobilities"]) == 1
