"""What holds for publications in every world: DuckDB and plain Python agree, the order of rows is nothing, and parts make wholes."""

import random
from collections import Counter
from functools import cache

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.evidence.worlds import World, engine, filled, made_of, slowly, worlds
from utsyn.evidence.recipes import Recipe, recipes
from utsyn.evidence.results import Result
from utsyn.evidence.tables import SHARE

ROOMS = (
    "advantage",
    "classes",
    "copublication",
    "countries",
    "coverage",
    "definitions",
    "distance",
    "impact",
    "official",
    "output",
    "spread",
    "visibility",
)
FAMILIES = (
    "author-shares", "citation-impact", "citation-impact-openalex", "copublication-classes", "copublication-countries", "copublication-definitions",
    "copublication-distance", "copublication-priority-countries", "country-coverage", "country-profile", "industry-copublication",
    "publications", "publications-in-top-channels", "top-cited",
)  # fmt: skip
ALONE = (
    "international-copublication", "copublication-advantage", "copublication-official", "country-output", "citation-spread",
    "citation-spread-by-unit",
)  # fmt: skip
LEVELS = [
    filled("levels", source=source, year=year, level=year % 3)
    for source in (1, 2)
    for year in range(2014, 2026)
]


@cache
def ours() -> tuple[Recipe, ...]:
    """Return the recipes on publications."""
    keys = {f"{key}{along}" for key in FAMILIES for along in ("", "-by-field", "-by-unit")}
    return tuple(one for key, one in recipes().items() if key in {*keys, *ALONE})


def results(rows: World) -> dict[str, Result]:
    given_tables = engine().memory({**rows, "levels": LEVELS})
    return {one.key: made_of(one, given_tables) for one in ours()}


@settings(
    max_examples=4, phases=[Phase.explicit, Phase.reuse, Phase.generate]
)  # to make a world smaller takes minutes
@given(worlds(), st.randoms(use_true_random=False))
def test_duckdb_and_plain_python_come_to_the_same_hashes_whatever_the_order_of_rows(
    rows: World, chance: random.Random
) -> None:
    assert len(ours()) == 3 * len(FAMILIES) + len(ALONE)
    found = results({name: chance.sample(table, len(table)) for name, table in rows.items()})
    for one in ours():
        expected = slowly(one, {**rows, "levels": LEVELS})
        assert found[one.key] == expected, one.key
    _parts_make_wholes(found)


def _parts_make_wholes(found: dict[str, Result]) -> None:
    works = {row[0]: row[1] for row in found["publications"].rows}
    shares = Counter[int]()
    for year, _, part, n, _ in found["author-shares"].rows:
        assert part >= 0
        assert n == works[year]
        shares[year] += part
    assert shares == {year: n * SHARE for year, n in works.items()}
    for key in ("copublication-classes", "copublication-countries"):
        counted, known = Counter[int](), Counter[int]()
        for year, _, part, denominator, unknown in found[key].rows:
            counted[year] += part
            known[year] = denominator
            assert denominator + unknown == works[year]
        assert counted == known
    fields = Counter[int]()
    for year, _, part, *_ in found["publications-by-field"].rows:
        fields[year] += part
    assert fields == works


@settings(max_examples=15)
@given(worlds())
def test_units_have_together_what_the_university_has(rows: World) -> None:
    by_key = {one.key: one for one in ours()}
    home, units = Counter[int](), Counter[int]()
    for year, who, part, *_ in slowly(by_key["author-shares"], rows).rows:
        home[year] += part if who == "home" else 0
    for year, _, part, *_ in slowly(by_key["author-shares-by-unit"], rows).rows:
        units[year] += part
    assert all(0 <= home[year] - units[year] < 1000 for year in home), (
        "what division leaves over, and no more"
    )
