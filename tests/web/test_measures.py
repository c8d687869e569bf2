"""A unit tells of its measures: each version is kept, goals are kept in step, and what leads nowhere is refused."""

from datetime import date

import pytest
from django.db import transaction

from tests.web.measure_worlds import AT, ON, merged, world
from utsyn.problems import Problems
from utsyn.web.deeds import DoneError, StaleError
from utsyn.web.people.rights import NotYoursError

pytestmark = pytest.mark.django_db
TOLD = {
    "title": "Exchange week", "what": "A week for all first-year students", "goals": ["abroad", "courses"],
    "responsible": "Head of studies", "since": "2026-08-01", "until": "2027-06-30", "status": "running",
    "budget": "150000", "budget_from": "The department's own money", "note": "Not agreed with the union yet",
    "tasks": [{"what": "Book rooms", "due": "2026-09-01", "done": "2026-08-20"}, {"what": "Invite", "due": "2026-11-01"}],
    "risks": [{"what": "Nobody comes", "likely": "low", "grave": "high"}],
    "links": [{"kind": "call", "ref": "intpart-2022"}, {"kind": "agreement", "ref": "Agreement 17"}, {"kind": "page", "ref": "https://example.org/"}],
}  # fmt: skip


@pytest.fixture
def here(db):
    return world()


@pytest.fixture
def actions():
    from utsyn.web.measures import actions

    return actions


def refused(deed):
    """The paths at which a deed is refused."""
    with pytest.raises(Problems) as raised, transaction.atomic():
        deed()
    return [problem.path for problem in raised.value.problems]


def test_a_measure_is_kept_as_it_was_told_with_its_goals_and_its_first_version(here, actions):
    row = actions.tell(here.plan, here.units["dep-public-law"], TOLD, by=here.head, at=AT)
    row.refresh_from_db()
    assert (row.number, row.version, row.title, row.status) == (1, 1, "Exchange week", "running")
    assert (row.since, row.until) == (date(2026, 8, 1), date(2027, 6, 30))
    assert {one.goal for one in row.goals.all()} == {"abroad", "courses"}
    assert row.versions.get().told == row.told
    assert row.told["budget"] == "150000"


@pytest.mark.parametrize(
    ("part", "path"),
    [
        ({"goals": ["nothing"]}, ("goals", 0)),
        ({"goals": []}, ("goals",)),
        ({"goals": ["abroad", "abroad"]}, ("goals", 1)),
        ({"effects": [{"indicator": "nothing", "because": "So it is"}]}, ("effects", 0, "indicator")),
        ({"depends_on": [9]}, ("depends_on", 0)),
        ({"since": "2024-12-31"}, ("since",)),
        ({"until": "2226-01-01"}, ("until",)),
        ({"since": "2026-05-01", "until": "2026-04-01"}, ()),
        ({"tasks": [{"what": "Book rooms", "done": "2026-11-27"}]}, ("tasks", 0, "done")),
        ({"budget": "-1"}, ("budget",)),
        ({"links": [{"kind": "call", "ref": "intpart-2202"}]}, ("links", 0, "ref")),
        ({"links": [{"kind": "project", "ref": "nothing"}]}, ("links", 0, "ref")),
        ({"links": [{"kind": "measure", "ref": "9"}]}, ("links", 0, "ref")),
        ({"links": [{"kind": "page", "ref": "javascript:alert(1)"}]}, ("links", 0, "ref")),
        ({"invented": "x"}, ("invented",)),
    ],
)
@pytest.mark.once
def test_what_does_not_hold_of_a_measure_is_refused_at_its_place(here, actions, part, path):
    told = {"title": "Exchange week", "goals": ["abroad"], **part}
    found = refused(lambda: actions.tell(here.plan, here.units["dep-public-law"], told, by=here.head, at=AT))
    assert found == [path]


def test_measures_do_not_wait_for_each_other_in_a_ring(here, actions):
    first, second = here.told("First"), here.told("Second", depends_on=[1])
    here.told("Third", depends_on=[second.number])
    assert refused(lambda: change(here, actions, first, depends_on=[3])) == [("depends_on", 0)]
    assert refused(lambda: change(here, actions, first, depends_on=[1])) == [("depends_on", 0)]


def change(here, actions, row, **part):
    told = {"title": row.title, "goals": ["abroad"], **part}
    return actions.change(row, told, because="", by=here.head, at=AT)


def test_a_change_keeps_the_version_before_it_and_its_goals_in_step(here, actions):
    row = actions.tell(here.plan, here.units["dep-public-law"], TOLD, by=here.head, at=AT)
    told = {**TOLD, "title": "Exchange fortnight", "goals": ["courses", "funding"]}
    row = actions.change(row, told, "Too short", by=here.head, at=AT, seen=1)
    assert {one.goal for one in row.goals.all()} == {"courses", "funding"}
    titles = list(row.versions.order_by("number").values_list("told__title", "because"))
    assert titles == [("Exchange week", ""), ("Exchange fortnight", "Too short")]
    with pytest.raises(StaleError):
        actions.change(row, TOLD, by=here.head, at=AT, seen=1)
    assert actions.change(row, told, by=here.head, at=AT).version == 2  # nothing is changed


def test_a_measure_is_stopped_or_retired_with_a_reason_and_then_left_alone(here, actions):
    row = here.told()
    stopped = {"title": "Exchange week", "goals": ["abroad"], "status": "stopped"}
    assert refused(lambda: actions.change(row, stopped, by=here.head, at=AT)) == [("because",)]
    assert actions.change(row, stopped, "No money", by=here.head, at=AT).status == "stopped"
    assert refused(lambda: actions.retire(row, "", by=here.head, at=AT)) == [("because",)]
    actions.retire(row, "Told twice", by=here.head, at=AT)
    assert refused(lambda: actions.change(row, TOLD, by=here.head, at=AT)) == [()]
    assert row.versions.count() == 3


def test_a_task_is_marked_as_done_and_nothing_else_changes(here, actions):
    row = here.told(tasks=[{"what": "Book rooms", "due": "2026-09-01"}, {"what": "Invite"}])
    row = actions.mark_done(row, 1, on=ON, by=here.head, at=AT)
    assert [one["done"] for one in row.told["tasks"]] == [None, "2026-11-26"]
    assert refused(lambda: actions.mark_done(row, 2, on=ON, by=here.head, at=AT)) == [()]


def test_measures_are_told_by_those_who_answer_for_the_unit(here, actions):
    for stranger in (here.other, here.rector):
        with pytest.raises(NotYoursError):
            actions.tell(here.plan, here.units["dep-public-law"], TOLD, by=stranger, at=AT)
    assert actions.tell(here.plan, here.units["dep-public-law"], TOLD, by=here.coordinator, at=AT, form="one")
    with pytest.raises(DoneError):
        actions.tell(here.plan, here.units["dep-public-law"], TOLD, by=here.coordinator, at=AT, form="one")


def test_a_unit_that_has_ended_takes_no_new_measure_and_its_own_follow_to_the_successor(here, actions):
    row = here.told(unit="dep-private-law")
    merged(here)
    assert refused(lambda: here.told("New", unit="dep-private-law")) == [("unit",)]
    assert actions.retire(row, "Done by others", by=here.head, at=AT).retired_at
