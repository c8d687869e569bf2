"""What the list of projects can be narrowed to: whatever some project has that the reader may see."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from django.utils.safestring import SafeString

from utsyn.calls.projects import STATUS_NAMES, Status
from utsyn.organisations.countries import names
from utsyn.text import in_order, say, sort_key
from utsyn.web import labels
from utsyn.web.choices import options
from utsyn.web.people.rights import Person, standing
from utsyn.web.people.units import tree
from utsyn.web.projects import queries


class Choices(NamedTuple):
    """What a list can be narrowed to, as options of the page."""

    programmes: SafeString
    years: SafeString
    countries: SafeString
    units: SafeString
    statuses: SafeString


def choices(user: Person, sought: queries.Sought, *, on: date, language: str) -> Choices:
    """Return what the list can be narrowed to: what some project has that the reader may see."""
    rows = queries.selected(user, queries.Sought(public=sought.public, rehearsal=sought.rehearsal)).order_by()
    named = names(language)
    programmes, years = set[str](), set[int]()
    for programme, year in rows.values_list("programme", "year").distinct():
        programmes.add(programme)
        years.add(year or 0)
    codes = {
        code for joined in rows.values_list("countries", flat=True).distinct() for code in joined.split()
    }
    countries = sorted(((code, named.get(code, code)) for code in codes), key=lambda pair: sort_key(pair[1]))
    units = {unit: faculty for unit, faculty in rows.values_list("unit", "faculty").distinct() if unit}
    statuses = [(queries.ALL_GRANTED, say("Granted, all kinds").in_(language))]
    statuses += [(status.value, STATUS_NAMES[status].in_(language)) for status in Status]
    return Choices(
        options((one, labels.programme(one)) for one in in_order(filter(None, programmes))),
        options((str(one), str(one)) for one in sorted(filter(None, years), reverse=True)),
        options(countries),
        options(_units(units, user, on=on, language=language)),
        options(statuses),
    )  # fmt: skip


def _units(
    faculties: Mapping[int, int | None], user: Person, *, on: date, language: str
) -> list[tuple[str, str]]:
    """Name the faculties that have projects, each with those of its units that have some, as they are called today."""
    here = standing(user).tree
    if faculties and not here.units:
        here = tree(on)
    below: dict[int | None, list[int]] = {}
    for unit, faculty in faculties.items():
        below.setdefault(faculty, []).extend([unit] if unit != faculty else [])

    def called(unit: int | None) -> str:
        return here[unit].in_(language) if unit is not None and unit in here else ""

    def in_turn(units: Iterable[int | None]) -> list[int]:
        return sorted((u for u in units if u is not None and u in here), key=lambda u: sort_key(called(u)))

    named = list[tuple[str, str]]()
    for faculty in in_turn(below):
        named.append((str(faculty), called(faculty)))
        named += [(str(unit), f"– {called(unit)}") for unit in in_turn(below[faculty])]
    return named + [(str(unit), called(unit)) for unit in in_turn(below.get(None, ()))]
