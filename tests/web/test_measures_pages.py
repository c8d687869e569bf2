"""The pages of what units do: who sees what, what was typed is kept, and a long list costs no more questions than a short one."""

import io
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tests.web.measure_worlds import AT, ON, merged, world
from tests.web.rounds import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.once]
KEY = "invented-2026"
SECRET = "Not agreed with the union yet"
FULL = {
    "what": "A week for all", "budget": "150000", "budget_from": "Own money", "note": SECRET, "responsible": "Head of studies",
    "tasks": [{"what": "Book rooms", "due": "2026-09-01"}], "since": "2026-08-01",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """The day of the world, and not the day of the machine."""
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: AT)


@pytest.fixture
def here(db):
    return world()


@pytest.fixture
def actions():
    from utsyn.web.measures import actions

    return actions


def client(user=None):
    made = Client(headers={"accept-language": "en"})
    if user:
        made.force_login(user, backend=BACKEND)
    return made


def at(name, *args, **query):
    return "/en" + reverse(f"measures:{name}", args=args, urlconf="utsyn.web.urls")[3:] + "".join(
        f"?{key}={value}" for key, value in query.items()
    )  # fmt: skip


def text(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_each_page_opens_for_those_inside(here, actions):
    row = here.sent("abroad", "dep-public-law", "fac-law", due=ON - timedelta(days=0))
    here.told(**FULL)
    head = client(here.head)
    for address in (
        at("work"), at("assignment", row.pk), at("cascade", KEY), at("cascade", KEY, unit="fac-law"), at("list", KEY),
        at("unit", KEY, "dep-public-law"), at("unit", KEY, "fac-law"), at("new", KEY), at("measure", KEY, 1), at("edit", KEY, 1),
    ):  # fmt: skip
        assert head.get(address).status_code == 200, address
    assert client(here.office).get(at("send", KEY, "abroad")).status_code == 200
