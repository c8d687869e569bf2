"""A replay is the same as asking every proposal, day by day, under the text before and the text after."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.calls.test_amendments import DATED, RUNNING, SILENT
from tests.make import call, proposal, proposals
from utsyn.calls.eligibility import Call
from utsyn.calls.kinds import Stage
from utsyn.calls.proposal import Proposal
from utsyn.calls.replay import replay
from utsyn.reasons import Verdict, all_of
from utsyn.text import say

CALLS = [call(yaml) for yaml in (DATED, SILENT, RUNNING)]


def asked(held: Call, told: Proposal, *, text_of: date, on: date) -> Verdict:
    """The slow, obvious way: every line of the text of one day, put to the proposal as of another."""
    stage = told.stage or Stage.NEW
    lines = [
        line for line in held.lines(on=text_of, stage=stage) if stage in line.stages and not line.over_set
    ]
    return all_of(say("whole"), [line.put(told, on) for line in lines]).verdict


def day_by_day(held: Call, told: Proposal, first: date, last: date) -> dict[date, tuple[Verdict, Verdict]]:
    """Every day on which the text of the day gives another verdict than the text of the day before."""
    turns = {}
    for n in range((last - first).days):
        day = first + timedelta(days=n)
        before, after = (
            asked(held, told, text_of=day - timedelta(days=1), on=day),
            asked(held, told, text_of=day, on=day),
        )
        if before is not after:
            turns[day] = (before, after)
    return turns


@given(st.sampled_from(CALLS), proposals())
def test_replay_equals_asking_day_by_day(held: Call, told: Proposal) -> None:
    quick = {turn.on: (turn.before, turn.after) for day in replay(held, [("it", told)]) for turn in day.turns}
    assert quick == day_by_day(held, told, date(2022, 2, 2), date(2022, 7, 1))


def test_who_turned_which_way_because_of_what() -> None:
    both = [
        ("russian", proposal(partners=[{"country": "RU"}])),
        ("korean", proposal(partners=[{"country": "KR"}])),
    ]
    widened, narrowed = replay(CALLS[0], both)
    assert [(t.name, t.before, t.after) for t in widened.turns] == [("korean", Verdict.NO, Verdict.YES)]
    assert [(t.name, t.before, t.after) for t in narrowed.turns] == [("russian", Verdict.YES, Verdict.NO)]
    assert [leaf.key for leaf in narrowed.turns[0].because] == ["partner"]
    assert narrowed.ways() == {(Verdict.YES, Verdict.NO): 1}
    assert (narrowed.asked, len(narrowed.amendments)) == (2, 1)


def test_a_proposal_that_fails_for_another_reason_does_not_turn() -> None:
    held = call(
        DATED.replace("rules:", "rules:\n  - {key: named, rule: administrator_named, cite: {source: page}}")
    )
    told = proposal(partners=[{"country": "RU"}], administrator_named=False)
    assert [day.turns for day in replay(held, [("it", told)])] == [(), ()]
