"""Kinds of target as documents name them: parameters checked, indicators that fit, kinds that other packages bring."""

from decimal import Decimal
from typing import Any

import pytest

from tests.spec.tracking import INDICATOR, Tracked, track
from utsyn.plans import targets
from utsyn.plans.indicators import IndicatorDocument, Sort
from utsyn.plans.states import State
from utsyn.plans.targets import Kind, checked, kind, kinds
from utsyn.plans.targets.bases import Base
from utsyn.problems import Problem, Problems

BASE = {"since": "2021-01-01", "until": "2021-12-31"}
RUNG = {"title": {"en": "Good"}, "counts": "behind"}


def problem(name: str, **given: Any) -> Problem:
    with pytest.raises(Problems) as caught:
        checked(name, given)
    return caught.value.problems[0]


def test_parameters_come_in_their_types():
    found = checked("increase", {"base": BASE, "by": "0.10"})
    assert found["by"] == Decimal("0.10")
    assert isinstance(found["base"], Base)
    assert checked("increase", {"base": BASE})["by"] is None


@pytest.mark.parametrize(
    ("name", "given", "path", "said"),
    [
        ("at_least", {}, ("value",), "“value” is missing"),
        ("at_least", {"valeu": 3, "value": 3}, ("valeu",), "Did you mean “value”?"),
        ("at_least", {"value": "many"}, ("value",), "Write a number in digits"),
        ("at_least", {"value": "1e40"}, ("value",), "fewer digits"),
        ("increase", {}, ("base",), "“base” is missing"),
        ("increase", {"base": {**BASE, "until": "2020-12-31"}}, ("base",), "the last day after the first"),
        ("increase", {"base": {**BASE, "value": 30}}, ("base",), "where the value of the base is stated"),
        ("increase", {"base": BASE, "by": 0}, ("by",), "more than 0"),
        ("increase_share", {"base": BASE, "points": 5}, ("points",), "as a part of one"),
        ("multiplied", {"base": BASE, "times": 2, "compare": "month"}, ("compare",), "same_month"),
        ("rank_within", {"place": 20}, ("among",), "“among” is missing"),
        ("rank_within", {"place": 0, "among": {"en": "all"}}, ("place",), "at least 1"),
        ("balance", {"tolerance": 10}, ("tolerance",), "as a part of one"),
        ("coverage", {"share": 80}, ("share",), "as a part of one"),
        ("judged", {"rubric": [{"key": "a", **RUNG}], "judge": {"en": "x"}}, ("rubric",), "at least 2"),
        ("judged", {"rubric": [{"key": "a", **RUNG}, {"key": "b", **RUNG}], "judge": {"en": "x"}}, ("rubric",), "as reached"),
        ("judged", {"rubric": [{"key": "a", **RUNG}, {"key": "a", **RUNG}], "judge": {"en": "x"}}, ("rubric",), "a key of its own"),
    ],
)  # fmt: skip
def test_a_wrong_parameter_is_named_with_its_mend(name, given, path, said):
    found = problem(name, **given)
    assert found.path == path
    assert said in found.in_("en")


def test_an_unknown_kind_is_named_with_the_nearest():
    with pytest.raises(Problems, match="Did you mean “at_least”"):
        kind("at_last")


def test_a_kind_says_which_indicators_it_takes():
    share = IndicatorDocument.model_validate({**INDICATOR, "sort": "share"})
    kind("increase_share").fitting(share)
    with pytest.raises(Problems, match=r"“increase” takes no share.*at_least, increase_share"):
        kind("increase").fitting(share)
    with pytest.raises(Problems, match="needs an indicator"):
        kind("increase").fitting(None)
    kind("judged").fitting(None)


def test_an_adopted_target_that_cannot_be_put_is_unknown_and_says_why():
    for wrong in (
        Tracked("at_last", "count", {"value": 3}),
        Tracked("at_least", "count", {}),
        Tracked("at_least", "rank", {"value": 3}),
        Tracked("at_least", "", {"value": 3}),
    ):
        found = wrong.by({2023: 3}).standing
        assert found.state is State.UNKNOWN
        assert found.finding.found is not None


def test_every_sort_of_indicator_is_taken_by_a_kind():
    assert {sort for one in kinds().values() for sort in one.takes} == set(Sort)


def test_a_kind_of_another_package_is_a_kind_like_the_others(monkeypatch):
    def at_most(known, *, value: Decimal):
        """The latest figure is at most `value`."""
        return kind("at_least").function(known, value=value)._replace(falling=True)

    named = {**kinds(), "at_most": Kind(at_most, (Sort.COUNT,))}
    monkeypatch.setattr(targets, "kinds", lambda: named)
    assert checked("at_most", {"value": 3}) == {"value": 3}
    track("at_most", "count", value=3).by({2021: 9, 2023: 3}).is_reached()


def test_kinds_that_packages_declare_are_loaded(monkeypatch):
    asked = []
    monkeypatch.setattr(targets, "plugged", lambda group: asked.append(group) or [])
    kinds.cache_clear()
    assert "at_least" in kinds()
    assert asked == ["utsyn.targets"]
