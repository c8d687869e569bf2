"""Citations against the world's, counted on the fingers: cells, their means, ties at the limit, what is withheld, and like against like."""

from fractions import Fraction
from math import asin, cos, radians, sin, sqrt

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evidence.test_publications import one, told
from tests.evidence.worlds import ABOUT, HOME, SWEDISH, World, engine, made, slowly, work, works, world
from utsyn.evidence.fractions import MILLION, parts, plain_parts, plain_weighted, weighted
from utsyn.evidence.indicators.advantage import advantage
from utsyn.evidence.indicators.distance import LONG, RADIUS, SHORT, apart, chord, vector, vectors
from utsyn.evidence.indicators.impact import plain_cell, plain_mean, plain_top, standing
from utsyn.evidence.indicators.ours import plain_home_works
from utsyn.evidence.recipes import find
from utsyn.evidence.tables import SHARE

NO, SE = (HOME, "NO"), (SWEDISH, "SE")


def others(n: int, *, start: int = 1000, **more: object) -> list[tuple]:
    """Return works of others, cited 0, 1, 2 and so on."""
    return [work(start + place, [[SE]], cited=place, **more) for place in range(n)]


def test_a_work_is_held_against_the_mean_of_all_works_of_its_subfield_year_and_type() -> None:
    rows = world(work(1, [[NO]], cited=100), work(2, [[NO]], cited=49), *others(50))
    total = 100 + 49 + sum(range(50))
    expected = 100 * 52 * MILLION // total + 49 * 52 * MILLION // total
    assert told("citation-impact", rows) == [(2020, expected, 2, 0)]


def test_of_the_most_cited_tenth_works_at_the_limit_count_in_part() -> None:
    rows = world(
        work(1, [[NO]], cited=100), work(2, [[NO]], cited=45), work(3, [[NO]], cited=46), *others(50)
    )
    tops = {row[0]: row[1] for row in told("top-cited", rows, year=2020)}
    # 53 works: 0.53 are the top hundredth; 5.3 the top tenth, and above 46 are 4, at 46 are 2
    assert tops == {1: SHARE * 53 // 100, 10: SHARE + SHARE * 13 // 20, 50: 3 * SHARE}


def test_a_cell_of_fewer_than_fifty_works_of_others_gives_way_to_that_of_the_field() -> None:
    rows = world(
        work(1, [[NO]], cited=10, subfield=1702),
        *others(49, subfield=1702),
        *others(1, start=2000, subfield=1703),
    )
    assert one("citation-impact", rows, year=2020) == (10 * 51 * MILLION // (10 + sum(range(49))), 1, 0)


def test_what_cannot_be_held_against_others_is_withheld() -> None:
    rows = world(
        work(1, [[NO]], field=11, subfield=1101), *others(49, start=100, field=11, subfield=1101),  # too few
        work(2, [[NO]], field=12, subfield=1201, type="review"), *others(50, start=200, field=12, subfield=1201),  # of another type
        work(3, [[NO]], field=None, subfield=None), *others(50, start=300, field=None, subfield=None),  # no field is known
        work(4, [[NO]], field=14, subfield=1401), *others(50, start=400, field=14, subfield=1401, core=False),
        work(5, [[NO]], year=ABOUT.until - 2), *others(50, start=500, year=ABOUT.until - 2),  # too young
        *[work(600 + place, [[NO]], field=16, subfield=1601) for place in range(60)],  # only our own are at hand
        work(7, [[NO]], field=27, subfield=2701), *others(50, start=700, field=27, subfield=2701),
    )  # fmt: skip
    found = {row[0]: row[1:] for row in told("top-cited-by-field", rows, year=2020, top=1)}
    assert found == {
        11: (0, 0, 1),
        12: (0, 0, 1),
        None: (0, 0, 1),
        14: (0, 0, 1),
        16: (0, 0, 60),
        27: (0, 1, 0),
    }
    assert told("citation-impact", rows) == [(2020, 0, 1, 64), (ABOUT.until - 2, 0, 0, 1)]


def test_where_nobody_is_cited_everybody_is_at_the_mean() -> None:
    rows = world(work(1, [[NO]]), *[work(1000 + place, [[SE]]) for place in range(50)])
    assert one("citation-impact", rows, year=2020) == (MILLION, 1, 0)
    assert one("top-cited", rows, year=2020, top=10) == (SHARE // 10, 1, 0)


@st.composite
def cells(draw: st.DrawFn) -> World:
    """Draw a world whose works crowd into few cells."""
    drawn = [draw(works(number)) for number in range(1, draw(st.integers(1, 20)))]
    crowd = draw(st.lists(st.integers(0, 4), min_size=5, max_size=30))
    return world(
        *drawn,
        *[
            work(100 + at, [[SE]] if at % 3 else [[NO]], cited=cited, subfield=1701 + at % 2)
            for at, cited in enumerate(crowd)
        ],
    )


@settings(max_examples=4)
@given(cells(), st.integers(1, 4))
def test_every_work_stands_in_its_cell_as_plain_python_says(rows: World, least: int) -> None:
    found = standing(engine().memory(rows), ABOUT, least=least)
    expected = []
    for each in plain_home_works(rows, ABOUT):
        cell = plain_cell(rows, ABOUT, each, least=least)
        tops = [plain_top(each, cell, top) if cell else 0 for top in (1, 10, 50)]
        expected.append((each["work"], int(cell is not None), plain_mean(each, cell) if cell else 0, *tops))
    columns = ["work", "known", "mean", "top1", "top10", "top50"]
    assert sorted(engine().rows(found.select(columns))) == sorted(expected)


@given(st.lists(st.integers(0, 6), min_size=1, max_size=60), st.sampled_from([1, 10, 50]))
def test_every_cell_has_exactly_its_top_share_and_its_mean_is_one(cell: list[int], top: int) -> None:
    had = [plain_top({"cited": cited, "work": 0}, cell, top) for cited in cell]
    assert 0 <= Fraction(SHARE * len(cell) * top, 100) - sum(had) < len(cell)
    means = [plain_mean({"cited": cited}, cell) for cited in cell]
    assert 0 <= len(cell) * MILLION - sum(means) < len(cell)


def test_shares_are_divided_alike_by_the_engine_and_by_python() -> None:
    import ibis

    told_of = [(1, 3), (7, 7), (0, 5), (2**30 + 1, 2**42 - 1), (2**42 - 2, 2**42 - 1), (4999, 5000)]
    weights = [(SHARE // 3, SHARE // 2), (SHARE, SHARE), (1, SHARE - 1), (SHARE - 1, SHARE // 3), (0, SHARE)]
    t = ibis.memtable({"a": [a for a, _ in told_of], "b": [b for _, b in told_of]})
    w = ibis.memtable({"a": [a for a, _ in weights], "b": [b for _, b in weights]})
    assert sorted(engine().rows(t.select("a", "b", p=parts(t.a, t.b)))) == sorted(
        (a, b, plain_parts(a, b)) for a, b in told_of
    )
    assert sorted(engine().rows(w.select("a", "b", p=weighted(w.a, w.b)))) == sorted(
        (a, b, plain_weighted(a, b)) for a, b in weights
    )


STRATA = [
    # year, field, band, international, works, mean, top10, unknown
    (2020, 17, 5, 0, 6, 6 * MILLION, 0, 0),
    (2020, 17, 5, 1, 2, 3 * MILLION, SHARE, 0),
    (2020, 17, 100, 1, 4, 40 * MILLION, 4 * SHARE, 3),  # nothing of our own has so many authors
    (2020, 27, 5, 0, 1, MILLION, 0, 0),
    (2021, 27, 5, 1, 1, MILLION, 0, 0),
]


def test_joint_works_are_held_against_works_of_as_many_authors_in_the_same_field() -> None:
    found = advantage(STRATA)
    assert found.plain == Fraction(44, 7) - 1
    assert found.alike == (8 * Fraction(1, 2) + 2 * 0) / 10
    assert (found.compared, found.works) == (10, 14)
    assert advantage(STRATA, of="top10").alike == Fraction(8, 10) * Fraction(1, 2)


def test_where_one_kind_is_missing_there_is_no_advantage_to_tell() -> None:
    assert advantage(STRATA[2:4]) == (9, None, 0, 5)
    assert advantage(STRATA[:1]) == (None, None, 0, 6)


def test_strata_are_counted_by_field_number_of_authors_and_kind() -> None:
    rows = world(
        work(1, [[NO], [SE]], cited=10),
        work(2, [[NO]] * 3, cited=10),
        work(3, [[NO]], year=ABOUT.until),
        work(4, [[(HOME, None)]]),
        *others(50),
    )
    recipe = find("copublication-advantage")
    found = made(recipe, rows)
    assert found == slowly(recipe, rows)
    assert [row[:5] + row[-1:] for row in found.rows] == [
        (2020, 17, 2, 1, 1, 0),
        (2020, 17, 5, 0, 1, 0),
        (2024, 17, 1, 0, 0, 1),
    ]


def haversine(one: tuple[int, int], other: tuple[int, int]) -> float:
    lat, lon, to, on = (radians(value / MILLION) for value in (*one, *other))
    return (
        2
        * RADIUS
        * asin(min(1.0, sqrt(sin((to - lat) / 2) ** 2 + cos(lat) * cos(to) * sin((on - lon) / 2) ** 2)))
    )


spots = st.tuples(st.integers(-90 * MILLION, 90 * MILLION), st.integers(-180 * MILLION, 180 * MILLION))


@settings(max_examples=300)
@given(spots, spots)
def test_chords_in_whole_numbers_know_near_from_far_within_a_few_hundred_metres(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    km, square = haversine(one, other), apart(vector(*one), vector(*other))
    for limit, at in ((100, SHORT), (5_000, LONG)):
        assert abs(km - limit) < 0.5 or (km < limit) == (square < at)
    assert abs(square - chord(round(km))) <= 4 * MILLION * 200 or km < 1_000


@settings(max_examples=20)
@given(
    st.integers(-90 * MILLION, 90 * MILLION),
    st.integers(-300_000, 300_000),
    st.integers(-300_000, 300_000),
    st.integers(-180 * MILLION, 179 * MILLION),
)
def test_places_near_each_other_are_told_apart(lat: int, up: int, on: int, lon: int) -> None:
    one, other = (lat, lon), (max(-90 * MILLION, min(90 * MILLION, lat + up * 3)), lon + on)
    km = haversine(one, other)
    assert abs(km - 100) < 0.5 or (km < 100) == (apart(vector(*one), vector(*other)) < SHORT)


def test_the_engine_puts_places_where_python_does() -> None:
    import ibis

    edges = [
        (90, 0),
        (-90, 180),
        (0, -180),
        (0, 0),
        (45, 179.999999),
        (-33.868820, 151.209290),
        (63.4195, 10.4021),
        (-0.000001, -0.000001),
    ]
    at = [(number, round(lat * MILLION), round(lon * MILLION)) for number, (lat, lon) in enumerate(edges)]
    told_of = {
        "organisation": [a for a, _, _ in at],
        "lat": [b for _, b, _ in at],
        "lon": [c for _, _, c in at],
    }
    found = engine().rows(vectors(ibis.memtable(told_of)).select("organisation", "x", "y", "z"))
    assert sorted(found) == [(number, *vector(lat, lon)) for number, lat, lon in at]


def test_openalexs_own_measure_is_the_mean_of_works_that_have_one_and_no_year_is_withheld() -> None:
    rows = world(
        work(1, [[NO]], fwci=1_500_000), work(2, [[NO]], fwci=0), work(3, [[NO]], fwci=None),
        work(4, [[NO]], fwci=2_000_000, year=ABOUT.until), work(5, [[SE]], fwci=9_000_000),
    )  # fmt: skip
    assert told("citation-impact-openalex", rows) == [(2020, 1_500_000, 2, 1), (ABOUT.until, 2_000_000, 1, 0)]
