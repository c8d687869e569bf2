"""What is true of every shipped call, whatever is told of a proposal."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.calls.test_rules_properties import OPEN, facts, untold
from tests.calls.worlds import consistent
from utsyn.calls.eligibility import Call, eligibility
from utsyn.calls.library import library
from utsyn.calls.proposal import Proposal
from utsyn.reasons import Verdict

CALLS = list(library().calls.values())


def day_of(call: Call) -> date:
    """A day on which the call is known, and open where that is known."""
    window = call.text.window
    days = [window.closes.day if window.closes else None, window.opens, call.text.known_from]
    return max((day for day in days if day), default=date(2022, 3, 1))


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.key)
def test_where_nothing_is_told_nothing_is_yes(call):
    assert eligibility(call, Proposal(), on=day_of(call)).verdict is not Verdict.YES


@given(consistent(), st.sampled_from(CALLS), st.data())
@settings(max_examples=100)
def test_a_fact_untold_leaves_the_answer_or_makes_it_unknown(told, call, data):
    paths = list(facts(told))
    if not paths:
        return
    path, on = data.draw(st.sampled_from(paths)), day_of(call)
    before = eligibility(call, Proposal.model_validate(told), on=on).verdict
    after = eligibility(call, untold(told, path), on=on).verdict
    assert after in {before, *OPEN}, (call.key, path)


@given(consistent(), st.sampled_from(CALLS))
@settings(max_examples=60)
def test_every_no_cites_a_failing_line_and_every_unknown_what_is_open(told, call):
    answer = eligibility(call, Proposal.model_validate(told), on=day_of(call))
    reasons = list(answer.finding.decisive())
    assert reasons
    assert {leaf.verdict for leaf in reasons} == {answer.verdict}
    if answer.verdict is Verdict.NO:
        assert all(leaf.key for leaf in reasons)
