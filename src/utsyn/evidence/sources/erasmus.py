"""Erasmus+: mobilities by sender, receiver and kind, from the yearly files, and cooperation projects from the list of results.

Every known heading has its map of columns; a file with other headings is refused. Rows from 2014 on stand for as many people as
`participants` says. The older file has a row a person, of which nothing personal is kept.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from utsyn.evidence.registers import COOPERATIONS, COOPERATORS
from utsyn.evidence.sources import Origin, cells, source
from utsyn.evidence.sources.cooperations import PROJECT, cooperations
from utsyn.evidence.sources.countries import country_or_count
from utsyn.evidence.sources.packed import members
from utsyn.evidence.sources.sheets import Faults, Row, Sheet, headings, sheet
from utsyn.evidence.tables import MOBILITIES
from utsyn.problems import DAY, Problem, Problems, Unfit
from utsyn.text import say

if TYPE_CHECKING:
    from utsyn.evidence.fetching import Fetch
    from utsyn.evidence.loading import Loading

CATALOGUE = "https://data.europa.eu/api/hub/search/datasets"
DATASETS = "erasmus-mobility-statistics-2014-2019-v2"
SINCE_2014 = (
    "Project Reference", "Academic Year", "Mobility Start Month", "Mobility End Month", "Mobility Duration", "Activity (mob)",
    "Field of Education", "Participant Nationality", "Education Level", "Participant Gender", "Participant Profile", "Special Needs",
    "Fewer Opportunities", "GroupLeader", "Participant Age", "Sending Country Code", "Sending City", "Sending Organization",
    "Sending Organisation Erasmus Code", "Receiving Country Code", "Receiving City", "Receiving Organization",
    "Receiving Organisation Erasmus Code", "Participants",
)  # fmt: skip
OF_2013 = (
    "Action", "CallYear", "ProjectNumber", "MobiilityID", "SendingCountry", "ReceivingCountry", "MobilityType", "SpecialNeeds",
    "SubjectAreaCode", "SubjectAreaName", "CombinedMobilityYesNo", "StartDate", "EndDate", "DurationInMonths", "DurationInDays",
    "SubsistenceTravel", "LevelOfStudy", "ParticipantID", "ParticipantGender", "ParticipantType", "Language", "SendingPartnerErasmusID",
    "SendingPartnerName", "HostingPartnerErasmusID", "HostingPartnerName", "HostingPartnerCountry", "HostingPartnerCity",
)  # fmt: skip
MONTHS = dict(
    zip(
        ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"),
        range(1, 13),
        strict=True,
    )
)


class Schema(NamedTuple):
    """The headings of a year's files, and how a row becomes a mobility."""

    headings: Sequence[str]
    make: Callable[[Row, "Loading"], Mapping[str, Any]]


def fetch(into: "Fetch", parameters: Mapping[str, str]) -> None:
    """Fetch the files that the Union's catalogue lists under the named data sets, or those at the named addresses."""
    urls = [url.strip() for url in parameters.get("addresses", "").split(",") if url.strip()]
    for name in () if urls else parameters.get("datasets", DATASETS).split(","):
        urls += _listed(into, f"{parameters.get('catalogue', CATALOGUE)}/{name.strip()}")
    for url in urls:
        into.file(url)


def _listed(into: "Fetch", url: str) -> list[str]:
    told = into.asker.json(url)
    try:
        found = [
            str(address)
            for one in told["result"]["distributions"]
            for address in one.get("download_url") or one["access_url"]
        ]
    except (KeyError, TypeError) as error:
        mend = say("Look at the address in a browser")
        raise Problems(Problem(say("The catalogue is not what it was"), mend, file=url)) from error
    files = [
        address for address in found if address.lower().partition("?")[0].endswith((".csv", ".zip", ".xlsx"))
    ]
    if not files:
        mend = say("Name the addresses of the files yourself")
        raise Problems(Problem(say("The catalogue lists no files"), mend, file=url))
    return sorted(set(files))


def recognise(files: Sequence[Path]) -> Sequence[Path]:
    """Return files of mobilities and of projects."""
    return [
        path
        for path in files
        if any(_schema(path, name) or _projects(path, name) for name in members(path) or ("",))
    ]


def _schema(path: Path, member: str) -> Schema | None:
    there = headings(path, member=member)
    # A file of this family with a heading more or less is this source's, to be refused by it with what differs.
    return next((one for one in SCHEMAS if len(there & set(one.headings)) > len(one.headings) // 2), None)


def _projects(path: Path, member: str) -> bool:
    return set(PROJECT) <= headings(path, member=member, holding=[name.casefold() for name in PROJECT])


def load(files: Sequence[Path], into: "Loading") -> None:
    """Load mobilities, and projects with their partners, whichever there are files of."""
    faults = Faults()
    parts = [(path, name) for path in files for name in (members(path) or ("",))]
    mobile = [(path, name, found) for path, name in parts if (found := _schema(path, name))]
    lists = [(path, name) for path, name in parts if _projects(path, name)]
    if mobile:
        into.rows(MOBILITIES, _mobilities(mobile, into, faults))
    if lists:
        projects, partners = cooperations(lists, into, faults)
        into.rows(COOPERATIONS, projects)
        into.rows(COOPERATORS, partners)
    faults.check()


def _mobilities(
    parts: Sequence[tuple[Path, str, Schema]], into: "Loading", faults: Faults
) -> Iterator[Mapping[str, Any]]:
    for path, member, schema in parts:
        with sheet(path, member=member, separator=";") as found:
            _known(found, schema)
            for row in found.rows(faults):
                made = schema.make(row, into)
                if made["participants"] == 0:
                    into.count("row that stands for nobody")
                    continue
                into.count("sender without an Erasmus code", int(made["sender"] is None))
                into.count("receiver without an Erasmus code", int(made["receiver"] is None))
                yield made
    faults.check()


def _known(found: Sheet, schema: Schema) -> None:
    """Raise Problems for headings that are not exactly those known, each named."""
    found.require(schema.headings, also=())


def _since_2014(row: Row, into: "Loading") -> Mapping[str, Any]:
    told = row.cells
    return {
        "year": row.needed("Academic Year", _academic_year), "activity": cells.text(told["Activity (mob)"]),
        "days": row.read("Mobility Duration", cells.count), "level": cells.text(told["Education Level"]),
        "field": cells.text(told["Field of Education"]), "sender": row.read("Sending Organisation Erasmus Code", cells.erasmus_code),
        "sender_country": country_or_count(told["Sending Country Code"], into),
        "receiver": row.read("Receiving Organisation Erasmus Code", cells.erasmus_code),
        "receiver_country": country_or_count(told["Receiving Country Code"], into), "participants": row.needed("Participants", cells.count),
    }  # fmt: skip


def _of_2013(row: Row, into: "Loading") -> Mapping[str, Any]:
    told = row.cells
    starts, ends = row.read("StartDate", _old_day), row.read("EndDate", _old_day)
    year = row.needed("CallYear", cells.year)
    return {
        "year": f"{year}-{year + 1}" if year else None, "activity": cells.text(told["MobilityType"]),
        "days": (ends - starts).days if starts and ends and ends >= starts else None, "level": cells.text(told["LevelOfStudy"]),
        "field": cells.text(told["SubjectAreaCode"]), "sender": row.read("SendingPartnerErasmusID", cells.erasmus_code),
        "sender_country": country_or_count(told["SendingCountry"], into),
        "receiver": row.read("HostingPartnerErasmusID", cells.erasmus_code),
        "receiver_country": country_or_count(told["ReceivingCountry"], into), "participants": 1,
    }  # fmt: skip


SCHEMAS = (Schema(SINCE_2014, _since_2014), Schema(OF_2013, _of_2013))


def _academic_year(written: str) -> str | None:
    """Return an academic year as 2018-2019, also where 2018/19 is written."""
    import re

    if (said := cells.text(written)) is None:
        return None
    found = re.fullmatch(r"(\d{4}) ?[-/] ?(\d{2}|\d{4})", said)
    if not found or int(found[1][-2:]) + 1 != int(found[2][-2:]) + 100 * (found[2][-2:] == "00"):
        raise Unfit(say("Write an academic year as 2018-2019"))
    return f"{found[1]}-{int(found[1]) + 1}"


def _old_day(written: str) -> date | None:
    """Return a day written 21-OCT-2013 00.00.00."""
    if (said := cells.text(written)) is None:
        return None
    parts = said.partition(" ")[0].split("-")
    try:
        return datetime(int(parts[2]), MONTHS[parts[1].upper()], int(parts[0])).date()  # noqa: DTZ001  only the day is kept
    except (IndexError, KeyError, ValueError) as error:
        raise Unfit(DAY) from error


ERASMUS = source(
    Origin(
        "erasmus", "Erasmus+", "CC-BY-4.0", "https://erasmus-plus.ec.europa.eu", ("mobilities", "cooperations", "cooperators"), fetch,
        recognise, load,
        parameters={
            "datasets": say("Names of data sets in the Union’s catalogue, with commas between them"),
            "addresses": say("Addresses of files, with commas between them, instead of the catalogue"),
            "catalogue": say("Another address of the catalogue"),
        },
    )
)  # fmt: skip
