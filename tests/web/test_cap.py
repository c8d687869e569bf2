"""Nothing above the cap can ever be approved, whoever clicks when: the actions keep it, and the database keeps it."""

import subprocess
import sys

import pytest
from django.db import IntegrityError, transaction

from tests.house.tree import ROOT
from tests.web.files import asked, environment
from tests.web.people import person, university
from tests.web.worlds import REAL, opened, quickly_nominated

CAP, MANY, AT_ONCE = 20, 200, 10


@pytest.fixture
def full(db):
    """A round with three nominations and two places."""
    units = university()
    row = opened(units, cap=2)
    quickly_nominated(row, units["fac-med"], units["dep-clinic"], 3)
    return row


def place(row, number, nomination):
    from utsyn.web.rounds.models import Place

    return Place.objects.create(round=row, number=number, nomination=nomination, at=REAL)


def refused(deed) -> str:
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        deed()
    return str(raised.value)


def test_the_database_refuses_a_place_above_the_cap(full):
    third = full.nominations.get(number=3)
    assert "no place above the cap" in refused(lambda: place(full, 3, third))


def test_the_database_refuses_a_place_below_the_first(full):
    refused(lambda: place(full, 0, full.nominations.get(number=1)))


def test_the_database_refuses_the_same_place_twice(full):
    place(full, 1, full.nominations.get(number=1))
    refused(lambda: place(full, 1, full.nominations.get(number=2)))


def test_the_database_refuses_two_places_for_one_nomination(full):
    place(full, 1, full.nominations.get(number=1))
    refused(lambda: place(full, 2, full.nominations.get(number=1)))


def test_the_database_refuses_to_move_a_place(full):
    from utsyn.web.rounds.models import Place

    place(full, 1, full.nominations.get(number=1))
    assert "never changed" in refused(lambda: Place.objects.update(number=2))


def test_the_database_refuses_a_place_in_another_round(full):
    from utsyn.web.rounds.models import Round

    other = Round.objects.get(pk=full.pk)
    other.pk, other.key = None, "another"
    other.save()
    assert "its own round" in refused(lambda: place(other, 1, full.nominations.get(number=1)))


def test_the_database_refuses_approval_without_a_place(full):
    from utsyn.web.rounds.models import Nomination

    assert "needs a place" in refused(lambda: full.nominations.update(state="approved"))
    one = full.nominations.get(number=1)
    one.pk, one.number, one.state = None, 9, "approved"
    assert "needs a place" in refused(lambda: Nomination.objects.bulk_create([one]))


def test_the_database_refuses_to_take_the_place_of_what_is_approved(full):
    from utsyn.web.rounds.models import Place

    place(full, 1, full.nominations.get(number=1))
    full.nominations.filter(number=1).update(state="approved")
    assert "keeps its place" in refused(lambda: Place.objects.all().delete())


def test_the_database_refuses_a_cap_below_the_places_given(full):
    from utsyn.web.rounds.models import Round

    place(full, 2, full.nominations.get(number=1))
    assert "cannot fall below" in refused(lambda: Round.objects.update(cap=1))
    Round.objects.update(cap=5)


@pytest.mark.django_db(transaction=True)
def test_two_hundred_approvals_at_once_give_exactly_the_cap(tmp_path):
    """Ten processes with twenty threads each, every thread with a nomination of its own and none of them alone."""
    units = university()
    row = opened(units, cap=CAP)
    quickly_nominated(row, units["fac-med"], units["dep-clinic"], MANY)
    rector = person("leadership", units["uib"], username="rector")
    chosen(row, rector)
    around = environment(tmp_path)
    command = [sys.executable, "-m", "tests.web.approver", row.key]
    each = MANY // AT_ONCE
    started = [
        subprocess.Popen(
            [*command, str(1 + each * n), str(each)], cwd=ROOT, env=around, stdout=subprocess.PIPE, text=True
        )
        for n in range(AT_ONCE)
    ]
    said = [int(process.communicate()[0]) for process in started]
    assert [process.returncode for process in started] == [0] * AT_ONCE
    assert sum(said) == CAP
    numbers = [number for (number,) in asked(tmp_path, "SELECT number FROM utsyn_place ORDER BY number")]
    assert numbers == list(range(1, CAP + 1))
    assert asked(tmp_path, "SELECT count(*) FROM utsyn_nomination WHERE state = 'approved'") == [(CAP,)]
    assert asked(tmp_path, "SELECT count(*) FROM utsyn_line WHERE did = 'approved'") == [(CAP,)]
    assert asked(tmp_path, "SELECT count(*) - count(DISTINCT previous) FROM utsyn_line") == [(0,)]


def chosen(row, rector):
    """The route is chosen: the faculty's own order decides, and everyone has a place in it."""
    from tests.web.worlds import coordinator
    from utsyn.web.people.models import Unit
    from utsyn.web.rounds.actions.approving import choose_route
    from utsyn.web.rounds.actions.ranking import give_order

    faculty = Unit.objects.get(key="fac-med")
    order = [[n] for n in range(1, MANY + 1)]
    give_order(row, faculty, groups=order, by=coordinator({"fac-med": faculty}, "fac-med"), at=REAL)
    choose_route(row, route="sainte-lague-nominations", because="for the test", by=rector, at=REAL)
