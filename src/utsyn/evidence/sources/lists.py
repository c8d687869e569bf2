"""The kinds of lists that an institution keeps itself: their columns, what these are called, and how a row becomes a row of a table."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from utsyn.evidence.sources import cells
from utsyn.evidence.tables import AGREEMENTS, GRADUATES, LEVELS, STAFF, STAYS, TRAFFIC, Table
from utsyn.problems import Unfit
from utsyn.text import say

if TYPE_CHECKING:
    from utsyn.evidence.sources.known import Known

ALWAYS, EVER = 1900, 9999  # years that stand for no beginning and no end
# What columns are called, small letters, beside their own names.
CALLED: Mapping[str, str] = {
    "partner": "ror", "ror id": "ror", "ror-id": "ror", "partner ror": "ror", "enhet": "unit", "eining": "unit", "department": "unit",
    "from": "since", "fra": "since", "frå": "since", "start": "since", "to": "until", "til": "until", "slutt": "until", "end": "until",
    "type": "kind", "slag": "kind", "direction": "way", "retning": "way", "persons": "people", "antall": "people", "antal": "people",
    "number": "people", "forfatter": "author", "forfattar": "author", "openalex": "author", "person id": "person", "pseudonym": "person",
    "year of graduation": "year", "år": "year", "nivå": "level", "days abroad": "days_abroad", "dager ute": "days_abroad",
    "dagar ute": "days_abroad", "opphold": "stay", "opphald": "stay", "days": "days_abroad", "tidsskrift": "source",
    "erasmus code": "erasmus", "erasmus-code": "erasmus", "erasmuskode": "erasmus", "erasmus-kode": "erasmus", "partner erasmus": "erasmus",
    "date": "day", "dato": "day", "dag": "day", "event": "kind", "hendelse": "kind", "hending": "kind",
}  # fmt: skip
WAYS = {"out": "out", "outgoing": "out", "ut": "out", "utreisende": "out", "utreisande": "out",
        "in": "in", "incoming": "in", "inn": "in", "innreisende": "in", "innreisande": "in"}  # fmt: skip


class Cells(Protocol):
    """A row by the columns of its table."""

    def read(self, column: str, kind: Callable[[str], Any], *, needed: bool = False) -> Any:
        """Return a cell as what it is."""

    def fault(self, column: str, what: Any, mend: Any) -> None:
        """Note what is wrong with a cell."""


class List(NamedTuple):
    """A kind of list: its table, the columns it cannot do without, how a row is made, and which of its identifiers nobody knows."""

    table: Table
    required: tuple[str, ...]
    make: Callable[[Cells], dict[str, Any]]
    unknown: Callable[[Mapping[str, Any], "Known"], Iterator[tuple[str, str]]]
    can_check: Callable[["Known"], bool]


def spelt(name: str, kind: "List | None" = None) -> str | None:
    """Return the column that a heading means, or None."""
    said = " ".join(name.casefold().split())
    column = CALLED.get(said, said)
    return (
        column
        if kind is None or column in kind.table.columns
        else said
        if said in kind.table.columns
        else None
    )


def _agreement(row: Cells) -> dict[str, Any]:
    made = {**_partner(row), "since": row.read("since", cells.day), "until": row.read("until", cells.day)}
    _in_order(row, made)
    return {**made, "kind": row.read("kind", cells.text)}


def _stay(row: Cells) -> dict[str, Any]:
    made = {
        **_partner(row),
        "since": row.read("since", cells.day, needed=True),
        "until": row.read("until", cells.day),
    }
    _in_order(row, made)
    people = row.read("people", cells.count)
    return {
        **made,
        "kind": row.read("kind", cells.text),
        "way": row.read("way", _way, needed=True),
        "people": 1 if people is None else people,
    }


def _traffic(row: Cells) -> dict[str, Any]:
    ror, code = row.read("ror", cells.ror), row.read("erasmus", cells.erasmus_code)
    if _blank(row, "ror", "erasmus"):
        mend = say("Give the partner’s ROR id, or its Erasmus code")
        row.fault("ror", say("No partner is meant by this row"), mend)
    return {
        "ror": ror,
        "erasmus": code,
        "day": row.read("day", cells.day, needed=True),
        "kind": row.read("kind", cells.text),
    }


def _blank(row: Cells, *columns: str) -> bool:
    """Tell whether nothing is written in any of the columns; what is written and wrong has been told already."""
    return all(row.read(column, cells.text) is None for column in columns)


def _partner(row: Cells) -> dict[str, Any]:
    return {"ror": row.read("ror", cells.ror, needed=True), "unit": row.read("unit", cells.text)}


def _staff(row: Cells) -> dict[str, Any]:
    author, orcid = row.read("author", cells.author), row.read("orcid", cells.orcid)
    if _blank(row, "author", "orcid"):
        row.fault(
            "author",
            say("Nobody is meant by this row"),
            say("Give OpenAlex’s identifier of the author, or the ORCID iD"),
        )
    since, until = row.read("since", bound), row.read("until", bound)
    made = {"author": author, "orcid": orcid, "unit": row.read("unit", cells.text, needed=True),
            "since": ALWAYS if since is None else since, "until": EVER if until is None else until}  # fmt: skip
    _in_order(row, made)
    return made


def _graduate(row: Cells) -> dict[str, Any]:
    days = row.read("days_abroad", cells.count)
    stay = row.read("stay", cells.text)
    return {
        "person": row.read("person", _pseudonym, needed=True), "unit": row.read("unit", cells.text),
        "year": row.read("year", cells.year, needed=True), "level": row.read("level", cells.text),
        "days_abroad": days, "stay": "" if stay is None and days == 0 else stay,
    }  # fmt: skip


def _level(row: Cells) -> dict[str, Any]:
    return {
        "source": row.read("source", cells.journal, needed=True),
        "year": row.read("year", cells.year, needed=True),
        "level": row.read("level", cells.count, needed=True),
    }


def bound(written: str) -> int | None:
    """Return a year that may be one of those that stand for no end."""
    return EVER if written.strip() == str(EVER) else cells.year(written)


def _in_order(row: Cells, made: Mapping[str, Any]) -> None:
    since, until = made["since"], made["until"]
    if since is not None and until is not None and until < since:
        row.fault("until", say("It ends before it begins"), say("Exchange the two, or correct one"))


def _way(written: str) -> str | None:
    if (said := cells.text(written)) is None:
        return None
    if said.casefold() not in WAYS:
        raise Unfit(say("Write out for those who leave and in for those who come"))
    return WAYS[said.casefold()]


def _pseudonym(written: str) -> str | None:
    """Return a pseudonym. Refuses a national identity number, and what looks like a name."""
    import re

    said = cells.text(written)
    if said is not None and (
        re.fullmatch(r"\d{6} ?\d{5}", said) or re.fullmatch(r"[^\W\d_]+([ ,.'-]+[^\W\d_]+)+", said)
    ):
        raise Unfit(say("Write a pseudonym that leads back to nobody"))
    return said


def _no_partner(made: Mapping[str, Any], held: "Known") -> Iterator[tuple[str, str]]:
    if held.by_ror is not None and made["ror"] is not None and made["ror"] not in held.by_ror:
        yield "ror", made["ror"]


def _no_author(made: Mapping[str, Any], held: "Known") -> Iterator[tuple[str, str]]:
    """Yield who is no author of the home institution, by neither identifier."""
    by_author = held.authors is None or made["author"] in held.authors
    by_orcid = held.orcids is not None and made["orcid"] in held.orcids
    if not by_author and not by_orcid:
        yield ("author", str(made["author"])) if made["author"] is not None else ("orcid", str(made["orcid"]))


def _nothing(made: Mapping[str, Any], held: "Known") -> Iterator[tuple[str, str]]:  # noqa: ARG001  the shape of all such
    yield from ()


def _has_register(held: "Known") -> bool:
    return held.by_ror is not None


def _has_authors(held: "Known") -> bool:
    return held.authors is not None


def _always(held: "Known") -> bool:  # noqa: ARG001  the shape of all such
    return True


LISTS = (
    List(STAYS, ("ror", "since", "way"), _stay, _no_partner, _has_register),
    List(AGREEMENTS, ("ror", "since", "until", "kind"), _agreement, _no_partner, _has_register),
    List(TRAFFIC, ("day", "kind"), _traffic, _no_partner, _has_register),
    List(STAFF, ("unit", "since", "until"), _staff, _no_author, _has_authors),
    List(LEVELS, ("source", "year", "level"), _level, _nothing, _always),
    List(GRADUATES, ("person", "year", "days_abroad"), _graduate, _nothing, _always),
)
