"""What is planted in a synthetic world is there, exactly as the answer book tells: found again here by plain, slow code."""

import json
from collections import Counter, defaultdict
from datetime import date
from functools import cache
from typing import Any

import pyarrow as pa
import pytest

from utsyn.evidence import world
from utsyn.evidence.indicators.ours import plain_home_works
from utsyn.evidence.recipes import About
from utsyn.evidence.world import blocks
from utsyn.evidence.world.changes import CAUSES
from utsyn.evidence.world.truth import truth

WORKS, SEED, TODAY = 2_500, 11, date(2026, 7, 1)
RECENT, BEFORE = range(2023, 2026), range(2020, 2023)


@cache
def told(*, later: bool = False) -> dict[str, Any]:
    of = blocks.world(WORKS, SEED)
    return json.loads(json.dumps(truth(of, blocks.home_parts(of), later=later)))


@cache
def tables(*, later: bool = False) -> dict[str, pa.Table]:
    return dict(world.tables(works=WORKS, seed=SEED, later=later))


@cache
def rows(name: str, *, later: bool = False) -> list[dict[str, Any]]:
    return tables(later=later)[name].to_pylist()


@cache
def ours(*, later: bool = False) -> dict[int, dict[str, Any]]:
    given = {name: rows(name, later=later) for name in ("works", "orgmap")}
    about = About(told()["university"], 2012, 2026)
    return {work["work"]: work for work in plain_home_works(given, about)}


def figures(*, later: bool) -> dict[str, dict[str, int]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for work in ours(later=later).values():
        n = len(work["countries"])
        found[str(work["year"])].update({"works": 1, "numerator": int(n > 1), "denominator": int(n > 0)})
    return {year: dict(counts) for year, counts in found.items()}


@cache
def together() -> dict[int, Counter[str]]:
    """Co-publications by organisation and period, not counting big science."""
    of_map = {one["organisation"] for one in rows("orgmap")}
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for work in ours().values():
        if work["authors"] > 100:
            continue
        period = "recent" if work["year"] in RECENT else "before" if work["year"] in BEFORE else "other"
        for organisation in set(work["institutions"]) - of_map:
            found[organisation][period] += 1
    return found


def active() -> set[str]:
    return {
        one["ror"]
        for one in rows("agreements")
        if one["since"] <= TODAY and (one["until"] is None or one["until"] >= TODAY)
    }


def planted(story: str) -> set[str]:
    return {one["ror"] for one in told()["partners"][story]}


@pytest.mark.parametrize("later", [False, True])
def test_the_figures_of_the_answer_book_are_what_the_slow_code_counts(*, later: bool):
    wanted = {year: counts for year, counts in told(later=later)["figures"].items() if counts["works"]}
    assert figures(later=later) == wanted


def test_exactly_the_planted_partners_are_hidden():
    by_number = {one["organisation"]: one for one in rows("organisations")}
    family: dict[str, set[str]] = defaultdict(set)
    for one in by_number.values():
        for parent in one["parents"]:
            family[one["ror"]].add(parent)
            family[parent].add(one["ror"])
    found = set()
    for organisation, counts in together().items():
        one = by_number[organisation]
        known = ({one["ror"]} | family[one["ror"]]) & active()
        if counts["recent"] >= 15 and one["country"] != "NO" and not known:
            found.add(one["ror"])
    assert found == planted("hidden")
    covered = next(iter(told()["partners"]["covered_by_parent"]))
    assert together()[covered["organisation"]]["recent"] >= 15, "hidden, were it not for its parent"


def test_exactly_the_planted_partners_are_dormant():
    by_ror = {one["ror"]: one["organisation"] for one in rows("organisations")}
    stayed = {one["ror"] for one in rows("stays") if one["until"].year in RECENT}
    home = told()["university"]
    joint = {one["project"] for one in rows("participations") if one["ror"] == home}
    running = {one["project"] for one in rows("grants") if one["ends"].year >= RECENT.start}
    partners = {one["ror"] for one in rows("participations") if one["project"] in joint & running}
    codes = {
        one["identifier"]: one["other"]
        for one in rows("links")
        if (one["scheme"], one["other_scheme"]) == ("erasmus", "ror")
    }
    busy = {one["ror"] or codes[one["erasmus"]] for one in rows("traffic") if one["day"].year in RECENT}
    asleep = {
        one for one in active() - stayed - partners - busy
        if not any(set(work["institutions"]) & {by_ror[one]} for work in ours().values() if work["year"] in RECENT)
    }  # fmt: skip
    assert asleep == planted("dormant")
    assert planted("project_only") <= partners
    assert planted("students_only") <= stayed
    only = set(told()["traffic"]["only"])
    assert len(only) == 1
    assert only <= busy & active()
    assert not only & (stayed | partners | planted("dormant")), "what wakes it is traffic and nothing else"
    assert planted("dormant") & {one["ror"] for one in rows("traffic")}, "what happened long ago wakes nobody"


def test_emerging_partners_and_those_of_one_person_are_as_told():
    assert told()["partners"]["emerging"]
    assert told()["partners"]["one_person"]
    for one in told()["partners"]["emerging"]:
        assert together()[one["organisation"]] == {"recent": 11, "before": 2}
    person: dict[int, set[int]] = defaultdict(set)
    staff = {one["author"] for one in rows("staff")}
    for row in rows("authorships"):
        if row["author"] in staff:
            person[row["work"]].add(row["author"])
    for one in told()["partners"]["one_person"]:
        of = [person[work["work"]] for work in ours().values() if one["organisation"] in work["institutions"]]
        assert len(of) == one["works"] == 9
        assert len(set().union(*of)) == 1


def test_the_partner_that_is_only_on_big_science_is_nowhere_else():
    one = told()["partners"]["big_science_only"][0]
    assert one["organisation"] not in together()
    on = [work for work in ours().values() if one["organisation"] in work["institutions"]]
    assert len(on) == one["works"]
    assert {work["work"] for work in on} <= set(told()["big_science"])


def test_works_with_one_author_in_two_countries_are_international_by_that_author_alone():
    works = {work["work"]: work for work in rows("works")}
    assert len(told()["one_author_two_countries"]) >= 5
    for number in told()["one_author_two_countries"]:
        assert len(works[number]["countries"]) == 2
        assert len(works[number]["single_countries"]) <= 1


def test_second_records_have_the_title_of_the_first_and_split_authors_one_orcid_or_none():
    works = {work["work"]: work for work in rows("works")}
    assert told()["second_records"]
    for pair in told()["second_records"]:
        assert works[pair["work"]]["title"] == works[pair["record_of"]]["title"]
    authors = {row["author"] for row in rows("authorships")}
    assert any(set(one["authors"]) <= authors for one in told()["split_authors"])
    staff = {one["author"] for one in rows("staff")}
    assert all(
        one["authors"][0] in staff and one["authors"][1] not in staff for one in told()["split_authors"]
    )


def test_every_difference_between_the_vintages_has_its_planted_cause_and_they_sum_exactly():
    before, after, changes = figures(later=False), figures(later=True), told(later=True)["changes"]
    assert set(changes) == set(CAUSES[1:])
    summed: dict[str, Counter[str]] = defaultdict(Counter)
    for one in changes.values():
        for year, moved in one["by_year"].items():
            summed[year].update(moved)
    for year in {*before, *after}:
        for what in ("works", "numerator", "denominator"):
            assert (
                after.get(year, {}).get(what, 0) - before.get(year, {}).get(what, 0) == summed[year][what]
            ), (year, what)
    cause = {work: name for name, one in changes.items() for work in one["works"]}
    assert len(cause) == sum(len(one["works"]) for one in changes.values()), "a work has one cause"
    assert set(ours()) ^ set(ours(later=True)) <= set(cause)
    assert all(one["by_year"] for name, one in changes.items() if name != "merged")


@pytest.mark.parametrize(
    ("cause", "works", "numerator"),
    [("new", 1, None), ("deleted", -1, None), ("retracted", -1, None), ("type_out", -1, None), ("type_in", 1, None),
     ("lost", -1, None), ("gained", 1, None), ("flag_on", 0, 1), ("flag_off", 0, -1)],
)  # fmt: skip
def test_each_cause_moves_the_figure_by_one_for_each_of_its_works(
    cause: str, works: int, numerator: int | None
):
    one = told(later=True)["changes"][cause]
    assert len(one["works"]) >= 2
    assert sum(moved["works"] for moved in one["by_year"].values()) == works * len(one["works"])
    if numerator is not None:
        assert sum(moved["numerator"] for moved in one["by_year"].values()) == numerator * len(one["works"])


def test_what_did_not_change_has_the_same_content_and_what_changed_another():
    before = {work["work"]: work["content"] for work in rows("works")}
    after = {work["work"]: work["content"] for work in rows("works", later=True)}
    moved = {number for number in set(before) & set(after) if before[number] != after[number]}
    changes = told(later=True)["changes"]
    stays = {"retracted", "type_out", "type_in", "lost", "gained", "flag_on", "flag_off"}
    assert moved == {number for name in stays for number in changes[name]["works"]}


def test_grants_exchange_and_graduates_are_as_told():
    home = told()["university"]
    net = Counter()
    programme = {one["project"]: one["programme"] for one in rows("grants")}
    for one in rows("participations"):
        if one["ror"] == home and one["net"] is not None:
            net[programme[one["project"]]] += one["net"]
    assert all(net[name] == told()["grants"][name]["net"] for name in ("H2020", "HORIZON"))
    out = Counter()
    for one in rows("exchanges"):
        out[str(one["year"]), one["way"]] += one["students"] * (one["level"] != "FU")
    assert all(out[year, way] == n for year, ways in told()["exchanges"].items() for way, n in ways.items())
    away = sum(one["days_abroad"] >= 90 and one["stay"] == "exchange" for one in rows("graduates"))
    assert away == sum(one["numerator"] for one in told()["graduates"].values())
