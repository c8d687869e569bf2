"""Projects of the framework programmes as CORDIS publishes them: semicolons, everything quoted, and every trap of the real files."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from utsyn.evidence.world.blocks import World
from utsyn.evidence.world.draws import weighed


class Scheme(NamedTuple):
    """A kind of grant: how common, legal basis, the beginning of its calls, funding scheme, partners, and EUR a partner."""

    share: float
    basis: str
    call: str
    scheme: str
    partners: tuple[int, int]
    amount: int


# By programme; the words of legalBasis and of fundingScheme are those of the real files.
SCHEMES = {
    "FP7": (
        Scheme(0.15, "FP7-IDEAS-ERC", "ERC", "ERC-SG", (1, 1), 1_400_000), Scheme(0.30, "FP7-PEOPLE", "FP7-PEOPLE", "MC-IEF", (1, 1), 200_000),
        Scheme(0.40, "FP7-HEALTH", "FP7-HEALTH", "CP-FP", (4, 14), 300_000), Scheme(0.15, "FP7-INFRASTRUCTURES", "FP7-INFRA", "CP-CSA", (5, 16), 250_000),
    ),
    "H2020": (
        Scheme(0.16, "H2020-EU.1.1.", "ERC", "ERC-STG", (1, 1), 1_500_000), Scheme(0.32, "H2020-EU.1.3.", "H2020-MSCA-IF", "MSCA-IF-EF-ST", (1, 1), 210_000),
        Scheme(0.40, "H2020-EU.3.5.", "H2020-SC5", "RIA", (5, 16), 350_000), Scheme(0.12, "H2020-EU.1.4.", "H2020-INFRA", "RIA", (5, 16), 320_000),
    ),
    "HORIZON": (
        Scheme(0.15, "HORIZON.1.1", "ERC", "HORIZON-ERC", (1, 1), 1_700_000), Scheme(0.28, "HORIZON.1.2", "HORIZON-MSCA", "HORIZON-TMA-MSCA-PF-EF", (1, 1), 220_000),
        Scheme(0.06, "HORIZON.1.3", "HORIZON-INFRA", "HORIZON-RIA", (5, 16), 380_000), Scheme(0.38, "HORIZON.2.4", "HORIZON-CL4", "HORIZON-RIA", (5, 16), 400_000),
        Scheme(0.08, "HORIZON.3.1", "HORIZON-EIC-PATHFINDEROPEN", "HORIZON-EIC", (1, 5), 700_000), Scheme(0.05, "HORIZON.4.1", "HORIZON-WIDERA", "HORIZON-CSA", (3, 8), 300_000),
    ),
}  # fmt: skip
ERC = frozenset({"FP7-IDEAS-ERC", "H2020-EU.1.1.", "HORIZON.1.1"})
YEARS = {"FP7": (2007, 2013), "H2020": (2014, 2020), "HORIZON": (2021, 2026)}
PROGRAMME_SHARE = (0.3, 0.4, 0.3)
FEWEST, MOST, OURS = 400, 3_000, 0.12
NORWEGIAN = 0.03  # of the other partners
MOVED, SECOND_PIC, THIRD, UNPAID, TWICE = 0.06, 0.2, 0.08, 0.03, 0.02


class Partner(NamedTuple):
    """An organisation's part in a project, in cents; `own` is what stays with it, `passed` what it hands on."""

    organisation: int
    pic: int
    role: str
    own: int
    passed: int
    ended: bool


class Project(NamedTuple):
    """A project with its partners."""

    number: int
    programme: str
    scheme: Scheme
    year: int
    starts: date
    ends: date
    partners: tuple[Partner, ...]


def pic(organisation: int, which: int = 0) -> int:
    """Return the PIC of an organisation; the home university has two. No real PIC begins with 10."""
    return 100_000_000 + organisation * 10 + which


def projects(of: World) -> tuple[Project, ...]:
    """Draw the projects, the home university in one of eight; one of its own with the partner known by projects alone, and two grants that moved."""
    chance = np.random.default_rng([of.seed, 3])
    n = int(np.clip(of.size // 50, FEWEST, MOST))
    drawn = [
        _project(chance, of, number, programme=list(SCHEMES)[int(which)])
        for number, which in enumerate(weighed(chance, PROGRAMME_SHARE, n))
    ]
    friend = of.given.register.stories["project_only"][0]
    joint = _project(chance, of, n, programme="HORIZON", ours=True, among=3)
    partners = (*joint.partners, Partner(friend, pic(friend), "participant", 25_000_000, 0, ended=False))
    moved = [_moved(chance, of, n + 1 + at, here=here) for at, here in enumerate((True, False))]
    return (*drawn, joint._replace(partners=partners), *moved)


def _moved(chance: np.random.Generator, of: World, number: int, *, here: bool) -> Project:
    """Draw a grant of the European Research Council that one signed and the other has now: the home university, or one abroad."""
    found, home = (
        _project(chance, of, number, programme="HORIZON", ours=False, among=0),
        int(of.given.register.home[0]),
    )
    abroad = found.partners[0].organisation
    old, new = (abroad, home) if here else (home, abroad)
    parts = (
        Partner(at, pic(at), "coordinator", cents, 0, ended=over)
        for at, cents, over in ((old, 90_000_000, True), (new, 80_000_000, False))
    )
    return found._replace(partners=tuple(parts))


def _project(
    chance: np.random.Generator,
    of: World,
    number: int,
    *,
    programme: str,
    ours: bool | None = None,
    among: int | None = None,
) -> Project:
    kinds = SCHEMES[programme]
    scheme = kinds[int(weighed(chance, [kind.share for kind in kinds], 1)[0]) if among is None else among]
    first, last = YEARS[programme]
    year = 2024 if among is not None else int(chance.integers(first, last + 1))
    starts = date(year, int(chance.integers(1, 13)), 1)
    ours = bool(chance.random() < OURS) if ours is None else ours
    size = int(chance.integers(scheme.partners[0], scheme.partners[1] + 1))
    seats = _seats(chance, of, size)
    if ours:
        seats[0 if size == 1 or chance.random() < 0.3 else -1] = int(of.given.register.home[0])
    partners = tuple(_partners(chance, of, scheme, list(dict.fromkeys(seats)), programme))
    length = timedelta(days=365 * int(chance.integers(2, 6)))
    return Project(number, programme, scheme, year, starts, starts + length, partners)


def _seats(chance: np.random.Generator, of: World, size: int) -> list[int]:
    """Draw organisations: of Europe's larger ones, now and then a Norwegian one; none with a planted story."""
    held, places = of.given.register, of.given.places
    joins = places.home_joins.copy()
    joins[places.number("NO")] = NORWEGIAN
    lands = weighed(chance, joins, size)
    found = held.first[lands] + np.floor(chance.random(size) ** 2 * 8).astype(np.int64)
    return [
        int(at) if held.weight[at] > 0 else int(held.first[land])
        for at, land in zip(found, lands, strict=True)
    ]


def _partners(
    chance: np.random.Generator, of: World, scheme: Scheme, seats: list[int], programme: str
) -> Iterator[Partner]:
    """Give each its part. What linked third parties spend is in the coordinator's contribution, and not in its net one."""
    found: list[Partner] = []
    for order, seat in enumerate(seats):
        amount = int(scheme.amount * chance.uniform(0.5, 1.5)) * 100 + int(chance.integers(0, 4)) * 25
        moved = scheme.partners[1] == 1 and bool(chance.random() < MOVED)
        home = seat == of.given.register.home[0]
        number = pic(seat, int(home and chance.random() < SECOND_PIC))
        luck = chance.random()
        role = (
            "coordinator"
            if order == 0
            else "thirdParty"
            if luck < THIRD
            else "partner"
            if luck > 1 - UNPAID
            else "participant"
        )
        found.append(Partner(seat, number, role, 0 if role == "partner" else amount, 0, ended=moved))
        if order > 1 and role == "participant" and chance.random() < TWICE and programme != "FP7":
            found.append(Partner(seat, number, "thirdParty", amount // 4, 0, ended=False))
    handed = sum(one.own for one in found if one.role == "thirdParty")
    yield found[0]._replace(passed=handed)
    yield from found[1:]


def told(of: World, drawn: tuple[Project, ...]) -> dict[str, dict[str, int]]:
    """Return by programme the home university's projects, coordinated ones, those that moved away, its net cents, and its ERC grants by fate."""
    home = int(of.given.register.home[0])
    found: dict[str, dict[str, int]] = {
        name: dict.fromkeys(
            ("projects", "coordinated", "moved", "net", "erc_signed", "erc_moved_in", "erc_moved_out"), 0
        )
        for name in SCHEMES
    }
    for one in drawn:
        mine = [part for part in one.partners if part.organisation == home]
        counts = found[one.programme]
        counts["projects"] += bool(mine)
        counts["coordinated"] += any(part.role == "coordinator" for part in mine)
        counts["moved"] += any(part.ended for part in mine)
        counts["net"] += sum(part.own for part in mine)
        if mine and one.scheme.basis in ERC:
            came = any(part.ended for part in one.partners if part.organisation != home)
            counts["erc_moved_in" if came else "erc_signed"] += 1
            counts["erc_moved_out"] += all(part.ended for part in mine)
    return found
