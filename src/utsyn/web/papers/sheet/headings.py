"""Which column holds what, by the words people head their columns with in Bokmål, Nynorsk and English."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from utsyn.calls.list_columns import COLUMNS
from utsyn.text import LANGUAGES, Words, say
from utsyn.web.papers.sheet.book import Grid

FURTHEST = 30  # rows from the top in which headings are looked for
LONGEST = 250  # characters of a heading; what is longer is text
OF_PARTNER = frozenset(column.key for column in COLUMNS if column.of_partner)
FIELDS = frozenset(column.key for column in COLUMNS) | {"priority"}
# In this order: the first that is found in a heading is meant.
MEANT: tuple[tuple[str, str], ...] = (
    ("number", r"^(nr|no|nummer|number|løpenr|løpenummer|#)$"),
    ("priority", r"priorit|rangering|\brank"),
    ("export_control_note", r"eksportkontroll|export control"),
    ("risk", r"risiko|\brisks?\b"),
    ("key_people", r"nøkkelperson|key (people|person)"),
    ("own_contribution", r"egenandel|eigendel|egenfinansiering|eigenfinansiering|egeninnsats|own (contribution|funding)"),
    ("currency", r"valuta|currency"),
    ("amount", r"^(?!.*total).*(søknadsbeløp|søknadssum|\bsøkt\b|omsøkt|beløp|\bsum\b|amount|funding sought)"),
    ("evidence_of_grant", r"dokumentasjon|evidence|stadfesting|bekreftelse"),
    ("starts", r"\bstart|oppstart|første dag|første dag|first day|fra dato|frå dato"),
    ("ends", r"slutt|siste dag|last day|avslutning|avslutting|end date|\bends?\b|til dato"),
    ("local_leader", r"lokal\w* (prosjekt)?(leder|leiar|ansvarlig|ansvarleg|kontakt)|local (project )?(leader|lead|pi|contact)"),
    ("theme", r"\btema\b.*(tilkny|kvalifiser)|theme.*(link|qualif)"),
    ("title", r"tittel|\btitle\b|prosjektnavn|prosjektnamn|project name|(navn|namn) på prosjekt"),
    ("link_to_grant", r"kvalifiserend|kvalifiserand|qualifying|tilknyt|løpende|løpande|running grant"),
    ("applicant", r"\b(uib-)?søkere?\b \(|\bsøkj?ar\w* \(|^applicants? \("),
    ("internal_partners", r"(uib|intern\w*|inside).*partn|partn\w* (inside|ved uib|i huset)|internal partn"),
    ("department", r"(søker|søkj?ar|applicant|uib).*(institutt|department|avdeling|enhet|eining|\bunit)"),
    ("faculty", r"(søker|søkj?ar|applicant|uib).*(fakultet|faculty)"),
    ("theme", r"\btema|\btheme|\btopic|fagområde|fagfelt|sammendrag|samandrag|summary|abstract"),
    ("researchers", r"forskergruppe|forskargruppe|forskningsgruppe|researcher|research group|\bforskere?\b|\bforskarar?\b"),
    ("country", r"\b(partner)?land\b|\bcountry\b|\bnation\b"),
    ("institution", r"institusjon|institution|universitet|university|lærested|lærestad|^(hoved|hovud|main )?partner\w*"),
    ("department", r"institutt|department|avdeling|fagmiljø|enhet|eining|\bunit\b|senter\b"),
    ("faculty", r"fakultet|faculty"),
    ("applicant", r"søker\b|søkj?ar\b|\bapplicant|prosjektleder|prosjektleiar|project (leader|manager)|principal inv|\bpi\b"),
)  # fmt: skip
NOT_OURS = re.compile(
    r"søkerinstitusjon|søkj?arinstitusjon|vertsinstitusjon|host institution|applicant institution"
)


class Head(NamedTuple):
    """A column as it is headed: what it is taken to hold ("" if nothing), for which partner, in which currency."""

    column: int
    words: str
    field: str = ""
    partner: int = 0
    currency: str = ""
    note: Words | None = None


class Heads(NamedTuple):
    """The headings of a sheet, and the first row below them, counted from 0."""

    columns: tuple[Head, ...]
    body: int


def heads(grid: Grid) -> Heads | None:
    """Find the row or the two rows of headings; None where no row has a heading that says title."""
    scores = [
        sum(bool(meaning(words)) for words in _words(grid, row))
        for row in range(min(FURTHEST, len(grid.rows)))
    ]
    if not any(scores):
        return None
    # The first row with nearly as many as the fullest: that one may say the headings once more, further down.
    row = next(row for row, score in enumerate(scores) if 2 * score >= max(scores))
    two = _continued(grid, row)
    found = tuple(_columns(grid, row, 1 if two else 0))
    return Heads(found, row + 1 + two) if any(head.field == "title" for head in found) else None


def _continued(grid: Grid, row: int) -> bool:
    """Tell whether the row below holds headings too: several, or some under cells that are empty here."""
    if row + 1 >= len(grid.rows):
        return False
    below = {column: value for column, value in enumerate(grid.rows[row + 1]) if value != ""}
    filling = all(grid.at(row, column) == "" for column in below)
    known = all(isinstance(value, str) and meaning(plain(value)) for value in below.values())
    return known and (len(below) > 1 or (filling and bool(below)))


def _words(grid: Grid, row: int) -> list[str]:
    return [plain(value) for value in grid.rows[row] if isinstance(value, str)]


def plain(heading: str) -> str:
    """Return the words of a heading without numbering, signs and capitals."""
    words = re.sub(r"^\W*\d{1,2}[.)]\s+|[*:?•]+", " ", " ".join(heading.split())).strip().casefold()
    return words if len(words) <= LONGEST else ""


@cache
def _labels() -> Mapping[str, str]:
    """Our own headings, as the list to the funder has them."""
    return {plain(column.label.in_(code)): column.key for code in LANGUAGES for column in COLUMNS}


@cache
def meaning(words: str) -> str:
    """Tell what a heading means, "" where it says nothing that we know."""
    words = re.sub(r"\.$", "", words)
    own = _labels().get(words) or _labels().get(f"{words}.")
    if own or not words or NOT_OURS.search(words):
        return own or ""
    return next((field for field, pattern in MEANT if re.search(pattern, words)), "")


def _columns(grid: Grid, row: int, more: int) -> Iterator[Head]:
    """Give each column its meaning: by its own words, those above and below it, and what stands left of it."""
    seen: dict[tuple[str, int], str] = {}
    beside_partner = False
    for column in range(max(len(cells) for cells in grid.rows)):
        own = [str(grid.at(row + step, column)) for step in range(more + 1)]
        group = _group(grid, row - 1, column) or (_group(grid, row, column) if more and not own[0] else "")
        words = " ".join(part for part in own if part)
        if not words and not group:
            continue
        head = _head(column, words or group, group if words else "", beside_partner)
        beside_partner = beside_partner or head.field in ("country", "institution")
        yield _apart(head, seen)


def _group(grid: Grid, row: int, column: int) -> str:
    """Return the words over a column that stand for several, merged or only at the first of them."""
    if row < 0 or row >= len(grid.rows):
        return ""
    for first, left, last, right in grid.layout.merged:
        if first <= row <= last and left <= column <= right:
            words = str(grid.at(first, left))
            return words if len(words) < 60 and right - left < 10 else ""
    words = str(grid.at(row, column))
    if meaning(plain(words)):
        return words
    beside = (str(grid.at(row, at)) for at in range(column, -1, -1))
    nearest = next((said for said in beside if said), "")
    return nearest if re.fullmatch(r"\w*partn\w* \d\d?", plain(nearest)) else ""  # not merged, but meant so


def _head(column: int, words: str, group: str, beside_partner: bool) -> Head:
    field = meaning(plain(words)) or meaning(plain(group))
    ours = re.search("søker|søkj?ar|applicant|uib", plain(words))
    partner = "partner" in plain(f"{group} {words}") and not ours
    if (
        field in ("department", "faculty")
        and not ours
        and (partner or (beside_partner and field == "department"))
    ):
        field = "unit"
    if field == "applicant" and partner:
        field = "local_leader"
    number = re.search(r"\b([1-9]\d?)\b", f"{group} {words}") if field in OF_PARTNER else None
    currency = (
        re.search(r"\b(NOK|EUR|USD|GBP|SEK|DKK|CAD)\b", words)
        if "amount" in field or "own" in field
        else None
    )
    note = _both(field, plain(words))
    return Head(column, words, field, int(number[1]) if number else 0, currency[1] if currency else "", note)


def _both(field: str, words: str) -> Words | None:
    """Say so where one column holds what we keep in two."""
    if field == "theme" and re.search(r"tilkny|kvalifiser|link|qualif", words):
        return say("Theme and link to the grant stand together here; all of it is read as the theme")
    if field == "applicant" and "partn" in words:
        return say("Applicant and partners stand together here; all of it is read as the applicant")
    return None


def _apart(head: Head, seen: dict[tuple[str, int], str]) -> Head:
    """Take a second column of a partner as the next partner's; any other second column is not read."""
    partner = head.partner
    if head.field in OF_PARTNER:
        while (head.field, partner) in seen:
            partner += 1
    if head.field and (head.field, partner) in seen:
        note = say("It says the same as “{words}”, which is read", words=seen[head.field, partner])
        return head._replace(field="", note=note)
    seen[head.field, partner] = head.words
    return head._replace(partner=partner)
