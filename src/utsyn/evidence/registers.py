"""Promised tables of registers and counts beside research: names, identifiers, cooperation, completions, institutions, applications."""

from utsyn.evidence.table import Table

NAMES = Table(
    "names",
    "a name of an organisation, also one it bore when it was another record of the register",
    {
        "ror": "string",  # the organisation of today: where the record went on as exactly one other, that one
        "name": "string",
        "kind": "string",  # ror_display, label, alias, acronym; of several the first
        "language": "string",
        "record": "string",  # the ROR id of the record that bears the name
        "since": "int64",  # year the record's organisation was established; names have no dates of their own
    },
    ("ror", "record", "name", "language"),
)
# Which identifiers are one organisation's: never guessed, each with how it is known.
LINKS = Table(
    "links",
    "two identifiers of one organisation, and how that is known",
    {
        "scheme": "string",  # erasmus, pic, oid, dbh, openalex, grid, isni, wikidata, fundref
        "identifier": "string",
        "other_scheme": "string",  # mostly ror
        "other": "string",
        "country": "string",
        "name": "string",
        "how": "string",  # listed: one row of a register has both; reviewed: a person says so, in the crosswalk file
        "evidence": "string",
    },
    ("scheme", "identifier", "other_scheme", "other"),
)
# Erasmus+ cooperation: not in GRANTS, which are the framework programmes.
COOPERATIONS = Table(
    "cooperations",
    "a project of Erasmus+",
    {
        "project": "string",
        "title": "string",
        "key_action": "string",
        "action": "string",
        "call_year": "int64",
        "starts": "date",
        "ends": "date",
        "status": "string",
        "awarded": "int64",  # in CENT of EUR, as awarded after selection
    },
    ("project",),
)
COOPERATORS = Table(
    "cooperators",
    "an organisation's part in a project of Erasmus+",
    {
        "project": "string",
        "place": "int64",  # 0 is the coordinator
        "role": "string",  # coordinator, partner
        "name": "string",
        "country": "string",
        "kind": "string",
    },
    ("project", "place"),
)
COMPLETIONS = Table(
    "completions",
    "graduates as the national statistics count them: numbers, not persons, so no share with a stay abroad comes from them",
    {
        "institution": "string",
        "unit": "string",
        "year": "int64",
        "semester": "string",
        "level": "string",
        "counted": "string",  # graduates (table 104) or programmes (118)
        "students": "int64",
        "rounded_to": "int64",
    },
    (),
)
INSTITUTIONS = Table(
    "institutions",
    "a Norwegian institution as the national statistics know it, and what it became",
    {
        "institution": "string",
        "name": "string",
        "short": "string",
        "since": "int64",  # year
        "until": "int64",
        "now": "string",  # the institution it is part of today; itself where it did not merge
    },
    ("institution",),
)
APPLICATIONS = Table(
    "applications",
    "an application to a funder, and what came of it",
    {
        "application": "string",
        "funder": "string",
        "call": "string",
        "scheme": "string",
        "year": "int64",  # of the deadline; of the application where there was none
        "institution": "string",  # as the funder abbreviates it
        "organisation_number": "string",
        "unit": "string",
        "sector": "string",
        "outcome": "string",  # granted, rejected, pending
        "starts": "int64",  # years
        "ends": "int64",
        "sought": "int64",  # in CENT of NOK
        "granted": "int64",
    },
    ("application",),
)
