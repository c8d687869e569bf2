"""Erasmus+ files of every year: the headings of 2008-2011, of 2012, and of the newest, which name organisations and give no codes."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.evidence.loads import Loads, refused, table
from tests.evidence.test_erasmus import ROW, SINCE_2014
from tests.evidence.test_erasmus import mobility as since_2014
from utsyn.evidence.sources.erasmus import ERASMUS
from utsyn.evidence.sources.erasmus_years import family, of_file

# As public code that reads them has them; the first name of each role, in the order of the files.
OF_2011 = (
    "HOMEINSTITUTION", "COUNTRYCODEOFHOMEINSTITUTION", "AGE", "GENDER", "NATIONALITY", "SUBJECTAREA", "LEVELSTUDY", "YEARSPRIOR",
    "MOBILITYTYPE", "HOSTINSTITUTION", "COUNTRYCODEOFHOSTINSTITUTION", "PLACEMENTENTERPRISE", "COUNTRYOFPLACEMENT", "ENTERPRISESIZE",
    "TYPEPLACEMENTSECTOR", "LENGTHSTUDYPERIOD", "LENGTHPLACEMENT", "SHORTDURATION", "STUDYSTARTDATE", "PLACEMENTSTARTDATE",
    "CONSORTIUMAGREEMENTNUMBER", "TOTALECTSCREDITS", "STUDYGRANT", "PLACEMENTGRANT",
)  # fmt: skip
OF_2012 = (
    "ID_MOBILITY_CDE", "HOME_INSTITUTION_CDE", "HOME_INSTITUTION_CTRY_CDE", "STUDENT_ID", "STUDENT_AGE_VALUE", "STUDENT_SUBJECT_AREA_VALUE",
    "STUDENT_STUDY_LEVEL_CDE", "MOBILITY_TYPE_CDE", "HOST_INSTITUTION_CDE", "HOST_INSTITUTION_COUNTRY_CDE", "PLACEMENT_ENTERPRISE_VALUE",
    "PLACEMENT_ENTERPRISE_CTRY_CDE", "LENGTH_STUDY_PERIOD_VALUE", "LENGTH_PLACEMENT_VALUE", "STUDY_START_DATE", "STUDY_GRANT_AMT",
)  # fmt: skip
STUDENT = {
    "HOMEINSTITUTION": "N  TRONDHE01", "COUNTRYCODEOFHOMEINSTITUTION": "NO", "SUBJECTAREA": "340", "LEVELSTUDY": "1", "MOBILITYTYPE": "S",
    "HOSTINSTITUTION": "UK CHELMSF01", "COUNTRYCODEOFHOSTINSTITUTION": "UK", "LENGTHSTUDYPERIOD": "9", "LENGTHPLACEMENT": "0",
    "STUDYSTARTDATE": "09-2011", "AGE": "SECRET-90", "NATIONALITY": "SECRET",
}  # fmt: skip
TRAINEE = {**STUDENT, "MOBILITYTYPE": "P", "HOSTINSTITUTION": "", "COUNTRYCODEOFHOSTINSTITUTION": "", "COUNTRYOFPLACEMENT": "BENL",
           "PLACEMENTENTERPRISE": "SECRET LTD", "LENGTHSTUDYPERIOD": "0", "LENGTHPLACEMENT": "3,25"}  # fmt: skip
NEWEST = (
    "Academic Year", "Mobility Start Year/Month", "Mobility Duration", "Field", "Activity (mob)", "Field of Education", "Education Level",
    "Participant Gender", "Participant Profile", "Fewer Opportunities", "Participant Age", "Sending Country", "Sending City",
    "Sending Organization", "Receiving Country", "Receiving City", "Receiving Organization", "Actual Participants (Contracted Projects)",
)  # fmt: skip
SENT = {
    "Academic Year": "2022-23", "Mobility Start Year/Month": "2022-08", "Mobility Duration": "130", "Field": "Higher Education",
    "Activity (mob)": "HE-SMS - Student mobility for studies", "Field of Education": "0410 - Business and administration",
    "Education Level": "ISCED-6 - First cycle", "Sending Country": "NO - Norway", "Sending Organization": "An  Invented University",
    "Receiving Country": "EL - Greece", "Receiving Organization": "ANOTHER", "Actual Participants (Contracted Projects)": "2",
}  # fmt: skip


@pytest.fixture
def loads(tmp_path):
    return Loads(tmp_path)


def of_2011(path: Path, *rows: dict[str, str], head=OF_2011) -> Path:
    return table(path, head, *([one.get(name, "") for name in head] for one in rows or (STUDENT,)))


def newest(path: Path, *rows: dict[str, str], head=NEWEST) -> Path:
    return table(
        path,
        head,
        *([{**SENT, **one}.get(name, "") for name in head] for one in rows or ({},)),
        separator=",",
    )


def test_the_oldest_files_count_months_and_are_named_after_their_year(loads, tmp_path):
    found = loads(ERASMUS, of_2011(tmp_path / "student_1112.csv", STUDENT, TRAINEE))["mobilities"]
    told = [
        (one["year"], one["activity"], one["days"], one["months"], one["receiver"], one["receiver_country"])
        for one in found
    ]
    assert told == [
        ("2011-2012", "SMS", None, 900, "UK CHELMSF01", "GB"), ("2011-2012", "SMP", None, 325, None, "BE"),
    ]  # fmt: skip
    assert "SECRET" not in str(found), "of a person nothing is kept"


def test_the_files_of_2012_say_the_same_by_other_names_and_have_marks_for_what_is_not_known(loads, tmp_path):
    row = {"HOME_INSTITUTION_CDE": "???", "HOME_INSTITUTION_CTRY_CDE": "BEFR", "MOBILITY_TYPE_CDE": "C", "STUDENT_STUDY_LEVEL_CDE": "2",
           "HOST_INSTITUTION_CDE": "N  OSLO66", "HOST_INSTITUTION_COUNTRY_CDE": "NO", "LENGTH_STUDY_PERIOD_VALUE": "4.5",
           "STUDENT_SUBJECT_AREA_VALUE": "? Unknown ?", "PLACEMENT_ENTERPRISE_CTRY_CDE": ""}  # fmt: skip
    file = table(tmp_path / "SM_2012_13_20141103_01.csv", OF_2012, [row.get(name, "") for name in OF_2012])
    (one,) = loads(ERASMUS, file)["mobilities"]
    assert (one["year"], one["activity"], one["months"]) == ("2012-2013", "SMS", 450)
    assert (one["sender"], one["sender_country"], one["receiver"], one["field"]) == (
        None,
        "BE",
        "N OSLO66",
        None,
    )
    assert loads.counted["sender without an Erasmus code"] == 1


def test_a_stay_of_no_length_is_one_whose_length_nobody_told(loads, tmp_path):
    file = of_2011(tmp_path / "student_data_2010.csv", {**STUDENT, "LENGTHSTUDYPERIOD": "0"})
    (one,) = loads(ERASMUS, file)["mobilities"]
    assert (one["months"], one["year"]) == (None, "2010-2011")
    assert loads.counted["stay of no length, which is taken as not told"] == 1


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("student_1112", "2011-2012"),
        ("SM_2012_13_20141103_01", "2012-2013"),
        ("student_data_2008", "2008-2009"),
        ("erasmus 2009-2010", "2009-2010"),
        ("students", None),
        ("students_2099", None),
    ],
)
def test_the_academic_year_is_read_from_the_name_or_refused(name, year):
    if year:
        assert of_file(Path(f"{name}.csv")) == year
        return
    (wrong,) = refused(lambda: of_file(Path(f"{name}.csv")))
    assert "student_2011-2012.csv" in wrong.mend.in_("en")


def test_the_newest_files_get_codes_from_reviewed_names_and_from_nothing_else(loads, tmp_path):
    file = newest(tmp_path / "Erasmus-KA1-Mobility-Data-2022.csv", {}, {"Sending Country": "SE - Sweden"})
    names = table(tmp_path / "names.csv", ("scheme", "identifier", "other_scheme", "other", "country"),
                  ("name", "an invented university", "erasmus", "N  TRONDHE01", "NO"), ("pic", "999999999", "ror", "03zga2b32", "NO"))  # fmt: skip
    first, second = loads(ERASMUS, file, names)["mobilities"]
    assert (first["sender"], first["sender_country"], first["receiver"], first["receiver_country"]) == (
        "N TRONDHE01",
        "NO",
        None,
        "GR",
    )
    assert (first["year"], first["starts"], first["days"], first["participants"]) == (
        "2022-2023",
        "2022-08",
        130,
        2,
    )
    assert second["sender"] is None, "of the same name in another country nothing was reviewed"
    assert loads.counted["receiver without an Erasmus code"] == 2
    loads(ERASMUS, file)
    assert loads.counted["sender without an Erasmus code"] == 2


def test_a_name_with_two_codes_is_refused(loads, tmp_path):
    names = table(tmp_path / "names.csv", ("scheme", "identifier", "other_scheme", "other"),
                  ("name", "A", "erasmus", "N  OSLO01"), ("name", "a", "erasmus", "N  OSLO66"))  # fmt: skip
    (wrong,) = refused(lambda: loads(ERASMUS, newest(tmp_path / "2022.csv"), names))
    assert (wrong.path, wrong.line) == (("other",), 3)


def test_every_sheet_of_a_workbook_with_mobilities_is_read(loads, tmp_path):
    book = Workbook()
    book.active.title = "2014-2020"
    for name in ("2014-2020", "2021-2027"):
        sheet = book[name] if name in book.sheetnames else book.create_sheet(name)
        sheet.append(list(NEWEST))
        sheet.append([SENT.get(one, "") for one in NEWEST])
    book.create_sheet("Read me").append(["Written by", "nobody"])
    book.save(tmp_path / "2021.xlsx")
    assert len(loads(ERASMUS, tmp_path / "2021.xlsx")["mobilities"]) == 2


@pytest.mark.parametrize("alias", ["Mobility Duration - calendar days", "Mobility Duration in days"])
def test_a_column_goes_by_several_names(loads, tmp_path, alias):
    head = tuple(
        {"Mobility Duration": alias, "Sending Organization": "Sending Organisation"}.get(name, name)
        for name in NEWEST
    )
    told = {**SENT, alias: "70"}
    file = table(tmp_path / "2014.csv", head, [told.get(name, "") for name in head])
    assert loads(ERASMUS, file)["mobilities"][0]["days"] == 70


def test_a_strange_column_is_refused_by_file_and_name_until_somebody_says_that_nothing_hangs_on_it(
    loads, tmp_path
):
    file = newest(tmp_path / "2025.csv", head=(*NEWEST, "Share of the year"))
    (wrong,) = refused(lambda: loads(ERASMUS, file))
    assert (wrong.file, wrong.line) == (str(file), 1)
    assert "Share of the year" in wrong.what.in_("en")
    assert "unread" in wrong.mend.in_("en")
    assert len(loads(ERASMUS, file, unread="share of the year")["mobilities"]) == 1
    assert loads.counted["column that is not read: Share of the year"] == 1


def test_a_column_that_vanished_cannot_be_left_unread(loads, tmp_path):
    head = tuple(name for name in NEWEST if name != "Mobility Duration")
    (wrong,) = refused(
        lambda: loads(ERASMUS, newest(tmp_path / "2025.csv", head=head), unread="Mobility Duration")
    )
    assert "Mobility Duration / Mobility Duration - calendar days" in wrong.what.in_("en")


def test_the_month_may_lack_where_the_years_have_none(loads, tmp_path):
    head = tuple(name for name in SINCE_2014 if name not in ("Mobility Start Month", "Mobility End Month"))
    (one,) = loads(ERASMUS, since_2014(tmp_path, head=head))["mobilities"]
    assert (one["starts"], one["days"]) == (None, 120)


def test_a_row_that_is_wrong_at_the_source_is_left_out_by_a_reviewed_correction(loads, tmp_path):
    file = newest(tmp_path / "2022.csv", {}, {"Actual Participants (Contracted Projects)": "4.7"})
    (wrong,) = refused(lambda: loads(ERASMUS, file))
    assert (wrong.path, wrong.line) == (("Actual Participants (Contracted Projects)",), 3)
    mended = table(tmp_path / "corrections.csv", ("file", "key", "column", "was", "becomes", "because"),
                   ("2022.csv", "line 3", "*", "", "", "nobody is seven tenths"))  # fmt: skip
    assert len(loads(ERASMUS, file, mended)["mobilities"]) == 1
    assert loads.counted["corrected"] == 1


def test_a_file_is_taken_for_the_family_that_fits_it_best():
    assert family(tuple(ROW)) is family(SINCE_2014)
    assert len({id(family(head)) for head in (SINCE_2014, NEWEST, OF_2011)}) == 3
    assert family(OF_2011) is family(OF_2012)
    assert family(("project", "title", "year")) is None
