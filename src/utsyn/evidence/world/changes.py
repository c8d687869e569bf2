"""What differs between the two vintages of a world: each changed work has one cause, planted in the draw and applied to either vintage."""

import numpy as np

from utsyn.evidence.world.countries import Whole
from utsyn.evidence.world.draws import some_of
from utsyn.evidence.world.seats import Given, Yes
from utsyn.evidence.world.works import ARTICLE, BOOK, Works

CAUSES = (
    "",
    "new",
    "deleted",
    "merged",
    "retracted",
    "type_out",
    "type_in",
    "lost",
    "gained",
    "flag_on",
    "flag_off",
)
NEW, DELETED, MERGED, RETRACTED, TYPE_OUT, TYPE_IN, LOST, GAINED, FLAG_ON, FLAG_OFF = range(1, len(CAUSES))
SHARE, LEAST = 0.012, 2  # of the works of the home university, for each cause


def planted(chance: np.random.Generator, of: Works, given: Given, *, after: int, late: int) -> Works:
    """Choose works of the home university and give each a cause; `late` of them are new in the later vintage."""
    n, home = len(of.number), given.register.home[0]
    cause = np.where((of.twin >= 0) & (chance.random(n) < 0.5), MERGED, 0)
    twins = np.isin(np.arange(n), of.twin) | (of.twin >= 0)
    apt = (
        (np.arange(n) >= after)
        & np.isin(of.type, (0, 1))
        & ~of.retracted
        & ~of.paratext
        & ~of.xpac
        & ~of.trap
        & ~twins
    )
    apt &= has(of, of.organisation == home) & (of.authors <= 60)
    abroad = has(of, (of.country >= 0) & (of.country != given.places.number("NO")))
    size = max(LEAST, int(n * SHARE))
    for one, fit in (
        (FLAG_ON, apt & abroad),
        (FLAG_OFF, apt & abroad),
        (NEW, apt),
        *((c, apt) for c in (2, 4, 5, 6, 7, 8)),
    ):
        free = np.flatnonzero(fit & (cause == 0))
        cause[some_of(chance, free, late if one == NEW else size)] = one
    return of._replace(cause=cause, type=np.where(cause == TYPE_IN, BOOK, of.type))


def seen(of: Works, given: Given, *, later: bool) -> tuple[Works, Yes]:
    """Return the works as a vintage has them, and which of them it does not have."""
    gone = np.isin(of.cause, (DELETED, MERGED)) if later else of.cause == NEW
    cause = of.cause[of.work]
    away = cause == (LOST if later else GAINED)
    ours = np.isin(of.organisation, given.register.own)
    organisation = np.where(away & ours, -1, of.organisation)
    norway = given.places.number("NO")
    abroad = (of.country >= 0) & (of.country != norway)
    unknown = abroad & (cause == FLAG_ON) & (not later)
    home = abroad & (cause == FLAG_OFF) & later
    return of._replace(
        organisation=np.where(unknown | home, -1, organisation),
        country=np.where(unknown, -1, np.where(home, norway, of.country)),
        retracted=of.retracted | ((of.cause == RETRACTED) & later),
        type=_types(of, later=later),
    ), gone


def _types(of: Works, *, later: bool) -> Whole:
    if not later:
        return of.type
    return np.where(of.cause == TYPE_OUT, BOOK, np.where(of.cause == TYPE_IN, ARTICLE, of.type))


def has(of: Works, rows: Yes) -> Yes:
    """Return which works have such a row."""
    return np.bincount(of.work[rows], minlength=len(of.number)) > 0
