"""Who takes part in the framework programmes: rows of organization.csv, in which amounts, countries and roles have their traps."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from utsyn.evidence.sources import cells
from utsyn.evidence.sources.corrections import Corrections
from utsyn.evidence.sources.countries import country_or_count
from utsyn.evidence.sources.persons import looks_like_a_person
from utsyn.evidence.sources.sheets import Faults, Row, sheet
from utsyn.problems import Unfit
from utsyn.text import say

if TYPE_CHECKING:
    from utsyn.evidence.loading import Loading

ORGANISATION = (
    "projectID", "organisationID", "name", "activityType", "country", "order", "role", "ecContribution", "netEcContribution",
    "endOfParticipation",
)  # fmt: skip
ACTIVITIES = frozenset({"HES", "REC", "PRC", "PUB", "OTH"})
ROLES = frozenset(
    {"coordinator", "participant", "thirdParty", "partner", "internationalPartner", "associatedPartner"}
)
AMOUNTS = {"contribution": "ecContribution", "net": "netEcContribution"}


class Part(Protocol):
    """Where a table lies."""

    @property
    def path(self) -> Path:
        """The file."""

    @property
    def member(self) -> str:
        """Its name inside the file."""


def participations(
    parts: Sequence[Part],
    into: "Loading",
    *,
    faults: Faults,
    mended: Corrections,
    known: set[str],
    rors: Mapping[str, str],
) -> Iterator[dict[str, Any]]:
    """Walk participations: one a project, organisation and role. A project's rows stand together, but in older files not always."""
    met: dict[tuple[str, str | None, str | None], dict[str, Any]] = {}
    orders: dict[tuple[str, str | None, str | None], set[str]] = {}
    for part in parts:
        with sheet(part.path, member=part.member, separator=";") as found:
            found.require(ORGANISATION)
            for row in found.rows(faults, corrections=mended, key=("projectID", "organisationID")):
                made = _participation(row, into, known=known, rors=rors)
                key = (made["project"], made["pic"], made["role"])
                if made["pic"] is None or key not in met:
                    met[key if made["pic"] else (made["project"], row.file, str(row.line))] = made
                    orders[key] = {row.cells["order"]}
                elif row.cells["order"] in orders[key]:
                    into.count("participation that is there twice, of which the first counts")
                else:
                    orders[key].add(row.cells["order"])
                    into.count("organisation that has one role twice in a project, its amounts added")
                    _add(met[key], made)
    faults.check()
    yield from met.values()


def _participation(row: Row, into: "Loading", *, known: set[str], rors: Mapping[str, str]) -> dict[str, Any]:
    told = row.cells
    project = row.needed("projectID", cells.text)
    into.count("participation whose project is not in the files", int(project not in known))
    activity, role = cells.text(told["activityType"]), cells.text(told["role"])
    if activity not in ACTIVITIES:
        into.count(f"activity that is not known here: {activity or '–'}"[:80])
    if role not in ROLES:
        into.count(f"role that is not known here: {role or '–'}"[:80])
    pic = row.read("organisationID", cells.pic)
    into.count("organisation without a PIC", int(pic is None))
    into.count("organisation whose PIC leads to no ROR id", int(pic is not None and pic not in rors))
    return {
        "project": project, "pic": pic, "ror": rors.get(pic or ""), "name": _name(row, activity, into), "country": country_or_count(told["country"], into),
        "activity": activity, "role": role, "contribution": _amount(row, "ecContribution", into),
        "net": _amount(row, "netEcContribution", into), "ended": row.read("endOfParticipation", _truth),
    }  # fmt: skip


def _name(row: Row, activity: str | None, into: "Loading") -> str | None:
    name = cells.text(row.cells["name"])
    if name and looks_like_a_person(name, activity=activity or ""):
        into.count("name that is not kept, for it may be a person's")
        return None
    return name


def _amount(row: Row, heading: str, into: "Loading") -> int | None:
    found = row.read(heading, cells.cents)
    into.count(f"{heading} that is not known", int(found is None))
    return found


def _truth(written: str) -> bool | None:
    said = (cells.text(written) or "").lower()
    if said not in ("true", "false", ""):
        raise Unfit(say("Write true or false"))
    return {"true": True, "false": False}.get(said)


def _add(one: dict[str, Any], other: Mapping[str, Any]) -> None:
    """Add the amounts of a second row: what is unknown in both stays so. Who left with both parts has left."""
    for column in AMOUNTS:
        told = [row[column] for row in (one, other) if row[column] is not None]
        one[column] = sum(told) if told else None
    one["ended"] = bool(one["ended"]) and bool(other["ended"])
