"""The files of CORDIS: project.csv and organization.csv by programme, in the real headers, with every trap of the real rows."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from utsyn.evidence.world.blocks import World
from utsyn.evidence.world.cordis import Partner, Project
from utsyn.evidence.world.names import PLACES
from utsyn.evidence.world.register import KINDS

PROJECT = ("id", "acronym", "status", "title", "startDate", "endDate", "totalCost", "ecMaxContribution", "legalBasis", "topics",
           "ecSignatureDate", "frameworkProgramme", "masterCall", "subCall", "fundingScheme", "nature", "objective",
           "contentUpdateDate", "rcn", "grantDoi")  # fmt: skip
ORGANISATION = ("projectID", "projectAcronym", "organisationID", "vatNumber", "name", "shortName", "SME", "activityType", "street",
                "postCode", "city", "country", "nutsCode", "geolocation", "organizationURL", "contactForm", "contentUpdateDate", "rcn",
                "order", "role", "ecContribution", "netEcContribution", "totalCost", "endOfParticipation", "active")  # fmt: skip
ACTIVITY = dict(zip(KINDS, ("HES", "PRC", "HES", "REC", "PUB", "OTH", "REC"), strict=True))
EU_CODES = {"GR": "EL", "GB": "UK"}
FOLDERS = {"FP7": "fp7", "H2020": "h2020", "HORIZON": "HORIZON"}
NUMBERS = {"FP7": 200_000, "H2020": 600_000, "HORIZON": 101_000_000}
LAST_YEAR, UPDATED = 2026, "2026-06-20 10:00:00"


def write(folder: Path, projects: Iterable[Project], *, of: World, names: list[str]) -> list[Path]:
    """Write a folder a programme, as CORDIS has a zip file for each, and the list that leads from PIC to ROR id."""
    held = list(projects)
    found = []
    for programme, place in FOLDERS.items():
        mine = [one for one in held if one.programme == programme]
        found.append(_file(folder / place / "project.csv", PROJECT, (_project(one) for one in mine)))
        rows = (row for one in mine for row in _organisations(of, one, names))
        found.append(_file(folder / place / "organization.csv", ORGANISATION, rows))
    return found


def identifier(project: Project) -> str:
    """Return the number of a project."""
    return str(NUMBERS[project.programme] + project.number)


def total(project: Project) -> int:
    """Return what the Union pays for a project, in cents."""
    return sum(partner.own for partner in project.partners)


def call_of(project: Project) -> str:
    """Return the call of a project."""
    return f"{project.scheme.call}-{project.year}{'-STG' if project.scheme.call == 'ERC' else ''}"


def status(project: Project) -> str:
    """Return whether a project is closed."""
    return "CLOSED" if project.ends.year < LAST_YEAR else "SIGNED"


def money(cents: int, *, mark: str = ".") -> str:
    """Write an amount as CORDIS does: no more decimals than needed."""
    whole, rest = divmod(cents, 100)
    return f"{whole}{mark}{rest:02}".rstrip("0") if rest else str(whole)


def _file(path: Path, header: Iterable[str], rows: Iterable[Iterable[str]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n")
        lines.writerow(header)
        lines.writerows(rows)
    return path


def _project(one: Project) -> tuple[str, ...]:
    number, paid = identifier(one), total(one)
    call = call_of(one)
    return (number, f"SYN{one.number:05}", status(one), f"Synthetic project {number}", str(one.starts),
            str(one.ends), money(paid + paid // 7, mark=","), money(paid), one.scheme.basis, call, str(one.starts.replace(day=1)),
            one.programme, call, call, one.scheme.scheme, "", "Synthetic: no such project exists", UPDATED, str(200_000 + one.number),
            f"10.5555/synthetic.{number}")  # fmt: skip


def _organisations(of: World, one: Project, names: list[str]) -> Iterator[tuple[str, ...]]:
    held, codes = of.given.register, of.given.places.codes
    for order, partner in enumerate(one.partners, start=1):
        at, fp7 = partner.organisation, one.programme == "FP7"
        country = codes[held.country[at]]
        # The same PIC stands in two programmes with two places on the map.
        place = f"{held.lat[at] / 1e6 + (0.02 if fp7 else 0):.6f},{held.lon[at] / 1e6:.6f}"
        named = spelt(names[at], partner)
        cost = "" if fp7 else money(partner.own + partner.own // 7, mark=",")
        activity = ACTIVITY[KINDS[held.kind[at]]]
        yield (identifier(one), f"SYN{one.number:05}", str(partner.pic), f"{country}{partner.pic}", named, "",
               "" if fp7 else str(activity == "PRC" and at % 2 == 1).lower(), activity, "Street 1", str(1000 + at % 9000),
               PLACES[at * 7 % len(PLACES)].upper(), EU_CODES.get(country, country), f"{EU_CODES.get(country, country)}001", place, "", "",
               UPDATED, str(1_900_000 + at), str(order), partner.role, _paid(partner), "" if fp7 else money(partner.own), cost,
               str(partner.ended).lower(), "")  # fmt: skip


def _paid(partner: Partner) -> str:
    """Return ecContribution: nothing at all for partners, 0 for linked third parties, and what is passed on included."""
    if partner.role == "partner":
        return ""
    return "0" if partner.role == "thirdParty" else money(partner.own + partner.passed)


def spelt(name: str, partner: Partner) -> str:
    """Return the name of a partner as the file has it: of every other in capitals."""
    return name.upper().replace("(SYNTHETIC)", "(synthetic)") if partner.pic % 20 == 0 else name
