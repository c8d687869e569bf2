"""The organisations as the public register hands them out (ROR, schema 2), and which identifiers are one organisation's."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from utsyn.evidence.world import cordis, identifiers, students
from utsyn.evidence.world.blocks import World
from utsyn.evidence.world.names import PLACES, VARIANTS
from utsyn.evidence.world.register import KINDS

NAME = "v0.0-synthetic-ror-data_schema_v2.json"
TODAY = {"date": "2026-06-20", "schema_version": "2.1"}


def write(path: Path, of: World, names: list[str]) -> Path:
    """Write the register: one list, as the real dump is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for at, record in enumerate(records(of, names)):
            file.write("[" if at == 0 else ",\n")
            file.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")))
        file.write("]\n")
    return path


def records(of: World, names: list[str]) -> Iterator[dict[str, Any]]:
    """Walk the records of schema 2. What merged is inactive and names its successor; the home university has several names."""
    held = of.given.register
    children: dict[int, list[int]] = {}
    for at in np.flatnonzero(held.parent >= 0).tolist():
        children.setdefault(int(held.parent[at]), []).append(at)
    home = int(held.home[0])
    for at, name in enumerate(names):
        country = of.given.places.codes[held.country[at]]
        parent, successor = int(held.parent[at]), int(held.successor[at])
        linked = [("parent", parent)] * (parent >= 0) + [("successor", successor)] * (successor >= 0)
        linked += [("child", child) for child in children.get(at, [])]
        other = (
            [{"lang": None, "types": ["alias"], "value": one} for one in dict.fromkeys(VARIANTS[1:])]
            if at == home
            else []
        )
        yield {
            "admin": {"created": TODAY, "last_modified": TODAY}, "domains": [], "established": 1900 + at % 120, "external_ids": [],
            "id": url(at), "links": [],
            "locations": [{"geonames_details": {"country_code": country, "country_name": country, "name": PLACES[at * 7 % len(PLACES)],
                                                "lat": held.lat[at] / 1e6, "lng": held.lon[at] / 1e6}, "geonames_id": 90_000_000 + at}],
            "names": [{"lang": "en", "types": ["ror_display", "label"], "value": name}, *other],
            "relationships": [{"label": names[one], "type": kind, "id": url(one)} for kind, one in linked],
            "status": "inactive" if successor >= 0 else "active", "types": [KINDS[held.kind[at]]],
        }  # fmt: skip


def url(at: int) -> str:
    """Return the address of an organisation in the register."""
    return f"https://ror.org/{identifiers.ror(at)}"


def links(
    of: World, projects: Iterable[cordis.Project], exchanging: Iterable[int], names: list[str]
) -> list[dict[str, Any]]:
    """Return LINKS: the PIC of whoever is in a project, the Erasmus code of whoever exchanges students, the code of the statistics."""
    held, codes = of.given.register, of.given.places.codes
    home = int(held.home[0])
    pics = {(part.pic, part.organisation) for one in projects for part in one.partners}
    found = [("pic", str(pic), at) for pic, at in pics]
    found += [("erasmus", code, at) for at in set(exchanging) if (code := students.erasmus_code(of, at))]
    found += [("erasmus", students.HOME_CODE, home), ("dbh", students.INSTITUTION, home)]
    return [
        {"scheme": scheme, "identifier": " ".join(told.split()), "other_scheme": "ror", "other": identifiers.ror(at),
         "country": codes[held.country[at]], "name": names[at], "how": "reviewed", "evidence": "synthetic world"}
        for scheme, told, at in sorted(found)
    ]  # fmt: skip


def name_rows(of: World, names: list[str]) -> list[dict[str, Any]]:
    """Return NAMES: each organisation's name under the record of today, and all those of the home university."""
    held = of.given.register
    rows = []
    for at, name in enumerate(names):
        today = int(held.successor[at]) if held.successor[at] >= 0 else at
        rows.append({"ror": identifiers.ror(today), "name": name, "kind": "ror_display", "language": "en",
                     "record": identifiers.ror(at), "since": 1900 + at % 120})  # fmt: skip
    home = rows[int(held.home[0])]
    return rows + [
        {**home, "name": one, "kind": "alias", "language": None} for one in dict.fromkeys(VARIANTS[1:])
    ]
