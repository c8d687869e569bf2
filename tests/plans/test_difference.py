"""What changed since last time: states that turned, figures new and revised, judgements, states set by hand."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import given, settings

from tests.plans.worlds import observed, tracked, worlds
from tests.spec.test_target_judged import RUBRIC
from tests.spec.tracking import Tracked, observation, track
from utsyn.plans.difference import Changed, Turn, difference
from utsyn.plans.series import SetByHand
from utsyn.plans.states import Progress

FIFTY = Tracked("at_least", "count", {"value": 50})


def between(before: Progress | None, after: Progress | None) -> list[tuple[Turn, str]]:
    found = difference({"g": before} if before else {}, {"g": after} if after else {})
    return [(one.turn, one.words.in_("en")) for one in found]


def at(figures: Mapping[Any, Any], *more: tuple[Any, Any], on: str) -> Progress:
    return FIFTY.by(figures, *more, on=on).example.progress


def test_a_newer_figure_and_the_state_that_it_turned():
    figures = {2021: 30, 2022: 35, 2023: 38}
    assert between(at(figures, on="2023-06-01"), at(figures, on="2024-06-01")) == [
        (Turn.STATE, "From on course to behind"),
        (Turn.FIGURE, "A figure for 2023: 38"),
    ]


def test_a_state_that_turned_says_whether_for_the_better():
    worse, better = at({2021: 30, 2023: 38}, on="2024-03-01"), at({2021: 30, 2023: 42}, on="2024-03-01")
    assert difference({"g": worse}, {"g": better})[0].better is True
    assert difference({"g": better}, {"g": worse})[0].better is False


def test_a_revised_figure_says_what_it_was():
    figures, again = {2021: 30, 2023: 41}, (2023, {"value": 42, "known": "2024-06-01"})
    found = between(at(figures, again, on="2024-03-01"), at(figures, again, on="2024-06-01"))
    assert found == [(Turn.REVISED, "The figure for 2023 was 41 and is now 42")]


def test_a_figure_that_was_taken_back_no_longer_counts():
    figures = {2021: 30, 2022: 36, 2023: {"value": 41, "withdrawn": "2024-06-01"}}
    found = between(at(figures, on="2024-03-01"), at(figures, on="2024-06-01"))
    assert found == [(Turn.WITHDRAWN, "The figure for 2023 no longer counts")]


def test_goals_come_and_go():
    now = at({2021: 30, 2023: 41}, on="2024-03-01")
    assert between(None, now) == [(Turn.NEW_GOAL, "The goal is new: on course")]
    assert between(now, None) == [(Turn.GONE, "The goal is no longer in the plan")]


def test_a_state_set_by_hand_and_taken_back():
    plain = at({2021: 30, 2023: 41}, on="2024-03-01")
    by_hand = plain._replace(
        by_hand=SetByHand("g", "behind", "money ran out", date(2024, 2, 1), "The rector")
    )
    assert between(plain, by_hand) == [(Turn.SET, "The rector set it to behind: money ran out")]
    assert between(by_hand, plain) == [(Turn.TAKEN_BACK, "The state that was set by hand was taken back")]


def test_a_judgement_is_told_of_also_where_no_state_turned():
    judged = track("judged", rubric=RUBRIC, judge={"en": "the rector"})
    said = {"2023-06-01": "growing", "2024-02-01": "growing"}
    then, now = (judged.by({}, judged=said, on=on).example.progress for on in ("2024-01-01", "2024-03-01"))
    assert [turn for turn, _ in between(then, now)] == [Turn.JUDGED]


def test_figures_of_providers_that_disagree_are_told_by_provider():
    providers = [{"key": "dbh", "title": {"en": "A"}}, {"key": "own", "title": {"en": "B"}}]
    two = Tracked("at_least", "count", {"value": 50}, {}, {"providers": providers})
    told = [observation(2021, {"value": 30, "provider": name}) for name in ("dbh", "own")]
    told += [
        observation(2023, {"value": 30 * n, "provider": name}) for n, name in enumerate(("dbh", "own"), 1)
    ]
    then, now = two.put(told[:2], on=date(2024, 3, 1)), two.put(told, on=date(2024, 3, 1))
    found: tuple[Changed, ...] = difference({"g": then}, {"g": now})
    assert [(one.turn, one.provider) for one in found] == [(Turn.FIGURE, "dbh"), (Turn.FIGURE, "own")]


@given(worlds())
@settings(max_examples=30, deadline=None)
def test_nothing_changed_between_an_answer_and_itself(world):
    now = tracked(world).put(observed(world), on=world.on, members=world.members)
    assert difference({"g": now}, {"g": now}) == ()
