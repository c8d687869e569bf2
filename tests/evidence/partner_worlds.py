"""Tiny worlds of partners: a register with parents and mergers, agreements, stays and projects, and a strategy that draws them."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from tests.evidence.worlds import (
    AMERICAN,
    AUSTRALIAN,
    CHINESE,
    HOME,
    HOSPITAL,
    INSTITUTE,
    PLACES,
    SWEDISH,
    UNIVERSITY,
    Row,
    World,
    filled,
    worlds,
)

SYSTEM, FORMER, HALF, TRUST = 20, 21, 22, 23  # above others; went on as one; went on as two; above hospitals


def ror(number: int) -> str:
    """Return the ROR id of an organisation of the tiny worlds."""
    return UNIVERSITY if number == HOME else f"ror{number:06}"


def register(
    above: dict[int, list[int]] | None = None,
    heirs: dict[int, list[int]] | None = None,
    *,
    gone: tuple[int, ...] = (),
) -> list[Row]:
    """Return the register: who stands under whom, who went on as whom, and who is not listed."""
    above, heirs = above or {}, heirs or {}
    return [
        filled(
            "organisations", organisation=number, ror=ror(number), name=f"Place {number}", country=PLACES.get(number, ("US",))[0],
            kind="education", status="inactive" if number in heirs else "active", parents=[ror(one) for one in above.get(number, [])],
            successors=[ror(one) for one in heirs.get(number, [])], lineage=sorted([number, *above.get(number, [])]),
        )
        for number in (*PLACES, SYSTEM, FORMER, HALF, TRUST) if number not in gone
    ]  # fmt: skip


def agreement(
    number: int, since: date | None = date(2020, 1, 1), until: date | None = None, **more: Any
) -> Row:
    """Return an agreement with an organisation."""
    return filled(
        "agreements",
        **{"ror": ror(number), "unit": "a", "kind": "research", "since": since, "until": until, **more},
    )


def stay(
    number: int, since: date | None, until: date | None = None, people: int | None = 1, **more: Any
) -> Row:
    """Return a stay with an organisation."""
    told = {
        "ror": ror(number),
        "unit": "a",
        "since": since,
        "until": until,
        "people": people,
        "kind": "student",
        "way": "out",
    }
    return filled("stays", **{**told, **more})


def project(
    key: str, starts: date | None, ends: date | None, *numbers: int | None, **more: Any
) -> tuple[Row, list[Row]]:
    """Return a project and who is in it; None is somebody without a ROR id."""
    parts = [
        filled(
            "participations",
            project=key,
            pic=f"{key}-{place}",
            ror=number and ror(number),
            role="participant",
        )
        for place, number in enumerate(numbers)
    ]
    return filled(
        "grants", **{"project": key, "programme": "HORIZON", "starts": starts, "ends": ends, **more}
    ), parts


def event(number: int | None, day: date | None, code: str | None = None) -> Row:
    """Return something that happened to an agreement over Erasmus Without Paper."""
    return filled("traffic", ror=number and ror(number), erasmus=code, day=day, kind="approved")


LINKED = [
    filled("links", scheme=scheme, identifier=code, other_scheme="ror", other=ror(number))
    for scheme, code, number in (("erasmus", "S UPPSALA01", SWEDISH), ("erasmus", "S LUND01", SWEDISH), ("erasmus", "S LUND01", FORMER), ("pic", "USBOSTON01", AMERICAN))
]  # fmt: skip


def dealings(
    *projects: tuple[Row, list[Row]],
    agreements: list[Row] | None = None,
    stays: list[Row] | None = None,
    traffic: list[Row] | None = None,
) -> World:
    """Return the tables beside the works."""
    return {
        "agreements": agreements or [], "stays": stays or [], "traffic": traffic or [], "links": LINKED, "grants": [grant for grant, _ in projects],
        "participations": [part for _, parts in projects for part in parts],
    }  # fmt: skip


@st.composite
def partner_worlds(draw: st.DrawFn) -> World:
    """Draw a world whose register has parents and mergers, with some dealings."""
    held = draw(worlds(most=40))
    child = st.sampled_from([SWEDISH, AMERICAN, CHINESE, AUSTRALIAN, HOSPITAL, INSTITUTE])
    above = draw(
        st.dictionaries(child, st.sampled_from([[SYSTEM], [HOME], [SYSTEM, TRUST], [AMERICAN]]), max_size=4)
    )
    heirs = draw(
        st.dictionaries(
            st.sampled_from([CHINESE, FORMER, AUSTRALIAN]),
            st.sampled_from([[SWEDISH], [AMERICAN, SWEDISH]]),
            max_size=2,
        )
    )
    gone = draw(st.sampled_from([(), (AMERICAN,), (SYSTEM,)]))
    who = st.sampled_from([HOME, INSTITUTE, HOSPITAL, SWEDISH, AMERICAN, CHINESE, SYSTEM, FORMER, 99])
    days = st.sampled_from([None, date(2016, 2, 1), date(2019, 12, 31), date(2023, 6, 5)])
    agreed = draw(st.lists(st.builds(agreement, who, days, days), max_size=4))
    stayed = draw(st.lists(st.builds(stay, who, days, days, st.sampled_from([None, 1, 3])), max_size=4))
    shared = draw(
        st.lists(st.tuples(days, days, st.lists(st.one_of(st.none(), who), max_size=4)), max_size=3)
    )
    codes = st.sampled_from([None, "S UPPSALA01", "S LUND01", "USBOSTON01"])
    told = draw(st.lists(st.builds(event, st.one_of(st.none(), who), days, codes), max_size=4))
    projects = [
        project(f"p{at}", starts, ends, *numbers, call_year=2018)
        for at, (starts, ends, numbers) in enumerate(shared)
    ]
    return {
        **held,
        "organisations": register(above, heirs, gone=gone),
        **dealings(*projects, agreements=agreed, stays=stayed, traffic=told),
    }
