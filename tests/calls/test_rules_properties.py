"""What is true of every kind of rule, whatever its parameters and whatever is told."""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.calls.worlds import consistent, proposals
from tests.spec.asking import ASKED_ON, Asked
from tools.manual import asked_by_room
from utsyn.calls.eligibility import told_otherwise
from utsyn.calls.proposal import Proposal
from utsyn.calls.rules import kinds
from utsyn.reasons import Verdict, all_of
from utsyn.text import LANGUAGES, say

ASKED = [one for room in asked_by_room().values() for one in room]
ALONE = [one for one in ASKED if not one.line.over_set]
PLAIN = [one for one in ALONE if one.rule in kinds() and "unless" not in one.written]
UNSAID = re.compile(r"[{}]|\bNone\b(?! of)")
# What is chosen rather than known: which part of the call it goes to, how far it has come, whether it was sent.
CHOSEN = {"lot", "stage", "sent_at"}
WHOLE = {"amounts_by_year", "judgements"}  # told together or not at all
OPEN = {Verdict.UNKNOWN, Verdict.JUDGEMENT}


def rule(asked: Asked) -> str:
    return asked.rule


def facts(told: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every fact that is told, groups of facts included."""
    if isinstance(told, Mapping):
        for name, value in told.items():
            if name not in CHOSEN:
                yield (*path, name)
                yield from facts(value, (*path, name)) if name not in WHOLE else ()
    elif isinstance(told, list):
        for index, value in enumerate(told):
            yield from facts(value, (*path, index))


def contradicts(told: Mapping[str, Any]) -> bool:
    """Whether the years do not add up: what holds of two facts that cannot both be true is unknown."""
    return "amount" in told and sum(told.get("amounts_by_year", {}).values()) not in (0, told["amount"])


def untold(told: Mapping[str, Any], path: tuple[Any, ...]) -> Proposal:
    """The proposal as it is when nobody has told this fact."""
    left = deepcopy(dict(told))
    place: Any = left
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return Proposal.model_validate(left)


@pytest.mark.parametrize("asked", ALONE, ids=rule)
def test_a_fact_untold_leaves_the_answer_or_makes_it_unknown(asked):
    """No *no* becomes a *yes* and no *yes* a *no* because we know less."""
    for example in asked.examples:
        for path in facts(example.told[0]) if not contradicts(example.told[0]) else ():
            verdict = asked.put(untold(example.told[0], path), on=example.on).verdict
            assert verdict in {example.finding.verdict, *OPEN}, (example.told, path)


@given(consistent(), st.data())
@settings(max_examples=60)
def test_any_fact_untold_leaves_the_answer_or_makes_it_unknown(told, data):
    paths = list(facts(told))
    if not paths:
        return
    path = data.draw(st.sampled_from(paths))
    before, after = Proposal.model_validate(told), untold(told, path)
    for asked in ALONE:
        verdict = asked.put(before).verdict
        assert asked.put(after).verdict in {verdict, *OPEN}, (asked.written, path)


@pytest.mark.parametrize("asked", ALONE, ids=rule)
def test_where_nothing_is_told_nothing_is_yes(asked):
    if asked.rule != "open_for_proposals":  # which asks the calendar, not the proposal
        assert asked.put(Proposal()).verdict in OPEN


@given(proposals())
@settings(max_examples=40)
def test_one_failing_rule_is_enough(told):
    """Whatever else a call asks, a rule that fails leaves no *yes*, and takes away none but a *yes*."""
    parts = [asked.put(told) for asked in ALONE]
    failing = [part for part in parts if part.verdict is Verdict.NO]
    holding = [part for part in parts if part.verdict is not Verdict.NO]
    assert all_of(say("holds"), holding).verdict is not Verdict.NO
    for part in failing:
        assert all_of(say("holds"), [*holding, part]).verdict is Verdict.NO


def see_it_mended(asked: Asked, told: Proposal, *, on: date = ASKED_ON) -> None:
    """Tell each mend of a *no*, and see that the part of the rule that said so says it no more."""
    for index, leaf in enumerate(asked.put(told, on=on).leaves()):
        for mend in leaf.mends() if leaf.mends and leaf.verdict is Verdict.NO else ():
            other = told_otherwise(told, mend)
            assert other is not None, f"{mend.path} cannot be {mend.value}"
            after = list(asked.put(other, on=on).leaves())[index]
            assert after.verdict is not Verdict.NO, (asked.written, told, mend)


@pytest.mark.parametrize("asked", PLAIN, ids=rule)
def test_a_mend_mends(asked):
    for example in asked.examples:
        see_it_mended(asked, Proposal.model_validate(example.told[0]), on=example.on)


@given(proposals())
@settings(max_examples=60)
def test_any_mend_mends(told):
    for asked in PLAIN:
        see_it_mended(asked, told)


@given(proposals())
@settings(max_examples=10)
def test_whatever_is_answered_can_be_said(told):
    for asked in ALONE:
        for leaf in asked.put(told).leaves():
            for words in (leaf.claim, leaf.found, *(mend.words for mend in leaf.mended())):
                if words is not None:
                    said = [words.in_(language) for language in LANGUAGES]
                    assert all(said)
                    assert not any(map(UNSAID.search, said)), said


@given(proposals())
@settings(max_examples=40)
def test_an_unknown_names_the_facts_that_are_wanting(told):
    """Every fact named exists in the shape, and where proposals are the reason, one of them is untold."""
    for asked in ALONE:
        for leaf in asked.put(told).missing():
            for fact in leaf.about:
                top = fact.split(".")[0].split("[")[0]
                assert top in Proposal.model_fields, fact
