"""Cooperation projects of Erasmus+ as the list of results has them: the coordinator first, partners in numbered columns, one of them a person."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from utsyn.evidence.world.blocks import World
from utsyn.evidence.world.draws import some_of
from utsyn.evidence.world.programme import EU_CODES, PROGRAMME
from utsyn.organisations.countries import name_of

N, MOST, OURS, LEAD = 60, 5, 0.4, 0.35
SINCE, UNTIL = 2014, 2025
GRANT = "EU Grant award in euros (This amount represents the grant awarded after the selection stage and is indicative.)"
KIND, PERSON = "Higher education institution (tertiary level)", "Natural person"
HEADER = ("Key Action", "Action Type", "Call year", "Project Identifier", "Project Title", "Start date", "End date", "Project Status", GRANT,
          "Coordinating organisation name", "Coordinating organisation type", "Coordinator's country",
          *(f"Partner {n} {part}" for n in range(1, MOST + 1) for part in ("name", "organisation type", "country")))  # fmt: skip


class Cooperation(NamedTuple):
    """A project with its organisations, the coordinator first; `person`: the last partner is one, and is not kept by name."""

    number: int
    year: int
    organisations: tuple[int, ...]
    person: bool
    awarded: int  # in whole EUR


def drawn(of: World) -> list[Cooperation]:
    """Return the projects: in some the home university leads, in some it is a partner."""
    chance, held, codes = np.random.default_rng([of.seed, 10]), of.given.register, of.given.places.codes
    apart = {one for story in held.stories.values() for one in story} | set(held.home.tolist())
    able = [
        at
        for at in np.flatnonzero(held.kind == 0).tolist()
        if codes[held.country[at]] in PROGRAMME and at not in apart
    ]
    home, found = int(held.home[0]), []
    for number in range(N):
        with_us = some_of(chance, able, int(chance.integers(2, MOST + 1))).tolist()
        luck = chance.random(2)
        if luck[0] < OURS:
            with_us = [home, *with_us] if luck[1] < LEAD else [*with_us, home]
        year = int(chance.integers(SINCE, UNTIL + 1))
        found.append(
            Cooperation(number, year, tuple(with_us), number % 7 == 3, int(chance.integers(6, 40)) * 10_000)
        )
    return found


def file_rows(of: World, projects: Iterable[Cooperation], names: list[str]) -> Iterator[tuple[str, ...]]:
    """Walk the rows; partners' countries are written by code, and now and then by name."""
    for one in projects:
        made = _project(one)
        parts = [
            part
            for row in _parts(of, one, names)
            for part in (row["name"] or "Ada Oppdiktet", row["kind"], _written(row))
        ]
        spare = [""] * (3 * (MOST + 1) - len(parts))
        yield (made["key_action"], made["action"], str(one.year), made["project"], made["title"], f"{made['starts']}", f"{made['ends']}",
               made["status"], f"{one.awarded}.50", *parts, *spare)  # fmt: skip


def _written(row: dict[str, Any]) -> str:
    code = row["country"]
    return name_of(code, "en") if row["place"] % 2 else EU_CODES.get(code, code)


def cooperations(projects: Iterable[Cooperation]) -> list[dict[str, Any]]:
    """Return COOPERATIONS."""
    return [_project(one) for one in projects]


def cooperators(of: World, projects: Iterable[Cooperation], names: list[str]) -> list[dict[str, Any]]:
    """Return COOPERATORS."""
    return [row for one in projects for row in _parts(of, one, names)]


def _project(one: Cooperation) -> dict[str, Any]:
    return {"project": f"{one.year}-1-SYN01-KA220-{one.number:06}", "title": f"Synthetic cooperation {one.number}",
            "key_action": "Cooperation among organisations and institutions", "action": "Cooperation partnerships in higher education",
            "call_year": one.year, "starts": date(one.year, 9, 1), "ends": date(one.year + 3, 8, 31), "status": "Ongoing" if one.year > 2022 else "Finished",
            "awarded": one.awarded * 100 + 50}  # fmt: skip


def _parts(of: World, one: Cooperation, names: list[str]) -> Iterator[dict[str, Any]]:
    project, codes = _project(one)["project"], of.given.places.codes
    for place, at in enumerate(one.organisations):
        person = one.person and place == len(one.organisations) - 1 and at != int(of.given.register.home[0])
        yield {"project": project, "place": place, "role": "partner" if place else "coordinator", "name": None if person else names[at],
               "country": codes[of.given.register.country[at]], "kind": PERSON if person else KIND}  # fmt: skip


def told(of: World, projects: Iterable[Cooperation]) -> dict[str, int]:
    """Return how many projects the home university leads, and in how many it is a partner."""
    home = int(of.given.register.home[0])
    places = [one.organisations.index(home) for one in projects if home in one.organisations]
    return {"coordinated": places.count(0), "as_partner": len(places) - places.count(0)}
