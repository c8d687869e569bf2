"""One door to rows: what no line opens is closed, and a link that nobody can guess opens one answer."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser

import utsyn.web
from tests.web.conftest import AT

pytestmark = pytest.mark.django_db


def test_who_is_nobody_sees_demo_proposals_only(ask, demos):
    from utsyn.web.calls.models import Asked
    from utsyn.web.people.access import visible

    ask()
    rows = demos(3)
    assert set(visible(AnonymousUser(), Asked)) == set(rows)


def test_who_holds_the_link_sees_that_answer_and_no_other(ask):
    from utsyn.web.calls.models import Asked
    from utsyn.web.people.access import visible

    mine, other = ask(form="mine"), ask(form="other")
    assert list(visible(AnonymousUser(), Asked, link=mine.link)) == [mine]
    assert mine.link != other.link
    assert len(mine.link) >= 43, "256 bits"
    assert not visible(AnonymousUser(), Asked, link="").filter(pk=mine.pk).exists(), "an empty link is none"


@pytest.mark.parametrize("kind", ["User", "Line"])
def test_what_no_line_opens_is_closed(kind):
    from utsyn.web import models
    from utsyn.web.log import log
    from utsyn.web.people.access import visible

    models.User.objects.create_user("someone")
    log(AnonymousUser(), "asked", "x", at=AT)
    assert not visible(AnonymousUser(), getattr(models, kind)).exists()
    assert not visible(models.User.objects.get(), getattr(models, kind)).exists()


def test_rows_are_read_through_the_door_alone():
    """Only the door itself, and actions (which write), may name a table's manager."""
    web = Path(utsyn.web.__file__).parent
    asks = {
        path.relative_to(web).as_posix()
        for path in web.rglob("*.py")
        if "migrations" not in path.parts
        and re.search(r"\.(objects|_default_manager)\b", path.read_text("utf-8"))
    }
    assert asks == {"people/access.py", "calls/actions.py"}


def test_answers_are_kept_out_of_caches_and_search_engines(client, ask):
    response = client.get(f"/en/answers/{ask().link}/")
    assert "private" in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_a_link_that_leads_nowhere_says_what_to_do(client):
    response = client.get("/en/answers/no-such-link/")
    assert response.status_code == 404
    assert "There is no answer under this link" in response.content.decode()
