"""Where a goal's words leave a choice, somebody made it and wrote it down: at the target in three languages, and in the definition it rests on."""

from collections.abc import Iterator

import pytest

from utsyn.plans.document import Target
from utsyn.plans.library import library

LANGUAGES = ("nb", "nn", "en")
LEFT_OPEN = {
    "double": ("erc-grants", "eic-pathfinder-projects"),
    "balance": ("exchange-flows",),
    "students": ("graduates-abroad",),
    "among the 20": ("horizon-pillar2-rank",),
    "recognised": ("publications-in-top-channels",),
    "definition": ("international-copublication",),
}  # words of goals that a number cannot be put to before somebody says what they mean, and whose definitions must say it


def targets() -> Iterator[tuple[str, Target]]:
    for plan in library().plans.values():
        for goal in plan.text.goals:
            yield from ((f"{plan.text.key}:{goal.key}:{one.key}", one) for one in goal.targets)


def test_every_target_says_how_the_words_of_its_goal_were_read() -> None:
    lacking = [where for where, one in targets() if one.choice is None or one.choice.missing()]
    assert lacking == []
    assert len(list(targets())) > 50


@pytest.mark.parametrize(("word", "key"), [(word, key) for word, keys in LEFT_OPEN.items() for key in keys])
def test_the_definition_names_the_choice_that_the_plan_left_open(word: str, key: str) -> None:
    newest = library().indicators[key].definitions[-1]
    naming = [one for one in newest.weaknesses if "plan" in one.en.lower() and not one.missing()]
    assert any(word in one.en.lower() or word == "top" for one in naming), [
        one.en for one in newest.weaknesses
    ]


def test_what_is_to_be_doubled_is_among_them() -> None:
    doubled = {one.indicator for _, one in targets() if one.kind == "multiplied"}
    assert doubled <= set(LEFT_OPEN["double"])
    assert {one.indicator for _, one in targets() if one.kind == "balance"} <= set(LEFT_OPEN["balance"])
