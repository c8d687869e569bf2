"""Figures as deeds: entered with source, date and method; revised and withdrawn, never overwritten; refused in words."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from tests.web.figure_worlds import AT, METHOD, READ, figure, indicators, revised, year
from tests.web.people import person, unit
from utsyn.problems import Problems, dotted

LATER = datetime(2026, 12, 10, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    indicators(tmp_path)
    monkeypatch.setenv("UTSYN_HOME", str(tmp_path))


@pytest.fixture
def top(units):
    """The institution."""
    return units["uib"]


def refused(deed):
    """The places of what a deed was refused for, each with the words."""
    with pytest.raises(Problems) as caught:
        deed()
    return {dotted(one.path): one.said("en") for one in caught.value.problems}


def test_a_figure_is_kept_with_its_source_its_day_and_its_method(top, office):
    from utsyn.web.log import Line

    row = figure("t-projects", top, office, value=12, provider="register", form="one")
    row.refresh_from_db()
    assert (row.value, row.version, row.by_hand, row.by_id) == (12, 2, True, office.pk)
    assert row.source == {
        "title": READ["title"],
        "url": READ["url"],
        "accessed": "2026-11-01",
    }
    assert row.told["method"] == METHOD
    line = Line.objects.get(form="one")
    assert (line.did, line.about, line.told["figure"]) == ("entered figure", "indicator/t-projects", row.pk)


def test_a_figure_without_source_day_or_method_is_refused_at_each_place(top, office):
    wrong = refused(lambda: figure("t-projects", top, office, value=1, source={}, method=" "))
    assert set(wrong) == {"source.title", "source.accessed", "method"}
