"""Opening a round: by the office, on terms that can be, with a seed that stays and a cap that holds."""

import pytest

from tests.web.people import person
from tests.web.worlds import REAL, day, nominated, opened, terms
from utsyn.problems import Problems
from utsyn.web.people.rights import NotYoursError

pytestmark = pytest.mark.django_db


def test_only_the_office_opens_a_round(units):
    with pytest.raises(NotYoursError):
        opened(units, by=person("coordinator", units["fac-med"]))


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"call": "intpart-2222"}, "There is no call intpart-2222"),
        ({"call": "fripro-2025", "clock": "2025-06-01"}, "no known deadline"),
        ({"told": {"cap": 20}}, "seed"),
        ({"clock": "2015-01-01"}, "is first known on"),
    ],
)
def test_a_round_that_cannot_be_is_refused_in_words(units, office, changed, says):
    from utsyn.web.rounds.actions.opening import open_round

    told = {"call": "intpart-2022", "told": terms(), "clock": "2022-02-03"} | changed
    with pytest.raises(Problems, match=says):
        open_round(
            key="x", title="X", unit=units["uib"], by=office, at=REAL, call=told["call"], told=told["told"],
            clock=day(told["clock"]),
        )  # fmt: skip


def test_the_seed_cannot_be_changed_once_there_is_a_tie_to_break(units, office):
    from utsyn.web.rounds.actions.opening import change_terms

    row = opened(units, by=office)
    row = change_terms(row, told=terms(seed="another one"), because="A slip", by=office, at=REAL)
    nominated(row, units, [1])
    with pytest.raises(Problems, match="seed was announced"):
        change_terms(row, told=terms(seed="a third one"), because="Another slip", by=office, at=REAL)


def test_the_cap_cannot_fall_below_the_places_given(units, office, rector):
    from utsyn.web.rounds.actions import approving, opening

    row = opened(units, by=office)
    nominated(row, units, [2])
    approving.approve_list(row, by=rector, at=REAL)
    with pytest.raises(Problems, match="Place number 2 is given already"):
        opening.change_terms(row, told=terms(cap=1), because="Fewer", by=office, at=REAL)


def test_a_rehearsals_clock_goes_forward_only(units, office):
    from utsyn.web.rounds.actions.opening import set_clock

    row = set_clock(opened(units, by=office), clock=day("2022-02-20"), by=office, at=REAL)
    with pytest.raises(Problems, match="forward only"):
        set_clock(row, clock=day("2022-02-19"), by=office, at=REAL)
