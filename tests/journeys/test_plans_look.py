"""The pages of plans in a real browser: for everyone, on a small telephone, in the dark, without a mouse."""

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests.browser import assert_fits, unfold
from tests.journeys.test_every_page import SMALL
from tests.web.banked import signed_in
from tests.web.people import person, university
from tests.web.plan_worlds import BEFORE, KEY, ON, answered, followed, written


@pytest.fixture
def leader(live_server, tmp_path, monkeypatch) -> str:
    """The session of the leadership of a university that follows the invented plan."""
    written(tmp_path)
    monkeypatch.setenv("UTSYN_HOME", str(tmp_path))
    units = university()
    answered(followed(units), units)
    client = signed_in(Client(), person("leadership", units["uib"]))
    return client.cookies["utsyn_session"].value


def test_every_page_of_a_plan_is_for_everyone(open_page, live_server, leader, axe):
    """In Nynorsk on a wide screen and a telephone, then once more in the dark with all that can be opened open."""
    home = f"/plans/{KEY}/"
    addresses = (
        "/plans/", f"{home}?on={ON}", f"{home}goals/joint-papers/?on={ON}", f"{home}goals/abroad/?on={ON}",
        f"{home}goals/guests/?on={ON}", f"{home}goals/at-home/", f"{home}goals/active-partner/judge/",
        f"{home}goals/abroad/state/", f"{home}compare/{BEFORE}/?on={ON}",
    )  # fmt: skip
    cookie = [{"name": "utsyn_session", "value": leader, "url": live_server.url}]
    light, dark = open_page(locale="nn-NO"), open_page(locale="en-GB", color_scheme="dark", viewport=SMALL)
    for page in (light, dark):
        page.context.add_cookies(cookie)
    for address in addresses:
        _for_everyone(light, f"{live_server.url}/nn{address}", axe)
        dark.goto(f"{live_server.url}/en{address}")
        unfold(dark)
        axe(dark)
        assert_fits(dark)


def _for_everyone(page: Page, address: str, axe) -> None:
    page.goto(address)
    page.set_viewport_size({"width": 1200, "height": 900})
    axe(page)
    page.set_viewport_size(SMALL)
    assert_fits(page)


def test_from_the_overview_to_a_judgement_with_the_keyboard_alone(open_page, live_server, leader, tab_to):
    page = open_page(locale="en-GB")
    page.context.add_cookies([{"name": "utsyn_session", "value": leader, "url": live_server.url}])
    page.goto(f"{live_server.url}/en/plans/{KEY}/")
    tab_to(page, page.get_by_role("link", name="for people to judge"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}/en/plans/{KEY}/?state=judgement#goals")
    page.goto(page.get_by_role("link", name="An active partner").evaluate("link => link.href"))
    tab_to(page, page.get_by_role("link", name="Judge this goal"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("radio").first)
    page.keyboard.press("ArrowDown")
    tab_to(page, page.get_by_label("Because"))
    page.keyboard.type("Three partners asked for us")
    tab_to(page, page.get_by_role("button", name="Judge"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Three partners asked for us").first).to_be_visible()
