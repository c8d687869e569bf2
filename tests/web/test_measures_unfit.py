"""What nobody can mean is refused where it was written, with the mend: of measures, of answers, of the day they are due."""

from datetime import date

import pytest

from tests.web.measure_worlds import AT, world
from utsyn.problems import Problems
from utsyn.web.people.rights import NotYoursError

pytestmark = pytest.mark.django_db
UNSEEN = "\u202e\u200b "


@pytest.fixture
def here(db):
    return world()


def refused(deed, *told, **named):
    """The places at which a deed is refused, and how they say it is mended."""
    with pytest.raises(Problems) as raised:
        deed(*told, **named)
    return {one.place: one.mend.in_("en") for one in raised.value.problems}


@pytest.mark.parametrize(
    ("told", "place", "mend"),
    [
        ({"title": UNSEEN}, "title", "Write words that can be seen"),
        ({"title": "A\0B"}, "title", "Write it without signs that cannot be seen"),
        ({"note": "A\0B"}, "note", "Write it without signs that cannot be seen"),
        ({"tasks": [{"what": UNSEEN}]}, "tasks[0].what", "Write words that can be seen"),
        ({"effects": [{"indicator": "msca-projects", "because": " "}]}, "effects[0].because", "Write words that can be seen"),
        ({"tasks": [{"what": "One"}] * 201}, "tasks", "Give at most 200"),
        ({"depends_on": [10**30]}, "depends_on[0]", "Write a number that is at most 999,999"),
        ({"depends_on": [-1]}, "depends_on[0]", "Write a number that is at least 1"),
        ({"budget": "1e400"}, "budget", "Write a number with fewer digits"),
        ({"budget": "NaN"}, "budget", "Write a number in digits, such as 1500000 or 0.20"),
        ({"since": "2027-01-01", "until": "2026-01-01"}, "", "Write the last day after the first"),
        ({"links": [{"kind": "page", "ref": "javascript:alert(1)"}]}, "links[0].ref", "Look at where it should lead, and write it as it stands there"),
    ],
)  # fmt: skip
def test_a_measure_that_nobody_can_mean_is_refused_where_it_is_wrong(here, told, place, mend):
    from utsyn.web.measures.models import Measure

    assert refused(here.told, **told) == {place: mend}
    assert not Measure.objects.exists()


def test_a_reason_that_nobody_can_see_is_none(here):
    from utsyn.web.measures import actions

    row = here.sent("abroad")
    for answer, own, because, place in (
        ("declined", "", UNSEEN, "because"),
        ("adapted", "Ours", UNSEEN, "because"),
        ("adapted", UNSEEN, "So", "own_words"),
    ):
        assert set(refused(actions.reply, row, answer, own, because, by=here.head, at=AT)) == {place}
    assert not row.replies.exists()
    assert set(refused(actions.take_back, row, UNSEEN, by=here.office, at=AT)) == {"because"}
    assert set(refused(actions.retire, here.told(), UNSEEN, by=here.head, at=AT)) == {"because"}


def test_an_answer_is_due_in_the_time_of_the_plan(here):
    assert refused(here.sent, "abroad", due=date(2099, 1, 1)) == {
        "due": "Write a day from 26 November 2026 to 28 December 2039"
    }
    assert set(refused(here.sent, "abroad", due=date(2026, 11, 25))) == {"due"}
    here.sent("abroad", due=date(2026, 12, 1))


def test_two_who_answer_at_once_see_each_other_and_a_stranger_answers_nothing(here):
    from utsyn.web.deeds import StaleError
    from utsyn.web.measures import actions

    row = here.sent("abroad")
    seen = row.version
    actions.reply(row, "adopted", by=here.head, at=AT, seen=seen)
    with pytest.raises(StaleError):
        actions.reply(row, "declined", because="No", by=here.coordinator, at=AT, seen=seen)
    with pytest.raises(NotYoursError):
        actions.reply(row, "declined", because="No", by=here.other, at=AT)
    assert [one.answer for one in row.replies.all()] == ["adopted"]
