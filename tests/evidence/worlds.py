"""Tiny worlds: rows made by hand with everything that follows from them worked out, and a Hypothesis strategy for whole ones."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from hypothesis import strategies as st

from utsyn.evidence.engine import Engine, duckdb
from utsyn.evidence.recipes import About, Given, Recipe
from utsyn.evidence.results import Result, result
from utsyn.evidence.tables import SHARE, TABLES

Row = dict[str, Any]
World = dict[str, list[Row]]
Affiliation = tuple[int, str | None]  # an institution (0: none was matched) and a country (None: unknown)
UNIVERSITY = "home00001"
HOME, INSTITUTE, PARTLY, HOSPITAL = 1, 2, 3, 4  # itself, a component, a joint one by half, an associated one
NATIONAL, COMPANY = 5, 6  # in the same country
SWEDISH, AMERICAN, CHINESE, HONGKONG, MACAO, AUSTRALIAN, LOST = (
    10,
    11,
    12,
    13,
    14,
    15,
    16,
)  # the last has no place
FLAT = ("with_country", "first_countries", "single_countries")  # what a flat export does not tell
ABOUT = About(UNIVERSITY, 2015, 2024)
PLACES: Mapping[int, tuple[str | None, int | None, int | None]] = {
    HOME: ("NO", 63_419_500, 10_402_100),
    INSTITUTE: ("NO", 63_430_000, 10_390_000),
    PARTLY: ("NO", 63_440_000, 10_500_000),
    HOSPITAL: ("NO", 63_420_800, 10_389_900),
    NATIONAL: ("NO", 59_939_900, 10_721_700),
    COMPANY: ("NO", 63_450_000, 10_900_000),
    SWEDISH: ("SE", 59_858_500, 17_625_400),
    AMERICAN: ("US", 42_360_100, -71_094_200),
    CHINESE: ("CN", 40_000_000, 116_326_500),
    HONGKONG: ("HK", 22_283_000, 114_137_000),
    MACAO: ("MO", 22_125_000, 113_550_000),
    AUSTRALIAN: ("AU", -37_798_400, 144_961_000),
    LOST: (None, None, None),
}


def filled(table: str, **told: Any) -> Row:
    """Return a row with all columns of a table; what is not told is null."""
    unknown = set(told) - set(TABLES[table].columns)
    assert not unknown, f"{table} has no {unknown}"
    return {name: told.get(name) for name in TABLES[table].columns}


def organisations(places: Mapping[int, tuple[str | None, int | None, int | None]] = PLACES) -> list[Row]:
    """Return the organisations of the tiny worlds: who is where."""
    return [
        filled(
            "organisations", organisation=number, ror=UNIVERSITY if number == HOME else f"ror{number:06}", name=f"Place {number}",
            country=country, kind="company" if number == COMPANY else "education", status="active", lat=lat, lon=lon, parents=[],
            successors=[], lineage=[number],
        )
        for number, (country, lat, lon) in places.items()
    ]  # fmt: skip


def orgmap(*, hospital: bool = True) -> list[Row]:
    """Return what counts for the home university: itself, a component since 2018, another by half, and the hospital beside it."""
    told = [
        (HOME, "component", SHARE, 1900),
        (INSTITUTE, "component", SHARE, 2018),
        (PARTLY, "joint", SHARE // 2, 1900),
    ]
    told += [(HOSPITAL, "associated", SHARE, 1900)] if hospital else []
    return [
        filled("orgmap", university=UNIVERSITY, organisation=number, relation=relation, weight=weight, since=since, until=9999)
        for number, relation, weight, since in told
    ]  # fmt: skip


def person(author: int, unit: str, since: int = 1900, until: int = 9999, *, orcid: str | None = None) -> Row:
    """Return a row of the staff list."""
    return filled("staff", author=author, orcid=orcid, unit=unit, since=since, until=until)


def work(
    number: int,
    authors: Sequence[Sequence[Affiliation]],
    *,
    people: Sequence[int | None] = (),
    orcids: Sequence[str | None] = (),
    **more: Any,
) -> tuple[Row, list[Row]]:
    """Return a work and its authorships from what each author gives, in order; `people` are the authors' numbers."""
    of = [sorted({country for _, country in one if country}) for one in authors]
    first = [next((country for _, country in one[:1] if country), None) for one in authors]
    matched = sorted({at for one in authors for at, _ in one if at})
    row = filled("works", **{
        "work": number, "year": 2020, "type": "article", "core": True, "retracted": False, "paratext": False, "xpac": False,
        "language": "en", "title": f"Work {number}", "source": 1, "topic": 1, "subfield": 1701, "field": 17, "cited": 0,
        "authors": len(authors), "cut": False, "with_country": sum(bool(codes) for codes in of),
        "home_authors": sum(any(at in {HOME, INSTITUTE, PARTLY} for at, _ in one) for one in authors),
        "countries": sorted({code for codes in of for code in codes}),
        "first_countries": sorted({code for code in first if code}),
        "single_countries": sorted({codes[0] for codes in of if len(codes) == 1}),
        "institutions": matched, "companies": COMPANY in matched, "fwci": None, "awards": [], "content": f"{number:016x}", **more,
    })  # fmt: skip
    named = [people[place] if place < len(people) else number * 100 + place for place in range(len(authors))]
    given = [orcids[place] if place < len(orcids) else None for place in range(len(authors))]
    rows = [
        filled("authorships", work=number, position=place + 1, author=named[place], orcid=given[place], institution=at,
               country=country, affiliations=max(1, len({where for where, _ in one})), raw=f"{at}, {country}")
        for place, one in enumerate(authors) for at, country in dict.fromkeys(one or [(0, None)])
    ]  # fmt: skip
    return row, rows


def world(
    *works: tuple[Row, list[Row]], staff: Iterable[Row] = (), hospital: bool = True, **more: list[Row]
) -> World:
    """Return a world of these works; authorships are those of works that the home university or its hospital is on."""
    home = {HOME, INSTITUTE, PARTLY, HOSPITAL}
    return {
        "works": [row for row, _ in works],
        "authorships": [line for row, lines in works if home & set(row["institutions"]) for line in lines],
        "organisations": organisations(),
        "orgmap": orgmap(hospital=hospital),
        "staff": list(staff),
        **more,
    }


@cache
def engine() -> Engine:
    """Return a DuckDB that all tests share."""
    return duckdb()


def made(of: Recipe, rows: World, about: About = ABOUT) -> Result:
    """Return what DuckDB makes by a recipe of a world: only the tables that the recipe declares."""
    return made_of(of, engine().memory({name: rows[name] for name in of.needs}), about)


def made_of(of: Recipe, given: Given, about: About = ABOUT) -> Result:
    """Return what DuckDB makes by a recipe of tables at hand, which several recipes may share."""
    return result(of.columns, engine().rows(of.make(given, about).select(list(of.columns))))


def slowly(of: Recipe, rows: World, about: About = ABOUT) -> Result:
    """Return what plain Python comes to."""
    return result(of.columns, of.slowly({name: rows[name] for name in of.needs}, about))


def _affiliations() -> st.SearchStrategy[list[Affiliation]]:
    places = st.sampled_from(sorted(PLACES)).map(lambda number: (number, PLACES[number][0]))
    unmatched = st.sampled_from(["NO", "SE", "US", None]).map(lambda code: (0, code))
    return st.lists(st.one_of(places, st.just((HOME, "NO")), unmatched), max_size=3, unique=True)


@st.composite
def works(draw: st.DrawFn, number: int) -> tuple[Row, list[Row]]:
    """Draw a work: of few authors with whatever affiliations, now and then with a long or a cut list."""
    authors = draw(st.lists(_affiliations(), max_size=4))
    people = draw(st.lists(st.integers(1, 8), min_size=len(authors), max_size=len(authors)))
    orcids = draw(
        st.lists(st.sampled_from([None, None, "o1", "o2"]), min_size=len(authors), max_size=len(authors))
    )
    long = draw(st.sampled_from([0, 0, 0, 0, 7, 97]))
    subfield = draw(st.sampled_from([1701, 1702, 2701, None]))
    kind = draw(st.sampled_from(["article"] * 4 + ["review"] * 2 + ["book-chapter", "book", "preprint"]))
    out = draw(st.sampled_from([""] * 8 + ["retracted", "paratext", "xpac"]))
    core = kind in {"article", "review"} and not out
    flat = dict.fromkeys(FLAT) if draw(st.sampled_from([False] * 7 + [True])) else {}
    return work(
        number, [*authors, *[[(SWEDISH, "SE")]] * long], people=people, orcids=orcids,
        year=draw(st.integers(2014, 2025)), type=kind, core=core, **{name: name == out for name in ("retracted", "paratext", "xpac")}, cited=draw(st.sampled_from([0, 0, 1, 2, 7, 40])),
        subfield=subfield, field=subfield and subfield // 100, cut=draw(st.sampled_from([False, False, False, True])),
        source=draw(st.sampled_from([1, 2, 3, None])), fwci=draw(st.sampled_from([None, 0, 1_234_567, 400_000_001])),
        awards=draw(st.sampled_from([None, [], ["p1"], ["p1", "p2"], ["elsewhere"]])), **flat,
    )  # fmt: skip


@st.composite
def worlds(draw: st.DrawFn, *, most: int = 24) -> World:
    """Draw a world of works, a staff list in which people move, and an organisation map with or without the hospital."""
    size = draw(st.integers(0, most))
    held = [draw(works(number)) for number in range(1, size + 1)]
    people = st.builds(
        person, st.integers(1, 6), st.sampled_from(["a", "b", "c"]), st.sampled_from([1900, 2017]), st.sampled_from([2018, 9999]),
        orcid=st.sampled_from([None, "o1", "o2"]),
    )  # fmt: skip
    staff = draw(
        st.lists(people, max_size=6, unique_by=lambda one: (one["author"], one["unit"], one["since"]))
    )
    drawn = world(*held, staff=staff, hospital=draw(st.booleans()))
    left = filled(
        "orgmap",
        university=UNIVERSITY,
        organisation=NATIONAL,
        relation="component",
        weight=SHARE,
        since=2016,
        until=2019,
    )
    drawn["orgmap"] += draw(st.sampled_from([[], [left]]))
    return drawn
