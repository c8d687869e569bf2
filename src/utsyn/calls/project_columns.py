"""Which column of a spreadsheet, or of a funder's open data, tells what about a project: known by the words of its heading."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from utsyn.calls.project_search import NORDIC, folded
from utsyn.problems import Problem, Problems
from utsyn.text import Listed, Said, say


class Column(StrEnum):
    """What a column may tell."""

    NUMBER = "number"
    TITLE = "title"
    CALL = "call"
    CALL_TITLE = "call_title"
    PROGRAMME = "programme"
    YEAR = "year"
    DEADLINE = "deadline"
    STATUS = "status"
    SOUGHT = "sought"
    AWARDED = "awarded"
    CURRENCY = "currency"
    INSTITUTION = "institution"
    UNIT = "unit"
    ROLE = "role"
    COUNTRIES = "countries"
    PARTNERS = "partners"
    STARTS = "starts"
    ENDS = "ends"
    DECIDED = "decided_on"
    CONDITIONS = "conditions"


NAMES: Mapping[str, Said] = {
    Column.NUMBER: say("The funder's number"),
    Column.TITLE: say("Title"),
    Column.CALL: say("Call"),
    Column.CALL_TITLE: say("Title of the call"),
    Column.PROGRAMME: say("Programme"),
    Column.YEAR: say("Year"),
    Column.DEADLINE: say("Deadline"),
    Column.STATUS: say("How it went"),
    Column.SOUGHT: say("Amount sought"),
    Column.AWARDED: say("Amount awarded"),
    Column.CURRENCY: say("Currency"),
    Column.INSTITUTION: say("Institution"),
    Column.UNIT: say("Unit"),
    Column.ROLE: say("Role"),
    Column.COUNTRIES: say("Countries"),
    Column.PARTNERS: say("Partners"),
    Column.STARTS: say("First day"),
    Column.ENDS: say("Last day"),
    Column.DECIDED: say("Decided on"),
    Column.CONDITIONS: say("Conditions"),
}
WORDS: Mapping[Column, str] = {
    Column.NUMBER: "prosjektnummer, prosjektnr, prosjekt nr, prosjekt id, prosjektid, søknadsnummer, søknadsnr, søknad id, "
    "søknadid, soknadid, saksnummer, nummer, project number, project id, project no, application number, application id, "
    "application no, grant number, grant agreement, number, id",
    Column.TITLE: "tittel, prosjekttittel, prosjektnavn, søknadstittel, prosjekt, title, project title, project name, "
    "application title, project, tittel på prosjekt",
    Column.CALL: "utlysning, utlysing, utlysningsid, utlysning id, utlysningsnummer, utlysning nr, call, call id, "
    "call number, call for proposals",
    Column.CALL_TITLE: "utlysningstittel, utlysning tittel, utlysningsnavn, utlysning navn, call title, call name",
    Column.PROGRAMME: "program, programnavn, aktivitet, hovedaktivitet, programaktivitet, programme, program name, scheme, "
    "funding scheme, ordning",
    Column.YEAR: "år, søknadsår, utlysningsår, year, call year, application year, bevilgningsår",
    Column.DEADLINE: "frist, søknadsfrist, fristdato, deadline, call deadline, application deadline, frist dato",
    Column.STATUS: "status, prosjektstatus, søknadsstatus, fase, phase, resultat, utfall, vedtak, result, outcome, decision, "
    "søknadsresultat",
    Column.SOUGHT: "søkt beløp, søknadsbeløp, omsøkt, omsøkt beløp, beløp søkt, søkt, søknadssum, amount sought, amount applied, "
    "applied amount, requested amount, amount requested, sought, requested, søkt sum, beløp omsøkt",
    Column.AWARDED: "bevilget, bevilget beløp, tildelt, tildelt beløp, innvilget beløp, beløp bevilget, bevilgning, "
    "amount awarded, awarded amount, awarded, granted amount, amount granted, grant amount, funding, bevilga, totalt bevilget, "
    "beløp tildelt, totalbudsjett bevilget",
    Column.CURRENCY: "valuta, currency",
    Column.INSTITUTION: "institusjon, organisasjon, prosjektansvarlig, søkerinstitusjon, prosjekteier, institution, "
    "organisation, organization, project owner, applicant institution, ansvarlig institusjon",
    Column.UNIT: "enhet, eining, fakultet, fakultetskode, fakultet kode, institutt, avdeling, unit, faculty, faculty code, "
    "department, faculty department, fakultet institutt, institutt fakultet",
    Column.ROLE: "rolle, vår rolle, role, our role, prosjektrolle",
    Column.COUNTRIES: "land, partnerland, samarbeidsland, country, countries, partner country, partner countries, landkode, "
    "landkoder, country code, country codes",
    Column.PARTNERS: "partner, partnere, partnarar, samarbeidspartnere, partnerinstitusjoner, partners, partner institutions, "
    "partner institution, samarbeidspartner",
    Column.STARTS: "start, startdato, prosjektstart, fra dato, fra, oppstart, start date, project start, from, starts",
    Column.ENDS: "slutt, sluttdato, prosjektslutt, til dato, til, end, end date, project end, to, ends, avslutning",
    Column.DECIDED: "vedtaksdato, vedtatt, bevilgningsdato, decided on, decision date, date of decision",
    Column.CONDITIONS: "vilkår, betingelser, conditions",
}
# What people's spreadsheets hold and a bank of projects has no need of: seen, named, and not read.
PERSONS = re.compile(
    r"kj[oø]nn|gender|sex|prosjektleder|prosjektleiar|project leader|project manager|leder|leader|kontakt|contact|e ?post|e ?mail"
    r"|telefon|phone|f[oø]dsel|birth|alder|\bage\b|s[oø]ker\b|applicant\b|forsker|researcher|navn p[aå]|principal investigator|\bpi\b"
)
THOUSANDS = re.compile(r"\b(1 ?000|tusen|thousand|tkr|tnok)\b")
MILLIONS = re.compile(r"\b(mill|million|millions|millioner|mnok|mkr)\b")
CURRENCIES = re.compile(r"\b(nok|eur|usd|gbp|sek|dkk|cad|kr|kroner)\b")
KRONER = {"kr": "NOK", "kroner": "NOK"}


class Heading(NamedTuple):
    """A heading as it is written, its place from 1, what it tells, and how its amounts are to be read.

    `person` marks what is about persons and left out on purpose; `same_as` a heading before it that tells the same.
    """

    written: str
    place: int
    column: Column | None
    person: bool = False
    factor: Decimal = Decimal(1)
    currency: str = ""
    same_as: str = ""


class Headings(NamedTuple):
    """The headings of a table: those that are read, those about persons, and those that are not recognised."""

    all: Sequence[Heading]

    @property
    def read(self) -> Sequence[Heading]:
        """Those that tell something."""
        return [heading for heading in self.all if heading.column]

    @property
    def persons(self) -> Sequence[Heading]:
        """Those about persons."""
        return [heading for heading in self.all if heading.person]

    @property
    def unrecognised(self) -> Sequence[Heading]:
        """Those that nobody knows."""
        return [h for h in self.all if not (h.column or h.person or h.same_as) and h.written.strip()]

    @property
    def repeated(self) -> Sequence[Heading]:
        """Those that tell what one before them tells already."""
        return [heading for heading in self.all if heading.same_as]

    def has(self, column: Column) -> bool:
        """Tell whether some heading tells this."""
        return any(heading.column is column for heading in self.all)


def plain(written: str) -> str:
    """Return a heading in small letters with single spaces: `UtlysningTittel` and `utlysning_tittel` are the same."""
    parted = re.sub(r"(?<=[a-zæøå])(?=[A-ZÆØÅ])", " ", written)
    return " ".join(re.sub(r"[^\w]|_", " ", folded(parted)).split())


def headings(written: Sequence[str]) -> Headings:
    """Tell what each heading tells. Raises Problems where two tell the same, or nothing names the projects."""
    read = [_heading(one, place) for place, one in enumerate(written, start=1)]
    problems = list(_twice(read))
    found = Headings([_unless_told(heading, read[: heading.place - 1]) for heading in read])
    if not found.has(Column.NUMBER) and not found.has(Column.TITLE):
        seen = ", ".join(h.written[:40] for h in found.all[:12] if h.written) or "–"
        what = say("No column names the projects; the headings are: {headings}", headings=seen)
        mend = say("Put headings in the first row, one of them “Title” or “Project number”")
        problems.append(Problem(what, mend))
    if not found.has(Column.STATUS) and not found.has(Column.AWARDED):
        what = say("No column tells how the applications went")
        problems.append(Problem(what, say("Add a column “Status” or “Amount awarded”")))
    if problems:
        raise Problems(*problems)
    return found


def _unless_told(heading: Heading, before: Sequence[Heading]) -> Heading:
    """Read of several columns that tell the same the first: of unit and faculty, say."""
    first = next((h.written for h in before if h.column and h.column is heading.column), "")
    return heading._replace(column=None, same_as=first) if first else heading


def _twice(read: Sequence[Heading]) -> Iterator[Problem]:
    for column in ONCE:
        same = tuple(heading.written[:80] for heading in read if heading.column is column)
        if len(same) > 1:
            what = say("These columns tell the same: {headings}", headings=Listed(same))
            yield Problem(what, say("Keep one of them, or give the other another heading"))


def _known() -> Mapping[str, Column]:
    named = [(plain(word), column) for column, words in WORDS.items() for word in words.split(",")]
    return {word.translate(NORDIC): column for word, column in named} | dict(named)


KNOWN = _known()
ONCE = (
    Column.NUMBER,
    Column.STATUS,
    Column.SOUGHT,
    Column.AWARDED,
)  # to read the wrong one would be to guess


def _heading(written: str, place: int) -> Heading:
    words = plain(written)
    factor = (
        Decimal(1000)
        if THOUSANDS.search(words)
        else Decimal(10) ** 6
        if MILLIONS.search(words)
        else Decimal(1)
    )
    named = CURRENCIES.search(words)
    bare = words
    for pattern in (THOUSANDS, MILLIONS, CURRENCIES):
        bare = pattern.sub(" ", bare)
    bare = re.sub(r"\b(i|in)\s*$", "", " ".join(bare.split())).strip()
    column = KNOWN.get(words) or KNOWN.get(bare)
    if column is None and PERSONS.search(words):
        return Heading(written, place, None, person=True)
    if column not in (Column.SOUGHT, Column.AWARDED):
        return Heading(written, place, column)
    currency = KRONER.get(named[0], named[0].upper()) if named else ""
    return Heading(written, place, column, factor=factor, currency=currency)
