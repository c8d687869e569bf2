"""The tables that sources promise and indicators read: their columns, types, keys, and which come from where.

Types are those that every engine has: string, boolean, int64, date, and arrays of string or int64. There is no float: what is a share or
an amount is a whole number of its smallest part, so that a sum is the same in whatever order an engine adds it.
"""

from collections.abc import Mapping

from utsyn.evidence.registers import (
    APPLICATIONS,
    COMPLETIONS,
    COOPERATIONS,
    COOPERATORS,
    INSTITUTIONS,
    LINKS,
    NAMES,
)
from utsyn.evidence.table import CENT, SHARE, Table, Type

__all__ = ["CENT", "SHARE", "TABLES", "Table", "Type"]

# One row a work. `core` is article or review, not retracted, not paratext, not of the expansion. Lists are sorted and distinct.
WORKS = Table(
    "works",
    "a work, with what its authorships come to",
    {
        "work": "int64",  # OpenAlex's number without its W
        "year": "int64",
        "type": "string",
        "core": "boolean",
        "retracted": "boolean",
        "paratext": "boolean",
        "xpac": "boolean",
        "language": "string",
        "doi": "string",
        "title": "string",
        "source": "int64",  # journal
        "topic": "int64",
        "subfield": "int64",
        "field": "int64",
        "cited": "int64",
        "fwci": "int64",  # OpenAlex's own normalised impact, in millionths; null where it gives none
        "authors": "int64",  # how many; of a list that was cut, how many are listed
        "cut": "boolean",  # the list of authors was cut
        "with_country": "int64",  # authors of whom a country is known
        "home_authors": "int64",
        "countries": "array<string>",  # of institutions and of authors; HK and MO as themselves
        "first_countries": "array<string>",  # of each author's first affiliation alone
        "single_countries": "array<string>",  # of authors who have exactly one country
        "institutions": "array<int64>",  # OpenAlex's numbers without their I, as matched, without ancestors
        "companies": "boolean",  # an institution is a company
        "awards": "array<string>",  # projects of the EU that are named as funding, by number; null where nothing is told
        "content": "string",  # hash of what counts, to tell whether a work changed
    },
    ("work",),
    late=frozenset({"fwci", "awards"}),
)
# One row an authorship and institution, of works with a home authorship; institution 0 where none was matched.
AUTHORSHIPS = Table(
    "authorships",
    "an author's affiliation on a work of the home institution",
    {
        "work": "int64",
        "position": "int64",  # from 1
        "author": "int64",
        "orcid": "string",
        "institution": "int64",
        "country": "string",
        "affiliations": "int64",  # how many institutions this author gives on this work, at least 1
        "raw": "string",  # as printed, for home works alone
    },
    ("work", "position", "institution", "raw"),
)
ORGANISATIONS = Table(
    "organisations",
    "an organisation as the register knows it",
    {
        "organisation": "int64",  # OpenAlex's number; 0 where it has none
        "ror": "string",
        "name": "string",
        "country": "string",
        "kind": "string",
        "status": "string",
        "lat": "int64",  # millionths of a degree
        "lon": "int64",
        "parents": "array<string>",  # ROR ids
        "successors": "array<string>",
        "lineage": "array<int64>",  # itself and all above it
    },
    ("ror", "organisation"),
)
# The home institution in time: which organisations count for it, as what, and for which part.
ORGMAP = Table(
    "orgmap",
    "an organisation that counts for a university in a period",
    {
        "university": "string",  # ROR id
        "organisation": "int64",
        "relation": "string",  # component, joint, associated
        "weight": "int64",  # of SHARE
        "since": "int64",  # years, both included
        "until": "int64",
    },
    ("university", "organisation", "since"),
)
STAFF = Table(
    "staff",
    "a person of the home institution, by pseudonym, in a unit for a period",
    {"author": "int64", "orcid": "string", "unit": "string", "since": "int64", "until": "int64"},
    ("author", "unit", "since"),
)
# Such as the register of channels, of which the office hands in a list.
LEVELS = Table(
    "levels",
    "the level of a journal in a year",
    {"source": "int64", "year": "int64", "level": "int64"},
    ("source", "year"),
)
GRANTS = Table(
    "grants",
    "a project of the European framework programmes",
    {
        "project": "string",
        "acronym": "string",
        "title": "string",
        "programme": "string",  # FP7, H2020, HORIZON
        "pillar": "string",  # ERC, MSCA, infrastructures, cluster, EIC, widening, other
        "scheme": "string",
        "call": "string",
        "call_year": "int64",
        "signed": "date",
        "starts": "date",
        "ends": "date",
        "contribution": "int64",  # in CENT of EUR
        "status": "string",
    },
    ("project",),
)
PARTICIPATIONS = Table(
    "participations",
    "an organisation's part in a project of the European framework programmes",
    {
        "project": "string",
        "pic": "string",
        "ror": "string",
        "name": "string",
        "country": "string",  # ISO: EL is GR, UK is GB
        "activity": "string",  # HES, REC, PRC, PUB, OTH
        "role": "string",
        "contribution": "int64",  # in CENT of EUR; unknown is null
        "net": "int64",
        "ended": "boolean",
    },
    ("project", "pic", "role"),
)
MOBILITIES = Table(
    "mobilities",
    "Erasmus+ mobilities of one kind between two organisations",
    {
        "year": "string",  # academic year 2018-2019
        "activity": "string",
        "starts": "string",  # month 2018-08
        "days": "int64",  # the first and the last included
        "months": "int64",  # hundredths, where the source counts months and not days
        "level": "string",
        "field": "string",
        "sender": "string",  # Erasmus code, blanks made one
        "sender_country": "string",
        "receiver": "string",
        "receiver_country": "string",
        "participants": "int64",
    },
    (),
)
EXCHANGES = Table(
    "exchanges",
    "exchange students as the national statistics count them",
    {
        "institution": "string",
        "unit": "string",
        "year": "int64",
        "semester": "string",
        "level": "string",
        "way": "string",  # out, in
        "agreement": "string",
        "country": "string",
        "students": "int64",
        "rounded_to": "int64",  # 1 where exact
    },
    (),
)
AGREEMENTS = Table(
    "agreements",
    "an agreement with a partner",
    {"ror": "string", "unit": "string", "since": "date", "until": "date", "kind": "string"},
    ("ror", "unit", "since", "kind"),
)
STAYS = Table(
    "stays",
    "a stay of a student or of staff with a partner",
    {
        "ror": "string",
        "unit": "string",
        "since": "date",
        "until": "date",
        "kind": "string",
        "way": "string",
        "people": "int64",
    },
    (),
)
TRAFFIC = Table(
    "traffic",
    "something that happened to an agreement over Erasmus Without Paper",
    {
        "ror": "string",  # of the partner; where it is not told, its Erasmus code leads to it
        "erasmus": "string",
        "day": "date",
        "kind": "string",
    },
    (),
)
GRADUATES = Table(
    "graduates",
    "a graduate, by pseudonym, with the longest stay abroad in her studies",
    {
        "person": "string",
        "unit": "string",
        "year": "int64",
        "level": "string",
        "days_abroad": "int64",
        "stay": "string",
    },
    ("person", "year"),
)
TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        WORKS, AUTHORSHIPS, ORGANISATIONS, ORGMAP, STAFF, LEVELS, GRANTS, PARTICIPATIONS, MOBILITIES, EXCHANGES, AGREEMENTS, STAYS, TRAFFIC,
        GRADUATES, NAMES, LINKS, COOPERATIONS, COOPERATORS, COMPLETIONS, INSTITUTIONS, APPLICATIONS,
    )
}  # fmt: skip
