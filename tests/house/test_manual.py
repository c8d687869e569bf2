"""The manual of the rule kinds says what the rules and their spec tests say, of every kind."""

import pytest

from tests.spec.asking import Asked
from tools.manual import PAGE, asked_by_room, page
from utsyn.calls.rules import Kind, kinds
from utsyn.reasons import Verdict

# A person's own verdict, or a source's silence: what these cannot answer is no gap in their examples.
NEVER = {
    "judged": {Verdict.UNKNOWN},
    "not_stated": {Verdict.YES, Verdict.NO},
    "ranking": {Verdict.NO},
}


def test_the_manual_is_in_step_with_the_rules():
    assert PAGE.read_text(encoding="utf-8") == page(), "run .venv/bin/python -m tools.manual"


@pytest.fixture(scope="module")
def asked() -> dict[str, list[Asked]]:
    """All that the spec tests ask of each kind of rule."""
    by_kind: dict[str, list[Asked]] = {}
    for one in (one for room in asked_by_room().values() for one in room):
        by_kind.setdefault(one.rule, []).append(one)
    return by_kind


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.name)
def test_every_kind_has_examples_that_hold_fail_and_cannot_be_decided(kind: Kind, asked):
    met = {example.finding.verdict for one in asked[kind.name] for example in one.examples}
    assert met | {Verdict.JUDGEMENT} | NEVER.get(kind.name, set()) == set(Verdict)


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.name)
def test_every_parameter_is_used_in_an_example(kind: Kind, asked):
    given = {name for one in asked[kind.name] for name in one.written.get("given", {})}
    assert set(kind.shape.model_fields) - given <= {"currency"}, "an example shows what a parameter does"
