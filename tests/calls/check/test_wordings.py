"""The texts that a call has had, which way amendments move them, and doubts: what the traps rest on."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.make import call
from utsyn.calls.amendments import reading
from utsyn.calls.check import Code, check
from utsyn.calls.check.direction import MORE, UNDECIDED, moves
from utsyn.calls.check.scopes import Bench
from utsyn.calls.check.subject import Subject
from utsyn.calls.check.wordings import wording, wordings
from utsyn.calls.library import library
from utsyn.calls.rules import kind, kinds

TRAPS = Path(__file__).parent / "traps"


@pytest.mark.parametrize("key", sorted(library().calls))
def test_a_wording_is_the_text_that_answers_rest_on(key: str) -> None:
    text = library()[key].text
    for count in range(len(text.amendments) + 1):
        indices = tuple(range(count))
        assert tuple(p.line for p in wording(text, indices).lines) == reading(text, indices).rules


@pytest.mark.parametrize("key", sorted(library().calls))
def test_every_line_of_a_shipped_call_is_bound_and_its_parameters_are_where_they_are_said_to_be(
    key: str,
) -> None:
    held = library()[key]
    subject = Subject(Path(held.file.file), held.file, held.text)
    bench = Bench(subject)
    for one in wordings(held.text):
        for leaf in bench.leaves(one).values():
            written = subject.written(leaf.path)
            assert written["rule"] == leaf.rule
            assert set(leaf.origins.values()) <= held.file.lines.keys()
    assert bench.found == {}


def test_a_silent_change_is_looked_at_made_and_not_made() -> None:
    text = call("""
amendments:
  - {between: {after: 2022-01-01, before: 2022-06-01}, kind: notice, what: {en: Silent}}
  - {on: 2022-03-01, kind: notice, what: {en: Told}, applies_to: [new]}
""").text
    assert {w.indices for w in wordings(text) if w.stage == "new"} == {(), (0,), (1,), (0, 1)}
    assert {w.indices for w in wordings(text) if w.stage == "undecided"} == {(), (0,)}
    assert {w.indices for w in wordings(text) if w.stage == "running"} == {()}


def test_each_parameter_of_each_rule_is_known_to_widen_or_to_narrow_or_is_said_to_be_undecided() -> None:
    for name, one in kinds().items():
        known = {*MORE.get(name, {}), *UNDECIDED.get(name, ())}
        assert known == set(one.shape.model_fields), (
            f"{name}: decide in direction.py which way a parameter moves it"
        )
    assert set(MORE) | set(UNDECIDED) <= set(kinds())


def ways(rule: str, before: dict[str, Any], after: dict[str, Any]) -> set[int]:
    on = {"on": date(2022, 3, 1)}
    return set(moves(rule, kind(rule).checked(before, context=on), kind(rule).checked(after, context=on)))


@pytest.mark.parametrize(
    ("rule", "before", "after", "moved"),
    [
        ("partner_in", {"countries": ["BR", "RU"]}, {"countries": ["BR"]}, {-1}),
        ("partner_in", {"countries": ["BR"]}, {"countries": ["RU"]}, {1, -1}),
        ("partner_in", {"countries": ["panorama"]}, {"countries": {"known": ["panorama"], "excluded": ["RU"]}}, {-1}),
        ("partner_in", {"countries": ["BR"]}, {"countries": {"known": ["BR"], "excluded": ["RU"]}}, set()),
        ("no_partner_in", {"countries": ["RU"]}, {"countries": ["RU", "BY"]}, {-1}),
        ("holds_grant", {"schemes": {"known": [], "excluded": ["FKB"], "complete": False}},
         {"schemes": {"known": ["FKB"], "excluded": [], "complete": False}}, {1}),
        ("applicant_is", {"kinds": ["university"]}, {"kinds": ["university", "hospital"]}, {1}),
        ("applicant_is", {"kinds": ["university"], "eche": True}, {"kinds": [], "eche": True}, {1}),
        ("own_share_at_least", {"share": "0.20"}, {"share": "0.10"}, {1}),
        ("amount_at_most", {"amount": 5}, {"amount": 10}, {1}),
        ("amount_at_least", {"amount": 5}, {"amount": 10}, {-1}),
        ("starts_between", {"latest": "2022-12-01"}, {"latest": "2022-10-31"}, {-1}),
        ("starts_between", {"latest": "2022-12-01"}, {"latest": "2022-12-01", "earliest": "2022-01-01"}, {-1}),
        ("duration_between", {"at_most": 60}, {"at_least": 48}, {1, -1}),
        ("costs_allowed", {"never": ["equipment"]}, {"never": ["equipment"], "not_even_own": True}, {-1}),
        ("amount_from_menu", {"menu": [100, 200]}, {"menu": [100, 200, 300]}, {1}),
    ],
)  # fmt: skip
def test_which_way_a_change_moves_a_rule(
    rule: str, before: dict[str, Any], after: dict[str, Any], moved: set[int]
) -> None:
    assert ways(rule, before, after) == moved
    assert ways(rule, after, before) == {-way for way in moved}
    assert ways(rule, before, before) == set()


def test_a_doubt_may_speak_of_one_part_only() -> None:
    found = [item for item in check(TRAPS / "doubt-idle-at.yaml") if item.code == Code.CAP_WITHOUT_UNIT]
    assert [(item.path, item.fails) for item in found] == [("facts.cap.value", False)]
    assert found[0].in_("nn").endswith("Sida seier ikkje meir.")
    assert found[0].as_dict("en")["acknowledged"] == "The page says no more"
