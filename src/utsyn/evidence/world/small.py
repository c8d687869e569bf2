"""The promised tables that do not grow with the works: organisations, the home university in time, its people, projects, stays."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from utsyn.evidence.tables import ORGANISATIONS, SHARE, TABLES
from utsyn.evidence.world import (
    charter,
    cooperation,
    cordis,
    cordis_files,
    council,
    dealings,
    degrees,
    identifiers,
    registry,
    students,
    traffic,
)
from utsyn.evidence.world.blocks import World
from utsyn.evidence.world.countries import countries
from utsyn.evidence.world.promised import ALWAYS, EVER, JOINED, SHARED, array_of, schema, words_of
from utsyn.evidence.world.register import KINDS
from utsyn.evidence.world.works import Works

PILLARS = {"FP7-IDEAS-ERC": "ERC", "H2020-EU.1.1.": "ERC", "HORIZON.1.1": "ERC", "FP7-PEOPLE": "MSCA", "H2020-EU.1.3.": "MSCA",
           "HORIZON.1.2": "MSCA", "FP7-INFRASTRUCTURES": "infrastructures", "H2020-EU.1.4.": "infrastructures",
           "HORIZON.1.3": "infrastructures", "FP7-HEALTH": "cluster", "H2020-EU.3.5.": "cluster", "HORIZON.2.4": "cluster",
           "HORIZON.3.1": "EIC", "HORIZON.4.1": "widening"}  # fmt: skip


def small_tables(of: World, home: Works, names: list[str]) -> Mapping[str, pa.Table]:
    """Return them by name; `home` are all works of home, which the agreements fit."""
    agreed = dealings.agreements(of, home)
    stayed = dealings.stays(of, agreed)
    drawn, joint = cordis.projects(of), cooperation.drawn(of)
    graduated = students.graduates(of)
    rows: dict[str, Iterable[Mapping[str, Any]]] = {
        "orgmap": orgmap_rows(of), "staff": staff_rows(of), "agreements": dealings.agreement_rows(agreed),
        "stays": dealings.stay_rows(stayed), "grants": [_grant(one) for one in drawn],
        "participations": [_participation(of, one, part, names) for one in drawn for part in one.partners],
        "mobilities": [_mobility(row) for _, row in students.mobility_rows(of, stayed, names)],
        "exchanges": students.exchanges(of, stayed), "graduates": graduated, "links": all_links(of, drawn, dealings.exchanging(agreed, stayed), names),
        "names": registry.name_rows(of, names), "traffic": traffic.rows(of, traffic.traffic(of, agreed)),
        "completions": degrees.completions(graduated), "institutions": degrees.institutions(), "applications": council.rows(council.drawn(of)),
        "cooperations": cooperation.cooperations(joint), "cooperators": cooperation.cooperators(of, joint, names),
    }  # fmt: skip
    made = {
        name: pa.Table.from_pylist(list(told), schema=schema(TABLES[name])) for name, told in rows.items()
    }
    return {"organisations": organisations_table(of, names), **made}


def all_links(
    of: World, drawn: tuple[cordis.Project, ...], exchanging: set[int], names: list[str]
) -> list[dict[str, Any]]:
    """Return LINKS of the reviewed crosswalk, and those that the list of the charter adds to it."""
    reviewed = registry.links(of, drawn, exchanging, names)
    rors = {one["identifier"]: one["other"] for one in reviewed if one["scheme"] == "pic"}
    key = ("scheme", "identifier", "other_scheme", "other")
    known = {tuple(one[name] for name in key) for one in reviewed}
    listed = charter.links(charter.holders(of, exchanging), names, rors)
    return reviewed + [one for one in listed if tuple(one[name] for name in key) not in known]


def _grant(one: cordis.Project) -> dict[str, Any]:
    number, call = cordis_files.identifier(one), cordis_files.call_of(one)
    return {"project": number, "acronym": f"SYN{one.number:05}", "title": f"Synthetic project {number}", "programme": one.programme,
            "pillar": PILLARS[one.scheme.basis], "scheme": one.scheme.scheme, "call": call, "call_year": one.year, "signed": one.starts,
            "starts": one.starts, "ends": one.ends, "contribution": cordis_files.total(one), "status": cordis_files.status(one)}  # fmt: skip


def _participation(of: World, one: cordis.Project, part: cordis.Partner, names: list[str]) -> dict[str, Any]:
    held, at = of.given.register, part.organisation
    paid = {"partner": None, "thirdParty": 0}.get(part.role, part.own + part.passed)
    return {"project": cordis_files.identifier(one), "pic": str(part.pic), "ror": identifiers.ror(at), "name": cordis_files.spelt(names[at], part),
            "country": of.given.places.codes[held.country[at]], "activity": cordis_files.ACTIVITY[KINDS[held.kind[at]]], "role": part.role,
            "contribution": paid, "net": None if one.programme == "FP7" else part.own, "ended": part.ended}  # fmt: skip


def _mobility(row: tuple[str, ...]) -> dict[str, Any]:
    told = dict(zip(students.MOBILITY, row, strict=True))
    iso = {"EL": "GR", "UK": "GB"}
    sender, receiver = (
        " ".join(told[f"{way} Organisation Erasmus Code"].split()) for way in ("Sending", "Receiving")
    )
    lands = [iso.get(code, code) for code in (told["Sending Country Code"], told["Receiving Country Code"])]
    field = told["Field of Education"]
    return {"year": told["Academic Year"], "activity": told["Activity (mob)"], "starts": told["Mobility Start Month"], "months": None, "days": int(told["Mobility Duration"]),
            "level": told["Education Level"], "field": None if field == "-" else field, "sender": sender, "sender_country": lands[0],
            "receiver": receiver, "receiver_country": lands[1], "participants": int(told["Participants"])}  # fmt: skip


def organisations_table(of: World, names: list[str]) -> pa.Table:
    """Return ORGANISATIONS: what merged is inactive and names its successor."""
    held = of.given.register
    rors = identifiers.rors(range(len(names)))
    numbers = np.arange(len(names)) + identifiers.ORGANISATION
    merged = held.successor >= 0
    above = [[rors[p]] if p >= 0 else [] for p in held.parent.tolist()]
    lineage = [
        [n, p + identifiers.ORGANISATION] if p >= 0 else [n]
        for n, p in zip(numbers.tolist(), held.parent.tolist(), strict=True)
    ]
    columns = {
        "organisation": numbers, "ror": rors, "name": names, "country": pa.array(countries().codes).take(pa.array(held.country)),
        "kind": words_of(held.kind, KINDS), "status": words_of(merged.astype(np.int64), ("active", "inactive")),
        "lat": held.lat, "lon": held.lon, "parents": above,
        "successors": [[rors[s]] if s >= 0 else [] for s in held.successor.tolist()],
        "lineage": [sorted(one) for one in lineage],
    }  # fmt: skip
    return pa.table(
        [array_of(columns[one.name], one.type) for one in schema(ORGANISATIONS)],
        schema=schema(ORGANISATIONS),
    )


def orgmap_rows(of: World) -> list[dict[str, object]]:
    """Return ORGMAP: the university and a component always, one since it joined, one in part, and the hospital as associated."""
    university = identifiers.ror(int(of.given.register.home[0]))
    told = (("component", SHARE, ALWAYS), ("component", SHARE, ALWAYS), ("component", SHARE, JOINED), ("joint", SHARE // 2, SHARED),
            ("associated", SHARE, ALWAYS))  # fmt: skip
    return [
        {"university": university, "organisation": int(at) + identifiers.ORGANISATION, "relation": relation, "weight": weight,
         "since": since, "until": EVER}
        for at, (relation, weight, since) in zip(of.given.register.home, told, strict=True)
    ]  # fmt: skip


def staff_rows(of: World) -> list[dict[str, object]]:
    """Return STAFF: a row a person and unit; who moved has two."""
    held = of.given.staff
    rows: list[dict[str, object]] = []
    for person, (unit, other, moved, since, until) in enumerate(
        zip(
            *(
                column.tolist()
                for column in (held.unit, held.second_unit, held.moved, held.since, held.until)
            ),
            strict=True,
        )
    ):
        known = {
            "author": identifiers.AUTHOR + person,
            "orcid": identifiers.orcid(person) if held.with_orcid[person] else None,
        }
        rows.append(
            {**known, "unit": held.keys[unit], "since": since, "until": moved - 1 if other >= 0 else until}
        )
        if other >= 0:
            rows.append({**known, "unit": held.keys[other], "since": moved, "until": until})
    return rows
