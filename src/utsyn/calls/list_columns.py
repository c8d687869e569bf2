"""The columns of the list to the funder: what each is called, what it shows, and whether it leaves the house."""

from collections.abc import Callable
from typing import Literal, NamedTuple

from utsyn.calls.lists import FunderList, Internal, ListPartner, ListRow
from utsyn.text import Said, Words, say, shown

Kind = Literal["text", "number", "money", "date"]


class Column(NamedTuple):
    """One column; a value is one for the application, or a tuple of one for each partner."""

    key: str
    label: Said
    value: Callable[[ListRow, str], object]
    kind: Kind = "text"
    width: int = 20  # characters
    to_funder: bool = True
    of_partner: bool = False


def _told(key: str) -> Callable[[ListRow, str], object]:
    return lambda row, _: getattr(row, key)


def _kept(key: str) -> Callable[[ListRow, str], object]:
    return lambda row, _: getattr(row.internal or Internal(), key)


def _partner(key: str) -> Callable[[ListRow, str], object]:
    def value(row: ListRow, language: str) -> object:
        return row.partners and tuple(of_partner(partner, key, language) for partner in row.partners)

    return value


def of_partner(partner: ListPartner, key: str, language: str) -> str:
    """Return what is told of a partner under a column's key, in words."""
    return partner.country_in(language) if key == "country" else str(getattr(partner, key))


# What the University of Bergen asks its faculties for, in the order it asks; then the money; then what stays.
COLUMNS: tuple[Column, ...] = (
    Column("number", say("No."), _told("number"), "number", 6),
    Column("title", say("Title"), _told("title"), width=40),
    Column("theme", say("Theme"), _told("theme"), width=45),
    Column("link_to_grant", say("Link to the qualifying grant"), _told("link_to_grant"), width=35),
    Column("applicant", say("Applicant"), _told("applicant"), width=25),
    Column("internal_partners", say("Partners inside the institution"), _told("internal_partners"), width=25),
    Column("department", say("Department"), _told("department"), width=25),
    Column("country", say("Partner: country"), _partner("country"), of_partner=True),
    Column("institution", say("Partner: institution"), _partner("institution"), width=35, of_partner=True),
    Column("unit", say("Partner: unit"), _partner("unit"), width=30, of_partner=True),
    Column("local_leader", say("Partner: local leader"), _partner("local_leader"), width=25, of_partner=True),
    Column("researchers", say("Partner: researchers"), _partner("researchers"), width=25, of_partner=True),
    Column("amount", say("Amount sought"), _told("amount"), "money", 16),
    Column("own_contribution", say("Own contribution"), _told("own_contribution"), "money", 16),
    Column("currency", say("Currency"), _told("currency"), width=9),
    Column("faculty", say("Faculty"), _kept("faculty"), width=25, to_funder=False),
    Column("key_people", say("Key people"), _kept("key_people"), width=25, to_funder=False),
    Column(
        "evidence_of_grant",
        say("Evidence of the grant"),
        _kept("evidence_of_grant"),
        width=35,
        to_funder=False,
    ),
    Column("risk", say("Risks"), _kept("risk"), width=35, to_funder=False),
    Column(
        "export_control_note", say("Export control"), _kept("export_control_note"), width=35, to_funder=False
    ),
    Column("starts", say("First day of the project"), _kept("starts"), "date", 14, to_funder=False),
    Column("ends", say("Last day of the project"), _kept("ends"), "date", 14, to_funder=False),
)


def columns(listed: FunderList) -> tuple[Column, ...]:
    """Return the columns that a variant of the list has."""
    return tuple(column for column in COLUMNS if column.to_funder or listed.variant == "internal")


def known(value: object) -> bool:
    """Tell whether anybody has told us a value."""
    return value not in (None, "")


def word(value: object, language: str) -> str:
    """Show a value as people write it; say so where it is not known, or where there are none."""
    if isinstance(value, tuple):
        return "\n".join(word(item, language) for item in value) or say("none").in_(language)
    return shown(value, language) if known(value) else say("not known").in_(language)


def facts(listed: FunderList) -> tuple[tuple[Words, object], ...]:
    """Return what stands above the rows: the round, the call, the versions and the day."""
    return (
        (say("Round"), listed.round_title),
        (say("Call"), f"{listed.call_title} ({listed.call_key})"),
        (say("Institution"), listed.institution),
        (say("Approved applications"), listed.approved),
        (say("Cap"), listed.cap if listed.cap is not None else say("no cap")),
        (say("Made"), listed.made_at.replace(microsecond=0)),
        (say("Version of the call"), listed.call_version),
        (say("The call’s SHA-256"), listed.call_sha256),
        (say("The decision’s SHA-256"), listed.decision_sha256),
    )
