"""What units tell of measures and answer to goals, in the pure half: rings, privacy, whose turn it is, and how it stood."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from utsyn.plans.cascade import OF_SENDER, OF_UNIT, Answer, Conversation, Reply, Turn, count, standing_words
from utsyn.plans.document import PlanDocument
from utsyn.plans.measure_check import Around, misfits, ring
from utsyn.plans.measures import Effect, Link, Risk, Task, Told, public

ON = date(2026, 11, 26)
TEXT = {"nb": "Tekst", "nn": "Tekst", "en": "Text"}
GOAL = {
    "kind": "development",
    "chapter": "all",
    "title": TEXT,
    "unmeasured": {"because": TEXT, "needs": TEXT},
}
PLAN = PlanDocument.model_validate(
    {
        "key": "plan", "institution": TEXT, "title": TEXT, "about": TEXT, "chapters": [{"key": "all", "title": TEXT}],
        "lasts": {"since": date(2026, 1, 1), "until": date(2029, 12, 31)}, "goals": [{"key": "abroad", **GOAL}],
    }
)  # fmt: skip


def around(**told):
    usual = {
        "plan": PLAN,
        "indicators": {"students"},
        "calls": set(),
        "projects": set(),
        "depends": {},
        "on": ON,
    }
    return Around(**{**usual, **told})


def told(**part):
    return Told.model_validate({"title": "A measure", "goals": ["abroad"], **part})


@given(st.dictionaries(st.integers(1, 6), st.lists(st.integers(1, 6), max_size=3), max_size=6))
def test_a_ring_is_a_way_along_dependencies_that_ends_where_it_began_and_none_is_missed(depends):
    for number in range(1, 7):
        way = ring(depends, number)
        reached, left = set(), list(depends.get(number, ()))
        while left:
            if (one := left.pop()) not in reached:
                reached.add(one)
                left += depends.get(one, ())
        assert bool(way) == (number in reached)
        if way:
            assert way[0] == way[-1] == number
            assert all(b in depends[a] for a, b in pairwise(way))


def test_a_measure_that_names_only_what_is_there_fits():
    effect = {"indicator": "students", "because": "So it is"}
    assert list(misfits(told(effects=[effect], depends_on=[1]), around(depends={1: []}, number=2))) == []


@pytest.mark.parametrize(
    ("day", "fits"), [(date(2025, 1, 1), True), (date(2024, 12, 31), False), (date(2040, 1, 1), False)]
)
def test_a_measure_lies_near_the_time_of_its_plan(day, fits):
    assert (list(misfits(told(tasks=[Task(what="Go", due=day)]), around())) == []) is fits


def test_the_public_sees_title_goals_and_status_and_nothing_else():
    whole = told(
        what="What", responsible="Role", since=ON, until=ON, status="running", budget=Decimal(1), budget_from="Own",
        effects=[Effect(indicator="students", because="So")], tasks=[Task(what="Go")], risks=[Risk(what="No")],
        links=[Link(kind="agreement", ref="17")], depends_on=[1], note="Hidden", currency="EUR",
    )  # fmt: skip
    blank = told(status="running")
    assert all(
        getattr(whole, name) != getattr(blank, name)
        for name in Told.model_fields
        if name not in ("title", "goals", "status")
    )
    assert public(whole) == blank


def test_a_task_is_overdue_once_its_day_has_passed_unless_the_measure_has_ended():
    tasks = [
        Task(what="a", due=ON - timedelta(days=1)),
        Task(what="b", due=ON),
        Task(what="c", due=ON - timedelta(days=9), done=ON),
    ]
    assert [task.what for task in told(tasks=tasks).overdue(on=ON)] == ["a"]
    assert told(tasks=tasks, status="stopped").overdue(on=ON) == ()


def test_a_measure_without_title_or_goal_is_none():
    for part in ({"title": ""}, {"goals": []}):
        with pytest.raises(ValidationError):
            told(**part)


answers = st.lists(st.tuples(st.sampled_from([*Answer]), st.integers(0, 5)), max_size=8)


@given(answers, st.integers(0, 40), st.none() | st.integers(0, 40))
def test_as_of_a_day_a_conversation_is_what_had_been_said_by_then(said, after, withdrawn):
    day, replies = date(2026, 1, 10), []
    for answer, later in said:
        day += timedelta(days=later)
        replies.append(Reply(answer, day))
    back = date(2026, 1, 10) + timedelta(days=withdrawn) if withdrawn is not None else None
    whole = Conversation("abroad", 1, date(2026, 1, 10), replies=tuple(replies), withdrawn=back)
    on = date(2026, 1, 10) + timedelta(days=after)
    then = whole.stood(on=on)
    assert then.replies == whole.replies[: sum(one.on <= on for one in replies)]
    assert then.answer == (then.replies[-1].answer if then.replies else None)
    assert bool(then.withdrawn) == (back is not None and back <= on)
    assert whole.stood(on=date(2026, 1, 9)) is None
    for language in ("nb", "nn", "en"):
        assert standing_words(then).in_(language)


def test_it_is_the_units_turn_until_it_answers_and_the_senders_where_it_does_not_simply_adopt():
    def turn(*said):
        return Conversation("abroad", 1, ON, replies=tuple(Reply(one, ON) for one in said)).turn

    assert turn() is turn(Answer.DECLINED, Answer.ASKED_AGAIN) is Turn.UNIT
    assert turn(Answer.DECLINED) is turn(Answer.ADAPTED) is Turn.SENDER
    assert turn(Answer.ADOPTED) is turn(Answer.ADAPTED, Answer.ACCEPTED) is Turn.NOBODY
    assert set(OF_UNIT) | set(OF_SENDER) == set(Answer)


@given(st.lists(answers, max_size=5))
def test_each_conversation_is_counted_in_one_place(talks):
    made = [
        Conversation("abroad", n, ON, replies=tuple(Reply(a, ON) for a, _ in said))
        for n, said in enumerate(talks)
    ]
    found = count(made, on=ON)
    heard = [one for one in made if one.turn is not Turn.UNIT and one.said]
    assert found.sent == len(made)
    assert found.adopted + found.adapted + found.declined == len(heard)
    assert (
        found.waiting + len(heard) + sum(one.turn is not Turn.UNIT and not one.said for one in made)
        == found.sent
    )


def test_a_goal_taken_back_waits_for_nobody_and_is_not_counted():
    one = Conversation("abroad", 1, ON, due=ON - timedelta(days=1), withdrawn=ON)
    assert one.turn is Turn.NOBODY
    assert not one.overdue(on=ON)
    assert count([one], on=ON) == count([], on=ON)
