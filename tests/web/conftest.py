"""What the tests of the pages share: proposals that were asked, and a look at every page."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.web.people import person, university
from utsyn.calls.proposal import Proposal

CALL, ON = "intpart-2022", date(2022, 3, 2)
AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
RUSSIA = {"title": "Arctic field schools", "partners": [{"country": "RU"}]}


def russia_out() -> int:
    """The number of the amendment that took Russia out of INTPART 2022."""
    from utsyn.web.calls.facts import shelf

    amendments = shelf().entries[CALL].text.amendments
    return next(n for n, amendment in enumerate(amendments, start=1) if amendment.on == ON)


@pytest.fixture
def plans_left_out(monkeypatch) -> None:
    """The demo without the plans that are followed in it: they take seconds, and tests of their own play them once."""
    monkeypatch.setattr("utsyn.web.management.commands.demo.follow", lambda **_: ())
    monkeypatch.setattr("utsyn.web.management.commands.demo.compute_world", lambda **_: None)


@pytest.fixture
def ask(db) -> Callable:
    """Ask about a proposal, and return the row."""

    def asked(told=RUSSIA, *, on=ON, call=CALL, form="test", language="en"):
        from utsyn.web.calls import actions
        from utsyn.web.calls.facts import shelf

        proposal = Proposal.model_validate(told)
        there = shelf().entries[call].call
        return actions.ask(there, proposal, on=on, at=AT, by=AnonymousUser(), form=form, language=language)

    return asked


@pytest.fixture
def demos(db) -> Callable:
    """Put so many demo proposals in place, and return the rows."""

    def put(count=1, *, call=CALL, on=ON):
        from utsyn.web.calls import actions
        from utsyn.web.calls.facts import shelf

        countries = ("RU", "JP", "US", "SE")
        told = [
            (f"Demo {n}", Proposal.model_validate({"partners": [{"country": countries[n % 4]}]}))
            for n in range(count)
        ]
        there = shelf().entries[call].call
        return actions.show_demos(there, told, on=on, at=AT, by=AnonymousUser(), language="en")

    return put


@pytest.fixture
def pages(ask, demos) -> dict[str, str]:
    """The address of one page of every kind, without its language."""
    demos(2)
    row = ask()
    call = f"/calls/{CALL}/"
    return {
        "front": "/",
        "list": "/calls/",
        "timeline": "/calls/timeline/",
        "call": f"{call}?on=2022-03-02",
        "choose": "/ask/",
        "ask": f"{call}ask/",
        "answer": f"/answers/{row.link}/",
        "compare": f"{call}compare/?first=2022-02-10&second=2022-03-02",
        "amendment": f"{call}amendments/{russia_out()}/",
        "about": "/about/",
        "reference": "/about/api/",
    }


@pytest.fixture
def many_calls(tmp_path, monkeypatch):
    """Sixty calls and no others, each like INTPART 2022."""
    from utsyn import home
    from utsyn.web.calls import facts

    text = (home.SHIPPED / "calls/intpart/2022.yaml").read_text("utf-8")
    folder = tmp_path / "calls" / "many"
    folder.mkdir(parents=True)
    for number in range(60):
        named = text.replace("key: intpart-2022", f"key: many-{number}").replace(
            "programme: intpart", "programme: many"
        )
        (folder / f"{number}.yaml").write_text(named, "utf-8")
    monkeypatch.setattr(home, "SHIPPED", tmp_path)
    facts.forget_shelf()
    yield
    monkeypatch.undo()
    facts.forget_shelf()


@pytest.fixture
def units(db) -> dict:
    """The invented university."""
    return university()


@pytest.fixture
def rector(units):
    """Who approves."""
    return person("leadership", units["uib"], username="rector")


@pytest.fixture
def office(units):
    """Who runs rounds."""
    return person("office", units["uib"], username="office")


@pytest.fixture
def few_recipes(monkeypatch) -> None:
    """Few figures, so that a test computes them in seconds: co-publication with its variants and units, and partners."""
    from utsyn.evidence.partner_profiles import ALSO, NEEDS
    from utsyn.evidence.recipes import recipes
    from utsyn.web.evidence import computing

    chosen = {*NEEDS, *ALSO, "international-copublication", "copublication-definitions", "copublication-definitions-by-unit",
              "copublication-definitions-by-field", "copublication-classes", "publications", "publications-by-field", "country-profile",
              "graduates-abroad"}  # fmt: skip
    kept = {key: one for key, one in recipes().items() if key in chosen}
    monkeypatch.setattr(computing, "recipes", lambda: kept)
