"""A report that was frozen in an earlier form says what it said, word for word, and is compared with those of today."""

import copy
import json
from pathlib import Path

import pytest

from utsyn.blocks import plain
from utsyn.plans.compared import compared
from utsyn.plans.compared_units import unit_changes
from utsyn.plans.frozen import canonical, digest, public
from utsyn.plans.looked import looked
from utsyn.plans.paper import Paper

FIRST = (Path(__file__).parent / "report-form-1.json").read_text("utf-8")
# of the blocks as the program that froze it made them, in each language
BLOCKS = {
    "nb": "9ee940bafc0fefc26883d2a7cb152944f15294434b65c02db7bf882a602ca207",
    "nn": "2b8c9b289a2ac72322dbef9eaf37dd474d06da7110157f2d192f4a466b0e2cef",
    "en": "c8366e0ad3e337aa1876b656603e75b41251947096f46fe48fe9433b85fb40a5",
}


@pytest.mark.parametrize("code", BLOCKS)
def test_a_report_of_the_first_form_is_read_as_it_was(code):
    made = json.loads(FIRST)
    assert made["format"] == "utsyn-report/1"
    assert canonical(made) == FIRST
    blocks = list(plain(Paper(made, code, sha256=digest(FIRST)).blocks(), code))
    assert digest(repr(blocks)) == BLOCKS[code]
    assert "units" not in looked(made)


def row(key: str, answer: str, state: str | None = None) -> dict:
    return {
        "unit": {"key": key, "name": {"en": key, "nb": key, "nn": key}},
        "answers": [{"answer": answer, "said": {"en": answer}, "own_words": "", "because": "", "of": None, "turns": []}],
        "standing": state and {"state": {"key": state, "name": {"en": state}}, "because": None, "standings": []},
        "measures": [],
    }  # fmt: skip


def test_it_is_compared_with_one_of_today_by_what_both_kept():
    first, second = json.loads(FIRST), copy.deepcopy(json.loads(FIRST))
    goal = first["goals"][0]["key"]
    (sent,) = [one for one in first["internal"]["sent"] if one["goal"] == goal]
    assert sent["answer"] == "adopted"
    second["internal"]["units"] = {
        goal: [row(sent["unit"], "adopted", "behind"), row("fac-law", "declined", "unknown")]
    }
    assert list(unit_changes(first, second)) != []
    pairs = {pair.name["en"]: pair for pair in compared(first, second).goals[0].units}
    same, new = (
        pairs["Faculty of Humanities"] if "Faculty of Humanities" in pairs else pairs[sent["unit"]],
        pairs["fac-law"],
    )
    assert (same.answered, same.turned, same.differs) == (False, False, False)
    assert (new.first, new.differs) == (None, True)


def test_a_unit_that_answers_otherwise_or_stands_elsewhere_is_told_of():
    first, second = (copy.deepcopy(json.loads(FIRST)) for _ in range(2))
    goal = first["goals"][0]["key"]
    first["internal"]["units"] = {goal: [row("fac-hum", "declined", "behind")]}
    second["internal"]["units"] = {goal: [row("fac-hum", "adopted", "on course")]}
    told = [one.in_("en") for one in unit_changes(first, second)]
    assert len(told) == 2
    assert "answered declined and now adopted" in told[0]
    assert "stood at behind and now at on course" in told[1]
    outside = json.loads(public(canonical(first)))
    assert compared(outside, second).goals[0].units == ()  # what is for those inside is compared with nothing
