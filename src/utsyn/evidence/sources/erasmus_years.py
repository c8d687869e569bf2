"""What the files of each year are called by, and how a row of them becomes a mobility: four families of headings since 2008.

Before 2013 a row is a person, no column tells the academic year, and stays are counted in months; in 2013 they have a first and a last
day; since 2014 rows stand for several people and have days. The newest files name the organisations and give no Erasmus codes.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from utsyn.evidence.sources import cells
from utsyn.evidence.sources.countries import country_or_count
from utsyn.evidence.sources.sheets import Row
from utsyn.problems import DAY, Problem, Problems, Unfit
from utsyn.text import say

if TYPE_CHECKING:
    from utsyn.evidence.loading import Loading

T = TypeVar("T")
Names = Mapping[
    tuple[str | None, str], str
]  # Erasmus codes by country and by name in small letters, as people have reviewed them
MONTHS = dict(
    zip(
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
        range(1, 13),
        strict=True,
    )
)
UNTOLD = frozenset({"?", "??", "???", "? Unknown ?"})  # how the oldest files write that a thing is not known
PARTS_OF_BELGIUM = frozenset({"BEDE", "BEFR", "BENL"})
KINDS = {
    "S": "SMS",
    "C": "SMS",
    "P": "SMP",
}  # studies, studies with a placement (told as one stay of studies), placement


class Told(NamedTuple):
    """A row by the roles of its columns, whatever they are called this year."""

    row: Row
    by: Mapping[str, str]
    codes: Names
    into: "Loading"

    def cell(self, role: str) -> str:
        """Return what is written; nothing where the files of the year have no such column."""
        return self.row.cells[self.by[role]] if role in self.by else ""

    def text(self, role: str) -> str | None:
        """Return what is written, None where that says that it is not known."""
        said = cells.text(self.cell(role))
        return None if said in UNTOLD else said

    def read(self, role: str, kind: Callable[[str], T | None], *, needed: bool = False) -> T | None:
        """Return a cell as what it is; one that cannot be read is a fault."""
        if role not in self.by or self.cell(role).strip() in UNTOLD:
            return None
        return (self.row.needed if needed else self.row.read)(self.by[role], kind)

    def code(self, side: str) -> str | None:
        """Return the Erasmus code of the sender or the receiver, or the one that was reviewed for its name."""
        if side in self.by:
            return self.read(side, cells.erasmus_code)
        name = " ".join(self.cell(f"{side}_name").casefold().split())
        return self.codes.get((self.country(f"{side}_country", count=False), name)) or self.codes.get(
            (None, name)
        )

    def country(self, role: str, *, count: bool = True) -> str | None:
        """Return the ISO code of a country, which may have its name behind it, or be a part of Belgium."""
        said = (self.text(role) or "").partition(" - ")[0].strip()
        said = "BE" if said in PARTS_OF_BELGIUM else said
        if count:
            return country_or_count(said, self.into)
        try:
            return cells.country(said)
        except Unfit:
            return None


class Family(NamedTuple):
    """The files of some years: by role the names its column goes by, what else may be there, and how a row is made."""

    roles: Mapping[str, tuple[str, ...]]
    also: tuple[str, ...]
    make: Callable[[Told], dict[str, Any]]
    at_will: tuple[str, ...] = ()  # roles that some years lack
    dated: bool = True  # a column tells the academic year

    def found(self, headings: Sequence[str]) -> Mapping[str, str]:
        """Return by role the heading that is there."""
        small = {name.casefold(): name for name in headings}
        met = {
            role: next((small[one.casefold()] for one in names if one.casefold() in small), "")
            for role, names in self.roles.items()
        }
        return {role: name for role, name in met.items() if name}

    def fit(self, headings: Sequence[str]) -> float:
        """Tell which part of its roles is there."""
        return len(self.found(headings)) / len(self.roles)

    def known(self) -> list[str]:
        """Return all headings that may be there."""
        return [name for names in self.roles.values() for name in names] + list(self.also)


def family(headings: Sequence[str]) -> Family | None:
    """Return the family whose files have most of these headings. A file with a heading more or less is its own, to be refused by it."""
    best = max(FAMILIES, key=lambda one: one.fit(headings))
    return best if best.fit(headings) > 1 / 2 else None


def of_file(path: Path) -> str:
    """Return the academic year that a file of the oldest ones is named after. Raises Problems where it is named after none."""
    name = path.stem
    for told in re.finditer(r"(?<!\d)(\d{4}|\d\d)[-_ ]?(\d{4}|\d\d)(?!\d)", name):
        first, last = (int(part) % 100 for part in told.groups())
        if last == first + 1:
            return f"{2000 + first}-{2000 + last}"
    if alone := re.search(r"(?<!\d)20(0[7-9]|1[0-3])(?!\d)", name):
        return f"{alone[0]}-{int(alone[0]) + 1}"
    mend = say("Name the file after its academic year, such as student_2011-2012.csv")
    raise Problems(
        Problem(say("No column tells the academic year, nor does the name of the file"), mend, file=str(path))
    )


def academic_year(written: str) -> str | None:
    """Return an academic year as 2018-2019, also where 2018/19 is written."""
    if (said := cells.text(written)) is None:
        return None
    found = re.fullmatch(r"(\d{4}) ?[-/] ?(\d{2}|\d{4})", said)
    if not found or int(found[1][-2:]) + 1 != int(found[2][-2:]) + 100 * (found[2][-2:] == "00"):
        raise Unfit(say("Write an academic year as 2018-2019"))
    return f"{found[1]}-{int(found[1]) + 1}"


def _month(written: str) -> str | None:
    """Return a month as 2018-08."""
    if (said := cells.text(written)) is None:
        return None
    found = re.fullmatch(r"((?:19|20)\d\d)[-/](0?[1-9]|1[0-2])([-T ].*)?", said)
    if not found:
        raise Unfit(say("Write a month as 2018-08"))
    return f"{found[1]}-{int(found[2]):02}"


def _old_day(written: str) -> date | None:
    """Return a day written 21-OCT-2013 00.00.00."""
    if (said := cells.text(written)) is None:
        return None
    parts = said.partition(" ")[0].split("-")
    try:
        return datetime(int(parts[2]), MONTHS[parts[1].upper()], int(parts[0])).date()  # noqa: DTZ001  only the day is kept
    except (IndexError, KeyError, ValueError) as error:
        raise Unfit(DAY) from error


def _kind(written: str) -> str | None:
    said = cells.text(written)
    if said is not None and said.upper() not in KINDS:
        raise Unfit(say("Known names: {names}", names=", ".join(KINDS)))
    return KINDS.get((said or "").upper())


def _some(told: Told, role: str, kind: Callable[[str], int | None]) -> int | None:
    """Return a length; none is a length that nobody told, and is counted."""
    found = told.read(role, kind)
    told.into.count("stay of no length, which is taken as not told", int(found == 0))
    return found or None


def _sides(told: Told) -> dict[str, Any]:
    return {"level": told.text("level"), "field": told.text("field"), "sender": told.code("sender"),
            "sender_country": told.country("sender_country"), "receiver": told.code("receiver"),
            "receiver_country": told.country("receiver_country")}  # fmt: skip


def _since_2014(told: Told) -> dict[str, Any]:
    return {
        "year": told.read("year", academic_year, needed=True), "activity": told.text("activity"), "starts": told.read("starts", _month),
        "days": _some(told, "days", cells.count), **_sides(told), "participants": told.read("participants", cells.count, needed=True),
    }  # fmt: skip


def _of_2013(told: Told) -> dict[str, Any]:
    starts, ends = told.read("starts", _old_day), told.read("ends", _old_day)
    year = told.read("year", cells.year, needed=True)
    days = (ends - starts).days + 1 if starts and ends else None
    wrong = days is not None and days < 1
    told.into.count("stay that ends before it begins, whose length is taken as not told", int(wrong))
    return {
        "year": f"{year}-{year + 1}" if year else None, "activity": told.text("activity"), "starts": f"{starts:%Y-%m}" if starts else None,
        "days": None if wrong else days, **_sides(told), "participants": 1,
    }  # fmt: skip


def _before_2013(told: Told) -> dict[str, Any]:
    kind = told.read("activity", _kind)
    placed = kind == "SMP"
    made = {
        "activity": kind,
        "months": _some(told, "placement_months" if placed else "study_months", cells.cents),
        **_sides(told),
    }
    if placed:  # who trains is with an enterprise, which has no Erasmus code
        made |= {"receiver": None, "receiver_country": told.country("placement_country")}
    return {**made, "participants": 1}


SINCE_2014 = Family(
    {
        "year": ("Academic Year",), "starts": ("Mobility Start Month",), "days": ("Mobility Duration",), "activity": ("Activity (mob)",),
        "field": ("Field of Education",), "level": ("Education Level",), "sender_country": ("Sending Country Code",),
        "sender": ("Sending Organisation Erasmus Code",), "receiver_country": ("Receiving Country Code",),
        "receiver": ("Receiving Organisation Erasmus Code",), "participants": ("Participants",),
    },
    ("Project Reference", "Mobility End Month", "Participant Nationality", "Participant Gender", "Participant Profile", "Special Needs",
     "Fewer Opportunities", "GroupLeader", "Participant Age", "Sending City", "Sending Organization", "Receiving City",
     "Receiving Organization"),
    _since_2014, at_will=("starts",),
)  # fmt: skip
WITH_NAMES = Family(
    {
        "year": ("Academic Year",), "starts": ("Mobility Start Year/Month", "Mobility Start Month"),
        "days": ("Mobility Duration", "Mobility Duration - calendar days", "Mobility Duration in days"), "activity": ("Activity (mob)",),
        "field": ("Field of Education",), "level": ("Education Level",), "sender_country": ("Sending Country",),
        "sender_name": ("Sending Organization", "Sending Organisation"), "receiver_country": ("Receiving Country",),
        "receiver_name": ("Receiving Organization", "Receiving Organisation"),
        "participants": ("Actual Participants (Contracted Projects)", "Actual Participants"),
    },
    ("Project Reference", "Action Type", "Field", "Mobility End Year/Month", "Participant Country", "Participant Nationality",
     "Participant Gender", "Participant Profile", "Special Needs", "Fewer Opportunities", "Disadvantaged Background", "GroupLeader",
     "Group Leader", "Participant Age", "Sending City", "Receiving City"),
    _since_2014, at_will=("starts",),
)  # fmt: skip
OF_2013 = Family(
    {
        "year": ("CallYear",), "activity": ("MobilityType",), "starts": ("StartDate",), "ends": ("EndDate",), "level": ("LevelOfStudy",),
        "field": ("SubjectAreaCode",), "sender_country": ("SendingCountry",), "sender": ("SendingPartnerErasmusID",),
        "receiver_country": ("ReceivingCountry",), "receiver": ("HostingPartnerErasmusID",),
    },
    ("Action", "ProjectNumber", "MobiilityID", "SpecialNeeds", "SubjectAreaName", "CombinedMobilityYesNo", "DurationInMonths",
     "DurationInDays", "SubsistenceTravel", "ParticipantID", "ParticipantGender", "ParticipantType", "Language", "SendingPartnerName",
     "HostingPartnerName", "HostingPartnerCountry", "HostingPartnerCity"),
    _of_2013,
)  # fmt: skip
BEFORE_2013 = Family(
    {
        "activity": ("MOBILITYTYPE", "MOBILITY_TYPE_CDE"), "level": ("LEVELSTUDY", "STUDENT_STUDY_LEVEL_CDE"),
        "field": ("SUBJECTAREA", "STUDENT_SUBJECT_AREA_VALUE"), "sender": ("HOMEINSTITUTION", "HOME_INSTITUTION_CDE"),
        "sender_country": ("COUNTRYCODEOFHOMEINSTITUTION", "COUNTRYOFHOMEINSTITUTION", "HOME_INSTITUTION_CTRY_CDE"),
        "receiver": ("HOSTINSTITUTION", "HOST_INSTITUTION_CDE"),
        "receiver_country": ("COUNTRYCODEOFHOSTINSTITUTION", "COUNTRYOFHOSTINSTITUTION", "HOST_INSTITUTION_COUNTRY_CDE"),
        "placement_country": ("COUNTRYOFPLACEMENT", "COUNTRYOFWORKPLACEMENT", "PLACEMENT_ENTERPRISE_CTRY_CDE"),
        "study_months": ("LENGTHSTUDYPERIOD", "LENGTH_STUDY_PERIOD_VALUE"),
        "placement_months": ("LENGTHPLACEMENT", "LENGTHWORKPLACEMENT", "LENGTH_PLACEMENT_VALUE"),
    },
    ("AGE", "GENDER", "NATIONALITY", "YEARSPRIOR", "PLACEMENTENTERPRISE", "WORKPLACEMENT", "ENTERPRISESIZE", "TYPEPLACEMENTSECTOR",
     "TYPEWORKSECTOR", "SHORTDURATION", "STUDYSTARTDATE", "PLACEMENTSTARTDATE", "WORKPLACEMENTSTARTDATE", "CONSORTIUMAGREEMENTNUMBER",
     "ECTSCREDITSSTUDY", "ECTSCREDITSPLACEMENT", "ECTSCREDITSWORK", "ECTSCREDITSWORKPLACEMENT", "TOTALECTSCREDITS", "SNSUPPLEMENT",
     "SEVSUPPLEMENT", "TAUGHTHOSTLANG", "LANGUAGETAUGHT", "LINGPREPARATION", "STUDYGRANT", "PLACEMENTGRANT", "WORKPLACEMENTGRANT",
     "PREVIOUSPARTICIPATION", "QUALIFICATIONATHOST", "ID_MOBILITY_CDE", "STUDENT_ID", "STUDENT_AGE_VALUE", "STUDENT_GENDER_CDE",
     "STUDENT_NATIONALITY_CDE", "NUMB_YRS_HIGHER_EDUCAT_VALUE", "PLACEMENT_ENTERPRISE_VALUE", "PLACEMENT_ENTERPRISE_SIZE_CDE",
     "TYPE_PLACEMENT_SECTOR_VALUE", "SHORT_DURATION_CDE", "STUDY_START_DATE", "PLACEMENT_START_DATE", "CONSORTIUM_AGREEMENT_NUMBER",
     "ECTS_CREDITS_STUDY_AMT", "ECTS_CREDITS_PLACEMENT_AMT", "TOTAL_ECTS_CREDITS_AMT", "SPECIAL_NEEDS_SUPPLEMENT_VALUE",
     "TAUGHT_HOST_LANGUAGE_CDE", "LANGUAGE_TAUGHT_CDE", "LINGUISTIC_PREPARATION_CDE", "STUDY_GRANT_AMT", "PLACEMENT_GRANT_AMT",
     "PREVIOUS_PARTICIPATION_CDE", "QUALIFICATION_AT_HOST_CDE"),
    _before_2013, dated=False,
)  # fmt: skip
FAMILIES = (SINCE_2014, WITH_NAMES, OF_2013, BEFORE_2013)
