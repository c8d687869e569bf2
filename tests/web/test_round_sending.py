"""Sending the list, the minutes from the log alone, and what holds whatever people click."""

import json
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.people import person, university
from tests.web.worlds import APPLICANT, REAL, nominated, opened, quickly_nominated, ranked
from utsyn.blocks import plain
from utsyn.problems import Problems

pytestmark = pytest.mark.django_db


def test_the_list_is_sent_once_and_only_after_the_decision(units, rector, office):
    from utsyn.web.rounds.actions import approving

    row = opened(units, by=office, cap=2)
    nominated(row, units, [1])
    with pytest.raises(Problems, match="not decided yet"):
        approving.send(row, by=office, at=REAL)
    approving.approve_list(row, by=rector, at=REAL)
    approving.refuse_rest(row, by=rector, at=REAL)
    sent = approving.send(row, by=office, at=REAL)
    assert len(sent.sent_sha256) == 64
    with pytest.raises(Problems, match="has been sent"):
        approving.send(row, by=office, at=REAL)


def test_the_minutes_come_from_the_log_alone_and_come_out_the_same(units, rector):
    from utsyn.web.models import Line, Nomination
    from utsyn.web.rounds.actions import approving
    from utsyn.web.rounds.minutes import minutes

    row, made = ranked(units, rector)
    approving.approve_list(row, by=rector, at=REAL)
    approving.refuse_rest(row, by=rector, at=REAL)
    approving.dissent(row, words="Japan should have been there", by=rector, at=REAL)

    def written() -> list[str]:
        return [json.dumps(list(plain(minutes(row).blocks(), language))) for language in ("nb", "nn", "en")]

    before = written()
    Nomination.objects.exclude(state="approved").update(title="Changed behind our back", state="withdrawn")
    assert written() == before
    for words in (made[0].title, "Japan should have been there", Line.objects.order_by("pk").last().chained):
        assert words in before[2]


def test_no_line_of_the_log_holds_a_name(units, rector):
    from utsyn.web.models import Line

    ranked(units, rector)
    for line in Line.objects.all():
        assert APPLICANT[0]["name"] not in json.dumps(line.told)
        assert "Oppdiktet " not in json.dumps(line.told)


MOVES = st.lists(
    st.tuples(st.sampled_from(["approve", "withdraw", "list", "rest", "refuse", "again"]), st.integers(1, 8)),
    max_size=12,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(moves=MOVES, cap=st.integers(0, 4))
def test_whatever_is_clicked_in_whatever_order_the_cap_and_the_log_hold(moves, cap):
    from django.db import transaction

    from utsyn.web.models import Line, Place
    from utsyn.web.rounds.actions import approving

    with transaction.atomic():
        units = university()
        rector, office = person("leadership", units["uib"]), person("office", units["uib"])
        row = opened(units, by=office, cap=max(cap, 0))
        quickly_nominated(row, units["fac-med"], units["dep-clinic"], 8)
        for move, number in moves:
            one = row.nominations.select_related("round").get(number=number)
            deed = {
                "approve": lambda one=one: approving.approve(one, because="so", by=rector, at=REAL),
                "withdraw": lambda one=one: approving.withdraw(one, because="so", by=office, at=REAL),
                "refuse": lambda one=one: approving.refuse_one(one, because="so", by=rector, at=REAL),
                "list": lambda: approving.approve_list(row, by=rector, at=REAL),
                "rest": lambda: approving.refuse_rest(row, by=rector, at=REAL),
                "again": lambda: approving.choose_route(
                    row, route="sainte-lague-nominations", because="so", by=rector, at=REAL
                ),
            }[move]
            try:
                deed()
            except Problems:
                continue
            approved = row.nominations.filter(state="approved").count()
            assert approved == Place.objects.filter(round=row).count() <= cap
        lines = list(Line.objects.order_by("pk"))
        assert all(after.previous == before.chained for before, after in pairwise(lines))
        assert all(line.chained == line.hashed() for line in lines)
        transaction.set_rollback(True)


def test_a_real_round_goes_by_the_real_clock_sends_letters_and_ends_in_the_project_bank(
    units, rector, office
):
    from tests.web.worlds import CALL, coordinator, day, drafted, terms
    from utsyn.web.models import Letter, Project
    from utsyn.web.rounds.actions import approving, opening, writing

    def at(moment: str):
        return day(f"2022-{moment}")

    row = opening.open_round(
        key="real", title="Real", call=CALL, unit=units["uib"], told=terms(cap=1), by=office, at=at("02-03")
    )
    one = writing.nominate(
        drafted(row, units["dep-bio"]), by=coordinator(units, "fac-nat"), at=at("03-09T22:58")
    )
    late = drafted(row, units["dep-geo"])
    with pytest.raises(Problems, match="internal deadline has passed"):
        writing.nominate(late, by=coordinator(units, "fac-nat"), at=at("03-09T23:01"))
    approving.approve_list(row, by=rector, at=at("03-15"))
    approving.refuse_rest(row, by=rector, at=at("03-15"))
    approving.send(row, by=office, at=at("03-16T11:59"))
    assert [(project.title, project.status, project.rehearsal) for project in Project.objects.all()] == [
        (one.title, "submitted", False)
    ]
    assert set(Letter.objects.values_list("state", flat=True)) == {"queued"}
