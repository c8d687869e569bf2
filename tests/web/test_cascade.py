"""A goal goes to units, each answers, the answer is accepted or the unit is asked again; whoever waits is told."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.measure_worlds import AT, merged, world
from tests.web.people import person
from utsyn.problems import Problems
from utsyn.web.deeds import DoneError, StaleError
from utsyn.web.people.rights import NotYoursError

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(db):
    return world()


@pytest.fixture
def actions():
    from utsyn.web.measures import actions

    return actions


def refused(deed):
    """The path at which a deed is refused, and nothing of it is kept."""
    with pytest.raises(Problems) as raised, transaction.atomic():
        deed()
    return raised.value.problems[0].path


def letters(to):
    """What was written to a person, newest first."""
    from utsyn.web.letters.models import Letter

    return list(Letter.objects.filter(to=to).order_by("-pk").values_list("subject", "body"))


def test_a_goal_sent_is_told_to_those_who_answer_for_the_unit_and_to_no_others(here):
    row = here.sent("abroad", asked="How many can you send?", due=date(2026, 12, 20))
    ((subject, body),) = letters(here.head)
    assert "Flere studenter ut" in subject
    assert "How many can you send?" in body
    assert f"/assignments/{row.pk}/" in body
    assert letters(here.coordinator) == letters(here.other) == []


def test_where_nobody_heads_the_unit_those_above_it_are_told(here):
    here.sent("abroad", "dep-private-law")
    assert len(letters(here.coordinator)) == 1


def test_letters_about_a_rehearsal_are_withheld(here):
    from utsyn.web.letters.models import Letter

    here.plan.rehearsal = True
    here.plan.save()
    here.sent()
    assert set(Letter.objects.values_list("state", flat=True)) == {Letter.State.WITHHELD}


def test_what_cannot_be_sent_is_refused_at_its_place(here, actions):
    yesterday = AT.date() - timedelta(days=1)
    here.sent()
    assert refused(lambda: here.sent("nothing")) == ("goal",)
    assert refused(lambda: here.sent("courses", due=yesterday)) == ("due",)
    assert refused(lambda: actions.send(here.plan, "courses", [], by=here.office, at=AT)) == ("units",)
    assert refused(lambda: here.sent("abroad", "dep-bio", "dep-public-law")) == ("units", 1)
    assert refused(lambda: here.sent("courses", "dep-bio", "dep-bio")) == ("units", 1)
    merged(here)
    assert refused(lambda: here.sent("courses", "dep-private-law")) == ("units", 0)


def test_a_goal_is_sent_to_a_unit_once_whatever_passes_by_the_page(here):
    from utsyn.web.measures.models import Assignment

    row = here.sent()
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(plan=here.plan, goal="abroad", unit=row.unit, at=AT)


def test_the_office_and_a_faculty_that_was_sent_the_goal_send_it_to_units_below(here, actions):
    law = [here.units["dep-private-law"]]
    with pytest.raises(NotYoursError):  # not sent to the faculty yet
        actions.send(here.plan, "abroad", law, by=here.coordinator, at=AT)
    here.sent("abroad", "fac-law")
    assert actions.send(here.plan, "abroad", law, by=here.coordinator, at=AT)
    for other in ("fac-law", "dep-history"):
        with pytest.raises(NotYoursError):
            actions.send(here.plan, "abroad", [here.units[other]], by=here.coordinator, at=AT)
    with pytest.raises(NotYoursError):
        actions.send(here.plan, "abroad", [here.units["dep-bio"]], by=here.head, at=AT)


def test_a_unit_that_declines_says_why_and_learns_what_came_of_it(here, actions):
    row = here.sent()
    assert refused(lambda: actions.reply(row, "declined", by=here.head, at=AT)) == ("because",)
    actions.reply(row, "declined", because="No capacity", by=here.head, at=AT)
    assert "No capacity" in letters(here.office)[0][1]
    assert refused(lambda: actions.answer(row, "asked again", by=here.office, at=AT)) == ("because",)
    actions.answer(row, "asked again", "One course?", by=here.office, at=AT)
    assert "One course?" in letters(here.head)[0][1]
    actions.reply(row, "adapted", "One course", "That we can", by=here.head, at=AT)
    assert "One course" in letters(here.office)[0][1]
    actions.answer(row, "accepted", by=here.office, at=AT)
    row.refresh_from_db()
    assert row.answer == "accepted"
    assert "godtatt" in letters(here.head)[0][0] or "accepted" in letters(here.head)[0][0]
    assert [one.answer for one in row.replies.order_by("pk")] == [
        "declined",
        "asked again",
        "adapted",
        "accepted",
    ]


def test_a_goal_that_is_adapted_is_said_in_the_units_own_words(here, actions):
    row = here.sent()
    deed = lambda: actions.reply(row, "adapted", because="So it is", by=here.head, at=AT)  # noqa: E731
    assert refused(deed) == ("own_words",)


def test_answers_that_nobody_knows_or_that_wait_for_nothing_are_refused(here, actions):
    row = here.sent()
    assert refused(lambda: actions.reply(row, "accepted", by=here.head, at=AT)) == ("answer",)
    assert refused(lambda: actions.answer(row, "accepted", by=here.office, at=AT)) == ("answer",)
    actions.reply(row, "declined", because="No", by=here.head, at=AT)
    assert refused(lambda: actions.answer(row, "adopted", by=here.office, at=AT)) == ("answer",)


def test_a_unit_is_answered_for_by_its_own_and_by_those_above_it(here, actions):
    row = here.sent()
    for stranger in (here.other, here.rector, person("researcher", here.units["dep-public-law"])):
        with pytest.raises(NotYoursError):
            actions.reply(row, "adopted", by=stranger, at=AT)
    roles = [
        actions.reply(row, "adopted", by=by, at=AT).role for by in (here.head, here.coordinator, here.office)
    ]
    assert roles == ["department", "coordinator", "office"]


def test_what_comes_of_an_answer_is_said_by_the_office_or_by_the_faculty_that_sent_it_on(here, actions):
    row = here.sent()
    actions.reply(row, "declined", because="No", by=here.head, at=AT)
    for other in (here.head, here.coordinator, here.rector):
        with pytest.raises(NotYoursError):
            actions.answer(row, "accepted", by=other, at=AT)
    here.sent("abroad", "fac-law")
    assert actions.answer(row, "accepted", by=here.coordinator, at=AT).role == "coordinator"


def test_a_goal_taken_back_needs_a_reason_ends_the_conversation_and_may_be_sent_anew(here, actions):
    row = here.sent()
    assert refused(lambda: actions.take_back(row, " ", by=here.office, at=AT)) == ("because",)
    actions.take_back(row, "Sent to the wrong unit", by=here.office, at=AT)
    assert "Sent to the wrong unit" in letters(here.head)[0][1]
    assert refused(lambda: actions.reply(row, "adopted", by=here.head, at=AT)) == ()
    assert here.sent().pk != row.pk


def test_the_same_form_answers_once_and_who_saw_an_older_page_is_told(here, actions):
    row = here.sent(form="send-1")
    with pytest.raises(DoneError):
        here.sent("courses", form="send-1")
    actions.reply(row, "adopted", by=here.head, at=AT, seen=1, form="reply-1")
    with pytest.raises(DoneError):
        actions.reply(row, "adopted", by=here.head, at=AT, form="reply-1")
    with pytest.raises(StaleError):
        actions.reply(row, "declined", because="No", by=here.head, at=AT, seen=1)


def test_those_who_answer_for_a_merged_unit_are_those_of_its_successor(here, actions):
    row = here.sent("abroad", "dep-private-law")
    merged(here)
    actions.reply(row, "adopted", by=here.head, at=AT)
    row.refresh_from_db()
    assert row.answer == "adopted"


DEEDS = st.sampled_from(
    ["adopted", "adapted", "declined", "accepted", "asked again", "take back", "no reason", "stale"]
)


@given(st.lists(DEEDS, max_size=7))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=25)
def test_whatever_is_said_the_answer_is_the_last_replys_and_nothing_that_was_said_is_lost(
    here, actions, deeds
):
    """Deeds in any order: a refused one changes nothing, another adds one turn and one version, and is told once."""
    from utsyn.web.letters.models import Letter
    from utsyn.web.measures.facts import conversation
    from utsyn.web.measures.models import Assignment

    with transaction.atomic():
        row, heard = here.sent("courses", "dep-public-law"), []
        for deed in deeds:
            before = (row.version, row.answer, Letter.objects.count())
            try:
                with transaction.atomic():
                    done(actions, here, row, deed)
            except Problems:
                row = Assignment.objects.get(pk=row.pk)
                assert (row.version, row.answer, Letter.objects.count()) == before
            else:
                row = Assignment.objects.get(pk=row.pk)
                assert row.version == before[0] + 1
                assert Letter.objects.count() == before[2] + 1
                heard += [deed] if row.withdrawn_at is None else []
            replies = list(row.replies.order_by("pk"))
            assert [one.answer for one in replies] == heard
            assert row.answer == (heard[-1] if heard else "")
            assert conversation(row, replies).answer == (row.answer or None)
            assert all(one.because for one in replies if one.answer not in ("adopted", "accepted"))
        transaction.set_rollback(True)


def done(actions, here, row, deed):
    """Do one deed in the conversation, as whoever may."""
    if deed in ("adopted", "adapted", "declined"):
        actions.reply(row, deed, "Our words", "So it is", by=here.head, at=AT)
    elif deed in ("accepted", "asked again"):
        actions.answer(row, deed, "So it is", by=here.office, at=AT)
    elif deed == "take back":
        actions.take_back(row, "So it is", by=here.office, at=AT)
    elif deed == "no reason":
        actions.reply(row, "declined", "", " ", by=here.head, at=AT)
    else:
        actions.reply(row, "adopted", by=here.head, at=AT, seen=row.version + 1)
