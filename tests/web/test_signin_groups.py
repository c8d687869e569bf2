"""Roles from groups: given and ended at sign-in, each logged; given by hand they stay; what is not known changes nothing."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.web.people import person, university

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
DAY = AT.date()
RULES = """groups:
  - {group: "unit:geo", unit: dep-geo, role: researcher}
  - {group: "unit:nat:admin", unit: fac-nat, role: coordinator}
  - {group: "unit:nowhere", unit: no-such-unit, role: office}
"""


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("UTSYN_HOME", str(tmp_path))
    (tmp_path / "groups.yaml").write_text(RULES, "utf-8")
    return tmp_path


@pytest.fixture
def kari(db, home):
    units = university()
    made = person("researcher", units["dep-bio"], invented=False, username="kari")
    return SimpleNamespace(user=made, units=units)


def told(*groups, known=True):
    from utsyn.web.people.signin.told import Told

    return Told(True, "Kari", "Oppdiktet", "", frozenset(groups) if known else None)


def follow(kari, *groups, at=AT, known=True):
    from utsyn.web.people.signin.actions import follow

    follow(kari.user, told(*groups, known=known), at=at)


def held(kari, *, on=DAY):
    from utsyn.web.people.models import Held

    rows = Held.objects.filter(user=kari.user, since__lte=on).exclude(until__lt=on)
    return {(row.role, row.unit.key, row.origin) for row in rows}


def lines():
    from utsyn.web.log import Line

    return [(line.did, line.told) for line in Line.objects.order_by("pk")]


HAND = ("researcher", "dep-bio", "hand")
GEO = ("researcher", "dep-geo", "groups")
NAT = ("coordinator", "fac-nat", "groups")


def test_a_group_gives_a_role_and_its_loss_ends_it_and_each_is_logged(kari):
    follow(kari, "unit:geo", "unit:nat:admin")
    assert held(kari) == {HAND, GEO, NAT}
    follow(kari, "unit:geo", at=AT + timedelta(days=3))
    assert held(kari, on=DAY + timedelta(days=3)) == {HAND, GEO}
    assert held(kari, on=DAY + timedelta(days=2)) == {HAND, GEO, NAT}, "what was, stays as it was"
    did = [(did, told.get("unit")) for did, told in lines() if did != "read groups"]
    assert did == [("gave role", "dep-geo"), ("gave role", "fac-nat"), ("ended role", "fac-nat")]


def test_a_role_lost_on_the_day_it_was_given_is_gone_at_once(kari):
    follow(kari, "unit:nat:admin")
    follow(kari, at=AT + timedelta(hours=1))
    assert held(kari) == {HAND}
    follow(kari, "unit:nat:admin", at=AT + timedelta(hours=2))
    assert held(kari) == {HAND, NAT}


def test_what_was_given_by_hand_stays(kari):
    follow(kari)
    assert HAND in held(kari)


def test_groups_that_could_not_be_learnt_change_nothing(kari):
    follow(kari, "unit:geo")
    follow(kari, known=False)
    assert GEO in held(kari)


def test_groups_that_the_file_does_not_know_are_counted_and_never_guessed(kari):
    follow(kari, "unit:geo", "fc:fs:course:1", "fc:fs:course:2", "unit:geo ", "UNIT:NAT:ADMIN")
    assert held(kari) == {HAND, GEO}
    assert lines()[-1] == ("read groups", {"known": 1, "unknown": 4})
    before = len(lines())
    follow(kari, "unit:geo", "a", "b", "c", "d")
    assert len(lines()) == before, "told once, until it changes"


def test_a_unit_that_does_not_exist_gives_no_role(kari, caplog):
    follow(kari, "unit:nowhere")
    assert held(kari) == {HAND}
    assert "no-such-unit" in caplog.text


def test_without_the_file_nothing_follows_from_groups(kari, home):
    follow(kari, "unit:geo")
    (home / "groups.yaml").unlink()
    follow(kari)
    assert GEO in held(kari), "no file says nothing, which is not: no roles"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('groups:\n  - {group: "a", unit: x, role: dean}\n', "groups.yaml:2 groups[0].role"),
        ("groups:\n  - {group: a, unit: x}\n", "groups.yaml:2 groups[0].role: “role” is missing"),
        ("groups:\n  - group: a\n    unti: x\n    role: office\n", "groups.yaml:3 groups[0].unti"),
        ("groups: [\n", "groups.yaml:2: A value is missing"),
        ("roles: []\n", "groups.yaml:1 roles"),
    ],
)
def test_a_wrong_line_is_named_at_the_start_and_no_sign_in_breaks(kari, home, caplog, written, said):
    follow(kari, "unit:geo")
    (home / "groups.yaml").write_text(written, "utf-8")
    with pytest.raises(SystemCheckError) as found:
        call_command("check")
    assert said in str(found.value)
    follow(kari)
    assert GEO in held(kari), "what cannot be read changes nothing"
    assert "groups.yaml" in caplog.text


# --- what a provider tells -----------------------------------------------------------------------------------


def login(info, *, token=None, **settings):
    app = SimpleNamespace(settings={"groups_claim": "groups", "groups_url": "", **settings})
    data = {"userinfo": info, "id_token": token if token is not None else {"sub": info.get("sub")}}
    return SimpleNamespace(
        account=SimpleNamespace(extra_data=data),
        provider=SimpleNamespace(app=app),
        token=SimpleNamespace(token="t"),  # noqa: S106  no secret
    )


def read(*args, **kwargs):
    from utsyn.web.people.signin.told import Told

    return Told.of(login(*args, **kwargs))


@pytest.mark.parametrize(
    ("written", "groups"),
    [
        (["a", "b"], {"a", "b"}),
        ([{"id": "a", "displayName": "A"}, {"displayName": "no id"}], {"a"}),
        ("a", {"a"}),
        ([], set()),
        (None, None),
    ],
)
def test_groups_are_read_however_they_are_told(written, groups):
    found = read({"sub": "1", "groups": written}).groups
    assert found == (None if groups is None else frozenset(groups))


def test_two_numbers_are_two_people():
    assert not read({"sub": "1"}, token={"sub": "2"}).one_person
    assert read({"sub": "1"}).one_person


@pytest.mark.parametrize(
    ("info", "email"),
    [
        ({"email": "a@example.org"}, "a@example.org"),
        ({"email": "a@example.org", "email_verified": True}, "a@example.org"),
        ({"email": "a@example.org", "email_verified": False}, ""),
        ({"email": "none"}, ""),
        ({}, ""),
    ],
)
def test_an_address_that_the_provider_does_not_vouch_for_is_not_taken(info, email):
    assert read({"sub": "1", **info}).email == email


def test_a_list_of_groups_that_does_not_answer_is_not_an_empty_one():
    assert read({"sub": "1"}, groups_url="http://127.0.0.1:9/groups").groups is None


def test_a_name_and_an_address_follow_the_provider_but_nobody_elses_is_taken(kari):
    from utsyn.web.people.signin.actions import rename
    from utsyn.web.people.signin.told import Told

    person(username="per", invented=False)
    rename(kari.user, Told(True, "Kari", "Nytt", "per@example.org", None))
    kari.user.refresh_from_db()
    assert (kari.user.last_name, kari.user.email) == ("Nytt", "kari@example.org")
    kari.user.forgotten = AT
    rename(kari.user, Told(True, "Kari", "Igjen", "", None))
    assert kari.user.last_name == "Nytt", "who was forgotten stays so"


class InStep(TestCase):
    """Whatever groups somebody had before, after a sign-in she holds what today's groups give and no more."""

    @given(
        st.lists(
            st.frozensets(st.sampled_from(["researcher", "coordinator", "office"])), min_size=1, max_size=6
        )
    )
    def test_the_last_sign_in_decides(self, days):
        from utsyn.web.people.models import Held, Unit, User
        from utsyn.web.people.signin.actions import bring_in_step

        unit = Unit.objects.get_or_create(key="u", kind="faculty")[0]
        user = User.objects.get_or_create(username="u")[0]
        Held.objects.filter(user=user).delete()
        for number, roles in enumerate(days):
            at = AT + timedelta(hours=9 * number)
            bring_in_step(user, frozenset(("u", role) for role in roles), at=at)
            day: date = at.date()
            now = Held.objects.filter(user=user, unit=unit, since__lte=day).exclude(until__lt=day)
            assert sorted(row.role for row in now) == sorted(roles)
