"""Who is forgotten is named in no table of the database, and what she decided stands under her number."""

import re

import pytest

from tests.web.people import person
from tests.web.remembered import EMAIL, NAME, boss, files, forgotten, perhaps, solvi, uni, where, world
from tests.web.worlds import REAL
from utsyn.problems import Problems

__all__ = ["boss", "files", "solvi", "uni", "world"]  # fixtures
pytestmark = pytest.mark.django_db


def test_who_is_forgotten_is_named_in_no_table(world, solvi, boss, client):
    from django.contrib.sessions.models import Session

    from utsyn.web.letters.models import Letter
    from utsyn.web.log import lines
    from utsyn.web.logbook import chain
    from utsyn.web.people.models import User

    client.force_login(solvi)
    sessions = Session.objects.count()
    before = where(NAME, EMAIL)
    assert {
        "utsyn_user",
        "utsyn_mentioned",
        "utsyn_comment",
        "utsyn_nomination",
        "utsyn_letter",
        "socialaccount_socialaccount",
    } <= before
    head = lines().last().chained
    done = forgotten(solvi, boss, confirmed=True, also=perhaps(solvi))
    assert where(NAME, EMAIL, "private@example.net", "Åsnes") == set()
    assert done.left == []
    assert not Letter.objects.filter(to=solvi).exists(), "letters to her are hers"
    assert chain.walk(chain.written(lines()), head=head).holds
    user = User.objects.get(pk=solvi.pk)
    assert user.called == f"#{solvi.pk}"
    assert not user.has_usable_password()
    assert not user.is_active
    assert user.forgotten == REAL
    assert Session.objects.count() == sessions - 1
    assert client.get("/en/me/").status_code == 302, "her session is over"


def test_what_was_decided_stands_under_her_number(world, solvi, boss):
    from utsyn.web.people.models import Held
    from utsyn.web.rounds.minutes import minutes
    from utsyn.web.rounds.models import Check, Comment, Mentioned, Nomination, Panellist, Writer

    def standing():
        return (
            [
                *Nomination.objects.order_by("pk").values_list(
                    "round", "number", "title", "state", "verdict", "faculty"
                )
            ],
            [*Check.objects.order_by("pk").values_list("sha256", "verdict")],
            [*Panellist.objects.values_list("user", "ballot")],
            [*Writer.objects.order_by("pk").values_list("nomination", "user")],
            [*Mentioned.objects.order_by("pk").values_list("nomination", "part", "key", "organisation")],
            [*Held.objects.order_by("pk").values_list("user", "role", "unit", "since")],
            str([*minutes(world).blocks()]),
        )

    before = standing()
    forgotten(solvi, boss, confirmed=True, also=perhaps(solvi))
    assert standing() == before
    assert set(Comment.objects.values_list("by", "text")) >= {(solvi.pk, f"Hilsen #{solvi.pk} (#{solvi.pk})")}


def test_a_namesake_keeps_her_name_unless_it_is_said_that_she_is_the_one(world, solvi, boss):
    from utsyn.web.rounds.models import Mentioned

    other = Mentioned.objects.create(
        nomination=Mentioned.objects.first().nomination,
        part="researcher",
        name=NAME,
        email="another@example.org",
    )
    forgotten(solvi, boss, confirmed=True)
    other.refresh_from_db()
    assert other.name == NAME
    assert Mentioned.objects.filter(name=NAME.lower(), email="").exists()
    assert not Mentioned.objects.filter(email__iexact=EMAIL).exists()


def test_names_that_only_begin_alike_are_left_alone(uni, boss):

    from utsyn.web.privacy.forgetting import contains, taken_out, words_of

    eva = person(username="eva", first_name="Eva", last_name="Li", email="eva@example.org")
    words = words_of(eva)
    assert isinstance(words, re.Pattern)
    assert contains({"a": ["See Eva Li."]}, words)
    for other in ("Eva Lie", "Geva Li", "Eva", "Li", "not-eva@example.organic", "1eva@example.org"):
        assert not contains(other, words), other
    assert taken_out({"EVA LI": [1, None, "x Eva Li y"]}, words, "7") == {"#7": [1, None, "x #7 y"]}


def test_who_holds_a_role_is_forgotten_only_if_that_is_confirmed(uni, solvi, boss):
    with pytest.raises(Problems, match="She holds 1 role still"):
        forgotten(solvi, boss)
    assert forgotten(solvi, boss, confirmed=True).roles == 1
    assert solvi.held.get().until is not None
    assert forgotten(solvi, boss).roles == 0, "once is enough"


def test_the_last_administrator_and_oneself_are_not_forgotten(uni, boss):
    from utsyn.web.log import lines
    from utsyn.web.privacy.forgetting import forget_somebody

    with pytest.raises(Problems, match="Nobody forgets herself"):
        forgotten(boss, boss, confirmed=True)
    with pytest.raises(Problems, match="last administrator"):
        forget_somebody(boss, by=boss, at=REAL, confirmed=True)
    assert not lines().exists()


def test_forgetting_is_confirmed_on_a_page(world, uni, solvi, boss, client):
    client.force_login(boss)
    page = client.get(f"/en/people/{solvi.pk}/forget/").content.decode()
    assert "Hers" in page
    assert "Is this she?" in page
    assert "They end today" in page
    refused = client.post(f"/en/people/{solvi.pk}/forget/", {"form": "a"})
    assert refused.status_code == 422
    assert "She holds 2 roles still" in refused.content.decode()
    done = client.post(f"/en/people/{solvi.pk}/forget/", {"form": "b", "confirmed": "yes"})
    assert done.status_code == 200
    assert client.post(f"/en/people/{solvi.pk}/forget/", {"form": "b", "confirmed": "yes"}).status_code == 303
    assert EMAIL not in client.get(f"/en/people/{solvi.pk}/").content.decode()
    client.force_login(person("office", uni["uib"]))
    assert client.post(f"/en/people/{boss.pk}/forget/", {"confirmed": "yes"}).status_code == 403


def test_a_name_that_somebody_wrote_in_the_log_is_told_of_and_left(uni, solvi, boss, client):
    """Reasons are part of a decision and stand in the log; nothing there can be changed, so it must be said."""
    from utsyn.web.log import lines, log
    from utsyn.web.logbook import chain

    line = log(boss, "refused", "round/x", at=REAL, told={"because": f"{NAME} is away"})
    client.force_login(boss)
    page = client.post(f"/en/people/{solvi.pk}/forget/", {"confirmed": "yes"}).content.decode()
    assert f"utsyn.Line/{line.pk}" in page
    assert lines().last().told["left"] == [f"utsyn.Line/{line.pk}"]
    assert chain.walk(chain.written(lines())).holds
