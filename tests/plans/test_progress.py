"""How a goal goes: the worst of its targets, what stands beside it, providers that disagree, and how old a figure is."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.spec.tracking import INDICATOR, PLAN, observation, track
from utsyn.plans.document import PlanDocument
from utsyn.plans.indicators import IndicatorDocument
from utsyn.plans.progress import all_progress
from utsyn.plans.series import Observation, Records, SetByHand
from utsyn.plans.states import Progress, State
from utsyn.reasons import Verdict

ON = date(2024, 3, 1)
DBH, OWN = {"key": "dbh", "title": {"en": "The database"}}, {"key": "own", "title": {"en": "Our own"}}


def goals(*each: Mapping[str, Any]) -> PlanDocument:
    shared = {"kind": "development", "chapter": "one", "title": {"en": "The goal"}}
    made = [{"key": f"goal-{n}", **shared, **one} for n, one in enumerate(each, 1)]
    return PlanDocument.model_validate({**PLAN, "goals": made})


def target(value: int, key: str = "target", **more: Any) -> Mapping[str, Any]:
    return {"key": key, "kind": "at_least", "indicator": "the-indicator", "given": {"value": value}, **more}


def indicator(**more: Any) -> IndicatorDocument:
    return IndicatorDocument.model_validate({**INDICATOR, "sort": "count", **more})


def asked(
    plan: PlanDocument,
    *observed: Observation,
    on: date = ON,
    by_hand: tuple[SetByHand, ...] = (),
    **more: Any,
) -> Progress:
    records = Records({"the-indicator": observed}, {}, {"goal-1": by_hand})
    return all_progress(plan, records, indicators={"the-indicator": indicator(**more)}, on=on)["goal-1"]


def test_a_goal_takes_the_worst_of_its_targets():
    plan = goals({"targets": [target(40, "met"), target(90, "far"), target(50, "near")]})
    found = asked(plan, observation(2021, 30), observation(2023, 42))
    assert [one.state for one in found.standings] == [State.REACHED, State.BEHIND, State.ON_COURSE]
    assert found.state is State.BEHIND
    assert found.finding.verdict is Verdict.NO
    assert [part.key for part in found.finding.because] == ["met", "far", "near"]


def test_what_nothing_measures_says_why_and_what_it_would_take():
    plan = goals({"unmeasured": {"because": {"en": "Nobody counts"}, "needs": {"en": "A register"}}})
    found = asked(plan)
    assert found.state is State.UNKNOWN
    assert found.finding.found.in_("en") == "Nobody counts"
    assert [one.claim.in_("en") for one in found.finding.missing()] == ["What it would take: A register"]


def test_an_indicator_that_is_not_at_hand_is_named():
    found = asked(goals({"targets": [target(3, indicator="another")]}))
    assert found.state is State.UNKNOWN
    assert "another" in found.standings[0].finding.found.in_("en")


def test_figures_and_the_plan_are_the_sources_of_the_answer():
    plan = goals({"targets": [target(40, cite={"source": "plan", "place": "Page 3"})]})
    sources = asked(plan, observation(2021, 30), observation(2023, 42)).standings[0].finding.sources
    assert [(str(one.title), one.place) for one in sources] == [
        ("Report 2023", ""),
        ("Report 2021", ""),
        ("The plan", "Page 3"),
    ]


def test_the_words_of_the_plan_are_the_claim_where_it_has_some():
    plan = goals({"targets": [target(40, claim={"en": "Forty projects"})]})
    assert asked(plan).standings[0].finding.claim.in_("en") == "Forty projects"
    assert (
        asked(goals({"targets": [target(40)]})).standings[0].finding.claim.in_("en")
        == "At least 40, by 31 December 2025"
    )


def by(provider: str, **years: int) -> list[Observation]:
    return [
        observation(int(year[1:]), {"value": value, "provider": provider}) for year, value in years.items()
    ]


def test_the_provider_that_leads_counts_and_the_others_are_shown():
    plan = goals({"targets": [target(50)]})
    figures = [*by("dbh", y2021=30, y2023=41), *by("own", y2021=30, y2023=55)]
    found = asked(plan, *figures, providers=[OWN, {**DBH, "leads": True}])
    assert found.state is State.ON_COURSE
    assert [(one.provider, one.state) for one in found.standings[0].others] == [("own", State.REACHED)]
    assert found.disagree


def test_providers_that_disagree_without_a_leader_leave_it_unknown_and_are_never_averaged():
    plan = goals({"targets": [target(50)]})
    figures = [*by("dbh", y2021=30, y2023=31), *by("own", y2021=30, y2023=69)]
    found = asked(plan, *figures, providers=[DBH, OWN])
    assert found.state is State.UNKNOWN
    assert [(one.provider, one.state) for one in found.standings[0].others] == [
        ("dbh", State.BEHIND),
        ("own", State.REACHED),
    ]
    assert found.standings[0].gauge.level is None
    assert "The database: behind" in found.standings[0].finding.found.in_("en")
    assert found.disagree


def test_providers_that_agree_need_no_leader():
    figures = [*by("dbh", y2021=30, y2023=50), *by("own", y2021=30, y2023=51)]
    found = asked(goals({"targets": [target(50)]}), *figures, providers=[DBH, OWN])
    assert found.state is State.REACHED
    assert found.standings[0].gauge.level == 50
    assert not found.disagree


def test_a_leader_without_figures_leads_nothing():
    found = asked(
        goals({"targets": [target(50)]}), *by("by-hand", y2023=50), providers=[{**DBH, "leads": True}]
    )
    assert found.state is State.REACHED
    assert found.standings[0].provider == "by-hand"
    assert "entered by hand" in found.standings[0].gauge.caveats[-1].in_("en")


def hand(day: str, state: str) -> SetByHand:
    return SetByHand("goal-1", state, "we know better", date.fromisoformat(day), "The rector")


def test_a_state_set_by_hand_stands_beside_the_computed_one_until_it_is_taken_back():
    plan, figures = goals({"targets": [target(50)]}), (observation(2021, 30), observation(2023, 31))
    before, after = hand("2024-01-01", "reached"), hand("2024-02-01", "")
    found = asked(plan, *figures, by_hand=(before, after), on=date(2024, 1, 31))
    assert (found.state, found.by_hand) == (State.BEHIND, before)
    assert asked(plan, *figures, by_hand=(before, after)).by_hand is None
    assert asked(plan, *figures, by_hand=(before,)).state is State.BEHIND
    assert asked(plan, *figures, by_hand=(before,), on=date(2023, 12, 31)).by_hand is None


@pytest.mark.parametrize(
    ("on", "age", "stale"),
    [("2023-01-15", 0, False), ("2023-02-01", 1, False), ("2024-01-01", 12, False), ("2024-04-01", 15, False),
     ("2024-04-02", 15, True)],
)  # fmt: skip
def test_a_figure_is_stale_once_the_next_one_should_be_known(on, age, stale):
    figure = observation(2022, {"value": 3, "provider": "dbh", "known": "2023-01-10"})
    found = asked(
        goals({"targets": [target(50)]}),
        figure,
        on=date.fromisoformat(on),
        providers=[{**DBH, "lag_months": 3}],
    )
    assert (found.standings[0].age, found.standings[0].stale) == (age, stale)
    assert found.stale is stale
    said = [part.found.in_("en") for part in found.standings[0].finding.because if part.found]
    assert (f"The last figure is {age} months old" in said) is stale


def test_after_the_last_figure_in_time_no_newer_one_is_asked_for():
    found = asked(goals({"targets": [target(50)]}), observation(2025, 50), on=date(2029, 1, 1))
    assert not found.stale


def test_a_target_may_be_due_before_the_plan_ends():
    plan = goals({"targets": [target(50, due="2023-12-31")]})
    assert asked(plan, observation(2021, 30), observation(2023, 49)).state is State.MISSED


def test_the_course_has_its_corners_for_a_chart():
    tracked = track("at_least", "count", more={"trajectory": {"shape": "stepwise"}}, value=50)
    course = tracked.by({2021: 30, 2023: 42}).standing.course
    assert course[0] == (date(2021, 12, 31), Decimal(30))
    assert course[1:] == tuple((date(2022 + n, 12, 31), Decimal(35 + 5 * n)) for n in range(4))
