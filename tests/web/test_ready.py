"""A process of the server has what figures need before anybody asks, and serves all the same where that cannot be had."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from tests.web.evidenced import evidenced
from utsyn.text import LANGUAGES
from utsyn.web import serving

pytestmark = pytest.mark.django_db


def begun(application: Any) -> list[str]:
    """Return what is said while a process begins that serves an application."""
    said: list[str] = []
    log = SimpleNamespace(warning=lambda words, *of: said.append(words % of))
    serving.post_worker_init(SimpleNamespace(wsgi=application, log=log))
    return said


def test_a_process_has_shown_a_figure_in_every_language_before_it_is_asked(settings: Any, few_recipes: Any):
    evidenced(settings)
    asked: list[str] = []

    def served(environ: Any, _: Any) -> Any:
        asked.append(environ["PATH_INFO"])
        found = Client().get(asked[-1], secure=True, headers={"host": environ["HTTP_HOST"]})
        assert found.status_code == 200
        return SimpleNamespace(close=lambda: None)  # a server lets go of its connection; a test has but one

    assert begun(served) == []
    assert len(asked) == len(set(asked)) == len(LANGUAGES)
    assert {address.split("/")[1] for address in asked} == set(LANGUAGES)


def test_where_no_figure_is_computed_nothing_is_asked():
    assert begun(None) == []


def test_a_process_that_cannot_be_made_ready_says_so_and_begins(settings: Any, few_recipes: Any):
    evidenced(settings)

    def broken(*_: Any) -> Any:
        raise OSError("the disk is gone")

    assert begun(broken) == ["Not made ready before the first page: the disk is gone"]
