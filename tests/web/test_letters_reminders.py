"""Reminders are queued for those who still have something to do, in their language, and never twice."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.web.people import person, university
from utsyn import home
from utsyn.web.letters.reminders import remind

pytestmark = pytest.mark.django_db
STEPS = {
    "notice": {"days": 14, "at": "12:00"},
    "internal": {"days": 7},
    "ranking": {"days": 5},
    "approval": {"days": 3, "at": "15:00"},
    "submission": {"days": 0},
}
NOTICE_WEEK = datetime(
    2022, 2, 23, 8, tzinfo=UTC
)  # notice is due on 2 March, nominations on 9 March at 23:59
INTERNAL_WEEK = datetime(2022, 3, 2, 12, tzinfo=UTC)
INTERNAL_EVE = datetime(2022, 3, 8, 8, tzinfo=UTC)


class Office:
    """A university with a round, and a person of each sort who may be reminded."""

    def __init__(self) -> None:
        from utsyn.web.models import Round

        self.units = university()
        at = datetime(2022, 2, 3, tzinfo=UTC)
        terms = {"cap": 2, "seed": "drawn before", "steps": STEPS}
        told = {"unit": self.units["uib"], "terms": terms, "cap": 2, "opened_at": at, "call": "intpart-2022"}
        self.round = Round.objects.create(key="uib-intpart-2022", title="INTPART 2022", **told)
        self.writer = person("researcher", self.units["dep-history"], language="en")
        self.coordinator = person("coordinator", self.units["fac-hum"], language="nn")
        self.other = person("coordinator", self.units["fac-law"])
        self.leader = person("leadership", self.units["uib"])
        self.officer = person("office", self.units["office"])
        self.head = person("office", self.units["uib"])

    def nomination(self, state: str = "draft", **told: object):
        from utsyn.web.models import Nomination, Writer

        self.round.last_number += 1
        self.round.save()
        where = {"unit": self.units["dep-history"], "faculty": self.units["fac-hum"], "began_at": NOTICE_WEEK}
        number = self.round.last_number
        made = Nomination.objects.create(
            round=self.round, number=number, title=f"Project {number}", state=state, **{**where, **told}
        )
        Writer.objects.create(nomination=made, user=self.writer, since=NOTICE_WEEK)
        return made


@pytest.fixture
def office() -> Office:
    return Office()


def letters(**wanted: object):
    from utsyn.web.models import Letter

    return list(Letter.objects.filter(**wanted).order_by("pk"))


def test_a_week_before_notice_who_gave_none_is_reminded_once_however_often_we_look(office):
    office.nomination()
    for minutes in (0, 1, 600):
        remind(at=NOTICE_WEEK + timedelta(minutes=minutes))
    (letter,) = letters()
    assert letter.to == office.writer
    assert letter.subject == "INTPART 2022: Notice of intent, by 2 March 2022"
    assert "Give notice of “Project 1”" in letter.body
    assert "2 March 2022 at 12:00 (Europe/Oslo)" in letter.body
    assert "/en/rounds/uib-intpart-2022/" in letter.body
    assert letter.about == "round/uib-intpart-2022"


def test_who_has_done_it_is_not_reminded(office):
    office.nomination(noticed_at=NOTICE_WEEK)
    assert remind(at=NOTICE_WEEK).queued == 0


def test_a_person_with_several_drafts_gets_one_letter(office):
    office.nomination()
    office.nomination()
    remind(at=NOTICE_WEEK)
    (letter,) = letters()
    assert "Project 1" in letter.body
    assert "Project 2" in letter.body


def test_the_faculty_is_reminded_of_what_was_handed_in_and_no_other_faculty(office):
    office.nomination("handed", noticed_at=NOTICE_WEEK)
    remind(at=INTERNAL_WEEK)
    assert {letter.to for letter in letters()} == {office.writer, office.coordinator}
    (to_faculty,) = letters(to=office.coordinator)
    assert to_faculty.language == "nn"


def test_the_eve_brings_a_second_reminder(office):
    office.nomination(noticed_at=NOTICE_WEEK)
    remind(at=INTERNAL_WEEK)
    remind(at=INTERNAL_EVE)
    assert [letter.to for letter in letters()] == [office.writer] * 2


def test_ranking_approval_and_sending_reach_those_who_decide(office):
    from utsyn.web.models import Panellist

    office.nomination("nominated")
    Panellist.objects.create(round=office.round, user=office.leader)
    assert remind(at=datetime(2022, 3, 10, 9, tzinfo=UTC)).queued == 1 + 0, (
        "ranking was not asked for: approval alone in a week"
    )
    office.round.ranking_asked_at = NOTICE_WEEK
    office.round.save()
    remind(at=datetime(2022, 3, 10, 9, 5, tzinfo=UTC))
    assert {letter.to for letter in letters(key__contains=":ranking:")} == {office.coordinator, office.leader}
    remind(at=datetime(2022, 3, 12, 9, tzinfo=UTC))
    assert {letter.to for letter in letters(key__contains=":approval:")} == {office.leader}
    remind(at=datetime(2022, 3, 15, 9, tzinfo=UTC))
    assert {letter.to for letter in letters(key__contains=":submission:")} == {office.head}


def test_who_has_left_is_not_reminded(office):
    from utsyn.web.models import Held

    office.nomination("handed", noticed_at=NOTICE_WEEK)
    Held.objects.filter(user=office.coordinator).update(until=INTERNAL_WEEK.date() - timedelta(days=1))
    office.writer.is_active = False
    office.writer.save()
    assert remind(at=INTERNAL_WEEK).queued == 0


def test_a_round_that_is_sent_reminds_nobody(office):
    office.nomination()
    office.round.sent_at = NOTICE_WEEK
    office.round.save()
    assert remind(at=NOTICE_WEEK).queued == 0


def test_a_rehearsal_goes_by_its_own_clock_and_its_letters_are_withheld(office):
    office.nomination()
    office.round.rehearsal, office.round.clock = True, NOTICE_WEEK
    office.round.save()
    remind(at=datetime(2026, 11, 26, tzinfo=UTC))
    (letter,) = letters()
    assert (letter.state, letter.trouble) == ("withheld", "rehearsal")


def test_a_round_whose_call_is_gone_is_named_and_stops_no_other(office):
    from utsyn.web.models import Round

    office.nomination()
    Round.objects.create(
        key="gone",
        call="no-such-call",
        unit=office.units["uib"],
        terms=office.round.terms,
        cap=1,
        opened_at=NOTICE_WEEK,
    )
    done = remind(at=NOTICE_WEEK)
    assert done.queued == 1
    assert [words.partition(":")[0] for words in done.undated] == ["gone"]


@pytest.fixture
def amended(tmp_path, monkeypatch):
    """INTPART 2022 with a deadline that was moved by a week on 1 March 2022."""
    from utsyn.web.calls import facts

    text = (home.SHIPPED / "calls/intpart/2022.yaml").read_text("utf-8")
    moved = """amendments:
  - on: 2022-03-01
    kind: widens
    what: {nb: Fristen er flyttet, nn: Fristen er flytta, en: The deadline is moved}
    change: {window: {closes: 2022-03-23T13:00 Europe/Oslo}}
    cite: {source: rcn2022nb, place: Log of updates}
"""
    (tmp_path / "calls").mkdir()
    (tmp_path / "calls" / "2022.yaml").write_text(text.replace("amendments:\n", moved, 1), "utf-8")
    monkeypatch.setattr(home, "SHIPPED", tmp_path)
    facts.forget_shelf()
    yield
    monkeypatch.undo()
    facts.forget_shelf()


def test_a_deadline_that_is_moved_is_reminded_of_anew(office, amended):
    office.nomination()
    remind(at=NOTICE_WEEK)
    remind(at=datetime(2022, 3, 1, 12, tzinfo=UTC))
    remind(at=datetime(2022, 3, 2, 12, tzinfo=UTC))
    old, new = letters()
    assert "by 2 March 2022" in old.subject
    assert "by 9 March 2022" in new.subject


def test_few_questions_are_asked_of_the_database(office, django_assert_max_num_queries):
    for _ in range(20):
        office.nomination()
    remind(at=NOTICE_WEEK)
    with django_assert_max_num_queries(15):
        remind(at=NOTICE_WEEK)
