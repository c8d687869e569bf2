"""Who is reminded of what: those who still have something to do, a week and a day before, on the deadline's own clock."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from utsyn.calls.rounds.reminders import Piece, Standing, days_before, left_to_do
from utsyn.calls.rounds.terms import Step
from utsyn.periods import Deadline

OSLO = ZoneInfo("Europe/Oslo")
WRITER, OTHER, COORDINATOR, LEADER, OFFICER, PANELLIST = 1, 2, 3, 4, 5, 6
LAW, ARTS = 10, 11


def piece(
    state: str, *, noticed: bool = True, faculty: int = LAW, writers: tuple[int, ...] = (WRITER,)
) -> Piece:
    return Piece(f"A {state}", state, noticed, faculty, writers)


def standing(*pieces: Piece, **told: object) -> Standing:
    people = {
        "coordinators": {LAW: (COORDINATOR,)},
        "leadership": (LEADER,),
        "office": (OFFICER,),
        "without_ballot": (PANELLIST,),
    }
    return Standing(pieces=pieces, **{**people, **told})


def who(step: Step, now: Standing) -> set[int]:
    return set(left_to_do(step, now))


def test_notice_is_for_those_who_write_a_draft_and_gave_none():
    now = standing(
        piece("draft", noticed=False), piece("draft", writers=(OTHER,)), piece("handed", noticed=False)
    )
    assert who(Step.NOTICE, now) == {WRITER}


def test_the_internal_deadline_is_for_writers_and_for_coordinators_with_something_handed_in():
    assert who(Step.INTERNAL, standing(piece("draft"))) == {WRITER}
    assert who(Step.INTERNAL, standing(piece("handed"))) == {WRITER, COORDINATOR}
    assert who(Step.INTERNAL, standing(piece("handed", faculty=ARTS))) == {WRITER}
    assert who(Step.INTERNAL, standing(piece("nominated"), piece("withdrawn"))) == set()


def test_ranking_is_for_those_whose_order_or_ballot_is_missing_once_it_was_asked_for():
    one = piece("nominated")
    assert who(Step.RANKING, standing(one)) == set()
    assert who(Step.RANKING, standing(one, ranking_asked=True)) == {COORDINATOR, PANELLIST}
    assert who(Step.RANKING, standing(one, ranking_asked=True, ordered=frozenset({LAW}))) == {PANELLIST}
    assert who(Step.RANKING, standing(one, ranking_asked=True, without_ballot=())) == {COORDINATOR}
    assert who(Step.RANKING, standing(one, ranking_asked=True, ranked=True)) == set()


def test_approval_is_for_the_leadership_until_it_has_decided():
    assert who(Step.APPROVAL, standing(piece("nominated"))) == {LEADER}
    assert who(Step.APPROVAL, standing(piece("nominated"), approved=True)) == set()
    assert who(Step.APPROVAL, standing(piece("draft"))) == set(), "there is nothing to decide on"


def test_sending_is_for_the_office_until_the_list_is_sent():
    assert who(Step.SUBMISSION, standing()) == {OFFICER}
    assert who(Step.SUBMISSION, standing(sent=True)) == set()


def test_each_is_told_all_that_is_left_and_each_thing_once():
    now = standing(piece("handed"), piece("handed", writers=(COORDINATOR,)), piece("draft"))
    left = left_to_do(Step.INTERNAL, now)
    assert [len(left[person]) for person in (WRITER, COORDINATOR)] == [2, 2]


@pytest.mark.parametrize(
    ("at", "days"),
    [
        ("2022-03-02T06:59", None),
        ("2022-03-02T07:00", 7),  # eight in the morning in Oslo
        ("2022-03-04T07:00", 7),
        ("2022-03-04T07:01", None),  # whoever begins later is reminded the day before
        ("2022-03-08T06:59", None),
        ("2022-03-08T07:00", 1),
        ("2022-03-09T12:00", 1),
        ("2022-03-09T12:01", None),  # 13:00 in Oslo: it has passed
    ],
)
def test_a_reminder_goes_out_in_the_morning_of_its_day_and_not_after_the_deadline(at, days):
    deadline = Deadline.model_validate("2022-03-09T13:00 Europe/Oslo")
    assert days_before(deadline, at=datetime.fromisoformat(at).replace(tzinfo=UTC), here=OSLO) == days


@pytest.mark.parametrize(
    ("at", "days"), [("2022-03-25T06:59", None), ("2022-03-25T07:00", 7), ("2022-03-31T06:00", 1)]
)
def test_a_change_to_summer_time_moves_no_morning(at, days):
    """Clocks in Oslo went forward on 27 March 2022: eight is 07:00 in UTC before it, and 06:00 after."""
    deadline = Deadline.model_validate("2022-04-01T13:00 Europe/Oslo")
    assert days_before(deadline, at=datetime.fromisoformat(at).replace(tzinfo=UTC), here=OSLO) == days


def test_a_deadline_without_an_hour_is_reminded_of_until_its_day_ends_where_the_office_is():
    deadline = Deadline(day=date(2022, 3, 9))
    assert days_before(deadline, at=datetime(2022, 3, 9, 22, 59, tzinfo=UTC), here=OSLO) == 1
    assert days_before(deadline, at=datetime(2022, 3, 9, 23, 1, tzinfo=UTC), here=OSLO) is None


@given(
    minutes=st.integers(0, 60 * 24 * 12),
    zone=st.sampled_from(["Europe/Oslo", "America/New_York", "UTC", None]),
)
def test_a_reminder_never_comes_after_its_deadline_nor_more_than_a_week_before(minutes, zone):
    deadline = Deadline.model_validate(f"2022-03-30T13:00 {zone}" if zone else "2022-03-30T13:00")
    at = datetime(2022, 3, 20, tzinfo=UTC) + timedelta(minutes=minutes)
    days = days_before(deadline, at=at, here=OSLO)
    local = at.astimezone(ZoneInfo(zone) if zone else OSLO)
    if days is None:
        return
    assert 0 <= (deadline.day - local.date()).days <= days
    assert deadline.instant is None or at <= deadline.instant
