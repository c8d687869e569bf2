"""What is frozen has one form, loses nothing, needs no catalogue to be read, and can be computed again."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utsyn.plans import looked
from utsyn.plans.compared import pieces
from utsyn.plans.frozen import canonical, digest, in_all, plain_number, public
from utsyn.plans.indicators import IndicatorDocument
from utsyn.plans.library import from_text
from utsyn.plans.paper import Paper
from utsyn.plans.replaying import Inputs, computed_again, inputs_read, inputs_told
from utsyn.plans.reporting import CATALOGUE, Asked, Told, reminder
from utsyn.plans.series import Judgement, Observation, Records, SetByHand
from utsyn.reasons import Figure, Source
from utsyn.text import LANGUAGES, Text, say

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=8, min_value=-(10**15), max_value=10**15)


@given(JSON, st.randoms(use_true_random=False))
def test_the_canonical_form_does_not_hang_on_the_order_of_names_and_loses_nothing(value, chance):
    def shuffled(inner):
        if isinstance(inner, dict):
            names = list(inner)
            chance.shuffle(names)
            return {name: shuffled(inner[name]) for name in names}
        return [shuffled(one) for one in inner] if isinstance(inner, list) else inner

    text = canonical(value)
    assert canonical(shuffled(value)) == text
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text
    assert digest(text) == digest(canonical(shuffled(value)))


@pytest.mark.parametrize("value", [0.5, float("nan"), Decimal("0.5"), {1: "a"}, date(2026, 1, 1), object()])
def test_what_has_no_exact_form_in_json_is_refused(value):
    with pytest.raises(TypeError):
        canonical({"a": [value]} if not isinstance(value, dict) else value)


def test_half_a_character_is_refused_rather_than_replaced():
    with pytest.raises(UnicodeEncodeError):
        canonical(["\ud800"])


@given(DECIMALS)
def test_a_number_is_written_with_all_its_digits_and_no_more(value):
    written = plain_number(value)
    assert Decimal(written) == value
    assert "E" not in written
    assert not ("." in written and written.endswith("0"))


def test_the_public_version_is_all_but_what_is_for_those_inside():
    whole = {"b": 1, "internal": {"note": "Only if the dean agrees"}, "a": "æ"}
    assert public(canonical(whole)) == canonical({"a": "æ", "b": 1})


def test_words_are_frozen_in_every_language_of_the_house():
    assert set(in_all(say("State"))) == set(LANGUAGES)
    assert in_all("as it was written") == "as it was written"


@given(
    st.lists(st.sampled_from(["One.", "Two!", "Three?", "Four."])),
    st.lists(st.sampled_from(["One.", "Two!", "Five."])),
)
def test_two_texts_are_compared_without_losing_a_sentence(first, second):
    found = pieces(" ".join(first), "\n".join(second))
    assert " ".join(one.words for one in found if one.what != "new") == " ".join(first)
    assert " ".join(one.words for one in found if one.what != "gone") == " ".join(second)


def test_every_field_that_may_be_asked_for_says_why_the_house_cannot_know_it():
    for why in CATALOGUE.values():
        assert len(why.because.in_("en")) > 40


def test_a_question_of_ones_own_needs_a_reason_and_a_figure_of_ones_own_its_source():
    with pytest.raises(ValueError, match="Say why the house cannot know"):
        Asked.model_validate({"fields": ["overall"], "questions": [{"words": "How many measures?"}]})
    with pytest.raises(ValueError, match="its source, its period and how it was counted"):
        Told.model_validate({"figures": [{"what": "Guests", "value": "12"}]})
    assert Told.model_validate({"figures": [{"what": "Guests"}]}).figures[0].value is None


@given(st.integers(-30, 90))
def test_a_reminder_comes_a_week_and_a_day_before_and_then_each_week_while_it_is_late(after):
    due = date(2026, 3, 15)
    step = reminder(due, on=due + timedelta(days=after))
    if step is not None:
        assert 0 <= after - step <= 2
        assert step in (-7, -1, 1, 8, 15, 22, 29, 36, 43, 50)
        assert (step < 0) == (after <= 0)
    if after in (-7, -1, 1, 8, 50):
        assert step == after


PLAN = """
key: small
institution: {en: The Invented University}
title: {en: A small plan}
about: {en: To learn by}
lasts: {since: 2022-01-01, until: 2025-12-31}
chapters: [{key: all, title: {en: All}}]
goals:
  - key: abroad
    kind: strategic
    chapter: all
    title: {en: Half go abroad}
    targets: [{key: half, kind: at_least, indicator: abroad, given: {value: 0.5}}]
  - key: seen
    kind: strategic
    chapter: all
    title: {en: Seen}
    targets:
      - key: seen
        kind: judged
        given:
          judge: {en: the leadership}
          rubric: [{key: yes-so, counts: reached, title: {en: They see us}}]
"""
INDICATOR = IndicatorDocument.model_validate(
    {
        "key": "abroad", "title": {"en": "Abroad"}, "asks": {"en": "How many?"}, "sort": "share", "unit": {"en": "students"},
        "owner": {"en": "the office"}, "definitions": [{"version": 1, "since": "2010-01-01", "says": {"en": "All"}}],
        "providers": [{"key": "register", "title": {"en": "The register"}}],
    }
)  # fmt: skip


def observed(year: int, share: Decimal) -> Observation:
    source = Source(Text(en="The register"), "https://example.org", accessed=date(2025, 2, 1))
    parts = {"numerator": share * 1000, "denominator": Decimal(1000)}
    figure = Figure(share, "", str(year), "counted", (source,), parts, None, (Text(en="A small count"),))
    return Observation(
        "abroad",
        date(year, 1, 1),
        date(year, 12, 31),
        figure,
        "register",
        1,
        date(year + 1, 2, 1),
        key=f"figure/{year}",
    )


def inputs(shares: list[Decimal]) -> Inputs:
    kept = tuple(observed(2021 + n, share) for n, share in enumerate(shares))
    judged = Judgement(
        "seen", "seen", "yes-so", "They wrote to us", date(2024, 1, 1), say("leadership"), "judged/1"
    )
    by_hand = SetByHand("abroad", "behind", "We think so", date(2024, 1, 1), "leadership", "set/1")
    records = Records(
        {"abroad": kept}, {"seen": (judged,)}, {"abroad": (by_hand,)}, {"department": frozenset({"b", "a"})}
    )
    return Inputs(from_text(PLAN).text, {"abroad": INDICATOR}, records, date(2025, 3, 1))


SHARES = st.decimals(0, 1, places=3)


def frozen(given_: Inputs) -> dict:
    """The goals of a report as they are frozen, by way of JSON."""
    from utsyn.plans.frozen import progress_told
    from utsyn.plans.progress import all_progress

    progress = all_progress(given_.plan, given_.records, indicators=given_.indicators, on=given_.on)
    goals = [
        {"key": goal.key, "title": in_all(goal.title), **progress_told(progress[goal.key], given_.indicators)}
        for goal in given_.plan.goals
    ]
    return json.loads(canonical({"goals": goals}))


@settings(max_examples=20)
@given(st.lists(SHARES, max_size=4))
def test_what_was_frozen_is_computed_again_from_its_inputs_alone(shares):
    first = inputs(shares)
    text = canonical(inputs_told(PLAN, first))
    read = inputs_read(json.loads(text))
    assert canonical(inputs_told(PLAN, read)) == text
    assert frozen(read) == frozen(first)
    assert list(computed_again(frozen(first), read)) == []


def test_what_comes_out_otherwise_is_named():
    first = inputs([Decimal("0.3"), Decimal("0.31")])
    other = inputs([Decimal("0.3"), Decimal("0.62")])
    found = {one.what.in_("en"): (one.before, one.after) for one in computed_again(frozen(first), other)}
    assert found["state"][0]["en"] == "behind"
    assert found["state"][1]["en"] == "reached"
    assert "level" in found


def test_a_report_is_read_without_a_catalogue(monkeypatch):
    from utsyn.plans.report_labels import LABELS

    made = {
        "labels": {key: in_all(said) for key, said in LABELS.items()}, "title": "A report", "rehearsal": True,
        "on": "2025-03-01", "day": {"nb": "1. mars 2025", "nn": "1. mars 2025", "en": "1 March 2025"}, "approved": None,
        "reporting": {"key": "r", "title": "R", "period": "2024"}, "overall": "Good.", "changes": None,
        "unit": {"key": "u", "name": "U", "kind": "faculty", "parent": None, "merged": []}, "counts": [], "figures": [],
        "plan": {"title": "P", "edition": 1, "sha256": "0"}, "goals": [], "definitions": [], "measures": [], "own_figures": [],
        "answers": [], "asked": [], "log": None,
    }  # fmt: skip
    before = [list(Paper(made, code).blocks()) for code in LANGUAGES]

    def broken(language: str):
        raise AssertionError("the catalogue was asked")

    monkeypatch.setattr("utsyn.text._catalogue", broken)
    assert [list(Paper(made, code).blocks()) for code in LANGUAGES] == before


def test_a_form_carries_what_was_seen_and_names_what_has_changed_since():
    goal = {
        "key": "abroad",
        "title": {"en": "Half go abroad"},
        "state": {"key": "behind"},
        "by_hand": None,
        "standings": [],
    }
    figure = {
        "key": "figure/1",
        "indicator": "abroad",
        "title": {"en": "Abroad"},
        "value": "0.3",
        "parts": {},
    }
    made = {
        "goals": [goal],
        "figures": [figure],
        "definitions": [],
        "measures": [],
        "plan": {"edition": 1, "sha256": "0"},
    }
    seen = looked.read(looked.written(looked.looked(made)))
    assert list(looked.changed(seen, made)) == []
    later = {
        **made,
        "figures": [figure, {**figure, "key": "figure/2"}],
        "measures": [{"number": 1, "version": 1}],
    }
    said = [one.in_("en") for one in looked.changed(seen, later)]
    assert said == ["figures of “Abroad”", "the measures"]
    assert list(looked.changed({}, made))  # who saw nothing has seen none of it
