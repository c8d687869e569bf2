"""One door to rows: what no line opens is closed, and a link that nobody can guess opens one answer."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser

import utsyn.web

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


PERSONAL = [
    "Attachment", "Check", "Comment", "Conflict", "Endorsement", "Held", "Letter", "Line", "Mentioned", "Nomination", "Order",
    "Panellist", "Place", "Ranking", "Round", "Told", "User", "Version", "Writer",
]  # fmt: skip


@pytest.mark.parametrize("kind", PERSONAL)
def test_what_no_line_opens_is_closed(kind, units, rector):
    """In a round with everything in it, who is nobody sees nothing, and who has no role sees herself alone."""
    from tests.web.people import person
    from tests.web.worlds import drafted, opened, ranked
    from utsyn.web import models
    from utsyn.web.people.access import visible

    ranked(units, rector)
    drafted(opened(units, key="another"), units["dep-bio"])
    stranger, table = person(), getattr(models, kind)
    assert not visible(AnonymousUser(), table).exists()
    assert set(visible(stranger, table)) == ({stranger} if kind == "User" else set())


# What reads tables past the door, and why that is no hole in it.
PAST_THE_DOOR = {
    "people/access.py": "is the door",
    "people/rights.py": "reads what a person may do, by which the door is opened",
    "people/units.py": "units have no secrets: names, and what lies below what",
    "units/queries.py": "as people/units.py",
    "log.py": "reads the hash of the last line, to add the next",
    "deeds.py": "asks whether a form was dealt with before",
    "people/access_plans.py": "is the door",
    "deciding/decided.py": "asked by views that have asked for the right to read all of the round",
    "deciding/queries.py": "as deciding/decided.py",
    "rounds/outcomes.py": "a decision counts all that stand, whoever asks",
    "rounds/minutes.py": "asked by views that have asked for the right to read all of the round",
    "letters/deliver.py": "sends to everyone; no person asks",
    "letters/facts.py": "as letters/deliver.py",
    "letters/reminders.py": "as letters/deliver.py",
    "people/signin/adding.py": "who signs in is not known yet",
    "people/signin/queries.py": "who signs in is not known yet",
    "privacy/forgetting.py": "takes away what is held on a person, wherever it lies",
    "privacy/held.py": "gathers what is held on a person, wherever it lies",
    "measures/facts.py": "tells which units somebody answers for; no person asks",
    "reports/telling.py": "as letters/deliver.py",
    "reports/reminders.py": "as letters/deliver.py",
    "measures/reminders.py": "as letters/deliver.py",
    "management/commands/evidence.py": "tells who runs Utsyn what became of the jobs",
    "rehearsal/evidence.py": "makes what was invented",
    "rehearsal/play.py": "makes what was invented",
    **dict.fromkeys(
        (f"rehearsal/{name}.py" for name in ("plans", "figures", "cascade", "measuring", "reporting")),
        "makes what was invented",
    ),
    "rehearsal/university.py": "makes what was invented",
}


def test_rows_are_read_through_the_door_alone():
    """Only actions, which write and ask for rights, and those above name a table's manager."""
    web = Path(utsyn.web.__file__).parent
    asks = {
        path.relative_to(web).as_posix()
        for path in web.rglob("*.py")
        if "migrations" not in path.parts
        and re.search(r"\.(objects|_default_manager)\b", path.read_text("utf-8"))
    }
    acting = {name for name in asks if "actions" in Path(name).with_suffix("").parts}
    assert asks - acting == set(PAST_THE_DOOR)


def test_answers_are_kept_out_of_caches_and_search_engines(client, ask):
    response = client.get(f"/en/answers/{ask().link}/")
    assert "private" in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_a_link_that_leads_nowhere_says_what_to_do(client):
    response = client.get("/en/answers/no-such-link/")
    assert response.status_code == 404
    assert "There is no answer under this link" in response.content.decode()
