"""What registers beside research say in a synthetic world is what its answer book says, and has the traps of the real files."""

import json
from collections import Counter, defaultdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.evidence.loads import Loads
from tests.evidence.worlds import engine, made_of
from utsyn.evidence import world
from utsyn.evidence.applications import applications
from utsyn.evidence.indicators.erc import running
from utsyn.evidence.recipes import About
from utsyn.evidence.recipes import find as find_recipe
from utsyn.evidence.sources import find
from utsyn.evidence.sources.packed import workbook_lines
from utsyn.evidence.world import blocks
from utsyn.evidence.world.files import write_files
from utsyn.evidence.world.truth import truth
from utsyn.reasons import Source

WORKS, SEED = 700, 4


@cache
def told() -> dict[str, Any]:
    of = blocks.world(WORKS, SEED)
    return json.loads(json.dumps(truth(of, blocks.home_parts(of), later=False)))


@cache
def rows(name: str) -> list[dict[str, Any]]:
    return world.tables(works=WORKS, seed=SEED)[name].to_pylist()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_files(tmp_path_factory.mktemp("world") / "files", works=WORKS, seed=SEED, form="jsonl")


def test_the_list_of_the_charter_leads_from_codes_to_organisations(folder: Path, tmp_path: Path):
    loads = Loads(tmp_path)
    files = [folder / "eche" / "eche_list.xlsx", folder / "office" / "crosswalk.csv"]
    found = loads(find("eche"), *files)["links"]
    codes = {
        one["identifier"]: one["other"]
        for one in found
        if (one["scheme"], one["other_scheme"]) == ("erasmus", "ror")
    }
    wanted = told()["charter"]
    assert codes, "some PIC leads to a ROR id"
    assert codes.items() <= wanted["codes"].items()
    assert {one["identifier"] for one in found if one["scheme"] == "erasmus"} == set(wanted["codes"])
    assert loads.counted["institution without a PIC"] == 1
    assert loads.counted["Erasmus code with several PICs"] == 1


def test_the_list_of_the_charter_has_two_rows_of_headings_and_padded_codes(folder: Path):
    (sheet,) = workbook_lines(folder / "eche" / "eche_list.xlsx")
    assert sheet[0][:2] == ["Proposal", ""]
    assert sheet[1][:4] == ["Proposal number", "Erasmus code", "PIC", "OID"]
    assert any("  " in row[1] for row in sheet[2:])
    assert {row[8] for row in sheet[2:]} & {"EL", "UK"}
    assert all("synthetic" in row[4] for row in sheet[2:])


def test_the_same_institutions_stand_in_the_registers_that_know_them():
    known = {one["ror"] for one in rows("organisations")}
    assert {one["other"] for one in rows("links") if one["other_scheme"] == "ror"} <= known
    assert set(told()["charter"]["codes"].values()) <= known
    pics = {one["pic"]: one["ror"] for one in rows("participations")}
    linked = {one["identifier"]: one["other"] for one in rows("links")
              if (one["scheme"], one["other_scheme"]) == ("pic", "ror")}  # fmt: skip
    both = linked.keys() & pics.keys()
    assert both
    assert {pic: linked[pic] for pic in both} == {pic: pics[pic] for pic in both}
    codes = {one["identifier"] for one in rows("links") if one["scheme"] == "erasmus"}
    assert {one[side] for one in rows("mobilities") for side in ("sender", "receiver")} <= codes
    assert {one["erasmus"] for one in rows("traffic")} - {None} <= codes


def test_applications_are_granted_as_told():
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows("applications"):
        if row["institution"] == told()["applications"]["institution"]:
            found[str(row["year"])][row["outcome"]] += 1
    assert found == told()["applications"]["years"]
    assert found["2026"].keys() == {"pending"}
    mine = [{**row, "status": row["outcome"]} for row in rows("applications") if row["institution"] == "TIU"]
    granted, decided = (sum(counts[name] for counts in found.values()) for name in ("granted", "rejected"))
    (_, rate) = next(iter(applications(mine, by=(), source=Source(title="made up"))))
    assert (rate.figure.parts["numerator"], rate.figure.parts["denominator"]) == (granted, granted + decided)


def test_the_applications_have_the_traps_of_the_real_file(folder: Path, tmp_path: Path):
    loads = Loads(tmp_path)
    found = loads(find("research-council"), folder / "research_council" / "soknader.csv")["applications"]
    assert {one["outcome"] for one in found} == {"granted", "rejected", "pending"}
    assert set(loads.counted) == {
        "application of a person, whose institution is not kept", "application outside any call",
        "application that is there twice, of which the first counts",
    }  # fmt: skip
    assert "Oppdiktet" not in str(found), "no person is kept"


def test_degrees_are_those_of_the_graduates_and_the_statistics_tell_them_rounded(
    folder: Path, tmp_path: Path
):
    by_year = Counter(str(row["year"]) for row in rows("graduates"))
    assert {year: counts["graduates"] for year, counts in told()["completions"].items()} == by_year
    assert all(counts["programmes"] > counts["graduates"] for counts in told()["completions"].values())
    exact: Counter[tuple[str, str]] = Counter()
    for row in rows("completions"):
        exact[str(row["year"]), row["counted"]] += row["students"]
    assert exact == Counter(
        {(year, what): n for year, counts in told()["completions"].items() for what, n in counts.items()}
    )
    loaded = Loads(tmp_path)(find("dbh"), *(folder / "dbh").glob("*.csv"))
    assert {row["rounded_to"] for row in loaded["completions"]} == {3}
    assert {row["students"] % 3 for row in loaded["completions"]} == {0}
    assert sum(row["students"] for row in loaded["completions"]) != sum(exact.values())
    assert [(one["institution"], one["until"], one["now"]) for one in loaded["institutions"]] == [
        ("0999", None, "0999"), ("0998", 2015, "0999"),
    ]  # fmt: skip


def test_cooperation_keeps_those_we_lead_apart_from_those_we_are_in():
    name = next(one["name"] for one in rows("organisations") if one["ror"] == told()["university"])
    roles = Counter(one["role"] for one in rows("cooperators") if one["name"] == name)
    assert roles == {
        "coordinator": told()["cooperation"]["coordinated"],
        "partner": told()["cooperation"]["as_partner"],
    }
    assert all(roles.values())
    assert any(one["name"] is None for one in rows("cooperators")), "a person's name is not kept"
    held = engine().memory({name: rows(name) for name in find_recipe("cooperation-projects").needs})
    found = made_of(find_recipe("cooperation-projects"), held, About(told()["university"], 2010, 2026))
    assert sum(found.column("coordinated")) == told()["cooperation"]["coordinated"]
    assert sum(found.column("as_partner")) == told()["cooperation"]["as_partner"]


def test_grants_of_the_research_council_of_europe_are_signed_moved_and_running_as_told():
    about = About(told()["university"], 2007, 2026)
    held = engine().memory({name: rows(name) for name in ("grants", "participations")})
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in made_of(find_recipe("erc-grants"), held, about).rows:
        one = dict(zip(find_recipe("erc-grants").columns, row, strict=True))
        for name in ("signed", "moved_in", "moved_out"):
            found[one["programme"]][name] += one[name]
    wanted = {
        name: {key: counts[f"erc_{key}"] for key in ("signed", "moved_in", "moved_out")}
        for name, counts in told()["grants"].items()
    }
    assert found == wanted
    assert found["HORIZON"]["moved_in"] == 1
    assert sum(counts["moved_out"] for counts in found.values()) > 0
    ours = {
        one["project"]
        for one in rows("participations")
        if one["ror"] == about.university and not one["ended"]
    }
    on = date(2026, 7, 1)
    now = sum(
        one["project"] in ours and one["pillar"] == "ERC" and one["starts"] <= on <= one["ends"]
        for one in rows("grants")
    )
    assert running(made_of(find_recipe("erc-running"), held, about), on=on) == (now, 0)
    assert now > 0


def test_lists_of_authors_that_were_cut_are_those_told():
    size, seed = 20_000, 2
    held = world.tables(works=size, seed=seed)
    of = blocks.world(size, seed)
    cut = truth(of, blocks.home_parts(of), later=False)["cut_author_lists"]
    home = set(held["authorships"]["work"].to_pylist())
    works = [
        one
        for one in held["works"].select(["work", "cut", "authors"]).to_pylist()
        if one["cut"] and one["work"] in home
    ]
    assert cut == sorted(one["work"] for one in works)
    assert cut, "with another seed there is none"
    assert {one["authors"] for one in works} == {100}
