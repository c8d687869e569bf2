"""OpenAlex becomes the promised tables: held by plain Python on the real works and on made-up ones, from JSON and from Parquet alike."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evidence.openalex_records import (
    ABROAD,
    HERE,
    HOME,
    NTNU,
    RECORDS,
    author,
    institution,
    loaded,
    packed,
    real,
    real_works,
    rows,
    work,
)
from tests.evidence.openalex_slowly import number, slow_authorships, slowly
from utsyn.evidence.snapshots import Store, Vintage
from utsyn.problems import Problems


def works(told: tuple[Store, Vintage]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name != "content"} for row in rows(told, "works")]


def _sorted(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(found, key=lambda row: (row["work"], row["position"], row["institution"], row["raw"] or ""))


@pytest.fixture(scope="module")
def from_real(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Vintage]:
    return loaded(tmp_path_factory.mktemp("real"), [real("works_292.jsonl.gz")], home="I1292875679")


def test_of_292_real_works_every_count_of_countries_is_the_sources_own(from_real):
    told = {number(one["id"]): one["countries_distinct_count"] for one in real_works()}
    found = {row["work"]: len(row["countries"]) for row in rows(from_real, "works")}
    assert (len(found), found) == (292, told)
    assert (sum(n > 1 for n in found.values()), sum(n > 0 for n in found.values())) == (33, 137)


def test_every_column_of_the_real_works_is_what_plain_python_says(from_real):
    assert works(from_real) == [slowly(one, {1292875679}) for one in real_works()]


def test_the_authorships_of_real_works_are_what_plain_python_says(from_real):
    told = [row for one in real_works() for row in slow_authorships(one, {1292875679})]
    assert len(told) > 10
    assert _sorted(rows(from_real, "authorships")) == _sorted(told)


def test_what_is_unknown_in_the_real_works_is_counted(from_real):
    _, vintage = from_real
    assert vintage.counted == {
        "expansion corpus not told": 175, "no authors": 13, "no country": 142, "no fwci": 34, "paratext": 3,
    }  # fmt: skip


def test_the_613_rows_of_the_real_flat_export_have_the_countries_that_they_say(tmp_path):
    import csv
    import gzip

    path = real("flat_export_613.csv.gz")
    csv.field_size_limit(1 << 30)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        told = {number(row["id"]): int(row["countries_distinct_count"]) for row in csv.DictReader(file)}
    made = loaded(tmp_path, [path])
    found = rows(made, "works")
    assert {row["work"]: len(row["countries"]) for row in found} == told
    assert len(found) == 613
    assert {row[name] for row in found for name in ("with_country", "single_countries", "home_authors")} == {
        None
    }
    assert made[1].counted["which author has which country is not told"] == 613
    assert [one.table for one in made[1].tables] == ["works"]


UNITS = [
    NTNU,
    institution(8, "NO", above=(HOME,)),
    ABROAD,
    institution(6, "DE", kind="company"),
    institution(9, None),
]
AUTHORS = st.builds(
    lambda of, more, beyond, who: author(
        who, *of, countries=tuple(more), raw=tuple(f"Text {n}" for n in range(len(of) + beyond))
    ),
    st.lists(st.sampled_from(UNITS), max_size=3),
    st.lists(st.sampled_from(["NO", "SE", "HK"]), max_size=1),
    st.integers(0, 2),
    st.one_of(st.none(), st.integers(1, 9)),
)
AWARDS = st.tuples(
    st.sampled_from(
        [
            "641191",
            "101034240",
            "ERC-2014-StG-637992",
            "641191, 637992",
            "No. 641191",
            "20120085",
            "W911NF-15-1-0577",
            "",
            None,
        ]
    ),
    st.sampled_from(
        [
            "European Commission",
            "H2020 Euratom",
            "European Union’s Horizon",
            "Norges forskningsråd",
            "European Unionists",
            None,
        ]
    ),
)
MORE = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["review", "preprint", "paratext"]), "is_retracted": st.just(True), "is_xpac": st.sampled_from([None, True]),
        "is_authors_truncated": st.booleans(), "primary_topic": st.none(), "primary_location": st.sampled_from([None, {"source": None}]),
        "doi": st.none(), "publication_year": st.none(), "language": st.none(), "title": st.just("Ænd|\n“quotes”"),
        "fwci": st.one_of(st.none(), st.floats(0, 400).map(lambda value: round(value, 4)), st.sampled_from([0.0000005, 1e-9, 32.5714])),
        "awards": st.lists(AWARDS.map(lambda told: dict(zip(("funder_award_id", "funder_display_name"), told, strict=True))), max_size=3),
        "grants": st.lists(AWARDS.map(lambda told: dict(zip(("award_id", "funder_display_name"), told, strict=True))), max_size=2),
    },
)  # fmt: skip
WORKS_DRAWN = st.lists(st.tuples(st.lists(AUTHORS, max_size=5), MORE), min_size=1, max_size=30)


@settings(max_examples=5)
@given(WORKS_DRAWN)
def test_made_up_works_are_what_plain_python_says(tmp_path_factory, drawn):
    folder = tmp_path_factory.mktemp("drawn")
    records = [work(place, *seats, **more) for place, (seats, more) in enumerate(drawn, start=1)]
    made = loaded(folder, [packed(folder / "part_0000.gz", records)])
    assert works(made) == [slowly(one, {HOME}) for one in records]
    assert _sorted(rows(made, "authorships")) == _sorted(
        [row for one in records for row in slow_authorships(one, {HOME})]
    )


def test_without_a_home_nobody_is_at_home_and_no_row_is_kept(tmp_path):
    made = loaded(tmp_path, [packed(tmp_path / "part_0000.gz", RECORDS)], home="")
    assert {row["home_authors"] for row in rows(made, "works")} == {None}
    assert [one.table for one in made[1].tables] == ["works"]


def test_what_is_printed_and_not_matched_keeps_its_part_of_the_author(tmp_path):
    made = loaded(tmp_path, [packed(tmp_path / "part_0000.gz", RECORDS)])
    found = [
        (row["institution"], row["raw"], row["affiliations"], row["country"])
        for row in rows(made, "authorships")
        if row["work"] == 4
    ]
    assert found == [(0, "B", 2, "NO"), (HOME, "A", 2, "NO")]


def test_the_numbers_that_stand_for_nobody_are_no_author(tmp_path):
    made = loaded(
        tmp_path,
        [
            packed(
                tmp_path / "part_0000.gz",
                [work(1, author(9999999999, NTNU), author(5317838346, NTNU), author(7, NTNU))],
            )
        ],
    )
    assert [row["author"] for row in rows(made, "authorships")] == [None, None, 7]


def test_of_a_work_that_is_there_twice_the_newer_counts_and_what_is_deleted_does_not(tmp_path):
    newer, older = (
        work(1, author(1, NTNU), title=title, updated_date=day)
        for title, day in (("new", "2026-06-02"), ("old", "2026-06-01"))
    )
    parts = [
        packed(tmp_path / f"part_000{n}.gz", some)
        for n, some in enumerate([[newer, work(2), work(3)], [older, work(3, title="last")]])
    ]
    gone = tmp_path / "deleted_ids.csv"
    gone.write_text(f"work_id,deleted_date\n{HERE}W2,2026-08-14\n{HERE}W77,2026-08-14\n")
    made = loaded(tmp_path, [*parts, gone])
    assert sorted((row["work"], row["title"]) for row in rows(made, "works")) == [(1, "new"), (3, "last")]
    assert made[1].counted == {"twice": 2, "deleted": 1, "no authors": 1}
    assert len(rows(made, "authorships")) == 1


def test_a_work_with_5000_authors_and_one_with_none_are_works(tmp_path):
    many = work(1, *(author(n, NTNU if n % 2 else ABROAD) for n in range(1, 5_001)))
    made = loaded(tmp_path, [packed(tmp_path / "part_0000.gz", [many, work(2)])])
    assert [(row["authors"], row["home_authors"], row["countries"]) for row in rows(made, "works")] == [
        (5_000, 2_500, ["NO", "SE"]),
        (0, 0, []),
    ]
    assert len(rows(made, "authorships")) == 5_000
    assert made[1].counted == {"no authors": 1}


def test_what_counts_makes_another_content_and_what_does_not_makes_none(tmp_path):
    changes = [
        {},
        {"cited_by_count": 99},
        {"updated_date": "2027"},
        {"is_retracted": True},
        {"type": "review"},
    ]
    seats = [[author(1, NTNU)]] * len(changes) + [[author(1, ABROAD)]]
    records = [
        work(n, *one, **more)
        for n, (one, more) in enumerate(zip(seats, [*changes, {}], strict=True), start=1)
    ]
    content = [
        row["content"]
        for row in rows(loaded(tmp_path, [packed(tmp_path / "part_0000.gz", records)]), "works")
    ]
    assert content[0] == content[1] == content[2]
    assert len(set(content)) == 4


def test_organisations_come_from_the_sources_own_list_where_it_is_there(tmp_path):
    part = packed(tmp_path / "works" / "part_0000.gz", RECORDS)
    seen = rows(loaded(tmp_path / "a", [part]), "organisations")
    assert [(row["organisation"], row["parents"], row["lineage"]) for row in seen] == [
        (5, None, [5]),
        (HOME, None, [HOME]),
    ]
    told = {**institution(8, above=(HOME,)), "geo": {"latitude": 63.419499, "longitude": 10.4},
            "associated_institutions": [{"ror": "https://ror.org/05xg72x27", "relationship": "parent"}]}  # fmt: skip
    listed = packed(tmp_path / "institutions" / "part_0000.gz", [told])
    [row] = rows(loaded(tmp_path / "b", [part, listed]), "organisations")
    assert (row["lat"], row["lon"], row["parents"], row["lineage"]) == (
        63419499,
        10400000,
        ["05xg72x27"],
        [8, HOME],
    )


@pytest.mark.parametrize("home", ["05xg72x27", "I", "NTNU"])
def test_a_home_that_is_no_number_of_openalex_is_refused(tmp_path, home):
    with pytest.raises(Problems, match="I204778367"):
        loaded(tmp_path, [packed(tmp_path / "part_0000.gz", RECORDS)], home=home)
