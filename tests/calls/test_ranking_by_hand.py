"""Rounds worked out by hand: what is said to those who go forward, who wait, and who must decide."""

from datetime import date
from decimal import Decimal

import pytest

from utsyn.calls.ranking.consequences import consequences
from utsyn.calls.ranking.outcome import Outcome, Place
from utsyn.calls.ranking.policy import ranking_needed
from utsyn.calls.ranking.routes import going_forward
from utsyn.calls.ranking.seeds import drawn
from utsyn.calls.ranking.shapes import Ballot, Conflict, Faculty, Lists, Nomination, Route, Seed, Tie
from utsyn.calls.ranking.withdrawal import next_after
from utsyn.problems import Problems
from utsyn.reasons import Finding, Verdict

BY_WEIGHT = Route(kind="apportionment", method="sainte_lague", by="weights")
LARGEST = Route(kind="apportionment", method="largest_remainder", by="weights")
PANEL = Route(kind="panel")
SEED = Seed(text="drawn in public", announced=date(2022, 3, 1))


def faculty(name: str, weight: int | None = None, order: str | None = None) -> Faculty:
    """A faculty with its order written as “a b=c d”."""
    groups = None if order is None else tuple(tuple(group.split("=")) for group in order.split())
    told = None if weight is None else Decimal(weight)
    return Faculty(key=name, name=f"Faculty of {name}", weight=told, order=groups)


def round_(cap: int, *faculties: Faculty, sizes: dict[str, str], **more: object) -> Lists:
    """Lists in which each faculty has nominated what is written under its name."""
    each = tuple(Nomination(key=key, faculty=name) for name, keys in sizes.items() for key in keys.split())
    return Lists(cap=cap, faculties=faculties, nominations=each, seed=SEED, **more)


def said(place: Place) -> str:
    return place.because.found.in_("en")


def notes(outcome: Outcome) -> list[tuple[Verdict, str]]:
    return [(note.verdict, note.claim.in_("en")) for note in outcome.notes()]


ARTS, LAW = faculty("arts", 300, "a1 a2 a3"), faculty("law", 100, "l1 l2")
TWO = round_(3, ARTS, LAW, sizes={"arts": "a1 a2 a3", "law": "l1 l2"})


def test_places_go_to_faculties_and_inside_each_its_own_order_decides():
    outcome = going_forward(TWO, route=BY_WEIGHT)
    assert set(outcome.forward) == {"a1", "a2", "l1"}
    assert outcome.waiting == ("a3", "l2")
    assert [outcome.place(key).waiting for key in outcome.waiting] == [1, 2]
    assert said(outcome.place("l2")) == (
        "Faculty of law got 1 of 3 places by Sainte-Laguë, by weight. "
        "This nomination is number 2 in the faculty's own order."
    )


def test_an_exact_tie_between_faculties_is_named_and_the_seed_decides():
    outcome = going_forward(TWO.model_copy(update={"cap": 2}), route=BY_WEIGHT)  # 300/3 = 100/1
    first, second = drawn(("arts", "law"), seed=SEED.text)
    assert outcome.ties == (Tie(where="apportionment", keys=(first, second), at_cap=True),)
    assert set(outcome.forward) == {"a1", "a2" if first == "arts" else "l1"}
    assert "the seed announced on 1 March 2022 decided" in said(outcome.place("l2"))
    assert notes(outcome) == [
        (Verdict.YES, "The seed decided between faculties with equal claims to a place")
    ]


def test_a_tie_inside_a_faculty_is_shown_where_its_places_end():
    told = round_(2, faculty("arts", 1, "a1 a2=a3"), sizes={"arts": "a1 a2 a3"})
    outcome = going_forward(told, route=BY_WEIGHT)
    lots = drawn(("a2", "a3"), seed=SEED.text)
    assert outcome.forward == ("a1", lots[0])
    assert outcome.ties == (Tie(where="faculty", keys=lots, at_cap=True, faculty="arts"),)
    assert "put it equal with others at 2 to 3" in said(outcome.place(lots[1]))


def test_a_faculty_that_has_given_no_order_leaves_its_places_to_be_filled():
    told = round_(
        3, faculty("arts", 200), faculty("law", 100, "l1 l2"), sizes={"arts": "a1 a2 a3", "law": "l1 l2"}
    )
    outcome = going_forward(told, route=BY_WEIGHT)
    assert (outcome.forward, outcome.waiting) == (("l1",), ("l2",))
    assert set(outcome.undecided) == {"a1", "a2", "a3"}
    assert [share.places for share in outcome.shares] == [2, 1]
    undecided = outcome.place("a1").because
    assert undecided.verdict is Verdict.UNKNOWN
    assert undecided.about == ("faculties.arts.order",)
    assert "The faculty has not given its order of its 3 nominations." in said(outcome.place("a1"))
    assert notes(outcome) == [(Verdict.NO, "Faculty of arts has put all its nominations in order")]


def test_an_order_in_part_decides_what_it_can():
    told = round_(3, faculty("arts", 1, "a1 a2 a3"), sizes={"arts": "a1 a2 a3 a4 a5"})
    told = told.model_copy(update={"cap": 3})
    outcome = going_forward(told, route=BY_WEIGHT)
    assert outcome.forward == ("a1",), "two more may come before it, and it is still third"
    assert set(outcome.undecided) == {"a2", "a3", "a4", "a5"}
    assert "number 2 to 4 in the faculty's own order, which leaves out 2" in said(outcome.place("a2"))
    assert {place.number for place in outcome.places} == {None}, "nobody knows the final order"


def test_who_weighs_nothing_gets_nothing_and_places_left_over_are_for_people():
    told = round_(
        3, faculty("arts", 1, "a1"), faculty("law", 0, "l1 l2 l3"), sizes={"arts": "a1", "law": "l1 l2 l3"}
    )
    outcome = going_forward(told, route=BY_WEIGHT)
    assert (outcome.forward, outcome.left_over) == (("a1",), 2)
    assert {outcome.place(key).because.verdict for key in outcome.undecided} == {Verdict.JUDGEMENT}
    assert notes(outcome)[0][0] is Verdict.JUDGEMENT


def panel(*orders: str) -> tuple[Ballot, ...]:
    return tuple(
        Ballot(panellist=f"p{n}", order=tuple(tuple(group.split("=")) for group in order.split()))
        for n, order in enumerate(orders)
    )


def test_the_panels_order_is_said_with_all_places_that_are_equally_good():
    ballots = panel("a1 a2 a3", "a2 a3 a1", "a3 a1 a2")  # Condorcet's circle: three orders are equally good
    told = round_(1, faculty("arts"), sizes={"arts": "a1 a2 a3"}, ballots=ballots)
    outcome = going_forward(told, route=PANEL)
    (lucky,) = outcome.forward
    assert lucky == drawn(("a1", "a2", "a3"), seed=SEED.text)[0]
    (tie,) = outcome.ties
    assert (tie.where, tie.at_cap, set(tie.keys)) == ("panel", True, {"a1", "a2", "a3"})
    assert outcome.panel.cost == 4
    assert said(outcome.place(outcome.waiting[0])) == (
        "The panel's order puts it at place 2 (1 to 3 in all equally good orders). "
        "Between equally good orders the seed announced on 1 March 2022 decided. 1 application may be sent."
    )


def test_a_tie_that_the_cap_does_not_cut_is_shown_and_decides_nothing():
    told = round_(2, faculty("arts"), sizes={"arts": "a1 a2 a3"}, ballots=panel("a1=a2 a3"))
    outcome = going_forward(told, route=PANEL)
    assert [(tie.at_cap, set(tie.keys)) for tie in outcome.ties] == [(False, {"a1", "a2"})]
    assert notes(outcome) == []


def test_a_conflict_is_removed_and_told():
    ballots = panel("a2 a1", "a1 a2", "a2 a1")
    told = round_(1, faculty("arts"), sizes={"arts": "a1 a2"}, ballots=ballots)
    assert going_forward(told, route=PANEL).forward == ("a2",)
    conflicts = (Conflict(panellist="p0", nomination="a2"), Conflict(panellist="p2", nomination="a2"))
    clean = going_forward(told.model_copy(update={"conflicts": conflicts}), route=PANEL)
    assert clean.forward == ("a1",), "those who speak for a2 have an interest in it"
    assert clean.removed == conflicts


def test_what_nobody_could_rank_is_reported_and_not_guessed():
    told = round_(
        1,
        faculty("arts"),
        sizes={"arts": "a1 a2 a3"},
        ballots=panel("a3 a1 a2"),
        conflicts=(Conflict(panellist="p0", nomination="a3"),),
    )
    outcome = going_forward(told, route=PANEL)
    assert outcome.panel.unplaced == ("a3",)
    assert set(outcome.undecided) == {"a1", "a3"}
    assert outcome.waiting == ("a2",), "it is second at best"
    assert outcome.place("a3").because.verdict is Verdict.JUDGEMENT
    assert "Nobody in the panel could rank it." in said(outcome.place("a3"))
    assert notes(outcome)[0][0] is Verdict.JUDGEMENT


def test_each_facultys_own_first_is_safe_and_the_panel_gives_the_rest():
    told = round_(
        3,
        faculty("arts", None, "a3 a1 a2"),
        faculty("law", None, "l1"),
        sizes={"arts": "a1 a2 a3", "law": "l1"},
        ballots=panel("a1 a2 l1 a3"),
    )
    outcome = going_forward(told, route=Route(kind="guarantee", guaranteed=1))
    assert outcome.forward == ("a1", "l1", "a3"), "in the panel's order"
    assert said(outcome.place("l1")) == (
        "Faculty of law is guaranteed 1 place for its own first. "
        "This nomination is number 1 in the faculty's own order."
    )
    assert said(outcome.place("a2")) == (
        "The panel's order puts it at place 2. "
        "2 places were guaranteed to the faculties' own first, and 1 place was left. "
        "Among those that compete for these it is number 2."
    )


def test_a_guarantee_that_cannot_be_kept_is_no_route():
    with pytest.raises(Problems, match="2 places are guaranteed, and the cap is 1"):
        going_forward(TWO.model_copy(update={"cap": 1}), route=Route(kind="guarantee"))


def test_a_weight_that_is_not_told_leaves_the_other_routes():
    told = round_(1, faculty("arts", None, "a1"), LAW, sizes={"arts": "a1", "law": "l1 l2"})
    compared = consequences(told)
    lacking = [variant for variant in compared.variants if variant.problems and variant.route.by == "weights"]
    assert [variant.route for variant in lacking][:2] == [BY_WEIGHT, LARGEST]
    assert "The weight of Faculty of arts is not told" in lacking[0].problems[0].in_("en")
    assert compared.variants[2].outcome is not None


def test_without_overflow_all_go_whatever_the_route():
    few = TWO.model_copy(update={"cap": 5})
    for route in (Route(kind="none"), BY_WEIGHT, PANEL, Route(kind="guarantee")):
        outcome = going_forward(few, route=route)
        assert len(outcome.forward) == 5
        assert said(outcome.places[0]) == "There are no more nominations than may be sent: 5 of 5."


def test_with_overflow_and_no_ranking_people_must_decide():
    outcome = going_forward(TWO, route=Route(kind="none"))
    assert len(outcome.undecided) == 5
    assert {place.because.verdict for place in outcome.places} == {Verdict.JUDGEMENT}


def test_a_cap_of_nothing_lets_nobody_go():
    outcome = going_forward(TWO.model_copy(update={"cap": 0}), route=BY_WEIGHT)
    assert (outcome.forward, len(outcome.waiting)) == ((), 5)


def test_where_the_new_run_would_take_a_place_from_another_faculty_she_keeps_it():
    """Quotas 4.3, 1.4 and 4.3 give 4, 2 and 4 places; when arts has one fewer, 3.8, 1.5 and 4.6 give 4, 1 and 5."""
    names = {"arts": "a1 a2 a3 a4 a5 a6", "law": "l1 l2", "science": "s1 s2 s3 s4 s5 s6"}
    told = round_(10, *(faculty(name, None, order) for name, order in names.items()), sizes=names)
    route = Route(kind="apportionment", method="largest_remainder", by="nominations")
    before = going_forward(told, route=route)
    assert [share.places for share in before.shares] == [4, 2, 4]
    after = next_after(told, route=route, withdrawn=["a1"])
    assert [share.places for share in after.outcome.shares] == [4, 1, 5]
    assert after.kept == ("l2",)
    assert (after.free, after.proposed) == (1, ("a5",)), "the new run puts it before s5"
    assert after.because.verdict is Verdict.YES
    assert after.because.found.in_("en") == (
        "1 place is free. The same route and seed, without those who withdrew, put first of the others: a5. "
        "These keep their place although the route alone would now give it to another: l2."
    )


def test_one_who_withdraws_from_those_who_wait_frees_nothing():
    after = next_after(TWO, route=BY_WEIGHT, withdrawn=["a3"])
    assert (after.free, after.proposed, after.because.verdict) == (0, (), Verdict.NO)


def test_a_list_that_contradicts_itself_is_refused_with_all_that_is_wrong():
    wrong = Lists(
        cap=1,
        faculties=(faculty("arts", 1, "a1 l1 a1"), faculty("arts", 1)),
        nominations=(
            Nomination(key="a1", faculty="arts"),
            Nomination(key="a1", faculty="arts"),
            Nomination(key="x", faculty="gone"),
        ),
        ballots=panel("a1 nobody a1"),
        conflicts=(Conflict(panellist="p0", nomination="nobody"),),
        seed=SEED,
    )
    with pytest.raises(Problems) as raised:
        going_forward(wrong, route=PANEL)
    found = [(problem.path, problem.what.in_("en")) for problem in raised.value.problems]
    assert found == [
        (("faculties",), "“arts” stands here 2 times"),
        (("nominations",), "“a1” stands here 2 times"),
        (("nominations", 2, "faculty"), "“gone” does not belong here"),
        (("faculties", 0, "order", 1), "“l1” does not belong here"),
        (("faculties", 0, "order"), "“a1” stands here 2 times"),
        (("ballots", 0, "order", 1), "“nobody” does not belong here"),
        (("ballots", 0, "order"), "“a1” stands here 2 times"),
        (("conflicts", 0, "nomination"), "“nobody” does not belong here"),
    ]


@pytest.mark.parametrize(
    ("policy", "count", "cap", "assessed", "verdict"),
    [
        ("required", 3, 20, None, Verdict.YES),
        ("required", 0, 20, None, Verdict.NO),
        ("on_overflow", 21, 20, None, Verdict.YES),
        ("on_overflow", 20, 20, None, Verdict.NO),
        ("on_overflow", 20, None, None, Verdict.UNKNOWN),
        ("after_assessment", 3, 20, None, Verdict.UNKNOWN),
        ("after_assessment", 3, 20, False, Verdict.NO),
        ("after_assessment", 3, 20, True, Verdict.YES),
        ("forbidden", 20, 20, None, Verdict.NO),
        ("forbidden", 21, 20, None, Verdict.JUDGEMENT),
        ("forbidden", 21, None, None, Verdict.UNKNOWN),
    ],
)
def test_whether_a_ranking_is_needed_now(policy, count, cap, assessed, verdict):
    asked: Finding = ranking_needed(policy, count=count, cap=cap, assessed=assessed)
    assert asked.verdict is verdict
    assert str(count) in asked.found.in_("nb")
    assert (asked.ask is not None) == (verdict is Verdict.JUDGEMENT)
