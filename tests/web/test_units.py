"""Units have a history: a name asked for any day is the one that held that day, through mergers, moves and new names."""

from contextlib import contextmanager, suppress
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.conftest import AT
from tests.web.people import BEGAN, person, university
from utsyn.problems import Problems
from utsyn.text import Text

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SPRING, AUTUMN = date(2023, 3, 1), date(2024, 9, 1)
NEW = Text(nb="Det nye fakultetet", nn="Det nye fakultetet", en="The New Faculty")


@pytest.fixture
def uni(db):
    return university()


@pytest.fixture
def boss(uni):
    return person("administrator", uni["uib"])


def refused(words: str):
    return pytest.raises(Problems, match=words)


@contextmanager
def for_once():
    """What is done inside is as if it had not been, so that one example does not weigh on the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def name(row, on: date) -> str:
    from utsyn.web.people.units import tree

    return tree(on)[row.pk].in_("nb")


def deeds() -> list[tuple[str, str]]:
    from utsyn.web.log import lines

    return list(lines().values_list("did", "about"))


def test_an_old_day_shows_the_old_name(uni, boss):
    from utsyn.web.units.actions import rename_unit

    rename_unit(uni["fac-med"], names=NEW, since=SPRING, by=boss, at=AT)
    assert name(uni["fac-med"], SPRING - DAY) == "Det medisinske fakultet"
    assert name(uni["fac-med"], SPRING) == "Det nye fakultetet"
    assert deeds() == [("renamed unit", "unit/fac-med")]


@given(
    changes=st.lists(st.tuples(st.integers(1, 4000), st.integers(0, 9)), max_size=8),
    asked=st.integers(0, 4500),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=30)
def test_a_name_asked_for_any_day_is_the_one_that_held_that_day(uni, boss, changes, asked):
    """Changes in any order of days: each is done or refused in words, and what was done is what is shown."""
    from utsyn.web.units.actions import rename_unit

    row, held = uni["dep-geo"], {BEGAN: "Institutt for geovitenskap"}
    with for_once():
        for days, number in changes:
            since, called = BEGAN + days * DAY, f"Navn {number}"
            latest = max(held)
            if since <= latest or held[latest] == called:
                with pytest.raises(Problems):
                    rename_unit(row, names=Text(nb=called), since=since, by=boss, at=AT)
            else:
                rename_unit(row, names=Text(nb=called), since=since, by=boss, at=AT)
                held[since] = called
        on = BEGAN + asked * DAY
        assert name(row, on) == held[max(day for day in held if day <= on)]


def test_two_changes_from_one_day_and_a_change_before_the_last_are_refused(uni, boss):
    from utsyn.web.units.actions import move_unit, rename_unit

    rename_unit(uni["dep-bio"], names=NEW, since=SPRING, by=boss, at=AT)
    with refused("was changed from that day already: 1 March 2023"):
        move_unit(uni["dep-bio"], parent=uni["fac-med"], since=SPRING, by=boss, at=AT)
    with refused("has a change from 1 March 2023, and what was before it stays"):
        move_unit(uni["dep-bio"], parent=uni["fac-med"], since=SPRING - DAY, by=boss, at=AT)


def test_the_faculty_of_a_department_is_the_one_of_that_day(uni, boss):
    from utsyn.web.people.units import tree
    from utsyn.web.units.actions import move_unit

    move_unit(uni["dep-education"], parent=uni["fac-hum"], since=AUTUMN, by=boss, at=AT)
    department = uni["dep-education"].pk
    assert tree(AUTUMN - DAY).faculty(department) == uni["fac-psy"].pk
    assert tree(AUTUMN).faculty(department) == uni["fac-hum"].pk
    assert tree(AUTUMN).faculty(uni["office"].pk) is None


def test_a_ring_is_refused_also_one_that_closes_later(uni, boss):
    from utsyn.web.units.actions import move_unit

    with refused("cannot lie below itself"):
        move_unit(uni["fac-nat"], parent=uni["dep-bio"], since=SPRING, by=boss, at=AT)
    with refused("cannot lie below itself"):
        move_unit(uni["fac-nat"], parent=uni["fac-nat"], since=SPRING, by=boss, at=AT)
    move_unit(uni["fac-art"], parent=uni["fac-hum"], since=AUTUMN, by=boss, at=AT)
    with refused("cannot lie below itself"):
        move_unit(uni["fac-hum"], parent=uni["fac-art"], since=SPRING, by=boss, at=AT)
    with refused("institution lies below nothing"):
        move_unit(uni["uib"], parent=uni["fac-art"], since=SPRING, by=boss, at=AT)


@given(moves=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(1, 20)), max_size=12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=30)
def test_whatever_is_moved_every_unit_leads_to_the_top_on_every_day(uni, boss, moves):
    from utsyn.web.people.units import tree
    from utsyn.web.units.actions import move_unit

    rows = [row for key, row in uni.items() if key.startswith("fac-")]
    with for_once():
        for which, where, day in moves:
            with suppress(Problems):
                move_unit(rows[which], parent=rows[where], since=SPRING + day * DAY, by=boss, at=AT)
        for day in sorted({0, *(day for _, _, day in moves)}):
            there = tree(SPRING + day * DAY)
            assert all(list(there.above(row.pk))[-1] == uni["uib"].pk for row in rows)


def test_a_merger_keeps_what_was_and_takes_along_what_lay_below(uni, boss):
    from utsyn.web.people.models import Unit
    from utsyn.web.people.units import tree
    from utsyn.web.units.actions import merge_units

    merge_units([uni["fac-psy"], uni["fac-art"]], into=uni["fac-hum"], since=AUTUMN, by=boss, at=AT)
    gone = Unit.objects.get(key="fac-psy")
    assert (gone.ended, gone.successor.key) == (AUTUMN - DAY, "fac-hum")
    assert name(gone, AUTUMN) == "Det psykologiske fakultet", "its old nominations show what it was called"
    before, after = tree(AUTUMN - DAY), tree(AUTUMN)
    assert before.faculty(uni["dep-psychology"].pk) == gone.pk
    assert after.faculty(uni["dep-psychology"].pk) == uni["fac-hum"].pk
    assert [u.key for u in before.of_kind("faculty")].count("fac-psy") == 1
    assert "fac-psy" not in [u.key for u in after.of_kind("faculty")]
    assert {u.key for u in after.of_kind("department")} == {u.key for u in before.of_kind("department")}
    assert deeds() == [("merged unit", "unit/fac-psy"), ("merged unit", "unit/fac-art")]


def test_a_unit_that_has_ended_is_changed_no_more_and_taken_into_nothing_new(uni, boss):
    from utsyn.web.units.actions import end_unit, found_unit, merge_units, move_unit, rename_unit

    end_unit(uni["dep-design"], last=SPRING, by=boss, at=AT)
    with refused("ended on 1 March 2023"):
        rename_unit(uni["dep-design"], names=NEW, since=AUTUMN, by=boss, at=AT)
    with refused("ended on 1 March 2023"):
        move_unit(uni["dep-music"], parent=uni["dep-design"], since=AUTUMN, by=boss, at=AT)
    with refused("ended on 1 March 2023"):
        merge_units([uni["dep-music"]], into=uni["dep-design"], since=AUTUMN, by=boss, at=AT)
    with refused("ended on 1 March 2023"):
        found_unit(kind="department", names=NEW, parent=uni["dep-design"], since=AUTUMN, by=boss, at=AT)
    with refused("not founded by 31 December 1999"):
        found_unit(kind="department", names=NEW, parent=uni["fac-art"], since=BEGAN - DAY, by=boss, at=AT)


def test_a_unit_with_others_below_it_does_not_end(uni, boss):
    from utsyn.web.units.actions import end_unit, merge_units

    with refused("2 units lie below it"):
        end_unit(uni["fac-art"], last=SPRING, by=boss, at=AT)
    with refused("cannot be ended here"):
        end_unit(uni["uib"], last=SPRING, by=boss, at=AT)
    with refused("cannot lie below itself"):
        merge_units([uni["fac-art"]], into=uni["dep-music"], since=SPRING, by=boss, at=AT)
    assert deeds() == [], "nothing is done by half"
    with refused("merged into itself"):
        merge_units([uni["fac-art"]], into=uni["fac-art"], since=SPRING, by=boss, at=AT)


def test_a_unit_is_founded_under_a_key_of_its_own(uni, boss):
    from utsyn.web.units.actions import found_unit

    row = found_unit(
        kind="faculty",
        names=Text(nb="Fakultet for ærlig øving på ås"),
        parent=uni["uib"],
        since=SPRING,
        by=boss,
        at=AT,
    )
    assert row.key == "fakultet-for-aerlig-oving-pa-as"
    with refused("There is a unit “fac-med” already"):
        found_unit(kind="faculty", names=NEW, parent=uni["uib"], since=SPRING, by=boss, at=AT, key="fac-med")
    for kind in ("institution", "school", ""):
        with refused("a faculty, a department or an office"):
            found_unit(kind=kind, names=NEW, parent=uni["uib"], since=SPRING, by=boss, at=AT)


def test_units_are_the_administrators_own_and_no_further_than_her_unit(uni):
    from utsyn.web.people.rights import NotYoursError
    from utsyn.web.units.actions import end_unit, found_unit, merge_units, move_unit, rename_unit

    local = person("administrator", uni["fac-med"])
    rename_unit(uni["dep-clinic"], names=NEW, since=SPRING, by=local, at=AT)
    for who in (
        local,
        *(person(role, uni["uib"]) for role in ("office", "leadership", "auditor", "coordinator")),
    ):
        for deed in (
            lambda by: rename_unit(uni["fac-law"], names=NEW, since=SPRING, by=by, at=AT),
            lambda by: move_unit(uni["dep-clinic"], parent=uni["fac-law"], since=AUTUMN, by=by, at=AT),
            lambda by: merge_units([uni["fac-med"]], into=uni["fac-law"], since=SPRING, by=by, at=AT),
            lambda by: end_unit(uni["dep-design"], last=SPRING, by=by, at=AT),
            lambda by: found_unit(kind="office", names=NEW, parent=uni["uib"], since=SPRING, by=by, at=AT),
        ):
            with pytest.raises(NotYoursError):
                deed(who)


def test_the_same_form_twice_is_one_change(uni, boss):
    from utsyn.web.deeds import DoneError
    from utsyn.web.units.actions import rename_unit

    rename_unit(uni["fac-med"], names=NEW, since=SPRING, by=boss, at=AT, form="once")
    with pytest.raises(DoneError):
        rename_unit(uni["fac-med"], names=NEW, since=SPRING, by=boss, at=AT, form="once")
    assert len(deeds()) == 1
