"""People and their roles in time: given by another, ended and never unmade, asked for on any day."""

from datetime import date, timedelta

import pytest

from tests.web.conftest import AT
from tests.web.people import person, university
from utsyn.problems import Problems

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = date(2026, 11, 21)  # the day of AT
SPRING = date(2027, 3, 1)


@pytest.fixture
def uni(db):
    return university()


@pytest.fixture
def boss(uni):
    return person("administrator", uni["uib"], username="boss")


@pytest.fixture
def eva(uni):
    return person(username="eva", first_name="Eva", last_name="Oppdiktet")


def refused(words: str):
    return pytest.raises(Problems, match=words)


def give(user, role, unit, by, *, since=TODAY, **told):
    from utsyn.web.people.actions import give_role

    return give_role(user, role=role, unit=unit, since=since, by=by, at=AT, **told)


def may(user, unit, on=TODAY) -> bool:
    from utsyn.web.people.models import User
    from utsyn.web.people.rights import Deed
    from utsyn.web.people.rights import may as asked

    return asked(User.objects.get(pk=user.pk), Deed.NOMINATE, unit=unit.pk, on=on)


def lines() -> list[tuple[str, str]]:
    from utsyn.web.log import lines as every

    return list(every().values_list("did", "about"))


def test_a_role_counts_from_its_first_day_to_its_last(uni, boss, eva):
    give(eva, "coordinator", uni["fac-med"], boss, since=TODAY, until=SPRING)
    held = [may(eva, uni["dep-clinic"], day) for day in (TODAY - DAY, TODAY, SPRING, SPRING + DAY)]
    assert held == [False, True, True, False]
    assert not may(eva, uni["fac-law"])
    assert lines() == [("gave role", f"user/{eva.pk}")]


def test_the_log_names_nobody(uni, boss, eva):
    from utsyn.web.log import Written
    from utsyn.web.log import lines as every
    from utsyn.web.people.actions import add_person, end_role

    made = add_person(first_name="Liv", last_name="Oppdiktet", email="Liv@Example.org", by=boss, at=AT)
    end_role(give(made, "office", uni["uib"], boss), last=TODAY, by=boss, at=AT)
    said = str([Written.of(line) for line in every()])
    assert lines() == [
        ("added person", f"user/{made.pk}"),
        ("gave role", f"user/{made.pk}"),
        ("ended role", f"user/{made.pk}"),
    ]
    for name in ("Liv", "Oppdiktet", "example.org", "boss"):
        assert name not in said


def test_a_role_is_ended_and_not_unmade(uni, boss, eva):
    from utsyn.web.people.actions import end_role
    from utsyn.web.people.models import Held

    row = give(eva, "coordinator", uni["fac-med"], boss, since=TODAY - 30 * DAY)
    end_role(row, last=TODAY, by=boss, at=AT)
    assert Held.objects.get(pk=row.pk).until == TODAY
    assert may(eva, uni["fac-med"], TODAY - DAY), "who held what then is still known"
    assert not may(eva, uni["fac-med"], TODAY + DAY)
    with refused("ends on 21 November 2026 already"):
        end_role(row, last=SPRING, by=boss, at=AT)
    with refused("would end before that"):
        end_role(row, last=TODAY - 31 * DAY, by=boss, at=AT)


def test_a_role_that_has_not_begun_is_taken_back(uni, boss, eva):
    from utsyn.web.people.actions import end_role
    from utsyn.web.people.models import Held

    end_role(give(eva, "coordinator", uni["fac-med"], boss, since=SPRING), last=TODAY, by=boss, at=AT)
    assert not Held.objects.filter(user=eva).exists()
    assert lines()[-1] == ("took back role", f"user/{eva.pk}")


def test_what_cannot_be_is_refused_in_words(uni, boss, eva):
    from utsyn.web.units.actions import end_unit

    end_unit(uni["dep-design"], last=TODAY + DAY, by=boss, at=AT)
    uni["dep-design"].refresh_from_db()
    give(eva, "coordinator", uni["fac-med"], boss, until=SPRING)
    with refused("ends? on 20 November 2026, before it begins|end on 20 November 2026, before it begins"):
        give(eva, "office", uni["uib"], boss, until=TODAY - DAY)
    with refused("holds that role there from 21 November 2026 to 1 March 2027 already"):
        give(eva, "coordinator", uni["fac-med"], boss, since=SPRING)
    with refused("holds that role there"):
        give(eva, "coordinator", uni["fac-med"], boss, since=TODAY - DAY, until=TODAY)
    with refused("ended on 22 November 2026"):
        give(eva, "department", uni["dep-design"], boss)
    with refused("not founded by"):
        give(eva, "department", uni["dep-music"], boss, since=date(1999, 1, 1))
    with refused("no such role"):
        give(eva, "king", uni["uib"], boss)
    give(eva, "department", uni["dep-design"], boss, until=TODAY)
    give(eva, "coordinator", uni["fac-med"], boss, since=SPRING + DAY)


def test_nobody_gives_herself_a_role(uni, boss):
    with refused("Nobody gives herself a role"):
        give(boss, "leadership", uni["uib"], boss)


def test_the_last_administrator_stays(uni, boss):
    from utsyn.web.people.actions import end_role

    row = boss.held.get()
    with refused("last administrator"):
        end_role(row, last=TODAY, by=boss, at=AT)
    other = person("administrator", uni["uib"], until=SPRING)
    with refused("last administrator"):
        end_role(row, last=SPRING, by=other, at=AT)
    end_role(row, last=SPRING - DAY, by=other, at=AT)


def test_roles_are_given_by_administrators_and_within_their_units(uni, eva):
    from utsyn.web.people.actions import add_person, end_role
    from utsyn.web.people.rights import NotYoursError

    local = person("administrator", uni["fac-med"])
    give(eva, "department", uni["dep-clinic"], local)
    for who in (
        local,
        *(person(role, uni["uib"]) for role in ("office", "leadership", "auditor", "coordinator")),
    ):
        with pytest.raises(NotYoursError):
            give(eva, "department", uni["dep-bio"], who)
    elsewhere = person("coordinator", uni["fac-law"]).held.get()
    with pytest.raises(NotYoursError):
        end_role(elsewhere, last=TODAY, by=local, at=AT)
    with pytest.raises(NotYoursError):
        add_person(
            first_name="A", last_name="B", email="a@example.org", by=person("office", uni["uib"]), at=AT
        )


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"first_name": " "}, "name is missing"),
        ({"last_name": "x" * 151}, "name is missing or too long"),
        ({"email": "nowhere"}, "“nowhere” is no e-mail address"),
        ({"email": "EVA@example.org"}, "person with that e-mail address already"),
    ],
)
def test_a_person_without_name_or_address_is_not_added(boss, eva, told, words):
    from utsyn.web.people.actions import add_person

    with refused(words):
        add_person(**{"first_name": "A", "last_name": "B", "email": "a@example.org", **told}, by=boss, at=AT)


def test_a_person_added_has_no_password_and_a_link_that_is_hers_until_she_was_here(boss, eva, settings):
    from utsyn.web.people.actions import add_person, invite

    made = add_person(first_name="Liv", last_name="Oppdiktet", email="liv@example.org", by=boss, at=AT)
    assert not made.has_usable_password()
    assert "/sign-in/password/" in invite(made, by=boss, at=AT)
    made.last_login = AT
    with refused("for who never was here"):
        invite(made, by=boss, at=AT)
    eva.invented = False
    eva.set_password("a long enough password")
    with refused("for who never was here"):
        invite(eva, by=boss, at=AT)
