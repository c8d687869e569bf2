"""What is true of every route, whatever the lists: nothing above the cap, nothing guessed, nobody lost, the same each time."""

from itertools import islice, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.calls.rankings import ROUTES, lists
from utsyn.calls.ranking.canonical import as_json, sha256_of
from utsyn.calls.ranking.consequences import consequences
from utsyn.calls.ranking.outcome import Outcome
from utsyn.calls.ranking.routes import going_forward
from utsyn.calls.ranking.shapes import Faculty, Lists, Route
from utsyn.calls.ranking.withdrawal import next_after, without
from utsyn.problems import Problems
from utsyn.reasons import Verdict
from utsyn.text import LANGUAGES

routes = st.sampled_from(ROUTES)
VERDICTS = {
    "forward": {Verdict.YES},
    "waiting": {Verdict.NO},
    "undecided": {Verdict.UNKNOWN, Verdict.JUDGEMENT},
}


def made(told: Lists, route: Route) -> Outcome | None:
    """The outcome; None where the route cannot keep its promise."""
    try:
        return going_forward(told, route=route)
    except Problems:
        assert route.kind == "guarantee"
        return None


@settings(max_examples=120)
@given(lists(), routes)
def test_every_nomination_has_one_place_with_a_reason_in_every_language_and_no_more_go_than_may(told, route):
    outcome = made(told, route)
    if outcome is None:
        return
    assert sorted(p.nomination for p in outcome.places) == sorted(n.key for n in told.nominations)
    assert len(outcome.forward) <= told.cap
    for place in outcome.places:
        assert place.because.verdict in VERDICTS[place.status]
        said = {place.because.found.in_(language) for language in LANGUAGES}
        assert all(said)
        assert not any("None" in words or "{" in words for words in said)
    numbers = [place.number for place in outcome.places if place.number]
    assert len(numbers) == len(set(numbers))
    if not outcome.undecided and route.kind != "none":
        assert len(outcome.forward) == min(told.cap, len(told.nominations))
        waits = [place.waiting for place in outcome.places if place.status == "waiting" and place.waiting]
        assert waits == sorted(set(waits))
    assert all(note.claim.in_("nb") for note in outcome.notes())


@settings(max_examples=60)
@given(lists(), routes)
def test_the_same_lists_give_the_same_bytes_in_whatever_order_they_are_told(told, route):
    outcome = made(told, route)
    turned = told.model_copy(
        update={
            "nominations": told.nominations[::-1],
            "faculties": told.faculties[::-1],
            "ballots": told.ballots[::-1],
            "conflicts": told.conflicts[::-1],
        }
    )
    other = made(turned, route)
    if outcome is None or other is None:
        assert outcome is other
        return
    assert as_json(other) == as_json(outcome)
    assert sha256_of(Outcome.model_validate_json(as_json(outcome))) == sha256_of(outcome)


def completions(faculty: Faculty, told: Lists) -> list[Faculty]:
    """The faculty with its whole order, in every way in which what it left out may come in."""
    mine = [n.key for n in told.nominations if n.faculty == faculty.key]
    orders = [faculty.order or ()]
    for key in mine:
        if not any(key in group for group in orders[0]):
            orders = [(*order[:at], (key,), *order[at:]) for order in orders for at in range(len(order) + 1)]
    return [faculty.model_copy(update={"order": order}) for order in orders]


def hold_what_is_sure(told: Lists, route: Route) -> None:
    """What is sure stays so whatever the faculties tell later, and what is undecided may still go either way."""
    strict = tuple(
        f.model_copy(update={"order": tuple((key,) for group in f.order or () for key in group)})
        for f in told.faculties
    )
    told = told.model_copy(update={"faculties": strict})
    outcome = made(told, route)
    if outcome is None or (outcome.panel and outcome.panel.unplaced) or outcome.left_over:
        return
    each = [completions(faculty, told) for faculty in told.faculties]
    whole = [told.model_copy(update={"faculties": one}) for one in islice(product(*each), 250)]
    if len(whole) == 250:
        return  # not all of them could be looked at
    later = [{p.nomination: p.status for p in going_forward(one, route=route).places} for one in whole]
    for place in outcome.places:
        met = {statuses[place.nomination] for statuses in later}
        assert met == ({"forward", "waiting"} if place.status == "undecided" else {place.status})


@settings(max_examples=50)
@given(lists(most=3), st.sampled_from([route for route in ROUTES if route.kind == "apportionment"]))
def test_places_of_a_faculty_that_are_sure_stay_so_whatever_its_order_turns_out_to_be(told, route):
    hold_what_is_sure(told, route)


@settings(max_examples=150)
@given(lists(most=3, panel=True), st.integers(1, 2))
def test_places_beside_a_guarantee_that_are_sure_stay_so_whatever_the_orders_turn_out_to_be(told, guaranteed):
    hold_what_is_sure(told, Route(kind="guarantee", guaranteed=guaranteed))


@settings(max_examples=120)
@given(lists(), routes, st.data())
def test_nobody_who_goes_forward_loses_her_place_because_another_withdraws(told, route, data):
    outcome = made(told, route)
    if outcome is None or not outcome.forward:
        return
    gone = data.draw(st.lists(st.sampled_from(outcome.forward), min_size=1, max_size=3, unique=True))
    after = next_after(told, route=route, withdrawn=gone)
    staying = set(outcome.forward) - set(gone)
    assert len(staying) + len(after.proposed) <= told.cap
    assert not set(after.proposed) & (staying | set(gone))
    assert set(after.kept) <= staying
    assert staying <= {p.nomination for p in after.outcome.places}
    if not after.kept:
        assert set(after.proposed) <= set(after.outcome.forward), "it is the rule's own choice"
    if not after.undecided and not outcome.undecided and route.kind != "none" and not after.outcome.left_over:
        left = len(told.nominations) - len(gone)
        assert len(staying) + len(after.proposed) == min(told.cap, left), "no place stays empty"
    assert after.because.found.in_("nn")


@given(
    lists(whole=True), st.sampled_from([r for r in ROUTES if r.kind == "apportionment" and r.by == "weights"])
)
def test_by_weight_a_freed_place_stays_in_the_faculty_that_has_more_to_send(told, route):
    outcome = made(told, route)
    if not outcome.forward or outcome.left_over:
        return
    gone = outcome.forward[0]
    faculty = outcome.place(gone).faculty
    share = next(share for share in outcome.shares if share.faculty == faculty)
    after = next_after(told, route=route, withdrawn=[gone])
    if outcome.waiting and share.nominated > share.granted and not after.kept:
        assert [after.outcome.place(key).faculty for key in after.proposed] == [faculty]


@settings(max_examples=40)
@given(lists(), st.data())
def test_one_that_never_was_there_leaves_no_trace(told, data):
    keys = [n.key for n in told.nominations]
    gone = set(data.draw(st.lists(st.sampled_from(keys)))) if keys else set()
    assert not any(key in as_json(without(told, gone)) for key in gone)


@settings(max_examples=30)
@given(lists())
def test_the_comparison_says_of_each_route_what_the_route_says(told):
    compared = consequences(told)
    for number, variant in enumerate(compared.variants):
        outcome = made(told, variant.route)
        assert variant.outcome == outcome
        assert bool(variant.problems) == (outcome is None)
        for row in compared.rows():
            assert row.statuses[number] == (outcome.place(row.nomination).status if outcome else None)
    agreed = {row.nomination for row in compared.rows()} - set(compared.differing)
    outcomes = [variant.outcome for variant in compared.variants if variant.outcome]
    assert all(len({o.place(key).status for o in outcomes}) == 1 for key in agreed)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name.in_("en"))
def test_no_stated_cap_decides_nothing(route):
    told = Lists(cap=None, faculties=(), nominations=(), seed={"text": "s"})
    assert going_forward(told, route=route).places == ()
    told = Lists(
        cap=None,
        faculties=[{"key": "hum", "name": "Humanities"}],
        nominations=[{"key": "n", "faculty": "hum"}],
        seed={"text": "s"},
    )
    outcome = going_forward(told, route=route)
    assert [p.because.verdict for p in outcome.places] == [Verdict.UNKNOWN]
    assert [note.verdict for note in outcome.notes()][:1] == [Verdict.UNKNOWN]
