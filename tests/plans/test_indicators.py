"""The indicators that Utsyn ships: each is read, cited, owned by a role, honest about what it does not see, and used."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from utsyn.evidence.recipes import recipes
from utsyn.home import SHIPPED
from utsyn.plans.check import check
from utsyn.plans.document import Target
from utsyn.plans.indicators import Definition, IndicatorDocument, Sort
from utsyn.plans.library import library
from utsyn.plans.targets import kind, kinds

FILES = sorted((SHIPPED / "indicators").rglob("*.yaml"))
ALL = {one.key: one for one in library().indicators.values()}
MEASURED_PER_PERSON_OR_WORK = 30  # the least that a share is shown of


def targets() -> Iterator[tuple[str, Target]]:
    for plan in library().plans.values():
        for goal in plan.text.goals:
            yield from ((f"{plan.text.key}:{goal.key}", target) for target in goal.targets)


def definitions() -> Iterator[tuple[IndicatorDocument, Definition]]:
    return ((one, definition) for one in ALL.values() for definition in one.definitions)


@pytest.mark.once
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_is_wrong_with_any_indicator_and_nothing_left_to_note(path: Path) -> None:
    assert check(path) == []


@pytest.mark.once
def test_every_indicator_of_a_plan_is_here_and_its_kind_of_target_can_be_put_to_it() -> None:
    for where, target in targets():
        if target.indicator:
            assert ALL[target.indicator].sort in kind(target.kind).takes, where


@pytest.mark.once
def test_every_indicator_serves_a_plan_or_is_computed_and_all_sorts_and_kinds_are_used() -> None:
    used = {target.indicator for _, target in targets()} - {None}
    assert used <= set(ALL)
    from_results = {
        "application-success",
        "publications-expected",
        "projects-and-publications",
    }  # of no recipe alone
    computed = {one.indicator for one in recipes().values()} | from_results
    assert set(ALL) - used <= computed
    assert {one.sort for one in ALL.values()} == set(Sort)
    shipped = {target.kind for _, target in targets()}
    assert shipped == {name for name, one in kinds().items() if one.function.__module__.startswith("utsyn.")}


@pytest.mark.once
def test_every_definition_rests_on_a_source_and_names_what_the_figure_does_not_see() -> None:
    for one, definition in definitions():
        assert definition.cite, one.key
        assert {cited.source for cited in definition.cite} <= set(one.sources), one.key
        newest = definition is one.definitions[-1]
        assert len(definition.weaknesses) >= (2 if newest else 1), one.key


@pytest.mark.once
def test_a_later_definition_says_why_and_stands_in_no_series_with_the_one_before() -> None:
    later = [(one, each) for one in ALL.values() for each in one.definitions[1:]]
    assert {one.key for one, _ in later} == {
        "erasmus-mobilities", "erasmus-mobility-long", "exchange-flows", "exchange-priority-countries", "graduates-abroad",
        "international-degree-students",
    }  # fmt: skip
    for one, each in later:
        assert each.because, one.key
        assert list(one.comparable(each.version)) == [each.version], one.key


@pytest.mark.once
def test_somebody_answers_for_every_figure_and_says_what_is_needed_to_make_it() -> None:
    for one in ALL.values():
        assert one.providers, one.key
        assert one.needs, one.key
        assert sum(provider.leads for provider in one.providers) <= 1, one.key
        if one.sort is Sort.SHARE:
            assert one.smallest == MEASURED_PER_PERSON_OR_WORK, one.key


@pytest.mark.once
def test_registers_that_count_different_things_stand_side_by_side_and_only_one_may_lead() -> None:
    copublication = ALL["international-copublication"]
    assert {provider.key for provider in copublication.providers} == {"nvi", "openalex"}
    assert copublication.leading() == "nvi"
    undecided = [one.key for one in ALL.values() if not one.leading()]
    assert undecided == ["guest-researchers"]
