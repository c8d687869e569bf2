"""What retention.yaml says is done when its time is over: no sooner, once, and noted in the log."""

import os
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from tests.web.remembered import (
    NAME,
    boss,
    everything,
    files,
    solvi,
    uni,
    world,
)
from tests.web.worlds import REAL

__all__ = ["boss", "files", "solvi", "uni", "world"]  # fixtures
pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def retained(*, days: int, do: bool = True) -> dict[str, int]:
    """What is due so many days after everything happened."""
    from django.contrib.auth.models import AnonymousUser

    from utsyn.web.privacy.actions import retain

    return dict(retain(at=REAL + days * DAY, by=AnonymousUser(), do=do))


@pytest.fixture
def over(world, uni):
    """The same round, over: one nomination approved and sent, another not, and a draft."""
    from utsyn.web.people.models import User
    from utsyn.web.rounds.models import Nomination, Place, Round, Version

    Round.objects.update(sent_at=REAL, opened_at=REAL - DAY)
    hers = Nomination.objects.get(title="Hers")
    Place.objects.create(round=world, number=1, nomination=hers, at=REAL)
    Nomination.objects.filter(pk=hers.pk).update(state="approved")
    Nomination.objects.filter(title="fac-hum 1").update(state="refused")
    Version.objects.get_or_create(
        nomination=hers, number=900, defaults={"title": "Old", "told": {}, "at": REAL}
    )
    User.objects.update(date_joined=REAL)
    return world


def counted() -> dict[str, int]:
    from utsyn.web.privacy.tables import label, our_own, rows

    return {label(table): rows(table).count() for table in our_own()}


def test_every_kind_that_is_not_kept_is_seen_to_and_nothing_else_is():
    from utsyn.web.people.retention import kinds
    from utsyn.web.privacy.actions import RULES

    assert {kind.key for kind in kinds() if kind.kept} == set(RULES)


def test_what_is_due_is_said_first_and_nothing_is_done(over):
    before = counted()
    assert any(retained(days=4000, do=False).values())
    assert counted() == before
    out = StringIO()
    call_command("retain", stdout=out)
    assert "Nothing was done: add --do." in out.getvalue()


def test_each_kind_goes_when_its_time_is_over_and_no_sooner(over, uni, solvi):
    from utsyn.web.letters.models import Letter
    from utsyn.web.rounds.models import Attachment, Check, Comment, Conflict, Mentioned, Nomination, Version

    first = {
        kind: count
        for kind, count in retained(days=364).items()
        if count and kind not in ("tries", "session")
    }
    assert first == {}, "a year is not over"
    year = retained(days=366)
    assert year["draft"] == 1
    assert year["letter"] >= 2
    assert set(Nomination.objects.values_list("title", flat=True)) == {"Hers", "fac-hum 1", "fac-law 1"}
    assert not Letter.objects.exists()
    assert Comment.objects.exists()
    two = retained(days=731)
    assert (two["version"] >= 1, two["comment"], two["conflict"], two["mentioned"]) == (True, 1, 1, 2)
    assert not Comment.objects.exists()
    assert not Version.objects.exists()
    assert set(Conflict.objects.values_list("because", flat=True)) == {""}
    assert list(Mentioned.objects.exclude(name="").values_list("nomination__title", flat=True)) == ["Hers"]
    assert Attachment.objects.count() == 1, "what was sent is kept longer"
    ten = retained(days=3651)
    assert (ten["mentioned_sent"], ten["attachment_sent"]) == (1, 1)
    assert not Mentioned.objects.exclude(name="").exists()
    assert Nomination.objects.count() == 3
    assert Check.objects.exists()


def test_doing_it_twice_does_nothing_more(over):
    from utsyn.web.log import lines
    from utsyn.web.logbook import chain

    assert any(retained(days=4000).values())
    count = lines().count()
    assert lines().filter(did="retained").exists()
    assert not any(retained(days=4000).values())
    assert lines().count() == count
    assert chain.walk(chain.written(lines())).holds


def test_a_person_without_a_role_is_forgotten_a_year_after_her_last(uni, solvi, boss):
    from utsyn.web.people.models import Held, User

    User.objects.update(date_joined=REAL - 1000 * DAY)
    Held.objects.filter(user=solvi).update(until=(REAL - 300 * DAY).date())
    assert retained(days=0)["person"] == 0
    User.objects.filter(pk=solvi.pk).update(last_login=REAL)
    assert retained(days=100)["person"] == 0, "she was here since"
    assert retained(days=366)["person"] == 1
    assert User.objects.get(pk=solvi.pk).forgotten
    assert not User.objects.get(pk=boss.pk).forgotten
    assert NAME not in str(everything())


def test_a_file_goes_with_its_row(over, files):
    from utsyn.web.nominations import storage

    stored = [file for file in storage.folder().rglob("*") if file.is_file()]
    assert len(stored) == 1
    os.utime(stored[0], (0, 0))
    retained(days=3651)
    assert not stored[0].exists()
