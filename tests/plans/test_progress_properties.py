"""What is true of progress whatever the target and its figures: the slow way agrees, nothing is foreseen, worse is no better."""

from collections.abc import Mapping
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.plans.oracle import LAST, Row, World, stands
from tests.plans.worlds import observed, tracked, worlds
from utsyn.plans.states import Progress, State
from utsyn.reasons import Finding
from utsyn.text import LANGUAGES

ORDER = tuple(State)


def progress(world: World) -> Progress:
    return tracked(world).put(observed(world), on=world.on, members=world.members)


@given(worlds())
@settings(max_examples=200, deadline=None)
def test_the_quick_way_agrees_with_the_slow_one(world):
    assert progress(world).state.value == stands(world)


@given(worlds())
@settings(max_examples=50, deadline=None)
def test_what_comes_to_be_known_later_changes_nothing(world):
    then = world._replace(rows=[row for row in world.rows if row.known <= world.on])
    assert progress(world) == progress(then)


def latest(world: World) -> Row | None:
    """The row that the latest figure in time is, as it was known on the day."""
    known = {(row.year, row.way): row for row in world.rows if row.known <= world.on and row.year <= LAST}
    return known[max(known)] if known else None


def worse(world: World, says: Mapping[str, Any], by: int) -> Mapping[str, Any] | None:
    """What a figure would say if it were worse: fewer, a place further down, flows further apart; None where it cannot be."""
    if world.kind == "rank_within":
        return None if says.get("value") is None or len(says) > 1 else {**says, "value": says["value"] + by}
    if world.kind == "balance":
        come, go = says.get("in"), says.get("out")
        return None if come is None or go is None else {**says, "in": come - by if come <= go else come + by}
    if world.sort == "members":
        return {name: max(0, number - by) for name, number in says.items()}
    name = "numerator" if world.sort == "share" else "value"
    return None if says.get(name) is None else {**says, name: says[name] - by}


@given(worlds(), st.integers(1, 3))
@settings(max_examples=200, deadline=None)
def test_progress_never_improves_when_the_latest_figure_worsens(world, by):
    last = latest(world)
    changed = worse(world, last.says, by) if last else None
    assume(last is not None and changed is not None)
    assert last is not None
    assert changed is not None
    spoilt = world._replace(rows=[row._replace(says=changed) if row is last else row for row in world.rows])
    assert ORDER.index(progress(spoilt).state) <= ORDER.index(progress(world).state)


def findings(finding: Finding) -> list[Finding]:
    return [finding, *(one for part in finding.because for one in findings(part))]


@given(worlds())
@settings(max_examples=50, deadline=None)
def test_every_answer_has_words_in_every_language_and_says_why(world):
    found = progress(world)
    leaves = findings(found.finding)
    for one in leaves:
        for language in LANGUAGES:
            words = [one.claim.in_(language), one.found.in_(language) if one.found else "found"]
            assert all(said and "{" not in said and "None" not in said for said in words)
    standing = found.standings[0]
    assert standing.finding.found is not None
    assert standing.finding.verdict.value in {leaf.verdict.value for leaf in standing.finding.because}
    assert standing.gauge.level is None or standing.finding.sources
