"""Documents written as YAML that every reader understands alike, and the next plan drafted beside the one before."""

from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from tests.plans.drafted import PLAN, laid
from utsyn.documents import parse
from utsyn.plans.check import check
from utsyn.plans.document import Change, Lasts, PlanDocument
from utsyn.plans.drafting import following
from utsyn.plans.indicators import IndicatorDocument
from utsyn.plans.library import from_text, library
from utsyn.plans.written import scalar, written
from utsyn.text import Text

NEXT = Lasts(since=date(2026, 1, 1), until=date(2029, 12, 31))
TITLE = Text(nb="Neste", nn="Neste", en="Next")
# All that documents hold; no half characters, which no text that was read can have.
WORDS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | WORDS
    | st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3), max_leaves=8,
)  # fmt: skip


def as_1_1(text: str) -> object:
    """What a reader of YAML 1.1 makes of a document."""
    reader = YAML(typ="safe", pure=True)
    reader.version = (1, 1)
    return reader.load(StringIO(text))


def plan_with(given: dict[str, object]) -> PlanDocument:
    plan = from_text(PLAN).text
    target = plan.goals[1].targets[0].model_copy(update={"given": given})
    goal = plan.goals[1].model_copy(update={"targets": (target,)})
    return plan.model_copy(update={"goals": (plan.goals[0], goal)})


@given(st.dictionaries(WORDS, VALUES, max_size=4))
@example(
    {"on": "NO", "no": ["yes", "Off", "n"], "y": "12:30", "~": "null", "": "0x1F", "since": "2022-01-01"}
)
@example(
    {"a": "# no comment", "b": "a: b", "c": "- d", "e": "\u2028\x85\ufeff", "f": "1_000", "g": "=", "h": "<<"}
)
@example(
    {
        "a": "2022-01-01",
        "b": Decimal("0.50"),
        "c": "0.50",
        "d": "1e3",
        "e": " ",
        "f": "\U0001f600",
        "g": "a\nb",
    }
)
def test_a_document_that_is_written_is_read_as_it_was(given: dict[str, object]) -> None:
    plan = plan_with(given)
    assert from_text(written(plan)).text == plan


@pytest.mark.parametrize(
    "word",
    [
        "NO",
        "no",
        "Yes",
        "on",
        "OFF",
        "y",
        "null",
        "~",
        "12:30",
        "0x1F",
        "017",
        "1_000",
        ".5",
        "=",
        "<<",
        "2022-01-01",
        "1e3",
        "Norge: nei",
        "[a]",
        "#a",
        "",
        " a",
        "å",
        "!a",
        "*a",
        "&a",
        "%a",
        "@a",
        "`a",
        "a\u2028b",
        "a\x85b",
        "\ufeff",
    ],
)
def test_a_word_stays_a_word_for_readers_of_yaml_1_1(word: str) -> None:
    document = f"{scalar(word)}: {scalar(word)}\n"
    assert as_1_1(document) == {word: word}
    assert parse(document.encode()).data == {word: word}


def test_what_is_shipped_is_written_and_read_as_it_was() -> None:
    held = library()
    assert held.plans
    for plan in held.plans.values():
        assert from_text(written(plan.text)).text == plan.text
    for indicator in held.indicators.values():
        assert parse(written(indicator).encode()).shaped(IndicatorDocument) == indicator


def test_the_next_plan_has_every_goal_with_a_step_to_go_through(tmp_path: Path) -> None:
    before = laid(tmp_path)
    plan = from_text(PLAN).text
    made = following(plan, key="next-2026", title=TITLE, lasts=NEXT)
    assert [goal.key for goal in made.goals] == [goal.key for goal in plan.goals]
    assert made.follows
    assert made.follows.plan == "ours-2022"
    assert [(step.change, step.before, step.after) for step in made.follows.steps] == [
        (Change.CONTINUED, (goal.key,), (goal.key,)) for goal in plan.goals
    ]
    assert (made.adopted, made.sources, made.doubts) == (None, {}, ())
    assert not any(goal.cite for goal in made.goals)
    assert [target.due for goal in made.goals for target in goal.targets] == [None] * 3
    path = before.with_name("next-2026.yaml")
    path.write_text(written(made), encoding="utf-8")
    assert {item.severity.value for item in check(path)} <= {"note"}


def test_the_value_of_a_base_keeps_its_source() -> None:
    text = PLAN.replace(
        "until: 2020-12-31}", "until: 2020-12-31, value: 140, cite: {source: plan, place: Page 3}}"
    )
    made = following(from_text(text).text, key="next-2026", title=TITLE, lasts=NEXT)
    assert list(made.sources) == ["plan"]
    assert made.goals[1].targets[0].given["base"]["cite"] == {"source": "plan", "place": "Page 3"}


def test_a_shipped_plan_can_be_followed() -> None:
    for plan in library().plans.values():
        made = following(plan.text, key="next-2026", title=TITLE, lasts=NEXT)
        assert from_text(written(made)).text == made
