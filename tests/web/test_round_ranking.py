"""Ranking and approval: orders, panels, routes, reasons, withdrawals; nobody above the cap."""

import pytest

from tests.web.people import person
from tests.web.worlds import REAL, RUSSIA, coordinator, drafted, nominated, opened, ranked
from utsyn.problems import Problems
from utsyn.web.people.rights import NotYoursError

pytestmark = pytest.mark.django_db


def test_without_overflow_all_are_approved_without_a_route(units, rector):
    from utsyn.web.rounds.actions import approving

    row = opened(units, cap=3)
    nominated(row, units, [1, 1, 1])
    assert approving.approve_list(row, by=rector, at=REAL) == 3


def test_on_overflow_nobody_is_approved_before_a_route_is_chosen(units, rector):
    from utsyn.web.rounds.actions import approving

    row = opened(units, cap=2)
    first, *_ = nominated(row, units, [1, 1, 1])
    for deed in (
        lambda: approving.approve(first, by=rector, at=REAL),
        lambda: approving.approve_list(row, by=rector, at=REAL),
    ):
        with pytest.raises(Problems, match="no route is chosen"):
            deed()


def test_the_route_decides_and_others_need_a_reason(units, rector):
    from utsyn.web.rounds.actions import approving

    row, made = ranked(units, rector)
    with pytest.raises(Problems, match="does not send number 2"):
        approving.approve(made[1], by=rector, at=REAL)
    approving.approve(made[1], because="The only one with Japan", by=rector, at=REAL)
    approving.approve(made[2], by=rector, at=REAL)
    with pytest.raises(Problems, match="All 2 places are taken"):
        approving.approve(made[0], by=rector, at=REAL)
    assert row.places.count() == 2


def test_who_withdraws_frees_a_place_and_the_next_by_the_same_rule_is_proposed(units, rector):
    from utsyn.web.rounds.actions import approving

    row, made = ranked(units, rector)
    approving.approve_list(row, by=rector, at=REAL)
    approving.refuse_rest(row, by=rector, at=REAL)
    next_ = approving.withdraw(made[0], because="A new post", by=coordinator(units, "fac-hum"), at=REAL)
    assert next_ == made[1].number, "the place stays in the faculty"
    assert row.places.count() == 1
    made[1].refresh_from_db()
    approving.approve(made[1], by=rector, at=REAL)
    assert sorted(row.places.values_list("nomination__number", flat=True)) == [2, 3]


def test_every_nomination_without_a_place_has_a_reason_that_can_be_sent_in_every_language(units, rector):
    from utsyn.web.models import Line
    from utsyn.web.rounds.actions import approving

    row, _ = ranked(units, rector, cap=3, counts=(3, 3))
    approving.approve_list(row, by=rector, at=REAL)
    assert approving.refuse_rest(row, by=rector, at=REAL) == 3
    for line in Line.objects.filter(did="put on the waiting list"):
        assert set(line.told["because"]) == {"nb", "nn", "en"}
        assert all(len(words) > 20 for words in line.told["because"].values())


def test_what_the_calls_rules_say_no_to_takes_no_place_from_others(units, rector):
    from utsyn.web.rounds import outcomes

    row = opened(units, cap=1, clock="2022-03-03")
    nominated(row, units, [1], told=RUSSIA)
    nominated(row, units, [0, 1])
    assert [n.number for n in outcomes.candidates(row).apart] == [1]
    assert outcomes.forward(row) == [2]


def test_a_panellist_with_a_conflict_ranks_the_others_only(units, rector):
    from utsyn.web.rounds.actions import ranking

    row = opened(units, cap=1)
    nominated(row, units, [1, 1])
    judge = person("assessor", units["uib"])
    seat = ranking.seat(row, judge, by=rector, at=REAL)
    with pytest.raises(Problems, match="come before the ballot"):
        ranking.cast(seat, groups=[[1], [2]], by=judge, at=REAL)
    seat = ranking.declare(seat, conflicts={1: "We publish together"}, by=judge, at=REAL)
    with pytest.raises(Problems, match="not yours to judge"):
        ranking.cast(seat, groups=[[1], [2]], by=judge, at=REAL)
    ranking.cast(seat, groups=[[2]], by=judge, at=REAL)
    with pytest.raises(NotYoursError):
        ranking.cast(seat, groups=[[2]], by=rector, at=REAL)


def test_an_assessor_sees_what_she_may_judge_and_nothing_else(units, rector):
    from utsyn.web.models import Nomination
    from utsyn.web.people.access import visible
    from utsyn.web.rounds.actions import ranking

    row = opened(units, cap=1)
    nominated(row, units, [1, 1])
    drafted(row, units["dep-bio"])
    judge = person("assessor", units["uib"])
    assert not visible(judge, Nomination).exists()
    seat = ranking.seat(row, judge, by=rector, at=REAL)
    ranking.declare(seat, conflicts={1: "We publish together"}, by=judge, at=REAL)
    assert [one.number for one in visible(judge, Nomination)] == [2]


@pytest.mark.parametrize(
    ("groups", "says"),
    [
        ([[1]], "Number 2 has no place"),
        ([[1], [2], [2]], "stands there twice"),
        ([[1], [2], [9]], "none of the faculty's"),
    ],
)
def test_a_faculty_orders_each_of_its_nominations_once_and_no_others(units, groups, says):
    from utsyn.web.rounds.actions import ranking

    row = opened(units, cap=1)
    nominated(row, units, [2])
    with pytest.raises(Problems, match=says):
        ranking.give_order(row, units["fac-hum"], groups=groups, by=coordinator(units, "fac-hum"), at=REAL)
