"""Writing a nomination: kept, never overwritten, complete before it is handed in, in time or let in by name; and amended calls."""

import pytest

from tests.web.people import person
from tests.web.worlds import (
    REAL,
    RUSSIA,
    TOLD,
    at_clock,
    coordinator,
    deeds,
    drafted,
    form,
    nominated,
    opened,
)
from utsyn.problems import Problems
from utsyn.web.people.rights import NotYoursError

pytestmark = pytest.mark.django_db


def test_a_draft_is_kept_and_the_text_before_it_too(units):
    from utsyn.calls.rounds.nomination import Nomination as Told
    from utsyn.web.rounds.actions import writing

    writer = person("researcher", units["dep-clinic"])
    row = drafted(opened(units), units["dep-clinic"], writer=writer)
    writing.save(row, told=Told.model_validate({"title": "Better"}), by=writer, at=REAL, seen=row.version)
    row.refresh_from_db()
    assert row.title == "Better"
    assert [version.told.get("theme") for version in row.versions.order_by("number")] == [None, TOLD["theme"]]


def test_who_saves_over_a_change_she_has_not_seen_is_stopped_and_nothing_is_lost(units):
    from utsyn.calls.rounds.nomination import Nomination as Told
    from utsyn.web.deeds import StaleError
    from utsyn.web.rounds.actions import writing

    writer = person("researcher", units["dep-clinic"])
    row = drafted(opened(units), units["dep-clinic"], writer=writer)
    seen = row.version
    writing.save(row, told=Told.model_validate({"title": "Hers"}), by=writer, at=REAL, seen=seen)
    with pytest.raises(StaleError):
        writing.save(row, told=Told.model_validate({"title": "His"}), by=writer, at=REAL, seen=seen)
    row.refresh_from_db()
    assert row.title == "Hers"


def test_the_same_form_sent_twice_is_one_nomination(units):
    from utsyn.web.deeds import DoneError
    from utsyn.web.rounds.actions import writing

    row, writer, sent = opened(units), person("researcher", units["dep-clinic"]), form()
    writing.begin(row, title="One", unit=units["dep-clinic"], by=writer, at=REAL, form=sent)
    with pytest.raises(DoneError):
        writing.begin(row, title="One", unit=units["dep-clinic"], by=writer, at=REAL, form=sent)
    assert row.nominations.count() == 1


def test_what_is_missing_is_named_all_at_once_before_it_is_handed_in(units):
    from utsyn.web.rounds.actions import writing

    writer = person("researcher", units["dep-clinic"])
    row = writing.begin(opened(units), title="Bare", unit=units["dep-clinic"], by=writer, at=REAL)
    with pytest.raises(Problems) as refused:
        writing.hand_in(row, by=writer, at=REAL)
    assert {problem.path[0] for problem in refused.value.problems} == {
        "theme",
        "link_to_grant",
        "applicant",
        "partners",
    }


def test_nobody_writes_another_persons_nomination(units):
    from utsyn.calls.rounds.nomination import Nomination as Told
    from utsyn.web.rounds.actions import writing

    row = drafted(opened(units), units["dep-clinic"])
    for stranger in (person("researcher", units["dep-clinic"]), person("coordinator", units["fac-hum"])):
        with pytest.raises(NotYoursError):
            writing.save(row, told=Told(), by=stranger, at=REAL, seen=row.version)


def test_a_unit_outside_every_faculty_nominates_nobody(units):
    from utsyn.web.rounds.actions import writing

    with pytest.raises(Problems, match="lies in no faculty"):
        writing.begin(
            opened(units), title="X", unit=units["office"], by=person("researcher", units["uib"]), at=REAL
        )


def test_after_the_internal_deadline_only_the_leadership_lets_in_by_name_and_with_a_reason(units, rector):
    from utsyn.web.rounds.actions import writing

    row = opened(units)
    one, dean = drafted(row, units["dep-clinic"]), coordinator(units, "fac-med")
    at_clock(row, "2022-03-09T22:58")
    writing.nominate(drafted(row, units["dep-clinic"]), by=dean, at=REAL)
    at_clock(row, "2022-03-09T23:00")
    one.refresh_from_db()
    with pytest.raises(Problems, match="internal deadline has passed"):
        writing.nominate(one, by=dean, at=REAL)
    with pytest.raises(Problems, match="without a reason"):
        writing.let_in(one, because=" ", by=rector, at=REAL)
    with pytest.raises(NotYoursError):
        writing.let_in(one, because="The system was down", by=dean, at=REAL)
    late = writing.let_in(one, because="The system was down", by=rector, at=REAL)
    assert (late.state, late.late) == ("nominated", True)
    assert deeds(row)[-1] == "let in late"


def test_a_nomination_is_kept_with_its_units_as_they_were_called_on_the_rounds_day(units):
    from datetime import date

    from utsyn.web.models import Line, UnitVersion

    UnitVersion.objects.create(
        unit=units["fac-med"], since=date(2023, 1, 1), nb="Helsefakultetet", parent=units["uib"]
    )
    row = opened(units)
    nominated(row, units, [0, 0, 0, 0, 1])
    line = Line.objects.get(did="nominated")
    assert line.told["faculty"] == ["fac-med", "Det medisinske fakultet", "Faculty of Medicine"]


def test_an_amendment_is_asked_about_again_and_those_it_hits_are_told_once(units, office):
    from tests.web.conftest import russia_out
    from utsyn.web.models import Letter
    from utsyn.web.rounds.actions import checking, telling

    row = opened(units, by=office, clock="2022-02-20")
    hit = drafted(row, units["dep-clinic"], told=RUSSIA)
    spared = drafted(row, units["dep-bio"])
    at_clock(row, "2022-03-02T07:00")
    assert checking.recheck(row, by=office, at=REAL) == 2
    assert checking.recheck(row, by=office, at=REAL) == 0
    hit.refresh_from_db()
    assert (hit.verdict, hit.checks.count()) == ("no", 2)
    before = Letter.objects.count()
    assert telling.tell_of_amendment(row, russia_out(), by=office, at=REAL) == 1
    assert telling.tell_of_amendment(row, russia_out(), by=office, at=REAL) == 0
    letters = Letter.objects.order_by("pk")[before:]
    assert {letter.to_id for letter in letters} == {hit.writers.get().user_id}
    assert "Russland" in letters[0].body
    assert not spared.told_of.exists()


def test_where_a_notice_is_required_it_must_come_in_time_or_the_leadership_lets_it_in(units, rector):
    from utsyn.web.rounds.actions import writing

    row = opened(units, notice_required=True)
    told, silent = drafted(row, units["dep-clinic"]), drafted(row, units["dep-clinic"])
    dean = coordinator(units, "fac-med")
    writing.give_notice(told, by=dean, at=REAL)
    at_clock(row, "2022-02-24")
    with pytest.raises(Problems, match="only what was told of in time"):
        writing.give_notice(silent, by=dean, at=REAL)
    with pytest.raises(Problems, match="only what was told of in time"):
        writing.nominate(silent, by=dean, at=REAL)
    told.refresh_from_db()
    assert writing.nominate(told, by=dean, at=REAL).state == "nominated"
    assert writing.let_in(silent, because="The page was down", by=rector, at=REAL).state == "nominated"
