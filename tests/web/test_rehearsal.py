"""The round that the demo plays: what the newcomer meets, each part of it, and the same again when it is played again."""

import json
from collections import Counter

import pytest

from tests.web.conftest import russia_out
from tests.web.worlds import REAL, day, deeds

pytestmark = pytest.mark.django_db


@pytest.fixture
def played():
    from utsyn.web.rehearsal.play import rehearse

    return rehearse(at=REAL)


def test_there_are_27_nominations_from_7_faculties_for_20_places(played):
    from utsyn.web.rehearsal.play import summary

    assert played.nominations.exclude(nominated_at=None).count() == 27
    assert played.nominations.count() == 27
    assert played.nominations.values("faculty").distinct().count() == 7
    assert played.cap == 20
    told = summary(played)
    assert (told["nominated"], told["faculties"], told["cap"]) == (27, 7, 20)


def test_it_is_a_rehearsal_in_march_2022_whose_people_are_all_invented(played):
    from utsyn.web.people.models import User

    assert played.rehearsal
    assert day("2022-03-14") < played.clock < day("2022-03-16")
    assert not User.objects.filter(invented=False).exists()
    assert all("Oppdiktet" in user.last_name for user in User.objects.all())


def test_two_are_level_where_the_places_end_and_the_seed_announced_beforehand_decides(played):
    from utsyn.web.rounds.outcomes import chosen

    kept = chosen(played)
    ties = [tie for tie in kept.outcome["ties"] if tie["at_cap"]]
    assert [sorted(tie["keys"]) for tie in ties] == [["11", "22"]]
    said = kept.outcome["said"]
    forward = [one["number"] for one in said if one["forward"]]
    assert len(forward) == 20
    last, first_out = said[19], said[20]
    assert {last["number"], first_out["number"]} == {11, 22}
    for one in (last, first_out):
        assert "the seed announced on" in one["because"]["en"]
    assert kept.inputs["lists"]["seed"]["announced"] == "2022-02-03"


def test_the_amendment_of_2_march_hits_three_of_them(played):
    from utsyn.web.models import Line
    from utsyn.web.rounds.reach import reach

    assert sorted(hit.nomination.number for hit in reach(played, russia_out())) == [1, 3, 5]
    assert sorted(played.nominations.filter(verdict="no").values_list("number", flat=True)) == [1, 3, 5]
    line = Line.objects.get(did="checked anew", about=f"round/{played.key}")
    assert line.told["turned"] == {number: ["yes", "no"] for number in ("1", "3", "5")}
    places = played.places.values_list("nomination__number", flat=True)
    assert not {1, 3, 5} & set(places), "what the rules say no to takes no place"


def test_one_withdraws_after_approval_and_the_next_by_the_same_rule_is_proposed(played):
    from utsyn.web.rounds import outcomes

    assert deeds(played)[-1] == "withdrew"
    assert Counter(deeds(played))["approved"] == 20
    assert played.nominations.get(state="withdrawn").number == 19
    assert played.places.count() == 19
    assert outcomes.next_(played) == 11, "level with the last that went forward"
    assert played.nominations.get(number=11).state == "waiting"


def test_it_is_played_with_the_rights_and_in_the_time_that_people_have(played):
    """Every deed is in the log by a person who holds the role for it; none is late."""
    from utsyn.web.models import Line

    assert not Line.objects.filter(about=f"round/{played.key}", by=None).exists()
    assert not played.nominations.filter(late=True).exists()
    assert Counter(deeds(played))["nominated"] == 27
    assert Counter(deeds(played))["gave notice"] == 27


def test_everyone_it_needs_can_be_entered_as(played, client):
    html = client.get("/en/sign-in/").content.decode()
    for role in (
        "researcher",
        "faculty coordinator",
        "international office",
        "leadership",
        "assessor",
        "auditor",
    ):
        assert role in html, role


def test_played_twice_it_is_the_same_round_and_not_another(played):
    from utsyn.web.models import Line
    from utsyn.web.rehearsal.play import rehearse
    from utsyn.web.rounds.models import Round

    lines = Line.objects.count()
    assert rehearse(at=REAL).pk == played.pk
    assert Round.objects.count() == 1
    assert Line.objects.count() == lines


@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_played_anew_elsewhere_it_is_the_same_to_the_last_word():
    from django.core.management import call_command

    from utsyn.blocks import plain
    from utsyn.web.rehearsal.play import rehearse
    from utsyn.web.rounds.minutes import minutes

    def written() -> str:
        row = rehearse(at=REAL)
        return json.dumps([list(plain(minutes(row).blocks(), language)) for language in ("nb", "nn", "en")])

    first = written()
    call_command("flush", verbosity=0, interactive=False)
    assert written() == first
