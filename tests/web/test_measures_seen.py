"""A goal from office to unit and back as people meet it: on a small telephone, in the dark, open to everyone."""

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests.browser import assert_fits, unfold
from tests.web.measure_worlds import world
from tests.web.rounds import BACKEND

KEY = "invented-2026"
SMALL = {"width": 320, "height": 640}


@pytest.fixture
def enter(open_page, live_server, settings):
    """Come in as somebody, with a small dark browser."""

    def entered(user, **options) -> Page:
        client = Client()
        client.force_login(user, backend=BACKEND)
        page = open_page(locale="en-GB", viewport=SMALL, color_scheme="dark", **options)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "url": live_server.url, "value": value}]
        )
        page.goto(f"{live_server.url}/en/work/")
        return page

    return entered


@pytest.mark.once
def test_a_goal_goes_to_a_unit_is_adapted_accepted_and_answered_with_a_measure(
    transactional_db, enter, live_server, axe, console
):
    here = world()

    def seen(page):
        unfold(page, "main")
        axe(page)
        assert_fits(page)

    office, head = enter(here.office), enter(here.head)
    office.goto(f"{live_server.url}/en/plans/{KEY}/goals/abroad/send/")
    seen(office)
    office.get_by_label("Department of Public Law").check()
    office.get_by_label("In your words").fill("How many can you send?")
    office.get_by_role("button", name="Send, and tell them").click()
    seen(office)
    head.reload()
    seen(head)
    head.get_by_role("link", name="More students abroad").click()
    expect(head.get_by_text("How many can you send?")).to_be_visible()
    head.get_by_label("Adapt it").check()
    head.get_by_role("button", name="Send the answer").click()
    expect(head.get_by_role("alert")).to_contain_text("own words")
    console[:] = [said for said in console if "422" not in said]  # the answer is refused, as it should be
    seen(head)
    head.get_by_label("The goal in the unit's own words").fill("Ten of our students")
    head.get_by_label("Because").first.fill("We are few")
    head.get_by_role("button", name="Send the answer").click()
    expect(head.get_by_role("status")).to_contain_text("is kept")
    office.goto(f"{live_server.url}/en/work/")
    seen(office)
    office.get_by_role("link", name="More students abroad").click()
    office.get_by_label("Accept it").check()
    office.get_by_role("button", name="Keep it, and tell the unit").click()
    expect(office.get_by_text("adapted, and accepted").first).to_be_visible()
    head.reload()
    head.get_by_role("link", name="Add a measure").click()
    seen(head)
    head.get_by_label("Title").fill("Exchange week")
    head.get_by_role("button", name="Add: Tasks").click()
    head.get_by_label("What is to be done").fill("Book rooms")
    head.get_by_role("button", name="Save").last.click()
    expect(head.get_by_role("heading", name="Exchange week")).to_be_visible()
    head.get_by_role("button", name="Done today").click()
    seen(head)
    for rest in ("measures/", "cascade/", "units/dep-public-law/"):
        head.goto(f"{live_server.url}/en/plans/{KEY}/{rest}")
        seen(head)
