"""The manual of the kinds of target says what they and their spec tests say, of every kind."""

import pytest

from tests.spec.tracking import Tracked
from tools.target_manual import PAGE, page, tracked_by_room
from utsyn.plans.states import State
from utsyn.plans.targets import Kind, kinds

# Between no and yes there is no course, and who judges always knows.
NEVER = {"in_force": {State.ON_COURSE}, "judged": {State.UNKNOWN}}


def test_the_manual_is_in_step_with_the_kinds():
    assert PAGE.read_text(encoding="utf-8") == page(), "run .venv/bin/python -m tools.target_manual"


@pytest.fixture(scope="module")
def tracked() -> dict[str, list[Tracked]]:
    """All that the spec tests put to figures, by the kind."""
    by_kind: dict[str, list[Tracked]] = {}
    for one in (one for room in tracked_by_room().values() for one in room):
        by_kind.setdefault(one.kind, []).append(one)
    return by_kind


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.name)
def test_every_kind_has_an_example_of_every_state(kind: Kind, tracked):
    met = {example.standing.state for one in tracked[kind.name] for example in one.examples}
    assert set(State) - met <= NEVER.get(kind.name, set()) | ({State.JUDGEMENT} if kind.takes else set())


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.name)
def test_every_parameter_is_used_in_an_example(kind: Kind, tracked):
    assert set(kind.shape.model_fields) <= {name for one in tracked[kind.name] for name in one.given}
    assert {one.sort for one in tracked[kind.name]} >= set(kind.takes)
