"""Where indicators are looked at in tests: an own folder of them, the office at her desk, a plan that rests on one."""

from datetime import date

import pytest
from django.test import Client

from tests.web.banked import signed_in
from tests.web.figure_worlds import AT, indicators

LIST, PROJECTS = "/en/indicators/", "/en/indicators/t-projects/"
PLAN = """
key: invented
institution: {en: University}
languages: [en]
title: {en: The plan}
about: {en: A plan}
lasts: {since: 2022-01-01, until: 2029-12-31}
chapters: [{key: all, title: {en: All}}]
goals:
  - key: more
    kind: development
    chapter: all
    title: {en: More projects}
    targets: [{key: ten, kind: at_least, indicator: t-projects, given: {value: 10}}]
"""


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    indicators(tmp_path)
    monkeypatch.setenv("UTSYN_HOME", str(tmp_path))


@pytest.fixture
def top(units):
    """The institution."""
    return units["uib"]


@pytest.fixture
def inside(office):
    """The browser of the office."""
    return signed_in(Client(), office)


@pytest.fixture
def plan(top, office, rector):
    """A plan that rests on t-projects, adopted and open to all."""
    from utsyn.web.plans import actions as plans

    edition = plans.take_up(PLAN, unit=top, by=office, at=AT)
    plans.adopt(edition, on=date(2026, 11, 26), by=rector, at=AT)
    plans.publish(edition.plan, public=True, by=rector, at=AT)
    return edition.plan


def read(client, address, **asked):
    """The words of a page that is there."""
    response = client.get(address, asked)
    assert response.status_code == 200, response.content.decode()[:500]
    return " ".join(response.content.decode().split())
