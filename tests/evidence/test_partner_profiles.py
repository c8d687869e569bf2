"""Profiles of partners: what was planted in a synthetic world is found again, all of it and nothing else, with its reasons."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.evidence.partner_worlds import agreement, dealings, register
from tests.evidence.worlds import HOME, SWEDISH, engine, work, world
from utsyn.evidence.compute import Made
from utsyn.evidence.partner_profiles import ALSO, NEEDS, Gathered, day, gathered, partner_profile, standing
from utsyn.evidence.recipes import About, find
from utsyn.evidence.results import result
from utsyn.evidence.snapshots import Loaded, Store, Vintage
from utsyn.evidence.world.whole import store
from utsyn.reasons import Verdict

ON = date(2026, 11, 26)
WORKS, SEED = 1_500, 7
ALL = (*NEEDS, *ALSO)


def computed(opened: Any, vintage: Vintage, about: About, keys: tuple[str, ...] = ALL) -> Iterator[Made]:
    """Walk the results of recipes on opened tables."""
    for recipe in map(find, keys):
        asked = recipe.make(opened, about).select(list(recipe.columns))
        yield Made(recipe, about, result(recipe.columns, engine().rows(asked)), (vintage,), anew=True)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Gathered, Mapping[str, list[dict[str, Any]]]]:
    """Return the evidence of a synthetic world, and what is planted in it."""
    kept = Store(tmp_path_factory.mktemp("world"))
    vintage = store(kept, works=WORKS, seed=SEED)
    truth = json.loads((kept.folder / vintage.source / vintage.key / "truth.json").read_text("utf-8"))
    files = {one.table: path for one in vintage.tables if (path := kept.path(vintage, one.table))}
    about = About(truth["university"], 2012, 2026)
    by_ror = {one["ror"]: one for one in pq.read_table(files["organisations"]).to_pylist()}
    quiet = [by_ror[one] for one in truth["traffic"]["only"]]
    return gathered(computed(engine().open(files), vintage, about)), {
        **truth["partners"],
        "traffic_only": quiet,
    }


def numbers(of: list[dict[str, Any]]) -> set[int]:
    return {one["organisation"] for one in of}


def test_all_that_was_planted_about_partners_is_found_and_nothing_else(planted):
    of, told = planted
    found = standing(of, on=ON)
    assert set(found.hidden) == numbers(told["hidden"])
    assert set(found.emerging) == numbers(told["emerging"])
    assert set(found.dormant) == numbers(told["dormant"])
    assert set(found.one_person) == numbers(told["one_person"])
    assert found.unlisted == ()


def test_who_is_covered_by_an_agreement_above_it_is_not_hidden_and_is_told_why(planted):
    of, told = planted
    (partner,) = numbers(told["covered_by_parent"])
    much, broad, uncovered = partner_profile(of, partner, on=ON).hidden.because
    assert (much.verdict, broad.verdict, uncovered.verdict) == (Verdict.YES, Verdict.YES, Verdict.NO)
    assert uncovered.found is not None
    assert uncovered.found.in_("en") == "There is one with an organisation above it"


@pytest.mark.parametrize(("story", "sign"), [("students_only", 2), ("project_only", 3), ("traffic_only", 4)])
def test_an_agreement_with_one_sign_of_life_does_not_sleep(planted, story, sign):
    of, told = planted
    assert told[story]
    for partner in numbers(told[story]):
        parts = partner_profile(of, partner, on=ON).dormant.because
        assert [at for at, part in enumerate(parts) if part.verdict is Verdict.NO] == [sign]


def test_a_partner_met_only_in_big_science_is_neither_hidden_nor_emerging(planted):
    of, told = planted
    (partner,) = numbers(told["big_science_only"])
    profile = partner_profile(of, partner, on=ON)
    assert (profile.counts.recent, profile.counts.hyper, profile.hyper) == (0, 16, 1)
    assert profile.hidden.verdict is profile.emerging.verdict is Verdict.NO


def test_a_profile_tells_counts_years_place_and_that_it_was_made_up(planted):
    of, told = planted
    assert told["hidden"]
    for one in told["hidden"]:
        profile = partner_profile(of, one["organisation"], on=ON)
        assert profile.place is not None
        assert (profile.place["ror"], profile.place["country"]) == (one["ror"], one["country"])
        assert (profile.counts.recent, profile.counts.before) == (one["recent"], one["before"])
        assert sum(year.works for year in profile.years) == one["works"]
        assert all(0 < year.score <= year.works for year in profile.years)
        assert profile.units is not None
        assert profile.affinity is not None
        assert profile.dependence is not None
        assert profile.dependence < Fraction(4, 5)
        assert profile.sources
        assert [one.key for one in (profile.emerging, profile.hidden, profile.dormant, profile.one_person)] == [
            "emerging", "hidden", "dormant", "one-person",
        ]  # fmt: skip
        assert standing(of, on=ON).hidden[one["organisation"]] == profile.hidden
        assert profile.hidden.sources == profile.grows.sources == profile.sources
        said = [words.in_("en") for words in profile.caveats]
        assert said[0].startswith("Synthetic")
        assert any("2026 was not over" in words for words in said)


VINTAGE = Vintage(
    source="test",
    title="Told",
    day=date(2025, 3, 1),
    key="one",
    tables=(Loaded(table="works", file="", rows=0, sha256=""),),
)


@cache
def tiny(
    *keys: str, since: int = 2015, until: int = 2025, day: date = VINTAGE.day, n: int = 6, others: int = 0
) -> Gathered:
    """Return the evidence of six works with one partner, of some recipes alone."""
    held = world(*[work(n, [[(HOME, "NO")], [(SWEDISH, "SE")]], year=2022 + n % 3, people=[n % 2 + 1]) for n in range(n)],
                 *[work(100 + m, [[(SWEDISH, "SE")]]) for m in range(others)],
                 organisations=register(), **dealings(agreements=[agreement(SWEDISH), agreement(99)]))  # fmt: skip
    about = About("home00001", since, until)
    return gathered(
        computed(engine().memory(held), VINTAGE.model_copy(update={"day": day}), about, (*NEEDS, *keys))
    )


def test_what_was_not_computed_is_unknown_and_never_nothing():
    of = tiny()
    profile = partner_profile(of, SWEDISH, on=ON)
    assert (
        profile.agreements,
        profile.stays,
        profile.projects,
        profile.units,
        profile.affinity,
        profile.place,
    ) == (None,) * 6
    assert (profile.counts.recent, profile.counts.people, profile.counts.largest) == (6, 2, 3)
    assert profile.dormant.verdict is Verdict.NO  # there are publications, whatever else there is
    nobody = partner_profile(of, 12, on=ON)
    assert nobody.dormant.verdict is Verdict.UNKNOWN
    assert (nobody.counts.recent, nobody.growth.ratio, nobody.hyper, nobody.dependence) == (
        0,
        None,
        None,
        None,
    )
    with pytest.raises(KeyError, match="home-output"):
        gathered([])


def test_years_that_were_not_asked_about_are_unknown():
    short = partner_profile(tiny(since=2020), SWEDISH, on=ON)
    assert (short.counts.recent, short.counts.before) == (6, None)
    assert short.emerging.verdict is Verdict.NO  # six are too few, whatever was before
    none = partner_profile(tiny(since=2023), SWEDISH, on=ON).counts
    assert (none.recent, none.works, none.ours_recent) == (None, None, None)


def test_the_last_full_year_is_that_of_the_data_and_not_of_the_day():
    assert tiny(day=date(2025, 12, 31)).span().last == 2024
    assert tiny(day=date(2026, 1, 1)).span() == (2025, None)  # 2026 was not asked about
    assert tiny(until=2023).span() == (2023, None)


def test_an_agreement_with_whom_the_register_lacks_is_told_apart():
    of = tiny("partner-agreements")
    found = standing(of, on=ON)
    assert found.unlisted == ("ror000099",)
    assert 0 not in found.dormant
    agreed = partner_profile(of, SWEDISH, on=ON).agreements
    assert agreed is not None
    assert [(one.relation, one.since, one.until) for one in agreed] == [("itself", date(2020, 1, 1), None)]


def test_affinity_is_not_told_of_our_own_works_alone():
    profile = partner_profile(tiny("partner-profile", "field-output", n=12), SWEDISH, on=ON)
    assert profile.fields == {17: (12, 12, 12, 12)}
    assert (profile.affinity, profile.likeness_squared, profile.strengths) == (None, None, ())
    apart = partner_profile(tiny("partner-profile", "field-output", n=12, others=12), SWEDISH, on=ON).affinity
    assert apart is not None
    assert (apart.salton_squared, apart.probabilistic) == (Fraction(1, 2), 1)


def test_a_day_is_read_back_from_its_number():
    assert (day(20250831), day(None)) == (date(2025, 8, 31), None)
