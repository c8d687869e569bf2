"""CORDIS: real rows and every trap of the files, by hand."""

import csv
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from tests.evidence.loads import PARTNER, Loads, fetching, refused, serving, shared, table
from utsyn.evidence.sources.cordis import CORDIS, PROJECT, SIGNED
from utsyn.evidence.sources.participations import ORGANISATION
from utsyn.evidence.sources.persons import looks_like_a_person
from utsyn.evidence.sources.pillars import pillar

HEAD = (*PROJECT, SIGNED)
GRANT = {
    "id": "101", "acronym": "ONE", "status": "SIGNED", "title": "A title; with a semicolon", "startDate": "2022-01-01",
    "endDate": "2025-12-31", "ecMaxContribution": "2000000.5", "legalBasis": "HORIZON.1.1", "frameworkProgramme": "HORIZON",
    "masterCall": "ERC-2021-STG", "fundingScheme": "HORIZON-ERC", "ecSignatureDate": "2021-11-30",
}  # fmt: skip
PART = {
    "projectID": "101", "organisationID": "999977366", "name": "A UNIVERSITY", "activityType": "HES", "country": "NO", "order": "1",
    "role": "coordinator", "ecContribution": "1000", "netEcContribution": "900", "endOfParticipation": "false",
}  # fmt: skip


@pytest.fixture
def loads(tmp_path):
    return Loads(tmp_path)


def projects(folder: Path, *changes: dict[str, str]) -> Path:
    return table(folder / "project.csv", HEAD, *(list({**GRANT, **one}.values()) for one in changes or ({},)))


def parts(folder: Path, *changes: dict[str, str]) -> Path:
    rows = [[{**PART, **one}[name] for name in ORGANISATION] for one in changes or ({},)]
    return table(folder / "organization.csv", ORGANISATION, *rows)


def test_ten_real_rows_are_read_with_their_amounts_and_countries(loads):
    found = loads(CORDIS, shared("cordis", "organization_10_rows.csv"))["participations"]
    by = {(row["project"], row["pic"]): row for row in found}
    assert len(found) == 10
    third = by["633053", "999643007"]
    assert (third["role"], third["contribution"], third["net"], third["country"]) == (
        "thirdParty",
        0,
        52_834_097,
        "GR",
    )
    unpaid = by["690850", "997352934"]
    assert (unpaid["role"], unpaid["contribution"], unpaid["net"], unpaid["country"]) == (
        "partner",
        None,
        0,
        "HK",
    )
    assert by["792210", "928228018"]["contribution"] == 28_481_250
    assert by["314056", "999654356"]["net"] is None, "FP7 tells no net contribution"
    assert {row["country"] for row in found} == {"GB", "CH", "GR", "XK", "GH", "HK", "ES"}
    assert loads.counted["participation whose project is not in the files"] == 10


def test_a_pic_of_two_programmes_and_two_places_is_one_organisation(loads, tmp_path):
    real = shared("cordis", "organization_10_rows.csv")
    walk = table(tmp_path / "pic_ror.csv", ("pic", "ror"), ("999654356", PARTNER))
    both = [row for row in loads(CORDIS, real, walk)["participations"] if row["pic"] == "999654356"]
    assert {(row["project"], row["ror"]) for row in both} == {("314056", PARTNER), ("101060884", PARTNER)}
    assert (
        len({line.split('";"')[13] for line in real.read_text("utf-8").splitlines() if "999654356" in line})
        == 2
    ), "of two places"


def test_the_decimal_comma_of_total_cost_touches_no_amount(loads):
    real = shared("cordis", "organization_10_rows.csv")
    with real.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert any("," in row["totalCost"] for row in rows)
    assert not any("," in row["ecContribution"] + row["netEcContribution"] for row in rows)
    found = {(one["project"], one["pic"]): one for one in loads(CORDIS, real)["participations"]}
    for row in rows:
        one = found[row["projectID"], row["organisationID"]]
        for column, written in (("contribution", row["ecContribution"]), ("net", row["netEcContribution"])):
            assert one[column] == (None if written == "" else round(Decimal(written) * 100)), row["projectID"]
        assert one["ended"] == {"true": True, "false": False}.get(row["endOfParticipation"])


def test_a_project_becomes_a_grant_with_its_pillar_and_the_year_of_its_call(loads, tmp_path):
    found = loads(
        CORDIS, projects(tmp_path, {}, {"id": "102", "ecMaxContribution": "1234,5"}), parts(tmp_path)
    )["grants"]
    assert [(row["project"], row["pillar"], row["call_year"], row["contribution"]) for row in found] == [
        ("101", "ERC", 2021, 200_000_050), ("102", "ERC", 2021, 123_450),
    ]  # fmt: skip
    assert str(found[0]["signed"]) == "2021-11-30"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("HORIZON.1.1", "ERC"), ("HORIZON.1.2", "MSCA"), ("HORIZON.1.3", "infrastructures"), ("HORIZON.2.4", "cluster"),
        ("HORIZON.3.1", "EIC"), ("HORIZON.3.2", "other"), ("HORIZON.4.1", "widening"), ("H2020-EU.1.1.", "ERC"),
        ("H2020-EU.1.3.", "MSCA"), ("H2020-EU.1.4.", "infrastructures"), ("H2020-EU.3.5.", "cluster"), ("H2020-EU.4.b.", "widening"),
        ("FP7-IDEAS-ERC", "ERC"), ("FP7-PEOPLE", "MSCA"), ("H2020-EU.3.1.;H2020-EU.3.2.", "cluster"),
        ("H2020-EU.1.1.;H2020-EU.3.2.", None), ("HORIZON.9.9", None), ("HORIZON.10.1", None), ("", None),
    ],
)  # fmt: skip
def test_a_legal_basis_names_its_pillar(code, name):
    assert pillar(code) == name


def test_a_legal_basis_that_is_not_known_is_other_and_counted(loads, tmp_path):
    found = loads(CORDIS, projects(tmp_path, {"legalBasis": "HORIZON.9.9"}), parts(tmp_path))["grants"]
    assert found[0]["pillar"] == "other"
    assert loads.counted["legal basis that is not known here: HORIZON.9.9"] == 1


def test_two_rows_of_one_role_are_added_and_a_row_that_is_there_twice_counts_once(loads, tmp_path):
    files = (
        projects(tmp_path),
        parts(tmp_path, {}, {"order": "2", "ecContribution": "500", "netEcContribution": ""}, {"order": "2"}),
    )
    found = loads(CORDIS, *files)["participations"]
    assert [(row["contribution"], row["net"]) for row in found] == [(150_000, 90_000)]
    assert loads.counted["participation that is there twice, of which the first counts"] == 1


def test_what_is_unknown_in_both_rows_of_a_role_stays_unknown(loads, tmp_path):
    rows = {"netEcContribution": ""}, {"order": "2", "netEcContribution": ""}
    (found,) = loads(CORDIS, projects(tmp_path), parts(tmp_path, *rows))["participations"]
    assert (found["contribution"], found["net"]) == (200_000, None)


def test_an_organisation_with_two_roles_stands_twice(loads, tmp_path):
    found = loads(CORDIS, projects(tmp_path), parts(tmp_path, {}, {"role": "thirdParty", "order": "2"}))[
        "participations"
    ]
    assert {row["role"] for row in found} == {"coordinator", "thirdParty"}


def test_who_left_has_ended_and_what_is_not_said_is_unknown(loads, tmp_path):
    rows = {"endOfParticipation": "true"}, {"organisationID": "999977367", "endOfParticipation": ""}
    found = loads(CORDIS, projects(tmp_path), parts(tmp_path, *rows))["participations"]
    assert [row["ended"] for row in found] == [True, None]


def test_a_country_that_is_no_more_is_unknown_and_counted(loads, tmp_path):
    found = loads(CORDIS, projects(tmp_path), parts(tmp_path, {"country": "AN"}))["participations"]
    assert found[0]["country"] is None
    assert loads.counted["country that is not known here: AN"] == 1


def test_a_pic_leads_to_a_ror_id_by_a_reviewed_list_and_never_otherwise(loads, tmp_path):
    crosswalk = table(
        tmp_path / "pics.csv",
        ("pic", "ror", "because"),
        ("999977366", "https://ror.org/05xg72x27", "website"),
    )
    files = projects(tmp_path), parts(tmp_path, {}, {"organisationID": "999977367", "order": "2"})
    assert [row["ror"] for row in loads(CORDIS, *files, crosswalk)["participations"]] == ["05xg72x27", None]
    assert [row["ror"] for row in loads(CORDIS, *files)["participations"]] == [None, None]


def test_a_pic_with_two_ror_ids_is_refused_by_its_row(loads, tmp_path):
    rows = ("999977366", "05xg72x27"), ("999977366", "03zga2b32")
    crosswalk = table(tmp_path / "pics.csv", ("pic", "ror"), *rows)
    (wrong,) = refused(lambda: loads(CORDIS, projects(tmp_path), parts(tmp_path), crosswalk))
    assert (wrong.path, wrong.line) == (("ror",), 3)


@pytest.mark.parametrize(
    ("name", "activity", "person"),
    [
        ("JANE ROE", "PRC", True), ("ROE, JANE MARY", "OTH", True), ("Åse Ås-Berg", "", True), ("JANE ROE", "HES", False),
        ("COMET GLOBAL INNOVATION, SL", "PRC", False), ("EXAMPLE S.R.L.", "PRC", False), ("A COMPANY NAMED 3D", "PRC", False),
        ("MOTOR NEURONE DISEASE ASSOCIATION", "OTH", False), ("EXAMPLE", "PRC", False),
    ],
)  # fmt: skip
def test_what_looks_like_a_person_is_told_by_its_words(name, activity, person):
    assert looks_like_a_person(name, activity=activity) is person


def test_the_name_of_a_sole_trader_is_not_kept(loads, tmp_path):
    found = loads(CORDIS, projects(tmp_path), parts(tmp_path, {"name": "JANE ROE", "activityType": "PRC"}))[
        "participations"
    ]
    assert (found[0]["name"], found[0]["pic"]) == (None, "999977366")
    assert loads.counted["name that is not kept, for it may be a person's"] == 1


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"ecContribution": "1,234"}, "ecContribution"), ({"ecContribution": "1.234.567,89"}, "ecContribution"),
        ({"netEcContribution": "much"}, "netEcContribution"), ({"organisationID": "12"}, "organisationID"),
        ({"endOfParticipation": "perhaps"}, "endOfParticipation"), ({"projectID": ""}, "projectID"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_read_is_named_by_file_row_and_column(loads, tmp_path, change, column):
    (wrong,) = refused(lambda: loads(CORDIS, projects(tmp_path), parts(tmp_path, {}, change)))
    assert (wrong.path, wrong.line, Path(wrong.file).name) == ((column,), 3, "organization.csv")
    assert loads.store.vintages() == ()


def test_a_column_that_vanished_is_named(tmp_path, loads):
    file = table(tmp_path / "cordis.zip.d" / "project.csv", HEAD[:-3], list(GRANT.values())[:-3])
    with zipfile.ZipFile(tmp_path / "cordis.zip", "w") as packed:
        packed.write(file, "csv/project.csv")
        packed.write(parts(tmp_path), "csv/organization.csv")
    wrong = refused(lambda: loads(CORDIS, tmp_path / "cordis.zip"))
    assert [one.what.in_("en") for one in wrong] == [
        "The column “masterCall” is missing",
        "The column “fundingScheme” is missing",
    ]


def test_corrections_are_data_that_must_fit(loads, tmp_path):
    head = ("file", "key", "column", "was", "becomes", "because")
    files = projects(tmp_path), parts(tmp_path, {"ecContribution": "1,234"})
    right = ("organization.csv", "101 999977366", "ecContribution", "1,234", "1234", "The portal says so")
    found = loads(CORDIS, *files, table(tmp_path / "right.csv", head, right))["participations"]
    assert found[0]["contribution"] == 123_400
    assert loads.counted["corrected"] == 1
    good = projects(tmp_path), parts(tmp_path)
    for wrong in (
        (*right[:3], "999", *right[4:]),  # another amount stands there
        ("organization.csv", "7 7", *right[2:]),  # there is no such row
        (*right[:3], "1000", "900", ""),  # nobody says why
    ):
        assert (
            len(refused(lambda row=wrong: loads(CORDIS, *good, table(tmp_path / "wrong.csv", head, row))))
            == 1
        )


def test_a_broken_row_is_named_and_may_be_left_out_by_a_correction(loads, tmp_path):
    file = parts(tmp_path, {}, {"order": "2"})
    file.write_text(file.read_text("utf-8") + '"102";"999\n"103";"999977366"x;\n', "utf-8")
    wrong = refused(lambda: loads(CORDIS, projects(tmp_path), file))
    assert {one.line for one in wrong} <= {4, 5}
    head = ("file", "key", "column", "was", "becomes", "because")
    out = [("organization.csv", f"line {one.line}", "*", "", "", "broken at the source") for one in wrong]
    assert (
        len(
            loads(CORDIS, projects(tmp_path), file, table(tmp_path / "out.csv", head, *out))["participations"]
        )
        == 1
    )


def test_a_truncated_zip_is_named(tmp_path):
    with zipfile.ZipFile(tmp_path / "whole.zip", "w") as packed:
        packed.write(projects(tmp_path), "project.csv")
    cut = tmp_path / "cut.zip"
    cut.write_bytes((tmp_path / "whole.zip").read_bytes()[:-40])
    (wrong,) = refused(lambda: CORDIS.recognise([cut]))
    assert Path(wrong.file) == cut


def test_the_programmes_asked_for_are_fetched_and_can_be_loaded(loads, tmp_path):
    with zipfile.ZipFile(tmp_path / "one.zip", "w") as packed:
        packed.write(projects(tmp_path / "made"), "project.csv")
        packed.write(parts(tmp_path / "made"), "organization.csv")
    asked = []

    def answer(path, headers, told):
        asked.append(path)
        return (tmp_path / "one.zip").read_bytes()

    into = fetching(tmp_path / "fetched")
    with serving(answer) as address:
        CORDIS.fetch(into, {"programmes": "HORIZON", "address": address})
    assert asked == ["/cordis-HORIZONprojects-csv.zip"]
    found = loads(CORDIS, tmp_path / "fetched" / into.snapshots[0].name)
    assert (len(found["grants"]), len(found["participations"])) == (1, 1)
    assert loads.vintage.snapshots[0].url == f"{address}/cordis-HORIZONprojects-csv.zip"
    assert refused(lambda: CORDIS.fetch(into, {"programmes": "FP9"}))
