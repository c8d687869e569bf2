"""Units are reminded of the goals that they owe an answer, in one letter each time, and never once they have answered."""

from datetime import UTC, date, datetime

import pytest

from tests.web.measure_worlds import AT, PLAN, merged, world
from tests.web.people import person

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 20)


@pytest.fixture
def here():
    made = world()
    for user in (made.head, made.coordinator, made.other):
        user.language = "en"
        user.save()
    return made


def day(written: str) -> datetime:
    return datetime.fromisoformat(f"{written}T09:00").replace(tzinfo=UTC)


def remind(written: str) -> int:
    from utsyn.web.measures.reminders import remind

    return remind(at=day(written))


def reminders(**wanted: object):
    from utsyn.web.models import Letter

    return list(Letter.objects.filter(key__startswith="answers:", **wanted).order_by("pk"))


def test_a_unit_is_reminded_in_one_letter_of_all_it_owes_that_day_and_once_however_often_we_look(here):
    rows = [here.sent(goal, due=DUE) for goal in ("abroad", "courses")]
    assert [remind(f"2026-12-{n}") for n in (12, 13, 13, 14, 19, 20)] == [0, 1, 0, 0, 1, 0]
    first, eve = reminders()
    assert first.to == eve.to == here.head
    assert first.subject == "Plan for the World: 2 goals wait for your answer, by 20 December 2026"
    assert "Department of Public Law: More students abroad" in first.body
    assert all(f"/en/assignments/{row.pk}/" in first.body for row in rows)


def test_who_answered_is_reminded_no_more_and_who_is_asked_again_is(here):
    from utsyn.web.measures import actions

    row = here.sent("abroad", due=DUE)
    actions.reply(row, "declined", because="No room", by=here.head, at=AT)
    assert remind("2026-12-13") == 0
    row.refresh_from_db()
    actions.answer(row, "asked again", "There is room", by=here.office, at=day("2026-12-21"))
    assert remind("2026-12-21") == 0, "she was told the same day"
    assert remind("2026-12-28") == 1
    assert reminders()[0].subject == "Plan for the World: your answer to 1 goal was due on 20 December 2026"


def test_what_is_late_is_said_each_week_for_eight_weeks_and_then_no_more(here):
    here.sent("abroad", due=DUE)
    late = ("2026-12-21", "2026-12-28", "2027-01-04", "2027-02-08", "2027-02-15", "2027-06-01")
    assert [remind(one) for one in late] == [1, 1, 1, 1, 0, 0]


def test_one_that_was_sent_within_the_week_is_not_told_at_once_again(here):
    here.sent("abroad", due=date(2026, 12, 2))
    assert [remind("2026-11-26"), remind("2026-12-01")] == [0, 1]


def test_nothing_is_owed_without_a_day_or_once_taken_back_or_dropped_from_the_plan_or_when_the_plan_is_over(
    here,
):
    from utsyn.web.measures import actions
    from utsyn.web.plans import actions as plans

    here.sent("abroad")
    back = here.sent("courses", due=DUE)
    actions.take_back(back, "Not now", by=here.office, at=AT)
    here.sent("funding", due=DUE)
    here.sent("abroad", "dep-history", due=date(2029, 12, 31))
    edition = plans.save_draft(here.plan, PLAN.partition("  - key: funding")[0], by=here.office, at=AT)
    plans.adopt(edition, on=date(2026, 12, 1), by=here.rector, at=day("2026-12-01"))
    assert remind("2026-12-13") == 0
    assert [remind("2029-12-24"), remind("2030-01-01")] == [1, 0]


def test_where_nobody_answers_for_the_unit_or_it_was_merged_those_are_reminded_who_answer_instead(here):
    here.sent("abroad", "dep-private-law", due=DUE)
    assert remind("2026-12-13") == 1
    assert [one.to for one in reminders()] == [here.coordinator]
    merged(here)
    assert remind("2026-12-19") == 1
    last = reminders()[-1]
    assert last.to == here.head
    assert "Department of Public Law: More students abroad" in last.body


def test_reminders_of_a_rehearsal_are_withheld_and_two_heads_each_get_their_own(here):
    person("department", here.units["dep-public-law"], username="second")
    here.sent("abroad", due=DUE)
    type(here.plan).objects.filter(pk=here.plan.pk).update(rehearsal=True)
    assert remind("2026-12-13") == 2
    assert {one.state for one in reminders()} == {"withheld"}


def test_a_tick_reminds(here, capsys):
    from django.core.management import call_command
    from django.utils import timezone

    soon = timezone.localdate() + (DUE - date(2026, 12, 13))
    row = here.sent("abroad", due=soon)
    type(row).objects.filter(pk=row.pk).update(at=AT.replace(year=2025))
    call_command("tick", verbosity=1)
    assert "answers: 1 queued" in capsys.readouterr().out
