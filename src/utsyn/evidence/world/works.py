"""Works and their authors as flat columns of numbers, a block at a time: the one draw that every file of the world is written from."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from utsyn.evidence.world import identifiers
from utsyn.evidence.world.countries import Real, Whole, how_many, others
from utsyn.evidence.world.draws import one_of, weighed
from utsyn.evidence.world.seats import Drawn, Given, Wish, Yes, rows
from utsyn.evidence.world.subjects import subjects

YEARS = tuple(range(2012, 2027))
TYPES = (
    "article",
    "review",
    "preprint",
    "book-chapter",
    "book",
    "dissertation",
    "dataset",
    "editorial",
    "letter",
)
TYPE_SHARE = (0.72, 0.07, 0.08, 0.07, 0.015, 0.015, 0.01, 0.01, 0.01)
ARTICLE, PREPRINT, BOOK = 0, 2, 4
LANGUAGES = ("en", "nb", "de", "fr", "es", "zh")
LANGUAGE_SHARE = (0.91, 0.02, 0.02, 0.02, 0.02, 0.01)
RETRACTED, PARATEXT, XPAC, BIG, CUT, CAP = 0.0006, 0.003, 0.05, 0.004, 0.3, 100
TRAP, NOBODY = 0.025, 0.1  # one author, two countries; of works without affiliations, those without authors
ABROAD, NONE, NONE_OTHER = 0.27, 0.10, 0.45


class Works(NamedTuple):
    """A block: first columns with a row a work, then columns with a row an author's affiliation, work by work, author by author."""

    number: Whole  # OpenAlex's, without its W
    year: Whole
    type: Whole
    retracted: Yes
    paratext: Yes
    xpac: Yes
    language: Whole
    journal: Whole
    topic: Whole
    cited: Whole
    authors: Whole
    cut: Yes
    trap: Yes  # one author, two countries
    twin: Whole  # the place of the work that it is another record of; -1: none
    cause: Whole  # why it differs between the two vintages; see changes.py
    work: Whole  # place of the work in the block
    position: Whole  # from 1
    author: Whole
    person: Whole  # place in the staff; -1: not of the home university
    organisation: Whole  # -1: not matched
    country: Whole  # -1: unknown
    said: Whole  # the organisation as printed, whether it was matched or not; -1: nothing is printed


NO_WISH = Wish(*(np.zeros(0, dtype=np.int64) for _ in range(4)))


def works(chance: np.random.Generator, given: Given, n: int, *, home: bool, wish: Wish = NO_WISH) -> Works:
    """Draw n works, all with the home university on them, or none. The first are as wished for."""
    places, held = given.places, given.register
    wished = np.arange(n) < len(wish.year)
    first = slice(0, len(wish.year))
    topic = weighed(chance, subjects().share, n)
    field = subjects().field[topic] - 11
    year = one_of(chance, YEARS, n, _years())
    kind = weighed(chance, TYPE_SHARE, n)
    big = np.isin(field, subjects().big) & (chance.random(n) < BIG) & ~wished
    none = (chance.random(n) < np.where(kind == ARTICLE, NONE, NONE_OTHER)) & (not home)
    likely = (0.5 + 0.012 * (year - YEARS[0]) if home else ABROAD) * subjects().abroad[field]
    abroad = ((chance.random(n) < likely) | big | wished) & ~none
    norway = places.number("NO")
    anchor = np.where(abroad, weighed(chance, places.anchors, n),
                      weighed(chance, places.domestic, n))  # fmt: skip
    anchor = np.full(n, norway) if home else anchor
    trap = ~abroad & ~none & (chance.random(n) < TRAP)
    spread = np.full(n, places.home_spread) if home else places.spread[anchor]
    sizes = np.where(abroad, how_many(chance, spread, big=big), np.where(trap, 1, 0))
    sizes[wished] = 1
    row = np.zeros(n, dtype=np.int64) if home else anchor
    joined = others(chance, places.home_joins[None, :] if home else places.joins, row, sizes)
    joined[(np.cumsum(sizes) - sizes)[first]] = held.country[wish.partner]
    authors = _authors(chance, field, big, np.where(trap, 0, sizes) + 1)
    authors[none & (chance.random(n) < NOBODY)] = 0
    authors[first] = wish.authors
    year[first], kind[wished] = wish.year, ARTICLE
    cut = (authors > CAP) & (chance.random(n) < CUT) & ~wished
    flat = rows(chance, given, Drawn(home, field, authors, anchor, sizes, joined, trap, none, big, wish))
    keep = ~cut[flat[0]] | (flat[1] <= CAP)
    retracted, paratext, xpac = (
        (chance.random(n) < share) & ~wished for share in (RETRACTED, PARATEXT, XPAC)
    )
    return Works(
        np.arange(n), year, kind, retracted, paratext, xpac,
        weighed(chance, LANGUAGE_SHARE, n), _journals(chance, subjects().subfield[topic], kind), topic,
        _cited(chance, field, year, kind, sizes), np.where(cut, CAP, authors), cut, trap, np.full(n, -1), np.zeros(n, dtype=np.int64),
        *[column[keep] for column in flat],
    )  # fmt: skip


def _years() -> npt.NDArray[np.float64]:
    share = 1.04 ** np.arange(len(YEARS))
    share[-1] *= 0.45
    share[-2] *= 0.9
    return share / share.sum()


def _authors(chance: np.random.Generator, field: Whole, big: Yes, least: Whole) -> Whole:
    usual = np.rint(np.exp(chance.normal(1.0 + subjects().authors[field], 0.62)))
    tail = 60 * chance.random(len(field)) ** (-1 / 1.15)
    return np.maximum(np.where(big, np.minimum(tail, 5_000), np.clip(usual, 1, 59)), least).astype(np.int64)


def _journals(chance: np.random.Generator, subfield: Whole, kind: Whole) -> Whole:
    found = (
        identifiers.JOURNAL
        + subfield * 100
        + np.floor(chance.random(len(subfield)) ** 2 * 80).astype(np.int64)
    )
    return np.where(np.isin(kind, (0, 1, 2, 3, 7, 8)), found, 0)


def _cited(chance: np.random.Generator, field: Whole, year: Whole, kind: Whole, sizes: Whole) -> Whole:
    luck = np.exp(chance.normal(-0.6, 1.1, len(field)))
    return chance.poisson(expected(field, year, kind) * (1 + 0.08 * sizes) * luck).astype(np.int64)


def expected(field: Whole, year: Whole, kind: Whole) -> Real:
    """Return how often a work of this field (from 0), year and type is cited, before countries and luck."""
    age = np.clip(YEARS[-1] - year, 0.25, 10)
    return (
        0.9 * np.exp(subjects().authors[field]) * age * np.where(kind == 1, 2.2, np.where(kind == 0, 1, 0.3))
    )
