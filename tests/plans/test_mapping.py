"""From plan to plan: each goal is told of or shown to be left out, and figures compare only by definitions that do."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from utsyn.plans.document import Aim, Change, PlanDocument
from utsyn.plans.indicators import IndicatorDocument
from utsyn.plans.mapping import Row, mapped, unmapped
from utsyn.reasons import Verdict

pytestmark = pytest.mark.once

OLD, NEW = ("one", "two", "three"), ("four", "five", "six")
TO_PLACES = {"kind": "at_least", "indicator": "places", "given": {"value": 5}}


def goal(key: str, *targets: dict[str, Any]) -> dict[str, Any]:
    unmeasured = {"because": {"en": "No"}, "needs": {"en": "Much"}}
    measured = {"targets": [{"key": f"t{n}", **one} for n, one in enumerate(targets)]}
    return {"key": key, "kind": "strategic", "chapter": "all", "title": {"en": key}} | (
        measured if targets else {"unmeasured": unmeasured}
    )


def plan(key: str, year: int, goals: Sequence[dict[str, Any]], **more: Any) -> PlanDocument:
    said = {"en": key}
    lasts = {"since": f"{year}-01-01", "until": f"{year + 3}-12-31"}
    return PlanDocument.model_validate(
        {"key": key, "institution": said, "title": said, "about": said, "lasts": lasts, "goals": goals} | more
    )


def step(change: str, before: Sequence[str] = (), after: Sequence[str] = ()) -> dict[str, Any]:
    return {"change": change, "before": before, "after": after, "because": {"en": "So"}}


def follows(*steps: dict[str, Any]) -> dict[str, Any]:
    return {"follows": {"plan": "old", "steps": steps}}


def indicator(*definitions: dict[str, Any]) -> dict[str, IndicatorDocument]:
    said = {"en": "Places"}
    made = {"key": "places", "title": said, "asks": said, "sort": "count", "unit": said, "owner": said}
    numbered = [{"version": n, "says": said, **one} for n, one in enumerate(definitions, start=1)]
    return {"places": IndicatorDocument.model_validate(made | {"definitions": numbered})}


def put_side_by_side(now: dict[str, Any] = TO_PLACES, **indicators: IndicatorDocument) -> Row:
    """One goal that rests on places, continued by one that rests on `now`."""
    before = plan("old", 2018, [goal("one", TO_PLACES)])
    after = plan("new", 2022, [goal("four", now)], **follows(step("continued", ["one"], ["four"])))
    (row,) = mapped(before, after, indicators=indicators)
    return row


def verdict(row: Row) -> tuple[Verdict, str]:
    assert row.comparable is not None
    (leaf,) = row.comparable.leaves()
    assert leaf.found is not None
    return row.comparable.verdict, leaf.found.in_("en")


def test_each_step_is_a_row_in_its_order_and_what_is_left_out_comes_after() -> None:
    before = plan("old", 2018, [goal(key) for key in OLD])
    steps = follows(
        step("new", after=["six"]), step("split", ["one"], ["four", "five"]), step("dropped", ["two"])
    )
    rows = mapped(before, plan("new", 2022, [goal(key) for key in NEW], **steps), indicators={})
    assert [(row.change, [g.key for g in row.before], [g.key for g in row.after]) for row in rows] == [
        (Change.NEW, [], ["six"]),
        (Change.SPLIT, ["one"], ["four", "five"]),
        (Change.DROPPED, ["two"], []),
        (None, ["three"], []),
    ]
    assert [row.because is None for row in rows] == [False, False, False, True]


def test_an_aim_may_stand_where_a_plan_has_no_such_goal() -> None:
    before = plan("old", 2018, [goal("one")])
    steps = follows(step("continued", ["one"], ["aim"]))
    (row, left) = mapped(
        before,
        plan("new", 2022, [goal("four")], aims=[{"key": "aim", "title": {"en": "Aim"}}], **steps),
        indicators={},
    )
    assert isinstance(row.after[0], Aim)
    assert [one.key for one in left.after] == ["four"]


def test_a_plan_that_follows_another_tells_nothing_of_this_one() -> None:
    before = plan("other", 2018, [goal("one")])
    after = plan("new", 2022, [goal("four")], **follows(step("continued", ["one"], ["four"])))
    assert [row.change for row in mapped(before, after, indicators={})] == [None, None]


def test_figures_compare_by_one_definition_or_by_two_that_are_said_to() -> None:
    same = {"since": "2010-01-01"}
    changed = {"since": "2020-01-01"}
    assert verdict(put_side_by_side(**indicator(same))) == (
        Verdict.YES,
        "the definition and the kind of target are the same",
    )
    assert verdict(put_side_by_side(**indicator(same, changed | {"comparable_with": [1]})))[0] is Verdict.YES
    assert verdict(put_side_by_side(**indicator(same, changed))) == (
        Verdict.NO,
        "it was counted by definition 1 and is counted by definition 2, which are not comparable",
    )


def test_figures_compare_where_the_target_is_of_another_kind_and_that_is_said() -> None:
    base = {"since": "2021-01-01", "until": "2021-12-31"}
    more = {"kind": "increase", "indicator": "places", "given": {"base": base}}
    found = verdict(put_side_by_side(more, **indicator({"since": "2010-01-01"})))
    assert found == (Verdict.YES, "the definition is the same, the kind of target is another")


def test_what_nothing_defines_is_unknown_and_not_taken_to_be_the_same() -> None:
    assert verdict(put_side_by_side()) == (Verdict.UNKNOWN, "the indicator is not at hand")
    late = verdict(put_side_by_side(**indicator({"since": "2019-01-01"})))
    assert late == (Verdict.UNKNOWN, "nothing says how it was defined on 1 January 2018")


def test_goals_without_a_common_figure_do_not_compare_and_a_new_goal_has_nothing_to_compare_with() -> None:
    others = put_side_by_side(TO_PLACES | {"indicator": "other"})
    assert verdict(others) == (Verdict.NO, "they rest on different indicators")
    judged = {"kind": "judged", "given": {"judge": {"en": "the dean"}}}
    assert verdict(put_side_by_side(judged)) == (Verdict.NO, "a goal on one side rests on no figure")
    before = plan("old", 2018, [goal("one", TO_PLACES)])
    after = plan(
        "new",
        2022,
        [goal("four", TO_PLACES)],
        **follows(step("dropped", ["one"]), step("new", after=["four"])),
    )
    assert [row.comparable for row in mapped(before, after, indicators={})] == [None, None]


STEPS = some.one_of(
    some.builds(step, some.just("dropped"), some.lists(some.sampled_from(OLD), min_size=1, max_size=2)),
    some.builds(
        step, some.just("new"), some.just(()), some.lists(some.sampled_from(NEW), min_size=1, max_size=2)
    ),
    some.builds(
        step,
        some.just("sharpened"),
        some.tuples(some.sampled_from(OLD)),
        some.tuples(some.sampled_from((*NEW, "gone"))),
    ),
)


@given(some.lists(STEPS, max_size=4))
def test_no_goal_of_either_plan_is_ever_lost(steps: list[dict[str, Any]]) -> None:
    before = plan("old", 2018, [goal(key) for key in OLD])
    after = plan("new", 2022, [goal(key) for key in NEW], **follows(*steps))
    rows = mapped(before, after, indicators={})
    assert {one.key for row in rows for one in row.before} == set(OLD)
    assert {one.key for row in rows for one in row.after} == set(NEW)
    left = {one.key for row in unmapped(before, after) for one in (*row.before, *row.after)}
    assert left.isdisjoint(key for one in steps for key in (*one["before"], *one["after"]))
