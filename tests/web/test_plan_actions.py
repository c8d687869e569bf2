"""A plan is drafted, adopted and then unchangeable; goals are judged and set by hand with reasons; each deed once."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from tests.web.people import person
from utsyn.problems import Problems

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
ADOPTED = date(2026, 1, 15)
PLAN = """
key: invented-2026
institution: {nb: Det oppdiktede universitetet}
languages: [nb]
title: {nb: Plan, nn: Plan, en: Plan}
about: {nb: En plan}
lasts: {since: 2026-01-01, until: 2029-12-31}
chapters: [{key: home, title: {nb: Hjemme}}]
goals:
  - key: language
    kind: development
    chapter: home
    title: {nb: Språk}
    targets:
      - key: in-use
        kind: judged
        given:
          judge: {nb: rektoratet}
          rubric:
            - {key: in-use, title: {nb: i bruk}, counts: reached}
            - {key: begun, title: {nb: begynt}, counts: behind}
  - key: courses
    kind: development
    chapter: home
    title: {nb: Emner}
    unmeasured: {because: {nb: Ingen teller dem}, needs: {nb: En teller}}
"""


@pytest.fixture
def draft(units, office):
    from utsyn.web.plans import actions

    return actions.take_up(PLAN, unit=units["uib"], by=office, at=AT, form="take-up")


@pytest.fixture
def plan(draft, rector):
    from utsyn.web.plans import actions

    return actions.adopt(draft, on=ADOPTED, by=rector, at=AT).plan


def refused(deed, *path):
    """What a deed is refused with, at the path that is named."""
    with pytest.raises(Problems) as raised, transaction.atomic():
        deed()
    [problem] = raised.value.problems
    assert problem.path == path
    return problem.in_("en")


def test_a_plan_is_taken_up_once(draft, units, office):
    from utsyn.web.plans import actions

    said = refused(lambda: actions.take_up(PLAN, unit=units["uib"], by=office, at=AT), "key")
    assert "There is a plan “invented-2026” already" in said


def test_the_same_form_takes_nothing_up_twice(draft, units, office):
    from utsyn.web.plans import actions

    said = refused(lambda: actions.take_up(PLAN, unit=units["uib"], by=office, at=AT, form="take-up"))
    assert "sent before" in said


def test_a_document_that_cannot_be_read_is_refused_with_its_line(draft, office):
    from utsyn.web.plans import actions

    broken = PLAN.replace("chapter: home", "chapter: [home]", 1)
    with pytest.raises(Problems) as raised:
        actions.save_draft(draft.plan, broken, by=office, at=AT)
    assert raised.value.problems[0].line == broken.splitlines().index("    chapter: [home]") + 1


def test_an_edition_saved_meanwhile_is_not_overwritten(draft, office):
    from utsyn.web.plans import actions

    assert actions.save_draft(draft.plan, PLAN + "\n", by=office, at=AT, seen=1).number == 2
    assert "Somebody else has changed this" in refused(
        lambda: actions.save_draft(draft.plan, PLAN + "\n\n", by=office, at=AT, seen=1)
    )


def test_the_edition_of_a_day_is_the_one_adopted_last_by_then(draft, office, rector):
    from utsyn.web.plans import actions
    from utsyn.web.plans.queries import held

    actions.adopt(draft, on=ADOPTED, by=rector, at=AT)
    second = actions.save_draft(draft.plan, PLAN.replace("{nb: Emner}", "{nb: Kurs}"), by=office, at=AT)
    actions.adopt(second, on=date(2026, 6, 1), by=rector, at=AT)
    assert held(office, "invented-2026", on=date(2026, 5, 31)).text.goals[1].title.nb == "Emner"
    assert held(office, "invented-2026", on=date(2026, 6, 1)).text.goals[1].title.nb == "Kurs"


def test_an_older_edition_is_not_adopted_after_a_newer(draft, office, rector):
    from utsyn.web.plans import actions

    second = actions.save_draft(draft.plan, PLAN + "\n", by=office, at=AT)
    actions.adopt(second, on=ADOPTED, by=rector, at=AT)
    assert "Edition 2, which is newer" in refused(
        lambda: actions.adopt(draft, on=ADOPTED, by=rector, at=AT), "edition"
    )


@pytest.mark.parametrize(
    ("on", "words"), [(date(2026, 12, 1), "has not come yet"), (date(2026, 1, 14), "already")]
)
def test_no_edition_is_adopted_in_the_future_or_before_the_last(plan, office, rector, on, words):
    from utsyn.web.plans import actions

    second = actions.save_draft(plan, PLAN + "\n", by=office, at=AT)
    assert words in refused(lambda: actions.adopt(second, on=on, by=rector, at=AT), "on")


def test_the_database_refuses_to_change_what_was_adopted(plan):
    from utsyn.web.models import Edition

    for deed in (lambda: Edition.objects.update(text="x"), lambda: Edition.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            deed()


def test_goals_are_judged_by_a_level_of_the_rubric_with_a_reason(plan, rector):
    from utsyn.web.plans import actions

    given = {"because": "Read by all", "by": rector, "at": AT}
    assert actions.judge(plan, "language", "in-use", level="begun", **given).role == "leadership"
    assert "in-use, begun" in refused(
        lambda: actions.judge(plan, "language", "in-use", level="bad", **given), "level"
    )
    assert "no goal" in refused(lambda: actions.judge(plan, "none", "in-use", level="begun", **given), "goal")
    assert "not for people to judge" in refused(
        lambda: actions.judge(plan, "courses", "in-use", level="begun", **given), "target"
    )
    reasonless = {**given, "because": " "}
    refused(lambda: actions.judge(plan, "language", "in-use", level="begun", **reasonless), "because")


def test_the_database_refuses_to_change_a_judgement_and_a_state_set_by_hand(plan, rector):
    from utsyn.web.models import HandSet, Judged
    from utsyn.web.plans import actions

    actions.judge(plan, "language", "in-use", level="begun", because="So", by=rector, at=AT)
    actions.set_state(plan, "courses", state="behind", because="So", by=rector, at=AT)
    for deed in (lambda: Judged.objects.update(level="in-use"), lambda: HandSet.objects.update(because="x")):
        with pytest.raises(IntegrityError), transaction.atomic():
            deed()


def test_a_state_is_set_with_a_reason_and_taken_back(plan, rector):
    from utsyn.web.plans import actions
    from utsyn.web.plans.queries import held, records

    given = {"because": "We saw it", "by": rector, "at": AT}
    assert "no state" in refused(lambda: actions.set_state(plan, "courses", state="fine", **given), "state")
    actions.set_state(plan, "courses", state="on course", **given)
    actions.set_state(plan, "courses", state="", **given)
    known = records(rector, held(rector, plan.key, on=date(2026, 11, 21)))
    assert [one.state for one in known.set_by_hand["courses"]] == ["on course", ""]


def test_only_the_office_drafts_and_only_the_leadership_adopts_judges_and_publishes(
    draft, units, office, rector
):
    from utsyn.web.people.rights import NotYoursError
    from utsyn.web.plans import actions

    head = person("department", units["dep-geo"])
    for deed in (
        lambda: actions.save_draft(draft.plan, PLAN, by=head, at=AT),
        lambda: actions.save_draft(draft.plan, PLAN, by=rector, at=AT),
        lambda: actions.adopt(draft, on=ADOPTED, by=office, at=AT),
        lambda: actions.set_state(draft.plan, "courses", state="behind", because="So", by=office, at=AT),
        lambda: actions.judge(draft.plan, "language", "in-use", level="begun", because="So", by=head, at=AT),
        lambda: actions.publish(draft.plan, public=True, by=office, at=AT),
    ):
        with pytest.raises(NotYoursError):
            deed()


def test_nobody_outside_sees_a_plan_before_it_is_public_nor_its_drafts_ever(plan, office, rector):
    from utsyn.web.models import Edition, Plan
    from utsyn.web.people.access import visible
    from utsyn.web.plans import actions

    actions.save_draft(plan, PLAN + "\n", by=office, at=AT)
    assert not visible(AnonymousUser(), Plan).exists()
    assert not visible(AnonymousUser(), Edition).exists()
    actions.publish(plan, public=True, by=rector, at=AT)
    assert visible(AnonymousUser(), Plan).get() == plan
    assert visible(AnonymousUser(), Edition).get().number == 1
    assert visible(rector, Edition).count() == 2


def test_each_deed_stands_in_the_log(plan, rector):
    from utsyn.web.models import Line
    from utsyn.web.plans import actions

    actions.set_state(plan, "courses", state="behind", because="So", by=rector, at=AT)
    did = list(Line.objects.filter(about="plan/invented-2026").values_list("did", flat=True))
    assert did == ["took up plan", "adopted plan", "set state of goal"]


def test_an_edition_in_which_the_check_finds_an_error_is_not_adopted(draft, office, rector):
    from utsyn.web.plans import actions

    wrong = actions.save_draft(
        draft.plan, PLAN.replace("chapter: home", "chapter: away", 1), by=office, at=AT
    )
    said = refused(lambda: actions.adopt(wrong, on=ADOPTED, by=rector, at=AT), "edition")
    assert "The check finds 1 error in it" in said


def test_of_two_clicks_at_once_the_second_waits_and_then_sees_the_first(plan, draft, rector, monkeypatch):
    from utsyn.web.plans import actions

    order = []
    locked, once = actions.locked, actions.once
    monkeypatch.setattr(actions, "locked", lambda row: order.append("locked") or locked(row))
    monkeypatch.setattr(actions, "once", lambda form: order.append("once") or once(form))
    actions.judge(plan, "language", "in-use", level="begun", because="Seen", by=rector, at=AT, form="j")
    actions.set_state(plan, "courses", state="behind", because="Seen", by=rector, at=AT, form="s")
    assert order == ["locked", "once"] * 2
