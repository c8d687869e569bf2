"""NTNU's two plans are complete, verbatim where they quote, and in our own words everywhere else."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from pydantic import BaseModel

from tests.house.tree import ROOT
from utsyn.cited import Citation
from utsyn.home import SHIPPED
from utsyn.plans.check import check
from utsyn.plans.document import Goal, GoalKind, PlanDocument
from utsyn.plans.library import library
from utsyn.plans.mapping import mapped
from utsyn.plans.progress import all_progress
from utsyn.plans.series import Records
from utsyn.plans.states import State
from utsyn.plans.targets import kinds
from utsyn.text import Text

pytestmark = pytest.mark.once

SEEDS = ROOT.parent / "shared" / "seeds"
OLD, NEW = (library().plan(key).text for key in ("ntnu-2018-2021", "ntnu-2022-2025"))
BOTH = pytest.mark.parametrize("plan", [OLD, NEW], ids=lambda plan: plan.key)
LANGUAGE = pytest.mark.parametrize("source", ["seed002", "seed003"])
WORD = re.compile(r"\w+")
RUN = 7  # so many words of a plan in a row are its sentence and not ours


def seed(plan: PlanDocument, source: str) -> str:
    if not SEEDS.is_dir():
        pytest.skip("the source texts (../shared/seeds) are not here: the plans cannot be compared with them")
    return (SEEDS / plan.sources[source].text).read_text(encoding="utf-8")


def plain(text: str) -> str:
    return " ".join(text.split())


def parts(part: object, kind: type[BaseModel]) -> Iterator[BaseModel]:
    if isinstance(part, kind):
        yield part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from parts(getattr(part, name), kind)
    elif isinstance(part, Mapping):
        yield from (found for value in part.values() for found in parts(value, kind))
    elif isinstance(part, (tuple, list)):
        yield from (found for value in part for found in parts(value, kind))


def quoted(goals: tuple[Goal, ...], source: str) -> list[str]:
    return [cited.quote for goal in goals for cited in goal.cite if cited.source == source]


def goals_in_english(text: str) -> dict[GoalKind, list[str]]:
    """Read the goals under each heading: bullets, and sentences of what shall be that have lost theirs."""
    found: dict[GoalKind, list[str]] = {GoalKind.STRATEGIC: [], GoalKind.DEVELOPMENT: []}
    under: GoalKind | None = None
    for line in filter(None, map(str.strip, text.splitlines())):
        if heading := re.fullmatch(r"(Strategic|Development) goals?", line):
            under = GoalKind(heading[1].lower())
        elif under and (line.startswith("•") or " shall " in line):
            found[under].append(plain(line.lstrip("• ")))
        else:
            under = None
    return found


def goals_in_norwegian(text: str) -> dict[GoalKind, list[str]]:
    """Read the goals under each heading: strategic ones are paragraphs, the others bullets that end in a full stop."""
    found: dict[GoalKind, list[str]] = {GoalKind.STRATEGIC: [], GoalKind.DEVELOPMENT: []}
    blocks = re.split(r"(?m)^ ?(STRATEGISKE? MÅL|UTVIKLINGSMÅL) *$|^ ?(?=\d\.(?:\d| ) ?[A-ZÅ])", text)
    for heading, block in zip(blocks[1::2], blocks[2::2], strict=True):
        if heading == "UTVIKLINGSMÅL":
            items = block.split("•")[1:]
            found[GoalKind.DEVELOPMENT] += [plain(re.split(r"(?m)(?<=\.) *$", item)[0]) for item in items]
        elif heading:
            paragraphs = map(plain, re.split(r"\n\s*\n", block))
            found[GoalKind.STRATEGIC] += [one for one in paragraphs if one.startswith("NTNU")]
    return found


READ = {"seed002": goals_in_english, "seed003": goals_in_norwegian}


@LANGUAGE
@pytest.mark.parametrize(("kind", "many"), [(GoalKind.STRATEGIC, 11), (GoalKind.DEVELOPMENT, 32)])
def test_the_plan_has_every_goal_of_its_text_in_order_and_no_other(
    source: str, kind: GoalKind, many: int
) -> None:
    written = READ[source](seed(NEW, source))[kind]
    assert quoted(NEW.of_kind(kind), source) == written
    assert len(written) == many


@LANGUAGE
def test_the_aims_and_the_overarching_goal_are_those_of_the_introduction(source: str) -> None:
    start, end = {
        "seed002": ("Four development goals", "Quality,"),
        "seed003": ("Fire utviklingsmål", "Kvalitet,"),
    }[source]
    introduction = seed(NEW, source).split(start)[1].split(end)[0]
    written = [plain(item) for item in introduction.split("•")[1:]]
    assert [cited.quote for aim in NEW.aims for cited in aim.cite if cited.source == source] == written
    (departments,) = NEW.of_kind(GoalKind.OVERARCHING)
    assert {cited.source for cited in departments.cite} == {"seed002", "seed003"}
    assert {target.kind for target in departments.targets} == {"coverage"}


def test_the_chapters_are_numbered_as_the_printed_plan_numbers_them() -> None:
    headings = re.findall(r"(?m)^ ?(\d(?:\.\d)?)\.? +[A-ZÅ](?!.*\.{5})", seed(NEW, "seed003"))
    assert [chapter.number for chapter in NEW.chapters if chapter.number] == headings
    for chapter in NEW.chapters:
        assert chapter.within == next(
            (one.key for one in NEW.chapters if one.number and chapter.number.startswith(f"{one.number}.")),
            None,
        )


@LANGUAGE
def test_every_strategy_that_the_plan_lists_is_among_those_it_builds_on(source: str) -> None:
    start, end = {
        "seed002": ("among other things:", "International cooperation,"),
        "seed003": ("blant annet:", "ALLE NTNUs"),
    }[source]
    listed = [plain(item) for item in seed(NEW, source).split(start)[1].split(end)[0].split("•")[1:]]
    quotes = [cited.quote for one in NEW.builds_on for cited in one.cite if cited.source == source]
    assert len(listed) == 5
    assert [item for item in listed if not any(quote and quote in item for quote in quotes)] == []
    assert {"2017-2018", "2020-2021", "2021-2027"} <= {one.years for one in NEW.builds_on}


def test_the_first_plan_has_the_four_goals_of_its_list_and_those_of_its_text() -> None:
    listed = [
        plain(item)
        for item in seed(OLD, "seed004").split("priority goals")[1].split("The aim of")[0].split("•")[1:]
    ]
    goals = tuple(goal for goal in OLD.within("strategy") if goal.kind is GoalKind.DEVELOPMENT)
    assert quoted(goals, "seed004") == listed
    assert len(listed) == 4
    assert [goal.key for goal in OLD.of_kind(GoalKind.OVERARCHING)] == [
        "departments-at-international-level",
        "sustainable-development",
    ]
    assert OLD.sources["seed004"].partial


@BOTH
def test_nothing_is_found_wrong_and_every_quote_stands_in_its_source(plan: PlanDocument) -> None:
    for source in plan.sources:
        if plan.sources[source].text:
            seed(plan, source)
    assert check(SHIPPED / "plans" / f"{plan.key}.yaml", texts=[SEEDS]) == []
    found = [one for one in parts(plan, Citation) if one.quote]
    assert [one.quote for one in found if one.quote not in plain(seed(plan, one.source))] == []
    assert [
        one.quote
        for one in found
        if not one.place and one not in [c for chapter in plan.chapters for c in chapter.cite]
    ] == []


def test_a_quote_with_another_word_would_be_noticed(tmp_path: Path) -> None:
    for source in ("seed002", "seed003"):
        text = (
            seed(NEW, source)
            .replace("Horizon Europe programme", "Horizon Europe period")
            .replace("NTNUs skal ha", "NTNU skal ha")
        )
        (tmp_path / NEW.sources[source].text).write_text(text, encoding="utf-8")
    found = check(SHIPPED / "plans" / f"{NEW.key}.yaml", texts=[tmp_path])
    assert [one.code for one in found if one.fails] == ["quote-not-in-source"] * 2


@LANGUAGE
def test_every_goal_is_cited_in_both_languages_with_its_place(source: str) -> None:
    for goal in NEW.goals:
        (cited,) = (one for one in goal.cite if one.source == source)
        assert cited.quote, goal.key
        assert cited.place, goal.key


@BOTH
def test_everything_of_ours_is_in_three_languages(plan: PlanDocument) -> None:
    assert [text for text in parts(plan, Text) if text.missing()] == []


@BOTH
def test_our_words_are_not_the_plans_sentences(plan: PlanDocument) -> None:
    theirs = {run for name, entry in plan.sources.items() if entry.text for run in runs(seed(plan, name))}
    ours = parts((plan.about, plan.aims, plan.chapters, plan.goals, plan.follows), Text)
    assert {run for text in ours for words in (text.nb, text.en) for run in runs(words)} & theirs == set()


def runs(text: str) -> set[tuple[str, ...]]:
    words = WORD.findall(text.casefold())
    return {tuple(words[n : n + RUN]) for n in range(len(words) - RUN + 1)}


def test_every_kind_of_target_is_used_and_every_reading_of_the_words_is_stated() -> None:
    targets = [(goal.key, target) for plan in (OLD, NEW) for goal in plan.goals for target in goal.targets]
    shipped = {name for name, one in kinds().items() if one.function.__module__.startswith("utsyn.")}
    assert {target.kind for _, target in targets} == shipped
    assert [key for key, target in targets if target.choice is None] == []


def test_what_doubling_means_is_stated_and_the_erc_goal_outlasts_the_plan() -> None:
    double = {
        goal.key: target for goal in NEW.goals for target in goal.targets if target.kind == "multiplied"
    }
    assert {key: target.given["compare"] for key, target in double.items()} == {
        "erc": "whole",
        "eic-pathfinder": "same_month",
    }
    assert double["erc"].due == date(2027, 12, 31) > NEW.lasts.until


@BOTH
def test_without_a_figure_nothing_is_said_to_go_well(plan: PlanDocument) -> None:
    found = all_progress(plan, Records(), indicators=library().indicators, on=date(2024, 6, 1))
    assert list(found) == [goal.key for goal in plan.goals]
    assert {one.state for one in found.values()} <= {State.UNKNOWN, State.JUDGEMENT}


def test_every_goal_of_both_plans_is_told_of_and_half_the_students_cannot_be_compared_with_more_of_them() -> (
    None
):
    rows = mapped(OLD, NEW, indicators=library().indicators)
    assert [row for row in rows if row.change is None] == []
    assert {goal.key for goal in OLD.goals} == {one.key for row in rows for one in row.before}
    assert {one.key for one in (*NEW.aims, *NEW.goals)} == {one.key for row in rows for one in row.after}
    verdicts = {row.after[0].key: row.comparable.verdict for row in rows if row.comparable is not None}
    assert verdicts["half-abroad"] == "no"
    assert verdicts["departments-at-high-level"] == "yes"
